"""A card for people: its lines by dimension with their points, the working of each, and what the total rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from perfmetrics.awarding import Line, Status
from perfmetrics.cards import ScoreCard, ScoredSum, name_of
from perfmetrics.document import (
    Align,
    Block,
    Bullets,
    Cell,
    Document,
    Fact,
    Facts,
    Heading,
    Page,
    PageBlock,
    Paragraph,
    Row,
    Span,
    Table,
    Tone,
    say,
)
from perfmetrics.findings import Finding
from perfmetrics.quantities import Quantity, result_text, shown
from perfmetrics.texts import Lang, Phrase
from perfmetrics.verdicts import Verdict
from perfmetrics.views.findings import VERDICT_TONES, accepted, headline, severity_facts


def document(card: ScoreCard, lang: Lang) -> Document:
    """Return a card as a neutral tree."""
    return Document(tuple(_blocks(card, lang)))


_LISTED_BELOW = {"figure_missing", "value_undefined"}  # among the lines without points


def _blocks(card: ScoreCard, lang: Lang) -> Iterator[Block]:
    yield from _title(card, lang)
    yield Paragraph(tuple(_summary(card, lang)))
    yield _table(card, lang)
    yield from _finding_blocks(card, lang)
    yield from _reading_blocks(card, lang)
    yield from _working_blocks(card, lang)
    yield from _assumption_blocks(card, lang)


def _title(card: ScoreCard, lang: Lang) -> Iterator[Heading | Paragraph]:
    zh = lang == "zh"
    yield Heading(card.report_title or ("绩效评价计分" if zh else "Score card"))
    title = card.rubric.title if zh else card.rubric.title_en
    yield say(
        f"评分标准：{title}（{card.rubric.id}）" if zh else f"Scoring table: {title} ({card.rubric.id})", Tone.FAINT
    )


def _summary(card: ScoreCard, lang: Lang) -> Iterator[Span]:
    zh = lang == "zh"
    full = shown(card.rubric.full_marks)
    total, stated = card.whole.points, card.whole.stated
    if total is None:
        yield _without_total(card, lang)
    else:
        grade = "" if card.awarded is None else f" {card.awarded.label(lang)}"
        yield Span(f"重算 {shown(total)} / {full}{grade}" if zh else f"recomputed {shown(total)} / {full}{grade}")
        if card.conditional:
            yield Span("（以所列推定为条件）" if zh else " (on the assumptions below)", Tone.FAINT)
    if stated is not None:
        grade = f" {card.stated_grade}" if card.stated_grade else ""
        tone = VERDICT_TONES[card.whole.judgement.verdict] if card.whole.judgement else Tone.FAINT
        yield Span(f"；自报 {shown(stated.value)}{grade}" if zh else f"; stated {shown(stated.value)}{grade}", tone)
    if card.grade_depends_on_reading:
        yield Span("；等级取决于规则读法" if zh else "; the grade depends on the reading of a rule", Tone.WARNING)


def _without_total(card: ScoreCard, lang: Lang) -> Span:
    """Return why there is no total, and what the lines come to that have points."""
    count, known = len(card.left_out), _known_marks(card.lines)
    zh = f"有 {count} 项未计分，不给总分和等级；其余各项 {shown(known[0])} / {shown(known[1])}"
    en = f"{count} lines without points: no total, no grade; the others {shown(known[0])} of {shown(known[1])}"
    return Span(zh if lang == "zh" else en, Tone.WARNING)


def _known_marks(lines: Sequence[Line]) -> tuple[Fraction, Fraction]:
    known = [line for line in lines if line.points is not None]
    points = sum((line.points or Fraction(0) for line in known), Fraction(0))
    return points, sum((line.full_marks or Fraction(0) for line in known), Fraction(0))


def _table(card: ScoreCard, lang: Lang) -> Table:
    names = ("指标", "重算值", "自报值", "得分", "满分", "自报", "结论")
    english = ("Line", "Value", "Stated", "Points", "of", "Stated", "Verdict")
    aligns = (Align.LEFT, *[Align.RIGHT] * 5, Align.LEFT)
    rows = tuple(
        _sum_row(each[0], each[1], each[2], lang) if isinstance(each, tuple) else _line_row(each, lang)
        for each in _parts(card, lang)
    )
    return Table(tuple(zip(names if lang == "zh" else english, aligns, strict=True)), rows)


_Sum = tuple[str, ScoredSum, int]  # its name and its depth


def _parts(card: ScoreCard, lang: Lang) -> Iterator[_Sum | Line]:
    """Yield the subtotals and the lines in the order of the table, and the total."""
    for dim in card.dimensions:
        yield name_of(dim.dimension, lang), dim.sum, 0
        for cat in dim.categories:
            if len(dim.categories) > 1 or len(cat.lines) > 1:
                yield name_of(cat.category, lang), cat.sum, 1
            yield from cat.lines
    yield "总分" if lang == "zh" else "Total", card.whole, 0


def _sum_row(name: str, each: ScoredSum, depth: int, lang: Lang) -> Row:
    verdict = Cell("")
    if each.judgement is not None:
        verdict = Cell(each.judgement.verdict.label.of(lang), VERDICT_TONES[each.judgement.verdict])
    cells = (
        Cell(name),
        Cell(""),
        Cell(""),
        _points(each.points),
        _points(each.full_marks),
        _stated(each.stated),
        verdict,
    )
    return Row(cells, depth, strong=depth == 0)


def _points(points: Fraction | None) -> Cell:
    return Cell("?", Tone.FAINT) if points is None else Cell(shown(points))


def _stated(quantity: Quantity | None) -> Cell:
    return Cell("") if quantity is None else Cell(quantity.text.removesuffix("分"))


def _value(line: Line) -> Cell:
    if line.value is None:
        return Cell("")
    decimals = max(2, line.stated_value.decimals if line.stated_value else 0)
    return Cell(f"{result_text(line.value, decimals)}%")


def _stated_value(line: Line) -> Cell:
    stated = "" if line.stated_value is None else line.stated_value.text
    return Cell(stated if not stated or stated.endswith("%") else f"{stated}%")


def _line_row(line: Line, lang: Lang) -> Row:
    cells = (
        Cell(name_of(line.indicator, lang)),
        _value(line),
        _stated_value(line),
        _points(line.points),
        _points(line.full_marks),
        _stated(line.stated_points),
        _line_verdict(line, lang),
    )
    return Row(cells, 2)


def _line_verdict(line: Line, lang: Lang) -> Cell:
    """Return the gravest thing to say of a line, in a word or two."""
    verdicts = {each.verdict for each in (line.value_judgement, line.points_judgement) if each is not None}
    if line.points_judgement is not None and line.points_judgement.is_wrong:
        if line.indicator.rule_is_assumed:
            return Cell("与推定不同" if lang == "zh" else "not as assumed", Tone.WARNING)
        return Cell("得分不符" if lang == "zh" else "points wrong", Tone.BAD)
    if Verdict.INCONSISTENT in verdicts:
        return Cell("指标值不符" if lang == "zh" else "value wrong", Tone.BAD)
    words, tone = line.status.label, Tone.FAINT
    if line.status is Status.COMPUTED:
        if Verdict.ROUNDING in verdicts:
            words, tone = Verdict.ROUNDING.label, Tone.NOTE
        elif line.readings:
            words, tone = Phrase("读法不一", "readings"), Tone.WARNING
        elif verdicts:
            words, tone = Verdict.EXACT.label, Tone.GOOD
    return Cell(words.of(lang), tone)


def _finding_blocks(card: ScoreCard, lang: Lang) -> Iterator[Block]:
    findings = [finding for finding in card.findings if finding.code not in _LISTED_BELOW]
    if not findings:
        return
    yield Heading("发现" if lang == "zh" else "Findings", 2)
    yield Bullets(tuple(tuple(_item(finding, lang)) for finding in findings))


def _item(finding: Finding, lang: Lang) -> Iterator[Paragraph]:
    yield headline(finding, lang)
    yield from accepted(finding, lang)
    if finding.working is not None and finding.verdict in {Verdict.INCONSISTENT, Verdict.ROUNDING}:
        yield say(finding.working, Tone.FAINT)


def _reading_blocks(card: ScoreCard, lang: Lang) -> Iterator[Block]:
    if not card.readings:
        return
    zh = lang == "zh"
    yield Heading("规则的不同读法" if zh else "Readings of ambiguous rules", 2)
    columns = (
        ("指标" if zh else "Line", Align.LEFT),
        ("读法" if zh else "Reading", Align.LEFT),
        ("得分" if zh else "Points", Align.RIGHT),
        ("总分" if zh else "Total", Align.RIGHT),
        ("等级" if zh else "Grade", Align.LEFT),
    )
    rows = tuple(
        Row(
            (
                Cell(name_of(each.line.indicator, lang)),
                Cell(each.reading.label.of(lang)),
                Cell(shown(each.points)),
                Cell(shown(each.total)),
                Cell(
                    "" if each.grade is None else each.grade.label(lang),
                    Tone.WARNING if each.grade != card.awarded else Tone.PLAIN,
                ),
            )
        )
        for each in card.readings
    )
    yield Table(columns, rows)


def _working_blocks(card: ScoreCard, lang: Lang) -> Iterator[Block]:
    whose = {Status.COMPUTED, Status.NOT_APPLICABLE}
    lines = [line for line in card.lines if line.evaluation is not None or line.status in whose]
    if not lines:
        return
    zh = lang == "zh"
    yield Heading("计算过程" if zh else "Working", 2)
    yield Bullets(tuple(tuple(_working_of(line, lang)) for line in lines))


def _working_of(line: Line, lang: Lang) -> Iterator[Paragraph]:
    name = name_of(line.indicator, lang)
    working = line.working()
    if working is None:
        yield say(name)
    else:
        yield say(f"{name} = {line.symbols(lang)}")
        yield say(f"= {working}")
    reason = line.because.of(lang)
    if line.points_range is not None and line.points_range[0] != line.points_range[1]:
        low, high = (shown(end) for end in line.points_range)
        reason += f"（数据取整允许 {low} 至 {high} 分）" if lang == "zh" else f" (rounding allows {low} to {high})"
    yield say(reason, Tone.FAINT)


def _assumption_blocks(card: ScoreCard, lang: Lang) -> Iterator[Block]:
    zh = lang == "zh"
    if card.left_out:
        yield Heading("未计分的指标" if zh else "Lines without points", 2)
        colon = "：" if zh else ": "
        yield Bullets(
            tuple((say(f"{name_of(line.indicator, lang)}{colon}{line.because.of(lang)}"),) for line in card.left_out)
        )
    if not card.assumptions:
        return
    yield Heading("推定（总分与等级以此为条件）" if zh else "Assumptions that total and grade rest on", 2)
    groups: dict[str, list[str]] = {}
    for each in card.assumptions:
        groups.setdefault(each.words().of(lang), []).append(name_of(each.line.indicator, lang))
    joint = "、" if zh else ", "
    colon = "：" if zh else ": "
    yield Bullets(tuple((say(f"{words}{colon}{joint.join(names)}"),) for words, names in groups.items()))


# --- the page ---


def page(card: ScoreCard, lang: Lang) -> Page:
    """Return a card as a page."""
    return Page(tuple(_page(card, lang)))


def _page(card: ScoreCard, lang: Lang) -> Iterator[PageBlock]:
    yield from _title(card, lang)
    yield Facts(tuple(_facts(card, lang)))
    yield from _conditions(card, lang)
    yield _page_table(card, lang)
    yield from _finding_blocks(card, lang)
    yield from _reading_blocks(card, lang)
    yield from _assumption_blocks(card, lang)


def _conditions(card: ScoreCard, lang: Lang) -> Iterator[Paragraph]:
    """Yield what the total and the grade depend on."""
    zh = lang == "zh"
    if card.whole.points is None:
        yield Paragraph((_without_total(card, lang),))
    elif card.conditional:
        yield say(
            "总分与等级以页末所列推定为条件。" if zh else "Total and grade rest on the assumptions below.", Tone.FAINT
        )
    if card.grade_depends_on_reading:
        yield say("等级取决于规则读法。" if zh else "The grade depends on the reading of a rule.", Tone.WARNING)


def _facts(card: ScoreCard, lang: Lang) -> Iterator[Fact]:
    zh = lang == "zh"
    total, full = card.whole.points, Fraction(card.rubric.full_marks)
    grade = "" if card.awarded is None else f" {card.awarded.label(lang)}"
    yield Fact("重算总分" if zh else "recomputed", f"{'?' if total is None else shown(total)} / {shown(full)}{grade}")
    if card.whole.stated is not None:
        judged = card.whole.judgement
        tone = VERDICT_TONES[judged.verdict] if judged is not None else Tone.PLAIN
        own = f" {card.stated_grade}" if card.stated_grade else ""
        yield Fact("自报总分" if zh else "stated", f"{shown(card.whole.stated.value)}{own}", tone)
    if total is not None:
        yield Fact("失分" if zh else "lost", shown(full - total))
    yield from severity_facts(card.findings, lang)


def _page_table(card: ScoreCard, lang: Lang) -> Table:
    names = ("指标", "重算值", "自报值", "得分 / 满分", "失分", "自报分", "结论")
    english = ("Line", "Value", "Stated", "Points / full", "Lost", "Stated", "Verdict")
    aligns = (Align.LEFT, *[Align.RIGHT] * 5, Align.LEFT)
    rows = tuple(
        _page_sum(each[0], each[1], each[2], lang) if isinstance(each, tuple) else _page_line(card, each, lang)
        for each in _parts(card, lang)
    )
    return Table(tuple(zip(names if lang == "zh" else english, aligns, strict=True)), rows)


def _page_sum(name: str, each: ScoredSum, depth: int, lang: Lang) -> Row:
    verdict = Cell("")
    if each.judgement is not None:
        verdict = Cell(each.judgement.verdict.label.of(lang), VERDICT_TONES[each.judgement.verdict], is_badge=True)
    cells = (
        Cell(name),
        Cell(""),
        Cell(""),
        _bar(each.points, each.full_marks),
        _lost(each.points, each.full_marks),
        _stated(each.stated),
        verdict,
    )
    return Row(cells, depth, strong=depth == 0)


def _page_line(card: ScoreCard, line: Line, lang: Lang) -> Row:
    verdict = _line_verdict(line, lang)
    cells = (
        Cell(name_of(line.indicator, lang)),
        _value(line),
        _stated_value(line),
        _bar(line.points, line.full_marks),
        _lost(line.points, line.full_marks),
        _stated(line.stated_points),
        Cell(verdict.text, verdict.tone, is_badge=True),
    )
    return Row(cells, 2, below=tuple(_below(card, line, lang)))


def _bar(points: Fraction | None, full: Fraction | None) -> Cell:
    text = f"{'?' if points is None else shown(points)} / {'?' if full is None else shown(full)}"
    return Cell(text, meter=points / full if points is not None and full else None)


def _lost(points: Fraction | None, full: Fraction | None) -> Cell:
    if points is None or full is None:
        return Cell("")
    return Cell(f"−{shown(full - points)}", Tone.BAD) if points != full else Cell("0", Tone.FAINT)


def _below(card: ScoreCard, line: Line, lang: Lang) -> Iterator[Paragraph]:
    """Yield what unfolds below a line: why it has its points, the working, the findings, the sources."""
    zh = lang == "zh"
    *working, reason = _working_of(line, lang)
    yield reason
    if line.evaluation is not None:
        yield from working
        yield say(
            ("公式来源：" if zh else "Formula: ") + line.evaluation.formula.source.citation().of(lang), Tone.FAINT
        )
    yield say(("评分规则：" if zh else "Rule: ") + line.indicator.rule.text.of(lang), Tone.FAINT)
    known = line.indicator.provenance
    doubt = ("，存疑" if zh else ", uncertain") if known.uncertain else ""
    yield say(("规则依据：" if zh else "Provenance: ") + known.rule.label.of(lang) + doubt, Tone.FAINT)
    path = f"indicators.{line.indicator.id}"
    for finding in card.findings:
        if finding.where == path or finding.where.startswith(f"{path}."):
            yield headline(finding, lang)

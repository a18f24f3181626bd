"""An audit for people: what was found, and the text itself with each judged figure marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfmetrics.auditing.audits import Audit, AuditClaim
from perfmetrics.cards import ScoreCard
from perfmetrics.document import (
    Align,
    Block,
    Cell,
    Document,
    Fact,
    Facts,
    Heading,
    Page,
    PageBlock,
    Paragraph,
    Piece,
    Row,
    Source,
    Span,
    Table,
    Tone,
    say,
)
from perfmetrics.findings import Finding
from perfmetrics.texts import Lang, sentence_around
from perfmetrics.verdicts import Verdict
from perfmetrics.views.findings import SEVERITY_TONES, VERDICT_TONES, details, finding_list, headline, verdict_facts


def document(result: Audit, lang: Lang) -> Document:
    """Return an audit as a neutral tree."""
    return Document(tuple(_blocks(result, lang)))


def _blocks(result: Audit, lang: Lang) -> Iterator[Block]:
    yield Heading("报告文本核对" if lang == "zh" else "Audit of a text")
    yield from summary_lines(result, lang)
    yield from finding_list((_item(result, finding, lang) for finding in result.findings), lang)


def summary_lines(result: Audit, lang: Lang) -> Iterator[Paragraph]:
    """Yield how many claims were judged and how, how much of the text took part, and how it rounds and scores."""
    zh = lang == "zh"
    counts, coverage = result.counts(), result.coverage
    parts = [f"{verdict.label.of(lang)} {counts[verdict.value]}" for verdict in Verdict]
    total = len(result.claims)
    yield say(f"核对 {total} 处算术：{'，'.join(parts)}" if zh else f"{total} claims: {', '.join(parts)}")
    judged, share = len(coverage.judged), coverage.share
    yield say(
        f"文中 {coverage.figures} 个数，{judged} 个参与了核对（{share}）"
        if zh
        else f"{judged} of {coverage.figures} figures took part ({share})",
        Tone.FAINT,
    )
    yield from _closing(result, lang)


def _closing(result: Audit, lang: Lang) -> Iterator[Paragraph]:
    """Yield how the text rounds, and what it scores."""
    if result.claims:
        yield say(result.habit.words().of(lang), Tone.FAINT)
    if result.card is not None:
        yield say(_score_line(result.card, len(result.gathered.left), lang))


def _score_line(card: ScoreCard, left: int, lang: Lang) -> str:
    total = "—" if card.total is None else f"{card.total:f}"
    grade = card.grade or "—"
    if lang == "zh":
        return f"按 {card.rubric.id} 计分：总分 {total}，等级 {grade}；另有 {left} 个数没有放进报告科目"
    return f"scored by {card.rubric.id}: total {total}, grade {grade}; {left} more figures have no line in the report"


def _item(result: Audit, finding: Finding, lang: Lang) -> Iterator[Paragraph]:
    yield headline(finding, lang)
    yield from quoted(result, finding.where, SEVERITY_TONES[finding.severity])
    yield from details(finding, lang)


def quoted(result: Audit, where: str, tone: Tone = Tone.BAD) -> Iterator[Paragraph]:
    """Yield the sentence of a figure with the figure marked; nothing for a cell on a line of its own."""
    span = result.span_at(where)
    if span is None:
        return
    before, figure, after = sentence_around(result.text, *span)
    if before or after:
        marked = (Span(f"“{before}", Tone.FAINT), Span(f"【{figure}】", tone), Span(f"{after}”", Tone.FAINT))
        yield Paragraph(marked)


def page(result: Audit, lang: Lang) -> Page:
    """Return an audit as a page."""
    return Page(tuple(_page(result, lang)))


def _page(result: Audit, lang: Lang) -> Iterator[PageBlock]:
    zh = lang == "zh"
    yield Heading("报告文本核对" if zh else "Audit of a text")
    coverage = result.coverage
    yield Facts(
        (
            Fact("核对算术" if zh else "claims", str(len(result.claims))),
            *verdict_facts(result.counts(), lang),
            Fact(
                "参与核对的数" if zh else "figures that took part",
                f"{len(coverage.judged)} / {coverage.figures}（{coverage.share}）"
                if zh
                else f"{len(coverage.judged)} / {coverage.figures} ({coverage.share})",
            ),
        )
    )
    yield from _closing(result, lang)
    yield from finding_list((_item(result, finding, lang) for finding in result.findings), lang)
    if result.claims:
        of_claims = {finding.where: finding for finding in reversed(result.findings)}
        yield Heading("原文" if zh else "The text", 2)
        yield Source(tuple(_pieces(result, of_claims, lang)))
        yield Heading("逐处核对" if zh else "Claim by claim", 2)
        yield _claims(result, of_claims, lang)


def _pieces(result: Audit, findings: Mapping[str, Finding], lang: Lang) -> Iterator[Piece]:
    """Yield the text in pieces; a figure with several claims is marked by the gravest of them."""
    ordered = sorted(enumerate(result.claims, 1), key=lambda each: _GRAVITY.index(each[1].verdict), reverse=True)
    gravest = {claim.start: (number, claim) for number, claim in ordered}
    at = 0
    for start, (number, claim) in sorted(gravest.items()):
        yield Piece(result.text[at:start])
        yield Piece(
            result.text[start : claim.end],
            VERDICT_TONES[claim.verdict],
            _tip(claim, findings.get(claim.judged.relation.where), lang),
            link=f"claim-{number}",
            anchor=f"figure-{number}",
        )
        at = claim.end
    yield Piece(result.text[at:])


_GRAVITY = (Verdict.INCONSISTENT, Verdict.ROUNDING, Verdict.UNDEFINED, Verdict.EXACT)


def _tip(claim: AuditClaim, finding: Finding | None, lang: Lang) -> str:
    lines = [f"{claim.verdict.label.of(lang)}{'：' if lang == 'zh' else ': '}{claim.judged.statement.working}"]
    reason = claim.judged.statement.judgement.reason
    if reason is not None:
        lines[0] = f"{lines[0]}（{reason.label.zh}）" if lang == "zh" else f"{lines[0]} ({reason.label.en})"
    if finding is not None and finding.diagnoses:
        lines.append(finding.diagnoses[0].words().of(lang))
    return "\n".join(lines)


def _claims(result: Audit, findings: Mapping[str, Finding], lang: Lang) -> Table:
    zh = lang == "zh"
    names = ("序号", "报告数", "重算", "结论", "内容") if zh else ("No.", "Stated", "Recomputed", "Verdict", "About")
    aligns = (Align.LEFT, Align.RIGHT, Align.RIGHT, Align.LEFT, Align.LEFT)
    rows = tuple(
        _claim(result, claim, i, findings.get(claim.judged.relation.where), lang)
        for i, claim in enumerate(result.claims, 1)
    )
    return Table(tuple(zip(names, aligns, strict=True)), rows)


def _claim(result: Audit, claim: AuditClaim, number: int, finding: Finding | None, lang: Lang) -> Row:
    statement = claim.judged.statement
    tone = VERDICT_TONES[claim.verdict]
    below = [say(statement.working, Tone.FAINT), *quoted(result, claim.judged.relation.where, tone)]
    if finding is not None:
        below.extend(line for line in details(finding, lang) if line != below[0])
    return Row(
        (
            Cell(str(number), link=f"figure-{number}"),
            Cell(result.text[claim.start : claim.end]),
            Cell(statement.recomputed),
            Cell(claim.verdict.label.of(lang), tone, is_badge=True),
            Cell(statement.instance.name.of(lang)),
        ),
        below=tuple(below),
        is_open=claim.verdict is Verdict.INCONSISTENT,
        anchor=f"claim-{number}",
    )

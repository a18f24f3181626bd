"""The result of a check for people: what does not agree, and every identity with its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from perfmetrics.consistency import CheckResult, Statement
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
    Row,
    Table,
    Tone,
    say,
)
from perfmetrics.errors import Problem
from perfmetrics.findings import Finding
from perfmetrics.texts import Lang
from perfmetrics.verdicts import Verdict
from perfmetrics.views.findings import (
    MOST_EXPLANATIONS,
    VERDICT_TONES,
    details,
    finding_item,
    finding_list,
    verdict_facts,
)


def document(result: CheckResult, lang: Lang) -> Document:
    """Return the result of a check as a neutral tree."""
    return Document(tuple(_blocks(result, lang)))


def _blocks(result: CheckResult, lang: Lang) -> Iterator[Block]:
    zh = lang == "zh"
    yield _title(result, lang)
    counts = result.counts()
    parts = [f"{verdict.label.of(lang)} {counts[verdict.value]}" for verdict in Verdict]
    total = len(result.statements)
    yield say(
        f"核对 {total} 项勾稽关系：{'，'.join(parts)}" if zh else f"{total} identities checked: {', '.join(parts)}"
    )
    yield from _closing(result, lang)


def _title(result: CheckResult, lang: Lang) -> Heading:
    return Heading(result.report_title or ("勾稽核对" if lang == "zh" else "Check"))


def _closing(result: CheckResult, lang: Lang) -> Iterator[Block]:
    """Yield how the report rounds, the findings, and the fewest changes."""
    if result.statements:
        yield say(result.habit.words().of(lang), Tone.FAINT)
    yield from finding_list((finding_item(finding, lang) for finding in result.findings), lang)
    heading = Heading("最少更正" if lang == "zh" else "Fewest changes", 2)
    if isinstance(result.search, Problem):
        yield heading
        why = result.search.to_text(lang)
        yield say(f"未搜索完：{why}" if lang == "zh" else f"not searched to the end: {why}", Tone.FAINT)
        return
    groups = [group for group in result.search if group]
    if groups:
        yield heading
        yield Bullets(tuple((say(_choice(group, lang)),) for group in groups))


def _choice(group: Sequence[Sequence[str]], lang: Lang) -> str:
    """Return the smallest sets of figures of which any one mends a group of broken identities."""
    and_, or_ = (" 与 ", " 或 ") if lang == "zh" else (" and ", " or ")
    sets = [and_.join(chosen) for chosen in group[:MOST_EXPLANATIONS]]
    more = len(group) - len(sets)
    text = or_.join(sets)
    if more:
        text += f" 等 {len(group)} 种" if lang == "zh" else f", or {more} more"
    return f"更正 {text}" if lang == "zh" else f"change {text}"


def page(result: CheckResult, lang: Lang) -> Page:
    """Return the result of a check as a page."""
    return Page(tuple(_page(result, lang)))


def _page(result: CheckResult, lang: Lang) -> Iterator[PageBlock]:
    zh = lang == "zh"
    yield _title(result, lang)
    count = Fact("勾稽关系" if zh else "identities", str(len(result.statements)))
    yield Facts((count, *verdict_facts(result.counts(), lang)))
    yield from _closing(result, lang)
    if result.statements:
        yield Heading("逐项核对" if zh else "Identity by identity", 2)
        yield _statements(result, lang)


def _statements(result: CheckResult, lang: Lang) -> Table:
    zh = lang == "zh"
    names = ("内容", "报告数", "重算", "结论") if zh else ("About", "Stated", "Recomputed", "Verdict")
    aligns = (Align.LEFT, Align.RIGHT, Align.RIGHT, Align.LEFT)
    findings = {(finding.where, finding.working): finding for finding in reversed(result.findings)}
    rows = tuple(_statement(each, findings, lang) for each in result.statements)
    return Table(tuple(zip(names, aligns, strict=True)), rows)


def _statement(each: Statement, findings: Mapping[tuple[str, str | None], Finding], lang: Lang) -> Row:
    relation, judged = each.instance.relation, each.judgement
    finding = findings.get((relation.where, each.working))
    below = [
        say(each.working, Tone.FAINT),
        say(f"{each.instance.identity.name.of(lang)} · {relation.where}", Tone.FAINT),
    ]
    if judged.reason is not None:
        below.append(say(judged.reason.label.of(lang), Tone.FAINT))
    if finding is not None:
        below.extend(line for line in details(finding, lang) if line != below[0])
    return Row(
        (
            Cell(each.instance.name.of(lang)),
            Cell(relation.stated.text),
            Cell(f"≤ {each.recomputed}" if relation.comparison == "at_most" else each.recomputed),
            Cell(judged.verdict.label.of(lang), VERDICT_TONES[judged.verdict], is_badge=True),
        ),
        below=tuple(below),
        is_open=judged.verdict is Verdict.INCONSISTENT,
    )

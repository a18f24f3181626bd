"""The working paper of an audit (核查底稿): numbered questions to a department, each with room for the answer."""

from __future__ import annotations

from collections.abc import Iterator

from perfmetrics.auditing.audits import Audit
from perfmetrics.document import Align, Block, Cell, Document, Heading, Row, Table, Tone, say
from perfmetrics.findings import Finding, Severity
from perfmetrics.texts import Lang, sentence_around
from perfmetrics.views.audits import summary_lines
from perfmetrics.views.findings import best_explanations, finding_item, finding_list

_ASKED = (Severity.ERROR, Severity.WARNING)


def working_paper(result: Audit, lang: Lang) -> Document:
    """Return the working paper: what the report says, what it should be, the working, and an empty answer."""
    return Document(tuple(_blocks(result, lang)))


def _blocks(result: Audit, lang: Lang) -> Iterator[Block]:
    zh = lang == "zh"
    yield Heading("核查底稿" if zh else "Working paper")
    yield from summary_lines(result, lang)
    asked = [finding for finding in result.findings if finding.severity in _ASKED]
    yield Heading("请核实的问题" if zh else "Questions", 2)
    if asked:
        yield _questions(result, asked, lang)
    else:
        yield say("没有需要核实的问题。" if zh else "Nothing to ask.", Tone.GOOD)
    others = [finding for finding in result.findings if finding.severity not in _ASKED]
    if others:
        yield Heading("说明事项（无须答复）" if zh else "Remarks (no answer needed)", 2)
        yield from list(finding_list((finding_item(finding, lang) for finding in others), lang))[1:]


def _questions(result: Audit, findings: list[Finding], lang: Lang) -> Table:
    names = ("序号", "报告原文", "报告数", "应为", "计算过程", "可能的原因", "部门说明")
    english = ("No.", "The report says", "Stated", "Should be", "Working", "Possible cause", "Answer")
    aligns = (Align.RIGHT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.LEFT, Align.LEFT, Align.LEFT)
    rows = tuple(Row(tuple(_cells(result, each, i, lang))) for i, each in enumerate(findings, 1))
    return Table(tuple(zip(names if lang == "zh" else english, aligns, strict=True)), rows)


def _cells(result: Audit, finding: Finding, number: int, lang: Lang) -> Iterator[Cell]:
    judged = next((each.judged for each in result.claims if each.judged.candidate.stated.key == finding.where), None)
    span = result.span_of(finding)
    yield Cell(str(number))
    if span is None or judged is None:
        yield Cell(finding.message.of(lang))
        yield Cell(finding.stated or "")
        yield Cell(finding.expected or "")
        yield Cell(finding.working or "")
    else:
        before, figure, after = sentence_around(result.text, *span)
        name = "" if before or after else f"{judged.statement.instance.name.of(lang)} "  # a cell on a line of its own
        yield Cell(f"{name}{before}【{figure}】{after}")
        yield Cell(figure)
        yield Cell(judged.statement.recomputed)
        yield Cell(judged.statement.working)
    joint = "；" if lang == "zh" else "; "
    yield Cell(joint.join(each.words().of(lang) for each in best_explanations(finding.diagnoses)))
    yield Cell("")

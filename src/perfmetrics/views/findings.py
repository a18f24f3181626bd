"""A finding for people, the same words in every output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from perfmetrics.causes import Diagnosis
from perfmetrics.document import Bullets, Fact, Heading, Paragraph, Span, Tone, say
from perfmetrics.findings import Finding, Severity
from perfmetrics.texts import Lang
from perfmetrics.verdicts import Verdict

SEVERITY_TONES = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.WARNING, Severity.NOTE: Tone.NOTE}
VERDICT_TONES = {
    Verdict.EXACT: Tone.GOOD,
    Verdict.ROUNDING: Tone.NOTE,
    Verdict.INCONSISTENT: Tone.BAD,
    Verdict.UNDEFINED: Tone.FAINT,
}
MOST_EXPLANATIONS = 3


def finding_item(finding: Finding, lang: Lang) -> Iterator[Paragraph]:
    """Yield a finding for people: what it is, the working, the range, why, and what mending it changes."""
    yield headline(finding, lang)
    yield from details(finding, lang)


def headline(finding: Finding, lang: Lang) -> Paragraph:
    """Return how grave a finding is and what it says."""
    severity = finding.severity
    return Paragraph((Span(f"[{severity.label.of(lang)}] ", SEVERITY_TONES[severity]), Span(finding.message.of(lang))))


def details(finding: Finding, lang: Lang) -> Iterator[Paragraph]:
    """Yield what stands below a finding: the working, the range, why, and what mending it changes."""
    zh = lang == "zh"
    yield from accepted(finding, lang)
    if finding.working is not None and (finding.severity is not Severity.NOTE or finding.waiver is not None):
        yield say(finding.working, Tone.FAINT)
    if finding.interval is not None and finding.is_error:
        yield say(f"取整允许的范围 {finding.interval}" if zh else f"rounding allows {finding.interval}", Tone.FAINT)
    yield from (say(each.words().of(lang), Tone.NOTE) for each in best_explanations(finding.diagnoses))
    impact = finding.impact
    if impact is not None and (impact.changes_grade or impact.total[0] != impact.total[1]):
        total, grade = (" → ".join(str(each) for each in pair) for pair in (impact.total, impact.grade))
        said = f"改正后总分 {total}，等级 {grade}" if zh else f"when mended: total {total}, grade {grade}"
        yield say(said, Tone.WARNING)


def accepted(finding: Finding, lang: Lang) -> Iterator[Paragraph]:
    """Yield why a finding was accepted, and by whom, if it was."""
    if finding.waiver is not None:
        reason, author = finding.waiver.reason, finding.waiver.author
        yield say(f"已接受：{reason}（{author}）" if lang == "zh" else f"accepted: {reason} ({author})", Tone.NOTE)


def best_explanations(diagnoses: Sequence[Diagnosis]) -> tuple[Diagnosis, ...]:
    """Return the explanations that people are shown: the best ones."""
    if not diagnoses:
        return ()
    best = diagnoses[0]
    return tuple(each for each in diagnoses if each.standing == best.standing)[:MOST_EXPLANATIONS]


def finding_list(items: Iterable[Iterable[Paragraph]], lang: Lang) -> Iterator[Heading | Bullets | Paragraph]:
    """Yield the findings under their heading, or that there are none."""
    found = tuple(tuple(item) for item in items)
    if not found:
        yield say("没有发现问题。" if lang == "zh" else "Nothing to report.", Tone.GOOD)
        return
    yield Heading("发现" if lang == "zh" else "Findings", 2)
    yield Bullets(found)


def severity_facts(findings: Iterable[Finding], lang: Lang) -> Iterator[Fact]:
    """Yield how many findings there are of each severity."""
    severities = [finding.severity for finding in findings]
    for severity in Severity:
        count = severities.count(severity)
        yield Fact(severity.label.of(lang), str(count), SEVERITY_TONES[severity] if count else Tone.PLAIN)


def verdict_facts(counts: dict[str, int], lang: Lang) -> Iterator[Fact]:
    """Yield how many claims there are with each verdict."""
    for verdict in Verdict:
        count = counts[verdict.value]
        tone = VERDICT_TONES[verdict] if count else Tone.PLAIN
        yield Fact(verdict.label.of(lang), str(count), tone)

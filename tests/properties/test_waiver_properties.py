"""Accepted findings: what is written is read back and accepts what it was made from, no more and no less."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hypothesis import assume, example, given
from hypothesis import strategies as st

import perfmetrics as pm
from perfmetrics.findings import CODES, Acceptance, Finding, Severity
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.texts import Lang, Phrase
from perfmetrics.waivers import Waiver, Waivers
from strategies import examples

FOLDER = Path("/nowhere/here")
SENTENCE = "2021年镇三公经费决算9.07万元，较上年减少0.71万元，下降7.83%。"

# What a TOML file could break at: quotation marks, backslashes, controls, changes of direction, separators, half
# characters, brackets, signs of comments.
_CHARS = st.one_of(
    st.sampled_from(
        [*"\"'\\ab绩效#[]={}\n\r\t\0\x1b\x7f\x85\u2028\u202e\ufeff…【】 　", "\U000e0001", "\ud800", "\udcff"]
    ),
    st.characters(),
)
TEXTS = st.text(_CHARS, max_size=20)
SIGNED = TEXTS.filter(str.strip)
NAMES = st.sampled_from(["a.toml", "乙/b.toml", "../c.txt", "-", "/d.toml"])


@dataclass(frozen=True, slots=True)
class Found(Outcome):
    """An outcome of findings alone, some of them with a place in a text."""

    findings: tuple[Finding, ...]
    text: str = ""
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def given(self) -> str:
        """The text."""
        return self.text

    def span_of(self, finding: Finding) -> tuple[int, int] | None:
        """Where the figure of a finding stands."""
        return self.spans.get(finding.where)

    def to_dict(self, lang: Lang = "zh") -> Mapping[str, Any]:
        """Nothing that a test looks at."""
        return {"lang": lang}


def findings(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Finding]:
    """Findings of every code; few places and figures, so that some are equal."""
    some = st.one_of(st.sampled_from(["1", "2"]), st.none(), texts)
    return st.builds(
        Finding,
        code=st.sampled_from(sorted(CODES)),
        where=st.one_of(st.sampled_from(["a", "b"]), texts).filter(str.strip),
        message=st.builds(Phrase, TEXTS, TEXTS),
        stated=some,
        expected=some,
        is_soft=st.booleans(),
    )


def outcomes(texts: st.SearchStrategy[str] = TEXTS) -> st.SearchStrategy[Found]:
    """Outcomes with findings, often the same one several times."""
    drawn = st.lists(findings(texts), max_size=4)
    return drawn.flatmap(lambda some: st.lists(st.sampled_from(some), max_size=8) if some else st.just([])).map(
        lambda each: Found(tuple(each))
    )


def records() -> st.SearchStrategy[list[Record]]:
    """Some files, each once."""
    return st.dictionaries(NAMES, outcomes(), max_size=4).map(
        lambda drawn: [Record(name, outcome) for name, outcome in drawn.items()]
    )


def read_back(text: str) -> Waivers:
    """Return what a file accepts that was written."""
    return Waivers(FOLDER, tuple(Waiver(**each) for each in tomllib.loads(text).get("accepted", [])))


def accepted(waivers: Waivers, record: Record) -> Outcome:
    """Return what was found of a record, with what was accepted."""
    outcome = waivers.apply(record).outcome
    assert outcome is not None
    return outcome


@examples(300)
@given(records(), SIGNED, SIGNED)
def test_what_is_written_accepts_what_it_was_made_from(given_: list[Record], author: str, reason: str) -> None:
    """No error and no warning is left, nothing of the file is left over, and all signatures are those given."""
    text = Waivers(FOLDER).to_toml(given_, author=author, reason=reason)
    text.encode("utf-8")
    waivers = read_back(text)
    for record in given_:
        outcome = accepted(waivers, record)
        assert {finding.severity for finding in outcome.findings} <= {Severity.NOTE}
    assert waivers.unmatched(given_) == ()
    for entry in waivers.entries:
        for mine, said in ((entry.author, author), (entry.reason, reason)):
            assert mine.strip() == said.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


@examples(200)
@given(records(), SIGNED, SIGNED)
def test_writing_again_changes_nothing(given_: list[Record], author: str, reason: str) -> None:
    """Whoever writes it again: what still matches keeps its reason, its author and its bytes."""
    text = Waivers(FOLDER).to_toml(given_, author=author, reason=reason)
    assert read_back(text).to_toml(given_, author="another", reason="another") == text


@examples(200)
@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_matter(given_: list[Record], random: Any) -> None:
    """Nor does that of the findings of a file."""
    shuffled = []
    for record in given_:
        assert isinstance(record.outcome, Found)
        mixed = list(record.outcome.findings)
        random.shuffle(mixed)
        shuffled.append(replace(record, outcome=Found(tuple(mixed))))
    random.shuffle(shuffled)
    write = Waivers(FOLDER).to_toml
    assert write(shuffled, author="a", reason="r") == write(given_, author="a", reason="r")


@examples(200)
@given(outcomes(), st.lists(st.integers(1, 3), max_size=3), st.sampled_from(["a.toml", None]))
def test_an_entry_accepts_as_many_as_it_says(found: Found, counts: list[int], file: str | None) -> None:
    """Of n equal findings the smaller of n and the counts together; the rest is left over."""
    assume(found.findings)
    record = Record(str(FOLDER / "a.toml"), found)
    alone = Record(record.name, Found((replace(found.findings[0], waiver=ACCEPTED),)))
    (entry,) = read_back(Waivers(FOLDER).to_toml([alone], author="a", reason="r")).entries
    waivers = Waivers(FOLDER, tuple(entry.model_copy(update={"count": count, "file": file}) for count in counts))

    def is_equal(finding: Finding) -> bool:
        return (
            accepted(Waivers(FOLDER, (entry,)), Record(record.name, Found((finding,)))).findings[0].waiver is not None
        )

    equal, total = sum(map(is_equal, found.findings)), sum(counts)
    assert equal
    assert sum(finding.waiver is not None for finding in accepted(waivers, record).findings) == min(equal, total)
    assert sum(left.count for left in waivers.unmatched([record])) == total - min(equal, total)


ACCEPTED = Acceptance("r", "a")


@examples(200)
@given(outcomes(), outcomes())
def test_findings_are_neither_added_nor_lost(found: Found, other: Found) -> None:
    """Applying twice is applying once; apart from what was accepted nothing changes."""
    waivers = read_back(Waivers(FOLDER).to_toml([Record("a.toml", other)], author="a", reason="r"))
    waivers = replace(waivers, entries=tuple(each.model_copy(update={"file": None}) for each in waivers.entries))
    once = waivers.apply(Record("a.toml", found))
    assert once.outcome is not None
    assert Counter(replace(each, waiver=None) for each in once.outcome.findings) == Counter(found.findings)
    assert waivers.apply(once) == once


_OTHER_LINES = st.lists(st.text(st.sampled_from([*"县乡镇财政部门绩效评价，。； 　\t"]), max_size=12), max_size=4).map(
    "\n".join
)


@examples(60)
@given(_OTHER_LINES, _OTHER_LINES)
@example("", "")
def test_an_entry_outlives_lines_before_and_behind(before: str, behind: str) -> None:
    """A text that grows around its sentence has no new finding."""
    waivers = read_back(Waivers(FOLDER).to_toml([Record("a.txt", pm.audit(SENTENCE))], author="a", reason="r"))
    waivers = replace(waivers, entries=tuple(each.model_copy(update={"file": None}) for each in waivers.entries))
    grown = Record("a.txt", pm.audit(f"{before}\n{SENTENCE}\n{behind}"))
    assert grown.outcome is not None
    assert not grown.outcome.ok
    assert accepted(waivers, grown).ok
    assert waivers.unmatched([grown]) == ()


_WORDS = st.text(st.sampled_from([*"县乡镇财政部门，“”（）【】%1.…"]), max_size=30)
_SPACES = st.sampled_from(["", " ", "　", "\t", " \u00a0"])


@examples(200)
@given(_WORDS, _WORDS, st.data())
def test_white_space_in_a_sentence_does_not_matter(before: str, behind: str, data: st.DataObject) -> None:
    """It may come and go anywhere but as a line feed; another character is another place."""

    def entry(spaced: bool, figure: str) -> Waiver:  # noqa: FBT001
        gap = _SPACES if spaced else st.just("")
        pieces = ["".join(char + data.draw(gap) for char in words) for words in (before, figure, behind)]
        start = len(pieces[0])
        finding = Finding("list_adds_up", "x", Phrase("甲", "a"), stated="5", expected="4")
        outcome = Found((finding,), "".join(pieces), {"x": (start, start + len(pieces[1]))})
        return read_back(Waivers(FOLDER).to_toml([Record("a", outcome)], author="a", reason="r")).entries[0]

    assert entry(spaced=True, figure="5万元").key == entry(spaced=False, figure="5万元").key
    assert entry(spaced=False, figure="5元").key != entry(spaced=False, figure="5万元").key

"""Accepted findings: what an entry matches and what it does not, what is left over, and the file that is written."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics.errors import FileError, InputError
from perfmetrics.findings import CODES, Acceptance, Finding, Impact, Severity, gravity
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.texts import LANGS, Lang, Phrase
from perfmetrics.waivers import Waiver, Waivers, load_waivers

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
WRONG: Mapping[str, Any] = {
    "unit": "万元",
    "final_accounts": {"current_expenditure": "109.38", "basic_expenditure": "99.76", "project_expenditure": "0.62"},
}
SENTENCE = "2021年镇三公经费决算9.07万元，较上年减少0.71万元，下降7.83%。"
FULL = """
[[accepted]]
file = "报告.toml"
code = "expenditure_by_kind"
where = "final_accounts.current_expenditure"
stated = "109.38"
expected = "100.38"
reason = "另有说明"
author = "王某"
date = 2026-01-31
"""


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


def _finding(code: str = "list_adds_up", where: str = "lists.a.total", **more: Any) -> Finding:
    return Finding(code, where, Phrase("甲", "a"), **{"stated": "5", "expected": "4", **more})


def _record(*findings: Finding, name: str = "报告.toml") -> Record:
    return Record(name, Found(findings))


def _entry(**more: Any) -> Waiver:
    known = {
        "code": "list_adds_up",
        "where": "lists.a.total",
        "stated": "5",
        "expected": "4",
        "reason": "r",
        "author": "a",
    }
    return Waiver(**{**known, **more})


def _waived(waivers: Waivers, record: Record) -> list[str | None]:
    """Return the reason why each finding of a record was accepted, None for those that were not."""
    outcome = waivers.apply(record).outcome
    assert outcome is not None
    return [None if finding.waiver is None else finding.waiver.reason for finding in outcome.findings]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---------------------------------------------------------------------------------------------------------------------
# Reading a file.


def test_a_file_is_read_with_all_that_it_says(here: Path) -> None:
    path = here / "基线.toml"
    path.write_text(FULL, encoding="utf-8")
    for given in (path, str(path)):
        waivers = load_waivers(given)
        assert waivers.folder == here
        (entry,) = waivers.entries
        assert entry.model_dump() == {
            "file": "报告.toml",
            "code": "expenditure_by_kind",
            "where": "final_accounts.current_expenditure",
            "stated": "109.38",
            "expected": "100.38",
            "count": 1,
            "reason": "另有说明",
            "author": "王某",
            "date": dt.date(2026, 1, 31),
        }


def test_a_file_without_entries_accepts_nothing(here: Path) -> None:
    (here / "a.toml").write_text("# 暂无\n", encoding="utf-8")
    (here / "b.toml").write_text("accepted = []\n", encoding="utf-8")
    assert load_waivers("a.toml").entries == load_waivers("b.toml").entries == ()


@pytest.mark.parametrize("written", ['"2026-01-31"', "2026-01-31"])
def test_a_date_may_be_a_text(written: str, here: Path) -> None:
    (here / "a.toml").write_text(FULL.replace("2026-01-31", written), encoding="utf-8")
    assert load_waivers("a.toml").entries[0].date == dt.date(2026, 1, 31)


REQUIRED = 'code = "open_list"\nwhere = "a"\nreason = "r"\nauthor = "a"\n'


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "[[accepted]]\n",
            [
                "accepted[0].code：缺少该键；请补充",
                "accepted[0].where：缺少该键；请补充",
                "accepted[0].reason：缺少该键；请补充",
                "accepted[0].author：缺少该键；请补充",
            ],
            [f"accepted[0].{key}: this key is missing; add it" for key in ("code", "where", "reason", "author")],
        ),
        (
            f'[[accepted]]\n{REQUIRED}resaon = "r"\n[[accepted]]\n{REQUIRED}date = 2026-01-31T10:00:00\n',
            [
                "accepted[0].resaon：不认识的键“resaon”；是否应为：reason",
                "accepted[1].date：“2026-01-31 10:00:00”不是日期；请写成 2026-01-31",
            ],
            [
                "accepted[0].resaon: unknown key 'resaon'; did you mean: reason",
                "accepted[1].date: '2026-01-31 10:00:00' is no date; write it as 2026-01-31",
            ],
        ),
        (
            '[[acepted]]\nreason = "r"\n',
            ["acepted：不认识的键“acepted”；是否应为：accepted"],
            ["acepted: unknown key 'acepted'; did you mean: accepted"],
        ),
        (
            '[[accepted]]\ncode = "opne_list"\nwhere = ""\nreason = " \\n"\nauthor = "\\t"\ncount = 0\ndate = 7\n',
            [
                "accepted[0].code：没有代码为“opne_list”的发现；是否应为：open_list",
                "accepted[0].where：不能为空；请核对该处的写法",
                "accepted[0].reason：不能为空；请核对该处的写法",
                "accepted[0].author：不能为空；请核对该处的写法",
                "accepted[0].count：数值过小；请核对该处的写法",
                "accepted[0].date：“7”不是日期；请写成 2026-01-31",
            ],
            [
                "accepted[0].code: no finding has the code 'opne_list'; did you mean: open_list",
                "accepted[0].where: String should have at least 1 character; check how it is written",
                "accepted[0].reason: String should have at least 1 character; check how it is written",
                "accepted[0].author: String should have at least 1 character; check how it is written",
                "accepted[0].count: Input should be greater than or equal to 1; check how it is written",
                "accepted[0].date: '7' is no date; write it as 2026-01-31",
            ],
        ),
        (
            f"[[accepted]]\n{REQUIRED}stated = 5\nexpected = 4.0\ncount = true\nfile = 1\n",
            [
                "accepted[0].stated：此处应为文字；请核对该处的写法",
                "accepted[0].expected：此处应为文字；请核对该处的写法",
                "accepted[0].count：此处应为整数；请核对该处的写法",
                "accepted[0].file：此处应为文字；请核对该处的写法",
            ],
            [
                "accepted[0].stated: Input should be a valid string; check how it is written",
                "accepted[0].expected: Input should be a valid string; check how it is written",
                "accepted[0].count: Input should be a valid integer; check how it is written",
                "accepted[0].file: Input should be a valid string; check how it is written",
            ],
        ),
        (
            "accepted = 3\n",
            ["accepted：此处应为数组；请核对该处的写法"],
            ["accepted: an array is expected here; check how it is written"],
        ),
        ("", ["文件为空；请填入内容"], ["the file is empty; put something into it"]),
    ],
)
def test_a_bad_file_is_refused_with_all_its_problems(text: str, zh: list[str], en: list[str], here: Path) -> None:
    (here / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_waivers("a.toml")
    for lang, lines in zip(LANGS, (zh, en), strict=True):
        assert caught.value.to_text(lang).splitlines() == ["a.toml", *(f"  {line}" for line in lines)]


def test_a_file_that_cannot_be_read_and_what_is_no_path(here: Path) -> None:
    with pytest.raises(FileError):
        load_waivers(here / "absent.toml")
    with pytest.raises(FileError):
        load_waivers("a.yaml")
    with pytest.raises(InputError) as caught:
        load_waivers(3)  # type: ignore[arg-type]
    assert str(caught.value) == "path：int 不是文件路径；请给出基线文件"


# ---------------------------------------------------------------------------------------------------------------------
# What an entry matches.


def test_an_accepted_finding_is_a_note_and_says_why() -> None:
    record = _record(_finding(), _finding("open_list"))
    assert record.outcome is not None
    assert not record.outcome.ok
    accepted = Waivers(Path(), (_entry(),)).apply(record)
    assert accepted.name == record.name
    assert accepted.outcome is not None
    assert accepted.outcome.ok
    assert accepted.outcome.findings == (
        replace(_finding(), waiver=Acceptance("r", "a")),
        _finding("open_list"),
    )
    assert accepted.outcome.findings[0].severity is Severity.NOTE


@pytest.mark.parametrize(
    "changed",
    [
        {"code": "open_list"},
        {"where": "lists.b.total"},
        {"stated": "5.0"},
        {"stated": None},
        {"expected": "4.0"},
        {"expected": None},
    ],
)
def test_a_finding_that_differs_in_one_thing_is_a_new_one(changed: dict[str, Any]) -> None:
    waivers = Waivers(Path(), (_entry(),))
    assert _waived(waivers, _record(_finding())) == ["r"]
    assert _waived(waivers, _record(_finding(**changed))) == [None]
    assert _waived(Waivers(Path(), (_entry(**changed),)), _record(_finding())) == [None]


def test_words_working_and_explanations_are_no_part_of_it() -> None:
    other = replace(_finding(), message=Phrase("乙", "b"), working="1 + 3 = 4", difference="+1", interval="[4, 4]")
    assert _waived(Waivers(Path(), (_entry(),)), _record(other)) == ["r"]


def test_white_space_is_no_part_of_it() -> None:
    waivers = Waivers(Path(), (_entry(where=" lists.\ta. total ", stated="5 万元", expected="4\u3000"),))
    assert _waived(waivers, _record(_finding(stated=" 5万\n元", expected="4"))) == ["r"]


def test_a_finding_without_figures_needs_an_entry_without() -> None:
    bare = _finding(stated=None, expected=None)
    assert _waived(Waivers(Path(), (_entry(stated=None, expected=None),)), _record(bare)) == ["r"]
    assert _waived(Waivers(Path(), (_entry(),)), _record(bare)) == [None]


@pytest.mark.parametrize(("entries", "accepted"), [((1,), 1), ((2,), 2), ((1, 1), 2), ((2, 1), 3), ((9,), 3)])
def test_equal_findings_are_counted(entries: tuple[int, ...], accepted: int) -> None:
    """One more than the entries accept is a new finding; the first entry goes first."""
    waivers = Waivers(Path(), tuple(_entry(count=count, reason=f"r{i}") for i, count in enumerate(entries)))
    reasons = [f"r{i}" for i, count in enumerate(entries) for _ in range(count)]
    wanted = [*reasons[:3], *[None] * (3 - accepted)]
    assert sorted(_waived(waivers, _record(*[_finding()] * 3)), key=str) == sorted(wanted, key=str)


def test_a_huge_count_costs_nothing() -> None:
    assert _waived(Waivers(Path(), (_entry(count=10**18),)), _record(_finding())) == ["r"]


def test_an_entry_of_the_file_goes_before_one_of_any_file(here: Path) -> None:
    waivers = Waivers(here, (_entry(reason="any", count=1), _entry(file="报告.toml", reason="own")))
    assert _waived(waivers, _record(_finding())) == ["own"]
    assert _waived(waivers, _record(_finding(), _finding())) == ["own", "any"]
    assert _waived(waivers, _record(_finding(), name="b.toml")) == ["any"]


def test_findings_stay_sorted_by_gravity() -> None:
    """What was accepted is no graver than another note; what changes a grade still comes first."""
    grave = _finding(impact=Impact(grade=("优", "良")))
    record = _record(grave, _finding(where="lists.b.total"), _finding(), _finding("open_list"))
    outcome = Waivers(Path(), (_entry(where="lists.b.total"), _entry(count=1))).apply(record).outcome
    assert outcome is not None
    assert list(outcome.findings) == sorted(outcome.findings, key=gravity)
    assert [finding.where for finding in outcome.findings] == [
        "lists.a.total",
        "lists.a.total",
        "lists.b.total",
        "lists.a.total",
    ]
    assert [finding.waiver is None for finding in outcome.findings] == [False, True, False, True]


def test_nothing_changes_where_nothing_matches() -> None:
    record, unread = _record(_finding()), Record("a", error=InputError([]))
    waivers = Waivers(Path(), (_entry(where="x"),))
    assert waivers.apply(record) is record
    assert waivers.apply(unread) is unread
    assert Waivers(Path()).apply(record) is record


def test_what_is_accepted_already_keeps_its_reason() -> None:
    first, second = Waivers(Path(), (_entry(),)), Waivers(Path(), (_entry(reason="other"),))
    accepted = first.apply(_record(_finding()))
    assert first.apply(accepted) == second.apply(accepted) == accepted
    assert second.unmatched([accepted]) == ()


@pytest.mark.parametrize("judge", [pm.check, lambda name: pm.score(name, "baojing-2019")])
@pytest.mark.parametrize("lang", LANGS)
def test_real_results_keep_all_else(judge: Any, lang: Lang) -> None:
    for path in sorted(EXAMPLES.glob("*.toml")):
        before = judge(path)
        record = Record(str(path), before)
        text = Waivers(Path()).to_toml([record], author="王某", reason="已说明")
        entries = tuple(Waiver(**each) for each in tomllib.loads(text).get("accepted", []))
        after = Waivers(Path(), entries).apply(record).outcome
        assert after is not None
        assert after.ok
        assert type(after) is type(before)
        assert after.with_findings(before.findings) == before
        if any(entry.code not in {"figure_missing", "value_undefined"} for entry in entries):  # listed as lines
            assert {"zh": "已接受：已说明（王某）", "en": "accepted: 已说明 (王某)"}[lang] in after.to_text(lang)


# ---------------------------------------------------------------------------------------------------------------------
# Places in a text.


def _audited(text: str, name: str = "a.txt") -> Record:
    return Record(name, pm.audit(text))


def _baseline(record: Record) -> Waivers:
    text = Waivers(Path()).to_toml([record], author="a", reason="r")
    return Waivers(Path(), tuple(Waiver(**each) for each in tomllib.loads(text).get("accepted", [])))


def test_the_place_in_a_text_is_its_sentence() -> None:
    (entry,) = _baseline(_audited(f"概况。{SENTENCE}其他。")).entries
    assert entry.where == "2021年镇三公经费决算9.07万元，较上年减少0.71万元，下降【7.83%】"
    assert (entry.stated, entry.expected) == ("7.83%", "7.26")


@pytest.mark.parametrize(
    "text",
    [
        f"一、基本情况\n\n{SENTENCE}",
        f"概况如下。{SENTENCE}\n二、其他情况\n",
        SENTENCE.replace("，", "， \u3000"),
        f"\r\n\t{SENTENCE}\r\n",
    ],
)
def test_an_entry_outlives_other_lines_and_white_space(text: str) -> None:
    waivers, record = _baseline(_audited(SENTENCE)), _audited(text)
    assert _waived(waivers, record) == ["r"]
    assert waivers.unmatched([record]) == ()


@pytest.mark.parametrize(
    "text", [SENTENCE.replace("镇", "乡"), SENTENCE.replace("7.83", "7.84"), SENTENCE.replace("0.71", "0.72")]
)
def test_another_sentence_or_figure_is_a_new_finding(text: str) -> None:
    waivers, record = _baseline(_audited(SENTENCE)), _audited(text)
    assert _waived(waivers, record) == [None]
    assert waivers.unmatched([record]) == waivers.entries


def test_a_figure_of_a_sentence_is_told_from_its_twin() -> None:
    """Two figures of one sentence with the same digits are two places."""
    text = "甲5，乙5。"
    spans = MappingProxyType({"x": (1, 2), "y": (4, 5)})
    both = Record("a.txt", Found((_finding(where="x"), _finding(where="y")), text, spans))
    first = Waivers(Path(), (_entry(where="甲【5】，乙5"),))
    assert _waived(first, both) == ["r", None] or _waived(first, both) == [None, "r"]
    outcome = first.apply(both).outcome
    assert outcome is not None
    assert [finding.where for finding in outcome.findings if finding.waiver] == ["x"]


def test_how_a_long_sentence_is_cut_is_no_part_of_it() -> None:
    """Where exactly as many characters stand before the figure as are quoted, a line above changes no entry."""
    for length in range(80, 100):
        before = "甲" * length
        entries = []
        for above in ("", "乙\n"):
            start = len(above) + length
            outcome = Found((_finding(where="x"),), f"{above}{before}5。", {"x": (start, start + 1)})
            entries.append(_baseline(Record("a.txt", outcome)).entries[0])
        assert entries[0].key == entries[1].key


def test_a_finding_of_no_place_in_a_text_has_its_path() -> None:
    record = Record("a.txt", Found((_finding(),), "甲5。", {}))
    assert _waived(Waivers(Path(), (_entry(),)), record) == ["r"]


# ---------------------------------------------------------------------------------------------------------------------
# Files.


def test_files_are_named_from_the_folder_of_the_baseline(here: Path) -> None:
    for folder in ("报告", "基线"):
        (here / folder).mkdir()
    (here / "link").symlink_to(here / "报告")
    entry = _entry(file="../报告/a.toml")
    for waivers in (Waivers(Path("基线"), (entry,)), Waivers(here / "基线", (entry,))):
        for name in ("报告/a.toml", "./报告/../报告/a.toml", str(here / "报告" / "a.toml"), "link/a.toml"):
            assert _waived(waivers, _record(_finding(), name=name)) == ["r"], name
        for name in ("a.toml", "基线/a.toml", "报告/b.toml", "-", ""):
            assert _waived(waivers, _record(_finding(), name=name)) == [None], name


def test_an_absolute_file_is_that_file(here: Path) -> None:
    waivers = Waivers(here / "elsewhere", (_entry(file=str(here / "a.toml")),))
    assert _waived(waivers, _record(_finding(), name="a.toml")) == ["r"]


def test_standard_input_is_a_dash() -> None:
    waivers = Waivers(Path("anywhere"), (_entry(file="-"),))
    assert _waived(waivers, _record(_finding(), name="-")) == ["r"]
    assert _waived(waivers, _record(_finding(), name="x")) == [None]
    assert waivers.unmatched([_record(name="x")]) == ()
    assert waivers.unmatched([_record(name="-")]) == waivers.entries


def test_a_result_without_a_file_is_matched_by_entries_of_any_file(here: Path) -> None:
    assert _waived(Waivers(here, (_entry(),)), _record(_finding(), name="")) == ["r"]
    assert _waived(Waivers(here, (_entry(file="报告.toml"),)), _record(_finding(), name="")) == [None]
    text = Waivers(here).to_toml([_record(_finding(), name="")], author="a", reason="r")
    assert "file" not in tomllib.loads(text)["accepted"][0]


# ---------------------------------------------------------------------------------------------------------------------
# What is left over.


def test_what_matches_nothing_is_left_over(here: Path) -> None:
    used, gone, any_file = _entry(file="报告.toml"), _entry(file="报告.toml", stated="6"), _entry(where="x")
    waivers = Waivers(here, (used, gone, any_file))
    assert waivers.unmatched([_record(_finding())]) == (gone, any_file)
    assert waivers.unmatched([]) == (used, gone)  # there is no such file, so nothing can match


def test_nothing_is_said_of_files_that_were_not_looked_at(here: Path) -> None:
    (here / "报告.toml").touch()
    entry = _entry(file="报告.toml")
    waivers = Waivers(here, (entry,))
    assert waivers.unmatched([_record(_finding(), name="b.toml")]) == ()
    assert waivers.unmatched([Record("报告.toml", error=InputError([]))]) == ()
    assert waivers.unmatched([_record(name="报告.toml")]) == (entry,)
    (here / "报告.toml").unlink()
    assert waivers.unmatched([_record(_finding(), name="b.toml")]) == (entry,)


def test_an_entry_of_any_file_is_left_over_only_where_something_was_read() -> None:
    waivers = Waivers(Path(), (_entry(),))
    assert waivers.unmatched([]) == ()
    assert waivers.unmatched([Record("a", error=InputError([]))]) == ()
    assert waivers.unmatched([_record(), Record("a", error=InputError([]))]) == waivers.entries
    assert waivers.unmatched([_record(), _record(_finding(), name="b")]) == ()


def test_of_a_count_that_is_too_high_the_rest_is_left_over() -> None:
    """It is that of the file with the most such findings: a count is for each file."""
    waivers = Waivers(Path(), (_entry(count=5),))
    left = waivers.unmatched([_record(_finding()), _record(_finding(), _finding(), name="b"), _record(name="c")])
    assert [entry.count for entry in left] == [3]


# ---------------------------------------------------------------------------------------------------------------------
# Writing.


def test_errors_and_warnings_are_written_and_notes_are_not() -> None:
    kinds = {severity: next(code for code, kind in CODES.items() if kind.severity is severity) for severity in Severity}
    record = _record(*(_finding(code) for code in kinds.values()), _finding("list_adds_up", "soft", is_soft=True))
    written = tomllib.loads(Waivers(Path()).to_toml([record], author="a", reason="r"))["accepted"]
    expected = {
        (kinds[Severity.ERROR], "lists.a.total"),
        (kinds[Severity.WARNING], "lists.a.total"),
        ("list_adds_up", "soft"),
    }
    assert {(each["code"], each["where"]) for each in written} == expected


def test_the_file_that_is_written(here: Path) -> None:
    """Sorted by file, code and place; equal findings in one entry; read back, it accepts everything."""
    twice = _record(_finding(where="z"), _finding(where="z"), _finding(where='"b\\'), name="乙/b.toml")
    bare = _record(_finding("figure_missing", stated=None, expected=None), name="a.toml")
    unread = Record("c.toml", error=InputError([]))
    text = Waivers(here / "基").to_toml([twice, unread, bare], author=" 王某\t", reason=' 已\n"说"明 ')
    assert text == (
        "# 已接受的发现。代码、位置、自报数、应有数都相同的发现不再使检查失败；数一改，就是新的发现。\n"
        "# Accepted findings. One of the same code, place, stated and expected figure fails no check; "
        "a changed figure is new.\n"
        "\n"
        '[[accepted]]\nfile = "../a.toml"\ncode = "figure_missing"\nwhere = "lists.a.total"\n'
        'reason = "已\\u000A\\"说\\"明"\nauthor = "王某"\n'
        "\n"
        '[[accepted]]\nfile = "../乙/b.toml"\ncode = "list_adds_up"\nwhere = "\\"b\\\\"\nstated = "5"\nexpected = "4"\n'
        'reason = "已\\u000A\\"说\\"明"\nauthor = "王某"\n'
        "\n"
        '[[accepted]]\nfile = "../乙/b.toml"\ncode = "list_adds_up"\nwhere = "z"\nstated = "5"\nexpected = "4"\n'
        'count = 2\nreason = "已\\u000A\\"说\\"明"\nauthor = "王某"\n'
    )
    (here / "基").mkdir()
    (here / "基" / "b.toml").write_text(text, encoding="utf-8")
    waivers = load_waivers("基/b.toml")
    assert _waived(waivers, twice) == ['已\n"说"明'] * 3
    assert waivers.unmatched([twice, bare]) == ()


def test_nothing_to_accept_makes_a_file_that_can_be_read(here: Path) -> None:
    (here / "a.toml").write_text(Waivers(here).to_toml([], author="a", reason="r"), encoding="utf-8")
    assert load_waivers("a.toml").entries == ()


def test_what_still_matches_keeps_reason_author_and_date(here: Path) -> None:
    (here / "b.toml").touch()
    kept = _entry(file="报告.toml", count=3, reason="旧", author="李某", date=dt.date(2025, 12, 1))
    gone, elsewhere, any_file = _entry(file="报告.toml", where="x"), _entry(file="b.toml"), _entry(where="y", count=2)
    waivers = Waivers(here, (kept, gone, elsewhere, any_file))
    record = _record(_finding(), _finding(), _finding(where="y"), _finding(where="z"))
    written = tomllib.loads(waivers.to_toml([record], author="王某", reason="新"))["accepted"]
    summary = [
        (each.get("file"), each["where"], each["reason"], each.get("count"), each.get("date")) for each in written
    ]
    assert summary == [
        (None, "y", "r", None, None),
        ("b.toml", "lists.a.total", "r", None, None),
        ("报告.toml", "lists.a.total", "旧", 2, dt.date(2025, 12, 1)),
        ("报告.toml", "z", "新", None, None),
    ]


def test_one_more_equal_finding_is_written_beside_the_entry_that_is_kept(here: Path) -> None:
    waivers = Waivers(here, (_entry(file="报告.toml"),))
    record = _record(*[_finding()] * 3)
    written = tomllib.loads(waivers.to_toml([record], author="王某", reason="新"))["accepted"]
    assert [(each["reason"], each.get("count", 1)) for each in written] == [("r", 1), ("新", 2)]


def test_a_file_that_is_given_twice_is_one_file(here: Path) -> None:
    once = Waivers(here).to_toml([_record(_finding())], author="a", reason="r")
    assert Waivers(here).to_toml([_record(_finding())] * 2, author="a", reason="r") == once
    again = [_record(_finding(), name=name) for name in ("报告.toml", "./报告.toml", str(here / "报告.toml"))]
    assert Waivers(here).to_toml(again, author="a", reason="r") == once


def test_what_another_baseline_accepts_keeps_its_reason(here: Path) -> None:
    record = _record(replace(_finding("open_list"), waiver=Acceptance("旧", "李某")), _finding())
    written = tomllib.loads(Waivers(here).to_toml([record], author="王某", reason="新"))["accepted"]
    assert [(each["code"], each["reason"], each["author"]) for each in written] == [
        ("list_adds_up", "新", "王某"),
        ("open_list", "旧", "李某"),
    ]


@pytest.mark.parametrize(("author", "reason", "paths"), [("", " ", ["author", "reason"]), ("a", "\n", ["reason"])])
def test_author_and_reason_are_required(author: str, reason: str, paths: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        Waivers(Path()).to_toml([], author=author, reason=reason)
    assert [each.path for each in caught.value.problems] == paths
    assert str(caught.value).splitlines()[-1] == f"{paths[-1]}：不能为空；请写明"


def test_half_characters_and_hidden_ones_are_written_as_what_they_are(here: Path) -> None:
    """A name that is no text can be written; what cannot be seen in a file is a number in it."""
    record = _record(_finding(where="a\u202eb\U000e0001\u2028"), name="a\udcff.toml")
    text = Waivers(here).to_toml([record], author="\udc80王", reason="\u202e\U000e0001\u2028r")
    assert text.encode("utf-8").decode("utf-8") == text
    assert not any(char in text for char in "\u202e\U000e0001\u2028")
    (entry,) = tomllib.loads(text)["accepted"]
    assert entry["reason"] == "\u202e\U000e0001\u2028r"
    assert entry["author"] == "\N{REPLACEMENT CHARACTER}王"
    assert "\\u202E\\U000E0001\\u2028r" in text
    waivers = Waivers(here, (Waiver(**entry),))
    assert _waived(waivers, record) == [entry["reason"]]
    assert waivers.unmatched([record]) == ()


def test_a_file_on_another_drive_is_named_whole(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", fail)
    record = _record(_finding())
    text = Waivers(here).to_toml([record], author="a", reason="r")
    (entry,) = tomllib.loads(text)["accepted"]
    assert entry["file"] == (here / "报告.toml").as_posix()
    assert _waived(Waivers(here, (Waiver(**entry),)), record) == ["r"]


def test_names_that_no_file_can_have_are_no_traceback(here: Path) -> None:
    waivers = Waivers(here, (_entry(file="a\0b"), _entry(file="x" * 10_000)))
    assert waivers.unmatched([_record(name="c\0d")]) == waivers.entries

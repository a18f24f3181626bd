"""What is recorded of mutants: which functions have changed since, and what a part of them adds to the record."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "mutation"))

import mutants
import quick_first
import records
from records import Outcome

needs_source = pytest.mark.skipif(
    not (mutants.ROOT / "src").exists(),
    reason="mutants are made of the source tree, and here is only what was built of it",
)
FILE = '''"""A module."""

LIMIT = 5


def first(number: int) -> int:
    """Return the next."""
    return number + 1


class Pair:
    """Two."""

    def sum(self) -> int:
        return 3
'''


@pytest.fixture
def code(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "one.py").write_text(FILE, encoding="utf-8")
    (tmp_path / "sub" / "__init__.py").write_text("def last() -> None:\n    pass\n", encoding="utf-8")
    return tmp_path


def changed(code: Path, old: str, new: str) -> set[str]:
    """Return the functions that are told to have changed where a piece of the file has."""
    (code / "one.py").write_text(FILE, encoding="utf-8")
    before = records.digests_of(("one.py",), code)
    (code / "one.py").write_text(FILE.replace(old, new), encoding="utf-8")
    known = {"functions": {name: f"{digest} 7" for name, digest in before.items()}}
    return set(records.stale(records.digests_of(("one.py",), code), known))


def test_every_function_and_method_has_a_digest(code: Path) -> None:
    assert list(records.digests_of(("one.py", "sub/*.py"), code)) == ["one.first", "one.Pair.sum", "sub.last"]


def test_the_code_of_a_function_tells_that_it_changed(code: Path) -> None:
    assert changed(code, "number + 1", "number + 2") == {"one.first"}
    assert changed(code, "return 3", "return None") == {"one.Pair.sum"}
    assert changed(code, "number: int", "number: int = 0") == {"one.first"}
    assert changed(code, "first", "other") == {"one.other"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Return the next.", "Return the one after."),
        ("    return number + 1", "    # the next\n    return (number  +  1)"),
        ("LIMIT = 5", "LIMIT = 6"),
        ("class Pair:", "\n\nclass Pair:"),
    ],
)
def test_words_and_spaces_do_not(code: Path, old: str, new: str) -> None:
    assert changed(code, old, new) == set()


def test_a_digest_is_the_same_on_every_version_of_python() -> None:
    """The record is compared by whichever Python runs the checks; the number was found on 3.11."""
    [(name, text)] = records.functions("def f(a, *, b=None):\n    return [a, f'{b}']\n")
    assert name == "f"
    assert text == (
        "FunctionDef(name='f', args=arguments(args=[arg(arg='a')], kwonlyargs=[arg(arg='b')],"
        " kw_defaults=[Constant()]), body=[Return(value=List(elts=[Name(id='a', ctx=Load()),"
        " JoinedStr(values=[FormattedValue(value=Name(id='b', ctx=Load()), conversion=-1)])], ctx=Load()))])"
    )


def test_where_nothing_is_recorded_everything_is_new() -> None:
    assert records.stale({"a": "1"}, None) == {"a"}
    assert records.stale({"a": "1"}, {"functions": {}}) == {"a"}
    assert records.stale({"a": "1"}, {"functions": {"a": "1 5", "gone": "2 5"}}) == set()


def survivor(function: str) -> records.Survivor:
    return {"function": function, "change": ["- a", "+ b"]}


def test_the_result_of_a_module() -> None:
    found = records.result_of(
        Outcome({"a": 3, "b": 2}, 5, [survivor("b")]), {"a": "1", "b": "2", "c": "3"}, "2026-01-01"
    )
    assert found == {
        "mutants": 5,
        "of": 5,
        "date": "2026-01-01",
        "killed": 4,
        "survivors": [survivor("b")],
        "functions": {"a": "1 3", "b": "2 2", "c": "3 0"},
    }
    sample = records.result_of(Outcome({"a": 3, "b": 2}, 50, []), {"a": "1", "b": "2"}, "2026-01-01")
    assert (sample["mutants"], sample["of"]) == (5, 50)


def test_functions_that_were_tried_again_take_the_place_of_what_was_known_of_them() -> None:
    """Of the others the record holds; a function that is gone takes its mutants with it."""
    known = records.result_of(
        Outcome({"a": 3, "b": 2, "gone": 9}, 14, [survivor("a"), survivor("b"), survivor("gone")]),
        {"a": "1", "b": "2", "gone": "3"},
        "2026-01-01",
    )
    again = records.result_of(Outcome({"b": 4}, 0, []), {"a": "1", "b": "4"}, "2026-02-02", known)
    assert again == {
        "mutants": 7,
        "of": 7,
        "date": "2026-02-02",
        "killed": 6,
        "survivors": [survivor("a")],
        "functions": {"a": "1 3", "b": "4 4"},
    }


def test_what_is_noticed_when_it_is_tried_again_is_no_survivor() -> None:
    """What was not tried stays; of two changes alike that are one line, one that is not noticed keeps both."""
    one, two, kept = survivor("a"), survivor("b"), {"function": "b", "change": ["+ c"]}
    known = {"mutants": 9, "of": 9, "date": "2026-01-01", "killed": 6, "survivors": [one, two, kept], "functions": {}}
    again = records.tried_again(known, [one, two], [two], "2026-02-02")
    assert again == {**known, "date": "2026-02-02", "killed": 7, "survivors": [two, kept]}


@pytest.mark.parametrize(("tried", "alive", "low"), [(100, 8, False), (100, 9, True), (5, 1, True), (0, 0, False)])
def test_the_bar_is_on_what_is_noticed(tried: int, alive: int, *, low: bool) -> None:
    assert records.is_low(tried, alive) is low


def test_a_change_that_means_the_same_is_known_by_its_function_and_its_line() -> None:
    known = [{"function": "a", "change": "+ b", "why": "Nothing else is there."}]
    assert records.why(known, survivor("a")) == "Nothing else is there."
    assert records.why(known, survivor("b")) == ""
    assert records.why([{**known[0], "change": "+ c"}], survivor("a")) == ""
    assert records.why([{**known[0], "change": "- a"}], survivor("a")) == ""  # what was there tells no change


@needs_source
def test_every_reason_is_of_a_function_that_there_is() -> None:
    """A reason for code that is gone would explain what nobody asks."""
    known = {name for subject in mutants.SUBJECTS.values() for name in records.digests_of(subject.files)}
    assert {each["function"] for each in records.equivalents()} <= known
    assert all(each["why"].endswith(".") for each in records.equivalents())


@needs_source
def test_the_tests_of_every_module_are_there() -> None:
    for subject in mutants.SUBJECTS.values():
        assert records.digests_of(subject.files)
        assert all((mutants.ROOT / "tests" / each).is_file() for each in subject.tests)


@pytest.mark.parametrize(("most", "expected"), [(0, "abcdefg"), (7, "abcdefg"), (4, "aceg"), (3, "adg"), (1, "a")])
def test_a_sample_is_taken_evenly(most: int, expected: str) -> None:
    assert mutants.evenly("abcdefg", most) == list(expected)


def test_modules_are_tried_together_with_the_tests_of_all() -> None:
    one, two = mutants.Subject(("a.py",), ("x", "y")), mutants.Subject(("b.py",), ("y", "z"))
    assert mutants.merged([one, two]) == mutants.Subject(("a.py", "b.py"), ("x", "y", "z"))


def test_quick_tests_come_first() -> None:
    tests = [SimpleNamespace(nodeid=name) for name in ("slow", "quick", "new", "middling")]
    seconds = {"slow": 2.0, "quick": 0.01, "middling": 0.5}
    ordered: list[Any] = quick_first.quick_first(tests, seconds)
    assert [each.nodeid for each in ordered] == ["new", "quick", "middling", "slow"]


def test_what_was_kept_before_a_mutant_is_forgotten() -> None:
    """A value that a function without a mutant has left behind would hide what the mutant does."""
    asked: list[int] = []

    @cache
    def kept(number: int) -> int:
        asked.append(number)
        return number

    module = SimpleNamespace(kept=kept, other=5)
    kept(1)
    kept(1)
    quick_first.forget(module)
    kept(1)
    assert asked == [1, 1]


# --- the command ---


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A record in which all is as it stands, but for one function of `verdicts` and one of `rules`."""
    monkeypatch.setattr(records, "RESULTS", tmp_path / "results.json")
    found = {
        name: records.result_of(Outcome({}, 0, []), records.digests_of(subject.files), "2026-01-01")
        for name, subject in mutants.SUBJECTS.items()
    }
    found["verdicts"]["functions"]["verdicts.judge"] = "old 3"
    found["rules"]["functions"]["rules.points_range"] = "old 3"
    records.write(found)
    return tmp_path


def tried(monkeypatch: pytest.MonkeyPatch, outcome: Outcome) -> list[Any]:
    """Let mutants be tried without mutmut, and return with what."""
    calls: list[Any] = []

    def run(name: str, subject: mutants.Subject, work: Path, jobs: int, **options: Any) -> Outcome:
        calls.append((subject.files, options))
        assert (name, jobs) == ("some functions", 2)
        assert work.name == "some"
        return outcome

    monkeypatch.setattr(mutants, "run", run)
    return calls


CHANGED = {"rules.points_range", "verdicts.judge"}


@needs_source
def test_only_what_has_changed_is_tried(
    monkeypatch: pytest.MonkeyPatch, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = Outcome({"verdicts.judge": 19, "rules.points_range": 6}, 25, [survivor("verdicts.judge")])
    calls = tried(monkeypatch, outcome)
    before = (kept / "results.json").read_text(encoding="utf-8")
    assert mutants.main(["--stale", "--most", "80", "--jobs", "2"]) == 0
    assert calls == [(("verdicts.py", "rules.py"), {"only": CHANGED, "most": 80})]
    shown = capsys.readouterr().out
    assert "24 of 25 mutants of 2 functions are noticed; 0 others mean the same" in shown
    assert "verdicts.judge\n    - a\n    + b" in shown
    assert (kept / "results.json").read_text(encoding="utf-8") == before
    assert mutants.main(["rules", "--stale", "--jobs", "2"]) == 0
    assert calls[1] == (("rules.py",), {"only": {"rules.points_range"}, "most": 0})


@pytest.mark.usefixtures("kept")
@needs_source
def test_too_few_that_are_noticed_fail_unless_they_mean_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    tried(monkeypatch, Outcome({"verdicts.judge": 8}, 8, [survivor("verdicts.judge")]))
    assert mutants.main(["--stale", "--jobs", "2"]) == 1
    reason = {"function": "verdicts.judge", "change": "+ b", "why": "It means the same."}
    monkeypatch.setattr(records, "equivalents", lambda: [reason])
    assert mutants.main(["--stale", "--jobs", "2"]) == 0


@needs_source
@pytest.mark.usefixtures("kept")
def test_what_was_tried_is_no_longer_new_once_it_is_recorded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mutants.main(["--stale", "--list"]) == 1
    assert set(capsys.readouterr().out.split()) == CHANGED
    tried(monkeypatch, Outcome({"verdicts.judge": 19}, 19, [survivor("verdicts.judge")]))
    assert mutants.main(["--stale", "--jobs", "2", "--record"]) == 0
    now = records.results()
    assert (now["verdicts"]["mutants"], now["verdicts"]["killed"]) == (19, 18)
    assert now["rules"]["mutants"] == 0  # it has changed, and has nothing to mutate
    assert list(now) == list(mutants.SUBJECTS)
    capsys.readouterr()
    assert mutants.main(["--stale", "--list"]) == 0
    assert mutants.main(["--stale"]) == 0
    assert capsys.readouterr().out == 2 * "No function has changed: there are no mutants to try.\n"


@needs_source
def test_survivors_are_tried_again_that_nobody_has_explained(
    monkeypatch: pytest.MonkeyPatch, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those of a function that has changed since are not what they were."""
    found = records.results()
    explained = {"function": "verdicts.verdict_on", "change": ["+ d"]}
    both = [survivor("verdicts.verdict_on"), {"function": "verdicts.verdict_on", "change": ["+ c"]}]
    found["verdicts"] |= {"mutants": 50, "survivors": [survivor("verdicts.judge"), explained, *both]}
    records.write(found)
    reason = {"function": "verdicts.verdict_on", "change": "+ d", "why": "It means the same."}
    monkeypatch.setattr(records, "equivalents", lambda: [reason])
    calls: list[Any] = []

    def run(name: str, subject: mutants.Subject, work: Path, jobs: int, **options: Any) -> Outcome:
        calls.append((name, subject.files, work.name, jobs, options))
        return Outcome({"verdicts.verdict_on": 2}, 2, both[1:])

    monkeypatch.setattr(mutants, "run", run)
    before = (kept / "results.json").read_text(encoding="utf-8")
    assert mutants.main(["--alive", "--jobs", "2"]) == 0
    only = {"verdicts.verdict_on"}
    assert calls == [("verdicts", ("verdicts.py",), "verdicts", 2, {"only": only, "these": both})]
    assert "verdicts: 1 of 2 survivors are noticed now\n  verdicts.verdict_on\n    + c\n" in capsys.readouterr().out
    assert (kept / "results.json").read_text(encoding="utf-8") == before
    assert mutants.main(["verdicts", "--alive", "--jobs", "2", "--record"]) == 0
    assert records.results()["verdicts"]["survivors"] == [survivor("verdicts.judge"), explained, both[1]]
    assert mutants.main(["rules", "--alive"]) == 0
    assert len(calls) == 2


@pytest.mark.usefixtures("kept")
def test_a_sample_of_some_functions_is_not_recorded() -> None:
    with pytest.raises(SystemExit):
        mutants.main(["--stale", "--most", "5", "--record"])


def test_the_record_is_of_the_code_as_it_stands_or_of_what_has_changed_since() -> None:
    """Every module is recorded, with all of its functions of that time and what came of their mutants."""
    for name, each in records.results().items():
        assert name in mutants.SUBJECTS
        assert each["mutants"] == sum(int(count.partition(" ")[2]) for count in each["functions"].values())
        assert each["killed"] == each["mutants"] - len(each["survivors"])

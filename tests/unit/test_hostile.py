"""Hostile input: what once broke something, what contains itself, and a short run of the random fuzzer."""

from __future__ import annotations

import json
import re
import signal
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

import perfmetrics as pm
from counting import untraced
from perfmetrics import limits
from perfmetrics.errors import PerfMetricsError
from perfmetrics.render import github
from perfmetrics.statements import parse_report
from perfmetrics.waivers import load_waivers

sys.path.insert(0, str(Path(__file__).parents[1] / "fuzzing"))

import grammar
import makers
import targets
from grammar import Case, Kind

FUZZING = Path(grammar.__file__).parent
TABLE = Path(pm.__file__).parent / "rubrics" / "baojing-2019.toml"
CRASHERS = sorted(path for path in (FUZZING / "crashers").rglob("*") if path.suffix in {".txt", ".toml", ".json"})
PATIENCE = 60.0  # seconds of processor time, far above what any of them takes


def _passes(name: str, put: Callable[[Any, int], None], given: Any) -> None:
    before = signal.signal(signal.SIGPROF, grammar._too_slow)
    try:
        assert grammar.outcome(Case(Kind(name, 1, makers.text, put), given, targets.EVERY), PATIENCE)[0] == ""
    finally:
        signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("path", CRASHERS, ids=lambda path: path.relative_to(FUZZING).as_posix())
def test_what_once_broke_something_breaks_nothing(path: Path) -> None:
    """Every file through every target that takes it."""
    raw = path.read_bytes()
    if path.suffix == ".txt":
        for name, put in targets.TEXTS.items():
            _passes(name, put, raw.decode("utf-8", "surrogatepass"))
    else:
        for name, into in targets.FILES.items():
            untraced(partial(_passes, name, into, raw))


def test_crashers_stand_where_the_fuzzers_look_for_them() -> None:
    assert {path.parent.name for path in CRASHERS} <= {"text", "expression", "report", "rubric", "waivers"}
    assert len(CRASHERS) >= 6


# ---------------------------------------------------------------------------------------------------------------------
# Python objects that no file can hold.


def _itself() -> dict[str, Any]:
    table: dict[str, Any] = {"title": "甲"}
    table["source"] = table
    return table


def _each_other() -> dict[str, Any]:
    one: list[Any] = []
    other: list[Any] = [one, one]
    one.extend([other, other])
    return {"lists": one}


def _shared(levels: int) -> Any:
    """Return what would have two to the power of some levels parts, were it written out."""
    made: Any = "甲"
    for _ in range(levels):
        made = [made, made]
    return made


def _deep(levels: int) -> Any:
    made: Any = 1
    for _ in range(levels):
        made = {"name": made}
    return made


def _kind(value: Any) -> Any:
    return "9" * 5000 if isinstance(value, int) or value in ([-(10**5000)], {"name": 10**5000}) else value


PLACES: tuple[Callable[[Any], dict[Any, Any]], ...] = (
    lambda value: {"title": value},
    lambda value: {"unit": value},
    lambda value: {"year": value},
    lambda value: {"projects_closed": value},
    lambda value: {"staff": {"in_post": value}},
    lambda value: {"staff": {"in_post": [{"name": "甲", "value": value}]}},
    lambda value: {"lists": [{"id": value, "name": value, "by": value, "closed": value, "items": value}]},
    lambda value: {"lists": (value,)},
    lambda value: {"indicators": {"x": {"items": value}}},
    lambda value: {"nothing of the kind": value},
    lambda value: {"id": "x", "evaluates": value, "full_marks": value, "years": value, "dimensions": value},
    lambda value: {"grades": [{"id": "a", "name": "a", "range": value}]},
    # pydantic tells on stderr of a kind that Python does not write, and goes on: a text it is, and no number.
    lambda value: {"dimensions": [{"categories": [{"indicators": [{"rule": {"kind": _kind(value)}}]}]}]},
    lambda value: {"dimensions": [{"categories": [{"indicators": [{"rule": {"kind": "bands", "bands": value}}]}]}]},
)
VALUES = {
    "deep": _deep(5000),
    "deep and wide": [_deep(5000)] * 3,
    "shared": _shared(60),
    "shared and deep": _shared(500),
    "huge": 10**5000,
    "huge in an array": [-(10**5000)],
    "huge in a table": {"name": 10**5000},
    "not a number": Decimal("sNaN"),
    "far": Decimal("1E+999999"),
    "half a character": "\ud800",
    "bytes": b"\xff",
    "a set": frozenset({"甲"}),
    "an object": object(),
    "a class": object,
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("place", PLACES, ids=range(len(PLACES)))
def test_a_mapping_may_hold_anything(
    place: Callable[[Any], dict[Any, Any]], value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "VALUES", replace(limits.VALUES, usual=20_000))
    for name, put in (("report", targets.put_report), ("rubric", targets.put_rubric)):
        _passes(name, put, place(value))


@pytest.mark.parametrize("made", [_itself, _each_other])
def test_what_contains_itself_is_nested_without_an_end(made: Callable[[], dict[str, Any]]) -> None:
    for load in (pm.load_report, pm.load_rubric):
        with pytest.raises(PerfMetricsError, match=r"嵌套层数 至少 65，超过上限 64|值的个数 至少 1000001"):
            load(made())


def test_what_is_shared_counts_as_often_as_it_stands_there() -> None:
    with pytest.raises(pm.ReportError, match="值的个数 至少 1000001，超过上限 1000000；请分成几份"):
        pm.load_report({"title": _shared(30)})


@pytest.mark.parametrize(
    "key", [1, None, True, 1.5, float("nan"), (), ("a", 1), b"year", frozenset(), "\ud800", "", "a.b"]
)
def test_a_key_may_be_anything(key: Any) -> None:
    for data in ({key: 1}, {"staff": {key: 1}}, {"lists": [{key: 1}]}, {"indicators": {key: {key: 1}}}):
        for load in (pm.load_report, pm.load_rubric):
            with pytest.raises(PerfMetricsError):
                load(data)


def test_a_number_that_python_does_not_write_is_told_by_its_kind() -> None:
    with pytest.raises(pm.ReportError, match="unit：“int”不在可选值之内"):
        pm.load_report({"unit": 10**5000})


@pytest.mark.parametrize("kind", [10**5000, [10**5000], {"name": -(10**5000)}], ids=["int", "list", "dict"])
def test_a_kind_that_python_does_not_write_is_told_and_not_complained_of(
    kind: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pydantic writes out a kind that it does not know; what it cannot raise there would be printed."""
    complaints: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    either = {"formula": "budget_control_rate", "rule": {"kind": "proportional"}}
    choice = {"kind": "choice", "alternatives": [either, {**either, "rule": {"kind": kind}}]}
    for rule, where in (({"kind": kind}, "rule"), (choice, r"rule\.alternatives\[1\]\.rule")):
        table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
        table["dimensions"][0]["categories"][0]["indicators"][0]["rule"] = rule
        with pytest.raises(pm.RubricError, match=rf"{where}：“{type(kind).__name__}”不在可选值之内"):
            pm.load_rubric(table)
    assert complaints == []


def test_a_date_that_python_does_not_write_is_no_date(tmp_path: Path) -> None:
    file = tmp_path / "accepted.toml"
    file.write_text(f"[[accepted]]\ndate = 0x{'f' * 5000}\n")
    with pytest.raises(pm.InputError, match="“int”不是日期"):
        load_waivers(file)


# ---------------------------------------------------------------------------------------------------------------------
# The fuzzer itself.


def test_a_short_run_of_random_inputs_breaks_nothing() -> None:
    """The closing run of an issue has a million of them."""
    tally = untraced(lambda: grammar.run(20261122, range(400)))
    assert tally.wrong == {}
    assert tally.counts.total() == 400
    assert set(tally.counts) == {kind.name for kind in grammar.KINDS}


def test_a_seed_makes_the_same_inputs_again() -> None:
    for index in range(50):
        one, other = grammar.case(7, index), grammar.case(7, index)
        assert (one.kind, one.way) == (other.kind, other.way)
        assert (
            grammar._SHORT.repr(one.given).partition(" at 0x")[0]
            == grammar._SHORT.repr(other.given).partition(" at 0x")[0]
        )
    assert grammar.case(7, 0).given != grammar.case(8, 0).given


def _planted(fault: Callable[[str], None]) -> Kind:
    return Kind("planted", 1, makers.text, lambda given, _: fault(given))


def _divides(given: str) -> None:
    if "%" in given:
        raise ZeroDivisionError


def _never_ends(given: str) -> None:
    while "%" in given:
        pass


@pytest.mark.parametrize(("fault", "name"), [(_divides, "ZeroDivisionError"), (_never_ends, "SlowError")])
def test_a_planted_mistake_is_found_and_its_input_made_small(
    fault: Callable[[str], None], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grammar, "KINDS", (_planted(fault),))
    monkeypatch.setattr(grammar, "_WEIGHTS", [1])
    monkeypatch.setattr(grammar, "seconds_for", lambda _: 0.01)
    tally = grammar.run(1, range(10))
    ((wrong, (_, told)),) = tally.wrong.items()
    assert name in wrong
    assert 0 < tally.failures < 10
    assert "'%'" in told or name == "SlowError"


def test_what_is_made_smaller_still_fails() -> None:
    def fault(given: Any, _: int) -> None:
        if "甲" in json.dumps(given, ensure_ascii=False):
            raise KeyError

    each = Case(Kind("planted", 1, makers.report, fault), {"a": [1, {"b": "甲", "c": 2}], "d": [3]}, 0)
    wrong, _ = grammar.outcome(each)
    assert grammar.smaller(each, wrong).given == {"a": [{"b": "甲"}]}


def test_output_that_is_not_its_format_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    found = pm.audit("决算9.07万元，较上年减少0.71万元，下降7.83%。")
    for name, written in (("to_text", "\x1b"), ("to_html", "<script>"), ("to_json", "{"), ("to_markdown", "\x00")):
        with monkeypatch.context() as patched:
            patched.setattr(type(found), name, lambda *_, written=written, **__: written)
            with pytest.raises((targets.BrokenOutputError, ValueError)):
                targets.show(found, targets.EVERY)
    monkeypatch.setattr(github, "render", lambda *_: "::a\n::b\n")
    with pytest.raises(targets.BrokenOutputError):
        targets.show(found, targets.EVERY)


def test_the_command_runs_and_replays(capsys: pytest.CaptureFixture[str]) -> None:
    assert grammar.main(["--inputs", "24", "--jobs", "2", "--seed", "3"]) == 0
    said = capsys.readouterr().out
    assert re.match("24 inputs of seed 3 in ", said)
    assert "0 inputs failed" in said
    assert grammar.main(["--replay", "3:5"]) == 0
    assert "passes" in capsys.readouterr().out


def test_arithmetic_and_files_are_made_of_every_kind() -> None:
    """Deep brackets, both forms of files, and files that are read: else the fuzzer would only knock at the door."""
    rng = Random(5)  # noqa: S311 - to be drawn again
    expressions = [makers.arithmetic(rng) for _ in range(300)]
    assert any(each.count("(") > 50 for each in expressions)
    files = [makers.report_file(rng) for _ in range(200)]
    read = 0
    for raw in files:
        try:
            parse_report(raw, "json" if raw.startswith(b"{") else "toml", "")
        except PerfMetricsError:
            continue
        read += 1
    assert read > 10

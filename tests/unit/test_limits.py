"""Limits: what is at one works, what is one beyond it is an error that says which, how much was given, and the mend."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm
from counting import untraced
from perfmetrics import limits
from perfmetrics.errors import PerfMetricsError
from perfmetrics.limits import Limit
from perfmetrics.quantities import quantity
from perfmetrics.texts import LANGS
from perfmetrics.working import Symbol, evaluate, parse_arithmetic, signed_sum, to_text

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "explanation" / "hostile-input.md"


def _names() -> dict[str, Limit]:
    return {name: each for name, each in vars(limits).items() if isinstance(each, Limit)}


def _deep(levels: int) -> dict[str, Any]:
    """Return a mapping whose tables and arrays are nested so deep; it is no report, but not for that."""
    made: Any = []
    for _ in range(levels - 1):
        made = [made]
    return {"title": made}


def _read(data: dict[str, Any]) -> None:
    """Read what is no report: it is refused for what stands in it unless it is beyond a limit."""
    with pytest.raises(pm.ReportError) as caught:
        pm.load_report(data)
    if "PERFMETRICS" in str(caught.value):
        raise caught.value


def _subtract(count: int) -> None:
    """Check a report whose own identity takes so many figures from one."""
    facts = [{"id": f"f{i}", "name": "数", "value": 1} for i in range(count)]
    parts = " - ".join(f"facts.f{i}" for i in range(count))
    whole = {"id": "whole", "name": "数", "value": 1 - count + 1}
    identity = {"name": "差", "whole": "facts.whole", "parts": parts}
    assert pm.check({"facts": [*facts, whole], "identities": [identity]}).ok


def _written(path: Path, size: int) -> None:
    path.write_bytes(b"year = 2019\n".ljust(size))
    assert pm.load_report(path).year == 2019


def _lists(count: int) -> dict[str, Any]:
    """Return a report in which so many lists that break down one figure do not add up to it."""
    items = [{"name": "甲", "value": 1}, {"name": "乙", "value": 2}]
    lists = [
        {"id": f"l{i}", "name": "表", "by": "function", "closed": True, "of": "final_accounts.current_expenditure",
         "items": [{**each, "value": each["value"] * 10**i} for each in items]}
        for i in range(count)
    ]  # fmt: skip
    return {"unit": "万元", "final_accounts": {"current_expenditure": "7777.7"}, "lists": lists}


def _search(count: int, bound: int) -> None:
    assert pm.check(_lists(count), bound=bound).culprits


# Each limit, how low the test makes it where it would take long to reach, and what puts so much through the library.
CASES: list[tuple[str, int | None, Callable[[int], object]]] = [
    ("CHARACTERS", 1000, lambda count: pm.audit("字" * count)),
    ("DIGITS", None, lambda count: quantity("9" * count)),
    ("DIGITS", None, lambda count: quantity(10 ** (count - 1))),
    ("DIGITS", None, lambda count: quantity(Decimal("9" * count))),
    ("DIGITS", None, lambda count: parse_arithmetic("1+" + "9" * count)),
    ("DIGITS", None, lambda count: pm.load_report({"staff": {"in_post": "9" * count}})),
    ("EXPONENT", None, lambda count: quantity(Decimal(f"1E-{count}"))),
    ("EXPONENT", None, lambda count: quantity(Decimal(1).scaleb(count))),
    ("RESULT_BITS", 300, lambda count: parse_arithmetic(f"{2**150}×{2 ** (count - 152)}")),
    ("LEVELS", None, lambda count: _read(_deep(count))),
    ("VALUES", 1000, lambda count: _read({"title": [1] * (count - 1)})),
    ("SUBTRACTED", None, _subtract),
    ("IDENTITIES", 3, lambda count: _search(count, 1)),
    ("SETS", 10, lambda count: _search(2 if count == 10 else 3, 2)),  # 5 figures make 10 pairs, 7 make 21
    ("TRIED", 9, lambda count: _search(1 if count == 9 else 2, 2)),  # 3 sets of 3 figures, and more of 5
]


@pytest.mark.parametrize(("name", "most", "put"), CASES)
def test_what_is_at_a_limit_works_and_one_beyond_it_does_not(
    name: str, most: int | None, put: Callable[[int], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    limit: Limit = getattr(limits, name)
    if most is not None:
        limit = replace(limit, usual=most)
        monkeypatch.setattr(limits, name, limit)
    put(limit.usual)
    with pytest.raises(PerfMetricsError) as caught:
        put(limit.usual + 1)
    (only,) = caught.value.problems
    for words, said in ((limit.what.zh, only.reason.zh), (limit.what.en, only.reason.en)):
        assert said.startswith(words)
        least, top = (int(each) for each in re.findall("[0-9]+", said))
        assert (least > limit.usual, top) == (True, limit.usual)
    for lang in LANGS:
        assert limit.variable in only.mend.of(lang)
        assert limit.instead.of(lang) in only.mend.of(lang)


def test_a_file_may_have_so_many_bytes_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BYTES", replace(limits.BYTES, usual=100))
    _written(tmp_path / "a.toml", 100)
    with pytest.raises(pm.FileError, match="文件字节数 101，超过上限 100；请核对文件；确需更多，设环境变量"):
        _written(tmp_path / "a.toml", 101)


@pytest.mark.parametrize("limit", limits.ALL, ids=lambda limit: limit.variable)
def test_a_limit_is_raised_by_its_variable(limit: Limit, monkeypatch: pytest.MonkeyPatch) -> None:
    more = limit.usual + 1
    assert limit.allows(limit.usual)
    assert not limit.allows(more)
    monkeypatch.setenv(limit.variable, f" {more} ")
    assert limit.allows(more)
    assert not limit.allows(more + 1)
    assert str(more) in limit.reason(more + 1).zh
    monkeypatch.setenv(limit.variable, str(limit.ceiling))
    assert limit.most() == limit.ceiling > limit.usual


@pytest.mark.parametrize("written", ["many", "-1", "63", "151", "1e2", "٩٩", "9" * 5000, "100.0"])
def test_a_variable_holds_a_whole_number_that_the_limit_can_have(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked at only where it decides; what is wrong with it is said then."""
    monkeypatch.setenv(limits.LEVELS.variable, written)
    assert limits.LEVELS.allows(64)
    with pytest.raises(pm.InputError, match="写 64 至 150 的整数") as caught:
        limits.LEVELS.allows(65)
    assert caught.value.problems[0].path == limits.LEVELS.variable


@pytest.mark.parametrize(
    ("limit", "put"),
    [
        (limits.DIGITS, lambda count: quantity("9" * count)),
        (limits.EXPONENT, lambda count: quantity(Decimal(f"1E-{count}"))),
        (limits.LEVELS, lambda count: _read(_deep(count))),
        (limits.SUBTRACTED, _subtract),
    ],
    ids=lambda each: each.variable if isinstance(each, Limit) else "",
)
def test_what_goes_deep_or_far_works_up_to_the_ceiling(
    limit: Limit, put: Callable[[int], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(limit.variable, str(limit.ceiling))
    put(limit.ceiling)
    with pytest.raises(PerfMetricsError, match=limit.variable):
        put(limit.ceiling + 1)


def test_a_report_of_the_largest_numbers_is_checked_and_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.DIGITS.variable, "1000")
    lines = {"current_expenditure": "9" * 1000, "basic_expenditure": "8" * 1000, "project_expenditure": "7" * 1000}
    found = pm.check({"unit": "万元", "final_accounts": lines})
    assert not found.ok
    assert found.to_text()
    assert found.to_json()


def test_a_long_sum_prints_and_comes_to_the_same_as_a_short_one() -> None:
    terms = [(-1 if i % 7 in {0, 3} else 1, Symbol(f"x{i}")) for i in range(5000)]
    tree = signed_sum(terms)
    assert tree is not None
    assert to_text(tree, str) == "0 − x0" + "".join(f" {'−' if s < 0 else '+'} {each.name}" for s, each in terms[1:])
    values = {each.name: 3 * i + 1 for i, (_, each) in enumerate(terms)}
    expected = sum(sign * values[each.name] for sign, each in terms)
    assert evaluate(tree, {name: Fraction(value) for name, value in values.items()}) == expected
    assert signed_sum([]) is None


@pytest.mark.parametrize("count", [65, 1000, 10_000])
def test_a_list_may_be_long(count: int) -> None:
    """No item is one call deeper than the one before it."""
    items = [{"name": f"项{i}", "value": f"{i}.5"} for i in range(count)]
    total = Decimal(count * (count - 1)) / 2 + Decimal("0.5") * count
    listed = {"id": "a", "name": "表", "by": "kind", "closed": True, "items": items}
    found = untraced(lambda: pm.check({"unit": "万元", "lists": [listed | {"total": str(total)}]}))
    assert found.ok
    assert not untraced(lambda: pm.check({"unit": "万元", "lists": [listed | {"total": str(total * 2 + 9)}]})).ok
    assert pickle.loads(pickle.dumps(found)).verdicts == found.verdicts  # noqa: S301 - what was just made


def test_of_a_very_long_sum_only_the_total_is_explained() -> None:
    items = [{"name": f"项{i}", "value": 1} for i in range(400)]
    listed = {"id": "a", "name": "表", "by": "kind", "closed": True, "items": items, "total": 40}
    (only,) = pm.check({"lists": [listed]}).findings
    assert {each.where for each in only.diagnoses} == {"lists.a.total"}
    assert "400" in {each.mended for each in only.diagnoses}


def test_every_limit_is_tested_documented_and_named_by_its_variable() -> None:
    named = _names()
    assert list(named.values()) == list(limits.ALL)
    assert {name for name, _, _ in CASES} | {"BYTES", "LINE_BYTES"} == set(named)  # the latter in test_cli.py
    page = DOCUMENTATION.read_text(encoding="utf-8")
    for name, each in named.items():
        assert each.variable == f"PERFMETRICS_MOST_{name}"
        assert f"| {each.what.zh} | {each.usual} | {each.ceiling} | `{each.variable}` |" in page

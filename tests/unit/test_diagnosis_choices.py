"""Explanations at their edges: which are offered, which are doubtful, and where the search for culprits stops."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from perfmetrics.causes import Cause, Diagnosis
from perfmetrics.diagnosis import MOST_CULPRIT_SETS, MOST_DIAGNOSES, MOST_MEMBERS, Network, culprits, diagnose, retyped
from perfmetrics.identities import instances
from perfmetrics.quantities import Interval, quantity
from perfmetrics.statements import load_report

Data = dict[str, Any]


def network(data: Data) -> Network:
    report = load_report(data)
    return Network(report, instances(report))


def explained(data: Data, where: str) -> tuple[Diagnosis, ...]:
    """Return the explanations of the only broken relation at a place."""
    net = network(data)
    [index] = [i for i in net.broken if net.relations[i].where == where]
    return diagnose(net, index)


def stated(parts: str, unit: str = "万元", **figures: str) -> Data:
    """Return a report whose fact `a` is to be what an expression over the other facts comes to."""
    facts = [{"id": name, "name": "n", "value": f"{value}{unit}"} for name, value in figures.items()]
    return {"facts": facts, "identities": [{"name": "x", "whole": "facts.a", "parts": parts}]}


def claimed(formula: str, value: str, **figures: str) -> Data:
    facts = [{"id": name, "name": "n", "value": value} for name, value in figures.items()]
    inputs = {name: f"facts.{name}" for name in figures}
    return {"facts": facts, "claims": [{"formula": formula, "inputs": inputs, "value": value}]}


def listed(total: str, *values: str) -> Data:
    items = [{"name": f"项{i:03}", "value": value} for i, value in enumerate(values)]
    return {
        "unit": "万元",
        "lists": [{"id": "l", "name": "n", "by": "other", "closed": True, "total": total, "items": items}],
    }


def values(found: tuple[Diagnosis, ...], cause: Cause) -> dict[str, str]:
    return {each.where: each.mended for each in found if each.cause is cause}


# --- which explanations are kept ---


def test_of_what_is_not_as_good_as_the_best_no_more_than_are_kept() -> None:
    """One digit of the total explains it; each of twenty items could be anything as well, of which some are told."""
    found = explained(listed("2900.00", *["104.50"] * 20), "lists.l.total")
    assert found[0].standing < found[1].standing
    assert (found[0].where, found[0].mended) == ("lists.l.total", "2090.00")
    assert len(found) == MOST_DIAGNOSES


def test_two_that_were_swapped_are_both_told() -> None:
    """The one that is blamed, and what the other would be."""
    lines = {"current_expenditure": "99.76", "basic_expenditure": "100.38", "project_expenditure": "0.62"}
    first = explained({"unit": "万元", "final_accounts": lines}, "final_accounts.current_expenditure")[0]
    assert (first.cause, first.where, first.mended) == (
        Cause.SWAPPED_NEIGHBOURS,
        "final_accounts.current_expenditure",
        "100.38",
    )
    assert first.also == (("final_accounts.basic_expenditure", "99.76"),)


@pytest.mark.parametrize("more", [0, 1])
def test_of_a_very_long_sum_only_the_total_is_tried(more: int) -> None:
    """The total and its items together are 300 figures at most; beyond, each of them would be tried in every way."""
    items = ["1.25"] * (MOST_MEMBERS - 1 + more)
    found = explained(listed("1999.99", *items), "lists.l.total")
    assert ("lists.l.total", f"{1.25 * len(items):.2f}") in {(each.where, each.mended) for each in found}
    assert ({each.where for each in found} == {"lists.l.total"}) is (more == 1)


def test_a_figure_that_falls_out_does_not_hide_the_next() -> None:
    found = explained(stated("facts.b - facts.b + facts.c", a="50.00", b="30.00", c="40.00"), "facts.a")
    assert "facts.b" not in {each.where for each in found}
    assert "facts.c" in {each.where for each in found}


# --- a value that closes a sum may be one that no such figure has ---


@pytest.mark.parametrize(
    ("total", "first", "second", "offered"),
    [
        ("10.00", "41.37", "2.55", None),
        ("10.00", "41.37", "0.00", None),
        ("10.00", "41.37", "0.55", None),
        ("41.37", "41.37", "2.55", "0.00万元"),
        ("41.87", "41.37", "2.55", "0.50万元"),
        ("10.00", "41.37", "-2.55", "-31.37万元"),
    ],
)
def test_a_part_is_not_told_negative_that_is_not(total: str, first: str, second: str, offered: str | None) -> None:
    """What closes a sum may be a value that no such figure has: an amount that is not below nothing hardly was."""
    found = explained(stated("facts.b + facts.c", a=total, b=first, c=second), "facts.a")
    assert values(found, Cause.UNEXPLAINED).get("facts.c") == offered
    assert f"{Decimal(first) + Decimal(second)}万元" in {each.mended for each in found if each.where == "facts.a"}


def test_a_total_may_be_negative_that_is_told_positive() -> None:
    """It follows from its parts, whatever they come to."""
    found = explained(stated("facts.b + facts.c", a="10.00", b="-41.37", c="2.55"), "facts.a")
    assert values(found, Cause.UNEXPLAINED)["facts.a"] == "-38.82万元"


def doubt(data: Data, where: str, blamed: str, mended: str) -> bool:
    return next(each.is_doubtful for each in explained(data, where) if (each.where, each.mended) == (blamed, mended))


@pytest.mark.parametrize(
    ("data", "blamed", "mended", "doubtful"),
    [
        (stated("facts.b + facts.c", "件", a="523", b="100", c="23"), "facts.a", "123件", True),
        (stated("facts.b + facts.c", "件", a="5234", b="1200", c="34"), "facts.a", "1234件", False),
        (stated("facts.b + facts.c", "件", a="54", b="10", c="4"), "facts.a", "14件", True),
        (stated("facts.b + facts.c", a="523", b="100", c="23"), "facts.a", "123万元", False),
        (stated("facts.b + facts.c", a="53", b="10", c="3"), "facts.a", "13万元", False),
    ],
)
def test_one_wrong_digit_of_a_short_count_explains_nearly_everything(
    data: Data, blamed: str, mended: str, *, doubtful: bool
) -> None:
    """Three digits of a count are few; an amount is told to its digits and is not doubted for being short."""
    [found] = [each for each in explained(data, "facts.a") if (each.where, each.mended) == (blamed, mended)]
    assert found.cause is (Cause.UNEXPLAINED if doubtful else Cause.DIGIT_REPLACED)  # a doubtful cause comes last


@pytest.mark.parametrize(
    ("part", "whole", "rate", "cause"),
    [
        ("85", "100.00", "25.00%", Cause.UNEXPLAINED),
        ("8.5", "10.00", "25.00%", Cause.UNEXPLAINED),
        ("853", "1000.00", "25.30%", Cause.DIGIT_REPLACED),
    ],
)
def test_one_wrong_digit_of_a_short_amount_explains_many_a_rate(part: str, whole: str, rate: str, cause: Cause) -> None:
    """Under a rate two digits are few: of nearly any rate one of them can be made, so that it is a doubtful cause."""
    found = explained(claimed("share", rate, part=f"{part}万元", whole=f"{whole}万元"), "claims[0]")
    assert next(each.cause for each in found if each.where == "facts.part") is cause


@pytest.mark.parametrize(
    ("data", "where", "mended", "doubtful"),
    [
        (stated("facts.b - facts.c", a="30.00", b="10.00", c="40.00"), "facts.a", "-30.00万元", True),
        (stated("facts.b - facts.c", "%", a="30.00", b="10.00", c="40.00"), "facts.a", "-30.00%", False),
        (claimed("difference", "30.00万元", current="10.00万元", prior="40.00万元"), "claims[0]", "-30.00万元", False),
        (claimed("growth_rate", "12.5%", current="87.50万元", prior="100.00万元"), "claims[0]", "-12.5%", False),
        (stated("facts.b - facts.c", a="-30.00", b="40.00", c="10.00"), "facts.a", "30.00万元", False),
        (stated("facts.b - facts.c", a="30.00", b="40.00", c="40.00"), "facts.a", "0.00万元", False),
        (stated("facts.b - facts.c", a="30.00", b="40.50", c="40.00"), "facts.a", "0.50万元", False),
        (stated("facts.b - facts.c", a="0.00", b="10.00", c="40.00"), "facts.a", "-30.00万元", True),
    ],
)
def test_an_amount_that_would_be_negative_is_doubtful(data: Data, where: str, mended: str, *, doubtful: bool) -> None:
    """A rate of growth and a difference may well be below zero, an amount hardly."""
    assert doubt(data, where, where, mended) is doubtful


@pytest.mark.parametrize(("value", "mended", "doubtful"), [("72.35%", "12.35%", False), ("72.34%", "12.34%", True)])
def test_a_digit_of_a_rate_is_doubted_that_does_not_recompute(value: str, mended: str, *, doubtful: bool) -> None:
    """2469 of 20000 is 12.345%, which is 12.35% half up: 12.34% only lies within reach of what was rounded."""
    found = explained(claimed("share", value, part="2469万元", whole="20000万元"), "claims[0]")
    told = [each for each in found if (each.where, each.mended) == ("claims[0]", mended)]
    assert [each.is_doubtful for each in told] == [doubtful]


# --- results that were cut, and other denominators ---


def test_a_part_over_itself_is_no_wrong_denominator() -> None:
    """A figure over itself is 100% of anything, and explains nothing."""
    found = explained(claimed("share", "100%", part="3.11万元", whole="4.00万元"), "claims[0]")
    assert Cause.WRONG_DENOMINATOR not in {each.cause for each in found}


def test_the_wrong_denominator_is_named_in_both_languages() -> None:
    growth = claimed("growth_rate", "-7.83%", current="9.07万元", prior="9.78万元")
    [found] = [each for each in explained(growth, "claims[0]") if each.cause is Cause.WRONG_DENOMINATOR]
    assert (found.note.zh, found.note.en) == ("分母取了 9.07万元", "the denominator was 9.07万元")


def test_the_wrong_denominator_in_another_unit() -> None:
    """Issue 3, wrong denominator: 0.71 of 9.07 is 7.83%, though the one is in 元 and the other in 万元."""
    growth = claimed("growth_rate", "-7.83%", current="90700元", prior="9.78万元")
    assert "-7.26%" in {each.mended for each in explained(growth, "claims[0]") if each.cause is Cause.WRONG_DENOMINATOR}


def test_the_wrong_denominator_of_a_column_after_the_own_one() -> None:
    """A figure over itself is passed over, and the columns after it are still looked at."""
    columns = {
        "full_year_budget": {"meeting_expenses": "137.00"},
        "final_accounts": {"meeting_expenses": "90.42"},
        "prior_accounts": {"meeting_expenses": "100.00"},
    }
    inputs = {"executed": "final_accounts.meeting_expenses", "full_year_budget": "full_year_budget.meeting_expenses"}
    claim = {"formula": "budget_execution_rate", "inputs": inputs, "value": "90.42%"}
    first = explained({"unit": "万元", **columns, "claims": [claim]}, "claims[0]")[0]
    assert (first.cause, first.mended) == (Cause.WRONG_DENOMINATOR, "66.00%")
    assert first.note.en == "the denominator was prior_accounts.meeting_expenses 100.00"


def test_the_wrong_denominator_of_another_column_for_one_kind_of_funds() -> None:
    columns = {
        "initial_budget": {"fiscal_appropriation": {"meeting_expenses": "100.00"}},
        "full_year_budget": {"fiscal_appropriation": {"meeting_expenses": "137.00"}},
        "final_accounts": {"fiscal_appropriation": {"meeting_expenses": "90.42"}},
    }
    inputs = {
        "executed": "final_accounts.fiscal_appropriation.meeting_expenses",
        "full_year_budget": "full_year_budget.fiscal_appropriation.meeting_expenses",
    }
    claim = {"formula": "budget_execution_rate", "inputs": inputs, "value": "90.42%"}
    first = explained({"unit": "万元", **columns, "claims": [claim]}, "claims[0]")[0]
    assert first.note.en == "the denominator was initial_budget.fiscal_appropriation.meeting_expenses 100.00"


# --- totals that were not brought up to date ---


@pytest.mark.parametrize(
    ("total", "items", "left_out"),
    [
        ("12.34", ("12.34", "23.45"), "项001 23.45"),
        ("35.79", ("0", "12.34", "23.45", "56.78"), "项003 56.78"),
        ("49.00", ("12.34", "36.66", "1"), "项002 1"),
    ],
)
def test_an_item_that_was_left_out(total: str, items: tuple[str, ...], left_out: str) -> None:
    """Design 3, a stale total: of two items as of many, after one of nothing, and of one that is 1."""
    found = [each for each in explained(listed(total, *items), "lists.l.total") if each.cause is Cause.STALE_TOTAL]
    assert f"lists.l.{left_out} left out" in {each.note.en for each in found}


@pytest.mark.parametrize(
    ("wrong", "right"), [("1380", "1080"), ("1380", "1980"), ("1380", "1389"), ("1385", "1380"), ("1385", "1375")]
)
def test_a_digit_may_have_been_a_nought_or_a_nine(wrong: str, right: str) -> None:
    """All ten digits are tried at each place."""
    found = explained(stated("facts.b", "件", a=wrong, b=right), "facts.a")
    assert values(found, Cause.DIGIT_REPLACED)["facts.a"] == f"{right}件"


# --- how a number may have been mistyped ---

TENTHS = "0123456789"


def slips(text: str, unit: str, decimals: int) -> set[tuple[str, Decimal]]:
    """Return what a number may have been, told from its digits as they are written."""
    sign, size = ("-", text[1:]) if text.startswith("-") else ("", text)
    ahead, _, behind = size.partition(".")
    digits, places = ahead + behind, len(behind)
    edits: set[tuple[str, str, int]] = set()
    for i in range(len(digits)):
        edits |= {("digit_replaced", digits[:i] + new + digits[i + 1 :], places) for new in TENTHS}
        edits.add(("digit_added", digits[:i] + digits[i + 1 :], places - (i >= len(ahead))))
        edits.add(("digits_swapped", digits[:i] + digits[i : i + 2][::-1] + digits[i + 2 :], places))
    for i, new in product(range(len(digits) + 1), TENTHS):
        edits |= {
            ("digit_omitted", digits[:i] + new + digits[i:], places + after)
            for after in (0, 1)
            if (i <= len(ahead) and after == 0) or (i >= len(ahead) and after == 1)
        }
    found = {("sign", -Decimal(text))}
    for cause, edited, point in edits if int(digits) >= 10 else ():
        is_written = point == 0 or len(edited) > point
        front = edited[: len(edited) - point]
        if is_written and int(edited) >= 10 and point <= decimals and not (len(front) > 1 and front.startswith("0")):
            found.add((cause, Decimal(f"{sign}{front}.{edited[len(edited) - point :]}" if point else sign + front)))
    for shift in {"%": (2, -2), "万元": (4, -4, 8, -8)}.get(unit, ()):
        found.add(("percent_scale" if unit == "%" else "unit_scale", Decimal(text).scaleb(shift)))
    return {(cause, value) for cause, value in found if value != Decimal(text)}


NUMBERS = [
    ("12", "人", 0),
    ("-30", "人", 0),
    ("10", "人", 0),
    ("11", "人", 0),
    ("9", "人", 0),
    ("1", "人", 0),
    ("1.5", "", 1),
    ("1.5", "", 2),
    ("0.12", "万元", 2),
    ("-0.12", "万元", 4),
    ("0.10", "%", 2),
    ("250", "%", 0),
    ("5", "万元", 0),
    ("-50.00", "万元", 2),
    ("1000", "万元", 2),
    ("152139.00", "万元", 2),
    ("98.7650", "%", 4),
]


@pytest.mark.parametrize(("text", "unit", "decimals"), NUMBERS)
def test_a_number_may_have_been_whatever_one_slip_makes_of_it(text: str, unit: str, decimals: int) -> None:
    """Design 3: scale, sign, a digit replaced, left out or added, two neighbours swapped: all of them and no other."""
    found = [(cause.value, number.value) for cause, number in retyped(quantity(f"{text}{unit}"), decimals)]
    assert set(found) == slips(text, unit, decimals)


@pytest.mark.parametrize(("text", "unit", "decimals"), NUMBERS)
def test_where_a_figure_must_lie_leaves_what_lies_there(text: str, unit: str, decimals: int) -> None:
    """A range of one number leaves that number; one on either side of all leaves what is above, or below."""
    stated = quantity(f"{text}{unit}")
    every = {(cause, number.value) for cause, number in retyped(stated, decimals)}
    for value in {value for _, value in every}:
        at = Fraction(value)
        hulls = {
            "point": (Interval(at, at), {each for each in every if each[1] == value}),
            "above": (Interval(at, None), {each for each in every if each[1] >= value}),
            "below": (Interval(None, at), {each for each in every if each[1] <= value}),
        }
        for hull, expected in hulls.values():
            found = {(cause, number.value) for cause, number in retyped(stated, decimals, [hull])}
            digits = {each for each in found if each[0] not in SCALES}
            assert digits == {each for each in expected if each[0] not in SCALES}
            assert found >= expected
    nowhere = Interval(Fraction(10**20), Fraction(10**20))
    assert list(retyped(stated, decimals, [nowhere])) == []
    assert list(retyped(stated, decimals, [])) == []
    least = sorted({value for _, value in every})[:2]
    both = [Interval(Fraction(each), Fraction(each)) for each in least]
    assert {number.value for _, number in retyped(stated, decimals, both)} >= set(least)


SCALES = {Cause.PERCENT_SCALE, Cause.UNIT_SCALE}


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [("0.9905", "0.9905", True), ("0.9904", "0.9904", True), ("0.9906", "0.9909", False), ("0.9801", "0.9902", False)],
)
def test_in_another_unit_a_number_has_fewer_digits(low: str, high: str, *, found: bool) -> None:
    """99.04% that was written as a fraction has four digits behind the point; one unit of the last may be missing."""
    hull = Interval(Fraction(low) * 100, Fraction(high) * 100)
    scaled = [number.value for cause, number in retyped(quantity("0.9904%"), 4, [hull]) if cause in SCALES]
    assert (Decimal("99.04") in scaled) is found


def test_a_number_in_another_unit_is_written_without_noughts_behind_the_point() -> None:
    """1521390.00 元 is 152.139 万元, and 10 is written as 10."""
    found = {number.text for cause, number in retyped(quantity("1521390.00元")) if cause is Cause.UNIT_SCALE}
    assert found == {"152.139元", "0.0152139元", "15213900000元", "152139000000000元"}
    assert "0.001元" in {number.text for _, number in retyped(quantity("10元"))}
    assert "0.0011元" in {number.text for _, number in retyped(quantity("11元"))}


# --- culprits ---


def test_what_hangs_together_by_a_chain_is_mended_together() -> None:
    """Broken relations that share a figure with one that shares a figure are one group."""
    facts = [
        {"id": name, "name": "n", "value": f"{value}万元"}
        for name, value in {"a": "10.00", "b": "20.00", "c": "30.00", "d": "40.00", "e": "50.00"}.items()
    ]
    rules = [{"name": f"{x}{y}", "whole": f"facts.{x}", "parts": f"facts.{y}"} for x, y in ("ab", "bc", "cd", "de")]
    net = network({"facts": facts, "identities": rules})
    assert len(net.broken) == 4
    assert len(culprits(net)) == 1
    apart = network({"facts": facts, "identities": [rules[0], rules[2]]})
    assert len(culprits(apart)) == 2


def test_a_figure_of_which_nothing_is_said_is_believed_once() -> None:
    data = stated("facts.b + facts.c", a="200.93", b="99.76", c="10.62")
    assert culprits(network(data), weights={"facts.a": 2}) == ((("facts.b",), ("facts.c",)),)
    assert culprits(network(data), weights={"facts.a": 1, "facts.b": 2}) == ((("facts.a",), ("facts.c",)),)


def test_the_least_believed_figure_is_found_however_late_it_stands() -> None:
    """Where figures are believed differently, no set is passed over for those that were found before it."""
    count = MOST_CULPRIT_SETS + 10
    data = listed("9999.99", *["12.25"] * count)
    keys = [f"lists.l.项{i:03}" for i in range(count)]
    firm = {"lists.l.total": 2, **dict.fromkeys(keys[:-1], 2)}
    assert culprits(network(data), weights=firm, bound=1) == (((keys[-1],),),)
    [found] = culprits(network(data), bound=1)
    assert found == tuple((each,) for each in ["lists.l.total", *keys][:MOST_CULPRIT_SETS])

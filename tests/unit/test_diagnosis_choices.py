"""Explanations at their edges: which are offered, which are doubtful, and where the search for culprits stops."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest

from perfmetrics import limits
from perfmetrics.causes import Cause, Diagnosis
from perfmetrics.diagnosis import MOST_CULPRIT_SETS, MOST_DIAGNOSES, MOST_MEMBERS, Network, culprits, diagnose, retyped
from perfmetrics.errors import InputError
from perfmetrics.identities import instances
from perfmetrics.limits import Limit
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


# --- what stands side by side ---


def share(part: str, whole: str, value: str) -> Data:
    return {"formula": "share", "inputs": {"part": part, "whole": whole}, "value": value}


def facts(**figures: str) -> list[Data]:
    return [{"id": name, "name": "n", "value": value} for name, value in figures.items()]


def test_two_rates_that_were_swapped() -> None:
    """Rates that are claimed one after the other are neighbours, though they are no figures of a table."""
    claims = [share("facts.b", "facts.a", "37.20%"), share("facts.c", "facts.a", "12.55%")]
    found = explained({"facts": facts(a="100.00", b="12.55", c="37.20"), "claims": claims}, "claims[0]")[0]
    assert (found.cause, found.where, found.mended) == (Cause.SWAPPED_NEIGHBOURS, "claims[0]", "12.55%")
    assert found.also == (("claims[1]", "37.20%"),)
    assert found.satisfies == ("rate_recomputed:claims[1]",)


def test_the_first_and_the_last_of_a_table_are_no_neighbours() -> None:
    net = network(listed("60.00", "10.00", "20.00", "30.00"))
    keys = ["lists.l.total", "lists.l.项000", "lists.l.项001", "lists.l.项002"]
    pairs = list(pairwise(keys))
    assert {key: list(net.beside(key)) for key in keys} == {
        key: [pair for pair in pairs if key in pair] for key in keys
    }


def test_neighbours_in_one_kind_of_funds() -> None:
    """Lines of 财政拨款 stand beside one another, and not beside the last line of all funds."""
    lines = {"current_expenditure": "99.76", "basic_expenditure": "100.38", "project_expenditure": "0.62"}
    data = {"unit": "万元", "final_accounts": {"current_expenditure": "120.00", "fiscal_appropriation": lines}}
    here = "final_accounts.fiscal_appropriation"
    first = explained(data, f"{here}.current_expenditure")[0]
    assert (first.cause, first.where) == (Cause.SWAPPED_NEIGHBOURS, f"{here}.current_expenditure")
    assert first.also == ((f"{here}.basic_expenditure", "99.76"),)
    net = network(data)
    assert {key.rpartition(".")[0] for one in net.by_key for pair in net.beside(one) for key in pair} == {here}


def test_figures_of_two_kinds_are_not_swapped() -> None:
    """5 people and 7万元 were not put in the place of one another, though 5万元 is what would be right."""
    named = [{"name": "x", "whole": "facts.a", "parts": "facts.a"}]
    named.append({"name": "y", "whole": "facts.b", "parts": "facts.c"})
    data = {"facts": facts(a="5人", b="7万元", c="5.00万元"), "identities": named}
    found = explained(data, "facts.b")
    assert ("facts.b", "5.00万元") in {(each.where, each.mended) for each in found}
    assert Cause.SWAPPED_NEIGHBOURS not in {each.cause for each in found}


# --- the digits of what would close ---


@pytest.mark.parametrize("rate", ["25.3%", "25.3125%"])
def test_a_figure_is_mended_to_the_digits_of_its_own_table(rate: str) -> None:
    """Amounts stand with two digits behind the point, whatever the rate beside them has: 25.3% of 227.08 is 57.45."""
    found = values(explained(claimed("share", rate, part="86万元", whole="227.08万元"), "claims[0]"), Cause.UNEXPLAINED)
    mended = quantity(found["facts.part"])
    assert mended.decimals == 2
    assert abs(mended.value / Decimal("2.2708") - quantity(rate).value) < Decimal("0.1")


def test_a_figure_that_stands_on_both_sides_is_solved_for() -> None:
    """2.99 = 2.99 + 2.99 + 2.99 − 6.04 does not hold; solved for one of the three it is 3.01, which does."""
    data = stated("facts.a + facts.a + facts.a - facts.b", a="2.99", b="6.04")
    assert values(explained(data, "facts.a"), Cause.UNEXPLAINED)["facts.a"] == "3.01万元"


# --- a part above its whole ---


def test_what_holds_does_not_tell_what_a_whole_should_be() -> None:
    """The whole may be the part; a rate that holds, or a bound that does, makes it nothing else."""
    data = {
        "facts": facts(whole="3.00万元", part="3.01万元", all="6.15万元", larger="3.09万元"),
        "identities": [
            {"name": "x", "whole": "facts.part", "parts": "facts.whole", "at_most": True},
            {"name": "y", "whole": "facts.whole", "parts": "facts.larger", "at_most": True},
        ],
        "claims": [share("facts.whole", "facts.all", "49%")],
    }
    offered = {each.mended for each in explained(data, "facts.part") if each.where == "facts.whole"}
    assert "3.01万元" in offered
    assert offered <= {"3.01万元", "3.02万元", "3.03万元"}  # as near as the rounding of both may reach


def test_another_part_above_its_whole_tells_nothing() -> None:
    """Only a sum tells what a part should be: a smaller whole beside is a matter of its own."""
    data = {
        "facts": facts(smaller="5.82万元", whole="7.46万元", part="9.13万元"),
        "identities": [
            {"name": name, "whole": "facts.part", "parts": f"facts.{name}", "at_most": True}
            for name in ("whole", "smaller")
        ],
    }
    net = network(data)
    assert net.broken == {0, 1}
    assert {each.mended for each in diagnose(net, 0) if each.where == "facts.part"} == {"7.46万元"}


@pytest.mark.parametrize(("count", "is_told"), [(5, True), (40, False)])
def test_a_sum_far_away_is_not_asked_about_a_part_above_its_whole(count: int, *, is_told: bool) -> None:
    """The sum of few items tells what their total should be; of very many, only the relations around are looked at."""
    items = ["1.13"] * (count - 1) + ["83.47"]
    data = listed("61.00", *items)
    del data["lists"][0]["closed"]  # of a closed list the sum alone is asked
    found = explained(data, f"lists.l.项{count - 1:03}")
    total = f"{Decimal('1.13') * (count - 1) + Decimal('83.47')}"
    assert (("lists.l.total", total) in {(each.where, each.mended) for each in found}) is is_told


# --- slips of scale, and digits too many ---


@pytest.mark.parametrize(("text", "scaled", "beside"), [("5%", "500", "501"), ("12.00%", "0.12", "0.13")])
def test_a_number_in_another_unit_with_as_many_digits_is_no_other(text: str, scaled: str, beside: str) -> None:
    """It lost no digit by the change, so that it stands for itself and not for what is next to it."""
    hulls = [Interval(Fraction(each), Fraction(each)) for each in (scaled, beside)]
    found = [{number.text for cause, number in retyped(quantity(text), 2, [hull]) if cause in SCALES} for hull in hulls]
    assert found == [{f"{scaled}%"}, set()]


def test_a_whole_number_in_another_unit_is_written_without_a_point() -> None:
    """1200000元 that was meant in 万元 is 120."""
    found = {number.text for cause, number in retyped(quantity("1200000元")) if cause is Cause.UNIT_SCALE}
    assert found == {"12000000000元", "120元", "120000000000000元", "0.012元"}


def test_a_number_without_its_first_digit_does_not_start_with_a_nought() -> None:
    """Nobody writes 034 and adds a digit in front of it."""
    found = [number.text for cause, number in retyped(quantity("1034人"), 0) if cause is Cause.DIGIT_ADDED]
    assert found == ["134人", "104人", "103人"]


# --- results that were cut, and other denominators: which are none ---


def test_a_tie_was_rounded_up_twice() -> None:
    """49 of 2000 is 2.45%, cut to 2.5% and then to 3%: both half up, as people round."""
    found = explained(claimed("share", "3%", part="49件", whole="2000件"), "claims[0]")
    [twice] = [each for each in found if each.cause is Cause.DOUBLE_ROUNDING]
    assert (twice.where, twice.mended) == ("claims[0]", "2%")
    assert (twice.note.zh, twice.note.en) == ("先取 2.5", "first to 2.5")


@pytest.mark.parametrize(
    "data",
    [
        claimed("growth_rate", "99.99%", current="90700元", prior="9.78万元"),  # of 90700 and 9.78 as they stand
        claimed("share", "20.69%", part="41.37万元", whole="100.00万元"),  # a half of the rate
        claimed("growth_rate", "56.00%", current="1.60万元", prior="1.25万元"),  # 0.35 times 1.60
    ],
)
def test_what_no_figure_below_gives_is_no_wrong_denominator(data: Data) -> None:
    """The rate is what comes of a figure of its own below the line, in one unit and taken once."""
    assert Cause.WRONG_DENOMINATOR not in {each.cause for each in explained(data, "claims[0]")}


def test_a_figure_of_nothing_is_passed_over_as_a_denominator() -> None:
    """Nothing is divided by zero, and the figures after it are still tried: 0.71 of 9.07 is 7.83%."""
    figures = facts(nothing="0.00万元", current="9.07万元", prior="9.78万元")
    inputs = {"current": "facts.nothing + facts.current", "prior": "facts.prior"}
    data = {"facts": figures, "claims": [{"formula": "growth_rate", "inputs": inputs, "value": "-7.83%"}]}
    [found] = [each for each in explained(data, "claims[0]") if each.cause is Cause.WRONG_DENOMINATOR]
    assert (found.mended, found.note.en) == ("-7.26%", "the denominator was 9.07万元")


def test_the_wrong_denominator_of_a_parent_for_one_kind_of_funds() -> None:
    """60.40 of 120.00 is 50.33%, and of 99.76 it is 60.55%: all of them of 财政拨款."""
    lines = {
        "current_expenditure": "120.00",
        "basic_expenditure": "99.76",
        "project_expenditure": "20.24",
        "personnel_expenses": "60.40",
    }
    here = "final_accounts.fiscal_appropriation"
    claim = share(f"{here}.personnel_expenses", f"{here}.basic_expenditure", "50.33%")
    data = {"unit": "万元", "final_accounts": {"fiscal_appropriation": lines}, "claims": [claim]}
    first = explained(data, "claims[0]")[0]
    assert (first.cause, first.mended) == (Cause.WRONG_DENOMINATOR, "60.55%")
    assert first.note.en == f"the denominator was {here}.current_expenditure 120.00"


@pytest.mark.parametrize(("count", "is_found"), [(5, True), (40, False)])
def test_a_parent_is_sought_in_the_relations_around(count: int, *, is_found: bool) -> None:
    """Of very many relations of a denominator those around are looked at, and not the sum that stands far before."""
    lines = {
        "current_expenditure": "120.00",
        "basic_expenditure": "99.76",
        "project_expenditure": "20.24",
        "personnel_expenses": "60.40",
        "operating_expenses": "39.36",
    }
    here = "final_accounts"
    rates = ["60.55%"] * (count - 1) + ["50.33%"]
    claims = [share(f"{here}.personnel_expenses", f"{here}.basic_expenditure", rate) for rate in rates]
    found = explained({"unit": "万元", here: lines, "claims": claims}, f"claims[{count - 1}]")
    assert (Cause.WRONG_DENOMINATOR in {each.cause for each in found}) is is_found


def test_an_item_in_another_unit_that_was_added_twice() -> None:
    """12.34 and 56.78 and once more 12.34, which is written as 123400元."""
    found = explained(stated("facts.b + facts.c", "", a="81.46万元", b="123400元", c="56.78万元"), "facts.a")
    [twice] = [each for each in found if each.cause is Cause.STALE_TOTAL]
    assert (twice.where, twice.mended, twice.note.en) == ("facts.a", "69.12万元", "facts.b 123400元 added twice")


# --- culprits: what ends the search, and what a figure may be ---


@pytest.mark.parametrize(
    ("name", "most", "given"),
    [("IDENTITIES", 1, 2), ("SETS", 3, 4), ("TRIED", 7, 8)],
)
def test_a_search_that_is_too_large_says_how_far_it_came(
    name: str, most: int, given: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There may be more of what is counted: the error says so, in both languages. Each set tried counts its figures."""
    limit: Limit = replace(getattr(limits, name), usual=most)
    monkeypatch.setattr(limits, name, limit)
    rules = [{"name": each, "whole": "facts.a", "parts": f"facts.b + facts.{each}"} for each in "cd"]
    figures = facts(a="50.00", b="20.00", c="10.00", d="40.00")
    with pytest.raises(InputError) as caught:
        culprits(network({"facts": figures, "identities": rules}), bound=1)
    [found] = caught.value.problems
    assert found.reason.zh == f"{limit.what.zh} 至少 {given}，超过上限 {most}"
    assert found.reason.en == f"{limit.what.en}: at least {given}, of at most {most}"
    assert found.mend == limit.mend


def test_the_search_ends_where_no_more_sets_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sets beyond those that are told are not counted, so that they are not too many."""
    monkeypatch.setattr(limits, "SETS", replace(limits.SETS, usual=MOST_CULPRIT_SETS))
    [found] = culprits(network(listed("9999.99", *["12.25"] * (MOST_CULPRIT_SETS + 10))), bound=1)
    assert len(found) == MOST_CULPRIT_SETS


def test_an_open_list_before_the_sum_that_is_broken() -> None:
    """It fixes nothing, and what does is still looked at."""
    rules: list[Data] = [
        {"name": "x", "whole": "facts.a", "parts": "facts.b", "closed": False},
        {"name": "y", "whole": "facts.a", "parts": "facts.c + facts.d"},
    ]
    figures = facts(a="50.00", b="10.00", c="20.00", d="10.50")
    net = network({"facts": figures, "identities": rules})
    assert net.broken == {1}
    assert culprits(net) == ((("facts.a",), ("facts.c",), ("facts.d",)),)


def test_a_rate_that_any_base_has_before_one_that_is_broken() -> None:
    """A fall of 100% holds of every base: what the base should be is told by the other rate."""
    growth = {"formula": "growth_rate", "inputs": {"current": "facts.none", "prior": "facts.base"}, "value": "-100%"}
    claims = [growth, share("facts.part", "facts.base", "25.00%")]
    net = network({"facts": facts(none="0.00", base="190.00", part="30.00"), "claims": claims})
    assert net.broken == {1}
    assert culprits(net) == ((("claims[1]",), ("facts.base",), ("facts.part",)),)


def test_a_figure_between_two_bounds_that_meet_is_a_culprit() -> None:
    """Not below 10.04 and not above 12.1, of which each reaches as far as 11.05: a figure of 5 may have been that."""
    rules = [
        {"name": "x", "whole": "facts.least", "parts": "facts.a", "at_most": True},
        {"name": "y", "whole": "facts.a", "parts": "facts.most", "at_most": True},
    ]
    net = network({"facts": facts(least="10.04", a="5", most="12.1"), "identities": rules})
    lower, upper = (net.closing(i, "facts.a", {}) for i in (0, 1))
    assert lower is not None
    assert upper is not None
    assert lower.high == upper.low == Fraction("11.05")
    assert culprits(net) == ((("facts.a",), ("facts.least",)),)

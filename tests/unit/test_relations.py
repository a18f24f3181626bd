"""One relation between stated figures: keys, units, roundings of long sums, and solving for any of its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from perfmetrics.identities import instances
from perfmetrics.inputs import Operand
from perfmetrics.quantities import UNITS, Interval, Quantity, Rounding, quantity
from perfmetrics.relations import (
    Relation,
    converted,
    formula_over,
    member_key,
    pieces_of,
    renumbered,
    rewritten,
    sum_of,
)
from perfmetrics.statements import load_report
from perfmetrics.verdicts import Reason, Verdict, judge
from perfmetrics.working import Absolute, Symbol

HERE = "final_accounts"
TOTAL, BASIC, PROJECT = (f"{HERE}.{name}_expenditure" for name in ("current", "basic", "project"))


def by_kind(total: object, basic: object, project: object) -> Relation:
    """Return expenditure = basic + project, in 万元."""
    lines = {"current_expenditure": total, "basic_expenditure": basic, "project_expenditure": project}
    found = instances(load_report({"unit": "万元", HERE: lines}))
    return next(each.relation for each in found if each.identity.code == "expenditure_by_kind")


def own(parts: str, stated: object, *values: object, **more: object) -> Relation:
    """Return a relation over facts a, b, c ..., whose whole is the fact t."""
    facts = [{"id": name, "name": "n", "value": value} for name, value in zip("abcdefgh", values, strict=False)]
    facts.append({"id": "t", "name": "n", "value": stated})
    rule = {"name": "n", "whole": "facts.t", "parts": parts, **more}
    (only,) = instances(load_report({"facts": facts, "identities": [rule]}))
    return only.relation


def claim(formula: str, stated: object, values: dict[str, object]) -> Relation:
    facts = [{"id": name, "name": "n", "value": value} for name, value in values.items()]
    inputs = {name: f"facts.{name}" for name in values}
    data: dict[str, Any] = {"facts": facts, "claims": [{"formula": formula, "inputs": inputs, "value": stated}]}
    (only,) = instances(load_report(data))
    return only.relation


def verdict(relation: Relation) -> Verdict:
    return relation.judge().verdict


def test_members_are_the_stated_figure_and_its_parts() -> None:
    """Design 3, columns x lines x scope: figures are named by their paths, a part of one by its place."""
    assert by_kind("3", "1", "2").members() == (TOTAL, BASIC, PROJECT)
    split = by_kind("6", [{"name": "a", "value": "1"}, {"name": "b", "value": "3"}], "2")
    assert split.members() == (TOTAL, f"{BASIC}[0]", f"{BASIC}[1]", PROJECT)
    assert verdict(split) is Verdict.EXACT
    assert claim("share", "50%", {"part": "1", "whole": "2"}).members() == ("claims[0]", "facts.part", "facts.whole")


def test_two_parts_of_the_same_number_are_two_figures() -> None:
    """Issue 3, diagnosis: 5 + 5 may be 8 + 5, so that each part has a key of its own."""
    split = by_kind("15", [{"name": "a", "value": "5"}, {"name": "b", "value": "5"}], "2")
    assert split.members() == (TOTAL, f"{BASIC}[0]", f"{BASIC}[1]", PROJECT)
    assert split.with_quantity(f"{BASIC}[0]", quantity("8")).exact() == 15


def test_amounts_are_put_in_the_unit_of_the_stated_figure() -> None:
    """Issue 3: 8185589.95 元 and 698.16 + 120.4 万元 agree."""
    in_yuan = by_kind("8185589.95元", "698.16", "120.4")
    assert in_yuan.exact() == 8185600
    assert verdict(in_yuan) is Verdict.ROUNDING
    mixed = by_kind("818.56", "6981589.95元", "120.4")
    assert mixed.exact() == Fraction("818.558995")
    assert mixed.numbers() == "698.158995 + 120.4"
    assert verdict(mixed) is Verdict.EXACT
    piece = mixed.pieces[BASIC]
    assert (converted(piece, UNITS["元"]), converted(piece, None)) == (Fraction("6981589.95"), Fraction("6981589.95"))
    assert converted(piece, UNITS["人"]) == Fraction("6981589.95")


def test_a_number_is_changed_in_every_place() -> None:
    """Issue 3, diagnosis: the value that closes the equation stands wherever the figure stands."""
    relation = by_kind("10", "3", "4")
    assert relation.with_quantity(TOTAL, quantity("7")).holds()
    assert relation.with_quantity(BASIC, quantity("6")).holds()
    assert relation.with_quantity("elsewhere", quantity("6")) == relation
    assert not relation.holds()
    twice = own("facts.t + facts.a", "5", "0")
    assert twice.members() == ("facts.t", "facts.t", "facts.a")
    assert twice.with_quantity("facts.t", quantity("8")).exact() == 8
    assert twice.with_quantity("facts.t", quantity("8")).stated.value == 8


def test_a_zero_denominator_is_not_judged() -> None:
    """Issue 3: growth from a zero base is undefined."""
    relation = claim("growth_rate", "100%", {"current": "5", "prior": "0"})
    judged = relation.judge()
    assert (judged.verdict, judged.reason) == (Verdict.UNDEFINED, Reason.ZERO_DENOMINATOR)
    assert relation.holds()
    assert relation.closing("claims[0]") is None


# ---------------------------------------------------------------------------------------------------------------------
# Long sums.


def twenty(total: str, value: str = "1.23") -> Verdict:
    items = [{"name": f"类{i}", "value": value} for i in range(20)]
    data = {"lists": [{"id": "l", "name": "n", "by": "function", "closed": True, "total": total, "items": items}]}
    (found,) = [each for each in instances(load_report(data)) if each.identity.code == "list_adds_up"]
    return verdict(found.relation)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("24.60", Verdict.EXACT),
        ("24.50", Verdict.ROUNDING),  # half-up: twenty may each be 0.005 too high
        ("24.49", Verdict.INCONSISTENT),
        ("24.70", Verdict.ROUNDING),  # half-up: below 24.70 + 0.005, so 24.70 is reached
        ("24.71", Verdict.ROUNDING),  # truncation: each may be up to 0.01 more
        ("24.79", Verdict.ROUNDING),
        ("24.80", Verdict.INCONSISTENT),  # twenty times 0.01 is never reached
        ("24.81", Verdict.INCONSISTENT),
    ],
)
def test_twenty_lines_may_differ_by_twenty_roundings_and_no_more(total: str, expected: Verdict) -> None:
    """Issue 3: a sum of twenty rounded lines may differ by what twenty roundings in that mode allow, and no more."""
    assert twenty(total) is expected


@pytest.mark.parametrize(
    ("total", "value", "expected"),
    [
        # Twenty figures with an even last digit may each be a tie: half-even allows 0.1 and the total's own half unit.
        ("24.50", "1.22", Verdict.ROUNDING),
        ("24.30", "1.22", Verdict.ROUNDING),
        ("24.29", "1.22", Verdict.INCONSISTENT),
        ("-24.59", "-1.22", Verdict.ROUNDING),
        ("-24.60", "-1.22", Verdict.INCONSISTENT),
        ("-24.29", "-1.22", Verdict.INCONSISTENT),
        ("20", "1", Verdict.EXACT),
        ("10", "1", Verdict.ROUNDING),
        ("9", "1", Verdict.INCONSISTENT),
        ("39", "1", Verdict.ROUNDING),
        ("40", "1", Verdict.INCONSISTENT),
    ],
)
def test_twenty_lines_of_other_digits_and_signs(total: str, value: str, expected: Verdict) -> None:
    """Issue 3: decided exactly, by the digits that are written; negative figures mirror positive ones."""
    assert twenty(total, value) is expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("0.14", Verdict.ROUNDING),
        ("0.10", Verdict.ROUNDING),
        ("0.15", Verdict.INCONSISTENT),
        ("0.09", Verdict.INCONSISTENT),
    ],
)
def test_ties_that_half_even_brings_down(stated: str, expected: Verdict) -> None:
    """0.025, 0.045 and 0.065 are cut to even digits, and their sum 0.135 to 0.14: open and closed ends decide."""
    # Truncation reaches 0.14 too (0.12 to below 0.15); only half-even explains 0.10, from 0.015 + 0.035 + 0.055.
    assert verdict(own("facts.a + facts.b + facts.c", stated, "0.02", "0.04", "0.06")) is expected


def test_odd_digits_have_open_ends_under_half_even() -> None:
    """The same sum a unit higher: no true values of odd figures lie on their ties, so what is left is inconsistent."""
    relation = own("facts.a + facts.b + facts.c", "0.13", "0.03", "0.05", "0.07")
    assert verdict(relation) is Verdict.INCONSISTENT


def test_at_most_and_open_lists() -> None:
    """Issue 3: a part never above its whole; a list that may go on falls short as `undefined`."""
    assert verdict(own("facts.a", "4", "5", at_most=True)) is Verdict.EXACT
    above = own("facts.a", "7", "5", at_most=True)
    assert above.judge().verdict is Verdict.INCONSISTENT
    maybe = own("facts.a", "7", "5", at_most=True, closed=False).judge()
    assert (maybe.verdict, maybe.reason, maybe.difference) == (Verdict.UNDEFINED, Reason.OPEN_LIST, Decimal(2))
    short = own("facts.a", "7", "5", closed=False).judge()
    assert (short.verdict, short.reason, short.difference) == (Verdict.UNDEFINED, Reason.OPEN_LIST, Decimal(2))
    assert verdict(own("facts.a", "3", "5", closed=False)) is Verdict.INCONSISTENT


# ---------------------------------------------------------------------------------------------------------------------
# The verdict alone.


def around(digits: int, count: int) -> list[str]:
    """Return figures of two decimals around one that is given in hundredths: near it each, and some far from it."""
    return [f"{(digits + off) / 100:.2f}" for off in (*range(-count, count + 1), -50 * count, 50 * count)]


def tried() -> Iterator[Relation]:
    """Yield sums, differences, rates and bounds that are right, near to it and far from it."""
    for stated in around(369, 6):
        yield own("facts.a + facts.b + facts.c", stated, "1.23", "1.24", "1.22")
        yield own("facts.a - facts.b", stated, "5", "1.31")
        yield own("facts.a + facts.b", stated, "2.5", "1.19", closed=False)
        yield own("facts.a + facts.b", stated, "2.5", "1.19", at_most=True)
        yield own("facts.a + facts.b", stated, "2.5", "1.19", at_most=True, closed=False)
    for stated in around(2500, 30):
        yield claim("share", f"{stated}%", {"part": "1.5", "whole": "6"})
        yield claim("growth_rate", f"{stated}%", {"current": "7.5", "prior": "6"})
        yield claim("growth_rate", f"{stated}%", {"current": "-4.5", "prior": "-6"})
        yield claim("share", f"{stated}%", {"part": "近2", "whole": "6.1"})
        yield claim("share", f"约{stated}%", {"part": "1.5", "whole": "6"})
        yield claim("share", f"{stated}%", {"part": "1.5", "whole": "近1"})
    yield claim("growth_rate", "100%", {"current": "5", "prior": "0"})
    for stated in ("7", "-7", "8", "70"):
        yield replace(by_kind(stated, "-3", "-4"), expression=Absolute(Symbol(BASIC) + Symbol(PROJECT)))


def by_ranges(relation: Relation) -> Verdict:
    """Return the verdict without the quick looks that come before the ranges."""
    judged = judge(relation.stated, relation.exact(), relation.bounds, is_constant=relation.is_constant)
    over = relation.stated.exact() - relation.exact()
    if relation.comparison == "at_most" and over <= 0:
        return Verdict.EXACT
    open_ = relation.may_fall_short and (relation.comparison == "at_most" or over > 0)
    return Verdict.UNDEFINED if judged.is_wrong and open_ else judged.verdict


def test_the_verdict_alone_is_that_of_the_judgement() -> None:
    """Issue 6: what is far from right is settled at a glance, and never otherwise than by the ranges."""
    seen = set()
    for relation in tried():
        found = relation.judge()
        assert relation.verdict() is found.verdict, relation
        assert relation.closes() is (found.verdict in {Verdict.EXACT, Verdict.ROUNDING})
        if found.reason is not Reason.ZERO_DENOMINATOR:
            assert by_ranges(relation) is found.verdict, relation
        seen.add(found.verdict)
    assert seen == set(Verdict)


def test_a_range_is_computed_when_it_is_asked_for() -> None:
    """Issue 6: a judgement holds what tells its range; it is the range of the mode that explains the figure."""
    found = by_kind("10.02", "3.01", "7.00").judge()
    assert callable(found.within)
    assert found.interval == by_kind("10.02", "3.01", "7.00").bounds(found.fits[0].mode)


# ---------------------------------------------------------------------------------------------------------------------
# Solving.


def holds_all(hull: Interval | None, *values: str) -> bool:
    return hull is not None and all(Fraction(each) in hull for each in values)


def test_closing_solves_for_the_total_and_for_each_part() -> None:
    """Issue 3, diagnosis: each with the value that closes the equation, in the figure's own unit."""
    relation = by_kind("100.93", "99.76", "0.62")
    assert holds_all(relation.closing(TOTAL), "100.37", "100.38", "100.39")
    assert not holds_all(relation.closing(TOTAL), "100.42")
    assert holds_all(relation.closing(BASIC), "100.30", "100.31", "100.32")
    assert not holds_all(relation.closing(BASIC), "100.35")
    in_yuan = by_kind("100.93", "997600元", "0.62")
    assert holds_all(in_yuan.closing(BASIC), "1003100")
    assert not holds_all(in_yuan.closing(BASIC), "1003.1")


def test_closing_solves_for_what_is_taken_off_and_for_denominators() -> None:
    """Issue 3: sums, differences, ratios, growth."""
    difference = own("facts.a - facts.b", "3.00", "10.00", "5.00")
    assert holds_all(difference.closing("facts.b"), "7.00")
    assert holds_all(difference.closing("facts.a"), "8.00")
    started = own("- facts.b + facts.a", "3.00", "10.00", "5.00")
    assert started.numbers() == "0 − 5.00 + 10.00"
    assert holds_all(started.closing("facts.b"), "7.00")
    share = claim("share", "40%", {"part": "30.00", "whole": "60.00"})
    assert holds_all(share.closing("facts.part"), "24.00")
    assert holds_all(share.closing("facts.whole"), "75.00")
    assert holds_all(share.closing("claims[0]"), "50")
    growth = claim("growth_rate", "50%", {"current": "90.00", "prior": "80.00"})
    assert holds_all(growth.closing("facts.prior"), "60.00")
    assert holds_all(growth.closing("facts.current"), "120.00")


def test_closing_of_what_no_value_closes() -> None:
    """Issue 3: a figure that falls out of the equation closes nothing."""
    gone = own("facts.a - facts.a + facts.b", "3.00", "10.00", "5.00")
    assert gone.closing("facts.a") is None
    assert holds_all(gone.closing("facts.b"), "3.00")
    assert gone.closing("facts.elsewhere") is None


def test_closing_of_a_magnitude_is_not_solved() -> None:
    """What is no ratio of sums is not solved for its figures, only for the stated result."""
    relation = by_kind("10", "3", "4")
    magnitude = Relation(
        relation.where, relation.stated, TOTAL, Absolute(relation.expression), relation.pieces, relation.unit
    )
    assert magnitude.closing(BASIC) is None
    assert holds_all(magnitude.closing(TOTAL), "7")


def test_closing_holds_figures_on_both_sides_of_a_pole() -> None:
    """`closing` holds every value that closes the relation: growth of −100% from 1200 to 3, 120 being a slip."""
    relation = claim("growth_rate", "-100%", {"current": "3", "prior": "120"})
    assert not relation.holds()
    assert relation.with_quantity("facts.prior", quantity("1200")).holds()
    assert holds_all(relation.closing("facts.prior"), "1200")


def test_closing_a_share_of_a_denominator_that_may_be_zero() -> None:
    """A denominator cut from 0.9 to 0 under truncation leaves the result unbounded; the exact one closes it still."""
    relation = claim("share", "40%", {"part": "5", "whole": "0.0000000001"})
    assert holds_all(relation.closing("claims[0]"), "5000000000000")
    unbounded = claim("share", "40%", {"part": "5.5", "whole": "近1"})
    assert unbounded.bounds(Rounding.HALF_UP) == Interval(None, None, False, False)
    assert holds_all(unbounded.closing("claims[0]"), "550")


# ---------------------------------------------------------------------------------------------------------------------
# The pieces it is built of.


def test_sums_are_built_from_operands() -> None:
    """A sum keeps signs; an operand without numbers is a mistake of the program."""
    relation = own("facts.a - facts.b", "3", "10", "5")
    pieces = tuple(relation.pieces.values())
    assert [member_key(piece) for piece in pieces] == ["facts.a", "facts.b"]
    assert pieces_of(iter([Operand(pieces)])) == relation.pieces
    assert sum_of(Operand(pieces)) == Symbol("facts.a") - Symbol("facts.b")
    with pytest.raises(ValueError, match="without numbers"):
        sum_of(Operand(()))
    tree, found = formula_over(Symbol("x") / Symbol("y"), {"x": Operand(pieces), "y": Operand(pieces[:1])})
    assert tree == (Symbol("facts.a") - Symbol("facts.b")) / Symbol("facts.a")
    assert found == relation.pieces


def stated_with_units() -> Iterator[tuple[Quantity, str]]:
    yield quantity("12.3万元"), "45.7万元"
    yield Quantity("12.3", Decimal("12.3"), 1, UNITS["万元"]), "45.7"
    yield quantity("12.3"), "45.7"


@pytest.mark.parametrize(("before", "after"), list(stated_with_units()), ids=lambda each: str(each)[:20])
def test_a_rewritten_number_keeps_digits_and_unit(before: Quantity, after: str) -> None:
    """The mend is written as the figure was written: as many digits, the unit where it stood."""
    found = rewritten(before, Fraction("45.65"))
    assert (found.text, found.value, found.decimals, found.unit) == (after, Decimal("45.7"), 1, before.unit)
    other = renumbered(before, Decimal(4), 0)
    assert (other.text, other.decimals) == (after.replace("45.7", "4"), 0)

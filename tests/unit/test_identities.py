"""Every identity of the table: it holds on right figures, a wrong one breaks it, a missing one silences it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

import perfmetrics as pm
from perfmetrics import identities
from perfmetrics.findings import CODES, Severity
from perfmetrics.identities import BUILT_IN, COLUMNS, Identity, Instance, instances
from perfmetrics.statements import SCOPES, Lines, Reads, load_report
from perfmetrics.texts import Phrase
from perfmetrics.verdicts import Reason, Verdict

EXACT, ROUNDING, WRONG, OPEN = Verdict.EXACT, Verdict.ROUNDING, Verdict.INCONSISTENT, Reason.OPEN_LIST
Data = dict[str, Any]


def put(data: Data, path: str, value: object) -> Data:
    """Write a figure at a dotted path."""
    *way, last = path.split(".")
    here = data
    for name in way:
        here = here.setdefault(name, {})
    here[last] = value
    return data


def table(figures: dict[str, object], **more: object) -> Data:
    """Return a report in 万元 from figures by their paths."""
    data: Data = {"unit": "万元", **more}
    for path, value in figures.items():
        put(data, path, value)
    return data


def standing(data: Data, code: str, where: str) -> list[Instance]:
    return [each for each in instances(load_report(data)) if (each.identity.code, each.relation.where) == (code, where)]


Results = dict[str, Verdict | Reason]


def results(data: Data, code: str) -> Results:
    """Return the verdict on every identity with a code by its place, or the reason if it is not judged."""
    found: Results = {}
    for each in instances(load_report(data)):
        if each.identity.code == code:
            assert each.relation.where not in found, each
            judged = each.relation.judge()
            found[each.relation.where] = judged.reason or judged.verdict
    return found


def result(data: Data, code: str, where: str) -> Verdict | Reason | None:
    """Return the verdict on the only identity with a code at a place, or None where there is none."""
    return results(data, code).get(where)


# ---------------------------------------------------------------------------------------------------------------------
# Lines of one column.


class Line(NamedTuple):
    """A line, whether it is added or taken off, a value, and whether it may be absent."""

    name: str
    value: str
    sign: int = 1
    optional: bool = False


class Case(NamedTuple):
    """An identity over lines: the whole, what it is with the required lines, and with all of them."""

    code: str
    whole: str
    least: str
    most: str
    lines: tuple[Line, ...]
    unless: str = ""
    falls_short: str = ""  # "always", or the line whose absence allows it
    all_funds_only: bool = False


KINDS = (
    Line("paid_to_superior", "1", optional=True),
    Line("business_expenditure", "2", optional=True),
    Line("affiliate_subsidies", "3", optional=True),
)
SOURCES = (
    Line("superior_subsidies", "1", optional=True),
    Line("institutional_income", "2", optional=True),
    Line("business_income", "3", optional=True),
    Line("affiliate_payments", "4", optional=True),
    Line("other_income", "5", optional=True),
)
BASIC, PROJECT = Line("basic_expenditure", "99.76"), Line("project_expenditure", "0.62")
LINE_CASES = (
    Case("totals_equal", "total_expenditure", "50", "50", (Line("total_income", "50"),)),
    Case(
        "total_income_parts",
        "total_income",
        "47.5",
        "50",
        (
            Line("current_income", "40"),
            Line("opening_carryover", "7.5"),
            Line("non_fiscal_surplus_used", "2.5", optional=True),
        ),
    ),
    Case(
        "total_expenditure_parts",
        "total_expenditure",
        "34.25",
        "36",
        (
            Line("current_expenditure", "30"),
            Line("closing_carryover", "4.25"),
            Line("surplus_distribution", "1.75", optional=True),
        ),
    ),
    Case(
        "carryover_roll_forward",
        "closing_carryover",
        "17.5",
        "18.25",
        (
            Line("opening_carryover", "7.5"),
            Line("current_income", "40"),
            Line("current_expenditure", "30", -1),
            Line("non_fiscal_surplus_used", "2.5", optional=True),
            Line("surplus_distribution", "1.75", -1, optional=True),
        ),
    ),
    Case("expenditure_by_kind", "current_expenditure", "100.38", "106.38", (BASIC, PROJECT, *KINDS)),
    Case(
        "expenditure_by_kind",
        "total_expenditure",
        "100.38",
        "112.38",
        (
            BASIC,
            PROJECT,
            *KINDS,
            Line("surplus_distribution", "1.75", optional=True),
            Line("closing_carryover", "4.25", optional=True),
        ),
        unless="current_expenditure",
        falls_short="closing_carryover",
    ),
    Case(
        "basic_by_kind",
        "basic_expenditure",
        "99.76",
        "99.76",
        (Line("personnel_expenses", "60.4"), Line("operating_expenses", "39.36")),
    ),
    Case(
        "income_by_source",
        "current_income",
        "40",
        "55",
        (Line("fiscal_appropriation.current_income", "40"), *SOURCES),
        falls_short="always",
        all_funds_only=True,
    ),
    Case(
        "income_by_source",
        "current_income",
        "30",
        "55",
        (
            Line("general_public.current_income", "30"),
            Line("government_fund.current_income", "6", optional=True),
            Line("state_capital.current_income", "4", optional=True),
            *SOURCES,
        ),
        unless="fiscal_appropriation.current_income",
        falls_short="always",
        all_funds_only=True,
    ),
    Case(
        "three_public_parts",
        "three_public_expenses",
        "35.95",
        "35.95",
        (Line("overseas_travel", "1.5"), Line("official_vehicles", "29.46"), Line("official_hospitality", "4.99")),
    ),
    Case(
        "three_public_parts",
        "three_public_expenses",
        "35.95",
        "35.95",
        (
            Line("overseas_travel", "1.5"),
            Line("vehicle_purchase", "20.46"),
            Line("vehicle_operation", "9"),
            Line("official_hospitality", "4.99"),
        ),
        unless="official_vehicles",
    ),
    Case(
        "vehicle_parts",
        "official_vehicles",
        "29.46",
        "29.46",
        (Line("vehicle_purchase", "20.46"), Line("vehicle_operation", "9")),
    ),
    Case(
        "hospitality_parts",
        "official_hospitality",
        "4.99",
        "4.99",
        (Line("domestic_hospitality", "4"), Line("foreign_hospitality", "0.99")),
    ),
    Case(
        "procurement_parts",
        "procurement",
        "60.5",
        "60.5",
        (Line("procurement_goods", "10"), Line("procurement_works", "20"), Line("procurement_services", "30.5")),
    ),
)
LINE_IDS = [f"{case.code}-{case.whole}-{len(case.lines)}" for case in LINE_CASES]


def places(case: Case) -> list[str]:
    scopes = [""] if case.all_funds_only else ["", *(f".{scope}" for scope in SCOPES)]
    return [f"{column}{scope}" for column in COLUMNS for scope in scopes]


def required(case: Case) -> tuple[Line, ...]:
    return tuple(line for line in case.lines if not line.optional)


def shift(value: str, by: str) -> str:
    return str(Decimal(value) + Decimal(by))


def everywhere(case: Case, figures: dict[str, str]) -> Data:
    """Return a report with the same lines in every column and scope that the identity holds in."""
    return table({f"{here}.{line}": value for here in places(case) for line, value in figures.items()})


def all_are(case: Case, figures: dict[str, str], expected: Verdict | Reason) -> None:
    found = results(everywhere(case, figures), case.code)
    assert {f"{here}.{case.whole}": expected for here in places(case)}.items() <= found.items(), figures


def least(case: Case) -> dict[str, str]:
    return {case.whole: case.least, **{line.name: line.value for line in required(case)}}


@pytest.mark.parametrize("case", LINE_CASES, ids=LINE_IDS)
def test_a_line_identity_holds_on_right_figures_with_and_without_optional_parts(case: Case) -> None:
    """Issue 3: every identity that the figures allow, in every column and scope it holds in and that has the lines."""
    all_are(case, least(case), EXACT)
    all_are(case, {case.whole: case.most, **{line.name: line.value for line in case.lines}}, EXACT)
    for line in case.lines:
        if line.optional:
            total = shift(case.least, line.value if line.sign > 0 else f"-{line.value}")
            all_are(case, {**least(case), case.whole: total, line.name: line.value}, EXACT)


@pytest.mark.parametrize("case", LINE_CASES, ids=LINE_IDS)
def test_a_wrong_figure_breaks_a_line_identity_in_every_column_and_scope(case: Case) -> None:
    """Issue 3: every identity is broken by a wrong figure; what may fall short is broken by an excess only."""
    for line in (Line(case.whole, case.least, -1), *required(case)):
        for by in ("3.10", "-2.40") if case.falls_short else ("3.10",):
            parts_above_whole = (line.sign > 0) is (by == "3.10")
            expected = WRONG if parts_above_whole or not case.falls_short else OPEN
            all_are(case, {**least(case), line.name: shift(line.value, by)}, expected)


@pytest.mark.parametrize("case", LINE_CASES, ids=LINE_IDS)
def test_a_wrong_optional_part_breaks_a_line_identity(case: Case) -> None:
    """Issue 3: parts that may be absent count where they are stated."""
    here = "final_accounts"
    right = {f"{here}.{case.whole}": case.most, **{f"{here}.{line.name}": line.value for line in case.lines}}
    for line in case.lines:
        wrong = table({**right, f"{here}.{line.name}": shift(line.value, "3.10")})
        falls = case.falls_short == "always" and line.sign < 0
        assert result(wrong, case.code, f"{here}.{case.whole}") is (OPEN if falls else WRONG), line
        less = table({**right, f"{here}.{line.name}": shift(line.value, "-2.40")})
        short = case.falls_short == "always" and line.sign > 0
        assert result(less, case.code, f"{here}.{case.whole}") is (OPEN if short else WRONG), line


@pytest.mark.parametrize("case", LINE_CASES, ids=LINE_IDS)
def test_a_line_identity_does_not_run_where_a_required_figure_is_missing(case: Case) -> None:
    """Prior art: a rule does not run when a required figure is missing; it is never taken as zero."""
    for missing in least(case):
        rest = {line: value for line, value in least(case).items() if line != missing}
        found = results(everywhere(case, rest), case.code)
        assert not {f"{here}.{case.whole}" for here in places(case)} & set(found), missing


@pytest.mark.parametrize("case", [case for case in LINE_CASES if case.unless], ids=lambda case: case.unless)
def test_an_identity_steps_back_for_the_better_one(case: Case) -> None:
    """`unless`: where the report states that figure, another identity is the better one."""
    here = "final_accounts"
    figures = {f"{here}.{case.whole}": case.least, **{f"{here}.{line.name}": line.value for line in required(case)}}
    parts = {f"{here}.{line.name}" for line in required(case)}
    data = table({**figures, f"{here}.{case.unless}": "29.46"})
    found = standing(data, case.code, f"{here}.{case.whole}")
    assert parts not in [set(each.relation.pieces) for each in found]


def test_income_by_source_is_read_from_the_list_of_the_report_where_there_is_one() -> None:
    """Issue 3: income by source (a closed list only); the report's own list says whether it is closed."""
    figures: dict[str, object] = {
        "final_accounts.current_income": "50",
        "final_accounts.fiscal_appropriation.current_income": "40",
        "prior_accounts.current_income": "50",
        "prior_accounts.fiscal_appropriation.current_income": "40",
    }
    listed = {"id": "s", "name": "来源", "by": "source", "of": "final_accounts.current_income", "closed": True}
    items = [{"name": "财政拨款", "value": "40"}, {"name": "其他", "value": "7"}]
    data = table(figures, lists=[{**listed, "items": items}])
    assert result(data, "income_by_source", "final_accounts.current_income") is None
    assert result(data, "income_by_source", "prior_accounts.current_income") is OPEN
    assert result(data, "list_adds_up", "final_accounts.current_income") is WRONG
    data["lists"][0]["by"] = "other"
    assert result(data, "income_by_source", "final_accounts.current_income") is OPEN


# ---------------------------------------------------------------------------------------------------------------------
# A part and its whole.

PART_CASES = (
    ("capital_construction", "project_expenditure"),
    ("priority_projects", "project_expenditure"),
    ("procurement_small_firms", "procurement"),
    ("basic_expenditure", "current_expenditure"),
    ("project_expenditure", "current_expenditure"),
    ("personnel_expenses", "basic_expenditure"),
    ("operating_expenses", "basic_expenditure"),
    ("overseas_travel", "three_public_expenses"),
    ("official_vehicles", "three_public_expenses"),
    ("official_hospitality", "three_public_expenses"),
    ("vehicle_purchase", "official_vehicles"),
    ("vehicle_operation", "official_vehicles"),
    ("domestic_hospitality", "official_hospitality"),
    ("foreign_guest_hospitality", "domestic_hospitality"),
)


CODE = "part_above_whole"


def at_most(pairs: dict[str, str]) -> None:
    """A part is below its whole, equal to it or above it; and judged where both are stated."""

    def of(figures: dict[str, str]) -> dict[tuple[str, str], Verdict]:
        found = [each.relation for each in instances(load_report(table(dict(figures)))) if each.identity.code == CODE]
        return {(each.where, whole): each.judge().verdict for each in found for whole in each.pieces}

    def all_are(part: str, whole: str, expected: Verdict) -> None:
        found = of({**dict.fromkeys(pairs.values(), whole), **dict.fromkeys(pairs, part)})
        assert dict.fromkeys(pairs.items(), expected).items() <= found.items()

    all_are("3.25", "5.15", EXACT)
    all_are("5.15", "5.15", EXACT)
    all_are("5.2", "5.15", EXACT)  # 5.15 itself is written so with one digit
    all_are("5.16", "5.15", WRONG)  # no mode puts a part above its whole
    all_are("5.3", "5.15", WRONG)
    all_are("51.5", "5.15", WRONG)
    assert not set(pairs.items()) & set(of(dict.fromkeys(pairs, "6.15")))
    assert not set(pairs.items()) & set(of(dict.fromkeys(pairs.values(), "6.15")))


@pytest.mark.parametrize(("part", "whole"), PART_CASES)
def test_a_part_is_never_above_its_whole(part: str, whole: str) -> None:
    """Issue 3: a part never above its whole, in every column and scope."""
    scopes = ("", *(f".{each}" for each in SCOPES))
    at_most({f"{col}{scope}.{part}": f"{col}{scope}.{whole}" for col in COLUMNS for scope in scopes})


def test_a_part_of_a_closed_sum_needs_no_check_of_its_own() -> None:
    """Issue 3: no identity twice; the sum says all that part and whole say."""
    here = "final_accounts"
    data = table({f"{here}.basic_expenditure": "9", f"{here}.personnel_expenses": "10"})
    assert result(data, "part_above_whole", f"{here}.personnel_expenses") is WRONG
    put(data, f"{here}.operating_expenses", "1")
    assert result(data, "part_above_whole", f"{here}.personnel_expenses") is None
    assert result(data, "basic_by_kind", f"{here}.basic_expenditure") is WRONG


# ---------------------------------------------------------------------------------------------------------------------
# Funds.

FUND_PAIRS = (
    ("fiscal_appropriation", ""),
    ("general_public", "fiscal_appropriation."),
    ("government_fund", "fiscal_appropriation."),
    ("state_capital", "fiscal_appropriation."),
    ("general_public", ""),
    ("government_fund", ""),
    ("state_capital", ""),
)


def test_funds_add_up_line_by_line() -> None:
    """Regulations 7, I7: fiscal appropriation = general public budget + government fund + state capital."""
    funds = {"fiscal_appropriation": "12", "general_public": "7.5", "government_fund": "3", "state_capital": "1.5"}
    spots = [(column, line) for column in COLUMNS for line in Lines.model_fields]
    wholes = {f"{column}.fiscal_appropriation.{line}" for column, line in spots}

    def of(values: dict[str, str], where: list[tuple[str, str]]) -> Results:
        figures = {f"{column}.{fund}.{line}": v for column, line in where for fund, v in values.items()}
        return results(table(dict(figures)), "funds_add_up")

    assert of(funds, spots) == dict.fromkeys(wholes, EXACT)
    assert of({**funds, "government_fund": "6.1"}, spots) == dict.fromkeys(wholes, WRONG)
    for fund, value in funds.items():
        (where,) = of({**funds, fund: shift(value, "3.10")}, spots[:1]).values()
        assert where is WRONG, fund
        if fund != "state_capital":
            assert of({name: each for name, each in funds.items() if name != fund}, spots[:1]) == {}, fund


def test_funds_may_fall_short_where_state_capital_is_not_stated() -> None:
    """Issue 3: lists that are not known to be closed fall short as `undefined`, and an excess is an alarm."""
    where = "prior_accounts.fiscal_appropriation.closing_carryover"
    funds: dict[str, object] = {
        "prior_accounts.general_public.closing_carryover": "7.5",
        "prior_accounts.government_fund.closing_carryover": "3",
    }
    assert result(table({where: "10.5", **funds}), "funds_add_up", where) is EXACT
    assert result(table({where: "11.2", **funds}), "funds_add_up", where) is OPEN
    assert result(table({where: "10.2", **funds}), "funds_add_up", where) is WRONG


@pytest.mark.parametrize(("part", "whole"), FUND_PAIRS)
def test_a_fund_is_at_most_what_it_is_part_of_line_by_line(part: str, whole: str) -> None:
    """Issue 3: fiscal ≤ total line by line; regulations 7, I8."""
    spots = [(column, line) for column in COLUMNS for line in ("total_income", "training_expenses")]
    at_most({f"{column}.{part}.{line}": f"{column}.{whole}{line}" for column, line in spots})
    data = table(
        {f"final_accounts.{scope}{line}": "5.15" for scope in (f"{part}.", whole) for line in Lines.model_fields}
    )
    pairs = {(each.relation.where, *each.relation.pieces) for each in instances(load_report(data))}
    assert {(f"final_accounts.{part}.{line}", f"final_accounts.{whole}{line}") for line in Lines.model_fields} <= pairs


# ---------------------------------------------------------------------------------------------------------------------
# Columns beside one another, and people.


@pytest.mark.parametrize("line", ["current_expenditure", "current_income", "total_expenditure", "total_income"])
def test_the_adjusted_budget_follows_from_the_initial_one(line: str) -> None:
    """Issue 3: adjusted = initial + additions − reductions; a lawful explanation exists, so it is a warning."""
    where = f"full_year_budget.{line}"
    figures: dict[str, object] = {where: "112.5", f"initial_budget.{line}": "100", "adjustment.supplement": "12.5"}
    assert result(table(figures), "adjusted_budget", where) is EXACT
    cut: dict[str, object] = {**figures, "adjustment.cut": "2.5"}
    assert result(table(cut), "adjusted_budget", where) is WRONG
    assert result(table({**cut, where: "110"}), "adjusted_budget", where) is EXACT
    for path in figures:
        assert result(table({**figures, path: "77.7"}), "adjusted_budget", where) is WRONG, path
        rest = {key: value for key, value in figures.items() if key != path}
        assert result(table(rest), "adjusted_budget", where) is None, path


def test_carried_forward_of_last_year_is_brought_forward_of_this_one() -> None:
    """Issue 3: carried forward of last year = brought forward of this one."""
    where = "final_accounts.opening_carryover"
    figures: dict[str, object] = {where: "62.29", "prior_accounts.closing_carryover": "62.29"}
    assert result(table(figures), "brought_forward", where) is EXACT
    assert result(table({**figures, where: "62.3"}), "brought_forward", where) is EXACT
    assert result(table({**figures, where: "62.2"}), "brought_forward", where) is ROUNDING
    assert result(table({**figures, where: "26.29"}), "brought_forward", where) is WRONG
    for path in figures:
        assert result(table({path: "1"}), "brought_forward", where) is None


@pytest.mark.parametrize(("part", "whole"), [("in_post", "present"), ("counted_elsewhere", "in_post")])
def test_people_are_counted_exactly(part: str, whole: str) -> None:
    """Issue 3: a part never above its whole; design 3: counts of people are exact, so one too many is an alarm."""
    where = f"staff.{part}"
    assert result({"staff": {part: 23, whole: 23}}, "part_above_whole", where) is EXACT
    assert result({"staff": {part: 22, whole: 23}}, "part_above_whole", where) is EXACT
    assert result({"staff": {part: 24, whole: 23}}, "part_above_whole", where) is WRONG
    assert result({"staff": {part: 24}}, "part_above_whole", where) is None


# ---------------------------------------------------------------------------------------------------------------------
# Lists.


def listed(*items: tuple[str, str] | tuple[str, str, int] | tuple[str, str, int, str], **more: object) -> Data:
    """Return a report with one list; an item is its name, its value, its level and its share."""
    keys = ("name", "value", "level", "share")
    plain = [dict(zip(keys, item, strict=False)) for item in items]
    return {"unit": "万元", "lists": [{"id": "l", "name": "清单", "by": "function", "items": plain, **more}]}


@pytest.mark.parametrize(
    ("closed", "short"), [(True, WRONG), (False, OPEN), ("unknown", OPEN)], ids=["closed", "open", "unknown"]
)
def test_only_a_closed_list_can_fall_short(closed: object, short: Verdict | Reason) -> None:
    """Design 3: open-ended lists say whether they are complete, and only a closed list can fall short."""
    where = "lists.l.total"
    items = (("甲", "12.34"), ("乙", "7.66"))
    assert result(listed(*items, total="20", closed=closed), "list_adds_up", where) is EXACT
    assert result(listed(*items, total="20.01", closed=closed), "list_adds_up", where) is ROUNDING
    assert result(listed(*items, total="25", closed=closed), "list_adds_up", where) is short
    assert result(listed(*items, total="19", closed=closed), "list_adds_up", where) is WRONG
    assert result(listed(*items, closed=closed), "list_adds_up", where) is None


def test_a_list_is_not_known_to_be_closed_unless_it_says_so() -> None:
    """Issue 3: lists that are not known to be closed never raise an alarm."""
    assert result(listed(("甲", "1"), total="20"), "list_adds_up", "lists.l.total") is OPEN


def test_a_list_breaks_down_a_figure_of_the_report() -> None:
    """Issue 3: expenditure by function and by economic class; establishment by kind; staff by kind."""
    data = listed(("行政", "20"), ("事业", "9"), of="staff.establishment", closed=True)
    data["staff"] = {"establishment": 29}
    assert result(data, "list_adds_up", "staff.establishment") is EXACT
    data["staff"] = {"establishment": 30}
    assert result(data, "list_adds_up", "staff.establishment") is WRONG
    data["staff"] = {"in_post": 30}
    assert result(data, "list_adds_up", "staff.establishment") is None


def test_a_list_of_a_figure_that_is_written_as_a_sum_is_left_alone() -> None:
    """Design 3, what is not certain is not judged: which of the parts a list breaks down is not said."""
    data = listed(("行政", "20"), of="final_accounts.current_expenditure", closed=True)
    put(data, "final_accounts.current_expenditure", [{"name": "a", "value": "5"}, {"name": "b", "value": "6"}])
    assert instances(load_report(data)) == ()


def test_an_item_is_at_most_its_total() -> None:
    """Issue 3: a part never above its whole, also in a list that is not known to be closed."""
    assert result(listed(("甲", "10742"), total="10149"), "part_above_whole", "lists.l.甲") is WRONG
    assert result(listed(("甲", "10149"), total="10149"), "part_above_whole", "lists.l.甲") is EXACT
    split = listed(("甲", "1"), total="10149")
    split["lists"][0]["items"][0]["value"] = [{"name": "a", "value": "1"}, {"name": "b", "value": "2"}]
    assert result(split, "part_above_whole", "lists.l.甲") is None
    assert result(split, "list_adds_up", "lists.l.total") is OPEN


def test_items_below_an_item_are_at_most_it() -> None:
    """Design 4: a list after 其中 may be partial, so a shortfall is never called inconsistent."""
    items = (("基本", "60"), ("人员", "40", 2), ("公用", "20", 2), ("项目", "40"), ("基建", "30", 2))
    data = listed(*items, total="100", closed=True)
    assert result(data, "list_adds_up", "lists.l.total") is EXACT
    assert result(data, "list_adds_up", "lists.l.基本") is EXACT
    assert result(data, "list_adds_up", "lists.l.项目") is OPEN
    (of_which,) = standing(data, "list_adds_up", "lists.l.项目")
    assert of_which.identity.is_of_which
    data["lists"][0]["items"][2]["value"] = "29"
    assert result(data, "list_adds_up", "lists.l.基本") is WRONG
    assert result(data, "list_adds_up", "lists.l.total") is EXACT


def test_items_below_nothing_are_no_sum() -> None:
    """What stands below no item is part of the total only."""
    data = listed(("人员", "40", 2), ("项目", "40"), total="40", closed=True)
    found = [each.relation.where for each in instances(load_report(data)) if each.identity.code == "list_adds_up"]
    assert found == ["lists.l.total"]


def test_a_list_of_lower_levels_only_is_no_sum() -> None:
    """Where no item stands on the first level there is nothing to add up."""
    data = listed(("人员", "40", 2), total="50", closed=True)
    assert [each.identity.code for each in instances(load_report(data))] == ["part_above_whole"]


def test_items_two_levels_down_belong_to_the_item_above_them() -> None:
    """Issue 3: 60 with 其中 50, and 30, are 90 of 100: a right list raises no alarm."""
    data = listed(("甲", "100"), ("乙", "60", 2), ("丙", "50", 3), ("丁", "30", 2), total="100", closed=True)
    assert [each.relation.where for each in instances(load_report(data)) if not each.relation.holds()] == []


def test_items_of_one_name_are_different_items() -> None:
    """Issue 3: 其他 stands below two items, and both are right: no alarm."""
    data = listed(("甲", "10"), ("其他", "1", 2), ("乙", "20"), ("其他", "15", 2), total="30", closed=True)
    assert [each.relation.where for each in instances(load_report(data)) if not each.relation.holds()] == []


def test_a_share_recomputes() -> None:
    """Issue 3: 占…% recomputes to the printed precision; truncation is rounding, anything else is wrong."""
    where = "lists.l.甲.share"
    for share, verdict in (("33.34%", EXACT), ("33.33%", ROUNDING), ("33.44%", WRONG), ("33", EXACT)):
        data = listed(("甲", "33.339", 1, share), ("乙", "66.661"), total="100.000")
        assert result(data, "share_recomputed", where) is verdict, share
    assert result(listed(("甲", "0", 1, "5%"), total="0"), "share_recomputed", where) is Reason.ZERO_DENOMINATOR
    assert result(listed(("甲", "5", 1, "5%")), "share_recomputed", where) is None
    assert result(listed(("甲", "5"), total="10"), "share_recomputed", where) is None


def test_a_share_of_several_numbers() -> None:
    """Design 3: what is not certain is not judged: a share written as a sum; an item written so counts in full."""
    parts = [{"name": "a", "value": "5"}, {"name": "b", "value": "6"}]
    data = listed(("甲", "11", 1, "50%"), total="100")
    data["lists"][0]["items"][0]["share"] = [{"name": "a", "value": "5%"}, {"name": "b", "value": "6%"}]
    assert result(data, "share_recomputed", "lists.l.甲.share") is None
    data = listed(("甲", "11", 1, "50%"), total="100")
    data["lists"][0]["items"][0]["value"] = parts
    assert result(data, "share_recomputed", "lists.l.甲.share") is WRONG
    data["lists"][0]["items"][0]["share"] = "11%"
    assert result(data, "share_recomputed", "lists.l.甲.share") is EXACT


@pytest.mark.parametrize(("closed", "short"), [(True, WRONG), (False, OPEN), ("unknown", OPEN)])
def test_shares_add_up_to_100_percent(closed: object, short: Verdict | Reason) -> None:
    """Issue 3: shares sum to 100%; shares of lower levels do not count, and a list that may go on may fall short."""

    def of(*shares: str) -> Verdict | Reason | None:
        items = [(name, "1", 1, share) for name, share in zip("甲乙丙", shares, strict=False)]
        return result(listed(*items, ("丁", "1", 2, "7%"), total="3", closed=closed), "shares_add_up", "lists.l.shares")

    assert of("50%", "30%", "20%") is EXACT
    assert of("33.33%", "33.33%", "33.33%") is ROUNDING
    assert of("33.33%", "33.33%", "33.3%") is short  # 33.3 beside 33.33 is 33.30, and three roundings allow 0.015
    assert of("50%", "30%", "10%") is short
    assert of("50%", "30%", "30%") is WRONG
    assert of("100%") is None


def test_shares_are_not_added_up_where_one_is_missing() -> None:
    """Prior art: a rule does not run when a required figure is missing."""
    data = listed(("甲", "1", 1, "50%"), ("乙", "1", 1, "30%"), ("丙", "1"), total="3", closed=True)
    assert result(data, "shares_add_up", "lists.l.shares") is None


def test_shares_of_a_list_without_a_total_add_up_too() -> None:
    """Issue 3: shares sum to 100%; nothing else than the shares is needed for that."""
    data = listed(("甲", "1", 1, "60%"), ("乙", "1", 1, "70%"), closed=True)
    assert result(data, "shares_add_up", "lists.l.shares") is WRONG


def test_100_percent_is_not_a_rounded_figure() -> None:
    """Issue 3: a sum may differ by what its roundings allow, and no more: no mode makes 100% three times 33.34%."""
    data = listed(*((name, "1", 1, "33.34%") for name in "甲乙丙"), total="3", closed=True)
    assert result(data, "shares_add_up", "lists.l.shares") is WRONG


# ---------------------------------------------------------------------------------------------------------------------
# Projects.


def projects(*rows: Data, closed: object = True, spent: str = "30", planned: str = "40") -> Data:
    return {
        "unit": "万元",
        "initial_budget": {"project_expenditure": planned},
        "final_accounts": {"project_expenditure": spent},
        "projects": list(rows),
        "projects_closed": closed,
    }


A: Data = {"name": "甲", "budget": "25", "executed": "20"}
B: Data = {"name": "乙", "budget": "15", "executed": "10"}


@pytest.mark.parametrize(("closed", "short"), [(True, WRONG), (False, OPEN), ("unknown", OPEN)])
def test_projects_add_up_to_project_spending(closed: object, short: Verdict | Reason) -> None:
    """Issue 3: projects sum to project spending, budget and outturn."""
    for column, right in (("initial_budget", "40"), ("final_accounts", "30")):
        where, key = f"{column}.project_expenditure", "planned" if right == "40" else "spent"
        assert result(projects(A, B, closed=closed, **{key: right}), "projects_add_up", where) is EXACT
        assert result(projects(A, B, closed=closed, **{key: "99"}), "projects_add_up", where) is short
        assert result(projects(A, B, closed=closed, **{key: "9"}), "projects_add_up", where) is WRONG
        assert result({"projects": [A, B], "unit": "万元"}, "projects_add_up", where) is None


def test_a_project_without_its_outturn_leaves_the_list_open() -> None:
    """Prior art: a missing figure is never taken as zero; the other projects are still at most the whole."""
    rows = (A, {"name": "乙", "budget": "15"})
    assert result(projects(*rows), "projects_add_up", "final_accounts.project_expenditure") is OPEN
    assert result(projects(*rows, spent="19"), "projects_add_up", "final_accounts.project_expenditure") is WRONG
    assert result(projects(*rows), "projects_add_up", "initial_budget.project_expenditure") is EXACT
    none = projects({"name": "甲", "budget": "40"})
    assert result(none, "projects_add_up", "final_accounts.project_expenditure") is None


def test_projects_of_one_name_are_different_projects() -> None:
    """Issue 3: two projects called 其他, of 1 and 5, are 6: no alarm."""
    data = projects({"name": "其他", "executed": "1"}, {"name": "其他", "executed": "5"}, spent="6")
    assert [each.relation.where for each in instances(load_report(data)) if not each.relation.holds()] == []


def test_a_project_rate_recomputes() -> None:
    """Issue 3: stated rates recompute."""
    where = "projects.甲.rate"
    assert result(projects({**A, "rate": "80%"}), "rate_recomputed", where) is EXACT
    assert result(projects({**A, "rate": "80"}), "rate_recomputed", where) is EXACT
    assert result(projects({**A, "rate": "90%"}), "rate_recomputed", where) is WRONG
    zero = {"name": "甲", "budget": "0", "executed": "0", "rate": "100%"}
    assert result(projects(zero), "rate_recomputed", where) is Reason.ZERO_DENOMINATOR
    for key in ("budget", "executed"):
        row = {name: value for name, value in A.items() if name != key}
        assert result(projects({**row, "rate": "90%"}), "rate_recomputed", where) is None
    split = [{"name": "a", "value": "50%"}, {"name": "b", "value": "40%"}]
    assert result(projects({**A, "rate": split}), "rate_recomputed", where) is None


def test_an_outturn_that_is_written_as_a_sum_counts_in_full() -> None:
    """Issue 3: stated rates recompute; 40 + 50 of 100 is 90%."""
    split = [{"name": "一期", "value": "40"}, {"name": "二期", "value": "50"}]
    row: dict[str, object] = {"name": "甲", "budget": "100", "executed": split, "rate": "90%"}
    assert result(projects(row), "rate_recomputed", "projects.甲.rate") is EXACT
    turned: dict[str, object] = {"name": "甲", "budget": split, "executed": "45", "rate": "50%"}
    assert result(projects(turned), "rate_recomputed", "projects.甲.rate") is EXACT


@pytest.mark.parametrize(("closed", "above"), [(True, WRONG), (False, OPEN), ("unknown", OPEN)])
def test_a_project_is_at_most_its_functional_class(closed: object, above: Verdict | Reason) -> None:
    """Issue 3: a project of 7.46 in class 城乡社区 above the class's 5.9."""
    where = "projects.绿化.executed"
    base = listed(("城乡社区", "5.9"), ("教育", "4.1"), total="10", closed=closed)
    row = {"name": "绿化", "executed": "5.85", "function": "城乡社区"}

    def of(**changed: object) -> Verdict | Reason | None:
        return result({**base, "projects": [{**row, **changed}]}, "part_above_whole", where)

    assert of() is EXACT
    assert of(executed="7.46") is above
    assert of(executed="7.46", function="住房保障") is None
    assert of(executed="7.46", function=None) is None
    assert of(executed=None) is None
    by_class = {**base, "lists": [{**base["lists"][0], "by": "economic"}], "projects": [row]}
    assert result(by_class, "part_above_whole", where) is None
    split = [{"name": "a", "value": "5"}, {"name": "b", "value": "6"}]
    assert of(executed=split) is None


# ---------------------------------------------------------------------------------------------------------------------
# Claims.


def claiming(formula: str, value: object, figures: Mapping[str, object] | None = None, **inputs: str) -> Data:
    claim = {"formula": formula, "inputs": inputs, "value": value}
    return table({"final_accounts.meeting_expenses": "90.00", **(figures or {})}, claims=[claim])


YEARS = {"current": "final_accounts.meeting_expenses", "prior": "prior_accounts.meeting_expenses"}
RATE = ("rate_recomputed", "claims[0]")


def test_growth_and_difference_recompute_against_both_years() -> None:
    """Issue 3: year-on-year difference and growth against both years."""
    prior: dict[str, object] = {"prior_accounts.meeting_expenses": "80.00"}
    assert result(claiming("growth_rate", "12.5%", prior, **YEARS), *RATE) is EXACT
    assert result(claiming("growth_rate", "12.5", prior, **YEARS), *RATE) is EXACT
    assert result(claiming("growth_rate", "13.5%", prior, **YEARS), *RATE) is WRONG
    assert result(claiming("difference", "10", prior, **YEARS), *RATE) is EXACT
    assert result(claiming("difference", "100000元", prior, **YEARS), *RATE) is EXACT
    assert result(claiming("difference", "10元", prior, **YEARS), *RATE) is WRONG
    assert result(claiming("difference", "-10", prior, **YEARS), *RATE) is WRONG
    zero: dict[str, object] = {"prior_accounts.meeting_expenses": "0"}
    assert result(claiming("growth_rate", "100%", zero, **YEARS), *RATE) is Reason.ZERO_DENOMINATOR


def test_a_difference_of_figures_without_a_unit() -> None:
    """Issue 3: differences of what is no money: 29 offices less 24 are 5."""
    facts = [{"id": "a", "name": "a", "value": "29"}, {"id": "b", "name": "b", "value": "24"}]
    for value, verdict in (("5", EXACT), ("5个", EXACT), ("7", WRONG)):
        claim = {"formula": "difference", "inputs": {"current": "facts.a", "prior": "facts.b"}, "value": value}
        assert result({"facts": facts, "claims": [claim]}, *RATE) is verdict


def test_a_claim_says_where_it_stands() -> None:
    """Issue 3: the finding names the place that the report gives."""
    data = claiming("growth_rate", "12.5%", {"prior_accounts.meeting_expenses": "80.00"}, **YEARS)
    (plain,) = standing(data, *RATE)
    assert (plain.name.zh, plain.name.en) == ("增长率", "growth rate")
    data["claims"][0]["where"] = "二（四）"
    (placed,) = standing(data, *RATE)
    assert (placed.name.zh, placed.name.en) == ("增长率（二（四））", "growth rate（二（四））")


def test_a_claim_that_cannot_be_computed_is_not_judged() -> None:
    """Prior art: a rule does not run when a required figure is missing."""
    prior: dict[str, object] = {"prior_accounts.meeting_expenses": "80.00"}
    split = [{"name": "a", "value": "5%"}, {"name": "b", "value": "6%"}]
    for data in (
        claiming("growth_rate", "12.5%", None, **YEARS),
        claiming("growth_rate", split, prior, **YEARS),
    ):
        assert result(data, *RATE) is None, data


@pytest.mark.parametrize(
    ("formula", "inputs", "path"),
    [
        ("no_such_formula", YEARS, "claims[0].formula"),
        ("growth_rate", {"current": YEARS["current"]}, "claims[0].inputs"),
        ("growth_rate", {**YEARS, "prior": "prior_accounts.no_such_line"}, "claims[0].inputs.prior"),
        ("growth_rate", {**YEARS, "prior": "+ +"}, "claims[0].inputs.prior"),
        ("growth_rate", {**YEARS, "before": YEARS["prior"]}, "claims[0].inputs.before"),
    ],
)
def test_a_claim_that_cannot_be_read_is_refused(formula: str, inputs: dict[str, str], path: str) -> None:
    """Bad input gets one clear error with a path, a reason and the mend; it is not passed over in silence."""
    with pytest.raises(pm.ReportError) as caught:
        instances(load_report(claiming(formula, "12.5%", None, **inputs)))
    (only,) = caught.value.problems
    assert only.path == path
    assert only.reason.zh
    assert only.mend.zh


# ---------------------------------------------------------------------------------------------------------------------
# A figure that is stated twice.


def test_a_figure_stated_twice_agrees_with_itself() -> None:
    """Issue 3: a figure stated twice (also in 元 and in 万元) agrees with itself."""
    path = "final_accounts.current_expenditure"

    def of(*stated: str) -> list[tuple[str, Verdict]]:
        found = instances(load_report(table({path: list(stated)})))
        return [(each.relation.where, each.relation.judge().verdict) for each in found]

    assert of("818.56", "8185589.95元") == [(f"{path}[0]", EXACT)]
    assert of("8185589.95元", "818.56") == [(f"{path}[1]", EXACT)]
    assert of("8185589.95元", "818.55") == [(f"{path}[1]", ROUNDING)]
    assert of("8185589.95元", "818.65") == [(f"{path}[1]", WRONG)]
    assert of("8185589.95元", "8185589.95万元") == [(f"{path}[1]", WRONG)]
    assert of("818.56", "818.56", "818.6") == [(f"{path}[1]", EXACT), (f"{path}[2]", EXACT)]
    assert of("818.56") == []


def test_a_time_stated_twice_agrees_with_itself() -> None:
    """Issue 3: a figure stated twice agrees with itself, also in days and in hours."""
    data = {"facts": [{"id": "t", "name": "时限", "value": ["1天", "24小时"]}]}
    assert [each.relation.judge().verdict for each in instances(load_report(data))] == [EXACT]


# ---------------------------------------------------------------------------------------------------------------------
# Identities of the user's own.

OWN = {"name": "会议与培训", "whole": "final_accounts.current_expenditure"}
PARTS = "final_accounts.meeting_expenses + final_accounts.training_expenses?"


def owned(stated: str, **more: object) -> Data:
    figures: dict[str, object] = {"final_accounts.current_expenditure": stated, "final_accounts.meeting_expenses": "90"}
    return table(figures, identities=[{**OWN, "parts": PARTS, **more}])


def test_identities_of_the_report_file() -> None:
    """Issue 3: users add their own identities in the report file."""
    at = ("user_identity", OWN["whole"])
    assert result(owned("90"), *at) is EXACT
    assert result(owned("95"), *at) is WRONG
    assert result(owned("95", closed=False), *at) is OPEN
    assert result(owned("95", closed="unknown"), *at) is OPEN
    assert result(owned("80", at_most=True), *at) is EXACT
    assert result(owned("95", at_most=True), *at) is WRONG
    with_training = owned("95")
    put(with_training, "final_accounts.training_expenses", "5")
    assert result(with_training, *at) is EXACT
    missing = owned("95")
    del missing["final_accounts"]["meeting_expenses"]
    assert result(missing, *at) is None
    (only,) = standing(owned("90"), *at)
    assert (only.identity.name, only.identity.source) == (Phrase("会议与培训", "会议与培训"), "report")


def test_nothing_but_parts_that_may_be_absent_and_are_is_no_sum() -> None:
    """Prior art: a rule does not run when its figures are missing; nothing at all is not zero."""
    at = ("user_identity", OWN["whole"])
    assert result(owned("90", parts="final_accounts.training_expenses?"), *at) is None
    assert result(claiming("growth_rate", "12.5%", {}, **{**YEARS, "prior": f"{YEARS['prior']}?"}), *RATE) is None


def test_identities_in_code() -> None:
    """Issue 3: users add their own identities in code."""
    mine = Identity("user_identity", Phrase("我的", "mine"), "s", OWN["whole"], PARTS)
    data = owned("95")
    del data["identities"]
    assert instances(load_report(data)) == ()
    (only,) = instances(load_report(data), [mine])
    assert only.identity is mine
    assert only.relation.judge().verdict is WRONG


def test_an_identity_in_code_has_all_that_those_of_the_table_have() -> None:
    """`Identity`: it does not run without its whole, steps back for a better one, and may fall short by a path."""
    steps_back = {"unless": "final_accounts.procurement", "may_fall_short": "final_accounts.other_income"}
    mine = Identity("user_identity", Phrase("我的", "mine"), "s", OWN["whole"], PARTS, **steps_back)  # type: ignore[arg-type]
    data = owned("95")
    del data["identities"]
    (only,) = instances(load_report(data), [mine])
    assert only.relation.judge().reason is Reason.OPEN_LIST
    put(data, "final_accounts.other_income", "1")
    (only,) = instances(load_report(data), [mine])
    assert only.relation.judge().verdict is WRONG
    put(data, "final_accounts.procurement", "1")
    assert instances(load_report(data), [mine]) == ()
    missing = table({"final_accounts.meeting_expenses": "90"})
    assert instances(load_report(missing), [mine]) == ()


def test_an_identity_of_the_table_that_a_user_repeats_is_judged_once() -> None:
    """Issue 3: no identity twice, even over a figure that is written as a sum."""
    at = "final_accounts"
    split = [{"name": "a", "value": "3"}, {"name": "b", "value": "2"}]
    figures = {"current_expenditure": "9", "basic_expenditure": split, "project_expenditure": "4"}
    report = load_report({"unit": "万元", at: figures})
    whole, parts = f"{at}.current_expenditure", f"{at}.project_expenditure + {at}.basic_expenditure"
    mine = Identity("expenditure_by_kind", Phrase("我的", "mine"), "s", whole, parts)
    assert instances(report, [mine]) == instances(report)
    assert len(instances(report, [replace(mine, parts=parts.replace("+", "-"))])) == len(instances(report)) + 1


def test_two_identities_that_differ_in_a_sign_are_two() -> None:
    """Issue 3: no identity twice, and none left out: a sum and a difference of the same figures are not the same."""
    data = table({OWN["whole"]: "5", "final_accounts.meeting_expenses": "3", "final_accounts.training_expenses": "2"})
    minus, plus = ("final_accounts.meeting_expenses - final_accounts.training_expenses", PARTS.replace("?", ""))
    for first, second in ((minus, plus), (plus, minus)):
        data["identities"] = [{**OWN, "parts": first}, {**OWN, "parts": second}]
        verdicts = {each.relation.judge().verdict for each in standing(data, "user_identity", OWN["whole"])}
        assert verdicts == {EXACT, WRONG}


def test_an_identity_that_stands_twice_is_judged_once() -> None:
    """Issue 3: no identity twice, in whatever order its parts are written."""
    data = owned("90")
    put(data, "final_accounts.training_expenses", "5")
    data["identities"] *= 2
    data["identities"].append(
        {**OWN, "parts": "final_accounts.training_expenses + final_accounts.meeting_expenses", "name": "又"}
    )
    assert len(standing(data, "user_identity", OWN["whole"])) == 1
    above = {"name": "上限", "whole": "final_accounts.priority_projects", "at_most": True}
    data = table({"final_accounts.priority_projects": "5", "final_accounts.project_expenditure": "4"})
    data["identities"] = [{**above, "parts": "final_accounts.project_expenditure"}]
    assert len(instances(load_report(data))) == 1


def test_no_identity_stands_twice_in_a_published_report() -> None:
    """Issue 3: every identity that the figures allow, and none of them twice."""
    for name in ("baojing-2019", "kaijiang-2019", "qidong-2021", "nanjiang-2021", "panzhihua-xiqu-2022"):
        found = instances(load_report(f"examples/reports/{name}.toml"))
        keys = [(each.identity.code, each.relation.where, tuple(sorted(each.relation.pieces))) for each in found]
        assert [key for key, count in Counter(keys).items() if count > 1] == []
        assert len(found) > 5


def test_a_path_that_no_report_has_is_refused() -> None:
    """Design 3: exceptions are for misuse, each naming the path, the reason and the mend."""
    with pytest.raises(pm.ReportError, match="no_such_line"):
        instances(load_report(owned("90", whole="final_accounts.no_such_line")))


@pytest.mark.parametrize("parts", ["final_accounts.meeting_expenses +", "+ +", "a b"])
def test_parts_that_cannot_be_read_are_refused_as_a_report_error(parts: str) -> None:
    """Design 3: exceptions form a small tree under `PerfMetricsError`; exit status 2 is for unreadable input."""
    with pytest.raises(pm.PerfMetricsError):
        pm.check(owned("90", parts=parts))


# ---------------------------------------------------------------------------------------------------------------------
# The table itself.


def test_figures_that_are_written_as_a_sum_are_no_wholes() -> None:
    """A whole that is only written as its parts has nothing to be compared with."""
    split = [{"name": "a", "value": "5"}, {"name": "b", "value": "6"}]
    data = table({"final_accounts.basic_expenditure": split, "final_accounts.personnel_expenses": "11"})
    put(data, "final_accounts.operating_expenses", "7")
    assert {each.identity.code for each in instances(load_report(data))} == {"part_above_whole"}
    put(data, "final_accounts.project_expenditure", "4")
    put(data, "final_accounts.current_expenditure", "15")
    (only,) = standing(data, "expenditure_by_kind", "final_accounts.current_expenditure")
    assert only.relation.judge().verdict is EXACT
    assert set(only.relation.pieces) == {
        "final_accounts.basic_expenditure[0]",
        "final_accounts.basic_expenditure[1]",
        "final_accounts.project_expenditure",
    }


OTHERS = {
    "funds_add_up": 1,
    "adjusted_budget": 4,
    "brought_forward": 1,
    "list_adds_up": 2,
    "share_recomputed": 1,
    "shares_add_up": 1,
    "projects_add_up": 1,
    "rate_recomputed": 2,
    "stated_twice": 1,
}


def test_every_identity_of_the_table_has_a_case_here() -> None:
    """Issue 3: identities as a table; this file has a case for each of them."""
    cases = Counter(case.code for case in LINE_CASES) + Counter(OTHERS)
    cases["part_above_whole"] = len(PART_CASES) + len(FUND_PAIRS) + 2 + 2  # staff; an item, and a project of a class
    assert Counter(each.code for each in BUILT_IN) == cases
    of_lines = Counter((case.code, f"{{c}}.{case.whole}") for case in LINE_CASES)
    assert Counter((each.code, each.whole) for each in identities.LINE_IDENTITIES) == of_lines
    pairs = {(f"{{c}}.{part}", f"{{c}}.{whole}") for part, whole in PART_CASES}
    assert {(each.whole, each.parts) for each in identities.PART_IDENTITIES} == pairs
    assert len(BUILT_IN) == len(set(BUILT_IN))


@pytest.mark.parametrize("identity", BUILT_IN, ids=lambda each: f"{each.code}-{each.whole}")
def test_an_identity_has_names_a_source_and_a_severity(identity: Identity) -> None:
    """Issue 3: each with code, Chinese and English name, source and severity; what is soft is a warning."""
    assert identity.name.zh
    assert identity.name.en
    assert identity.name.zh != identity.name.en
    assert identity.source
    assert CODES[identity.code].severity is (Severity.WARNING if identity.soft else Severity.ERROR)


def test_the_lines_that_the_identities_name_are_lines_of_a_report() -> None:
    """Every line of a column is money, and the cases above name lines that exist."""
    for name, field in Lines.model_fields.items():
        assert any(isinstance(each, Reads) for each in getattr(field.annotation, "__args__", ())) or name
    named = {line.name.rpartition(".")[2] for case in LINE_CASES for line in case.lines}
    assert named <= set(Lines.model_fields)


def test_a_soft_identity_of_the_report_file_is_soft() -> None:
    """Issue 3: users add their own identities in the report file, with their severity."""
    for soft in (True, False):
        (only,) = instances(load_report(owned("95", soft=soft)))
        assert only.identity.soft is soft


def test_identities_of_the_user_in_code_are_refused_all_at_once() -> None:
    """Bad input gets one clear error with every problem: path, reason and mend."""
    bad = [
        Identity("mine", Phrase("我的", "mine"), "s", "nowhere.x", "+ +"),
        Identity("other", Phrase("他", "o"), "s", "a", "staff.in_post"),
    ]
    with pytest.raises(pm.ReportError) as caught:
        instances(load_report({"unit": "万元"}), bad)
    assert [each.path for each in caught.value.problems] == ["mine", "mine", "other"]


def test_a_soft_built_in_identity_has_a_soft_code() -> None:
    """`Identity.soft` and the severity of its code say the same of what ships."""
    for each in BUILT_IN:
        assert each.soft is (CODES[each.code].severity is Severity.WARNING), each.code

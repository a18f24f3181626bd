"""Every formula of the registry against one table of properties and one table of oracles in exact fractions.

The tables are typed out from `docs/explanation/provenance.md` and the regulations it names, not from the code.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, getcontext, localcontext
from fractions import Fraction
from typing import Any, Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import contexts, examples, fractions, intervals, members, numerals

from perfmetrics.errors import InputError, ZeroDenominatorError
from perfmetrics.formulas import ALL, Formula, Kind
from perfmetrics.formulas._formula import ANY_SIGN, AT_MOST_HUNDRED, FROM_MINUS_HUNDRED, FROM_ZERO, UP_TO_HUNDRED
from perfmetrics.quantities import Interval, point
from perfmetrics.texts import Phrase
from perfmetrics.working import parse_arithmetic, to_text

Measure = Literal["amount", "count", "area", "duration", "number", "percent"]


@dataclass(frozen=True)
class Bounded:
    """What the result lies between, and when."""

    low: int | None
    high: int | None
    when: Callable[[Mapping[str, Fraction]], bool]
    words: str


@dataclass(frozen=True)
class Properties:
    """What is known of a formula.

    Attributes:
        directions: For each operand +1 (the result never falls as it grows), -1 (never rises), or in words why neither.
        below: The operands whose sum the formula divides by, each with the regulation's word for it.
        bounds: What the result lies between, for operands of zero or more and a positive denominator.
        measure: What the operands are; all of one formula are alike.
        scales: Whether the result is itself an amount, which changes with the unit.
        signed: Operands that may be negative in practice.
    """

    directions: Mapping[str, int | str]
    below: Mapping[str, str]
    bounds: tuple[Bounded, ...]
    measure: Measure = "amount"
    scales: bool = False
    signed: frozenset[str] = frozenset()


def ratio(over: str, under: str, word: str, of: Measure = "amount", *, part: bool = False) -> Properties:
    """A figure over another: the bigger the one, and the smaller the other, the higher."""
    bounds = [Bounded(0, None, lambda _: True, "zero or more")]
    if part:
        bounds.append(Bounded(0, 100, lambda v: v[over] <= v[under], f"{over} is a part of {under}"))
    return Properties({over: 1, under: -1}, {under: word}, tuple(bounds), of)


def change(current: str, prior: str, word: str, of: Measure = "amount") -> Properties:
    """A change over what it started from: −100 where nothing is left."""
    bounds = (
        Bounded(-100, None, lambda _: True, "nothing can fall by more than all of it"),
        Bounded(-100, 0, lambda v: v[current] <= v[prior], "a fall"),
    )
    return Properties({current: 1, prior: -1}, {prior: word}, bounds, of)


def saving(planned: str, actual: str, word: str, of: Measure = "amount") -> Properties:
    """What was saved over what was planned: 100 where nothing was used."""
    bounds = (
        Bounded(None, 100, lambda _: True, "nobody saves more than all of it"),
        Bounded(0, 100, lambda v: v[actual] <= v[planned], "no overrun"),
    )
    return Properties({planned: 1, actual: -1}, {planned: word}, bounds, of)


PROPERTIES: Mapping[str, Properties] = {
    # staffing
    "staffing_control_ratio": ratio("staff", "establishment", "编制数", "count"),
    "supported_staff_ratio": ratio("supported_staff", "establishment", "编制数", "count"),
    # three public expenses
    "three_public_change_rate": change("current", "prior", "上年度三公经费预算数"),
    "three_public_change_rate_total": change("current", "prior", "上年度三公经费总额"),
    "three_public_change_rate_accounts": change("current", "prior", "上年度三公经费决算数"),
    "three_public_control_ratio": ratio("actual", "budget", "三公经费预算安排数"),
    "hospitality_change_rate": change("current", "prior", "上年度公务接待费"),
    "vehicle_change_rate": change("current", "prior", "上年度公务用车购置及运行费"),
    # budget
    "budget_completion_rate": Properties(
        {"prior_carryover": 1, "initial_budget": 1, "supplement": 1, "year_end_balance": -1},
        {"prior_carryover": "上年结转", "initial_budget": "年初预算", "supplement": "本年追加预算"},
        (
            Bounded(None, 100, lambda _: True, "no more is spent than there is"),
            Bounded(
                0,
                100,
                lambda v: v["year_end_balance"] <= v["prior_carryover"] + v["initial_budget"] + v["supplement"],
                "no more is left than there was",
            ),
        ),
    ),
    "budget_completion_rate_approved": ratio("completed", "approved_budget", "批复的预算数"),
    "budget_completion_rate_initial": ratio("completed", "initial_budget", "年初预算数"),
    "budget_completion_rate_full_year": ratio("executed", "full_year_budget", "全年预算数"),
    "budget_control_rate": ratio("supplement", "initial_budget", "年初预算"),
    "budget_adjustment_rate": Properties(
        {"adjustment": "by its magnitude: a cut counts like a supplement", "budget": -1},
        {"budget": "预算数"},
        (Bounded(0, None, lambda _: True, "a magnitude"),),
        signed=frozenset({"adjustment"}),
    ),
    "budget_reallocation_rate": ratio("reallocation", "initial_budget", "年初部门预算数"),
    "budgeting_accuracy": Properties(
        {"total_sources": 1, "cancelled_midterm": -1, "surplus_written_off": -1},
        {"total_sources": "预算资金总来源"},
        (
            Bounded(None, 100, lambda _: True, "what is cancelled or written off only lowers it"),
            Bounded(
                0,
                100,
                lambda v: v["cancelled_midterm"] + v["surplus_written_off"] <= v["total_sources"],
                "no more is given back than there was",
            ),
        ),
    ),
    "priority_expenditure_ratio": ratio("priority_projects", "projects", "项目总支出", part=True),
    "payment_progress_rate": ratio("actual_progress", "planned_progress", "既定支付进度", "percent"),
    "dynamic_adjustment": Properties(
        {"cancelled_midterm": 1, "surplus_written_off": -1},
        {"cancelled_midterm": "监控调整取消额", "surplus_written_off": "结余注销额"},
        (Bounded(0, 100, lambda _: True, "a part over the sum that it is in"),),
    ),
    "execution_progress": ratio("actual_progress", "due_progress", "应达进度", "percent"),
    "year_end_completion": ratio("executed", "budget", "预算数"),
    # expenses, procurement, buildings
    "operating_expense_control_ratio": ratio("actual", "budget", "预算安排公用经费总额"),
    "procurement_execution_rate": ratio("actual", "budget", "政府采购预算数"),
    "building_area_control_ratio": ratio("actual_area", "approved_area", "批准建设面积", "area"),
    "building_investment_control_ratio": ratio("actual_investment", "approved_investment", "批准投资金额"),
    # execution
    "budget_execution_rate": ratio("executed", "full_year_budget", "全年预算数"),
    "budget_execution_rate_initial": ratio("executed", "initial_budget", "年初预算数"),
    "budget_execution_rate_adjusted": ratio("executed", "adjusted_budget", "调整后预算数"),
    "budget_execution_rate_all_funds": ratio("spent", "adjusted_funds", "调整后财政资金总额"),
    "budget_execution_rate_received": ratio("spent_funds", "received_funds", "实际到位资金"),
    "budget_execution_rate_administrative": Properties(
        {"executed": 1, "initial_budget": -1, "adjustment": -1},
        {"initial_budget": "年初预算数", "adjustment": "年中调整数"},
        (Bounded(0, None, lambda _: True, "zero or more"),),
        signed=frozenset({"adjustment"}),
    ),
    # carry-over, assets
    "carryover_ratio": ratio("carryover", "expenditure_budget", "支出预算数"),
    "carryover_ratio_expenditure": ratio("carryover", "expenditure", "支出完成数"),
    "carryover_change_rate": change("current", "prior", "上年度累计结转结余"),
    "asset_utilisation_rate": ratio("in_use", "fixed_assets", "所有固定资产总额", part=True),
    # duties
    "actual_completion_rate": ratio("completed", "planned", "计划工作数", "count", part=True),
    "timely_completion_rate": ratio("on_time", "planned", "计划工作数", "count", part=True),
    "quality_compliance_rate": ratio("qualified", "planned", "计划工作数", "count", part=True),
    "quality_compliance_rate_completed": ratio("qualified", "completed", "实际完成工作数", "count", part=True),
    "key_task_completion_rate": ratio("completed", "assigned", "交办或下达数", "count", part=True),
    "overall_completion_rate": ratio("completed", "tasks", "工作总数", "count", part=True),
    # projects
    "funds_in_place_rate": ratio("received", "planned", "计划投入资金"),
    "funds_in_place_rate_budget": ratio("received", "budget", "预算资金"),
    "funding_timeliness_rate": ratio("timely", "due", "应到位资金", part=True),
    "output_completion_rate": ratio("actual", "planned", "计划产出数", "number"),
    "quantity_completion_rate": ratio("actual", "target", "目标任务量", "number"),
    "time_saving_rate": saving("planned_time", "actual_time", "计划完成时间", "duration"),
    "time_overrun_rate": change("actual_time", "target_time", "目标时间", "duration"),
    "output_quality_rate": ratio("qualified", "actual", "实际产出数", "number", part=True),
    "cost_saving_rate": saving("planned_cost", "actual_cost", "计划成本"),
    "cost_overrun_rate": change("actual_cost", "expected_cost", "预计成本"),
    "cost_control_rate": saving("budget", "spent", "预算数"),
    "attainment": ratio("actual", "target", "年度指标值", "number"),
    "attainment_reversed": ratio("target", "actual", "全年实际值", "number"),
    "over_fulfilment": change("actual", "target", "年度指标值", "number"),
    # whole governments
    "expenditure_completion_rate": ratio("completed", "budget", "支出预算数"),
    "revenue_completion_rate": ratio("completed", "budget", "收入预算数"),
    "fund_carryover_ratio": ratio("carried_over", "public_budget", "公共财政支出预算"),
    "fund_carryover_change_rate": change("current", "prior", "上年度结转资金总额"),
    "expenditure_evenness": ratio("progress", "standard", "支出进度标准", "percent"),
    "suspense_ratio": ratio("suspense", "public_budget", "公共财政支出预算"),
    # as every report states them
    "share": ratio("part", "whole", "总额", "number", part=True),
    "growth_rate": change("current", "prior", "上年数", "number"),
    "difference": Properties({"current": 1, "prior": -1}, {}, (), scales=True),
    "completion_rate": ratio("actual", "planned", "计划", "number"),
}

# In percent, in exact fractions, as the regulations print them; operands by name.
ORACLES: Mapping[str, Callable[..., Fraction]] = {
    "staffing_control_ratio": lambda staff, establishment: 100 * staff / establishment,
    "supported_staff_ratio": lambda supported_staff, establishment: 100 * supported_staff / establishment,
    "three_public_change_rate": lambda current, prior: 100 * (current - prior) / prior,
    "three_public_change_rate_total": lambda current, prior: 100 * (current - prior) / prior,
    "three_public_change_rate_accounts": lambda current, prior: 100 * (current - prior) / prior,
    "three_public_control_ratio": lambda actual, budget: 100 * actual / budget,
    "hospitality_change_rate": lambda current, prior: 100 * (current - prior) / prior,
    "vehicle_change_rate": lambda current, prior: 100 * (current - prior) / prior,
    "budget_completion_rate": lambda prior_carryover, initial_budget, supplement, year_end_balance: (
        100
        * (prior_carryover + initial_budget + supplement - year_end_balance)
        / (prior_carryover + initial_budget + supplement)
    ),
    "budget_completion_rate_approved": lambda completed, approved_budget: 100 * completed / approved_budget,
    "budget_completion_rate_initial": lambda completed, initial_budget: 100 * completed / initial_budget,
    "budget_completion_rate_full_year": lambda executed, full_year_budget: 100 * executed / full_year_budget,
    "budget_control_rate": lambda supplement, initial_budget: 100 * supplement / initial_budget,
    "budget_adjustment_rate": lambda adjustment, budget: max(100 * adjustment / budget, -100 * adjustment / budget),
    "budget_reallocation_rate": lambda reallocation, initial_budget: 100 * reallocation / initial_budget,
    "budgeting_accuracy": lambda total_sources, cancelled_midterm, surplus_written_off: (
        100 * (total_sources - cancelled_midterm - surplus_written_off) / total_sources
    ),
    "priority_expenditure_ratio": lambda priority_projects, projects: 100 * priority_projects / projects,
    "payment_progress_rate": lambda actual_progress, planned_progress: 100 * actual_progress / planned_progress,
    "dynamic_adjustment": lambda cancelled_midterm, surplus_written_off: (
        100 * cancelled_midterm / (cancelled_midterm + surplus_written_off)
    ),
    "execution_progress": lambda actual_progress, due_progress: 100 * actual_progress / due_progress,
    "year_end_completion": lambda executed, budget: 100 * executed / budget,
    "operating_expense_control_ratio": lambda actual, budget: 100 * actual / budget,
    "procurement_execution_rate": lambda actual, budget: 100 * actual / budget,
    "building_area_control_ratio": lambda actual_area, approved_area: 100 * actual_area / approved_area,
    "building_investment_control_ratio": lambda actual_investment, approved_investment: (
        100 * actual_investment / approved_investment
    ),
    "budget_execution_rate": lambda executed, full_year_budget: 100 * executed / full_year_budget,
    "budget_execution_rate_initial": lambda executed, initial_budget: 100 * executed / initial_budget,
    "budget_execution_rate_adjusted": lambda executed, adjusted_budget: 100 * executed / adjusted_budget,
    "budget_execution_rate_all_funds": lambda spent, adjusted_funds: 100 * spent / adjusted_funds,
    "budget_execution_rate_received": lambda spent_funds, received_funds: 100 * spent_funds / received_funds,
    "budget_execution_rate_administrative": lambda executed, initial_budget, adjustment: (
        100 * executed / (initial_budget + adjustment)
    ),
    "carryover_ratio": lambda carryover, expenditure_budget: 100 * carryover / expenditure_budget,
    "carryover_ratio_expenditure": lambda carryover, expenditure: 100 * carryover / expenditure,
    "carryover_change_rate": lambda current, prior: 100 * (current - prior) / prior,
    "asset_utilisation_rate": lambda in_use, fixed_assets: 100 * in_use / fixed_assets,
    "actual_completion_rate": lambda completed, planned: 100 * completed / planned,
    "timely_completion_rate": lambda on_time, planned: 100 * on_time / planned,
    "quality_compliance_rate": lambda qualified, planned: 100 * qualified / planned,
    "quality_compliance_rate_completed": lambda qualified, completed: 100 * qualified / completed,
    "key_task_completion_rate": lambda completed, assigned: 100 * completed / assigned,
    "overall_completion_rate": lambda completed, tasks: 100 * completed / tasks,
    "funds_in_place_rate": lambda received, planned: 100 * received / planned,
    "funds_in_place_rate_budget": lambda received, budget: 100 * received / budget,
    "funding_timeliness_rate": lambda timely, due: 100 * timely / due,
    "output_completion_rate": lambda actual, planned: 100 * actual / planned,
    "quantity_completion_rate": lambda actual, target: 100 * actual / target,
    "time_saving_rate": lambda planned_time, actual_time: 100 * (planned_time - actual_time) / planned_time,
    "time_overrun_rate": lambda actual_time, target_time: 100 * (actual_time - target_time) / target_time,
    "output_quality_rate": lambda qualified, actual: 100 * qualified / actual,
    "cost_saving_rate": lambda planned_cost, actual_cost: 100 * (planned_cost - actual_cost) / planned_cost,
    "cost_overrun_rate": lambda actual_cost, expected_cost: 100 * (actual_cost - expected_cost) / expected_cost,
    "cost_control_rate": lambda budget, spent: 100 * (budget - spent) / budget,
    "attainment": lambda actual, target: 100 * actual / target,
    "attainment_reversed": lambda target, actual: 100 * target / actual,
    "over_fulfilment": lambda actual, target: 100 * (actual - target) / target,
    "expenditure_completion_rate": lambda completed, budget: 100 * completed / budget,
    "revenue_completion_rate": lambda completed, budget: 100 * completed / budget,
    "fund_carryover_ratio": lambda carried_over, public_budget: 100 * carried_over / public_budget,
    "fund_carryover_change_rate": lambda current, prior: 100 * (current - prior) / prior,
    "expenditure_evenness": lambda progress, standard: 100 * progress / standard,
    "suspense_ratio": lambda suspense, public_budget: 100 * suspense / public_budget,
    "share": lambda part, whole: 100 * part / whole,
    "growth_rate": lambda current, prior: 100 * (current - prior) / prior,
    "difference": lambda current, prior: current - prior,
    "completion_rate": lambda actual, planned: 100 * actual / planned,
}

AnyFormula = Formula[Any]
Values = dict[str, Decimal]
every_formula = pytest.mark.parametrize("formula", ALL, ids=lambda formula: formula.id)
every_rate = pytest.mark.parametrize(
    "formula", [each for each in ALL if PROPERTIES[each.id].below], ids=lambda formula: formula.id
)


def oracle(formula: AnyFormula, values: Mapping[str, Decimal | Fraction]) -> Fraction:
    return ORACLES[formula.id](**{name: Fraction(value) for name, value in values.items()})


def divides_by(formula: AnyFormula, values: Mapping[str, Decimal | Fraction]) -> Fraction:
    below = PROPERTIES[formula.id].below
    return sum((Fraction(values[name]) for name in below), Fraction(0)) if below else Fraction(1)


@st.composite
def operands(draw: st.DrawFn, formula: AnyFormula, numbers: st.SearchStrategy[Decimal] | None = None) -> Values:
    """Operands of the natural domain: zero or more, save those that may be negative, over a positive denominator."""
    known = PROPERTIES[formula.id]
    values: Values = {}
    for each in formula.parameters:
        if known.measure == "count":
            values[each.name] = Decimal(draw(st.integers(0, 3000)))
        elif numbers is not None:
            values[each.name] = draw(numbers)
        else:
            values[each.name] = draw(numerals(-(10**6) if each.name in known.signed else 0))
    assume(divides_by(formula, values) > 0)
    return values


def names(formula: AnyFormula) -> list[str]:
    return [each.name for each in formula.parameters]


# ---------------------------------------------------------------------------------------------------------------------
# The tables themselves.


def test_every_formula_is_in_both_tables() -> None:
    """Style 12: each formula is in a property list."""
    ids = [each.id for each in ALL]
    assert sorted(PROPERTIES) == sorted(ids)
    assert sorted(ORACLES) == sorted(ids)
    assert len(set(ids)) == len(ids)


@every_formula
def test_table_declares_every_operand(formula: AnyFormula) -> None:
    """Style 12: a direction for each operand, and what each operand measures."""
    known = PROPERTIES[formula.id]
    assert sorted(known.directions) == sorted(names(formula))
    assert {each.kind for each in formula.parameters} == {Kind(known.measure)}
    assert formula.result is (Kind.AMOUNT if known.scales else Kind.PERCENT)


# ---------------------------------------------------------------------------------------------------------------------
# Monotone, bounded, free of the unit.


@every_formula
@given(data=st.data())
@examples(25)
def test_monotone(formula: AnyFormula, data: st.DataObject) -> None:
    """Style 12, monotone: more of an operand moves the result one way only, in the direction that the table declares."""
    values = data.draw(operands(formula))
    name = data.draw(st.sampled_from(names(formula)))
    direction = PROPERTIES[formula.id].directions[name]
    more = values | {name: values[name] + data.draw(numerals(1, 10**8))}
    if PROPERTIES[formula.id].measure == "count":
        more = values | {name: values[name] + data.draw(st.integers(1, 500))}
    before, after = formula(**values), formula(**more)
    if direction == 1:
        assert after >= before
    elif direction == -1:
        assert after <= before


def test_operands_without_a_direction_move_both_ways() -> None:
    """Style 12, monotone: an operand that the table excuses, with its reason, rises here and falls there."""
    excused = [
        (formula, name)
        for formula in ALL
        for name, direction in PROPERTIES[formula.id].directions.items()
        if isinstance(direction, str)
    ]
    assert excused
    for formula, name in excused:
        series = [formula(**({each: Decimal(7) for each in names(formula)} | {name: Decimal(n)})) for n in (-2, -1, 2)]
        assert series[0] > series[1] < series[2]


@every_formula
@given(data=st.data())
@examples(25)
def test_bounded(formula: AnyFormula, data: st.DataObject) -> None:
    """Style 12, bounded: a rate keeps the bounds of its kind, such as 0 to 100 for a part of a whole."""
    values = data.draw(operands(formula))
    result = formula(**values)
    fractions_ = {name: Fraction(value) for name, value in values.items()}
    for bound in PROPERTIES[formula.id].bounds:
        if bound.when(fractions_):
            assert bound.low is None or result >= bound.low, bound.words
            assert bound.high is None or result <= bound.high, bound.words


@every_rate
def test_bounds_of_the_table_are_reached(formula: AnyFormula) -> None:
    """Style 12, bounded: each bound is the best one, for some small operands meet it."""
    known = PROPERTIES[formula.id]
    grid = [
        dict(zip(names(formula), map(Fraction, values), strict=True))
        for values in itertools.product(range(4), repeat=len(formula.parameters))
    ]
    for bound in known.bounds:
        results = {
            formula.exact(values) for values in grid if divides_by(formula, values) > 0 and bound.when(values)
        }
        assert bound.low is None or min(results) == bound.low, bound.words
        assert bound.high is None or max(results) == bound.high, bound.words


_IN_WORDS: Mapping[Phrase, tuple[int | None, int | None]] = {
    FROM_ZERO: (0, None),
    ANY_SIGN: (None, None),
    UP_TO_HUNDRED: (0, 100),
    AT_MOST_HUNDRED: (None, 100),
    FROM_MINUS_HUNDRED: (-100, None),
}


@every_formula
@given(data=st.data())
@examples(25)
def test_range_in_words_is_true(formula: AnyFormula, data: st.DataObject) -> None:
    """Style 11, returns with its range: what a formula says of its range holds for all amounts of 0 or more."""
    values = data.draw(operands(formula, numerals()))
    low, high = _IN_WORDS[formula.range]
    result = formula(**values)
    assert low is None or result >= low
    assert high is None or result <= high


@every_formula
@given(data=st.data(), factor=st.sampled_from([Decimal(10**4), Decimal("0.0001"), Decimal(10**8), Decimal(3)]))
@examples(20)
def test_unit_free(formula: AnyFormula, data: st.DataObject, factor: Decimal) -> None:
    """Style 12, free of unit: 元 or 万元, a rate is the same; a difference is in the unit of its amounts."""
    values = data.draw(operands(formula))
    known = PROPERTIES[formula.id]
    if known.measure == "count":
        assume(factor >= 1)  # there is no smaller unit than one person
    scaled = {name: value * factor for name, value in values.items()}
    assert formula(**scaled) == formula(**values) * (factor if known.scales else 1)


# ---------------------------------------------------------------------------------------------------------------------
# The same value as the regulation's own formula, whatever the operands and the caller's context.


@every_formula
@given(data=st.data())
@examples(25)
def test_equals_oracle(formula: AnyFormula, data: st.DataObject) -> None:
    """Regulations 1 to 5: the exact result is the formula of the regulation, computed in fractions."""
    values = data.draw(operands(formula, numerals(-(10**9))))
    expected = oracle(formula, values)
    assert formula.exact({name: Fraction(value) for name, value in values.items()}) == expected
    assert Fraction(formula(**values)) == significant(expected)


def significant(value: Fraction, digits: int = 60) -> Fraction:
    """A fraction to 60 significant digits, half to even, without the decimal module."""
    if value == 0:
        return value
    exponent = len(str(abs(value.numerator))) - len(str(value.denominator)) - digits
    while abs(value) / Fraction(10) ** exponent >= 10**digits:
        exponent += 1
    while abs(value) / Fraction(10) ** exponent < 10 ** (digits - 1):
        exponent -= 1
    return round(value / Fraction(10) ** exponent) * Fraction(10) ** exponent


def test_significant_is_an_oracle() -> None:
    """The oracle of rounding agrees with figures rounded by hand (GB/T 8170-2008: half to even)."""
    cases = {Fraction(12345, 10): 1234, Fraction(12355, 10): 1236, Fraction(99995): 100000, Fraction(-1, 3): None}
    assert significant(Fraction(12345, 10), 4) == cases[Fraction(12345, 10)]
    assert significant(Fraction(12355, 10), 4) == cases[Fraction(12355, 10)]
    assert significant(Fraction(99995), 4) == cases[Fraction(99995)]
    assert significant(Fraction(-1, 3), 3) == Fraction(-333, 1000)


_EXTREMES = st.one_of(
    st.sampled_from([Decimal(0), Decimal(1), Decimal(-1), Decimal("1E-80"), Decimal("3E+90"), Decimal("1E+24")]),
    st.builds(lambda digits, exponent: Decimal(f"{digits}E{exponent}"), st.integers(-999, 999), st.integers(-90, 90)),
    st.builds(
        lambda digits, places: Decimal(f"{digits}E-{places}"), st.integers(10**60, 10**95), st.integers(0, 95)
    ),
)


@every_formula
@given(data=st.data())
@examples(60)
def test_huge_and_tiny_operands(formula: AnyFormula, data: st.DataObject) -> None:
    """Design 3, exact: operands of 100 digits or of 10^-90 give the exact result, to 60 significant digits."""
    if PROPERTIES[formula.id].measure in {"count", "area", "duration"}:
        values = {each: abs(data.draw(_EXTREMES)) for each in names(formula)}
    else:
        values = {each: data.draw(_EXTREMES) for each in names(formula)}
    assume(divides_by(formula, values) != 0)
    assert Fraction(formula(**values)) == significant(oracle(formula, values))


@every_formula
@given(data=st.data(), context=contexts())
@examples(25)
def test_any_decimal_context_of_the_caller(formula: AnyFormula, data: st.DataObject, context: Context) -> None:
    """Design 3: formulas compute in a private decimal context, never the caller's, and leave the caller's alone."""
    values = data.draw(operands(formula))
    expected = significant(oracle(formula, values))
    with localcontext(context) as caller:
        before = repr(caller)
        result = formula(**values)
        working = formula.symbols()
        assert getcontext() is caller
        assert repr(caller) == before
    assert Fraction(result) == expected
    assert result.as_tuple() == formula(**values).as_tuple()
    assert working == formula.symbols()


@every_rate
@given(data=st.data(), context=contexts())
@examples(8)
def test_zero_denominator_in_any_context(formula: AnyFormula, data: st.DataObject, context: Context) -> None:
    """Regulations 9.7: a zero denominator is an error in every decimal context, never an infinity."""
    values = _over_nothing(formula, data)
    with localcontext(context) as caller:
        before = repr(caller)
        with pytest.raises(ZeroDenominatorError):
            formula(**values)
        assert repr(caller) == before


# ---------------------------------------------------------------------------------------------------------------------
# The working.


@st.composite
def written(draw: st.DrawFn, *, whole: bool) -> tuple[str, Fraction]:
    """A number as it is put into a formula, or a sum such as `72 − 14 − 4`, with its value."""
    count = draw(st.sampled_from([1, 1, 2, 3]))
    text, total = "", Fraction(0)
    for i in range(count):
        number = Decimal(draw(st.integers(0, 300))) if whole else draw(numerals(0, 10**7))
        negative = draw(st.booleans()) and not whole
        if i:
            text += " − " if negative else " + "
        elif negative:
            text = "−"
        text += format(number, "f")
        total += -Fraction(number) if negative else Fraction(number)
    return text, total


@every_formula
@given(data=st.data())
@examples(40)
def test_working_reparses_to_the_value(formula: AnyFormula, data: st.DataObject) -> None:
    """Design 3: what is shown can never drift from what is computed; the working, read back, is the exact result."""
    whole = PROPERTIES[formula.id].measure == "count"
    put_in = {each: data.draw(written(whole=whole)) for each in names(formula)}
    values = {name: value for name, (_, value) in put_in.items()}
    assume(divides_by(formula, values) != 0)
    text = to_text(formula.expression, lambda name: put_in[name][0])
    read = parse_arithmetic(text)
    if not PROPERTIES[formula.id].scales:
        assert text.endswith(" × 100%")
        read *= 100  # the sign of percent is part of the text
    assert read == oracle(formula, values)


@every_formula
def test_symbols_name_every_operand(formula: AnyFormula) -> None:
    """Design 3: the working with symbols names every operand, in both languages, and ends in percent."""
    for lang in ("zh", "en"):
        text = formula.symbols(lang)
        assert all(each.label.of(lang) in text for each in formula.parameters)
        assert text.endswith("× 100%") is not PROPERTIES[formula.id].scales


# ---------------------------------------------------------------------------------------------------------------------
# Refusals.


def _over_nothing(formula: AnyFormula, data: st.DataObject) -> Values:
    below = list(PROPERTIES[formula.id].below)
    values = {each: data.draw(numerals(0)) for each in names(formula)}
    if PROPERTIES[formula.id].measure == "count":
        values = {each: Decimal(data.draw(st.integers(0, 300))) for each in names(formula)}
    values[below[-1]] = -sum((values[each] for each in below[:-1]), Decimal(0))
    return values


@every_rate
@given(data=st.data())
@examples(12)
def test_zero_denominator_names_the_figure(formula: AnyFormula, data: st.DataObject) -> None:
    """Regulations 9.7: over zero a rate has no value; the error names the Chinese figure and the formula."""
    values = _over_nothing(formula, data)
    for call in (
        lambda: formula(**values),
        lambda: formula.exact({name: Fraction(value) for name, value in values.items()}),
    ):
        with pytest.raises(ZeroDenominatorError) as caught:
            call()
        assert isinstance(caught.value, ZeroDivisionError)
        (found,) = caught.value.problems
        assert found.path == formula.id
        assert formula.name.zh in found.reason.zh
        assert formula.name.en in found.reason.en
        for word in PROPERTIES[formula.id].below.values():
            assert word in found.reason.zh


_NO_NUMBERS = [
    *(Decimal(text) for text in ("NaN", "sNaN", "Infinity", "-Infinity")),
    *(float(text) for text in ("nan", "inf", "-inf")),
    *(True, False, None, b"1", [], (), {}, object(), 1j, Fraction(1, 3)),
    *("1_000", "", " ", "abc", "١٢", "1e5", "0x10", "1,00", "1.2.3", "--1", "1440元", "约50", "50余", "75%"),
    *(10**101, Decimal("1E+101"), Decimal("1E-101"), "9" * 101, 1e200),
]


@every_formula
@pytest.mark.parametrize("bad", _NO_NUMBERS, ids=[str(i) for i in range(len(_NO_NUMBERS))])
def test_refuses_what_is_no_number(formula: AnyFormula, bad: object) -> None:
    """Design 3: NaN, infinities, booleans and `1_000` are refused, every one of them with its path, in two languages."""
    for name in names(formula):
        given_: dict[str, Any] = dict.fromkeys(names(formula), 7) | {name: bad}
        with pytest.raises(InputError) as caught:
            formula(**given_)
        (found,) = caught.value.problems
        assert found.path == f"{formula.id}.{name}"
        assert all((found.reason.zh, found.reason.en, found.mend.zh, found.mend.en))
    with pytest.raises(InputError) as caught:
        formula(*(bad for _ in formula.parameters))
    assert [each.path for each in caught.value.problems] == [f"{formula.id}.{name}" for name in names(formula)]


@every_formula
@given(data=st.data())
@examples(10)
def test_negative_operands(formula: AnyFormula, data: st.DataObject) -> None:
    """Design 3: no department has minus one employee, square metre or day; amounts and numbers may be negative."""
    name = data.draw(st.sampled_from(names(formula)))
    value = -data.draw(st.integers(1, 10**6))
    values: dict[str, Any] = dict.fromkeys(names(formula), 10**7) | {name: value}
    if PROPERTIES[formula.id].measure not in {"count", "area", "duration"}:
        assert formula(**values) == oracle(formula, values).limit_denominator(1) or formula(**values)
        return
    with pytest.raises(InputError) as caught:
        formula(**values)
    (found,) = caught.value.problems
    assert found.path == f"{formula.id}.{name}"
    assert str(value) in found.reason.zh


@every_formula
@given(data=st.data())
@examples(10)
def test_every_way_of_writing_a_number(formula: AnyFormula, data: st.DataObject) -> None:
    """Design 3: decimals, texts, whole numbers and floats by their repr; by position or by name."""
    values = data.draw(operands(formula, st.integers(0, 10**6).map(lambda n: Decimal(n) / 4)))
    expected = formula(**values)
    assert formula(*values.values()) == expected
    ways: list[Callable[[Decimal], Any]] = [
        lambda value: format(value, "f"),
        lambda value: f" {value:,f} ",
        float,
        lambda value: int(value) if value == int(value) else value,
    ]
    for way in ways:
        assert formula(*map(way, values.values())) == expected
        assert formula(**{name: way(value) for name, value in values.items()}) == expected


@every_formula
def test_wrong_number_of_operands(formula: AnyFormula) -> None:
    """Style 9: too many, too few or misnamed operands are a TypeError that lists the right ones in Chinese."""
    right = names(formula)
    for args, kwargs in (
        ((1,) * (len(right) - 1), {}),
        ((1,) * (len(right) + 1), {}),
        ((1,) * (len(right) - 1), {"no_such_operand": 1}),
        ((1,) * len(right), {right[0]: 1}),
    ):
        with pytest.raises(TypeError) as caught:
            formula(*args, **kwargs)
        assert all(each.label.zh in str(caught.value) for each in formula.parameters)


# ---------------------------------------------------------------------------------------------------------------------
# The range of true results when each operand may be anything that rounds to what is written.


@st.composite
def boxes(draw: st.DrawFn, formula: AnyFormula) -> dict[str, Interval]:
    """A range for each operand, such that the denominator keeps one sign."""
    below = PROPERTIES[formula.id].below
    sign = draw(st.sampled_from([1, 1, -1]))
    box: dict[str, Interval] = {}
    for each in names(formula):
        if each in below:
            positive = draw(intervals(low=1 if len(below) == 1 else -2, high=20, bounded=True))
            box[each] = positive if sign > 0 else -positive
        else:
            box[each] = draw(intervals(bounded=True))
    sides = {value > 0 for value in (divides_by(formula, corner) for corner in corners(box)) if value != 0}
    assume(len(sides) <= 1 and all(divides_by(formula, corner) != 0 for corner in corners(box)))
    return box


def corners(box: Mapping[str, Interval]) -> list[dict[str, Fraction]]:
    """Every corner of the closed box; zero as well, where a magnitude turns."""
    choices = []
    for each in box.values():
        assert each.low is not None
        assert each.high is not None
        turning = [Fraction(0)] if each.low < 0 < each.high else []
        choices.append([each.low, each.high, *turning])
    return [dict(zip(box, values, strict=True)) for values in itertools.product(*choices)]


def inside(box: Mapping[str, Interval]) -> list[dict[str, Fraction]]:
    """Points of the box, one for each face of it that it holds: where an extreme is met, one of them meets it."""
    choices = []
    for each in box.values():
        assert each.low is not None
        assert each.high is not None
        found = [value for value in (each.low, each.high, Fraction(0)) if value in each]
        choices.append([*found, (each.low + each.high) / 2])
    return [dict(zip(box, values, strict=True)) for values in itertools.product(*choices)]


@every_formula
@given(data=st.data())
@examples(25)
def test_bounds_hold_every_value(formula: AnyFormula, data: st.DataObject) -> None:
    """Design 3, bounds: the range of a formula holds its value for all operands in their own ranges."""
    box = data.draw(boxes(formula))
    bounds = formula.bounds(box)
    for _ in range(4):
        values = {name: data.draw(members(each)) for name, each in box.items()}
        assert oracle(formula, values) in bounds


@every_formula
@given(data=st.data())
@examples(25)
def test_bounds_are_tight(formula: AnyFormula, data: st.DataObject) -> None:
    """Design 3, bounds: an end is a corner of the closed box; it is closed if and only if the box itself meets it."""
    box = data.draw(boxes(formula))
    bounds = formula.bounds(box)
    around = [oracle(formula, corner) for corner in corners(box)]
    met = [oracle(formula, values) for values in inside(box)]
    assert bounds.low == min(around)
    assert bounds.high == max(around)
    assert bounds.low_closed is (bounds.low in met)
    assert bounds.high_closed is (bounds.high in met)


@every_rate
@given(data=st.data())
@examples(12)
def test_bounds_over_a_denominator_that_may_be_zero(formula: AnyFormula, data: st.DataObject) -> None:
    """Design 3, bounds: where the denominator may be zero nothing is known of the result, and nothing is claimed."""
    box = {each: data.draw(intervals(low=2, high=20, bounded=True)) for each in names(formula)}
    below = list(PROPERTIES[formula.id].below)
    for each in below:
        box[each] = Interval(-data.draw(fractions(0, 3)), data.draw(fractions(0, 3)))
    assert formula.bounds(box).high is None
    assert oracle(formula, {name: Fraction(7) for name in box} | dict.fromkeys(below, Fraction(1))) in formula.bounds(box)
    unknown = dict.fromkeys(names(formula), point(Fraction(7)))
    for each in names(formula):
        assert formula.bounds(unknown | {each: Interval(None, None)}).high is None


@every_formula
@given(data=st.data())
@examples(10)
def test_bounds_of_exact_operands(formula: AnyFormula, data: st.DataObject) -> None:
    """Design 3, bounds: operands that are exact, such as counts, leave the result one value."""
    values = data.draw(operands(formula))
    box = {name: point(Fraction(value)) for name, value in values.items()}
    assert formula.bounds(box) == point(oracle(formula, values))

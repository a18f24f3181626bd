"""Every formula of the registry against one table of properties and one table of oracles in exact fractions.

The tables are typed out from the text of the regulations (sections 1 to 5 of the reference), not from the code.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, getcontext, localcontext
from fractions import Fraction
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfmetrics.errors import InputError, ZeroDenominatorError
from perfmetrics.formulas import ALL, Formula, Kind
from perfmetrics.formulas._formula import ANY_SIGN, AT_MOST_HUNDRED, FROM_MINUS_HUNDRED, FROM_ZERO, UP_TO_HUNDRED
from perfmetrics.quantities import Interval, point
from perfmetrics.texts import LANGS, Phrase
from perfmetrics.working import parse_arithmetic, to_text
from strategies import TINY, contexts, examples, fractions, intervals, numerals

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
Box = dict[str, Interval]
every_formula = pytest.mark.parametrize("formula", ALL, ids=lambda formula: formula.id)
RATES = [formula for formula in ALL if PROPERTIES[formula.id].below]
every_rate = pytest.mark.parametrize("formula", RATES, ids=lambda formula: formula.id)

# One example of Hypothesis is four numbers, and every formula takes as many of them as it has operands; so each formula
# meets every example. A test collects the formulas for which a property fails, and wants that list to be empty.
Four = tuple[Decimal, Decimal, Decimal, Decimal]


def four(numbers: st.SearchStrategy[Decimal]) -> st.SearchStrategy[Four]:
    """Four numbers, at times the same one."""
    return st.one_of(st.tuples(numbers, numbers, numbers, numbers), numbers.map(lambda n: (n, n, n, n)))


POSITIVE = four(numerals(1))
NATURAL = four(numerals())
SIGNED = four(numerals(-(10**8)))


def oracle(formula: AnyFormula, values: Mapping[str, Decimal | Fraction]) -> Fraction:
    return ORACLES[formula.id](**{name: Fraction(value) for name, value in values.items()})


def divides_by(formula: AnyFormula, values: Mapping[str, Decimal | Fraction]) -> Fraction:
    below = PROPERTIES[formula.id].below
    return sum((Fraction(values[name]) for name in below), Fraction(0)) if below else Fraction(1)


def names(formula: AnyFormula) -> list[str]:
    return [each.name for each in formula.parameters]


def take(formula: AnyFormula, numbers: Four) -> Values:
    """Operands for a formula: counts are whole, and what cannot be negative is not."""
    values = dict(zip(names(formula), numbers, strict=False))
    measure = PROPERTIES[formula.id].measure
    if measure in {"count", "area", "duration"}:
        values = {name: value.copy_abs() for name, value in values.items()}
    if measure == "count":
        values = {name: Decimal(int(value) % 5000) for name, value in values.items()}
    return values


def natural(numbers: Four, *, cut: bool = False) -> Iterator[tuple[AnyFormula, Values]]:
    """Each formula with operands of its natural domain; a net cut where the regulation knows one and `cut` is set."""
    for formula in ALL:
        values = take(formula, numbers)
        if cut:
            values |= {name: values[name].copy_negate() for name in PROPERTIES[formula.id].signed}
        if divides_by(formula, values) > 0:
            yield formula, values


def exactly(values: Values) -> dict[str, Fraction]:
    return {name: Fraction(value) for name, value in values.items()}


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


@given(numbers=NATURAL, more=numerals(1, 10**8), cut=st.booleans())
@examples(60)
def test_monotone(numbers: Four, more: Decimal, cut: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
    """Style 12, monotone: more of an operand moves the result one way only, the one that the table declares."""
    wrong = []
    for formula, values in natural(numbers, cut=cut):
        before = formula(**values)
        for name, direction in PROPERTIES[formula.id].directions.items():
            step = Decimal(int(more) + 1) if PROPERTIES[formula.id].measure == "count" else more
            after = formula(**(values | {name: values[name] + step}))
            if isinstance(direction, int) and (after - before) * direction < 0:
                wrong.append((formula.id, name))
    assert not wrong


def test_operands_without_a_direction_move_both_ways() -> None:
    """Style 12, monotone: an operand that the table excuses, with its reason, both rises and falls."""
    excused = [
        (formula, name)
        for formula in ALL
        for name, direction in PROPERTIES[formula.id].directions.items()
        if isinstance(direction, str)
    ]
    assert excused
    for formula, name in excused:
        series = [formula(**(dict.fromkeys(names(formula), 7) | {name: each})) for each in (-2, -1, 2)]
        assert series[0] > series[1] < series[2]


@given(numbers=NATURAL)
@examples(60)
def test_bounded(numbers: Four) -> None:
    """Style 12, bounded: a rate keeps the bounds of its kind, such as 0 to 100 for a part of a whole."""
    wrong = []
    for formula, values in natural(numbers):
        result = formula(**values)
        wrong += [
            (formula.id, bound.words)
            for bound in PROPERTIES[formula.id].bounds
            if bound.when(exactly(values)) and not within(result, bound.low, bound.high)
        ]
    assert not wrong


def within(result: Decimal, low: int | None, high: int | None) -> bool:
    return (low is None or result >= low) and (high is None or result <= high)


@every_rate
def test_bounds_of_the_table_are_reached(formula: AnyFormula) -> None:
    """Style 12, bounded: each bound is the best one, for some small operands meet it."""
    grid = [
        dict(zip(names(formula), map(Fraction, values), strict=True))
        for values in itertools.product(range(4), repeat=len(formula.parameters))
    ]
    for bound in PROPERTIES[formula.id].bounds:
        results = {formula.exact(values) for values in grid if divides_by(formula, values) > 0 and bound.when(values)}
        assert bound.low is None or min(results) == bound.low, bound.words
        assert bound.high is None or max(results) == bound.high, bound.words


_IN_WORDS: Mapping[Phrase, tuple[int | None, int | None]] = {
    FROM_ZERO: (0, None),
    ANY_SIGN: (None, None),
    UP_TO_HUNDRED: (0, 100),
    AT_MOST_HUNDRED: (None, 100),
    FROM_MINUS_HUNDRED: (-100, None),
}


@given(numbers=NATURAL)
@examples(60)
def test_range_in_words_is_true(numbers: Four) -> None:
    """Style 11, returns with its range: what a formula says of its range holds for all amounts of 0 or more."""
    assert not [
        formula.id
        for formula, values in natural(numbers)
        if formula.range in _IN_WORDS and not within(formula(**values), *_IN_WORDS[formula.range])
    ]


def test_every_range_in_words_has_a_meaning() -> None:
    """Style 11: the words for ranges are a closed set, and each of them is used."""
    assert {formula.range for formula in ALL} == set(_IN_WORDS)


@given(numbers=NATURAL, factor=st.sampled_from([Decimal(10**4), Decimal("0.0001"), Decimal(10**8), Decimal(3)]))
@examples(60)
def test_unit_free(numbers: Four, factor: Decimal) -> None:
    """Style 12, free of unit: 元 or 万元, a rate is the same; a difference is in the unit of its amounts."""
    wrong = []
    for formula, values in natural(numbers):
        if PROPERTIES[formula.id].measure == "count":
            continue  # people have no smaller unit
        scaled = {name: value * factor for name, value in values.items()}
        expected = Fraction(formula(**values)) * (Fraction(factor) if PROPERTIES[formula.id].scales else 1)
        if Fraction(formula(**scaled)) != expected:
            wrong.append(formula.id)
    assert not wrong


# ---------------------------------------------------------------------------------------------------------------------
# The same value as the regulation's own formula, whatever the operands and the caller's context.


@given(numbers=SIGNED)
@examples(60)
def test_equals_oracle(numbers: Four) -> None:
    """Regulations 1 to 5: the exact result is the formula of the regulation, computed in fractions."""
    wrong = []
    for formula in ALL:
        values = take(formula, numbers)
        if divides_by(formula, values) != 0:
            expected = oracle(formula, values)
            if formula.exact(exactly(values)) != expected or Fraction(formula(**values)) != significant(expected):
                wrong.append(formula.id)
    assert not wrong


def significant(value: Fraction, digits: int = 60) -> Fraction:
    """A fraction to some significant digits, half to even, without the decimal module."""
    if value == 0:
        return value
    exponent = len(str(abs(value.numerator))) - len(str(value.denominator)) - digits
    while abs(value) >= Fraction(10) ** (exponent + digits):
        exponent += 1
    while abs(value) < Fraction(10) ** (exponent + digits - 1):
        exponent -= 1
    return round(value / Fraction(10) ** exponent) * Fraction(10) ** exponent


def test_significant_is_an_oracle() -> None:
    """GB/T 8170-2008: the oracle of rounding agrees with figures rounded by hand, ties to even."""
    assert significant(Fraction(12345, 10), 4) == 1234
    assert significant(Fraction(12355, 10), 4) == 1236
    assert significant(Fraction(99995), 4) == 100000
    assert significant(Fraction(-1, 3), 3) == Fraction(-333, 1000)


_EXTREMES = st.one_of(
    st.sampled_from([Decimal(0), Decimal(1), Decimal("1E-80"), Decimal("3E+90")]),
    st.builds(lambda digits, exponent: Decimal(f"{digits}E{exponent}"), st.integers(-999, 999), st.integers(-90, 90)),
    st.builds(lambda digits, places: Decimal(f"{digits}E-{places}"), st.integers(10**60, 10**95), st.integers(0, 95)),
)


@given(numbers=st.tuples(_EXTREMES, _EXTREMES, _EXTREMES, _EXTREMES))
@examples(120)
def test_huge_and_tiny_operands(numbers: Four) -> None:
    """Design 3, exact: operands of 100 digits or of 10^-90 give the exact result, to 60 significant digits."""
    wrong = []
    for formula in ALL:
        values = dict(zip(names(formula), numbers, strict=False))
        if PROPERTIES[formula.id].measure in {"count", "area", "duration"}:
            values = {name: value.copy_abs() for name, value in values.items()}
        if divides_by(formula, values) != 0 and Fraction(formula(**values)) != significant(oracle(formula, values)):
            wrong.append((formula.id, values))
    assert not wrong


@given(numbers=POSITIVE, context=contexts())
@examples(60)
def test_any_decimal_context_of_the_caller(numbers: Four, context: Context) -> None:
    """Design 3: formulas compute in a private decimal context, never the caller's, and leave the caller's alone."""
    cases = list(natural(numbers))
    expected = [(formula(**values).as_tuple(), formula.symbols()) for formula, values in cases]
    with localcontext(context) as caller:
        before = repr(caller)
        found = [(formula(**values).as_tuple(), formula.symbols()) for formula, values in cases]
        same = getcontext() is caller
        after = repr(caller)
    wrong = [case[0].id for case, one, other in zip(cases, expected, found, strict=True) if one != other]
    assert (wrong, same, after) == ([], True, before)


@given(numbers=NATURAL, context=contexts())
@examples(20)
def test_zero_denominator_in_any_context(numbers: Four, context: Context) -> None:
    """Regulations 9.7: a zero denominator is an error in every decimal context, never an infinity."""
    cases = [(formula, over_nothing(formula, numbers)) for formula in RATES]
    with localcontext(context) as caller:
        before = repr(caller)
        for formula, values in cases:
            with pytest.raises(ZeroDenominatorError):
                formula(**values)
        after = repr(caller)
    assert after == before


# ---------------------------------------------------------------------------------------------------------------------
# The working.

Written = tuple[str, Fraction]


@st.composite
def written(draw: st.DrawFn) -> Written:
    """A number as it is put into a formula, or a sum such as `72 − 14 − 4`, with its value."""
    text, total = "", Fraction(0)
    for i in range(draw(st.sampled_from([1, 1, 2, 3]))):
        number, negative = draw(numerals(0, 10**7)), draw(st.booleans())
        if i:
            text += " − " if negative else " + "
        elif negative:
            text = "−"
        text += format(number, "f")
        total += -Fraction(number) if negative else Fraction(number)
    return text, total


@given(put_in=st.tuples(written(), written(), written(), written()))
@examples(100)
def test_working_reparses_to_the_value(put_in: tuple[Written, Written, Written, Written]) -> None:
    """Design 3: what is shown can never drift from what is computed; the working, read back, is the exact result."""
    wrong = []
    for formula in ALL:
        words = dict(zip(names(formula), put_in, strict=False))
        values = {name: value for name, (_, value) in words.items()}
        if divides_by(formula, values) == 0:
            continue
        text = to_text(formula.expression, {name: word for name, (word, _) in words.items()}.__getitem__)
        percent = text.endswith(" × 100%")  # the sign of percent is part of the text
        if percent is PROPERTIES[formula.id].scales:
            wrong.append(text)
        if parse_arithmetic(text) * (100 if percent else 1) != oracle(formula, values):
            wrong.append(text)
    assert not wrong


@every_formula
def test_symbols_name_every_operand(formula: AnyFormula) -> None:
    """Design 3: the working with symbols names every operand, in both languages, and ends in percent."""
    for lang in LANGS:
        text = formula.symbols(lang)
        assert all(each.label.of(lang) in text for each in formula.parameters)
        assert text.endswith(" × 100%") is not PROPERTIES[formula.id].scales


# ---------------------------------------------------------------------------------------------------------------------
# Refusals.


def over_nothing(formula: AnyFormula, numbers: Four) -> Values:
    """Operands whose denominator comes to zero."""
    values = take(formula, numbers)
    below = list(PROPERTIES[formula.id].below)
    values[below[-1]] = Decimal(0)
    values[below[-1]] = -sum((values[each] for each in below), Decimal(0))
    return values


@given(numbers=NATURAL)
@examples(30)
def test_zero_denominator_names_the_figure(numbers: Four) -> None:
    """Regulations 9.7: over zero a rate has no value; the error names the Chinese figure and the formula."""
    for formula in RATES:
        values = over_nothing(formula, numbers)
        with pytest.raises(ZeroDivisionError) as by_call:
            formula(**values)
        with pytest.raises(ZeroDivisionError) as by_fractions:
            formula.exact(exactly(values))
        for error in (by_call.value, by_fractions.value):
            assert isinstance(error, ZeroDenominatorError)
            (found,) = error.problems
            assert found.path == formula.id
            assert formula.name.zh in found.reason.zh
            assert formula.name.en in found.reason.en
            assert [word for word in PROPERTIES[formula.id].below.values() if word not in found.reason.zh] == []


_NO_NUMBERS: list[Any] = [
    *(Decimal(text) for text in ("NaN", "sNaN", "Infinity", "-Infinity")),
    *(float(text) for text in ("nan", "inf", "-inf")),
    *(True, False, None, b"1", [], (), {}, object(), 1j, Fraction(1, 3)),
    *("1_000", "", " ", "abc", "١٢", "1e5", "0x10", "1,00", "1.2.3", "--1", "1440元", "约50", "50余", "75%"),
    *(10**101, Decimal("1E+101"), Decimal("1E-101"), "9" * 101, 1e200),
]


@every_formula
def test_refuses_what_is_no_number(formula: AnyFormula) -> None:
    """Design 3: NaN, infinities, booleans and `1_000` are refused, each with its path, in two languages."""
    for bad, name in itertools.product(_NO_NUMBERS, names(formula)):
        with pytest.raises(InputError) as caught:
            formula(**(dict.fromkeys(names(formula), 7) | {name: bad}))
        (found,) = caught.value.problems
        assert found.path == f"{formula.id}.{name}"
        assert all((found.reason.zh, found.reason.en, found.mend.zh, found.mend.en))


@every_formula
def test_refuses_everything_at_once(formula: AnyFormula) -> None:
    """Style 9: every bad operand is reported, all at once."""
    for bad in _NO_NUMBERS:
        with pytest.raises(InputError) as caught:
            formula(*(bad for _ in formula.parameters))
        assert [each.path for each in caught.value.problems] == [f"{formula.id}.{name}" for name in names(formula)]


@every_formula
@pytest.mark.parametrize("value", [-1, Decimal("-0.5"), "-1000000"])
def test_negative_operands(formula: AnyFormula, value: Decimal | int | str) -> None:
    """Design 3: no department has minus one employee, square metre or day; other figures may be negative."""
    for name in names(formula):
        values: dict[str, Any] = dict.fromkeys(names(formula), Decimal(10**7)) | {name: value}
        if PROPERTIES[formula.id].measure not in {"count", "area", "duration"}:
            expected = oracle(formula, {each: Fraction(number) for each, number in values.items()})
            assert Fraction(formula(**values)) == significant(expected)
            continue
        with pytest.raises(InputError) as caught:
            formula(**values)
        (found,) = caught.value.problems
        assert found.path == f"{formula.id}.{name}"
        assert str(value) in found.reason.zh


@given(numbers=four(st.integers(1, 10**7).map(lambda n: Decimal(n) / 4)))
@examples(15)
def test_every_way_of_writing_a_number(numbers: Four) -> None:
    """Design 3: decimals, texts, whole numbers and floats by their repr; by position or by name."""
    ways: list[Callable[[Decimal], Any]] = [
        lambda value: format(value, "f"),
        lambda value: f" {value:,f} ",
        float,
        lambda value: int(value) if value == int(value) else value,
    ]
    wrong = []
    for formula, values in natural(numbers):
        expected = formula(**values)
        by_position = [formula(*map(way, values.values())) for way in ways]
        by_name = [formula(**{name: way(value) for name, value in values.items()}) for way in ways]
        if {expected, formula(*values.values()), *by_position, *by_name} != {expected}:
            wrong.append(formula.id)
    assert not wrong


@every_formula
def test_wrong_number_of_operands(formula: AnyFormula) -> None:
    """Style 9: too many, too few or misnamed operands are a TypeError that lists the right ones in Chinese."""
    right = names(formula)
    calls: list[tuple[tuple[int, ...], dict[str, int]]] = [
        ((1,) * (len(right) - 1), {}),
        ((1,) * (len(right) + 1), {}),
        ((1,) * (len(right) - 1), {"no_such_operand": 1}),
        ((1,) * len(right), {right[0]: 1}),
    ]
    for args, kwargs in calls:
        with pytest.raises(TypeError) as caught:
            formula(*args, **kwargs)
        assert all(each.label.zh in str(caught.value) for each in formula.parameters)


# ---------------------------------------------------------------------------------------------------------------------
# The range of true results when each operand may be anything that rounds to what is written.

_RANGES = st.tuples(*[intervals(bounded=True)] * 4)
_POSITIVE_RANGES = st.tuples(*[intervals(low=1, bounded=True)] * 4)
_SHARES = st.tuples(*[st.sampled_from([Fraction(0), TINY, Fraction(1, 3), 1 - TINY, Fraction(1)])] * 4)


def boxes(ranges: Sequence[Interval], below: Sequence[Interval], *, negative: bool) -> Iterator[tuple[AnyFormula, Box]]:
    """Each formula with a range for every operand; what it divides by has one sign."""
    for formula in ALL:
        box: Box = {}
        for i, name in enumerate(names(formula)):
            divisor = -below[i] if negative else below[i]
            box[name] = divisor if name in PROPERTIES[formula.id].below else ranges[i]
        yield formula, box


def grid(box: Box, *, closed: bool) -> list[dict[str, Fraction]]:
    """The corners of the closed box (and zero, where a magnitude turns), or points of every face that the box holds."""
    choices: list[list[Fraction]] = []
    for each in box.values():
        low, high = bounded_ends(each)
        found = [value for value in (low, high, Fraction(0)) if (low <= value <= high if closed else value in each)]
        choices.append(found if closed else [*found, (low + high) / 2])
    return [dict(zip(box, values, strict=True)) for values in itertools.product(*choices)]


def bounded_ends(interval: Interval) -> tuple[Fraction, Fraction]:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.high


@given(ranges=_RANGES, below=_POSITIVE_RANGES, negative=st.booleans(), shares=st.lists(_SHARES, min_size=3, max_size=3))
@examples(40)
def test_bounds_hold_every_value(
    ranges: Sequence[Interval],
    below: Sequence[Interval],
    negative: bool,  # noqa: FBT001 - drawn by Hypothesis
    shares: list[tuple[Fraction, ...]],
) -> None:
    """Design 3, bounds: the range of a formula holds its value for all operands in their own ranges."""
    wrong = []
    for formula, box in boxes(ranges, below, negative=negative):
        bounds = formula.bounds(box)
        for share in shares:
            values = {}
            for part, (name, each) in zip(share, box.items(), strict=False):
                low, high = bounded_ends(each)
                value = low + part * (high - low)
                values[name] = value if value in each else (low + high) / 2
            if oracle(formula, values) not in bounds:
                wrong.append((formula.id, values))
    assert not wrong


@given(ranges=_RANGES, below=_POSITIVE_RANGES, negative=st.booleans())
@examples(40)
def test_bounds_are_tight(
    ranges: Sequence[Interval],
    below: Sequence[Interval],
    negative: bool,  # noqa: FBT001 - drawn by Hypothesis
) -> None:
    """Design 3, bounds: an end is a corner of the closed box; it is closed if and only if the box itself meets it."""
    wrong = []
    for formula, box in boxes(ranges, below, negative=negative):
        around = [oracle(formula, corner) for corner in grid(box, closed=True)]
        met = [oracle(formula, values) for values in grid(box, closed=False)]
        low, high = min(around), max(around)
        if formula.bounds(box) != Interval(low, high, low in met, high in met):
            wrong.append((formula.id, box))
    assert not wrong


@given(ranges=_POSITIVE_RANGES, low=fractions(0, 3), high=fractions(0, 3))
@examples(30)
def test_bounds_over_a_denominator_that_may_be_zero(ranges: Sequence[Interval], low: Fraction, high: Fraction) -> None:
    """Design 3, bounds: where the denominator may be zero nothing is known of the result, and nothing is claimed."""
    wrong = []
    for formula, box in boxes(ranges, [Interval(-low, high)] * 4, negative=False):
        known = PROPERTIES[formula.id]
        anything = Interval(None, None, False, False)
        if formula.id == "budget_adjustment_rate":
            anything = Interval(Fraction(0), None, True, False)  # a magnitude
        if known.below and formula.bounds(box) != anything:
            wrong.append(formula.id)
    assert not wrong


@every_formula
def test_bounds_of_an_unbounded_operand(formula: AnyFormula) -> None:
    """Design 3, bounds: an operand of which nothing is known leaves the result without an upper or a lower end."""
    for name in names(formula):
        box = dict.fromkeys(names(formula), point(Fraction(7)))
        for unknown in (Interval(None, None), Interval(Fraction(1), None), Interval(None, Fraction(-1))):
            bounds = formula.bounds(box | {name: unknown})
            assert bounds.low is None or bounds.high is None


@given(numbers=POSITIVE)
@examples(20)
def test_bounds_of_exact_operands(numbers: Four) -> None:
    """Design 3, bounds: operands that are exact, such as counts, leave the result one value."""
    assert not [
        formula.id
        for formula, values in natural(numbers)
        if formula.bounds({name: point(value) for name, value in exactly(values).items()})
        != point(oracle(formula, values))
    ]

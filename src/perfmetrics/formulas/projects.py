"""One project: funds, output, time and cost."""

from __future__ import annotations

from perfmetrics.formulas._formula import (
    ANY_SIGN,
    AT_MOST_HUNDRED,
    FROM_MINUS_HUNDRED,
    Amount,
    Duration,
    FormulaSource,
    Number,
    Percent,
    formula,
)
from perfmetrics.formulas._sources import MOF_2013_PROJECT, MOF_2020_PROJECT, SELF_EVALUATION
from perfmetrics.texts import Phrase

_SICHUAN_2017 = FormulaSource(
    Phrase("四川省项目支出绩效评价表（2017年度，大英县）", "Sichuan project form, FY2017"),
    note=Phrase("据公开转载件核对", "Read in a published copy"),
)
_JIANGXI = FormulaSource(
    Phrase("江西省项目支出绩效自评表（2017年）", "Jiangxi project self-evaluation form, 2017"),
    note=Phrase("据公开转载件核对", "Read in a published copy"),
)
_BEIJING = FormulaSource(
    Phrase("北京市绩效自评（2022年度）超额完成的扣减", "Beijing, FY2022: reduction for over-fulfilment"),
    note=Phrase("据公开转载件核对", "Read in a published copy"),
)


@formula(
    "资金到位率",
    "funds-in-place rate",
    source=MOF_2013_PROJECT,
    variant=Phrase("2013年框架：÷计划投入资金", "framework of 2013: over funds planned"),
    inputs={
        "received": ("实际到位资金", "funds received", "project.received_funds"),
        "planned": ("计划投入资金", "funds planned", "project.planned_funds"),
    },
)
def funds_in_place_rate(received: Amount, planned: Amount) -> Percent:
    """Funds received in percent of the funds planned.

    Example:
    >>> funds_in_place_rate(10, 10)
    Decimal('100')
    """
    return received / planned * 100


@formula(
    "资金到位率",
    "funds-in-place rate",
    source=MOF_2020_PROJECT,
    variant=Phrase("2020年框架：÷预算资金", "framework of 2020: over the budget"),
    inputs={
        "received": ("实际到位资金", "funds received", "project.received_funds"),
        "budget": ("预算资金", "budget", "project.budget_funds"),
    },
)
def funds_in_place_rate_budget(received: Amount, budget: Amount) -> Percent:
    """Funds received in percent of the budget.

    Example:
    >>> funds_in_place_rate_budget(30, 40)
    Decimal('75.00')
    """
    return received / budget * 100


@formula(
    "到位及时率",
    "funding timeliness rate",
    source=MOF_2013_PROJECT,
    inputs={
        "timely": ("及时到位资金", "funds received in time", "project.timely_funds"),
        "due": ("应到位资金", "funds due", "project.due_funds"),
    },
)
def funding_timeliness_rate(timely: Amount, due: Amount) -> Percent:
    """Funds received in time in percent of the funds due at that time.

    Example:
    >>> funding_timeliness_rate(30, 40)
    Decimal('75.00')
    """
    return timely / due * 100


@formula(
    "实际完成率",
    "actual completion rate",
    source=MOF_2013_PROJECT,
    variant=Phrase("项目：实际产出数÷计划产出数", "projects: actual over planned output"),
    inputs={
        "actual": ("实际产出数", "actual output", "project.actual_output"),
        "planned": ("计划产出数", "planned output", "project.planned_output"),
    },
)
def output_completion_rate(actual: Number, planned: Number) -> Percent:
    """Actual output in percent of the planned output.

    Example:
    >>> output_completion_rate(30, 40)
    Decimal('75.00')
    """
    return actual / planned * 100


@formula(
    "完成数量",
    "quantity completed",
    source=_SICHUAN_2017,
    inputs={
        "actual": ("实际完成任务量", "work completed", "project.actual_output"),
        "target": ("目标任务量", "work targeted", "project.planned_output"),
    },
)
def quantity_completion_rate(actual: Number, target: Number) -> Percent:
    """Work completed in percent of the target.

    Example:
    >>> quantity_completion_rate(30, 40)
    Decimal('75.00')
    """
    return actual / target * 100


@formula(
    "完成及时率",
    "timely completion rate",
    source=MOF_2013_PROJECT,
    variant=Phrase(
        "项目（2013）：（计划−实际）÷计划，按时为0，超期为负", "projects, 2013: 0 on time, negative if late"
    ),
    range_=AT_MOST_HUNDRED,
    inputs={
        "planned_time": ("计划完成时间", "planned duration", "project.planned_time"),
        "actual_time": ("实际完成时间", "actual duration", "project.actual_time"),
    },
)
def time_saving_rate(planned_time: Duration, actual_time: Duration) -> Percent:
    """Time saved in percent of the planned duration.

    Example:
    >>> time_saving_rate(12, 15)
    Decimal('-25.00')
    """
    return (planned_time - actual_time) / planned_time * 100


@formula(
    "完成时效",
    "time overrun rate",
    source=_SICHUAN_2017,
    variant=Phrase("与2013年框架符号相反", "the sign is the reverse of the framework of 2013"),
    range_=FROM_MINUS_HUNDRED,
    inputs={
        "actual_time": ("实际完成时间", "actual duration", "project.actual_time"),
        "target_time": ("目标时间", "target duration", "project.planned_time"),
    },
)
def time_overrun_rate(actual_time: Duration, target_time: Duration) -> Percent:
    """Time overrun in percent of the target duration.

    Example:
    >>> time_overrun_rate(15, 12)
    Decimal('25.00')
    """
    return (actual_time - target_time) / target_time * 100


@formula(
    "质量达标率",
    "quality compliance rate",
    source=MOF_2013_PROJECT,
    variant=Phrase("项目：÷实际产出数", "projects: over actual output"),
    inputs={
        "qualified": ("质量达标产出数", "output up to standard", "project.qualified_output"),
        "actual": ("实际产出数", "actual output", "project.actual_output"),
    },
)
def output_quality_rate(qualified: Number, actual: Number) -> Percent:
    """Output up to standard in percent of the actual output.

    Example:
    >>> output_quality_rate(30, 40)
    Decimal('75.00')
    """
    return qualified / actual * 100


@formula(
    "成本节约率",
    "cost saving rate",
    source=MOF_2013_PROJECT,
    range_=AT_MOST_HUNDRED,
    inputs={
        "planned_cost": ("计划成本", "planned cost", "project.planned_cost"),
        "actual_cost": ("实际成本", "actual cost", "project.actual_cost"),
    },
)
def cost_saving_rate(planned_cost: Amount, actual_cost: Amount) -> Percent:
    """Cost saved in percent of the planned cost.

    Example:
    >>> cost_saving_rate(80, 60)
    Decimal('25.00')
    """
    return (planned_cost - actual_cost) / planned_cost * 100


@formula(
    "完成成本",
    "cost overrun rate",
    source=_SICHUAN_2017,
    variant=Phrase("与成本节约率符号相反", "the sign is the reverse of the cost saving rate"),
    range_=FROM_MINUS_HUNDRED,
    inputs={
        "actual_cost": ("实际成本", "actual cost", "project.actual_cost"),
        "expected_cost": ("预计成本", "expected cost", "project.planned_cost"),
    },
)
def cost_overrun_rate(actual_cost: Amount, expected_cost: Amount) -> Percent:
    """Cost overrun in percent of the expected cost.

    Example:
    >>> cost_overrun_rate(100, 80)
    Decimal('25.00')
    """
    return (actual_cost - expected_cost) / expected_cost * 100


@formula(
    "成本控制率",
    "cost control rate",
    source=_JIANGXI,
    range_=AT_MOST_HUNDRED,
    inputs={
        "budget": ("预算数", "budget", "project.budget_funds"),
        "spent": ("实际支出", "spending", "project.spent_funds"),
    },
)
def cost_control_rate(budget: Amount, spent: Amount) -> Percent:
    """Budget left over in percent of the budget.

    Example:
    >>> cost_control_rate(80, 60)
    Decimal('25.00')
    """
    return (budget - spent) / budget * 100


@formula(
    "指标完成率（正向）",
    "attainment, more is better",
    source=SELF_EVALUATION,
    inputs={
        "actual": ("全年实际值B", "actual value B", ""),
        "target": ("年度指标值A", "target value A", ""),
    },
)
def attainment(actual: Number, target: Number) -> Percent:
    """Actual value in percent of the target, for targets that are reached from below (≥).

    Example:
    >>> attainment(98, 98)
    Decimal('100')
    """
    return actual / target * 100


@formula(
    "指标完成率（反向）",
    "attainment, less is better",
    source=SELF_EVALUATION,
    inputs={
        "target": ("年度指标值A", "target value A", ""),
        "actual": ("全年实际值B", "actual value B", ""),
    },
)
def attainment_reversed(target: Number, actual: Number) -> Percent:
    """Target in percent of the actual value, for targets that are not to be exceeded (≤).

    Example:
    >>> attainment_reversed(30, 40)
    Decimal('75.00')
    """
    return target / actual * 100


@formula(
    "超额完成幅度",
    "over-fulfilment",
    source=_BEIJING,
    range_=ANY_SIGN,
    inputs={
        "actual": ("全年实际值B", "actual value B", ""),
        "target": ("年度指标值A", "target value A", ""),
    },
)
def over_fulfilment(actual: Number, target: Number) -> Percent:
    """How far the actual value lies above the target, in percent of the target.

    Example:
    >>> over_fulfilment(90, 30)
    Decimal('200')
    """
    return (actual - target) / target * 100


FORMULAS = (
    funds_in_place_rate,
    funds_in_place_rate_budget,
    funding_timeliness_rate,
    output_completion_rate,
    quantity_completion_rate,
    time_saving_rate,
    time_overrun_rate,
    output_quality_rate,
    cost_saving_rate,
    cost_overrun_rate,
    cost_control_rate,
    attainment,
    attainment_reversed,
    over_fulfilment,
)

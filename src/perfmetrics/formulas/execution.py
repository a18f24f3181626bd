"""预算执行率, by its six denominators."""

from __future__ import annotations

from perfmetrics.formulas._formula import Amount, FormulaSource, Percent, formula
from perfmetrics.formulas._sources import MOF_2020_PROJECT, SELF_EVALUATION
from perfmetrics.texts import Phrase

_HUBEI = FormulaSource(Phrase("湖北省绩效自评（黄冈2020）", "Hubei self-evaluation (Huanggang 2020)"))
_SICHUAN_2023 = FormulaSource(Phrase("四川省2023年自评表（青神、大英）", "Sichuan self-evaluation form, 2023"))
_ADMINISTRATIVE = FormulaSource(
    Phrase("行政单位财务分析指标", "Financial analysis indicators of administrative units"),
    note=Phrase("据公开转载件核对", "Read in published copies"),
)


@formula(
    "预算执行率",
    "budget execution rate",
    source=SELF_EVALUATION,
    variant=Phrase("自评表（2018年起）：全年执行数÷全年预算数", "form from 2018: over the full-year budget"),
    inputs={
        "executed": ("全年执行数", "full-year outturn", "final_accounts.current_expenditure"),
        "full_year_budget": ("全年预算数", "full-year budget", "full_year_budget.current_expenditure"),
    },
)
def budget_execution_rate(executed: Amount, full_year_budget: Amount) -> Percent:
    """Full-year outturn in percent of the full-year budget.

    Example:
    >>> budget_execution_rate("3.36", "3.36")
    Decimal('100')
    """
    return executed / full_year_budget * 100


@formula(
    "预算执行率",
    "budget execution rate",
    source=SELF_EVALUATION,
    variant=Phrase("自评表（2016年）：全年执行数÷年初预算数", "form of 2016: over the initial budget"),
    inputs={
        "executed": ("全年执行数", "full-year outturn", "final_accounts.current_expenditure"),
        "initial_budget": ("年初预算数", "initial budget", "initial_budget.current_expenditure"),
    },
)
def budget_execution_rate_initial(executed: Amount, initial_budget: Amount) -> Percent:
    """Full-year outturn in percent of the initial budget.

    Example:
    >>> round(budget_execution_rate_initial("74.45", "120.4"), 2)
    Decimal('61.84')
    """
    return executed / initial_budget * 100


@formula(
    "预算执行率",
    "budget execution rate",
    source=_SICHUAN_2023,
    variant=Phrase(
        "四川2023：预算执行数÷调整后预算数；低于90%须说明",
        "Sichuan 2023: over the adjusted budget; below 90% is explained",
    ),
    inputs={
        "executed": ("预算执行数", "outturn", "final_accounts.current_expenditure"),
        "adjusted_budget": ("调整后预算数", "adjusted budget", "full_year_budget.current_expenditure"),
    },
)
def budget_execution_rate_adjusted(executed: Amount, adjusted_budget: Amount) -> Percent:
    """Outturn in percent of the adjusted budget.

    Example:
    >>> budget_execution_rate_adjusted(72, 80)
    Decimal('90.0')
    """
    return executed / adjusted_budget * 100


@formula(
    "预算执行率",
    "budget execution rate",
    source=_HUBEI,
    variant=Phrase(
        "湖北：实际支出÷调整后财政资金总额（含上年结余结转）", "Hubei: over all adjusted funds, carry-over included"
    ),
    inputs={
        "spent": ("实际支出", "spending", "final_accounts.current_expenditure"),
        "adjusted_funds": (
            "调整后财政资金总额",
            "adjusted fiscal funds",
            "full_year_budget.current_expenditure + final_accounts.opening_carryover",
        ),
    },
)
def budget_execution_rate_all_funds(spent: Amount, adjusted_funds: Amount) -> Percent:
    """Spending in percent of all adjusted fiscal funds, last year's carry-over included.

    Example:
    >>> budget_execution_rate_all_funds(66, 88)
    Decimal('75.00')
    """
    return spent / adjusted_funds * 100


@formula(
    "预算执行率",
    "budget execution rate",
    source=MOF_2020_PROJECT,
    variant=Phrase("财预〔2020〕10号：实际支出资金÷实际到位资金", "framework of 2020: over funds received"),
    inputs={
        "spent_funds": ("实际支出资金", "funds spent", "project.spent_funds"),
        "received_funds": ("实际到位资金", "funds received", "project.received_funds"),
    },
)
def budget_execution_rate_received(spent_funds: Amount, received_funds: Amount) -> Percent:
    """Funds spent in percent of the funds received.

    Example:
    >>> budget_execution_rate_received(30, 40)
    Decimal('75.00')
    """
    return spent_funds / received_funds * 100


@formula(
    "预算执行率",
    "budget execution rate",
    source=_ADMINISTRATIVE,
    variant=Phrase(
        "行政单位：年终执行数（不含上年结转结余支出数）÷（年初预算数±年中调整数）",
        "administrative units: without spending from carry-over, over the budget as changed in the year",
    ),
    inputs={
        "executed": ("年终执行数（不含上年结转结余支出数）", "outturn without spending from carry-over", ""),
        "initial_budget": ("年初预算数", "initial budget", "initial_budget.current_expenditure"),
        "adjustment": ("年中调整数", "net adjustment of the year", "adjustment.supplement - adjustment.cut?"),
    },
)
def budget_execution_rate_administrative(executed: Amount, initial_budget: Amount, adjustment: Amount) -> Percent:
    """Outturn without spending from carry-over, in percent of the initial budget as changed during the year.

    Example:
    >>> budget_execution_rate_administrative(90, 110, 10)
    Decimal('75.00')
    """
    return executed / (initial_budget + adjustment) * 100


FORMULAS = (
    budget_execution_rate,
    budget_execution_rate_initial,
    budget_execution_rate_adjusted,
    budget_execution_rate_all_funds,
    budget_execution_rate_received,
    budget_execution_rate_administrative,
)

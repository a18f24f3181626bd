"""Whole government budgets (annex 3 of 财预〔2013〕53号), as far as its formulas are known."""

from __future__ import annotations

from perfmetrics.formulas._formula import FROM_MINUS_HUNDRED, Amount, Percent, Provenance, formula
from perfmetrics.formulas._sources import MOF_2013_GOVERNMENT

_RECALLED = MOF_2013_GOVERNMENT.but(Provenance.RECALLED, uncertain=True)


@formula(
    "支出完成率",
    "expenditure completion rate",
    source=MOF_2013_GOVERNMENT,
    inputs={
        "completed": ("预算支出完成数", "expenditure completed", ""),
        "budget": ("支出预算数", "expenditure budget", ""),
    },
)
def expenditure_completion_rate(completed: Amount, budget: Amount) -> Percent:
    """Expenditure completed in percent of the expenditure budget.

    Example:
    >>> expenditure_completion_rate(30, 40)
    Decimal('75.00')
    """
    return completed / budget * 100


@formula(
    "收入完成率",
    "revenue completion rate",
    source=_RECALLED,
    inputs={
        "completed": ("收入完成数", "revenue collected", ""),
        "budget": ("收入预算数", "revenue budget", ""),
    },
)
def revenue_completion_rate(completed: Amount, budget: Amount) -> Percent:
    """Revenue collected in percent of the revenue budget.

    Example:
    >>> revenue_completion_rate(30, 40)
    Decimal('75.00')
    """
    return completed / budget * 100


@formula(
    "资金结转率",
    "fund carry-over ratio",
    source=MOF_2013_GOVERNMENT,
    inputs={
        "carried_over": ("结转资金总额", "funds carried over", ""),
        "public_budget": ("公共财政支出预算", "public expenditure budget", ""),
    },
)
def fund_carryover_ratio(carried_over: Amount, public_budget: Amount) -> Percent:
    """Funds carried over in percent of the public expenditure budget.

    Example:
    >>> fund_carryover_ratio(3, 40)
    Decimal('7.500')
    """
    return carried_over / public_budget * 100


@formula(
    "资金结转变动率",
    "fund carry-over change rate",
    source=_RECALLED,
    range_=FROM_MINUS_HUNDRED,
    inputs={
        "current": ("本年度结转资金总额", "funds carried over this year", ""),
        "prior": ("上年度结转资金总额", "funds carried over last year", ""),
    },
)
def fund_carryover_change_rate(current: Amount, prior: Amount) -> Percent:
    """Change of the funds carried over in percent of last year's.

    Example:
    >>> fund_carryover_change_rate(3, 4)
    Decimal('-25.00')
    """
    return (current - prior) / prior * 100


@formula(
    "支出均衡率",
    "expenditure evenness",
    source=_RECALLED,
    inputs={
        "progress": ("某时点支出执行进度", "spending progress at a date", ""),
        "standard": ("支出进度标准", "standard progress", ""),
    },
)
def expenditure_evenness(progress: Percent, standard: Percent) -> Percent:
    """Spending progress at a date in percent of the standard.

    Example:
    >>> expenditure_evenness(45, 50)
    Decimal('90.0')
    """
    return progress / standard * 100


@formula(
    "总预算暂存暂付率",
    "suspense ratio",
    source=_RECALLED,
    inputs={
        "suspense": ("总预算暂存款（暂付款）期末余额", "closing balance of suspense accounts", ""),
        "public_budget": ("当年公共财政支出预算", "public expenditure budget", ""),
    },
)
def suspense_ratio(suspense: Amount, public_budget: Amount) -> Percent:
    """Closing balance of suspense accounts in percent of the public expenditure budget.

    Example:
    >>> suspense_ratio(2, 40)
    Decimal('5.00')
    """
    return suspense / public_budget * 100


FORMULAS = (
    expenditure_completion_rate,
    revenue_completion_rate,
    fund_carryover_ratio,
    fund_carryover_change_rate,
    expenditure_evenness,
    suspense_ratio,
)

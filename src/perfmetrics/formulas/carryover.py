"""Money carried over or left over at the end of the year."""

from __future__ import annotations

from perfmetrics.formulas._formula import FROM_MINUS_HUNDRED, Amount, Percent, Provenance, formula
from perfmetrics.formulas._sources import COUNTY_60, MOF_2013_DEPARTMENT
from perfmetrics.texts import Phrase


@formula(
    "结转结余率",
    "carry-over ratio",
    source=MOF_2013_DEPARTMENT,
    variant=Phrase("财预〔2013〕53号：÷支出预算数", "MOF 2013: over the expenditure budget"),
    inputs={
        "carryover": ("结转结余总额", "carry-over and surplus", "final_accounts.closing_carryover"),
        "expenditure_budget": ("支出预算数", "expenditure budget", "initial_budget.current_expenditure"),
    },
)
def carryover_ratio(carryover: Amount, expenditure_budget: Amount) -> Percent:
    """Carry-over and surplus, by the final accounts, in percent of the expenditure budget.

    Example:
    >>> carryover_ratio(9, 120)
    Decimal('7.500')
    """
    return carryover / expenditure_budget * 100


@formula(
    "结转结余率",
    "carry-over ratio",
    source=COUNTY_60,
    variant=Phrase("某县：÷支出完成数", "a county: over expenditure completed"),
    inputs={
        "carryover": ("结转结余", "carry-over and surplus", "final_accounts.closing_carryover"),
        "expenditure": ("支出完成数", "expenditure completed", "final_accounts.current_expenditure"),
    },
)
def carryover_ratio_expenditure(carryover: Amount, expenditure: Amount) -> Percent:
    """Carry-over and surplus in percent of the expenditure completed.

    Example:
    >>> carryover_ratio_expenditure(9, 100)
    Decimal('9.00')
    """
    return carryover / expenditure * 100


@formula(
    "结转结余变动率",
    "carry-over change rate",
    source=MOF_2013_DEPARTMENT.but(Provenance.RECALLED),
    range_=FROM_MINUS_HUNDRED,
    inputs={
        "current": ("本年度累计结转结余", "carry-over of this year", "final_accounts.closing_carryover"),
        "prior": ("上年度累计结转结余", "carry-over of last year", "final_accounts.opening_carryover"),
    },
)
def carryover_change_rate(current: Amount, prior: Amount) -> Percent:
    """Change of the accumulated carry-over in percent of last year's.

    Example:
    >>> carryover_change_rate(70, 100)
    Decimal('-30.0')
    """
    return (current - prior) / prior * 100


FORMULAS = (carryover_ratio, carryover_ratio_expenditure, carryover_change_rate)

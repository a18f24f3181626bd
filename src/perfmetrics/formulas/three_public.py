"""三公经费: overseas travel, official vehicles and hospitality.

The same rate differs widely by the column it reads: one department shows 98.31% on budgets and 52.30% on outturns.
"""

from __future__ import annotations

from perfmetrics.formulas._formula import FROM_MINUS_HUNDRED, Amount, FormulaSource, Percent, Provenance, formula
from perfmetrics.formulas._sources import HUNAN_TABLE, MOF_2013_DEPARTMENT
from perfmetrics.texts import Phrase

_COUNTY_19 = FormulaSource(
    Phrase("湖南某县2016年度评分表（投入19分）", "A Hunan county's table for 2016 (input 19)"),
    provenance=Provenance.RECONSTRUCTED,
    uncertain=True,
    note=Phrase("表中只列名称与分值，公式比照三公经费变动率", "The table gives name and marks only; by analogy"),
)


@formula(
    "三公经费变动率",
    "three-public change rate",
    source=HUNAN_TABLE,
    variant=Phrase("湖南（2017年起）：预算数比预算数", "Hunan, 2017 on: budget against budget"),
    range_=FROM_MINUS_HUNDRED,
    inputs={
        "current": ("本年度三公经费预算数", "three-public budget of this year", "initial_budget.three_public_expenses"),
        "prior": ("上年度三公经费预算数", "three-public budget of last year", "prior_budget.three_public_expenses"),
    },
)
def three_public_change_rate(current: Amount, prior: Amount) -> Percent:
    """Change of the three-public budget in percent of last year's budget.

    Example:
    >>> round(three_public_change_rate("63.46", 32), 2)
    Decimal('98.31')
    """
    return (current - prior) / prior * 100


@formula(
    "三公经费变动率",
    "three-public change rate",
    source=MOF_2013_DEPARTMENT,
    variant=Phrase("财预〔2013〕53号、湖南2015年度：总额比总额", "MOF 2013, Hunan FY2015: total against total"),
    range_=FROM_MINUS_HUNDRED,
    inputs={
        "current": ("本年度三公经费总额", "three-public total of this year", "initial_budget.three_public_expenses"),
        "prior": ("上年度三公经费总额", "three-public total of last year", "prior_budget.three_public_expenses"),
    },
)
def three_public_change_rate_total(current: Amount, prior: Amount) -> Percent:
    """Change of the three-public total in percent of last year's total; the explanation says that budgets are meant.

    Example:
    >>> three_public_change_rate_total(90, 90)
    Decimal('0')
    """
    return (current - prior) / prior * 100


@formula(
    "三公经费变动率",
    "three-public change rate",
    source=FormulaSource(Phrase("自评报告常用写法", "As many reports write it")),
    variant=Phrase("决算数比决算数", "outturn against outturn"),
    range_=FROM_MINUS_HUNDRED,
    inputs={
        "current": (
            "本年度三公经费决算数",
            "three-public outturn of this year",
            "final_accounts.three_public_expenses",
        ),
        "prior": ("上年度三公经费决算数", "three-public outturn of last year", "prior_accounts.three_public_expenses"),
    },
)
def three_public_change_rate_accounts(current: Amount, prior: Amount) -> Percent:
    """Change of the three-public outturn in percent of last year's outturn.

    Example:
    >>> round(three_public_change_rate_accounts("44.29", "29.08"), 2)
    Decimal('52.30')
    """
    return (current - prior) / prior * 100


@formula(
    "三公经费控制率",
    "three-public control ratio",
    source=MOF_2013_DEPARTMENT.but(Provenance.RECALLED),
    inputs={
        "actual": ("三公经费实际支出数", "three-public outturn", "final_accounts.three_public_expenses"),
        "budget": ("三公经费预算安排数", "three-public budget", "initial_budget.three_public_expenses"),
    },
)
def three_public_control_ratio(actual: Amount, budget: Amount) -> Percent:
    """Three-public outturn in percent of the three-public budget.

    Example:
    >>> round(three_public_control_ratio("15.35", 90), 2)
    Decimal('17.06')
    """
    return actual / budget * 100


@formula(
    "公务招待费变动率",
    "hospitality change rate",
    source=_COUNTY_19,
    range_=FROM_MINUS_HUNDRED,
    inputs={
        "current": ("本年度公务接待费", "hospitality of this year", "initial_budget.official_hospitality"),
        "prior": ("上年度公务接待费", "hospitality of last year", "prior_budget.official_hospitality"),
    },
)
def hospitality_change_rate(current: Amount, prior: Amount) -> Percent:
    """Change of official hospitality in percent of last year's.

    Example:
    >>> hospitality_change_rate(3, 4)
    Decimal('-25.00')
    """
    return (current - prior) / prior * 100


@formula(
    "公务用车购置运行变动率",
    "official vehicle change rate",
    source=_COUNTY_19,
    range_=FROM_MINUS_HUNDRED,
    inputs={
        "current": ("本年度公务用车购置及运行费", "vehicles of this year", "initial_budget.official_vehicles"),
        "prior": ("上年度公务用车购置及运行费", "vehicles of last year", "prior_budget.official_vehicles"),
    },
)
def vehicle_change_rate(current: Amount, prior: Amount) -> Percent:
    """Change of vehicle purchase and operation in percent of last year's.

    Example:
    >>> vehicle_change_rate(5, 4)
    Decimal('25.00')
    """
    return (current - prior) / prior * 100


FORMULAS = (
    three_public_change_rate,
    three_public_change_rate_total,
    three_public_change_rate_accounts,
    three_public_control_ratio,
    hospitality_change_rate,
    vehicle_change_rate,
)

"""Shares, growth and completion, as every report states them; the arithmetic that their words say."""

from __future__ import annotations

from perfmetrics.formulas._formula import ANY_SIGN, FROM_MINUS_HUNDRED, Amount, Number, Percent, formula
from perfmetrics.formulas._sources import FINAL_ACCOUNTS


@formula(
    "占比",
    "share",
    source=FINAL_ACCOUNTS,
    inputs={"part": ("部分", "part", ""), "whole": ("总额", "whole", "")},
)
def share(part: Number, whole: Number) -> Percent:
    """A part in percent of its whole.

    Example:
    >>> round(share("142.69", "191.39"), 2)
    Decimal('74.55')
    """
    return part / whole * 100


@formula(
    "增长率",
    "growth rate",
    source=FINAL_ACCOUNTS,
    range_=FROM_MINUS_HUNDRED,
    inputs={"current": ("本年数", "this year", ""), "prior": ("上年数", "last year", "")},
)
def growth_rate(current: Number, prior: Number) -> Percent:
    """Growth in percent of last year's figure; negative for a fall.

    Example:
    >>> round(growth_rate("191.39", "117.36"), 2)
    Decimal('63.08')
    """
    return (current - prior) / prior * 100


@formula(
    "增减额",
    "difference",
    source=FINAL_ACCOUNTS,
    range_=ANY_SIGN,
    inputs={"current": ("本年数", "this year", ""), "prior": ("上年数", "last year", "")},
)
def difference(current: Amount, prior: Amount) -> Amount:
    """This year's figure less last year's, in their unit.

    Example:
    >>> difference("191.39", "117.36")
    Decimal('74.03')
    """
    return current - prior


@formula(
    "完成率",
    "completion rate",
    source=FINAL_ACCOUNTS,
    inputs={"actual": ("完成数", "outturn", ""), "planned": ("预算（计划）数", "budget or plan", "")},
)
def completion_rate(actual: Number, planned: Number) -> Percent:
    """What was done in percent of what was budgeted or planned.

    Example:
    >>> round(completion_rate("45.08", 83), 2)
    Decimal('54.31')
    """
    return actual / planned * 100


FORMULAS = (share, growth_rate, difference, completion_rate)

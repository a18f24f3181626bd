"""Operating expenses against what the budget provides for them."""

from __future__ import annotations

from perfmetrics.formulas._formula import Amount, Percent, Provenance, formula
from perfmetrics.formulas._sources import MOF_2013_DEPARTMENT


@formula(
    "公用经费控制率",
    "operating expense control ratio",
    source=MOF_2013_DEPARTMENT.but(Provenance.RECALLED),
    inputs={
        "actual": ("实际支出公用经费总额", "operating expenses spent", "final_accounts.operating_expenses"),
        "budget": ("预算安排公用经费总额", "operating expenses budgeted", "initial_budget.operating_expenses"),
    },
)
def operating_expense_control_ratio(actual: Amount, budget: Amount) -> Percent:
    """Operating expenses spent in percent of those budgeted.

    Example:
    >>> round(operating_expense_control_ratio("234.56", "141.6"), 2)
    Decimal('165.65')
    """
    return actual / budget * 100


FORMULAS = (operating_expense_control_ratio,)

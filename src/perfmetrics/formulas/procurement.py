"""Government procurement against its approved plan."""

from __future__ import annotations

from perfmetrics.formulas._formula import Amount, Percent, Provenance, formula
from perfmetrics.formulas._sources import MOF_2013_DEPARTMENT


@formula(
    "政府采购执行率",
    "procurement execution rate",
    source=MOF_2013_DEPARTMENT.but(Provenance.RECALLED),
    inputs={
        "actual": ("实际政府采购金额", "procurement", "final_accounts.procurement"),
        "budget": ("政府采购预算数", "procurement budget", "initial_budget.procurement"),
    },
)
def procurement_execution_rate(actual: Amount, budget: Amount) -> Percent:
    """Procurement in percent of the approved annual plan.

    Example:
    >>> round(procurement_execution_rate("15.01", 15), 2)
    Decimal('100.07')
    """
    return actual / budget * 100


FORMULAS = (procurement_execution_rate,)

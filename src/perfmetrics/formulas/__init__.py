"""The formulas of the regulations: one plain typed function each, found by Chinese name, English name or identifier.

Example:
    >>> from perfmetrics import formulas
    >>> round(formulas.operating_expense_control_ratio("234.56", "141.6"), 2)
    Decimal('165.65')
    >>> [each.id for each in formulas.find("预算控制率")]
    ['budget_control_rate']
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from perfmetrics.errors import unknown_name
from perfmetrics.formulas import (
    assets,
    budget,
    buildings,
    carryover,
    duties,
    execution,
    expenses,
    general,
    government,
    procurement,
    projects,
    staffing,
    three_public,
)
from perfmetrics.formulas._formula import Formula, FormulaSource, Kind, Parameter, Provenance, formula
from perfmetrics.formulas.assets import asset_utilisation_rate
from perfmetrics.formulas.budget import (
    budget_adjustment_rate,
    budget_completion_rate,
    budget_completion_rate_approved,
    budget_completion_rate_full_year,
    budget_completion_rate_initial,
    budget_control_rate,
    budget_reallocation_rate,
    budgeting_accuracy,
    dynamic_adjustment,
    execution_progress,
    payment_progress_rate,
    priority_expenditure_ratio,
    year_end_completion,
)
from perfmetrics.formulas.buildings import building_area_control_ratio, building_investment_control_ratio
from perfmetrics.formulas.carryover import carryover_change_rate, carryover_ratio, carryover_ratio_expenditure
from perfmetrics.formulas.duties import (
    actual_completion_rate,
    key_task_completion_rate,
    overall_completion_rate,
    quality_compliance_rate,
    quality_compliance_rate_completed,
    timely_completion_rate,
)
from perfmetrics.formulas.execution import (
    budget_execution_rate,
    budget_execution_rate_adjusted,
    budget_execution_rate_administrative,
    budget_execution_rate_all_funds,
    budget_execution_rate_initial,
    budget_execution_rate_received,
)
from perfmetrics.formulas.expenses import operating_expense_control_ratio
from perfmetrics.formulas.general import completion_rate, difference, growth_rate, share
from perfmetrics.formulas.government import (
    expenditure_completion_rate,
    expenditure_evenness,
    fund_carryover_change_rate,
    fund_carryover_ratio,
    revenue_completion_rate,
    suspense_ratio,
)
from perfmetrics.formulas.procurement import procurement_execution_rate
from perfmetrics.formulas.projects import (
    attainment,
    attainment_reversed,
    cost_control_rate,
    cost_overrun_rate,
    cost_saving_rate,
    funding_timeliness_rate,
    funds_in_place_rate,
    funds_in_place_rate_budget,
    output_completion_rate,
    output_quality_rate,
    over_fulfilment,
    quantity_completion_rate,
    time_overrun_rate,
    time_saving_rate,
)
from perfmetrics.formulas.staffing import staffing_control_ratio, supported_staff_ratio
from perfmetrics.formulas.three_public import (
    hospitality_change_rate,
    three_public_change_rate,
    three_public_change_rate_accounts,
    three_public_change_rate_total,
    three_public_control_ratio,
    vehicle_change_rate,
)
from perfmetrics.texts import Phrase

_MODULES = (
    staffing,
    three_public,
    budget,
    expenses,
    procurement,
    buildings,
    execution,
    carryover,
    assets,
    duties,
    projects,
    government,
    general,
)

ALL: tuple[Formula[Any], ...] = tuple(each for module in _MODULES for each in module.FORMULAS)
BY_ID: Mapping[str, Formula[Any]] = MappingProxyType({each.id: each for each in ALL})


def get(identifier: str) -> Formula[Any]:
    """Return the formula with an identifier.

    Raises:
        UnknownNameError: If there is none; the nearest identifiers are given.

    Example:
        >>> get("budget_control_rate").name.zh
        '预算控制率'
    """
    if identifier not in BY_ID:
        raise unknown_name(Phrase("公式", "formula"), identifier, BY_ID)
    return BY_ID[identifier]


def find(name: str) -> tuple[Formula[Any], ...]:
    """Return every formula with a Chinese name, an English name or an identifier: the variants of one indicator.

    Quotation marks inside a name (“三公”经费) and the case of English letters do not matter.

    Raises:
        UnknownNameError: If there is none; the nearest names are given.

    Example:
        >>> [each.id for each in find("预算完成率")]  # doctest: +NORMALIZE_WHITESPACE
        ['budget_completion_rate', 'budget_completion_rate_approved',
         'budget_completion_rate_initial', 'budget_completion_rate_full_year']
    """
    wanted = _plain(name)
    found = tuple(each for each in ALL if wanted in {_plain(each.name.zh), _plain(each.name.en)})
    same_id = tuple(each for each in ALL if wanted == each.id)
    if not found and not same_id:
        known = [word for each in ALL for word in (each.name.zh, each.name.en, each.id)]
        raise unknown_name(Phrase("公式", "formula"), name, dict.fromkeys(known))
    return same_id or found


_QUOTES = str.maketrans("", "", "“”\"'‘’「」《》 　")


def _plain(name: str) -> str:
    folded = name.strip().lower()
    return folded if folded.isascii() else folded.translate(_QUOTES)


__all__ = [
    "ALL",
    "BY_ID",
    "Formula",
    "FormulaSource",
    "Kind",
    "Parameter",
    "Provenance",
    "actual_completion_rate",
    "asset_utilisation_rate",
    "attainment",
    "attainment_reversed",
    "budget_adjustment_rate",
    "budget_completion_rate",
    "budget_completion_rate_approved",
    "budget_completion_rate_full_year",
    "budget_completion_rate_initial",
    "budget_control_rate",
    "budget_execution_rate",
    "budget_execution_rate_adjusted",
    "budget_execution_rate_administrative",
    "budget_execution_rate_all_funds",
    "budget_execution_rate_initial",
    "budget_execution_rate_received",
    "budget_reallocation_rate",
    "budgeting_accuracy",
    "building_area_control_ratio",
    "building_investment_control_ratio",
    "carryover_change_rate",
    "carryover_ratio",
    "carryover_ratio_expenditure",
    "completion_rate",
    "cost_control_rate",
    "cost_overrun_rate",
    "cost_saving_rate",
    "difference",
    "dynamic_adjustment",
    "execution_progress",
    "expenditure_completion_rate",
    "expenditure_evenness",
    "find",
    "formula",
    "fund_carryover_change_rate",
    "fund_carryover_ratio",
    "funding_timeliness_rate",
    "funds_in_place_rate",
    "funds_in_place_rate_budget",
    "get",
    "growth_rate",
    "hospitality_change_rate",
    "key_task_completion_rate",
    "operating_expense_control_ratio",
    "output_completion_rate",
    "output_quality_rate",
    "over_fulfilment",
    "overall_completion_rate",
    "payment_progress_rate",
    "priority_expenditure_ratio",
    "procurement_execution_rate",
    "quality_compliance_rate",
    "quality_compliance_rate_completed",
    "quantity_completion_rate",
    "revenue_completion_rate",
    "share",
    "staffing_control_ratio",
    "supported_staff_ratio",
    "suspense_ratio",
    "three_public_change_rate",
    "three_public_change_rate_accounts",
    "three_public_change_rate_total",
    "three_public_control_ratio",
    "time_overrun_rate",
    "time_saving_rate",
    "timely_completion_rate",
    "vehicle_change_rate",
    "year_end_completion",
]

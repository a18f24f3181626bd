"""New office buildings (楼堂馆所) against what was approved; only buildings completed in the year count."""

from __future__ import annotations

from perfmetrics.formulas._formula import Amount, Area, Percent, formula
from perfmetrics.formulas._sources import HUNAN_TABLE


@formula(
    "新建楼堂馆所面积控制率",
    "new-building area control ratio",
    source=HUNAN_TABLE,
    inputs={
        "actual_area": ("实际建设面积", "area built", "new_buildings.actual_area"),
        "approved_area": ("批准建设面积", "area approved", "new_buildings.approved_area"),
    },
)
def building_area_control_ratio(actual_area: Area, approved_area: Area) -> Percent:
    """Area built in percent of the area approved.

    Example:
    >>> building_area_control_ratio(4200, 4000)
    Decimal('105.00')
    """
    return actual_area / approved_area * 100


@formula(
    "新建楼堂馆所投资概算控制率",
    "new-building investment control ratio",
    source=HUNAN_TABLE,
    inputs={
        "actual_investment": ("实际投资金额", "investment", "new_buildings.actual_investment"),
        "approved_investment": ("批准投资金额", "investment approved", "new_buildings.approved_investment"),
    },
)
def building_investment_control_ratio(actual_investment: Amount, approved_investment: Amount) -> Percent:
    """Investment in percent of the investment approved.

    Example:
    >>> building_investment_control_ratio(1050, 1000)
    Decimal('105.00')
    """
    return actual_investment / approved_investment * 100


FORMULAS = (building_area_control_ratio, building_investment_control_ratio)

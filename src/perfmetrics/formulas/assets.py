"""Fixed assets."""

from __future__ import annotations

from perfmetrics.formulas._formula import Amount, Percent, Provenance, formula
from perfmetrics.formulas._sources import MOF_2013_DEPARTMENT


@formula(
    "固定资产利用率",
    "asset utilisation rate",
    source=MOF_2013_DEPARTMENT.but(Provenance.RECALLED),
    inputs={
        "in_use": ("实际在用固定资产总额", "fixed assets in use", "assets.fixed_assets_in_use"),
        "fixed_assets": ("所有固定资产总额", "all fixed assets", "assets.fixed_assets"),
    },
)
def asset_utilisation_rate(in_use: Amount, fixed_assets: Amount) -> Percent:
    """Fixed assets in use in percent of all fixed assets.

    Example:
    >>> asset_utilisation_rate(95, 100)
    Decimal('95.00')
    """
    return in_use / fixed_assets * 100


FORMULAS = (asset_utilisation_rate,)

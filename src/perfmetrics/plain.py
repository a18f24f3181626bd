"""The figures of a report in whole numbers of one small unit: to be added up and compared without fractions."""

from __future__ import annotations

from collections.abc import Mapping

from perfmetrics.quantities import SCALED, Quantity, Unit
from perfmetrics.statements import Report


def numbers_of(report: Report) -> Mapping[str, int]:
    """Return the figures of the columns and sections in whole numbers of a small unit, by their paths.

    Amounts of money are in some part of a 元, and whatever has no such units in the same part of one. A figure that is
    written as a sum is what its parts come to. `report.kept(numbers_of)` has them at once the second time.

    Example:
        >>> from perfmetrics import load_report
        >>> table = {"basic_expenditure": "1.25", "project_expenditure": "300元"}
        >>> numbers_of(load_report({"unit": "万元", "final_accounts": table, "staff": {"in_post": 7}}))
        {'final_accounts.basic_expenditure': 1250000, 'final_accounts.project_expenditure': 30000, 'staff.in_post': 700}
    """
    values = [(path, figure.terms_in(unit), unit) for path, figure, unit in report.section_values()]
    grain = 10 ** max((each.decimals for _, terms, _ in values for each in terms), default=0)
    return {path: sum(_in_small_units(each, unit, grain) for each in terms) for path, terms, unit in values}


def _in_small_units(each: Quantity, usual: Unit | None, grain: int) -> int:
    numerator, denominator = each.value.as_integer_ratio()
    unit = each.unit or usual
    return numerator * (grain // denominator) * (unit.scale if unit is not None and unit.dimension in SCALED else 1)

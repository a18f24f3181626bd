"""The figures of a report in whole numbers of one small unit: to be added up and compared without fractions."""

from __future__ import annotations

from collections.abc import Mapping

from perfmetrics.quantities import SCALED, TENS, Unit, plain_number_of
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
    terms: list[tuple[str, int, int, Unit | None]] = []
    for path, figure, usual in report.section_values():
        if figure.given is not None:  # as nearly all are
            digits, decimals, own = plain_number_of(figure.given)
            terms.append((path, digits, decimals, own or usual))
        else:
            terms += [(path, digits, decimals, own or usual) for digits, decimals, own in figure.numbers_in(usual)]
    most = max([decimals for _, _, decimals, _ in terms], default=0)
    found: dict[str, int] = {}
    for path, digits, decimals, unit in terms:
        number = digits * TENS[most - decimals]
        if unit is not None and unit.dimension in SCALED:
            number *= unit.scale
        found[path] = found[path] + number if path in found else number
    return found

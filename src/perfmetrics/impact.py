"""What a mended figure does to the points, the total and the grade."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from perfmetrics.cards import ScoreCard
from perfmetrics.errors import PerfMetricsError
from perfmetrics.findings import Impact
from perfmetrics.quantities import to_decimal
from perfmetrics.scoring import score
from perfmetrics.statements import Report, load_report


def impact_of(report: Report, card: ScoreCard, mended: Mapping[str, str]) -> Impact | None:
    """Return what changes on a card when figures of the report are others.

    Args:
        report: The report.
        card: Its card.
        mended: By the path of a figure how it should be written, unit included.

    Returns:
        The change of the total and of the grade; None where the figure is none that a table could score, or where the
        mended report cannot be read.
    """
    data = report.to_dict()
    if not all(_replace(data, path, text) for path, text in mended.items()):
        return None
    try:
        other = score(load_report(data), card.rubric)
    except PerfMetricsError:
        return None
    changed = [pair for pair in zip(card.found.points, other.found.points, strict=True) if pair[0] != pair[1]]
    before, after = changed[0] if len(changed) == 1 else (None, None)
    points = _decimal(before), _decimal(after)
    return Impact(points, (card.total, other.total), (card.grade, other.grade))


def _decimal(points: Fraction | None) -> Decimal | None:
    return None if points is None else to_decimal(points)


def _replace(data: dict[str, Any], path: str, text: str) -> bool:
    *way, last = path.split(".")
    here: Any = data
    for name in way:
        if not isinstance(here, dict) or name not in here:
            return False
        here = here[name]
    if not isinstance(here, dict) or not isinstance(here.get(last), str | list):
        return False
    here[last] = text
    return True

"""Staff against approved posts."""

from __future__ import annotations

from perfmetrics.formulas._formula import Count, Percent, Provenance, formula
from perfmetrics.formulas._sources import HUNAN_TABLE, MOF_2013_DEPARTMENT
from perfmetrics.texts import Phrase


@formula(
    "在职人员控制率",
    "staffing control ratio",
    source=MOF_2013_DEPARTMENT,
    inputs={
        "staff": ("在职人员数", "staff in post", "staff.in_post - staff.counted_elsewhere?"),
        "establishment": ("编制数", "establishment", "staff.establishment"),
    },
)
def staffing_control_ratio(staff: Count, establishment: Count) -> Percent:
    """Staff in post in percent of the approved posts.

    Example:
    >>> round(staffing_control_ratio(72 - 14 - 4, 71), 2)
    Decimal('76.06')
    """
    return staff / establishment * 100


@formula(
    "财政供养人员控制率",
    "fiscally supported staff ratio",
    source=HUNAN_TABLE.but(
        Provenance.RECONSTRUCTED,
        Phrase(
            "已见的表只列名称与扣分办法，公式比照在职人员控制率",
            "The tables seen give name and rule only; by analogy with staffing",
        ),
        uncertain=True,
    ),
    inputs={
        "supported_staff": ("财政供养人员数", "fiscally supported staff", "staff.supported_staff"),
        "establishment": ("编制数", "establishment", "staff.establishment"),
    },
)
def supported_staff_ratio(supported_staff: Count, establishment: Count) -> Percent:
    """Fiscally supported staff in percent of the approved posts.

    Example:
    >>> supported_staff_ratio(60, 80)
    Decimal('75.00')
    """
    return supported_staff / establishment * 100


FORMULAS = (staffing_control_ratio, supported_staff_ratio)

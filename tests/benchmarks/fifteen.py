"""What check() is measured against: fifteen identities of one report, as checks of data frames.

The fifteen are those that check() finds in `REPORT`. The others take its figures as columns of binary fractions, and
allow each figure the half of its last digit: no sum of figures that are rounded half-up can be further off.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

Rows = list[dict[str, str]]


class Sum(NamedTuple):
    """A figure, and the figures that it is the sum of; a minus sign takes one away."""

    whole: str
    parts: tuple[str, ...]

    @property
    def name(self) -> str:
        """A name that is unique among the fifteen."""
        return f"{self.whole} = {' + '.join(self.parts)}"

    @property
    def allowance(self) -> float:
        """The half of the last digit of each figure, and what binary fractions lose."""
        return 0.005 * (1 + len(self.parts)) + 1e-9

    def difference(self, frame: Any) -> Any:
        """Return whole minus parts, a column or a number."""
        left = frame[self.whole]
        for part in self.parts:
            left = left + frame[part[1:]] if part.startswith("-") else left - frame[part]
        return left

    def holds(self, frame: Any) -> Any:
        """Return where the sum holds within rounding."""
        return self.difference(frame).abs() <= self.allowance


IDENTITIES = tuple(
    Sum(whole, tuple(parts.split()))
    for whole, parts in (
        ("full_year_budget.current_income", "initial_budget.current_income adjustment.supplement"),
        ("full_year_budget.current_expenditure", "initial_budget.current_expenditure adjustment.supplement"),
        (
            "initial_budget.current_expenditure",
            "initial_budget.basic_expenditure initial_budget.project_expenditure",
        ),
        ("initial_budget.basic_expenditure", "initial_budget.personnel_expenses initial_budget.operating_expenses"),
        ("final_accounts.opening_carryover", "prior_accounts.closing_carryover"),
        ("final_accounts.total_income", "final_accounts.current_income final_accounts.opening_carryover"),
        (
            "final_accounts.total_expenditure",
            "final_accounts.current_expenditure final_accounts.closing_carryover",
        ),
        ("final_accounts.total_expenditure", "final_accounts.total_income"),
        (
            "final_accounts.closing_carryover",
            "final_accounts.opening_carryover final_accounts.current_income -final_accounts.current_expenditure",
        ),
        (
            "final_accounts.current_expenditure",
            "final_accounts.basic_expenditure final_accounts.project_expenditure",
        ),
        ("final_accounts.basic_expenditure", "final_accounts.personnel_expenses final_accounts.operating_expenses"),
        (
            "final_accounts.three_public_expenses",
            "final_accounts.overseas_travel final_accounts.official_vehicles final_accounts.official_hospitality",
        ),
        ("final_accounts.official_vehicles", "final_accounts.vehicle_purchase final_accounts.vehicle_operation"),
        (
            "final_accounts.official_hospitality",
            "final_accounts.domestic_hospitality final_accounts.foreign_hospitality",
        ),
        (
            "final_accounts.procurement",
            "final_accounts.procurement_goods final_accounts.procurement_works final_accounts.procurement_services",
        ),
    )
)

# The figures that nothing adds up, with the most that each can be, in 万元.
_LEAVES = {
    "initial_budget.current_income": 2000,
    "initial_budget.personnel_expenses": 900,
    "initial_budget.operating_expenses": 150,
    "initial_budget.project_expenditure": 500,
    "adjustment.supplement": 300,
    "prior_accounts.closing_carryover": 100,
    "final_accounts.personnel_expenses": 900,
    "final_accounts.operating_expenses": 150,
    "final_accounts.project_expenditure": 500,
    "final_accounts.overseas_travel": 10,
    "final_accounts.vehicle_purchase": 20,
    "final_accounts.vehicle_operation": 10,
    "final_accounts.domestic_hospitality": 10,
    "final_accounts.foreign_hospitality": 2,
    "final_accounts.procurement_goods": 50,
    "final_accounts.procurement_works": 100,
    "final_accounts.procurement_services": 50,
}
# The others, each after those that it needs.
_ORDER = (
    *("initial_budget.basic_expenditure", "initial_budget.current_expenditure", "full_year_budget.current_income"),
    *("full_year_budget.current_expenditure", "final_accounts.opening_carryover", "final_accounts.basic_expenditure"),
    *("final_accounts.current_expenditure", "final_accounts.closing_carryover", "final_accounts.total_income"),
    *("final_accounts.total_expenditure", "final_accounts.official_vehicles", "final_accounts.official_hospitality"),
    *("final_accounts.three_public_expenses", "final_accounts.procurement"),
)
_CENT = Decimal("0.01")


def rows(count: int, decimals: int = 2, seed: int = 2019) -> Rows:
    """Return the figures of reports in 万元, each rounded half-up to two decimals from figures that add up exactly.

    Args:
        count: How many.
        decimals: Digits of the true figures: with two nothing is lost, with four the cents of a 元 are.
        seed: The same seed gives the same figures.
    """
    dice = random.Random(seed)  # noqa: S311 - no secret
    sums = {each.whole: each.parts for each in reversed(IDENTITIES)}
    found: Rows = []
    for _ in range(count):
        true = {path: Decimal(dice.randrange(most * 10**decimals)).scaleb(-decimals) for path, most in _LEAVES.items()}
        true["final_accounts.current_income"] = Decimal(0)
        for path in _ORDER:
            true[path] = sum((-true[each[1:]] if each[0] == "-" else true[each] for each in sums[path]), Decimal(0))
            if path == "final_accounts.current_expenditure":
                true["final_accounts.current_income"] = true[path] + dice.randrange(100)
        found.append({path: str(value.quantize(_CENT, ROUND_HALF_UP)) for path, value in true.items()})
    return found


def report_of(row: Mapping[str, str]) -> dict[str, Any]:
    """Return the figures of a row as a report."""
    report: dict[str, Any] = {"unit": "万元"}
    for path, text in row.items():
        table, _, line = path.partition(".")
        report.setdefault(table, {})[line] = text
    return report


def frame_of(found: Rows) -> Any:
    """Return figures as a data frame of binary fractions."""
    return import_module("pandas").DataFrame(found).astype(float)


def by_pandera(frame: Any) -> Callable[[], Any]:
    """Return what validates a frame by a schema that is made beforehand; it holds these checks and no columns."""
    pandera = import_module("pandera.pandas")
    schema = pandera.DataFrameSchema(checks=[pandera.Check(each.holds, name=each.name) for each in IDENTITIES])
    return partial(schema.validate, frame, lazy=True)


def by_pointblank(frame: Any) -> Callable[[], Any]:
    """Return what states the checks of a frame and runs them; pointblank states them anew for each frame."""
    pointblank = import_module("pointblank")

    def run() -> Any:
        plan = pointblank.Validate(frame)
        for each in IDENTITIES:
            plan = plan.col_vals_expr(expr=each.holds)
        return plan.interrogate()

    return run


def by_columns(frame: Any) -> Callable[[], list[Any]]:
    """Return what adds up whole columns: for each identity where it holds within rounding."""
    return lambda: [each.holds(frame) for each in IDENTITIES]


def unequal(frame: Any) -> Any:
    """Return the rows in which a sum differs from its parts at two decimals, as a spreadsheet would compare them."""
    wrong = IDENTITIES[0].difference(frame).round(2) != 0
    for each in IDENTITIES[1:]:
        wrong |= each.difference(frame).round(2) != 0
    return wrong

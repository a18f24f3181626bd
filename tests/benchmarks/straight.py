"""What score() is measured against: the points of the 保靖 table by straight-line decimals, and a model of its report.

`points()` computes what the table awards and nothing else: no words, no working, no bounds, no missing figures. It is
as fast as such a function can be written by hand in decimals. `Department` validates the mapping that score() is given.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

HUNDRED, ZERO = Decimal(100), Decimal(0)
HALF, TWO_FIFTHS = Decimal("0.5"), Decimal("0.4")
TWO, THREE, FOUR, FIVE, EIGHT = Decimal(2), Decimal(3), Decimal(4), Decimal(5), Decimal(8)
TEN, TWENTY, THIRTY = Decimal(10), Decimal(20), Decimal(30)


class Figures(NamedTuple):
    """The figures that the table reads, and the points that the report claims where a person has to judge."""

    in_post: Decimal
    elsewhere: Decimal
    establishment: Decimal
    three_public_budget: Decimal
    three_public_before: Decimal
    opening: Decimal
    initial: Decimal
    supplement: Decimal
    closing: Decimal
    operating: Decimal
    operating_budget: Decimal
    three_public: Decimal
    objectives: Decimal
    clarity: Decimal
    procurement: Decimal
    rules: Decimal
    compliance: Decimal
    disclosure: Decimal
    duties: Decimal
    benefits: Decimal
    efficiency: Decimal
    satisfaction: Decimal


def points(of: Figures) -> tuple[Decimal, ...]:
    """Return the points of the eighteen lines, in the order of the table; no building was begun."""
    beyond = (of.in_post - of.elsewhere) / of.establishment * HUNDRED - HUNDRED
    staffing = THREE if beyond <= ZERO else max(ZERO, THREE - beyond // 1 * HALF)

    beyond = (of.three_public_budget - of.three_public_before) / of.three_public_before * HUNDRED
    change = FOUR if beyond <= ZERO else max(ZERO, FOUR - beyond // 1 * TWO_FIFTHS)

    budget = of.opening + of.initial + of.supplement
    beyond = HUNDRED - (budget - of.closing) / budget * HUNDRED
    completion = FIVE if beyond <= ZERO else max(ZERO, FIVE - beyond // 5 * TWO)

    rate = of.supplement / of.initial * HUNDRED
    if rate == ZERO:
        control = FIVE
    elif rate <= TEN:
        control = FOUR
    elif rate <= TWENTY:
        control = THREE
    elif rate <= THIRTY:
        control = TWO
    else:
        control = ZERO

    beyond = of.operating / of.operating_budget * HUNDRED - HUNDRED
    operating = EIGHT if beyond <= ZERO else max(ZERO, EIGHT - beyond // 1)

    beyond = of.three_public / of.three_public_budget * HUNDRED - HUNDRED
    three_public = EIGHT if beyond <= ZERO else max(ZERO, EIGHT - beyond // 1)

    return (
        of.objectives,
        of.clarity,
        staffing,
        change,
        completion,
        control,
        FIVE,
        FIVE,
        operating,
        three_public,
        of.procurement,
        of.rules,
        of.compliance,
        of.disclosure,
        of.duties,
        of.benefits,
        of.efficiency,
        of.satisfaction,
    )


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """Where the report was published."""

    title: str
    publisher: str
    date: str
    note: str


class Fund(_Strict):
    """Amounts of one kind of fund."""

    current_income: Decimal
    current_expenditure: Decimal | None = None
    opening_carryover: Decimal | None = None
    closing_carryover: Decimal | None = None


class Budget(_Strict):
    """The initial budget."""

    current_income: Decimal
    current_expenditure: Decimal
    operating_expenses: Decimal
    three_public_expenses: Decimal
    procurement: Decimal
    general_public: Fund
    government_fund: Fund


class Accounts(_Strict):
    """The final accounts; one amount carries its own unit."""

    current_income: Decimal
    other_income: Decimal
    opening_carryover: Decimal
    current_expenditure: Decimal
    basic_expenditure: Decimal
    operating_expenses: Decimal
    project_expenditure: Decimal
    closing_carryover: Decimal
    three_public_expenses: Decimal
    overseas_travel: str
    official_vehicles: Decimal
    official_hospitality: Decimal
    procurement: Decimal
    agency_operating_funds: Decimal
    fiscal_appropriation: Fund
    general_public: Fund
    government_fund: Fund


class PriorBudget(_Strict):
    """The budget of the year before."""

    three_public_expenses: Decimal


class Adjustment(_Strict):
    """What was added in the year."""

    supplement: Decimal


class Elsewhere(_Strict):
    """People whose posts belong to another body."""

    name: str
    value: Decimal


class Staff(_Strict):
    """People and posts."""

    establishment: Decimal
    in_post: Decimal
    counted_elsewhere: tuple[Elsewhere, ...]


class ListItem(_Strict):
    """An item of a list."""

    name: str
    value: Decimal | str
    level: int = 1


class Listing(_Strict):
    """A list."""

    id: str
    name: str
    by: str
    closed: bool | str
    of: str | None = None
    total: str | None = None
    items: tuple[ListItem, ...]


class Fact(_Strict):
    """A figure that fits no line."""

    id: str
    name: str
    value: str


class Claim(_Strict):
    """A rate that the report states."""

    formula: str
    inputs: dict[str, str]
    value: str
    where: str


class Stated(_Strict):
    """What the report states of a line."""

    points: Decimal
    value: str | int | None = None
    not_applicable: str | None = None


class Totals(_Strict):
    """What the report states of itself."""

    total: Decimal
    grade: str
    dimensions: dict[str, Decimal]


class Department(_Strict):
    """The report of 保靖县人民政府办公室 2019, as a program would model it that computes these points and no more."""

    title: str
    department: str
    year: int
    unit: str
    rubric: str
    source: Source
    initial_budget: Budget
    final_accounts: Accounts
    prior_budget: PriorBudget
    adjustment: Adjustment
    staff: Staff
    lists: tuple[Listing, ...]
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]
    indicators: dict[str, Stated]
    stated: Totals


def figures(report: Department) -> Figures:
    """Return the figures that the table reads of a report."""
    budget, accounts, staff, stated = report.initial_budget, report.final_accounts, report.staff, report.indicators
    return Figures(
        in_post=staff.in_post,
        elsewhere=sum((each.value for each in staff.counted_elsewhere), ZERO),
        establishment=staff.establishment,
        three_public_budget=budget.three_public_expenses,
        three_public_before=report.prior_budget.three_public_expenses,
        opening=accounts.opening_carryover,
        initial=budget.current_expenditure,
        supplement=report.adjustment.supplement,
        closing=accounts.closing_carryover,
        operating=accounts.operating_expenses,
        operating_budget=budget.operating_expenses,
        three_public=accounts.three_public_expenses,
        objectives=stated["objective_reasonableness"].points,
        clarity=stated["indicator_clarity"].points,
        procurement=stated["procurement_execution_rate"].points,
        rules=stated["management_rules_soundness"].points,
        compliance=stated["fund_use_compliance"].points,
        disclosure=stated["budget_disclosure"].points,
        duties=stated["duty_performance"].points,
        benefits=stated["duty_benefits"].points,
        efficiency=stated["administrative_efficiency"].points,
        satisfaction=stated["public_satisfaction"].points,
    )


def points_of(mapping: dict[str, Any]) -> tuple[Decimal, ...]:
    """Validate a mapping and return the points of its eighteen lines."""
    return points(figures(Department.model_validate(mapping)))

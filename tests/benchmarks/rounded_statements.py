"""Generate consistent statements that are only rounded, and count the alarms of check(): there must be none.

    python tests/benchmarks/rounded_statements.py [COUNT] [SEED] [--jobs N]

A statement is a report whose true figures have more digits than it prints and keep every identity exactly: accounts
with their carry-over, a split by funds, lists with items of which, projects, budgets, the year before, people. All its
figures and rates are cut in one mode (half-up, half-even, truncation), each from its true value. They differ in unit,
in digits after the point, in whether trailing zeros are dropped, and in how many digits the true values have, so that
ties are frequent. A true amount is nothing at all, or at least one unit of the last digit that it is written with:
a stated zero means that there is nothing. All amounts of a unit have the same digits, less dropped zeros: a figure is
as precise as the finest of its unit beside it, so that a report that rounds one table more than the other is not
"only rounded" (with MIXED = 0.25 such reports make 5 alarms in a thousand identities).

What is judged are the identities that `instances()` finds, as check() does. To judge many statements, the relations of
a shape (which figures there are, and in which units) are built once by the whole path, from a mapping over
`load_report`; the numbers of every other statement of the shape are then put into them. A relation is first asked
whether the recomputed figure is the stated one, or the mode of the statement explains it; if not, `Relation.judge()`
decides. One statement in `WHOLE_PATH` goes the whole path as well: its relations must be equal to those that were
filled in, and the verdicts of `Relation.judge()` the same; the program stops if they are not.

Statement N of a seed is the same in every run, whatever the count and the number of jobs.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Any

from perfmetrics.identities import Instance, instances
from perfmetrics.inputs import Piece
from perfmetrics.quantities import UNITS, Quantity, Rounding, point, read_quantity, rounded, unrounded
from perfmetrics.relations import Relation
from perfmetrics.statements import Figure, Located, Part, _finest, load_report
from perfmetrics.verdicts import Verdict
from perfmetrics.working import NoDenominatorError

MODES = tuple(Rounding)
SHAPES = 200  # kinds of report that a seed has
WHOLE_PATH = 50  # one statement in so many is also judged by the whole path
MIXED = 0.0  # so many statements have tables that differ in their digits after the point
BLOCK = 500  # statements that one job takes at a time
SHOWN = 3  # alarms that are printed with their statement

DIGITS = 12  # true amounts are whole numbers of 10^-12 元
LARGEST = 10**21  # about a milliard 元
SCALES = {"元": 0, "万元": 4, "亿元": 8, "": 0, "人": 0}  # zeros of a unit; an amount of a list may have none
DECIMALS = {"元": (0, 2), "万元": (0, 1, 2, 2, 2, 4, 6), "亿元": (2, 4, 4, 6), "": (0, 2, 2, 4), "人": (0,)}
RATE_DECIMALS = (0, 1, 2, 2, 2, 4)

FINAL, PRIOR, INITIAL, FULL = "final_accounts", "prior_accounts", "initial_budget", "full_year_budget"
FUNDS = ("general_public", "government_fund", "state_capital")
KINDS = ("paid_to_superior", "business_expenditure", "affiliate_subsidies")
SOURCES = ("superior_subsidies", "institutional_income", "business_income", "affiliate_payments", "other_income")
TABLES = (
    *(FINAL, PRIOR, INITIAL, FULL, "adjustment", "projects", "facts", "lists.function", "lists.income", "lists.other"),
    *(f"{FINAL}.{fund}" for fund in ("fiscal_appropriation", *FUNDS)),
)


def table_of(path: str) -> str:
    """Return the table that a figure stands in: all its figures are as precise as the finest."""
    if path.startswith("projects."):
        return "projects"
    table, _, line = path.rpartition(".")
    if line == "share":
        return f"{table.rpartition('.')[0]}.shares"
    return table if table.startswith("lists.") else table.partition(".")[0]  # the funds of a column are in its table


def written(over: int, under: int, decimals: int, mode: Rounding) -> str:
    """Return a ratio, cut to some decimals in a mode; it is not the library that rounds here."""
    whole, rest = divmod(abs(over) * 10**decimals, under)
    if mode is Rounding.HALF_UP:
        whole += 2 * rest >= under
    elif mode is Rounding.HALF_EVEN:
        whole += 2 * rest > under or (2 * rest == under and whole % 2 == 1)
    digits = str(whole).zfill(decimals + 1)
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"-{text}" if over < 0 < whole else text


# ---------------------------------------------------------------------------------------------------------------------
# Shapes: which figures a report has.


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of a report; with `of` it breaks down a figure of the accounts, else it states its own total."""

    id: str
    by: str
    levels: tuple[int, ...]
    of: str | None = None
    closed: bool | str = True
    shares: bool = False

    def nested(self, at: int) -> Iterator[int]:
        """Yield the items of which right below an item."""
        for i in range(at + 1, len(self.levels)):
            if self.levels[i] <= self.levels[at]:
                return
            if self.levels[i] == self.levels[at] + 1:
                yield i

    def path(self, at: int) -> str:
        """Return where an item stands."""
        return f"lists.{self.id}.第{at}类"


@dataclass(frozen=True, slots=True)
class Claim:
    """A rate or a difference that a report states: for each operand of a formula the paths that are added up."""

    formula: str
    inputs: tuple[tuple[str, tuple[str, ...]], ...]


# For each formula its operands, and its result as numerator and denominator; a difference has none.
FORMULAS: Mapping[str, tuple[tuple[str, ...], Callable[..., tuple[int, int]]]] = {
    "share": (("part", "whole"), lambda part, whole: (part, whole)),
    "completion_rate": (("actual", "planned"), lambda actual, planned: (actual, planned)),
    "growth_rate": (("current", "prior"), lambda current, prior: (current - prior, prior)),
    "difference": (("current", "prior"), lambda current, prior: (current - prior, 1)),
    "budget_completion_rate": (
        ("prior_carryover", "initial_budget", "supplement", "year_end_balance"),
        lambda prior, initial, supplement, left: (prior + initial + supplement - left, prior + initial + supplement),
    ),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """Which figures a report has, and in which units; reports of one shape differ in numbers only.

    Attributes:
        name: Tells it from the others.
        unit: The unit of amounts that carry none; None where each carries its own.
        units: The unit of each table.
        carryover: Whether the accounts have opening and closing balances, and totals.
        kinds: Kinds of expenditure beside basic and project.
        adjusted: Whether surplus is used and distributed.
        personnel: Whether basic expenditure is split.
        funds: Kinds of fund that the accounts are split by; none, or two or three.
        sources: Other sources of income than the fiscal appropriation.
        public: Lines of the three public expenses: none, without vehicles in total, or with it.
        hospitality: Whether official hospitality is split.
        procurement: Whether procurement is split.
        priority: Whether projects of which are stated.
        prior: Whether there are the accounts of the year before.
        budget: Whether there are an initial budget, adjustments and a full-year budget.
        staff: Whether there are people and posts.
        facts: How many amounts are stated that fit no line.
        lists: The lists.
        projects: How many projects are listed.
        projects_closed: Whether they are all there are.
        rates: Whether projects state their execution rates.
        claims: The rates and differences that are stated.
        twice: Figures that are stated in two units.
        sums: Figures that are written as the sum of named parts.
        own: Whether the report has a relation of its own.
        percent: The percent sign, or nothing, behind a rate.
    """

    name: str
    unit: str | None
    units: Mapping[str, str]
    carryover: bool
    kinds: tuple[str, ...]
    adjusted: bool
    personnel: bool
    funds: tuple[str, ...]
    sources: tuple[str, ...]
    public: str
    hospitality: bool
    procurement: bool
    priority: bool
    prior: bool
    budget: bool
    staff: bool
    facts: int
    lists: tuple[Listing, ...]
    projects: int
    projects_closed: bool
    rates: bool
    own: bool
    percent: str
    claims: tuple[Claim, ...] = ()
    twice: frozenset[str] = frozenset()
    sums: frozenset[str] = frozenset()

    def other_unit(self, table: str) -> str:
        """Return the unit in which figures of a table are stated a second time."""
        return "万元" if self.units[table] == "元" else "元"


def shape_of(name: str) -> Shape:
    """Draw a shape; its claims are about the figures that a report of this shape turns out to have."""
    source = random.Random(name)  # noqa: S311 - a fixed choice of figures, not a secret

    def either(probability: float) -> bool:
        return source.random() < probability

    unit = source.choice(("万元", "万元", "万元", "元", None))
    common = unit or source.choice(("万元", "元"))
    other = source.choice([each for each in ("元", "万元", "亿元") if each != common])
    units = {table: other if either(0.1) else common for table in TABLES}
    units["lists.other"] = source.choice((common, "元", "", "人"))
    funds = FUNDS[: source.choice((2, 3))] if either(0.1) else ()
    projects = source.randrange(2, 7) if either(0.25) else 0
    shape = Shape(
        name=name,
        unit=unit,
        units=units,
        carryover=either(0.45),
        kinds=tuple(kind for kind in KINDS if either(0.2)),
        adjusted=either(0.25),
        personnel=either(0.7),
        funds=funds,
        sources=SOURCES[: source.randrange(1, 4)] if either(0.3) else (),
        public=source.choice(("", "", "", "parts", "vehicles")),
        hospitality=either(0.25),
        procurement=either(0.2),
        priority=either(0.1),
        prior=either(0.4),
        budget=either(0.25),
        staff=either(0.15),
        facts=source.choice((0, 0, 0, 0, 1, 3)),
        lists=tuple(_listings(source, has_projects=projects > 0)),
        projects=projects,
        projects_closed=either(0.85),
        rates=either(0.7),
        own=either(0.1),
        percent=source.choice(("%", "%", "%", "")),
    )
    figures = Sheet(shape, source, Rounding.HALF_UP).statement().figures
    amounts = [path for path in figures if table_of(path) in units and units[table_of(path)] not in {"", "人"}]
    few = min(len(amounts), source.choice((0, 0, 1, 2)))
    twice = frozenset(source.sample(amounts, few))
    rest = [path for path in amounts if path not in twice]
    return replace(
        shape,
        units={table: units[table] for table in dict.fromkeys(map(table_of, figures)) if table in units},
        claims=tuple(_claims(source, shape, amounts)),
        twice=twice,
        sums=frozenset(source.sample(rest, source.choice((0, 0, 1)))),
    )


def _listings(source: random.Random, *, has_projects: bool) -> Iterator[Listing]:
    def levels(most: int) -> tuple[int, ...]:
        found = [1]
        for _ in range(_size(source) - 1):
            found.append(source.choice((1, 1, 1, *range(1, min(found[-1] + 1, most) + 1))))
        return tuple(found) if found.count(1) > 1 else (*found, 1)

    if source.random() < (0.5 if has_projects else 0.3):
        of = source.choice((None, f"{FINAL}.current_expenditure"))
        yield Listing("function", "function", (1,) * _size(source), of, True, source.random() < 0.5)
    if source.random() < 0.15:
        of = f"{FINAL}.current_income"
        yield Listing("income", "source", (1,) * source.randrange(2, 6), of, True, source.random() < 0.5)
    if source.random() < 0.3:
        closed = source.choice((*(True,) * 6, False, "unknown"))
        yield Listing("other", "economic", levels(source.choice((1, 2, 3))), None, closed, source.random() < 0.5)


def _size(source: random.Random) -> int:
    return source.randrange(2, source.choice((4, 5, 6, 8, 21)))


def _claims(source: random.Random, shape: Shape, amounts: list[str]) -> Iterator[Claim]:
    for _ in range(source.choice((0, 0, 1, 1, 2, 3))):
        formula = source.choice(("share", "share", "growth_rate", "growth_rate", "difference", *FORMULAS))
        names, _ = FORMULAS[formula]
        paths = source.sample(amounts, min(len(amounts), len(names) + 2))
        inputs = [[path] for path in paths[: len(names)]]
        if source.random() < 0.3:
            inputs[0] += paths[len(names) :]
        yield Claim(formula, tuple((name, tuple(each)) for name, each in zip(names, inputs, strict=True)))
    if shape.staff:
        yield Claim("completion_rate", (("actual", ("staff.in_post",)), ("planned", ("staff.establishment",))))


@cache
def shapes(seed: int) -> tuple[Shape, ...]:
    """Return the shapes of a seed."""
    return tuple(shape_of(f"{seed}/shape/{i}") for i in range(SHAPES))


# ---------------------------------------------------------------------------------------------------------------------
# Statements: true figures, and how they are written.


@dataclass(frozen=True, slots=True)
class Statement:
    """A report of some shape, as it is written.

    Attributes:
        shape: Its shape.
        mode: How every figure was cut.
        figures: What is written at each path: once, in two units, or the parts that add up.
        rates: The rates that are stated beside figures, by their paths, and the claims.
    """

    shape: Shape
    mode: Rounding
    figures: Mapping[str, tuple[str, ...]]
    rates: Mapping[str, str]

    def mapping(self) -> dict[str, Any]:
        """Return the report as `load_report` takes it."""
        shape = self.shape
        report: dict[str, Any] = {} if shape.unit is None else {"unit": shape.unit}
        for path in self.figures:
            if not path.startswith(("lists.", "projects.", "facts.")):
                here = report
                *tables, line = path.split(".")
                for table in tables:
                    here = here.setdefault(table, {})
                here[line] = self._value(path)
        facts = [path.partition(".")[2] for path in self.figures if path.startswith("facts.")]
        report["facts"] = [{"id": fact, "name": fact, "value": self._value(f"facts.{fact}")} for fact in facts]
        report["lists"] = [self._list(each) for each in shape.lists]
        report["projects"] = [self._project(i) for i in range(shape.projects)]
        report["projects_closed"] = shape.projects_closed
        report["claims"] = [
            {
                "formula": claim.formula,
                "inputs": {name: " + ".join(paths) for name, paths in claim.inputs},
                "value": self.rates[f"claims[{i}]"],
            }
            for i, claim in enumerate(shape.claims)
        ]
        if shape.own:
            parts = " + ".join(
                (f"{FINAL}.basic_expenditure", f"{FINAL}.project_expenditure", *(f"{FINAL}.{kind}?" for kind in KINDS))
            )
            report["identities"] = [{"name": "自定", "whole": f"{FINAL}.current_expenditure", "parts": parts}]
        return report

    def _value(self, path: str) -> Any:
        texts = self.figures[path]
        if len(texts) == 1:
            return texts[0]
        if path in self.shape.twice:
            return list(texts)
        return [{"name": f"分项{i}", "value": text} for i, text in enumerate(texts)]

    def _list(self, each: Listing) -> dict[str, Any]:
        items = []
        for i, level in enumerate(each.levels):
            path = each.path(i)
            item = {"name": path.rpartition(".")[2], "value": self._value(path), "level": level}
            items.append(item | ({"share": self.rates[f"{path}.share"]} if each.shares else {}))
        whole = {"total": self._value(f"lists.{each.id}.total")} if each.of is None else {"of": each.of}
        return {"id": each.id, "name": each.id, "by": each.by, "closed": each.closed, **whole, "items": items}

    def _project(self, i: int) -> dict[str, Any]:
        path = f"projects.项目{i}"
        project = {"name": f"项目{i}"} | {part: self._value(f"{path}.{part}") for part in ("budget", "executed")}
        if self.shape.rates:
            project["rate"] = self.rates[f"{path}.rate"]
        if i == 0 and any(each.by == "function" for each in self.shape.lists):
            project["function"] = "第0类"
        return project


@dataclass(slots=True)
class Sheet:
    """Draws the true figures of one statement and writes them down.

    Attributes:
        shape: Its shape.
        source: Where its numbers come from.
        mode: How every figure is cut.
        decimals: Digits after the point, by table and unit.
        least: The smallest true amount that no figure shows as zero.
        step: True amounts are multiples of it; in half units every other one is a tie.
        orders: Orders of magnitude above it.
        drop: Whether trailing zeros are dropped.
        commas: Whether thousands are set apart.
        zeros: Whether some lines are nothing.
        true: The true amounts by their paths.
        figures: What is written there.
        rates: The rates that are written.
    """

    shape: Shape
    source: random.Random
    mode: Rounding
    decimals: dict[tuple[str, str], int] = field(init=False)
    least: int = field(init=False)
    step: int = field(init=False)
    orders: int = field(init=False)
    drop: bool = field(init=False)
    commas: bool = field(init=False)
    zeros: bool = field(init=False)
    true: dict[str, int] = field(init=False, default_factory=dict)
    figures: dict[str, tuple[str, ...]] = field(init=False, default_factory=dict)
    rates: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        source, shape = self.source, self.shape
        pairs = [*shape.units.items()]
        pairs += [(table, shape.other_unit(table)) for table in sorted(map(table_of, shape.twice))]
        mixed = source.random() < MIXED
        one = {unit: source.choice(choices) for unit, choices in DECIMALS.items()}
        self.decimals = {(table, unit): source.choice(DECIMALS[unit]) if mixed else one[unit] for table, unit in pairs}
        ulps = [10 ** (DIGITS + SCALES[unit] - decimals) for (_, unit), decimals in self.decimals.items()]
        self.least = max(ulps)
        self.step = max(1, min(ulps) // source.choice((1, 2, 10, 10, 100, 1000, 10**5)))
        self.orders = len(str(LARGEST // self.step))
        self.drop, self.commas, self.zeros = (source.random() < odds for odds in (0.5, 0.2, 0.3))

    def statement(self) -> Statement:
        """Return the statement, every figure and rate written down."""
        self._accounts()
        if self.shape.budget:
            self._budgets()
        if self.shape.staff:
            self._people()
        for each in self.shape.lists:
            self._list(each)
        for i in range(self.shape.facts):
            self.put(f"facts.数据{i}", self.draw())
        for i, claim in enumerate(self.shape.claims):
            self._claim(f"claims[{i}]", claim)
        return Statement(self.shape, self.mode, self.figures, self.rates)

    # --- amounts ---

    def draw(self, least: int = 1) -> int:
        """Return a true amount; every order of magnitude is as likely as another."""
        return least * self.least + self.step * self.source.randrange(10 ** self.source.randrange(1, self.orders))

    def leaf(self) -> int:
        """Return a true amount, or nothing."""
        return 0 if self.zeros and self.source.random() < 0.2 else self.draw()

    def part(self, whole: int) -> int:
        """Return a part of an amount."""
        if whole == 0:
            return 0
        return self.least + self.step * self.source.randrange((whole - self.least) // self.step + 1)

    def split(self, whole: int, count: int) -> list[int]:
        """Return parts that add up to an amount, each large enough to be written."""
        free = whole - count * self.least
        cuts = sorted(self.step * self.source.randrange(free // self.step + 1) for _ in range(count - 1))
        return [self.least + high - low for low, high in pairwise((0, *cuts, free))]

    def put(self, path: str, true: int) -> None:
        """Write an amount down."""
        shape, table = self.shape, table_of(path)
        unit = shape.units[table]
        self.true[path] = true
        if path in shape.sums and true >= 2 * self.least:
            self.figures[path] = tuple(self._amount(each, table, unit) for each in self.split(true, 2))
        elif path in shape.twice:
            other = self._amount(true, table, shape.other_unit(table))
            self.figures[path] = (self._amount(true, table, unit), other)
        else:
            self.figures[path] = (self._amount(true, table, unit),)

    def _amount(self, true: int, table: str, unit: str) -> str:
        text = self._written(true, 10 ** (DIGITS + SCALES[unit]), self.decimals[table, unit])
        return text if unit == self.shape.unit and not table.startswith(("lists.", "facts")) else text + unit

    def _written(self, over: int, under: int, decimals: int) -> str:
        text = written(over, under, decimals, self.mode)
        if self.drop and "." in text:
            text = text.rstrip("0").rstrip(".")
        if self.commas:
            whole, point_, rest = text.partition(".")
            text = f"{int(whole):,}{point_}{rest}" if whole != "-0" else text
        return text

    def _rate(self, path: str, over: int, under: int, decimals: int) -> None:
        """Write a rate down; a report that divides by nothing says 0%, and nobody can judge that."""
        text = self._written(over * 100, under, decimals) if under else "0"
        self.rates[path] = text + self.shape.percent

    # --- accounts ---

    def _accounts(self) -> None:
        shape = self.shape
        funds = {fund: self._lines() for fund in shape.funds}
        whole = _sum(funds.values()) if funds else self._lines()
        if funds:
            funds = {"fiscal_appropriation": whole, **funds}
            if shape.sources:
                own = self._lines()
                incomes = self.split(own["current_income"], len(shape.sources))
                whole = _sum((whole, own)) | dict(zip(shape.sources, incomes, strict=True))
        for scope, lines in (("", whole), *((f".{fund}", lines) for fund, lines in funds.items())):
            for line, true in lines.items():
                self.put(f"{FINAL}{scope}.{line}", true)
        if shape.public:
            self._public(FINAL)
        if shape.procurement:
            parts = {f"procurement_{kind}": self.leaf() for kind in ("goods", "works", "services")}
            self._put_all(FINAL, {"procurement": sum(parts.values()), **parts})
            self.put(f"{FINAL}.procurement_small_firms", self.part(sum(parts.values())))
        if shape.prior:
            self._prior()
        self._projects(whole["project_expenditure"])

    def _lines(self) -> dict[str, int]:
        """Return the lines of one fund, which agree with one another."""
        shape = self.shape
        personnel, operating = self.draw(60), self.draw()
        project = self.draw(60)
        kinds = {kind: self.leaf() for kind in shape.kinds}
        spent = personnel + operating + project + sum(kinds.values())
        lines = {"basic_expenditure": personnel + operating, "project_expenditure": project, **kinds}
        if shape.personnel:
            lines |= {"personnel_expenses": personnel, "operating_expenses": operating}
        if shape.priority:
            lines |= {"priority_projects": self.part(project), "capital_construction": self.part(project)}
        if not shape.carryover:
            return lines | {"current_expenditure": spent, "current_income": self.draw(60)}
        used, distributed = (self.leaf(), self.leaf()) if shape.adjusted else (0, 0)
        opening, closing = self.draw(), self.draw()
        income = spent + closing + distributed - opening - used
        if income < 60 * self.least:
            closing += 60 * self.least - income
            income = 60 * self.least
        if shape.adjusted:
            lines |= {"non_fiscal_surplus_used": used, "surplus_distribution": distributed}
        return lines | {
            "current_expenditure": spent,
            "current_income": income,
            "opening_carryover": opening,
            "closing_carryover": closing,
            "total_income": income + used + opening,
            "total_expenditure": spent + distributed + closing,
        }

    def _put_all(self, table: str, lines: Mapping[str, int]) -> None:
        for line, true in lines.items():
            self.put(f"{table}.{line}", true)

    def _public(self, column: str) -> None:
        travel, purchase, operation = self.leaf(), self.leaf(), self.draw()
        domestic, abroad = self.draw(), self.leaf()
        hospitality = domestic + abroad if self.shape.hospitality else domestic
        lines = {
            "three_public_expenses": travel + purchase + operation + hospitality,
            "overseas_travel": travel,
            "vehicle_purchase": purchase,
            "vehicle_operation": operation,
            "official_hospitality": hospitality,
        }
        if self.shape.public == "vehicles":
            lines["official_vehicles"] = purchase + operation
        if self.shape.hospitality:
            lines |= {"domestic_hospitality": domestic, "foreign_hospitality": abroad}
            lines["foreign_guest_hospitality"] = self.part(domestic)
        self._put_all(column, lines)

    def _prior(self) -> None:
        closing = self.true.get(f"{FINAL}.opening_carryover", 0) or self.draw()
        opening, income = self.draw(), self.draw() + closing
        lines = {"opening_carryover": opening, "current_income": income, "closing_carryover": closing}
        self._put_all(PRIOR, lines | {"current_expenditure": opening + income - closing})
        if self.shape.public:
            self._public(PRIOR)

    def _budgets(self) -> None:
        shape = self.shape
        budgets = [self.true[f"projects.项目{i}.budget"] for i in range(shape.projects)]
        project = sum(budgets) + (0 if budgets and shape.projects_closed else self.draw())
        basic = self.draw()
        initial = basic + project
        supplement, cut = self.leaf(), self.part(initial)
        if initial - cut < self.least:
            cut = initial  # nothing is left of the budget, or as much as can be written
        lines = {"basic_expenditure": basic, "project_expenditure": project, "current_expenditure": initial}
        self._put_all(INITIAL, lines)
        self._put_all("adjustment", {"supplement": supplement, "cut": cut})
        self.put(f"{FULL}.current_expenditure", initial + supplement - cut)

    def _people(self) -> None:
        source = self.source
        posts, elsewhere, retired = source.randrange(1, 900), source.randrange(9), source.randrange(99)
        here = elsewhere + source.randrange(1, 900)
        people = {"establishment": posts, "in_post": here, "counted_elsewhere": elsewhere, "present": here + retired}
        for name, count in people.items():
            self.true[f"staff.{name}"] = count
            self.figures[f"staff.{name}"] = (f"{count}人" if name == "present" else str(count),)

    # --- lists, projects and claims ---

    def _projects(self, whole: int) -> None:
        shape = self.shape
        if shape.projects:
            parts = self.split(whole, shape.projects + (not shape.projects_closed))
            decimals = self.source.choice(RATE_DECIMALS)
            for i, executed in enumerate(parts[: shape.projects]):
                budget = self.draw()
                self.put(f"projects.项目{i}.budget", budget)
                self.put(f"projects.项目{i}.executed", executed)
                if shape.rates:
                    self._rate(f"projects.项目{i}.rate", executed, budget, decimals)

    def _list(self, each: Listing) -> None:
        values: dict[int, int] = {}
        first = self.true.get("projects.项目0.executed", 0) if each.by == "function" else 0  # one of its class
        if each.of is not None:
            values = dict(enumerate(self.split(self.true[each.of] - first, len(each.levels))))
        else:
            for i in reversed(range(len(each.levels))):
                below = sum(values[j] for j in each.nested(i))
                values[i] = below + (0 if below and self.source.random() < 0.7 else self._item(each))
        values[0] += first
        total = sum(value for i, value in values.items() if each.levels[i] == 1)
        if each.closed is not True and self.source.random() < 0.7:
            total += self._item(each)
        decimals = self.source.choice(RATE_DECIMALS)
        for i, value in sorted(values.items()):
            self.put(each.path(i), value)
            if each.shares:
                self._rate(f"{each.path(i)}.share", value, total, decimals)
        if each.of is None:
            self.put(f"lists.{each.id}.total", total)

    def _item(self, each: Listing) -> int:
        if self.shape.units[f"lists.{each.id}"] == "人":
            return int(10**DIGITS * self.source.randrange(1, 500))
        return self.draw()

    def _claim(self, key: str, claim: Claim) -> None:
        _, result = FORMULAS[claim.formula]
        over, under = result(*(sum(self.true[path] for path in paths) for _, paths in claim.inputs))
        if claim.formula == "difference":
            unit = "万元" if self.shape.unit is None else self.shape.unit
            decimals = self.source.choice(DECIMALS[unit])
            self.rates[key] = self._written(over, 10 ** (DIGITS + SCALES[unit]), decimals) + unit
        else:
            self._rate(key, over, under, self.source.choice(RATE_DECIMALS))


def _sum(scopes: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for lines in scopes:
        for line, true in lines.items():
            found[line] = found.get(line, 0) + true
    return found


def statement(seed: int, number: int) -> Statement:
    """Return a statement of a seed."""
    source = random.Random(f"{seed}/{number}")  # noqa: S311 - a fixed choice of figures, not a secret
    return Sheet(source.choice(shapes(seed)), source, MODES[number % len(MODES)]).statement()


# ---------------------------------------------------------------------------------------------------------------------
# Judging: the relations of a shape with the numbers of one statement.


@dataclass(frozen=True, slots=True)
class Template:
    """The relations of a shape, and the figures that stand in them."""

    instances: tuple[Instance, ...]
    tables: Mapping[str, list[Located]]

    @classmethod
    def built(cls, each: Statement) -> Template:
        """Build the relations by the whole path."""
        report = load_report(each.mapping())
        found = instances(report)
        located = {piece.located.path: piece.located for one in found for piece in one.relation.pieces.values()}
        located |= {path: here for path in each.figures if (here := report.find(path)) is not None}
        tables: dict[str, list[Located]] = {}
        for path, here in located.items():  # some figures are in no table
            tables.setdefault(table_of(path) if here.finest else "", []).append(here)
        return cls(found, tables)

    def filled(self, figures: Mapping[str, Figure], rates: Mapping[str, Quantity]) -> Iterator[Relation]:
        """Yield the relations with other numbers."""
        numbers = dict(rates)  # what is judged, by its key
        pieces: dict[str, tuple[Located, Quantity]] = {}  # what it is computed from, by its key
        for here in self._located(figures, rates):
            path, stated = here.path, here.figure.stated
            terms = stated if len(stated) == 1 else here.terms
            if len(terms) == 1:
                numbers[path] = terms[0]
                pieces[path] = here, terms[0]
                if len(stated) > 1:
                    numbers |= {f"{path}[{i}]": quantity for i, quantity in enumerate(stated)}
            else:
                pieces |= {f"{path}[{i}]": (here, quantity) for i, quantity in enumerate(terms)}
        for each in self.instances:
            old = each.relation
            filled = {key: Piece(piece.sign, *pieces[key]) for key, piece in old.pieces.items()}
            if old.is_constant:
                number = replace(old.stated, decimals=max(piece.quantity.decimals for piece in filled.values()))
            else:
                number = numbers[old.stated_key]
                if number.unit != old.stated.unit:
                    number = replace(number, unit=old.stated.unit)
            yield replace(old, stated=number, pieces=filled)

    def _located(self, figures: Mapping[str, Figure], rates: Mapping[str, Quantity]) -> Iterator[Located]:
        for table, found in self.tables.items():
            here = [(old, figures.get(old.path) or Figure((rates[old.path],))) for old in found]
            finest = _finest((figure, old.unit) for old, figure in here) if table else {}
            yield from (Located(old.path, old.label, figure, old.unit, finest) for old, figure in here)


@dataclass(slots=True)
class Templates:
    """The relations of every shape that came up."""

    known: dict[tuple[str, tuple[int, ...]], Template] = field(default_factory=dict)

    def relations(self, each: Statement) -> list[tuple[str, Relation]]:
        """Return the relations of a statement, each with the code of its identity."""
        figures, rates = _read(each)
        shape = each.shape
        # Which of two statements of a figure is the finer, and whether it is large enough for a sum, may differ.
        writing = [len(figures[path].parts) for path in sorted(shape.sums)]
        unit = None if shape.unit is None else UNITS[shape.unit]
        twice = (figures[path] for path in sorted(shape.twice))
        writing += [figure.stated.index(figure.terms_in(unit)[0]) for figure in twice]
        key = shape.name, tuple(writing)
        if key not in self.known:
            self.known[key] = Template.built(each)
        template = self.known[key]
        codes = (one.identity.code for one in template.instances)
        return list(zip(codes, template.filled(figures, rates), strict=True))


def _read(each: Statement) -> tuple[dict[str, Figure], dict[str, Quantity]]:
    figures: dict[str, Figure] = {}
    for path, texts in each.figures.items():
        quantities = tuple(map(read_quantity, texts))
        if len(texts) > 1 and path in each.shape.sums:
            figures[path] = Figure(parts=tuple(Part(f"分项{i}", one) for i, one in enumerate(quantities)))
        else:
            figures[path] = Figure(quantities)
    return figures, {path: read_quantity(text) for path, text in each.rates.items()}


def verdict(relation: Relation, mode: Rounding) -> Verdict:
    """Return the verdict of `Relation.judge()`, without asking for modes that the statement was not rounded in."""
    stated = relation.stated
    try:
        exact = relation.exact()
    except NoDenominatorError:
        return relation.judge().verdict
    if relation.comparison == "at_most":
        return Verdict.EXACT if stated.exact() <= exact else relation.judge().verdict
    if (exact if relation.is_constant else rounded(exact, stated.decimals, Rounding.HALF_UP)) == stated.value:
        return Verdict.EXACT
    true = point(stated.exact()) if relation.is_constant else unrounded(stated.value, stated.decimals, mode)
    if (exact in true and not relation.is_constant) or relation.bounds(mode).meets(true):
        return Verdict.ROUNDING
    return relation.judge().verdict


def checked(each: Statement, found: list[tuple[str, Relation]], verdicts: list[Verdict]) -> None:
    """Judge a statement by the whole path.

    Raises:
        RuntimeError: If anything differs from what was found.
    """
    whole = instances(load_report(each.mapping()))
    for one, (code, relation), quick in zip(whole, found, verdicts, strict=True):
        judged = one.relation.judge().verdict
        if (code, relation, quick) != (one.identity.code, one.relation, judged):
            plain = json.dumps(each.mapping(), ensure_ascii=False)
            raise RuntimeError(f"{code} {relation.where}: {quick} is {judged} by the whole path, in {plain}")


# ---------------------------------------------------------------------------------------------------------------------
# Counting.


@dataclass(frozen=True, slots=True)
class Alarm:
    """An identity that a statement contradicts although it is only rounded."""

    number: int
    mode: Rounding
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.number} {self.mode.value} {self.code} {self.text}"


@dataclass(slots=True)
class Tally:
    """What was counted: statements by mode, and verdicts by mode and identity."""

    statements: Counter[Rounding] = field(default_factory=Counter)
    whole: int = 0
    verdicts: Counter[tuple[Rounding, str, Verdict]] = field(default_factory=Counter)
    alarms: list[Alarm] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add what another job counted."""
        self.statements += other.statements
        self.whole += other.whole
        self.verdicts += other.verdicts
        self.alarms += other.alarms

    def lines(self) -> Iterator[str]:
        """Yield the table of each mode."""
        for mode in MODES:
            yield f"{mode.value}: {self.statements[mode]} statements"
            yield "".join(f"{word:>14}" for word in ("judged", *(each.value for each in Verdict))) + "  identity"
            codes = sorted({code for of, code, _ in self.verdicts if of is mode})
            for code in (*codes, ""):
                counts = [self._count(mode, code, each) for each in Verdict]
                yield "".join(f"{count:>14}" for count in (sum(counts), *counts)) + f"  {code or 'all'}"
            yield ""
        judged, statements = self.verdicts.total(), self.statements.total()
        yield f"{statements} statements ({self.whole} by the whole path), {judged} judged, {len(self.alarms)} alarms"

    def _count(self, mode: Rounding, code: str, verdict_: Verdict) -> int:
        return sum(
            count
            for (of, own, judged), count in self.verdicts.items()
            if of is mode and judged is verdict_ and code in {"", own}
        )


_TEMPLATES = Templates()


def tally(seed: int, numbers: range) -> Tally:
    """Judge some statements of a seed."""
    found = Tally()
    for number in numbers:
        each = statement(seed, number)
        relations = _TEMPLATES.relations(each)
        verdicts = [verdict(relation, each.mode) for _, relation in relations]
        if number % WHOLE_PATH == 0:
            checked(each, relations, verdicts)
            found.whole += 1
        found.statements[each.mode] += 1
        for (code, relation), judged in zip(relations, verdicts, strict=True):
            found.verdicts[each.mode, code, judged] += 1
            if judged is Verdict.INCONSISTENT:
                text = f"{relation.where} {relation.stated.text} {relation.numbers()}"
                found.alarms.append(Alarm(number, each.mode, code, text))
    return found


def _block(job: tuple[int, range]) -> Tally:
    return tally(*job)


def run(seed: int, count: int, jobs: int = 1, progress: Callable[[int], None] = lambda _: None) -> Tally:
    """Judge the first statements of a seed."""
    blocks = [(seed, range(start, min(start + BLOCK, count))) for start in range(0, count, BLOCK)]
    found = Tally()
    with ExitStack() as stack:
        pool = stack.enter_context(ProcessPoolExecutor(jobs)) if jobs > 1 else None
        for each in map(_block, blocks) if pool is None else pool.map(_block, blocks):
            found.add(each)
            progress(found.statements.total())
    return found


def alarms(seed: int, count: int) -> tuple[int, int, list[str]]:
    """Return how many statements and identities were judged, and every alarm."""
    found = run(seed, count)
    return found.statements.total(), found.verdicts.total(), [str(each) for each in found.alarms]


def main() -> int:
    """Print the counts; fail where there is an alarm."""
    parser = argparse.ArgumentParser(description="Count the alarms of check() on statements that are only rounded.")
    parser.add_argument("count", nargs="?", type=int, default=2000, help="statements (2000)")
    parser.add_argument("seed", nargs="?", type=int, default=2026, help="seed of the figures (2026)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (1)")
    given = parser.parse_args()

    def progress(done: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done} of {given.count}" + "\n" * (done == given.count))

    found = run(given.seed, given.count, given.jobs, progress)
    sys.stdout.writelines(f"{line}\n" for line in found.lines())
    for i, each in enumerate(found.alarms):
        sys.stdout.write(f"{each}\n")
        if i < SHOWN:
            plain = statement(given.seed, each.number).mapping()
            sys.stdout.write(f"{json.dumps(plain, ensure_ascii=False, indent=1)}\n")
    return int(bool(found.alarms))


if __name__ == "__main__":
    sys.exit(main())

"""The points of a scoring table and nothing else: the inner loop of score().

A table is compiled once into one step for each line, a report once into whole numbers; both keep that. A step takes the
plain way, in whole numbers, where a line is what nearly all are: a ratio of the report's usual figures and a rule on
it, or points that are carried as claimed. What is not that plain is scored by `award_line`, which knows everything, so
that there is one meaning and two ways to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from operator import mul
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from perfmetrics import formulas
from perfmetrics.awarding import Line, award_line, round_points
from perfmetrics.quantities import SCALED, TENS, Dimension, Unit, round_half_up
from perfmetrics.rubrics import Indicator, Rubric
from perfmetrics.rules import RATE_RULES, Choice, Evidence, HitRate, RateRule, Targets, points_of
from perfmetrics.statements import Figure, Report, StatedIndicator, dimension_at
from perfmetrics.working import NotARatioError, as_ratio


class Points(NamedTuple):
    """The points of a table for a report.

    Attributes:
        points: The points of each line, in the order of the table; None where they are not known.
        lines: The lines that had to be scored in full, by their places.
    """

    points: tuple[Fraction | None, ...]
    lines: Mapping[int, Line]


def award_points(report: Report, table: Rubric) -> Points:
    """Return the points of every line of a table, without words.

    Raises:
        ReportError: If figures of different kinds meet in one sum.

    Example:
        >>> from perfmetrics import load_report, load_rubric
        >>> data = {"staff": {"establishment": 71, "in_post": 72}}
        >>> award_points(load_report(data), load_rubric("baojing-2019")).points[2]
        Fraction(5, 2)
    """
    figures, compiled = report.kept(_figures_of), table.kept(_compiled)
    claims = report.rubric is None or report.rubric == table.id
    steps = compiled.steps if claims else compiled.steps_without_claims
    try:
        return Points(tuple([step(figures) for step in steps]), _NO_LINES)
    except _NotPlainError:
        pass
    points: list[Fraction | None] = []
    lines: dict[int, Line] = {}
    for i, step in enumerate(steps):
        try:
            points.append(step(figures))
        except _NotPlainError:
            lines[i] = award_line(report, compiled.indicators[i], claims_points=claims)
            points.append(lines[i].points)
    return Points(tuple(points), lines)


_NO_LINES: Mapping[int, Line] = MappingProxyType({})


def total_of(found: Points, table: Rubric) -> Fraction | None:
    """Return the total, scaled up to full marks where lines are left out; None where it is not known.

    It is not where a line that counts has no points, or where the full marks of one are not known.
    """
    left_out = {i for i, line in found.lines.items() if line.is_left_out}
    if not table.kept(_compiled).is_complete or any(
        points is None and i not in left_out for i, points in enumerate(found.points)
    ):
        return None
    whole, over, under = 0, 0, 1
    for points in found.points:
        if points is not None:
            numerator, denominator = points.as_integer_ratio()
            if denominator == 1:  # as nearly all are
                whole += numerator
            else:
                over, under = over * denominator + numerator * under, under * denominator
    total = Fraction(whole * under + over, under)
    if not left_out:
        return total
    factor = factor_for(found.lines.values(), table)
    return None if factor is None else total * factor


def factor_for(lines: Iterable[Line], table: Rubric) -> Fraction | None:
    """Return what points are scaled by, since lines are left out (不考核的，用适用指标得分折算); None if all are."""
    left_out = sum((line.full_marks or Fraction(0) for line in lines if line.is_left_out), Fraction(0))
    full = Fraction(table.full_marks)
    return None if left_out == full else full / (full - left_out)


class _NotPlainError(Exception):
    """A line is to be scored in full."""


@dataclass(frozen=True, slots=True)
class _Figures:
    """What a report states, as the steps need it: numbers are made of its figures when a step first asks for them.

    Attributes:
        numbers: The figures of columns and sections by their paths.
        claims: The points that the report claims for a line.
        rates: The rates that it states.
        set_aside: The lines that do not apply, as the report says.
        unclaimed: Those, and the lines for which it gives what a rule counts.
        has_targets: Whether it has performance targets.
    """

    numbers: _Numbers
    claims: _Claims
    rates: _Rates
    set_aside: frozenset[str]
    unclaimed: frozenset[str]
    has_targets: bool


class _Numbers(dict[str, int | None]):
    """Figures by their paths, as whole numbers of one small unit: amounts of a part of a 元, others of a part of one.

    What the report does not state is None.
    """

    __slots__ = ("_money", "_sections")

    def __init__(self, report: Report) -> None:
        self._money, self._sections = report.unit_of(Dimension.MONEY), report.sections()

    def __missing__(self, path: str) -> int | None:
        names, is_money = _place_of(path)
        figure: Any = self._sections.get(names[0])
        for name in names[1:]:
            figure = getattr(figure, name, None)
        usual = self._money if is_money else None
        number = self[path] = None if figure is None else _in_small_units(figure, usual)
        return number


@lru_cache(maxsize=1024)  # tables say the same few paths for every report
def _place_of(path: str) -> tuple[tuple[str, ...], bool]:
    """Return the steps of a path, and whether the figure there is an amount of money."""
    return tuple(path.split(".")), dimension_at(path) is Dimension.MONEY


def _in_small_units(figure: Figure, usual: Unit | None) -> int:
    total = 0
    for digits, decimals, own in figure.numbers_in(usual):
        if decimals > _FINEST:
            raise _NotPlainError
        unit = own or usual
        scale = unit.scale if unit is not None and unit.dimension in SCALED else 1
        total += digits * TENS[_FINEST - decimals] * scale
    return total


_FINEST = 8  # decimals: to the 元 where figures are in 亿元


class _Claims(dict[str, tuple[Fraction, int, int] | None]):
    """The points that a report claims for a line, where they are one number, and their ratio; else None."""

    __slots__ = ("_stated",)

    def __init__(self, stated: Mapping[str, StatedIndicator]) -> None:
        self._stated = stated

    def __missing__(self, line: str) -> tuple[Fraction, int, int] | None:
        found = self._stated.get(line)
        number = None if found is None else _number_of(found.points)
        claim = self[line] = None if number is None else (_fraction(*number), *number)
        return claim


class _Rates(dict[str, tuple[int, int] | None]):
    """The rates that a report states, where they are one number, as numerators over denominators; else None."""

    __slots__ = ("_stated",)

    def __init__(self, stated: Mapping[str, StatedIndicator]) -> None:
        self._stated = stated

    def __missing__(self, line: str) -> tuple[int, int] | None:
        found = self._stated.get(line)
        rate = self[line] = None if found is None else _number_of(found.value)
        return rate


def _figures_of(report: Report) -> _Figures:
    stated = report.indicators
    unusual = [(name, each) for name, each in stated.items() if not _USUAL.issuperset(each.model_fields_set)]
    aside = frozenset([name for name, each in unusual if each.not_applicable is not None])
    counted = [name for name, each in unusual if not _EVIDENCE.isdisjoint(each.model_fields_set)]
    unclaimed = aside.union(counted)
    return _Figures(_Numbers(report), _Claims(stated), _Rates(stated), aside, unclaimed, bool(report.targets))


_USUAL = frozenset({"value", "points"})
_EVIDENCE = frozenset(Evidence.__slots__)


def _fraction(over: int, under: int) -> Fraction:
    return Fraction(over) if under == 1 else Fraction(over, under)  # points are mostly whole, and need no reducing


def _number_of(figure: Figure | None) -> tuple[int, int] | None:
    """Return the number of a figure that is stated as one."""
    if figure is None:
        return None
    numbers = figure.numbers_in(None)
    return (numbers[0][0], TENS[numbers[0][1]]) if len(numbers) == 1 else None


_Step = Callable[[_Figures], Fraction | None]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A table as steps, one for each line; those of a report that is scored by another table claim no points."""

    indicators: tuple[Indicator, ...]
    steps: tuple[_Step, ...]
    steps_without_claims: tuple[_Step, ...]
    is_complete: bool


def _compiled(table: Rubric) -> _Compiled:
    lines = table.indicators
    return _Compiled(
        lines,
        tuple(_step(each, claims_points=True) for each in lines),
        tuple(_step(each, claims_points=False) for each in lines),
        table.is_complete,
    )


def _step(line: Indicator, *, claims_points: bool) -> _Step:
    rule, marks = line.rule, line.marks
    if marks is None and line.formula is None and line.not_applicable == "undefined":
        return _nothing
    if marks is None or isinstance(rule, Choice):
        return _in_full
    aside = _set_aside(line, marks)
    claimed = _claim_step(line, marks, aside, claims_points=claims_points)
    if isinstance(rule, RATE_RULES):
        award = _award(line, rule, marks)
        return _stated_rate_step(line, award, claimed) if line.formula is None else _rate_step(line, award, aside)
    if line.formula is None or line.zero_over_zero == "undefined":
        return claimed
    return _unless_zero_over_zero(line, claimed)


def _in_full(figures: _Figures) -> Fraction | None:
    del figures
    raise _NotPlainError


def _nothing(figures: _Figures) -> None:
    del figures


def _set_aside(line: Indicator, marks: Fraction) -> _Step:
    """Return the step of a line that does not apply, as the report says."""
    if line.not_applicable == "leave_out":
        return _in_full
    points = {"full": marks, "zero": Fraction(0), "undefined": None}[line.not_applicable]

    def set_aside(figures: _Figures) -> Fraction | None:
        del figures
        return points

    return set_aside


def _claim_step(line: Indicator, marks: Fraction, set_aside: _Step, *, claims_points: bool) -> _Step:
    """Return the step of a line whose points are claimed, unless the report gives what its rule counts."""
    name, (most, part) = line.id, marks.as_integer_ratio()
    counts = not isinstance(line.rule, RATE_RULES)
    counts_targets = isinstance(line.rule, Targets | HitRate)

    def claimed(figures: _Figures) -> Fraction | None:
        if name in figures.unclaimed or (counts_targets and figures.has_targets):
            if name in figures.set_aside:
                return set_aside(figures)
            if counts:
                raise _NotPlainError
        found = figures.claims[name] if claims_points else None
        if found is None:
            return None
        points, over, under = found
        return points if over >= 0 and over * part <= most * under else None

    return claimed


_Award = Callable[[int, int], Fraction | None]


def _stated_rate_step(line: Indicator, award: _Award, claimed: _Step) -> _Step:
    """Return the step of a line without a formula, which scores the rate that the report states, if it states one."""
    name = line.id

    def stated_rate(figures: _Figures) -> Fraction | None:
        rate = figures.rates[name]
        return claimed(figures) if rate is None or name in figures.set_aside else award(*rate)

    return stated_rate


def _rate_step(line: Indicator, award: _Award, set_aside: _Step) -> _Step:
    """Return the step of a line that scores a ratio of figures of the same kind."""
    ratio = _ratio(line)
    if ratio is None:
        return _in_full
    name = line.id

    def rate(figures: _Figures) -> Fraction | None:
        if name in figures.set_aside:
            return set_aside(figures)
        found = ratio(figures)
        if found is None:
            return None
        over, under = found
        if under > 0:
            return award(over, under)
        if under == 0:
            raise _NotPlainError
        return award(-over, -under)

    return rate


def _unless_zero_over_zero(line: Indicator, claimed: _Step) -> _Step:
    """Return the step of a line whose table says what zero over zero earns, though its points are claimed."""
    ratio = _ratio(line)
    if ratio is None:
        return _in_full

    def unless_zero_over_zero(figures: _Figures) -> Fraction | None:
        if ratio(figures) == (0, 0):
            raise _NotPlainError
        return claimed(figures)

    return unless_zero_over_zero


def _award(line: Indicator, rule: RateRule, marks: Fraction) -> _Award:
    """Return what tells the points of a rate, with the roundings that the line prescribes."""
    tell, decimals = points_of(rule, marks), line.round_rate_to
    if decimals is None and line.round_points_to is None:
        return tell

    def award(over: int, under: int) -> Fraction | None:
        if decimals is not None:
            over, under = round_half_up(Fraction(over, under), decimals).as_integer_ratio()
        points = tell(over, under)
        return None if points is None else round_points(line, points)

    return award


# ---------------------------------------------------------------------------------------------------------------------
# Ratios of figures.

_Ratio = Callable[[_Figures], tuple[int, int] | None]


class _Term(NamedTuple):
    """A figure of a rate: where it may stand, whether it may be absent, and its weights above and below the line."""

    paths: tuple[str, ...]
    optional: bool
    above: int
    below: int


def _ratio(line: Indicator) -> _Ratio | None:
    """Return what puts a report's numbers into the formula of a line; None where the formula is not that plain."""
    terms = _terms(line)
    if terms is None:
        return None
    usual = tuple(each.paths[0] for each in terms)
    above, below = tuple(each.above for each in terms), tuple(each.below for each in terms)
    if len(terms) == _TWO:
        return _ratio_of_two(terms)

    def ratio(figures: _Figures) -> tuple[int, int] | None:
        known = figures.numbers
        found = [known[path] for path in usual]
        numbers = _numbers_elsewhere(figures, terms) if None in found else cast("list[int]", found)
        if numbers is None:
            return None
        return sum(map(mul, above, numbers)), sum(map(mul, below, numbers))

    return ratio


_TWO = 2  # figures are what most rates are made of


def _ratio_of_two(terms: tuple[_Term, ...]) -> _Ratio:
    """Return the same for two figures."""
    (firsts, _, first_above, first_below), (seconds, _, second_above, second_below) = terms
    first, second = firsts[0], seconds[0]

    def ratio(figures: _Figures) -> tuple[int, int] | None:
        one, other = figures.numbers[first], figures.numbers[second]
        if one is None or other is None:
            numbers = _numbers_elsewhere(figures, terms)
            if numbers is None:
                return None
            one, other = numbers
        return first_above * one + second_above * other, first_below * one + second_below * other

    return ratio


def _numbers_elsewhere(figures: _Figures, terms: Iterable[_Term]) -> list[int] | None:
    """Return the first figure that the report states of each term, nothing of one that may be absent."""
    found: list[int] = []
    for term in terms:
        number = next((each for path in term.paths if (each := figures.numbers[path]) is not None), None)
        if number is None and not term.optional:
            return None
        found.append(number or 0)
    return found


def _terms(line: Indicator) -> tuple[_Term, ...] | None:
    """Return the figures of a rate with their weights; None where they are not all of one kind that sections have."""
    formula = formulas.get(line.formula or "")
    try:
        ratio = as_ratio(formula.expression)
    except NotARatioError:
        return None
    found: dict[tuple[tuple[str, ...], bool], list[int]] = {}
    for name, terms in line.terms(formula).items():
        for term in terms:
            weights = found.setdefault((term.paths, term.optional), [0, 0])
            weights[0] += term.sign * ratio.over.weights.get(name, 0)
            weights[1] += term.sign * ratio.under.weights.get(name, 0)
    kinds = {dimension_at(path) for paths, _ in found for path in paths}
    if len(kinds) != 1 or kinds == {Dimension.PLAIN} or ratio.over.constant or ratio.under.constant:
        return None
    return tuple(_Term(paths, optional, *weights) for (paths, optional), weights in found.items())

"""Scoring rules as data: a small closed set, each of which says in words why it awards what it awards.

A rule takes a rate in percent (or evidence: counts, items, a score on another scale) and the full marks of its line.
All of it is exact rational arithmetic; where a fraction of a step can be read in several ways, every reading is given.
"""

# Annotations are no strings here: pydantic would evaluate them one by one, and every new process waits for that.

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from perfmetrics.quantities import BadNumberError, Interval, is_shown_exactly, read_quantity, shown, to_decimal
from perfmetrics.reading import custom_error, quoted
from perfmetrics.texts import Phrase

MAX_STEPS = 10_000  # steps between full marks and none; a table with more is a typing error


class Reading(StrEnum):
    """How a fraction of a step counts in “每超过…扣…分”."""

    FLOOR = "floor"
    PROPORTIONAL = "proportional"
    CEIL = "ceil"

    @property
    def label(self) -> Phrase:
        """What it is called."""
        return _READING_LABELS[self]


_READING_LABELS: Mapping[Reading, Phrase] = {
    Reading.FLOOR: Phrase("满一档才扣", "whole steps"),
    Reading.PROPORTIONAL: Phrase("不满一档按比例扣", "in proportion"),
    Reading.CEIL: Phrase("不满一档按一档扣", "a part counts as a step"),
}


@dataclass(frozen=True, slots=True)
class Award:
    """Points, and why.

    Attributes:
        points: The points.
        because: The reason in words.
        readings: Points under each reading of the rule, where a fraction of a step makes them differ.
    """

    points: Fraction
    because: Phrase
    readings: tuple[tuple[Reading, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class NoAward:
    """A value that the rule does not cover, and why. Never guessed."""

    because: Phrase


def _number(value: object) -> Decimal:
    try:
        quantity = read_quantity(value)
    except BadNumberError as bad:
        raise custom_error(bad.reason, bad.mend) from None
    if quantity.unit is not None or quantity.approximation is not None:
        raise custom_error(
            (
                Phrase(f"“{quantity.text}”带有单位", f"{quantity.text!r} carries a unit")
                if quantity.unit is not None
                else Phrase(f"“{quantity.text}”是约数", f"{quantity.text!r} is approximate")
            ),
            Phrase("此处请只写数字", "write digits only here"),
        )
    return quantity.value


def read_positive(value: object) -> Decimal:
    """Read a number above zero."""
    number = _number(value)
    if number <= 0:
        raise custom_error(
            Phrase("数值过小", "Input should be greater than 0"), Phrase("请核对该处的写法", "check how it is written")
        )
    return number


_NUMBER_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}]}
Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema(_NUMBER_SCHEMA)]
Positive = Annotated[Decimal, BeforeValidator(read_positive), WithJsonSchema(_NUMBER_SCHEMA)]
NotNegative = Annotated[Decimal, BeforeValidator(_number), Field(ge=0), WithJsonSchema(_NUMBER_SCHEMA)]
Text = Annotated[str, StringConstraints(min_length=1)]


class Model(BaseModel):
    """A table of a rubric file: frozen, unknown keys refused."""

    # A file is validated as a whole, by Rubric: a table builds a validator of its own when it is first used alone.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def worked(words: str, points: Fraction, *terms: Fraction) -> str:
    """Return an arithmetic with its result: `=` only where every number in it is shown exactly."""
    exact = is_shown_exactly(points) and all(is_shown_exactly(term, 4) for term in terms)
    return f"{words} {'=' if exact else '≈'} {shown(points)}"


def points_text(points: Fraction) -> str:
    """Return points as a card prints them: at most two decimals."""
    return shown(points)


# ---------------------------------------------------------------------------------------------------------------------
# Rules on a rate.


class StepDeduct(Model):
    """Full marks at the standard; a deduction per step beyond it, down to zero (扣完为止).

    A step is measured in percentage points of the rate: 102.4% is 2.4 steps of one point over 100%.
    """

    kind: Literal["step_deduct"] = "step_deduct"
    standard: Number
    direction: Literal["over", "under", "both"]
    step: Positive
    per_step: Positive
    rounding: Reading | None = None  # where the table does not say

    @property
    def reading(self) -> Reading:
        """How a part of a step counts: as the table says, else whole steps only."""
        return self.rounding or Reading.FLOOR

    def award(self, value: Fraction, full: Fraction) -> Award:
        """Return the points for a rate."""
        beyond = self._beyond(value)
        words = _BEYOND[self.direction]
        standard = f"{shown(self.standard, 4)}%"
        if beyond <= 0:
            zh = f"未{words.zh}标准 {standard}，得满分"
            return Award(full, Phrase(zh, f"not {words.en} the standard of {standard}: full marks"))
        steps = beyond / Fraction(self.step)
        chosen = self.points_beyond(steps, full)
        because = self._because(beyond, steps, full)
        each = tuple((reading, self._points(steps, full, reading)) for reading in Reading)
        # A table that says how a part of a step counts leaves nothing to be read in several ways.
        if self.rounding is not None or len({points for _, points in each}) == 1:
            return Award(chosen, because)
        return Award(chosen, because, each)

    def breakpoints(self, full: Fraction, low: Fraction, high: Fraction) -> Iterator[Fraction]:
        """Yield the rates at which the points break."""
        standard, step = Fraction(self.standard), Fraction(self.step)
        yield standard
        most = full / Fraction(self.per_step)
        for sign in (1, -1):
            if self.direction == ("under" if sign > 0 else "over"):
                continue
            ends = sorted((sign * (low - standard) / step, sign * (high - standard) / step))
            first, last = max(0, ends[0].__floor__()), min(ends[1], most + 1).__ceil__()
            yield from (standard + sign * step * count for count in range(first, last + 1))
            yield standard + sign * step * most

    def problems(self, full: Fraction) -> Iterator[tuple[str, Phrase]]:
        """Yield what is wrong with the rule for a line of these full marks, with the key that it is about."""
        if full / Fraction(self.per_step) > MAX_STEPS:
            yield "per_step", Phrase(f"扣完需超过 {MAX_STEPS} 档", f"more than {MAX_STEPS} steps to zero")
        if Fraction(self.per_step) > full:
            yield "per_step", Phrase("每档扣分大于满分", "one step deducts more than the full marks")

    def _beyond(self, value: Fraction) -> Fraction:
        distance = value - Fraction(self.standard)
        if self.direction == "both":
            return abs(distance)
        return distance if self.direction == "over" else -distance

    def points_beyond(self, steps: Fraction, full: Fraction) -> Fraction:
        """Return the points of a rate that lies some steps beyond the standard, a part of a step counted as it is."""
        return self._points(steps, full, self.reading)

    def _points(self, steps: Fraction, full: Fraction, reading: Reading) -> Fraction:
        if reading is Reading.FLOOR:
            steps = Fraction(steps.__floor__())
        elif reading is Reading.CEIL:
            steps = Fraction(steps.__ceil__())
        return max(Fraction(0), full - steps * Fraction(self.per_step))

    def _because(self, beyond: Fraction, steps: Fraction, full: Fraction) -> Phrase:
        words = _BEYOND[self.direction]
        step, per_step = shown(self.step, 4), shown(self.per_step, 4)
        whole = steps.__floor__()
        taken = full - self.points_beyond(steps, full)
        lost = points_text(taken)
        zh = f"{words.zh}标准 {shown(beyond)} 个百分点，每 {step} 个百分点扣 {per_step} 分"
        en = f"{shown(beyond)} percentage points {words.en} the standard, {per_step} off for each {step}"
        if taken == full:
            return Phrase(f"{zh}，扣完为止", f"{en}, down to zero")
        if taken == 0:
            return Phrase(f"{zh}，不满一档，不扣分", f"{en}: less than one step, nothing off")
        if self.reading is Reading.FLOOR:
            return Phrase(f"{zh}，满 {whole} 档扣 {lost} 分", f"{en}: {whole} whole steps, {lost} off")
        label = self.reading.label
        return Phrase(f"{zh}，{label.zh}，共扣 {lost} 分", f"{en}, {label.en}: {lost} off")

    @property
    def text(self) -> Phrase:
        """The rule in one line."""
        words = _BEYOND[self.direction]
        step, per_step, standard = shown(self.step, 4), shown(self.per_step, 4), shown(self.standard, 4)
        return Phrase(
            f"以 {standard}% 为标准，每{words.zh} {step} 个百分点扣 {per_step} 分，扣完为止；{self.reading.label.zh}",
            f"{per_step} off for each {step} percentage points {words.en} {standard}%, down to zero"
            f" ({self.reading.label.en})",
        )


_BEYOND = {
    "over": Phrase("超过", "over"),
    "under": Phrase("低于", "under"),
    "both": Phrase("偏离", "away from"),
}

_RANGE = re.compile(r"([\[(])\s*(-inf|-?[0-9]+(?:\.[0-9]+)?)\s*,\s*(\+?inf|-?[0-9]+(?:\.[0-9]+)?)\s*([\])])", re.ASCII)


def read_range(value: object) -> Interval:
    """Read a range written as in mathematics: `(0, 10]`, `[90, inf)`, `[0, 0]`."""
    if isinstance(value, Interval):
        return value
    mend = Phrase(
        "写成 (0, 10] 或 [90, inf)；方括号为含", "write (0, 10] or [90, inf); a square bracket includes its end"
    )
    found = _RANGE.fullmatch(value) if isinstance(value, str) and len(value) < 100 else None
    if found is None:
        given = quoted(value)
        in_english = repr(given) if isinstance(value, str) else given
        raise custom_error(Phrase(f"“{given}”不是区间", f"{in_english} is not a range"), mend)
    left, low_text, high_text, right = found.groups()
    low = None if low_text == "-inf" else Fraction(low_text)
    high = None if high_text.endswith("inf") else Fraction(high_text)
    interval = Interval(low, high, left == "[" and low is not None, right == "]" and high is not None)
    if low is not None and high is not None and (low > high or (low == high and left + right != "[]")):
        raise custom_error(Phrase(f"区间“{value}”是空的", f"the range {value!r} is empty"), mend)
    return interval


_RANGE_SCHEMA = {"type": "string", "pattern": r"^[\[(].*,.*[\])]$", "description": "(0, 10], [90, inf), [0, 0]"}


def write_range(interval: Interval) -> str:
    """Write a range as `read_range` reads it."""
    low = "-inf" if interval.low is None else format(to_decimal(interval.low), "f")
    high = "inf" if interval.high is None else format(to_decimal(interval.high), "f")
    return f"{'[' if interval.low_closed else '('}{low}, {high}{']' if interval.high_closed else ')'}"


Range = Annotated[Interval, BeforeValidator(read_range), PlainSerializer(write_range), WithJsonSchema(_RANGE_SCHEMA)]


def band_text(interval: Interval) -> str:
    """Return a range of rates as people write it: `0%`, `(0, 10]%`."""
    if interval.low is not None and interval.low == interval.high:
        return f"{shown(interval.low, 4)}%"
    return f"{interval.to_text()}%"


class Band(Model):
    """A range of rates and the points that it earns."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    range: Range
    points: NotNegative


def range_problems(ranges: Iterable[tuple[str, Interval]]) -> Iterator[tuple[str, Phrase]]:
    """Yield the gaps and overlaps of ranges, each with the key that it is about."""
    ordered = sorted(ranges, key=lambda each: _low_end(each[1]))
    for (_, first), (key, second) in pairwise(ordered):
        if first.meets(second):
            words = f"{first.to_text()} · {second.to_text()}"
            yield key, Phrase(f"区间重叠：{words}", f"ranges overlap: {words}")
        elif first.high != second.low or not (first.high_closed or second.low_closed):
            words = f"{first.to_text()} · {second.to_text()}"
            yield key, Phrase(f"区间之间有空隙：{words}", f"a gap between ranges: {words}")


def _low_end(interval: Interval) -> tuple[bool, Fraction, bool, bool, Fraction]:
    low = interval.low
    high = interval.high
    return (low is not None, low or Fraction(0), not interval.low_closed, high is None, high or Fraction(0))


class Bands(Model):
    """Points by the range that the rate falls in. Ranges leave no gap between them and do not overlap."""

    kind: Literal["bands"] = "bands"
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]

    def award(self, value: Fraction, full: Fraction) -> Award | NoAward:
        """Return the points for a rate."""
        del full  # a band names its points
        for band in self.bands:
            if value in band.range:
                text, points = band.range.to_text(), points_text(Fraction(band.points))
                zh = f"{shown(value)}% 落在 {text} 档，得 {points} 分"
                return Award(Fraction(band.points), Phrase(zh, f"{shown(value)}% falls in {text}: {points}"))
        return NoAward(Phrase(f"{shown(value)}% 不在任何一档之内", f"{shown(value)}% falls in no band"))

    def breakpoints(self, full: Fraction, low: Fraction, high: Fraction) -> Iterator[Fraction]:
        """Yield the rates at which the points break."""
        del full, low, high
        yield from (end for band in self.bands for end in (band.range.low, band.range.high) if end is not None)

    def problems(self, full: Fraction) -> Iterator[tuple[str, Phrase]]:
        """Yield what is wrong with the bands for a line of these full marks."""
        highest = max(Fraction(band.points) for band in self.bands)
        if highest != full:
            words = points_text(highest), points_text(full)
            yield (
                "bands",
                Phrase(f"最高档 {words[0]} 分不等于满分 {words[1]}", f"the best band gives {words[0]} of {words[1]}"),
            )
        yield from range_problems((f"bands[{i}].range", band.range) for i, band in enumerate(self.bands))

    @property
    def text(self) -> Phrase:
        """The rule in one line."""
        zh = "；".join(f"{band_text(b.range)} 得 {points_text(Fraction(b.points))} 分" for b in self.bands)
        return Phrase(zh, "; ".join(f"{band_text(b.range)}: {points_text(Fraction(b.points))}" for b in self.bands))


class OvershootBand(Model):
    """A range of over-fulfilment, (actual − target) ÷ target in percent, and the share of the mark that it costs."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    range: Range
    deduct: Annotated[Decimal, BeforeValidator(_number), Field(gt=0, le=100), WithJsonSchema(_NUMBER_SCHEMA)]


class Proportional(Model):
    """Points in proportion to the rate, capped at full marks: towards more (rate ÷ target) or less (target ÷ rate)."""

    kind: Literal["proportional"] = "proportional"
    towards: Literal["more", "less"] = "more"
    target: Positive = Decimal(100)
    overshoot: tuple[OvershootBand, ...] = ()

    def award(self, value: Fraction, full: Fraction) -> Award | NoAward:
        """Return the points for a rate."""
        target, shown_value, shown_target = Fraction(self.target), shown(value), shown(self.target, 4)
        if value < 0:
            zh = f"{shown_value}% 为负，不能按比例计分"
            return NoAward(Phrase(zh, f"{shown_value}% is negative: no proportion of it"))
        if value >= target if self.towards == "more" else value <= target:
            return self._reached(value, full)
        share = value / target if self.towards == "more" else target / value
        points = full * share
        terms = (shown_value, shown_target) if self.towards == "more" else (shown_target, shown_value)
        words = f"{points_text(full)} × {terms[0]}% ÷ {terms[1]}%"
        words = worked(words, points, value / 100, target, full / 100)  # value and marks are shown to two decimals
        return Award(points, Phrase(f"按比例计：{words} 分", f"in proportion: {words}"))

    def breakpoints(self, full: Fraction, low: Fraction, high: Fraction) -> Iterator[Fraction]:
        """Yield the rates at which the points break."""
        del full, low, high
        target = Fraction(self.target)
        yield from (Fraction(0), target)
        for band in self.overshoot:
            yield from (target * (1 + end / 100) for end in (band.range.low, band.range.high) if end is not None)

    def problems(self, full: Fraction) -> Iterator[tuple[str, Phrase]]:
        """Yield what is wrong with the over-fulfilment table."""
        del full
        if self.overshoot and self.towards == "less":
            yield "overshoot", Phrase("反向指标没有超额扣减", "only targets reached from below have over-fulfilment")
        yield from range_problems((f"overshoot[{i}].range", band.range) for i, band in enumerate(self.overshoot))

    def _reached(self, value: Fraction, full: Fraction) -> Award:
        over = (value / Fraction(self.target) - 1) * 100
        for band in self.overshoot:
            if over in band.range:
                points = full * (1 - Fraction(band.deduct) / 100)
                range_, deduct = band.range.to_text(), shown(band.deduct)
                zh = f"超额 {shown(over)}%，在 {range_} 档，扣减 {deduct}%，得 {shown(points)} 分"
                en = f"{shown(over)}% over target, in {range_}: {deduct}% off, {shown(points)}"
                return Award(points, Phrase(zh, en))
        return Award(full, Phrase("达到目标值，得满分", "target reached: full marks"))

    @property
    def text(self) -> Phrase:
        """The rule in one line."""
        target = shown(self.target, 4)
        if self.towards == "more":
            base = Phrase(f"指标值 ÷ {target}% × 满分，不超过满分", f"rate ÷ {target}% × full marks, capped")
        else:
            base = Phrase(f"{target}% ÷ 指标值 × 满分，不超过满分", f"{target}% ÷ rate × full marks, capped")
        if not self.overshoot:
            return base
        zh = "；".join(f"超额 {b.range.to_text()}% 扣减 {shown(b.deduct)}%" for b in self.overshoot)
        en = "; ".join(f"over-fulfilment {b.range.to_text()}%: {shown(b.deduct)}% off" for b in self.overshoot)
        return Phrase(f"{base.zh}；{zh}", f"{base.en}; {en}")


class LinearPenalty(Model):
    """(1 − k × rate) × full marks, and nothing above a cut-off."""

    kind: Literal["linear_penalty"] = "linear_penalty"
    factor: Positive
    cutoff: Positive

    def award(self, value: Fraction, full: Fraction) -> Award | NoAward:
        """Return the points for a rate."""
        if value < 0:
            return NoAward(Phrase(f"{shown(value)}% 为负，规则未规定", f"{shown(value)}% is negative: not covered"))
        if value > Fraction(self.cutoff):
            limit = shown(self.cutoff, 4)
            return Award(
                Fraction(0), Phrase(f"{shown(value)}% 超过 {limit}%，不得分", f"{shown(value)}% over {limit}%: 0")
            )
        points = full * (1 - Fraction(self.factor) * value / 100)
        if points < 0:
            lost = f"{shown(self.factor, 4)} × {shown(value, 4)}%"
            return Award(Fraction(0), Phrase(f"{lost} 超过 1，不得分", f"{lost} is more than 1: nothing left"))
        words = f"(1 − {shown(self.factor, 4)} × {shown(value, 4)}%) × {points_text(full)}"
        words = worked(words, points, value, Fraction(self.factor), full / 100)
        return Award(points, Phrase(f"{words} 分", words))

    def breakpoints(self, full: Fraction, low: Fraction, high: Fraction) -> Iterator[Fraction]:
        """Yield the rates at which the points break."""
        del full, low, high
        yield from (Fraction(0), Fraction(self.cutoff), 100 / Fraction(self.factor))

    def problems(self, full: Fraction) -> Iterator[tuple[str, Phrase]]:
        """Yield nothing: any such rule starts at full marks."""
        del full
        yield from ()

    @property
    def text(self) -> Phrase:
        """The rule in one line."""
        factor, limit = shown(self.factor, 4), shown(self.cutoff, 4)
        return Phrase(
            f"(1 − {factor} × 指标值) × 满分；指标值超过 {limit}% 不得分",
            f"(1 − {factor} × rate) × full marks; nothing above {limit}%",
        )


# ---------------------------------------------------------------------------------------------------------------------
# Rules on evidence.


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a report gives to a rule that counts things; None where it is not stated."""

    items: Mapping[str, bool] | None = None
    occurrences: Fraction | None = None
    hits: Fraction | None = None
    out_of: Fraction | None = None
    score: Fraction | None = None
    score_full: Fraction | None = None


class HitRate(Model):
    """Targets hit ÷ all targets × full marks; a target far above its value may count as missed."""

    kind: Literal["hit_rate"] = "hit_rate"
    overshoot_limit: Positive | None = None

    def award_evidence(self, evidence: Evidence, full: Fraction) -> Award | NoAward | None:
        """Return the points, or None where the report gives no counts."""
        if evidence.hits is None or evidence.out_of is None:
            return None
        if evidence.out_of == 0:
            return NoAward(Phrase("指标总个数为零", "no targets at all"))
        if evidence.hits > evidence.out_of:
            return NoAward(Phrase("达标个数大于总个数", "more targets hit than there are"))
        points = full * evidence.hits / evidence.out_of
        words = f"{shown(evidence.hits)} ÷ {shown(evidence.out_of)} × {points_text(full)}"
        words = worked(words, points, evidence.hits / 100, evidence.out_of / 100, full / 100)
        return Award(points, Phrase(f"{words} 分", words))

    def counts_as_hit(self, planned: Fraction, actual: Fraction) -> bool:
        """Return whether one target counts as hit."""
        if actual <= planned:
            return actual == planned
        return self.overshoot_limit is None or actual < planned * (1 + Fraction(self.overshoot_limit) / 100)

    def problems(self, full: Fraction) -> Iterator[tuple[str, Phrase]]:
        """Yield nothing: any such rule can reach full marks."""
        del full
        yield from ()

    @property
    def text(self) -> Phrase:
        """The rule in one line."""
        base = Phrase("达标个数 ÷ 全部个数 × 满分", "targets hit ÷ all targets × full marks")
        if self.overshoot_limit is None:
            return base
        limit = shown(self.overshoot_limit, 4)
        return Phrase(
            f"{base.zh}；超过预期值 {limit}% 及以上的不计", f"{base.en}; one exceeded by {limit}% or more is missed"
        )


class ChecklistItem(Model):
    """One item of a checklist and its mark."""

    name: Text
    points: Positive


class Checklist(Model):
    """Marks per item, each met or not."""

    kind: Literal["checklist"] = "checklist"
    items: Annotated[tuple[ChecklistItem, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def has_each_item_once(self) -> Self:
        """Refuse two items of one name."""
        names = [item.name for item in self.items]
        if len(set(names)) < len(names):
            raise custom_error(
                Phrase("要点名称重复", "two items have one name"), Phrase("请改名", "rename one"), "items"
            )
        return self

    def award_evidence(self, evidence: Evidence, full: Fraction) -> Award | NoAward | None:
        """Return the points, or None where the report does not say of every item whether it is met."""
        del full
        if evidence.items is None:
            return None
        wanted, given = {item.name for item in self.items}, set(evidence.items)
        if wanted != given:
            odd = "、".join(sorted(wanted ^ given))
            return NoAward(Phrase(f"要点与评分标准不对应：{odd}", f"items do not match the table's: {odd}"))
        met = [item for item in self.items if evidence.items[item.name]]
        points = sum((Fraction(item.points) for item in met), Fraction(0))
        words = " + ".join(shown(item.points) for item in met) or "0"
        words = worked(words, points, *(Fraction(item.points) / 100 for item in met))
        zh = f"{len(self.items)} 项要点符合 {len(met)} 项：{words} 分"
        return Award(points, Phrase(zh, f"{len(met)} of {len(self.items)} items met: {words}"))

    def problems(self, full: Fraction) -> Iterator[tuple[str, Phrase]]:
        """Yield what is wrong with the items for a line of these full marks."""
        total = sum((Fraction(item.points) for item in self.items), Fraction(0))
        if total != full:
            words = points_text(total), points_text(full)
            yield (
                "items",
                Phrase(f"各要点合计 {words[0]} 分，满分 {words[1]}", f"the items add up to {words[0]} of {words[1]}"),
            )

    @property
    def text(self) -> Phrase:
        """The rule in one line."""
        words = "；".join(f"{item.name} {shown(item.points)} 分" for item in self.items)
        return Phrase(words, words.replace(" 分", "").replace("；", "; "))


class CountDeduct(Model):
    """A deduction per occurrence, down to zero (每出现一例扣…)."""

    kind: Literal["count_deduct"] = "count_deduct"
    per_occurrence: Positive

    def award_evidence(self, evidence: Evidence, full: Fraction) -> Award | NoAward | None:
        """Return the points, or None where the report gives no count."""
        if evidence.occurrences is None:
            return None
        points = max(Fraction(0), full - evidence.occurrences * Fraction(self.per_occurrence))
        count, each = shown(evidence.occurrences), shown(self.per_occurrence, 4)
        zh = f"出现 {count} 例，每例扣 {each} 分，得 {shown(points)} 分"
        return Award(points, Phrase(zh, f"{count} occurrences, {each} off for each: {shown(points)}"))

    def problems(self, full: Fraction) -> Iterator[tuple[str, Phrase]]:
        """Yield what is wrong with the rule for a line of these full marks."""
        if Fraction(self.per_occurrence) > full:
            yield "per_occurrence", Phrase("每例扣分大于满分", "one occurrence deducts more than the full marks")

    @property
    def text(self) -> Phrase:
        """The rule in one line."""
        each = shown(self.per_occurrence, 4)
        return Phrase(f"每出现一例扣 {each} 分，扣完为止", f"{each} off for each occurrence, down to zero")


class Converted(Model):
    """A score on another scale, converted: score ÷ its full marks × full marks."""

    kind: Literal["converted"] = "converted"

    def award_evidence(self, evidence: Evidence, full: Fraction) -> Award | NoAward | None:
        """Return the points, or None where the report gives no such score."""
        if evidence.score is None or evidence.score_full is None:
            return None
        if evidence.score_full <= 0:
            return NoAward(Phrase("原始满分为零", "the other scale has no full marks"))
        if not 0 <= evidence.score <= evidence.score_full:
            return NoAward(Phrase("原始得分超出其满分范围", "the score lies outside its own scale"))
        points = full * evidence.score / evidence.score_full
        words = f"{shown(evidence.score)} ÷ {shown(evidence.score_full)} × {points_text(full)}"
        words = worked(words, points, evidence.score / 100, evidence.score_full / 100, full / 100)
        return Award(points, Phrase(f"{words} 分", words))

    def problems(self, full: Fraction) -> Iterator[tuple[str, Phrase]]:
        """Yield nothing: any such rule can reach full marks."""
        del full
        yield from ()

    @property
    def text(self) -> Phrase:
        """The rule in one line."""
        return Phrase("原始得分 ÷ 原始满分 × 满分", "score ÷ its full marks × full marks")


class JudgedBand(Model):
    """A level of fulfilment and the share of the mark, in percent, that an evaluator may award for it."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: Text
    range: Range


class Judgement(Model):
    """Points that an evaluator sets (酌情, 合理确定分值): only the bounds can be checked.

    Attributes:
        criteria: What the evaluator looks at.
        bands: Levels of fulfilment with their shares of the mark, where the table names them.
    """

    kind: Literal["judgement"] = "judgement"
    criteria: tuple[Text, ...] = ()
    bands: tuple[JudgedBand, ...] = ()

    def award_evidence(self, evidence: Evidence, full: Fraction) -> None:
        """Return None: nothing can be computed."""
        del evidence, full

    def problems(self, full: Fraction) -> Iterator[tuple[str, Phrase]]:
        """Yield the gaps and overlaps of the bands."""
        del full
        yield from range_problems((f"bands[{i}].range", band.range) for i, band in enumerate(self.bands))

    @property
    def text(self) -> Phrase:
        """The rule in one line."""
        words = "；".join([*self.criteria, *(f"{band.name} {band.range.to_text()}%" for band in self.bands)])
        return Phrase(
            f"由评价人判定：{words}" if words else "由评价人判定", "set by the evaluator within the full marks"
        )


class NotKnown(Model):
    """A rule that is not known: the claimed points are carried, within the full marks, and named as an assumption."""

    kind: Literal["not_known"] = "not_known"
    hint: str = ""

    def award_evidence(self, evidence: Evidence, full: Fraction) -> None:
        """Return None: nothing can be computed."""
        del evidence, full

    def problems(self, full: Fraction) -> Iterator[tuple[str, Phrase]]:
        """Yield nothing."""
        del full
        yield from ()

    @property
    def text(self) -> Phrase:
        """The rule in one line."""
        return Phrase(
            f"规则不详{'：' + self.hint if self.hint else ''}", "not known" + (f": {self.hint}" if self.hint else "")
        )


class Targets(Model):
    """The report's own performance targets, each with its mark: B/A or A/B of it, capped; over-fulfilment may cost."""

    kind: Literal["targets"] = "targets"
    group: Text
    overshoot: tuple[OvershootBand, ...] = ()
    levels: tuple[JudgedBand, ...] = ()

    def problems(self, full: Fraction) -> Iterator[tuple[str, Phrase]]:
        """Yield the gaps and overlaps of the over-fulfilment table and of the levels of qualitative targets."""
        yield from Proportional(overshoot=self.overshoot).problems(full)
        yield from range_problems((f"levels[{i}].range", band.range) for i, band in enumerate(self.levels))

    def judged(self, level: str, points: Fraction | None, marks: Fraction) -> Award | NoAward:
        """Return the claimed points of a qualitative target if its level allows them."""
        band = next((each for each in self.levels if each.name == level), None)
        if band is None:
            return NoAward(Phrase(f"评分标准没有“{level}”这一档", f"the table has no level {level!r}"))
        words = f"{band.range.to_text()}%"
        if points is None:
            return NoAward(Phrase(f"定性指标“{level}”须给出得分（{words}）", f"{level!r} needs points ({words})"))
        if marks <= 0 or points / marks * 100 not in band.range:
            zh = f"“{level}”的得分应在分值的 {words} 之内"
            return NoAward(Phrase(zh, f"points for {level!r} lie within {words} of the mark"))
        return Award(points, Phrase(f"“{level}”，得分在分值的 {words} 之内", f"{level!r}: within {words} of the mark"))

    @property
    def text(self) -> Phrase:
        """The rule in one line."""
        more = Proportional(overshoot=self.overshoot).text
        zh = ["逐项计分：达到指标值得满分，未达到的按完成比例（正向 B/A，反向 A/B）计分", *more.zh.split("；")[1:]]
        en = ["each target: full marks if reached, else in proportion (B/A, or A/B where less is better)"]
        en += more.en.split("; ")[1:]
        if self.levels:
            bands = "、".join(f"{band.name} {band.range.to_text()}%" for band in self.levels)
            zh.append(f"定性指标按档：{bands}")
            en.append(f"qualitative targets by level: {bands}")
        return Phrase("；".join(zh), "; ".join(en))


def told_kind(table: Any) -> Any:
    """Return a table whose rule has a kind that can be written out: pydantic does so with one that it does not know.

    An integer may be so long that Python refuses, which would be complained of beside the error.
    """
    rule = table.get("rule") if isinstance(table, Mapping) else None
    if not isinstance(rule, Mapping) or isinstance(rule.get("kind"), str):
        return table
    try:
        str(rule.get("kind"))
    except ValueError:
        return {**table, "rule": {**rule, "kind": quoted(rule["kind"])}}
    return table


class Alternative(Model):
    """One of the metrics that a department may choose between."""

    formula: Text
    inputs: dict[str, Text] = Field(default_factory=dict)
    rule: Annotated[StepDeduct | Bands | Proportional | LinearPenalty, Field(discriminator="kind")]

    _told_kind = model_validator(mode="before")(told_kind)


class Choice(Model):
    """The better of two metrics (二者择其一)."""

    kind: Literal["choice"] = "choice"
    alternatives: Annotated[tuple[Alternative, ...], Field(min_length=2)]

    def problems(self, full: Fraction) -> Iterator[tuple[str, Phrase]]:
        """Yield what is wrong with the rule of each alternative."""
        for i, each in enumerate(self.alternatives):
            for key, words in each.rule.problems(full):
                yield f"alternatives[{i}].rule.{key}", words

    @property
    def text(self) -> Phrase:
        """The rule in one line."""
        zh = "；".join(f"{each.formula}：{each.rule.text.zh}" for each in self.alternatives)
        en = "; ".join(f"{each.formula}: {each.rule.text.en}" for each in self.alternatives)
        return Phrase(f"二者择其一（取高）：{zh}", f"the better of: {en}")


RateRule = StepDeduct | Bands | Proportional | LinearPenalty
EvidenceRule = HitRate | Checklist | CountDeduct | Converted | Judgement | NotKnown
Rule = Annotated[RateRule | EvidenceRule | Targets | Choice, Field(discriminator="kind")]
RATE_RULES = (StepDeduct, Bands, Proportional, LinearPenalty)
EVIDENCE_RULES = (HitRate, Checklist, CountDeduct, Converted, Judgement, NotKnown)
KINDS: tuple[type[Any], ...] = (*RATE_RULES, *EVIDENCE_RULES, Targets, Choice)


def points_of(rule: RateRule, full: Fraction) -> Callable[[int, int], Fraction | None]:
    """Return what tells the points of a rate alone: those of `rule.award`, or None where it awards none.

    The rate is given as a numerator over a positive denominator, so that a step or a band is found in whole numbers.

    Example:
        >>> tell = points_of(StepDeduct(standard=100, direction="over", step=1, per_step="0.5"), Fraction(5))
        >>> tell(1025, 10), tell(99, 1)
        (Fraction(4, 1), Fraction(5, 1))
    """
    if isinstance(rule, StepDeduct):
        return _points_by_steps(rule, full)
    if isinstance(rule, Bands):
        return _points_by_bands(rule)

    def tell(over: int, under: int) -> Fraction | None:
        award = rule.award(Fraction(over, under), full)
        return award.points if isinstance(award, Award) else None

    return tell


def _points_by_steps(rule: StepDeduct, full: Fraction) -> Callable[[int, int], Fraction | None]:
    (standard, whole), (step, part) = rule.standard.as_integer_ratio(), rule.step.as_integer_ratio()
    per_step, way, rounding = Fraction(rule.per_step), rule.direction, rule.reading
    steps_to_none = (full / per_step).__ceil__()
    ladder = [full - per_step * steps for steps in range(steps_to_none)] if steps_to_none <= MAX_STEPS else None
    zero = Fraction(0)

    def tell(over: int, under: int) -> Fraction:
        beyond = over * whole - standard * under
        if way == "under" or (way == "both" and beyond < 0):
            beyond = -beyond
        if beyond <= 0:
            return full
        beyond, one = beyond * part, under * whole * step
        if rounding is Reading.PROPORTIONAL or ladder is None:
            return rule.points_beyond(Fraction(beyond, one), full)
        steps = beyond // one if rounding is Reading.FLOOR else -(-beyond // one)
        return ladder[steps] if steps < steps_to_none else zero

    return tell


def _points_by_bands(rule: Bands) -> Callable[[int, int], Fraction | None]:
    bands = [
        (
            None if each.range.low is None else each.range.low.as_integer_ratio(),
            each.range.low_closed,
            None if each.range.high is None else each.range.high.as_integer_ratio(),
            each.range.high_closed,
            Fraction(each.points),
        )
        for each in rule.bands
    ]

    def tell(over: int, under: int) -> Fraction | None:
        for low, from_low, high, to_high, points in bands:
            if low is not None:
                above = over * low[1] - low[0] * under
                if above < 0 or (above == 0 and not from_low):
                    continue
            if high is not None:
                below = high[0] * under - over * high[1]
                if below < 0 or (below == 0 and not to_high):
                    continue
            return points
        return None

    return tell


def points_range(rule: RateRule, interval: Interval, full: Fraction) -> tuple[Fraction, Fraction] | None:
    """Return the lowest and the highest points that a rule awards over a range of rates.

    The points are linear between the rule's break points, so the ends of each stretch, seen from inside, are enough.

    Returns:
        None where the range is unbounded or the rule does not cover all of it.

    Example:
        >>> rule = StepDeduct(standard=100, direction="over", step=1, per_step="0.5")
        >>> points_range(rule, Interval(Fraction(1015, 10), Fraction(1025, 10), True, False), Fraction(5))
        (Fraction(4, 1), Fraction(9, 2))
    """
    low, high = interval.low, interval.high
    if low is None or high is None:
        return None
    inside = sorted({each for each in rule.breakpoints(full, low, high) if low < each < high} | {low, high})
    found: list[Award | NoAward] = [rule.award(each, full) for each in inside if each in interval]
    samples: list[Fraction] = []
    for left, right in pairwise(inside):
        third = (right - left) / 3
        pair = rule.award(left + third, full), rule.award(right - third, full)
        found.extend(pair)
        if isinstance(pair[0], Award) and isinstance(pair[1], Award):
            slope = pair[1].points - pair[0].points
            samples += [pair[0].points - slope, pair[1].points + slope]
    points = [each.points for each in found if isinstance(each, Award)]
    if len(points) < len(found):
        return None
    if isinstance(rule, Proportional) and rule.towards == "less":
        samples = []  # target ÷ rate bends, and falls all the way: its ends are its extremes
        points += [each.points for each in (rule.award(low, full), rule.award(high, full)) if isinstance(each, Award)]
    return min(points + samples), max(points + samples)

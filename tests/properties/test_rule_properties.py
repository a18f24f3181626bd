"""Every kind of scoring rule against one table: what it takes, which way it moves, that it keeps within the marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Context, Decimal, getcontext, localcontext
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfmetrics.quantities import Interval
from perfmetrics.rules import (
    KINDS,
    RATE_RULES,
    Award,
    Bands,
    Checklist,
    Choice,
    Converted,
    CountDeduct,
    Evidence,
    HitRate,
    Judgement,
    LinearPenalty,
    NoAward,
    NotKnown,
    Proportional,
    Reading,
    StepDeduct,
    Targets,
    points_of,
    points_range,
    points_text,
    read_range,
    write_range,
)
from perfmetrics.working import parse_arithmetic
from strategies import TINY, contexts, examples, fractions, intervals, members


class Case(NamedTuple):
    """A rule that is fit for its line, the full marks of the line, and what a file would say of the rule."""

    rule: Any
    full: Fraction
    spec: Mapping[str, Any]


def case_of(kind: type[Any], full: Decimal, **spec: Any) -> Case:
    return Case(kind(**spec), Fraction(full), spec)


MARKS = st.sampled_from([Decimal(text) for text in ("1", "2", "3", "4", "5", "6", "8", "10", "12.5", "20")])
RATES = st.one_of(fractions(-50, 250), st.integers(-3, 30).map(lambda n: Fraction(10 * n)))


@st.composite
def step_deducts(draw: st.DrawFn, direction: str | None = None) -> Case:
    """每超过（低于、偏离）若干个百分点扣若干分，扣完为止."""
    return case_of(
        StepDeduct,
        draw(MARKS),
        standard=draw(st.sampled_from(["0", "90", "100", "99.5"])),
        direction=direction or draw(st.sampled_from(["over", "under", "both"])),
        step=draw(st.sampled_from(["0.5", "1", "5", "10"])),
        per_step=draw(st.sampled_from(["0.1", "0.4", "0.5", "1"])),
        rounding=draw(st.sampled_from(list(Reading))),
    )


@st.composite
def partitions(draw: st.DrawFn, most: int = 6) -> list[str]:
    """Ranges side by side, written as in a table: each cut belongs to the left, to the right or to itself alone."""
    cuts = sorted(draw(st.lists(st.integers(-4, 24).map(lambda n: n * 5), min_size=2, max_size=most, unique=True)))
    texts = []
    left = draw(st.sampled_from(["(-inf", f"[{cuts[0]}", f"({cuts[0]}"]))
    for cut in cuts[1:-1]:
        owner = draw(st.sampled_from(["left", "right", "own"]))
        texts.append(f"{left}, {cut}{']' if owner == 'left' else ')'}")
        if owner == "own":
            texts.append(f"[{cut}, {cut}]")
        left = f"{'[' if owner == 'right' else '('}{cut}"
    return [*texts, f"{left}, {draw(st.sampled_from(['inf)', f'{cuts[-1]}]', f'{cuts[-1]})']))}"]


@st.composite
def bands(draw: st.DrawFn) -> Case:
    """Bands without gap or overlap, in any order, the best of which earns full marks."""
    full = draw(MARKS)
    ranges = draw(st.permutations(draw(partitions())))
    points = [full * draw(st.sampled_from([Decimal(0), Decimal("0.5"), Decimal("0.8"), Decimal(1)])) for _ in ranges]
    points[draw(st.integers(0, len(points) - 1))] = full
    return case_of(Bands, full, bands=[{"range": r, "points": p} for r, p in zip(ranges, points, strict=True)])


@st.composite
def overshoots(draw: st.DrawFn) -> list[dict[str, Any]]:
    """An over-fulfilment table such as Beijing's: the further above the target, the more is taken off."""
    first = draw(st.sampled_from([50, 100, 200]))
    return [
        {"range": f"[{first}, {first + 50})", "deduct": 10},
        {"range": f"[{first + 50}, inf)", "deduct": draw(st.sampled_from([20, 100]))},
    ]


@st.composite
def proportionals(draw: st.DrawFn, kind: str) -> Case:
    """按比例计分: towards more, towards less, or towards more with an over-fulfilment table."""
    return case_of(
        Proportional,
        draw(MARKS),
        towards="less" if kind == "less" else "more",
        target=draw(st.sampled_from([100, 50, 25, 20])),
        overshoot=draw(overshoots()) if kind == "overshoot" else [],
    )


@st.composite
def linear_penalties(draw: st.DrawFn) -> Case:
    """(1 − k × 指标值) × 满分."""
    factor, cutoff = draw(st.sampled_from([(10, 10), (10, 5), (2, 50), (1, 100), (4, 100), (5, 20)]))
    return case_of(LinearPenalty, draw(MARKS), factor=factor, cutoff=cutoff)


@st.composite
def checklists(draw: st.DrawFn) -> Case:
    """要点, each with its mark; together they are the full marks."""
    points = draw(st.lists(st.sampled_from([Decimal("0.5"), Decimal(1), Decimal(2)]), min_size=1, max_size=5))
    items = [{"name": f"要点{i}", "points": each} for i, each in enumerate(points)]
    return case_of(Checklist, sum(points, Decimal(0)), items=items)


@st.composite
def count_deducts(draw: st.DrawFn) -> Case:
    """每出现一例扣若干分."""
    return case_of(CountDeduct, draw(MARKS), per_occurrence=draw(st.sampled_from(["0.02", "0.5", "1"])))


@st.composite
def targets(draw: st.DrawFn) -> Case:
    """The report's own targets."""
    return case_of(Targets, draw(MARKS), group="产出", overshoot=draw(overshoots()))


@st.composite
def choices(draw: st.DrawFn) -> Case:
    """二者择其一."""
    first, second = draw(step_deducts()), draw(linear_penalties())
    options = [
        {"formula": "carryover_ratio_expenditure", "rule": {"kind": "step_deduct"} | dict(first.spec)},
        {"formula": "carryover_change_rate", "rule": {"kind": "linear_penalty"} | dict(second.spec)},
    ]
    return Case(Choice.model_validate({"alternatives": options}), first.full, {"alternatives": options})


def without_parameters(kind: type[Any], **spec: Any) -> st.SearchStrategy[Case]:
    """A rule that says little: 酌情, 评估得分 ÷ 满分 and the like."""
    return MARKS.map(lambda full: case_of(kind, full, **spec))


LEVELS = [{"name": "达成", "range": "[80, 100]"}, {"name": "部分达成", "range": "[60, 80)"}]
COUNTS = st.integers(0, 40).map(Fraction)


@st.composite
def parts_of(draw: st.DrawFn) -> tuple[Fraction, Fraction]:
    """A part and a whole that is not zero."""
    whole = draw(st.integers(1, 40))
    return Fraction(draw(st.integers(0, whole))), Fraction(whole)


@st.composite
def item_evidence(draw: st.DrawFn, case: Case) -> Evidence:
    """Which items are met."""
    return Evidence(items={item.name: draw(st.booleans()) for item in case.rule.items})


@dataclass(frozen=True)
class Known:
    """What is known of a kind of rule.

    Attributes:
        cases: Rules of the kind that are fit for their line.
        inputs: What such a rule takes: a rate, or evidence.
        less: Turns an input into one that cannot earn more; None where the kind has no such direction, with the reason.
        reason: Why there is no direction.
    """

    cases: st.SearchStrategy[Case]
    inputs: Callable[[Case], st.SearchStrategy[Any]] | None
    less: Callable[[Any, Fraction], Any] | None = None
    reason: str = ""


def by_rate(_: Case) -> st.SearchStrategy[Any]:
    return RATES


def hits(_: Case) -> st.SearchStrategy[Any]:
    return parts_of().map(lambda pair: Evidence(hits=pair[0], out_of=pair[1]))


def fewer_items(evidence: Evidence, by: Fraction) -> Evidence:
    items = dict(evidence.items or {})
    dropped = list(items)[int(by) % len(items)]
    return Evidence(items=items | {dropped: False})


NOTHING_COMPUTED = "an evaluator or the report itself sets the points"
TABLE: Mapping[str, tuple[type[Any], Known]] = {
    "step_deduct over": (
        StepDeduct,
        Known(step_deducts("over"), by_rate, lambda rate, by: rate + by),
    ),
    "step_deduct under": (
        StepDeduct,
        Known(step_deducts("under"), by_rate, lambda rate, by: rate - by),
    ),
    "step_deduct both": (
        StepDeduct,
        Known(step_deducts("both"), by_rate, reason="two-sided: both sides of the standard lose points"),
    ),
    "bands": (Bands, Known(bands(), by_rate, reason="each band names its points; more may be better or worse")),
    "proportional more": (
        Proportional,
        Known(proportionals("more"), by_rate, lambda rate, by: rate - by),
    ),
    "proportional less": (
        Proportional,
        Known(proportionals("less"), by_rate, lambda rate, by: rate + by),
    ),
    "proportional overshoot": (
        Proportional,
        Known(proportionals("overshoot"), by_rate, reason="up to the target more is better, far above it is not"),
    ),
    "linear_penalty": (
        LinearPenalty,
        Known(linear_penalties(), by_rate, lambda rate, by: rate + by),
    ),
    "hit_rate": (
        HitRate,
        Known(
            without_parameters(HitRate),
            hits,
            lambda evidence, by: replace(evidence, out_of=evidence.out_of + by.__ceil__()),
        ),
    ),
    "checklist": (Checklist, Known(checklists(), item_evidence, fewer_items)),
    "count_deduct": (
        CountDeduct,
        Known(
            count_deducts(),
            lambda _: COUNTS.map(lambda count: Evidence(occurrences=count)),
            lambda evidence, by: replace(evidence, occurrences=evidence.occurrences + by.__ceil__()),
        ),
    ),
    "converted": (
        Converted,
        Known(
            without_parameters(Converted),
            lambda _: parts_of().map(lambda pair: Evidence(score=pair[0], score_full=pair[1])),
            lambda evidence, by: replace(evidence, score_full=evidence.score_full + by),
        ),
    ),
    "judgement": (
        Judgement,
        Known(
            without_parameters(Judgement, criteria=["符合要求"], bands=LEVELS),
            lambda _: st.just(Evidence()),
            reason=NOTHING_COMPUTED,
        ),
    ),
    "not_known": (
        NotKnown,
        Known(
            without_parameters(NotKnown, hint="见附件"),
            lambda _: st.just(Evidence()),
            reason=NOTHING_COMPUTED,
        ),
    ),
    "targets": (Targets, Known(targets(), None, reason="each target of the report is scored in proportion")),
    "choice": (Choice, Known(choices(), None, reason="its alternatives award")),
}

KNOWN = {name: known for name, (_, known) in TABLE.items()}
AWARDING = [name for name, known in KNOWN.items() if known.inputs is not None]
MOVING = [name for name, known in KNOWN.items() if known.less is not None]
ON_RATES = [name for name, (kind, _) in TABLE.items() if kind in RATE_RULES]


def award(case: Case, given_: Any) -> Award | NoAward | None:
    result: Award | NoAward | None
    if isinstance(case.rule, RATE_RULES):
        result = case.rule.award(given_, case.full)
    else:
        result = case.rule.award_evidence(given_, case.full)
    return result


def awarded(case: Case, given_: Any) -> Award:
    result = award(case, given_)
    assert isinstance(result, Award)
    return result


# ---------------------------------------------------------------------------------------------------------------------
# The table itself.


def test_every_kind_of_rule_is_in_the_table() -> None:
    """Style 12: each rule is in the property list, and every entry either has a direction or says why not."""
    assert {kind for kind, _ in TABLE.values()} == set(KINDS)
    assert {kind.model_fields["kind"].default for kind in KINDS} == {name.split()[0] for name in TABLE}
    assert all((known.less is None) == bool(known.reason) for known in KNOWN.values())


@pytest.mark.parametrize("name", sorted(set(TABLE) - set(AWARDING)))
def test_kinds_without_inputs_award_nothing_themselves(name: str) -> None:
    """Regulations 10: own targets and the choice of two metrics are scored by the rules that they are made of."""
    kind = TABLE[name][0]
    assert not hasattr(kind, "award")
    assert not hasattr(kind, "award_evidence")


@pytest.mark.parametrize("name", TABLE)
@given(data=st.data())
@examples(20)
def test_a_fit_rule_has_no_problems(name: str, data: st.DataObject) -> None:
    """Regulations 9.16, validate on load: a rule whose marks, bands and steps agree is not complained of."""
    rule, full, _ = data.draw(KNOWN[name].cases)
    assert list(rule.problems(full)) == []
    assert rule.text.zh
    assert rule.text.en
    assert type(rule).model_validate(rule.model_dump(mode="json")) == rule
    assert type(rule).model_validate_json(rule.model_dump_json()) == rule


# ---------------------------------------------------------------------------------------------------------------------
# What holds of every kind.


@pytest.mark.parametrize("name", AWARDING)
@given(data=st.data())
@examples(60)
def test_points_lie_within_the_marks(name: str, data: st.DataObject) -> None:
    """Regulations 3.1 and 2.2, 扣完为止 and 不得突破权重总额: for any input 0 ≤ points ≤ full marks, and a reason."""
    known = KNOWN[name]
    case = data.draw(known.cases)
    assert known.inputs is not None
    result = award(case, data.draw(known.inputs(case)))
    if result is None:
        assert known.reason == NOTHING_COMPUTED
        return
    assert result.because.zh
    assert result.because.en
    if isinstance(result, Award):
        assert 0 <= result.points <= case.full
        assert all(0 <= points <= case.full for _, points in result.readings)


@pytest.mark.parametrize("name", MOVING)
@given(data=st.data())
@examples(60)
def test_monotone_in_the_declared_direction(name: str, data: st.DataObject) -> None:
    """Style 12, monotone: a worse rate, one target more to hit or one case more never earns more points."""
    known = KNOWN[name]
    case = data.draw(known.cases)
    assert known.inputs is not None
    assert known.less is not None
    better = data.draw(known.inputs(case))
    worse = known.less(better, data.draw(fractions(1, 60)))
    first, second = award(case, better), award(case, worse)
    if isinstance(first, Award) and isinstance(second, Award):
        assert first.points >= second.points


@pytest.mark.parametrize("name", [name for name in AWARDING if KNOWN[name].reason != NOTHING_COMPUTED])
@given(data=st.data())
@examples(40)
def test_every_rule_can_award_full_marks(name: str, data: st.DataObject) -> None:
    """Regulations 9.16, rule.max = full mark: every fit rule awards full marks for something."""
    known = KNOWN[name]
    case = data.draw(known.cases)
    assert awarded(case, best_input(case)).points == case.full


def best_input(case: Case) -> Any:
    rule = case.rule
    if isinstance(rule, StepDeduct):
        return Fraction(rule.standard)
    if isinstance(rule, Bands):
        band = next(band.range for band in rule.bands if Fraction(band.points) == case.full)
        inner = [Fraction(n, 2) for n in range(-100, 300) if Fraction(n, 2) in band]  # all ends are whole numbers
        return inner[0]
    if isinstance(rule, Proportional):
        return Fraction(rule.target)
    if isinstance(rule, LinearPenalty):
        return Fraction(0)
    if isinstance(rule, Checklist):
        return Evidence(items={item.name: True for item in rule.items})
    return Evidence(
        occurrences=Fraction(0), hits=Fraction(4), out_of=Fraction(4), score=Fraction(9), score_full=Fraction(9)
    )


@pytest.mark.parametrize("name", AWARDING)
@given(data=st.data(), context=contexts())
@examples(30)
def test_any_decimal_context_of_the_caller(name: str, data: st.DataObject, context: Context) -> None:
    """Design 3: comparisons that decide a band are exact rationals, in any decimal context, which stays as it was."""
    known = KNOWN[name]
    case = data.draw(known.cases)
    assert known.inputs is not None
    given_ = data.draw(known.inputs(case))
    expected = award(case, given_), case.rule.text, list(case.rule.problems(case.full))
    with localcontext(context) as caller:
        before = repr(caller)
        rebuilt = Case(type(case.rule)(**case.spec), case.full, case.spec)
        found = award(rebuilt, given_), rebuilt.rule.text, list(rebuilt.rule.problems(case.full))
        same, after = getcontext() is caller, repr(caller)
    assert (found, same, after) == (expected, True, before)


@pytest.mark.parametrize("name", AWARDING)
@given(data=st.data())
@examples(60)
def test_arithmetic_in_a_reason_is_true(name: str, data: st.DataObject) -> None:
    """Design 3, what is shown can never drift from what is computed: `=` stands only between equal numbers."""
    known = KNOWN[name]
    case = data.draw(known.cases)
    assert known.inputs is not None
    result = award(case, data.draw(known.inputs(case)))
    if result is not None:
        assert_arithmetic_is_true(case, result)


@given(case=linear_penalties(), share=st.integers(0, 20).map(lambda n: Fraction(n, 20)))
@examples(60)
def test_arithmetic_of_a_penalty_that_eats_the_mark_is_true(case: Case, share: Fraction) -> None:
    """Design 3, what is shown can never drift from what is computed: below zero there is no `= 0`."""
    rate = share * Fraction(case.rule.cutoff)
    result = awarded(case, rate)
    assert (result.points == 0) is (rate * Fraction(case.rule.factor) >= 100)
    assert_arithmetic_is_true(case, result)


def assert_arithmetic_is_true(case: Case, result: Award | NoAward) -> None:
    for words in (result.because.zh.partition("：")[2] or result.because.zh, result.because.en.rpartition(": ")[2]):
        terms = re.fullmatch(r"([^=≈]*) ([=≈]) ([0-9.]+)(?: 分)?", words)
        if terms is not None:
            left, sign, right = terms.groups()
            assert abs(parse_arithmetic(left) - Fraction(right)) <= case.full / 100
            assert sign == "≈" or parse_arithmetic(left) == Fraction(right)


# ---------------------------------------------------------------------------------------------------------------------
# One kind at a time.


@given(case=step_deducts(), rate=RATES)
@examples(200)
def test_step_deduct_readings_in_order(case: Case, rate: Fraction) -> None:
    """Regulations 9.1 and 9.2: floor ≥ proportional ≥ ceil; alike at whole steps, else all of them are shown.

    Where the table says which one it means, that one alone is shown.
    """
    rule, full, _ = case
    by = {each: rule.model_copy(update={"rounding": each}).award(rate, full) for each in Reading}
    points = {reading: result.points for reading, result in by.items()}
    assert points[Reading.FLOOR] >= points[Reading.PROPORTIONAL] >= points[Reading.CEIL]
    if ((rate - Fraction(rule.standard)) / Fraction(rule.step)).denominator == 1:
        assert len(set(points.values())) == 1
    assert not any(result.readings for result in by.values())
    unsaid = StepDeduct.model_validate(rule.model_dump(exclude={"rounding"})).award(rate, full)
    assert unsaid.points == points[Reading.FLOOR]
    assert dict(unsaid.readings) == (points if len(set(points.values())) > 1 else {})


@given(case=step_deducts(), steps=st.integers(0, 60), part=st.integers(0, 19).map(lambda n: Fraction(n, 20)))
@examples(150)
def test_step_deduct_oracle(case: Case, steps: int, part: Fraction) -> None:
    """Regulations 3.1, 每超过一个百分点扣…，扣完为止: steps are counted in percentage points beyond the standard."""
    rule, full, _ = case
    sign = -1 if rule.direction == "under" else 1
    rate = Fraction(rule.standard) + sign * (steps + part) * Fraction(rule.step)
    whole = Fraction(steps)
    counted = {Reading.FLOOR: whole, Reading.PROPORTIONAL: whole + part, Reading.CEIL: whole + (1 if part else 0)}
    left = full - counted[rule.reading] * Fraction(rule.per_step)
    assert rule.award(rate, full).points == max(0, left)
    mirrored = rule.award(2 * Fraction(rule.standard) - rate, full).points
    assert mirrored == (rule.award(rate, full).points if rule.direction == "both" else full)


@given(case=bands(), rate=RATES)
@examples(200)
def test_exactly_one_band_holds_a_covered_rate(case: Case, rate: Fraction) -> None:
    """Regulations 9.4: no overlap and no gap; a rate outside all bands is never guessed."""
    rule, full, _ = case
    holding = [band for band in rule.bands if rate in band.range]
    lows = [band.range.low for band in rule.bands]
    highs = [band.range.high for band in rule.bands]
    if (None in lows or rate > min(lows)) and (None in highs or rate < max(highs)):
        assert len(holding) == 1
    result = rule.award(rate, full)
    if holding:
        assert isinstance(result, Award)
        assert result.points == Fraction(holding[0].points)
    else:
        assert isinstance(result, NoAward)


@given(cuts=partitions(), drop=st.integers(0, 5))
@examples(100)
def test_a_band_too_few_or_too_many_is_found(cuts: list[str], drop: int) -> None:
    """Regulations 9.4, refuse overlaps and gaps: a missing inner band is a gap, one that stands twice an overlap."""
    assume(len(cuts) >= 3)
    ordered = [{"range": text, "points": 5} for text in cuts]
    inner = 1 + drop % (len(cuts) - 2)
    gap = Bands(bands=tuple(ordered[:inner] + ordered[inner + 1 :]))
    assert ["a gap between ranges" in words.en for _, words in gap.problems(Fraction(5))] == [True]
    twice = Bands(bands=(*ordered, ordered[inner]))
    assert any("ranges overlap" in words.en for _, words in twice.problems(Fraction(5)))


@given(text=partitions())
@examples(60)
def test_ranges_survive_the_way_to_a_file(text: list[str]) -> None:
    """Regulations 9.4, state 含 per band: a range is written with the brackets with which it was read."""
    ranges = [read_range(each) for each in text]
    assert [write_range(each) for each in ranges] == text
    assert [read_range(write_range(each)) for each in ranges] == ranges


@given(case=st.one_of(proportionals("more"), proportionals("less")), rate=RATES)
@examples(200)
def test_proportional_oracle(case: Case, rate: Fraction) -> None:
    """Regulations 2.2: 正向 B/A × 分值, 反向 A/B × 分值, 最高不得超过分值上限; a negative rate has no proportion."""
    rule, full, _ = case
    result = rule.award(rate, full)
    if rate < 0:
        assert isinstance(result, NoAward)
        return
    assert isinstance(result, Award)
    target = Fraction(rule.target)
    share = rate / target if rule.towards == "more" else (target / rate if rate else Fraction(1))
    assert result.points == full * min(Fraction(1), share)


@given(case=proportionals("overshoot"), beyond=fractions(0, 400))
@examples(100)
def test_over_fulfilment_oracle(case: Case, beyond: Fraction) -> None:
    """Regulations 2.2, Beijing: (B−A)/A inside a band takes its share of the mark off; below all bands full marks."""
    rule, full, _ = case
    rate = Fraction(rule.target) + beyond
    over = 100 * (rate - Fraction(rule.target)) / Fraction(rule.target)
    first, second = (band.range.low for band in rule.overshoot)
    off = 0 if over < first else rule.overshoot[0 if over < second else 1].deduct
    assert rule.award(rate, full).points == full * (100 - Fraction(off)) / 100


@given(case=linear_penalties(), rate=RATES)
@examples(200)
def test_linear_penalty_oracle(case: Case, rate: Fraction) -> None:
    """Regulations 4, 编制准确: (1 − 10 × 调剂 ÷ 年初) × 分值; above the cut-off 0; a negative rate is not covered."""
    rule, full, _ = case
    result = rule.award(rate, full)
    if rate < 0:
        assert isinstance(result, NoAward)
        return
    assert isinstance(result, Award)
    left = full - full * Fraction(rule.factor) * rate / 100
    assert result.points == (0 if rate > Fraction(rule.cutoff) or left < 0 else left)


@given(counts=parts_of(), full=MARKS.map(Fraction))
@examples(60)
def test_hit_rate_and_converted_oracle(counts: tuple[Fraction, Fraction], full: Fraction) -> None:
    """Regulations 3.1 and 4: 达标个数 ÷ 全部个数 × 分值, and 评估得分 ÷ 满分 × 分值, without rounding."""
    part, whole = counts
    hit = HitRate().award_evidence(Evidence(hits=part, out_of=whole), full)
    converted = Converted().award_evidence(Evidence(score=part, score_full=whole), full)
    assert isinstance(hit, Award)
    assert isinstance(converted, Award)
    assert hit.points == converted.points == full * part / whole
    for refused in (
        HitRate().award_evidence(Evidence(hits=whole + 1, out_of=whole), full),
        HitRate().award_evidence(Evidence(hits=part, out_of=Fraction(0)), full),
        Converted().award_evidence(Evidence(score=whole + 1, score_full=whole), full),
        Converted().award_evidence(Evidence(score=-whole, score_full=whole), full),
        Converted().award_evidence(Evidence(score=part, score_full=Fraction(0)), full),
    ):
        assert isinstance(refused, NoAward)


@given(
    planned=fractions(0, 50),
    actual=fractions(0, 120),
    limit=st.one_of(st.none(), st.sampled_from([Decimal(30), Decimal(50)])),
)
@examples(150)
def test_what_counts_as_hit(planned: Fraction, actual: Fraction, limit: Decimal | None) -> None:
    """Regulations 4, 目标实现: 0 for one below target or exceeded by 30% or more; a target met exactly is hit."""
    rule = HitRate(overshoot_limit=limit)
    assert rule.counts_as_hit(planned, planned)
    far_above = limit is not None and actual > planned and 100 * (actual - planned) >= Fraction(limit) * planned
    assert rule.counts_as_hit(planned, actual) is (actual >= planned and not far_above)


@given(data=st.data(), case=checklists())
@examples(60)
def test_checklist_oracle(data: st.DataObject, case: Case) -> None:
    """Regulations 9.14: marks per item; an item that the report leaves out or adds is not guessed."""
    evidence = data.draw(item_evidence(case))
    assert evidence.items is not None
    points = sum((Fraction(item.points) for item in case.rule.items if evidence.items[item.name]), Fraction(0))
    assert awarded(case, evidence).points == points
    for odd in (dict(evidence.items) | {"其他": True}, dict(list(evidence.items.items())[1:])):
        assert isinstance(award(case, Evidence(items=odd)), NoAward)


@given(count=COUNTS, each=st.sampled_from([Decimal("0.02"), Decimal("0.5"), Decimal(1)]), full=MARKS.map(Fraction))
@examples(60)
def test_count_deduct_oracle(count: Fraction, each: Decimal, full: Fraction) -> None:
    """Regulations 3.1, 每出现一例扣1分，扣完为止."""
    result = CountDeduct(per_occurrence=each).award_evidence(Evidence(occurrences=count), full)
    assert isinstance(result, Award)
    left = full - sum([Fraction(each)] * int(count), Fraction(0))
    assert result.points == max(0, left)


# ---------------------------------------------------------------------------------------------------------------------
# Points over a range of rates.


@pytest.mark.parametrize("name", ON_RATES)
@given(data=st.data(), scale=st.integers(1, 50))
@examples(100)
def test_points_alone_are_those_of_the_award(name: str, data: st.DataObject, scale: int) -> None:
    """Issue 6: the points alone, told in whole numbers, are the points of the award; where it gives none, none."""
    case = data.draw(KNOWN[name].cases)
    ends = {x for x in case.rule.breakpoints(case.full, Fraction(0), Fraction(200)) if abs(x) < 10**4} | {Fraction(0)}
    rate = data.draw(st.one_of(RATES, st.sampled_from(sorted(ends))))
    result = award(case, rate)
    told = points_of(case.rule, case.full)(rate.numerator * scale, rate.denominator * scale)
    assert told == (result.points if isinstance(result, Award) else None)


def probes(case: Case, interval: Interval) -> Iterator[Fraction]:
    """Rates of a range on the grid on which every break of the table's rules lies, and just beside them."""
    assert interval.low is not None
    assert interval.high is not None
    rule, grain = case.rule, Fraction(5, 2)
    if isinstance(rule, StepDeduct):
        grain = Fraction(rule.step)
    start = Fraction(rule.standard) if isinstance(rule, StepDeduct) else Fraction(0)
    first, last = ((interval.low - start) / grain).__floor__(), ((interval.high - start) / grain).__ceil__()
    for at in (interval.low, interval.high, *(start + grain * n for n in range(first, last + 1))):
        for beside in (at - TINY, at, at + TINY):
            if beside in interval:
                yield beside
    yield (interval.low + interval.high) / 2


@pytest.mark.parametrize("name", ON_RATES)
@given(data=st.data(), interval=intervals(low=-40, high=240, bounded=True))
@examples(40)
def test_points_range_holds_every_points(name: str, data: st.DataObject, interval: Interval) -> None:
    """Design 3: points are bounded by the rule's break points; None where the rule does not cover the whole range."""
    case = data.draw(KNOWN[name].cases)
    ends = points_range(case.rule, interval, case.full)
    found = [award(case, rate) for rate in (*probes(case, interval), data.draw(members(interval)))]
    points = [each.points for each in found if isinstance(each, Award)]
    if len(points) < len(found):
        assert ends is None
        return
    assert ends is not None
    assert 0 <= ends[0] <= min(points) <= max(points) <= ends[1] <= case.full


@pytest.mark.parametrize("name", ON_RATES)
@given(data=st.data(), interval=intervals(low=-40, high=240, bounded=True))
@examples(40)
def test_ends_of_points_range_are_approached(name: str, data: st.DataObject, interval: Interval) -> None:
    """Design 3: the range of points is no wider than what the rates of the range really earn."""
    case = data.draw(KNOWN[name].cases)
    found = [award(case, rate) for rate in probes(case, interval)]
    points = [each.points for each in found if isinstance(each, Award)]
    ends = points_range(case.rule, interval, case.full)
    if ends is None:
        assert len(points) < len(found)
        return
    slack = case.full * 100 * TINY  # no rule of the table is steeper than that
    assert min(points) <= ends[0] + slack
    assert max(points) >= ends[1] - slack


@pytest.mark.parametrize("name", ON_RATES)
@given(data=st.data(), rate=RATES)
@examples(30)
def test_points_range_of_one_rate(name: str, data: st.DataObject, rate: Fraction) -> None:
    """Design 3: a rate that is known exactly earns exactly its points."""
    case = data.draw(KNOWN[name].cases)
    result = award(case, rate)
    expected = (result.points, result.points) if isinstance(result, Award) else None
    assert points_range(case.rule, Interval(rate, rate), case.full) == expected
    for unbounded in (Interval(None, rate), Interval(rate, None), Interval(None, None)):
        assert points_range(case.rule, unbounded, case.full) is None


@given(points=fractions(0, 100))
@examples(60)
def test_points_in_print(points: Fraction) -> None:
    """Regulations 6: points are printed to at most two decimals, half up."""
    printed = Fraction(points_text(points))
    assert printed == Fraction((points * 100 + Fraction(1, 2)).__floor__(), 100)

"""Scoring rules by hand: published scores, the words of the reasons, and every way in which a rule can be unfit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from perfmetrics.quantities import Interval
from perfmetrics.rules import (
    KINDS,
    MAX_STEPS,
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
    Rule,
    StepDeduct,
    Targets,
    points_range,
    read_range,
    told_kind,
)
from perfmetrics.texts import LANGS

CONTROL = {"(-inf, 0]": 8, "(0, 10]": 6, "(10, 20]": 4, "(20, 30]": 2, "(30, inf)": 0}


def step(standard: int, direction: str, size: int, per_step: str, rounding: Reading | None = None) -> StepDeduct:
    said = {} if rounding is None else {"rounding": rounding}
    return StepDeduct.model_validate(
        {"standard": standard, "direction": direction, "step": size, "per_step": per_step, **said}
    )


def bands(points: dict[str, Any]) -> Bands:
    return Bands.model_validate({"bands": [{"range": range_, "points": each} for range_, each in points.items()]})


def overshoot(*pairs: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"range": range_, "deduct": deduct} for range_, deduct in pairs]


def awarded(result: Award | NoAward | None) -> Award:
    assert isinstance(result, Award)
    return result


def refused(result: Award | NoAward | None) -> NoAward:
    assert isinstance(result, NoAward)
    return result


# ---------------------------------------------------------------------------------------------------------------------
# Published scores.


@pytest.mark.parametrize(
    ("rule", "full", "rate", "points"),
    [
        (step(100, "over", 1, "0.5"), 8, Fraction(13600, 143), 8),
        (step(0, "over", 1, "0.8"), 8, Fraction(6346 - 3200, 32), 0),
        (step(100, "under", 5, "2"), 8, Fraction(269062, 271042) * 100, 8),
        (step(100, "over", 1, "0.5"), 5, Fraction("88.66"), 5),
        (bands(CONTROL), 8, Fraction(76786, 192276) * 100, 0),
        (Proportional(), 10, Fraction(76), Fraction("7.6")),
        (Proportional(), 10, Fraction(100), 10),
        (Proportional(), 20, Fraction(100), 20),
        (step(100, "under", 5, "2"), 5, Fraction("96.14"), 5),
        (step(100, "over", 1, "0.5"), 5, Fraction("102.4"), 4),
        (bands({"[0, 0]": 5, "(0, 10]": 4, "(10, 20]": 3, "(20, 30]": 2, "(30, inf)": 0}), 5, Fraction("0.6"), 4),
        (bands({"[80, 90)": 4, "[90, inf)": 5, "(-inf, 80)": 0}), 5, Fraction(90), 5),
        (bands({"[80, 90)": 4, "[90, inf)": 5, "(-inf, 80)": 0}), 5, Fraction("89.99"), 4),
        (LinearPenalty(factor=Decimal(10), cutoff=Decimal(10)), 10, Fraction(5, 2), Fraction("7.5")),
        (LinearPenalty(factor=Decimal(10), cutoff=Decimal(10)), 10, Fraction(11), 0),
        (LinearPenalty(factor=Decimal(10), cutoff=Decimal(5)), 10, Fraction(5), 5),
        (LinearPenalty(factor=Decimal(10), cutoff=Decimal(5)), 10, Fraction("5.01"), 0),
    ],
)
def test_published_scores(rule: Any, full: int, rate: Fraction, points: Fraction) -> None:
    """Regulations 11, golden tests, and 3.4: the points that published tables award, recomputed."""
    assert awarded(rule.award(rate, Fraction(full))).points == points


@pytest.mark.parametrize(
    ("rate", "full", "expected"),
    [
        ("99.27", 8, {Reading.FLOOR: "8", Reading.PROPORTIONAL: "7.708", Reading.CEIL: "6"}),
        ("96.14", 5, {Reading.FLOOR: "5", Reading.PROPORTIONAL: "3.456", Reading.CEIL: "3"}),
        ("90.00", 5, {}),
        ("50.00", 5, {}),
    ],
)
def test_a_fraction_of_a_step_has_three_readings(rate: str, full: int, expected: dict[Reading, str]) -> None:
    """Regulations 9.1, 每低于5%扣2分: floor 8, proportional 7.71, ceil 6; whole steps have one reading."""
    result = step(100, "under", 5, "2").award(Fraction(rate), Fraction(full))
    assert {reading: str(Fraction(points)) for reading, points in result.readings} == {
        reading: str(Fraction(points)) for reading, points in expected.items()
    }


@pytest.mark.parametrize(("reading", "points"), [("floor", 5), ("proportional", "3.456"), ("ceil", 3)])
def test_a_table_that_says_how_a_part_of_a_step_counts_has_one_reading(reading: Reading, points: str) -> None:
    result = step(100, "under", 5, "2", Reading(reading)).award(Fraction("96.14"), Fraction(5))
    assert (result.points, result.readings) == (Fraction(points), ())


# ---------------------------------------------------------------------------------------------------------------------
# The words of the reasons.


@pytest.mark.parametrize(
    ("rule", "rate", "zh", "en"),
    [
        (step(100, "over", 1, "0.5"), "100", "未超过标准 100%，得满分", "not over the standard of 100%: full marks"),
        (step(100, "under", 5, "2"), "96", "不满一档，不扣分", "less than one step, nothing off"),
        (
            step(100, "under", 5, "2"),
            "89",
            "低于标准 11 个百分点，每 5 个百分点扣 2 分，满 2 档扣 4 分",
            "2 whole steps",
        ),
        (
            step(100, "under", 5, "2", Reading.CEIL),
            "96",
            "不满一档按一档扣，共扣 2 分",
            "a part counts as a step: 2 off",
        ),
        (step(100, "under", 5, "2", Reading.PROPORTIONAL), "95.5", "按比例扣，共扣 1.8 分", "in proportion: 1.8 off"),
        (step(100, "both", 1, "1"), "130", "偏离标准 30 个百分点，每 1 个百分点扣 1 分，扣完为止", "down to zero"),
        (bands(CONTROL), "0.6", "0.6% 落在 (0, 10] 档，得 6 分", "0.6% falls in (0, 10]: 6"),
        (bands({"[0, 10]": 5}), "10.5", "10.5% 不在任何一档之内", "10.5% falls in no band"),
        (Proportional(), "76", "按比例计：8 × 76% ÷ 100% = 6.08 分", "in proportion: 8 × 76% ÷ 100% = 6.08"),
        (Proportional(), "76.06", "按比例计：8 × 76.06% ÷ 100% ≈ 6.08 分", "8 × 76.06% ÷ 100% ≈ 6.08"),
        (Proportional(towards="less"), "160", "按比例计：8 × 100% ÷ 160% = 5 分", "8 × 100% ÷ 160% = 5"),
        (Proportional(), "100", "达到目标值，得满分", "target reached: full marks"),
        (Proportional(), "-1", "-1% 为负，不能按比例计分", "-1% is negative: no proportion of it"),
        (
            Proportional.model_validate({"overshoot": overshoot(("[200, 300)", 10))}),
            "350",
            "超额 250%，在 [200, 300) 档，扣减 10%，得 7.2 分",
            "250% over target, in [200, 300): 10% off, 7.2",
        ),
        (LinearPenalty(factor=Decimal(10), cutoff=Decimal(9)), "9.5", "9.5% 超过 9%，不得分", "9.5% over 9%: 0"),
        (LinearPenalty(factor=Decimal(10), cutoff=Decimal(9)), "2.5", "(1 − 10 × 2.5%) × 8 = 6 分", "× 8 = 6"),
        (
            LinearPenalty(factor=Decimal(10), cutoff=Decimal(9)),
            "-1",
            "-1% 为负，规则未规定",
            "-1% is negative: not covered",
        ),
    ],
)
def test_a_rule_on_a_rate_says_why(rule: Any, rate: str, zh: str, en: str) -> None:
    """Design 3, rules: each says in words why it awarded what it awarded, in both languages."""
    because = rule.award(Fraction(rate), Fraction(8)).because
    assert zh in because.zh
    assert en in because.en


CHECKLIST = Checklist.model_validate({"items": [{"name": "内容", "points": 1}, {"name": "时限", "points": "1.5"}]})


@pytest.mark.parametrize(
    ("rule", "evidence", "points", "zh"),
    [
        (HitRate(), Evidence(hits=Fraction(8), out_of=Fraction(10)), 8, "8 ÷ 10 × 10 = 8 分"),
        (HitRate(), Evidence(hits=Fraction(1), out_of=Fraction(0)), None, "指标总个数为零"),
        (HitRate(), Evidence(hits=Fraction(2), out_of=Fraction(1)), None, "达标个数大于总个数"),
        (
            CHECKLIST,
            Evidence(items={"内容": True, "时限": True}),
            Fraction("2.5"),
            "2 项要点符合 2 项：1 + 1.5 = 2.5 分",
        ),
        (CHECKLIST, Evidence(items={"内容": False, "时限": False}), 0, "2 项要点符合 0 项：0 = 0 分"),
        (CHECKLIST, Evidence(items={"内容": True}), None, "要点与评分标准不对应：时限"),
        (CHECKLIST, Evidence(items={"内容": True, "时限": True, "真实": True}), None, "要点与评分标准不对应：真实"),
        (
            CountDeduct(per_occurrence=Decimal(1)),
            Evidence(occurrences=Fraction(3)),
            7,
            "出现 3 例，每例扣 1 分，得 7 分",
        ),
        (CountDeduct(per_occurrence=Decimal(1)), Evidence(occurrences=Fraction(30)), 0, "得 0 分"),
        (
            Converted(),
            Evidence(score=Fraction(98), score_full=Fraction(100)),
            Fraction("9.8"),
            "98 ÷ 100 × 10 = 9.8 分",
        ),
        (Converted(), Evidence(score=Fraction(1), score_full=Fraction(3)), Fraction(10, 3), "1 ÷ 3 × 10 ≈ 3.33 分"),
        (Converted(), Evidence(score=Fraction(1), score_full=Fraction(0)), None, "原始满分为零"),
        (Converted(), Evidence(score=Fraction(5), score_full=Fraction(3)), None, "原始得分超出其满分范围"),
    ],
)
def test_a_rule_on_evidence_says_why(rule: Any, evidence: Evidence, points: Fraction | None, zh: str) -> None:
    """Design 3, rules: counts, items and scores on other scales; what does not fit is refused, never guessed."""
    result = rule.award_evidence(evidence, Fraction(10))
    assert zh in result.because.zh
    assert result.because.en
    assert (result.points if isinstance(result, Award) else None) == points


@pytest.mark.parametrize(
    "rule",
    [HitRate(), CHECKLIST, CountDeduct(per_occurrence=Decimal(1)), Converted(), Judgement(), NotKnown()],
    ids=lambda rule: rule.kind,
)
def test_no_evidence_no_award(rule: Any) -> None:
    """Design 3, never guessed: without its evidence a rule awards nothing, not even zero."""
    assert rule.award_evidence(Evidence(), Fraction(10)) is None


def test_half_the_evidence_is_none() -> None:
    """Design 3, never guessed: hits without a total, or a score without its scale, are no evidence."""
    assert HitRate().award_evidence(Evidence(hits=Fraction(1)), Fraction(10)) is None
    assert HitRate().award_evidence(Evidence(out_of=Fraction(1)), Fraction(10)) is None
    assert Converted().award_evidence(Evidence(score=Fraction(1)), Fraction(10)) is None
    assert Converted().award_evidence(Evidence(score_full=Fraction(1)), Fraction(10)) is None


@pytest.mark.parametrize(
    ("planned", "actual", "limit", "hit"),
    [(10, 9, None, False), (10, 10, 30, True), (10, 100, None, True), (10, 12, 30, True), (10, 13, 30, False)],
)
def test_a_target_far_exceeded_is_missed(planned: int, actual: int, limit: int | None, hit: bool) -> None:  # noqa: FBT001
    """Regulations 4, 目标实现: 0 for one below target or exceeded by 30% or more."""
    rule = HitRate(overshoot_limit=None if limit is None else Decimal(limit))
    assert rule.counts_as_hit(Fraction(planned), Fraction(actual)) is hit


LEVELS = Targets.model_validate(
    {
        "group": "产出",
        "levels": [{"name": "达成", "range": "[80, 100]"}, {"name": "部分达成", "range": "[60, 80)"}],
        "overshoot": overshoot(("[200, inf)", 10)),
    }
)


@pytest.mark.parametrize(
    ("level", "points", "full", "zh"),
    [
        ("达成", "8", "10", None),
        ("达成", "10", "10", None),
        ("部分达成", "7.99", "10", None),
        ("部分达成", "8", "10", "“部分达成”的得分应在分值的 [60, 80)% 之内"),
        ("达成", "10.1", "10", "“达成”的得分应在分值的 [80, 100]% 之内"),
        ("达成", None, "10", "定性指标“达成”须给出得分（[80, 100]%）"),
        ("达成", "0", "0", "“达成”的得分应在分值的 [80, 100]% 之内"),
        ("未达成", "1", "10", "评分标准没有“未达成”这一档"),
    ],
)
def test_a_qualitative_target_is_checked_against_its_level(
    level: str, points: str | None, full: str, zh: str | None
) -> None:
    """Regulations 2.3, the evaluator picks inside the band: membership is validated, points are not computed."""
    claimed = None if points is None else Fraction(points)
    result = LEVELS.judged(level, claimed, Fraction(full))
    if zh is None:
        assert awarded(result).points == claimed
    else:
        assert refused(result).because.zh == zh
    assert result.because.en


# ---------------------------------------------------------------------------------------------------------------------
# The rule in one line.


@pytest.mark.parametrize(
    ("rule", "zh"),
    [
        (step(100, "over", 1, "0.5"), "以 100% 为标准，每超过 1 个百分点扣 0.5 分，扣完为止；满一档才扣"),
        (
            step(100, "both", 5, "2", Reading.CEIL),
            "以 100% 为标准，每偏离 5 个百分点扣 2 分，扣完为止；不满一档按一档扣",
        ),
        (bands({"[0, 0]": 5, "(0, 10]": 4}), "0% 得 5 分；(0, 10]% 得 4 分"),
        (Proportional(), "指标值 ÷ 100% × 满分，不超过满分"),
        (Proportional(towards="less"), "100% ÷ 指标值 × 满分，不超过满分"),
        (Proportional.model_validate({"overshoot": overshoot(("[200, inf)", 10))}), "超额 [200, +∞)% 扣减 10%"),
        (LinearPenalty(factor=Decimal(10), cutoff=Decimal(10)), "(1 − 10 × 指标值) × 满分；指标值超过 10% 不得分"),
        (HitRate(), "达标个数 ÷ 全部个数 × 满分"),
        (HitRate(overshoot_limit=Decimal(30)), "达标个数 ÷ 全部个数 × 满分；超过预期值 30% 及以上的不计"),
        (CHECKLIST, "内容 1 分；时限 1.5 分"),
        (CountDeduct(per_occurrence=Decimal("0.5")), "每出现一例扣 0.5 分，扣完为止"),
        (Converted(), "原始得分 ÷ 原始满分 × 满分"),
        (Judgement(), "由评价人判定"),
        (
            Judgement.model_validate({"criteria": ["合规"], "bands": [{"name": "优", "range": "[90, 100]"}]}),
            "合规；优 [90, 100]%",
        ),
        (NotKnown(), "规则不详"),
        (NotKnown(hint="见附件"), "规则不详：见附件"),
        (Targets(group="产出"), "逐项计分"),
        (LEVELS, "超额 [200, +∞)% 扣减 10%；定性指标按档：达成 [80, 100]%、部分达成 [60, 80)%"),
        (
            Choice.model_validate(
                {
                    "alternatives": [
                        {"formula": "carryover_ratio_expenditure", "rule": {"kind": "proportional", "towards": "less"}},
                        {"formula": "carryover_change_rate", "rule": step(0, "over", 1, "1").model_dump()},
                    ]
                }
            ),
            "二者择其一（取高）：carryover_ratio_expenditure：100% ÷ 指标值",
        ),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_a_rule_in_one_line(rule: Any, zh: str) -> None:
    """Design 3, rules are data: a table prints each of its rules in one line, in both languages."""
    assert zh in rule.text.zh
    assert rule.text.en
    assert all("\n" not in rule.text.of(lang) for lang in LANGS)


def test_every_reading_has_words() -> None:
    """Style 5, named, never implied: the three readings of a fraction of a step."""
    assert len({reading.label.zh for reading in Reading}) == len({reading.label.en for reading in Reading}) == 3


# ---------------------------------------------------------------------------------------------------------------------
# Rules that are unfit for their line.


@pytest.mark.parametrize(
    ("rule", "full", "expected"),
    [
        (step(100, "over", 1, "0.0001"), 8, [("per_step", f"more than {MAX_STEPS} steps")]),
        (step(100, "over", 1, "0.0008"), 8, []),
        (step(100, "over", 1, "9"), 8, [("per_step", "one step deducts more than the full marks")]),
        (step(100, "over", 1, "8"), 8, []),
        (bands({"(-inf, 5)": 8, "[5, inf)": 0}), 8, []),
        (bands({"(-inf, 5]": 8, "[5, inf)": 0}), 8, [("bands[1].range", "ranges overlap: (−∞, 5] · [5, +∞)")]),
        (bands({"(-inf, 5)": 8, "(5, inf)": 0}), 8, [("bands[1].range", "a gap between ranges: (−∞, 5) · (5, +∞)")]),
        (bands({"(-inf, 5)": 8, "[6, inf)": 0}), 8, [("bands[1].range", "a gap between ranges: (−∞, 5) · [6, +∞)")]),
        (bands({"[6, inf)": 0, "(-inf, 5)": 8}), 8, [("bands[0].range", "a gap between ranges")]),
        (bands({"(-inf, 5]": 5, "(5, inf)": 0}), 8, [("bands", "the best band gives 5 of 8")]),
        (bands({"(-inf, 5]": 9, "(5, inf)": 0}), 8, [("bands", "the best band gives 9 of 8")]),
        (bands({"[0, 0]": 8, "(0, 0.1]": 6, "(-1, 0)": 0}), 8, []),
        (bands({"[0, 0]": 8, "[0, 0.1]": 6}), 8, [("bands[1].range", "ranges overlap")]),
        (Proportional(), 8, []),
        (
            Proportional.model_validate({"overshoot": overshoot(("[1, 2)", 1), ("[3, 4)", 1))}),
            8,
            [("overshoot[1].range", "a gap")],
        ),
        (
            Proportional.model_validate({"towards": "less", "overshoot": overshoot(("[1, 2)", 1))}),
            8,
            [("overshoot", "only targets reached from below")],
        ),
        (LinearPenalty(factor=Decimal(10), cutoff=Decimal(10)), 8, []),
        (HitRate(), 8, []),
        (CHECKLIST, Fraction("2.5"), []),
        (CHECKLIST, 3, [("items", "the items add up to 2.5 of 3")]),
        (CountDeduct(per_occurrence=Decimal(9)), 8, [("per_occurrence", "one occurrence deducts more")]),
        (CountDeduct(per_occurrence=Decimal(8)), 8, []),
        (Converted(), 8, []),
        (NotKnown(), 8, []),
        (
            Judgement.model_validate(
                {"bands": [{"name": "优", "range": "[90, 100]"}, {"name": "良", "range": "[80, 90]"}]}
            ),
            8,
            [("bands[0].range", "ranges overlap: [80, 90] · [90, 100]")],
        ),
        (
            Targets.model_validate({"group": "产出", "overshoot": overshoot(("[1, 3)", 1), ("[2, 4)", 1))}),
            8,
            [("overshoot[1].range", "ranges overlap")],
        ),
        (
            Targets.model_validate(
                {"group": "产出", "levels": [{"name": "优", "range": "[90, 100]"}, {"name": "良", "range": "[80, 89]"}]}
            ),
            8,
            [("levels[0].range", "a gap between ranges")],
        ),
        (
            Choice.model_validate(
                {
                    "alternatives": [
                        {"formula": "share", "rule": {"kind": "proportional"}},
                        {"formula": "share", "rule": step(0, "over", 1, "9").model_dump()},
                    ]
                }
            ),
            8,
            [("alternatives[1].rule.per_step", "one step deducts more")],
        ),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_problems_of_a_rule(rule: Any, full: Fraction, expected: list[tuple[str, str]]) -> None:
    """Regulations 9.4 and 9.16: overlaps, gaps, and marks that do not add up are refused on load, with their key."""
    found = list(rule.problems(Fraction(full)))
    assert [key for key, _ in found] == [key for key, _ in expected]
    for (_, words), (_, en) in zip(found, expected, strict=True):
        assert en in words.en
        assert words.zh


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (StepDeduct, {"standard": 100, "direction": "over", "step": 0, "per_step": 1}),
        (StepDeduct, {"standard": 100, "direction": "over", "step": 1, "per_step": -1}),
        (StepDeduct, {"standard": "100%", "direction": "over", "step": 1, "per_step": 1}),
        (StepDeduct, {"standard": "约100", "direction": "over", "step": 1, "per_step": 1}),
        (StepDeduct, {"standard": True, "direction": "over", "step": 1, "per_step": 1}),
        (StepDeduct, {"standard": "1_000", "direction": "over", "step": 1, "per_step": 1}),
        (StepDeduct, {"standard": float("nan"), "direction": "over", "step": 1, "per_step": 1}),
        (StepDeduct, {"standard": 100, "direction": "above", "step": 1, "per_step": 1}),
        (StepDeduct, {"standard": 100, "direction": "over", "step": 1, "per_step": 1, "rounding": "round"}),
        (StepDeduct, {"standard": 100, "direction": "over", "step": 1, "per_step": 1, "floor": 0}),
        (Bands, {"bands": []}),
        (Bands, {"bands": [{"range": "[0, 1]", "points": -1}]}),
        (Bands, {"bands": [{"range": "[1, 0]", "points": 1}]}),
        (Proportional, {"target": 0}),
        (Proportional, {"overshoot": overshoot(("[0, 1]", 101))}),
        (Proportional, {"overshoot": overshoot(("[0, 1]", 0))}),
        (LinearPenalty, {"factor": 0, "cutoff": 10}),
        (Checklist, {"items": []}),
        (Checklist, {"items": [{"name": "", "points": 1}]}),
        (Checklist, {"items": [{"name": "内容", "points": 1}, {"name": "内容", "points": 2}]}),
        (CountDeduct, {"per_occurrence": 0}),
        (HitRate, {"overshoot_limit": 0}),
        (Choice, {"alternatives": [{"formula": "share", "rule": {"kind": "proportional"}}]}),
        (Choice, {"alternatives": [{"formula": "share", "rule": {"kind": "checklist"}}] * 2}),
        (Targets, {"group": ""}),
    ],
)
def test_a_rule_that_says_nonsense_is_not_built(kind: type[Any], data: dict[str, Any]) -> None:
    """Design 3, loading validates: steps and marks above zero, known words only, no unknown key."""
    with pytest.raises(ValidationError):
        kind.model_validate(data)


def test_a_repeated_item_is_named_in_both_languages() -> None:
    """Style 9: say what and how to mend it."""
    with pytest.raises(ValidationError, match="two items have one name"):
        Checklist.model_validate({"items": [{"name": "内容", "points": 1}] * 2})


def test_rules_are_frozen_and_told_apart_by_their_kind() -> None:
    """Design 3, a pydantic discriminated union, closed: the kind in the file chooses the rule."""
    rule = TypeAdapter(Rule).validate_python({"kind": "count_deduct", "per_occurrence": "0.5"})
    assert rule == CountDeduct(per_occurrence=Decimal("0.5"))
    with pytest.raises(ValidationError):
        setattr(rule, "per_occurrence", Decimal(1))  # noqa: B010 - a type checker refuses the plain statement
    with pytest.raises(ValidationError):
        TypeAdapter(Rule).validate_python({"kind": "random"})
    assert len({kind.model_fields["kind"].default for kind in KINDS}) == len(KINDS)


# ---------------------------------------------------------------------------------------------------------------------
# Ranges in a file, and points over a range of rates.


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("(0, 10]", Interval(Fraction(0), Fraction(10), False, True)),
        ("[90, inf)", Interval(Fraction(90), None, True, False)),
        ("[90, +inf]", Interval(Fraction(90), None, True, False)),
        ("(-inf, -0.5)", Interval(None, Fraction(-1, 2), False, False)),
        ("[-inf,inf]", Interval(None, None, False, False)),
        ("[0, 0]", Interval(Fraction(0), Fraction(0))),
        ("[ 79.99 , 80 )", Interval(Fraction("79.99"), Fraction(80), True, False)),
        (Interval(Fraction(1), None), Interval(Fraction(1), None)),
    ],
)
def test_ranges_as_in_mathematics(text: object, interval: Interval) -> None:
    """Regulations 9.4, state 含 per band: a square bracket includes its end, a round one does not."""
    assert read_range(text) == interval


@pytest.mark.parametrize(
    "text",
    [
        *("", "0-10", "0,10", "[0 10]", "[0, 10", "(10, 0]", "(0, 0]", "[0, 0)", "(0, 0)", "{0, 1}", "[a, b]", "[, 1]"),
        *("[١, ٢]", "[1_0, 20]", "[1e1, 20]", "(inf, 1]", "[0, -inf)", "[0, nan]", "[" + "0" * 100 + ", 1]"),
        *(None, 5, ["0", "10"]),
    ],
)
def test_what_is_no_range_is_refused(text: object) -> None:
    """Style 9: a range that says nothing, or is empty, is refused with how to write one."""
    with pytest.raises(PydanticCustomError):
        read_range(text)


@pytest.mark.parametrize(
    ("rule", "interval", "ends"),
    [
        (
            step(100, "over", 1, "0.5"),
            Interval(Fraction("101.5"), Fraction("102.5"), True, False),
            (4, Fraction("4.5")),
        ),
        (step(100, "over", 1, "0.5"), Interval(Fraction(101), Fraction(102), True, False), (Fraction("4.5"),) * 2),
        (step(100, "over", 1, "0.5"), Interval(Fraction(101), Fraction(102), False, True), (4, Fraction("4.5"))),
        (step(100, "over", 1, "0.4"), Interval(Fraction(112), Fraction("113.4"), True, False), (0, Fraction("0.2"))),
        (step(100, "both", 1, "0.4"), Interval(Fraction("86.6"), Fraction(88), False, True), (0, Fraction("0.2"))),
        (bands(CONTROL), Interval(Fraction(10), Fraction(15), False, False), (4, 4)),
        (bands(CONTROL), Interval(Fraction(10), Fraction(15), True, False), (4, 6)),
        (bands({"[0, 0]": 5, "(0, 10]": 4}), Interval(Fraction(0), Fraction(20)), None),
        (bands({"[0, 0]": 5, "(0, 10]": 4}), Interval(Fraction(-1), Fraction(0), False, True), None),
        (Proportional(), Interval(Fraction(50), Fraction(150)), (Fraction("2.5"), 5)),
        (Proportional(towards="less"), Interval(Fraction(50), Fraction(200), False, False), (Fraction("2.5"), 5)),
        (Proportional(), Interval(Fraction(-1), Fraction(50), False, True), None),
        (Proportional(), Interval(Fraction(-1), Fraction(50), True, True), None),
        (Proportional(towards="less"), Interval(Fraction(-1), Fraction(50), False, True), None),
        (LinearPenalty(factor=Decimal(5), cutoff=Decimal(10)), Interval(Fraction(8), Fraction(12)), (0, 3)),
        (LinearPenalty(factor=Decimal(5), cutoff=Decimal(10)), Interval(Fraction(-1), Fraction(1), False, True), None),
        (Proportional(), Interval(None, Fraction(1)), None),
    ],
)
def test_points_over_a_range(rule: Any, interval: Interval, ends: tuple[Fraction, Fraction] | None) -> None:
    """Design 3: points are bounded by the break points of the rule; an uncovered rate leaves them unknown."""
    assert points_range(rule, interval, Fraction(5)) == ends


def test_a_kind_that_python_does_not_write_is_told_by_its_type() -> None:
    kinds: list[Any] = [10**5000, [10**5000], {"kind": 10**5000}]
    for kind in kinds:
        told = told_kind({"id": "甲", "rule": {"kind": kind, "bands": []}})
        assert told == {"id": "甲", "rule": {"kind": type(kind).__name__, "bands": []}}
    kept: list[Any] = [{"rule": {"kind": 5}}, {"rule": {"kind": "bands"}}, {"rule": {}}, {"rule": "bands"}, {}, "bands"]
    assert all(told_kind(table) is table for table in kept)

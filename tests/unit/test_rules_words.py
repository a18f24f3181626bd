"""What a user reads and gets of scoring rules: whole sentences in both languages, points at and beside each break."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, permutations
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from perfmetrics.quantities import Interval
from perfmetrics.rules import (
    MAX_STEPS,
    Award,
    Bands,
    Checklist,
    Converted,
    CountDeduct,
    Evidence,
    HitRate,
    LinearPenalty,
    NoAward,
    Positive,
    Proportional,
    Reading,
    StepDeduct,
    Targets,
    band_text,
    points_of,
    points_range,
    read_positive,
    read_range,
    worked,
    write_range,
)


def step(standard: object, direction: str, size: object, per_step: object, rounding: str | None = None) -> StepDeduct:
    return StepDeduct.model_validate(
        {"standard": standard, "direction": direction, "step": size, "per_step": per_step, "rounding": rounding}
        if rounding
        else {"standard": standard, "direction": direction, "step": size, "per_step": per_step}
    )


def bands(points: dict[str, Any]) -> Bands:
    return Bands.model_validate({"bands": [{"range": range_, "points": each} for range_, each in points.items()]})


def overshoot(towards: str = "more", target: object = 100, **ranges: tuple[str, int]) -> Proportional:
    table = [{"range": range_, "deduct": deduct} for range_, deduct in ranges.values()]
    return Proportional.model_validate({"towards": towards, "target": target, "overshoot": table})


def penalty(factor: object, cutoff: object) -> LinearPenalty:
    return LinearPenalty.model_validate({"factor": factor, "cutoff": cutoff})


def checklist(*points: object) -> Checklist:
    return Checklist.model_validate({"items": [{"name": f"要点{i}", "points": each} for i, each in enumerate(points)]})


LEVELS = Targets.model_validate({"group": "产出", "levels": [{"name": "达成", "range": "[80, 100]"}]})


# ---------------------------------------------------------------------------------------------------------------------
# Errors: the reason and the mend, in both languages.

NUMBERS = ('请写成数字，如 1521.39 或 "1440元"', 'write digits, such as 1521.39 or "1440元"')
DIGITS_ONLY = ("此处请只写数字", "write digits only here")
RANGES = ("写成 (0, 10] 或 [90, inf)；方括号为含", "write (0, 10] or [90, inf); a square bracket includes its end")


@pytest.mark.parametrize(
    ("value", "reason", "mend"),
    [
        ("10分", ("“10分”带有单位", "'10分' carries a unit"), DIGITS_ONLY),
        ("100%", ("“100%”带有单位", "'100%' carries a unit"), DIGITS_ONLY),
        ("约100", ("“约100”是约数", "'约100' is approximate"), DIGITS_ONLY),
        ("约100%", ("“约100%”带有单位", "'约100%' carries a unit"), DIGITS_ONLY),
        (0, ("数值过小", "Input should be greater than 0"), ("请核对该处的写法", "check how it is written")),
        ("-0.5", ("数值过小", "Input should be greater than 0"), ("请核对该处的写法", "check how it is written")),
        ("十", ("“十”不是数字", "'十' is not a number"), NUMBERS),
    ],
)
def test_what_is_refused_as_a_number(value: object, reason: tuple[str, str], mend: tuple[str, str]) -> None:
    """Style 9: the reason and how to mend it, in both languages, whatever the key is."""
    with pytest.raises(PydanticCustomError) as caught:
        read_positive(value)
    with pytest.raises(ValidationError) as validated:
        TypeAdapter(Positive).validate_python(value)
    (problem,) = (caught.value.context or {})["problems"]
    assert (problem.path, problem.reason, problem.mend) == ("", reason, mend)
    assert [each["ctx"]["problems"] for each in validated.value.errors()] == [[problem]]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("0-10", ("“0-10”不是区间", "'0-10' is not a range")),
        (5, ("“5”不是区间", "5 is not a range")),
        ("(10, 0]", ("区间“(10, 0]”是空的", "the range '(10, 0]' is empty")),
        ("(0, 0]", ("区间“(0, 0]”是空的", "the range '(0, 0]' is empty")),
        (f"[0, {'9' * 95}]", (f"“[0, {'9' * 95}]”不是区间", f"'[0, {'9' * 95}]' is not a range")),
    ],
)
def test_what_is_refused_as_a_range(value: object, reason: tuple[str, str]) -> None:
    """Style 9: a range that says nothing, is empty, or has a hundred characters, with how to write one."""
    with pytest.raises(PydanticCustomError) as caught:
        read_range(value)
    (problem,) = (caught.value.context or {})["problems"]
    assert (problem.path, problem.reason, problem.mend) == ("", reason, RANGES)


def test_a_range_of_many_digits() -> None:
    """A range is read to its last digit as long as it has less than a hundred characters."""
    text = f"[0, {'9' * 94}]"
    assert len(text) == 99
    assert read_range(text) == Interval(Fraction(0), Fraction("9" * 94))


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval(Fraction(0), Fraction(10), False, True), "(0, 10]"),
        (Interval(None, None), "(-inf, inf)"),
        (Interval(Fraction(1, 10**8), Fraction(1, 10**7), True, False), "[0.00000001, 0.0000001)"),
        (Interval(Fraction(-(10**30)), Fraction(10**30)), f"[-1{'0' * 30}, 1{'0' * 30}]"),
    ],
)
def test_a_range_is_written_in_plain_digits(interval: Interval, text: str) -> None:
    """What is written is read again: no exponents, which `read_range` refuses."""
    if interval.low is None:
        interval = Interval(None, None, False, False)
    assert write_range(interval) == text
    assert read_range(text) == interval


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[0, 0]", "0%"),
        ("[2.5, 2.5]", "2.5%"),
        ("[0.1234, 0.1234]", "0.1234%"),
        ("[0.12344, 0.12344]", "0.1234%"),
        ("(0, 10]", "(0, 10]%"),
        ("[0.12344, inf)", "[0.1234, +∞)%"),
    ],
)
def test_a_range_of_rates_in_print(text: str, shown: str) -> None:
    """To four decimals, as the parameters of all rules."""
    assert band_text(read_range(text)) == shown


# ---------------------------------------------------------------------------------------------------------------------
# Why points are awarded: whole sentences.


@pytest.mark.parametrize(
    ("points", "terms", "sign"),
    [
        ("1.25", (), "="),
        ("1.125", (), "≈"),
        ("1", ("0.1234",), "="),
        ("1", ("0.12345",), "≈"),
        ("1", ("0.5", "0.00001"), "≈"),
        ("1", ("0.00001", "0.5"), "≈"),
        ("1", ("1/3",), "≈"),
    ],
)
def test_an_arithmetic_is_equal_only_where_all_of_it_is_shown(points: str, terms: tuple[str, ...], sign: str) -> None:
    """Points are shown to two decimals, terms to four: what is rounded in print makes no equation."""
    given = [Fraction(term) for term in terms]
    assert worked("a", Fraction(points), *given).startswith(f"a {sign} 1")


FINE_STEP = step("99.12345", "over", "0.12344", "0.06784")
FULL_EN = "target reached: full marks"


@pytest.mark.parametrize(
    ("rule", "rate", "full", "points", "zh", "en"),
    [
        (
            FINE_STEP,
            "99.3",
            "8",
            Fraction("7.93216"),
            "超过标准 0.18 个百分点，每 0.1234 个百分点扣 0.0678 分，满 1 档扣 0.07 分",
            "0.18 percentage points over the standard, 0.0678 off for each 0.1234: 1 whole steps, 0.07 off",
        ),
        (
            FINE_STEP,
            "99.1",
            "8",
            8,
            "未超过标准 99.1235%，得满分",
            "not over the standard of 99.1235%: full marks",
        ),
        (
            step(100, "under", 5, 2),
            "96",
            "8",
            8,
            "低于标准 4 个百分点，每 5 个百分点扣 2 分，不满一档，不扣分",
            "4 percentage points under the standard, 2 off for each 5: less than one step, nothing off",
        ),
        (
            step(100, "both", 1, 1),
            "130",
            "8",
            0,
            "偏离标准 30 个百分点，每 1 个百分点扣 1 分，扣完为止",
            "30 percentage points away from the standard, 1 off for each 1, down to zero",
        ),
        (
            step(100, "under", 5, 2, "ceil"),
            "96",
            "8",
            6,
            "低于标准 4 个百分点，每 5 个百分点扣 2 分，不满一档按一档扣，共扣 2 分",
            "4 percentage points under the standard, 2 off for each 5, a part counts as a step: 2 off",
        ),
        (Proportional(), "76", "8", Fraction("6.08"), "按比例计：8 × 76% ÷ 100% = 6.08 分", None),
        (Proportional(target=Decimal("80.0625")), "40.03125", "8", 4, "按比例计：8 × 40.03% ÷ 80.0625% ≈ 4 分", None),
        (Proportional(target=Decimal("80.5")), "40.25", "8", 4, "按比例计：8 × 40.25% ÷ 80.5% = 4 分", None),
        (Proportional(target=Decimal("0.12344")), "0.03", "0", 0, "按比例计：0 × 0.03% ÷ 0.1234% ≈ 0 分", None),
        (Proportional(target=Decimal("0.1234")), "0.03", "0", 0, "按比例计：0 × 0.03% ÷ 0.1234% = 0 分", None),
        (Proportional(target=Decimal("0.1")), "0.075", "8", 6, "按比例计：8 × 0.08% ÷ 0.1% ≈ 6 分", None),
        (Proportional(), "80", "0.125", Fraction("0.1"), "按比例计：0.13 × 80% ÷ 100% ≈ 0.1 分", None),
        (Proportional(towards="less"), "160", "8", 5, "按比例计：8 × 100% ÷ 160% = 5 分", None),
        (Proportional(towards="less"), "160.001", "0", 0, "按比例计：0 × 100% ÷ 160% ≈ 0 分", None),
        (Proportional(towards="less"), "100", "8", 8, "达到目标值，得满分", FULL_EN),
        (Proportional(towards="less"), "0", "8", 8, "达到目标值，得满分", FULL_EN),
        (Proportional(), "100", "8", 8, "达到目标值，得满分", FULL_EN),
        (Proportional(), "250", "8", 8, "达到目标值，得满分", FULL_EN),
        (
            overshoot(one=("[200, 300)", 10)),
            "350",
            "8",
            Fraction("7.2"),
            "超额 250%，在 [200, 300) 档，扣减 10%，得 7.2 分",
            "250% over target, in [200, 300): 10% off, 7.2",
        ),
        (penalty(10, 20), "2.5", "8", 6, "(1 − 10 × 2.5%) × 8 = 6 分", "(1 − 10 × 2.5%) × 8 = 6"),
        (penalty(10, 20), "10", "8", 0, "(1 − 10 × 10%) × 8 = 0 分", "(1 − 10 × 10%) × 8 = 0"),
        (penalty("0.0625", 20), "8", "8", Fraction("7.96"), "(1 − 0.0625 × 8%) × 8 = 7.96 分", None),
        (penalty("0.12344", 20), "0", "8", 8, "(1 − 0.1234 × 0%) × 8 ≈ 8 分", None),
        (penalty(10, 20), "2.0625", "0", 0, "(1 − 10 × 2.0625%) × 0 = 0 分", None),
        (penalty(10, 20), "2.06254", "0", 0, "(1 − 10 × 2.0625%) × 0 ≈ 0 分", None),
        (penalty(10, 20), "2", "0.125", Fraction("0.1"), "(1 − 10 × 2%) × 0.13 ≈ 0.1 分", None),
        (penalty(10, 20), "2", "1.25", 1, "(1 − 10 × 2%) × 1.25 = 1 分", None),
        (
            penalty("10.12344", 20),
            "15.12344",
            "8",
            0,
            "10.1234 × 15.1234% 超过 1，不得分",
            "10.1234 × 15.1234% is more than 1: nothing left",
        ),
        (penalty(10, "9.12344"), "9.5", "8", 0, "9.5% 超过 9.1234%，不得分", "9.5% over 9.1234%: 0"),
    ],
)
def test_why_a_rate_earns_its_points(  # noqa: PLR0917 - the columns of the table
    rule: Any, rate: str, full: str, points: Fraction, zh: str, en: str | None
) -> None:
    """Parameters to four decimals, rates and marks to two; `=` only where all that is printed is exact."""
    result = rule.award(Fraction(rate), Fraction(full))
    assert isinstance(result, Award)
    assert (result.points, result.because.zh) == (points, zh)
    assert result.because.en == (en or zh.replace("按比例计：", "in proportion: ").removesuffix(" 分"))


@pytest.mark.parametrize(
    ("rule", "evidence", "full", "points", "zh", "en"),
    [
        (HitRate(), Evidence(hits=Fraction(8), out_of=Fraction(10)), "10", 8, "8 ÷ 10 × 10 = 8 分", "8 ÷ 10 × 10 = 8"),
        (
            HitRate(),
            Evidence(hits=Fraction(8), out_of=Fraction(10)),
            "0.125",
            Fraction("0.1"),
            "8 ÷ 10 × 0.13 ≈ 0.1 分",
            "8 ÷ 10 × 0.13 ≈ 0.1",
        ),
        (HitRate(), Evidence(hits=Fraction(1), out_of=Fraction(0)), "10", None, "指标总个数为零", "no targets at all"),
        (
            HitRate(),
            Evidence(hits=Fraction(2), out_of=Fraction(1)),
            "10",
            None,
            "达标个数大于总个数",
            "more targets hit than there are",
        ),
        (
            checklist("1.25", 1),
            Evidence(items={"要点0": True, "要点1": True}),
            "10",
            Fraction("2.25"),
            "2 项要点符合 2 项：1.25 + 1 = 2.25 分",
            "2 of 2 items met: 1.25 + 1 = 2.25",
        ),
        (
            checklist("1.005", "1.005"),
            Evidence(items={"要点0": True, "要点1": True}),
            "10",
            Fraction("2.01"),
            "2 项要点符合 2 项：1.01 + 1.01 ≈ 2.01 分",
            "2 of 2 items met: 1.01 + 1.01 ≈ 2.01",
        ),
        (
            checklist(1, 2),
            Evidence(items={"要点0": False, "要点1": False}),
            "10",
            Fraction(0),
            "2 项要点符合 0 项：0 = 0 分",
            "0 of 2 items met: 0 = 0",
        ),
        (
            checklist(1, 2),
            Evidence(items={"甲": True, "要点1": True}),
            "10",
            None,
            "要点与评分标准不对应：甲、要点0",
            "items do not match the table's: 甲、要点0",
        ),
        (
            CountDeduct(per_occurrence=Decimal("0.12344")),
            Evidence(occurrences=Fraction(3)),
            "10",
            Fraction("9.62968"),
            "出现 3 例，每例扣 0.1234 分，得 9.63 分",
            "3 occurrences, 0.1234 off for each: 9.63",
        ),
        (
            Converted(),
            Evidence(score=Fraction("97.5"), score_full=Fraction(100)),
            "8",
            Fraction("7.8"),
            "97.5 ÷ 100 × 8 = 7.8 分",
            "97.5 ÷ 100 × 8 = 7.8",
        ),
        (
            Converted(),
            Evidence(score=Fraction("95.12"), score_full=Fraction("118.9")),
            "10",
            Fraction(8),
            "95.12 ÷ 118.9 × 10 = 8 分",
            "95.12 ÷ 118.9 × 10 = 8",
        ),
        (
            Converted(),
            Evidence(score=Fraction("0.0625"), score_full=Fraction("0.25")),
            "8",
            Fraction(2),
            "0.06 ÷ 0.25 × 8 ≈ 2 分",
            "0.06 ÷ 0.25 × 8 ≈ 2",
        ),
        (
            Converted(),
            Evidence(score=Fraction("0.25"), score_full=Fraction("0.625")),
            "8",
            Fraction("3.2"),
            "0.25 ÷ 0.63 × 8 ≈ 3.2 分",
            "0.25 ÷ 0.63 × 8 ≈ 3.2",
        ),
        (
            Converted(),
            Evidence(score=Fraction(0), score_full=Fraction("118.91")),
            "10",
            Fraction(0),
            "0 ÷ 118.91 × 10 = 0 分",
            "0 ÷ 118.91 × 10 = 0",
        ),
        (
            Converted(),
            Evidence(score=Fraction(80), score_full=Fraction(100)),
            "0.125",
            Fraction("0.1"),
            "80 ÷ 100 × 0.13 ≈ 0.1 分",
            "80 ÷ 100 × 0.13 ≈ 0.1",
        ),
        (
            Converted(),
            Evidence(score=Fraction(1), score_full=Fraction(0)),
            "10",
            None,
            "原始满分为零",
            "the other scale has no full marks",
        ),
        (
            Converted(),
            Evidence(score=Fraction(5), score_full=Fraction(3)),
            "10",
            None,
            "原始得分超出其满分范围",
            "the score lies outside its own scale",
        ),
    ],
)
def test_why_evidence_earns_its_points(  # noqa: PLR0917 - the columns of the table
    rule: Any, evidence: Evidence, full: str, points: Fraction | None, zh: str, en: str
) -> None:
    """The whole sentence in both languages; points are fractions, none of them guessed."""
    result = rule.award_evidence(evidence, Fraction(full))
    assert result.because == (zh, en)
    assert isinstance(result, NoAward) if points is None else type(result.points) is Fraction
    assert getattr(result, "points", None) == points


@pytest.mark.parametrize(
    ("points", "marks", "words"),
    [
        ("0.9", "1", ("“达成”，得分在分值的 [80, 100]% 之内", "'达成': within [80, 100]% of the mark")),
        ("0.4", "0.5", ("“达成”，得分在分值的 [80, 100]% 之内", "'达成': within [80, 100]% of the mark")),
        ("0.7", "1", ("“达成”的得分应在分值的 [80, 100]% 之内", "points for '达成' lie within [80, 100]% of the mark")),
        (None, "1", ("定性指标“达成”须给出得分（[80, 100]%）", "'达成' needs points ([80, 100]%)")),
    ],
)
def test_a_qualitative_target_of_a_small_mark(points: str | None, marks: str, words: tuple[str, str]) -> None:
    result = LEVELS.judged("达成", None if points is None else Fraction(points), Fraction(marks))
    assert result.because == words
    assert isinstance(result, Award) == ("within" in words[1] and "lie" not in words[1])


@pytest.mark.parametrize(("actual", "hit"), [("129.9", True), ("129.99", True), ("130", False), ("130.1", False)])
def test_a_target_just_short_of_the_limit_is_hit(actual: str, hit: bool) -> None:  # noqa: FBT001
    """Exceeded by 30% or more is missed: of 100 planned, 130 is, and all below is not."""
    assert HitRate(overshoot_limit=Decimal(30)).counts_as_hit(Fraction(100), Fraction(actual)) is hit


# ---------------------------------------------------------------------------------------------------------------------
# Rules that are unfit for their line: whole sentences.


@pytest.mark.parametrize(
    ("rule", "full", "expected"),
    [
        (step(100, "over", 1, 9), 8, [("per_step", ("每档扣分大于满分", "one step deducts more than the full marks"))]),
        (
            step(100, "over", 1, "0.0001"),
            8,
            [("per_step", ("扣完需超过 10000 档", "more than 10000 steps to zero"))],
        ),
        (
            CountDeduct(per_occurrence=Decimal(9)),
            8,
            [("per_occurrence", ("每例扣分大于满分", "one occurrence deducts more than the full marks"))],
        ),
        (checklist(1, "1.5"), 3, [("items", ("各要点合计 2.5 分，满分 3", "the items add up to 2.5 of 3"))]),
        (bands({"[0, inf)": 5}), 8, [("bands", ("最高档 5 分不等于满分 8", "the best band gives 5 of 8"))]),
        (
            overshoot("less", one=("[1, 2)", 1)),
            8,
            [("overshoot", ("反向指标没有超额扣减", "only targets reached from below have over-fulfilment"))],
        ),
        (bands({"[0, 0.5)": 8, "[0.5, 1)": 4}), 8, []),
        (bands({"[0.5, 1)": 4, "[0, 0.5)": 8}), 8, []),
        (bands({"[0, 0]": 8, "(0, 0.5)": 4, "(-inf, 0)": 0}), 8, []),
        (
            bands({"[0, 5]": 8, "[0, 1]": 4}),
            8,
            [("bands[0].range", ("区间重叠：[0, 1] · [0, 5]", "ranges overlap: [0, 1] · [0, 5]"))],
        ),
        (
            bands({"[0, inf)": 8, "[0, 1]": 4}),
            8,
            [("bands[0].range", ("区间重叠：[0, 1] · [0, +∞)", "ranges overlap: [0, 1] · [0, +∞)"))],
        ),
        (
            bands({"[2, 5]": 8, "[0, 1]": 4}),
            8,
            [("bands[0].range", ("区间之间有空隙：[0, 1] · [2, 5]", "a gap between ranges: [0, 1] · [2, 5]"))],
        ),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_what_is_wrong_with_a_rule(rule: Any, full: int, expected: list[tuple[str, tuple[str, str]]]) -> None:
    """Overlaps and gaps are named from low to high, in whatever order the table lists its ranges."""
    assert list(rule.problems(Fraction(full))) == expected


def test_two_items_of_one_name() -> None:
    with pytest.raises(ValidationError) as caught:
        Checklist.model_validate({"items": [{"name": "内容", "points": 1}] * 2})
    (problem,) = caught.value.errors()[0]["ctx"]["problems"]
    assert (problem.path, problem.reason, problem.mend) == (
        "items",
        ("要点名称重复", "two items have one name"),
        ("请改名", "rename one"),
    )


# ---------------------------------------------------------------------------------------------------------------------
# Points at and beside each break, and over a range of rates.

NEAR = Fraction(1, 1000)
TINY = Fraction(1, 10**7)
READINGS = [str(each) for each in Reading]


@pytest.mark.parametrize(
    "rule",
    [
        *(step("99.5", way, "2.5", "0.75", how) for way in ("over", "under", "both") for how in READINGS),
        step(0, "both", 1, 1),
        step(100, "over", 1, Fraction(5, MAX_STEPS).__float__()),
        step(100, "over", 1, Fraction(5, 2 * MAX_STEPS).__float__()),
        step(100, "under", 1, Fraction(5, 2 * MAX_STEPS).__float__(), "ceil"),
        *(
            bands(dict(order))
            for order in permutations([("[0, 0.5]", 5), ("(0.5, 1)", 4), ("[1, 1]", 3), ("(1, 2.5]", 2)])
        ),
        *(bands(dict(order)) for order in permutations([("(-inf, 1)", 5), ("[1, 2)", 4), ("[2, inf)", 3)])),
        bands({"(0, 1)": 5, "(1, 2)": 4}),
        Proportional(),
        penalty(5, 10),
    ],
    ids=lambda rule: rule.kind,
)
def test_points_alone_are_those_of_the_award(rule: Any) -> None:
    """The quick way in whole numbers gives what the award gives, at each break and beside it."""
    full = Fraction(5)
    tell = points_of(rule, full)
    breaks = {Fraction(0), Fraction(1), *rule.breakpoints(full, Fraction(90), Fraction(110))}
    spread = sorted(breaks)[:: max(1, len(breaks) // 40)]
    for rate in (each + aside for each in spread for aside in (-1, -NEAR, 0, NEAR, 1)):
        award = rule.award(rate, full)
        for times in (1, 6):
            told = tell(rate.numerator * times, rate.denominator * times)
            assert told == (award.points if isinstance(award, Award) else None), rate


@pytest.mark.parametrize(
    "rule",
    [
        *(
            step(standard, way, size, per, how)
            for standard, size, per in (("20", "2.5", "0.75"), ("-3", "0.4", "2"))
            for way in ("over", "under", "both")
            for how in ("floor", "ceil", "proportional")
        ),
        bands({"(-inf, 0.5]": 5, "(0.5, 1)": 1, "[1, 1]": 3, "(1, inf)": 2}),
        overshoot(target=5, one=("[10, 20)", 50), two=("[20, 20.5]", 90)),
        overshoot(target=5, one=("[100, inf)", 50)),
        Proportional(target=Decimal(5), towards="less"),
        penalty(10, 4),
        penalty(25, 9),
    ],
    ids=lambda rule: rule.kind,
)
def test_points_over_a_range_are_those_of_every_rate_in_it(rule: Any) -> None:
    """Found by brute force: the rates of a fine grid that holds each break, and rates just beside the ends."""
    full = Fraction(5)
    tell = points_of(rule, full)
    grid = [Fraction(n, 20) for n in range(-160, 640)]
    points = {rate: tell(rate.numerator, rate.denominator) for rate in grid}
    ends = [Fraction(text) for text in ("-8", "-4", "-3", "0", "0.5", "1", "2", "5.5", "6", "7.55", "14.5", "20", "25")]
    shut = 0
    for low, high in [*pairwise(ends), *zip(ends, ends[2:], strict=False), (ends[0], ends[-1])]:
        inside = [points[rate] for rate in grid if low <= rate <= high]
        found = points_range(rule, Interval(low, high), full)
        if None in inside:
            assert found is None
            continue
        assert found is not None
        least, most = min(each for each in inside if each is not None), max(each for each in inside if each is not None)
        assert found[0] <= least <= most <= found[1]
        beside = [
            rate + aside for rate in {*rule.breakpoints(full, low, high), low, high} for aside in (-TINY, 0, TINY)
        ]
        near = [tell(rate.numerator, rate.denominator) for rate in beside if low <= rate <= high]
        kept = [each for each in near if each is not None]
        assert abs(min([*kept, least]) - found[0]) < NEAR
        assert abs(max([*kept, most]) - found[1]) < NEAR
        shut += 1
    assert shut


@pytest.mark.parametrize(
    ("way", "low", "high", "expected"),
    [
        ("over", "107", "112", {"107.5", "110"}),
        ("over", "90", "104", {"100", "102.5"}),
        ("under", "88", "93", {"90", "92.5"}),
        ("under", "96", "130", {"97.5", "100"}),
        ("both", "96", "104", {"97.5", "100", "102.5"}),
        ("over", "119", "140", {"120"}),
        ("under", "60", "81", {"80"}),
    ],
)
def test_breaks_of_a_deduction_by_steps(way: str, low: str, high: str, expected: set[str]) -> None:
    """All breaks within the range are given, from the standard to the step that leaves nothing, and few beside them."""
    rule, ends = step(100, way, "2.5", "0.5"), (Fraction(low), Fraction(high))
    given = list(rule.breakpoints(Fraction(4), *ends))
    assert {Fraction(each) for each in expected} <= set(given)
    assert all((each / Fraction("2.5")).denominator == 1 for each in given)
    assert len(given) <= len(expected) + 8
    assert way == "both" or all((each >= 100) if way == "over" else (each <= 100) for each in given)


def test_breaks_far_from_the_standard_are_not_counted_from_it() -> None:
    """A narrow range asks for its own steps only, also at the thousandth."""
    rule = step(0, "over", 1, "0.001")
    given = list(rule.breakpoints(Fraction(8), Fraction(5000), Fraction(5002)))
    assert {Fraction(5000), Fraction(5001), Fraction(5002)} <= set(given)
    assert len(given) < 8


def test_each_way_of_a_deduction_has_a_break_at_its_standard() -> None:
    ways = get_args(StepDeduct.model_fields["direction"].annotation)
    for way in ways:
        assert Fraction(100) in set(step(100, way, 1, 1).breakpoints(Fraction(5), Fraction(0), Fraction(200)))
    assert len(ways) == 3


@pytest.mark.parametrize(
    ("hits", "out_of", "full", "words"),
    [
        ("2.505", "5", "20", "2.51 ÷ 5 × 20 ≈ 10.02"),
        ("1", "3.125", "10", "1 ÷ 3.13 × 10 ≈ 3.2"),
        ("1", "4", "0.125", "1 ÷ 4 × 0.13 ≈ 0.03"),
        ("1", "4", "10", "1 ÷ 4 × 10 = 2.5"),
        ("1.25", "2.5", "10", "1.25 ÷ 2.5 × 10 = 5"),
        ("1", "3", "10", "1 ÷ 3 × 10 ≈ 3.33"),
    ],
)
def test_a_hit_rate_is_equal_only_where_all_of_it_is_shown(hits: str, out_of: str, full: str, words: str) -> None:
    """A number of more decimals than are shown is rounded there, and so the arithmetic is not equal as it stands."""
    award = HitRate().award_evidence(Evidence(hits=Fraction(hits), out_of=Fraction(out_of)), Fraction(full))
    assert isinstance(award, Award)
    assert award.because == (f"{words} 分", words)


@pytest.mark.parametrize(
    ("rule", "low", "high"),
    [
        (step(20, "over", "2.5", "0.75", "proportional"), "22", "90"),
        (step(20, "under", "2.5", "0.75", "proportional"), "-30", "19"),
        (step(20, "both", "2.5", "0.75", "proportional"), "15", "21"),
        (penalty(10, 4), "1", "30"),
        (Proportional(target=Decimal(5)), "1", "30"),
    ],
    ids=lambda each: getattr(each, "kind", each),
)
def test_points_next_to_an_open_end_are_those_that_the_end_would_earn(rule: Any, low: str, high: str) -> None:
    """Where nothing jumps at the ends of a range, it does not matter whether they belong to it."""
    ends = Fraction(low), Fraction(high)
    shut = points_range(rule, Interval(*ends), Fraction(5))
    assert shut is not None
    assert shut[0] < shut[1]
    for closed in ((False, False), (False, True), (True, False)):
        assert points_range(rule, Interval(*ends, *closed), Fraction(5)) == shut

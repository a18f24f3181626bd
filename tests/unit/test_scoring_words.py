"""What a user reads of a scored report: each finding and each reason in whole sentences, in both languages."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics.awarding import Line, Status, award_line
from perfmetrics.quantities import Rounding, point
from perfmetrics.verdicts import Judgement, Reason, Verdict
from rubric_tables import table_of

GRADES = [
    {"id": "excellent", "name": "优", "name_en": "excellent", "range": "[90, 100]"},
    {"id": "good", "name": "良", "name_en": "good", "range": "[80, 90)"},
    {"id": "poor", "name": "差", "name_en": "poor", "range": "[0, 80)"},
]
STEP = {"kind": "step_deduct", "standard": 100, "direction": "over", "step": 1, "per_step": 2}
TARGETS = {"kind": "targets", "group": "output", "overshoot": [{"range": "[-50, -10]", "deduct": 10}]}
CHOICE = {
    "kind": "choice",
    "alternatives": [
        {"formula": "carryover_ratio_expenditure", "rule": STEP | {"standard": 9, "per_step": 4}},
        {"formula": "carryover_change_rate", "rule": STEP | {"standard": -30, "per_step": 1}},
    ],
}


def table(rule: dict[str, Any] | None = None, *, grades: Any = GRADES, **more: Any) -> dict[str, Any]:
    known = {"full_marks": "published", "rule": "published"}
    own = {"id": "own", "name": "本项", "name_en": "this one", "full_marks": 40, "rule": rule or STEP, **more}
    other = {"id": "other", "name": "他项", "name_en": "other", "full_marks": 60, "rule": {"kind": "judgement"}}
    if rule is None:
        own["formula"] = "staffing_control_ratio"
    lines = [{"provenance": known} | each for each in (own, other)]
    category = {"id": "c", "name": "类", "name_en": "class", "full_marks": 100, "indicators": lines}
    dimension = {"id": "d", "name": "维", "name_en": "part", "full_marks": 100, "categories": [category]}
    return table_of([dimension], grades)


def report(in_post: int, establishment: int = 100, *, stated: Any = None, **own: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "staff": {"in_post": in_post, "establishment": establishment},
        "indicators": {"other": {"points": 60}, "own": own},
    }
    return found | ({"stated": stated} if stated else {})


def told(card: pm.ScoreCard) -> dict[tuple[str, str], tuple[str, str]]:
    return {(each.code, each.where): (each.message.zh, each.message.en) for each in card.findings}


SEVEN = "超过标准 7 个百分点，每 1 个百分点扣 2 分，满 7 档扣 14 分"
SEVEN_EN = "7 percentage points over the standard, 2 off for each 1: 7 whole steps, 14 off"
THREE = "超过标准 3 个百分点，每 1 个百分点扣 2 分，满 3 档扣 6 分"
THREE_EN = "3 percentage points over the standard, 2 off for each 1: 3 whole steps, 6 off"
FEWER_GRADES = [GRADES[0] | {"range": "[92, 100]"}, GRADES[1] | {"range": "[91, 92)"}]


@pytest.mark.parametrize(
    ("given", "by", "expected"),
    [
        (report(103), table(), {}),
        (
            report(107, value="103%", points=34),
            table(),
            {
                ("value_inconsistent", "indicators.own"): (
                    "本项自报 103%，按所列数据重算为 107%，得分由 34 变为 26，总分由 94 变为 86，等级由优变为良",
                    (
                        "this one: stated 103%, its figures give 107%; points change from 34 to 26,"
                        " the total from 94 to 86, the grade from 优 to 良"
                    ),
                ),
                ("points_inconsistent", "indicators.own"): (
                    (
                        f"本项自报 34 分，按评分标准应为 26 分（{SEVEN}）；"
                        "得分由 34 变为 26，总分由 94 变为 86，等级由优变为良"
                    ),
                    (
                        f"this one: stated 34 points, 26 by the table ({SEVEN_EN}); points change from 34 to 26,"
                        " the total from 94 to 86, the grade from 优 to 良"
                    ),
                ),
            },
        ),
        (
            report(98, value="99%", points=40),
            table(),
            {
                ("value_inconsistent", "indicators.own"): (
                    "本项自报 99%，按所列数据重算为 98%，不影响得分",
                    "this one: stated 99%, its figures give 98%; no points change",
                )
            },
        ),
        (
            report(1071, 1073, value="99.82%"),
            table(),
            {
                ("value_inconsistent", "indicators.own"): (
                    "本项自报 99.82%，按所列数据重算为 99.81%，不影响得分",
                    "this one: stated 99.82%, its figures give 99.81%; no points change",
                )
            },
        ),
        (
            report(103, points=40),
            table(provenance={"full_marks": "published", "rule": "published", "uncertain": ["rule"]}),
            {
                ("differs_under_assumed_rule", "indicators.own"): (
                    (
                        f"本项自报 40 分，按推定的规则应为 34 分（{THREE}）；"
                        "得分由 40 变为 34，总分由 100 变为 94，等级不变"
                    ),
                    (
                        f"this one: stated 40 points, 34 by the assumed rule ({THREE_EN}); points change from 40 to 34,"
                        " the total from 100 to 94, the grade stays"
                    ),
                )
            },
        ),
        (
            report(103, points=40),
            table(grades=[]),
            {
                ("points_inconsistent", "indicators.own"): (
                    f"本项自报 40 分，按评分标准应为 34 分（{THREE}）；得分由 40 变为 34，总分由 100 变为 94",
                    (
                        f"this one: stated 40 points, 34 by the table ({THREE_EN}); points change from 40 to 34,"
                        " the total from 100 to 94"
                    ),
                )
            },
        ),
        (
            report(103, points=40) | {"indicators": {"own": {"points": 40}}},
            table(),
            {
                ("points_inconsistent", "indicators.own"): (
                    f"本项自报 40 分，按评分标准应为 34 分（{THREE}）；得分由 40 变为 34",
                    f"this one: stated 40 points, 34 by the table ({THREE_EN}); points change from 40 to 34",
                ),
                ("figure_missing", "indicators.other"): (
                    "他项：报告未给出该项得分或计分依据",
                    "other: the report gives neither points nor evidence for this line",
                ),
            },
        ),
        (
            report(1066, 1073, value="99.34%"),
            table(),
            {
                ("value_rounding", "indicators.own"): (
                    "本项自报 99.34%，重算 99.35%：结果截断所致",
                    "this one: stated 99.34%, recomputed 99.35%: truncation of the result",
                )
            },
        ),
        (
            report(1045, 1000, points=30),
            table(),
            {
                ("points_under_other_reading", "indicators.own"): (
                    "本项自报 30 分，合于“不满一档按一档扣”的读法；默认读法为 32 分",
                    "this one: stated 30 follows “a part counts as a step”; 32 by default",
                )
            },
        ),
        (
            report(104063, 100000, points="31.874"),
            table(),
            {
                ("points_under_other_reading", "indicators.own"): (
                    "本项自报 31.874 分，合于“不满一档按比例扣”的读法；默认读法为 32.000 分",
                    "this one: stated 31.874 follows “in proportion”; 32.000 by default",
                )
            },
        ),
        (
            report(1105, 1000),
            table(),
            {
                ("grade_depends_on_reading", "stated.grade"): (
                    (
                        "等级取决于规则读法：默认读法为良；"
                        "本项“不满一档按比例扣”时 79 分为差；本项“不满一档按一档扣”时 78 分为差"
                    ),
                    (
                        "the grade depends on the reading: good by default; this one with “in proportion”: 79, poor;"
                        " this one with “a part counts as a step”: 78, poor"
                    ),
                )
            },
        ),
        (
            report(1045, 1000),
            table(grades=FEWER_GRADES),
            {
                ("grade_depends_on_reading", "stated.grade"): (
                    (
                        "等级取决于规则读法：默认读法为优；"
                        "本项“不满一档按比例扣”时 91 分为良；本项“不满一档按一档扣”时 90 分为?"
                    ),
                    (
                        "the grade depends on the reading: excellent by default; this one with “in proportion”: 91,"
                        " good; this one with “a part counts as a step”: 90, ?"
                    ),
                )
            },
        ),
        (
            report(100, points=61),
            table(),
            {
                ("points_out_of_bounds", "indicators.own"): (
                    "本项自报 61 分，超出 0 至 40 分",
                    "this one: stated 61, outside 0 to 40",
                )
            },
        ),
        (
            report(
                100,
                points=40,
                stated={"total": 99, "grade": "良", "dimensions": {"d": 98}, "categories": {"c": 97}},
            ),
            table(),
            {
                ("subtotal_inconsistent", "stated.dimensions.d"): (
                    "维自报 98 分，所列各项得分之和为 100 分",
                    "part: stated 98, the stated points add up to 100",
                ),
                ("subtotal_inconsistent", "stated.categories.c"): (
                    "类自报 97 分，所列各项得分之和为 100 分",
                    "class: stated 97, the stated points add up to 100",
                ),
                ("total_inconsistent", "stated.total"): (
                    "总分自报 99 分，所列各项得分之和为 100 分",
                    "total: stated 99, the stated points add up to 100",
                ),
                ("grade_inconsistent", "stated.grade"): (
                    "自报总分 99 分应为“优”，自报等级为“良”",
                    "the stated total of 99 is excellent, the stated grade 良",
                ),
            },
        ),
        (
            report(107, stated={"total": 100, "grade": "优", "dimensions": {"d": 100}, "categories": {"c": 100}}),
            table(),
            {
                ("grade_changes", "stated.grade"): (
                    "重算总分 86 分为“良”，自报等级为“优”",
                    "the recomputed total of 86 is good, the stated grade 优",
                ),
                ("subtotal_changes", "stated.dimensions.d"): (
                    "维自报 100 分，按重算的各项得分为 86 分",
                    "part: stated 100, the recomputed points add up to 86",
                ),
                ("subtotal_changes", "stated.categories.c"): (
                    "类自报 100 分，按重算的各项得分为 86 分",
                    "class: stated 100, the recomputed points add up to 86",
                ),
                ("total_changes", "stated.total"): (
                    "总分自报 100 分，按重算的各项得分为 86 分",
                    "total: stated 100, the recomputed points add up to 86",
                ),
            },
        ),
        (
            report(103) | {"rubric": "u", "indicators": {"other": {"points": 60}}},
            table(),
            {
                ("figure_missing", "indicators.other"): (
                    "他项：报告未给出该项得分或计分依据",
                    "other: the report gives neither points nor evidence for this line",
                ),
                ("another_rubric", "rubric"): (
                    "报告按“u”自评，此处按“t”计分：自报得分、总分和等级不作比较",
                    "the report scores itself by 'u', not by 't': its points are not compared",
                ),
            },
        ),
        (
            report(103) | {"indicators": {"other": {"points": 60}, "othr": {"points": 1}}},
            table(),
            {
                ("indicator_not_in_rubric", "indicators.othr"): (
                    "报告对“othr”计分，而评分标准中没有该指标；是否应为：other",
                    "the report scores 'othr', which the table does not have; did you mean: other",
                )
            },
        ),
        (
            report(103, not_applicable="无编制"),
            table(),
            {
                ("value_undefined", "indicators.own"): (
                    "本项：报告称不适用，评分标准未规定如何计分",
                    "this one: stated not to apply: the table does not say what it earns",
                )
            },
        ),
    ],
)
def test_what_the_findings_say(
    given: dict[str, Any], by: dict[str, Any], expected: dict[tuple[str, str], tuple[str, str]]
) -> None:
    """Style 9: what is wrong, by how much and what it changes; all of it, and nothing else."""
    found = told(pm.score(given, by))
    dropped = {("total_changes", "stated.total"), ("grade_changes", "stated.grade")} - expected.keys()
    assert {key: words for key, words in found.items() if key not in dropped} == expected


def test_what_a_changed_grade_holds() -> None:
    card = pm.score(report(107, stated={"total": 100, "grade": "优"}), table())
    finding = next(each for each in card.findings if each.code == "grade_changes")
    assert (finding.verdict, finding.stated, finding.expected) == (pm.Verdict.INCONSISTENT, "优", "良")
    assert finding.impact is not None
    assert finding.impact.grade == ("优", "良")
    card = pm.score(report(100, stated={"total": 100, "grade": "良"}), table())
    (finding,) = card.findings
    assert (finding.code, finding.verdict, finding.stated, finding.expected) == (
        "grade_inconsistent",
        pm.Verdict.INCONSISTENT,
        "良",
        "优",
    )


# ---------------------------------------------------------------------------------------------------------------------
# Reasons of a line.


def target(name: str, planned: object, actual: object, marks: object, **more: Any) -> dict[str, Any]:
    return {"name": name, "group": "output", "planned": planned, "actual": actual, "full_marks": marks, **more}


def by_targets(*targets: dict[str, Any]) -> pm.ScoreCard:
    return pm.score({"targets": list(targets), "indicators": {"other": {"points": 60}}}, table(TARGETS))


NOT_ONE = ("培训：目标值、实际值或分值不是单个数", "培训: target, actual value or mark is not one number")


@pytest.mark.parametrize(
    ("targets", "points", "because"),
    [
        (
            [target("甲", 10, 9, 30), target("乙", 8, 10, 10, direction="less")],
            35,
            ("2 个绩效目标：27 + 8 = 35 分", "2 targets: 27 + 8 = 35"),
        ),
        (
            [target("甲", 3, 2, 20), target("乙", 3, 2, 20)],
            Fraction(80, 3),
            ("2 个绩效目标：13.33 + 13.33 ≈ 26.67 分", "2 targets: 13.33 + 13.33 ≈ 26.67"),
        ),
        (
            [target("甲", 16, "9", 20), target("乙", 16, "7.03", 20)],
            Fraction("20.0375"),
            ("2 个绩效目标：11.25 + 8.79 ≈ 20.04 分", "2 targets: 11.25 + 8.79 ≈ 20.04"),
        ),
        ([target("甲", 10, 8, 40, direction="less")], 40, ("1 个绩效目标：40 = 40 分", "1 targets: 40 = 40")),
        ([target("甲", "10", "9人", 40)], 36, ("1 个绩效目标：36 = 36 分", "1 targets: 36 = 36")),
        ([target("甲", "10人", "9", 40)], 36, ("1 个绩效目标：36 = 36 分", "1 targets: 36 = 36")),
        ([target("甲", "1亿元", "8000万元", 40)], 32, ("1 个绩效目标：32 = 32 分", "1 targets: 32 = 32")),
        ([target("培训", "10人", "10万元", 40)], None, NOT_ONE),
        (
            [target("培训", 0, 10, 40)],
            None,
            ("培训：目标值为零，不能按比例计分", "培训: the target is zero: no proportion of it"),
        ),
        (
            [target("培训", 10, 10, 30)],
            None,
            ("绩效目标分值合计 30，与该项满分 40 不符", "the marks of the targets add up to 30, not to 40"),
        ),
    ],
)
def test_why_targets_earn_their_points(targets: list[dict[str, Any]], points: Any, because: tuple[str, str]) -> None:
    """正向 B/A，反向 A/B: each is scored in its own units; what cannot be compared is said, never guessed."""
    line = by_targets(*targets).line("own")
    assert line.because == because
    assert line.points == points


@pytest.mark.parametrize(
    ("each", "message"),
    [
        (
            target("甲", 10, 9, 40, points=35),
            (
                "甲自报 35 分，按规则应为 36 分（按比例计：40 × 90% ÷ 100% = 36 分）",
                "甲: stated 35 points, 36 by the rule (in proportion: 40 × 90% ÷ 100% = 36)",
            ),
        ),
        (
            target("甲", 10, 10, 40, points=35),
            (
                "甲自报 35 分，按规则应为 40 分（达到目标值，得满分）",
                "甲: stated 35 points, 40 by the rule (target reached: full marks)",
            ),
        ),
        (
            target("甲", 0, 0, 40, points=35),
            (
                "甲自报 35 分，按规则应为 40 分（达到目标值，得满分）",
                "甲: stated 35 points, 40 by the rule (target reached: full marks)",
            ),
        ),
    ],
)
def test_points_of_a_target_that_its_values_do_not_earn(each: dict[str, Any], message: tuple[str, str]) -> None:
    assert told(by_targets(each)) == {("points_inconsistent", "targets.甲"): message}


@pytest.mark.parametrize(
    ("accounts", "points", "because"),
    [
        (
            {"current_expenditure": 100, "closing_carryover": 12, "opening_carryover": 15},
            30,
            (
                "取结转结余变动率：超过标准 10 个百分点，每 1 个百分点扣 1 分，满 10 档扣 10 分",
                (
                    "by carry-over change rate: 10 percentage points over the standard, 1 off for each 1: 10 whole"
                    " steps, 10 off"
                ),
            ),
        ),
        (
            {"current_expenditure": 0, "closing_carryover": 1, "opening_carryover": 0},
            None,
            ("两项指标都不能计分", "neither metric can be scored"),
        ),
    ],
)
def test_why_the_better_of_two_metrics_counts(
    accounts: dict[str, Any], points: int | None, because: tuple[str, str]
) -> None:
    given = {"final_accounts": accounts, "indicators": {"other": {"points": 60}}}
    line = pm.score(given, table(CHOICE)).line("own")
    assert (line.points, line.because) == (points, because)


def test_a_stated_rate_is_said_to_be_stated() -> None:
    line = pm.score({"indicators": {"own": {"value": "103%"}}}, table(STEP)).line("own")
    assert line.because == (f"按自报值：{THREE}", f"by the stated rate: {THREE_EN}")


def test_the_formula_of_a_line_in_both_languages() -> None:
    card = pm.score(report(103), table())
    assert card.line("own").symbols("zh") == "在职人员数 ÷ 编制数 × 100%"
    assert card.line("own").symbols("en") == "staff in post ÷ establishment × 100%"
    assert card.line("other").symbols("zh") is None


def test_why_a_claim_is_carried() -> None:
    for rule, words in [
        (
            {"kind": "judgement"},
            ("须由评价人判定，按自报得分计", "for an evaluator to judge: the claimed points are carried"),
        ),
        (
            {"kind": "not_known"},
            ("评分规则不详，按自报得分计", "the rule is not known: the claimed points are carried"),
        ),
    ]:
        line = pm.score({"indicators": {"own": {"points": 3}}}, table(rule)).line("own")
        assert (line.points, line.because) == (3, words)


# ---------------------------------------------------------------------------------------------------------------------
# What a finding holds beside its words.

Held = tuple[str, str | None, str | None, str | None, str | None, str | None]
LEVELS = TARGETS | {"levels": [{"name": "达成", "range": "[80, 100]"}, {"name": "未达成", "range": "[0, 80)"}]}


def held(card: pm.ScoreCard, code: str, where: str = "indicators.own") -> Held:
    [found] = [each for each in card.findings if (each.code, each.where) == (code, where)]
    assert found.verdict is not None
    return found.verdict.value, found.stated, found.expected, found.difference, found.interval, found.working


@pytest.mark.parametrize(
    ("given", "code", "expected"),
    [
        (
            report(107, value="103%", points=34),
            "value_inconsistent",
            ("inconsistent", "103%", "107%", "-4", "[107, 107]", "107 ÷ 100 × 100% = 107%"),
        ),
        (
            report(107, value="103%", points=34),
            "points_inconsistent",
            ("inconsistent", "34", "26", "+8", None, "107 ÷ 100 × 100% = 107%"),
        ),
        (
            report(1066, 1073, value="99.34%"),
            "value_rounding",
            ("rounding", "99.34%", "99.35%", "-0.01", "[99.3476, 99.3476]", "1066 ÷ 1073 × 100% ≈ 99.35%"),
        ),
        (
            report(1045, 1000, points=30),
            "points_under_other_reading",
            ("undefined", "30", "32", None, None, "1045 ÷ 1000 × 100% = 104.5%"),
        ),
        (
            report(100, points=61),
            "points_out_of_bounds",
            ("inconsistent", "61", None, None, None, "100 ÷ 100 × 100% = 100%"),
        ),
        (
            report(100, points=-1),
            "points_out_of_bounds",
            ("inconsistent", "-1", None, None, None, "100 ÷ 100 × 100% = 100%"),
        ),
    ],
)
def test_what_a_finding_of_a_line_holds(given: dict[str, Any], code: str, expected: Held) -> None:
    """Issue 3: stated, recomputed, difference, allowed interval and the full working."""
    assert held(pm.score(given, table()), code) == expected


@pytest.mark.parametrize("points", ["0", "0.5", "40"])
def test_points_from_nothing_to_full_marks_are_within_bounds(points: str) -> None:
    codes = {each.code for each in pm.score(report(160, points=points), table()).findings}
    assert "points_out_of_bounds" not in codes


def test_what_a_finding_of_a_sum_holds() -> None:
    stated = {"total": 99, "dimensions": {"d": 98}, "categories": {"c": 97}}
    card = pm.score(report(100, points=40, stated=stated), table())
    for kind, where, value, difference in (
        ("subtotal", "dimensions.d", "98", "-2"),
        ("subtotal", "categories.c", "97", "-3"),
        ("total", "total", "99", "-1"),
    ):
        found = held(card, f"{kind}_inconsistent", f"stated.{where}")
        assert found == ("inconsistent", value, "100", difference, "[100, 100]", None)
    stated = {"total": 100, "dimensions": {"d": 100}, "categories": {"c": 100}}
    card = pm.score(report(107, stated=stated), table())
    for kind, where in (("subtotal", "dimensions.d"), ("subtotal", "categories.c"), ("total", "total")):
        found = held(card, f"{kind}_changes", f"stated.{where}")
        assert found == ("inconsistent", "100", "86", "+14", None, None)


def test_a_grade_that_depends_on_the_reading_cannot_be_told() -> None:
    card = pm.score(report(1105, 1000), table())
    assert held(card, "grade_depends_on_reading", "stated.grade") == ("undefined", None, None, None, None, None)


def test_what_a_finding_of_a_target_holds() -> None:
    """Every target is looked at: one without points, and one whose points are right, do not hide the next."""
    right = [target("甲", 10, 9, 10), target("乙", 10, 9, 10, points=9), target("丙", 10, 9, 20, points=15)]
    assert held(by_targets(*right), "points_inconsistent", "targets.丙") == (
        "inconsistent",
        "15",
        "18",
        "-3",
        None,
        None,
    )


def test_points_of_a_target_under_an_assumed_rule_are_only_doubted() -> None:
    known = {"full_marks": "published", "rule": "published", "uncertain": ["rule"]}
    given = {"targets": [target("甲", 10, 9, 40, points=35)], "indicators": {"other": {"points": 60}}}
    card = pm.score(given, table(TARGETS, provenance=known))
    assert held(card, "differs_under_assumed_rule", "targets.甲")[:4] == ("inconsistent", "35", "36", "-1")


def test_points_that_the_level_of_a_target_does_not_allow() -> None:
    level = {"name": "甲", "group": "output", "level": "未达成", "full_marks": 20, "points": 19}
    unpaid = {"name": "丙", "group": "output", "planned": 0, "actual": 9, "full_marks": 10, "points": 5}
    given = {
        "targets": [unpaid, level, level | {"name": "乙", "level": "达成", "full_marks": 10, "points": 9}],
        "indicators": {"other": {"points": 60}},
    }
    card = pm.score(given, table(LEVELS))
    assert held(card, "points_out_of_bounds", "targets.甲") == ("inconsistent", "19", None, None, None, None)
    assert told(card)["points_out_of_bounds", "targets.甲"] == (
        "甲自报 19 分：“未达成”的得分应在分值的 [0, 80)% 之内",
        "甲: stated 19; points for '未达成' lie within [0, 80)% of the mark",
    )
    assert {each.where for each in card.findings if each.code == "points_out_of_bounds"} == {"targets.甲"}


def of_expenses(actual: str, budget: str, **own: Any) -> pm.ScoreCard:
    """Return a card of a rate over amounts, which may have been rounded: 51.0 of 50.0 is 102% or a little less."""
    line = table(STEP)["dimensions"][0]["categories"][0]["indicators"][0]
    line["formula"] = "operating_expense_control_ratio"
    by = table()
    by["dimensions"][0]["categories"][0]["indicators"][0] = line
    given = {
        "unit": "万元",
        "initial_budget": {"operating_expenses": budget},
        "final_accounts": {"operating_expenses": actual},
        "indicators": {"other": {"points": 60}, "own": own},
    }
    return pm.score(given, by)


def test_what_a_finding_of_rounded_points_holds() -> None:
    card = of_expenses("51.0", "50.0", points=38)
    assert held(card, "points_rounding") == ("rounding", "38", "36", None, None, "51.0 ÷ 50.0 × 100% = 102%")
    assert told(card)["points_rounding", "indicators.own"] == (
        "本项自报 38 分，按所列数据为 36 分；数据取整允许 36 至 38 分",
        "this one: stated 38, 36 by its figures; their rounding allows 36 to 38",
    )


def test_a_stated_rate_that_is_only_about_right() -> None:
    """约55% is above 54 and below 56; 14 of 25 is 56, and less where both are rounded."""
    card = of_expenses("14", "25", value="约55%", points=40)
    assert held(card, "value_rounding")[:4] == ("rounding", "约55%", "56%", "-1")
    assert told(card)["value_rounding", "indicators.own"] == (
        "本项自报 约55%，重算 56%：约数所致",
        "this one: stated 约55%, recomputed 56%: an approximate figure",
    )


def by_choice(**accounts: str) -> pm.ScoreCard:
    given = {"final_accounts": accounts, "indicators": {"other": {"points": 60}}}
    return pm.score(given, table(CHOICE))


def test_the_line_of_a_choice_holds_the_metric_that_counts() -> None:
    line = by_choice(current_expenditure="100", closing_carryover="12", opening_carryover="15").line("own")
    assert (line.status, line.value, line.points) == (Status.COMPUTED, -20, 30)
    assert line.evaluation is not None
    assert line.evaluation.formula.id == "carryover_change_rate"
    assert line.working() == "(12 − 15) ÷ 15 × 100% = −20%"


def test_of_two_metrics_that_earn_the_same_the_first_counts() -> None:
    line = by_choice(current_expenditure="100", closing_carryover="8", opening_carryover="15").line("own")
    assert line.points == 40
    assert line.because[0].startswith("取结转结余率")


def test_a_rate_is_worked_out_to_the_digits_of_the_stated_one() -> None:
    """At least two, and as many as it is stated with."""
    for value, shown in (("99%", "99.35%"), ("99.34%", "99.35%"), ("99.348%", "99.348%"), ("99.34762%", "99.34762%")):
        line = pm.score(report(1066, 1073, value=value), table()).line("own")
        assert line.working() == f"1066 ÷ 1073 × 100% ≈ {shown}"
    assert pm.score(report(1066, 1073), table()).line("own").working() == "1066 ÷ 1073 × 100% ≈ 99.35%"


@pytest.mark.parametrize(
    ("actual", "budget", "mode", "over", "under"),
    [
        ("51.0", "50.0", Rounding.HALF_UP, ("50.95", "51.05"), ("49.95", "50.05")),
        ("51.0", "50.0", Rounding.TRUNCATE, ("51.0", "51.1"), ("50.0", "50.1")),
        ("510000元", "50.0", Rounding.HALF_UP, ("50.99995", "51.00005"), ("49.95", "50.05")),
        ("510000元", "50.0万元", Rounding.TRUNCATE, ("51.0", "51.0001"), ("50.0", "50.1")),
        ("51.0万元", "0.0050亿元", Rounding.TRUNCATE, ("51.0", "51.1"), ("50.0", "51.0")),
    ],
)
def test_the_range_of_a_rate_is_that_of_its_figures(
    actual: str, budget: str, mode: Rounding, over: tuple[str, str], under: tuple[str, str]
) -> None:
    """Each figure in its own unit: half a unit of its last digit to either side, or one above where it was cut."""
    evaluation = of_expenses(actual, budget).line("own").evaluation
    assert evaluation is not None
    found = evaluation.bounds(mode)
    low, high = Fraction(over[0]) / Fraction(under[1]) * 100, Fraction(over[1]) / Fraction(under[0]) * 100
    assert (found.low, found.high) == (low, high)


def test_amounts_are_shown_in_one_unit() -> None:
    assert of_expenses("510000元", "50.0").line("own").working() == "51 ÷ 50.0 × 100% = 102%"


def test_what_is_missing_is_named_with_its_place() -> None:
    """Every figure that the formula needs and the report does not give, in the order of the formula."""
    line = pm.score({"indicators": {"other": {"points": 60}}}, table()).line("own")
    assert line.status is Status.INCOMPLETE
    assert line.because == (
        "缺少：人员编制·在职人员数（staff.in_post）、人员编制·编制数（staff.establishment）",
        (
            "missing: staff and posts, staff in post (staff.in_post),"
            " staff and posts, establishment, approved posts (staff.establishment)"
        ),
    )


def test_a_stated_rate_is_rounded_before_it_is_scored() -> None:
    given = {"indicators": {"own": {"value": "102.6%"}}}
    assert pm.score(given, table(STEP)).line("own").points == 36
    assert pm.score(given, table(STEP, round_rate_to=0)).line("own").points == 34


# ---------------------------------------------------------------------------------------------------------------------
# Evidence, sums, and what is not compared.


@pytest.mark.parametrize(
    ("rule", "own", "points"),
    [
        ({"kind": "hit_rate"}, {"hits": 3, "out_of": 4}, 30),
        ({"kind": "count_deduct", "per_occurrence": 3}, {"occurrences": 2}, 34),
        ({"kind": "converted"}, {"score": 45, "score_full": 50}, 36),
        (
            {"kind": "checklist", "items": [{"name": "甲", "points": 15}, {"name": "乙", "points": 25}]},
            {"items": {"甲": True, "乙": False}},
            15,
        ),
    ],
)
def test_points_of_what_the_report_counts(rule: dict[str, Any], own: dict[str, Any], points: int) -> None:
    """Each rule takes its own evidence, and computes; without it the claim is carried."""
    line = pm.score({"indicators": {"own": own}}, table(rule)).line("own")
    assert (line.status, line.points) == (Status.COMPUTED, points)
    claimed = pm.score({"indicators": {"own": {"points": 7}}}, table(rule)).line("own")
    assert claimed.points == 7
    assert claimed.status is Status.AS_CLAIMED


def test_a_table_has_to_be_named() -> None:
    with pytest.raises(pm.ReportError) as caught:
        pm.score(report(103))
    [problem] = caught.value.problems
    assert problem.path == "rubric"
    assert problem.reason == ("未指明评分标准", "no scoring table is named")
    assert problem.mend == ('请给出 rubric，如 rubric="baojing-2019"', 'name one, such as rubric="baojing-2019"')


def test_the_table_is_the_one_that_is_given_else_the_one_that_the_report_names() -> None:
    given = {"rubric": "baojing-2019", **report(103)}
    assert pm.score(given).rubric.id == "baojing-2019"
    assert pm.score(given, table()).rubric.id == "t"


def test_sums_know_their_full_marks_whether_or_not_they_are_stated() -> None:
    for stated in (None, {"total": 94, "dimensions": {"d": 94}, "categories": {"类": 94}}):
        card = pm.score(report(103, points=34, stated=stated), table())
        [dimension] = card.dimensions
        [category] = dimension.categories
        for each in (card.whole, dimension.sum, category.sum):
            assert (each.points, each.full_marks) == (94, 100)
            assert (each.stated is None) is (stated is None)
            assert each.judgement is None or each.judgement.verdict is pm.Verdict.EXACT
            assert each.of_stated is None or each.of_stated.verdict is pm.Verdict.EXACT


def test_a_sum_of_lines_that_are_not_known_is_not_known() -> None:
    given = report(103) | {"indicators": {}, "stated": {"total": 34, "dimensions": {"d": 34}}}
    card = pm.score(given, table())
    assert (card.whole.points, card.dimensions[0].sum.points) == (None, None)
    assert (card.whole.judgement, card.dimensions[0].sum.judgement) == (None, None)


def test_what_another_table_awarded_is_not_compared() -> None:
    """Neither points, nor sums, nor the grade of a report that scores itself by another table."""
    stated = {"total": 50, "grade": "差", "dimensions": {"d": 50}}
    card = pm.score(report(103, points=5, stated=stated) | {"rubric": "u"}, table())
    assert {each.code for each in card.findings} == {"another_rubric", "figure_missing"}
    assert card.line("own").points == 34
    assert card.line("other").points is None
    assert (card.whole.stated, card.dimensions[0].sum.stated, card.grade_verdict) == (None, None, None)


def test_readings_are_scaled_up_for_what_is_left_out() -> None:
    """不考核的，用适用指标得分折算: of 40 marks 32 are 80 of 100, and each point of a reading counts two and a half."""
    by = table(not_applicable="undefined")
    by["dimensions"][0]["categories"][0]["indicators"][1]["not_applicable"] = "leave_out"
    given = {"staff": {"in_post": 1045, "establishment": 1000}, "indicators": {"other": {"not_applicable": "无"}}}
    card = pm.score(given, by)
    assert card.exact_total == 80
    assert [(each.points, each.total) for each in card.readings] == [(32, 80), (31, Fraction("77.5")), (30, 75)]
    assert card.total_range == (75, 80)


def test_readings_of_a_line_without_points_are_counted_from_nothing() -> None:
    card = pm.score(report(1205, 1000), table())
    assert card.line("own").points == 0
    assert card.exact_total == 60
    assert card.total_range in (None, (60, 60))


# ---------------------------------------------------------------------------------------------------------------------
# What a line holds where it cannot be computed, or has another verdict than its words tell.

MARKS_UNKNOWN = ("该项满分不详，不计分", "the full marks of this line are not known: no points")
OWN_PART = [{"name": "一", "value": 3}, {"name": "二", "value": 4}]


def only_own(rule: dict[str, Any] | None, own: dict[str, Any], **more: Any) -> Line:
    """Return the line of a report that gives no figures, only what it says of this line."""
    return pm.score({"indicators": {"own": own}}, table(rule, **more)).line("own")


@pytest.mark.parametrize("points", [-1, "40.01", 61])
def test_a_claim_outside_its_bounds_is_not_carried(points: object) -> None:
    line = only_own({"kind": "judgement"}, {"points": points})
    assert (line.status, line.points) == (Status.UNDEFINED, None)
    assert line.because == ("自报得分超出 0 至满分的范围", "the claimed points lie outside 0 to full marks")


def test_a_claim_in_parts_is_not_one_number_of_points() -> None:
    line = only_own({"kind": "judgement"}, {"points": OWN_PART})
    assert (line.status, line.points, line.stated_points) == (Status.AS_CLAIMED, None, None)


@pytest.mark.parametrize(
    ("rule", "own"),
    [
        ({"kind": "hit_rate"}, {"hits": 3, "out_of": 4}),
        ({"kind": "count_deduct", "per_occurrence": 3}, {"occurrences": 2}),
        ({"kind": "checklist", "items": [{"name": "甲", "points": 15}]}, {"items": {"甲": True}}),
        ({"kind": "judgement"}, {"points": 7}),
        (CHOICE, {"points": 7}),
        (STEP, {"value": "103%"}),
    ],
)
def test_without_full_marks_there_are_no_points(rule: dict[str, Any], own: dict[str, Any]) -> None:
    line = only_own(rule, own, full_marks="unknown")
    assert (line.status, line.points, line.because) == (Status.UNDEFINED, None, MARKS_UNKNOWN)


def test_without_full_marks_a_rate_is_still_computed_and_judged() -> None:
    line = pm.score(report(103, value="104%"), table(full_marks="unknown")).line("own")
    assert (line.status, line.points, line.value) == (Status.UNDEFINED, None, 103)
    assert line.because == MARKS_UNKNOWN
    assert line.value_judgement == Judgement(Verdict.INCONSISTENT, Decimal(103), Decimal(1))


def test_evidence_that_the_rule_does_not_cover_earns_nothing_and_drops_the_claim() -> None:
    line = only_own({"kind": "hit_rate"}, {"hits": 0, "out_of": 0, "points": 7})
    assert (line.status, line.points) == (Status.UNDEFINED, None)
    assert line.because == ("指标总个数为零", "no targets at all")


def test_a_claim_under_an_unknown_rule_stands_beside_the_rate_that_its_figures_give() -> None:
    line = pm.score(report(103, points=7), table({"kind": "not_known"}, formula="staffing_control_ratio")).line("own")
    assert (line.status, line.points, line.value) == (Status.AS_CLAIMED, 7, 103)


def test_a_claim_under_an_unknown_rule_is_carried_where_the_table_is_silent_on_zero_over_zero() -> None:
    line = pm.score(report(0, 0, points=7), table({"kind": "not_known"}, formula="staffing_control_ratio")).line("own")
    assert (line.status, line.points) == (Status.AS_CLAIMED, 7)


@pytest.mark.parametrize(
    ("given", "by", "reason"),
    [
        (report(5, 0, value="103%"), table(), Reason.ZERO_DENOMINATOR),
        (report(5, 0, value="103%"), table(zero_denominator="full"), Reason.ZERO_DENOMINATOR),
        ({"indicators": {"own": {"value": "103%"}}}, table(), Reason.MISSING_INPUT),
        ({"indicators": {"own": {"value": "103%"}}}, table({"kind": "judgement"}), Reason.MISSING_INPUT),
        ({"indicators": {"own": {"value": "103%", "points": 7}}}, table({"kind": "judgement"}), Reason.MISSING_INPUT),
        ({"indicators": {"own": {"value": "103%"}}}, table(STEP), Reason.MISSING_INPUT),
    ],
)
def test_why_a_stated_rate_is_not_judged(given: dict[str, Any], by: dict[str, Any], reason: Reason) -> None:
    """A zero below the line is told from figures that nobody states."""
    assert pm.score(given, by).line("own").value_judgement == Judgement(Verdict.UNDEFINED, reason=reason)


def test_points_that_are_carried_are_not_judged() -> None:
    line = only_own({"kind": "judgement"}, {"points": 7})
    assert line.points_judgement == Judgement(Verdict.UNDEFINED, reason=Reason.MISSING_INPUT)


def test_points_under_another_reading_keep_the_default_and_how_far_they_are_from_it() -> None:
    judged = pm.score(report(1045, 1000, points=30), table()).line("own").points_judgement
    expected, difference = Decimal(32), Decimal(-2)
    assert judged == Judgement(Verdict.UNDEFINED, expected, difference, reason=Reason.AMBIGUOUS_READING)


def test_points_that_agree_can_be_nothing_else() -> None:
    judged = pm.score(report(107, points=26), table()).line("own").points_judgement
    assert judged is not None
    assert (judged.verdict, judged.interval) == (Verdict.EXACT, point(Fraction(26)))


def test_points_of_a_report_are_meant_for_the_table_unless_said_otherwise() -> None:
    indicator = pm.load_rubric(table()).indicators[0]
    read = pm.load_report(report(107, points=34))
    judged = award_line(read, indicator).points_judgement
    assert judged is not None
    assert (judged.verdict, judged.difference) == (Verdict.INCONSISTENT, 8)
    assert award_line(read, indicator, claims_points=False).points_judgement is None


def test_points_of_targets_that_are_shown_rounded_only_about_add_up() -> None:
    """11.2625 and 8.7375 are 20, but 11.26 and 8.74 only stand for them."""
    line = by_targets(target("甲", 16, "9.01", 20), target("乙", 16, "6.99", 20)).line("own")
    assert line.points == 20
    assert line.because == ("2 个绩效目标：11.26 + 8.74 ≈ 20 分", "2 targets: 11.26 + 8.74 ≈ 20")


def test_a_target_whose_mark_is_written_in_parts_earns_nothing() -> None:
    line = by_targets(target("甲", 10, 10, 40), target("培训", 10, 10, OWN_PART)).line("own")
    assert (line.status, line.points, line.because) == (Status.UNDEFINED, None, NOT_ONE)


def test_amounts_without_a_unit_are_all_as_precise_as_the_finest() -> None:
    """51 beside 50.0 is 51.0: half a tenth to either side."""
    given = {
        "initial_budget": {"operating_expenses": "50.0"},
        "final_accounts": {"operating_expenses": "51"},
        "indicators": {"other": {"points": 60}},
    }
    evaluation = pm.score(given, table(STEP, formula="operating_expense_control_ratio")).line("own").evaluation
    assert evaluation is not None
    found = evaluation.bounds(Rounding.HALF_UP)
    assert (found.low, found.high) == (
        Fraction("50.95") / Fraction("50.05") * 100,
        Fraction("51.05") / Fraction("49.95") * 100,
    )


def test_what_may_be_absent_and_is_not_stated_is_exactly_nothing() -> None:
    by = table(STEP, formula="staffing_control_ratio", inputs={"staff": "staff.counted_elsewhere?"})
    line = pm.score({"staff": {"establishment": 100}, "indicators": {"own": {"value": "1%"}}}, by).line("own")
    assert line.value == 0
    assert line.evaluation is not None
    assert line.evaluation.bounds(Rounding.HALF_UP) == point(Fraction(0))
    assert line.value_judgement == Judgement(Verdict.INCONSISTENT, Decimal(0), Decimal(1))


def test_a_rounded_rate_that_may_be_anything_has_no_range_of_points() -> None:
    """A budget of 约1万元 may be next to nothing: the rate of adjustment is unbounded above, not below."""
    given = {
        "initial_budget": {"current_expenditure": "约1万元"},
        "adjustment": {"supplement": "2万元"},
    }
    line = pm.score(given, table(STEP, formula="budget_adjustment_rate", round_rate_to=0)).line("own")
    assert line.evaluation is not None
    found = line.evaluation.bounds(Rounding.HALF_UP)
    assert (found.low, found.high) == (0, None)
    assert line.points_range is None

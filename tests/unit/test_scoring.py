"""score(): sums, totals, grades, readings, policies and findings, on a table that is small enough to check by hand."""

from __future__ import annotations

import copy
import decimal
import pickle
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics.awarding import Status
from perfmetrics.cards import ScoredSum
from perfmetrics.outcomes import Outcome
from perfmetrics.rules import Reading
from perfmetrics.scoring import prepare
from rubric_tables import table_of

KNOWN = {"full_marks": "published", "rule": "published"}
GRADES = [
    {"id": "excellent", "name": "优", "range": "[90, 100]"},
    {"id": "good", "name": "良", "range": "[80, 90)"},
    {"id": "poor", "name": "差", "range": "[0, 80)"},
]


def _indicator(identifier: str, marks: object, rule: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": identifier,
        "name": identifier,
        "name_en": identifier,
        "full_marks": marks,
        "rule": rule,
        "provenance": dict(KNOWN),
        **more,
    }


def _table(*indicators: dict[str, Any], marks: object = 100, **more: Any) -> dict[str, Any]:
    category = {"id": "c", "name": "类", "name_en": "c", "full_marks": marks, "indicators": list(indicators)}
    dimension = {"id": "d", "name": "维", "name_en": "d", "full_marks": marks, "categories": [category]}
    return table_of([dimension], **({"grades": GRADES} | more))


STEP = {"kind": "step_deduct", "standard": 100, "direction": "over", "step": 1, "per_step": 2}
STAFFING = _indicator("staffing", 40, STEP, formula="staffing_control_ratio")
OTHER = _indicator("other", 60, {"kind": "judgement"})


def _report(staff: object = 100, **stated: Any) -> dict[str, Any]:
    return {
        "staff": {"in_post": staff, "establishment": 100},
        "indicators": {"other": {"points": 60}, "staffing": stated},
    }


def _codes(card: pm.ScoreCard) -> list[str]:
    return [each.code for each in card.findings]


def test_points_add_up_to_the_total_and_the_grade() -> None:
    card = pm.score(_report(103), _table(STAFFING, OTHER))
    assert card.line("staffing").points == 34
    assert card.total == 94
    assert (card.grade, card.full_marks, card.stated_total) == ("优", 100, None)
    assert not card.conditional
    assert card.ok
    card.raise_for_findings()


def test_a_missing_figure_makes_the_line_incomplete_and_never_zero() -> None:
    report = _report()
    del report["staff"]["establishment"]
    card = pm.score(report, _table(STAFFING, OTHER))
    line = card.line("staffing")
    assert (line.status, line.points, line.missing) == (Status.INCOMPLETE, None, ("staff.establishment",))
    assert (card.total, card.grade, card.left_out) == (None, None, (line,))
    assert "figure_missing" in _codes(card)


def test_a_stated_rate_does_not_stand_in_for_missing_figures() -> None:
    report = _report(value="101%", points=38)
    del report["staff"]["establishment"]
    line = pm.score(report, _table(STAFFING, OTHER)).line("staffing")
    assert line.points is None
    assert line.value_judgement is not None
    assert (line.value_judgement.verdict, line.value_judgement.reason) == (pm.Verdict.UNDEFINED, "missing_input")


def test_an_unknown_full_mark_leaves_the_line_out_and_gives_no_total() -> None:
    unknown = _indicator("staffing", "unknown", STEP, formula="staffing_control_ratio")
    card = pm.score(_report(103, points=3), _table(unknown, OTHER))
    line = card.line("staffing")
    assert (line.points, line.value) == (None, 103)
    assert (card.total, card.grade) == (None, None)
    assert not card.rubric.is_complete
    assert "未计分的指标" in card.to_text()


@pytest.mark.parametrize(
    ("policy", "status", "points", "total"),
    [
        ("full", Status.NOT_APPLICABLE, 40, 70),
        ("zero", Status.NOT_APPLICABLE, 0, 30),
        ("leave_out", Status.NOT_APPLICABLE, None, 50),
        ("undefined", Status.UNDEFINED, None, None),
    ],
)
@pytest.mark.parametrize("why", ["not_applicable", "zero_denominator", "zero_over_zero"])
def test_policies_for_lines_that_have_no_rate(
    why: str, policy: str, status: Status, points: int | None, total: int | None
) -> None:
    """N/A: full, zero, or left out and the rest scaled to 100 (不考核该指标，用适用指标得分折算)."""
    line = _indicator("staffing", 40, STEP, formula="staffing_control_ratio", **{why: policy})
    report = _report(0 if why == "zero_over_zero" else 5)
    report["staff"]["establishment"] = 0
    report["indicators"]["other"]["points"] = 30
    if why == "not_applicable":
        report["indicators"]["staffing"] = {"not_applicable": "没有编制"}
    card = pm.score(report, _table(line, OTHER))
    assert (card.line("staffing").status, card.line("staffing").points) == (status, points)
    assert card.total == total


def test_nothing_is_scaled_where_every_line_is_left_out() -> None:
    only = _indicator("staffing", 100, STEP, formula="staffing_control_ratio", not_applicable="leave_out")
    card = pm.score({"indicators": {"staffing": {"not_applicable": "无"}}}, _table(only))
    assert card.total is None


def test_each_reading_gives_its_own_total_and_grade() -> None:
    card = pm.score(_report(105, points=30), _table(STAFFING, OTHER))
    assert card.readings == ()
    report = _report("1045")
    report["staff"]["establishment"] = 1000
    card = pm.score(report, _table(STAFFING, OTHER))
    seen = {each.reading: (each.points, each.total, each.grade and each.grade.name) for each in card.readings}
    assert seen == {
        Reading.FLOOR: (32, 92, "优"),
        Reading.PROPORTIONAL: (31, 91, "优"),
        Reading.CEIL: (30, 90, "优"),
    }
    assert not card.grade_depends_on_reading
    assert card.total_range == (90, 92)


def test_stated_points_under_another_reading_are_told_apart_from_errors() -> None:
    report = _report("1045", points=30)
    report["staff"]["establishment"] = 1000
    card = pm.score(report, _table(STAFFING, OTHER))
    judged = card.line("staffing").points_judgement
    assert judged is not None
    assert (judged.verdict, judged.reason, judged.expected) == (pm.Verdict.UNDEFINED, "ambiguous_reading", 32)
    finding = next(each for each in card.findings if each.code == "points_under_other_reading")
    assert "不满一档按一档扣" in finding.message.zh
    assert card.ok


def test_points_that_differ_from_an_uncertain_rule_never_fail_a_build() -> None:
    doubtful = copy.deepcopy(STAFFING)
    doubtful["provenance"]["uncertain"] = ["rule"]
    card = pm.score(_report(103, points=40), _table(doubtful, OTHER))
    assert "differs_under_assumed_rule" in _codes(card)
    assert "points_inconsistent" not in _codes(card)
    assert card.ok
    assert card.conditional
    assert "与推定不同" in card.to_text()


def test_points_that_contradict_a_published_rule_are_an_error_with_its_impact() -> None:
    card = pm.score(_report(107, points=40), _table(STAFFING, OTHER))
    finding = card.findings[0]
    assert (finding.code, finding.stated, finding.expected, finding.difference) == (
        "points_inconsistent",
        "40",
        "26",
        "+14",
    )
    assert finding.impact is not None
    assert (finding.impact.total, finding.impact.grade) == ((100, 86), ("优", "良"))
    assert "等级由优变为良" in finding.message.zh
    assert not card.ok


@pytest.mark.parametrize("points", [61, -1])
def test_claimed_points_outside_their_line_are_refused(points: int) -> None:
    report = _report()
    report["indicators"]["other"]["points"] = points
    card = pm.score(report, _table(STAFFING, OTHER))
    assert card.line("other").points is None
    finding = next(each for each in card.findings if each.code == "points_out_of_bounds")
    assert (finding.verdict, finding.is_error) == (pm.Verdict.INCONSISTENT, True)
    assert card.total is None


def test_a_total_that_is_not_the_sum_of_its_points() -> None:
    report = _report(100, points=40) | {"stated": {"total": 99, "grade": "优"}}
    card = pm.score(report, _table(STAFFING, OTHER))
    finding = next(each for each in card.findings if each.code == "total_inconsistent")
    assert (finding.stated, finding.expected, finding.difference) == ("99", "100", "-1")
    assert card.whole.judgement is not None
    assert card.whole.judgement.is_wrong


def test_a_subtotal_that_is_not_the_sum_of_its_points_by_id_or_by_name() -> None:
    for key in ("d", "维"):
        report = _report(100, points=40) | {"stated": {"dimensions": {key: 98}, "categories": {"c": 100}}}
        card = pm.score(report, _table(STAFFING, OTHER))
        assert [each.where for each in card.findings if each.code == "subtotal_inconsistent"] == ["stated.dimensions.d"]


def test_points_with_decimals_may_add_up_within_their_rounding() -> None:
    """7.5 + 59.5 stated as 67.1 may be rounding; 40 + 60 stated as 101 may not: whole points are awarded."""
    report = _report(100, points="7.5") | {"stated": {"total": "67.1"}}
    report["indicators"]["other"]["points"] = "59.5"
    assert "total_inconsistent" not in _codes(pm.score(report, _table(STAFFING, OTHER)))
    report = _report(100, points="40") | {"stated": {"total": "101"}}
    assert "total_inconsistent" in _codes(pm.score(report, _table(STAFFING, OTHER)))


@pytest.mark.parametrize(
    ("total", "grade", "codes"),
    [
        (100, "优", set()),
        (100, "良", {"grade_inconsistent"}),
        (85, "良", {"total_inconsistent", "grade_changes"}),
        (100, "第一等", set()),
    ],
)
def test_the_stated_grade_against_both_totals(total: int, grade: str, codes: set[str]) -> None:
    report = _report(100, points=40) | {"stated": {"total": total, "grade": grade}}
    card = pm.score(report, _table(STAFFING, OTHER))
    assert codes == set(_codes(card))
    expected = (
        pm.Verdict.UNDEFINED if grade == "第一等" else pm.Verdict.EXACT if grade == "优" else pm.Verdict.INCONSISTENT
    )
    assert card.grade_verdict is expected


def test_a_grade_without_a_total_is_compared_with_the_recomputed_one_only() -> None:
    card = pm.score(_report(100, points=40) | {"stated": {"grade": "良"}}, _table(STAFFING, OTHER))
    assert _codes(card) == ["grade_changes"]


def test_a_table_without_grades_gives_none() -> None:
    card = pm.score(_report(103), _table(STAFFING, OTHER, grades=[]))
    assert (card.total, card.grade) == (94, None)
    assert "94 / 100" in card.to_text("en")


def test_a_report_by_another_table_is_not_judged_by_this_one() -> None:
    """Its rates are checked, its points are not: they were given by other rules."""
    report = _report(103, points=12, value="104%") | {"rubric": "elsewhere", "stated": {"total": 72, "grade": "差"}}
    card = pm.score(report, _table(STAFFING, OTHER))
    assert card.line("staffing").stated_points is None
    assert card.line("other").status is Status.INCOMPLETE
    assert (card.whole.stated, card.stated_grade) == (None, None)
    assert {"another_rubric", "value_inconsistent", "figure_missing"} == set(_codes(card))


def test_a_line_that_the_table_does_not_have_is_named_with_the_nearest() -> None:
    report = _report()
    report["indicators"]["stafing"] = {"points": 5}
    report["stated"] = {"total": 3}
    card = pm.score(report, _table(STAFFING, OTHER))
    finding = next(each for each in card.findings if each.code == "indicator_not_in_rubric")
    assert "staffing" in finding.message.zh
    assert "total_inconsistent" not in _codes(card), "the sum of the stated points is not known"
    assert "total_changes" in _codes(card)


def test_a_total_with_points_that_the_table_does_not_know_is_no_wrong_sum() -> None:
    """20 and 60 stated, and 5 of a line beyond the table: 85 is what the report's own lines come to."""
    report = _report(points=20)
    report["indicators"]["other"]["points"] = 60
    report["indicators"]["beyond"] = {"points": 5}
    report["stated"] = {"total": 85}
    card = pm.score(report, _table(STAFFING, OTHER))
    assert "total_inconsistent" not in _codes(card)
    del report["indicators"]["beyond"]
    assert "total_inconsistent" in _codes(pm.score(report, _table(STAFFING, OTHER)))


def test_a_wrong_rate_tells_what_it_changes() -> None:
    card = pm.score(_report(103, value="108%", points=34), _table(STAFFING, OTHER))
    finding = next(each for each in card.findings if each.code == "value_inconsistent")
    assert finding.impact is not None
    assert (finding.impact.points, finding.impact.total, finding.impact.grade) == ((24, 34), (84, 94), ("良", "优"))


def test_a_rate_is_rounded_before_points_where_the_table_says_so() -> None:
    """round_rate_to: 1005/1000 = 100.5% is scored as 101%."""
    report = _report(1005)
    report["staff"]["establishment"] = 1000
    rounded = STAFFING | {"round_rate_to": 0}
    card = pm.score(report, _table(rounded, OTHER))
    assert card.line("staffing").points == 38
    assert card.line("staffing").points_range == (38, 38)
    assert pm.score(report, _table(STAFFING, OTHER)).line("staffing").points == 40


def test_points_are_rounded_where_the_table_says_so() -> None:
    rule = {"kind": "proportional", "towards": "less"}
    line = _indicator("staffing", 40, rule, formula="staffing_control_ratio", round_points_to=1)
    card = pm.score(_report(103), _table(line, OTHER))
    assert card.line("staffing").points == Fraction("38.8")


def test_points_may_move_within_the_rounding_of_the_figures() -> None:
    """A rate of exactly 102% from rounded amounts may be a little less: 36 or 38 points."""
    line = _indicator("op", 40, STEP, formula="operating_expense_control_ratio")
    report = {
        "unit": "万元",
        "initial_budget": {"operating_expenses": "50.0"},
        "final_accounts": {"operating_expenses": "51.0"},
        "indicators": {"other": {"points": 60}, "op": {"points": 38}},
    }
    card = pm.score(report, _table(line, OTHER))
    scored = card.line("op")
    assert (scored.points, scored.points_range) == (36, (36, 38))
    assert scored.points_judgement is not None
    assert scored.points_judgement.verdict is pm.Verdict.ROUNDING
    assert _codes(card) == ["points_rounding"]
    assert "数据取整允许 36 至 38 分" in card.to_markdown()


def test_points_that_no_rounding_explains_are_wrong_even_with_a_range() -> None:
    line = _indicator("op", 40, STEP, formula="operating_expense_control_ratio")
    report = {
        "unit": "万元",
        "initial_budget": {"operating_expenses": "50.0"},
        "final_accounts": {"operating_expenses": "51.0"},
        "indicators": {"other": {"points": 60}, "op": {"points": 40}},
    }
    assert "points_inconsistent" in _codes(pm.score(report, _table(line, OTHER)))


CHOICE = {
    "kind": "choice",
    "alternatives": [
        {"formula": "carryover_ratio_expenditure", "rule": {"kind": "step_deduct", "standard": 9, "direction": "over",
                                                            "step": 1, "per_step": 4}},
        {"formula": "carryover_change_rate", "rule": {"kind": "step_deduct", "standard": -30, "direction": "over",
                                                      "step": 1, "per_step": 1}},
    ],
}  # fmt: skip


def test_the_better_of_two_metrics_counts() -> None:
    """结转结余率 or 结转结余变动率, 二者择其一."""
    accounts = {"current_expenditure": 100, "closing_carryover": 12, "opening_carryover": 15}
    table = _table(_indicator("carry", 40, CHOICE), OTHER)
    report = {"final_accounts": accounts, "indicators": {"other": {"points": 60}}}
    line = pm.score(report, table).line("carry")
    assert (line.points, line.evaluation and line.evaluation.formula.id) == (30, "carryover_change_rate")
    assert "结转结余变动率" in line.because.zh
    del accounts["opening_carryover"]
    line = pm.score(report, table).line("carry")
    assert (line.points, line.evaluation and line.evaluation.formula.id) == (28, "carryover_ratio_expenditure")
    del accounts["closing_carryover"]
    assert pm.score(report, table).line("carry").status is Status.INCOMPLETE
    accounts |= {"current_expenditure": 0, "closing_carryover": 1, "opening_carryover": 0}
    assert pm.score(report, table).line("carry").status is Status.UNDEFINED


TARGETS = {"kind": "targets", "group": "output", "overshoot": [{"range": "[200, 300)", "deduct": 10},
                                                               {"range": "[300, inf)", "deduct": 20}]}  # fmt: skip


def _target(name: str, planned: object, actual: object, marks: object, **more: Any) -> dict[str, Any]:
    return {"name": name, "group": "output", "planned": planned, "actual": actual, "full_marks": marks, **more}


def _targets_card(*targets: dict[str, Any]) -> pm.ScoreCard:
    report = {"targets": list(targets), "indicators": {"other": {"points": 60}}}
    return pm.score(report, _table(_indicator("out", 40, TARGETS), OTHER))


def test_targets_are_scored_one_by_one() -> None:
    """正向 B/A，反向 A/B，达到得满分，超额 200%–300% 扣减 10%."""
    card = _targets_card(
        _target("培训", "100人次", "90人次", 10, points=9),
        _target("成本", "80万元", "100万元", 10, direction="less", points=10),
        _target("检查", 10, 32, 10),
        _target("投诉", 0, 0, 10, direction="less"),
    )
    line = card.line("out")
    assert line.points == 9 + 8 + 9 + 10
    assert [(each.code, each.where, each.expected) for each in card.findings] == [
        ("points_inconsistent", "targets.成本", "8")
    ]


def test_targets_whose_marks_do_not_add_up_are_not_scored() -> None:
    line = _targets_card(_target("培训", 10, 10, 30)).line("out")
    assert (line.status, line.points) == (Status.UNDEFINED, None)
    assert "30" in line.because.zh


def test_a_target_of_zero_has_no_proportion() -> None:
    card = _targets_card(_target("培训", 0, 10, 40, points=40))
    line = card.line("out")
    assert line.status is Status.UNDEFINED
    assert "points_out_of_bounds" not in _codes(card)
    assert "培训" in line.because.zh


def test_a_target_in_two_kinds_of_unit_is_not_compared() -> None:
    assert _targets_card(_target("培训", "10人", "10万元", 40)).line("out").status is Status.UNDEFINED
    parts = [{"name": "甲", "value": 1}, {"name": "乙", "value": 2}]
    assert _targets_card(_target("培训", parts, 3, 40)).line("out").status is Status.UNDEFINED


def test_targets_in_different_money_units_are_converted() -> None:
    assert _targets_card(_target("投入", "1亿元", "8000万元", 40)).line("out").points == 32


def test_a_report_without_targets_is_carried_as_claimed() -> None:
    report = {"indicators": {"other": {"points": 60}, "out": {"points": 38}}}
    line = pm.score(report, _table(_indicator("out", 40, TARGETS), OTHER)).line("out")
    assert (line.status, line.points) == (Status.AS_CLAIMED, 38)


def test_hits_are_counted_from_targets_where_no_count_is_stated() -> None:
    """A target exceeded by 30% or more counts as missed."""
    rule = {"kind": "hit_rate", "overshoot_limit": 30}
    targets = [
        _target("甲", 10, 10, 1),
        _target("乙", 10, 13, 1),
        _target("丙", 10, 9, 1),
        _target("丁", 10, "12.9", 1),
    ]
    report: dict[str, Any] = {
        "targets": [each | {"group": "hits"} for each in targets],
        "indicators": {"other": {"points": 60}},
    }
    table = _table(_indicator("hits", 40, rule), OTHER)
    assert pm.score(report, table).line("hits").points == 20
    report["targets"][0]["planned"] = "10人"
    report["targets"][0]["actual"] = "10万元"
    assert pm.score(report, table).line("hits").status is Status.INCOMPLETE


def test_a_rate_rule_without_a_formula_scores_the_stated_rate() -> None:
    bands = {"kind": "bands", "bands": [{"range": "[90, 100]", "points": 40}, {"range": "[0, 90)", "points": 20}]}
    table = _table(_indicator("sat", 40, bands), OTHER)
    report = {"indicators": {"other": {"points": 60}, "sat": {"value": "92.3%"}}}
    line = pm.score(report, table).line("sat")
    assert (line.status, line.points, line.value) == (Status.COMPUTED, 40, Fraction("92.3"))
    assert line.because.zh.startswith("按自报值")
    assert line.value_judgement is not None
    assert line.value_judgement.verdict is pm.Verdict.UNDEFINED
    report["indicators"]["sat"] = {"points": 20}
    assert pm.score(report, table).line("sat").status is Status.AS_CLAIMED
    report["indicators"]["sat"] = {"value": "101%"}
    assert pm.score(report, table).line("sat").status is Status.UNDEFINED


def test_a_rule_that_is_not_known_still_checks_the_rate() -> None:
    line = _indicator(
        "proc", 40, {"kind": "not_known"}, formula="procurement_execution_rate", zero_over_zero="leave_out"
    )
    table = _table(line, OTHER)
    report = {
        "unit": "万元",
        "initial_budget": {"procurement": 15},
        "final_accounts": {"procurement": "15.01"},
        "indicators": {"other": {"points": 60}, "proc": {"value": "101%", "points": 40}},
    }
    card = pm.score(report, table)
    assert (card.line("proc").points, card.total) == (40, 100)
    finding = next(each for each in card.findings if each.code == "value_inconsistent")
    assert finding.impact is None
    report["initial_budget"] = {"procurement": 0}
    assert pm.score(report, table).line("proc").status is Status.AS_CLAIMED
    report["final_accounts"] = {"procurement": 0}
    card = pm.score(report, table)
    assert (card.line("proc").status, card.total) == (Status.NOT_APPLICABLE, 100)


def test_an_approximate_rate_is_judged_within_its_width() -> None:
    card = pm.score(_report(103, value="约110%"), _table(STAFFING, OTHER))
    judged = card.line("staffing").value_judgement
    assert judged is not None
    assert judged.verdict is pm.Verdict.EXACT


def test_one_figure_that_two_operands_share_moves_as_one() -> None:
    """(年初 + 追加 − 取消 − 注销) ÷ (年初 + 追加): whatever the rounding, never above 100%."""
    line = _indicator("acc", 40, {"kind": "proportional"}, formula="budgeting_accuracy")
    report = {
        "unit": "万元",
        "initial_budget": {"current_expenditure": "0.2"},
        "adjustment": {"supplement": "0.1", "cancelled_midterm": 0, "surplus_written_off": 0},
        "indicators": {"other": {"points": 60}},
    }
    scored = pm.score(report, _table(line, OTHER)).line("acc")
    assert scored.points_range == (40, 40)


def test_the_caller_s_decimal_context_changes_nothing() -> None:
    report, table = _report("1045", value="104.5%", points=32), _table(STAFFING, OTHER)
    report["staff"]["establishment"] = 1000
    expected = pm.score(report, table).to_json()
    with decimal.localcontext(decimal.Context(prec=2, rounding=decimal.ROUND_UP, traps=[decimal.Inexact])):
        assert pm.score(report, table).to_json() == expected


def test_rows_are_flat_records_for_a_data_frame() -> None:
    rows = pm.score(_report(103, value="103.00%", points=34), _table(STAFFING, OTHER)).rows()
    assert rows[0]["value"] == Decimal(103)
    assert rows[0]["stated_value"] == Decimal("103.00")
    assert (rows[0]["points"], rows[0]["lost"], rows[0]["points_verdict"]) == (34, 6, "exact")
    assert rows[1]["value"] is None


def test_a_line_is_found_by_its_id() -> None:
    card = pm.score(_report(), _table(STAFFING, OTHER))
    assert card.line("other").full_marks == 60
    with pytest.raises(KeyError):
        card.line("nothing")


def test_the_card_speaks_both_languages() -> None:
    report = _report("1059", value="110%", points=40) | {"stated": {"total": 100, "grade": "优"}, "title": "报告"}
    report["staff"]["establishment"] = 1000
    card = pm.score(report, _table(STAFFING, OTHER))
    english = card.to_text("en")
    for words in (
        "recomputed",
        "the grade depends on the reading",
        "Findings",
        "Readings of ambiguous rules",
        "Working",
    ):
        assert words in english
    markdown = card.to_markdown("en")
    assert markdown.startswith("# 报告\n")
    assert "| --- |" not in markdown
    assert "**" in markdown


def test_a_choice_with_unknown_marks_is_left_out() -> None:
    card = pm.score({"indicators": {"other": {"points": 60}}}, _table(_indicator("carry", "unknown", CHOICE), OTHER))
    assert card.line("carry").status is Status.UNDEFINED


def test_a_card_of_claims_alone_has_no_working() -> None:
    card = pm.score({"indicators": {"other": {"points": 60}}}, _table(_indicator("other", 100, {"kind": "judgement"})))
    assert "计算过程" not in card.to_text()
    assert "发现" not in card.to_text()


def test_lost_points_are_not_known_where_the_points_are_not() -> None:
    report = _report(103)
    assert [line.lost for line in pm.score(report, _table(STAFFING, OTHER)).lines] == [6, 0]
    del report["staff"]
    assert [line.lost for line in pm.score(report, _table(STAFFING, OTHER)).lines] == [None, 0]


def test_a_metric_that_its_rule_does_not_cover_is_no_choice() -> None:
    bands = {"kind": "bands", "bands": [{"range": "[0, 10]", "points": 40}]}
    choice = {
        "kind": "choice",
        "alternatives": [
            {"formula": "carryover_ratio_expenditure", "rule": bands},
            {"formula": "carryover_change_rate", "rule": bands},
        ],
    }
    accounts = {"current_expenditure": 100, "closing_carryover": 50, "opening_carryover": 48}
    report = {"final_accounts": accounts, "indicators": {"other": {"points": 60}}}
    line = pm.score(report, _table(_indicator("carry", 40, choice), OTHER)).line("carry")
    assert line.evaluation is not None
    assert line.evaluation.formula.id == "carryover_change_rate"


def test_a_card_is_short_in_a_traceback_and_full_when_printed() -> None:
    card = pm.score(_report(103), _table(STAFFING, OTHER))
    assert repr(card) == "<ScoreCard t: 94 / 100 优, 0 findings>"
    assert str(card) == card.to_text()
    assert card._repr_html_() == card.to_html(fragment=True)
    assert card._repr_mimebundle_() == {"text/html": card._repr_html_(), "text/plain": card.to_text()}
    report = _report(103)
    del report["staff"]
    assert repr(pm.score(report, _table(STAFFING, OTHER))) == "<ScoreCard t: ? / 100, 1 findings>"


def _level(name: str, level: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "group": "satisfaction", "level": level, "full_marks": 10, **more}


def _satisfaction(*targets: dict[str, Any]) -> pm.ScoreCard:
    return pm.score({"targets": list(targets)}, rubric="project-self-2020")


@pytest.mark.parametrize(
    ("level", "points", "earned"),
    [
        ("达成", 10, 10),
        ("达成", 8, 8),
        ("部分达成", "7.9", "7.9"),
        ("部分达成", 6, 6),
        ("未达成", 0, 0),
        ("未达成", "5.9", "5.9"),
    ],
)
def test_a_qualitative_target_keeps_points_inside_its_level(level: str, points: object, earned: object) -> None:
    """达成 100%–80%(含)，部分达成 80%–60%(含)，未达成 60%–0%: membership is checked, nothing is computed."""
    line = _satisfaction(_level("群众满意", level, points=points)).line("satisfaction")
    assert line.points == Fraction(str(earned))


@pytest.mark.parametrize(
    ("level", "points"), [("达成", "7.9"), ("部分达成", 8), ("未达成", 6), ("未达成", -1), ("优秀", 9)]
)
def test_points_outside_the_level_are_a_finding(level: str, points: object) -> None:
    card = _satisfaction(_level("群众满意", level, points=points))
    assert card.line("satisfaction").points is None
    assert ("points_out_of_bounds", "targets.群众满意") in [(each.code, each.where) for each in card.findings]


def test_a_qualitative_target_without_points_is_not_judged() -> None:
    card = _satisfaction(_level("群众满意", "达成"))
    assert card.line("satisfaction").status is Status.UNDEFINED
    assert "points_out_of_bounds" not in _codes(card)


def test_a_target_without_marks_or_with_half_its_values_is_refused() -> None:
    with pytest.raises(pm.ReportError, match="planned"):
        pm.load_report({"targets": [{"name": "甲", "group": "g", "planned": 1, "full_marks": 1}]})
    with pytest.raises(pm.ReportError, match="planned"):
        pm.load_report({"targets": [_level("甲", "达成", planned=1)]})
    assert (
        pm.score({"targets": [_level("甲", "达成", points=0) | {"full_marks": 0}]}, rubric="project-self-2020")
        .line("satisfaction")
        .points
        is None
    )


def test_a_grade_change_is_told_in_both_languages() -> None:
    named = [each | {"name_en": each["id"]} for each in GRADES]
    card = pm.score(
        _report(107, points=40) | {"stated": {"total": 100, "grade": "优"}}, _table(STAFFING, OTHER, grades=named)
    )
    finding = next(each for each in card.findings if each.code == "grade_changes")
    assert "良" in finding.message.zh
    assert "good" in finding.message.en
    assert "86 / 100 good" in card.to_text("en")


def test_results_travel_between_processes() -> None:
    """A card, the result of a check and an audit are values: what comes out of a pickle says the same."""
    tests = Path(__file__).parents[1]
    report = tests.parent / "examples" / "reports" / "baojing-2019.toml"
    text = (tests / "corpus" / "reports" / "003.txt").read_text(encoding="utf-8")
    for result in (pm.score(report), pm.check(report), pm.audit(text)):
        again: Outcome = pickle.loads(pickle.dumps(result))  # noqa: S301 - what was just written
        assert again.to_json() == result.to_json()
    formula = pm.formulas.get("budget_control_rate")
    assert pickle.loads(pickle.dumps(formula)) is formula  # noqa: S301 - as above


def test_a_rate_of_figures_of_any_kind_is_scored_in_full() -> None:
    """产出数 have units of their own, so that their kind is known only when both are read; 0 ÷ 0 is for the table."""
    claimed = _indicator("output", 100, {"kind": "not_known"}, formula="output_completion_rate", zero_over_zero="full")
    table = pm.load_rubric(_table(claimed))
    output = {"planned_output": "0期", "actual_output": "0期"}
    stated = {"indicators": {"output": {"points": 90}}}
    assert pm.score({"project": output, **stated}, table).total == 100
    assert pm.score({"project": output | {"planned_output": "1期"}, **stated}, table).total == 90
    assert pm.score(stated, table).total == 90


def test_a_card_is_no_other_thing() -> None:
    card = pm.score({}, "baojing-2019")
    assert card != "baojing-2019"
    assert card == pm.score({}, "baojing-2019")
    with pytest.raises(TypeError):
        hash(card)


def test_prepare_takes_what_score_takes() -> None:
    """Issue 6: the points alone, for programs that need no words."""
    data = {"staff": {"establishment": 71, "in_post": 72}}
    prepared = prepare(data, "baojing-2019")
    card = pm.score(data, "baojing-2019")
    assert prepared.points() == tuple(line.points for line in card.lines)
    assert prepared.points() is not prepared.points()
    assert prepared.card() == card
    with pytest.raises(pm.UnknownNameError):
        prepare(data, "baojing-2018")


def test_points_alone_of_what_is_set_aside_and_of_counts_that_no_rule_reads() -> None:
    """Issue 6, one meaning, two ways: a line that does not apply takes its policy, and evidence withholds no claim."""
    bands = {"kind": "bands", "bands": [{"range": "[90, 100]", "points": 40}, {"range": "[0, 90)", "points": 20}]}
    table = _table(_indicator("sat", 40, bands), OTHER | {"not_applicable": "zero"})
    data = {"indicators": {"other": {"not_applicable": "无"}, "sat": {"points": 20, "hits": 3, "out_of": 4}}}
    assert prepare(data, table).points() == (20, 0)
    assert [line.points for line in pm.score(data, table).lines] == [20, 0]


def test_points_alone_of_a_rate_below_whose_line_is_a_negative_figure() -> None:
    """Issue 6, one meaning, two ways: the signs cancel, −15.30 ÷ −15 is 102%."""
    table = _table(_indicator("proc", 40, STEP, formula="procurement_execution_rate"), OTHER)
    data = {"initial_budget": {"procurement": -15}, "final_accounts": {"procurement": "-15.30"}}
    assert prepare(data | {"unit": "万元"}, table).points() == (36, None)
    assert pm.score(data | {"unit": "万元"}, table).line("proc").points == 36


def test_a_card_keeps_its_total_on_a_journey_though_a_line_is_left_out() -> None:
    """不考核的，用适用指标得分折算: what is left out is known to the card that comes out of a pickle too."""
    table = _table(STAFFING | {"not_applicable": "leave_out"}, OTHER)
    card = pm.score({"indicators": {"staffing": {"not_applicable": "无"}, "other": {"points": 54}}}, table)
    again = pickle.loads(pickle.dumps(card))  # noqa: S301 - what was just written
    assert (again.total, again.grade) == (card.total, card.grade) == (90, "优")
    assert again == card
    assert again.to_dict() == card.to_dict()


@pytest.mark.parametrize("more", ["", "0" * 7, "0" * 8, "0" * 60])
def test_figures_of_any_number_of_decimals_are_scored_alike(more: str) -> None:
    """As many decimals as a report may have, or more: those few go the way of one line at a time."""
    spent = {"final_accounts": {"operating_expenses": "143.7"}}
    found = {"initial_budget": {"operating_expenses": f"141.6{more}"}, **spent}
    line = pm.score({"unit": "万元", **found}, "baojing-2019").line("operating_expense_control_ratio")
    assert line.points == 7
    assert prepare({"unit": "万元", **found}, "baojing-2019").points()[8] == 7


def test_each_category_has_its_own_lines_and_its_own_sum() -> None:
    """不得分 is zero points, which a sum contains, and not a line without points."""
    first, second = _indicator("a", 40, {"kind": "judgement"}), _indicator("b", 60, {"kind": "judgement"})
    categories = [
        {"id": "one", "name": "甲", "name_en": "one", "full_marks": 40, "indicators": [first]},
        {"id": "two", "name": "乙", "name_en": "two", "full_marks": 60, "indicators": [second]},
    ]
    dimension = {"id": "d", "name": "维", "name_en": "d", "full_marks": 100, "categories": categories}
    table = table_of([dimension], GRADES)
    card = pm.score({"indicators": {"a": {"points": 0}, "b": {"points": 55}}}, table)
    found = card.dimensions[0].categories
    assert [[line.indicator.id for line in each.lines] for each in found] == [["a"], ["b"]]
    assert [each.sum for each in found] == [ScoredSum(Fraction(0), Fraction(40)), ScoredSum(Fraction(55), Fraction(60))]
    assert card.dimensions[0].sum == ScoredSum(Fraction(55), Fraction(100))


def test_points_of_a_line_that_the_table_does_not_have_may_be_in_a_subtotal() -> None:
    """Then its parts are not all known: it is held against the recomputed points alone."""
    report = {
        "indicators": {"a": {"points": 40}, "b": {"points": 50}, "other": {"points": 5}},
        "stated": {"dimensions": {"d": 95}, "categories": {"c": 95}},
    }
    table = _table(_indicator("a", 40, {"kind": "judgement"}), _indicator("b", 60, {"kind": "judgement"}))
    card = pm.score(report, table)
    assert {each.code for each in card.findings} == {"indicator_not_in_rubric", "subtotal_changes"}
    dimension = card.dimensions[0]
    for each in (dimension.sum, dimension.categories[0].sum):
        assert (each.points, each.full_marks, each.of_stated) == (90, 100, None)
        assert each.stated is not None
        assert each.stated.text == "95"
        assert each.judgement is not None
        assert (each.judgement.verdict, each.judgement.difference) == (pm.Verdict.INCONSISTENT, 5)


@pytest.mark.parametrize(("total", "verdict"), [("92.1", "exact"), ("92.3", "rounding"), ("92.4", "inconsistent")])
def test_points_that_were_all_cut_off_may_add_up_to_more(total: str, verdict: str) -> None:
    """Three numbers without what was cut off are less than 0.3 too low: no rounding half up explains 0.2 of it."""
    marks = {"a": "40", "b": "30", "c": "30"}
    table = _table(*(_indicator(name, full, {"kind": "judgement"}) for name, full in marks.items()))
    claims = {"a": {"points": "38.7"}, "b": {"points": "27.2"}, "c": {"points": "26.2"}}
    judged = pm.score({"indicators": claims, "stated": {"total": total}}, table).whole.of_stated
    assert judged is not None
    assert judged.verdict == verdict


def test_a_stated_grade_that_fits_neither_total_is_told_of_both() -> None:
    """Stated 75 is 差 and recomputed 86 is 良, where the report says 优: two mistakes."""
    report = _report(107, points=26) | {"stated": {"total": 75, "grade": "优"}}
    found = {each.code: each for each in pm.score(report, _table(STAFFING, OTHER)).findings}
    assert set(found) == {"total_inconsistent", "grade_inconsistent", "grade_changes"}
    assert (found["grade_inconsistent"].expected, found["grade_changes"].expected) == ("差", "良")


def test_negative_points_of_a_line_whose_full_marks_are_not_known() -> None:
    unknown = _indicator("staffing", "unknown", STEP, formula="staffing_control_ratio")
    card = pm.score(_report(103, points=-1), _table(unknown, OTHER))
    finding = next(each for each in card.findings if each.code == "points_out_of_bounds")
    assert finding.message == ("staffing自报 -1 分，超出 0 至 ? 分", "staffing: stated -1, outside 0 to ?")


def test_points_that_were_cut_off_are_told_with_what_they_come_to() -> None:
    """Two of three targets hit are 26.67 of 40 points; with no rate there is nothing that rounding might move."""
    table = _table(_indicator("hits", 40, {"kind": "hit_rate"}), OTHER)
    claims = {"hits": {"hits": 2, "out_of": 3, "points": "26.66"}, "other": {"points": 60}}
    finding = next(each for each in pm.score({"indicators": claims}, table).findings if each.code == "points_rounding")
    assert finding.message == (
        "hits自报 26.66 分，按所列数据为 26.67 分；数据取整允许 26.67 至 26.67 分",
        "hits: stated 26.66, 26.67 by its figures; their rounding allows 26.67 to 26.67",
    )
    assert (finding.verdict, finding.stated, finding.expected) == (pm.Verdict.ROUNDING, "26.66", "26.67")


def test_a_grade_by_one_reading_and_none_by_default() -> None:
    """104.5% is 4.5 steps: 92 points by whole steps, of which the table names no grade, 91 and 90 by other readings."""
    report = _report(1045)
    report["staff"]["establishment"] = 1000
    grades = [{"id": "poor", "name": "差", "name_en": "poor", "range": "[0, 91]"}]
    card = pm.score(report, _table(STAFFING, OTHER, grades=grades))
    assert (card.total, card.grade) == (92, None)
    finding = next(each for each in card.findings if each.code == "grade_depends_on_reading")
    zh = "staffing“不满一档按比例扣”时 91 分为差；staffing“不满一档按一档扣”时 90 分为差"
    en = "staffing with “in proportion”: 91, poor; staffing with “a part counts as a step”: 90, poor"
    assert finding.message.zh == f"等级取决于规则读法：默认读法为?；{zh}"
    assert finding.message.en == f"the grade depends on the reading: ? by default; {en}"


def test_readings_of_a_line_without_points_change_no_total() -> None:
    """136.5%: 40 − 36 × 1.1 is 0.4 points by whole steps and none by others, all of which the table rounds to zero."""
    report = _report(1365)
    report["staff"]["establishment"] = 1000
    rounded = _indicator(
        "staffing", 40, STEP | {"per_step": "1.1"}, formula="staffing_control_ratio", round_points_to=0
    )
    card = pm.score(report, _table(rounded, OTHER))
    assert (card.line("staffing").points, card.total) == (0, 60)
    assert {(each.points, each.total) for each in card.readings} <= {(0, 60)}
    assert card.total_range == (60, 60)


@pytest.mark.parametrize("value", ["103%", "103.00%", "约103%"])
def test_a_rate_that_is_right_is_no_finding(value: str) -> None:
    assert _codes(pm.score(_report(103, value=value, points=34), _table(STAFFING, OTHER))) == []


def test_a_rate_that_cannot_be_checked_is_no_finding() -> None:
    """What is missing is told of, and not the rate that might be right."""
    report = _report(value="101%")
    del report["staff"]["establishment"]
    assert _codes(pm.score(report, _table(STAFFING, OTHER))) == ["figure_missing"]

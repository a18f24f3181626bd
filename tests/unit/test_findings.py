"""The one Finding type: codes are a closed set, their severity decides, and everything turns into plain data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from perfmetrics.causes import Cause, Diagnosis
from perfmetrics.errors import FindingsError, Problem
from perfmetrics.findings import CODES, Acceptance, Code, Finding, Impact, Severity, gravity, raise_for_errors
from perfmetrics.texts import LANGS, Phrase
from perfmetrics.verdicts import Verdict

MESSAGE = Phrase("预算控制率自报 5 分，应为 4 分", "budget control rate: stated 5, 4 by the table")
DIAGNOSIS = Diagnosis(
    Cause.DIGITS_SWAPPED,
    "adjustment.supplement",
    "9.61",
    "9.16",
    Phrase("", ""),
    ("adjusted_budget:full_year_budget.current_expenditure",),
    (),
)
ERRORS = {
    "value_inconsistent",
    "points_inconsistent",
    "points_out_of_bounds",
    "subtotal_inconsistent",
    "total_inconsistent",
    "grade_inconsistent",
    "grade_changes",
    "expenditure_by_kind",
    "basic_by_kind",
    "income_by_source",
    "totals_equal",
    "total_income_parts",
    "total_expenditure_parts",
    "carryover_roll_forward",
    "funds_add_up",
    "three_public_parts",
    "vehicle_parts",
    "procurement_parts",
    "list_adds_up",
    "shares_add_up",
    "projects_add_up",
    "user_identity",
    "part_above_whole",
    "share_recomputed",
    "rate_recomputed",
    "stated_twice",
}


def test_the_codes_that_fail_a_build() -> None:
    assert {name for name, code in CODES.items() if code.severity is Severity.ERROR} == ERRORS


@pytest.mark.parametrize("name", CODES)
def test_every_code_is_a_name_with_words_in_both_languages(name: str) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", name)
    code = CODES[name]
    for words in (code.title, code.mend):
        assert words.en.isascii()
        assert not words.zh.isascii()


def test_a_difference_under_an_assumed_rule_never_fails_a_build() -> None:
    assert CODES["differs_under_assumed_rule"].severity is Severity.WARNING


def test_codes_cannot_be_added_by_a_caller() -> None:
    with pytest.raises(TypeError):
        CODES["x"] = Code(MESSAGE, Severity.NOTE, MESSAGE)  # type: ignore[index]


def test_titles_tell_codes_apart() -> None:
    for lang in LANGS:
        titles = [code.title.of(lang) for code in CODES.values()]
        assert len(titles) == len(set(titles))


def test_a_severity_has_a_word() -> None:
    assert [each.label.zh for each in Severity] == ["错误", "提示", "说明"]
    assert [each.label.en for each in Severity] == ["error", "warning", "note"]


@pytest.mark.parametrize(
    ("impact", "points", "grade"),
    [
        (Impact(), False, False),
        (Impact(points=(Decimal(5), Decimal("5.0"))), False, False),
        (Impact(points=(Decimal(5), Decimal(4))), True, False),
        (Impact(points=(None, Decimal(4)), grade=("优", "优")), True, False),
        (Impact(grade=("优", "良")), False, True),
        (Impact(grade=(None, "良")), False, True),
    ],
)
def test_what_an_impact_changes(impact: Impact, *, points: bool, grade: bool) -> None:
    assert (impact.changes_points, impact.changes_grade) == (points, grade)


def test_an_impact_as_data() -> None:
    impact = Impact((Decimal(5), Decimal("4.50")), (None, Decimal("1E+2")), ("优", None))
    assert impact.to_dict() == {"points": ["5", "4.50"], "total": [None, "100"], "grade": ["优", None]}


def test_a_finding_as_data_in_either_language() -> None:
    finding = Finding(
        "points_inconsistent",
        "indicators.budget_control_rate",
        MESSAGE,
        verdict=Verdict.INCONSISTENT,
        stated="5",
        expected="4",
        difference="+1",
        interval="[4, 4]",
        working="9.16 ÷ 1521.39 × 100% ≈ 0.60%",
        diagnoses=(DIAGNOSIS,),
        impact=Impact(points=(Decimal(5), Decimal(4))),
    )
    assert finding.to_dict("en") == {
        "code": "points_inconsistent",
        "severity": "error",
        "title": "stated points contradict the scoring rule",
        "verdict": "inconsistent",
        "where": "indicators.budget_control_rate",
        "message": "budget control rate: stated 5, 4 by the table",
        "mend": "award the points by the table, or say why not",
        "stated": "5",
        "expected": "4",
        "difference": "+1",
        "interval": "[4, 4]",
        "working": "9.16 ÷ 1521.39 × 100% ≈ 0.60%",
        "diagnoses": [
            {
                "cause": "digits_swapped",
                "label": "two digits swapped",
                "where": "adjustment.supplement",
                "stated": "9.61",
                "mended": "9.16",
                "note": "",
                "satisfies": ["adjusted_budget:full_year_budget.current_expenditure"],
                "breaks": [],
                "also": [],
            }
        ],
        "impact": {"points": ["5", "4"], "total": [None, None], "grade": [None, None]},
        "waiver": None,
    }
    chinese = finding.to_dict()
    assert (chinese["title"], chinese["message"]) == ("自评得分与评分标准不符", MESSAGE.zh)
    assert chinese["diagnoses"][0]["label"] == "相邻两位数字颠倒"
    assert json.loads(json.dumps(chinese)) == chinese


def test_a_finding_that_knows_little() -> None:
    data = Finding("another_rubric", "rubric", MESSAGE).to_dict()
    assert [key for key, value in data.items() if value is None] == [
        "verdict",
        "stated",
        "expected",
        "difference",
        "interval",
        "working",
        "impact",
        "waiver",
    ]


def test_an_accepted_finding_is_a_note_that_says_who_accepted_it_and_why() -> None:
    wrong = Finding("value_inconsistent", "indicators.a", MESSAGE)
    accepted = replace(wrong, waiver=Acceptance("以决算批复为准", "张三"))
    assert wrong.is_error
    assert not accepted.is_error
    assert accepted.severity is Severity.NOTE
    assert accepted.to_dict()["waiver"] == {"reason": "以决算批复为准", "author": "张三"}


def test_a_finding_without_explanations_says_so() -> None:
    assert Finding("another_rubric", "rubric", MESSAGE).to_dict()["diagnoses"] == []


def test_what_a_lawful_cause_may_explain_is_a_warning() -> None:
    """年初结转和结余（会计差错更正、收回、归集调整除外）: what else explains a difference is no error."""
    for name in ("adjusted_budget", "brought_forward", "hospitality_parts"):
        assert CODES[name].severity is Severity.WARNING


def test_what_is_not_judged_or_only_rounded_is_a_note() -> None:
    for name in ("rounding_difference", "open_list", "zero_denominator", "hundred_percent_unequal", "habit_departure"):
        assert CODES[name].severity is Severity.NOTE


def test_what_changes_a_grade_comes_first_then_points_then_severity() -> None:
    grade = Finding("value_rounding", "a", MESSAGE, impact=Impact(grade=("优", "良")))
    points = Finding("value_rounding", "b", MESSAGE, impact=Impact(points=(Decimal(5), Decimal(4))))
    error, warning, note = (Finding(name, "c", MESSAGE) for name in ("totals_equal", "brought_forward", "open_list"))
    assert sorted([note, warning, error, points, grade], key=gravity) == [grade, points, error, warning, note]


def test_severity_follows_from_the_code() -> None:
    for name, code in CODES.items():
        finding = Finding(name, "", MESSAGE)
        assert finding.severity is code.severity
        assert finding.is_error == (name in ERRORS)


def test_only_errors_are_raised_each_with_its_place_and_mend() -> None:
    findings = [
        Finding("value_rounding", "indicators.a", MESSAGE),
        Finding("points_inconsistent", "indicators.b", MESSAGE),
        Finding("total_inconsistent", "stated.total", MESSAGE),
    ]
    with pytest.raises(FindingsError) as caught:
        raise_for_errors(iter(findings), "自评报告")
    assert caught.value.source == "自评报告"
    assert caught.value.problems == (
        Problem("indicators.b", MESSAGE, CODES["points_inconsistent"].mend),
        Problem("stated.total", MESSAGE, CODES["total_inconsistent"].mend),
    )


def test_nothing_is_raised_where_nothing_is_an_error() -> None:
    findings = [Finding(name, "", MESSAGE) for name in sorted(CODES.keys() - ERRORS)]
    raise_for_errors(findings, "")
    raise_for_errors([], "")
    with pytest.raises(FindingsError):
        raise_for_errors([*findings, Finding("grade_changes", "", MESSAGE)], "")

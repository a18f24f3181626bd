"""check(): its findings, their order, and the ways in which a result shows itself."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics.findings import CODES, gravity
from perfmetrics.identities import Identity
from perfmetrics.render.text import WIDTH, width
from perfmetrics.texts import Phrase
from perfmetrics.views.findings import best_explanations
from rubric_tables import table_of

Data = dict[str, Any]
HERE = "final_accounts"
REPORTS = Path(__file__).parents[2] / "examples" / "reports"


def spent(total: str = "100.38", basic: str = "99.76", project: str = "0.62", **more: object) -> Data:
    """Return a report of expenditure by kind: 99.76 + 0.62 = 100.38."""
    lines = {"current_expenditure": total, "basic_expenditure": basic, "project_expenditure": project}
    return {"title": "某报告", "unit": "万元", HERE: lines, **more}


def rate(value: str, part: str = "90.57", whole: str = "100.00", formula: str = "completion_rate") -> Data:
    names = {"completion_rate": ("actual", "planned"), "growth_rate": ("current", "prior"), "share": ("part", "whole")}
    facts = [{"id": name, "name": name, "value": figure} for name, figure in (("p", part), ("w", whole))]
    inputs = dict(zip(names[formula], ("facts.p", "facts.w"), strict=True))
    return {"facts": facts, "claims": [{"formula": formula, "inputs": inputs, "value": value, "where": "二（一）"}]}


def only(result: pm.CheckResult) -> pm.Finding:
    (found,) = result.findings
    return found


# ---------------------------------------------------------------------------------------------------------------------
# Findings.


def test_nothing_is_found_in_right_figures() -> None:
    """Issue 3: 南江 and 攀枝花西区: all holds."""
    result = pm.check(spent())
    assert (result.ok, result.findings, result.culprits, result.card) == (True, (), (), None)
    assert result.counts() == {"exact": 1, "rounding": 0, "inconsistent": 0, "undefined": 0}
    result.raise_for_findings()


def test_a_broken_identity_shows_stated_recomputed_difference_interval_and_working() -> None:
    """Issue 3: the finding shows stated, recomputed, difference, allowed interval and the full working."""
    found = only(pm.check(spent("100.93")))
    assert (found.code, found.severity, found.where) == ("expenditure_by_kind", "error", f"{HERE}.current_expenditure")
    assert (found.stated, found.expected, found.difference) == ("100.93", "100.38", "+0.55")
    assert found.interval == "[100.37, 100.39)"
    assert found.working == "99.76 + 0.62 = 100.38"
    assert found.verdict is pm.Verdict.INCONSISTENT
    assert (
        found.message.zh == "部门决算·本年支出 100.93，重算 100.38，相差 +0.55"
        "（本年支出 = 基本支出 + 项目支出（+ 上缴上级、经营、对附属单位补助支出））"
    )
    assert found.message.en == (
        "final accounts, expenditure of the year 100.93, recomputed 100.38, difference +0.55"
        " (expenditure = basic + project)"
    )
    assert found.impact is None
    assert pm.check(spent("99.93")).findings[0].difference == "-0.45"


def test_a_part_above_its_whole_says_so() -> None:
    """Issue 3: a part never above its whole."""
    found = only(pm.check({"unit": "万元", HERE: {"project_expenditure": "5.90", "priority_projects": "7.46"}}))
    assert (found.code, found.stated, found.expected, found.working) == (
        "part_above_whole",
        "7.46",
        "5.90",
        "7.46 ≤ 5.90",
    )
    assert found.message.zh == "部门决算·重点项目支出 7.46 大于 5.9（分项不大于总额）"
    assert found.message.en == (
        "final accounts, priority project expenditure 7.46 is above 5.9 (a part is at most its whole)"
    )


def test_a_difference_of_rounding_is_a_note() -> None:
    """Issue 3: 100.39 against 99.76 + 0.62 is rounding; the mode is shown."""
    result = pm.check(spent("100.39"))
    found = only(result)
    assert (found.code, found.severity, found.verdict) == ("rounding_difference", "note", pm.Verdict.ROUNDING)
    assert found.message.zh == "部门决算·本年支出 100.39，重算 100.38：各项与结果均四舍五入所致"
    assert found.message.en.endswith("100.39, recomputed 100.38: rounding half up of inputs and result")
    assert (result.ok, result.culprits) == (True, ())


def test_a_truncated_rate_is_a_note() -> None:
    """Issue 3: 98.92% and 100.56% are truncations."""
    found = only(pm.check(rate("98.92%", "99.76", "100.84")))
    assert (found.code, found.expected, found.working) == (
        "rounding_difference",
        "98.93",
        "99.76 ÷ 100.84 × 100% ≈ 98.93%",
    )
    assert found.message.zh == "完成率（二（一）） 98.92%，重算 98.93%：结果截断所致"


def test_an_approximate_figure_that_rounding_explains() -> None:
    """Design 3: 约 widens: 约55% is above 54 and below 56; 14 of 25 is 56, and less where both are rounded."""
    found = only(pm.check(rate("约55%", "14", "25", "share")))
    assert (found.code, found.message.en) == (
        "rounding_difference",
        "share（二（一）） 约55%, recomputed 56%: an approximate figure",
    )


def open_list(total: str, closed: object = "unknown") -> Data:
    items = [{"name": "教育", "value": "800.12"}, {"name": "城乡社区", "value": "5.90"}]
    one = {"id": "l", "name": "功能分类", "by": "function", "total": total, "closed": closed, "items": items}
    return {"unit": "万元", "lists": [one]}


def test_an_open_list_that_falls_short_is_a_note_with_the_shortfall() -> None:
    """Issue 3: lists not known to be closed fall short as `undefined`, the shortfall shown, and raise no alarm."""
    result = pm.check(open_list("813.48"))
    found = only(result)
    assert (found.code, found.severity, found.verdict) == ("open_list", "note", pm.Verdict.UNDEFINED)
    assert found.message.zh == "功能分类 813.48，所列各项之和 806.02，少 7.46：清单未必完整"
    assert found.message.en == "功能分类 813.48, its items add up to 806.02, 7.46 short: the list may be incomplete"
    assert (result.ok, result.culprits, result.counts()["undefined"]) == (True, (), 1)
    assert only(pm.check(open_list("813.48", closed=True))).code == "list_adds_up"


def test_a_project_above_a_class_of_an_open_list_is_a_note() -> None:
    """Issue 3: a project of 7.46 in class 城乡社区 above the class's 5.9, in a list that may be incomplete."""
    data = open_list("806.02")
    data["projects"] = [{"name": "绿化", "executed": "7.46", "function": "城乡社区"}]
    found = only(pm.check(data))
    assert (found.code, found.where) == ("open_list", "projects.绿化.executed")
    assert found.message.zh == "绿化 7.46 大于所属类的 5.9，该清单未必完整"
    assert found.message.en == "绿化 7.46 is above its class's 5.9; the list may be incomplete"


def test_what_is_of_an_item_usually_falls_short_and_nobody_remarks_on_it() -> None:
    """Design 4: a list after 其中 may be partial; its shortfall is counted, and not told."""
    items = [{"name": "甲", "value": "10"}, {"name": "其中", "value": "4", "level": 2}]
    one = {"id": "l", "name": "n", "by": "other", "total": "10", "closed": True, "items": items}
    result = pm.check({"unit": "万元", "lists": [one]})
    assert (result.findings, result.counts()["undefined"]) == ((), 1)


def test_growth_from_nothing_is_not_judged() -> None:
    """Issue 3: growth from a zero base is undefined."""
    found = only(pm.check(rate("100%", "0.87", "0", "growth_rate")))
    assert (found.code, found.severity, found.expected, found.difference, found.interval) == (
        "zero_denominator",
        "note",
        None,
        None,
        None,
    )
    assert found.message.zh == "增长率（二（一）） 100%：分母为零，不能判定"
    assert found.working == "100% = (0.87 − 0) ÷ 0 × 100%"


def test_a_full_rate_of_unequal_figures_is_remarked_on() -> None:
    """Issue 3: completion "100%" against unequal figures: 99.76 of 100 is written so, and still is not all."""
    found = only(pm.check(rate("100%", "99.76")))
    assert (found.code, found.severity, found.verdict) == ("hundred_percent_unequal", "note", pm.Verdict.EXACT)
    assert found.message.zh == "完成率（二（一））写 100%，两数并不相等：99.76 ÷ 100.00 × 100%"
    assert pm.check(rate("100%", "100")).findings == ()
    assert pm.check(rate("91%")).findings == ()
    assert only(pm.check(rate("100%", "90.57"))).code == "rate_recomputed"


def test_a_sum_of_a_hundred_is_no_full_rate() -> None:
    """Only rates are remarked on: 99.38 + 0.75 is 100.13, and 100 to the digits that are written."""
    assert pm.check(spent("100", "99.38", "0.75")).findings == ()


# ---------------------------------------------------------------------------------------------------------------------
# Options.


def test_the_options_of_the_search_are_passed_on() -> None:
    """Issue 3: weights, fixed figures and a search bound as options."""
    data = spent("200.93")
    sets = [(f"{HERE}.{name}_expenditure",) for name in ("basic", "current", "project")]
    assert pm.check(data).culprits == (tuple(sets),)
    assert pm.check(data, fixed=[sets[0][0]]).culprits == (tuple(sets[1:]),)
    assert pm.check(data, weights={sets[0][0]: 2, sets[1][0]: 3}).culprits == ((sets[2],),)
    assert pm.check(data, bound=0).culprits == ((),)


MINE = {"whole": f"{HERE}.meeting_expenses", "parts": f"{HERE}.training_expenses"}


def mine(code: str, *, soft: bool = False) -> Identity:
    return Identity(code, Phrase("两费相等", "both are equal"), "house rule", MINE["whole"], MINE["parts"], soft=soft)


UNEQUAL: Data = {"unit": "万元", HERE: {"meeting_expenses": "5.00", "training_expenses": "3.00"}}


def test_identities_of_the_user_in_code_are_checked() -> None:
    """Issue 3: users add their own identities in the report file or in code."""
    assert pm.check(UNEQUAL).statements == ()
    found = only(pm.check(UNEQUAL, identities=[mine("user_identity")]))
    assert (found.code, found.is_error, found.message.en) == (
        "user_identity",
        True,
        "final accounts, meeting expenses 5.00, recomputed 3, difference +2.00 (both are equal)",
    )
    filed = {**UNEQUAL, "identities": [{"name": "两费相等", **MINE}]}
    assert only(pm.check(filed)).code == "user_identity"


def test_an_identity_of_the_user_has_any_code() -> None:
    """`Identity.code`: it is also the code of the finding where the identity is broken; codes are a closed set."""
    result = pm.check(UNEQUAL, identities=[mine("house_rule")])
    assert not result.ok
    assert {each.code for each in result.findings} <= set(CODES)


def test_a_soft_identity_of_the_user_is_a_warning() -> None:
    """`Identity.soft`: whether a lawful explanation exists, so that a break is a warning."""
    result = pm.check(UNEQUAL, identities=[mine("user_identity", soft=True)])
    assert [each.severity for each in result.findings] == ["warning"]
    assert result.ok


def test_a_report_is_a_path_a_mapping_or_a_report() -> None:
    """Design 6: check(report) takes what score() takes."""
    path = REPORTS / "nanjiang-2021.toml"
    shown = pm.check(path).to_json()
    assert pm.check(str(path)).to_json() == shown
    assert pm.check(pm.load_report(path)).to_json() == shown
    with pytest.raises(pm.ReportError):
        pm.check({"no_such_key": 1})
    with pytest.raises(pm.FileError):
        pm.check("no-such-file.toml")
    with pytest.raises(pm.UnknownNameError):
        pm.check(spent(), rubric="no-such-table")


# ---------------------------------------------------------------------------------------------------------------------
# With a scoring table.


def scored(value: str, **more: Any) -> Data:
    return {
        "unit": "万元",
        "initial_budget": {"operating_expenses": "141.6"},
        HERE: {"operating_expenses": "234.56"},
        "indicators": {"operating_expense_control_ratio": {"value": value, "points": 0}},
        **more,
    }


def test_what_scoring_finds_of_figures_is_told_with_the_rest() -> None:
    """Issue 3: points sum to subtotals and total, grade matches total; stated rates recompute (with a table)."""
    result = pm.check(scored("161.65%"), rubric="baojing-2019")
    assert result.card is not None
    assert [(each.code, each.where) for each in result.findings if each.is_error] == [
        ("value_inconsistent", "indicators.operating_expense_control_ratio")
    ]
    assert not {each.code for each in result.findings} & {"figure_missing", "points_inconsistent", "value_undefined"}
    assert pm.check(scored("161.65%")).findings == ()
    named = pm.check(scored("161.65%", rubric="baojing-2019"))
    assert named.findings == result.findings
    assert named.to_dict()["rubric"] == "baojing-2019"


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"total": "93"}, "total_inconsistent"),
        ({"total": "10", "grade": "优"}, "grade_inconsistent"),
        ({"dimensions": {"投入": "99"}}, "subtotal_inconsistent"),
    ],
)
def test_stated_points_totals_and_grades_are_checked(stated: Data, code: str) -> None:
    """Issue 3: points sum to subtotals and total; grade matches total."""
    rubric = pm.load_rubric("baojing-2019")
    lines = [line.id for dim in rubric.dimensions for cat in dim.categories for line in cat.indicators]
    points = {line: {"points": 0} for line in lines}
    if "dimensions" in stated:
        stated = {"dimensions": {rubric.dimensions[0].id: "99"}}
    result = pm.check({"indicators": points, "stated": stated}, rubric=rubric)
    assert code in {each.code for each in result.findings}
    assert not result.ok


def test_rates_that_scoring_recomputed_tell_the_habit_too() -> None:
    """Issue 3: infer from all stated results together; a wrong one is no evidence."""
    # 234.56 ÷ 141.6 is 165.649…%.
    assert pm.check(scored("165.64%"), rubric="baojing-2019").habit.modes == ("truncate",)
    where = ("indicators.operating_expense_control_ratio",)
    assert pm.check(scored("165.65%"), rubric="baojing-2019").habit.evidence == where
    assert pm.check(scored("161.65%"), rubric="baojing-2019").habit.evidence == ()


def test_findings_come_gravest_first() -> None:
    """Issue 3: findings sorted by what they change; then errors, warnings, notes."""
    data = {**rate("100%", "99.76"), **spent("100.93"), "prior_accounts": {"closing_carryover": "5.00"}}
    data[HERE]["opening_carryover"] = "7.00"
    result = pm.check(data)
    assert [each.code for each in result.findings] == [
        "expenditure_by_kind",
        "brought_forward",
        "hundred_percent_unequal",
    ]
    assert [each.severity for each in result.findings] == ["error", "warning", "note"]
    shown = pm.check(REPORTS / "kaijiang-2019.toml").findings
    assert list(shown) == sorted(shown, key=gravity)


# ---------------------------------------------------------------------------------------------------------------------
# How a result shows itself.


def full() -> pm.CheckResult:
    """Return a result with an error, a warning, notes, explanations and a group of culprits."""
    data = {**rate("100%", "99.76"), **spent("109.38"), "prior_accounts": {"closing_carryover": "5.00"}}
    data[HERE]["opening_carryover"] = "7.00"
    return pm.check(data)


def test_a_broken_result_raises_its_errors() -> None:
    """Issue 3: `result.raise_for_findings()`."""
    with pytest.raises(pm.FindingsError) as caught:
        full().raise_for_findings()
    assert [each.path for each in caught.value.problems] == [f"{HERE}.current_expenditure"]
    assert caught.value.source == "某报告"
    untitled = spent("109.38")
    del untitled["title"]
    with pytest.raises(pm.FindingsError) as caught:
        pm.check(untitled).raise_for_findings()
    assert caught.value.source == ""


def test_the_title_is_that_of_the_report_or_its_department() -> None:
    """A result says which report it is about."""
    assert full().report_title == "某报告"
    assert pm.check({"department": "某局"}).report_title == "某局"
    assert pm.check({}).report_title is None


def test_a_result_counts_and_repeats_itself() -> None:
    """Design 6: `.ok`, counts and a short representation."""
    result = full()
    assert not result.ok
    assert result.counts() == {"exact": 1, "rounding": 0, "inconsistent": 2, "undefined": 0}
    assert repr(result) == "<CheckResult 某报告: 1 exact, 2 inconsistent>"
    assert str(result) == result.to_text()
    assert result._repr_html_() == result.to_html(fragment=True)
    assert result._repr_mimebundle_() == {"text/html": result._repr_html_(), "text/plain": result.to_text()}


def test_rows_are_flat_records() -> None:
    """Design 6: `.rows()` for a data frame."""
    rows = full().rows("en")
    assert rows[0] == {
        "identity": "expenditure_by_kind",
        "name": "expenditure = basic + project",
        "where": f"{HERE}.current_expenditure",
        "stated": "109.38",
        "expected": "100.38",
        "difference": "+9.00",
        "interval": "[100.37, 100.39)",
        "verdict": "inconsistent",
        "reason": None,
        "working": "99.76 + 0.62 = 100.38",
    }
    assert len(rows) == len(full().statements) == 3
    assert full().rows()[0]["name"].startswith("本年支出 = ")
    undefined = pm.check(rate("100%", "0.87", "0", "growth_rate")).rows()[0]
    assert (undefined["expected"], undefined["difference"], undefined["interval"]) == (None, None, None)
    assert (undefined["verdict"], undefined["reason"]) == ("undefined", "zero_denominator")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_json_is_the_dictionary(lang: Any) -> None:
    """Issue 3: JSON; decimals are strings."""
    result = full()
    plain = result.to_dict(lang)
    assert json.loads(result.to_json(lang)) == plain
    assert set(plain) == {
        "schema_version",
        "report",
        "rubric",
        "counts",
        "statements",
        "habit",
        "culprits",
        "findings",
    }
    assert (plain["schema_version"], plain["report"], plain["rubric"]) == (1, "某报告", None)
    assert plain["counts"] == result.counts()
    assert plain["culprits"] == [[list(chosen) for chosen in group] for group in result.culprits]
    assert plain["culprits"][0] == [[f"{HERE}.{name}_expenditure"] for name in ("basic", "current", "project")]
    assert [each["code"] for each in plain["findings"]] == [each.code for each in result.findings]
    assert plain["findings"][0]["diagnoses"][0]["mended"] == "100.38"
    assert plain["findings"][0]["title"] == CODES["expenditure_by_kind"].title.of(lang)


@pytest.mark.parametrize("name", [path.stem for path in sorted(REPORTS.glob("*.toml"))])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_is_eighty_columns_wide(name: str, lang: Any) -> None:
    """Design 6: text for a terminal, in Chinese and in English."""
    shown = pm.check(REPORTS / f"{name}.toml").to_text(lang)
    assert shown
    assert max(width(each) for each in shown.splitlines()) <= WIDTH == 80


def test_text_says_what_was_found() -> None:
    """Issue 3: explanations that an auditor can act on."""
    zh, en = full().to_text(), full().to_text("en")
    assert "核对 3 项勾稽关系：一致 1，取整差 0，不符 2，不判定 0" in zh
    assert "3 identities checked: exact 1, rounding 0, inconsistent 2, undefined 0" in en
    assert "[错误] " in zh
    assert "[warning] " in en
    assert "99.76 + 0.62 = 100.38" in zh
    assert "应为 100.38" in zh
    assert "one digit mistyped: " in en
    # 99.76% is cut to 99%, so that 100% was rounded.
    assert "取整习惯为四舍五入或四舍六入五成双（依据 1 处）" in zh
    assert "the report's habit is rounding half up or rounding half to even (1 results)" in en
    assert "\x1b[" not in zh
    assert "\x1b[31;1m" in full().to_text(color=True)


def test_text_of_a_right_report_says_that_nothing_was_found() -> None:
    """A result that found nothing says so."""
    untitled = spent()
    del untitled["title"]
    assert "没有发现问题。" in pm.check(untitled).to_text()
    assert "勾稽核对" in pm.check(untitled).to_text()
    assert pm.check(untitled).to_text("en").startswith("Check\n")
    assert "Nothing to report." in pm.check(untitled).to_text("en")


def test_markdown_has_headings_and_bullets() -> None:
    """Issue 3: Markdown."""
    zh, en = full().to_markdown(), full().to_markdown("en")
    assert zh.startswith("# 某报告\n")
    assert "\n## 发现\n" in zh
    assert "\n## Findings\n" in en
    findings, _, mends = zh.partition("\n## 最少更正\n")
    assert findings.count("\n- ") == len(full().findings)
    assert mends.count("\n- ") == len([group for group in full().culprits if group])
    assert "\n## Fewest changes\n" in en


def test_a_change_of_the_total_is_told() -> None:
    """Issue 3, impact: what each mended figure does to the total and the grade is shown."""
    step = {"kind": "step_deduct", "standard": 100, "direction": "over", "step": 1, "per_step": 2}
    known = {"full_marks": "published", "rule": "published"}
    names = {"name": "n", "name_en": "n", "full_marks": 100}
    line = {"id": "staffing", **names, "rule": step, "provenance": known, "formula": "staffing_control_ratio"}
    dimension = {"id": "d", **names, "categories": [{"id": "c", **names, "indicators": [line]}]}
    grades = [{"id": "a", "name": "优", "range": "[90, 100]"}, {"id": "b", "name": "差", "range": "[0, 90)"}]
    table = table_of([dimension], grades)
    items = [{"name": "甲", "value": "96"}, {"name": "乙", "value": "7"}]
    kinds = {"id": "l", "name": "n", "by": "kind", "of": "staff.in_post", "closed": True, "items": items}
    data = {**spent("109.38"), "staff": {"in_post": 130, "establishment": 100}, "lists": [kinds]}
    result = pm.check(data, rubric=table)
    # 30% over is 60 points off; 3% over is 6.
    assert "改正后总分 40 → 94，等级 差 → 优" in result.to_text()
    assert "when mended: total 40 → 94, grade 差 → 优" in result.to_text("en")
    assert result.to_text().count("改正后总分") == 1  # the expenditure changes no point
    assert [each.code for each in result.findings if each.is_error] == ["list_adds_up", "expenditure_by_kind"]
    impact = result.findings[0].impact
    assert impact is not None
    assert impact.total == (Decimal(40), Decimal(94))


def test_people_are_shown_the_best_explanations() -> None:
    """Issue 3: equal explanations are all given to programs, and the best of them to people."""
    assert best_explanations(()) == ()
    found = full().findings[0].diagnoses
    best = best_explanations(found)
    assert best == tuple(each for each in found if each.standing == found[0].standing)[:3]
    assert {each.mended for each in best} == {"100.38", "9.62"}


@pytest.mark.parametrize("option", [{"fixed": ["final_accounts.no_such_line"]}, {"weights": {"nowhere.x": 2}}])
def test_an_option_that_names_no_figure_is_refused(option: dict[str, Any]) -> None:
    """A path that silently did nothing would be believed to hold."""
    with pytest.raises(pm.ReportError) as caught:
        pm.check(full_report(), **option)
    (only,) = caught.value.problems
    assert only.path in {"final_accounts.no_such_line", "nowhere.x"}


def test_an_option_that_names_a_figure_that_is_not_stated_is_refused() -> None:
    """As above: the path is one that a report may have, and this one has not."""
    with pytest.raises(pm.ReportError, match="meeting_expenses"):
        pm.check(full_report(), fixed=["prior_budget.meeting_expenses"])
    lonely = {**full_report(), "staff": {"in_post": "5"}}
    assert pm.check(lonely, fixed=["staff.in_post"]).to_dict() == pm.check(lonely).to_dict()


def test_the_fewest_changes_are_shown() -> None:
    """Issue 3: the smallest set of figures that mends all, in the text as in the JSON."""
    result = pm.check(full_report())
    assert "最少更正" in result.to_text()
    assert "Fewest changes" in result.to_text("en")
    (group,) = result.culprits
    assert (len(group), len(group[0])) == (3, 1)
    assert "更正 final_accounts.basic_expenditure 或" in result.to_text()
    many = {
        "unit": "万元",
        "lists": [
            {
                "id": "l",
                "name": "n",
                "by": "kind",
                "closed": True,
                "total": "9.00万元",
                "items": [{"name": name, "value": "3.50万元"} for name in "甲乙丙丁"],
            }
        ],
    }
    assert "等 5 种" in pm.check(many).to_text()
    assert ", or 2 more" in pm.check(many).to_text("en")


def test_the_range_that_rounding_allows_is_shown() -> None:
    """Issue 3: the finding shows stated, recomputed, difference, allowed interval and the full working."""
    text = pm.check(full_report()).to_text()
    for words in ("109.38", "重算 100.38", "相差 +9.00", "99.76 + 0.62 = 100.38", "取整允许的范围 [100.37, 100.39)"):
        assert words in text
    assert "rounding allows [100.37, 100.39)" in pm.check(full_report()).to_text("en")


def test_amounts_are_recomputed_in_the_unit_as_written() -> None:
    """A figure in 元 is recomputed in 元, and says so."""
    data = {
        "unit": "万元",
        "final_accounts": {
            "current_expenditure": "1093800元",
            "basic_expenditure": "99.76",
            "project_expenditure": "0.62",
        },
    }
    assert "1093800元，重算 1003800元，相差 +90000" in pm.check(data).to_text()


def full_report() -> dict[str, Any]:
    lines = {"current_expenditure": "109.38", "basic_expenditure": "99.76", "project_expenditure": "0.62"}
    return {"unit": "万元", "final_accounts": lines}


def test_a_report_without_identities_says_nothing_of_a_habit() -> None:
    """What was not looked at is not remarked on."""
    assert "取整习惯" not in pm.check({"unit": "万元"}).to_text()

"""check(): what a result says in either language, and which figure is named beside a list that falls short."""

from __future__ import annotations

from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics.consistency import departures
from perfmetrics.habits import Habit
from perfmetrics.quantities import Rounding

Data = dict[str, Any]


def listed(total: str, *items: str, **facts: object) -> Data:
    """Return an open list whose items fall short of its total, and other figures of the report."""
    return {
        "title": "某报告",
        "facts": [{"id": name, "name": f"名{name}", "value": value} for name, value in facts.items()],
        "lists": [
            {
                "id": "l",
                "name": "清单",
                "by": "other",
                "total": total,
                "items": [{"name": f"项{i}", "value": value} for i, value in enumerate(items)],
            }
        ],
    }


def named(data: Data) -> str | None:
    """Return which figure is told to be what the list lacks."""
    [found] = pm.check(data).findings
    assert found.code == "open_list"
    _, _, told = found.message.zh.partition("；差额在取整范围内等于")
    _, _, english = found.message.en.partition("; within rounding that is ")
    assert told == english
    return told or None


# --- a list that falls short ---


def test_a_figure_that_is_what_a_list_lacks_is_named() -> None:
    """What was left out may stand elsewhere in the report: 10.00 − 4.00 − 3.50 = 2.50."""
    data = listed("10.00万元", "4.00万元", "3.50万元", x="2.50万元")
    [found] = pm.check(data).findings
    assert found.message.zh == (
        "清单 10.00万元，所列各项之和 7.5万元，少 2.50：清单未必完整；差额在取整范围内等于名x 2.50万元"
    )
    assert found.message.en == (
        "清单 10.00万元, its items add up to 7.5万元, 2.50 short: the list may be incomplete;"
        " within rounding that is 名x 2.50万元"
    )


@pytest.mark.parametrize(
    ("value", "is_named"),
    [
        ("2.50万元", True),
        ("25000元", True),
        ("0.000250亿元", True),
        ("2.5万元", True),
        ("3万元", True),  # 2.50 is written as 3 half up
        ("2万元", True),  # and the items may be 0.01 more together
        ("1万元", False),
        ("2.51万元", True),  # within the half hundredth of each of three figures
        ("2.49万元", True),
        ("2.52万元", False),
        ("2.48万元", False),
        ("-2.50万元", False),
        ("2.50", False),  # of what, nobody knows
        ("2.50%", False),
        ("3件", False),
        ("0.00万元", False),
    ],
)
def test_such_a_figure_is_of_the_same_kind_and_within_rounding(value: str, *, is_named: bool) -> None:
    assert named(listed("10.00万元", "4.00万元", "3.50万元", x=value)) == (f"名x {value}" if is_named else None)


@pytest.mark.parametrize(
    ("total", "item", "value", "is_named"),
    [
        ("100件", "60件", "40件", True),
        ("100件", "60件", "41件", False),
        ("100件", "60件", "39件", False),
        ("100件", "60件", "40万元", False),
        ("1.00万元", "0.00万元", "1.00万元", True),
        ("6.00万元", "5.00万元", "1.00万元", True),
        ("6.00万元", "5.50万元", "1万元", True),  # 0.50 is written as 1 half up
        ("10", "4", "6", False),
        ("10", "4", "6万元", False),
    ],
)
def test_people_and_tasks_are_compared_one_by_one(total: str, item: str, value: str, *, is_named: bool) -> None:
    assert named(listed(total, item, x=value)) == (f"名x {value}" if is_named else None)


def test_a_figure_of_the_list_itself_is_not_what_it_lacks() -> None:
    """Neither an item, which is there, nor the total; the figures behind them are still looked at."""
    assert named(listed("10.00万元", "5.00万元")) is None
    assert named(listed("5.00万元", "0.00万元")) is None
    assert named(listed("10.00万元", "5.00万元", x="5.00万元")) == "名x 5.00万元"
    assert named(listed("5.00万元", "0.00万元", x="5.00万元")) == "名x 5.00万元"


SUM = [{"name": "a", "value": "1.00万元"}, {"name": "b", "value": "1.50万元"}]
MORE = [{"name": "a", "value": "2.50万元"}, {"name": "b", "value": "1.50万元"}]


@pytest.mark.parametrize("first", ["0.00万元", "9.99万元", SUM, MORE, "2.50%", "2.50"])
def test_what_is_no_such_figure_does_not_hide_the_next(first: object) -> None:
    """A figure that is written as a sum, or that is none of money, is passed over."""
    assert named(listed("10.00万元", "4.00万元", "3.50万元", x=first, y="2.50万元")) == "名y 2.50万元"


def test_the_first_of_several_such_figures_is_named() -> None:
    assert named(listed("10.00万元", "4.00万元", "3.50万元", x="2.50万元", y="2.50万元")) == "名x 2.50万元"


# --- words and forms ---


def wrong() -> Data:
    lines = {"current_expenditure": "100.93", "basic_expenditure": "99.76", "project_expenditure": "0.62"}
    facts = [{"id": "p", "name": "p", "value": "1"}, {"id": "w", "name": "w", "value": "6"}]
    claim = {"formula": "share", "inputs": {"part": "facts.p", "whole": "facts.w"}, "value": "16.66%"}
    return {"title": "某报告", "unit": "万元", "final_accounts": lines, "facts": facts, "claims": [claim]}


def test_a_result_speaks_chinese_unless_it_is_asked_for_english() -> None:
    """Everything that it says, and not only its findings."""
    result = pm.check(wrong())
    assert result.to_dict() == result.to_dict("zh")
    assert result.rows() == result.rows("zh")
    assert result.to_document() == result.to_document("zh") != result.to_document("en")
    assert result.to_page() == result.to_page("zh") != result.to_page("en")
    assert result.to_dict()["statements"] == result.rows("zh")
    assert result.to_dict()["habit"] == result.habit.to_dict("zh")
    english = result.to_dict("en")
    assert english["statements"] == result.rows("en") != result.rows("zh")
    assert english["habit"] == result.habit.to_dict("en") != result.habit.to_dict("zh")


def test_a_result_of_nothing_says_so() -> None:
    assert repr(pm.check({"title": "某报告"})) == "<CheckResult 某报告: no statements>"


def test_a_bound_shows_the_number_without_its_unit() -> None:
    accounts = {"project_expenditure": "5.90万元", "priority_projects": "7.46万元"}
    [found] = pm.check({"unit": "万元", "final_accounts": accounts}).findings
    assert found.working == "7.46 ≤ 5.90"


def test_a_rate_without_a_sign_is_recomputed_with_one() -> None:
    """A rate is in percent, whether or not it says so."""
    data = wrong()
    data["claims"][0]["value"] = "61.67"
    [_, found] = sorted(pm.check(data).findings, key=lambda each: each.where == "claims[0]")
    assert found.message.en.split(", ")[1] == "recomputed 16.67%"


def test_an_approximate_figure_is_explained_as_one() -> None:
    """约55% is above 54 and below 56; 14 of 25 is 56, and less where both are rounded."""
    facts = [{"id": "p", "name": "p", "value": "14"}, {"id": "w", "name": "w", "value": "25"}]
    [found] = pm.check({**wrong(), "final_accounts": {}, "facts": facts, **approximate()}).findings
    assert found.code == "rounding_difference"
    assert (found.message.zh, found.message.en) == (
        "占比 约55%，重算 56%：约数所致",
        "share 约55%, recomputed 56%: an approximate figure",
    )


def approximate() -> Data:
    return {"claims": [{**wrong()["claims"][0], "value": "约55%"}]}


def test_a_rate_over_nothing_is_no_error_of_a_check() -> None:
    """What scoring could not compute is told by score(); a check tells only of figures that do not agree."""
    data = {
        "unit": "万元",
        "initial_budget": {"operating_expenses": "0"},
        "final_accounts": {"operating_expenses": "234.56"},
        "indicators": {"operating_expense_control_ratio": {"value": "161.65%", "points": 0}},
    }
    result = pm.check(data, rubric="baojing-2019")
    assert result.card is not None
    assert "value_undefined" in {each.code for each in result.card.findings}
    assert "value_undefined" not in {each.code for each in result.findings}


def test_paths_that_no_figure_has_are_all_refused_in_both_languages() -> None:
    with pytest.raises(pm.ReportError) as caught:
        pm.check(wrong(), fixed=["final_accounts.current_expenditure", "facts.zz"], weights={"facts.yy": 2})
    first, second = caught.value.problems
    assert (first.path, second.path) == ("facts.zz", "facts.yy")
    assert (first.reason.zh, first.reason.en) == ("报告未列“facts.zz”", "the report does not state 'facts.zz'")
    assert first.mend is not None
    assert (first.mend.zh, first.mend.en) == ("请核对路径", "check the path")


def test_what_nothing_explains_is_told_without_an_explanation() -> None:
    """No other number makes a figure twice itself: that it is not is still said, and that nothing follows of it."""
    own = {"name": "自定", "whole": "facts.a", "parts": "facts.a + facts.a"}
    [found] = pm.check({"facts": [{"id": "a", "name": "甲", "value": "5"}], "identities": [own]}).findings
    assert found.message == ("甲 5，重算 10，相差 -5（自定）", "甲 5, recomputed 10, difference -5 (自定)")
    assert (found.diagnoses, found.impact) == ((), None)


@pytest.mark.parametrize(
    ("modes", "zh", "en"),
    [
        ((Rounding.TRUNCATE,), "截断", "truncation"),
        (
            (Rounding.HALF_UP, Rounding.HALF_EVEN),
            "四舍五入或四舍六入五成双",
            "rounding half up or rounding half to even",
        ),
    ],
)
def test_a_departure_names_each_mode_of_the_habit(modes: tuple[Rounding, ...], zh: str, en: str) -> None:
    [found] = departures(Habit(modes, ("claims[0]", "claims[1]"), ("claims[1]",)))
    assert (found.code, found.where) == ("habit_departure", "claims[1]")
    assert found.message == (
        f"claims[1] 不合本报告的取整习惯（{zh}）",
        f"claims[1] departs from the report's habit ({en})",
    )

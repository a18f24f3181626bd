"""The rounding habit of a report: told, not told, contradicted, and who departs from it."""

from __future__ import annotations

from fractions import Fraction

import pytest

import perfmetrics as pm
from perfmetrics.habits import Habit, Result, infer_habit
from perfmetrics.quantities import Rounding, quantity

UP, EVEN, CUT = Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.TRUNCATE


def stated(where: str, text: str, exact: str) -> Result:
    return Result(where, quantity(text), Fraction(exact))


# What each exact result is under the three modes, by hand: 1.26 is 1.3, 1.3, 1.2; the tie 1.25 is 1.3, 1.2, 1.2; the
# tie 1.35 is 1.4, 1.4, 1.3.
HALF_ONLY, CUT_ONLY = stated("h", "1.3", "1.26"), stated("c", "1.2", "1.26")
UP_ONLY, NOT_UP = stated("u", "1.3", "1.25"), stated("n", "1.2", "1.25")
TIE_UP_OR_EVEN = stated("t", "1.4", "1.35")
SILENT, WRONG = stated("s", "1.2", "1.21"), stated("w", "1.9", "1.26")


@pytest.mark.parametrize(
    ("result", "modes"),
    [
        (HALF_ONLY, {UP, EVEN}),
        (CUT_ONLY, {CUT}),
        (UP_ONLY, {UP}),
        (NOT_UP, {EVEN, CUT}),
        (TIE_UP_OR_EVEN, {UP, EVEN}),
        (SILENT, {UP, EVEN, CUT}),
        (WRONG, set()),
        (stated("neg", "-1.3", "-1.25"), {UP}),
    ],
)
def test_the_modes_that_write_a_result_so(result: Result, modes: set[Rounding]) -> None:
    """Issue 3: half-up, half-even or truncation; ties tell the first two apart."""
    assert result.modes() == modes


@pytest.mark.parametrize(
    ("results", "modes", "evidence", "departures"),
    [
        ([], (), "", ""),
        ([SILENT, WRONG], (), "", ""),
        ([UP_ONLY], (UP,), "u", ""),
        ([HALF_ONLY], (UP, EVEN), "h", ""),
        ([HALF_ONLY, UP_ONLY, SILENT], (UP,), "hu", ""),
        ([HALF_ONLY, NOT_UP], (EVEN,), "hn", ""),
        ([CUT_ONLY, CUT_ONLY], (CUT,), "cc", ""),
        ([NOT_UP], (EVEN, CUT), "n", ""),
        ([NOT_UP, CUT_ONLY], (CUT,), "nc", ""),
        ([CUT_ONLY, HALF_ONLY], (), "ch", ""),
        ([UP_ONLY, CUT_ONLY], (), "uc", ""),
        ([UP_ONLY, NOT_UP, HALF_ONLY], (), "unh", ""),
        ([CUT_ONLY, CUT_ONLY, HALF_ONLY], (CUT,), "cch", "h"),
        ([HALF_ONLY, HALF_ONLY, CUT_ONLY], (UP, EVEN), "hhc", "c"),
        ([UP_ONLY, HALF_ONLY, CUT_ONLY], (UP,), "uhc", "c"),
        ([HALF_ONLY, NOT_UP, CUT_ONLY, NOT_UP], (), "hncn", ""),
    ],
)
def test_the_habit_of_a_report(
    results: list[Result], modes: tuple[Rounding, ...], evidence: str, departures: str
) -> None:
    """Issue 3: infer the habit from all stated results, or that it cannot be told, and single out the departures."""
    assert infer_habit(results) == Habit(modes, tuple(evidence), tuple(departures))
    assert infer_habit(reversed(results)).modes == modes


def test_what_is_said_of_a_habit() -> None:
    """Issue 3: infer whether the report rounds half-up, half-even or truncates, or that it cannot be told, say so."""
    words = infer_habit([]).words()
    assert (words.zh, words.en) == (
        "取整习惯无从判断：没有能区分取整方法的结果",
        "the habit cannot be told: no result tells modes apart",
    )
    words = infer_habit([CUT_ONLY, HALF_ONLY]).words()
    assert (words.zh, words.en) == (
        "取整习惯无法判断：2 处结果相互矛盾",
        "the habit cannot be told: 2 results contradict one another",
    )
    words = infer_habit([CUT_ONLY, CUT_ONLY]).words()
    assert (words.zh, words.en) == ("取整习惯为截断（依据 2 处）", "the report's habit is truncation (2 results)")
    words = infer_habit([HALF_ONLY, HALF_ONLY, CUT_ONLY]).words()
    assert words.zh == "取整习惯为四舍五入或四舍六入五成双（依据 3 处），不合的有 c"
    assert words.en == "the report's habit is rounding half up or rounding half to even (3 results); c depart from it"


def test_a_habit_as_data() -> None:
    """Issue 3: JSON output."""
    habit = infer_habit([CUT_ONLY, CUT_ONLY, HALF_ONLY])
    assert habit.to_dict("en") == {
        "modes": ["truncate"],
        "told": "the report's habit is truncation (3 results); h depart from it",
        "evidence": ["c", "c", "h"],
        "departures": ["h"],
    }
    assert habit.to_dict()["told"].startswith("取整习惯为截断")


def rates(*values: str) -> dict[str, object]:
    """Return a report that states shares of 2/3, 1/6, 5/6: 66.66…, 16.66…, 83.33… percent."""
    tops = ["2", "1", "5"]
    bottoms = ["3", "6", "6"]
    facts = [
        {"id": f"{kind}{i}", "name": "n", "value": f"{value}人"}
        for kind, numbers in (("a", tops), ("b", bottoms))
        for i, value in enumerate(numbers)
    ]
    claims = [
        {"formula": "share", "inputs": {"part": f"facts.a{i}", "whole": f"facts.b{i}"}, "value": value}
        for i, value in enumerate(values)
    ]
    return {"facts": facts, "claims": claims}


def test_a_report_that_truncates() -> None:
    """Issue 3: 98.92% and 100.56% are truncations and the report's habit is truncation."""
    result = pm.check(rates("66.66%", "16.66%", "83.33%"))
    assert result.habit == Habit((CUT,), ("claims[0]", "claims[1]"), ())
    assert [each.code for each in result.findings] == ["rounding_difference", "rounding_difference"]


def test_a_report_that_departs_from_its_habit_once() -> None:
    """Issue 3: single out those that depart from it; a wrong rate is no evidence."""
    result = pm.check(rates("66.67%", "16.7%", "83.3%"))
    assert result.habit == Habit((UP, EVEN), ("claims[0]", "claims[1]"), ())
    data = rates("66.6%", "16.66%", "99%")
    data["claims"] = [*data["claims"], {**data["claims"][0], "value": "66.67%"}]  # type: ignore[index,misc]
    result = pm.check(data)
    assert result.habit == Habit((CUT,), ("claims[0]", "claims[1]", "claims[3]"), ("claims[3]",))
    (departure,) = (each for each in result.findings if each.code == "habit_departure")
    assert (departure.where, departure.is_error) == ("claims[3]", False)
    assert departure.message.zh == "claims[3] 不合本报告的取整习惯（截断）"
    assert departure.message.en == "claims[3] departs from the report's habit (truncation)"


def test_sums_of_rounded_figures_say_nothing_of_a_habit() -> None:
    """A total of rounded figures may be off by their roundings: it is no evidence of how it was rounded."""
    parts = {"current_expenditure": "100.39", "basic_expenditure": "99.76", "project_expenditure": "0.62"}
    result = pm.check({"unit": "万元", "final_accounts": parts})
    assert [each.judgement.verdict.value for each in result.statements] == ["rounding"]
    assert result.habit == Habit((), (), ())

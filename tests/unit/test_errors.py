"""Exceptions mean misuse; each says where, why and how to mend it, all problems at once."""

from __future__ import annotations

import pickle

import pytest

from perfmetrics import errors
from perfmetrics.errors import (
    MOST_SHOWN,
    FileError,
    FindingsError,
    InputError,
    PerfMetricsError,
    Problem,
    ReportError,
    RubricError,
    UnknownNameError,
    ZeroDenominatorError,
    problem,
    unknown_name,
)
from perfmetrics.texts import Phrase

PROBLEM = Problem("staff.in_post", Phrase("为负", "is negative"), Phrase("请核对", "check it"))
NO_PATH = Problem("", Phrase("文件为空", "the file is empty"), Phrase("请填入内容", "put something into it"))
TREE = {
    FileError: OSError,
    FindingsError: Exception,
    InputError: ValueError,
    ReportError: ValueError,
    RubricError: ValueError,
    UnknownNameError: LookupError,
    ZeroDenominatorError: ZeroDivisionError,
}


def test_a_problem_is_one_line_path_reason_mend() -> None:
    assert PROBLEM.to_text() == "staff.in_post：为负；请核对"
    assert PROBLEM.to_text("en") == "staff.in_post: is negative; check it"


def test_a_problem_of_the_whole_has_no_path() -> None:
    assert NO_PATH.to_text() == "文件为空；请填入内容"
    assert NO_PATH.to_text("en") == "the file is empty; put something into it"


def test_a_problem_from_its_words() -> None:
    assert problem("a.b", "甲", "x", "乙", "y") == Problem("a.b", Phrase("甲", "x"), Phrase("乙", "y"))


def test_every_exception_is_in_the_tree_and_under_what_python_calls_it() -> None:
    defined = {each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)}
    assert defined == {PerfMetricsError, *TREE}
    for kind, builtin in TREE.items():
        assert issubclass(kind, PerfMetricsError)
        assert issubclass(kind, builtin)


@pytest.mark.parametrize("kind", TREE)
def test_an_error_says_all_its_problems(kind: type[PerfMetricsError]) -> None:
    error = kind(iter([PROBLEM, NO_PATH]))
    assert error.problems == (PROBLEM, NO_PATH)
    assert str(error) == error.to_text() == "staff.in_post：为负；请核对\n文件为空；请填入内容"
    assert error.to_text("en") == "staff.in_post: is negative; check it\nthe file is empty; put something into it"


@pytest.mark.parametrize("kind", TREE)
def test_an_error_names_its_source_above_its_problems(kind: type[PerfMetricsError]) -> None:
    error = kind([PROBLEM, NO_PATH], "report.toml")
    assert error.source == "report.toml"
    assert str(error) == "report.toml\n  staff.in_post：为负；请核对\n  文件为空；请填入内容"


@pytest.mark.parametrize("kind", TREE)
def test_an_error_survives_pickling(kind: type[PerfMetricsError]) -> None:
    error = kind([PROBLEM, NO_PATH], "report.toml")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - made here
    assert type(again) is kind
    assert (again.problems, again.source, str(again)) == (error.problems, error.source, str(error))


def test_two_hundred_problems_are_shown_and_the_rest_is_counted() -> None:
    assert str(ReportError([PROBLEM] * MOST_SHOWN)).splitlines() == [PROBLEM.to_text()] * MOST_SHOWN
    more = ReportError([PROBLEM] * (MOST_SHOWN + 2), "a.toml")
    assert len(more.problems) == MOST_SHOWN + 2
    assert str(more).splitlines()[-1] == "  ……另有 2 处"
    assert more.to_text("en").splitlines()[-1] == "  ... and 2 more"


def test_an_unknown_name_comes_with_the_nearest_known_ones() -> None:
    error = unknown_name(Phrase("公式", "formula"), "预算完成绿", ["预算完成率", "公用经费控制率"])
    assert isinstance(error, UnknownNameError)
    assert str(error) == "没有名为“预算完成绿”的公式；是否应为：预算完成率"
    assert error.to_text("en") == "no formula is called '预算完成绿'; did you mean: 预算完成率"


def test_an_unknown_name_that_is_near_to_nothing() -> None:
    error = unknown_name(Phrase("公式", "formula"), "xyz", ["预算完成率"])
    assert str(error) == "没有名为“xyz”的公式；请核对名称"
    assert error.to_text("en") == "no formula is called 'xyz'; check the name"

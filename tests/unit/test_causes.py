"""The causes of a wrong figure, in their order, and what an explanation says of itself."""

from __future__ import annotations

import dataclasses

import pytest

from perfmetrics.causes import Cause, Diagnosis
from perfmetrics.texts import Phrase

ORDER = [
    "percent_scale",
    "unit_scale",
    "sign",
    "swapped_neighbours",
    "digit_replaced",
    "digit_omitted",
    "digit_added",
    "digits_swapped",
    "truncation",
    "double_rounding",
    "wrong_denominator",
    "stale_total",
    "unexplained",
]
PLAIN = Diagnosis(Cause.DIGIT_REPLACED, "a.b", "80.57%", "90.57%", Phrase("", ""), (), ())


def test_the_order_is_that_of_the_design() -> None:
    """Design 3: percent, unit, sign, neighbours, digits, truncation, double rounding, denominator, stale total."""
    assert [cause.value for cause in Cause] == ORDER
    assert [cause.rank for cause in Cause] == list(range(13))


@pytest.mark.parametrize("cause", list(Cause))
def test_every_cause_has_words_of_its_own(cause: Cause) -> None:
    """Issue 3: explanations that an auditor can act on, in Chinese and in English."""
    others = [each.label for each in Cause if each is not cause]
    assert cause.label.zh not in {each.zh for each in others}
    assert cause.label.en not in {each.en for each in others}
    assert cause.label.zh.strip()
    assert cause.label.en.isascii() or cause is Cause.UNIT_SCALE  # 元, 万元 and 亿元 have no English names


def test_an_explanation_in_one_line() -> None:
    """Issue 3, diagnosis: the value that closes the equation, and what it would satisfy or break."""
    assert PLAIN.words() == Phrase(
        "一位数字录错：a.b 80.57% 应为 90.57%", "one digit mistyped: a.b 80.57% should be 90.57%"
    )
    full = dataclasses.replace(PLAIN, note=Phrase("注", "note"), satisfies=("x:1", "x:2"), breaks=("y:1",))
    assert full.words() == Phrase(
        "一位数字录错：a.b 80.57% 应为 90.57%（注）；同时改正另 2 处；但会使 1 处不符",
        "one digit mistyped: a.b 80.57% should be 90.57% (note); it mends 2 more; but it breaks 1",
    )


def test_an_explanation_as_data() -> None:
    """Issue 3: JSON output, its words in one language."""
    full = dataclasses.replace(
        PLAIN, note=Phrase("注", "note"), satisfies=("x:1",), breaks=("y:1", "y:2"), also=(("a.c", "3"),)
    )
    shared = {
        "cause": "digit_replaced",
        "where": "a.b",
        "stated": "80.57%",
        "mended": "90.57%",
        "satisfies": ["x:1"],
        "breaks": ["y:1", "y:2"],
        "also": [["a.c", "3"]],
    }
    assert full.to_dict() == {**shared, "label": "一位数字录错", "note": "注"}
    assert full.to_dict("en") == {**shared, "label": "one digit mistyped", "note": "note"}


def test_an_explanation_that_mends_more_and_breaks_less_stands_higher() -> None:
    """Design 3: a figure that satisfies another identity is not to be blamed before one that satisfies none."""
    late = dataclasses.replace(PLAIN, cause=Cause.UNEXPLAINED, satisfies=("x:1",))
    harmful = dataclasses.replace(PLAIN, cause=Cause.PERCENT_SCALE, breaks=("y:1",))
    mixed = dataclasses.replace(PLAIN, cause=Cause.PERCENT_SCALE, satisfies=("x:1",), breaks=("y:1",))
    worse_cause = dataclasses.replace(PLAIN, cause=Cause.STALE_TOTAL)
    expected = [late, PLAIN, worse_cause, mixed, harmful]
    assert sorted([harmful, worse_cause, mixed, PLAIN, late], key=lambda each: each.standing) == expected
    assert PLAIN.standing == dataclasses.replace(PLAIN, where="elsewhere", mended="1%").standing

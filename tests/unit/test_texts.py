"""Words in two languages, and the nearest known name to a misspelt one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfmetrics.texts import LANGS, Phrase, did_you_mean, edit_distance, nearest
from strategies import examples

WORDS = st.text(alphabet="ab预算率", max_size=7)
FORMULAS = ["预算完成率", "预算控制率", "预算调整率", "公用经费控制率", "三公经费变动率"]


def test_a_phrase_has_two_languages() -> None:
    """Design 6, `--lang zh|en`: every phrase is there in both languages."""
    phrase = Phrase("年初预算", "initial budget")
    assert {lang: phrase.of(lang) for lang in LANGS} == {"zh": "年初预算", "en": "initial budget"}


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("", "", 0),
        ("", "abc", 3),
        ("80.57", "90.57", 1),
        ("9163", "9613", 1),
        ("12", "120", 1),
        ("120", "12", 1),
        ("ab", "ba", 1),
        ("ab", "bca", 3),
        ("abcd", "badc", 2),
        ("预算完成绿", "预算完成率", 1),
    ],
)
def test_edit_distance(first: str, second: str, distance: int) -> None:
    """Design 3, diagnosis: one character replaced, omitted, added, or two neighbours swapped, is one step."""
    assert edit_distance(first, second) == distance
    assert edit_distance(second, first) == distance


@given(word=WORDS, at=st.integers(0, 6), new=st.sampled_from("ab预算率x"))
@examples(150)
def test_one_edit_is_one_step(word: str, at: int, new: str) -> None:
    """Design 3, diagnosis: any single edit of any text is at most one step away, and none is no step."""
    at = min(at, len(word))
    swapped = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    for edited in (word[:at] + new + word[at:], word[:at] + new + word[at + 1 :], word[:at] + word[at + 1 :], swapped):
        assert edit_distance(word, edited) == (edited != word)


@given(first=WORDS, second=WORDS)
@examples(150)
def test_edit_distance_is_symmetric_and_limited(first: str, second: str) -> None:
    """Design 3, diagnosis: the same both ways, no less than the lengths differ, no more than the longer text."""
    distance = edit_distance(first, second)
    assert distance == edit_distance(second, first)
    assert abs(len(first) - len(second)) <= distance <= max(len(first), len(second))
    assert (distance == 0) is (first == second)


def test_nearest_names_best_first() -> None:
    """Style 9, how to mend it: the known names that are close, the closest first, three at most, each once."""
    assert nearest("预算完成绿", FORMULAS)[0] == "预算完成率"
    assert nearest("预算率", [*FORMULAS, "预算率"])[0] == "预算率"
    assert nearest("STAFF", ["staff", "staff", "stuff"]) == ("staff", "stuff")
    assert nearest("预算控率", ["预算控制率"] * 3) == ("预算控制率",)
    assert len(nearest("aaaa", [f"aaa{letter}" for letter in "bcdef"])) == 3
    assert nearest("aaaa", ["aaab", "aaa", "aaac"], most=1) == ("aaab",)


def test_nearest_leaves_out_what_is_far() -> None:
    """Style 9: a name that resembles nothing, or is far longer than any name, has no nearest one."""
    assert nearest("a", ["b", "bc"]) == ()
    assert nearest("公用经费控制率", ["staff"]) == ()
    assert nearest("预算完成率", []) == ()
    assert nearest("x" * 80, ["x" * 80]) == ("x" * 80,)
    assert nearest("x" * 81, ["x" * 81, "x" * 80]) == ()
    assert nearest("x" * 10**6, FORMULAS) == ()


def test_did_you_mean() -> None:
    """Style 9: an error says how to mend it, in both languages."""
    assert did_you_mean("预算完成绿", FORMULAS[:1]) == Phrase("是否应为：预算完成率", "did you mean: 预算完成率")
    several = did_you_mean("预算率", ["预算完率", "预算控率"])
    assert several == Phrase("是否应为：预算完率、预算控率", "did you mean: 预算完率, 预算控率")
    assert did_you_mean("zzzzzz", FORMULAS) == Phrase("请核对名称", "check the name")

"""A quick look before a pattern is looked for may let too much through, and never keeps back what the pattern finds."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counting import untraced
from perfmetrics.auditing import layouts, lexer, outline, points, recalled, recitals, wording
from perfmetrics.auditing.candidates import RATE, Candidate, at_least, on_one_scale
from perfmetrics.auditing.lexer import Kind, lex
from perfmetrics.auditing.wording import Way
from perfmetrics.quantities import WAN_YUAN

CHARACTERS = [chr(code) for code in range(2**16) if not 0xD800 <= code < 0xE000]


def starting(pattern: re.Pattern[str], *behind: str) -> set[str]:
    """Return the characters that a text may start with in which a pattern is found at once, with some words behind."""
    return {char for char in CHARACTERS if any(pattern.match(char + words) for words in behind)}


def test_marks_of_items_start_with_what_is_looked_at() -> None:
    found = untraced(lambda: starting(outline.MARK, "、", ".", "一)", "1)", "十一)、", ""))
    assert {"一", "(", "①", "1"} <= found
    assert {char for char in found if not char.isdecimal()} == set(outline.STARTS_MARK)


def test_no_value_of_a_table_starts_with_a_letter() -> None:
    found = untraced(lambda: starting(layouts._FIRST, ""))
    assert {"0", "-", "／", " "} <= found
    assert not any(char.isalpha() for char in found)


def test_rules_are_drawn_with_what_is_looked_at() -> None:
    found = untraced(lambda: starting(layouts._RULE, "----"))
    assert {"─", "|", "\u2003"} <= found
    assert all(char in layouts._DRAWN or char.isspace() for char in found)


LEADS = ("其中", "一级指标", "以及", "和", "及", "“", '"')


@pytest.mark.parametrize("lead", LEADS)
def test_words_before_a_name_start_with_what_is_looked_at(lead: str) -> None:
    assert points._name(f"{lead}预算编制") == "预算编制"
    assert points._NAME_LEAD.pattern.count("|") == len(LEADS) - 2  # these are all that there are


def alternatives(pattern: str) -> list[str]:
    """Return the words that a pattern of words holds, those with an ending that may be left out both ways."""
    words = re.sub(r"\(\?<!.*?\)", "", pattern).removeprefix("(?:").removesuffix(")*").split("|")
    return [each for word in words for each in ((word[:-1], word[:-2]) if word.endswith("?") else (word,))]


VERBS = alternatives(wording._UP_WORDS) + alternatives(wording._DOWN_WORDS)
TAILS = alternatives(wording._TAIL)
FILLERS = [
    "比上年",
    "较2019年多办",
    "去年少处罚",
    "接待费",
    "(",
    ")",
    "，",
    "增减",
    "/",
    "或",
    "率",
    "5",
    "“",
    "由",
    "",
]
PIECES = st.lists(st.sampled_from([*VERBS, *TAILS, *FILLERS]), max_size=5).map("".join)


@pytest.mark.parametrize("verb", VERBS)
def test_every_word_for_a_change_is_looked_at(verb: str) -> None:
    for tail in {"", *TAILS} - {"："}:  # behind a colon another clause starts
        assert wording.way(f"经费{verb}{tail}") in {Way.UP, Way.DOWN}
        assert wording.may_turn(f"经费{verb}{tail}")
    assert wording.way(f"经费({verb})率为") in {Way.UP, Way.DOWN}
    assert wording.may_turn(f"经费({verb})率为")


@given(PIECES)
def test_words_that_say_a_change_are_looked_at(words: str) -> None:
    told = wording.way(words)
    assert told in {None, Way.OPEN} or wording.may_turn(words)
    if wording._MOVED.search(wording.lead_of(words)) is not None:
        assert told is not None


@given(PIECES)
def test_a_choice_that_nobody_made_is_looked_at(words: str) -> None:
    tail = words[-24:]
    if wording._CHOICE.search(tail) is not None:
        assert wording.way(words) is Way.OPEN
    elif wording._IN_BRACKETS.search(tail) is not None:
        assert wording.way(words) in {Way.UP, Way.DOWN}


@pytest.mark.parametrize(
    ("first", "verb"),
    [*product(("", "年中", "另", "又"), ("减", "减去", "扣除", "剔除", "减掉", "核减", "调减", "追减"))],
)
def test_what_is_taken_off_is_looked_at(first: str, verb: str) -> None:
    assert wording.sign_of(f"{first}{verb}上缴支出") == -1


PARTS = ["基本支出", "项目支出", "人员经费", "公用经费", "因公出国费", "接待费", "培训费", "其他支出", "其他交通费用"]


@given(st.sampled_from(["支出", "“三公”经费"]), st.lists(st.sampled_from(PARTS), max_size=4))
def test_as_many_parts_are_all_as_make_a_set(label: str, parts: list[str]) -> None:
    few = wording.closed_set(label, parts)
    sets = [count for count in range(2, len(parts) + 1) if wording.is_closed_set(label, parts[:count])]
    assert few == (sets[0] if sets else 0)


NO_PARTS = [
    "加上级补助",
    "增加补助",
    "合计",
    "人均",
    "每亩补助",
    "低于限额",
    "低于上级控制数",
    "平均",
    "收入",
    "单价",
    "",
]


@given(st.lists(st.sampled_from(NO_PARTS), max_size=3).map("".join))
def test_what_is_no_part_is_looked_at(lead: str) -> None:
    told = wording.is_added_up(lead) or wording.PER_HEAD.search(lead) is not None
    assert told is (wording.MAY_BE_NO_PART.search(lead) is not None)


RATES = ["在职", "人员", "编制", "控制率", "使用率", "，", "为", "是", "达", "：", "|", "情况", "公用经费"]


@given(st.lists(st.sampled_from(RATES), max_size=6).map("".join))
def test_a_staffing_rate_is_looked_at(words: str) -> None:
    if recalled._STAFF_RATE.search(words) is not None:
        assert words.rstrip(recalled._FILLERS).endswith(recalled._RATES)


COLUMNS = ["预算", "执行", "数", "为", "：", "，", "(", ")", "共", "支出", "年初", "比上年", "、", "到位"]


@given(st.lists(st.sampled_from(COLUMNS), max_size=6).map("".join))
def test_the_column_of_a_recital_is_looked_at(words: str) -> None:
    name = recitals._CLAUSE.split(words.rstrip("："))[-1]
    if name.rstrip(recitals._FILLERS)[-1:] in recitals._LAST:
        assert words.rstrip(recitals._FILLERS)[-1:] in recitals._LAST


AROUND = [
    "1",
    "20",
    "2019",
    "3.5",
    "1,234",
    "9" * 41,
    ".",
    "、",
    ")",
    "(",
    "第",
    "约",
    "近",
    "-",
    "a",
    "元",
    "万元",
    "级",
    "。",
    "项",
    "余",
]
NUMBERED = st.lists(st.sampled_from(AROUND), max_size=8).map("".join)


@given(NUMBERED)
def test_numbers_of_items_are_told_as_a_closer_look_tells_them(words: str) -> None:
    for found in lexer._NUMBER.finditer(words):
        begin, end = found.span(1)
        beside, behind = words[begin - 1 : begin], words[end : end + 1]
        is_short = behind in lexer._ENUMERATES and end - begin <= lexer._FEW and beside not in lexer._TELLS
        if is_short and lexer._is_enumerator(words, begin, end):
            assert lexer._looked_at(found, words) == (lexer._NOTHING[Kind.ENUMERATOR], None, 0)


@given(NUMBERED)
def test_digits_are_told_as_the_figure_itself_tells_them(words: str) -> None:
    for number in lex(words).numbers:
        told = number.plain()
        assert told == (number.quantity.digits(), number.quantity.decimals) == number.plain()


# --- numbers on one scale ---


def test_numbers_are_compared_on_one_scale() -> None:
    wan, yuan, people = lex("1.5万元，14999元，3人").numbers
    assert on_one_scale((wan, yuan, people), WAN_YUAN) == ([15000, 14999, 30000], 10000)
    assert at_least(wan, yuan)
    assert not at_least(yuan, wan)
    assert at_least(wan, wan)


def test_numbers_count_so_often_above_and_below_unless_one_stands_twice() -> None:
    stated, first, second = lex("10%，5万元，6万元").numbers
    rate = Candidate("share", stated, RATE, (first, second))
    assert rate.weights() == (((first, (100, 0)), (second, (0, 1))), 0)
    more = Candidate("sum_of_parts", stated, "+-", (first, second))
    assert more.weights() == ([(first, (1, 0)), (second, (-1, 0))], 1)
    assert Candidate("sum_of_parts", stated, "++", (first, first)).weights() is None

"""From a text as published to its numbers: what each run of digits is, its unit and sign, and where it stands."""

from __future__ import annotations

import pickle
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from counting import grows_in_proportion
from perfmetrics.auditing.lexer import MOST_DIGITS, Kind, lex, renumbered
from perfmetrics.quantities import UNITS, Approximation, Dimension


def texts(text: str) -> list[str]:
    return [number.quantity.text for number in lex(text).figures()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("支出1,938.50万元，下降9.24%", ["1,938.50万元", "9.24%"]),
        ("２０１８年支出１９３８万元", ["1938万元"]),
        ("支出 1 938 . 5 0 万 元", ["1", "938", "5", "0万元"]),
        ("占96. 98 %", ["96.98%"]),
        ("拨款17 905 115.27 元", ["17905115.27元"]),
        ("支出5.\n24万元", ["5.24万元"]),
        ("占\n95.\n10%", ["95.10%"]),
        ("收入5\n万元", ["5万元"]),
        ("12\n34万元", ["12", "34万元"]),
        ("12 34万元", ["12", "34万元"]),
        ("12% 34%", ["12%", "34%"]),
        # Thousands apart, behind a word.
        ("资金1 264万元", ["1264万元"]),
        ("资金１ ２６４万元", ["1264万元"]),
        ("资金1\u00a0264.50万元", ["1264.50万元"]),
        ("资金，1\u2009264人", ["1264人"]),
        ("资金(1\u202f264亿元)", ["1264亿元"]),
        ("资金：1 264 264元", ["1264264元"]),
        ("面积1 264亩，办结3 157件", ["1264亩", "3157件"]),
        ("拨款17\u2009905\u202f115.27元", ["17905115.27元"]),
        ("共 3 157.42 万 元", ["3157.42万元"]),  # all characters stand apart
        ("资 金 1 264 万 元", ["1264万元"]),
        # Numbers of tables and lists, other groups, and what is no amount.
        ("表1 264万元", ["1", "264万元"]),
        ("图1 264万元", ["1", "264万元"]),
        ("附件1 264万元", ["1", "264万元"]),
        ("第1 264万元", ["264万元"]),
        ("12 264万元", ["12", "264万元"]),
        ("资金012 264万元", ["012"]),
        ("资金1 2644元", ["1"]),
        ("资金1 264", ["1", "264"]),
        ("资金1 26万元", ["1"]),
        ("在职5人，3个百分点，2.5倍", ["5人", "3个百分点", "2.5倍"]),
        ("下降-4.30%，8-6万元", ["-4.30%"]),
        ("增加3余人", ["3余人"]),
        ("访问68.4万次，20万人次，3.5亿件", ["68.4万次", "3.5亿件"]),
        ("借款5亿美元，共5千，面积3㎡，3平方米", ["3㎡", "3平方米"]),
        ("修路3公里、4.5吨，造林5亩、6公顷，7平方公里", ["3公里", "4.5吨", "5亩", "6公顷", "7平方公里"]),
        ("造林8.5万亩，粮食12.3万吨，20万亩", ["8.5万亩", "12.3万吨"]),
        ("得5分，5分钟，5分局", ["5分", "5"]),
    ],
)
def test_figures(text: str, found: list[str]) -> None:
    assert texts(text) == found


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2019年8月5日第33次", [Kind.DATE] * 4),
        ("财预〔2011〕285号", [Kind.DATE] * 2),
        ("1.支出(2)收入，3、结余", [Kind.ENUMERATOR] * 3),
        ("1.2.3支出", [Kind.ENUMERATOR] * 2),
        ("A4纸，4G网络", [Kind.CODE] * 2),
        ("1" * (MOST_DIGITS + 1), [Kind.CODE]),
        (
            "0000-1234567，2020-02-11，12-345",
            [Kind.CODE, Kind.DATE, Kind.DATE, Kind.DATE, Kind.DATE, Kind.DATE, Kind.CODE],
        ),
        ("预算2019", [Kind.DATE]),
        ("2019万元", [Kind.FIGURE]),
        ("12.5.", [Kind.FIGURE]),
        ("科技3级以上", [Kind.FIGURE]),
        ("支出：5.", [Kind.ENUMERATOR]),
    ],
)
def test_kinds(text: str, kinds: list[Kind]) -> None:
    assert [number.kind for number in lex(text).numbers] == kinds


def test_what_a_number_is() -> None:
    money, count, points, times, percent, bare = lex("5万元，5人，5个百分点，5倍，5%，5").numbers
    assert [each.is_amount for each in (money, count, points, times, percent, bare)] == [True, True] + [False] * 4
    assert [each.is_rate for each in (money, count, points, times, percent, bare)] == [False] * 4 + [True, False]
    assert (points.suffix, times.suffix, bare.dimension, bare.unit) == ("point", "times", None, None)
    assert money.dimension is Dimension.MONEY
    assert money.key == "text[0:3]"


@pytest.mark.parametrize(
    ("text", "dimension", "scale"),
    [
        ("5亩", Dimension.AREA, 1),
        ("8.5万亩", Dimension.AREA, 10**4),
        ("3公里", Dimension.MEASURE, 1),
        ("4.2万公里", Dimension.MEASURE, 10**4),
        ("1.2亿吨", Dimension.MEASURE, 10**8),
        ("8.5万人", Dimension.COUNT, 10**4),
    ],
)
def test_what_is_measured_is_an_amount(text: str, dimension: Dimension, scale: int) -> None:
    [number] = lex(text).numbers
    assert number.is_amount
    assert (number.dimension, number.unit and number.unit.scale) == (dimension, scale)


def test_brackets_of_any_form_are_brackets() -> None:
    assert lex("收入5万元［其中：拨款3万元］").words == "收入5万元(其中：拨款3万元)"
    assert lex("收入5万元【其中：拨款3万元】").words == "收入5万元(其中：拨款3万元)"


def test_a_count_in_ten_thousands_is_rounded() -> None:
    [number] = lex("访问68.4万次，20万人次").figures()
    assert (number.unit and number.unit.scale, number.quantity.decimals) == (10**4, 1)


def test_signs_and_approximations() -> None:
    minus, about, near, more, around, recent = (
        each.quantity for each in lex("-5万元，约5万元，近5万元，5余人，5万元左右，最近5人").figures()
    )
    assert minus.value == -5
    assert [each.approximation for each in (about, near, more, around, recent)] == [
        Approximation.ABOUT,
        Approximation.NEARLY,
        Approximation.MORE_THAN,
        Approximation.ABOUT,
        None,
    ]


def test_offsets_lead_back_to_the_text() -> None:
    text = "收 入\u200b１ ２３．５ 万 元，\n支出5万元"
    lexed = lex(text)
    for number in lexed.numbers:
        assert text[number.start] in "１２５5"
    last = lexed.numbers[-1]
    assert text[last.start : last.stop] == "5万元"
    assert lexed.after(last) == ""
    assert lexed.after(lexed.numbers[-2]).endswith("，支出")


def test_line_starts() -> None:
    lexed = lex("收入\n5万元\n支出")
    assert [lexed.starts_line(i) for i in range(len(lexed.words) + 1)] == [False, False, True, False, False, True] + [
        False
    ] * 2


def test_numbers_may_be_changed() -> None:
    [number] = lex("5万元").numbers
    assert renumbered(number, index=7).index == 7
    assert number.quantity.value == Decimal(5)


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "(",
        "%",
        "1\n",
        "1 000 ",
        "\u202e\x00\u200b\ud800",
        "\ufffe,.",
        "1,000",
        "金1 264 ",
        "1 264 ",
        "金 1 264 ",
    ],
)
def test_hostile_texts_are_read_with_work_in_proportion(unit: str) -> None:
    """Issue 4: no text makes it superlinear; the last number is found behind all that."""
    assert grows_in_proportion(lambda size: lex("金" + unit * size), 2_000)
    assert lex(f"金{unit * 5_000}支出5万元").numbers[-1].quantity.text.endswith("5万元")


def test_characters_of_other_widths_are_folded_one_to_one() -> None:
    lexed = lex("（１；２）:【％】│－Ａ\u3000−／［３］")
    assert lexed.words == "(1；2)：(%)|-A-/(3)"
    assert [lexed.text[place] for place in lexed.at] == [*"（１；２）:【％】│－Ａ−／［３］"]


@pytest.mark.parametrize("unit", [text for text, unit in UNITS.items() if text not in {"天", "日", "周"}])
def test_every_unit_is_read_with_its_number(unit: str) -> None:
    [number] = lex(f"共3{unit}，").numbers
    assert (number.quantity.text, number.unit) == (f"3{unit}", UNITS[unit])


def test_what_follows_from_the_rest_of_a_number_changes_with_it() -> None:
    [number] = lex("支出5万元").numbers
    assert (number.key, number.is_amount, number.is_rate, number.dimension) == (
        "text[2:5]",
        True,
        False,
        Dimension.MONEY,
    )
    bare = renumbered(number, start=1, quantity=replace(number.quantity, unit=None))
    assert (bare.key, bare.unit, bare.dimension, bare.is_amount) == ("text[1:5]", None, None, False)
    rate = renumbered(number, quantity=replace(number.quantity, unit=UNITS["%"]))
    assert rate.is_rate
    assert not renumbered(rate, suffix="point").is_rate
    assert not renumbered(rate, kind=Kind.CODE).is_rate


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("支出1,\n234.5万元", ["1,234.5万元"]),
        ("收入1 264万元，支出2 300 100.25 元", ["1264万元", "2300100.25元"]),
        ("编号1 264", ["1", "264"]),
        ("5.\n6.\n7", ["5", "6", "7"]),
    ],
)
def test_spaces_inside_figures_are_closed_up_and_no_others(text: str, found: list[str]) -> None:
    assert [number.quantity.text for number in lex(text).numbers] == found


def test_numbers_are_equal_that_say_the_same_of_one_place() -> None:
    [number], [again], [other] = (lex(text).numbers for text in ("支出5万元", "支出5万元", "支出6万元"))
    assert number == again
    assert hash(number) == hash(again)
    assert number not in {other, renumbered(number, kind=Kind.CODE)}
    assert number != number.key


def test_the_digits_of_a_number_are_read_once_when_they_are_asked_for() -> None:
    long = "9" * MOST_DIGITS
    read = [number.quantity for number in lex(f"支出-1,234.50万元，约{long}元，{long}1.5元，降0.0%").numbers]
    assert [(each.value, each.decimals) for each in read] == [
        (Decimal("-1234.50"), 2),
        (Decimal(long), 0),
        (Decimal(0), 0),  # too long for a figure of a report
        (Decimal("0.0"), 1),
    ]
    [number] = lex("支出5万元").numbers
    assert number.quantity is number.quantity


@pytest.mark.parametrize(
    ("text", "digits", "decimals"),
    [("-1,234.50万元", -123450, 2), ("0.0%", 0, 1), ("5万元", 5, 0), ("约30.5%", 305, 1), (f"{'9' * 41}元", 0, 0)],
)
def test_the_digits_of_a_number_are_those_of_its_quantity(text: str, digits: int, decimals: int) -> None:
    """Also once that is known; a number that is too long is none."""
    [number] = lex(f"收{text}").numbers
    for _ in range(2):
        assert (number.plain(), number.digits, number.decimals) == ((digits, decimals), digits, decimals)
        assert number.exact() == Fraction(digits, 10**decimals)
        assert number.quantity.exact() == number.exact()


@pytest.mark.parametrize("text", ["-1,234.50万元", "0.0%", "5万元", "约30.5%", "近30.5%"])
def test_a_number_reaches_as_far_as_its_quantity(text: str) -> None:
    [number] = lex(f"收{text}").numbers
    for read in (number.reach(), number.quantity.reach()):
        ends, one = read
        known, grain = number.quantity.reach()
        assert (ends.over(one).low, ends.over(one).high) == (known.over(grain).low, known.over(grain).high)


@pytest.mark.parametrize("text", ["支出5万元", "  支出 5\n\n万元\u200b。 ", "9 5", "1.\n5%", "(一)\u3000收　入", " \n"])
def test_places_lead_to_the_text_as_given_and_back(text: str) -> None:
    lexed = lex(text)
    at = list(lexed.at)
    assert [lexed.text[place] for place in at if not lexed.text[place].isspace()] == [*"".join(lexed.words.split())]
    assert [lexed.at.place(offset) for offset in range(len(text) + 1)] == [
        sum(place < offset for place in at) for offset in range(len(text) + 1)
    ]


def test_a_number_travels_without_its_text() -> None:
    number = lex("支出 1,938 万元").numbers[0]
    sent = pickle.dumps(number)
    read = pickle.loads(sent)  # noqa: S301 - what was just written
    assert read == number
    assert repr(read) == repr(number) == "<Number text[3:11] 1,938万元 figure>"
    assert "支出".encode() not in sent

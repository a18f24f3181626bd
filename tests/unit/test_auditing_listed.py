"""Totals of lists whose items state several amounts each, before such a list and after it. Figures are invented."""

from __future__ import annotations

import pytest

from perfmetrics.auditing.candidates import Sureness
from perfmetrics.auditing.judging import judge_all
from perfmetrics.auditing.lexer import lex
from perfmetrics.auditing.listed import listed
from perfmetrics.auditing.reading import read
from perfmetrics.working import to_text

LIST = "甲项目预算50.10万元，支出40.20万元；乙项目预算30.30万元，支出20.10万元；丙项目预算20.50万元，支出10.40万元。"
PLANNED = "50.10万元 + 30.30万元 + 20.50万元"
SPENT = "40.20万元 + 20.10万元 + 10.40万元"


def told(text: str) -> list[str]:
    found = []
    for each in listed(read(lex(text)).statements):
        names = {number.key: number.quantity.text for number in each.numbers}
        assert (each.kind, each.sureness) == ("sum_of_parts", Sureness.LIKELY)
        found.append(f"{each.stated.quantity.text} = {to_text(each.expression, names.__getitem__)}")
    return found


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (f"预算共100.90万元。{LIST}", [f"100.90万元 = {PLANNED}"]),
        (f"支出共70.70万元。{LIST}", [f"70.70万元 = {SPENT}"]),
        (f"{LIST}合计预算100.90万元。", [f"100.90万元 = {PLANNED}"]),
        (f"{LIST}合计支出70.70万元。", [f"70.70万元 = {SPENT}"]),
        (f"{LIST}车辆3辆，预算共100.90万元，支出共70.70万元。", [f"100.90万元 = {PLANNED}", f"70.70万元 = {SPENT}"]),
        (f"预算共100.90万元。{LIST}支出共70.70万元。", [f"100.90万元 = {PLANNED}", f"70.70万元 = {SPENT}"]),
        (f"预算共100.90万元。{'车辆3辆。' * 3}{LIST}", [f"100.90万元 = {PLANNED}"]),
        # In another unit, and rounded there.
        (f"{LIST}合计预算1009000元。", [f"1009000元 = {PLANNED}"]),
        (f"{LIST}合计预算101万元。", [f"101万元 = {PLANNED}"]),
        (f"{LIST}合计预算100.9万元。", [f"100.9万元 = {PLANNED}"]),
        # Rounding of four figures may take two from their sum, and no more.
        (f"{LIST}合计预算100.92万元。", [f"100.92万元 = {PLANNED}"]),
        (f"{LIST}合计预算100.93万元。", []),
        (f"{LIST}合计预算100.89万元。", [f"100.89万元 = {PLANNED}"]),
        (f"{LIST}合计预算100.87万元。", []),
        # Four amounts an item.
        (
            "；".join(f"{name}1.10万元、2.{i}5万元、3.10万元、4.10万元" for i, name in enumerate("甲乙丙", 1))
            + "。共6.75万元。",
            ["6.75万元 = 2.15万元 + 2.25万元 + 2.35万元"],
        ),
    ],
)
def test_a_total_is_of_one_column(text: str, claims: list[str]) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        f"车辆100.90辆。{LIST}",  # of another kind
        f"{LIST}车辆3辆。预算共100.90万元。",  # not beside it
        f"预算共100.90万元。{'车辆3辆。' * 4}{LIST}",
        # Two items are no list.
        "甲项目预算50.10万元，支出40.20万元；乙项目预算30.30万元，支出20.10万元。合计预算80.40万元。",
        # Items that are not alike.
        f"{LIST.replace('10.40万元', '10人')}合计预算100.90万元。",
        f"{LIST.replace('，支出10.40万元', '')}合计预算100.90万元。",
        f"{LIST.replace('10.40万元', '10.40万元，结余10.10万元')}合计预算100.90万元。",
        # Items of one amount, and of more than a list has columns.
        "甲50.10万元；乙30.30万元；丙20.50万元。车辆3辆，共100.90万元。",
        "；".join(f"{name}1.10万元、2.10万元、3.10万元、4.10万元、5.10万元" for name in "甲乙丙") + "。共3.30万元。",
        "",
    ],
)
def test_what_is_no_list_has_no_total(text: str) -> None:
    """Design 4: what is not certain is `undefined`, not `inconsistent`; here nothing is claimed at all."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("total", "verdict"),
    [("100.90万元", ["exact"]), ("100.91万元", ["rounding"]), ("100.92万元", ["rounding"]), ("100.93万元", [])],
)
def test_rounding_tells_how_far_a_total_may_be(total: str, verdict: list[str]) -> None:
    """Design 4: each figure is known to half its last digit, and no further."""
    found = judge_all(listed(read(lex(f"{LIST}合计预算{total}。")).statements))
    assert [each.verdict.value for each in found] == verdict


def test_no_list_is_too_long_to_be_read() -> None:
    """A claim has no more parts than a reader follows; a list of any length comes to an end."""
    item = "项目预算1.10万元，支出1.00万元；"
    assert len(told(f"预算共66.00万元。{item * 60}")) == 1
    assert told(f"预算共67.10万元。{item * 61}") == []
    assert len(told(f"预算共66.00万元。{item * 5000}")) == 1


ITEMS = "甲项目预算50.10万元，支出40.20万元；乙项目预算30.30万元，支出20.10万元；丙项目预算20.50万元，支出10.40万元"


@pytest.mark.parametrize(
    "text",
    [f"项目预算100.90万元，支出70.70万元。{ITEMS}。", f"{ITEMS}；预算100.90万元，支出70.70万元。"],
)
def test_a_total_may_be_told_in_the_manner_of_its_items(text: str) -> None:
    assert told(text) == [
        "100.90万元 = 50.10万元 + 30.30万元 + 20.50万元",
        "70.70万元 = 40.20万元 + 20.10万元 + 10.40万元",
    ]


def test_amounts_in_several_units_add_up() -> None:
    assert told(f"预算共1009000元。{ITEMS}。") == ["1009000元 = 50.10万元 + 30.30万元 + 20.50万元"]
    assert told(f"预算共1019000元。{ITEMS}。") == []

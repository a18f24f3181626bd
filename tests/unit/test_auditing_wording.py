"""The words of reports: which way, what thing, which column, what it is compared with."""

from __future__ import annotations

import pytest

from perfmetrics.auditing import wording
from perfmetrics.auditing.wording import Way


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("较上年减少", Way.DOWN),
        ("同比增长", Way.UP),
        ("，增幅为", Way.UP),
        ("，降幅", Way.DOWN),
        ("增长(下降)", Way.OPEN),
        ("增/减", Way.OPEN),
        ("增减额", Way.OPEN),
        ("变动(减少)率为", Way.DOWN),
        ("变动(增加)", Way.UP),
        ("呈负增长", Way.DOWN),
        ("新增", None),
        ("接待费", None),
    ],
)
def test_ways(words: str, way: Way | None) -> None:
    assert wording.way(words) is way


def test_progress_is_faster_or_slower_than_planned() -> None:
    assert wording.faster("快于序时进度") is Way.UP
    assert wording.faster("滞后于计划") is Way.DOWN
    assert wording.faster("，序时进度") is None


def test_leads_leave_words_in_brackets_out() -> None:
    assert wording.lead_of("收入5万元。因公出国(境)费支出") == "因公出国费支出"
    assert wording.plain("“三公”经费(含税)") == "三公经费"
    assert wording.without_verb("接待费支出下降") == "接待费支出"
    assert wording.without_verb("接待费支出增长") == "接待费支出"
    assert wording.without_verb("接待费支出") == "接待费支出"


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("其中：2019年公务接待费支出决算为", "公务接待费支出决算"),
        ("1.基本支出", "基本支出"),
        (")合计到位", "合计到位"),
        ("全年", ""),
    ],
)
def test_labels(words: str, label: str) -> None:
    assert wording.label_of(words) == label


def test_headings() -> None:
    assert wording.heading_of("三、支出情况(二)公务接待费") == "公务接待费"
    assert wording.heading_of("(一)执行管理情况") == ""


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("年初预算数", "budget"),
        ("支出决算数", "final"),
        ("预算执行", "final"),
        ("决算数比预算", "budget"),
        ("接待费", ""),
        ("年初预算决算数", "final"),
    ],
)
def test_columns(words: str, column: str) -> None:
    assert wording.column_of(words) == column


def test_years() -> None:
    assert wording.year_of("2018年、2019年") == "2019"
    assert wording.year_of("较2018年") == ""


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("基本支出", "基本支出预算", 4),
        ("接待费", "公务接待费", 3),
        ("公用经费", "公用", 3),
        ("公用", "公用经费", 3),
        ("接待", "公务接待费支出", 2),
        ("教育支出", "教师", 1),
        ("收入", "车辆", 0),
        ("预算", "预算", 1),
        ("预算", "决算", 0),
    ],
)
def test_likeness(first: str, second: str, alike: int) -> None:
    assert wording.likeness(first, second) == alike


@pytest.mark.parametrize(
    ("label", "parts", "closed"),
    [
        ("支出", ["基本支出", "项目支出"], True),
        ("支出", ["基本支出"], False),
        ("支出", ["基本支出", "办公费"], False),
        ("三公经费", ["出国费", "接待费", "运行费"], True),
        ("三公经费", ["出国费", "培训费"], False),
        ("支出", ["教育", "卫生", "其他支出"], True),
        ("接待", ["国内接待", "外宾接待"], True),
        ("设备", ["在用", "闲置", "待报废"], True),
    ],
)
def test_closed_sets(label: str, parts: list[str], *, closed: bool) -> None:
    assert wording.is_closed_set(label, parts) is closed


@pytest.mark.parametrize(
    ("parts", "overlap"),
    [
        (["女职工", "党员"], True),
        (["女职工", "行政人员"], True),
        (["女职工", "男职工"], False),
        (["财政拨款", "其他收入"], False),
        (["财政拨款", "人员经费"], True),
        (["行政", "事业"], False),
    ],
)
def test_divisions_that_overlap(parts: list[str], *, overlap: bool) -> None:
    assert wording.overlaps(parts) is overlap


def test_sides_and_signs() -> None:
    assert wording.turns("支出", "收入合计")
    assert not wording.turns("收支", "收入")
    assert wording.sign_of("减去上缴") == -1
    assert wording.sign_of("本年支出", "年末结余") == -1
    assert wording.sign_of("年末支出结转", "年末结余") == 1
    assert wording.sign_of("收入") == 1


def test_words_for_sums() -> None:
    assert wording.is_added_up("加上级补助收入")
    assert not wording.is_added_up("增加补助")
    assert [wording.counted(each) for each in ("四项合计", "12类共计", "两项相加", "合计")] == [4, 12, 2, 0]
    assert wording.names_item("采购预算的")
    assert not wording.names_item("年初预算的")


def test_what_opens_a_list() -> None:
    assert wording.OPENING.match("(人员")
    assert not wording.OPENING.match("(套)，其中")
    assert not wording.OPENING.match("(不含税")

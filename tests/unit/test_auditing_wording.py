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
        ("比上年多安排", Way.UP),
        ("比上年少列支", Way.DOWN),
        ("较计划多投入", Way.UP),
        ("预算调增", Way.UP),
        ("预算调低", Way.DOWN),
        ("产量增产", Way.UP),
        ("产量减产", Way.DOWN),
        ("，增减幅度", Way.OPEN),
        ("，变动幅度为", None),
    ],
)
def test_ways(words: str, way: Way | None) -> None:
    assert wording.way(words) is way


def test_progress_is_faster_or_slower_than_planned() -> None:
    assert wording.faster("快于序时进度") is Way.UP
    assert wording.faster("滞后于计划") is Way.DOWN
    assert wording.faster("增幅低于收入增幅") is Way.DOWN
    assert wording.faster("增幅高于收入增幅") is Way.UP
    assert wording.faster("高出平均水平") is Way.UP
    assert wording.faster("少于计划数") is Way.DOWN
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
        ("①基本支出", "基本支出"),
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
        # The name of a fund is no budget, and a kind of project no target.
        ("一般公共预算财政拨款", ""),
        ("政府性基金预算收入", ""),
        ("一般公共预算年初预算", "budget"),
        ("一般公共预算支出决算", "final"),
        ("特定目标类", ""),
        ("年度目标", "budget"),
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
    assert [wording.counted(each) for each in ("三年累计", "三个项目预算合计", "5个单位支出共计", "六个月累计")] == [
        3,
        3,
        5,
        6,
    ]
    assert [wording.counted(each) for each in ("前三季度累计", "第三季度累计", "上两项合计", "三季度支出")] == [0] * 4
    assert wording.names_item("采购预算的")
    assert not wording.names_item("年初预算的")


def test_what_opens_a_list() -> None:
    assert wording.OPENING.match("(人员")
    assert not wording.OPENING.match("(套)，其中")
    assert not wording.OPENING.match("(不含税")


@pytest.mark.parametrize(
    ("words", "opens"),
    [
        ("，其中：甲", "其中"),
        ("，按类型分：甲", "按类型分："),
        ("，按资金性质划分为，甲", "按资金性质划分为，"),
        ("，从支出结构看，甲", "从支出结构看，"),
        ("，具体为甲", "具体为"),
        ("，分为：甲", "分为："),
        ("，按月发放，甲", None),
        ("，从严管理，甲", None),
        ("，分为甲", None),
    ],
)
def test_words_that_open_a_list(words: str, opens: str | None) -> None:
    found = wording.OF_WHICH.search(words)
    assert (found and found.group()) == opens


@pytest.mark.parametrize(
    ("words", "is_neutral"),
    [
        ("变动幅度为", True),
        ("增减率", True),
        ("升降比例分别为", True),
        ("调整率：", True),
        ("增长率为", False),
        ("变动率较大", False),
    ],
)
def test_words_that_leave_the_way_to_the_sign(words: str, *, is_neutral: bool) -> None:
    assert (wording.NEUTRAL.search(words) is not None) is is_neutral


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("所占比重依次为", "所占比重"),
        ("占比", "占比"),
        ("比例为", "比例"),
        ("占基本支出的", None),
        ("教育比重", None),
    ],
)
def test_words_for_a_share_of_what_they_do_not_name(words: str, share: str | None) -> None:
    found = wording.SHARE.search(words)
    assert (found and found["alone"]) == share


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("较核定数", "核定数"),
        ("比批复数", "批复数"),
        ("与2021年", "2021年"),
        ("比快报数", "快报数"),
        ("与去年执行数", "去年执行数"),
        ("较合同金额", None),
        ("比重", None),
    ],
)
def test_what_an_amount_may_be_compared_with(words: str, other: str | None) -> None:
    found = wording.BASE.search(words)
    assert (found and found["other"]) == other


@pytest.mark.parametrize(
    ("words", "earlier", "now"),
    [
        ("上年安排", True, False),
        ("2022年度支出", True, True),
        ("去年同期", True, False),
        ("今年安排", False, True),
        ("本年度实际支出", False, True),
        ("上年接待费", False, False),
        ("今年接待费", False, False),
    ],
)
def test_a_year_that_an_amount_is_of(words: str, *, earlier: bool, now: bool) -> None:
    assert (wording.PRIOR_ONLY.match(words) is not None) is earlier
    assert (wording.THIS_YEAR.match(words) is not None) is now


@pytest.mark.parametrize(
    "ending",
    [
        *(
            "合计",
            "总计",
            "共计",
            "累计",
            "共",
            "计",
            "约",
            "近",
            "为",
            "是",
            "达",
            "达到",
            "完成",
            "实现",
            "安排",
            "支出为",
            "数",
        ),
        *("数额", "额", "金额", "总额", "有", "：", "的", "仅", "分别", "依次", "各", "总额为：", "为\n"),
    ],
)
def test_a_label_is_without_what_stands_behind_it(ending: str) -> None:
    expected = "接待费额" if ending == "额" else "接待费\n" if ending.endswith("\n") else "接待费"
    assert wording.label_of(f"接待费{ending}") == expected


def test_a_name_is_another_with_an_ending_only_where_it_starts_with_it() -> None:
    assert wording.likeness("捐赠", "捐赠收入") == wording.NAMED
    assert wording.likeness("捐", "捐收入") == wording.NAMED
    assert wording.likeness("入", "收入") == wording.WITHIN


def test_what_remains_is_told_by_its_name() -> None:
    assert wording.remains("年末结余")
    assert not wording.remains("收入总计")

"""Lists by function and by economic class, projects and facts that a text states; what is unclear is left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm
from counting import grows_in_proportion
from perfmetrics.auditing.classes import class_of
from perfmetrics.auditing.gathering import gather
from perfmetrics.auditing.grids import find_tables
from perfmetrics.auditing.lexer import lex
from perfmetrics.auditing.lists import UNCLEAR_PARTS
from perfmetrics.auditing.placing import NO_COLUMN, NO_LINE, NO_UNIT, SEVERAL
from perfmetrics.auditing.points import read_points
from perfmetrics.auditing.reading import read
from perfmetrics.texts import Phrase

CORPUS = Path(__file__).parents[1] / "corpus"
TWINS = sorted((CORPUS / "reports").glob("*.txt"))
OWN = sorted((CORPUS / "own" / "texts").glob("*.txt"))


def lists(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pm.audit(text).to_report().get("lists", [])
    return found


def items(text: str) -> list[list[tuple[str, str, int]]]:
    """Return name, value and level of the items of each list."""
    return [[(each["name"], each["value"], each.get("level", 1)) for each in one["items"]] for one in lists(text)]


def projects(text: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = pm.audit(text).to_report().get("projects", [])
    return found


def facts(text: str) -> dict[str, str]:
    return {each["name"]: each["value"] for each in pm.audit(text).to_report().get("facts", [])}


def left(text: str) -> dict[str, Phrase]:
    return {each.text: each.reason for each in pm.audit(text).gathered.left}


# --- whole texts ---


def _broken(report: dict[str, Any]) -> list[tuple[str, set[str]]]:
    """Return the relations of a report that do not hold: where, and the paths of all its figures."""
    statements = pm.check(report).statements
    relations = [each.instance.relation for each in statements if each.judgement.verdict is pm.Verdict.INCONSISTENT]
    return [(each.where, {each.where, *(piece.located.path for piece in each.pieces.values())}) for each in relations]


@pytest.mark.parametrize("path", [*TWINS, *OWN], ids=lambda path: f"{path.parts[-2]}-{path.stem}")
def test_what_is_gathered_raises_no_alarm_that_the_text_does_not(path: Path) -> None:
    """Where a relation of the gathered report is broken, the audit of the text calls one of its figures wrong too."""
    found = pm.audit(path.read_text(encoding="utf-8"))
    wrong = {claim.start for claim in found.claims if claim.verdict is pm.Verdict.INCONSISTENT}
    wrong |= {
        number.start for claim in found.claims if claim.start in wrong for number in claim.judged.candidate.numbers
    }
    places = found.gathered.places
    for where, paths in _broken(found.to_report()):
        assert wrong & {places[each].start for each in paths if each in places}, where


def test_the_lists_of_whole_reports() -> None:
    [function, staff, office] = lists((CORPUS / "reports" / "002.txt").read_text(encoding="utf-8"))
    assert function["of"] == "final_accounts.general_public.current_expenditure"
    assert function["name"] == "部门决算一般公共预算本年支出功能分类"
    # The classes stand in one sentence, and with their items in numbered lines under the next heading.
    assert [(each["name"], each["value"], each.get("level", 1)) for each in function["items"]] == [
        ("一般公共服务", "167.21万元", 1),
        ("事业运行", "118.51万元", 2),
        ("专项业务及机关事务管理", "48.7万元", 2),
        ("社会保障和就业", "9.82万元", 1),
        ("机关事业单位基本养老保险缴费支出", "9.82万元", 2),
        ("卫生健康支出", "6.89万元", 1),
        ("事业单位医疗", "6.89万元", 2),
        ("住房保障支出", "7.47万元", 1),
    ]
    assert (staff["of"], staff["closed"]) == ("final_accounts.general_public.personnel_expenses", False)
    assert (office["of"], len(office["items"])) == ("final_accounts.general_public.operating_expenses", 9)


def test_the_projects_of_whole_reports() -> None:
    found = projects((CORPUS / "reports" / "004.txt").read_text(encoding="utf-8"))
    assert found[2] == {"name": "政府业务经费项目", "budget": "83万元", "executed": "45.08万元", "rate": "54.31%"}
    assert len(found) == 4
    found = projects((CORPUS / "reports" / "002.txt").read_text(encoding="utf-8"))
    assert found[0] == {"name": "公开专项经费", "budget": "5.7万元", "executed": "5.7万元", "rate": "100%"}
    assert len(found) == 8


# --- classes ---


@pytest.mark.parametrize(
    ("words", "by", "chain", "rest"),
    [
        ("其中：一般公共服务支出(类)支出", "function", ("一般公共服务",), ""),
        (
            "1.教育支出(类)普通教育(款)小学教育(项)：年初预算",
            "function",
            ("教育", "普通教育", "小学教育"),
            "：年初预算",
        ),
        ("行政运行(项)支出", "function", ("行政运行",), ""),
        ("；卫生健康支出决算数为", "function", ("卫生健康",), "决算数为"),
        ("主要包括：办公费", "economic", ("办公",), ""),
        ("、维修(护)费", "economic", ("维修",), ""),
    ],
)
def test_words_name_a_class(words: str, by: str, chain: tuple[str, ...], rest: str) -> None:
    found = class_of(words)
    assert found is not None
    assert (found.by, found.chain, found.rest) == (by, chain, rest)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "群众支出",
        "水资源费",
        "办公费，共计",
        "一般公共服务支出占比",
        "群众(类)支出",
        "教育(类)支出比上年增加",
        "其他支出",
    ],
)
def test_words_that_name_none(words: str) -> None:
    assert class_of(words) is None


# --- lists ---

BASIC = "2019年基本支出决算10.0万元，其中：工资福利支出6.0万元，商品和服务支出{}万元{}。"


def test_parts_of_a_line_are_a_list_of_it() -> None:
    assert lists(BASIC.format("4.0", "")) == [
        {
            "id": "economic",
            "name": "部门决算基本支出经济分类",
            "by": "economic",
            "of": "final_accounts.basic_expenditure",
            "items": [{"name": "工资福利支出", "value": "6.0万元"}, {"name": "商品和服务支出", "value": "4.0万元"}],
        }
    ]


def test_a_list_is_closed_where_the_words_say_so_and_it_adds_up() -> None:
    said = BASIC.replace("其中：", "分别为：")
    assert [lists(said.format(*each))[0].get("closed") for each in (("4.0", ""), ("3.0", ""), ("4.0", "等"))] == [
        True,
        None,
        False,
    ]


def test_a_list_without_a_whole_is_not_closed() -> None:
    text = BASIC.replace("其中：", "分别为：").format("4.0", "").replace("工资福利支出", "工资福利支出年初预算")
    text = text.replace("商品和服务支出", "商品和服务支出年初预算")
    [found] = lists(text)
    assert found.keys() == {"id", "name", "by", "items"}


def test_a_list_that_is_more_than_its_whole_is_left() -> None:
    text = BASIC.format("5.0", "")
    assert lists(text) == []
    assert left(text) == {"6.0万元": UNCLEAR_PARTS, "5.0万元": UNCLEAR_PARTS}


def test_one_class_is_no_list() -> None:
    assert lists("2019年基本支出决算10万元，其中：工资福利支出6万元，会议费1万元。") == []


def test_classes_below_classes() -> None:
    text = (
        "2019年基本支出决算10.0万元，其中：工资福利支出6.0万元（基本工资4.0万元，奖金2.0万元），"
        "商品和服务支出4.0万元（办公费{}万元）。"
    )
    assert items(text.format("3.0")) == [
        [
            ("工资福利支出", "6.0万元", 1),
            ("基本工资", "4.0万元", 2),
            ("奖金", "2.0万元", 2),
            ("商品和服务支出", "4.0万元", 1),
            ("办公费", "3.0万元", 2),
        ]
    ]
    assert items(text.format("5.0")) == []  # a part above its whole


def test_classes_of_two_levels_side_by_side_are_left() -> None:
    text = "2019年基本支出决算10万元，其中：工资福利支出6万元，办公费1万元。"
    assert lists(text) == []
    assert left(text) == {"6万元": UNCLEAR_PARTS, "1万元": UNCLEAR_PARTS}


def test_an_amount_before_a_colon_is_the_whole_of_what_follows() -> None:
    [found] = lists("2019年机关运行经费决算9万元：办公费5万元，印刷费1万元等。差旅费7万元。")
    assert found["of"] == "final_accounts.agency_operating_funds"
    assert [each["name"] for each in found["items"]] == ["办公费", "印刷费"]


def test_a_whole_without_a_column_is_the_total_of_its_list() -> None:
    found = lists("2019年基本支出10万元，其中：工资福利支出6万元，商品和服务支出4万元。")
    assert [(each["name"], each["total"]) for each in found] == [("10万元的经济分类", "10万元")]
    assert pm.audit("2019年基本支出10万元，其中：工资福利支出6万元，商品和服务支出4万元。").gathered.left == ()


def test_another_column_of_a_part_whose_whole_has_none_is_left() -> None:
    text = "2019年基本支出10万元，其中：工资福利支出6万元，预算7万元；商品和服务支出4万元。"
    assert items(text) == [[("工资福利支出", "6万元", 1), ("商品和服务支出", "4万元", 1)]]
    assert left(text) == {"7万元": NO_LINE}


def test_a_whole_of_which_two_values_are_stated_is_the_total_of_its_list() -> None:
    text = BASIC.format("4.0", "") + "2019年基本支出决算11万元。"
    assert [(each.get("of"), each["total"]) for each in lists(text)] == [(None, "10.0万元")]


@pytest.mark.parametrize(
    "whole",
    [
        "2019年本年收入决算10万元",  # income has no such parts
        "2019年后勤保障决算10万元",
        "2019年一般公共预算和政府性基金支出决算10万元",
        "2019年本年追加10万元",
    ],
)
def test_parts_of_anything_else_are_left(whole: str) -> None:
    text = f"{whole}，其中：工资福利支出6万元，商品和服务支出4万元。"
    assert lists(text) == []
    assert left(text)["6万元"] == NO_LINE


def test_of_two_values_of_a_class_neither_is_taken() -> None:
    text = BASIC.format("4.0万元，对个人和家庭的补助0", "") + BASIC.format("3.0万元，对个人和家庭的补助0", "")
    [found] = items(text)
    assert found == [("工资福利支出", "6.0万元", 1), ("对个人和家庭的补助", "0万元", 1)]
    assert left(text) == {"4.0万元": SEVERAL, "3.0万元": SEVERAL}


HEADED = """二、2019年一般公共预算支出决算情况
1.教育支出（类）普通教育（款）小学教育（项）年初预算8万元，支出决算7万元。
2.教育支出（类）普通教育（款）小学教育（项）支出决算7万元。
3.卫生健康支出（类）年初预算6万元，支出决算5万元。
"""


def test_classes_under_a_heading_that_names_what_is_spent() -> None:
    found = lists(HEADED)
    assert [(each["id"], each["name"]) for each in found] == [
        ("function", "年初预算一般公共预算本年支出功能分类"),
        ("function_2", "部门决算一般公共预算本年支出功能分类"),
    ]
    assert items(HEADED) == [
        [("小学教育", "8万元", 1), ("卫生健康支出", "6万元", 1)],
        [("小学教育", "7万元", 1), ("卫生健康支出", "5万元", 1)],
    ]


@pytest.mark.parametrize(
    "heading", ["机关运行经费支出决算情况", "收入支出决算情况", "一般公共预算和政府性基金支出决算情况"]
)
def test_a_heading_that_names_another_thing_has_no_list(heading: str) -> None:
    assert lists(HEADED.replace("2019年一般公共预算支出决算情况", heading)) == []


def test_classes_without_a_column_are_left() -> None:
    text = "二、2019年项目支出情况\n教育支出7万元。\n卫生健康支出6万元。\n"
    assert lists(text) == []
    assert left(text) == {"7万元": NO_COLUMN, "6万元": NO_COLUMN}


def test_another_amount_of_a_class_without_a_column_is_left() -> None:
    text = (
        HEADED.replace("支出决算情况", "支出情况")
        .replace("支出决算7万元", "下达7万元")
        .replace("支出决算5万元", "下达5万元")
    )
    assert [each["name"] for each in lists(text)] == ["年初预算一般公共预算本年支出功能分类"]
    assert left(text) == {"7万元": NO_LINE, "5万元": NO_LINE}


def test_an_item_without_its_class_is_left() -> None:
    assert lists("二、2019年基本支出决算情况\n行政运行（项）7万元。\n机关服务（项）6万元。\n") == []


def test_items_of_a_class_that_opens_them() -> None:
    parts = "行政运行（项）7万元，机关服务（项）年初预算2万元"
    text = f"二、2019年项目支出决算情况\n教育支出9万元，其中：{parts}。\n农林水支出1万元。\n"
    assert items(text) == [[("教育支出", "9万元", 1), ("行政运行", "7万元", 2), ("农林水支出", "1万元", 1)]]


def test_economic_classes_of_a_class_by_function_are_left() -> None:
    text = "二、2019年支出决算情况\n教育支出9万元，其中：工资福利支出7万元，商品和服务支出2万元。\n农林水支出1万元。\n"
    assert items(text) == [[("教育支出", "9万元", 1), ("农林水支出", "1万元", 1)]]


def test_economic_classes_under_a_heading_may_be_of_anything() -> None:
    assert lists("二、2019年支出决算情况\n办公费9万元。\n差旅费7万元。\n") == []


def test_no_list_is_deeper_than_a_report_file_allows() -> None:
    parts = "，其中：".join(f"{name * 2}（项）{8 - i}万元" for i, name in enumerate("甲乙丙丁戊"))
    text = "二、2019年支出决算情况\n教育支出9万元，其中：{}。\n农林水支出1万元。\n"
    assert max(level for _, _, level in items(text.format(parts.rpartition("，")[0]))[0]) == 5
    assert lists(text.format(parts)) == []


TABLE = """单位：{}
科目|年初预算数|决算数|一般公共预算和政府性基金决算数|增减率
201一般公共服务支出|8|7|7|5%
208社会保障和就业支出|4|2|2|1%
教育支出占比|4|2|2|1%
卫生健康支出|-|1|1|1%
农林水支出|3
合计|15|10|10|1%
"""


def test_the_rows_of_a_table() -> None:
    found = lists(TABLE.format("万元"))
    assert [(each["name"], each["total"]) for each in found] == [
        ("年初预算功能分类", "15万元"),
        ("部门决算功能分类", "10万元"),
    ]
    assert items(TABLE.format("万元"))[1] == [
        ("一般公共服务支出", "7万元", 1),
        ("社会保障和就业支出", "2万元", 1),
        ("卫生健康支出", "1万元", 1),
    ]
    assert [len(each) for each in items(TABLE.format("万元"))] == [2, 3]


def test_a_table_without_a_unit_has_no_list() -> None:
    assert lists(TABLE.format("个")) == []
    assert left(TABLE.format("个"))["8"] == NO_UNIT


def test_a_table_without_a_total_has_a_list_without_one() -> None:
    [_, found] = lists(TABLE.format("万元").replace("合计|15|10|10|1%\n", ""))
    assert {"of", "total"}.isdisjoint(found)


# --- projects ---


def test_projects_of_sentences() -> None:
    text = (
        "2019年。2019年档案整理项目预算数8万元，执行数6万元，执行率75%；"
        "设备更新项目如期完成，年初预算5万元，已支出5万元。"
    )
    assert projects(text) == [
        {"name": "档案整理项目", "budget": "8万元", "executed": "6万元", "rate": "75%"},
        {"name": "设备更新项目", "budget": "5万元", "executed": "5万元"},
    ]


def test_projects_of_a_list() -> None:
    text = (
        "一、项目情况\n2019年的项目有：\n系统运维费8万元，已执行6万元，执行率75%；\n系统维修费8万元，已执行6万元。\n"
        "{}宣传费4万元，已执行2万元，执行率50%。"
    )
    assert [each["name"] for each in projects(text.format(""))] == ["系统运维费", "宣传费"]
    # Under another heading nothing says that it is a project.
    assert [each["name"] for each in projects(text.format("二、其他\n"))] == ["系统运维费"]


@pytest.mark.parametrize(
    "text",
    [
        "该项目预算数8万元，执行数6万元，执行率75%。",
        "全年项目预算安排8万元，实际执行6万元。",
        "2019年。2018年档案整理项目预算数8万元，执行数6万元。2019年。",
        "2019年项目支出年初预算8万元，已支出6万元。",
        "全县档案整理项目预算数8万元，执行数6万元。",
        "档案整理经费预算数8万元，执行数6万元，执行率75%。",
        "档案整理项目收到8万元，执行数6万元。",
        "档案整理项目预算数8万元，另有6万元。",
        "档案整理项目共8人，支出6万元。",
        "档案整\n理项目预算数8万元，执行数6万元。",
    ],
)
def test_what_is_not_clearly_a_project_is_left(text: str) -> None:
    assert projects(text) == []


def test_of_two_values_of_a_project_neither_is_taken() -> None:
    text = "档案整理项目预算数8万元，执行数6万元。" * 2 + "档案整理项目预算数9万元，执行数6万元。"
    assert projects(text) == [{"name": "档案整理项目", "executed": "6万元"}]
    assert left(text) == {"8万元": SEVERAL, "9万元": SEVERAL}
    both = text + "档案整理项目预算数8万元，执行数7万元，执行率75%。"
    assert projects(both) == []


def test_projects_above_all_project_expenditure_are_left() -> None:
    text = (
        "2019年项目支出决算10.0万元。"
        "档案整理项目预算数9万元，执行数6万元，执行率66.67%。设备更新项目预算数8万元，执行数{}.0万元。"
    )
    assert [each.get("executed") for each in projects(text.format(4))] == ["6万元", "4.0万元"]
    assert projects(text.format(5)) == [
        {"name": "档案整理项目", "budget": "9万元"},
        {"name": "设备更新项目", "budget": "8万元"},
    ]
    assert left(text.format(5))["5.0万元"] == UNCLEAR_PARTS


PROJECTS = """单位：{}
序号|项目名称|{}|全年执行数|{}
1|设备维修|12|9|75%
2|12345热线|8|6|75%
3|教育支出|4|2|50%
4|小计|24|17|70.83%
5|房屋租赁|4|1|15%
6|宣传|-|1人|-
7|办公|0|0|0%
8|培训|5
"""


def test_projects_of_a_table() -> None:
    found = projects(PROJECTS.format("万元", "年初预算数", "执行率"))
    assert found == [
        {"name": "设备维修", "budget": "12万元", "executed": "9万元", "rate": "75%"},
        {"name": "12345热线", "budget": "8万元", "executed": "6万元", "rate": "75%"},
        {"name": "房屋租赁", "budget": "4万元", "executed": "1万元", "rate": "15%"},
        {"name": "办公", "budget": "0万元", "executed": "0万元", "rate": "0%"},
    ]


def test_a_rate_that_most_rows_do_not_confirm_is_of_something_else() -> None:
    text = PROJECTS.format("万元", "年初预算数", "执行率").replace("75%", "80%")
    assert [each.get("rate") for each in projects(text)] == [None] * 4


def test_columns_of_a_table_of_projects() -> None:
    assert projects(PROJECTS.format("个", "年初预算数", "执行率")) == []
    assert left(PROJECTS.format("个", "年初预算数", "执行率"))["12"] == NO_UNIT
    # Two budgets: the one of the start of the year is the budget, and nobody knows of which the rate is.
    both = PROJECTS.format("万元", "年初预算数|全年预算数", "执行率").replace("|12|", "|12|12|").replace("|8|", "|8|8|")
    assert projects(both)[0] == {"name": "设备维修", "budget": "12万元", "executed": "9万元"}
    twice = PROJECTS.format("万元", "执行数", "支出率")
    assert projects(twice) == []
    prior = PROJECTS.format("万元", "上年决算数", "备注")
    assert projects(prior)[0] == {"name": "设备维修", "executed": "9万元"}


def test_a_table_of_other_rows_has_no_projects() -> None:
    assert projects(PROJECTS.format("万元", "年初预算数", "执行率").replace("项目名称", "科目")) == []
    named = "单位：万元\n项目名称|负责人|预算数|执行数\n设备维修|王某|12|9\n房屋租赁|李某|8|6\n"
    assert projects(named) == []


def test_long_texts_take_work_in_proportion() -> None:
    line = "教育支出（类）普通教育（款）预算8万元，其中：行政运行（项）6万元（办公费5万元，整理项目预算8万元，执行6万元"

    def gathered(times: int) -> object:
        lexed = lex("二、支出决算情况\n项目有：" + f"{line}；\n" * times)
        return gather(lexed, read(lexed).statements, find_tables(lexed), read_points(lexed), ())

    assert grows_in_proportion(gathered, 50)


# --- facts ---


def test_counts_that_their_clause_names() -> None:
    text = "全年编印公报6期，对外发布信息10149条。目前共办理来信约20件、来访接待3批次；举办培训两次"
    assert facts(text) == {"编印公报": "6期", "对外发布信息": "10149条", "办理来信": "约20件", "来访接待": "3批次"}
    report = pm.load_report(pm.audit(text).to_report())
    assert pm.audit(text).gathered.places.keys() == {each.path for each in report.figures()}
    assert facts("全年编印公报6期") == {"编印公报": "6期"}


@pytest.mark.parametrize(
    "text",
    [
        "发布信息10条，其中重点领域6条。",
        "上半年编印公报6期。",
        "全县编印公报6期。",
        "办理145条咨询投诉。",
        "主任及副主任职位1名。",
        "到15件督查回访8次。",
        "等正式文件5份。",
        "发文5份。",
        "编印公报6期。编印公报7期。",
        "公报（含增刊编印6期）。",
    ],
)
def test_counts_that_are_named_otherwise_are_left(text: str) -> None:
    found = facts(text)
    assert set(found) <= {"发布信息"}

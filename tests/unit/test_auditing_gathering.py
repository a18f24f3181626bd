"""What a text states is gathered into a report file; what is unclear is left and listed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm
from counting import grows_in_proportion
from perfmetrics.auditing.gathering import gather
from perfmetrics.auditing.grids import find_tables
from perfmetrics.auditing.inline import inline_formulas
from perfmetrics.auditing.lexer import lex
from perfmetrics.auditing.naming import named_for
from perfmetrics.auditing.placing import (
    ELSEWHERE,
    NO_COLUMN,
    NO_LINE,
    NO_UNIT,
    OF_A_PROJECT,
    OTHER_TIME,
    SEVERAL,
    SHIFTED,
    UNNAMED,
    UNSURE,
    Gathered,
    written,
)
from perfmetrics.auditing.points import read_points
from perfmetrics.auditing.reading import read
from perfmetrics.texts import Phrase

ROOT = Path(__file__).parents[2]
TWINS = ROOT / "tests" / "corpus" / "reports"
EXAMPLE = ROOT / "examples" / "reports" / "baojing-2019.toml"


def gathered(text: str) -> Gathered:
    lexed = lex(text)
    return gather(lexed, read(lexed).statements, find_tables(lexed), read_points(lexed), tuple(inline_formulas(lexed)))


def twin(name: str) -> Gathered:
    return gathered((TWINS / f"{name}.txt").read_text(encoding="utf-8"))


def data(text: str) -> dict[str, Any]:
    return gathered(text).data


def left(text: str) -> list[tuple[str, Phrase]]:
    return [(each.text, each.reason) for each in gathered(text).left]


def differences(first: Any, second: Any, path: str = "") -> list[str]:
    """Return where two trees of JSON differ."""
    if isinstance(first, dict) and isinstance(second, dict):
        keys = first.keys() | second.keys()
        return [found for key in keys for found in differences(first.get(key), second.get(key), f"{path}.{key}")]
    if isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        pairs = enumerate(zip(first, second, strict=True))
        return [found for i, (one, other) in pairs for found in differences(one, other, f"{path}[{i}]")]
    return [] if first == second else [path]


# --- whole reports ---


def test_a_report_s_text_gives_the_card_of_its_file() -> None:
    card = pm.score(pm.load_report(named_for(twin("003").data, "baojing-2019")), "baojing-2019")
    by_hand = pm.score(EXAMPLE)
    assert (card.total, card.grade) == (91, by_hand.grade)
    # The name of the report is all that the text does not give.
    assert differences(json.loads(card.to_json()), json.loads(by_hand.to_json())) == [".report"]


def test_figures_of_a_report_s_text_are_those_of_its_file() -> None:
    report, by_hand = pm.load_report(named_for(twin("003").data, "baojing-2019")), pm.load_report(EXAMPLE)
    columns = ("initial_budget", "final_accounts", "prior_budget", "adjustment", "staff")
    stated = {each.path: each.figure for each in by_hand.figures() if each.path.split(".")[0] in columns}
    found = {each.path: each.figure for each in report.figures() if each.path.split(".")[0] in columns}
    assert found.keys() == stated.keys()
    for path, figure in found.items():
        assert [each.value for each in figure.terms] == [each.value for each in stated[path].terms], path
    assert report.indicators.keys() == by_hand.indicators.keys()


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_what_is_gathered_of_a_report_agrees_with_itself(name: str) -> None:
    found = twin(name)
    report = pm.load_report(found.data)
    check = pm.check(report)
    assert [each for each in check.findings if each.severity != "note"] == []
    text = (TWINS / f"{name}.txt").read_text(encoding="utf-8")
    for number in found.places.values():
        assert text[number.start : number.stop].strip()
    listed = {path for path in found.places if path.startswith(("lists", "projects", "facts"))}
    # A rate of a project is no figure with a path of its own.
    assert {path for path in listed if not path.endswith(".rate")} <= {each.path for each in report.figures()}
    assert {each.start for each in found.left}.isdisjoint({number.start for number in found.places.values()})


def test_a_table_without_a_unit_is_in_that_of_the_sentences_which_state_the_same_figures() -> None:
    found = twin("000").data
    assert found["unit"] == "万元"
    assert found["initial_budget"]["current_income"] == "110.84万元"
    assert found["final_accounts"] == {
        "domestic_hospitality": "1440元",
        "overseas_travel": "0元",
        "official_vehicles": "0元",
        "current_income": "100.39",
        "general_public": {"current_income": "76.3"},
        "government_fund": {"current_income": "0"},
        "institutional_income": "0.00",
        "business_income": "0.00",
        "other_income": "0.00",
        "current_expenditure": "100.39",
        "basic_expenditure": "99.76",
        "personnel_expenses": "91.76",
        "operating_expenses": "8",
        "project_expenditure": "0.62",
    }


def test_the_grade_of_a_project_is_not_that_of_the_department() -> None:
    found = twin("002")
    assert found.data["stated"] == {"total": "91"}
    assert [each.reason for each in found.left if each.text == "优"] == [OF_A_PROJECT]
    assert found.data["prior_accounts"] == {
        "total_income": "117.36万元",
        "total_expenditure": "117.36万元",
        "fiscal_appropriation": {"total_expenditure": "117.36万元"},
        "general_public": {"total_income": "117.36万元", "total_expenditure": "117.36万元"},
    }


def test_each_figure_leads_back_to_the_text() -> None:
    found = twin("003")
    text = (TWINS / "003.txt").read_text(encoding="utf-8")
    number = found.places["indicators.公用经费控制率.value"]
    assert text[number.start : number.stop] == "161.65%"
    number = found.places["final_accounts.general_public.current_expenditure"]
    assert text[number.start : number.stop] == "1347.83万元"
    assert found.places["staff.counted_elsewhere[1]"].quantity.text == "4人"


# --- columns, funds and lines ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019年公用经费年初预算8万元。", {"initial_budget": {"operating_expenses": "8万元"}}),
        ("2019年“三公”经费调整后预算8万元。", {"full_year_budget": {"three_public_expenses": "8万元"}}),
        ("2019年会议费决算8万元。", {"final_accounts": {"meeting_expenses": "8万元"}}),
        ("上年度公务接待费预算8万元，2019年2019年无。", {"prior_budget": {"official_hospitality": "8万元"}}),
        ("2019年。2018年培训费决算8万元。2019年。", {"prior_accounts": {"training_expenses": "8万元"}}),
        ("国有资本经营预算收入决算8万元。", {"final_accounts": {"state_capital": {"current_income": "8万元"}}}),
        ("2019年本年追加8万元。", {"adjustment": {"supplement": "8万元"}}),
        ("2019年年中追减8万元。", {"adjustment": {"cut": "8万元"}}),
        ("2019年追加8万元。", {"adjustment": {"supplement": "8万元"}}),
        ("2019年全年支出合计8万元。", {"final_accounts": {"current_expenditure": "8万元"}}),
        ("单位整体支出8万元。", {"final_accounts": {"current_expenditure": "8万元"}}),
        ("一、部门决算情况\n三公经费：8万元", {"final_accounts": {"three_public_expenses": "8万元"}}),
        ("一、部门决算情况\n年初结转和结余8万元。", {"final_accounts": {"opening_carryover": "8万元"}}),
        ("一、部门决算情况\n年末结转2万元。", {"final_accounts": {"closing_carryover": "2万元"}}),
        ("一、预算安排情况\n出国（境）费8万元。", {"initial_budget": {"overseas_travel": "8万元"}}),
        ("一、预算安排情况。出国（境）费8万元。", {"initial_budget": {"overseas_travel": "8万元"}}),
    ],
)  # fmt: skip
def test_words_name_the_place(text: str, expected: dict[str, Any]) -> None:
    assert data(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2019年工资福利支出决算8万元。", NO_LINE),
        ("2019年公用经费8万元。", NO_COLUMN),
        ("一、预算执行情况\n公用经费8万元。", NO_COLUMN),
        ("一、预决算情况\n公用经费8万元。", NO_COLUMN),
        ("一、预算收支情况\n2019年全年支出合计8万元。", NO_COLUMN),
        ("2016年公用经费决算8万元。2019年。2019年。2019年。", OTHER_TIME),
        ("截至8月，公用经费决算8万元。", OTHER_TIME),
        ("上半年公用经费决算8万元。", OTHER_TIME),
        ("全县公用经费决算8万元。", ELSEWHERE),
        ("2019年一般公共预算和政府性基金支出决算8万元。", NO_LINE),
        ("2019年财政拨款经营收入决算8万元。", NO_LINE),
        ("2019年实际支出8万元。", NO_LINE),
        ("2019年外事接待费决算8万元。", NO_LINE),
        ("2019年结转结余决算8万元。", NO_LINE),
        ("一、部门决算情况\n结转结余8万元。", NO_LINE),
        ("上年公用经费全年预算8万元，2019年。", NO_COLUMN),
        ("公用经费全年预算增加，另追加8万元。", NO_LINE),
        ("经批准，追加8万元。", NO_LINE),
        ("2019年政府性基金预算本年追加8万元。", NO_LINE),
        ("办公室面积8平方米。", NO_LINE),
        ("下属单位在职人员8人。", NO_LINE),
        ("2010年在职人员8人。2019年。2019年。2019年。", NO_LINE),
        ("设离休1人；退休人员8人。", NO_LINE),
    ],
)
def test_what_is_unclear_is_left(text: str, reason: Phrase) -> None:
    assert data(text) == {}
    assert left(text)[-1][1] == reason


def test_parts_stand_in_the_column_and_the_fund_of_their_whole() -> None:
    found = data(
        "2019年财政拨款支出决算10万元，其中：基本支出6万元（人员经费5万元，公用经费1万元），项目支出4万元，其他收入1万元。"
    )
    assert found["final_accounts"]["fiscal_appropriation"] == {
        "current_expenditure": "10万元",
        "basic_expenditure": "6万元",
        "personnel_expenses": "5万元",
        "operating_expenses": "1万元",
        "project_expenditure": "4万元",
    }
    assert found["final_accounts"]["other_income"] == "1万元"


def test_what_stands_in_brackets_ends_with_them() -> None:
    found = gathered("2019年公务接待费决算6万元（国内接待费5万元），会议费3万元。")
    assert found.data == {"final_accounts": {"official_hospitality": "6万元", "domestic_hospitality": "5万元"}}
    assert [each.text for each in found.left] == ["3万元"]


def test_a_bare_column_is_of_the_line_before() -> None:
    found = data("2019年“三公经费”预算数90万元。实际支出15万元，其中公务接待费15万元。")
    assert found == {
        "initial_budget": {"three_public_expenses": "90万元"},
        "final_accounts": {"three_public_expenses": "15万元", "official_hospitality": "15万元"},
    }


def test_a_bare_column_is_of_no_carryover() -> None:
    found = gathered("2019年度决算：年初结转2万元；预算90万元。")
    assert ("90万元", NO_LINE) in [(each.text, each.reason) for each in found.left]


def test_the_figure_compared_with_is_in_the_column_of_the_other() -> None:
    found = data("2019年“三公”经费决算15万元，较上年5万元增加10万元。")
    assert found["prior_accounts"] == {"three_public_expenses": "5万元"}
    found = data("2019年“三公”经费预算数15万元，较2018年三公经费5万元增加10万元。2019年。")
    assert found["prior_budget"] == {"three_public_expenses": "5万元"}


def test_parts_of_the_three_public_expenses_are_spent_where_all_that_is_said_is() -> None:
    text = "1、三公经费管理情况\n2019年三公经费决算3万元。\n（1）公务接待费支出3万元。\n（2）公务车购置及运行费0万元。"
    assert data(text)["final_accounts"] == {
        "three_public_expenses": "3万元",
        "official_hospitality": "3万元",
        "official_vehicles": "0万元",
    }
    both = text.replace("3万元。", "3万元。三公经费预算4万元。", 1)
    assert data(both)["final_accounts"] == {"three_public_expenses": "3万元"}
    assert left(both) == [("3万元", NO_COLUMN), ("0万元", NO_COLUMN)]


def test_the_department_may_be_named() -> None:
    text = "临澄县政务审批服务局\n2021年度自评。\n2021年临澄县审批服务局决算支出8万元，其他局决算支出9万元。"
    found = gathered(text)
    assert found.data == {"final_accounts": {"current_expenditure": "8万元"}}


# --- several values ---


def test_of_two_values_for_one_place_neither_is_taken() -> None:
    found = gathered("2019年公用经费决算8万元。2019年公用经费决算9万元。")
    assert found.data == {}
    assert [(each.text, each.reason) for each in found.left] == [("8万元", SEVERAL), ("9万元", SEVERAL)]


def test_the_finest_statement_of_a_value_is_taken() -> None:
    found = gathered("2019年公用经费决算8.1万元。2019年公用经费决算81234元。2019年公用经费为8.12万元。")
    assert found.data == {"final_accounts": {"operating_expenses": "81234元"}}
    assert [(each.text, each.reason) for each in found.left] == [("8.12万元", NO_COLUMN)]


def test_a_value_without_a_column_restates_the_one_of_its_line() -> None:
    assert left("2019年公用经费决算8万元。2019年公用经费80000元。") == []


TOTALS = "一、2019年决算情况\n年初结转10万元，2019年总收入{}万元。\n2019年总支出100万元。年末结转10万元。"


def test_total_spending_is_that_of_the_year_where_the_carryover_does_not_speak_against_it() -> None:
    assert data(TOTALS.format(100))["final_accounts"]["current_income"] == "100万元"
    found = gathered(TOTALS.format(110))
    assert found.data == {"final_accounts": {"opening_carryover": "10万元", "closing_carryover": "10万元"}}
    assert [each.reason for each in found.left] == [UNSURE, UNSURE]
    sure = TOTALS.format(110).replace("年末", "本年收入100万元。年末")
    assert data(sure)["final_accounts"]["current_income"] == "100万元"
    mixed = gathered(TOTALS.format(110).replace("2019年总收入", "2019年度本年收入"))
    assert "current_expenditure" not in mixed.data["final_accounts"]
    assert mixed.data["final_accounts"]["current_income"] == "110万元"


# --- tables ---

TABLE = """单位：{}
项目|年初预算数|决算数|上年决算数|增减率
本年支出|8|9|7|5%
其中：一般公共预算财政拨款|6|5万元|4|2%
工资|1|2|3|4%
"""


def test_a_table_with_a_unit() -> None:
    found = gathered("2019年自评。\n" + TABLE.format("万元"))
    assert found.data == {
        "unit": "万元",
        "final_accounts": {"general_public": {"current_expenditure": "5万元"}, "current_expenditure": "9"},
        "initial_budget": {"current_expenditure": "8", "general_public": {"current_expenditure": "6"}},
        "prior_accounts": {"current_expenditure": "7", "general_public": {"current_expenditure": "4"}},
    }
    assert [(each.text, each.reason) for each in found.left] == [("1", NO_LINE), ("2", NO_LINE), ("3", NO_LINE)]
    assert pm.load_report(found.data).unit == "万元"


def test_a_table_without_a_unit_is_left() -> None:
    found = gathered(TABLE.format("个"))
    assert found.data == {"final_accounts": {"general_public": {"current_expenditure": "5万元"}}}
    assert ("8", NO_UNIT) in [(each.text, each.reason) for each in found.left]


def test_a_table_in_another_unit_than_the_first_is_left() -> None:
    second = TABLE.format("元").replace("本年支出", "会议费")
    found = gathered(TABLE.format("万元") + "说明如下，各项均按规定列支并已公开。\n" + second)
    assert found.data["unit"] == "万元"
    assert "meeting_expenses" not in found.data["final_accounts"]
    assert ("9", NO_UNIT) in [(each.text, each.reason) for each in found.left]


def test_rows_that_lack_cells_are_left() -> None:
    text = "单位：万元\n项目|预算数|决算数\n会议费|1|2\n培训费|3|4\n公务接待费|5\n"
    found = gathered(text)
    assert found.data["initial_budget"] == {"meeting_expenses": "1", "training_expenses": "3"}
    assert ("5", SHIFTED) in [(each.text, each.reason) for each in found.left]


def test_the_fund_of_a_table_stands_above_it_or_in_its_header() -> None:
    header = "一、财政拨款收支情况\n单位：万元\n项目|预算数|一般公共预算决算数|公用经费预算数|备注数\n"
    text = header + "会议费|1|2|9|-\n经营支出|3|4|9|5人\n"
    assert data(text) == {
        "unit": "万元",
        "initial_budget": {"fiscal_appropriation": {"meeting_expenses": "1"}},
        "final_accounts": {"general_public": {"meeting_expenses": "2"}},
    }


# --- staff ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年末在职人员23人。", {"in_post": "23人"}),
        ("核有编制28名,实有23人,其中在职23人。", {"establishment": "28名", "present": "23人", "in_post": "23人"}),
        (
            "编办核定71个，在岗职工共70人，离退休人员5人。",
            {"establishment": "71个", "in_post": "70人", "retired": "5人"},
        ),
        ("本单位退休人员5人，财政供养人员共20人。", {"retired": "5人", "supported_staff": "20人"}),
        ("事业编制5名，主任1名。", None),
        ("所属中心编制5名。", None),
        ("编制5件。", None),
        ("编制5.5名。", None),
        ("编制-5名。", None),
    ],
)
def test_staff(text: str, expected: dict[str, str] | None) -> None:
    assert data(text).get("staff") == expected


def test_staff_whose_posts_are_elsewhere() -> None:
    found = data("2019年底在职人员72人（其中网格中心14人，占用网格中心编制，驾驶员3人），核定编制71个。")
    assert found["staff"] == {
        "in_post": "72人",
        "establishment": "71个",
        "counted_elsewhere": [{"name": "网格中心", "value": "14人"}],
    }


def test_staff_elsewhere_of_unclear_staff_are_left() -> None:
    text = "在职人员70人。在职人员72人（其中网格中心14人，编制属网格中心）。"
    assert "staff" not in data(text)
    assert ("14人", NO_LINE) in left(text)


def test_rough_numbers_keep_their_word() -> None:
    assert [written(each) for each in lex("约2800条，近90%，12余次，得8分").numbers] == [
        "约2800条",
        "近90%",
        "12余次",
        "8",
    ]


def test_long_texts_take_work_in_proportion() -> None:
    line = "1、预算完成率：年初预算8万元，控制率为5%，得5分。（其中公用经费决算3万元，等级为优，本年追加1万元\n"

    def gathered(times: int) -> object:
        lexed = lex(line * times)
        return gather(
            lexed, read(lexed).statements, find_tables(lexed), read_points(lexed), tuple(inline_formulas(lexed))
        )

    assert grows_in_proportion(gathered, 50)


# --- points ---

EVALUATION = """一、评价
（一）预算管理
1、公用经费控制率：全年公用经费支出9万元，预算安排8万元，公用经费控制率=9/8×100%=112.5%，得3分。
2、制度健全，得4分。
3、新建楼堂馆所面积控制率：无新建项目，控制率为100%，得5分，排名达到100%。
（二）履职效益
群众满意，得6分；效率较高，得7分。
二、结论
预算管理12分，履职效益13分，总得分25分，等级为“良”。总分为100分。
"""


def test_points_by_name_and_by_place() -> None:
    found = data(EVALUATION)
    assert found["indicators"] == {
        "公用经费控制率": {"points": "3", "value": "112.5%"},
        "预算管理 2/3": {"points": "4"},
        "新建楼堂馆所面积控制率": {"points": "5", "value": "100%", "not_applicable": "无新建项目"},
        "履职效益 1/2": {"points": "6"},
        "履职效益 2/2": {"points": "7"},
    }
    assert found["stated"] == {
        "total": "25",
        "full_marks": "100",
        "dimensions": {"预算管理": "12", "履职效益": "13"},
        "grade": "良",
    }
    assert found["final_accounts"] == {"operating_expenses": "9万元"}
    assert found["initial_budget"] == {"operating_expenses": "8万元"}
    assert pm.load_report(found).stated.grade == "良"


def test_points_without_heading_or_name_are_left() -> None:
    assert left("工作较好，得6分。") == [("6分", UNNAMED)]
    assert data("工作较好，预算控制率得6分。")["indicators"] == {"预算控制率": {"points": "6"}}


def test_a_line_may_be_named_by_its_heading() -> None:
    found = data("一、评价\n1、群众满意度情况\n问卷结果很好，得6分。\n2、产出\n很好，得5分。\n")
    assert found["indicators"] == {"群众满意度": {"points": "6"}, "产出": {"points": "5"}}
    # A rule without a heading above it has no section.
    assert left("1、群众很满意，问卷结果很好，得6分。") == [("6分", UNNAMED)]


def test_an_item_without_a_number_may_be_a_rate() -> None:
    found = data("预算完成率：年初结余19.8万元；预算1922.76万元，追加767.86万元；年末结余19.8万元，预算完成率99.27%。")
    assert found == {
        "final_accounts": {"opening_carryover": "19.8万元", "closing_carryover": "19.8万元"},
        "initial_budget": {"current_expenditure": "1922.76万元"},
        "adjustment": {"supplement": "767.86万元"},
        "indicators": {"预算完成率": {"value": "99.27%"}},
    }


def test_arithmetic_of_no_known_name_is_no_rate() -> None:
    assert data("占用率=(5+3)/16×100%=50%。合计=5万元+3万元=8万元。") == {}
    assert data("公用经费控制率=5万元+3万元=8万元。") == {}
    named = "公用经费控制率=实际支出/预算×100%=9/8×100%=112.5%。三公经费控制率=3/4×100%=75%。"
    assert data(named)["indicators"] == {"公用经费控制率": {"value": "112.5%"}, "三公经费控制率": {"value": "75%"}}


def test_a_change_behind_a_line_is_of_that_line() -> None:
    found = gathered("2019年公用经费年初预算8万元，本年追加1万元。")
    assert found.data == {"initial_budget": {"operating_expenses": "8万元"}}
    assert [(each.text, each.reason) for each in found.left] == [("1万元", NO_LINE)]
    found = gathered("2019年总支出年初预算8万元，本年追加1万元。")
    assert found.data["adjustment"] == {"supplement": "1万元"}


def test_points_of_the_whole_are_the_total() -> None:
    assert data("一、部门整体支出\n各项均好。\n二、结论\n部门整体支出得91分。")["stated"] == {"total": "91"}


def test_grades() -> None:
    assert data("部门整体支出评价等级为优。")["stated"] == {"grade": "优"}
    found = gathered("部门整体支出评价等级为优。部门评价等级为良。")
    assert found.data == {}
    assert [(each.text, each.reason) for each in found.left] == [("优", SEVERAL), ("良", SEVERAL)]
    assert left("小组评定等级为优。") == [("优", OF_A_PROJECT)]
    assert data("总得分92分。等级为优。")["stated"] == {"total": "92", "grade": "优"}
    assert data("总得分92分。项目等级为优。")["stated"] == {"total": "92"}


# --- names of a scoring table ---


def test_names_of_a_table() -> None:
    found = {
        "indicators": {
            "“三公经费”控制率": {"points": "8"},
            "社会公众满意": {"points": "6"},
            "目标设定 2/2": {"points": "3"},
            "履职效益 1/2": {"points": "6"},
            "职责": {"points": "1"},
            "预算管理 2/6": {"points": "8"},
            "无关之事": {"points": "1"},
        },
        "stated": {"total": "92", "dimensions": {"投入": "13", "预算管理": "41", "其他": "1"}},
        "unit": "万元",
    }
    named = named_for(found, "baojing-2019")
    # The second line of 预算管理 is the one that has its own name already.
    assert list(named["indicators"]) == [
        "three_public_control_ratio",
        "public_satisfaction",
        "indicator_clarity",
        "履职效益 1/2",
        "职责",
        "预算管理 2/6",
        "无关之事",
    ]
    assert named["stated"] == {
        "total": "92",
        "dimensions": {"input": "13", "其他": "1"},
        "categories": {"budget_management": "41"},
    }
    assert named["unit"] == "万元"
    assert named_for({"unit": "元"}, "baojing-2019") == {"unit": "元"}


def test_a_category_of_one_line_is_its_line() -> None:
    found = {"indicators": {"职责履行": {"points": "8"}}, "stated": {"dimensions": {"职责履行": "8"}}}
    named = named_for(found, "hunan-13")
    [line] = [line.id for line in pm.load_rubric("hunan-13").indicators if line.name == "重点工作实际完成率"]
    assert named == {"indicators": {line: {"points": "8"}}, "stated": {"categories": {"duty_performance": "8"}}}

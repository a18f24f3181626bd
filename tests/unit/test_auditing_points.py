"""Points of lines, sections and totals: what is awarded, what is a rule, and what should add up."""

from __future__ import annotations

from pathlib import Path

import pytest

from counting import grows_in_proportion
from perfmetrics.auditing.candidates import Candidate, Sureness
from perfmetrics.auditing.judging import judge_all
from perfmetrics.auditing.lexer import lex
from perfmetrics.auditing.points import Points, points, read_points

CORPORA = Path(__file__).parents[1] / "corpus"
LINES = """四、评分
（一）投入
（1）目标明确，得分3分；
（2）编制不超标，得分4分。
（二）过程
1、执行：
（1）完成率达标，满分6分，扣1分，得分5分。
（2）控制率达标，得分6分。
五、结论
"""
SUMMARY = "评价得分为：投入绩效为7分，过程绩效为11分，总得分18分。"


def read(text: str) -> Points:
    return read_points(lex(text))


def candidates(text: str) -> list[Candidate]:
    lexed = lex(text)
    return list(points(lexed, read_points(lexed)))


def judged(text: str) -> list[tuple[str, str, str]]:
    """Return each sum as it stands in the text, its verdict and what it is the sum of."""
    return [
        (each.candidate.stated.quantity.text, each.verdict.value, each.relation.numbers())
        for each in judge_all(candidates(text))
    ]


def said(text: str) -> list[str]:
    """Return the figures that would be called wrong if they did not fit."""
    return [each.stated.quantity.text for each in candidates(text) if each.sureness is Sureness.SAID]


@pytest.mark.parametrize(
    ("text", "role", "label"),
    [
        ("根据评分标准该项得分5分", "awarded", "根据评分标准该"),
        ("（1）完成率：按标准得分5分", "awarded", "按标准"),
        ("得5分", "awarded", ""),
        ("自评得分8分", "awarded", ""),
        ("计6分", "awarded", ""),
        ("本项不适用，得分按满分4分计", "awarded", ""),
        ("满分10分", "full", ""),
        ("该项分值4分", "full", "该"),
        ("一、投入（15分）", "full", ""),
        ("扣2分", "deducted", ""),
        ("预算执行扣减0.5分", "deducted", "预算执行"),
        ("投入绩效为13分", "named", "投入"),
        ("产出及效率绩效得分26分", "awarded", "产出及效率"),
        ("其中“决策”指标18分", "named", "决策"),
        ("总得分92分", "total", ""),
        ("自评总得分94.5分", "total", ""),
        ("合计95分", "total", ""),
        ("综合得分为92分", "total", ""),
        ("0-10%（含），计6分", "rule", ""),
        ("每低于标准1%扣0.5分", "rule", ""),
        ("90分以上为优", "rule", ""),
        ("执行率低于80%，得2分", "rule", ""),
        ("结余率3.0%，不超过10%，得3分", "awarded", ""),
        ("，5分", "other", ""),
        ("3．预算完成率，8分。", "full", ""),
        ("（3）预算完成率：8分。", "full", ""),
        ("3．预算完成率，8分，", "other", ""),
        ("预算完成率，8分。", "other", ""),
        ("一、投入［15分］", "full", ""),
    ],
)
def test_the_role_of_points(text: str, role: str, label: str) -> None:
    (score,) = read(text).scores
    assert (score.role.value, score.label) == (role, label)


def test_what_is_read() -> None:
    found = read(LINES + SUMMARY + "评价等（级）为“优”。")
    assert [(line.item, line.number.quantity.text) for line in found.lines] == [
        ("目标明确", "3分"),
        ("编制不超标", "4分"),
        ("完成率达标", "5分"),
        ("控制率达标", "6分"),
    ]
    assert [(score.label, heading.name) for score, heading in found.sections] == [("投入", "投入"), ("过程", "过程")]
    assert [total.number.quantity.text for total in found.totals] == ["18分"]
    assert [grade for grade, _ in found.grades] == ["优"]
    assert [heading.name for heading in found.headings if heading.level == 1] == ["投入", "过程"]
    assert read("自评得分90分，等级为良好。").grades == (("良好", 11),)
    assert read("预算10万元").scores == ()


def test_lines_sections_and_total_add_up() -> None:
    assert judged(LINES + SUMMARY) == [
        ("5分", "exact", "6 − 1"),
        ("7分", "exact", "3 + 4"),
        ("11分", "exact", "5 + 6"),
        ("18分", "exact", "7 + 11"),
    ]
    assert said(LINES + SUMMARY) == ["5分", "7分", "11分", "18分"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("为7分", "为8分", [("8分", "inconsistent"), ("18分", "inconsistent")]),
        ("得分6分", "得分7分", [("11分", "inconsistent")]),
        ("总得分18分", "总得分19分", [("19分", "inconsistent")]),
        ("扣1分", "扣2分", [("5分", "inconsistent")]),
    ],
)
def test_a_slip_is_found(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    found = [(stated, verdict) for stated, verdict, _ in judged((LINES + SUMMARY).replace(old, new))]
    assert [each for each in found if each[1] != "exact"] == expected


@pytest.mark.parametrize("name", ["003.txt"])
def test_a_whole_report(name: str) -> None:
    text = (CORPORA / "reports" / name).read_text(encoding="utf-8")
    assert judged(text) == [
        ("13分", "exact", "3 + 3 + 3 + 4"),
        ("53分", "exact", "5 + 5 + 5 + 5 + 0 + 8 + 6 + 8 + 6 + 5"),
        ("26分", "exact", "8 + 6 + 6 + 6"),
        ("92分", "exact", "13 + 53 + 26"),
    ]
    assert said(text) == ["13分", "53分", "26分", "92分"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("015.txt", [("14.5分", "exact"), ("45.5分", "exact"), ("31.5分", "exact"), ("94.5分", "inconsistent")]),
        ("016.txt", [("93.7分", "inconsistent")]),
        ("014.txt", []),
        ("041.txt", []),
    ],
)
def test_labelled_points(name: str, expected: list[tuple[str, str]]) -> None:
    text = (CORPORA / "own" / "texts" / name).read_text(encoding="utf-8")
    assert [(stated, verdict) for stated, verdict, _ in judged(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        LINES + "指标体系的分值为：投入15分，过程50分，总得分65分。",  # what there is, not what was awarded
        LINES + "投入绩效15分，过程绩效50分。",
        LINES + "投入绩效得分8分。",  # one section alone
        LINES.replace("得分4分", "得满分") + SUMMARY,
        LINES.replace("（2）编制", "其中，得分1分，编制") + SUMMARY,  # two in one line
        LINES.replace("（一）投入", "（一）投入得分7分") + SUMMARY,  # a line above others
        LINES.replace("（2）编制", "（2）人员5分，编制") + SUMMARY,
        LINES.replace("，扣1分，得分5分", "，扣1分，满分5分") + SUMMARY,
        LINES.replace("五、结论", "（3）公开及时，扣1分。\n五、结论") + SUMMARY,
        LINES.replace("（二）过程", "（二）自评\n（1）预算，得分9分。\n（三）过程") + SUMMARY,  # not side by side
        LINES.replace("（2）编制", "（二）投入\n（2）编制") + SUMMARY,  # two of one name
        LINES.replace("（2）编制不超标，得分4分。\n", "") + SUMMARY,  # one line alone
    ],
)
def test_sections_that_are_not_plain_are_never_called_wrong(text: str) -> None:
    summary = text.index("五、")
    sums = [each for each in candidates(text) if each.stated.start > summary]
    assert {each.sureness for each in sums if each.stated.quantity.text not in {"18分", "65分"}} <= {Sureness.LIKELY}


def test_a_section_may_be_more_where_a_line_tells_no_points() -> None:
    text = LINES.replace("（2）编制", "（2）人员稳定。\n（3）编制") + SUMMARY
    assert ("7分", "exact", "3 + 4") in judged(text)
    assert ("9分", "undefined", "3 + 4") in judged(text.replace("为7分", "为9分"))
    assert ("6分", "inconsistent", "3 + 4") in judged(text.replace("为7分", "为6分"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("满分10分，扣2分，得8分。", ["8分"]),
        ("满分10分，预算执行偏低，扣2分，实际得8分。", ["8分"]),
        ("资产管理（10分）：扣2分，扣1分，得7分", ["7分"]),
        ("满分100分，扣8分，总得分92分", ["92分"]),
        ("满分10分，得8分，扣2分；满分5分，扣1分，得4分", ["8分", "4分"]),
        ("过程（50分）：预算执行扣2分，得18分", []),
        ("过程（50分）：指标体系完整但执行偏低，扣2分，得18分", []),
        ("过程指标满分50分，执行率偏低而且结余较多，扣2分，得18分", []),
        ("满分10分，其中执行扣2分，得8分", []),
        ("满分10分，另扣2分，得8分", []),
        ("扣2分，得8分", []),
        ("满分10分，扣2分，加1分，得9分", []),
        ("满分10分，得8分", []),
        ("满分10分，每低1%扣2分，得8分", []),
    ],
)
def test_full_marks_less_deductions(text: str, expected: list[str]) -> None:
    assert said(text) == expected


ITEM = "3．预算完成率，8分。\n年末预算未全部完成，扣0.5分，计7.5分。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ITEM, [("7.5分", "exact", "8 − 0.5")]),
        (ITEM.replace("。\n", "。"), [("7.5分", "exact", "8 − 0.5")]),
        (ITEM.replace("3．", "（3）"), [("7.5分", "exact", "8 − 0.5")]),
        (ITEM.replace("扣0.5分", "扣0.2分，扣0.3分"), [("7.5分", "exact", "8 − 0.2 − 0.3")]),
        ("结余率高，扣1.62分，该指标分值5分，得3.38分。", [("3.38分", "exact", "5 − 1.62")]),
        ("结余率高，扣1.62分，得3.38分，该指标分值5分。", [("3.38分", "exact", "5 − 1.62")]),
        # Full marks that stand elsewhere may be of something else: what does not fit is left alone.
        (ITEM.replace("计7.5分", "计6.8分"), []),
        (ITEM.replace("\n", "\n4．预算调整率，5分。\n"), []),
        (ITEM.replace("\n", "\n指标分值9分。\n"), []),
        (ITEM.replace("计7.5分", "计7.5分，计7.5分"), []),
        (ITEM.replace("扣0.5分，", ""), []),
        (ITEM.replace("3．", ""), []),
        ("结余率高，扣1.62分，该指标分值5分，得3.08分。", []),
    ],
)
def test_full_marks_may_stand_elsewhere(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert judged(text) == expected
    assert said(text) == []


TITLES = "（一）投入（满分15分，自评13分）\n1.目标（满分8分，自评7分）\n2.预算（满分7分，自评6分）\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TITLES, [("15分", "exact", "8 + 7"), ("13分", "exact", "7 + 6")]),
        (
            TITLES + "（二）过程（满分10分，自评9分）\n1.制度，自评4分\n2.管理，自评5分\n",
            [("15分", "exact", "8 + 7"), ("13分", "exact", "7 + 6"), ("9分", "exact", "4 + 5")],
        ),
        ("（一）投入［15分］\n1.目标［8分］\n2.预算［7分］\n", [("15分", "exact", "8 + 7")]),
        # What a title states may be of other lines as well: what does not fit is left alone.
        (TITLES.replace("自评13分", "自评19分"), [("15分", "exact", "8 + 7")]),
        (TITLES.replace("自评7分）", "自评7分），自评6分"), [("15分", "exact", "8 + 7")]),
        (TITLES.replace("自评13分", "自评13分，自评13分"), [("15分", "exact", "8 + 7")]),
        (TITLES.replace("2.预算（满分7分，自评6分）\n", ""), []),
        (TITLES.replace("2.预算", "（1）预算"), []),
    ],
)
def test_what_a_title_states_is_of_its_lines(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert judged(text) == expected
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("决策18分，过程20分，产出30分，总得分68分。", ["68分"]),
        ("目标得4分，指标得3分，小计7分。", ["7分"]),
        ("目标（5分）得4分，指标（5分）得3分，合计7分。", ["7分"]),
        ("决策18分，过程20分，总得分68分。", []),  # two may not be all
        ("其中：决策18分，过程20分，合计68分。", []),
        ("决策18分，过程得20分，合计38分。", []),
        ("决策18分，过程20分，扣分项2分，合计36分。", []),
        ("产出50分，效益30分，满意度10分，合计100分。", []),  # full marks
        ("目标得4分。指标得3分，控制得3分，小计10分。", []),  # the list may start before its sentence
        ("1、目标得4分，\n（1）指标得3分，\n合计4分。", []),
        ("合计95分", []),
    ],
)
def test_a_sum_and_the_list_before_it(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_a_total_apart_from_its_subtotals() -> None:
    parts = "一、投入：目标得4分，指标得3分，小计7分。\n二、过程：执行得5分，管理得6分，小计11分。\n"
    assert said(parts + "综上，总得分19分。") == ["7分", "11分", "19分"]
    assert said(parts + "综上，总得分100分。") == ["7分", "11分"]
    assert said(parts + "加分项2分。综上，总得分20分。") == ["7分", "11分"]
    assert said(parts + "各组平均总得分9分。") == ["7分", "11分"]
    assert said("公开及时，得2分。" + parts + "综上，总得分20分。") == ["11分"]
    assert said(parts + "综上，总得分18分。" + parts + "综上，总得分18分。") == ["7分", "11分", "18分"] * 2
    assert judged(parts + "综上，总得分18分。")[-1] == ("18分", "exact", "7 + 11")


def test_a_total_may_be_the_sum_of_lines_of_sections_or_of_what_follows() -> None:
    assert judged("目标得4分。指标得3分。总得分7分。") == [("7分", "exact", "4 + 3")]
    assert judged("目标得4分。指标得3分。总得分8分。") == []
    assert judged("总得分92分，其中：投入13分，过程53分，产出26分。") == [("92分", "exact", "13 + 53 + 26")]
    assert judged("总得分92分，其中：投入13分，过程53分。") == []
    assert judged("总得分92分，满分100分，投入13分。") == []
    apart = LINES + SUMMARY.replace("，总得分18分", "") + "总得分18分。"
    assert judged(apart)[-1] == ("18分", "exact", "7 + 11")


@pytest.mark.parametrize(
    ("unit", "after"),
    [
        ("得5分。", ""),
        ("5分、", ""),
        ("合计5分。", ""),
        ("一、投入\n", "投入5分。"),
        ("满分5分，扣", ""),
        ("（1）", ""),
        ("1.目标（满分8分，自评7分）\n", ""),
        ("（一）投入（满分15分，自评13分）\n1.目标（满分8分，自评7分）\n", ""),
        ("3．完成率，8分。\n扣1分，计7分。\n", ""),
    ],
)
def test_work_is_in_proportion(unit: str, after: str) -> None:
    """Issue 4: no text makes it superlinear."""
    assert grows_in_proportion(lambda size: list(candidates(unit * size + after * size)), 400)


@pytest.mark.parametrize(
    "ending", ["绩效", "评价", "指标", "部分", "方面", "情况", "类", "为", "是", "共", "计", "项", "绩效评价情况"]
)
def test_points_are_named_without_what_stands_behind_the_name(ending: str) -> None:
    [score] = read(f"投入{ending}13分").scores
    assert score.label == "投入"


def test_headings_are_told_one_by_one_and_with_those_above() -> None:
    headings = read("一、投入\n（一）目标（10分），得分8分。\n1.完整，得分3分。\n二、过程").headings
    assert len(headings) == 4
    assert [(each.name, each.level, headings.path(i)) for i, each in enumerate(headings)] == [
        ("投入", 0, (0,)),
        ("目标", 1, (0, 4)),
        ("完整", 2, (0, 4, 20)),
        ("过程", 0, (30,)),
    ]
    assert [(each.end, each.text) for each in headings] == [(30, 4), (30, 4), (30, 20), (34, 34)]
    assert headings.path(-1) == ()

"""From numbers to statements: labels, columns, lists, headings and brackets. Texts and figures are invented."""

from __future__ import annotations

import pytest

from counting import grows_in_proportion
from perfmetrics.auditing.lexer import lex
from perfmetrics.auditing.reading import Statement, budget_of, read


def statements(text: str) -> list[Statement]:
    return read(lex(text)).statements


def labels(text: str) -> list[tuple[str, str]]:
    return [(each.label, each.level.quantity.text if each.level else "") for each in statements(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2019年收入5万元，其中：拨款3万元", [("收入", "5万元"), ("拨款", "3万元")]),
        ("(二)执行管理情况\n1.预算执行进度情况\n2019年预算5万元", [("预算", "5万元")]),
        ("支出3万元。\n(三)公务接待费\n2019年预算5万元", [("支出", "3万元"), ("公务接待费", "5万元")]),
        ("支出3万元。\n预算情况\n本年预算5万元", [("支出", "3万元"), ("预算", "5万元")]),
        ("接待费\n支出3万元", [("接待费支出", "3万元")]),
        ("三公经费，2019年共5万元", [("三公经费", "5万元")]),
        ("2019年5万元", [("", "5万元")]),
        ("5万元", [("", "5万元")]),
        ("基本支出和项目支出分别为5万元和4万元", [("基本支出", "5万元"), ("项目支出", "4万元")]),
        ("甲、乙分别为5万元、4万元、3万元", [("甲", "5万元"), ("乙", "4万元"), ("", "3万元")]),
        ("预算5万元，决算4万元", [("预算", "5万元"), ("预算", "4万元")]),
        ("接待费决算4万元，预算5万元", [("接待费决算", "4万元"), ("接待费决算", "4万元")]),
        ("收入预算5万元，支出预算4万元", [("收入预算", "5万元"), ("支出预算", "4万元")]),
        ("压减后为5万元", [("压减后", "5万元")]),
    ],
)
def test_labels(text: str, found: list[tuple[str, str]]) -> None:
    assert labels(text) == found


def test_long_labels_are_cut() -> None:
    [statement] = statements("甲" * 500 + "较上年增加5万元")
    assert len(statement.label) <= 60


def test_columns_of_one_thing() -> None:
    _, final = statements("接待费预算5万元，决算4万元")
    assert final.budget is not None
    assert final.budget.quantity.text == "5万元"
    _, _, last = statements("年初预算5万元，调整预算6万元，决算4万元")
    assert [number.quantity.text for _, number in last.stated] == ["5万元", "6万元", "4万元"]
    assert last.budget is not None
    assert last.budget.quantity.text == "6万元"
    again = statements("接待费决算4万元，决算3万元")[-1]
    assert again.budget is None


def test_years_and_paragraphs() -> None:
    first, second, third = statements("2018年收入5万元，拨款4万元。\n一、支出3万元")
    assert (first.year, second.year, third.year) == ("2018", "2018", "")
    assert (first.paragraph, third.paragraph) == (0, 1)
    assert (first.sentence, third.sentence) == (0, 1)
    assert third.numbered


def test_brackets() -> None:
    whole, part, other = statements("收入5万元（拨款3万元），支出4万元")
    assert (whole.opens, part.depth, other.depth) == ("(", 1, 0)
    [first, second] = statements("设备198台（套），其中在用163台")
    assert (first.opens, second.depth) == ("其中", 0)


def test_what_is_said_in_brackets_is_of_what_stands_in_them() -> None:
    whole, part = statements("收入5万元（拨款3万元），较上年增加1万元")
    assert not part.comparisons
    assert whole.comparisons[0].change is not None


def test_what_is_said_of_another_year() -> None:
    found = statements("2018年收入5万元，其中拨款4万元。2019年收入6万元，其中拨款3万元，2018年较上年增加1万元")
    assert found[0].comparisons[0].change is not None
    found = statements("2018年收入5万元，2017年较上年增加1万元")
    assert not found[0].comparisons
    assert found[1].year == "2017"
    assert found[1].comparisons[0].change is not None


def test_parts_named_later() -> None:
    found = statements("人员8万元，公用7万元。人员中，工资5万元，津贴3万元。车辆中，轿车2辆")
    assert [each.parts_from for each in found] == [2, None, None, None, None]


def test_the_first_of_lists_and_totals() -> None:
    found = statements("四级资金分别为4万元、3万元，合计到位7万元，到位率70%")
    assert [len(each.done) for each in found] == [0, 0, 1]
    found = statements("甲、乙分别为4万元、3万元，分别占57%、43%")
    assert [len(each.shares) for each in found] == [1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "甲、乙分别为4万元、3万元，分别占57%、4万元",  # an amount is no share
        "甲、乙分别为4万元、3万元，分别占57%、43%、2%",  # more than there are
        "甲、乙分别为4万元、3万元，分别占57%加43%",
        "分别增加4万元、3万元",
        "甲和分别增加4万元、3万元",
    ],
)
def test_lists_that_do_not_pair(text: str) -> None:
    assert sum(len(each.shares) for each in statements(text)) <= 3


def test_lists_of_changes_take_turns() -> None:
    text = "甲、乙分别为4万元、3万元，较上年分别增加2万元、1万元，较预算分别减少1万元、2万元"
    first, second = statements(text)
    assert [each.against for each in first.comparisons] == ["prior", "budget"]
    assert [each.against for each in second.comparisons] == ["prior", "budget"]


def test_budgets_pair_with_what_was_done_only_one_by_one() -> None:
    found = statements("甲、乙分别为8次、4期，实际完成分别为6次，完成率分别为75%")
    assert all(each.budget is None for each in found)
    found = statements("甲、乙、丙分别为8次、4次、2次，实际完成分别为6次、3次，完成率分别为75%、75%")
    assert all(each.budget is None for each in found)
    found = statements("甲、乙较上年分别增加8次、4次，实际分别完成6次、3次，完成率分别为75%、75%")
    assert all(each.budget is None for each in found)


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("支出由4万元降至3万元", ["4万元"]),
        ("支出由4万元，增至3万元", ["4万元"]),
        ("增至3万元", []),
        ("接待费占支出的5%，增至3万元", []),
        ("支出5万元，增至3万元", []),
        ("支出较上年增长，增至3万元", []),
        ("比上年的4万元，支出5万元", ["4万元"]),
        ("支出5万元，与上年的4万元相比", ["4万元"]),
        ("支出5万元，与上年（4万元）相比", ["4万元"]),
        ("支出5万元，较上年增长3%，上年4万元", ["4万元"]),
        ("支出5万元，上年4万元，去年3万元", ["4万元", "3万元"]),
        ("支出5万元，上年4人", []),
        ("上年4万元", []),
        ("上年支出4万元，本年5万元", ["4万元"]),
        ("支出4万元，本年5万元", []),
        ("占支出3万元的50%", []),
    ],
)
def test_bases(text: str, bases: list[str]) -> None:
    found = [each.base.quantity.text for one in statements(text) for each in one.comparisons if each.base]
    assert found == bases


def test_the_verb_of_a_change_may_be_missing() -> None:
    [statement] = statements("支出5万元，较2022年4万元1万元")
    assert statement.comparisons[0].change is not None
    [twice, _] = statements("支出5万元，较2022年4万元增加1万元2万元")
    assert len(twice.comparisons) == 1


def test_levels_after_changes() -> None:
    [statement] = statements("支出较上年压减5万元，压减后为4万元")
    assert statement.level is not None
    assert statement.level.quantity.text == "4万元"


def test_multiples() -> None:
    assert [each.multiple is not None for each in statements("来件50件，为上年20件的2.5倍")[0].comparisons] == [True]
    assert [each.multiple is not None for each in statements("来件由20件增至50件，是上年的2.5倍")[0].comparisons] == [
        True
    ]
    assert [each.times is not None for each in statements("来件50件，上年20件，增长1.5倍")[0].comparisons] == [True]
    assert statements("2.5倍") == []
    assert not statements("来件50件，提高2.5倍")[0].comparisons
    assert not statements("来件50件，较上年增加20件，减少2.5倍")[0].comparisons[0].times


def test_rates_of_nothing_in_particular() -> None:
    assert not statements("支出5万元，3%")[0].done
    assert labels("接待费占支出的5%") == [("接待费", "")]
    assert labels("接待费较上年增长5%") == [("接待费", "")]
    assert statements("支出5万元，占预算的5%")[0].done
    assert statements("支出5万元，占比5%")[0].shares
    assert not statements("支出5万元，占年初预算5%")[0].shares


def test_what_is_said_behind_what_something_consists_of_is_of_it() -> None:
    """由甲、乙组成，比上年增加…: it is the whole that grew."""
    whole, *parts = statements("资金6万元由省级2万元、市级4万元组成，较上年增加1万元。")
    assert len(whole.comparisons) == 1
    assert [len(each.comparisons) for each in parts] == [0, 0]


def test_the_rate_of_a_list_that_is_over_is_of_none_of_its_parts() -> None:
    """甲5万元，乙9万元。为预算98万元的76%: of both together, as it may be."""
    assert not any(each.done for each in statements("甲5万元，乙9万元。为预算98万元的76%。"))
    assert statements("甲74.48万元。为预算98万元的76%。")[0].done


def test_a_base_that_stands_first_is_of_what_is_compared_with_it() -> None:
    [base, level] = statements("与上年的4万元相比，今年支出5万元")
    assert not base.comparisons
    [comparison] = level.comparisons
    assert comparison.base is not None
    assert comparison.base.quantity.text == "4万元"
    # Without 相比 it stays where it is.
    [base, level] = statements("比上年的4万元，接待费5万元")
    assert len(base.comparisons) == 1
    assert not level.comparisons


def test_a_base_beside_other_comparisons_is_moved_alone() -> None:
    [first, level] = statements("收入8万元，较上年增加1万元，与预算的4万元相比，支出5万元")
    assert [each.change is not None for each in first.comparisons] == [True]
    assert [each.base and each.base.quantity.text for each in level.comparisons] == ["4万元"]


def test_a_change_of_a_budget_is_of_no_expenditure() -> None:
    found = statements("年初预算8万元，全年预算9万元，决算9万元，全年预算较年初预算增加1万元")
    assert all(not each.comparisons for each in found[:-1])
    assert found[-1].level is None
    assert found[-1].comparisons[0].against == "budget"


def test_a_rate_of_another_year_is_no_share() -> None:
    [statement] = statements("支出5万元，占比60.5%，占比较上年的63.1%下降2.6个百分点")
    assert [rate.quantity.text for rate, _ in statement.shares] == ["60.5%"]


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("甲3万元（75%）、乙1万元（25%）", [["75%"], ["25%"]]),
        ("甲3万元（占75%）", [["75%"]]),
        ("甲3万元（比上年75%）", [[]]),
        ("甲3万元，75%", [[]]),
        ("甲3万元（75%左右）", [[]]),
        ("甲3万元，完成80%（75%）", [[]]),
    ],
)
def test_a_rate_alone_in_brackets_is_a_share(text: str, shares: list[list[str]]) -> None:
    assert [[rate.quantity.text for rate, _ in each.shares] for each in statements(text)] == shares


def test_a_list_that_ends_in_its_verb_is_closed() -> None:
    whole, first, second = statements("资金3万元，由中央资金1万元、县级资金2万元组成，已到位")
    assert (whole.parts_from, whole.closed) == (1, True)
    assert (first.opens, second.opens) == ("", "")
    whole, *_ = statements("资金3万元，由中央资金1万元、县级资金2万元一并承担")
    assert (whole.parts_from, whole.closed) == (1, False)
    # What was said to consist of something, long before, is not what ends here.
    whole, *_ = statements("资金3万元，由中央资金1万元。车辆3辆。房屋2间。县级资金2万元组成")
    assert whole.closed is False
    assert [each.closed for each in statements("中央资金1万元、县级资金2万元组成")] == [False, False]


def test_parts_of_a_sentence_end_at_semicolons() -> None:
    found = statements("甲1万元，乙2万元；丙3万元。丁4万元\n一、戊5万元")
    assert [each.segment for each in found] == [0, 0, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("2022年支出4万元，2023年5万元", ["4万元"]),
        ("2022年支出4万元，2023年支出5万元", ["4万元"]),
        ("2021年支出4万元，2023年5万元", []),
        ("2022年收入4万元，2023年支出5万元", []),
        ("2022年年末结转4万元，2023年5万元", []),
        ("2023年支出5万元，2022年支出4万元", ["4万元"]),
        ("2023年支出5万元。2022年支出4万元", []),
        ("今年安排5万元，上年安排4万元", ["4万元"]),
        ("上年安排4万元，今年安排5万元", ["4万元"]),
        ("由原来4万元调整为5万元", ["4万元"]),
        ("由原4万元调增到5万元", ["4万元"]),
    ],
)
def test_amounts_of_two_years(text: str, bases: list[str]) -> None:
    found = [each.base.quantity.text for one in statements(text) for each in one.comparisons if each.base]
    assert found == bases


@pytest.mark.parametrize(
    ("text", "budgets"),
    [
        ("预算5万元，决算4万元", [None, "5万元"]),
        ("预算5万元，收回1万元，决算4万元", [None, None, None]),  # 收回1万元 is no budget
        ("预算5万元，预算5万元，决算4万元", [None, None, "5万元"]),
        ("预算5万元，其中决算4万元", [None, None]),
        ("预算5万元，财政拨款决算4万元", [None, None]),
        ("财政拨款预算5万元，财政拨款决算4万元", [None, "5万元"]),
    ],
)
def test_what_a_budget_is_of(text: str, budgets: list[str | None]) -> None:
    assert [each.budget.quantity.text if each.budget else None for each in statements(text)] == budgets


def test_the_budget_that_a_rate_is_of() -> None:
    [statement] = statements("完成投资5万元，为预算8万元的62.5%")
    assert statement.budget is None
    budget = budget_of(statement)
    assert budget is not None
    assert budget.quantity.text == "8万元"
    [bare] = statements("完成投资5万元")
    assert budget_of(bare) is None


@pytest.mark.parametrize(
    ("before", "unit", "after"),
    [
        ("", "、1万元", ""),
        ("A、B分别为", "1万元、", ""),
        ("", "预算1万元，决算1万元，", ""),
        ("", "收入中，支出5万元，", ""),
        ("", "支出5万元（其中：", ""),
        ("", "增加", "5万元"),
        ("", "其中", "5万元"),
        ("", "和", "分别为5万元"),
        ("", "持平", "5万元"),
    ],
)
def test_hostile_texts_are_read_with_work_in_proportion(before: str, unit: str, after: str) -> None:
    """Issue 4: no text makes it superlinear."""
    assert grows_in_proportion(lambda size: read(lex(before + unit * size + after)), 500)
    assert read(lex(before + unit * 5_000 + after)).statements


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("支出3万元", [("支出", "3万元")]),
        ("年初预算3万元，调整预算4万元", [("年初预算", "3万元"), ("调整预算", "4万元")]),
        ("由去年的3万元增加到4万元", []),
        ("压减5%", []),
    ],
)
def test_the_amounts_of_a_thing_stand_with_their_words(text: str, stated: list[tuple[str, str]]) -> None:
    last = statements(text)[-1]
    assert [(lead, number.quantity.text) for lead, number in last.stated] == stated

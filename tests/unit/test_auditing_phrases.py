"""Phrases whose operands stand anywhere in the passage: found where they are wrong, silent where they are right."""

from __future__ import annotations

import pytest

import perfmetrics as pm
from counting import grows_in_proportion
from perfmetrics.auditing.candidates import Candidate, symbol
from perfmetrics.auditing.judging import _of_part
from perfmetrics.auditing.lexer import lex
from perfmetrics.auditing.phrases import phrases
from perfmetrics.auditing.sketching import sketch


def wrong(text: str) -> list[str]:
    """Return the figures of a text that are called wrong."""
    return [text[each.start : each.end] for each in pm.audit(text).claims if each.verdict.value == "inconsistent"]


def told(text: str) -> list[str]:
    """Return the figures that phrases claim, by their words, each once."""
    return list(dict.fromkeys(each.stated.quantity.text for each in phrases(lex(text))))


def test_figures_are_marks() -> None:
    found = sketch(lex("良好天数300天，占全年365天的82.2%，流通26.9万，是2020年15.2万的1.8倍，见第3页"))
    assert found.words == "良好天数Ｍ，占全年Ｍ的Ｒ，流通Ｄ，是2020年Ｄ的Ｔ，见第3页"
    assert found.after(len(found.numbers) - 1) == "，见第3页"
    assert found.after(0) == "，占全年"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # Shares of a list that stands before, its whole behind it or before it.
        ("中央240万元、省级78万元、县级42万元，三级合计360万元，分别占66.67%、21.67%、14.67%。", ["14.67%"]),
        ("补助180万元，中央90万元、省54万元、市36万元，占比分别为50%、30%和22%。", ["22%"]),
        # A share of what the same words state.
        ("良好天数300天，占全年365天的28.2%。", ["28.2%"]),
        ("培训费17.8万元，仅占公用经费409.4万元的43.5%。", ["43.5%"]),
        # Several together, of what bears the name.
        ("财政收入10.00亿元，其中增值税5.00亿元、所得税3.00亿元，两税合计占财政收入的88%。", ["88%"]),
        # Multiples of another year.
        ("投入25.0万元，是2020年10.0万元的3.5倍，增长1.5倍。", ["3.5倍"]),
        ("投入25.0万元，是2020年10.0万元的2.5倍，增长2.5倍。", ["2.5倍"]),
        # Years and amounts paired by position.
        ("2019年、2020年、2021年购书费分别为86.0万元、64.5万元和91.6万元，2021年比2020年增长40.2%。", ["40.2%"]),
        ("2019年、2020年购书费分别为86.0万元、64.5万元，2020年比2019年减少12.5万元。", ["12.5万元"]),
        # As many amounts as are said, right before.
        ("人员支出183.26万元，公用支出24.64万元，两者合计为206.85万元。", ["206.85万元"]),
        # Of a base, a change and a rate two tell the third.
        ("收入31.50万元，支出35.20万元。收入较预算30.00万元超收5.10万元，增长5.0%。", ["5.10万元"]),
        ("收入31.50万元，支出35.20万元。收入较预算30.00万元超收1.50万元，增长9.0%。", ["9.0%"]),
        ("支出235.20万元，含教育3.05万元。与上年支出217.80万元相比增加0.17万元，增长7.99%。", ["0.17万元"]),
        ("收入7.26亿元，低于去年同期的7.61亿元，下降4.6%，减收35万元。", ["35万元"]),
        ("1至9月支出19.6万元，进度70.0%。上年同期支出21.4万元，同比减少2.8万元，下降8.4%。", ["2.8万元"]),
        ("支出542.00万元，含采购三项，较上年增加87.00万元（上年464.00万元），增长16.81%。", ["87.00万元"]),
        # The name again, and the wrong way.
        ("2019年预算14.6万元，其中接待费5.1万元，运行费9.5万元。接待费2018年为6.9万元，同比增长26.1%。", ["26.1%"]),
        # No other subject.
        ("良好天数331天，占全年365天的90.7%，较上年的318天增加31天。", ["31"]),
        # What two amounts before give.
        ("采购预算786.5万元，实际采购729.87万元，节约资金65.63万元，节约率7.20%。", ["65.63万元"]),
        ("工资934.38万元，在职58人；上一年该项支出952.60万元、在职61人，支出减少18.22万元，下降1.19%。", ["1.19%"]),
        # Of the total, where its parts are told as well.
        (
            "预算12.10万元，其中：甲4.50万元，乙7.60万元。比2022年减少1.90万元，下降15.70%，其中甲减少1.10万元。",
            ["15.70%"],
        ),
    ],
)
def test_what_is_wrong_is_found(text: str, figures: list[str]) -> None:
    assert wrong(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "中央240万元、省级78万元、县级42万元，三级合计360万元，分别占66.67%、21.67%、11.67%。",
        "补助180万元，中央90万元、省54万元、市36万元，占比分别为50%、30%和20%。",
        "良好天数300天，占全年365天的82.2%。",
        "下拨资金500万元，第一批300万元，第二批200万元，占总资金1000万元的50%。",
        "培训费17.8万元，仅占公用经费409.4万元的4.3%。",
        "财政收入10.00亿元，其中增值税5.00亿元、所得税3.00亿元，两税合计占财政收入的80%。",
        "投入25.0万元，是2020年10.0万元的2.5倍，增长1.5倍。",
        "县级投入25.0万元，省级50.0万元；县级投入是2020年10.0万元的2.5倍。",
        "2019年、2020年、2021年购书费分别为86.0万元、64.5万元和91.6万元，2021年比2020年增长42.0%，比2019年增长6.5%。",
        "2019年、2020年购书费分别为86.0万元、64.5万元，2020年比2019年减少21.5万元。",
        "人员支出183.26万元，公用支出24.64万元，两者合计为207.90万元。",
        "收入100万元，其中税收80万元，非税20万元，两项合计较上年增加10万元，增长11.11%。",
        "收入31.50万元，支出35.20万元。收入较预算30.00万元超收1.50万元，增长5.0%。",
        "收入7.26亿元，低于去年同期的7.61亿元，下降4.6%，减收3500万元。",
        "2019年预算14.6万元，其中接待费5.1万元，运行费9.5万元。接待费2018年为6.9万元，同比下降26.1%。",
        "良好天数331天，占全年365天的90.7%，较上年的318天增加13天。",
        "采购预算786.5万元，实际采购729.87万元，节约资金56.63万元，节约率7.20%。",
        "债务余额69.55亿元，低于核定限额71.80亿元2.25亿元。",
        "收入7.26亿元，上年7.61亿元；剔除退税0.93亿元后为8.19亿元，同口径增长7.6%。",
        "项目支出460.00万元。其中规划150.00万元，占32.61%；信用95.00万元，占20.65%；其余为储备，占46.7%。",
        "预算12.10万元，其中：甲4.50万元，乙7.60万元。比2022年减少1.90万元，下降13.57%，其中甲减少1.10万元。",
        # The change of one thing and the rate of another.
        "低保资金1000万元，其中城市400万元、农村600万元。城市资金占40.0%，对象占23.2%；农村分别占60.0%和76.8%。",
        # Of the budget, of several, of another year, of one of many: not of the amount that stands there.
        "2023年预算22.50万元，2022年预算25.00万元；决算19.35万元，2022年决算20.80万元。预算同比下降10%，决算同比下降6.97%。",
        "一期1.2亿元、二期0.8亿元、三期0.5亿元，总投资2.5亿元。累计完成1.68亿元，占总投资67.2%，占前两期投资84%。",
        "2022年支出1806.32万元，比2021年增加214.65万元；2021年支出比2020年的1648.20万元减少56.53万元，下降3.43%。",
        "运行费28.70万元，车均2.05万元，较上年29.40万元下降2.38%。",
        "一季度支出100万元，二季度支出120万元，环比增长20%。",
        "支出15.08亿元，其中教育3.05亿元、社保2.41亿元、卫健1.33亿元、农林水1.86亿元，四项共计8.65亿元。",
        "全年960万元，一季度200万元，二季度240万元，三季度220万元，四季度300万元，一、二季度合计440万元。",
    ],
)
def test_what_is_right_is_not_called_wrong(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("项目支出460.00万元。其中规划150.00万元；信用95.00万元；其余为储备，占46.7%。", ["46.7%"]),
        ("规划5人，信用95.00万元；其余为储备，占46.7%。", []),  # of two kinds
        ("规划5.00万元，信用95.00万元；其余为储备，占46.7%。", []),  # more than all
        ("债务余额69.55亿元，低于核定限额71.80亿元2.25亿元。", ["2.25亿元"]),
        ("债务余额69.55亿元，低于核定限额71.80亿元5人。", []),
        ("剔除退税0.93亿元后为8.19亿元。", []),
        ("上年7.61亿元，剔除退税0.93亿元后为8.19亿元，占7.6%。", ["8.19亿元"]),
        ("上年7.61亿元，剔除退税5人后为8.19亿元。", []),
        ("上年9.61亿元，剔除退税0.93亿元后为8.19亿元，同口径下降14.8%。", ["8.19亿元", "14.8%"]),
        # Lists of shares that nothing before makes up, that are too few or too many, or are of several things.
        ("甲9.0万元、乙9.0万元，占比分别为50%、30%和22%。", []),
        ("占比分别为50%、50%。", []),
        ("甲4.0万元、乙6.0万元，合计10.0万元，占比分别为46%、54%。", []),
        ("总额10.0万元，甲4.0万元、乙5.0万元、丙5人，占比分别为40%、50%。", ["40%", "50%"]),
        ("5人、4.0万元、6.0万元，占比分别为40%、60%。", []),
        ("占比分别为50%、" + "、".join(["5%"] * 12) + "。", []),
        ("占比分别为50%，另有9.0万元。", []),
        (
            "甲3.00万元，增加5.20万元，乙12.80万元，丙30.50万元，其中购置18.00万元，合计46.30万元，占比依次为6.48%、27.65%和65.87%。",
            ["46.30万元", "6.48%", "27.65%", "65.87%"],
        ),
        # Not as many amounts as are said, amounts of two kinds, of two sentences, or with a list of their own.
        ("公用支出24.64万元，两者合计为206.85万元。", []),
        ("人员5人，公用支出24.64万元，两者合计为206.85万元。", []),
        ("人员5.00万元。公用支出24.64万元，两者合计为206.85万元。", []),
        ("人员5.00万元，比上年的4.00万元，两者合计为206.85万元。", []),
        ("甲1.00万元，乙5.00万元，丙24.64万元，两者合计为206.85万元。", []),
        ("共9人，人员5.00万元，公用4.00万元，两者合计为9.00万元。", ["9.00万元"]),
        ("占9%，人员5.00万元，公用4.00万元，两者合计为9.00万元。", ["9.00万元"]),
        # Together: too few, of two kinds, of two sentences, unnamed.
        ("增值税5.00亿元，两税合计占财政收入的88%。", []),
        ("职工5人、所得税3.00亿元，两税合计占财政收入的88%。", []),
        ("增值税5.00亿元。所得税3.00亿元，两税合计占财政收入的88%。", []),
        # A multiple of another kind.
        ("职工5人，是2020年10.0万元的2.5倍。", []),
        # Years that are not as many as amounts, no amounts, not joined, unknown, without a verb, or of another kind.
        ("2019年、2020年购书费分别为86.0万元，2020年比2019年下降25.0%。", []),
        ("2019年、2020年购书费分别为86.0万元和5%，2020年比2019年下降25.0%。", []),
        ("2019年、2020年购书费分别为86.0万元，后者64.5万元，2020年比2019年下降25.0%。", []),
        (
            "2019年、2020年购书费分别为86.0万元、64.5万元，2020年比2018年下降25.0%，比2019年占比25.0%，比2019年多5人。",
            [],
        ),
        # A share of another kind than its whole.
        ("职工5人，占全年365天的1.4%。", []),
    ],
)
def test_what_phrases_claim(text: str, figures: list[str]) -> None:
    assert told(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("支出5.00万元，增加1.00万元。", []),  # neither a base nor a rate
        ("支出5.00万元，比上年的4人增加1.00万元，增长25.0%。", []),  # of two kinds: no base
        ("支出5.00万元，比上年的4.00万元增加1人。", []),
        ("支出5.00万元，较上年的4.00万元增加1.00万元。", ["1.00万元"]),
        ("支出5.00万元，收入6.00万元，较上年的4.00万元增加9.00万元。", []),  # nobody knows of which
        ("教育较上年的4.00万元增加9.00万元。", []),  # of another subject
        ("每人5.00万元，较上年的4.00万元增加9.00万元。", []),
        ("支出5.00万元。较上年的4.00万元增加9.00万元。", []),  # of another sentence
        ("支出5人，较上年的4.00万元增加9.00万元。", []),
        ("支出5.00万元。2022年收入4.00万元，增长9.0%。", []),  # a year that is not said to be before
        ("支出5.00万元，减少0.00万元，下降0.0%。", []),
        # Only one of the two amounts before, of two sentences, of a rate without digits, or not planned.
        ("预算9人，实际8.00万元，节约1.00万元，节约率12.1%。", []),
        ("预算9.00万元。实际8.00万元，节约1.50万元，节约率11.1%。", []),
        ("甲9.00万元，乙8.00万元，节约1.50万元，节约率11.1%。", []),
        ("预算8.00万元，实际9.00万元，超支1.50万元，超支率12.5%。", ["12.5%", "1.50万元"]),
        ("预算8.00万元，实际9.00万元，超支1.50万元，超支率15.5%。", []),
        # The total is of another sentence, or of another kind.
        ("甲4.50万元。乙7.60万元。比2022年减少1.90万元，下降15.7%，其中甲减少1.10万元。", []),
        ("职工12人，其中：甲4人，乙8人。比2022年减少1.90万元，下降15.7%，其中甲减少1.10万元。", []),
        ("。比2022年减少1.90万元，下降15.7%，其中甲减少1.10万元。", []),
        # A change and its rate that agree with one another are of another amount.
        ("甲10.50万元。上年支出10.00万元，同比增加0.51万元，增长5.1%。", ["5.1%"]),
        ("甲10.50万元，乙10.501万元。上年支出10.00万元，增长5.0%。", ["5.0%"]),
        # Two bear the name of one that grew; one is of another sentence.
        ("接待费5.10万元，公务接待费8.70万元。接待费2018年为6.90万元，2019年同比增长26.1%。", []),
        ("支出5.00万元；收入6.00万元，较上年的4.00万元增加9.00万元。", ["9.00万元"]),
        ("较上年的4.00万元增加9.00万元。", []),
        ("其中，较上年的4.00万元增加9.00万元。", []),
        # Two amounts fit: nobody knows which.
        ("甲10.50万元，乙10.51万元。上年支出10.00万元，同比增加0.99万元，增长5.0%。", ["0.99万元", "5.0%"]),
    ],
)
def test_changes(text: str, figures: list[str]) -> None:
    assert told(text) == figures


def test_the_only_figure_that_nothing_confirms_is_wrong() -> None:
    """The total is a part of another one to the digit, and one part has a share that fits: the other part is wrong."""
    text = "收入932.18万元，其中：上划408.12万元，县级收入524.06万元。"
    text += "县级收入中，税收361.68万元，占69.01%；非税163.28万元。"
    assert wrong(text) == ["163.28万元"]
    assert wrong(text.replace("163.28", "162.38")) == []
    # Of two that nothing confirms the total is told: nobody knows which of them is wrong.
    assert wrong(text.replace("，占69.01%", "")) == ["524.06万元"]


def test_what_is_taken_off_is_no_part_to_blame() -> None:
    text = "支出932.18万元，比上年的908.12万元增加24.06万元，其中：甲增加31.68万元，乙减少6.28万元。"
    assert "6.28万元" not in wrong(text)


def test_amounts_that_make_up_another_one() -> None:
    text = "资金500万元，甲300万元，乙200万元，为预算1000万元的50%。"
    assert wrong(text) == []
    assert wrong(text.replace("乙200万元", "乙5人")) == []
    assert wrong("2022年，经费略增；2021年支出较上年增加3万元，增长5%。") == []


def test_in_post_and_hired_are_all() -> None:
    assert wrong("教职工169人（其中在编137人、聘用29人）。") == ["169人"]
    assert wrong("教职工166人（其中在编137人、聘用29人）。") == []


def test_a_share_in_brackets_is_of_what_stands_before_them() -> None:
    text = "支出1047.66万元：人员702.18万元（占比67.0%），公用119.25万元（占比11.4%），项目226.23万元（占比21.7%）。"
    assert wrong(text) == ["21.7%"]
    assert wrong(text.replace("21.7%", "21.6%")) == []


def test_a_total_that_takes_something_off_blames_no_part() -> None:
    total, first, second = (number for number in lex("总额9.00万元，收入12.00万元，支出2.00万元").numbers)
    claim = Candidate("rollforward", total, symbol(first) - symbol(second), (first, second))
    assert _of_part(claim, second) is None
    claim = Candidate("rollforward", total, symbol(first) + symbol(second), (first, second))
    turned = _of_part(claim, second)
    assert turned is not None
    assert turned.stated is second


def test_a_year_beside_an_amount_of_no_year() -> None:
    assert wrong("支出5.00万元，2021年较上年增加1.00万元，增长25%。") == []


def test_phrases_take_time_in_proportion() -> None:
    piece = "收入较预算30.00万元超收1.50万元，增长5.0%，占比分别为60%、40%，甲、乙两项合计3.00万元，占1年，减少2.00万元"
    assert grows_in_proportion(lambda size: list(phrases(lex(piece * size))), 20)

"""Figures whose base stands beside them or in a list before: pace, points, twice told lists, cells, prices, dues.

Each rule finds a wrong figure and is silent on a right one. Texts and figures are invented.
"""

from __future__ import annotations

import pytest

import perfmetrics as pm
from counting import grows_in_proportion
from perfmetrics.auditing.averages import averages
from perfmetrics.auditing.brackets import brackets
from perfmetrics.auditing.candidates import Candidate, Sureness, rate_of, symbol
from perfmetrics.auditing.cellrows import cell_rows
from perfmetrics.auditing.dues import dues
from perfmetrics.auditing.echoes import without_echoes
from perfmetrics.auditing.grids import find_tables
from perfmetrics.auditing.judging import judge_all
from perfmetrics.auditing.lexer import lex
from perfmetrics.auditing.marks import score_rates
from perfmetrics.auditing.pace import paces
from perfmetrics.auditing.parallel import parallels, staffed
from perfmetrics.auditing.points import read_points
from perfmetrics.auditing.reading import read
from perfmetrics.working import to_text


def wrong(text: str) -> list[str]:
    """Return the figures of a text that are called wrong."""
    return [
        claim.judged.candidate.stated.quantity.text
        for claim in pm.audit(text).claims
        if claim.verdict is pm.Verdict.INCONSISTENT
    ]


def told(text: str) -> list[str]:
    """Return the claims of these rules alone: 90% = 9万元 ÷ 10万元 × 100%, with ? where they are likely only."""
    lexed = lex(text)
    statements, tables = read(lexed).statements, find_tables(lexed)
    found = [
        *paces(lexed),
        *score_rates(lexed, read_points(lexed), tables),
        *parallels(lexed, statements),
        *staffed(lexed, tables),
        *dues(statements),
        *brackets(lexed),
        *cell_rows(lexed),
        *averages(lexed),
    ]
    shown = []
    for each in found:
        names = {number.key: number.quantity.text for number in each.numbers}
        likely = "" if each.sureness is Sureness.SAID else " ?"
        shown.append(f"{each.stated.quantity.text} = {to_text(each.expression, names.__getitem__)}{likely}")
    return shown


SCORES = "指标|分值|得分\n决策|20|18\n过程|30|29\n产出|50|48\n合计|100|95\n"
POSTS = "类别|编制数|在职人数\n行政|20|19\n事业|30|27\n合计|50|46\n"
PLAN = "安排资金100万元：大气治理60万元、水治理40万元。"
FORM = (
    "项目资金（万元） 年初预算数 全年预算数 全年执行数 执行率\n"
    "100.00 120.00 108.00 90%\n其中：当年拨款 80.00 100.00 90.00 90%\n上年结转 20.00 20.00 18.00 {}\n"
)

SLIPS = [  # a text with a wrong figure, the figure, and what it should be
    ("1至8月完成预算的69.70%，超序时进度{}个百分点。", "3.93", "3.03"),
    ("前三季度支出进度为70%，落后于序时进度{}个百分点。", "15", "5"),
    ("支出10万元，占52.5%，较3月末的33.2%加快{}个百分点。", "91.3", "19.3"),
    ("支出率52.5%，低于全市平均的55.5%{}个百分点。", "8", "3"),
    ("过程类19.25分（满分20分），得分率{}%。", "95.26", "96.25"),
    (SCORES + "综合得分95分，过程类得分率{}%。", "69.67", "96.67"),
    (SCORES + "本次自评综合得分{}分。", "59", "95"),
    ("总得分{}分。其中：决策15分（满分20分），过程25分（满分25分），产出51分（满分55分）。", "19", "91"),
    ("自评得分为优，总分95分。与上年92分相比，提高{}分。", "8", "3"),
    (PLAN + "支出84万元，其中大气48万元，支出率{}%；水36万元，支出率90%。", "85.5", "80"),
    (PLAN + "支出84万元，其中大气48万元、水36万元，水治理执行率{}%。", "65", "90"),
    (POSTS + "在编率为92%，其中行政{}%，事业90%。", "59", "95"),
    ("发放问卷260份，收回248份，回收率{}%。", "59.38", "95.38"),
    ("应配套资金342.71万元。实际到位310.00万元，到位率{}%。", "94.5", "90.5"),
    ("全市收入126.84亿元，为调整预算的{}%（调整预算125.00亿元）。", "110.5", "101.5"),
    ("债务余额69.55亿元，其中一般21.36亿元、专项48.19亿元，低于核定限额71.80亿元{}亿元。", "5.22", "2.25"),
    ("债务余额69.55亿元，较核定限额71.80亿元低{}亿元。", "5.22", "2.25"),
    ("支出决算296.0万元，主要用于教育296.0万元。年初预算为320.0万元，支出决算为年初预算的{}%。", "95.2", "92.5"),
    ("公用经费 预算 96.00 决算 83.52 控制率 {}%", "78", "87"),
    ("年初预算 1206.35 调整预算 1388.70 决算 1296.84 预算调整率 {}%", "51.12", "15.12"),
    ("编制 54 在职 51 （行政 22 事业 29） 控制率 {}%", "49.44", "94.44"),
    (FORM, "70%", "90%"),
    ("补贴面积43.82万亩，每亩98.50元，应发{}万元。", "4361.27", "4316.27"),
    ("村级补助按每村68000元、23个村计{}元。", "1654000", "1564000"),
    ("购空调6台（每台3280元）、复印机2台（每台12600元），合计{}元。", "48440", "44880"),
    ("三年共投入242.1万元，年均{}万元。", "87.0", "80.7"),
]


@pytest.mark.parametrize(("text", "slip", "right"), SLIPS)
def test_finds_a_slip_and_is_silent_on_what_is_right(text: str, slip: str, right: str) -> None:
    [found] = wrong(text.format(slip))

    assert found.startswith(slip)
    assert not wrong(text.format(right))


@pytest.mark.parametrize(
    "text",
    [
        "截至6月15日支出进度48%，快于序时进度3个百分点。",  # no month is over
        "1至12月支出进度98%，快于序时进度3个百分点。",  # the year is
        "11月底执行率71.3%，低于序时进度约30个百分点。",
        "上半年完成48%，截至9月末完成76%，超时间进度9个百分点。",  # two times
        "支出率52%，高于平均水平9个百分点。",  # which is not stated
        "支出率52%，完成率60%，提高3个百分点。",  # not held against one another
        "支出率52%，低于全市的55%，本月提高9个百分点。",
        "支出率52%，比上月的50%相差9个百分点。",
        "支出率52%，比上月的50%有较大幅度的变化，其中城区部分学校本月提高9个百分点。",
        "支出5万元，较上月提高9个百分点。",
        "决策得分10分，得分率83%。",  # of no full marks
        "产出类18分（满分20分），效益类得分率83%。",  # of another section
        "满分20分，得12分。另有一项共18分。得分率83%。",
        "过程满分20分，得12分，执行率80%，得分率83%。",
        SCORES + "成本类得分率83%。",
        SCORES + "复核后综合得分93分。",
        SCORES.replace("|50", "|40").replace("|100", "|90") + "综合得分93分。",
        "指标|得分\n决策|18\n合计|18\n综合得分93分。",
        "指标|分值|得分\n决策|20|18\n综合得分93分。",
        "指标|分值|得分\n决策|20|-\n过程|80|78\n合计|100|-\n综合得分93分，决策类得分率83%。",
        "得20分（满分25分），得15分（满分25分）。",  # no card
        "总分91分，另有加分2分。其中：决策15分（满分20分），过程25分（满分25分），产出49分（满分55分）。",
        "甲总分95分，乙总分93分。与上年92分相比，提高9分。",  # whose
        "2023年安排100万元：设备60万元、维修40万元。2022年支出90万元，其中设备45万元，支出率99%；维修45万元，支出率99%。",
        PLAN + "支出84万元，其中教育48万元，支出率99%；水36万元，支出率99%。",
        PLAN + "支出284万元，其中大气248万元，支出率99%；水36万元，支出率99%。",
        PLAN + "年中追加9万元。支出84万元，其中大气48万元，支出率85%；水36万元，支出率95%。",
        PLAN + "上年支出84万元，其中大气48万元，支出率85%；水36万元，支出率95%。",
        PLAN + "支出84人，其中大气48人，支出率85%；水36人，支出率95%。",
        POSTS + "上述各类人员的配备情况和上年相比没有大的变化，有关单位的人员结构在逐步改善之中，在编率为90%。",
        POSTS + "满意率90%，其中行政99%。",
        POSTS + "在编率92%，其中教师99%。",
        POSTS + "全体90人。",
        "类别|编制数|在职人数\n行政|20|-\n行政|30|27\n在编率92%，其中行政99%。",
        "发放问卷260份，收回270份，回收率95%。",
        "线上发放100份，线下发放50份，共收回120份，回收率90%。",
        "上年结转20件，受理100件，办结95件，办结率90%。",
        "省级应到位60万元，市级应到位40万元。省级到位54万元，到位率90%。",
        "抽检100批次，不合格2批次，合格率98%。",
        "发放问卷260份，收回248份，满意度90%。",
        "收入9亿元，为预算的90%（上年决算5亿元）。",
        "收入9亿元，为年初预算的90%（调整预算5亿元）。",
        "收入9亿元，为预算的90%（预算批复5个）。",
        "收入9亿元；其他收入为预算的90%（预算5亿元）。",
        "共有学校9所，全市教育收入和其他各项非税收入合计为预算的90%（预算5亿元）。",
        "一般20亿元、专项45亿元，低于限额71亿元5亿元。",  # of one or both
        "余额69亿元，低于限额71亿元5个百分点。",
        "债务余额100亿元，其中一般40亿元，低于债务限额110亿元10亿元。",  # a limit is no part
        "抽检200批次，不合格2批次，合格率99%。",
        "预算9万元。支出8万元，其中甲5万元，执行率98%；乙3万元，执行率97%。",
        "余额69亿元，低于限额71亿元5人。",
        "余额69亿元，上年71亿元5亿元。",
        "支出决算296万元。教育支出年初预算为320万元，支出决算为年初预算的99%。",
        "公用经费 预算 96.00 控制率 78%",
        "编制 54 在职 51 完成率 78%",
        "决策15分（满分20分），过程25分（满分25分），产出51分（满分55分），整改得2分。",
        PLAN + "支出84万元，群众满意率99%，其中大气48万元，水36万元。",
        "决算 83.52 决算 96.00 控制率 78%",
        "公用经费 调整预算 96.00 预算调整率 78%",
        "预算 96.00 = 决算 83.52 控制率 78%",
        "预算 96.00元 决算 83.52 控制率 78%",
        "接待 9.80 决算 6.66 控制率 76%",  # what the first one is nobody says
        "每人每月200元，30人，共计9万元。",  # of how many months
        "每村5000元、12人计9万元。",
        "村级补助5000元、12个村计9万元。",
        "每村5000元。共12个村计9万元。",
        "每村5000元，12000元，合计9万元。",
        "补助12个村、30所学校，合计9万元。",
        "每村5000元、12个村，当年县级财政按照规定的时间和程序足额安排补助资金合计9万元。",
        "每村5000元，村干部12人；每组200元、30个组，合计9万元。",
        "十年间共投入1000万元，年均95万元（不含2020年）。",
        "共投入1000万元，年均95万元。",
        "全年支出100万元，月均9万元。",
        "在职58人，工资支出934万元，人均15万元。",
        "在职58人，人均15万元。",
        "共有车辆58台，全年支出934万元。车均15万元。",
        "支出934万元，每期15万元。",
    ],
)
def test_says_nothing_where_words_leave_a_doubt(text: str) -> None:
    assert not wrong(text)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("1—9月进度70%，落后序时进度5个百分点。", ["5个百分点 = 900 ÷ 12 − 70%"]),
        ("11月底执行率71.3%，低于序时进度约20个百分点。", []),
        ("截至6月末进度53%，快于序时进度3个百分点。", ["3个百分点 = 53% − 600 ÷ 12"]),
        ("支出率52%，较上月的55%回落3个百分点。", ["3个百分点 = 55% − 52%"]),
        ("支出率57%，高于全市的55%2个百分点。", ["2个百分点 = 57% − 55%"]),
        (
            "自评总分91分。其中：决策15分（满分20分），过程25分（满分25分），产出51分（满分55分）。三类满分共100分，共扣9分。",
            [
                "91分 = 15分 + 25分 + 51分",
                "100分 = 20分 + 25分 + 55分",
                "9分 = 20分 + 25分 + 55分 − 91分 ?",
            ],
        ),
        ("总分95分。与上年98分比，下降3分。", ["3分 = 98分 − 95分"]),
        (
            PLAN + "支出84万元，支出率84%，其中大气48万元、水36万元，总体支出率84%，群众满意率90%。",
            ["84% = 84万元 ÷ 100万元 × 100% ?", "84% = 84万元 ÷ 100万元 × 100%"],
        ),
        (
            "资金来源为中央24万元、省级8万元。拨付16万元（中央12万元、省级4万元），省级支付率50%。",
            ["50% = 4万元 ÷ 8万元 × 100%"],
        ),
        ("预算9亿元，债务余额60亿元，超过限额58亿元2亿元。", ["2亿元 = 9亿元 − 58亿元 ?", "2亿元 = 60亿元 − 58亿元 ?"]),
        ("债务余额60亿元，较限额58亿元超出2亿元。", ["2亿元 = 60亿元 − 58亿元"]),
        (
            "甲支出决算296万元，乙支出决算280万元，占30%。年初预算为320万元，支出决算为年初预算的87.5%。",
            ["87.5% = 296万元 ÷ 320万元 × 100% ?", "87.5% = 280万元 ÷ 320万元 × 100% ?"],
        ),
        ("支出决算296万元，占100%。年初预算为120万元，支出决算为年初预算的99%。", ["99% = 296万元 ÷ 120万元 × 100% ?"]),
        ("接待 9.80 决算 6.66 控制率 68%", ["68% = 6.66 ÷ 9.80 × 100% ?"]),
        (
            "编制 54 在职 51 （行政 22 事业 29） 控制率 94%",
            ["94% = 51 ÷ 54 × 100%", "51 = 29 + 22 ?"],
        ),
        (
            "年初预算 100 调整预算 120 决算 108 预算调整率 20% 预算完成率 90%",
            [
                "20% = (120 − 100) ÷ 100 × 100%",
                "90% = 108 ÷ 120 × 100%",
            ],
        ),
        ("吨均成本：处理4.62万吨，支出584.9万元，吨均126.6元。", ["126.6元 = 584.9万元 ÷ (4.62万吨 × 10000) ?"]),
        ("在职58人，支出934.38万元，人均16.11万元。", ["16.11万元 = 934.38万元 ÷ 58人 ?"]),
        ("预算900万元，在职58人，支出934.38万元，人均16.11万元。", ["16.11万元 = 934.38万元 ÷ 58人 ?"]),
        ("全年支出17.82亿元，月均1.48亿元。", ["1.48亿元 = 17.82亿元 ÷ 12 ?"]),
        ("编制 50 在职 45 控制率 90%", ["90% = 45 ÷ 50 × 100%"]),
        ("每亩98.5元、2000亩，共19.7万元。", ["19.7万元 = 98.5元 × 2000"]),
    ],
)
def test_says_what_a_figure_follows_from(text: str, claims: list[str]) -> None:
    assert told(text) == claims


def test_a_figure_that_follows_from_a_wrong_one_is_no_second_finding() -> None:
    text = "培训费17.8万元，占公用经费409.4万元的43.5%，较规定的5%少0.65个百分点。"

    assert {*wrong(text)} == {"43.5%"}
    assert {*wrong(text.replace("0.65", "0.95"))} == {"43.5%", "0.95个百分点"}


def test_a_share_of_a_wrong_total_is_no_second_finding() -> None:
    text = "支出由工资30.15万元、物资40.25万元组成，共计70.04万元，占收入100万元的70.40%。"

    assert "70.40%" not in wrong(text)


def test_of_two_figures_that_explain_each_other_both_are_told() -> None:
    eight, five, two = lex("8.00万元，5.00万元，2.00万元").numbers
    total = Candidate("sum_of_parts", eight, symbol(five) + symbol(two), (five, two))
    rest = Candidate("rollforward", five, symbol(eight) - symbol(two), (eight, two))

    judged = [*without_echoes(judge_all([total, rest]))]

    assert [each.verdict for each in judged] == [pm.Verdict.INCONSISTENT] * 2


def test_what_would_be_divided_by_nothing_is_no_echo() -> None:
    rate, five, three, four = lex("90%，5.00万元，3.00万元，3.00万元").numbers
    nothing = Candidate("difference", five, symbol(three) - symbol(four), (three, four))

    assert len([*without_echoes(judge_all([nothing, rate_of("share", rate, three, five)]))]) == 2


def test_a_point_at_the_end_of_a_line_belongs_to_the_figure() -> None:
    assert [number.quantity.text for number in lex("决算 83.\n52 控制率 87%").numbers] == ["83.52", "87%"]
    assert [number.quantity.text for number in lex("截至2020.\n12 月底 5人").numbers] != ["2020.12", "5人"]


@pytest.mark.parametrize(
    "unit",
    [
        "1至8月完成预算的69.70%，超序时进度3.03个百分点。",
        "决策15分（满分20分），过程25分（满分25分），产出51分（满分55分），",
        "决策15分（满分20分），",
        SCORES + "决策类得分率90%。\n",
        POSTS + "在编率为92%，其中行政95%。\n",
        PLAN + "支出84万元，其中大气48万元，支出率80%；水36万元，支出率90%。",
        "大气48万元，支出率80%，",
        "发放问卷260份，收回248份，回收率95.38%，",
        "余额69亿元，低于核定限额71亿元2亿元，为预算的90%（预算80亿元），",
        "公用经费 预算 96.00 决算 83.52 控制率 87% ",
        "每村5000元、12个村计6万元，人均3万元，",
        "年均3万元",
    ],
)
def test_work_is_in_proportion(unit: str) -> None:
    assert grows_in_proportion(lambda size: told(unit * size), 40)

"""Printed arithmetic and its result: read to its last character, judged by the engine, and left alone where unclear."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from counting import grows_in_proportion
from perfmetrics.auditing.candidates import Candidate, Sureness
from perfmetrics.auditing.inline import MOST_CHARACTERS, MOST_OPERANDS, inline_formulas
from perfmetrics.auditing.judging import judge_all, relation_of
from perfmetrics.auditing.lexer import lex

CORPORA = Path(__file__).parents[1] / "corpus"


def candidates(text: str) -> list[Candidate]:
    return list(inline_formulas(lex(text)))


def judged(text: str) -> list[tuple[str, str, str]]:
    """Return each result as it stands in the text, its verdict and its arithmetic."""
    return [
        (text[stated.start : stated.stop], each.verdict.value, each.relation.numbers())
        for each in judge_all(candidates(text))
        for stated in (each.candidate.stated,)
    ]


@pytest.mark.parametrize(
    ("text", "stated", "verdict", "working"),
    [
        # The forms of published reports.
        ("＝（72-14-4）/71×100%=76.06%≦100%", "76.06%", "exact", "(72 − 14 − 4) ÷ 71 × 100%"),
        ("=(本年预算数-上年预算数)÷上年度=(63.46-32)÷32=98.31%得0", "98.31%", "exact", "(63.46 − 32) ÷ 32 × 100%"),
        ("控制率＝（234.56/141.6）×100%=161.65%", "161.65%", "inconsistent", "234.56 ÷ 141.6 × 100%"),
        ("（15.35/90）×100%=17.05%", "17.05%", "rounding", "15.35 ÷ 90 × 100%"),
        ("“三公经费”变动率＝（90-90）/90×100％=0≦0", "0", "exact", "(90 − 90) ÷ 90 × 100%"),
        ("合计12+3.5=15.5万元。", "15.5万元", "exact", "12 + 3.5"),
        ("118.46万元÷125.00万元×100%=94.77%", "94.77%", "exact", "118.46 ÷ 125.00 × 100%"),
        ("利用率=在用1,862.0万元/全部1,900.0万元=0.98，", "0.98", "exact", "1862.0 ÷ 1900.0"),
        ("执行率＝８４７．９２÷８７７．７０×１００％＝９６．６１％", "９６．６１％", "exact", "847.92 ÷ 877.70 × 100%"),
        ("[（35.72-48.05）/48.05]×100%=-25.66%", "-25.66%", "exact", "(35.72 − 48.05) ÷ 48.05 × 100%"),
        ("预算调整率 = 74.3 / 1,190.50 * 100% = 6.24%", "6.24%", "exact", "74.3 ÷ 1190.50 × 100%"),
        # Signs, brackets and units.
        ("（90-100）/100×100%=—10%", "—10%", "exact", "(90 − 100) ÷ 100 × 100%"),
        ("结余84.39万元-62.29万元=22.1万元", "22.1万元", "exact", "84.39 − 62.29"),
        ("结余84.39万元—62.29万元=23.1万元", "23.1万元", "inconsistent", "84.39 − 62.29"),
        ("(-3.5+5.5)=2", "2", "exact", "0 − 3.5 + 5.5"),
        ("9.5+3-（-2）=14.5", "14.5", "exact", "9.5 + 3 − (0 − 2)"),
        ("（100-20）人=80人", "80人", "exact", "100 − 20"),
        ("100人-20人=80人，", "80人", "exact", "100 − 20"),
        ("支出4.5（万元）+3=7.5万元", "7.5万元", "exact", "4.5 + 3"),
        ("合计（支出12+3.5=15.5万元）", "15.5万元", "exact", "12 + 3.5"),
        ("１、支出12+3=15万元", "15万元", "exact", "12 + 3"),
        ("（1）支出12+3=15万元", "15万元", "exact", "12 + 3"),
        ("1）支出12+3=15万元", "15万元", "exact", "12 + 3"),
        ("共5x30X2=300", "300", "exact", "5 × 30 × 2"),
        ("本年12+3.5＝约15.5万元", "15.5万元", "exact", "12 + 3.5"),
        # Scale.
        ("比率54/71=0.7606", "0.7606", "exact", "54 ÷ 71"),
        ("比率54/71=76.06", "76.06", "exact", "54 ÷ 71 × 100%"),
        ("比率54/71×100%=0.7606", "0.7606", "exact", "54 ÷ 71"),
        ("比率5/20=25%", "25%", "exact", "5 ÷ 20 × 100%"),
        ("比率5/20=0.25%", "0.25%", "inconsistent", "5 ÷ 20 × 100%"),  # a rate over plain numbers is in percent
        ("比率5/20×100=0.25%", "0.25%", "inconsistent", "5 ÷ 20 × 100%"),
        ("比率5/20=0.25", "0.25", "exact", "5 ÷ 20"),
        ("比率5%/20=0.25%", "0.25%", "exact", "5 ÷ 100 ÷ 20 × 100%"),
        ("比率25%÷20=0.0125%", "0.0125%", "exact", "25 ÷ 100 ÷ 20"),
        ("比率54/71×100=76.06%", "76.06%", "exact", "54 ÷ 71 × 100%"),
        ("比率54/71×100=76.06", "76.06", "exact", "54 ÷ 71 × 100%"),
        ("比率100%×54/71=76.06%", "76.06%", "exact", "54 ÷ 71 × 100%"),
        ("比率54/71÷100%=76.06%", "76.06%", "exact", "54 ÷ 71 × 100%"),
        ("共50/25=2倍", "2倍", "exact", "50 ÷ 25"),
        ("占比25%+30%=55%", "55%", "exact", "25 + 30"),
        ("由25%-30%=-5个百分点", "-5个百分点", "exact", "25 − 30"),
        ("共12.5+3.5=16%", "16%", "exact", "12.5 + 3.5"),
        ("预算1000万元×15%=150万元", "150万元", "exact", "1000 × 15 ÷ 100"),
        ("预算1000万元×15.5%=155万元", "155万元", "exact", "1000 × 15.5 ÷ 100"),
        ("预算1000×（1-15%）=850", "850", "exact", "1000 × (1 − 15 ÷ 100)"),
        ("共1234.5万元×15.3%=188.88万元", "188.88万元", "exact", "2469 ÷ 2 × 15.3 ÷ 100"),
        ("共12.5元×300=3750元", "3750元", "exact", "12.5 × 300"),
        ("共5000元/人×30人=15万元", "15万元", "exact", "0.5 × 30"),
        ("共0.0×3.5=0", "0", "exact", "0 × 3.5"),
        ("人均300万元/30人=10万元/人", "10万元", "exact", "300 ÷ 30"),
        ("人均300万元/30人/12=0.83万元", "0.83万元", "exact", "300 ÷ 30 ÷ 12"),
        ("人均3000000/30=10万元", "10万元", "exact", "3000000 ÷ 30 ÷ 10000"),
        ("比例1.5亿元÷30000万元×100%=50%", "50%", "exact", "1.5 ÷ 3 × 100%"),
        ("得分=5×（1-10%）=4.5分", "4.5分", "exact", "5 × (1 − 10 ÷ 100)"),
        ("下降率（90-100）/100×100%=10%", "10%", "exact", "(0 − (90 − 100) ÷ 100) × 100%"),
        ("变动率（90-100）/100×100%=10%", "10%", "inconsistent", "(90 − 100) ÷ 100 × 100%"),
        # Nobody rounded people and points.
        ("在职人员控制率=(72-14-4)/71×100%=76.96%", "76.96%", "inconsistent", "(72 − 14 − 4) ÷ 71 × 100%"),
        ("总得分=13分+53分+26分=93分", "93分", "inconsistent", "13 + 53 + 26"),
        ("总得分=13.5分+53分+26分=92.5分", "92.5分", "exact", "13.5 + 53 + 26"),
        ("比率(72-14-4)/0×100%=100%", "100%", "undefined", "(72 − 14 − 4) ÷ 0 × 100%"),
        # Lines and spaces.
        ("完成率=(84.39+1521.39\n+9.16-62.29)/\n(84.39+1521.39+9.16)×100%\n=96.14%", "96.14%", "exact",
         "(84.39 + 1521.39 + 9.16 − 62.29) ÷ (84.39 + 1521.39 + 9.16) × 100%"),
        ("合计12+3=15\n2、其他", "15", "exact", "12 + 3"),
        ("支出12+3=15\n20", "15", "exact", "12 + 3"),
        ("共12+3.5=15.5\n万元", "15.5\n万元", "exact", "12 + 3.5"),
        ("得5分\n本年12+3.5=15.5", "15.5", "exact", "12 + 3.5"),
        ("10+其他收\n入12.5+3=25.5", "25.5", "exact", "10 + 12.5 + 3"),
        ("共1.50+3=4.50", "4.50", "exact", "1.50 + 3"),
    ],
)  # fmt: skip
def test_a_printed_formula_is_judged(text: str, stated: str, verdict: str, working: str) -> None:
    assert judged(text) == [(stated, verdict, working)]


@pytest.mark.parametrize(
    "text",
    [
        "0-10%（含），计6分；10-20%（含），计4分",
        "2019-2020年=1",
        "电话023-45855004",
        "1-9月支出=12",
        "比例1:2=0.5",
        "A类=优",
        "=5",
        "1+1=",
        "1+1",
        "（2019年支出-2018年支出）/2018年支出=5%",
        "年末结转＝年初结转１２．３０万元＋收入－支出＝９２．７８万元",
        "支付进度率＝（实际支付进度÷既定支付进度）×100%，",
        "A=-5=3",
        "a12+3=15",
        "12加上3+5=20",
        "预算减去（12+3）=20",
        "12+收入-3=15",
        "12（收入3+5）=8",
        "12+（收入）=15",
        "（12+）=15",
        "12+支出）=15",
        "12+×3=15",
        "12+3）/5=2.4",
        "（3，12）/5=2.4",
        "（3，5）-2+1=2.4",
        "（支出（12+3=",
        "支出）12+3=15",
        "12（3）=15",
        "2倍+3=5",
        "300万美元+20=320",
        "300+20=320万美元",
        "1.2.3+4=5",
        "共12/5=2.4‰",
        "5‰+3=8",
        "12+3=15+2",
        "12+3=（15）",
        "100%=100%",
        "100%×100%=100%",
        "12万元+3元=5",
        "1.5万元×2.5元=3.75万元",
        "（1+2）万元×（3+4）万元=21万元",
        "12÷1.5亿元÷（3+5）÷2.5万元=5",
        "12÷（1.5+5.5）÷（3+5）=5",
        "9" * 60 + "-1=5",
        "(" * 300 + "1" + ")" * 300 + "=1",
        "12支出-3.5=8.5",
        "-12万元5=3",
    ],
)  # fmt: skip
def test_what_is_no_arithmetic_is_left_alone(text: str) -> None:
    assert judged(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "1.12+3=16",  # 1. may be the number of an item
        "1 521.39+84.39=1605.78",  # a number may be broken by a space
        "1521.\n39+84.39=1605.78",
        "1521.39+84.39=1 605.78",
        "支出1,2345.00-300=9",
        "90-100=5分",  # a range, and the points for it
        "98%-90%=4分",
        "得分12+3.5=99%",  # nothing makes this a percentage
        "支出12+3万元=99元",
    ],
)
def test_what_may_be_read_otherwise_is_never_called_wrong(text: str) -> None:
    assert all(each.sureness is Sureness.LIKELY for each in candidates(text))
    assert judged(text) == []


def test_each_side_of_a_chain_is_judged_and_each_result() -> None:
    assert judged("执行率=64.9/68.5=0.9474=94.74%") == [
        ("0.9474", "exact", "64.9 ÷ 68.5"),
        ("94.74%", "exact", "64.9 ÷ 68.5 × 100%"),
    ]
    assert judged("执行率=60/68.5=0.9474×100%=94.74%") == [("94.74%", "inconsistent", "60 ÷ 68.5 × 100%")]
    assert judged("执行率=0.9474×100%=94.74%") == [("94.74%", "exact", "0.9474 × 100%")]
    assert judged("总计（10+2）+3=12+3=15") == [("15", "exact", "12 + 3")]


def test_long_formulas_are_left_alone() -> None:
    assert judged("+".join(["1"] * MOST_OPERANDS) + f"={MOST_OPERANDS}")
    assert not judged("+".join(["1"] * (MOST_OPERANDS + 1)) + f"={MOST_OPERANDS + 1}")
    assert not judged("（" + "预" * MOST_CHARACTERS + "12+3=15")


def test_of_a_long_chain_of_equations_the_last_sides_are_read() -> None:
    """As many as a report may write; of more, those that stand nearest to the result."""
    for many in (4, 5, 12):
        chain = "=".join([*(f"{i}+{20 - i}" for i in range(1, many + 1)), "20"])
        firsts = [each.numbers[0].quantity.text for each in candidates(chain)]
        assert firsts == [str(i) for i in range(many, many - 4, -1)]


def test_a_number_keeps_its_place_in_the_text() -> None:
    text = "结余 84.39 万元 - 62.29 万元 = 22.1 万元"
    (candidate,) = candidates(text)
    assert [text[each.start : each.stop] for each in candidate.numbers] == ["84.39 万元", "62.29 万元"]
    assert relation_of(candidate).exact() * 10 == 221


@pytest.mark.parametrize(("unit", "after"), [("1=", ""), ("1+1=", ""), ("(", "=1"), ("1/2+", "=3"), ("a", "=1")])
def test_work_is_in_proportion(unit: str, after: str) -> None:
    """Issue 4: no text makes it superlinear."""
    assert grows_in_proportion(lambda size: list(inline_formulas(lex(unit * size + after))), 1_000)


@pytest.mark.parametrize("corpus", ["own", "reports"])
def test_labelled_formulas_get_their_verdicts(corpus: str) -> None:
    folder = CORPORA / corpus
    labels = [json.loads(line) for line in (folder / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    labels = [each for each in labels if each["kind"] == "inline_formula"]
    assert labels
    for label in labels:
        path = folder / "texts" / label["file"]
        text = (path if path.exists() else folder / label["file"]).read_text(encoding="utf-8")
        start = text.index(label["quote"])
        found = {
            text[each.candidate.stated.start : each.candidate.stated.stop]: each.verdict.value
            for each in judge_all(candidates(text))
            if start <= each.candidate.stated.start < start + len(label["quote"])
        }
        assert found.get(label["claimed"]) == label["verdict"], label["quote"]

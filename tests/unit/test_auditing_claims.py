"""Claims of a text: what each figure may come from, and how sure that is. Texts and figures are invented."""

from __future__ import annotations

from fractions import Fraction

import pytest

import perfmetrics as pm
from counting import untraced
from perfmetrics.auditing.candidates import Candidate, Sureness, is_slip, total_of, value
from perfmetrics.auditing.claims import (
    comparisons,
    completions,
    differences,
    progress,
    repeated,
    shares,
    staffing,
    sums,
)
from perfmetrics.auditing.grids import find_tables
from perfmetrics.auditing.inline import inline_formulas
from perfmetrics.auditing.judging import judge_all
from perfmetrics.auditing.lexer import Number, lex
from perfmetrics.auditing.reading import read
from perfmetrics.working import symbols, to_text


def candidates(text: str) -> list[Candidate]:
    lexed = lex(text)
    reader = read(lexed)
    statements = reader.statements
    return [
        *comparisons(statements),
        *completions(statements),
        *shares(statements),
        *sums(statements),
        *differences(reader.differences),
        *progress(statements, find_tables(lexed)),
        *repeated(lexed, [*inline_formulas(lexed)]),
    ]


def told(text: str) -> list[str]:
    """Return the claims of a text in short: 25% = 1万元 ÷ (5万元 − 1万元) × 100%, with ? where they are likely only."""
    return sorted({short(each) for each in candidates(text)})


def short(candidate: Candidate) -> str:
    names = {number.key: number.quantity.text for number in candidate.numbers}
    sure = "" if candidate.sureness is Sureness.SAID else " ?"
    more = " …" if candidate.may_fall_short else ""
    return f"{candidate.stated.quantity.text} = {to_text(candidate.expression, names.__getitem__)}{more}{sure}"


def number(text: str) -> Number:
    return lex(text).numbers[0]


def judged(text: str) -> list[tuple[str, str, str]]:
    """Return each figure that follows from others, its verdict, and what it should be."""
    return [
        (each.candidate.stated.quantity.text, each.verdict.value, f"{each.statement.judgement.expected}")
        for each in judge_all(candidates(text))
    ]


def figure(text: str, stated: str) -> list[tuple[str, str]]:
    """Return the verdicts on one figure, and what it should be."""
    return [(verdict, expected) for each, verdict, expected in judged(text) if each == stated]


# --- growth and differences ---


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "收入5万元，比上年的4万元增加1万元，增长25%。",
            ["1万元 = 5万元 − 4万元", "25% = (5万元 − 4万元) ÷ 4万元 × 100%", "25% = 1万元 ÷ (5万元 − 1万元) × 100%"],
        ),
        ("收入5万元，较上年减少1万元，下降16.67%。", ["16.67% = 1万元 ÷ (5万元 + 1万元) × 100%"]),
        ("2022年收入5万元，较上年增长25%。2021年收入4万元。", ["25% = (5万元 − 4万元) ÷ 4万元 × 100% ?"]),
        ("支出由4万元增至5万元，增长25%。", ["25% = (5万元 − 4万元) ÷ 4万元 × 100%"]),
        ("支出5万元，上年为4万元，同比增长25%。", ["25% = (5万元 − 4万元) ÷ 4万元 × 100%"]),
        ("支出5万元，同比增长25%，上年同期4万元。", ["25% = (5万元 − 4万元) ÷ 4万元 × 100%"]),
        ("上年支出4万元，本年5万元，增长25%。", ["25% = (5万元 − 4万元) ÷ 4万元 × 100%"]),
        (
            "收入5万元，较2021年4万元1万元，增长25%。",
            ["1万元 = 5万元 − 4万元", "25% = (5万元 − 4万元) ÷ 4万元 × 100%", "25% = 1万元 ÷ (5万元 − 1万元) × 100%"],
        ),
        ("来件50件，是上年20件的2.5倍。", ["2.5倍 = 50件 ÷ 20件"]),
        ("经费由4万元增至10万元，增长1.5倍。", ["1.5倍 = (10万元 − 4万元) ÷ 4万元"]),
        ("访问68.4万次，是上年19.0万次的3.6倍。", ["3.6倍 = 68.4万次 ÷ 19.0万次"]),
        (
            "采购预算5万元，实际采购与预算相比节约1万元，节约率20%。",
            ["20% = 1万元 ÷ 5万元 × 100%"],
        ),
        ("采购预算5万元，实际采购与预算相比节约1人，节约率20%。", []),
        ("实际采购与预算相比节约1万元，节约率20%。", []),
        ("培训5人。实际采购与预算相比节约1万元，节约率20%。", []),
        ("货物5万元，实际采购与预算相比节约1万元，节约率20%。", []),
        ("支出5万元，上年5万元，持平。", ["持平 = 5万元 − 5万元"]),
        ("支出5万元，与上年持平。", []),
        ("预算5万元，决算5万元，与上年持平。", []),
        ("预算5万元，决算5万元，与预算持平。", ["持平 = 5万元 − 5万元"]),
        ("收入5万元，较上年增加1人，增长25%。", []),
        ("收入5万元，比上年的4人增加1万元，增长25%。", ["25% = 1万元 ÷ (5万元 − 1万元) × 100%"]),
        ("压减8万元，压减比例20%，压减后为32万元。", ["20% = 8万元 ÷ (32万元 + 8万元) × 100%"]),
        (
            "2022年收入10万元、支出10万元，收支与2021年（8万元）相比各增加2万元，增长25%。",
            [
                "25% = (10万元 − 8万元) ÷ 8万元 × 100%",
                "25% = 2万元 ÷ (10万元 − 2万元) × 100%",
                "2万元 = 10万元 − 8万元",
            ],
        ),
        (
            "甲支出和乙支出分别为6万元和4万元。与上年相比，甲支出和乙支出分别增加2万元和减少1万元，分别增长50%和下降20%。",
            ["20% = 1万元 ÷ (4万元 + 1万元) × 100%", "50% = 2万元 ÷ (6万元 − 2万元) × 100%"],
        ),
    ],
)
def test_growth(text: str, claims: list[str]) -> None:
    assert told(text) == claims


def test_a_budget_is_what_savings_are_of() -> None:
    found = told("预算5万元，决算4万元，节约1万元，节约率20%。")
    assert "1万元 = 5万元 − 4万元" in found
    assert "20% = (5万元 − 4万元) ÷ 5万元 × 100%" in found


def test_a_text_that_contradicts_itself_says_nothing() -> None:
    assert told("支出5万元，较上年减少1万元，增长25%。") == []
    assert told("支出5万元，比上年4万元减少1万元，增长25%。") == ["1万元 = 4万元 − 5万元"]


def test_a_choice_of_the_template_is_made_by_the_other_figure() -> None:
    found = told("支出3万元，比上年4万元增（减）1万元，下降25%。")
    assert found == [
        "1万元 = 4万元 − 3万元",
        "25% = (4万元 − 3万元) ÷ 4万元 × 100%",
        "25% = 1万元 ÷ (3万元 + 1万元) × 100%",
    ]
    assert told("支出5万元，较上年增（减）1万元，增长（下降）25%。") == []


def test_what_changed_without_an_amount_is_looked_up_by_name() -> None:
    assert told("税收收入5万元。非税收入3万元。税收收入较上年增加1万元，增长25%。") == [
        "25% = 1万元 ÷ (5万元 − 1万元) × 100%"
    ]
    assert told("甲税收收入5万元。乙税收收入4万元。车辆3辆。税收收入较上年增加1万元，增长25%。") == [
        "25% = 1万元 ÷ (4万元 − 1万元) × 100% ?",
        "25% = 1万元 ÷ (5万元 − 1万元) × 100% ?",
    ]
    # 收入 and 支出 are two things, however short their names are.
    assert told("收入5万元，支出4万元。收入较上年增长3%，支出较上年增加1万元。") == []


def test_what_has_no_name_at_all_may_be_of_what_stands_before() -> None:
    assert told("收入5万元。\n(二)较上年增加1万元，增长25%。") == ["25% = 1万元 ÷ (5万元 − 1万元) × 100% ?"]


def test_a_comparison_after_a_list_may_be_of_its_total() -> None:
    of_either = told("经费2.7万元，其中，甲1.5万元，乙1.2万元。较上年减少0.3万元，下降10%。")
    assert "10% = 0.3万元 ÷ (1.2万元 + 0.3万元) × 100%" in of_either
    assert "10% = 0.3万元 ÷ (2.7万元 + 0.3万元) × 100% ?" in of_either
    assert "11.11% = 10万元 ÷ (40万元 − 10万元) × 100% ?" in told(
        "支出100万元。1.基本支出60万元；2.项目支出40万元。与上年相比，支出增加10万元，增长11.11%。"
    )
    assert told("支出100万元。与上年相比增加10万元，增长11.11%。") == ["11.11% = 10万元 ÷ (100万元 − 10万元) × 100%"]


def test_a_change_of_nothing_is_of_no_total() -> None:
    assert told("经费3.5万元，其中甲1.5万元，乙2万元，较上年增加0万元，增长0%。") == [
        "0% = 0万元 ÷ (2万元 − 0万元) × 100%",
        "3.5万元 = 1.5万元 + 2万元",
    ]


def test_budgets_elsewhere_may_be_what_is_compared_with() -> None:
    found = told("接待费预算5万元。接待费支出4万元，较预算减少1万元。")
    assert found == ["1万元 = 5万元 − 4万元 ?"]
    assert told("接待费预算5人。接待费支出4万元，较预算减少1万元。") == []
    assert told("接待费支出4万元，较预算减少1万元。培训费7万元。") == []
    assert told("2021年5万元。2022年培训费4万元，较上年减少1万元。") == ["1万元 = 5万元 − 4万元 ?"]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("执行率96%，比上年的93%提高3个百分点。", ["3个百分点 = 96% − 93%"]),
        ("占比由18.6%降至16.2%，下降2.4个百分点。", ["2.4个百分点 = 18.6% − 16.2%"]),
        ("占比由16.2%升至18.6%，上升2.4个百分点。", ["2.4个百分点 = 18.6% − 16.2%"]),
        ("进度77%，快于序时进度（75%）2个百分点。", ["2个百分点 = 77% − 75%"]),
        ("进度72%，慢于序时进度（75%）3个百分点。", ["3个百分点 = 75% − 72%"]),
        ("满意度94%，比上年（96%）下降2个百分点。", ["2个百分点 = 96% − 94%"]),
        ("满意度94%，比上年（96%）2个百分点。", []),
        ("税收增长8%，非税下降3%，税收占比提高2个百分点。", []),
        ("执行率96%，提高3个百分点。", []),
        ("满意度94%，比上年的96%，与2个百分点。", []),
    ],
)
def test_percentage_points(text: str, claims: list[str]) -> None:
    assert [each for each in told(text) if "个百分点" in each] == claims


# --- completion ---


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("预算20万元，决算15万元，完成预算的75%。", ["75% = 15万元 ÷ 20万元 × 100%"]),
        ("完成投资5万元，为预算8万元的62.5%。", ["62.5% = 5万元 ÷ 8万元 × 100%"]),
        ("培训5人，为预算8万元的62.5%。", []),
        (
            "年初预算80万元，调整预算100万元，决算90万元，完成年初预算的112.5%，完成调整预算的90%。",
            ["112.5% = 90万元 ÷ 80万元 × 100%", "90% = 90万元 ÷ 100万元 × 100%"],
        ),
        ("概算投资8万元，完成投资5万元，完成概算的62.5%。", ["62.5% = 5万元 ÷ 8万元 × 100%"]),
        ("概算投资8人，完成投资5万元，完成概算的62.5%。", []),
        ("收入预算40万元，其他收入4万元，占收入预算的10%。", ["10% = 4万元 ÷ 40万元 × 100%"]),
        ("概算投资8万元。培训4人。修缮3人，完成概算的62.5%。", []),
        ("支出5万元，完成预算的62.5%。", []),
        ("支出0万元，完成预算的0%。", []),
        ("支出预算8万元。实际支出5万元，完成全年预算的62.5%。", ["62.5% = 5万元 ÷ 8万元 × 100%"]),
        ("项目预算8万元。甲项目5万元，完成预算的62.5%。", ["62.5% = 5万元 ÷ 8万元 × 100% ?"]),
        ("下达8万元，支付5万元，支付率62.5%。", ["62.5% = 5万元 ÷ 8万元 × 100%"]),
        ("下达8人，支付5万元，支付率62.5%。", []),
        ("发现问题40个，其中甲30个、乙10个。已整改30个，整改率75%。", ["75% = 30个 ÷ 40个 × 100%"]),
        ("抽查合同20份，合格18份，整改2份，整改率100%。", ["100% = 2份 ÷ 18份 × 100% ?", "100% = 2份 ÷ 20份 × 100% ?"]),
        ("总投资80万元，合计到位60万元，资金到位率75%。", ["75% = 60万元 ÷ 80万元 × 100%"]),
        ("总投资80万元，总概算90万元。到位60万元，到位率75%。", None),
        ("已支付5万元，额度8万元，支出进度62.5%。", ["62.5% = 5万元 ÷ 8万元 × 100%", "62.5% = 8万元 ÷ 5万元 × 100% ?"]),
        ("甲5万元，乙4万元。预算12万元，执行率75%。", None),
        ("甲预算8万元。培训5人。乙实际9万元。\n一、预算12万元，执行率75%。", ["75% = 9万元 ÷ 12万元 × 100% ?"]),
        ("表1 实际8万元，支出率80%。", []),
        ("完成率80%。", []),
    ],
)
def test_completion(text: str, claims: list[str] | None) -> None:
    found = [each for each in told(text) if "%" in each.partition("=")[0]]
    if claims is None:
        assert found
        assert all(each.endswith("?") for each in found)
    else:
        assert found == claims


def test_lists_of_counts_are_completed_one_by_one() -> None:
    assert told("检查、培训分别为120次、8期，实际完成分别为126次、8期，完成率分别为105%、100%。") == [
        "100% = 8期 ÷ 8期 × 100%",
        "105% = 126次 ÷ 120次 × 100%",
    ]


def test_a_budget_and_what_was_added_to_it() -> None:
    found = told("预算698.16万元，追加33.49万元，实际完成731.65万元，完成率104.8%。")
    assert "104.8% = 731.65万元 ÷ 698.16万元 × 100% ?" in found
    found = told("年初预算100万元，追加20万元，支出110万元，预算执行率91.67%。")
    assert "91.67% = 110万元 ÷ (100万元 + 20万元) × 100% ?" in found
    found = told("全年预算数83万元，核减3万元，执行预算数为40万元，完成预算的50%。")
    assert "50% = 40万元 ÷ 83万元 × 100%" in {each.removesuffix(" ?") for each in found}
    assert "50% = 40万元 ÷ (83万元 − 3万元) × 100% ?" in found


def test_a_budget_that_was_added_to_and_cut() -> None:
    text = "年初预算安排80万元，年中追加20万元，核减10万元，全年预算数90万元。"
    found = told(text + "全年支出81万元，预算执行率90%，结余9万元。预算追加率为25%，核减率为12.5%。")
    assert "90% = 81万元 ÷ 90万元 × 100%" in found
    assert "25% = 20万元 ÷ 80万元 × 100%" in found
    assert "12.5% = 10万元 ÷ 80万元 × 100%" in found
    assert "9万元 = 90万元 − 81万元 ?" in found
    assert told("年中追加20万元，预算追加率为25%。") == []
    assert told("年初预算安排80人，年中追加20万元，预算追加率为25%。") == []
    assert "25% = 20万元 ÷ 80万元 × 100%" in told("年初预算安排80万元。预算较年初追加20万元，追加率为25%。")
    assert told("预算追加20万元。年初预算80万元，年初预算90万元，追加率为25%。") == ["25% = 20万元 ÷ 90万元 × 100% ?"]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("核定编制40名，实有在职34人，在职人员控制率85%。", ["85% = 34人 ÷ 40名 × 100%", "85% = 34人 ÷ 40名 × 100% ?"]),
        ("编制40名，车辆34辆，控制率85%。", ["85% = 34辆 ÷ 40名 × 100% ?"]),
        (
            "编制62名，其中行政编制24名。年末在职57人，其中行政22人，在职人员控制率91.94%。",
            ["91.94% = 57人 ÷ 24名 × 100% ?", "91.94% = 57人 ÷ 62名 × 100% ?"],
        ),
    ],
)
def test_staff(text: str, claims: list[str]) -> None:
    assert told(text) == claims


# --- shares ---


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "支出20万元，其中：基本支出12万元，占60%；项目支出8万元，占40%。",
            [
                "20万元 = 12万元 + 8万元",
                "40% = 8万元 ÷ (12万元 + 8万元) × 100%",
                "40% = 8万元 ÷ 20万元 × 100%",
                "60% = 12万元 ÷ (12万元 + 8万元) × 100%",
                "60% = 12万元 ÷ 20万元 × 100%",
            ],
        ),
        (
            "货物6万元，占30%；工程10万元，占50%；服务4万元，占20%。",
            [
                "20% = 4万元 ÷ (6万元 + 10万元 + 4万元) × 100%",
                "30% = 6万元 ÷ (6万元 + 10万元 + 4万元) × 100%",
                "50% = 10万元 ÷ (6万元 + 10万元 + 4万元) × 100%",
            ],
        ),
        # What the words name is meant, even where another figure fits.
        ("总支出30万元。甲合同20万元，乙合同12万元，占甲合同的40%。", ["40% = 12万元 ÷ 20万元 × 100%"]),
        ("公用经费占基本支出的20%，基本支出50万元，公用经费10万元。", ["20% = 10万元 ÷ 50万元 × 100% ?"]),
        ("办公费3万元，占支出的30%。", []),
        ("投资5人，占总投资的20%。", []),
        ("占比60%。", []),
        ("车辆3辆。\n一、收入5万元，占60%。", []),
        ("支出0万元，收入0万元，占支出的0%。", ["0% = 0万元 ÷ 0万元 × 100%"]),
        ("基本支出5万元，占0%；项目支出3万元，占0%。", []),
    ],
)
def test_shares(text: str, claims: list[str]) -> None:
    assert told(text) == claims


def test_shares_of_several_things_in_one_paragraph_are_told_apart() -> None:
    found = told("支出20万元。甲12万元，占支出的60%；乙8万元，占支出的40%；丙5人，占职工的50%。")
    assert "60% = 12万元 ÷ 20万元 × 100%" in found
    assert "40% = 8万元 ÷ 20万元 × 100%" in found
    assert not any(each.startswith("50%") for each in found)


# --- totals ---


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("收入9.30万元，其中：拨款5.10万元，其他4.20万元。", ["9.30万元 = 5.10万元 + 4.20万元"]),
        ("支出9.31万元，包括基本支出5.10万元、项目支出4.20万元。", ["9.31万元 = 5.10万元 + 4.20万元"]),
        ("支出总计9.36万元，基本支出5.15万元，项目支出4.20万元。", ["9.36万元 = 5.15万元 + 4.20万元"]),
        ("支出12.34万元。甲5.14万元，乙7.20万元。", ["12.34万元 = 5.14万元 + 7.20万元 ?"]),
        ("支出12.35万元。甲5.14万元，乙7.20万元。", []),  # nobody calls them parts, and they are not quite
        ("收入9万元，其中：甲5万元（含丙2万元，丁3人），乙4万元。", ["9万元 = 5万元 + 4万元"]),
        (
            "收入9万元，其中：甲5万元，其中丙2人，丁2万元，戊3万元；乙4万元。",
            ["5万元 = 2万元 + 3万元", "9万元 = 5万元 + 4万元"],
        ),
        ("支出9.35万元。车辆1.00万元。甲5.13万元，乙4.22万元。", ["9.35万元 = 5.13万元 + 4.22万元 ?"]),
        ("支出9.35万元，其中甲5.13万元，乙4.22万元。\n一、收入9.35万元。", ["9.35万元 = 5.13万元 + 4.22万元"]),
        ("支出8万元。甲5万元，乙3万元。", []),  # nobody calls them parts, and one digit is a coincidence
        ("收入9.35万元。支出9.35万元，其中：甲5.15万元，乙4.20万元。", ["9.35万元 = 5.15万元 + 4.20万元"]),
        ("发布62期，其中通报19期、专报43期。", ["62期 = 19期 + 43期"]),
        ("领导29名。书记1名，主任7名，专员1名，科员20名。", []),
        ("工资6.89万元、水费0.24万元、电费1.22万元、差旅费5.41万元。", []),
        ("发布149条，其中重点12条，乡镇15条，部门142条。", ["149条 = 12条 + 15条 + 142条 …"]),
        ("会议费10万元，其中市级会议8万元，培训费5万元。", ["10万元 = 8万元 + 5万元 … ?"]),
        ("总投资100万元，其中中央资金80万元，已支付60万元。", []),
        ("职工50人，其中女职工30人，党员40人。", ["50人 = 30人 + 40人 … ?"]),
        ("接待60人次，其中国内50人次、外宾20人次。", ["60人次 = 50人次 + 20人次"]),
        (
            "收入9万元，其中：甲5万元（含丙2万元，丁3万元），乙4万元。",
            ["5万元 = 2万元 + 3万元", "9万元 = 5万元 + 4万元"],
        ),
        ("经费9万元（甲5万元，乙4万元），培训3万元。", ["9万元 = 5万元 + 4万元"]),
        ("甲5.10万元，乙4.25万元，两项合计9.35万元。", ["9.35万元 = 5.10万元 + 4.25万元"]),
        ("甲5万元，四项合计9万元。", []),
        ("甲5万元（乙4万元），两项合计9万元。", []),
        ("收入5.13万元，加上级补助4.22万元，收入总计9.35万元。", ["9.35万元 = 5.13万元 + 4.22万元 ?"]),
        ("收入9.35万元，减去核销4.22万元，总量5.13万元。", ["5.13万元 = 9.35万元 − 4.22万元 ?"]),
        (
            "加收入12345.00万元，补助20000.00万元，总量42345.00万元。",
            ["42345.00万元 = 12345.00万元 + 20000.00万元 … ?"],
        ),
        ("加收入12345.00万元，补助20000.00万元，总量92343.15万元。", []),
        ("收入0.35万元，加补助4.22万元，加贷款3.33万元，总量890.00万元。", []),
        ("2021年收入9.35万元。2022年5.13万元，2022年4.22万元。", []),
        ("2021年收入9.35万元，其中：甲5.13万元，乙4.22万元，2020年3万元。", ["9.35万元 = 5.13万元 + 4.22万元"]),
        ("收入9.35万元，拨款5.13万元，补助4.22元。", None),
        ("收入0万元，其中甲5万元，乙4万元。", None),
    ],
)
def test_totals(text: str, claims: list[str] | None) -> None:
    found = told(text)
    if claims is None:
        assert not any("+" in each for each in found if not each.endswith("?"))
    else:
        assert found == claims


def test_parts_may_be_named_later() -> None:
    text = "经费20万元（人员12万元，公用8万元）。"
    found = told(text + "人员经费包括：工资7万元、津贴5万元。公用经费由办公费5万元、水电费3万元组成。")
    assert found == ["12万元 = 7万元 + 5万元", "20万元 = 12万元 + 8万元", "8万元 = 5万元 + 3万元"]


def test_what_is_said_of_parts_adds_up_too() -> None:
    found = told("收入20万元，比上年增加3万元，其中：拨款12万元，比上年增加5万元；其他8万元，比上年减少2万元。")
    assert "3万元 = 5万元 − 2万元" in found
    found = told(
        "收入20万元，比上年17万元增加3万元，其中：拨款12万元，比上年7万元增加5万元；其他8万元，比上年10万元减少2万元。"
    )
    assert "17万元 = 7万元 + 10万元" in found
    found = told("收入20万元，比上年减少3万元，其中：拨款12万元，比上年减少3万元；其他8万元。")
    assert "3万元 = 3万元 ?" in found
    found = told("收入20万元，比上年增（减）3万元，其中：拨款12万元；其他8万元，增长（下降）1%。")
    assert not any(each.startswith("3万元") for each in found)
    assert told("收入20万元，比上年增长3%，其中：拨款12万元；其他8万元。") == ["20万元 = 12万元 + 8万元"]
    found = told("预算9万元，决算8万元，其中：甲预算5万元，决算4万元；乙预算4万元，决算4万元。")
    assert any(each.startswith("8万元 = 4万元 + 4万元") for each in found)


def test_changes_of_a_numbered_list_add_up_without_amounts() -> None:
    assert told("收入较上年增加3万元，其中：1.税收收入增加5万元；2.非税收入减少2万元。") == ["3万元 = 5万元 − 2万元"]
    assert told("收入较上年增加3万元，其中：1.甲增加5万元；2.乙减少2万元。") == ["3万元 = 5万元 − 2万元 ?"]
    assert told("收入较上年增加3万元。1.甲增加5万元。") == []
    assert told("收入较上年增加3万元，其中：1.甲增加5人；2.乙减少2人。") == []


# --- what is left ---


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "应付账款年初14.82万元，当年新增6.05万元，当年偿付9.40万元，年末11.47万元。",
            ["11.47万元 = 14.82万元 + 6.05万元 − 9.40万元"],
        ),
        (
            "上年结转51.36万元，加本年拨款20万元，减本年支出11.36万元，结转下年60万元。",
            ["60万元 = 51.36万元 + 20万元 − 11.36万元"],
        ),
        (
            "年初结转10万元，本年收入20万元，使用以前年度结余3万元，本年支出24万元，年末结转9万元。",
            ["9万元 = 10万元 + 20万元 + 3万元 − 24万元"],
        ),
        # A list within it, another thing, or no income: it is not said.
        ("年初结转10万元，本年收入100万元，其中拨款90万元，本年支出105万元，年末结转5万元。", []),
        ("上年支出100万元，本年收入50万元，本年支出40万元，年末结转10万元。", []),
        ("年初结转10万元，本年支出4万元，年末结转6万元。", []),
        ("年初结转10万元，职工4人，年末结转6万元。", []),
        ("年初预算10万元，收入4万元，支出3万元，年末11万元。", []),
        (
            "年初结转10.50万元，收入20万元，其中：甲15万元，乙5万元。支出15万元，其中：丙10万元，丁5万元。年末15.50万元。",
            ["15.50万元 = 10.50万元 + 20万元 − 15万元 ?"],
        ),
        ("年初结转10.50万元。收入20万元，其中：甲15万元，乙5万元。年末15.50万元。", []),
    ],
)
def test_rolling_forward(text: str, claims: list[str]) -> None:
    kinds = {short(each) for each in candidates(text) if each.kind == "rollforward"}
    assert sorted(kinds) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("预算20万元，决算15万元，结余5万元。", ["5万元 = 20万元 − 15万元"]),
        ("预算20万元，决算15万元。结余5万元。", ["5万元 = 20万元 − 15万元 ?"]),
        ("预算20万元，决算15万元，结余3万元，结转2万元。", ["3万元 = 20万元 − 15万元 ?"]),
        ("预算20人，决算15人，结余3万元。", []),
        ("收入20万元，支出15万元，结余5万元。", ["5万元 = 20万元 − 15万元 ?"]),
        ("收入20万元，结余5万元。", []),
        ("年初预算80万元，调整预算100万元。预算调增20万元。", ["20万元 = 100万元 − 80万元 ?"]),
        ("年初预算80人，调整预算100人。预算调增20万元。", []),
        ("年初预算80万元，调整预算100万元，决算90万元。预算调增20万元，未完成部分10万元。", None),
    ],
)
def test_what_is_left(text: str, claims: list[str] | None) -> None:
    found = sorted({short(each) for each in candidates(text) if each.kind == "difference"})
    assert found == (["10万元 = 100万元 − 90万元 ?", "20万元 = 100万元 − 80万元 ?"] if claims is None else claims)


# --- rates that other places tell ---

TABLE = "项目|预算数|决算数\n1.本年收入|200|190\n2.本年支出|200|180\n基本支出|150|140\n项目支出|50|40\n"


@pytest.mark.parametrize(
    ("words", "claims"),
    [
        ("当年预算200万元，8月执行进度48%；全年执行进度100%。", ["100% = 180 ÷ 200 × 100%"]),
        ("部门整体支出全年预算执行率95%。", ["95% = 180 ÷ 200 × 100%"]),
        ("年度预算执行率95%。", ["95% = 180 ÷ 200 × 100%"]),
        ("当年预算300万元，全年执行进度100%。", ["100% = 180 ÷ 200 × 100% ?"]),
        ("培训项目预算30万元，全年执行进度100%。", []),
        ("预算30万元，决算30万元，预算执行率100%。", []),
        ("上半年预算执行率95%。", []),
    ],
)
def test_progress_of_the_year(words: str, claims: list[str]) -> None:
    found = [short(each) for each in candidates(words + "\n" + TABLE) if "180 ÷" in short(each)]
    assert found == claims


@pytest.mark.parametrize(
    "table",
    [
        TABLE + "本年支出合计|300|180\n",  # two totals that differ
        "项目|预算数|调整预算数|决算数\n本年支出|200|210|180\n基本支出|150|150|140\n",
        "项目|预算数|决算数\n本年支出|200|无\n基本支出|150|140\n项目支出|50|40\n",
    ],
)
def test_progress_needs_one_total(table: str) -> None:
    assert not any("180 ÷" in short(each) for each in candidates("全年预算执行率95%。\n" + table))


FORMULA = "在职人员控制率＝（72-14-4）/71×100%=76.06%，得分5分。"


@pytest.mark.parametrize(
    ("words", "claims"),
    [
        ("财政供养人员控制率100%，编制内在职人员控制率等于100%。", ["100%"] * 2),
        ("本单位“在职人员控制率”为76.06%。", ["76.06%"]),
        ("在职人员控制率100%以内得满分。", []),
        ("上年在职人员控制率100%。", []),
        ("中心编制40名，在职人员控制率85%。", []),
        ("接待5人。在职人员控制率100%。", ["100%"]),
        ("公用经费控制率100%。", []),
        ("完成100%。", []),
    ],
)
def test_a_rate_that_a_formula_computes_elsewhere(words: str, claims: list[str]) -> None:
    text = words + "\n人均费用＝10万元/5=2万元。" + FORMULA
    lexed = lex(text)
    found = [*repeated(lexed, [*inline_formulas(lexed)])]
    assert [each.stated.quantity.text for each in found] == claims
    for each in found:
        assert (each.kind, each.sureness) == ("staff_ratio", Sureness.SAID)
        assert len(each.numbers) == 4


def test_other_rates_of_a_name_may_be_of_other_things() -> None:
    formula = "政府采购执行率＝（15.01/15）×100%=100%。"
    lexed = lex("政府采购执行率100%。" + formula)
    [found] = repeated(lexed, [*inline_formulas(lexed)])
    assert (found.kind, found.sureness) == ("completion_rate", Sureness.LIKELY)
    twice = lex("政府采购执行率100%。" + formula + formula)
    assert [*repeated(twice, [*inline_formulas(twice)])] == []
    nameless = lex("政府采购执行率100%。（15.01/15）×100%=100%。")
    assert [*repeated(nameless, [*inline_formulas(nameless)])] == []


# --- wordings, each with the right figure and a wrong one ---


@pytest.mark.parametrize(
    ("text", "right", "wrong", "expected"),
    [
        # The base stands before what is compared with it.
        ("与上年的3.00万元相比，今年支出4.00万元，增加1.00万元。", "1.00万元", "1.10万元", "1.00"),
        ("与2021年（4.00万元）相比，2022年支出5.00万元，增加1.00万元。", "1.00万元", "1.10万元", "1.00"),
        ("与核定数9.00万元相比，支出8.00万元，减少1.00万元。", "1.00万元", "1.10万元", "1.00"),
        ("支出5.00万元，比快报数4.00万元增加1.00万元。", "1.00万元", "1.20万元", "1.00"),
        # A year after another.
        ("2022年4.00万元，2023年5.00万元，增长25.00%。", "25.00%", "26.00%", "25.00"),
        ("2022年支出4.00万元，2023年支出5.00万元，增长25.00%。", "25.00%", "26.00%", "25.00"),
        ("2023年安排5.00万元，2022年安排4.00万元，增长25.00%。", "25.00%", "26.00%", "25.00"),
        ("今年安排5.00万元，上年安排4.00万元，增长25.00%。", "25.00%", "26.00%", "25.00"),
        ("上年安排4.00万元，今年安排5.00万元，增加1.00万元。", "1.00万元", "1.10万元", "1.00"),
        ("收入预算5.00万元，较上年同口径4.00万元增长25.00%。", "25.00%", "26.00%", "25.00"),
        # Verbs.
        ("今年安排17.20万元，比上年10.20万元多安排7.00万元。", "7.00万元", "8.50万元", "7.00"),
        ("今年安排10.20万元，比上年17.20万元少安排7.00万元。", "7.00万元", "8.50万元", "7.00"),
        ("产量5.00吨，较上年6.00吨减产1.00吨。", "1.00吨", "1.50吨", "1.00"),
        ("预算由原来4.00万元调整为5.00万元，增长25.00%。", "25.00%", "35.00%", "25.00"),
        ("经费由4.00万元调增到5.00万元，增长25.00%。", "25.00%", "35.00%", "25.00"),
        # Against the only budget of a sentence.
        ("接待费预算9.00万元，接待费支出8.00万元，较核定数节约1.00万元。", "1.00万元", "2.00万元", "1.00"),
        (
            "接待费预算9.00万元（其中培训费预算3.00万元），接待费支出8.00万元，较批复数节约1.00万元。",
            "1.00万元",
            "2.00万元",
            "1.00",
        ),
        ("年初预算5.00万元，决算7.00万元，大于年初预算2.00万元。", "2.00万元", "3.00万元", "2.00"),
        # A rate whose sign tells the way, and one of a list.
        ("支出1.20万元，较上年1.30万元减少0.10万元，变动幅度为-7.69%。", "-7.69%", "-8.69%", "-7.69"),
        ("支出1.20万元，较上年减少0.10万元，变动幅度为-7.69%。", "-7.69%", "-8.69%", "-7.69"),
        ("支出1.20万元，较上年减少0.10万元，变动幅度为7.69%。", "7.69%", "8.69%", "7.69"),
        (
            "甲和乙分别为12.00万元和12.96万元，较上年分别减少1.00万元和增加1.00万元，变动幅度为-7.69%和8.36%。",
            "-7.69%",
            "-8.79%",
            "-7.69",
        ),
        (
            "甲和乙分别为12.00万元和12.96万元，较上年分别减少1.00万元和增加1.00万元，变动幅度为-7.69%和8.36%。",
            "8.36%",
            "9.36%",
            "8.36",
        ),
        # Multiples, of it and of what it grew by.
        ("支出45.00万元，为上年20.00万元的2.25倍。", "2.25倍", "2.35倍", "2.25"),
        ("来件由20件增至50件，是上年的2.5倍。", "2.5倍", "3.5倍", "2.5"),
        ("经费由4.00万元增至12.00万元，增长2.00倍。", "2.00倍", "3.00倍", "2.00"),
        # Percentage points.
        ("占比60.5%，占比较上年的63.1%下降2.60个百分点。", "2.60个百分点", "3.60个百分点", "2.60"),
        ("占比60.5%，较上年的63.1%下降2.60个百分点。", "2.60个百分点", "3.60个百分点", "2.60"),
        ("支出增长5.86%，增幅低于收入增幅（9.10%）3.24个百分点。", "3.24个百分点", "3.34个百分点", "3.24"),
        ("支出增长9.10%，增幅高于收入增幅（5.86%）3.24个百分点。", "3.24个百分点", "3.34个百分点", "3.24"),
        # Shares.
        ("采购4.00万元：甲3.00万元（75.00%）、乙1.00万元（25.00%）。", "75.00%", "76.00%", "75.00"),
        ("采购4.00万元：甲3.00万元（75.00%）、乙1.00万元（25.00%）。", "25.00%", "26.00%", "25.00"),
        (
            "甲、乙、丙分别为6.00万元、10.00万元、4.00万元，所占比重依次为30.00%、50.00%、20.00%。",
            "20.00%",
            "21.00%",
            "20.00",
        ),
        ("全县罚没收入1000.00万元，本局罚没收入62.00万元，占全县罚没收入的6.20%。", "6.20%", "6.30%", "6.20"),
        # Completion.
        ("项目甲96.00万元，支付71.00万元，支付率73.96%。", "73.96%", "83.96%", "73.96"),
        (
            "项目甲96.00万元，支付71.00万元，支付率73.96%；项目乙50.00万元，支付40.00万元，支付率80.00%。",
            "80.00%",
            "70.00%",
            "80.00",
        ),
        ("县级自筹96.00万元。中央50.00万元。县级自筹到位71.00万元，到位率73.96%。", "73.96%", "83.96%", "73.96"),
        ("项目甲96.00万元（支付71.00万元，支付率73.96%）。", "73.96%", "83.96%", "73.96"),
        # What is left of all that came in.
        ("收入总计9.50万元，支出总计8.20万元。年终结余1.30万元。", "1.30万元", "1.40万元", "1.30"),
        (
            "收入总计9.50万元。其中甲5.00万元。支出总计8.20万元。收支相抵后结余1.30万元。",
            "1.30万元",
            "1.40万元",
            "1.30",
        ),
        # Totals.
        ("资金9.35万元，由中央资金5.15万元、县级资金4.20万元组成。", "9.35万元", "9.45万元", "9.35"),
        ("资金9.35万元，主要由中央资金5.15万元、县级资金4.20万元构成。", "9.35万元", "9.25万元", "9.35"),
        (
            "工资8.00万元，津贴1.35万元。资金9.35万元，由中央资金5.15万元、县级资金4.20万元组成，已到位。",
            "9.35万元",
            "9.45万元",
            "9.35",
        ),
        (
            "2020年支出3.10万元，2021年支出4.20万元，2022年支出5.30万元，三年累计支出12.60万元。",
            "12.60万元",
            "13.60万元",
            "12.60",
        ),
        ("甲3.10万元、乙4.20万元、丙5.30万元、丁6.40万元，四项合计19.00万元。", "19.00万元", "18.90万元", "19.00"),
        ("甲1.10万元。乙2.20万元，丙3.30万元，两项合计5.50万元。", "5.50万元", "6.60万元", "5.50"),
        ("项目甲5.10万元，项目乙6.20万元，项目丙7.30万元。三个项目合计18.60万元。", "18.60万元", "19.60万元", "18.60"),
        ("乙预算2.20万元，丙预算3.30万元，两项预算合计5.50万元。", "5.50万元", "6.60万元", "5.50"),
        # Shares that come to 100% tell that no part was left out.
        (
            "资金200.00万元：甲100.00万元，占50%；乙60.00万元，占30%；丙40.00万元，占20%。",
            "200.00万元",
            "201.00万元",
            "200.00",
        ),
        (
            "设备3台，资金200.00万元：甲100.00万元，占50%；乙60.00万元，占30%；丙40.00万元，占20%。",
            "200.00万元",
            "201.00万元",
            "200.00",
        ),
        (
            "资金200.00万元，设备3台：甲100.00万元，占50%；乙60.00万元，占30%；丙40.00万元，占20%。",
            "200.00万元",
            "201.00万元",
            "200.00",
        ),
    ],
)
def test_a_right_figure_is_exact_and_a_wrong_one_is_inconsistent(
    text: str, right: str, wrong: str, expected: str
) -> None:
    """Issue 4: every figure that follows from others, in the wordings of published reports."""
    assert text.count(right) == 1
    assert figure(text, right) == [("exact", expected)]
    assert figure(text.replace(right, wrong), wrong) == [("inconsistent", expected)]


@pytest.mark.parametrize(
    "text",
    [
        # Two budgets: what was added to one of them is no change of what was spent.
        "年初预算80.00万元，全年预算100.00万元，决算90.00万元，全年预算较年初预算增加30.00万元。",
        "年初预算80.00万元，全年预算100.00万元，全年预算较年初预算增加30.00万元，增长45.00%。",
        # No year after another, and two things.
        "2022年收入5.00万元。2021年支出4.00万元，增长35.00%。",
        # The budget of the sentence is not the only one, stands elsewhere, or what is said of it stands in brackets.
        "接待费预算9.00万元，接待费支出8.00万元（较核定数节约2.00万元）。",
        "车辆预算9辆，接待费支出8.00万元，较核定数节约2.00万元。",
        # What the rate before is compared with is not in the text.
        "占比69.1%，较上年提高1.4个百分点。",
        "支出12.00万元，占比69.1%，较上年提高1.4个百分点。",
        "今年安排17.00万元，比上年多安排7.00万元。",
        # Shares of what the text does not state.
        "罚没收入62.00万元，占全县罚没收入的6.20%。支出1000.00万元。",
        "罚没收入62.00万元，占全省总收入的6.20%。收入1000.00万元。",
        # What stands before is not what the total is said to be of.
        "一季度支出3.10万元，二季度支出4.20万元，三季度支出5.30万元，前三季度累计支出13.60万元。",
        "甲3.10万元，乙4.20万元，上两项合计9.30万元。",
        "甲1.10万元，乙2.20万元，三项合计9.90万元。",
        "零星1.10万元，乙2.20万元，丙3.30万元，两项合计5.60万元。",
        "乙预算2.20万元，丙决算3.30万元，两项合计5.60万元。",
        "乙2.20万元，丙3.30万元，两项预算合计5.60万元。",
        "2020年支出3.10万元，2021年支出4.20万元，近三年累计支出9.30万元。",
        # Where a list stands between, what is left may be of another total.
        "收入总计9.50万元。支出总计8.20万元，其中甲5.00万元。年终结余1.40万元。",
        "收入合计9.50万元，支出合计8.20万元。年终结余1.40万元。",
        # After a list an amount of last year is of all of it.
        "甲3.10万元，乙2.20万元。上年6.30万元，增长5.00%。",
        # A list that is closed is no list of what stands elsewhere.
        "由中央1.00万元、地方1.50万元组成。",
        # The names of two that stand alone are too short, or of another kind.
        "自筹96.00万元。自筹到位71.00万元，到位率83.96%。",
        "县级自筹96人。中央资金50人。县级自筹到位71.00万元，到位率83.96%。",
        # Counts: of two digits, over two sentences, in one list with their total, and rounded.
        "全年发布49条。重点12条，乡镇15条，部门22条。",
        "全年发布149条。重点12条，乡镇15条。部门122条。",
        "全年发布149条，重点12条，乡镇15条，部门122条。",
        "全年发布149.0万条。重点12.0万条，乡镇15.0万条，部门122.0万条。",
    ],
)
def test_what_the_text_does_not_tell_is_no_claim(text: str) -> None:
    """Design 4: what is not certain is `undefined`, not `inconsistent`; here nothing is claimed at all."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("2022年甲支出4.00万元，2023年甲支出5.00万元，增长25.00%。", "25.00%"),
        ("2021年4.00万元，2023年5.00万元，增长25.00%。", "25.00%"),
        ("接待费预算9.00万元，培训费预算7.00万元，接待费支出8.00万元，较核定数节约1.00万元。", "1.00万元"),
        ("接待费支出8.00万元，较核定数节约1.00万元。接待费预算9.00万元。", "1.00万元"),
        (
            "项目甲预算5.10万元，支出4.20万元；项目乙预算6.20万元，支出5.30万元；项目丙预算7.30万元，支出6.40万元。三个项目预算合计18.60万元。",
            "18.60万元",
        ),
        ("全年发布149条。重点12条，乡镇15条，部门122条。", "149条"),
        ("全年发布149条。重点12条，乡镇15条，部门122条；车辆3辆。", "149条"),
        ("全年发布149条。收入4.00万元，重点12条，乡镇15条，部门122条。", "149条"),
        ("总投资95.50万元，支付80.20万元，其中甲50.50万元，乙45.00万元。", "95.50万元"),
    ],
)
def test_what_may_be_of_several_is_exact_where_it_fits_and_else_left_alone(text: str, stated: str) -> None:
    """Design 4: what is not certain is `undefined`, not `inconsistent`."""
    assert [verdict for verdict, _ in figure(text, stated)] == ["exact"]
    wrong = stated.replace(stated[:2], "79", 1) if "." in stated else "794条"
    assert figure(text.replace(stated, wrong), wrong) == []


# --- loose openings ---


@pytest.mark.parametrize(
    "opening", ["按类型分：", "按来源划分，", "从用途看，", "按资金性质分类为：", "从支出结构看："]
)
def test_a_loose_opening_may_be_of_some_parts_or_of_what_stands_elsewhere(opening: str) -> None:
    """Design 4: parts that fall short of their total are `undefined`; that they come to more proves nothing here."""
    text = "支出9.35万元，{}甲类5.15万元，乙类{}万元。"
    assert judged(text.format(opening, "4.20")) == [("9.35万元", "exact", "9.35")]
    assert judged(text.format(opening, "4.10")) == [("9.35万元", "undefined", "9.25")]
    assert judged(text.format(opening, "5.30")) == []


def test_a_plain_opening_is_judged_where_its_parts_come_to_more() -> None:
    """Design 4: a list after 其中 may be partial; one that is above its total is not."""
    text = "支出9.35万元，其中：甲类5.15万元，乙类2.00万元，丙类{}万元。"
    assert judged(text.format("2.20")) == [("9.35万元", "exact", "9.35")]
    assert judged(text.format("1.20")) == [("9.35万元", "undefined", "8.35")]
    assert judged(text.format("3.20")) == [("9.35万元", "inconsistent", "10.35")]


def test_a_list_that_consists_of_its_parts_is_closed() -> None:
    text = "支出9.35万元，{}甲类资金5.15万元、乙类资金4.10万元{}。"
    assert judged(text.format("由", "组成")) == [("9.35万元", "inconsistent", "9.25")]
    assert judged(text.format("由", "等资金构成")) == [("9.35万元", "inconsistent", "9.25")]
    assert judged(text.format("其中：", "")) == [("9.35万元", "undefined", "9.25")]


def test_a_total_is_not_its_own_part() -> None:
    text = "支出9.35万元。从结构看，全年支出9.35万元里，基本支出5.15万元，项目支出{}万元。"
    assert {verdict for _, verdict, _ in judged(text.format("4.20"))} == {"exact"}
    assert told("支出9.35万元，其中支出总量9.35万元，甲类5.15万元，乙类4.30万元。") == [
        "9.35万元 = 9.35万元 + 5.15万元 + 4.30万元 … ?"
    ]


# --- of two totals the one that closes ---


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("受理案件95件，包括来信和来访，办结80件，其中来信50件，来访45件。", ["95件 = 50件 + 45件"]),
        ("总投资95.50万元，支付80.20万元，其中甲50.50万元，乙45.00万元。", ["95.50万元 = 50.50万元 + 45.00万元 ?"]),
        ("受理案件195件，其中办结180件，其中甲50件，乙45件，丙100件。", ["195件 = 50件 + 45件 + 100件"]),
        # None closes: the last one is meant.
        ("受理案件96件，包括来信和来访，办结80件，其中来信50件，来访45件。", None),
    ],
)
def test_a_total_that_closes_goes_before_one_that_does_not(text: str, claims: list[str] | None) -> None:
    found = told(text)
    assert found == claims if claims is not None else any(each.startswith("80件") for each in found)


# --- shares that agree ---


def test_what_several_shares_agree_on_is_the_whole_of_all() -> None:
    """A share that another amount would fit is of the whole that the shares beside it are of."""
    text = "支出200.00万元，追加后支出250.00万元。甲100.00万元，占50%；乙60.00万元，占30%；丙40.00万元，占{}。"
    assert figure(text.format("20%"), "20%") == [("exact", "20")]
    assert figure(text.format("16.00%"), "16.00%") == [("inconsistent", "20.00")]


def test_lists_of_shares_in_paragraphs_of_their_own_keep_their_wholes() -> None:
    text = (
        "一、收入123.00万元：甲类41.00万元，占33.33%；乙类82.00万元，占66.67%。\n"
        "二、支出80.00万元：丙类64.00万元，占80.00%；丁类16.00万元，占20.00%。"
    )
    rates = {"33.33%": "33.33", "66.67%": "66.67", "80.00%": "80.00", "20.00%": "20.00"}
    for rate, expected in rates.items():
        assert figure(text, rate) == [("exact", expected)]
    assert figure(text.replace("33.33%", "35.33%"), "35.33%") == [("inconsistent", "33.33")]


def test_lists_of_shares_beside_each_other_that_name_their_wholes_keep_them() -> None:
    text = (
        "收入123.00万元：甲类41.00万元，占总收入的33.33%；乙类82.00万元，占总收入的66.67%。"
        "支出80.00万元：丙类64.00万元，占总支出的80.00%；丁类16.00万元，占总支出的20.00%。"
    )
    rates = {"33.33%": "33.33", "66.67%": "66.67", "80.00%": "80.00", "20.00%": "20.00"}
    for rate, expected in rates.items():
        assert figure(text, rate) == [("exact", expected)]
    assert figure(text.replace("80.00%", "85.00%"), "85.00%") == [("inconsistent", "80.00")]


@pytest.mark.parametrize(
    "text",
    [
        # The shares do not come to 100%, or two do; then a part may be missing.
        "资金201.00万元：甲100.00万元，占50%；乙60.00万元，占30%；丙40.00万元，占17%。",
        "资金201.00万元：甲100.50万元，占50%；乙99.50万元，占50%。",
        # Nothing before them is what they are of.
        "甲100.00万元，占50%；乙60.00万元，占30%；丙40.00万元，占20%。",
        "人员201人：甲100.00万元，占50%；乙60.00万元，占30%；丙40.00万元，占20%。",
        "资金500.00万元：甲100.00万元，占50%；乙60.00万元，占30%；丙40.00万元，占20%。",
    ],
)
def test_shares_that_tell_of_no_total(text: str) -> None:
    assert not [each for each in judged(text) if "万元" in each[0]]


# --- what they share ---


def test_a_sum_of_signed_numbers() -> None:
    five, four = number("5万元"), lex("甲4万元").numbers[0]
    names = {five.key: "5", four.key: "4"}
    assert to_text(total_of([(-1, five), (1, four)]), names.__getitem__) == "0 − 5 + 4"
    assert to_text(total_of([(1, five), (-1, four)]), names.__getitem__) == "5 − 4"
    with pytest.raises(ValueError, match="no numbers"):
        total_of([])


def test_values_in_the_unit_of_another() -> None:
    assert value(number("5万元"), number("1元")) == 50000
    assert value(number("5人"), number("1元")) == 5


@pytest.mark.parametrize(
    ("stated", "expected", "slipped"),
    [
        ("12345.67万元", "12945.67", True),  # one digit
        ("12345.67万元", "13245.67", True),  # two neighbours
        ("12345.67万元", "15342.67", False),
        ("12345.67万元", "12435.76", False),
        ("12345.67万元", "999", False),
        ("1230万元", "1330", False),  # too short to tell
    ],
)
def test_slips_of_the_pen(stated: str, expected: str, *, slipped: bool) -> None:
    assert is_slip(number(stated), Fraction(expected), Fraction(0)) is slipped


def test_no_text_makes_a_claim_large() -> None:
    rows = "".join(f"项目{i}支出1.{i % 10}万元，占支出的3%；" for i in range(300))
    text = "支出999.99万元，其中：" + rows + "年末1万元，结余2万元，合计5万元。"
    assert all(len(symbols(each.expression)) <= 60 for each in untraced(lambda: candidates(text)))


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("编制数\n58\n2020年末在职人数\n52\n在职人员控制率\n89.66%", ["89.66% = 52 ÷ 58 × 100%"]),
        ("核定编制96名，实有在职89人，在职人员控制率92.71%。", ["92.71% = 89人 ÷ 96名 × 100%"]),
        ("核定编制96名，其中行政编制20名；实有在职89人，在职人员控制率92.71%。", []),  # of which posts?
        ("编制数112，在职人员数\n109，控制率97.32%，得5分。", ["97.32% = 109 ÷ 112 × 100%"]),
        ("编制数58，在职人员控制率89.66%。", []),
        ("编制数58，在职人数52，三公经费控制率89.66%。", []),
        ("编制数12.5，在职人数52，在职人员控制率89.66%。", []),
    ],
)
def test_staffing_rates_behind_posts_and_staff(text: str, claims: list[str]) -> None:
    """Issue 4: staff ratios; a base-data table prints posts, staff and rate one after another."""
    assert [short(each) for each in staffing(lex(text))] == claims


@pytest.mark.parametrize(
    "text",
    [
        # Two lists of shares in one paragraph, each of its own whole.
        "收入123万元：甲类41万元，占33.33%；乙类82万元，占66.67%。支出80万元：丙类64万元，占80%；丁类16万元，占20%。",
        "收入123万元，其中：甲类41万元，占33.33%；乙类82万元，占66.67%。支出80万元，其中：丙类64万元，占80%；丁类16万元，占20%。",
        "按来源分：甲类41万元，占33.33%；乙类82万元，占66.67%。按用途分：丙类64万元，占52.03%；丁类59万元，占47.97%。",
        "支出992.45万元，较上年减少46.10万元，增减率-4.44%。",
        "支出1038.55万元，较上年增加46.10万元，增减率4.65%。",
        "与2021年的4.00万元相比，2022年支出5.00万元，增加1.00万元，增长25%。",
        "接待费核定9万元，列支8万元，较核定数节约1万元。",
        "10月末收入100万元，比去年同期少收6万元，下降5.66%，完成预算346万元的28.90%。",
        "支出218万元，完成预算346万元的63.01%，比去年同期少支6万元，下降2.68%。",
        "三公经费支出9万元，同比减少3万元。接待费4万元，同比减少1万元；公车费5万元，同比减少1万元。出国费因故未发生，减少1万元。",
        # What a rate is of: the thing of that name, what was due, another amount of the sentence.
        "项目总投资2000万元，其中专项债券1600万元，其余400万元。专项债券已支出1200万元，支出进度75%。",
        "受理信访件35件，办结34件，按期办结率100%，另有1件尚在期限内。",
        "预算120万元，执行120万元，执行率100%，按合计数计算的执行率为95.6%。",
        "运行费3.86万元，公务用车购置费0万元，预算数4万元，完成预算的96.50%。",
        "2018年预算16.3万元，比2017年预算增加1.4万元，增长9.40%；2017年决算为11.6万元。",
        "总投资412万元，其中财政288.4万元、自筹82.4万元、捐赠41.2万元，比例为70%、20%、10%。",
        (
            "2022年度收入总计18642.37万元，支出总计18642.37万元。收、支总计各增加1203.44万元，增长6.90%。其中本年收入18201.16万元，"
            "年初结转和结余441.21万元。本年收入中，财政拨款收入2136.90万元，事业收入15887.42万元，其他收入176.84万元。"
        ),
        "社会保险基金预算收入完成28.64亿元，为预算的102.1%；支出完成26.17亿元，为预算的97.8%。",
        "财政总收入8126万元，其中：税收4310万元，补助2904万元，上年结余356万元，其他收入556万元；财政总支出7693万元，年末结余433万元。",
        "绩效目标设定数量指标6个、质量指标15个，共21个。其中19个指标完成年度目标，完成率90.5%。",
        "项目支出627.16万元；新购消防车2辆，单价分别为198万元和215万元，计413万元，占项目支出的65.9%。",
        "学费与财政拨款合计由2.90亿元增至3.17亿元，其中学费占两项合计的比重由36.6%升至38.2%。",
        "项目支出735.18万元，比2022年减少61.4%，主要是防控经费减少（上年安排1208.00万元，本年安排62.00万元）。",
        "单位编制数50人，年末实有人数60人，其中在职45人，退休15人，在职人员控制率90%。",
        "预算50万元，支出35.26万元，其中：公用经费41.63万元。",
        "支出35.26万元，其中：公用经费31.63万元。",
        "自评总分为93分，其中投入类得9分，过程类得27分，产出类得29分。",  # the others may be left out
        "2021年度收入总计7318 452.16元，比上年增加412906.35元，增长5.98%。",  # nobody knows where the figure starts
        # Lists that do not say that they are complete.
        "新增减税11.36亿元，其中民营经济受益8.62亿元，占比75.9%；制造业受益5.07亿元，占比44.6%；小微企业受益6.95亿元，占比61.2%。",
        "公用经费103.16万元，主要包括：办公费12.40万元、差旅费9.86万元、其他交通费用38.70万元。",
        "支出3276.19万元。支出中，工资福利支出1420.65万元；商品和服务支出688.03万元；其余为资本性支出。",
        "三公经费18.6万元，比上年减少0.67万元。其中：接待费4.2万元，减少0.64万元；运行费14.4万元，持平；购置费15万元。",
        "预算4.62万元，比上年压减0.24万元。其中出国费0.58万元、公车费3.11万元（购置0.64万元、运行2.47万元）、接待费0.93万元，分别压减0.03万元、0.16万元、0.05万元。",
    ],
)
def test_what_is_right_is_not_called_wrong(text: str) -> None:
    """Issue 4: a false alarm costs more than a miss."""
    assert [row["stated"]["text"] for row in pm.audit(text).rows() if row["verdict"] == "inconsistent"] == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("与2021年的4.00万元相比，2022年支出5.00万元，增加2.00万元。", {"2.00万元": "1"}),
        ("接待费预算9.00万元，列支8.00万元，较核定数节约2.00万元。", {"2.00万元": "1"}),
        ("收入总计961万元。支出总计893万元。年终结余86万元。", {"86万元": "68"}),
        ("行政编制31名、事业编制46名，共77名；实有在职72人，人员控制率106.94%。", {"106.94%": "93.5065"}),
        (
            "2022年度收、支总计均为1970.54万元。与上年相比，收、支总计各增加239.48万元，增长12.15%。",
            {"12.15%": "13.8343"},
        ),
        ("综合得分93.7分，其中投入类得9.5分，过程类得27.8分，产出类得29分，效果类得28.4分。", {"93.7分": "94.7"}),
        (
            (
                "科目丨2023年预算（元）丨2022年预算（元）丨增减\n工资福利支出丨5,483,910.00丨5,206,348.00丨277,562.00\n"
                "商品和服务支出丨728,450.00丨764,100.00丨-35,650.00\n对个人和家庭的补助丨92,640.00丨92,640.00丨0\n"
                "合计丨6,305,000.00丨6,603,088.00"
            ),
            {"6,603,088.00": "6063088"},
        ),
        (
            "收入517320万元，支出462885万元，当期结余54435万元，累计结余734525万元（上年末累计结余680117万元）。",
            {"734525万元": "734552"},
        ),
        (
            "三公经费支出预算为11.20万元，支出决算为7.71万元。三公经费支出决算数比2019年8.96万元减少1.25万元，下降16.21%。",
            {"16.21%": "13.9509"},
        ),
        (
            "项目支出预算718.00万元，实际支出652.40万元，其中绿化486.10万元，维修166.30万元，完成率91.86%。",
            {"91.86%": "90.8635"},
        ),
        ("支出35.2万元，其中公用经费41.6万元。", {"41.6万元": "35.2"}),
        (  # one slip, one finding: the total is what its own row says
            (
                "项目丨2021年丨2022年丨增减额\n合计丨58.34丨49.61丨-8.73\n公务接待费丨15.72丨11.06丨-4.66\n"
                "公务用车费丨42.62丨38.55丨4.07"
            ),
            {"4.07": "-4.07"},
        ),
        ("采购预算9260.0万元，节约资金468.2万元，节约率5.3%。", {"5.3%": "5.056"}),
    ],
)
def test_what_is_wrong_is_told_with_what_it_should_be(text: str, wrong: dict[str, str]) -> None:
    found = [row for row in pm.audit(text).rows() if row["verdict"] == "inconsistent"]
    assert {row["stated"]["text"]: row["expected"] for row in found} == wrong


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        # A total that opens nothing is that of the amounts before it, though others that follow come to the same.
        (
            (
                "收入预期2386.50亿元。加上中央补助2911.37亿元、调入870.48亿元，收入总量为6168.35亿元。"
                "支出安排5786.20亿元，上解382.15亿元，支出总量6168.35亿元。"
            ),
            ["6168.35亿元 = 2386.50 + 2911.37 + 870.48", "6168.35亿元 = 5786.20 + 382.15"],
        ),
        (
            (
                "项目丨2021年决算丨2022年决算\n“三公”经费合计丨545.72丨510.14\n出国（境）费丨0.00丨0.00\n"
                "车辆购置及运行丨412.65丨388.20\n公务接待丨133.07丨121.94"
            ),
            ["545.72 = 0.00 + 133.07 + 412.65", "510.14 = 0.00 + 121.94 + 388.20"],
        ),
    ],
)
def test_totals_and_their_parts(text: str, claims: list[str]) -> None:
    found = [each.judged for each in pm.audit(text).claims if each.kind == "sum_of_parts"]
    assert [f"{each.candidate.stated.quantity.text} = {each.relation.numbers()}" for each in found] == claims


def test_what_a_list_in_brackets_leaves_open_goes_on_behind_it() -> None:
    """预算5万元（减少1万元），其中：…: the parts are of what stands before the bracket."""
    text = "三公经费预算43.95万元，同比下降2.55%（减少1.15万元），其中：运行维护费36.8万元；公务接待费7.15万元。"
    found = [each.judged.relation.numbers() for each in pm.audit(text).claims if each.kind == "sum_of_parts"]
    assert found == ["36.8 + 7.15"]

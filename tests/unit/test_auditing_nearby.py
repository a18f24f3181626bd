"""Figures that no words connect: told by the amounts around them to the last digit, and else left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from counting import untraced
from perfmetrics.auditing import nearby as module
from perfmetrics.auditing.candidates import Sureness
from perfmetrics.auditing.grids import find_tables
from perfmetrics.auditing.judging import judge_all
from perfmetrics.auditing.lexer import lex
from perfmetrics.auditing.nearby import nearby
from perfmetrics.working import to_text


def told(text: str, *known: str) -> list[str]:
    """Return the claims of a text in short, without those of figures that are known, by their words."""
    lexed = lex(text)
    found = []
    for each in nearby(lexed, {number.begin for number in lexed.numbers if number.quantity.text in known}):
        names = {number.key: number.quantity.text for number in each.numbers}
        assert each.sureness is Sureness.LIKELY
        found.append(f"{each.stated.quantity.text} = {to_text(each.expression, names.__getitem__)}")
    return found


RISE = "(1038.55万元 − 992.45万元) ÷ 992.45万元 × 100%"
FALL = "(1038.55万元 − 992.45万元) ÷ 1038.55万元 × 100%"
PART = "512.30万元 ÷ 1038.55万元 × 100%"


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        # Growth of two amounts, and of an amount and its change.
        ("甲1038.55万元、乙992.45万元，增幅4.65%。", [f"4.65% = {RISE}"]),
        ("甲1038.55万元、乙992.45万元，增加4.65%。", [f"4.65% = {RISE}"]),
        ("甲992.45万元、乙1038.55万元，追加率为4.65%。", [f"4.65% = {RISE}"]),
        ("甲1038.55万元，新购46.10万元，涨幅4.65%。", ["4.65% = 46.10万元 ÷ (1038.55万元 − 46.10万元) × 100%"]),
        # Falls.
        ("甲992.45万元、乙1038.55万元，降幅4.44%。", [f"4.44% = {FALL}"]),
        ("甲992.45万元、乙1038.55万元，下降4.44%。", [f"4.44% = {FALL}"]),
        ("甲992.45万元，核销46.10万元，压减率4.44%。", ["4.44% = 46.10万元 ÷ (992.45万元 + 46.10万元) × 100%"]),
        (
            "甲992.45万元、乙1038.55万元，变动率-4.44%。",
            ["-4.44% = (992.45万元 − 1038.55万元) ÷ 1038.55万元 × 100%"],
        ),
        # A choice of the template that nobody made.
        ("甲992.45万元、乙1038.55万元，增加（减少）4.44%。", [f"4.44% = {FALL}"]),
        ("甲992.45万元、乙1038.55万元，增加（减少）4.65%。", [f"4.65% = {RISE}"]),
        (
            "收入1038.55万元，上年决算数992.45万元，各增加（减少）46.10万元，增幅4.65%。",
            [
                "46.10万元 = 1038.55万元 − 992.45万元",
                "4.65% = 46.10万元 ÷ (1038.55万元 − 46.10万元) × 100%",
            ],
        ),
        # Shares and completion.
        ("甲512.30万元、乙1038.55万元，占49.33%。", [f"49.33% = {PART}"]),
        ("甲512.30万元、乙1038.55万元，比重49.33%。", [f"49.33% = {PART}"]),
        ("甲512.30万元、乙1038.55万元，支付进度49.33%。", [f"49.33% = {PART}"]),
        ("支付进度49.33%，甲512.30万元、乙1038.55万元。", [f"49.33% = {PART}"]),
        ("甲512.30万元、乙1038.55万元，支付率=支付数/预算数×100%=49.33%。", [f"49.33% = {PART}"]),
        # Units of one kind.
        ("甲5123元、乙1.03855万元，支付率49.33%。", ["49.33% = 5123元 ÷ 1.03855万元 × 100%"]),
        # Differences and sums.
        ("甲512.30万元、乙1038.55万元，缺口526.25万元。", ["526.25万元 = 1038.55万元 − 512.30万元"]),
        ("甲1038.55万元、乙512.30万元，期末结余526.25万元。", ["526.25万元 = 1038.55万元 − 512.30万元"]),
        ("资产1038.55万元、负债512.30万元，净资产526.25万元。", ["526.25万元 = 1038.55万元 − 512.30万元"]),
        ("甲512.30万元、乙1038.55万元，减少526.25万元。", ["526.25万元 = 1038.55万元 − 512.30万元"]),
        ("甲512.30万元、乙1038.55万元，合计1550.85万元。", ["1550.85万元 = 512.30万元 + 1038.55万元"]),
        ("甲512.30万元、乙512.30万元，两者1024.60万元。", ["1024.60万元 = 512.30万元 + 512.30万元"]),
    ],
)
def test_what_two_amounts_give(text: str, claims: list[str]) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("增幅4.65%", "growth"),
        ("占104.65%", "share"),
        ("完成104.65%", "completion_rate"),
        ("结余46.10万元", "difference"),
        ("合计2031.00万元", "sum_of_parts"),
    ],
)
def test_each_form_is_of_its_family(words: str, kind: str) -> None:
    """Design 3, one Finding: a claim has the kind by which its finding is named."""
    [found] = nearby(lex(f"甲1038.55万元、乙992.45万元，{words}。"), ())
    assert found.kind == kind
    [judged] = judge_all([found])
    assert judged.verdict.value == "exact"


@pytest.mark.parametrize(
    "text",
    [
        # Whatever two amounts are, 100% and nothing are no news of them.
        "甲1038.55万元、乙1038.55万元，占100%。",
        "甲1038.55万元、乙1038.55万元，占100.00%。",
        "甲0.00万元、乙1038.55万元，占0.00%。",
        "甲1038.55万元、乙1038.55万元，结余0.00万元。",
        "甲1024.60万元、乙0万元，合计1024.60万元。",
        # Approximations, and figures of a digit or two.
        "甲512.30万元、乙1038.55万元，占约49.33%。",
        "甲512.30万元、乙1038.55万元，占49.33%左右。",
        "甲512.30万元、乙1038.55万元，占49%。",
        "甲3.00万元、乙2.00万元，结余1.00万元。",
        "甲900万元、乙500万元，结余400万元。",
        "甲5万元、乙8万元，占62.5%。",  # three digits, of amounts with one
        "甲5万元、乙512.00万元，占0.977%。",
        # Rules and targets are of nothing that happened.
        "甲512.30万元、乙1038.55万元，支付率不低于49.33%。",
        "甲512.30万元、乙1038.55万元，目标支付率49.33%。",
        "甲512.30万元、乙1038.55万元，每完成49.33%。",
        "甲512.30万元、乙1038.55万元，缺口目标526.25万元。",
        # No word says what it is.
        "甲512.30万元、乙1038.55万元，大致49.33%。",
        "甲512.30万元、乙1038.55万元，另有1550.85万元。",
        "甲512.30万元、乙1038.55万元，=49.33%。",
        # Nothing gives it: another figure, cut off and not rounded, another unit, the wrong way.
        "甲512.30万元、乙1038.55万元，合计1550.86万元。",
        "甲512.30万元、乙1038.55万元，支付率49.43%。",
        "甲4933550元、乙10000000元，支付率49.33%。",
        "甲512.30万元、乙1038.55人，支付率49.33%。",
        "甲512.30万元、乙1038.55人，合计1550.85万元。",
        "甲512.30万元、乙0万元，支付率49.33%。",
        "甲992.45万元、乙1038.55万元，降幅4.65%。",
        "甲992.45万元、乙1038.55万元，变动率-4.65%。",
        "甲1038.55万元，支付率49.33%。",
        # Amounts behind a total are no parts of it.
        "合计1550.85万元，甲512.30万元、乙1038.55万元。",
    ],
)
def test_what_nothing_gives_is_left_alone(text: str) -> None:
    """Design 4: what is not certain is `undefined`, not `inconsistent`; here nothing is claimed at all."""
    assert told(text) == []


def test_four_digits_tell_where_amounts_have_few() -> None:
    assert told("甲21万元、乙64万元，占32.81%。") == ["32.81% = 21万元 ÷ 64万元 × 100%"]
    assert told("甲21万元、乙64万元，占32.8%。") == []
    assert told("甲210万元、乙640万元，占32.8%。") == ["32.8% = 210万元 ÷ 640万元 × 100%"]


def test_what_is_a_claim_already_is_not_looked_at() -> None:
    text = "甲1038.55万元、乙992.45万元，增幅4.65%，合计2031.00万元。"
    assert len(told(text)) == 2
    assert told(text, "4.65%") == ["2031.00万元 = 1038.55万元 + 992.45万元"]
    assert told(text, "4.65%", "2031.00万元") == []


def test_the_nearest_pair_is_taken() -> None:
    pairs = "甲512.30万元、乙1038.55万元，丙1024.60万元、丁2077.10万元"
    assert told(f"{pairs}，支付率49.33%。") == ["49.33% = 1024.60万元 ÷ 2077.10万元 × 100%"]
    differences = "甲512.30万元、乙1038.55万元，丙612.30万元、丁1138.55万元"
    assert told(f"{differences}，缺口526.25万元。") == ["526.25万元 = 1138.55万元 − 612.30万元"]
    sums = "甲512.30万元、乙1038.55万元，丙500.30万元、丁1050.55万元"
    assert told(f"{sums}，合计1550.85万元。") == ["1550.85万元 = 500.30万元 + 1050.55万元"]


def test_amounts_far_away_are_not_looked_at() -> None:
    near, apart = "甲512.30万元、乙1038.55万元", "字" * 320
    assert told(f"{near}{apart[:280]}支付率49.33%。") == [f"49.33% = {PART}"]
    assert told(f"{near}{apart}支付率49.33%。") == []
    assert told(f"支付率49.33%，{apart}{near}。") == []
    assert told(f"{near}，{'车辆3辆、' * (module._BEFORE - 2)}支付率49.33%。") == [f"49.33% = {PART}"]
    assert told(f"{near}，{'车辆3辆、' * (module._BEFORE - 1)}支付率49.33%。") == []
    assert told(f"支付率49.33%，{'车辆3辆、' * (module._AFTER + 1)}{near}。") == []


def _work(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many pairs of amounts are looked at."""
    pairs = 0
    growth = module._growth

    def counting(rate: float, *, falls: bool, is_open: bool) -> Iterator[tuple[str, float]]:
        nonlocal pairs
        pairs += 1
        return growth(rate, falls=falls, is_open=is_open)

    with monkeypatch.context() as patched:
        patched.setattr(module, "_growth", counting)
        told(text)
    return pairs


def test_work_grows_with_the_text_and_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    once, twice = (_work("甲1.11万元，增幅4.65%，" * count, monkeypatch) for count in (100, 200))
    around = module._BEFORE + module._AFTER + 1
    assert 0 < once <= 100 * around * (around - 1)
    assert twice < 2.2 * once


@pytest.mark.parametrize(
    "unit",
    [
        "甲1.11万元，乙2.22万元，",
        "增幅4.65%，",
        "合计全部各项经费和有关支出1.11万元，",
        "=",
        "=1.11%",
        "增加（减少）",
        "结余、",
    ],
)
def test_hostile_texts_come_to_an_end(unit: str) -> None:
    text = unit * (100_000 // len(unit)) + "甲512.30万元、乙1038.55万元，支付率49.33%。"
    assert untraced(lambda: told(text))[-1] == f"49.33% = {PART}"


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("2023年|2024年\n合计|1048.76|1090.63\n本单位预算比上年增加41.87万元。", ["41.87万元 = 1090.63 − 1048.76"]),
        (
            "项目|2023年|2024年\n公用经费|96.30|88.17\n其中公用经费下降8.44%。",
            ["8.44% = (96.30 − 88.17) ÷ 96.30 × 100%"],
        ),
        (
            "项目|2023年|2024年\n公用经费|9.60万元|8.80万元\n下降8.33%。",
            ["8.33% = (9.60万元 − 8.80万元) ÷ 9.60万元 × 100%"],
        ),
        ("项目|2023年|2024年\n公用经费|96.30|88.17\n其中公用经费下降8.45%。", []),
    ],
)
def test_a_sentence_tells_what_the_table_above_it_gives(text: str, claims: list[str]) -> None:
    """Issue 4: the context that a claim needs may stand elsewhere; cells have no unit of their own."""
    lexed = lex(text)
    found = []
    for each in nearby(lexed, (), find_tables(lexed)):
        names = {number.key: number.quantity.text for number in each.numbers}
        found.append(f"{each.stated.quantity.text} = {to_text(each.expression, names.__getitem__)}")
    assert found == claims


def test_people_fill_posts() -> None:
    assert told("核定编制96名，实有在职89人，编制使用率92.71%。") == ["92.71% = 89人 ÷ 96名 × 100%"]
    assert told("保有车辆96辆，实有在职89人，使用率92.71%。") == []

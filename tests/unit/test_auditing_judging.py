"""Judging: of several readings the one that fits; a list that falls short by one digit; one engine with check()."""

from __future__ import annotations

import pytest

import perfmetrics as pm
from perfmetrics.auditing.candidates import Candidate, Sureness
from perfmetrics.auditing.judging import FAMILIES, judge_all, relation_of
from perfmetrics.auditing.lexer import Number, lex
from perfmetrics.findings import CODES
from perfmetrics.quantities import UNITS
from perfmetrics.texts import Phrase
from perfmetrics.working import Expr, Symbol


def numbers(text: str) -> tuple[Number, ...]:
    return lex(text).numbers


def total(*parts: Number) -> Expr:
    tree: Expr = Symbol(parts[0].key)
    for part in parts[1:]:
        tree = tree + Symbol(part.key)
    return tree


def a_sum(text: str, sureness: Sureness, *, short: bool = False) -> Candidate:
    whole, *parts = numbers(text)
    return Candidate("sum_of_parts", whole, total(*parts), tuple(parts), sureness, may_fall_short=short)


def verdict(*candidates: Candidate) -> list[str]:
    return [each.verdict.value for each in judge_all(candidates)]


def test_every_family_has_the_code_of_a_finding() -> None:
    """Design 3, one Finding: stable codes."""
    assert {each.code for each in FAMILIES.values()} <= set(CODES)
    assert all(each.name.zh and each.name.en for each in FAMILIES.values())


def test_what_is_said_and_does_not_hold_is_wrong() -> None:
    """Design 4: what is not certain is `undefined`, not `inconsistent`."""
    assert verdict(a_sum("10.00万元，4.00万元，5.00万元", Sureness.SAID)) == ["inconsistent"]
    assert verdict(a_sum("10.00万元，4.00万元，5.00万元", Sureness.LIKELY)) == []
    assert verdict(a_sum("10.00万元，4.00万元，6.00万元", Sureness.LIKELY)) == ["exact"]
    assert verdict(a_sum("10.01万元，4.00万元，6.00万元", Sureness.LIKELY)) == ["rounding"]


def test_a_list_that_may_be_incomplete_falls_short() -> None:
    """Design 4: a list after 其中 may be partial; one that is above its total is not."""
    assert verdict(a_sum("10.00万元，4.13万元，5.00万元", Sureness.SAID, short=True)) == ["undefined"]
    assert verdict(a_sum("10.00万元，4.00万元，7.00万元", Sureness.SAID, short=True)) == ["inconsistent"]


def test_a_list_that_falls_short_by_one_digit_is_mistyped() -> None:
    """A shortfall of one digit of a long figure is a slip of the pen; the figure is then judged as a closed sum."""
    slip = a_sum("2906.86万元，10.20万元，1590.94万元，1105.72万元", Sureness.LIKELY, short=True)
    (found,) = judge_all([slip], lambda _: Phrase("合计", "total"))
    assert found.verdict.value == "inconsistent"
    assert found.relation.may_fall_short is False
    assert found.statement.instance.name.zh == "合计"
    assert verdict(a_sum("6万元，1万元，3万元", Sureness.LIKELY, short=True)) == []


def test_beside_an_item_of_zero_a_shortfall_may_be_a_slip() -> None:
    """Zero is as round as any number: it tells nothing of how round the items are."""
    items = "10.20万元，0.00万元，1590.94万元，1105.72万元"
    assert verdict(a_sum(f"2906.86万元，{items}", Sureness.LIKELY, short=True)) == ["inconsistent"]
    assert verdict(a_sum(f"2706.86万元，{items}", Sureness.LIKELY, short=True)) == ["exact"]


def test_a_total_that_another_claim_confirms_is_not_told_for_a_wrong_part() -> None:
    """One slip, one finding: the part breaks its own claim, and the total holds by other figures."""
    whole, first, second, part, rest = numbers("10.00万元，4.00万元，6.00万元，7.00万元，5.00万元")
    said = Sureness.SAID
    confirmed = Candidate("difference", whole, total(first, second), (first, second), said)
    broken = Candidate("sum_of_parts", whole, total(part, rest), (part, rest), said)
    slip = Candidate("sum_of_parts", part, total(first, second), (first, second), said)
    found = [(each.candidate, each.verdict) for each in judge_all([confirmed, broken, slip])]
    assert found == [(confirmed, pm.Verdict.EXACT), (slip, pm.Verdict.INCONSISTENT)]
    assert verdict(broken, slip) == ["inconsistent", "inconsistent"]


def test_a_rate_is_no_slip() -> None:
    """Only sums and differences are told by their digits: a rate over the wrong figures is one digit off by chance."""
    rate, part, whole = numbers("80.57%，100.39万元，110.84万元")
    share = Symbol(part.key) / Symbol(whole.key) * 100
    assert verdict(Candidate("share", rate, share, (part, whole), Sureness.LIKELY)) == []
    assert verdict(Candidate("share", rate, share, (part, whole), Sureness.SAID)) == ["inconsistent"]


def test_a_difference_without_a_range_is_no_slip() -> None:
    """What has no value has no digits to compare."""
    rate, part, whole = numbers("80.57万元，100.39万元，0万元")
    nothing = Symbol(part.key) / Symbol(whole.key)
    assert verdict(Candidate("difference", rate, nothing, (part, whole), Sureness.LIKELY)) == []
    assert verdict(Candidate("difference", rate, nothing, (part, whole), Sureness.SAID)) == ["undefined"]


def test_of_several_readings_the_one_that_fits_is_taken() -> None:
    """A figure that one reading explains is not wrong by another; and exact is better than rounding."""
    whole, first, second, third = numbers("9.00万元，4.00万元，6.00万元，5.01万元")
    wrong = Candidate("sum_of_parts", whole, total(first, second), (first, second), Sureness.SAID)
    close = Candidate("sum_of_parts", whole, total(first, third), (first, third), Sureness.LIKELY)
    assert verdict(wrong, close) == ["rounding"]
    assert verdict(close, wrong) == ["rounding"]
    assert verdict(wrong) == ["inconsistent"]


def test_the_reading_that_is_taken_has_the_name_of_its_figure() -> None:
    whole, first, second, third = numbers("9.00万元，4.00万元，6.00万元，5.00万元")
    readings = [Candidate("sum_of_parts", whole, "++", (first, other), Sureness.SAID) for other in (second, third)]
    for few in (readings, readings[:1], readings[1:]):
        [judged] = judge_all(few, lambda number: Phrase("总支出", number.quantity.text))
        assert judged.instance().name == Phrase("总支出", "9.00万元")


def test_nothing_of_nothing_says_nothing() -> None:
    """A figure that is zero over figures that are zero is no evidence of anything."""
    assert verdict(a_sum("0.00万元，0.00万元，0万元", Sureness.SAID)) == []
    assert verdict(a_sum("0.00万元，0.00万元，0.10万元", Sureness.SAID)) == ["inconsistent"]
    rate, part, whole = numbers("0.00%，0.00万元，0.00万元")
    share = Symbol(part.key) / Symbol(whole.key) * 100
    assert verdict(Candidate("share", rate, share, (part, whole))) == []
    [other] = numbers("5.00%")
    assert verdict(Candidate("share", other, share, (part, whole))) == ["undefined"]


@pytest.mark.parametrize("turned", [False, True])
def test_of_readings_that_rounding_explains_the_nearest_is_taken(*, turned: bool) -> None:
    whole, *parts, near, far = numbers("9.00万元，1.00万元，2.00万元，3.00万元，3.01万元，3.02万元")
    said, likely = (
        Candidate("sum_of_parts", whole, total(*parts, last), (*parts, last), sureness)
        for last, sureness in ((far, Sureness.SAID), (near, Sureness.LIKELY))
    )
    readings = [likely, said] if turned else [said, likely]
    assert verdict(said) == verdict(likely) == ["rounding"]
    [found] = judge_all(readings)
    assert found.candidate is likely


def test_a_rate_beside_its_arithmetic_is_in_percent() -> None:
    """Issue 4: 5/20=0.25% is a rate of 25%, written a hundred times too small."""
    [claim] = pm.audit("支付率=5/20=0.25%。").claims
    assert (claim.kind, claim.judged.verdict.value) == ("inline_formula", "inconsistent")
    assert claim.judged.statement.judgement.expected == 25
    [right] = pm.audit("支付率=5/20=25%。").claims
    assert right.judged.verdict.value == "exact"


def test_figures_that_no_words_connect_are_judged_where_nothing_else_is() -> None:
    """Issue 4: what words tell goes before what only figures tell, and each stands in its place of the text."""
    text = "设备甲1038.55万元、乙992.45万元，增幅{}。设备2031.00万元，其中：甲1038.55万元，乙992.45万元。"
    found = [(claim.kind, claim.judged.verdict.value) for claim in pm.audit(text.format("4.65%")).claims]
    assert found == [("growth", "exact"), ("sum_of_parts", "exact")]
    assert [claim.kind for claim in pm.audit(text.format("5.65%")).claims] == ["sum_of_parts"]
    said = pm.audit(
        "收入1038.55万元，上年992.45万元，增长5.65%。甲1056.50万元，乙1000.00万元。"
    ).claims  # which give 5.65%
    assert [(claim.kind, claim.judged.verdict.value) for claim in said] == [("growth", "inconsistent")]


def test_the_same_reading_twice_is_as_sure_as_the_surer() -> None:
    """Families may find the same claim."""
    likely, said = (a_sum("10.00万元，4.00万元，5.00万元", each) for each in (Sureness.LIKELY, Sureness.SAID))
    assert verdict(likely, said) == ["inconsistent"]
    assert verdict(said, likely) == ["inconsistent"]


def test_claims_stand_in_the_order_of_the_text() -> None:
    """Issue 4: offsets into the text as given."""
    text = "支出9.00万元，其中：基本支出4.00万元，项目支出5.00万元，项目支出比上年增加1.00万元，增长25.00%。"
    starts = [claim.start for claim in pm.audit(text).claims]
    assert starts == sorted(starts)
    assert len(starts) == 2


@pytest.mark.parametrize(
    ("text", "unit"), [("50%，1万元，2亿元", "亿元"), ("50%，3人，6人", "%"), ("9000元，4000元，0.5万元", "元")]
)
def test_amounts_are_put_in_one_unit(text: str, unit: str) -> None:
    """Issue 4: mixed 元/万元/亿元 in one sentence: the unit of the stated amount, or the largest under a rate."""
    stated, first, second = numbers(text)
    relation = relation_of(Candidate("share", stated, total(first, second), (first, second)))
    assert relation.unit == UNITS[unit]


def test_what_follows_from_the_same_figures_is_one_claim() -> None:
    """A rate that two families read from the same words is judged, and told, once."""
    text = "项目支出41.20万元。牌照费支出3.33万元，占项目支出41.20万元的8.17%。"
    assert [row["expression"] for row in pm.audit(text).rows() if "3.33" in row["expression"]] == [
        "3.33 ÷ 41.20 × 100%"
    ]

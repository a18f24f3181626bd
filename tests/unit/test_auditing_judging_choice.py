"""Judging, one choice at a time: which reading is taken, which total is left alone, which shortfall is a slip."""

from __future__ import annotations

import pickle

import pytest

from perfmetrics.auditing.candidates import RATE, Candidate, Sureness
from perfmetrics.auditing.judging import (
    FAMILIES,
    Judged,
    exact_of,
    in_order,
    judge_all,
    judge_claim,
    located,
    relation_of,
    unit_of,
    verdict_of,
)
from perfmetrics.auditing.lexer import Number, lex
from perfmetrics.quantities import UNITS
from perfmetrics.texts import Phrase
from perfmetrics.verdicts import Verdict
from perfmetrics.working import NoDenominatorError

SAID, LIKELY = Sureness.SAID, Sureness.LIKELY


def numbers(text: str) -> tuple[Number, ...]:
    return lex(text).numbers


def claim(
    stated: Number,
    signs: str,
    *parts: Number,
    kind: str = "sum_of_parts",
    sureness: Sureness = SAID,
    short: bool = False,
    bound: bool = False,
    only: bool = False,
) -> Candidate:
    return Candidate(kind, stated, signs, parts, sureness, short, bound, only)


def told(*candidates: Candidate) -> list[tuple[str, str, str]]:
    """Return what is told of claims: the figure, the family and the verdict."""
    return [
        (each.candidate.stated.quantity.text, each.candidate.kind, each.verdict.value) for each in judge_all(candidates)
    ]


def named(number: Number) -> Phrase:
    return Phrase(f"名{number.quantity.text}", f"name {number.quantity.text}")


# --- a claim and its verdict ---


def test_a_figure_without_words_is_named_as_it_is_written() -> None:
    total, first, second = numbers("10万元，4万元，5万元")
    given = claim(total, "++", first, second)
    for judged in (judge_claim(given), *judge_all([given])):
        assert judged.statement.instance.name == Phrase("10万元", "10万元")
    for judged in (judge_claim(given, named), *judge_all([given], named)):
        assert judged.statement.instance.name == Phrase("名10万元", "name 10万元")


def test_a_claim_and_its_verdict_are_equal_only_in_both() -> None:
    """The same words on another claim, and other words on the same claim, are something else."""
    total, first, second = numbers("10万元，4万元，5万元")
    said, likely = (claim(total, "++", first, second, sureness=each) for each in (SAID, LIKELY))
    assert judge_claim(said) == judge_claim(said)
    assert judge_claim(said).statement == judge_claim(likely).statement
    assert judge_claim(said) != judge_claim(likely)
    assert judge_claim(said) != judge_claim(said, named)


def test_a_claim_travels_with_its_words_made() -> None:
    total, first, second = numbers("10万元，4万元，2万元")
    judged = judge_claim(claim(total, "++", first, second), named)
    other = pickle.loads(pickle.dumps(judged))  # noqa: S301 - what was just written
    assert other == judged
    assert other.told == judged.statement
    assert other.verdict is Verdict.INCONSISTENT


def test_a_judged_claim_knows_its_relation_and_its_family() -> None:
    total, first, second = numbers("10万元，4万元，5万元")
    judged = judge_claim(claim(total, "+-", first, second, kind="rollforward"))
    assert judged.identity is judged.statement.instance.identity is FAMILIES["rollforward"]
    assert judged.relation is judged.statement.instance.relation
    assert Judged(judged.candidate, judged.verdict, judged.statement).statement is judged.statement


def test_a_number_of_the_text_is_a_figure() -> None:
    """Design, a text becomes the same relations: a figure has its key, its own text as its name, and its unit."""
    [number] = numbers("3.50万元")
    figure = located(number)
    assert (figure.path, figure.unit) == (number.key, UNITS["万元"])
    assert figure.label == Phrase("3.50万元", "3.50万元")
    assert figure.terms == (number.quantity,)


@pytest.mark.parametrize(("bound", "comparison"), [(False, "equal"), (True, "at_most")])
def test_the_relation_of_a_claim(comparison: str, *, bound: bool) -> None:
    """Design, one thing: a stated figure beside an expression over other figures, each of which counts once."""
    total, first, second = numbers("10万元，4万元，50000元")
    for short in (False, True):
        relation = relation_of(claim(total, "++", first, second, short=short, bound=bound))
        assert (relation.where, relation.stated_key, relation.stated) == (total.key, total.key, total.quantity)
        assert (relation.comparison, relation.may_fall_short, relation.unit) == (comparison, short, UNITS["万元"])
        assert [(key, piece.sign, piece.quantity) for key, piece in relation.pieces.items()] == [
            (first.key, 1, first.quantity),
            (second.key, 1, second.quantity),
        ]
        assert relation.pieces[second.key].located == located(second)
        assert relation.exact() == 9


def test_what_arithmetic_comes_to() -> None:
    total, first, second, nothing = numbers("10万元，4万元，50000元，0万元")
    assert exact_of(claim(total, "++", first, second)) == 9
    assert exact_of(claim(total, "-+", first, second)) == 1
    with pytest.raises(NoDenominatorError):
        exact_of(claim(total, RATE, first, nothing))


def test_a_rate_without_amounts_keeps_its_own_unit() -> None:
    rate, first, second = numbers("50%，3，6")
    assert unit_of(claim(rate, RATE, first, second, kind="share")) == UNITS["%"]
    bare, *_ = numbers("5，3，6")
    assert unit_of(claim(bare, "++", first, second)) is None


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("9万元，4万元，5万元", "exact"), ("8万元，4万元，5万元", "exact"), ("9.6万元，4.0万元，5.0万元", "inconsistent")],
)
def test_a_part_is_at_most_its_whole(text: str, verdict: str) -> None:
    """Formula card, 分项 ≤ 总额: as much as the whole is allowed, and less; more is not."""
    part, first, second = numbers(text)
    assert verdict_of(claim(part, "++", first, second, kind="part_above_whole", bound=True)).value == verdict


# --- which claims there are ---


def test_a_claim_of_nothing_does_not_hide_the_next() -> None:
    nothing, none, total, first = numbers("0万元，0万元，10万元，4万元")
    assert told(claim(nothing, "+", none), claim(total, "+", first)) == [("10万元", "sum_of_parts", "inconsistent")]
    assert told(claim(nothing, "+", first)) == [("0万元", "sum_of_parts", "inconsistent")]
    assert told(claim(total, "+", none)) == [("10万元", "sum_of_parts", "inconsistent")]


def test_two_figures_may_come_from_the_same_figures() -> None:
    """A claim is told once for each figure: income and expenditure may be of the same parts."""
    total, again, first, second = numbers("10.00万元，10万元，4万元，6万元")
    found = told(claim(total, "++", first, second), claim(again, "++", first, second))
    assert found == [("10.00万元", "sum_of_parts", "exact"), ("10万元", "sum_of_parts", "exact")]


def test_a_figure_is_told_once_of_the_same_arithmetic_and_twice_of_other() -> None:
    total, first, second, third, fourth = numbers("10万元，4万元，6万元，15万元，5万元")
    same = claim(total, "++", first, second), claim(total, "++", first, second, kind="rollforward")
    other = claim(total, "+-", third, fourth, kind="difference")
    assert told(*same) == [("10万元", "sum_of_parts", "exact")]
    assert told(*same, other) == [("10万元", "difference", "exact"), ("10万元", "sum_of_parts", "exact")]
    assert told(other, *same) == [("10万元", "difference", "exact"), ("10万元", "sum_of_parts", "exact")]
    wide = claim(total, "++", first, second, kind="rollforward")
    assert [each for each, *_ in told(other, wide, same[0])] == ["10万元", "10万元"]


def test_each_figure_is_told_once_of_the_same_arithmetic() -> None:
    totals = numbers("10万元，20万元")
    [(first, second), (third, fourth)] = numbers("4万元，6万元"), numbers("甲乙丙丁8万元，12万元")
    twice = [
        claim(total, "++", *parts, kind=kind)
        for total, parts in zip(totals, ((first, second), (third, fourth)), strict=True)
        for kind in ("sum_of_parts", "rollforward")
    ]
    assert told(*twice) == [("10万元", "sum_of_parts", "exact"), ("20万元", "sum_of_parts", "exact")]


def test_families_of_one_figure_are_judged_apart() -> None:
    """A reading that fits in one family is no reading of another one."""
    total, first, second, third = numbers("10万元，4万元，6万元，2万元")
    other = claim(total, "++", first, third, kind="unit_price")
    found = told(claim(total, "++", first, second, kind="points"), other)
    assert found == [("10万元", "points", "exact"), ("10万元", "unit_price", "inconsistent")]


def test_claims_are_told_in_the_order_of_the_text_and_of_their_names() -> None:
    early, late, first, second = numbers("9万元，10万元，4万元，6万元")
    claims = [
        claim(each, "++", first, second, kind=kind) for each in (late, early) for kind in ("rollforward", "points")
    ]
    found = in_order([judge_claim(each) for each in claims])
    assert [(each.candidate.stated, each.candidate.kind) for each in found] == [
        (early, "points"),
        (early, "rollforward"),
        (late, "points"),
        (late, "rollforward"),
    ]


# --- of several readings ---


@pytest.mark.parametrize("turned", [False, True])
def test_of_readings_of_the_same_figures_the_surest_is_kept(*, turned: bool) -> None:
    """What the sentence says of two figures goes before what else they may come to, though that would fit."""
    left, first, second = numbers("2万元，6万元，4万元")
    said, likely = claim(left, "++", first, second), claim(left, "+-", second, first, sureness=LIKELY)
    minus = claim(left, "+-", first, second, sureness=LIKELY)
    only = claim(left, "++", second, first, sureness=LIKELY, only=True)
    free = claim(left, "+-", first, second)
    for surer, other in ((said, minus), (only, free)):
        assert other.stated is surer.stated
        readings = [other, surer] if turned else [surer, other]
        assert [each.candidate for each in judge_all(readings)] == ([surer] if surer is said else [])
    assert told(likely) == []
    assert told(minus) == [("2万元", "sum_of_parts", "exact")]


@pytest.mark.parametrize("sureness", [SAID, LIKELY])
@pytest.mark.parametrize("only", [False, True])
def test_of_equally_sure_readings_the_first_is_kept(sureness: Sureness, *, only: bool) -> None:
    left, first, second = numbers("2万元，6万元，4万元")
    fits = claim(left, "+-", first, second, sureness=sureness, only=only)
    fails = claim(left, "++", second, first, sureness=sureness, only=only)
    assert [each.candidate for each in judge_all([fits, fails])] == [fits]
    assert [each.candidate for each in judge_all([fails, fits])] == ([fails] if sureness is SAID else [])


def test_readings_of_other_figures_are_all_kept() -> None:
    left, first, second, third = numbers("2万元，6万元，4万元，5万元")
    said, fits = claim(left, "++", first, third), claim(left, "+-", first, second, sureness=LIKELY)
    assert [each.candidate for each in judge_all([said, fits])] == [fits]
    assert [each.candidate for each in judge_all([fits, said])] == [fits]


def test_where_only_one_reading_is_left_no_other_is_looked_at() -> None:
    left, first, second, third = numbers("2万元，6万元，4万元，5万元")
    only, fits = claim(left, "++", first, third, only=True), claim(left, "+-", first, second)
    assert [each.candidate for each in judge_all([fits, only])] == [only]
    assert [each.candidate for each in judge_all([only, fits])] == [only]


def test_exact_goes_before_rounded_though_it_is_only_likely() -> None:
    total, first, near, right = numbers("10.00万元，4.00万元，6.01万元，6.00万元")
    rounded, exact = claim(total, "++", first, near), claim(total, "++", first, right, sureness=LIKELY)
    for readings in ([rounded, exact], [exact, rounded]):
        assert [each.candidate for each in judge_all(readings)] == [exact]


def test_of_exact_readings_what_is_said_goes_first_and_then_the_first() -> None:
    total, first, second, third, fourth = numbers("10万元，4万元，6万元，3万元，7万元")
    said, likely = claim(total, "++", first, second), claim(total, "++", third, fourth, sureness=LIKELY)
    assert [each.candidate for each in judge_all([likely, said])] == [said]
    other = claim(total, "++", third, fourth)
    assert [each.candidate for each in judge_all([other, said])] == [other]
    assert [each.candidate for each in judge_all([said, other])] == [said]


def test_of_roundings_the_nearest_in_either_direction_is_taken() -> None:
    """Nearness has no sign: 0.01 below is nearer than 0.02 above."""
    parts = "1.00万元，2.00万元，3.00万元"
    total, *same, below, above = numbers(f"9.00万元，{parts}，2.99万元，3.02万元")
    near, far = (claim(total, "++++", *same, last) for last in (below, above))
    for readings in ([near, far], [far, near]):
        assert [each.candidate for each in judge_all(readings)] == [near]
    total, *same, below, above = numbers(f"9.00万元，{parts}，2.98万元，3.01万元")
    far, near = (claim(total, "++++", *same, last) for last in (below, above))
    for readings in ([near, far], [far, near]):
        assert [each.candidate for each in judge_all(readings)] == [near]


def test_of_bounds_and_of_approximate_figures_the_nearest_is_taken() -> None:
    """Both are exact over a whole range, so exact alone does not tell which is meant."""
    part, far, near = numbers("5万元，90万元，6万元")
    wide, close = (claim(part, "+", each, kind="part_above_whole", bound=True) for each in (far, near))
    for readings in ([wide, close], [close, wide]):
        assert [each.verdict for each in judge_all(readings)] == [Verdict.EXACT]
        assert [each.candidate for each in judge_all(readings)] == [close]
    about, off, on = numbers("约100万元，96万元，101万元")
    wide, close = (claim(about, "+", each) for each in (off, on))
    for readings in ([wide, close], [close, wide]):
        assert [each.verdict for each in judge_all(readings)] == [Verdict.EXACT]
        assert [each.candidate for each in judge_all(readings)] == [close]


def test_what_is_said_and_wrong_goes_before_what_cannot_be_told() -> None:
    """A list that may be incomplete is left alone only where nothing that is said contradicts the figure."""
    total, first, second, third = numbers("10.00万元，4.00万元，5.00万元，9.00万元")
    open_list, wrong = claim(total, "++", first, second, short=True), claim(total, "++", first, third)
    for readings in ([open_list, wrong], [wrong, open_list]):
        assert [each.candidate for each in judge_all(readings)] == [wrong]
    other = claim(total, "+", third, short=True)
    assert [each.candidate for each in judge_all([open_list, other])] == [open_list]


# --- whose fault a wrong total is ---

TOTALS = "15万元，10万元，5万元，4万元，9万元，1万元，3万元"  # 15 = 10 + 5; 10 is not 4 + 9; 4 = 1 + 3


def blamed(
    *, text: str = TOTALS, kind: str = "sum_of_parts", signs: str = "++", sure: str = "sum_of_parts"
) -> list[tuple[str, str, str]]:
    whole, total, rest, first, second, small, large = numbers(text)
    return told(
        claim(whole, "++", total, rest, kind=sure),
        claim(total, signs, first, second, kind=kind),
        claim(first, "++", small, large, kind="unit_price"),
    )


def test_the_only_part_that_nothing_confirms_is_to_blame() -> None:
    """A total that another sum holds to the last digit is sure; so is a part that its own parts give."""
    assert blamed() == [
        ("15万元", "sum_of_parts", "exact"),
        ("4万元", "unit_price", "exact"),
        ("9万元", "rollforward", "inconsistent"),
    ]
    whole, total, rest, first, second, small, large = numbers(TOTALS)
    claims = [
        claim(whole, "++", total, rest),
        claim(total, "++", first, second),
        claim(first, "++", small, large, kind="unit_price"),
    ]
    *_, found = judge_all(claims, named)
    assert found.candidate == Candidate("rollforward", second, "+-", (total, first))
    assert found.statement.instance.name == Phrase("名9万元", "name 9万元")
    assert found.statement.judgement.expected == 6


def test_of_three_parts_the_others_are_taken_off() -> None:
    whole, total, rest, first, second, third = numbers("15万元，10万元，5万元，4万元，70000元，2万元")
    found = judge_all(
        [
            claim(whole, "++", total, rest),
            claim(total, "+++", first, second, third),
            claim(first, "+", first, kind="unit_price"),
            claim(third, "+", third, kind="unit_price"),
        ]
    )
    [turned] = [each for each in found if each.verdict is Verdict.INCONSISTENT]
    assert turned.candidate == Candidate("rollforward", second, "+--", (total, first, third))
    assert turned.relation.exact() == 40000


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"sure": "share"}, "a share confirms a rate and no total"),
        ({"text": TOTALS.replace("15", "19")}, "the larger sum does not hold"),
        ({"text": TOTALS.replace("15万元，10万元，5", "15.0万元，10.0万元，5.1")}, "it holds only by rounding"),
        ({"kind": "difference"}, "a difference is no total"),
        ({"kind": "rollforward", "signs": "+-"}, "some is taken off, so that no part is what is left"),
        ({"text": TOTALS.replace("1万元，3", "1万元，9")}, "no part is confirmed"),
    ],
)
def test_a_total_is_told_wrong_where_it_is_not_sure_or_no_part_is(changed: dict[str, str], why: str) -> None:
    kind = changed.get("kind", "sum_of_parts")
    found = blamed(**changed)
    assert ("9万元", "rollforward", "inconsistent") not in found, why
    total = "10.0万元" if "10.0" in changed.get("text", "") else "10万元"
    assert (total, kind, "inconsistent") in found, why


def test_a_total_is_told_wrong_where_all_its_parts_are_confirmed() -> None:
    whole, total, rest, first, second = numbers("15万元，10万元，5万元，4万元，9万元")
    claims = [claim(whole, "++", total, rest), claim(total, "++", first, second)]
    confirming = [claim(each, "+", each, kind="unit_price") for each in (first, second)]
    expected = [("15万元", "sum_of_parts", "exact"), ("10万元", "sum_of_parts", "inconsistent")]
    assert told(*claims) == expected
    assert told(*claims, *confirming)[:2] == expected
    assert told(*claims, confirming[0])[-1] == ("9万元", "rollforward", "inconsistent")


def test_a_part_that_rounding_explains_is_confirmed() -> None:
    whole, total, rest, first, second, small, large = numbers("15万元，10万元，5万元，4.0万元，9万元，1.0万元，3.1万元")
    found = told(
        claim(whole, "++", total, rest),
        claim(total, "++", first, second),
        claim(first, "++", small, large, kind="unit_price"),
    )
    assert found == [
        ("15万元", "sum_of_parts", "exact"),
        ("4.0万元", "unit_price", "rounding"),
        ("9万元", "rollforward", "inconsistent"),
    ]


def test_a_total_that_holds_blames_nobody() -> None:
    assert blamed(text=TOTALS.replace("9", "6")) == [
        ("15万元", "sum_of_parts", "exact"),
        ("10万元", "sum_of_parts", "exact"),
        ("4万元", "unit_price", "exact"),
    ]


def test_a_total_among_its_own_parts_blames_none_of_them() -> None:
    whole, total, rest, first = numbers("15万元，10万元，5万元，4万元")
    found = told(claim(whole, "++", total, rest), claim(total, "++", total, first))
    assert found == [("15万元", "sum_of_parts", "exact"), ("10万元", "sum_of_parts", "inconsistent")]


SLIP = "10万元，15万元，5万元，4万元，9万元，8万元，3万元"  # 10 = 15 - 5, not 4 + 9; and 9 is not 8 - 3


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (SLIP, [("10万元", "difference", "exact"), ("9万元", "difference", "inconsistent")]),
        (
            SLIP.replace("15", "19"),
            [
                ("10万元", "difference", "inconsistent"),
                ("10万元", "sum_of_parts", "inconsistent"),
                ("9万元", "difference", "inconsistent"),
            ],
        ),
        (
            SLIP.replace("9", "6").replace("8", "18"),
            [
                ("10万元", "difference", "exact"),
                ("10万元", "sum_of_parts", "exact"),
                ("6万元", "difference", "inconsistent"),
            ],
        ),
    ],
)
def test_one_slip_is_one_finding(text: str, left: list[tuple[str, str, str]]) -> None:
    """A total that its own row confirms is not wrong by a part that its own row tells wrong."""
    total, before, cut, first, second, much, less = numbers(text)
    found = told(
        claim(total, "+-", before, cut, kind="difference"),
        claim(total, "++", first, second),
        claim(second, "+-", much, less, kind="difference"),
    )
    assert found == left


def test_a_total_that_is_confirmed_is_told_wrong_where_no_part_is() -> None:
    total, before, cut, first, second = numbers("10万元，15万元，5万元，4万元，9万元")
    found = told(claim(total, "+-", before, cut, kind="difference"), claim(total, "++", first, second))
    assert found == [("10万元", "difference", "exact"), ("10万元", "sum_of_parts", "inconsistent")]


# --- a slip of the pen ---


def slipped(text: str, *, kind: str = "sum_of_parts", signs: str = "", short: bool = True) -> bool:
    """Return whether a likely claim is told wrong: the first number, and what the others come to."""
    stated, *parts = numbers(text)
    found = told(claim(stated, signs or "+" * len(parts), *parts, kind=kind, sureness=LIKELY, short=short))
    assert found in ([], [(stated.quantity.text, kind, "inconsistent")])
    return bool(found)


@pytest.mark.parametrize("kind", ["sum_of_parts", "rollforward", "difference"])
def test_totals_and_differences_are_told_by_their_digits(kind: str) -> None:
    assert slipped("2906.86万元，1700.92万元，1105.94万元", kind=kind)
    assert not slipped("2906.86万元，1700.92万元，1105.94万元", kind="unit_price")


@pytest.mark.parametrize(
    ("text", "is_slip"),
    [
        ("2906.86万元，1700.92万元，1105.94万元", True),
        ("2906.86万元，1700.92万元，1100.94万元，5万元", True),
        ("2906.86万元，1700.92万元，1005.94万元，100万元", False),  # 100 is as round as what is missing
        ("2906.86万元，1700.92万元，905.94万元，200万元", False),
        ("2906.86万元，1700.92万元，-2194.06万元，3300万元", False),
        ("2906.86万元，1700.92万元，1105.94万元，0.00万元", True),  # of nothing nothing is missing
        ("2906.86万元，1700.92万元，1204.94万元", True),
        ("2906.86万元，1700.92万元，1200.94万元，4万元", False),
        ("2906.86万元，1700.92万元，1203.94万元，1.00万元", False),  # 1.00 is missing, and is there
        ("2906.86万元，1700.92万元，1305.94万元，0.00万元", True),  # too much by 100: nothing is missing
        ("2906.86万元，1700.92万元，1005.94万元，300万元", True),
    ],
)
def test_a_shortfall_as_round_as_an_item_is_no_slip(text: str, *, is_slip: bool) -> None:
    """Design: a total that one digit parts from its items, and no item is as round as what is missing."""
    assert slipped(text) is is_slip


def test_nothing_can_be_missing_of_a_difference() -> None:
    """A difference has two figures, and not one more that could have been left out."""
    assert slipped("1234万元，2300万元，1166万元", kind="difference", signs="+-")
    assert not slipped("1234万元，2300万元，1166万元", kind="rollforward", signs="+-")


@pytest.mark.parametrize(
    ("last", "is_slip"), [("1000.02", True), ("1000.00", True), ("1000.03", False), ("999.98", True), ("999.97", False)]
)
def test_a_slip_leaves_room_for_the_rounding_of_the_items(last: str, *, is_slip: bool) -> None:
    """Four items of two decimals may be 0.02 away from their sum, and no more; above the total nothing is missing."""
    assert slipped(f"2900.11万元，1000.11万元，500.00万元，500.00万元，{last}万元", short=False) is is_slip


@pytest.mark.parametrize(
    ("text", "is_slip"),
    [
        ("-1000.01万元，-5.00万元，4.99万元", True),
        ("-1000.32万元，-5.00万元，4.99万元", False),
        ("-1999.99万元，5.00万元，-4.99万元", True),
        ("-1999.70万元，5.00万元，-4.99万元", False),
    ],
)
def test_a_slip_is_one_where_the_items_come_to_next_to_nothing(text: str, *, is_slip: bool) -> None:
    """What rounding allows of a sum of 0.01 ends at zero, which is an end like any other."""
    assert slipped(text, short=False) is is_slip


def test_a_short_figure_is_no_slip() -> None:
    """One wrong digit of a figure of three digits is a coincidence."""
    assert not slipped("290万元，120万元，160万元")
    assert not slipped("2900万元，1207万元，1593万元")


def test_a_slip_is_told_as_a_closed_list() -> None:
    total, first, second = numbers("2906.86万元，1700.92万元，1105.94万元")
    [found] = judge_all([claim(total, "++", first, second, sureness=LIKELY, short=True)], named)
    assert (found.relation.may_fall_short, found.verdict) == (False, Verdict.INCONSISTENT)
    assert found.statement.instance.name == Phrase("名2906.86万元", "name 2906.86万元")
    assert found.statement.judgement.difference == 100


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("-0.50万元，-1.00万元", Verdict.INCONSISTENT),
        ("-1.00万元，-0.50万元", Verdict.EXACT),
        ("0.50万元，-1万元", Verdict.INCONSISTENT),
        ("-0.50万元，1万元", Verdict.EXACT),
    ],
)
def test_a_part_below_zero_is_at_most_what_is_not_below_it(text: str, verdict: Verdict) -> None:
    part, whole = numbers(text)
    assert verdict_of(claim(part, "+", whole, kind="part_above_whole", bound=True)) is verdict

"""Claims that hold at a glance: judged without words, which are the same when somebody asks for them."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

import perfmetrics as pm
from counting import untraced
from perfmetrics.auditing import audits
from perfmetrics.auditing.audits import Ledger
from perfmetrics.auditing.candidates import (
    DECLINE,
    FALL,
    GROWTH,
    RATE,
    RISE,
    SWAPPED,
    Candidate,
    Sureness,
    adding,
    difference_of,
    growth_of,
    rate_of,
    signs_of,
    symbol,
    total_of,
)
from perfmetrics.auditing.judging import exact_of, judge_claim, relation_of, unit_of, verdict_of
from perfmetrics.auditing.lexer import Number, lex
from perfmetrics.consistency import broken_findings, remarks
from perfmetrics.diagnosis import Network
from perfmetrics.findings import Finding
from perfmetrics.quantities import Quantity, quantity, round_half_up
from perfmetrics.verdicts import Reason, Verdict, is_half_up
from perfmetrics.working import Expr, NoDenominatorError, as_ratio, evaluate_over

WRONG = "2021年镇三公经费决算9.07万元，较上年减少0.71万元，下降7.83%。"
RIGHT = "本年支出100.38万元，其中：基本支出99.76万元，项目支出0.62万元。"
CUT = "基本支出预算100.84万元，决算99.76万元，完成预算的98.92%。"


def numbers(text: str) -> tuple[Number, ...]:
    return lex(text).numbers


def as_trees(stated: Number, first: Number, second: Number) -> list[tuple[Expr | str, Expr]]:
    """Return short arithmetic, each beside the same as a tree, and arithmetic that has no short form."""
    growth = (symbol(first) - symbol(second)) / symbol(second) * 100
    squared = symbol(first) * symbol(second)
    return [
        ("++", symbol(first) + symbol(second)),
        ("+-", symbol(first) - symbol(second)),
        ("-+", 0 - symbol(first) + symbol(second)),
        (RATE, symbol(first) / symbol(second) * 100),
        (GROWTH, (symbol(first) - symbol(second)) / symbol(second) * 100),
        (DECLINE, (symbol(second) - symbol(first)) / symbol(second) * 100),
        (RISE, symbol(first) / (symbol(second) - symbol(first)) * 100),
        (FALL, symbol(first) / (symbol(second) + symbol(first)) * 100),
        (SWAPPED, symbol(second) - symbol(first)),
        (growth, growth),
        (squared, squared),
        (symbol(stated), symbol(stated)),
    ]


# --- the verdict ---

FIGURES = ("0万元", "5.0万元", "100000元", "0.00051亿元", "约5万元", "-5万元", "33.33%", "3人")


@pytest.mark.parametrize("stated", ["5万元", "10.1万元", "49.5%", "50%", "约10万元", "0万元"])
def test_a_glance_says_what_the_relation_says(stated: str) -> None:
    """One engine with check(): whole numbers tell quickly what the relation would, and say nothing else."""
    untraced(lambda: _compare(stated))


def _compare(stated: str) -> None:
    for first, second in product(FIGURES, repeat=2):
        own, one, other = numbers(f"{stated}，{first}，{second}")
        for arithmetic, _ in as_trees(own, one, other)[:-2]:
            for short, bound in product((False, True), repeat=2):
                claim = Candidate("rollforward", own, arithmetic, (one, other), Sureness.SAID, short, bound)
                told = relation_of(claim).judge()
                assert verdict_of(claim) is told.verdict is relation_of(claim).verdict()
                judged = judge_claim(claim)
                assert judged.verdict is told.verdict
                assert judged.statement.judgement == told


def test_a_product_of_figures_is_seen_only_where_the_result_itself_is_cut() -> None:
    """No range is known of it."""
    stated, price, count = numbers("3.7万元，1.5万元，2.5个")
    claim = Candidate("unit_price", stated, symbol(price) * symbol(count), (price, count))
    assert judge_claim(claim).verdict is Verdict.ROUNDING


@pytest.mark.parametrize("text", ["17.06%", "17.05%", "-17.06%", "0%", "约17.06%", "17.1%", "20%"])
def test_half_up_in_whole_numbers(text: str) -> None:
    """The same as rounding a fraction; an approximate figure is for its range."""
    stated: Quantity = quantity(text)
    for over, under in product((-1535, -17, 0, 1, 1535, 1705), (1, 3, 90, 100)):
        rounded = round_half_up(Fraction(over, under), stated.decimals)
        expected = stated.approximation is None and rounded == stated.value and over * stated.value >= 0
        assert is_half_up(over, under, stated) is expected


# --- the arithmetic ---


def test_short_arithmetic_is_that_of_the_tree() -> None:
    stated, first, second = numbers("9万元，50000元，-3.5万元")
    for arithmetic, tree in as_trees(stated, first, second)[:-1]:
        claim = Candidate("rollforward", stated, arithmetic, (first, second))
        assert claim.expression == tree
        unit = unit_of(claim)
        values = {"50000元": (50000, 10000), "-3.5万元": (-7, 2)}
        named = {number.key: values[number.quantity.text] for number in (first, second)}
        assert Fraction(*claim.worth(unit)) == Fraction(*evaluate_over(tree, named)) == exact_of(claim)
        if tree != symbol(first) * symbol(second):
            assert claim.ratio() == as_ratio(tree)
        weights = claim.weights()
        if weights is not None:
            told, constant = weights
            ratio = as_ratio(tree)
            assert {number.key: above for number, (above, _) in told if above} == ratio.over.weights
            assert {number.key: below for number, (_, below) in told if below} == ratio.under.weights
            assert (0, constant) == (ratio.over.constant, ratio.under.constant)
        assert (weights is None) is not isinstance(arithmetic, str)


def test_changes_are_told_over_the_figures_in_the_order_of_the_text() -> None:
    """A fall is of the base above, whichever figure stands first."""
    stated, level, base = numbers("10%，9万元，10万元")
    falls = growth_of(stated, level, base, falls=True)
    assert (falls.numbers, exact_of(falls)) == ((level, base), 10)
    assert exact_of(growth_of(stated, level, base)) == -10
    less = difference_of(stated, level, base, falls=True)
    assert (less.numbers, less.expression, exact_of(less)) == ((level, base), symbol(base) - symbol(level), 1)
    assert exact_of(difference_of(stated, level, base)) == -1


def test_a_figure_that_is_added_twice_counts_twice() -> None:
    stated, first = numbers("10万元，5万元")
    claim = Candidate("sum_of_parts", stated, "++", (first, first))
    assert claim.ratio() == as_ratio(claim.expression)
    assert Candidate("sum_of_parts", stated, "+-", (first, first)).ratio().over.weights == {}
    assert claim.worth(None) == (10, 1)


def test_a_rate_of_nothing_has_no_value() -> None:
    stated, first, nothing = numbers("10%，5万元，0万元")
    claim = rate_of("share", stated, first, nothing)
    with pytest.raises(NoDenominatorError):
        claim.worth(None)
    assert judge_claim(claim).statement.judgement.reason is Reason.ZERO_DENOMINATOR


def test_signs_are_those_of_the_numbers() -> None:
    _, first, second = numbers("9万元，5万元，3万元")
    signed = [(-1, first), (1, second)]
    assert signs_of(signed) == "-+"
    assert adding(signed) == "++"
    assert Candidate("rollforward", first, "-+", (first, second)).expression == total_of(signed)


def test_a_claim_shows_its_arithmetic_in_full() -> None:
    stated, first, second = numbers("8万元，5万元，3万元")
    short = Candidate("sum_of_parts", stated, "++", (first, second))
    long = Candidate("sum_of_parts", stated, symbol(first) + symbol(second), (first, second))
    assert repr(short) == repr(long)
    assert f"expression={long.expression!r}, numbers=" in repr(short)
    assert repr(short).endswith(
        "sureness=<Sureness.SAID: 'said'>, may_fall_short=False, is_bound=False, is_only=False)"
    )


# --- the result ---


@pytest.mark.parametrize("text", [RIGHT, WRONG, CUT, RIGHT + WRONG + CUT, ""])
def test_an_audit_is_a_value(text: str) -> None:
    """What comes out of a pickle, or of a copy, says the same, whatever was asked before."""
    found, asked = pm.audit(text), pm.audit(text)
    asked.to_dict()
    for other in (asked, pickle.loads(pickle.dumps(found)), copy.deepcopy(found)):  # noqa: S301 - what was just written
        assert other == found
        assert other.claims == found.claims
        assert repr(other.claims) == repr(found.claims)
        assert other.to_dict() == found.to_dict()
        assert other.to_text("en") == found.to_text("en")
        assert [other.span_at(each.where) for each in other.findings] == [
            found.span_at(each.where) for each in found.findings
        ]
    assert found != pm.audit(f"{text}。")
    assert found != text
    for value in (found, *found.claims, *(claim.judged for claim in found.claims)):
        with pytest.raises(TypeError, match="unhashable"):
            hash(value)


def test_claims_are_equal_that_say_the_same() -> None:
    first, second = pm.audit(WRONG).claims[0], pm.audit(WRONG).claims[0]
    other = pm.audit(RIGHT).claims[0]
    assert (first, first.judged) == (second, second.judged)
    assert first != other
    assert first.judged != other.judged
    assert first != first.judged
    assert first.judged != first
    assert repr(first) == f"AuditClaim(judged={first.judged!r}, diagnoses={first.diagnoses!r})"
    assert repr(first.judged) == (f"Judged(candidate={first.judged.candidate!r}, statement={first.judged.statement!r})")


def test_words_are_made_once_and_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """An audit does not explain before anybody asks why."""
    asked: list[str] = []

    def explained(*given: Any) -> Iterator[Finding]:
        asked.append("why")
        return broken_findings(*given)

    def noted(*given: Any) -> Iterator[Finding]:
        asked.append("notes")
        return remarks(*given)

    monkeypatch.setattr(audits, "broken_findings", explained)
    monkeypatch.setattr(audits, "remarks", noted)
    found = pm.audit(WRONG)
    assert found.counts()["inconsistent"] == 1
    assert asked == []
    assert found.claims[0].diagnoses[0].cause.value == "wrong_denominator"
    assert asked == ["why"]
    assert found.findings[0].diagnoses == found.claims[0].diagnoses
    assert found.ok is False
    assert asked == ["why", "notes"]
    statement = found.claims[0].judged.statement
    assert found.claims[0].judged.statement is statement


def test_what_was_accepted_is_kept() -> None:
    found = pm.audit(WRONG)
    changed = found.with_findings(())
    assert changed.ok
    assert changed.habit == found.habit
    assert changed.claims == found.claims
    assert changed.span_at(found.findings[0].where) == found.span_of(found.findings[0])


def test_only_what_shares_a_figure_with_what_is_wrong_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long text has thousands of claims that have nothing to do with one that is wrong."""
    sizes: list[int] = []

    def network(*given: Any) -> Network:
        sizes.append(len(given[1]))
        return Network(*given)

    monkeypatch.setattr(audits, "Network", network)
    text = RIGHT * 8 + WRONG + RIGHT * 8
    found = pm.audit(text)
    assert len(found.claims) == 17
    alone = pm.audit(WRONG)
    assert [each.words() for each in found.findings[0].diagnoses] == [
        each.words() for each in alone.findings[0].diagnoses
    ]
    assert sizes[0] <= 3
    assert sizes[1] == 1


def test_much_that_is_wrong_is_explained_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the claims are parted, each is told once, in the order of the text, with the same explanations."""
    text = "".join(f"{i}、{WRONG}" for i in range(1, 8)) + RIGHT
    together = [finding.to_dict() for finding in pm.audit(text).findings]
    assert [finding["code"] for finding in together] == ["rate_recomputed"] * 7
    monkeypatch.setattr(audits, "_AT_ONCE", 3)
    assert [finding.to_dict() for finding in pm.audit(text).findings] == together


# --- the figures of a text ---


def test_neighbours_are_those_of_the_text() -> None:
    first, second, third = numbers("支出10万元，收入12万元，结余2万元")
    ledger = Ledger([first, second, third])
    assert list(ledger.beside(first.key)) == [(first.key, second.key)]
    assert list(ledger.beside(second.key)) == [(first.key, second.key), (second.key, third.key)]
    assert list(ledger.beside(third.key)) == [(second.key, third.key)]


def test_near_a_total_are_figures_of_its_kind() -> None:
    text = "支出10万元，3人，占5%，收入12万元"
    whole, people, rate, income = numbers(text)
    ledger = Ledger([whole, people, rate, income])
    relation = relation_of(Candidate("sum_of_parts", whole, "+", (income,)))
    assert [each.path for each in ledger.near(relation)] == [whole.key, income.key]
    bare = relation_of(Candidate("sum_of_parts", people, "+", (people,)))
    assert [each.path for each in ledger.near(bare)] == [people.key]


def test_a_part_that_is_told_wrong_is_named_as_it_is_written() -> None:
    """It is no claim that the text makes: no words before it are its own."""
    names = audits._names(lex(RIGHT), [Candidate("sum_of_parts", *_of(RIGHT))], ())
    whole, part, _ = numbers(RIGHT)
    assert names.of(whole).zh == "本年支出"
    assert names.of(part).zh == "99.76万元"


def _of(text: str) -> tuple[Number, str, tuple[Number, ...]]:
    whole, *parts = numbers(text)
    return whole, adding(parts), tuple(parts)


def test_the_verdict_is_there_without_words() -> None:
    assert judge_claim(Candidate("sum_of_parts", *_of(RIGHT))).verdict is Verdict.EXACT

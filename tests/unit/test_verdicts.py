"""The words of verdicts, and how one is reached by hand."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product

import pytest

from perfmetrics.quantities import Interval, Rounding, point, quantity
from perfmetrics.verdicts import Fit, Reason, Verdict, is_half_up, judge, verdict_on


@pytest.mark.parametrize("kind", [Verdict, Reason], ids=["verdict", "reason"])
def test_every_verdict_and_reason_has_words(kind: type[Verdict | Reason]) -> None:
    """Design 3, four verdicts and four reasons: each has words of its own in both languages."""
    labels = [each.label for each in kind]
    assert len(labels) == 4
    assert len({label.zh for label in labels}) == len({label.en for label in labels}) == 4
    assert all(label.zh and label.en for label in labels)


@pytest.mark.parametrize("mode", list(Rounding))
def test_a_fit_says_what_was_rounded(mode: Rounding) -> None:
    """Design 3: the interval and the mode are shown; of the result alone, or of inputs and result alike."""
    alone, alike = Fit(mode, False).label, Fit(mode, True).label
    assert (alone.zh, alike.zh) == (f"结果{mode.label.zh}", f"各项与结果均{mode.label.zh}")
    assert mode.label.en in alone.en
    assert alike.en == f"{mode.label.en} of inputs and result"


def test_truncation_of_the_result_explains_a_last_digit() -> None:
    """Design 3, `rounding`: 15.35 of 90 is 17.0555…: 17.06 half up, 17.05 cut."""
    exact = Fraction(1535, 90)
    cut = judge(quantity("17.05%"), exact, lambda _: point(exact))
    assert (cut.verdict, str(cut.expected), str(cut.difference)) == (Verdict.ROUNDING, "17.06", "-0.01")
    assert cut.fits == (Fit(Rounding.TRUNCATE, False), Fit(Rounding.TRUNCATE, True))
    assert judge(quantity("17.06%"), exact, lambda _: point(exact)).verdict is Verdict.EXACT
    assert judge(quantity("17.04%"), exact, lambda _: point(exact)).verdict is Verdict.INCONSISTENT


def test_a_tie_to_even_is_the_last_story() -> None:
    """GB/T 8170-2008: 28.165 is 28.16 to even; it is explained, truncation first, as the simpler story."""
    exact = Fraction(28165, 1000)
    found = judge(quantity("28.16"), exact, lambda _: point(exact))
    assert found.verdict is Verdict.ROUNDING
    assert [fit.mode for fit in found.fits if not fit.inputs_too] == [Rounding.TRUNCATE, Rounding.HALF_EVEN]
    assert judge(quantity("28.17"), exact, lambda _: point(exact)).verdict is Verdict.EXACT


def test_rounded_inputs_explain_what_the_result_alone_does_not() -> None:
    """Design 3: some true inputs give it; the range is that of the one mode that explains it."""
    ranges = {
        Rounding.HALF_UP: Interval(Fraction(95), Fraction(105), True, False),
        Rounding.HALF_EVEN: Interval(Fraction(95), Fraction(105), True, True),
        Rounding.TRUNCATE: Interval(Fraction(100), Fraction(110), True, False),
    }
    found = judge(quantity("109"), Fraction(100), ranges.__getitem__)
    assert found.verdict is Verdict.ROUNDING
    assert found.fits == (Fit(Rounding.TRUNCATE, True),)
    assert found.interval == ranges[Rounding.TRUNCATE]
    nothing = judge(quantity("110"), Fraction(100), ranges.__getitem__)
    assert (nothing.verdict, nothing.fits, nothing.interval) == (Verdict.INCONSISTENT, (), ranges[Rounding.HALF_UP])
    assert nothing.is_wrong


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ("约150件", Verdict.EXACT),
        ("约160件", Verdict.EXACT),
        ("约140件", Verdict.ROUNDING),
        ("约170件", Verdict.ROUNDING),
        ("约180件", Verdict.INCONSISTENT),
        ("近160件", Verdict.EXACT),
        ("近150件", Verdict.ROUNDING),
        ("150余件", Verdict.EXACT),
        ("160余件", Verdict.ROUNDING),
        ("170余件", Verdict.INCONSISTENT),
    ],
)
def test_approximate_figures(stated: str, verdict: Verdict) -> None:
    """Design 3, 约, 近 and 余 widen by one unit of the last digit that is not zero: 约150 is 140 to 160."""
    around = Interval(Fraction("147.5"), Fraction("160.5"), True, False)
    found = judge(quantity(stated), Fraction(154), lambda _: around)
    assert (found.verdict, found.interval, found.fits) == (verdict, around, ())


def _between(low: object, high: object) -> dict[Rounding, Interval]:
    return {mode: Interval(Fraction(str(low)), Fraction(str(high)), True, True) for mode in Rounding}


@pytest.mark.parametrize(
    ("exact", "low", "high", "verdict"),
    [
        ("100", "99.9", "100.1", Verdict.EXACT),
        ("99.99", "99.98", "100", Verdict.ROUNDING),
        ("99.99", "99.98", "99.999", Verdict.INCONSISTENT),
        ("100.4", "100.3", "100.5", Verdict.INCONSISTENT),
    ],
)
def test_what_is_exact_by_definition_is_no_outcome_of_rounding(
    exact: str, low: str, high: str, verdict: Verdict
) -> None:
    """Shares add up to 100%: that figure stands for itself alone, however many digits it is written with."""
    ranges = _between(low, high)
    found = judge(quantity("100%"), Fraction(exact), ranges.__getitem__, is_constant=True)
    assert found.verdict is verdict
    assert verdict_on(quantity("100%"), Fraction(exact), ranges.__getitem__, is_constant=True) is verdict
    assert [fit.mode for fit in found.fits if not fit.inputs_too] == (
        [Rounding.HALF_UP, Rounding.TRUNCATE, Rounding.HALF_EVEN] if verdict is Verdict.EXACT else []
    )
    assert found.interval == ranges[Rounding.HALF_UP]


@pytest.mark.parametrize(
    ("exact", "low", "verdict", "difference"),
    [
        ("30.05", "31", Verdict.EXACT, "-0.1"),
        ("30.3", "30.05", Verdict.ROUNDING, "-0.3"),
        ("30.3", "30.1", Verdict.INCONSISTENT, "-0.3"),
    ],
)
def test_an_approximate_figure_is_judged_by_its_widened_range(
    exact: str, low: str, verdict: Verdict, difference: str
) -> None:
    """Design 3, 约 widens by one unit of the last digit: 约30.0 is more than 29.9 and less than 30.1."""
    stated, far = quantity("约30.0"), Interval(Fraction(90), Fraction(91))
    ranges = dict.fromkeys(Rounding, far) | {Rounding.HALF_UP: Interval(Fraction(low), Fraction(40), True, True)}
    found = judge(stated, Fraction(exact), ranges.__getitem__)
    assert found.verdict is verdict
    assert verdict_on(stated, Fraction(exact), ranges.__getitem__) is verdict
    assert found.interval == ranges[Rounding.HALF_UP]
    assert str(found.difference) == difference


@pytest.mark.parametrize("decimals", [0, 1])
def test_a_figure_is_what_its_arithmetic_comes_to_half_up(decimals: int) -> None:
    """Regulations 9.7: half up, away from zero; beside it what is one unit off, and the other sign."""
    for over, under in product(range(-30, 31), range(1, 9)):
        right = Decimal(over).scaleb(decimals) / under
        units = int(right.quantize(Decimal(1), ROUND_HALF_UP))
        for each in {units - 1, units, units + 1, -units}:
            stated = quantity(str(Decimal(each).scaleb(-decimals)))
            assert is_half_up(over, under, stated) is (each == units), (over, under, stated.text)


def test_an_approximate_figure_is_never_told_at_a_glance() -> None:
    """Design 3: 约 widens, so that equality says nothing."""
    assert is_half_up(1535, 90, quantity("17.06"))
    assert not is_half_up(1535, 90, quantity("约17.06"))


@pytest.mark.parametrize(("stated", "verdict"), [("17.06%", Verdict.EXACT), ("17.05%", Verdict.ROUNDING)])
def test_a_result_that_was_cut_is_rounding_though_no_input_was(stated: str, verdict: Verdict) -> None:
    """15.35 of 90 is 17.0555…%: half up that is 17.06%, and 17.05% was cut; nobody asks for the inputs."""
    ranges: dict[Rounding, Interval] = {}
    assert verdict_on(quantity(stated), Fraction(1535, 90), ranges.__getitem__) is verdict

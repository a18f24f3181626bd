"""What a user reads of a formula: its documentation, its errors and what it knows of itself, in whole sentences."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

import pytest

from perfmetrics.errors import InputError, UnknownNameError, ZeroDenominatorError
from perfmetrics.formulas import Formula, FormulaSource, Kind, Parameter, Provenance, find, formula, get
from perfmetrics.formulas._formula import ANY_SIGN, NOTHING, Amount, Count, Number, Percent, _Documentation
from perfmetrics.texts import Phrase

SOURCE = FormulaSource(
    Phrase("《某办法》", "Some measures"),
    "某发〔2020〕1号",
    Provenance.RECALLED,
    uncertain=True,
    url="https://example.org/1",
    note=Phrase("以原文为准", "The text itself decides"),
)
INPUTS = {"paid": ("支付数", "paid", "final_accounts.total"), "people": ("人数", "people", "")}


def per_head(variant: Phrase = NOTHING) -> Formula[Any]:
    @formula("人均支出率", "spending per head", source=SOURCE, inputs=INPUTS, variant=variant, range_=ANY_SIGN)
    def spending(paid: Amount, people: Count) -> Percent:
        """Money paid in percent of the people.

        Example:
            >>> spending(1, 4)
            Decimal('25')
        """
        return paid / people * 100

    return spending


def test_what_a_formula_is_told_it_knows() -> None:
    """Every field of the decorator arrives: names, variant, source, operands with their figures, range and kinds."""
    made = per_head(Phrase("口径一", "first reading"))
    assert (made.id, vars(made)["__name__"], vars(made)["__qualname__"]) == ("spending", "spending", "spending")
    assert vars(made)["__module__"] == __name__
    assert made.name == ("人均支出率", "spending per head")
    assert made.variant == ("口径一", "first reading")
    assert made.source is SOURCE
    assert made.range == ANY_SIGN
    assert made.result is Kind.PERCENT
    assert made.parameters == (
        Parameter("paid", Phrase("支付数", "paid"), Kind.AMOUNT, "final_accounts.total"),
        Parameter("people", Phrase("人数", "people"), Kind.COUNT, ""),
    )
    assert made.summary == "Money paid in percent of the people."
    assert repr(made) == "<formula spending: 人均支出率>"
    assert (made.symbols(), made.symbols("en")) == ("支付数 ÷ 人数 × 100%", "paid ÷ people × 100%")
    assert made(1, 4) == Decimal(25)
    assert made.exact({"paid": Fraction(1), "people": Fraction(3)}) == Fraction(100, 3)


DOCUMENTATION = """\
Money paid in percent of the people.

人均支出率：支付数 ÷ 人数 × 100%
{variant}
Args:
    paid: paid (支付数); money, all amounts in one unit.
    people: people (人数); a count, zero or more.

Returns:
    percent; either sign.

Raises:
    InputError: If an operand is no finite number, or a count is negative.
    ZeroDenominatorError: If the figure below the line is zero; it is named.

Source: 某发〔2020〕1号 Some measures (recalled, uncertain). The text itself decides

Example:
    >>> spending(1, 4)
    Decimal('25')"""


@pytest.mark.parametrize(
    ("variant", "line"), [(NOTHING, ""), (Phrase("口径一", "first reading"), "\nVariant: first reading.\n")]
)
def test_the_documentation_of_a_formula(variant: Phrase, line: str) -> None:
    """`help()` of a formula: what it is, its operands, its result, its errors, its source and its example."""
    assert per_head(variant).__doc__ == DOCUMENTATION.format(variant=line)


def test_the_class_has_documentation_of_its_own() -> None:
    assert (Formula.__doc__ or "").startswith("A formula of a regulation, callable like the plain function it is.")


def test_a_denominator_of_zero() -> None:
    with pytest.raises(ZeroDenominatorError) as caught:
        per_head()(1, 0)
    (problem,) = caught.value.problems
    assert problem.path == "spending"
    assert (problem.reason, problem.mend) == (
        ("分母“人数”为零，人均支出率没有值", "the denominator, people, is zero: spending per head has no value"),
        ("请核对该数，或按评分标准说明不适用", "check the figure, or state that the line does not apply"),
    )


def test_every_operand_that_is_wrong_is_named_at_once() -> None:
    """Design: all problems of an input, each with path, reason and mend."""
    with pytest.raises(InputError) as caught:
        per_head()("十", -2)
    first, second = caught.value.problems
    assert (first.path, first.reason) == ("spending.paid", ("“十”不是数字", "'十' is not a number"))
    assert second.path == "spending.people"
    assert (second.reason, second.mend) == (
        ("人数为负（-2）", "people is negative (-2)"),
        ("不能为负，请核对", "it cannot be negative, check it"),
    )
    assert per_head()(-1, 4) == Decimal(-25)  # money may be negative


@pytest.mark.parametrize("given", [(1,), (1, 2, 3)])
def test_a_call_with_another_number_of_operands(given: tuple[int, ...]) -> None:
    with pytest.raises(TypeError, match=r"^spending\(paid, people\): .*; 参数：paid（支付数）、people（人数）$"):
        per_head()(*given)


def test_operands_by_keyword_in_any_order() -> None:
    assert per_head()(people=4, paid=1) == Decimal(25)


def test_a_formula_cannot_be_changed_and_says_which() -> None:
    with pytest.raises(AttributeError, match=r"^a formula cannot be changed: spending\.name$"):
        setattr(per_head(), "name", Phrase("x", "y"))  # noqa: B010 - a type checker sees that it does not return


def test_a_formula_travels_by_its_name() -> None:
    assert pickle.loads(pickle.dumps(get("growth_rate"))) is get("growth_rate")  # noqa: S301 - our own
    assert per_head().__reduce__() == "spending"


@pytest.mark.parametrize("look", [get, find])
def test_a_name_that_no_formula_has(look: Any) -> None:
    with pytest.raises(UnknownNameError) as caught:
        look("budget_control_rat")
    (problem,) = caught.value.problems
    assert problem.reason == ("没有名为“budget_control_rat”的公式", "no formula is called 'budget_control_rat'")
    assert problem.mend.en.startswith("did you mean: budget_control_rate, ")


def test_spaces_tell_english_words_apart_and_quotation_marks_do_not_count_in_chinese() -> None:
    assert [each.id for each in find(" Growth Rate ")] == ["growth_rate"]
    assert find("三公经费控制率") == find("“三公”经费 控制率")
    with pytest.raises(UnknownNameError):
        find("growthrate")


def test_a_source_with_another_standing_keeps_the_rest() -> None:
    other = SOURCE.but(Provenance.PUBLISHED, Phrase("注", "note"))
    assert other == FormulaSource(
        SOURCE.title, SOURCE.number, Provenance.PUBLISHED, uncertain=False, url=SOURCE.url, note=Phrase("注", "note")
    )
    assert SOURCE.but(Provenance.PUBLISHED, uncertain=True) == FormulaSource(
        SOURCE.title, SOURCE.number, Provenance.PUBLISHED, uncertain=True, url=SOURCE.url, note=NOTHING
    )


def test_annotations_may_be_expressions() -> None:
    """A user's formula may write its kinds out, also where annotations are kept as texts."""

    @formula("两倍", "twice", source=SOURCE, inputs={"number": ("数", "number", "")})
    def twice(number: Annotated[Decimal, Kind.NUMBER]) -> Percent:
        return number * 2

    assert (twice.parameters[0].kind, twice(3)) == (Kind.NUMBER, Decimal(6))  # type: ignore[arg-type]


def test_an_operand_without_a_kind_is_named() -> None:
    with pytest.raises(TypeError, match=r"no kind'\] has no kind$"):

        @formula("一倍", "once", source=SOURCE, inputs={"number": ("数", "number", "")})
        def once(number: Annotated[Decimal, "no kind"]) -> Percent:
            return number


def test_words_for_other_operands_are_refused() -> None:
    with pytest.raises(TypeError, match=r"^once: \['figure'\] do not match the parameters \['number'\]$"):

        @formula("一倍", "once", source=SOURCE, inputs={"figure": ("数", "number", "")})
        def once(number: Amount) -> Percent:
            return number


def test_long_numbers_are_worked_with_exactly() -> None:
    """From 25 digits on the arithmetic is that of fractions: what a finite decimal can hold is not cut on the way."""

    @formula("三分之一的三倍", "three times a third", source=SOURCE, inputs={"number": ("数", "number", "")})
    def whole(number: Number) -> Percent:
        return number / 3 * 3

    for digits in (25, 26, 40):
        number = 10 ** (digits - 1)
        assert whole(number) == Decimal(number)


def test_operands_in_their_places_and_by_keyword() -> None:
    assert per_head()(1, people=4) == Decimal(25)


def test_a_source_without_a_note_ends_its_line() -> None:
    """No line of what `help()` shows ends in a space."""

    @formula("一倍", "once", source=FormulaSource(Phrase("《某办法》", "Some measures")), inputs={"n": ("数", "n", "")})
    def once(n: Number) -> Percent:
        return n * 1

    lines = (once.__doc__ or "").splitlines()
    assert "Source: Some measures (published)." in lines
    assert [each for each in lines if each != each.rstrip()] == []


def test_a_class_shows_its_own_documentation_and_a_formula_that_of_its_function() -> None:
    documentation = _Documentation("words of the class")
    assert documentation.__get__(None, Formula) == "words of the class"
    assert documentation.__get__(per_head(), Formula) == DOCUMENTATION.format(variant="")


def test_annotations_may_be_objects_with_more_beside_the_kind() -> None:
    """Where annotations are no texts; what else they tell may be of any type."""

    def twice(number: Decimal) -> Decimal:
        return number * 2

    twice.__annotations__ = {"number": Annotated[Decimal, Kind.NUMBER, ["more"]], "return": Percent}
    made = formula("两倍", "twice", source=SOURCE, inputs={"number": ("数", "number", "")})(twice)
    assert (made.parameters[0].kind, made.result) == (Kind.NUMBER, Kind.PERCENT)


@pytest.mark.parametrize(
    ("number", "twofold"),
    [
        ("1.50", "3.00"),
        (f"1.{'0' * 24}", f"2.{'0' * 24}"),
        (f"4{'0' * 23}.{'0' * 24}", f"8{'0' * 23}.{'0' * 24}"),
        (f"-1.{'0' * 23}2", f"-2.{'0' * 23}4"),
    ],
)
def test_a_formula_gives_the_digits_of_the_plain_function_that_it_is(number: str, twofold: str) -> None:
    """Of figures as they are written: those of up to 24 digits on either side of the point keep their zeros."""

    @formula("两倍", "twice", source=SOURCE, inputs={"number": ("数", "number", "")})
    def twice(number: Number) -> Percent:
        return number * 2

    assert str(twice(number)) == twofold  # type: ignore[arg-type]

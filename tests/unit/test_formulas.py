"""The registry of formulas: names, variants, sources, documentation, and every example of the package run."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

import pytest

import perfmetrics
from perfmetrics import formulas
from perfmetrics.errors import InputError, UnknownNameError, ZeroDenominatorError
from perfmetrics.formulas import ALL, BY_ID, Formula, FormulaSource, Kind, Provenance, find, formula, get
from perfmetrics.formulas._formula import Amount, Percent
from perfmetrics.quantities import UNITS, Interval, point, quantity
from perfmetrics.statements import Report, load_report
from perfmetrics.texts import LANGS, Phrase

SOURCE = FormulaSource(Phrase("《某办法》", "Some measures"), "财预〔2013〕53号")
MODULES = [
    "perfmetrics",
    *(each.name for each in pkgutil.walk_packages(perfmetrics.__path__, "perfmetrics.") if "__main__" not in each.name),
]
every_formula = pytest.mark.parametrize("each", ALL, ids=lambda each: each.id)


# ---------------------------------------------------------------------------------------------------------------------
# Examples.


def run(examples: list[doctest.DocTest]) -> int:
    runner = doctest.DocTestRunner(verbose=False)
    for example in examples:
        runner.run(example)
    assert runner.summarize(verbose=False).failed == 0
    return runner.tries


@every_formula
def test_example_of_every_formula_runs(each: Formula[Any]) -> None:
    """Style 11, a docstring has one `>>>` that runs: every formula has an example, and it is right."""
    function = each.__wrapped__
    home = importlib.import_module(function.__module__)
    parser = doctest.DocTestParser()
    examples = parser.get_doctest(inspect.getdoc(function) or "", vars(home), each.id, home.__file__, 0)
    assert run([examples]) >= 1


def examples_of(name: str) -> list[doctest.DocTest]:
    module = importlib.import_module(name)
    return [each for each in doctest.DocTestFinder(exclude_empty=True).find(module) if each.examples]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_every_module_run(name: str) -> None:
    """Style 11, one `>>>` that runs: every example in a docstring of the package prints what it says."""
    examples = examples_of(name)
    assert run(examples) == sum(len(each.examples) for each in examples)


def test_modules_with_examples_are_found() -> None:
    """Style 11: the walk over the package sees its modules, and the examples in them."""
    assert {"perfmetrics.quantities", "perfmetrics.formulas.budget", "perfmetrics.render.text"} <= set(MODULES)
    for name in ("texts", "quantities", "verdicts", "working", "inputs", "rules", "formulas"):
        assert examples_of(f"perfmetrics.{name}"), name


# ---------------------------------------------------------------------------------------------------------------------
# Names.


def test_every_formula_is_found_by_each_of_its_names() -> None:
    """Design 6, `explain("预算完成率")`: by identifier, by Chinese and by English name, whatever the case or quotes."""
    for each in ALL:
        assert get(each.id) is BY_ID[each.id] is each
        assert find(each.id)[0] is each
        for name in (each.name.zh, each.name.en, each.name.en.upper(), f" {each.name.zh} ", f"“{each.name.zh}”"):
            found = find(name)
            assert each in found
            assert len({other.name for other in found}) == 1
        assert getattr(formulas, each.id) is each
        assert each.id in formulas.__all__


def test_variants_of_one_name() -> None:
    """Regulations 8: 预算完成率 alone has four variants, none stands for another; quotes in a name do not matter."""
    assert [each.id for each in find("预算完成率")] == [
        "budget_completion_rate",
        "budget_completion_rate_approved",
        "budget_completion_rate_initial",
        "budget_completion_rate_full_year",
    ]
    assert find("“三公”经费变动率") == find("「三公」经费 变动率") == find("三公经费变动率")
    assert len(find("预算执行率")) == 6
    for each in ALL:
        namesakes = [other for other in ALL if other.name == each.name]
        if len(namesakes) > 1:
            variants = [other.variant for other in namesakes]
            assert all(variant.zh and variant.en for variant in variants)
            assert len(set(variants)) == len(variants)


@pytest.mark.parametrize(
    ("name", "close"),
    [("预算完成绿", "预算完成率"), ("budget_control_ratio", "budget_control_rate"), ("growth rat", "growth rate")],
)
def test_an_unknown_name_is_answered_with_the_nearest(name: str, close: str) -> None:
    """Style 9: say what, why and how to mend it."""
    with pytest.raises(UnknownNameError) as caught:
        find(name)
    assert isinstance(caught.value, LookupError)
    assert close in caught.value.problems[0].mend.zh
    with pytest.raises(UnknownNameError) as caught:
        get(name)
    assert name in caught.value.problems[0].reason.zh
    for odd in ("", "   ", "“”", "三"):
        with pytest.raises(UnknownNameError):
            find(odd)


# ---------------------------------------------------------------------------------------------------------------------
# What a formula knows of itself.


@every_formula
def test_what_a_formula_knows(each: Formula[Any]) -> None:
    """Style 10 and 11: names in two languages, operands with words, a source with its provenance, a full docstring."""
    assert repr(each) == f"<formula {each.id}: {each.name.zh}>"
    assert all((each.name.zh, each.name.en, each.summary, each.range.zh, each.range.en))
    assert each.__wrapped__.__name__ == each.id
    documentation = each.__doc__ or ""
    citation = each.source.citation()
    assert each.source.title.zh in citation.zh
    assert each.source.provenance.label.en in citation.en
    for part in (each.summary, each.symbols("zh"), citation.en, "Args:", "Returns:", "Raises:", "Example:", ">>> "):
        assert part in documentation
    assert (f"Variant: {each.variant.en}." in documentation) is bool(each.variant.en)
    for operand in each.parameters:
        assert f"{operand.name}: {operand.label.en} ({operand.label.zh})" in documentation
    assert len({operand.label.zh for operand in each.parameters}) == len(each.parameters)


@every_formula
def test_figures_that_a_formula_is_fed_exist(each: Formula[Any]) -> None:
    """Design 3, formulas name figures by path: every path that a formula is normally fed is one of a report."""
    report = Report()
    for operand in each.parameters:
        for term in operand.figure.replace("?", "").replace(" - ", " + ").split(" + "):
            assert not term or report.find(term) is None


@every_formula
def test_a_formula_cannot_be_changed(each: Formula[Any]) -> None:
    """Style 10, registries are read-only: no caller can change what a formula is."""
    with pytest.raises(AttributeError, match=each.id):
        each.name = Phrase("别名", "alias")
    assert isinstance(ALL, tuple)
    with pytest.raises(TypeError):
        BY_ID["other"] = each  # type: ignore[index]


def test_kinds_and_provenances_have_words() -> None:
    """Style 11, units: each kind of operand says its unit, each provenance its word, in both languages."""
    assert len({kind.unit.zh for kind in Kind}) == len({kind.unit.en for kind in Kind}) == len(Kind)
    assert [each.value for each in Provenance] == ["published", "recalled", "reconstructed"]
    assert all(each.label.of(lang) for each in Provenance for lang in LANGS)


def test_citations() -> None:
    """Style 10: title, document number and provenance in one line; uncertainty is said."""
    assert SOURCE.citation() == Phrase(
        "财预〔2013〕53号 《某办法》（已公布）", "财预〔2013〕53号 Some measures (published)"
    )
    recalled = FormulaSource(Phrase("表", "table")).but(Provenance.RECALLED, Phrase("注", "note"), uncertain=True)
    assert recalled.citation() == Phrase("表（据通行表述，存疑）", "table (recalled, uncertain)")
    assert recalled.note.en == "note"
    assert SOURCE.but(Provenance.RECALLED).number == SOURCE.number


# ---------------------------------------------------------------------------------------------------------------------
# The decorator.


def test_metadata_must_match_the_function() -> None:
    """Design 3: the words for the operands and the parameters of the function are the same, in the same order."""
    words = {"b": ("乙", "b", ""), "a": ("甲", "a", "")}
    with pytest.raises(TypeError, match="do not match the parameters"):

        @formula("比", "ratio", source=SOURCE, inputs=words)
        def ratio(a: Amount, b: Amount) -> Percent:
            return a / b * 100


def test_every_operand_has_a_kind() -> None:
    """Style 4, a type per meaning: a bare decimal says nothing, and is refused."""
    with pytest.raises((TypeError, IndexError)):

        @formula("比", "ratio", source=SOURCE, inputs={"a": ("甲", "a", "")})
        def ratio(a: Annotated[Decimal, "no kind"]) -> Percent:
            return a


def test_a_formula_without_a_docstring() -> None:
    """Design 3: a user's own formula works like those of the package."""

    @formula("百倍", "hundredfold", source=SOURCE, inputs={"a": ("甲数", "the number", "")})
    def hundredfold(a: Amount) -> Percent:
        return a * 100

    assert (hundredfold.id, hundredfold.summary, hundredfold.symbols()) == ("hundredfold", "", "甲数 × 100%")
    assert hundredfold(Decimal("0.5")) == 50


def test_operands_of_every_kind_are_read() -> None:
    """Design 3: a quantity without a unit is taken like the number it is; one with a unit is refused, not converted."""
    assert formulas.share(quantity("5"), 8) == Decimal("62.5")  # type: ignore[arg-type]
    assert formulas.share(part="5", whole=8.0) == Decimal("62.5")  # type: ignore[arg-type]
    with pytest.raises(InputError) as caught:
        formulas.share(quantity("5万元"), quantity("8元"))  # type: ignore[arg-type]
    assert [each.path for each in caught.value.problems] == ["share.part", "share.whole"]


def test_tiny_amounts_are_not_lost() -> None:
    """Design 3, exact: what cancels leaves the smallest operand standing, whatever its exponent."""
    tiny = Decimal("1E-80")
    assert formulas.budget_completion_rate(tiny, 1, 0, 1) == Decimal("1E-78")  # type: ignore[arg-type]
    assert formulas.budgeting_accuracy(1, tiny, 1) == Decimal("-1E-78")  # type: ignore[arg-type]
    with pytest.raises(ZeroDenominatorError):
        formulas.share(1, 0)  # type: ignore[arg-type]


def test_the_fields_own_denominator_is_named() -> None:
    """Regulations 9.7: the error names the figure that is zero, and the sum where it is one."""
    with pytest.raises(ZeroDenominatorError) as caught:
        formulas.dynamic_adjustment(3, -3)  # type: ignore[arg-type]
    (found,) = caught.value.problems
    assert found.reason.zh == "分母“监控调整取消额 + 结余注销额”为零，动态调整没有值"
    assert found.reason.en.startswith("the denominator, cancelled after monitoring + surplus written off, is zero")
    assert found.mend.zh
    assert caught.value.problems[0].path == "dynamic_adjustment"


def test_a_formula_agrees_with_a_report() -> None:
    """Design 3, one formula, used three ways: called, traced and bounded, it is the same formula."""
    report = load_report(
        {"unit": "万元", "initial_budget": {"procurement": "15"}, "final_accounts": {"procurement": "15.01"}}
    )
    figures = [report.find(each.figure) for each in formulas.procurement_execution_rate.parameters]
    numbers = [each.figure.terms[0].value for each in figures if each is not None]
    called = formulas.procurement_execution_rate(*numbers)
    exact = formulas.procurement_execution_rate.exact({"actual": Fraction("15.01"), "budget": Fraction(15)})
    with pytest.raises(ZeroDenominatorError, match="procurement_execution_rate"):
        formulas.procurement_execution_rate.exact({"actual": Fraction("15.01"), "budget": Fraction(0)})
    box = {"actual": Interval(Fraction("15.005"), Fraction("15.015"), True, False), "budget": point(Fraction(15))}
    assert formulas.procurement_execution_rate.bounds(box) == Interval(
        Fraction("15.005") / 15 * 100, Fraction("15.015") / 15 * 100, True, False
    )
    assert round(called, 2) == Decimal("100.07")
    assert abs(Fraction(called) - exact) < Fraction(1, 10**57)
    assert figures[0] is not None
    assert figures[0].unit == UNITS["万元"]

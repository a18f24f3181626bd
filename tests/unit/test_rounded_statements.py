"""The generator of statements that are only rounded: it rounds right, it repeats itself, and it can raise an alarm."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from perfmetrics.quantities import Rounding, read_quantity
from perfmetrics.relations import Relation
from perfmetrics.verdicts import Verdict

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import rounded_statements as bench

SEED = 11
FIRST = range(40)


@pytest.mark.parametrize(
    ("mode", "texts"),
    [
        (Rounding.HALF_UP, ["0.03", "0.02", "0.04", "-0.03", "0.00", "13"]),
        (Rounding.HALF_EVEN, ["0.02", "0.02", "0.04", "-0.02", "0.00", "12"]),
        (Rounding.TRUNCATE, ["0.02", "0.02", "0.03", "-0.02", "0.00", "12"]),
    ],
)
def test_a_figure_is_cut_in_its_mode(mode: Rounding, texts: list[str]) -> None:
    """Ties, what is below and above one, negative figures mirrored, no sign on nothing, whole numbers."""
    cut = [bench.written(over, 1000, 2, mode) for over in (25, 24, 35, -25, -4)]
    assert [*cut, bench.written(125, 10, 0, mode)] == texts


def _relations(number: int) -> tuple[bench.Statement, list[tuple[str, Relation]]]:
    each = bench.statement(SEED, number)
    return each, bench.Templates().relations(each)


@pytest.mark.parametrize("number", FIRST)
def test_numbers_put_into_another_statement_s_relations_make_the_same_relations(number: int) -> None:
    """Every figure, its table's precision, the units and the verdicts are those of the whole path."""
    each = bench.statement(SEED, number)
    templates = bench.Templates()
    for other in range(1000):  # the relations are built from another statement of the shape
        model = bench.statement(SEED, number + 1 + other)
        if model.shape is each.shape:
            templates.relations(model)
            break
    found = templates.relations(each)
    bench.checked(each, found, [bench.verdict(relation, each.mode) for _, relation in found])


def test_a_difference_between_the_paths_stops_the_program() -> None:
    each, found = _relations(0)
    verdicts = [bench.verdict(relation, each.mode) for _, relation in found]
    wrong = [Verdict.UNDEFINED, *verdicts[1:]]
    assert wrong != verdicts
    with pytest.raises(RuntimeError, match="by the whole path"):
        bench.checked(each, found, wrong)


def test_a_statement_does_not_depend_on_those_before_it() -> None:
    whole = bench.run(SEED, 30)
    apart = bench.tally(SEED, range(10))
    apart.add(bench.tally(SEED, range(10, 30)))
    assert (apart.statements, apart.verdicts) == (whole.statements, whole.verdicts)
    assert bench.statement(SEED, 3) == bench.statement(SEED, 3)


def test_a_wrong_figure_raises_an_alarm() -> None:
    """The bar of no alarm would mean nothing if nothing could raise one."""
    alarms = 0
    for number in FIRST:
        each, found = _relations(number)
        for _, relation in found:
            stated = relation.stated
            if relation.comparison == "equal" and not relation.may_fall_short and not relation.is_constant:
                wrong = read_quantity(str(stated.value * 2 + 1000))
                damaged = replace(relation, stated=replace(wrong, unit=stated.unit))
                judged = bench.verdict(damaged, each.mode)
                assert judged is damaged.judge().verdict
                alarms += judged is Verdict.INCONSISTENT
    assert alarms > 100

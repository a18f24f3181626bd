"""What people would otherwise reach for to compute the five named formulas: OpenFisca, and a workbook recalculated.

Both take the figures of 保靖县人民政府办公室 2019, as examples/five_formulas.py does.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from perfmetrics import formulas

FIGURES = {
    "opening": "84.39",
    "initial": "1521.39",
    "supplement": "9.16",
    "closing": "62.29",
    "operating": "234.56",
    "operating_budget": "141.6",
    "three_public": "90",
    "three_public_before": "90",
    "staff": "54",
    "establishment": "71",
}
CELLS = {name: f"A{row}" for row, name in enumerate(FIGURES, 1)}
RATES = {
    "completion": "=(A1+A2+A3-A4)/(A1+A2+A3)*100",
    "control": "=A3/A2*100",
    "expenses": "=A5/A6*100",
    "change": "=(A7-A8)/A8*100",
    "staffing": "=A9/A10*100",
}
# A variable of OpenFisca asks for the others by name, in a period.
_VARIABLES: dict[str, Callable[[Any, Any], Any]] = {
    "budget": lambda d, p: d("opening", p) + d("initial", p) + d("supplement", p),
    "completion": lambda d, p: (d("budget", p) - d("closing", p)) / d("budget", p) * 100,
    "control": lambda d, p: d("supplement", p) / d("initial", p) * 100,
    "expenses": lambda d, p: d("operating", p) / d("operating_budget", p) * 100,
    "change": lambda d, p: (d("three_public", p) - d("three_public_before", p)) / d("three_public_before", p) * 100,
    "staffing": lambda d, p: d("staff", p) / d("establishment", p) * 100,
}


def by_perfmetrics() -> Callable[[], list[Decimal]]:
    """Return what computes the five rates by the formulas of the package."""
    own = {name: Decimal(text) for name, text in FIGURES.items()}
    opening, initial, supplement, closing, operating, budget, public, before, staff, posts = own.values()

    def run() -> list[Decimal]:
        return [
            formulas.budget_completion_rate(opening, initial, supplement, closing),
            formulas.budget_control_rate(supplement, initial),
            formulas.operating_expense_control_ratio(operating, budget),
            formulas.three_public_change_rate(public, before),
            formulas.staffing_control_ratio(staff, posts),
        ]

    return run


def by_openfisca() -> Callable[[], list[float]]:
    """Return what computes them as variables of a system that is made beforehand; its numbers are single precision."""
    entities, systems = import_module("openfisca_core.entities"), import_module("openfisca_core.taxbenefitsystems")
    variables, periods = import_module("openfisca_core.variables"), import_module("openfisca_core.periods")
    simulations = import_module("openfisca_core.simulations")
    department = entities.build_entity("department", "departments", "", is_person=True)
    system = systems.TaxBenefitSystem([department])
    common = {"value_type": float, "entity": department, "definition_period": periods.YEAR, "label": ""}
    for name in FIGURES:
        system.add_variable(type(name, (variables.Variable,), common))
    for name, formula in _VARIABLES.items():
        system.add_variable(type(name, (variables.Variable,), common | {"formula": formula}))
    values = {name: [float(text)] for name, text in FIGURES.items()}

    def run() -> list[float]:
        simulation = simulations.SimulationBuilder().build_default_simulation(system, count=1)
        for name, value in values.items():
            simulation.set_input(name, "2019", value)
        return [float(simulation.calculate(name, "2019")[0]) for name in RATES]

    return run


def by_workbook(directory: Path) -> Callable[[], list[float]]:
    """Return what recalculates them in a workbook that is written, loaded and compiled beforehand."""
    path = directory / "rates.xlsx"
    book = import_module("openpyxl").Workbook()
    sheet = book.active
    sheet.title = "R"
    for name, cell in CELLS.items():
        sheet[cell] = float(FIGURES[name])
    for row, text in enumerate(RATES.values(), 1):
        sheet[f"B{row}"] = text
    book.save(path)
    model = import_module("formulas").ExcelModel().loads(str(path)).finish()
    where = f"'[{path.name}]R'!"
    run = model.compile(
        inputs=[where + cell for cell in CELLS.values()], outputs=[f"{where}B{row}" for row in range(1, len(RATES) + 1)]
    )
    values = [float(text) for text in FIGURES.values()]
    return lambda: [float(each.value[0, 0]) for each in run(*values)]

"""From what the audit understood to the data of a report file: columns, lists, projects, indicators, points and sums.

A figure is placed only where its words name a line and where its words, its sentence or its heading name a column. Two
different values for one place leave it empty. What is not placed is listed with the reason; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfmetrics.auditing.assembling import assembled
from perfmetrics.auditing.candidates import Candidate
from perfmetrics.auditing.cells import of_tables
from perfmetrics.auditing.grids import Table
from perfmetrics.auditing.labels import owner_of
from perfmetrics.auditing.lexer import Lexed
from perfmetrics.auditing.outline import Outline
from perfmetrics.auditing.placing import Found, Gathered
from perfmetrics.auditing.points import Points
from perfmetrics.auditing.projects import projects_of
from perfmetrics.auditing.prose import Prose
from perfmetrics.auditing.rates import Rates
from perfmetrics.auditing.reading import Statement
from perfmetrics.auditing.scores import of_points


def gather(
    lexed: Lexed,
    statements: Sequence[Statement],
    tables: Sequence[Table],
    points: Points,
    formulas: Sequence[Candidate],
) -> Gathered:
    """Return the data of a report file that a text states.

    Args:
        lexed: The text.
        statements: What its sentences state.
        tables: Its tables.
        points: Its points, grades and headings.
        formulas: The arithmetic that it prints.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> from perfmetrics.auditing.points import read_points
        >>> from perfmetrics.auditing.reading import read
        >>> text = lex("2019年公用经费年初预算141.6万元，决算234.56万元。")
        >>> gather(text, read(text).statements, (), read_points(text), ()).data["initial_budget"]
        {'operating_expenses': '141.6万元'}
    """
    outline = Outline(lexed, tables)
    rates = Rates(lexed, outline, formulas)
    found = Found()
    report = owner_of(lexed)
    items = Prose(lexed, statements, tables, outline, rates, report, found).read()
    unit = of_tables(lexed, tables, outline, report, found, items)
    projects = list(projects_of(lexed, tables, outline, report, found))
    of_points(lexed, points, outline, rates, found)
    return assembled(found, unit, items, projects)

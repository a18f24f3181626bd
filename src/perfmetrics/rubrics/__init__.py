"""Scoring tables (评分标准): one TOML file each, and the loader that reads a user's own the same way.

Example:
    >>> from perfmetrics.rubrics import load_rubric
    >>> load_rubric("baojing-2019").full_marks
    Decimal('100')
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from pkgutil import get_data
from typing import Any

from perfmetrics.errors import RubricError, unknown_name
from perfmetrics.reading import build, not_a, parse_data, read_data
from perfmetrics.rubrics._model import (
    Category,
    Dimension,
    Grade,
    Indicator,
    LineProvenance,
    Policy,
    Rubric,
    TableSource,
    operand_terms,
)
from perfmetrics.texts import Phrase

SHIPPED = (
    "baojing-2019",
    "hunan-2017",
    "hunan-13",
    "hunan-county-2018",
    "yueyang-2018",
    "beijing-2022",
    "sichuan-county-2020",
    "project-self-2020",
)


def list_rubrics() -> tuple[Rubric, ...]:
    """Return the scoring tables that ship with the package.

    Example:
        >>> [rubric.id for rubric in list_rubrics()][:2]
        ['baojing-2019', 'hunan-2017']
    """
    return tuple(_shipped(name) for name in SHIPPED)


def load_rubric(rubric: Rubric | Mapping[str, Any] | str | Path) -> Rubric:
    """Return a scoring table: a shipped one by its identifier, or a user's own from a mapping or a file.

    Args:
        rubric: An identifier such as `"baojing-2019"`, the path of a .toml or .json file, a mapping, or a table
            (returned as it is).

    Raises:
        RubricError: With every problem of the table, each with its path, its reason and the mend.
        UnknownNameError: If no table ships under this identifier.
        FileError: If the file cannot be read.

    Example:
        >>> load_rubric("beijing-2022").place
        '北京市'
    """
    if isinstance(rubric, Rubric):
        return rubric
    if isinstance(rubric, Mapping):
        return build(Rubric, rubric, RubricError, "", "rubric")
    given: object = rubric
    if not isinstance(given, str | Path):
        raise not_a("评分标准", "a scoring table", given, RubricError)
    if isinstance(rubric, str) and rubric in SHIPPED:
        return _shipped(rubric)
    path = Path(rubric)
    if isinstance(rubric, str) and not path.suffix and not _exists(path):
        raise unknown_name(Phrase("评分标准", "scoring table"), rubric, SHIPPED)
    return build(Rubric, read_data(path, RubricError), RubricError, str(path), "rubric")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long for a file
        return False


@cache  # a shipped file never changes, and a table is frozen
def _shipped(name: str) -> Rubric:
    raw = get_data(__name__, f"{name}.toml") or b""  # importlib.resources loads archives and temporary files besides
    return build(Rubric, parse_data(raw, "toml", RubricError, name), RubricError, name, "rubric")


__all__ = [
    "SHIPPED",
    "Category",
    "Dimension",
    "Grade",
    "Indicator",
    "LineProvenance",
    "Policy",
    "Rubric",
    "TableSource",
    "list_rubrics",
    "load_rubric",
    "operand_terms",
]

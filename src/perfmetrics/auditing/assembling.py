"""From what was found to the data of a report file: figures of columns, lists, projects, points, and what is left.

Two different values for one place leave it empty. What is not placed is listed with the reason; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.lists import Item, place_lists
from perfmetrics.auditing.placing import (
    FACTS,
    NO_COLUMN,
    NO_LINE,
    SEVERAL,
    TABLES,
    UNSURE,
    Candidate,
    Found,
    Gathered,
    Path,
    agreed,
    written,
)
from perfmetrics.auditing.projects import Project, place_projects


def _decided(found: Found) -> dict[Path, Candidate]:
    """Return the value of each place, where all that is stated of it agrees."""
    decided: dict[Path, Candidate] = {}
    for path, candidates in found.candidates.items():
        one = agreed(candidates)
        if one is not None:
            decided[path] = one
        else:
            for each in candidates:
                found.leave(each.number, SEVERAL)
    return decided


_ROLLED = ("opening_carryover", "current_income", "current_expenditure", "closing_carryover")


def _without_unsure(decided: dict[Path, Candidate], found: Found) -> None:
    """Leave out 总收入 and 总支出 where the carry-over shows that they are no income and spending of the year."""
    for table in {path[:-1]: None for path, each in decided.items() if not each.sure}:
        paths = [(*table, line) for line in _ROLLED]
        if not all(path in decided for path in paths):
            continue
        opening, income, spent, closing = (decided[path] for path in paths)
        slack = max(each.ulp for each in (opening, income, spent, closing)) * 2
        if abs(opening.value + income.value - spent.value - closing.value) > slack:
            for path in paths:
                if not decided[path].sure:
                    found.leave(decided.pop(path).number, UNSURE)


def assembled(found: Found, unit: str, items: Sequence[Item], projects: Sequence[Project]) -> Gathered:
    """Return the data of a report file.

    Args:
        found: What was found.
        unit: The unit of the amounts of columns which carry none.
        items: Amounts of classes of expenditure.
        projects: What is stated of projects.
    """
    decided = _decided(found)
    _without_unsure(decided, found)
    lists, places = place_lists(items, decided, found)
    listed, own = place_projects(projects, decided, found)
    data = _columns(decided, unit)
    for path, words in found.words.items():
        _put(data, path, words)
    facts = [
        {"id": path[1], "name": path[1], "value": each.to_text()} for path, each in decided.items() if path[0] == FACTS
    ]
    data |= {key: each for key, each in (("lists", lists), ("projects", listed), (FACTS, facts)) if each}
    # The figures of columns come last: a class may also be a line.
    places |= own | {".".join(path): each.number for path, each in decided.items()}
    places |= _counted_elsewhere(data, found)
    known = {(path[1:], each.value) for path, each in decided.items()}
    for tail, number in found.pending:
        if (tail, Candidate(number).value) not in known:
            found.leave(number, NO_COLUMN)
    taken = {(number.start, number.stop) for number in places.values()}
    left = sorted((each for key, each in found.left.items() if key not in taken), key=lambda each: each.start)
    return Gathered(data, places, tuple(left))


def _columns(decided: Mapping[Path, Candidate], unit: str) -> dict[str, Any]:
    """Return the figures of columns and sections, and the unit of those that carry none."""
    is_bare = any(path[0] in TABLES and each.number.unit is None for path, each in decided.items())
    data: dict[str, Any] = {"unit": unit} if is_bare else {}
    for path, each in decided.items():
        if path[0] != FACTS:
            _put(data, path, written(each.number))
    return data


def _counted_elsewhere(data: dict[str, Any], found: Found) -> dict[str, Number]:
    """Add the staff whose posts are those of other units, where the staff in post is known; return their places."""
    if "in_post" not in data.get("staff", {}):
        for _, number in found.parts:
            found.leave(number, NO_LINE)
        return {}
    if found.parts:
        data["staff"]["counted_elsewhere"] = [{"name": name, "value": written(number)} for name, number in found.parts]
    return {f"staff.counted_elsewhere[{i}]": number for i, (_, number) in enumerate(found.parts)}


def _put(data: dict[str, Any], path: Path, value: str) -> None:
    for name in path[:-1]:
        data = data.setdefault(name, {})
    data[path[-1]] = value

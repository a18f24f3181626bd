"""Names of the lines of scoring tables, and the identifiers that they stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from perfmetrics import formulas as regulations
from perfmetrics.rubrics import Rubric, list_rubrics, load_rubric

QUOTES = str.maketrans("", "", "“”\"'‘’「」《》*")
_SHORTEST_NAME = 4
_NAME_TAIL = re.compile("(?:绩效|评价|自评|得分|指标|情况|：)+$")
_PLACE_OF = re.compile("(?P<section>.+) (?P<place>[0-9]+)/(?P<size>[0-9]+)")


def plain(name: str) -> str:
    """Return a name without quotation marks.

    Example:
        >>> plain("“三公经费”控制率（%）")
        '三公经费控制率(%)'
    """
    return name.translate(QUOTES).replace("（", "(").replace("）", ")")


@cache
def _known() -> frozenset[str]:
    """Return the names of the lines of scoring tables, and of formulas."""
    names = {line.name for table in list_rubrics() for line in table.indicators}
    names |= {each.name.zh for each in regulations.ALL}
    return frozenset(plain for plain in map(plain, names) if len(plain) >= _SHORTEST_NAME)


def without_tail(name: str) -> str:
    """Return a heading without the words that it may end with.

    Example:
        >>> without_tail("预算管理情况")
        '预算管理'
    """
    return _NAME_TAIL.sub("", name)


def known_name(words: str) -> str:
    """Return the name of a line of a scoring table, or of a formula, that words are; or empty.

    Example:
        >>> known_name("“三公经费”控制率情况"), known_name("无关之事")
        ('三公经费控制率', '')
    """
    for name in (plain(words), without_tail(plain(words))):
        if name in _known():
            return name
    return ""


def is_within(name: str, whole: str) -> bool:
    """Return whether a name is another one with words left out.

    Example:
        >>> is_within("审批局", "临澄县政务审批服务局")
        True
    """
    rest = iter(whole)
    return all(char in rest for char in name)


def numbered_name(section: str, place: int, size: int) -> str:
    """Return what a line is called that has no name: its place in its section.

    Example:
        >>> numbered_name("预算管理情况", 4, 6)
        '预算管理 4/6'
    """
    return f"{without_tail(section)} {place}/{size}"


def named_for(data: Mapping[str, Any], rubric: Rubric | Mapping[str, Any] | str | Path) -> dict[str, Any]:
    """Return the data of a report with its indicators and sections under the identifiers of a scoring table.

    A line that has no name, such as `预算管理 4/6`, is the fourth of its section where the table has six lines there.
    What matches nothing in the table, or several things, keeps its name.

    Args:
        data: What `gather` found.
        rubric: The scoring table.

    Example:
        >>> data = {"indicators": {"预算控制率": {"points": "5分"}, "预算管理 4/6": {"points": "8分"}}}
        >>> list(named_for(data, "baojing-2019")["indicators"])
        ['budget_control_rate', 'management_rules_soundness']
    """
    table = load_rubric(rubric)
    named = dict(data)
    if "indicators" in data:
        ids = _identifiers(tuple(data["indicators"]), table)
        named["indicators"] = {ids[name]: value for name, value in data["indicators"].items()}
    if "dimensions" in data.get("stated", {}):
        rest = {key: value for key, value in data["stated"].items() if key != "dimensions"}
        named["stated"] = rest | _sections(data["stated"]["dimensions"], table)
    return named


def _identifiers(names: Sequence[str], table: Rubric) -> dict[str, str]:
    """Return the identifier of each name, or the name itself."""
    lines = [(line.id, plain(line.name)) for line in table.indicators]
    ids = {name: each for name in names for each, own in lines if plain(name) in {own, each}}
    for name in names:
        if name not in ids and not _PLACE_OF.fullmatch(name):
            alike = [each for each, own in lines if _is_shorter(plain(name), own)]
            if len(alike) == 1:
                ids[name] = alike[0]
    for name in names:
        if name not in ids:
            each = _by_place(name, table)
            if each:
                ids[name] = each
    # Two names for one line: neither is certain, unless one is the line's own.
    counts = Counter(ids.values())
    exact = {own for _, own in lines}
    return {
        name: ids[name] if name in ids and (counts[ids[name]] == 1 or plain(name) in exact) else name for name in names
    }


def _is_shorter(name: str, other: str) -> bool:
    """Return whether one of two names is the other with words left out."""
    short, long = sorted((name, other), key=len)
    return len(short) >= _SHORTEST_NAME and is_within(short, long)


def _by_place(name: str, table: Rubric) -> str:
    """Return the line that stands at a place of a section, where the table has as many lines there."""
    found = _PLACE_OF.fullmatch(name)
    section, place, size = (found["section"], int(found["place"]), int(found["size"])) if found else (name, 1, 1)
    categories = [each for dimension in table.dimensions for each in dimension.categories]
    alike = [each for each in categories if plain(each.name) == plain(section) and len(each.indicators) == size]
    return alike[0].indicators[place - 1].id if len(alike) == 1 else ""


def _sections(stated: Mapping[str, str], table: Rubric) -> dict[str, dict[str, str]]:
    """Return the points of sections under the identifiers of dimensions, or of categories."""
    dimensions = {plain(each.name): each.id for each in table.dimensions}
    categories = {plain(each.name): each.id for dimension in table.dimensions for each in dimension.categories}
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    for name, value in stated.items():
        if name in categories and name not in dimensions:
            second[categories[name]] = value
        else:
            first[dimensions.get(name, name)] = value
    return {key: each for key, each in (("dimensions", first), ("categories", second)) if each}

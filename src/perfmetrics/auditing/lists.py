"""Lists of expenditure by function and by economic class, as a report file states them.

An item is listed where its words name a class of the classification and it is known of what column, or of what amount,
it is a part. What is stated of one class in several places is one item. A list that does not agree with its own total,
or whose levels are unclear, is left: a list that was misread is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from perfmetrics.auditing.classes import By, Class
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.placing import SEVERAL, Candidate, Found, Path, agreed
from perfmetrics.statements import Column, Report
from perfmetrics.texts import Phrase

UNCLEAR_PARTS = Phrase("多于合计或上级项，或层次不明", "it is more than its whole, or its level is unclear")


class Group(NamedTuple):
    """What the items of a list are parts of.

    Attributes:
        by: What its classes are by.
        where: The path of the figure that they break down, or of its column; empty where that is unclear.
        whole: The key of the amount that they break down, where its path is unclear.
    """

    by: By
    where: Path
    whole: str = ""


class Item(NamedTuple):
    """An amount of a class.

    Attributes:
        group: What it is a part of.
        chain: Its class, behind those above it.
        name: What it is called.
        number: The amount.
        is_line: Whether it is also a line of a report: 会议费.
        is_lower: Whether it is an economic class of the second level.
        whole: The amount that its words say it is a part of.
        unit: The unit of an amount that carries none.
        is_open: Whether more parts follow that are not listed: …等.
        is_said_all: Whether the words say that the parts are all.
    """

    group: Group
    chain: tuple[str, ...]
    name: str
    number: Number
    is_line: bool = False
    is_lower: bool = False
    whole: Number | None = None
    unit: str = ""
    is_open: bool = False
    is_said_all: bool = False


def chain_of(named: Class, above: Sequence[str]) -> tuple[str, ...]:
    """Return the class of an amount, behind the class that it is listed as a part of.

    Example:
        >>> chain_of(Class("economic", ("奖金",), "奖金", ""), ("工资福利",))
        ('工资福利', '奖金')
        >>> chain_of(Class("function", ("教育", "普通教育"), "普通教育", ""), ("教育",))
        ('教育', '普通教育')
    """
    above = tuple(above)
    return named.chain if named.chain[: len(above)] == above else (*above, *named.chain)


def is_below(named: Class, upper: Item) -> bool:
    """Return whether a class may be a part of an item, and does not stand beside it.

    Example:
        >>> from perfmetrics.auditing.classes import class_of
        >>> from perfmetrics.auditing.lexer import lex
        >>> upper = Item(Group("economic", ()), ("工资福利",), "工资福利支出", lex("8万元").numbers[0])
        >>> is_below(class_of("奖金"), upper), is_below(class_of("商品和服务支出"), upper)
        (True, False)
    """
    if named.by != upper.group.by:
        return False
    if named.by == "economic":
        return named.is_lower and not upper.is_lower
    return named.is_part or named.chain[: len(upper.chain)] == upper.chain != named.chain


_BY: Mapping[By, str] = {"function": "功能分类", "economic": "经济分类"}
_FEWEST = 2  # classes that make a list
_DEEPEST = 5  # level of a list of a report file


def place_lists(
    items: Sequence[Item], decided: Mapping[Path, Candidate], found: Found
) -> tuple[list[dict[str, Any]], dict[str, Number]]:
    """Return the lists of a report file, and which number each of their figures came from.

    Args:
        items: Amounts of classes.
        decided: The figures of columns that are placed.
        found: Takes what has no place.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> group, amounts = Group("function", ("final_accounts",)), lex("8万元，6万元").numbers
        >>> items = [Item(group, (name,), name, each) for name, each in zip(("教育", "国防"), amounts, strict=True)]
        >>> place_lists(items, {}, Found())[0][0]["items"]
        [{'name': '教育', 'value': '8万元'}, {'name': '国防', 'value': '6万元'}]
    """
    groups: dict[Group, list[Item]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    lists: list[dict[str, Any]] = []
    places: dict[str, Number] = {}
    counts: dict[str, int] = {}
    for group, own in groups.items():
        read = _list(group, own, decided, found)
        if read is None:
            continue
        counts[group.by] = counts.get(group.by, 0) + 1
        name = group.by if counts[group.by] == 1 else f"{group.by}_{counts[group.by]}"
        lists.append({"id": name, **read.data})
        places |= {f"lists.{name}.{path}": number for path, number in read.places.items()}
    return lists, places


@dataclass(frozen=True, slots=True)
class _List:
    """A list, and which number each of its figures came from."""

    data: dict[str, Any]
    places: dict[str, Number]


_Chain = tuple[str, ...]


def _list(group: Group, own: Sequence[Item], decided: Mapping[Path, Candidate], found: Found) -> _List | None:
    values = _values(own, found)
    first = {item.chain: item for item in reversed(own) if item.chain in values}
    first = {chain: first[chain] for chain in values}
    if sum(not item.is_line for item in first.values()) < _FEWEST:
        return None
    of, total = _whole(group, own, decided)
    levels = dict(_levels(first))
    if not _is_clear(first, values, levels, total):
        for item in own:
            found.leave(item.number, UNCLEAR_PARTS, anew=True)
        return None
    data: dict[str, Any] = {"name": _name(group, own), "by": group.by}
    if any(item.is_open for item in own):
        data["closed"] = False
    elif all(item.is_said_all for item in own) and _closes(
        total, [values[each] for each in levels if levels[each] == 1]
    ):
        data["closed"] = True
    names = _distinct([first[chain].name for chain in levels])
    places = {name: values[chain].number for name, chain in zip(names, levels, strict=True)}
    if of:
        data["of"] = ".".join(of)
    elif total is not None:
        data["total"] = total.to_text()
        places["total"] = total.number
    for item in own:
        if item.chain in values:
            found.settle(item.number)
    data["items"] = [_item(first[chain], values[chain], depth) for chain, depth in levels.items()]
    return _List(data, places)


def _values(own: Sequence[Item], found: Found) -> dict[_Chain, Candidate]:
    """Return the amount of each class, where all that is stated of it agrees."""
    stated: dict[_Chain, list[Item]] = {}
    for item in own:
        stated.setdefault(item.chain, []).append(item)
    values: dict[_Chain, Candidate] = {}
    for chain, same in stated.items():
        one = agreed([Candidate(item.number, item.unit) for item in same])
        if one is not None:
            values[chain] = one
        else:
            for item in same:
                found.leave(item.number, SEVERAL, anew=True)
    return values


def _whole(group: Group, own: Sequence[Item], decided: Mapping[Path, Candidate]) -> tuple[Path, Candidate | None]:
    """Return the path of the figure that a list breaks down, and the figure; or the amount alone."""
    stated = agreed([Candidate(item.whole, item.unit) for item in own if item.whole is not None])
    placed = decided.get(group.where)
    if placed is not None and (stated is None or agreed([placed, stated]) is not None):
        return group.where, placed
    return (), stated


def _levels(first: Mapping[_Chain, Item]) -> Iterator[tuple[_Chain, int]]:
    """Yield the items, each followed by its parts, with their depth."""
    below: dict[_Chain, list[_Chain]] = {}
    for chain in first:
        above = next((chain[:i] for i in range(len(chain) - 1, 0, -1) if chain[:i] in first), ())
        below.setdefault(above, []).append(chain)
    open_ = [(chain, 1) for chain in reversed(below[()])]
    while open_:
        chain, depth = open_.pop()
        yield chain, depth
        open_ += [(part, depth + 1) for part in reversed(below.get(chain, []))]


def _is_clear(
    first: Mapping[_Chain, Item],
    values: Mapping[_Chain, Candidate],
    levels: Mapping[_Chain, int],
    total: Candidate | None,
) -> bool:
    """Return whether the parts of each item, and of the whole, are of one level and come to no more than it."""
    below: dict[_Chain, list[_Chain]] = {}
    open_: list[_Chain] = [()]
    for chain, depth in levels.items():
        del open_[depth:]
        below.setdefault(open_[-1], []).append(chain)
        open_.append(chain)
    for above, parts in below.items():
        whole = values[above] if above else total
        if len({first[chain].is_lower for chain in parts}) > 1:
            return False
        if whole is not None and is_above(whole, [values[chain] for chain in parts]):
            return False
    return max(levels.values()) <= _DEEPEST


def _off(whole: Candidate, parts: Sequence[Candidate], beside: Sequence[Candidate] = ()) -> tuple[Fraction, Fraction]:
    """Return by how much parts come to more than a whole, and how much of it rounding alone may explain."""
    finest: dict[int, Fraction] = {}
    for each in (whole, *parts, *beside):
        finest[each.scale] = min(each.ulp, finest.get(each.scale, each.ulp))
    # Amounts in one unit have the digits of the finest of them: 5万元 beside 3.25万元 is 5.00万元.
    slack = sum((finest[each.scale] for each in (whole, *parts)), Fraction(0)) / 2
    return sum((each.value for each in parts), Fraction(0)) - whole.value, slack


def is_above(whole: Candidate, parts: Sequence[Candidate], beside: Sequence[Candidate] = ()) -> bool:
    """Return whether parts come to more than a whole, or one of them does, by more than rounding explains.

    Args:
        whole: The whole.
        parts: Its parts.
        beside: Other amounts of the same table, which tell how fine it is.
    """
    off, slack = _off(whole, parts, beside)
    return max(off, *(each.value - whole.value for each in parts)) >= slack


def _closes(whole: Candidate | None, parts: Sequence[Candidate]) -> bool:
    if whole is None:
        return False
    off, slack = _off(whole, parts)
    return abs(off) < slack


def _name(group: Group, own: Sequence[Item]) -> str:
    """Return what a list is called: the column, fund and line that it breaks down, or the amount."""
    if not group.where:
        return next((f"{item.whole.quantity.text}的" for item in own if item.whole is not None), "") + _BY[group.by]
    titles = [Report.model_fields[group.where[0]].title or ""]
    titles += [Column.model_fields[part].title or "" for part in group.where[1:]]
    return "".join(titles) + _BY[group.by]


def _item(item: Item, value: Candidate, depth: int) -> dict[str, Any]:
    data: dict[str, Any] = {"name": item.name, "value": value.to_text()}
    return data if depth == 1 else data | {"level": depth}


def _distinct(names: Sequence[str]) -> list[str]:
    """Return the names of items as paths have them: the second of one name is `其他#2`."""
    counts: dict[str, int] = {}
    found: list[str] = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        found.append(name if counts[name] == 1 else f"{name}#{counts[name]}")
    return found

"""Rates: which line of a scoring table an item speaks of, and the figures that its formula reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from perfmetrics import formulas as regulations
from perfmetrics.auditing.candidates import Candidate
from perfmetrics.auditing.lexer import Lexed, Number
from perfmetrics.auditing.naming import known_name, plain
from perfmetrics.auditing.outline import Outline
from perfmetrics.auditing.placing import TABLES, Path


@cache
def read_by(name: str) -> frozenset[Path]:
    """Return the figures that the formulas of a name read.

    Example:
        >>> sorted(read_by("公用经费控制率"))
        [('final_accounts', 'operating_expenses'), ('initial_budget', 'operating_expenses')]
    """
    figures = (each.figure for rate in regulations.ALL if plain(rate.name.zh) == name for each in rate.parameters)
    paths = (tuple(figure.split(".")) for figure in figures if " " not in figure)
    return frozenset(path for path in paths if path[0] in TABLES)


_SIDE = re.compile("[。；\n]")
_CLAUSE = re.compile("[，,：、|]")
_LONGEST_FORMULA = 200


class Rates:
    """The rates of a text: printed arithmetic by the item that it stands in, and its name."""

    def __init__(self, lexed: Lexed, outline: Outline, formulas: Sequence[Candidate]) -> None:
        self.outline = outline
        self.stated: dict[str, tuple[str, Number]] = {}
        for each in formulas:
            name = _left_side(lexed, min(number.begin for number in each.numbers))
            if name:
                self.stated.setdefault(each.stated.key, (name, each.stated))
        self.own: dict[int, set[str]] = {}
        for name, number in self.stated.values():
            self.own.setdefault(next(outline.above(number.begin), -1), set()).add(name)

    def name(self, node: int) -> str:
        """Return the name of the rate that an item speaks of, or empty."""
        named = known_name(self.outline.nodes[node].name)
        printed = self.own.get(node, set())
        return named or (next(iter(printed)) if len(printed) == 1 else "")

    def at(self, place: int) -> frozenset[Path]:
        """Return the figures that the formula of the item at a place reads."""
        node = next(self.outline.above(place), -1)
        return frozenset() if node < 0 else read_by(self.name(node))


def _left_side(lexed: Lexed, place: int) -> str:
    """Return the known name before the sign of equality that printed arithmetic follows."""
    sentence = _SIDE.split(lexed.words[max(0, place - _LONGEST_FORMULA) : place])[-1]
    sides = sentence.split("=")[:-1]
    return next(filter(None, (known_name(_CLAUSE.split(side)[-1]) for side in reversed(sides))), "")

"""Arithmetic printed in a text, `（72-14-4）/71×100%=76.06%`: its operands, and the result stated for it.

Each number behind an `=` is a result; what stands before that sign, back to the start of the clause, is parsed. Nothing
is evaluated as code, and nothing is parsed that is not arithmetic to its last character: words alone are no operand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import Literal, NamedTuple

from perfmetrics.auditing.candidates import Candidate, Sureness, exact, looseness
from perfmetrics.auditing.judging import verdict_of
from perfmetrics.auditing.lexer import MOST_DIGITS, Kind, Lexed, Number, renumbered
from perfmetrics.quantities import UNITS, Dimension
from perfmetrics.verdicts import CLOSES
from perfmetrics.working import Binary, Constant, Expr, NotARatioError, Operator, Symbol, as_ratio, symbols

MOST_CHARACTERS = 400  # of a formula; each `=` looks back no further
MOST_OPERANDS = 60
_MOST_SIDES = 4  # of a chain a=b=c

_EQUALS = re.compile("[=≈≒]")
_ARITHMETIC: dict[str, Operator] = {
    "+": "+",
    "-": "-",
    "—": "-",
    "*": "×",
    "×": "×",
    "x": "×",
    "X": "×",
    "÷": "÷",
    "/": "÷",
    "∕": "÷",
    "⁄": "÷",
}
_OPEN, _CLOSE = "([{", ")]}"
_STRENGTH = {"+": 1, "-": 1, "×": 2, "÷": 2}
_ENDS_CLAUSE = frozenset("。；;，,：！？?!、|<>≤≥≠=≈≒\n ")
_AMBIGUOUS = frozenset("，,：、\n ")  # between two digits these may belong to a number: 1 521.39, 1，521.39
_SPOKEN = re.compile("加上|减去|乘以|除以|扣除|乘|除(?!外)")  # arithmetic in words is not parsed
_PER = re.compile(r"/[^\d\s()\[\]{}+\-—*×÷/=≈≒,，。；]{1,3}(?=[)\]}+\-—*×÷=≈≒]|$)")  # 元/人 behind a number
_WORDY = re.compile(r"\([^()\d]{1,12}\)")
_UNITLESS_END = re.compile(r"[\d.]$")
_NO_OPERAND = re.compile("[年月日号时点届]|季度|分钟|周年")  # behind digits: a date
_TAIL = re.compile("|".join(sorted(map(re.escape, UNITS), key=len, reverse=True)))
_POINTED = re.compile(r"\.\d")
_IN_NUMBER = re.compile(r"[\d.]\d")
_ITEM = re.compile(r"(?:1?\d|20)\.\d")
_UNIT_BEHIND = re.compile(f"(?:{_TAIL.pattern.replace('%|', '')})(?=[+\\-—*×÷/)]|$)")  # (100-20)人
_PER_MILLE = re.compile("[‰‱]")
_PEOPLE = re.compile("人员|人数|在职|编制|在编")
_FALLS = re.compile("下降|减少|降低|压减|节约|降幅|减幅")

Token = Number | Literal["+", "-", "×", "÷", "neg"]


class Formula(NamedTuple):
    """Printed arithmetic.

    Attributes:
        rpn: Its operands and operators, operators behind what they apply to.
        operands: Its numbers.
        certain: Whether it is certain where it starts.
        name: The words before it.
    """

    rpn: tuple[Token, ...]
    operands: list[Number]
    certain: bool
    name: str

    @property
    def is_trivial(self) -> bool:
        """Whether it only turns a number into a percentage."""
        return len(self.rpn) == 3 and self.rpn[2] == "×" and _is_hundred(self.rpn[1])


def inline_formulas(lexed: Lexed) -> Iterator[Candidate]:
    """Yield the claims of arithmetic that is printed with its result.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> [each.stated.quantity.text for each in inline_formulas(lex("变动率＝（90-81）/90×100％=10%≦15%"))]
        ['10%']
    """
    reader = _Reader(lexed)
    for sign in _EQUALS.finditer(lexed.words):
        stated = reader.result(sign.end())
        if stated is None:
            continue
        formulas = list(reader.sides(sign.start()))
        if len(formulas) > 1:
            formulas = [each for each in formulas if not each.is_trivial] or formulas
        for formula in formulas:
            yield from _claims(formula, stated, certain=reader.is_certain(stated))


# ---------------------------------------------------------------------------------------------------------------------
# Reading.


class _Reader:
    """Reads the sides of equations of a text."""

    def __init__(self, lexed: Lexed) -> None:
        self.lexed = lexed
        self.words = lexed.words
        self.begins = [number.begin for number in lexed.numbers]

    def result(self, place: int) -> Number | None:
        """Return the number that stands behind a sign of equality, unless arithmetic goes on there."""
        place += self.words.startswith("约", place)
        dashed = self.words.startswith("—", place)
        i = bisect_right(self.begins, place + dashed) - 1
        if i < 0 or self.begins[i] != place + dashed:
            return None
        number = usable(self.lexed, self.lexed.numbers[i])
        if number is None or _PER_MILLE.match(self.words, number.end):
            return None
        behind = self.words[number.end : number.end + 2]
        if behind[:1] in _ARITHMETIC and (behind[1:].isdigit() or behind[1:] in _OPEN) and behind[1:]:
            return None
        return _negated(self.lexed, number) if dashed else number

    def is_certain(self, stated: Number) -> bool:
        """Return whether a result ends where it seems to: digits behind a space may be the rest of it."""
        behind = self.words[stated.end : stated.end + 2]
        if behind[:1] not in {" ", "\n"} or not _UNITLESS_END.search(stated.quantity.text):
            return True
        following = self.lexed.numbers[stated.index + 1 : stated.index + 2]
        return behind[0] == "\n" and any(each.kind is Kind.ENUMERATOR for each in following)

    def sides(self, place: int) -> Iterator[Formula]:
        """Yield the formulas of a chain of equations before a place, the last one first."""
        least = place - MOST_CHARACTERS
        for _ in range(_MOST_SIDES):
            begin, certain = self._start(place, least)
            if begin < 0:
                return
            formula = self._formula(begin, place, certain=certain)
            if formula is None:
                return
            if len(formula.operands) > 1:
                yield formula
            if begin == 0 or not _EQUALS.match(self.words, begin - 1):
                return
            place = begin - 1

    def _start(self, end: int, least: int) -> tuple[int, bool]:
        """Return where the arithmetic before a sign of equality starts, and whether it is certain; -1 if too far."""
        i = bisect_right(self.begins, end - 1) - 1
        at, depth = end, 0
        while at > max(0, least):
            if i >= 0 and self.lexed.numbers[i].end == at:
                if at < end and self._ends_line(at):
                    return at, True
                at = self.lexed.numbers[i].begin
                i -= 1
                continue
            char = self.words[at - 1]
            if char in _ENDS_CLAUSE:
                around = self.words[max(0, at - 2) : at - 1] + self.words[at : at + 1]
                return at, not (char in _AMBIGUOUS and _IN_NUMBER.match(around))
            if char in _CLOSE:
                depth += 1
            elif char in _OPEN:
                if depth == 0:
                    return at, True
                depth -= 1
            at -= 1
        return (at, True) if at <= 0 else (-1, False)

    def _ends_line(self, at: int) -> bool:
        """Return whether a line ended behind a number, and no operator carries the arithmetic over to the next."""
        return self.lexed.starts_line(at) and self.words[at] not in _ARITHMETIC and self.words[at] not in _CLOSE

    def _formula(self, begin: int, end: int, *, certain: bool) -> Formula | None:
        parser = _Parser(self.lexed)
        i = bisect_right(self.begins, begin - 1)
        at = begin
        first: Number | None = None
        while at < end:
            number = self.lexed.numbers[i] if i < len(self.begins) else None
            if number is not None and number.begin <= at < number.end:
                i += 1
                glued = self.words[at] == "-"
                if glued and not parser.operator("-"):
                    return None
                operand = usable(self.lexed, number)
                if operand is None or not parser.operand(_unsigned(self.lexed, operand) if glued else operand):
                    return None
                first = first or operand
                at = operand.end
                per = _PER.match(self.words, at, end)
                at = per.end() if per else at
                continue
            step = self._symbol(parser, at, number.begin if number is not None and number.begin < end else end, end)
            if step == 0:
                return None
            at += step
        rpn = parser.finish()
        if rpn is None or first is None:
            return None
        # 1.12+3: where a line starts so, 1. may be the number of an item.
        listed = self.lexed.starts_line(first.begin) or first.begin == 0
        if listed and _ITEM.match(first.quantity.text):
            certain = False
        operands = [each for each in rpn if isinstance(each, Number)]
        return Formula(rpn, operands, certain, self.words[max(0, begin - 40) : first.begin])

    def _symbol(self, parser: _Parser, at: int, following: int, end: int) -> int:
        """Take what stands between numbers, and return how many characters it is; 0 if it is no arithmetic."""
        char = self.words[at]
        if char in _OPEN:
            wordy = _WORDY.match(self.words, at, end)
            if wordy is not None:
                return wordy.end() - at
            return parser.open()
        if char in _CLOSE:
            unit = _UNIT_BEHIND.match(self.words, at + 1, end)
            return parser.close() and 1 + (len(unit.group()) if unit else 0)
        if char in _ARITHMETIC and (char not in "xX" or not parser.wants_operand):
            return parser.operator(_ARITHMETIC[char])
        stop = at
        while stop < following and self.words[stop] not in _OPEN and self.words[stop] not in _CLOSE:
            if self.words[stop] in _ARITHMETIC and self.words[stop] not in "xX":
                break
            stop += 1
        return stop - at if parser.words(self.words[at:stop]) else 0


def usable(lexed: Lexed, number: Number) -> Number | None:
    """Return a number as a figure of printed arithmetic, or None where it is none.

    Beside operators and brackets digits look like ranges, dates and list numbers.
    """
    if number.kind is Kind.FIGURE:
        return number
    text = number.quantity.text
    words = lexed.words
    if not text[-1].isdigit() or len(text) > MOST_DIGITS or _NO_OPERAND.match(words, number.end):
        return None
    if words[max(0, number.begin - 1)] == "." or _POINTED.match(words, number.end):
        return None  # 1.2.3
    tail = _TAIL.match(words, number.end)
    if tail is None:
        return renumbered(number, kind=Kind.FIGURE)
    quantity = replace(number.quantity, text=text + tail.group(), unit=UNITS[tail.group()])
    stop = lexed.at[tail.end() - 1] + 1
    return renumbered(number, kind=Kind.FIGURE, quantity=quantity, end=tail.end(), stop=stop)


def _unsigned(lexed: Lexed, number: Number) -> Number:
    """Return a number without the minus sign before it, which is an operator."""
    quantity = replace(number.quantity, text=number.quantity.text[1:], value=-number.quantity.value)
    return renumbered(number, begin=number.begin + 1, start=lexed.at[number.begin + 1], quantity=quantity)


def _negated(lexed: Lexed, number: Number) -> Number:
    """Return a number with the dash before it as its minus sign."""
    quantity = replace(number.quantity, text="-" + number.quantity.text, value=-number.quantity.value)
    return renumbered(number, begin=number.begin - 1, start=lexed.at[number.begin - 1], quantity=quantity)


class _Parser:
    """Turns operands and operators into the order in which they apply. Each method returns 0 for what cannot be."""

    def __init__(self, lexed: Lexed) -> None:
        self.lexed = lexed
        self.output: list[Token] = []
        self.waiting: list[str] = []
        self.wants_operand = True
        self.count = 0
        self.label = ""
        self.may_be_signed = True
        self.first: Kind | None = None  # how the lexer took the first number

    def operand(self, number: Number) -> int:
        """Take a number."""
        if not self.wants_operand:
            if self.waiting or self.first is not Kind.ENUMERATOR or len(self.output) > 1:
                return 0
            self.output, self.count = [], 0  # 1、支出12+3: the number of an item
        if number.suffix or _SPOKEN.search(self.label) or (self.label[-1:].isascii() and self.label[-1:].isalnum()):
            return 0
        self.label = ""
        self.output.append(number)
        self.wants_operand = False
        self.count += 1
        self.first = self.lexed.numbers[number.index].kind if self.count == 1 else self.first
        return int(self.count <= MOST_OPERANDS)

    def words(self, words: str) -> int:
        """Take words: they may name the number that follows."""
        self.label = words
        return 1

    def open(self) -> int:
        """Take an opening bracket."""
        if not self.wants_operand or _SPOKEN.search(self.label):
            return 0
        self.label = ""
        self.waiting.append("(")
        return 1

    def close(self) -> int:
        """Take a closing bracket."""
        if self.wants_operand or self.label:
            return 0
        while self.waiting and self.waiting[-1] != "(":
            self._apply()
        if not self.waiting:
            if self.count != 1 or self.first is not Kind.ENUMERATOR:
                return 0
            self.output, self.count, self.wants_operand, self.may_be_signed = [], 0, True, False
            return 1  # 1）支出12+3: the number of an item
        self.waiting.pop()
        return 1

    def operator(self, operator: Operator) -> int:
        """Take an operator; a minus at the start of a bracket is a sign."""
        if self.label:
            return 0
        if self.wants_operand:
            if operator != "-" or (self.waiting and self.waiting[-1] != "(") or not self.may_be_signed:
                return 0
            self.waiting.append("neg")
            return 1
        while self.waiting and self.waiting[-1] != "(" and _rank(self.waiting[-1]) >= _STRENGTH[operator]:
            self._apply()
        self.waiting.append(operator)
        self.wants_operand = True
        return 1

    def finish(self) -> tuple[Token, ...] | None:
        """Return the operands and operators, or None if something is missing."""
        if self.wants_operand or self.label:
            return None
        while self.waiting:  # no bracket is open: what is parsed starts behind it
            self._apply()
        return tuple(self.output)

    def _apply(self) -> None:
        self.output.append(self.waiting.pop())  # type: ignore[arg-type]


def _rank(operator: str) -> int:
    return _STRENGTH.get(operator, 3)


# ---------------------------------------------------------------------------------------------------------------------
# Meaning: which hundred makes a percentage, and which numbers are exact.


def _is_hundred(token: Token) -> bool:
    return isinstance(token, Number) and token.says(100) and (token.unit is None or token.is_rate)


def _is_whole(token: Token) -> bool:
    return isinstance(token, Number) and token.is_rate and token.says(100)


def _claims(formula: Formula, stated: Number, *, certain: bool) -> Iterator[Candidate]:
    """Yield the claim of a formula, in the scale that is said, or another one where only that fits."""
    rpn = formula.rpn
    scale: list[tuple[Fraction, bool]]
    divides = "÷" in rpn
    adds_percents = _adds_percents(rpn)
    marked = rpn[-1] == "×" and _is_hundred(rpn[-2])
    if stated.dimension is Dimension.PERCENT and not adds_percents:
        plain = marked and not _is_whole(rpn[-2])
        if plain:
            rpn = rpn[:-2]
        said = divides or marked or any(each.is_rate for each in formula.operands)
        scale = [(Fraction(100), said), (Fraction(1), False), (Fraction(10**4), False)]
        if divides and not any(each.is_rate for each in formula.operands):
            scale = scale[:1]  # 5/20=0.25% is 25%
    elif stated.unit is None and not adds_percents:
        whole = any(_is_whole(each) for each in rpn) and divides and not stated.suffix
        scale = [(Fraction(100), whole), (Fraction(1), not whole)]
    elif stated.dimension is Dimension.MONEY and any(each.unit is None for each in formula.operands):
        moneys = {each.unit for each in formula.operands if each.dimension is Dimension.MONEY}
        scale = [(Fraction(1), moneys <= {stated.unit}), *((Fraction(10) ** power, False) for power in (4, -4, -8))]
    else:
        scale = [(Fraction(1), True)]
    counted = _PEOPLE.search(formula.name) and all(_is_plain_count(each) for each in formula.operands)
    rpn = tuple(
        exact(each) if isinstance(each, Number) and not each.is_rate and (counted or _is_points(each)) else each
        for each in rpn
    )
    if _FALLS.search(formula.name):
        scale += [(-factor, False) for factor, said in scale if said]
    if _may_be_band(rpn, stated):
        certain = False
    tree = _tree(rpn, stated, adds_percents=adds_percents)
    if tree is None:
        return
    named = set(symbols(tree))
    numbers = tuple(each for each in rpn if isinstance(each, Number) and each.key in named)
    if not numbers or _is_unclear(numbers, stated):
        return
    sureness = Sureness.SAID if certain and formula.certain else Sureness.LIKELY
    yield _fitting(
        Candidate("inline_formula", stated, _scaled(tree, factor), numbers, sureness if said else Sureness.LIKELY)
        for factor, said in sorted(scale, key=lambda each: not each[1])
    )


def _fitting(readings: Iterator[Candidate]) -> Candidate:
    """Return the first of several scales that fits, or else the first: 76.06 may be written for 76.06%, or 0.76."""
    first = next(readings)
    fits = (each for each in chain((first,), readings) if verdict_of(each) in CLOSES)
    return next(fits, first)


def _adds_percents(rpn: Sequence[Token]) -> bool:
    """Return whether percentages are added up: the result is one without more ado."""
    return all(each.is_rate if isinstance(each, Number) else each not in {"×", "÷"} for each in rpn)


def _may_be_band(rpn: Sequence[Token], stated: Number) -> bool:
    """Return whether a formula may be a range and its points: 90-100=5分, 95%-98%=4分."""
    numbers = [each for each in rpn if isinstance(each, Number)]
    if stated.dimension is Dimension.POINTS and all(each.is_rate for each in numbers):
        return True
    return tuple(rpn[2:]) == ("-",) and numbers[0].exact() < numbers[1].exact() and stated.digits >= 0


def _is_plain_count(number: Number) -> bool:
    return number.is_rate or (number.unit is None and number.decimals == 0)


def _is_points(number: Number) -> bool:
    return number.dimension is Dimension.POINTS


def _is_unclear(numbers: Sequence[Number], stated: Number) -> bool:
    """Return whether amounts stand in several units, and a result without one does not tell in which it is."""
    moneys = {each.unit for each in numbers if each.dimension is Dimension.MONEY}
    bare = any(each.unit is None for each in numbers)
    return len(moneys) > 1 and (bare or stated.unit is None)


def _scaled(tree: Expr, factor: Fraction) -> Expr:
    sign = Fraction(-1) if factor < 0 else Fraction(1)
    size = factor * sign
    if sign < 0:
        tree = 0 - tree
    if size > 1:
        return tree * int(size)
    return tree if size == 1 else tree / int(1 / size)


@dataclass(frozen=True, slots=True)
class _Node:
    """A part of a tree; `number` where it is one figure alone."""

    expr: Expr
    number: Number | None = None
    is_one: bool = False

    @property
    def bears(self) -> bool:
        """Whether a figure of the text stands in it."""
        return bool(symbols(self.expr))


def _tree(rpn: Sequence[Token], stated: Number, *, adds_percents: bool) -> Expr | None:
    """Return the arithmetic over the keys of numbers, as a ratio of sums, or None where it cannot be put so."""
    money = {each.unit for each in rpn if isinstance(each, Number) and each.dimension is Dimension.MONEY}
    if stated.dimension is Dimension.MONEY:
        money.add(stated.unit)
    for constant_divisors in (False, True):
        tree = _built(rpn, uniform=len(money) <= 1, adds_percents=adds_percents, constant_divisors=constant_divisors)
        if tree is None:
            return None
        try:
            as_ratio(tree)
        except NotARatioError:
            continue
        return tree
    return None


def _built(rpn: Sequence[Token], *, uniform: bool, adds_percents: bool, constant_divisors: bool) -> Expr | None:
    stack: list[_Node] = []
    for each in rpn:
        if isinstance(each, Number):
            stack.append(_leaf(each, adds_percents=adds_percents))
        elif each == "neg":
            stack.append(_Node(0 - stack.pop().expr))
        else:
            right, left = stack.pop(), stack.pop()
            if each in {"×", "÷"} and right.is_one:
                stack.append(left)
                continue
            if each == "×" and left.is_one:
                stack.append(right)
                continue
            if each == "×" and left.bears and right.bears:
                pair = _one_constant(left, right, uniform=uniform)
                if pair is None:
                    return None
                left, right = pair
            if each == "÷" and constant_divisors and right.number is not None:
                if not _may_be_constant(right.number, uniform=uniform):
                    return None
                right = _Node(_constant(right.number))
            stack.append(_Node(Binary(each, left.expr, right.expr)))
    return stack[0].expr


def _leaf(number: Number, *, adds_percents: bool) -> _Node:
    symbol = Symbol(number.key)
    if adds_percents or not number.is_rate:
        return _Node(symbol, number)
    if _is_whole(number):
        return _Node(Constant(1), is_one=True)
    return _Node(symbol / 100, number)


def _may_be_constant(number: Number, *, uniform: bool) -> bool:
    return uniform or number.dimension is not Dimension.MONEY


def _one_constant(left: _Node, right: _Node, *, uniform: bool) -> tuple[_Node, _Node] | None:
    """Return two factors, one of them a constant: of two figures the one that rounding moves less."""
    choices = [
        (looseness(node.number), place, node.number)
        for place, node in enumerate((right, left))
        if node.number is not None and _may_be_constant(node.number, uniform=uniform)
    ]
    if not choices:
        return None
    _, place, number = min(choices, key=lambda each: each[:2])
    constant = _Node(_constant(number))
    return (left, constant) if place == 0 else (constant, right)


def _constant(number: Number) -> Expr:
    value = number.exact() / (100 if number.is_rate else 1)
    if value.denominator == 1:
        return Constant(value.numerator)
    return Binary("÷", Constant(value.numerator), Constant(value.denominator))

"""The same formula with symbols, with numbers put in, and with a range of true values behind each number.

A formula is called with `Expr` operands and so yields the tree of its own arithmetic: what is shown can never drift
from what is computed. The tree is evaluated in exact fractions, printed, and bounded without dividing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import add, mul, sub, truediv
from typing import Literal, NamedTuple

from perfmetrics import limits
from perfmetrics.errors import InputError, Problem, problem
from perfmetrics.quantities import Ends, Interval, is_shown_exactly, result_text
from perfmetrics.texts import Phrase

Operator = Literal["+", "-", "×", "÷"]
_STRENGTH: Mapping[str, int] = {"+": 1, "-": 1, "×": 2, "÷": 2}
_ATOM = 3


class Expr:
    """A node of a formula's arithmetic. Operators build the tree; nothing is computed yet."""

    __slots__ = ()

    def __add__(self, other: Expr | int) -> Expr:
        return Binary("+", self, _expr(other))

    def __radd__(self, other: int) -> Expr:
        return Binary("+", _expr(other), self)

    def __sub__(self, other: Expr | int) -> Expr:
        return Binary("-", self, _expr(other))

    def __rsub__(self, other: int) -> Expr:
        return Binary("-", _expr(other), self)

    def __mul__(self, other: Expr | int) -> Expr:
        return Binary("×", self, _expr(other))

    def __rmul__(self, other: int) -> Expr:
        return Binary("×", _expr(other), self)

    def __truediv__(self, other: Expr | int) -> Expr:
        return Binary("÷", self, _expr(other))

    def __abs__(self) -> Expr:
        return Absolute(self)


@dataclass(frozen=True, slots=True)
class Constant(Expr):
    """A whole number that stands in the formula itself."""

    value: int


@dataclass(frozen=True, slots=True)
class Symbol(Expr):
    """An operand, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Binary(Expr):
    """Two operands and an operator."""

    operator: Operator
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Absolute(Expr):
    """The magnitude of an operand."""

    inner: Expr


def _expr(value: Expr | int) -> Expr:
    return value if isinstance(value, Expr) else Constant(value)


_CHAIN = 64  # terms of a sum up to which each is added to all before it


def signed_sum(terms: Sequence[tuple[int, Expr]]) -> Expr | None:
    """Return terms added and subtracted in their order; None where there are none.

    A long sum is halved again and again, so that whoever goes through its tree does not go deep; it prints the same.

    Raises:
        InputError: If more are subtracted in a row than `limits.SUBTRACTED` allows.

    Example:
        >>> to_text(signed_sum([(1, Symbol("a")), (-1, Symbol("b")), (1, Symbol("c"))]), str)
        'a − b + c'
    """
    if len(terms) <= _CHAIN:
        return _chain(terms) if terms else None
    starts = [0, *(i for i, (sign, _) in enumerate(terms) if sign > 0 and i)]
    blocks = []
    for start, stop in zip(starts, [*starts[1:], len(terms)], strict=True):
        limits.SUBTRACTED.require(stop - start)
        blocks.append(_chain(terms[start:stop]))
    while len(blocks) > 1:
        pairs = zip(blocks[::2], blocks[1::2], strict=False)
        blocks = [*(left + right for left, right in pairs), *blocks[len(blocks) // 2 * 2 :]]
    return blocks[0]


def _chain(terms: Sequence[tuple[int, Expr]]) -> Expr:
    sign, tree = terms[0]
    if sign < 0:
        tree = 0 - tree
    for sign, term in terms[1:]:
        tree = tree + term if sign > 0 else tree - term
    return tree


class NoDenominatorError(ZeroDivisionError):
    """A division has a zero below; carries that part of the tree."""

    def __init__(self, denominator: Expr, *, over_zero: bool) -> None:
        self.denominator, self.over_zero = denominator, over_zero
        super().__init__("zero denominator")


def symbols(expr: Expr) -> tuple[str, ...]:
    """Return the names of the operands in the order in which they stand, each once."""
    return tuple(dict.fromkeys(_symbols(expr)))


def _symbols(expr: Expr) -> Iterator[str]:
    if isinstance(expr, Symbol):
        yield expr.name
    elif isinstance(expr, Binary):
        yield from _symbols(expr.left)
        yield from _symbols(expr.right)
    elif isinstance(expr, Absolute):
        yield from _symbols(expr.inner)


def substitute(expr: Expr, replacement: Mapping[str, Expr]) -> Expr:
    """Return the tree with symbols replaced by trees of their own.

    Example:
        >>> tree = substitute(Symbol("a") / Symbol("b"), {"a": Symbol("c") - Symbol("d"), "b": Symbol("b")})
        >>> to_text(tree, str)
        '(c − d) ÷ b'
    """
    if isinstance(expr, Symbol):
        return replacement[expr.name]
    if isinstance(expr, Binary):
        return Binary(expr.operator, substitute(expr.left, replacement), substitute(expr.right, replacement))
    if isinstance(expr, Absolute):
        return Absolute(substitute(expr.inner, replacement))
    return expr


def evaluate(expr: Expr, values: Mapping[str, Fraction]) -> Fraction:
    """Return the exact value.

    Raises:
        NoDenominatorError: If something is divided by zero.

    Example:
        >>> evaluate(Symbol("a") / Symbol("b") * 100, {"a": Fraction(54), "b": Fraction(71)})
        Fraction(5400, 71)
    """
    return Fraction(*evaluate_over(expr, {name: value.as_integer_ratio() for name, value in values.items()}))


def evaluate_over(expr: Expr, values: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """Return the same of numerators over positive denominators, as such a one; nothing is reduced on the way.

    Raises:
        NoDenominatorError: If something is divided by zero.
    """
    if isinstance(expr, Symbol):
        return values[expr.name]
    if isinstance(expr, Absolute):
        over, under = evaluate_over(expr.inner, values)
        return abs(over), under
    if not isinstance(expr, Binary):
        return _constant(expr), 1
    one, other = expr.left, expr.right  # most are symbols, which need no call of their own
    left, under = values[one.name] if isinstance(one, Symbol) else evaluate_over(one, values)
    right, below = values[other.name] if isinstance(other, Symbol) else evaluate_over(other, values)
    if expr.operator == "×":
        return left * right, under * below
    if expr.operator == "÷":
        if right == 0:
            raise NoDenominatorError(expr.right, over_zero=left == 0)
        return (left * below, under * right) if right > 0 else (-left * below, under * -right)
    if under != below:
        common = lcm(under, below)
        left, right, under = left * (common // under), right * (common // below), common
    return (left + right if expr.operator == "+" else left - right), under


def _constant(expr: Expr) -> int:
    if not isinstance(expr, Constant):
        raise TypeError(type(expr).__name__)
    return expr.value


# ---------------------------------------------------------------------------------------------------------------------
# Bounds. A rate is a ratio of sums, so its range over a box of true values is decided exactly: t is reached if and only
# if 0 lies in the range of (numerator - t x denominator), and that is linear, each figure counted once.


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of operands and a constant, in whole numbers: that is all that formulas consist of."""

    weights: Mapping[str, int]
    constant: int = 0

    def plus(self, other: Linear, factor: int, own: int = 1) -> Linear:
        """Return the sum of a multiple of another one and a multiple, itself by default, of this."""
        weights = {name: own * weight for name, weight in self.weights.items()}
        for name, weight in other.weights.items():
            weights[name] = weights.get(name, 0) + factor * weight
        return Linear({n: w for n, w in weights.items() if w}, own * self.constant + factor * other.constant)

    def times(self, factor: int) -> Linear:
        """Return every weight times a factor."""
        return Linear({n: w * factor for n, w in self.weights.items() if factor}, self.constant * factor)

    def range(self, box: Box) -> Ends:
        """Return the range over a box, in its small units; each operand moves on its own."""
        low: int | None = self.constant * box.denominator
        high, low_closed, high_closed = low, True, True
        for name, weight in self.weights.items():
            ends = box.ends[name]
            first, last, first_closed, last_closed = ends if weight > 0 else -ends
            size = abs(weight)
            low = None if low is None or first is None else low + size * first
            high = None if high is None or last is None else high + size * last
            low_closed, high_closed = low_closed and first_closed, high_closed and last_closed
        return Ends(low, high, low_closed, high_closed)

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """Return the value at a point."""
        return self.constant + sum((w * values[n] for n, w in self.weights.items()), Fraction(0))


@dataclass(frozen=True, slots=True)
class Ratio:
    """One weighted sum over another."""

    over: Linear
    under: Linear


@dataclass(frozen=True, slots=True)
class Box:
    """What each figure may be, all in the same small unit, so that sums of them need no fractions.

    Attributes:
        ends: The ranges, by the names of the figures.
        denominator: How many small units are one.
    """

    ends: Mapping[str, Ends]
    denominator: int

    @classmethod
    def of(cls, ranges: Mapping[str, tuple[Ends, int]]) -> Box:
        """Return the box of ranges of which each is in a small unit of its own, that many of them being one."""
        common = lcm(*(denominator for _, denominator in ranges.values()))
        return cls(
            {name: ends if own == common else ends.times(common // own) for name, (ends, own) in ranges.items()}, common
        )

    @classmethod
    def around(cls, intervals: Mapping[str, Interval]) -> Box:
        """Return the box of ranges whose ends may be any numbers."""
        return cls.of({name: _in_whole_numbers(interval) for name, interval in intervals.items()})


def _in_whole_numbers(interval: Interval) -> tuple[Ends, int]:
    common = lcm(*(end.denominator for end in (interval.low, interval.high) if end is not None))
    low = None if interval.low is None else int(interval.low * common)
    high = None if interval.high is None else int(interval.high * common)
    return Ends(low, high, interval.low_closed, interval.high_closed), common


_ONE = Linear({}, 1)


class NotARatioError(ValueError):
    """The arithmetic is no ratio of weighted sums."""


def as_ratio(expr: Expr) -> Ratio:
    """Return the tree as one weighted sum over another.

    Raises:
        NotARatioError: If it is none; every formula of this package is one, or the magnitude of one.
    """
    is_product = isinstance(expr, Binary) and expr.operator in {"×", "÷"}
    total = None if is_product else _as_sum(expr)
    if total is not None:
        return Ratio(total, _ONE)
    if not isinstance(expr, Binary):
        raise NotARatioError(type(expr).__name__)
    left = as_ratio(expr.left)
    if expr.operator == "×" and isinstance(expr.right, Constant):  # a rate in percent
        return Ratio(left.over.times(expr.right.value), left.under)
    right = as_ratio(expr.right)
    if expr.operator == "÷" and left.under is right.under:
        return Ratio(left.over, right.over)  # one sum over another
    if expr.operator == "÷":
        right = Ratio(right.under, right.over)
    if is_product:
        return Ratio(_product(left.over, right.over), _product(left.under, right.under))
    sign = 1 if expr.operator == "+" else -1
    if left.under == right.under:
        return Ratio(left.over.plus(right.over, sign), left.under)
    over = _product(left.over, right.under).plus(_product(right.over, left.under), sign)
    return Ratio(over, _product(left.under, right.under))


def _as_sum(expr: Expr) -> Linear | None:
    """Return what only adds and subtracts as one weighted sum, built in one go: a list may have hundreds of items."""
    weights: dict[str, int] = {}
    constant = 0
    waiting = [(expr, 1)]
    while waiting:
        node, sign = waiting.pop()
        if isinstance(node, Symbol):
            weights[node.name] = weights.get(node.name, 0) + sign
        elif isinstance(node, Constant):
            constant += sign * node.value
        elif isinstance(node, Binary) and node.operator in {"+", "-"}:
            waiting += (node.right, sign if node.operator == "+" else -sign), (node.left, sign)
        else:
            return None
    return Linear({n: w for n, w in weights.items() if w}, constant)


def _product(left: Linear, right: Linear) -> Linear:
    if not left.weights:
        return right.times(left.constant)
    if not right.weights:
        return left.times(right.constant)
    raise NotARatioError("a product of two figures")


def bounds(expr: Expr, box: Mapping[str, Interval]) -> Interval:
    """Return the exact range of a formula when each operand may be anything in its own range.

    An operand that stands twice moves together. Unbounded where the denominator may be zero.

    Example:
        >>> from perfmetrics.quantities import point
        >>> half = Fraction(1, 2)
        >>> box = {"a": Interval(9 + half, 10 + half, True, False), "b": point(Fraction(20))}
        >>> bounds(Symbol("a") / Symbol("b") * 100, box).to_text()
        '[47.5, 52.5)'
    """
    return bounds_over(expr, Box.around(box))


def bounds_over(expr: Expr, box: Box) -> Interval:
    """Return the same over a box of whole numbers."""
    if isinstance(expr, Absolute):
        return abs(bounds_over(expr.inner, box))
    if isinstance(expr, Binary) and expr.operator == "×" and isinstance(expr.right, Constant):
        return bounds_over(expr.left, box).scaled(Fraction(expr.right.value))
    return ratio_bounds(as_ratio(expr), box)


def ratio_bounds(ratio: Ratio, box: Box) -> Interval:
    """Return the exact range of a ratio of weighted sums over a box."""
    fixed = ratio.under.constant
    if not ratio.under.weights and fixed:  # a sum: its ends are those of its terms
        ends = ratio.over.range(box)
        return (ends if fixed > 0 else -ends).over(abs(fixed) * box.denominator)
    below = ratio.under.range(box)
    if below.high is not None and below.high < 0:
        ratio, below = Ratio(ratio.over.times(-1), ratio.under.times(-1)), -below
    terms = [
        _Term(box.ends[name], ratio.over.weights.get(name, 0), ratio.under.weights.get(name, 0))
        for name in {**ratio.over.weights, **ratio.under.weights}
    ]
    if below.low is None or below.low <= 0 or any(term.ends.low is None or term.ends.high is None for term in terms):
        return Interval(None, None, False, False)
    over, under = ratio.over.constant * box.denominator, ratio.under.constant * box.denominator
    high, high_closed = _highest(terms, over, under)
    low, low_closed = _highest([term._replace(over=-term.over) for term in terms], -over, under)
    return Interval(-low, high, low_closed, high_closed)


class _Term(NamedTuple):
    """A figure of a ratio: its range, and its weights above and below."""

    ends: Ends
    over: int
    under: int


def _highest(terms: Sequence[_Term], over: int, under: int) -> tuple[Fraction, bool]:
    """Return the upper end of a ratio with a positive denominator, and whether it is reached (Dinkelbach's method).

    Args:
        terms: Its figures, whose ranges have two ends.
        over: The constant above.
        under: The constant below.
    """
    lows, highs = [term.ends.low or 0 for term in terms], [term.ends.high or 0 for term in terms]
    overs, unders = [term.over for term in terms], [term.under for term in terms]
    corner = highs
    while True:
        top, below = over + sum(map(mul, overs, corner)), under + sum(map(mul, unders, corner))
        # Of numerator - top / below x denominator.
        slack = [above * below - beneath * top for above, beneath in zip(overs, unders, strict=True)]
        corner = [high if weight > 0 else low for low, high, weight in zip(lows, highs, slack, strict=True)]
        left = over * below - under * top + sum(map(mul, slack, corner))
        if left <= 0:
            reached = all(
                term.ends.high_closed if weight > 0 else term.ends.low_closed
                for term, weight in zip(terms, slack, strict=True)
                if weight
            )
            return Fraction(top, below), reached


# ---------------------------------------------------------------------------------------------------------------------
# Printing, and reading back what was printed.


def to_text(expr: Expr, name: Callable[[str], str]) -> str:
    """Print a tree with every operand in the words that a function gives it.

    A word that is itself a sum, such as `72 − 14 − 4`, is bracketed where it needs to be.

    Example:
        >>> to_text((Symbol("a") - Symbol("b")) / Symbol("c") * 100, {"a": "9", "b": "4", "c": "7 + 1"}.__getitem__)
        '(9 − 4) ÷ (7 + 1) × 100%'
    """
    if isinstance(expr, Binary) and expr.operator == "×" and expr.right == Constant(100):
        return f"{_print(expr.left, name, 2)} × 100%"
    return _print(expr, name, 0)


def _print(expr: Expr, name: Callable[[str], str], least: int) -> str:
    if isinstance(expr, Absolute):
        return f"|{_print(expr.inner, name, 0)}|"
    if isinstance(expr, Constant):
        return str(expr.value)
    if isinstance(expr, Binary):
        strength = _STRENGTH[expr.operator]
        left = _print(expr.left, name, strength)
        right = _print(expr.right, name, strength + (expr.operator in {"-", "÷"}))
        return _bracketed(f"{left} {'−' if expr.operator == '-' else expr.operator} {right}", strength, least)
    if not isinstance(expr, Symbol):
        raise TypeError(type(expr).__name__)
    word = name(expr.name)
    return _bracketed(word, _word_strength(word), least)


def _word_strength(word: str) -> int:
    if word.startswith("−") or " + " in word or " − " in word:
        return 1
    return _ATOM


def _bracketed(text: str, strength: int, least: int) -> str:
    return f"({text})" if strength < least else text


def equals(value: Fraction, unit: str, decimals: int = 2) -> str:
    """Return a result with the sign that is true: `= 100%` where it is exact, `≈ 76.06%` where it is rounded."""
    sign = "=" if is_shown_exactly(value, decimals) else "≈"
    return f"{sign} {result_text(value, decimals).replace('-', '−')}{unit}"


_TOKENS = {"+": "+", "-": "-", "−": "-", "×": "×", "*": "×", "÷": "÷", "/": "÷", "(": "(", ")": ")", "|": "|"}
_SIGN_STRENGTH = 3


def parse_arithmetic(text: str) -> Fraction:
    """Return the exact value of printed arithmetic; nothing is ever evaluated as code.

    Takes decimal digits, `+ − × ÷`, brackets, magnitude bars and percent signs; time is linear in the text.

    Raises:
        InputError: If the text is no arithmetic, divides by zero, or holds a number that is too long.

    Example:
        >>> parse_arithmetic("(72 − 14 − 4) ÷ 72 × 100%")
        Fraction(3, 4)
    """
    output: list[Fraction] = []
    waiting: list[str] = []
    wants_operand = True
    for symbol in _tokens(text):
        if isinstance(symbol, Fraction):
            _require(wants_operand, text)
            output.append(symbol)
            wants_operand = False
        elif symbol == "(" or (symbol == "|" and wants_operand):
            _require(wants_operand, text)
            waiting.append(symbol)
        elif symbol in {")", "|"}:
            _require(not wants_operand, text)
            _close(output, waiting, "(" if symbol == ")" else "|", text)
        elif wants_operand:
            _require(symbol in {"+", "-"}, text)
            waiting.append("neg" if symbol == "-" else "pos")
        else:
            while waiting and waiting[-1] not in {"(", "|"} and _rank(waiting[-1]) >= _STRENGTH[symbol]:
                _apply(output, waiting.pop())
            waiting.append(symbol)
            wants_operand = True
    _require(not wants_operand, text)
    while waiting:
        _require(waiting[-1] not in {"(", "|"}, text)
        _apply(output, waiting.pop())
    return output[0]


def _rank(operator: str) -> int:
    return _SIGN_STRENGTH if operator in {"neg", "pos"} else _STRENGTH[operator]


def _tokens(text: str) -> Iterator[Fraction | str]:
    i = 0
    while i < len(text):
        char = text[i]
        if char.isspace():
            i += 1
        elif char in _TOKENS:
            yield _TOKENS[char]
            i += 1
        else:
            end = i
            while end < len(text) and text[end] in "0123456789.,":
                end += 1
            digits = text[i:end].replace(",", "")
            _require(bool(digits) and digits.count(".") <= 1 and digits.strip(".") != "", text)
            limits.DIGITS.require(len(digits))
            percent = text[end : end + 1] in {"%", "％"}
            yield Fraction(digits) / (100 if percent else 1)
            i = end + percent


def _close(output: list[Fraction], waiting: list[str], opener: str, text: str) -> None:
    while waiting and waiting[-1] not in {"(", "|"}:
        _apply(output, waiting.pop())
    _require(bool(waiting) and waiting.pop() == opener, text)
    if opener == "|":
        output.append(abs(output.pop()))


def _apply(output: list[Fraction], operator: str) -> None:
    right = output.pop()
    if operator in {"neg", "pos"}:
        output.append(-right if operator == "neg" else right)
        return
    left = output.pop()
    if operator == "÷" and right == 0:
        raise InputError([problem("", "算式中分母为零", "the arithmetic divides by zero", "请核对", "check it")])
    result = {"+": add, "-": sub, "×": mul, "÷": truediv}[operator](left, right)
    limits.RESULT_BITS.require(result.numerator.bit_length() + result.denominator.bit_length())
    output.append(result)


def _require(condition: bool, text: str) -> None:  # noqa: FBT001 - an assertion on the text, not a flag
    if not condition:
        short = text if len(text) <= 60 else text[:60] + "…"
        reason = Phrase(f"“{short}”不是算式", f"{short!r} is no arithmetic")
        mend = Phrase("只用数字、＋−×÷ 与括号", "use digits, + − × ÷ and brackets only")
        raise InputError([Problem("", reason, mend)])

"""What a formula is: a plain typed function over decimals that knows its names, its figures and its source."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException, localcontext
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Generic, NamedTuple, ParamSpec

from perfmetrics.errors import InputError as _InputError
from perfmetrics.errors import Problem, ZeroDenominatorError, problem
from perfmetrics.quantities import CONTEXT, Interval, plain_number, to_decimal
from perfmetrics.texts import Phrase
from perfmetrics.working import Expr, NoDenominatorError, Symbol, bounds, evaluate, to_text

P = ParamSpec("P")
NOTHING = Phrase("", "")


class Kind(StrEnum):
    """What an operand or a result is, for a reader."""

    AMOUNT = "amount"
    COUNT = "count"
    AREA = "area"
    DURATION = "duration"
    NUMBER = "number"
    PERCENT = "percent"

    @property
    def unit(self) -> Phrase:
        """The unit, in words."""
        return _UNITS[self]


_UNITS: Mapping[Kind, Phrase] = {
    Kind.AMOUNT: Phrase("金额，各项单位须一致", "money, all amounts in one unit"),
    Kind.COUNT: Phrase("个数", "a count, zero or more"),
    Kind.AREA: Phrase("面积，各项单位须一致", "area, zero or more, all in one unit"),
    Kind.DURATION: Phrase("时长，各项单位须一致", "duration, zero or more, all in one unit"),
    Kind.NUMBER: Phrase("数值，各项单位须一致", "a number, all in one unit"),
    Kind.PERCENT: Phrase("百分比", "percent"),
}

Amount = Annotated[Decimal, Kind.AMOUNT]
Count = Annotated[Decimal, Kind.COUNT]
Area = Annotated[Decimal, Kind.AREA]
Duration = Annotated[Decimal, Kind.DURATION]
Number = Annotated[Decimal, Kind.NUMBER]
Percent = Annotated[Decimal, Kind.PERCENT]

_PLAIN_DIGITS = 24  # sums of numbers up to this long are exact in the decimal context
_NOT_NEGATIVE = frozenset({Kind.COUNT, Kind.AREA, Kind.DURATION})


class Provenance(StrEnum):
    """How well a rule or a number is known; the words are those of the reference document."""

    PUBLISHED = "published"
    RECALLED = "recalled"
    RECONSTRUCTED = "reconstructed"

    @property
    def label(self) -> Phrase:
        """The word that an output prints."""
        return _PROVENANCE_LABELS[self]


_PROVENANCE_LABELS: Mapping[Provenance, Phrase] = {
    Provenance.PUBLISHED: Phrase("已公布", "published"),
    Provenance.RECALLED: Phrase("据通行表述", "recalled"),
    Provenance.RECONSTRUCTED: Phrase("倒推", "reconstructed"),
}


@dataclass(frozen=True, slots=True)
class FormulaSource:
    """Where a formula is written down.

    Attributes:
        title: Title of the document.
        number: Its document number, or empty where it has none or it is not established.
        provenance: How well this formula is known.
        uncertain: Whether a word or a number of it may be off.
        url: Address of the published text, if known.
        note: What a reader has to know about it.
    """

    title: Phrase
    number: str = ""
    provenance: Provenance = Provenance.PUBLISHED
    uncertain: bool = False
    url: str = ""
    note: Phrase = NOTHING

    def citation(self) -> Phrase:
        """Return the source in one line."""
        number = f"{self.number} " if self.number else ""
        doubt = Phrase("，存疑", ", uncertain") if self.uncertain else Phrase("", "")
        label = self.provenance.label
        return Phrase(
            f"{number}{self.title.zh}（{label.zh}{doubt.zh}）", f"{number}{self.title.en} ({label.en}{doubt.en})"
        )

    def but(self, provenance: Provenance, note: Phrase = NOTHING, *, uncertain: bool = False) -> FormulaSource:
        """Return the same document with another standing for one of its formulas."""
        return FormulaSource(self.title, self.number, provenance, uncertain, self.url, note)


class Parameter(NamedTuple):
    """An operand: identifier, the field's word for it, what it is, and the figure it is normally fed."""

    name: str
    label: Phrase
    kind: Kind
    figure: str


class Formula(Generic[P]):
    """A formula of a regulation, callable like the plain function it is.

    Operands are decimals; whole numbers and texts of digits are taken too, floats by their `repr`. The result is in
    percent, to 60 significant digits where no finite decimal can hold it, whatever the caller's decimal context.

    Attributes:
        id: Identifier, unique.
        name: Chinese and English name; variants of one indicator share it.
        variant: What tells this variant from its namesakes; empty where there is none.
        source: Where it is written down.
        parameters: Its operands, in order.
        expression: The tree of its arithmetic.
        range: What values the result can have, in words.
    """

    id: str
    name: Phrase
    variant: Phrase
    source: FormulaSource
    parameters: tuple[Parameter, ...]
    expression: Expr
    range: Phrase
    result: Kind
    __wrapped__: Callable[P, Decimal]

    def __init__(  # noqa: PLR0913, PLR0917 - called in one place, by the decorator
        self,
        function: Callable[P, Decimal],
        name: Phrase,
        source: FormulaSource,
        operands: Mapping[str, tuple[str, str, str]],
        variant: Phrase,
        result_range: Phrase,
    ) -> None:
        hints = _hints(function)
        result = _kind(hints.pop("return"))
        if list(hints) != list(operands):
            raise TypeError(f"{function.__name__}: {list(operands)} do not match the parameters {list(hints)}")
        traced: Any = function
        vars(self).update(
            __wrapped__=function,
            __module__=function.__module__,
            __name__=function.__name__,
            __qualname__=function.__name__,
            id=function.__name__,
            name=name,
            variant=variant,
            source=source,
            parameters=tuple(
                Parameter(key, Phrase(*words[:2]), _kind(hints[key]), words[2]) for key, words in operands.items()
            ),
            expression=traced(*map(Symbol, operands)),
            range=result_range,
            result=result,
        )

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a formula cannot be changed: {self.id}.{name}")

    def __reduce__(self) -> str:
        """Travel between processes by name: a formula is part of the package, and the same in each of them."""
        return self.id

    def __repr__(self) -> str:
        return f"<formula {self.id}: {self.name.zh}>"

    @cached_property
    def summary(self) -> str:
        """The first line of the function's own docstring, or empty."""
        return _own_words(self)[0]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Decimal:
        """Return the rate in percent.

        Raises:
            InputError: If an operand is no finite number, or a count is negative.
            ZeroDenominatorError: If the figure below the line is zero; the error names it.
        """
        try:
            values = self._operands(args, kwargs)
        except TypeError as exc:
            expected = "、".join(f"{each.name}（{each.label.zh}）" for each in self.parameters)
            names = ", ".join(each.name for each in self.parameters)
            raise TypeError(f"{self.id}({names}): {exc}; 参数：{expected}") from None
        if any(
            value.adjusted() >= _PLAIN_DIGITS or int(value.as_tuple().exponent) < -_PLAIN_DIGITS for value in values
        ):
            return self._by_fractions(values)
        function: Any = self.__wrapped__
        with localcontext(CONTEXT):
            try:
                return typing.cast("Decimal", function(*values))
            except (DecimalException, ZeroDivisionError):
                pass
        return self._by_fractions(values)

    def _by_fractions(self, values: list[Decimal]) -> Decimal:
        return to_decimal(self.exact({each.name: Fraction(v) for each, v in zip(self.parameters, values, strict=True)}))

    def exact(self, values: Mapping[str, Fraction]) -> Fraction:
        """Return the exact result in percent.

        Args:
            values: An exact number for each operand, amounts in one unit.

        Raises:
            ZeroDenominatorError: If the figure below the line is zero.
        """
        try:
            return evaluate(self.expression, values)
        except NoDenominatorError as exc:
            raise self.zero_denominator(exc) from None

    def bounds(self, box: Mapping[str, Interval]) -> Interval:
        """Return the exact range of the result when each operand may be anything in its range."""
        return bounds(self.expression, box)

    def symbols(self, lang: typing.Literal["zh", "en"] = "zh") -> str:
        """Return the formula in the words of the field."""
        labels = {each.name: each.label.of(lang) for each in self.parameters}
        return to_text(self.expression, labels.__getitem__)

    def zero_denominator(self, exc: NoDenominatorError) -> ZeroDenominatorError:
        """Return the error that names the figure that is zero."""
        labels = {each.name: each.label for each in self.parameters}
        zh = to_text(exc.denominator, lambda name: labels[name].zh)
        en = to_text(exc.denominator, lambda name: labels[name].en)
        reason = Phrase(
            f"分母“{zh}”为零，{self.name.zh}没有值", f"the denominator, {en}, is zero: {self.name.en} has no value"
        )
        mend = Phrase("请核对该数，或按评分标准说明不适用", "check the figure, or state that the line does not apply")
        return ZeroDenominatorError([Problem(self.id, reason, mend)])

    def _operands(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> list[Decimal]:
        given: list[Any] = list(args)
        if kwargs or len(given) != len(self.parameters):
            given = list(inspect.signature(self.__wrapped__).bind(*args, **kwargs).arguments.values())
        values: list[Decimal] = []
        problems: list[Problem] = []
        for each, value in zip(self.parameters, given, strict=True):
            try:
                number = plain_number(value, f"{self.id}.{each.name}")
            except _InputError as exc:
                problems.extend(exc.problems)
                continue
            if number < 0 and each.kind in _NOT_NEGATIVE:
                problems.append(
                    problem(
                        f"{self.id}.{each.name}",
                        f"{each.label.zh}为负（{number}）",
                        f"{each.label.en} is negative ({number})",
                        "不能为负，请核对",
                        "it cannot be negative, check it",
                    )
                )
            values.append(number)
        if problems:
            raise _InputError(problems)
        return values


def _own_words(each: Formula[Any]) -> tuple[str, str]:
    """Return the first line of the docstring of a formula's function, and what follows it."""
    summary, _, rest = inspect.cleandoc(each.__wrapped__.__doc__ or "").partition("\n")
    return summary, rest


def _documentation(each: Formula[Any]) -> str:
    summary, example = _own_words(each)
    lines = [summary, "", f"{each.name.zh}：{each.symbols('zh')}"]
    if each.variant.zh:
        lines += ["", f"Variant: {each.variant.en}."]
    lines += ["", "Args:"]
    lines += [f"    {one.name}: {one.label.en} ({one.label.zh}); {one.kind.unit.en}." for one in each.parameters]
    lines += ["", "Returns:", f"    {each.result.unit.en}; {each.range.en}."]
    lines += ["", "Raises:", "    InputError: If an operand is no finite number, or a count is negative."]
    lines += ["    ZeroDenominatorError: If the figure below the line is zero; it is named."]
    lines += ["", f"Source: {each.source.citation().en}. {each.source.note.en}".rstrip()]
    example = inspect.cleandoc("\n" + example.strip().removeprefix("Example:"))
    lines += ["", "Example:", *(f"    {line}" for line in example.splitlines())]
    return "\n".join(lines)


class _Documentation:
    """The docstring of the class, and of each formula its own, made when it is asked for: most never are."""

    def __init__(self, of_class: str | None) -> None:
        self._of_class = of_class

    def __get__(self, each: Formula[Any] | None, owner: type) -> str | None:
        return self._of_class if each is None else _documentation(each)


setattr(Formula, "__doc__", _Documentation(Formula.__doc__))  # noqa: B010 - a class body takes no descriptor there


def _hints(function: Any) -> dict[str, Any]:
    """Return what `get_type_hints` does, without compiling names that stand in the function's module."""
    home = function.__globals__
    hints = {key: home.get(hint) if isinstance(hint, str) else hint for key, hint in function.__annotations__.items()}
    return typing.get_type_hints(function, include_extras=True) if None in hints.values() else hints


def _kind(hint: Any) -> Kind:
    kind = typing.get_args(hint)[1]
    if not isinstance(kind, Kind):
        raise TypeError(f"{hint} has no kind")
    return kind


FROM_ZERO = Phrase("0 及以上", "0 or more for amounts of 0 or more")
ANY_SIGN = Phrase("可正可负", "either sign")
UP_TO_HUNDRED = Phrase("0 至 100", "0 to 100 for amounts of 0 or more")
AT_MOST_HUNDRED = Phrase("至多 100", "at most 100 for amounts of 0 or more")
FROM_MINUS_HUNDRED = Phrase("−100 及以上", "-100 or more for amounts of 0 or more")


def formula(  # noqa: PLR0913 - the metadata of a formula, by keyword
    zh: str,
    en: str,
    *,
    source: FormulaSource,
    inputs: Mapping[str, tuple[str, str, str]],
    variant: Phrase = NOTHING,
    range_: Phrase = FROM_ZERO,
) -> Callable[[Callable[P, Decimal]], Formula[P]]:
    """Make a plain function a formula.

    Args:
        zh: The field's term.
        en: Its English name.
        source: Where the formula is written down.
        inputs: For each parameter its Chinese word, its English word, and the path expression of the figure that it
            is normally fed (empty where a report has no such figure).
        variant: What tells it from its namesakes.
        range_: What values the result can have.
    """

    def decorate(function: Callable[P, Decimal]) -> Formula[P]:
        return Formula(function, Phrase(zh, en), source, MappingProxyType(dict(inputs)), variant, range_)

    return decorate

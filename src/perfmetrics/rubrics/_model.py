"""What a scoring table (评分标准) is: dimensions > categories > indicators, with marks, rules and provenance."""

# Annotations are no strings here: pydantic would evaluate them one by one, and every new process waits for that.

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import SchemaValidator, ValidationError

from perfmetrics import formulas
from perfmetrics.errors import PerfMetricsError, Problem, problem
from perfmetrics.formulas import Formula, Provenance
from perfmetrics.inputs import Term, parse_inputs
from perfmetrics.keeping import Keeps
from perfmetrics.quantities import MAX_DIGITS
from perfmetrics.reading import LooksOver
from perfmetrics.rules import (
    EVIDENCE_RULES,
    RATE_RULES,
    Checklist,
    Choice,
    Model,
    NotKnown,
    Positive,
    Range,
    Rule,
    Targets,
    Text,
    points_text,
    range_problems,
    read_positive,
    told_kind,
)
from perfmetrics.shapes import short_way
from perfmetrics.statements import check_path
from perfmetrics.texts import Lang, Phrase

Policy = Literal["full", "zero", "leave_out", "undefined"]


_MARKS_SCHEMA = {
    "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^([0-9]+(\.[0-9]+)?|unknown)$"}],
    "description": 'full marks, or "unknown"',
}


def _marks(value: object) -> object:
    return value if value == "unknown" else read_positive(value)


Marks = Annotated[Decimal | Literal["unknown"], BeforeValidator(_marks), WithJsonSchema(_MARKS_SCHEMA)]
Part = Literal["full_marks", "formula", "rule"]
_PARTS: tuple[Part, ...] = ("full_marks", "formula", "rule")

_CHECK_TABLE = Phrase("请对照评分标准原文修改", "mend it from the text of the scoring table")


class LineProvenance(Model):
    """How well each part of a line is known.

    Attributes:
        full_marks: Provenance of the full marks.
        rule: Provenance of the rule.
        formula: Provenance of the formula as this table uses it, where it has one.
        uncertain: The parts of which a word or a number may be off.
        source: Where it was read.
        note: What a reader has to know.
    """

    full_marks: Provenance
    rule: Provenance
    formula: Provenance | None = None
    uncertain: tuple[Part, ...] = ()
    source: str = ""
    note: str = ""


class TableSource(Model):
    """Where the table comes from."""

    title: Text
    number: str = ""
    url: str = ""
    note: str = ""


class Grade(Model):
    """A grade and the range of totals that earns it."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: Text
    name: Text
    name_en: str = ""
    range: Range

    def label(self, lang: Lang) -> str:
        """Return its name in a language; in Chinese where it has no English name."""
        return self.name_en if lang == "en" and self.name_en else self.name


class Indicator(Model, LooksOver):
    """One scored line.

    Attributes:
        id: Identifier, unique in the table.
        name: Name in the table.
        name_en: English name.
        full_marks: Its mark, or `"unknown"`.
        formula: Identifier of the formula, where the rule scores a rate. Without one, the stated rate is scored.
        inputs: For operands that are not fed as the formula normally is: a path expression.
        rule: How points are awarded.
        not_applicable: What happens when the report says that the line does not apply.
        zero_denominator: What happens when a figure above zero is divided by zero.
        zero_over_zero: What happens when zero is divided by zero.
        round_rate_to: Decimals that the rate is rounded to, half up, before points are awarded.
        round_points_to: Decimals that the points are rounded to, half up.
        provenance: How well all this is known.
    """

    id: Text
    name: Text
    name_en: Text
    full_marks: Marks
    formula: Text | None = None
    inputs: dict[str, Text] = Field(default_factory=dict)
    rule: Rule
    not_applicable: Policy = "undefined"
    zero_denominator: Policy = "undefined"
    zero_over_zero: Policy = "undefined"
    round_rate_to: Annotated[int, Field(strict=True, ge=0, le=MAX_DIGITS)] | None = None
    round_points_to: Annotated[int, Field(strict=True, ge=0, le=MAX_DIGITS)] | None = None
    provenance: LineProvenance

    _told_kind = model_validator(mode="before")(told_kind)

    @property
    def marks(self) -> Fraction | None:
        """The full marks, or None where they are unknown."""
        return Fraction(self.full_marks) if isinstance(self.full_marks, Decimal) else None

    @property
    def scores_a_rate(self) -> bool:
        """Whether points follow from one rate."""
        return isinstance(self.rule, RATE_RULES)

    @property
    def assumed(self) -> tuple[Part, ...]:
        """The parts that are uncertain, reconstructed or not known: assumptions of the card."""
        known = self.provenance
        not_known = {"rule"} if isinstance(self.rule, NotKnown) else set()
        return tuple(
            part
            for part in _PARTS
            if (part != "full_marks" or self.marks is not None)
            and (part in known.uncertain or part in not_known or getattr(known, part) is Provenance.RECONSTRUCTED)
        )

    @property
    def rule_is_assumed(self) -> bool:
        """Whether points that differ from this rule are no proof against the report."""
        return any(part in {"rule", "formula"} for part in self.assumed)

    def terms(self, formula: Formula[Any]) -> dict[str, tuple[Term, ...]]:
        """Return the path expression of each operand of a formula, as this line feeds it."""
        return operand_terms(formula, self.inputs)

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong between the parts of the line."""
        if self.marks is not None:
            for key, words in self.rule.problems(self.marks):
                yield Problem(f"rule.{key}", words, _CHECK_TABLE)
        if isinstance(self.rule, Choice):
            for i, each in enumerate(self.rule.alternatives):
                yield from _input_problems(each.formula, each.inputs, f"rule.alternatives[{i}].")
        if self.formula is not None:
            yield from _input_problems(self.formula, self.inputs, "")
        if self.formula is not None and isinstance(self.rule, (*EVIDENCE_RULES, Targets, Choice)):
            if not isinstance(self.rule, NotKnown):
                kind = self.rule.kind
                yield problem(
                    "formula",
                    f"{kind} 规则不用公式",
                    f"a {kind} rule takes no formula",
                    "请删去 formula，或改用按比率计分的规则",
                    "remove the formula, or use a rule on a rate",
                )
        elif self.inputs and self.formula is None:
            yield problem(
                "inputs", "没有 formula 却有 inputs", "inputs without a formula", "请补 formula", "add a formula"
            )


def operand_terms(formula: Formula[Any], inputs: dict[str, str]) -> dict[str, tuple[Term, ...]]:
    """Return the path expression of each operand that has one: the table's, or else the formula's usual one."""
    texts = {each.name: inputs.get(each.name, each.figure) for each in formula.parameters}
    return {name: parse_inputs(text) for name, text in texts.items() if text}


def _input_problems(identifier: str, inputs: dict[str, str], prefix: str) -> Iterator[Problem]:
    try:
        formula = formulas.get(identifier)
    except PerfMetricsError as exc:
        yield from (Problem(f"{prefix}formula", each.reason, each.mend) for each in exc.problems)
        return
    names = {each.name: each.figure for each in formula.parameters}
    for name in sorted(inputs.keys() - names.keys()):
        known = ", ".join(names)
        yield problem(
            f"{prefix}inputs.{name}",
            f"{formula.name.zh}没有参数“{name}”",
            f"{formula.id} has no parameter {name!r}",
            f"可用：{known}",
            f"it has: {known}",
        )
    for name, usual in names.items():
        text = inputs.get(name, usual)
        if not text:
            yield problem(
                f"{prefix}inputs.{name}",
                "未指明取自报告的哪个数",
                "no figure of the report is named for it",
                f'请写 {name} = "…"',
                f'write {name} = "..."',
            )
            continue
        yield from (Problem(f"{prefix}inputs.{name}", each.reason, each.mend) for each in _path_problems(text))


def _path_problems(text: str) -> Iterator[Problem]:
    try:
        terms = parse_inputs(text)
    except ValueError:
        yield problem(
            "", f"“{text}”不是数据路径", f"{text!r} is no path expression", "写成 a.b + c.d", "write a.b + c.d"
        )
        return
    for term in terms:
        for path in term.paths:
            try:
                check_path(path)
            except PerfMetricsError as exc:
                yield from exc.problems


class Category(Model, LooksOver):
    """A second-level heading of the table."""

    id: Text
    name: Text
    name_en: Text
    full_marks: Marks
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]

    @property
    def marks(self) -> Fraction | None:
        """The full marks, or None where they are unknown."""
        return Fraction(self.full_marks) if isinstance(self.full_marks, Decimal) else None

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong between the parts of the category."""
        for i, each in enumerate(self.indicators):
            yield from _below(f"indicators[{i}]", each.problems())
        yield from _sum_problems(self.marks, [each.marks for each in self.indicators], "indicators")


class Dimension(Model, LooksOver):
    """A first-level heading of the table."""

    id: Text
    name: Text
    name_en: Text
    full_marks: Marks
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]

    @property
    def marks(self) -> Fraction | None:
        """The full marks, or None where they are unknown."""
        return Fraction(self.full_marks) if isinstance(self.full_marks, Decimal) else None

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong between the parts of the dimension."""
        for i, each in enumerate(self.categories):
            yield from _below(f"categories[{i}]", each.problems())
        yield from _sum_problems(self.marks, [each.marks for each in self.categories], "categories")


class Rubric(Model, LooksOver, Keeps):
    """A scoring table.

    Attributes:
        id: Identifier.
        title: Its title.
        title_en: Its English title.
        evaluates: What it scores.
        place: Where it applies.
        years: The years that it is known for.
        source: Where it comes from.
        full_marks: Marks of the whole table.
        grades: Grades by total, best first; empty where the table has none.
        dimensions: Its first-level headings.
        notes: What a user has to know about the table as a whole.
    """

    id: Text
    title: Text
    title_en: Text
    evaluates: Literal["department", "project", "government"]
    place: Text
    years: str
    source: TableSource
    full_marks: Positive
    grades: tuple[Grade, ...] = ()
    grades_source: str = ""
    grades_provenance: Provenance = Provenance.PUBLISHED
    dimensions: Annotated[tuple[Dimension, ...], Field(min_length=1)]
    notes: tuple[Text, ...] = ()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Return a table from plain data: in short where it fits, else by asking about each of its parts."""
        try:
            table: Self = rubrics_in_short().validate_python(data)
        except ValidationError:
            return super().read(data)
        return table

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every line, in order."""
        return tuple(line for dim in self.dimensions for cat in dim.categories for line in cat.indicators)

    @property
    def is_complete(self) -> bool:
        """Whether the full marks of every line are known."""
        return all(line.marks is not None for line in self.indicators)

    def grade(self, total: Fraction) -> Grade | None:
        """Return the grade of a total, or None where no range holds it."""
        return next((grade for grade in self.grades if total in grade.range), None)

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong between the parts of the table, each being right by itself."""
        for i, each in enumerate(self.dimensions):
            yield from _below(f"dimensions[{i}]", each.problems())
        whole = Fraction(self.full_marks)
        yield from _sum_problems(whole, [each.marks for each in self.dimensions], "dimensions")
        for key, words in range_problems((f"grades[{i}].range", grade.range) for i, grade in enumerate(self.grades)):
            yield Problem(key, words, _CHECK_TABLE)
        for kind, ids in (
            ("indicators", [line.id for line in self.indicators]),
            ("dimensions", [each.id for each in self.dimensions]),
            ("categories", [each.id for dim in self.dimensions for each in dim.categories]),
        ):
            for twice in sorted({each for each in ids if ids.count(each) > 1}):
                yield problem(kind, f"标识“{twice}”重复", f"the id {twice!r} stands twice", "请改名", "rename one")


@cache
def rubrics_in_short() -> SchemaValidator:
    """Return what reads scoring tables that are as they should be."""
    differ: Any = Checklist.has_each_item_once
    return short_way(Rubric, {Checklist: differ}, by_title=False)


def _below(path: str, found: Iterator[Problem]) -> Iterator[Problem]:
    for each in found:
        yield Problem(f"{path}.{each.path}", each.reason, each.mend)


def _sum_problems(whole: Fraction | None, parts: list[Fraction | None], key: str) -> Iterator[Problem]:
    known = [part for part in parts if part is not None]
    total = sum(known, Fraction(0))
    complete = len(known) == len(parts)
    if whole is None:
        if complete:
            sum_ = points_text(total)
            yield problem(
                "full_marks",
                f"各项分值已知，合计 {sum_}，上级却写未知",
                f"the parts are known and add up to {sum_}, the whole is unknown",
                f"请写 {sum_}",
                f"write {sum_}",
            )
    elif (complete and total != whole) or total > whole:
        words = " + ".join(points_text(part) for part in known)
        yield problem(
            key,
            f"分值合计 {words} = {points_text(total)}，与上级 {points_text(whole)} 不符",
            f"marks {words} = {points_text(total)} do not add up to {points_text(whole)}",
            "请对照评分标准原文修改",
            "mend them from the text of the scoring table",
        )

"""explain(): what a formula computes, from which figures, where it is written down, and which tables score it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypedDict

from perfmetrics import formulas
from perfmetrics.document import Align, Block, Bullets, Cell, Document, Heading, Row, Table, Tone, say
from perfmetrics.formulas import Formula
from perfmetrics.printing import Printable
from perfmetrics.rubrics import Indicator, Rubric, list_rubrics
from perfmetrics.rules import Choice
from perfmetrics.texts import Lang


class OperandJson(TypedDict):
    """JSON of an operand."""

    name: str
    label: str
    kind: str
    figure: str


class FormulaJson(TypedDict):
    """JSON of a formula."""

    id: str
    name: str
    variant: str
    formula: str
    operands: list[OperandJson]
    range: str
    source: str
    provenance: str
    uncertain: bool
    url: str
    rubrics: list[str]


@dataclass(frozen=True, slots=True)
class Use:
    """A line of a shipped table that scores a formula."""

    rubric: Rubric
    indicator: Indicator


@dataclass(frozen=True, slots=True, repr=False)
class Explanation(Printable):
    """Every variant of an indicator: formula, figures, source, and the tables that score it.

    Attributes:
        formulas: The variants.
        uses: For each, the lines of the shipped tables that use it.
    """

    formulas: tuple[Formula[Any], ...]
    uses: tuple[tuple[Use, ...], ...]

    def __repr__(self) -> str:
        return f"<Explanation {self.formulas[0].name.zh}: {', '.join(each.id for each in self.formulas)}>"

    def to_dict(self, lang: Lang = "zh") -> list[FormulaJson]:
        """Return plain data for JSON."""
        return [
            {
                "id": each.id,
                "name": each.name.of(lang),
                "variant": each.variant.of(lang),
                "formula": each.symbols(lang),
                "operands": [
                    {"name": p.name, "label": p.label.of(lang), "kind": p.kind.value, "figure": p.figure}
                    for p in each.parameters
                ],
                "range": each.range.of(lang),
                "source": each.source.citation().of(lang),
                "provenance": each.source.provenance.value,
                "uncertain": each.source.uncertain,
                "url": each.source.url,
                "rubrics": [use.rubric.id for use in uses],
            }
            for each, uses in zip(self.formulas, self.uses, strict=True)
        ]

    def to_document(self, lang: Lang = "zh") -> Document:
        """Return the explanation as a neutral tree for a renderer."""
        return Document(tuple(self._blocks(lang)))

    def _blocks(self, lang: Lang) -> Iterator[Block]:
        zh = lang == "zh"
        yield Heading(self.formulas[0].name.of(lang))
        if len(self.formulas) > 1:
            count = len(self.formulas)
            yield say(
                f"同名公式有 {count} 种，互不通用。"
                if zh
                else f"{count} formulas share this name; none stands for another."
            )
        for each, uses in zip(self.formulas, self.uses, strict=True):
            yield Heading(each.variant.of(lang) or each.name.of(lang), 2)
            yield say(f"{each.name.of(lang)} = {each.symbols(lang)}")
            yield _operands(each, lang)
            yield say(f"取值：{each.range.zh}" if zh else f"Range: {each.range.en}")
            yield say(f"来源：{each.source.citation().zh}" if zh else f"Source: {each.source.citation().en}")
            if each.source.note.of(lang):
                yield say(each.source.note.of(lang), Tone.FAINT)
            yield say(f"Python：perfmetrics.formulas.{each.id}()", Tone.FAINT)
            if uses:
                yield say("评分标准：" if zh else "Scored by:")
                colon = "：" if zh else ": "
                yield Bullets(
                    tuple((say(f"{use.rubric.id}{colon}{use.indicator.rule.text.of(lang)}"),) for use in uses)
                )


def _operands(each: Formula[Any], lang: Lang) -> Table:
    names = ("数据", "参数", "报告中的路径") if lang == "zh" else ("Figure", "Parameter", "Path in a report")
    rows = tuple(
        Row((Cell(p.label.of(lang)), Cell(p.name), Cell(p.figure or "–", Tone.FAINT))) for p in each.parameters
    )
    return Table(tuple((name, Align.LEFT) for name in names), rows)


def explain(name: str) -> Explanation:
    """Explain a formula by its Chinese name, English name or identifier; variants that share a name come together.

    Raises:
        UnknownNameError: If nothing has this name; the nearest names are given.

    Example:
        >>> len(explain("预算完成率").formulas)
        4
        >>> explain("budget_control_rate").to_dict("en")[0]["formula"]
        'supplement ÷ initial budget × 100%'
    """
    found = formulas.find(name)
    return Explanation(found, tuple(tuple(_uses(each.id)) for each in found))


def _uses(identifier: str) -> Iterator[Use]:
    for rubric in list_rubrics():
        for indicator in rubric.indicators:
            chosen = isinstance(indicator.rule, Choice) and any(
                each.formula == identifier for each in indicator.rule.alternatives
            )
            if indicator.formula == identifier or chosen:
                yield Use(rubric, indicator)

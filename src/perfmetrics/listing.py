"""The scoring tables for people: a list of what ships, and one table with its rules and provenance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypedDict

from perfmetrics.document import Align, Block, Bullets, Cell, Document, Heading, Row, Table, Tone, say
from perfmetrics.printing import Printable
from perfmetrics.quantities import shown
from perfmetrics.rubrics import Indicator, Rubric, list_rubrics, load_rubric
from perfmetrics.texts import Lang


class RubricJson(TypedDict):
    """JSON of a table in a list."""

    id: str
    title: str
    place: str
    years: str
    full_marks: str
    complete: bool
    lines: int
    assumed_lines: int


@dataclass(frozen=True)
class RubricList(Printable):
    """The tables that ship, a line each."""

    def to_dict(self, lang: Lang = "zh") -> list[RubricJson]:
        """Return plain data for JSON."""
        return [
            {
                "id": each.id,
                "title": each.title if lang == "zh" else each.title_en,
                "place": each.place,
                "years": each.years,
                "full_marks": shown(each.full_marks),
                "complete": each.is_complete,
                "lines": len(each.indicators),
                "assumed_lines": sum(1 for line in each.indicators if line.assumed),
            }
            for each in list_rubrics()
        ]

    def to_document(self, lang: Lang = "zh") -> Document:
        """Return the list as a neutral tree for a renderer."""
        zh = lang == "zh"
        names = ("标识", "年度", "指标", "完整", "名称") if zh else ("Id", "Years", "Lines", "Complete", "Title")
        aligns = (Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT, Align.LEFT)
        yes, no = ("是", "否") if zh else ("yes", "no")
        rows = tuple(
            Row(
                (
                    Cell(each["id"]),
                    Cell(each["years"]),
                    Cell(str(each["lines"])),
                    Cell(yes if each["complete"] else no, Tone.PLAIN if each["complete"] else Tone.WARNING),
                    Cell(each["title"]),
                )
            )
            for each in self.to_dict(lang)
        )
        note = (
            "满分不详的指标使一张表不完整：只给各项，不给总分和等级。"
            if zh
            else ("A table with a line of unknown full marks is incomplete: lines only, no total and no grade.")
        )
        return Document((Table(tuple(zip(names, aligns, strict=True)), rows), say(note, Tone.FAINT)))


def show_rubric(identifier: str) -> ShownRubric:
    """Return one table for people.

    Raises:
        RubricError: If it is a file that cannot be read.
        UnknownNameError: If no table ships under this identifier.

    Example:
        >>> show_rubric("baojing-2019").rubric.place
        '湖南省保靖县'
    """
    return ShownRubric(load_rubric(identifier))


@dataclass(frozen=True)
class ShownRubric(Printable):
    """One table with its rules and provenance."""

    rubric: Rubric

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Return the table as plain data."""
        del lang  # a table is data, written as in its file
        return self.rubric.model_dump(mode="json", exclude_none=True)

    def to_document(self, lang: Lang = "zh") -> Document:
        """Return the table as a neutral tree for a renderer."""
        return Document(tuple(self._blocks(lang)))

    def _blocks(self, lang: Lang) -> Iterator[Block]:
        table, zh = self.rubric, lang == "zh"
        yield Heading(table.title if zh else table.title_en)
        source = f"{table.source.number} {table.source.title}".strip()
        yield say(f"标识：{table.id}；来源：{source}" if zh else f"Id: {table.id}; source: {source}", Tone.FAINT)
        if table.grades:
            joint = "；" if zh else "; "
            words = joint.join(f"{grade.label(lang)} {grade.range.to_text()}" for grade in table.grades)
            yield say(f"等级：{words}（{table.grades_source}）" if zh else f"Grades: {words} ({table.grades_source})")
        if table.notes:
            yield Bullets(tuple((say(note),) for note in table.notes))
        for dim in table.dimensions:
            yield Heading(f"{dim.name if zh else dim.name_en} {_marks(dim.full_marks, lang)}", 2)
            for cat in dim.categories:
                yield Heading(f"{cat.name if zh else cat.name_en} {_marks(cat.full_marks, lang)}", 3)
                yield Bullets(tuple(tuple(_line(line, lang)) for line in cat.indicators))


def _marks(marks: object, lang: Lang) -> str:
    unknown = "满分不详" if lang == "zh" else "full marks unknown"
    return unknown if marks == "unknown" else shown(marks)  # type: ignore[arg-type]


def _line(line: Indicator, lang: Lang) -> Iterator[Any]:
    zh = lang == "zh"
    yield say(f"{line.name if zh else line.name_en} {_marks(line.full_marks, lang)}")
    yield say(line.rule.text.of(lang))
    known = line.provenance
    parts = [] if line.marks is None else [("满分" if zh else "marks", known.full_marks)]
    parts.append(("规则" if zh else "rule", known.rule))
    if known.formula is not None:
        parts.append(("公式" if zh else "formula", known.formula))
    words = (
        "、".join(f"{name}{each.label.zh}" for name, each in parts)
        if zh
        else ", ".join(f"{name} {each.label.en}" for name, each in parts)
    )
    doubt = ("存疑" if zh else "uncertain") if known.uncertain else ""
    joint = "；" if zh else "; "
    yield say(joint.join(filter(None, (words, doubt, known.source, known.note))), Tone.FAINT)

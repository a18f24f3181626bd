"""What was found, in the form that was asked for, and where it is written to."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from perfmetrics.cli.common import Words
from perfmetrics.errors import MOST_SHOWN, FileError, PerfMetricsError, problem
from perfmetrics.texts import clean

if TYPE_CHECKING:
    from perfmetrics.document import Cell, Document, Page
    from perfmetrics.outcomes import Outcome, Record
    from perfmetrics.printing import Printable
    from perfmetrics.texts import Lang


def single(result: Printable, form: str, words: Words, *, color: bool) -> str:
    """Return one result as text, Markdown, JSON or a page.

    Args:
        result: The result.
        form: The name of the form.
        words: The language.
        color: Whether text is coloured.
    """
    if form == "json":
        return as_json(cast("Any", result).to_dict(words.lang))
    if form == "markdown":
        return result.to_markdown(words.lang)
    return result.to_html(words.lang) if form == "html" else result.to_text(words.lang, color=color)


def several(records: Sequence[Record], form: str, words: Words, *, color: bool) -> str:
    """Return what was found of files, in their order, in one of the forms.

    Text and Markdown are those of each file, one below another; the text of several files ends in a summary. JSON is an
    object for one file, a list for several. Files that could not be read are in every form but Markdown and JSON.

    Args:
        records: The files.
        form: The name of the form.
        words: The language.
        color: Whether text is coloured.
    """
    found = [record.outcome for record in records if record.outcome is not None]
    if form == "json":
        data = [outcome.to_dict(words.lang) for outcome in found]
        return as_json(data if len(records) > 1 else data[0]) if data else ""
    if form == "markdown":
        return "\n".join(outcome.to_markdown(words.lang) for outcome in found)
    if form == "text":
        texts = [outcome.to_text(words.lang, color=color) for outcome in found]
        return "\n".join([*texts, _summary_text(records, words, color=color)] if len(records) > 1 else texts)
    return _rendered(records, form, words.lang)


def _rendered(records: Sequence[Record], form: str, lang: Lang) -> str:
    """Return one file in a form that holds all records."""
    if form == "html":
        from perfmetrics.render import html  # noqa: PLC0415 - an output loads the renderer that it needs

        return html.render([_page(record, lang) for record in records], lang)
    if form == "junit":
        from perfmetrics.render import junit  # noqa: PLC0415 - as above

        return junit.render(records, lang)
    if form == "sarif":
        from perfmetrics.render import sarif  # noqa: PLC0415 - as above

        return sarif.render(records, lang)
    from perfmetrics.render import github  # noqa: PLC0415 - as above

    return github.render(records, lang)


def as_json(data: object) -> str:
    """Return data as JSON for people and programs."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def unreadable(record: Record, error: PerfMetricsError, lang: Lang) -> str:
    """Return the lines that tell why a file could not be read."""
    text = error.to_text(lang)
    return text if error.source else f"{clean(record.name)}\n" + "\n".join(f"  {line}" for line in text.split("\n"))


# ---------------------------------------------------------------------------------------------------------------------
# Pages and the summary.


def _page(record: Record, lang: Lang) -> Page:
    from perfmetrics.document import Bullets, Heading, Page, Tone, say  # noqa: PLC0415 - as above

    if record.outcome is not None:
        return record.outcome.to_page(lang)
    words = Words(lang)
    problems = () if record.error is None else record.error.problems
    more = len(problems) - MOST_SHOWN
    items = [(say(each.to_text(lang)),) for each in problems[:MOST_SHOWN]]
    items += [(say(words(f"另有 {more} 处", f"and {more} more")),)] * (more > 0)
    return Page((Heading(record.name), say(words("无法读取", "cannot be read"), Tone.BAD), Bullets(tuple(items))))


def _summary_text(records: Sequence[Record], words: Words, *, color: bool) -> str:
    from perfmetrics.render import text  # noqa: PLC0415 - as above

    return text.render(summary(records, words), color=color)


def summary(records: Sequence[Record], words: Words) -> Document:
    """Return a table of files: how many errors, warnings and notes each has; for cards the total and the grade too."""
    from perfmetrics.cards import ScoreCard  # noqa: PLC0415 - as above
    from perfmetrics.document import Align, Cell, Document, Heading, Row, Table, Tone  # noqa: PLC0415 - as above

    scored = any(isinstance(record.outcome, ScoreCard) for record in records)
    names = [words("文件", "File")]
    names += [words("总分", "Total"), words("等级", "Grade")] if scored else []
    names += [words("错误", "Errors"), words("提示", "Warnings"), words("说明", "Notes")]
    aligns = [Align.LEFT, *([Align.RIGHT, Align.LEFT] if scored else []), *[Align.RIGHT] * 3]
    rows = []
    for record in records:
        if record.outcome is None:
            told = [Cell(words("无法读取", "unreadable"), Tone.BAD), *[Cell("")] * (len(names) - 2)]
        else:
            told = [*(_score(record.outcome, words.lang) if scored else ()), *_counts(record.outcome)]
        rows.append(Row((Cell(record.name), *told)))
    title = words(f"汇总（{len(records)} 份）", f"Summary of {len(records)} files")
    return Document((Heading(title, 2), Table(tuple(zip(names, aligns, strict=True)), tuple(rows))))


def _score(outcome: Outcome, lang: Lang) -> Iterator[Cell]:
    from perfmetrics.cards import ScoreCard  # noqa: PLC0415 - as above
    from perfmetrics.document import Cell, Tone  # noqa: PLC0415 - as above
    from perfmetrics.quantities import shown  # noqa: PLC0415 - as above

    card = cast("ScoreCard", outcome)
    full = shown(card.full_marks)
    yield Cell("–", Tone.FAINT) if card.total is None else Cell(f"{shown(card.total)} / {full}")
    yield Cell("–", Tone.FAINT) if card.awarded is None else Cell(card.awarded.label(lang))


def _counts(outcome: Outcome) -> Iterator[Cell]:
    from perfmetrics.document import Cell, Tone  # noqa: PLC0415 - as above
    from perfmetrics.findings import Severity  # noqa: PLC0415 - as above

    counts = Counter(finding.severity for finding in outcome.findings)
    for severity, tone in ((Severity.ERROR, Tone.BAD), (Severity.WARNING, Tone.WARNING), (Severity.NOTE, Tone.PLAIN)):
        yield Cell(str(counts[severity]), tone if counts[severity] else Tone.FAINT)


# ---------------------------------------------------------------------------------------------------------------------
# Where it goes.


def is_colored(path: str | None) -> bool:
    """Return whether text is coloured: on a terminal, unless the user does not want it."""
    return path is None and is_terminal() and "NO_COLOR" not in os.environ


def is_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def write(text: str, path: str | None) -> None:
    """Write a text to standard output, or to a file: whole, or not at all.

    Args:
        text: The text; nothing is written of an empty one.
        path: The file; None for standard output.

    Raises:
        FileError: If the file cannot be written.
    """
    if not text:
        return
    if path is not None:
        write_file(text, path)
    elif sys.stdout is not None:
        sys.stdout.write(text)


def write_file(text: str, path: str) -> None:
    """Write a text to a file: beside it first, then in its place, so that nobody ever reads half of it.

    Raises:
        FileError: If that cannot be done; the file is then as it was.
    """
    with _opened(path) as file, _told_of(path):
        file.write(text.encode("utf-8", "replace"))


@contextmanager
def streamed(path: str | None) -> Iterator[Callable[[str], None]]:
    """Yield what writes one text after another to standard output, or to a file beside its place.

    At the end the file is put in its place. After an interrupt too, with what was written until then; after any other
    exception it is as it was.

    Args:
        path: The file; None for standard output.

    Raises:
        FileError: If the file cannot be written.
    """
    if path is None:
        yield _print
        return
    with _opened(path, keep=KeyboardInterrupt) as file:

        def put(text: str) -> None:
            with _told_of(path):
                file.write(text.encode("utf-8", "replace"))

        yield put


def _print(text: str) -> None:
    """Write to standard output, all of it, also where a signal comes between and nothing is buffered."""
    if sys.stdout is None:
        return
    raw = text.encode("utf-8", "replace")
    while raw:
        raw = raw[sys.stdout.buffer.write(raw) :]
    sys.stdout.flush()


@contextmanager
def _opened(path: str, keep: type[BaseException] | tuple[()] = ()) -> Iterator[BinaryIO]:
    """Yield a file beside its place, and put it there at the end, or after an exception that is kept.

    Raises:
        FileError: If it cannot be written; what was in its place is then as it was.
    """
    with _told_of(path):
        target = Path(os.path.realpath(path))  # a link stays one
        is_device = target.exists() and not target.is_file()  # a pipe or a device has no place to be taken
        beside = target if is_device else target.with_name(f".{target.name}.{os.getpid()}.tmp")
        file = beside.open("wb" if is_device else "xb")
    try:
        try:
            yield file
        except keep:
            _close(file, beside, target, path)
            raise
        _close(file, beside, target, path)
    except BaseException:  # an interrupt too leaves nothing behind
        with suppress(OSError):
            file.close()
        if not is_device:
            with suppress(OSError):
                beside.unlink()
        raise


def _close(file: BinaryIO, beside: Path, target: Path, path: str) -> None:
    """Close a file, and put it in its place."""
    with _told_of(path):
        file.close()
        if beside != target:
            if target.exists():
                shutil.copymode(target, beside)
            beside.replace(target)


@contextmanager
def _told_of(path: str) -> Iterator[None]:
    """Turn what a system says of a file into words.

    Raises:
        FileError: If it says something.
    """
    try:
        yield
    except (OSError, ValueError) as exc:
        words = getattr(exc, "strerror", None) or str(exc)
        reason = (f"无法写入文件（{words}）", f"the file cannot be written ({words})")
        raise FileError(
            [problem("", *reason, "请核对路径和权限", "check the path and who may write there")], path
        ) from None

"""JSON Lines: a line in, a line out, in their order, in the same memory however many there are."""

from __future__ import annotations

import argparse
import json
import re
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, Any, NamedTuple, Self, cast

from perfmetrics.cli.common import FINDINGS, MISUSE, OK, Words, tell
from perfmetrics.cli.output import is_terminal, streamed, unreadable
from perfmetrics.cli.progress import Meter, counting
from perfmetrics.cli.sources import REPORTS, TEXTS, Entry, Lines, report, text
from perfmetrics.errors import MOST_SHOWN, PerfMetricsError, ReportError, problem
from perfmetrics.many import attempt
from perfmetrics.outcomes import Record
from perfmetrics.reading import parse_data
from perfmetrics.workers import run

if TYPE_CHECKING:
    from perfmetrics.auditing.audits import Audit
    from perfmetrics.outcomes import Outcome

_MOST_TOLD = 20  # lines that are told one by one on standard error; the output has them all
_LABELS = ("id", "file")


class Done(NamedTuple):
    """What was found of one.

    Attributes:
        text: The line for it, with its end.
        status: The exit status that it alone would have.
        told: Why nothing was found; empty where something was.
    """

    text: str
    status: int
    told: str = ""


@dataclass(frozen=True, slots=True)
class Judging:
    """Judges one after another.

    Attributes:
        judge: What judges a report or a text.
        takes_texts: Whether it is texts that it judges.
        words: The language.
        is_one: Whether all come from one file.
        gathers: Whether the result of an audit is the report file that it gathered.
    """

    judge: Callable[[Any], Outcome]
    takes_texts: bool
    words: Words
    is_one: bool
    gathers: bool = False

    def __call__(self, number: int, item: Entry) -> Done:
        """Return the line for one."""
        del number  # a line has the number that its file gives it
        labels: dict[str, str | int] = {}
        found = attempt(lambda: self._found(item, labels))
        head = self._head(item, labels)
        if isinstance(found, PerfMetricsError):
            return self._failed(item, head, found)
        result, is_ok = found
        return Done(_line({**head, "result": result}), OK if is_ok else FINDINGS)

    def lost(self, number: int, item: Entry, error: PerfMetricsError) -> Done:
        """Return the line for one that ended the process that was at it."""
        del number
        return self._failed(item, self._head(item, {}), error)

    def _found(self, entry: Entry, labels: dict[str, str | int]) -> tuple[Mapping[str, Any], bool]:
        if entry.line is None:
            given: object = text(entry) if self.takes_texts else report(entry)
        else:
            data = _object(entry)
            labels.update(_taken(data))
            given = _text(data) if self.takes_texts else data
        outcome = self.judge(given)
        if self.gathers:
            return cast("Audit", outcome).to_report(), outcome.ok
        return outcome.to_dict(self.words.lang), outcome.ok

    def _head(self, entry: Entry, labels: Mapping[str, str | int]) -> dict[str, Any]:
        """Return what tells which one it is."""
        if entry.line is None:
            return {"file": entry.name}
        source = {} if self.is_one else {"source": entry.name}
        return {**source, "line": entry.line, "id": None, **labels}

    def _failed(self, entry: Entry, head: dict[str, Any], error: PerfMetricsError) -> Done:
        lang = self.words.lang
        problems = [
            {"path": each.path, "reason": each.reason.of(lang), "mend": each.mend.of(lang)}
            for each in error.problems[:MOST_SHOWN]
        ]
        told = {"type": type(error).__name__, "problems": problems, "count": len(error.problems)}
        name = entry.name if entry.line is None else f"{entry.name}:{entry.line}"
        return Done(_line({**head, "error": told}), MISUSE, unreadable(Record(name), error, lang))


def _object(entry: Entry) -> dict[str, Any]:
    """Return the object of a line; a text by itself is one that has nothing else."""
    if entry.error is not None:
        raise entry.error
    raw = (entry.raw or b"").rstrip(b"\r\n")
    if not raw.strip():
        raise ReportError([problem("", "空行", "the line is blank", "请删去", "remove it")])
    if raw.lstrip(b"\xef\xbb\xbf \t").startswith(b'"'):
        try:
            return {"text": json.loads(raw.decode("utf-8-sig"))}
        except ValueError:
            pass  # what is wrong is told in the words for all that is no JSON
    return parse_data(raw, "json", ReportError, "")


def _taken(data: dict[str, Any]) -> dict[str, str | int]:
    """Take out of an object what only says which one it is."""
    given = {key: data.pop(key) for key in _LABELS if key in data}
    wrong = [key for key, each in given.items() if isinstance(each, bool) or not isinstance(each, str | int | None)]
    if wrong:
        words = ("应为文本或整数", "it should be a text or a whole number", "请核对该处的写法", "check it")
        raise ReportError([problem(key, *words) for key in wrong])
    return {key: each for key, each in given.items() if each is not None}


def _text(data: Mapping[str, Any]) -> str:
    """Return the text of an object; what else it holds may be anything."""
    given = data.get("text")
    if isinstance(given, str):
        return given
    reason = ("没有正文", "there is no text")
    mend = ('请写 {"text": "正文"}，或只写 "正文"', 'write {"text": "..."}, or "..." alone')
    raise ReportError([problem("text", *reason, *mend)])


_UNSAFE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def _line(data: Mapping[str, Any]) -> str:
    r"""Return data as a line of JSON: whatever a name holds, it ends no line and moves nothing on a terminal.

    Example:
        >>> print(_line({"id": "甲\u2028乙"}), end="")
        {"id": "甲\u2028乙"}
    """
    written = json.dumps(data, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n"


# ---------------------------------------------------------------------------------------------------------------------
# All of them.


def judge_lines(
    options: argparse.Namespace, words: Words, judge: Callable[[Any], Outcome], *, takes_texts: bool
) -> int:
    """Judge what there is, write a line for each, tell how many there were, and return the exit status.

    Args:
        options: The options of the command line.
        words: The language.
        judge: What judges a report or a text.
        takes_texts: Whether it is texts that it judges.
    """
    lines = Lines(options.files, TEXTS if takes_texts else REPORTS)
    job = Judging(judge, takes_texts, words, lines.is_one, getattr(options, "to_report", False))
    counts: Counter[int] = Counter()
    try:
        with (
            _Interrupts() as interrupts,
            streamed(options.output) as write,
            counting(is_shown=options.output is not None or not is_terminal()) as meter,
            closing(run(job, lines, options.jobs)) as found,
        ):
            for done in found:
                with interrupts.held():
                    write(done.text)
                    counts[done.status] += 1
                _tell(done, counts[MISUSE], meter, words)
                meter.show(counts.total(), lines.position, lines.total)
    except KeyboardInterrupt:
        tell(words("已中断，以下的已写出：", "interrupted; this is written: ") + _summary(counts, words))
        raise
    tell(_summary(counts, words))
    return max(counts, default=OK)


def _tell(done: Done, bad: int, meter: Meter, words: Words) -> None:
    if not done.told or bad > _MOST_TOLD + 1:
        return
    meter.clear()
    tell(done.told if bad <= _MOST_TOLD else words("……其余见输出", "... see the output for the others"))


def _summary(counts: Counter[int], words: Words) -> str:
    total, good, found, bad = counts.total(), counts[OK], counts[FINDINGS], counts[MISUSE]
    return words(
        f"共 {total} 份：{good} 份没有错误类发现，{found} 份有，{bad} 份无法读取",
        f"{total} in all: {good} without errors, {found} with errors, {bad} unreadable",
    )


class _Interrupts:
    """Lets Ctrl-C wait while a line is written, so that none is written by half; a second one does not wait."""

    def __init__(self) -> None:
        self._is_held = self._is_asked = False

    def __enter__(self) -> Self:
        self._is_ours = (
            threading.current_thread() is threading.main_thread()
            and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        )
        if self._is_ours:
            signal.signal(signal.SIGINT, self._heard)
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        if not self._is_held or self._is_asked:
            raise KeyboardInterrupt
        self._is_asked = True

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let it wait."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
        if self._is_asked:
            raise KeyboardInterrupt

"""What each command does: it reads, calls the function of the library of the same name, and writes."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from perfmetrics.cli import sources
from perfmetrics.cli.common import FINDINGS, MISUSE, OK, Words, tell
from perfmetrics.cli.output import as_json, is_colored, several, single, unreadable, write, write_file
from perfmetrics.errors import InputError, PerfMetricsError, Problem, problem
from perfmetrics.texts import clean

if TYPE_CHECKING:
    from perfmetrics.auditing.audits import Audit
    from perfmetrics.outcomes import Outcome, Record
    from perfmetrics.printing import Printable
    from perfmetrics.rubrics import Rubric
    from perfmetrics.waivers import Waiver, Waivers

_MOST_DIGITS = 9  # of a weight


def score(options: argparse.Namespace, words: Words) -> int:
    """Score reports by a table."""
    from perfmetrics.scoring import score as judge  # noqa: PLC0415 - commands load what they need

    return _judge(options, words, partial(judge, rubric=_table(options)))


def check(options: argparse.Namespace, words: Words) -> int:
    """Check that the figures of reports agree."""
    from perfmetrics.consistency import check as judge  # noqa: PLC0415 - as above

    search: dict[str, Any] = {"weights": dict(_weight(text) for text in options.weight), "fixed": options.fixed}
    if options.bound is not None:
        search["bound"] = options.bound
    return _judge(options, words, partial(judge, rubric=_table(options), **search))


def audit(options: argparse.Namespace, words: Words) -> int:
    """Audit the arithmetic of texts."""
    from perfmetrics.auditing.audits import audit as judge  # noqa: PLC0415 - as above

    return _judge(options, words, partial(judge, rubric=_table(options)), takes_texts=True)


def explain(options: argparse.Namespace, words: Words) -> int:
    """Explain a rate."""
    from perfmetrics.explaining import explain as explained  # noqa: PLC0415 - as above

    return _show(explained(options.name), options, words)


def rubrics(options: argparse.Namespace, words: Words) -> int:
    """List the scoring tables, or show one."""
    from perfmetrics.listing import RubricList, show_rubric  # noqa: PLC0415 - as above

    return _show(RubricList() if options.id is None else show_rubric(options.id), options, words)


def schema(options: argparse.Namespace, words: Words) -> int:
    """Print a JSON Schema."""
    del words  # a schema is for machines
    from perfmetrics.schemas import json_schema  # noqa: PLC0415 - as above

    write(as_json(json_schema(options.name)), options.output)
    return OK


def _show(result: Printable, options: argparse.Namespace, words: Words) -> int:
    write(single(result, options.format, words, color=is_colored(options.output)), options.output)
    return OK


# ---------------------------------------------------------------------------------------------------------------------
# Files.


def _weight(text: str) -> tuple[str, int]:
    """Read PATH=N.

    Raises:
        InputError: If it is none.
    """
    path, _, number = text.rpartition("=")
    if not path or not number.isascii() or not number.isdecimal() or len(number) > _MOST_DIGITS:
        reason = (f"“{text}”不是“路径=数”", f"{text!r} is not PATH=N")
        mend = ("数为整数，如 staff.in_post=3", "a whole number, such as staff.in_post=3")
        raise InputError([problem("--weight", *reason, *mend)])
    return path, int(number)


def _table(options: argparse.Namespace) -> Rubric | str | None:
    """Return the scoring table; its name where it cannot be read, so that each file says so.

    Raises:
        PerfMetricsError: If it cannot be read, and there are no files that could.
    """
    if options.rubric is None:
        return None
    from perfmetrics.rubrics import load_rubric  # noqa: PLC0415 - as above

    try:
        return load_rubric(options.rubric)
    except PerfMetricsError:
        if options.jsonl:
            raise
        return str(options.rubric)


@dataclass(frozen=True, slots=True)
class _Judging:
    """Judges one file after another; one that cannot be read does not stop the others."""

    judge: Callable[[Any], Outcome]
    takes_texts: bool

    def __call__(self, number: int, item: sources.Entry) -> Record:
        from perfmetrics.many import attempt  # noqa: PLC0415 - as above
        from perfmetrics.outcomes import Record  # noqa: PLC0415 - as above

        del number  # a file has a name
        read = sources.text if self.takes_texts else sources.report
        found = attempt(lambda: self.judge(read(item)))
        return Record(item.name, error=found) if isinstance(found, PerfMetricsError) else Record(item.name, found)

    def lost(self, number: int, item: sources.Entry, error: PerfMetricsError) -> Record:
        from perfmetrics.outcomes import Record  # noqa: PLC0415 - as above

        del number
        return Record(item.name, error=error)


def _records(job: _Judging, options: argparse.Namespace) -> Iterator[Record]:
    """Yield what was found of one file after another."""
    from perfmetrics.cli.progress import progress  # noqa: PLC0415 - as above
    from perfmetrics.workers import run  # noqa: PLC0415 - as above

    entries = list(sources.files(options.files, sources.TEXTS if job.takes_texts else sources.REPORTS))
    names = [entry.name for entry in entries]
    with progress(names) as show, closing(run(job, entries, options.jobs)) as found:
        for i in range(len(names)):
            show(i)
            yield next(found)


def _judge(
    options: argparse.Namespace, words: Words, judge: Callable[[Any], Outcome], *, takes_texts: bool = False
) -> int:
    """Judge files, accept what was accepted, write what was found, and return the exit status."""
    _refuse(options)
    if options.jsonl:
        from perfmetrics.cli.lines import judge_lines  # noqa: PLC0415 - as above

        return judge_lines(options, words, judge, takes_texts=takes_texts)
    accepted = _accepted(options)
    records = list(_records(_Judging(judge, takes_texts), options))
    for record in records:
        if record.error is not None:
            tell(unreadable(record, record.error, words.lang))
    records = _apply(records, accepted, options, words)
    write(_form(records, options, words), options.output)
    if any(record.outcome is None for record in records):
        return MISUSE
    return OK if all(record.outcome is not None and record.outcome.ok for record in records) else FINDINGS


def _form(records: Sequence[Record], options: argparse.Namespace, words: Words) -> str:
    if not getattr(options, "to_report", False):
        return several(records, options.format, words, color=is_colored(options.output))
    reports = [cast("Audit", record.outcome).to_report() for record in records if record.outcome is not None]
    return as_json(reports if len(records) > 1 else reports[0]) if reports else ""


# ---------------------------------------------------------------------------------------------------------------------
# Accepted findings.


def _refuse(options: argparse.Namespace) -> None:
    """Refuse options that contradict one another, all of them at once.

    Raises:
        InputError: If some do.
    """
    problems: list[Problem] = []
    signed = {"--author": options.author, "--reason": options.reason}
    if options.write_baseline is not None:
        for name, given in signed.items():
            if given is None or not given.strip():
                reason = ("写基线文件须写明此项", "a baseline is written with it")
                problems.append(problem(name, *reason, f"请加 {name} …", f"add {name} ..."))
        if Path(options.write_baseline).suffix.lower() != ".toml":
            reason = ("基线文件是 TOML 文件", "a baseline is a TOML file")
            problems.append(problem("--write-baseline", *reason, "文件名请以 .toml 结尾", "let its name end in .toml"))
    else:
        reason = ("只与 --write-baseline 同用", "it goes with --write-baseline")
        mend = ("请删去，或加 --write-baseline", "leave it out, or add --write-baseline")
        problems += [problem(name, *reason, *mend) for name, given in signed.items() if given is not None]
    if options.jsonl:
        if options.format not in {"text", "json"}:
            reason = ("输出已是 JSON Lines", "the output is JSON Lines")
            problems.append(problem("--jsonl", *reason, "请删去 --format", "leave out --format"))
        if options.baseline is not None or options.write_baseline is not None:
            reason = ("不能与基线文件同用", "it does not go with a baseline")
            problems.append(problem("--jsonl", *reason, "请删去其一", "leave out one of them"))
    elif getattr(options, "to_report", False) and options.format not in {"text", "json"}:
        reason = ("报告文件只有 JSON 格式", "a report file is JSON")
        problems.append(problem("--to-report", *reason, "请删去 --format", "leave out --format"))
    if problems:
        raise InputError(problems)


def _accepted(options: argparse.Namespace) -> tuple[Waivers | None, Waivers | None]:
    """Return what is accepted, and what the file accepts by now that is to be written; None where none was named.

    Raises:
        PerfMetricsError: If a file cannot be read.
    """
    if options.baseline is None and options.write_baseline is None:
        return None, None
    from perfmetrics.waivers import Waivers, load_waivers  # noqa: PLC0415 - commands load what they need

    accepted = None if options.baseline is None else load_waivers(options.baseline)
    if options.write_baseline is None:
        return accepted, None
    path = Path(options.write_baseline)
    return accepted, load_waivers(path) if path.exists() else Waivers(path.parent)


def _apply(
    records: list[Record], accepted: tuple[Waivers | None, Waivers | None], options: argparse.Namespace, words: Words
) -> list[Record]:
    """Return the records with what was accepted, by the baseline that is used and by the one that is written."""
    baseline, before = accepted
    if baseline is not None:
        left = baseline.unmatched(records)
        records = [baseline.apply(record) for record in records]
        if left and not _is_rewritten(options):
            tell(_left_over(left, options.baseline, words))
    if before is None:
        return records
    from perfmetrics.waivers import load_waivers  # noqa: PLC0415 - as above

    path = options.write_baseline
    write_file(before.to_toml(records, author=options.author, reason=options.reason), path)
    after = load_waivers(path)
    count, gone = (sum(entry.count for entry in each) for each in (after.entries, before.unmatched(records)))
    left_out = words(f"，删去不再出现的 {gone} 条", f", {gone} that are gone left out") if gone else ""
    tell(words(f"{clean(path)}：已接受 {count} 条发现", f"{clean(path)}: {count} accepted findings") + left_out)
    return [after.apply(record) for record in records]


def _is_rewritten(options: argparse.Namespace) -> bool:
    """Return whether the baseline that is used is the one that is written: what is gone is then left out of it."""
    written = options.write_baseline
    return written is not None and os.path.realpath(written) == os.path.realpath(options.baseline)


def _left_over(left: Sequence[Waiver], name: str, words: Words) -> str:
    """Return the lines that tell which entries match nothing any more."""
    count = sum(entry.count for entry in left)
    head = words(
        f"{clean(name)}\n  提示：{count} 条已接受的发现不再出现；请从基线文件中删去：",
        f"{clean(name)}\n  warning: {count} accepted findings are gone; remove them from the file:",
    )
    return "\n".join([head, *(f"  - {_entry(entry, words)}" for entry in left)])


def _entry(entry: Waiver, words: Words) -> str:
    figures = (
        words(f"自报 {entry.stated}", f"stated {entry.stated}") if entry.stated else "",
        words(f"应为 {entry.expected}", f"expected {entry.expected}") if entry.expected else "",
        words(f"{entry.count} 处", f"{entry.count} of them") if entry.count > 1 else "",
    )
    parts = (entry.file or words("任何文件", "any file"), entry.code, entry.where, *figures)
    return clean(words("，", ", ").join(filter(None, parts)))

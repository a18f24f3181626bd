"""What each command does: it reads, calls the function of the library of the same name, and writes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from perfmetrics.cli.common import FINDINGS, MISUSE, OK, Words, tell
from perfmetrics.cli.output import as_json, is_colored, several, single, unreadable, write, write_file
from perfmetrics.errors import FileError, InputError, PerfMetricsError, Problem, problem
from perfmetrics.texts import STANDARD_INPUT, clean

if TYPE_CHECKING:
    from perfmetrics.auditing.audits import Audit
    from perfmetrics.document import Printable
    from perfmetrics.outcomes import Outcome, Record
    from perfmetrics.statements import Report
    from perfmetrics.waivers import Waiver, Waivers

_MOST_DIGITS = 9  # of a weight


def score(options: argparse.Namespace, words: Words) -> int:
    """Score reports by a table."""
    from perfmetrics.scoring import score as judge  # noqa: PLC0415 - commands load what they need

    return _judge(options, words, lambda name: judge(_report(name), options.rubric))


def check(options: argparse.Namespace, words: Words) -> int:
    """Check that the figures of reports agree."""
    from perfmetrics.consistency import check as judge  # noqa: PLC0415 - as above

    search: dict[str, Any] = {"weights": dict(_weight(text) for text in options.weight), "fixed": options.fixed}
    if options.bound is not None:
        search["bound"] = options.bound
    return _judge(options, words, lambda name: judge(_report(name), rubric=options.rubric, **search))


def audit(options: argparse.Namespace, words: Words) -> int:
    """Audit the arithmetic of texts."""
    from perfmetrics.auditing.audits import audit as judge  # noqa: PLC0415 - as above

    return _judge(options, words, lambda name: judge(_text(name), rubric=options.rubric))


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


def _report(name: str) -> Report | str:
    if name != STANDARD_INPUT:
        return name
    from perfmetrics.statements import parse_report  # noqa: PLC0415 - commands load what they need

    raw = _standard_input()
    return parse_report(raw, "json" if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else "toml", STANDARD_INPUT)


def _text(name: str) -> str:
    """Return the text of a file."""
    from perfmetrics.reading import read_bytes  # noqa: PLC0415 - as above

    raw = _standard_input() if name == STANDARD_INPUT else read_bytes(Path(name))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    reason = ("不是 UTF-8 或 GB 18030 编码的文本", "is no text in UTF-8 or GB 18030")
    raise FileError([problem("", *reason, "请另存为 UTF-8", "save it as UTF-8")], name)


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise FileError([problem("", "没有标准输入", "there is no standard input", "请给出文件", "name a file")])
    try:
        return sys.stdin.buffer.read()
    except OSError as exc:
        reason = (f"无法读取标准输入（{exc.strerror}）", f"standard input cannot be read ({exc.strerror})")
        raise FileError([problem("", *reason, "请给出文件", "name a file")]) from None


def _records(names: Sequence[str], judge: Callable[[str], Outcome]) -> Iterator[Record]:
    """Yield what was found of one file after another; one that cannot be read does not stop the others."""
    from perfmetrics.cli.progress import progress  # noqa: PLC0415 - as above
    from perfmetrics.outcomes import Record  # noqa: PLC0415 - as above

    with progress(names) as show:
        for i, name in enumerate(names):
            show(i)
            try:
                yield Record(name, judge(name))
            except PerfMetricsError as exc:
                yield Record(name, error=exc)


def _judge(options: argparse.Namespace, words: Words, judge: Callable[[str], Outcome]) -> int:
    """Judge files, accept what was accepted, write what was found, and return the exit status."""
    _refuse(options)
    accepted = _accepted(options)
    records = list(_records(options.files, judge))
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
    if getattr(options, "to_report", False) and options.format not in {"text", "json"}:
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

"""The command line: score, check, audit, explain, rubrics, schema. It holds no arithmetic.

Exit status: 0 nothing wrong, 1 findings, 2 bad usage or unreadable input.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from perfmetrics.errors import FileError, InputError, PerfMetricsError, problem
from perfmetrics.texts import Lang, Phrase

if TYPE_CHECKING:
    from perfmetrics.auditing.audits import Audit
    from perfmetrics.cards import ScoreCard
    from perfmetrics.consistency import CheckResult
    from perfmetrics.statements import Report

OK, FINDINGS, MISUSE = 0, 1, 2


class _Words:
    """The words of the command line, in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def __call__(self, zh: str, en: str) -> str:
        return Phrase(zh, en).of(self.lang)


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, in the user's language, with exit status 2."""

    words = _Words("zh")

    def error(self, message: str) -> NoReturn:
        line = self.words(f"用法错误：{message}", f"usage error: {message}")
        hint = self.words(f"查看帮助：{self.prog} --help", f"for help: {self.prog} --help")
        self.exit(MISUSE, f"{line}\n{hint}\n")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help whose usage line is introduced in the user's language."""

    words = _Words("zh")

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Print the usage line."""
        super().add_usage(usage, actions, groups, self.words("用法：", "usage: ") if prefix is None else prefix)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: Arguments; by default those of the process.

    Returns:
        The exit status.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    words = _Words(_language(arguments))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = _run(arguments, words)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as exc:
        print(words(f"无法写出：{exc.strerror}", f"cannot write: {exc.strerror}"), file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return MISUSE
    except KeyboardInterrupt:
        return 130
    return status


def _run(arguments: Sequence[str], words: _Words) -> int:
    try:
        options = _parser(words).parse_args(arguments)
        return int(options.run(options, words))
    except SystemExit as exc:
        return exc.code if isinstance(exc.code, int) else MISUSE
    except PerfMetricsError as exc:
        print(exc.to_text(words.lang), file=sys.stderr)
        return MISUSE


def _language(arguments: Sequence[str]) -> Lang:
    """Find --lang before anything is parsed: the help itself is in that language."""
    lang: Lang = "zh"
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        given = word.removeprefix("--lang=") if word.startswith("--lang=") else following if word == "--lang" else ""
        if given in {"zh", "en"}:
            lang = "en" if given == "en" else "zh"
    return lang


def _parser(words: _Words) -> argparse.ArgumentParser:
    parser_class = cast("type[_Parser]", type("Parser", (_Parser,), {"words": words}))
    formatter = cast("type[_Formatter]", type("Formatter", (_Formatter,), {"words": words}))
    parser = parser_class(
        prog="perfmetrics",
        formatter_class=formatter,
        add_help=False,
        allow_abbrev=False,
        description=words(
            "部门整体支出绩效评价的精确计算：按公式算指标，按评分标准计分，并核对报告自报的数。",
            "Exact arithmetic of budget-performance evaluation: rates by formula, points by table,\n"
            "and a check of what the report itself states.",
        ),
        epilog=words(
            "例：\n"
            "  perfmetrics score 报告.toml --rubric baojing-2019\n"
            "  perfmetrics check 报告.toml\n"
            "  perfmetrics audit 报告.txt\n"
            "  perfmetrics explain 预算完成率\n"
            "  perfmetrics rubrics\n\n"
            "退出状态：0 无误；1 有错误类发现；2 用法有误或文件无法读取。",
            "Examples:\n"
            "  perfmetrics score report.toml --rubric baojing-2019\n"
            "  perfmetrics check report.toml\n"
            "  perfmetrics audit report.txt\n"
            "  perfmetrics explain 预算完成率\n"
            "  perfmetrics rubrics\n\n"
            "Exit status: 0 nothing wrong; 1 findings that are errors; 2 bad usage or unreadable input.",
        ),
    )
    _group(parser, words)
    from perfmetrics import __version__  # noqa: PLC0415 - the package's names load on use

    parser.add_argument("--version", action="version", version=__version__, help=words("显示版本", "show the version"))
    commands = parser.add_subparsers(
        title=words("命令", "commands"), required=True, metavar=words("命令", "COMMAND"), parser_class=parser_class
    )

    def command(name: str, text: str, run: object, *, formats: Sequence[str]) -> argparse.ArgumentParser:
        each = commands.add_parser(
            name, help=text, description=text, formatter_class=formatter, add_help=False, allow_abbrev=False
        )
        _group(each, words)
        if formats:
            help_ = words("输出格式（默认 text）", "output format (default text)")
            each.add_argument("--format", choices=formats, default="text", help=help_)
        each.set_defaults(run=run)
        return each

    def read(each: argparse.ArgumentParser, files: str, rubric: str) -> None:
        each.add_argument("files", nargs="+", metavar=words("文件", "FILE"), help=files)
        each.add_argument("--rubric", metavar="ID", help=rubric)

    formats = ("text", "markdown", "json")
    for name, text, run in (
        ("score", words("按评分标准给报告计分", "score reports by a table"), _score),
        ("check", words("核对报告各数是否相符", "check that a report's figures agree"), _check),
    ):
        judged = command(name, text, run, formats=formats)
        read(
            judged,
            words("报告文件（.toml 或 .json）；- 为标准输入", "a report, .toml or .json; - for standard input"),
            words(
                "评分标准的标识或文件；默认取报告所写",
                "identifier or file of the table; default: what the report names",
            ),
        )
        if name == "check":
            _search_options(judged, words)
    audited = command("audit", words("核对报告文本里的算术", "audit the arithmetic of a text"), _audit, formats=formats)
    read(
        audited,
        words("报告的文本（UTF-8 或 GB 18030）；- 为标准输入", "a text, UTF-8 or GB 18030; - for standard input"),
        words("按该评分标准给文中的数计分", "score the figures of the text by this table"),
    )
    audited.add_argument(
        "--to-report",
        action="store_true",
        help=words("输出由文本整理的报告数据（JSON），供核对补充", "print the figures as a report file, to correct"),
    )
    explained = command("explain", words("说明一个指标的公式与来源", "explain an indicator"), _explain, formats=formats)
    explained.add_argument(
        "name", metavar=words("名称", "NAME"), help=words("中文名、英文名或标识", "name or identifier")
    )
    listed = command("rubrics", words("列出或显示评分标准", "list or show scoring tables"), _rubrics, formats=formats)
    listed.add_argument("id", nargs="?", metavar="ID", help=words("只显示这一个", "show this one"))
    schema = command("schema", words("输出 JSON Schema", "print a JSON Schema"), _schema, formats=())
    schema.add_argument("name", choices=("report", "rubric", "card", "check", "audit"), help=words("对象", "of what"))
    return parser


def _search_options(parser: argparse.ArgumentParser, words: _Words) -> None:
    """Add what limits the search for the fewest changes that mend everything."""
    parser.add_argument(
        "--fixed",
        action="append",
        default=[],
        metavar=words("路径", "PATH"),
        help=words("该数不可改（可多次给出）", "a figure that may not be changed; may be repeated"),
    )
    parser.add_argument(
        "--weight",
        action="append",
        default=[],
        metavar=words("路径=权重", "PATH=N"),
        help=words("该数的可信程度，默认 1（可多次给出）", "how firmly a figure is believed, 1 by default; repeatable"),
    )
    parser.add_argument(
        "--bound",
        type=int,
        choices=range(1, 7),
        metavar="N",
        help=words("最少更正最多改几个数，1 至 6", "how many figures the fewest changes may touch, 1 to 6"),
    )


def _group(parser: argparse.ArgumentParser, words: _Words) -> None:
    parser._positionals.title = words("参数", "arguments")  # noqa: SLF001 - argparse has no public way to name it
    parser._optionals.title = words("选项", "options")  # noqa: SLF001 - as above
    parser.add_argument("-h", "--help", action="help", help=words("显示帮助", "show this help"))
    parser.add_argument(
        "--lang", choices=("zh", "en"), default="zh", help=words("输出语言（默认 zh）", "language (default zh)")
    )


def _score(options: argparse.Namespace, words: _Words) -> int:
    from perfmetrics.scoring import score  # noqa: PLC0415 - commands load what they need

    return _each_report(options, words, lambda report: score(report, options.rubric))


def _check(options: argparse.Namespace, words: _Words) -> int:
    from perfmetrics.consistency import check  # noqa: PLC0415 - commands load what they need

    search: dict[str, Any] = {"weights": dict(_weight(text) for text in options.weight), "fixed": options.fixed}
    if options.bound is not None:
        search["bound"] = options.bound
    return _each_report(options, words, lambda report: check(report, rubric=options.rubric, **search))


def _weight(text: str) -> tuple[str, int]:
    """Read PATH=N.

    Raises:
        InputError: If it is none.
    """
    path, _, number = text.rpartition("=")
    if not path or not number.isascii() or not number.isdecimal() or len(number) > _MOST_DIGITS:
        reason = (f"“{text}”不是“路径=权重”", f"{text!r} is not PATH=WEIGHT")
        mend = ("权重为整数，如 staff.in_post=3", "a whole number, such as staff.in_post=3")
        raise InputError([problem("--weight", *reason, *mend)])
    return path, int(number)


_MOST_DIGITS = 9  # of a weight


def _audit(options: argparse.Namespace, words: _Words) -> int:
    from perfmetrics.auditing.audits import audit  # noqa: PLC0415 - commands load what they need

    if options.to_report:
        options.format = "json"
    return _each(options, words, lambda name: audit(_text(name), rubric=options.rubric))


def _text(name: str) -> str:
    """Return the text of a file."""
    from perfmetrics.reading import read_bytes  # noqa: PLC0415 - commands load what they need

    raw = _standard_input() if name == "-" else read_bytes(Path(name))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    reason = ("不是 UTF-8 或 GB 18030 编码的文本", "is no text in UTF-8 or GB 18030")
    raise FileError([problem("", *reason, "请另存为 UTF-8", "save it as UTF-8")], name)


def _each_report(
    options: argparse.Namespace, words: _Words, judge: Callable[[Report | str], ScoreCard | CheckResult]
) -> int:
    return _each(options, words, lambda name: judge(_report(name)))


def _each(options: argparse.Namespace, words: _Words, judge: Callable[[str], ScoreCard | CheckResult | Audit]) -> int:
    """Judge one file after another; a bad one is told of, and the others go on."""
    failed = wrong = False
    results: list[Any] = []
    for name in options.files:
        try:
            result = judge(name)
        except PerfMetricsError as exc:
            text = exc.to_text(words.lang)
            print(text if exc.source else f"{name}\n  {text}", file=sys.stderr)
            failed = True
            continue
        wrong = wrong or not result.ok
        if options.format == "json":
            to_report = getattr(options, "to_report", False)
            results.append(result.to_report() if to_report else result.to_dict(words.lang))  # type: ignore[union-attr]
        else:
            _print_result(
                result.to_markdown(words.lang) if options.format == "markdown" else _colored(result, words.lang)
            )
    if options.format == "json" and results:
        _print_json(results if len(options.files) > 1 else results[0])
    if failed:
        return MISUSE
    return FINDINGS if wrong else OK


def _report(name: str) -> Report | str:
    if name != "-":
        return name
    from perfmetrics.statements import parse_report  # noqa: PLC0415 - commands load what they need

    raw = _standard_input()
    return parse_report(raw, "json" if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else "toml", "-")


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise FileError([problem("", "没有标准输入", "there is no standard input", "请给出文件", "name a file")])
    return sys.stdin.buffer.read()


def _colored(result: object, lang: Lang) -> str:
    color = sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return cast("str", result.to_text(lang, color=color))  # type: ignore[attr-defined]


def _print_result(text: str) -> None:
    print(text, end="" if text.endswith("\n") else "\n")


def _print_json(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))


def _explain(options: argparse.Namespace, words: _Words) -> int:
    from perfmetrics.explaining import explain  # noqa: PLC0415 - commands load what they need

    explanation = explain(options.name)
    if options.format == "json":
        _print_json(explanation.to_dict(words.lang))
    elif options.format == "markdown":
        _print_result(explanation.to_markdown(words.lang))
    else:
        _print_result(_colored(explanation, words.lang))
    return OK


def _rubrics(options: argparse.Namespace, words: _Words) -> int:
    from perfmetrics.listing import RubricList, show_rubric  # noqa: PLC0415 - commands load what they need

    result = RubricList() if options.id is None else show_rubric(options.id)
    if options.format == "json":
        _print_json(result.to_dict(words.lang))
    elif options.format == "markdown":
        _print_result(result.to_markdown(words.lang))
    else:
        _print_result(_colored(result, words.lang))
    return OK


def _schema(options: argparse.Namespace, words: _Words) -> int:
    del words
    from perfmetrics.schemas import json_schema  # noqa: PLC0415 - commands load what they need

    _print_json(json_schema(options.name))
    return OK

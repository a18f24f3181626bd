"""The arguments of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import cast

from perfmetrics.cli.about import COMMANDS, MEANT_FOR, STATUS, About
from perfmetrics.cli.common import Words
from perfmetrics.cli.usage import Command, Formatter, Parser

PAGES = ("text", "markdown", "json", "html")
FORMATS = (*PAGES, "junit", "sarif", "github")
_OBJECTS = ("report", "rubric", "card", "check", "audit")
_MOST_CHANGES = 6


def parser(words: Words) -> argparse.ArgumentParser:
    """Return the parser of the command line, its help in one language."""
    formatter = cast("type[Formatter]", type("Formatter", (Formatter,), {"words": words}))
    main_class = cast("type[Parser]", type("Parser", (Parser,), {"words": words}))
    command_class = cast("type[Command]", type("Command", (Command,), {"words": words}))
    main = main_class(
        prog="perfmetrics",
        usage=words("%(prog)s 命令 [选项] ...", "%(prog)s COMMAND [OPTIONS] ..."),
        formatter_class=formatter,
        add_help=False,
        allow_abbrev=False,
        description=words(
            "部门整体支出绩效评价的精确计算：按公式算指标，\n按评分标准计分，核对报告自报的数。",
            "Exact arithmetic of budget-performance evaluation: rates by formula, points by scoring table, and a check "
            "of what a report states of itself.",
        ),
        epilog=words(
            "从这里开始：\n"
            "  perfmetrics check 报告.toml               报告的数相互符不符\n"
            "  perfmetrics audit 报告.txt                报告正文里的算术对不对\n"
            "  perfmetrics score 报告.toml --rubric baojing-2019\n"
            "  perfmetrics rubrics                       有哪些评分标准\n"
            "  perfmetrics explain 预算完成率            一个指标怎么算\n\n"
            "各命令的选项：perfmetrics 命令 --help；英文：--lang en。\n\n",
            "Start here:\n"
            "  perfmetrics check report.toml             do its figures agree\n"
            "  perfmetrics audit report.txt              is the arithmetic of a text right\n"
            "  perfmetrics score report.toml --rubric baojing-2019\n"
            "  perfmetrics rubrics                       which scoring tables there are\n"
            "  perfmetrics explain 预算完成率            how a rate is computed\n\n"
            "Options of a command: perfmetrics COMMAND --help.\n\n",
        )
        + STATUS.of(words.lang),
    )
    _common(main, words)
    from perfmetrics import __version__  # noqa: PLC0415 - the package's names load on use

    main.add_argument("--version", action="version", version=__version__, help=words("显示版本", "show the version"))
    all_commands = main.add_subparsers(
        prog="perfmetrics",
        title=words("命令", "commands"),
        required=True,
        metavar=words("命令", "COMMAND"),
        parser_class=command_class,
    )
    for about in COMMANDS:
        each = all_commands.add_parser(
            about.name,
            usage=words(f"%(prog)s [选项] {about.takes.zh}", f"%(prog)s [OPTIONS] {about.takes.en}"),
            help=about.short.of(words.lang),
            description=about.long.of(words.lang),
            epilog=_epilog(about, words),
            formatter_class=formatter,
            add_help=False,
            allow_abbrev=False,
        )
        _arguments(each, about, words)
        each.set_defaults(run=about.run)
    return main


def _epilog(about: About, words: Words) -> str:
    text = words("例：\n", "Examples:\n") + about.examples.of(words.lang)
    return f"{text}\n\n{STATUS.of(words.lang)}" if about.files is not None else text


def _arguments(each: argparse.ArgumentParser, about: About, words: Words) -> None:
    """Add the arguments of a command, in the order of its help."""
    if about.files is not None:
        each.add_argument("files", nargs="+", metavar=words("文件", "FILE"), help=about.files.of(words.lang))
        each.add_argument("--rubric", metavar="ID", help=about.rubric.of(words.lang))
    elif about.name == "explain":
        names = words("中文名、英文名或标识", "Chinese or English name, or identifier")
        each.add_argument("name", metavar=words("名称", "NAME"), help=names)
    elif about.name == "rubrics":
        one = words("只显示这一张：标识或文件名", "show this one: identifier or file")
        each.add_argument("id", nargs="?", metavar="ID", help=one)
    else:
        objects = words("、", ", ").join(_OBJECTS)
        each.add_argument("name", choices=_OBJECTS, metavar=words("对象", "OBJECT"), help=objects)
    if about.name == "audit":
        report = words("改为输出由正文整理的报告文件（JSON），供核对补充", "print the figures as a report file (JSON)")
        each.add_argument("--to-report", action="store_true", help=report)
    _common(each, words)
    if about.name == "check":
        _search(each, words)
    _output(each, () if about.name == "schema" else FORMATS if about.files is not None else PAGES, words)
    if about.files is not None:
        _many(each, words)
        _baseline(each, words)


def _common(each: argparse.ArgumentParser, words: Words) -> None:
    each._positionals.title = words("参数", "arguments")  # noqa: SLF001 - argparse has no public way to name it
    each._optionals.title = words("选项", "options")  # noqa: SLF001 - as above
    each.add_argument("-h", "--help", action="help", help=words("显示帮助", "show this help"))
    each.add_argument(
        "--lang",
        choices=("zh", "en"),
        default="zh",
        help=words("语言：zh 中文（默认），en 英文", "zh Chinese (default), en English"),
    )


def _output(each: argparse.ArgumentParser, formats: Sequence[str], words: Words) -> None:
    """Add the form of the output, and where it goes."""
    group = each.add_argument_group(words("输出", "output"))
    if formats:
        listed = "\n".join(f"{name:<10}{MEANT_FOR[name].of(words.lang)}" for name in formats)
        group.add_argument(
            "--format",
            choices=formats,
            default="text",
            metavar=words("格式", "FORMAT"),
            help=words(f"以下之一，默认 text：\n{listed}", f"one of these, text by default:\n{listed}"),
        )
    group.add_argument(
        "--output",
        metavar=words("文件", "FILE"),
        help=words("写进这个文件，写不全就不写", "write to this file, whole or not at all"),
    )


def _many(each: argparse.ArgumentParser, words: Words) -> None:
    """Add what is for many at once."""
    group = each.add_argument_group(words("一次许多份", "many at once"))
    group.add_argument(
        "--jsonl",
        action="store_true",
        help=words(
            "JSON Lines：一行一份读入，一行一份写出；目录里的文件各占一行",
            "JSON Lines: read one from each line, write one to each line; files of a folder have a line each",
        ),
    )
    group.add_argument(
        "--jobs",
        type=int,
        default=1,
        metavar="N",
        help=words("同时用几个处理器，默认 1；0 为全部", "how many processors to use, 1 by default; 0 for all"),
    )


def _baseline(each: argparse.ArgumentParser, words: Words) -> None:
    """Add the file of accepted findings."""
    group = each.add_argument_group(words("已接受的发现", "accepted findings"))
    file = words("文件", "FILE")
    for name, metavar, text in (
        (
            "--baseline",
            file,
            words("基线文件：其中的发现已接受，不再算错误", "findings that were accepted: no errors any more"),
        ),
        (
            "--write-baseline",
            file,
            words(
                "接受现有的错误和提示，写成基线文件（.toml）；须写明：",
                "accept the errors and warnings that there are: write them to this file (.toml), signed:",
            ),
        ),
        ("--author", words("姓名", "NAME"), words("谁接受的", "who accepts them")),
        ("--reason", words("理由", "TEXT"), words("为什么接受", "why")),
    ):
        group.add_argument(name, metavar=metavar, help=text)


def _search(each: argparse.ArgumentParser, words: Words) -> None:
    """Add what limits the search for the fewest corrections that mend everything."""
    group = each.add_argument_group(words("最少更正", "fewest corrections"))
    group.add_argument(
        "--fixed",
        action="append",
        default=[],
        metavar=words("路径", "PATH"),
        help=words("这个数不可改；可多次给出", "a figure that may not be changed; may be repeated"),
    )
    group.add_argument(
        "--weight",
        action="append",
        default=[],
        metavar=words("路径=数", "PATH=N"),
        help=words("这个数有多可信，默认 1；可多次给出", "how firmly a figure is believed, default 1; may be repeated"),
    )
    group.add_argument(
        "--bound",
        type=int,
        choices=range(1, _MOST_CHANGES + 1),
        metavar="N",
        help=words(
            f"最多同时改几个数，1 至 {_MOST_CHANGES}", f"how many figures may change at once, 1 to {_MOST_CHANGES}"
        ),
    )

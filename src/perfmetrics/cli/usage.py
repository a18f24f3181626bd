"""Help that fits on 80 columns, aligned where a Chinese character takes two, and errors of usage in two languages."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from perfmetrics.cli.common import MISUSE, Words
from perfmetrics.texts import Phrase, clean, nearest

_GAP = 2  # columns between an option and what is said of it


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in the user's language, in columns of a terminal."""

    words = Words("zh")

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Print the usage line."""
        super().add_usage(usage, actions, groups, self.words("用法：", "usage: ") if prefix is None else prefix)

    def _format_action(self, action: argparse.Action) -> str:
        from perfmetrics.render.text import width  # noqa: PLC0415 - only the help needs it

        text = super()._format_action(action)
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - argparse has no public name for it
            return text.partition("\n")[2]  # its title says what follows
        header = self._format_action_invocation(action)
        at = text.find(header) + len(header)
        help_ = text[at:].lstrip(" ")
        column, over = len(text) - len(help_), width(header) - len(header)
        if not over or help_.startswith("\n"):
            return text
        beside = " " * (column - at - over)
        return text[:at] + (beside if len(beside) >= _GAP else "\n" + " " * column) + help_

    def _split_lines(self, text: str, width: int) -> list[str]:
        if text.isascii() and len(text) <= width and "\n" not in text:
            return [text]  # the version, say, which is quick to tell
        from perfmetrics.render.text import wrap  # noqa: PLC0415 - as above

        return [line for each in text.split("\n") for line in wrap(each, width)]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width - len(indent)))


class Parser(argparse.ArgumentParser):
    """A parser whose errors are two lines, in the user's language, with exit status 2."""

    words = Words("zh")

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong, and where the help is."""
        said = usage_error(clean(message), self._option_string_actions)
        line = self.words(f"用法错误：{said.zh}", f"usage error: {said.en}")
        hint = self.words(f"查看帮助：{self.prog} --help", f"for help: {self.prog} --help")
        self.exit(MISUSE, f"{line}\n{hint}\n")


class Command(Parser):
    """The parser of a command: it refuses what it does not know itself, and so knows what may be meant."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse, and leave nothing over."""
        found, left = super().parse_known_args(args, namespace)
        if left:
            self.error(f"unrecognized arguments: {' '.join(left)}")
        return found, left


_MESSAGES = (
    (r"the following arguments are required: (?P<what>.+)", "缺少参数：{what}"),
    (r"unrecognized arguments: (?P<name>\S+)(?P<what>.*)", "不认识的参数：{name}{what}"),
    (
        r"argument (?P<what>.+?): invalid choice: '?(?P<name>.*?)'? \(choose from (?P<known>.+)\)",
        "{what}：“{name}”不在可选值之内（{known}）",
    ),
    (r"argument (?P<what>.+?): expected one argument", "{what} 后面缺少内容"),
    (r"argument (?P<what>.+?): invalid int value: '?(?P<name>.*?)'?", "{what}：“{name}”不是整数"),
)


def usage_error(message: str, options: Iterable[str]) -> Phrase:
    """Return what argparse has to say in both languages, with what may have been meant.

    Example:
        >>> usage_error("unrecognized arguments: --fromat json", ["--format", "--lang"]).zh
        '不认识的参数：--fromat json；是否应为：--format'
    """
    for pattern, zh in _MESSAGES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            parts = found.groupdict("")
            known = re.findall(r"[^\s,']+", parts.get("known", "")) or list(options)
            close = nearest(parts.get("name", "").partition("=")[0], known, 1)
            said = zh.format_map({**parts, "known": "、".join(known)})
            meant = Phrase(f"；是否应为：{close[0]}", f"; did you mean: {close[0]}") if close else Phrase("", "")
            return Phrase(said + meant.zh, message + meant.en)
    return Phrase(message, message)

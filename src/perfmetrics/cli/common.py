"""What the modules of the command line share: words in one language, exit statuses, standard error."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from perfmetrics.texts import Lang, Phrase

OK, FINDINGS, MISUSE, INTERRUPTED = 0, 1, 2, 130


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the command line, in one language."""

    lang: Lang

    def __call__(self, zh: str, en: str) -> str:
        """Return the words in the language of the user."""
        return Phrase(zh, en).of(self.lang)

    @classmethod
    def of(cls, arguments: Sequence[str]) -> Words:
        """Find --lang before anything is parsed: the help itself is in that language."""
        lang: Lang = "zh"
        for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
            given = following if word == "--lang" else word.removeprefix("--lang=") if word[:7] == "--lang=" else ""
            if given in {"zh", "en"}:
                lang = "en" if given == "en" else "zh"
        return cls(lang)


def tell(text: str) -> None:
    """Write lines to standard error, where there is one."""
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")

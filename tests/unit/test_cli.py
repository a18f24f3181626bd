"""The command line: what it prints, in which language and format, and its exit status."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import io
import json
import os
import re
import runpy
import shlex
import shutil
import signal
import stat
import struct
import subprocess
import sys
import termios
import threading
import time
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import pytest

import perfmetrics as pm
from perfmetrics import consistency, limits, scoring
from perfmetrics.cli import commands, main, output, sources
from perfmetrics.cli.about import COMMANDS as COMMAND_TABLE
from perfmetrics.cli.common import Words
from perfmetrics.cli.lines import Judging
from perfmetrics.cli.parser import FORMATS, PAGES, parser
from perfmetrics.cli.progress import count_line
from perfmetrics.cli.progress import line as bar
from perfmetrics.cli.usage import usage_error
from perfmetrics.errors import MOST_SHOWN
from perfmetrics.findings import Severity
from perfmetrics.listing import RubricList, show_rubric
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.printing import Printable
from perfmetrics.render import github, html, junit, sarif
from perfmetrics.render.text import width
from perfmetrics.schemas import NAMES, SchemaName, json_schema
from perfmetrics.texts import LANGS, Lang
from perfmetrics.workers import run

BAD = Path(__file__).parent / "bad_input"
GOOD_REPORT, GOOD_RUBRIC = str(BAD / "good_report.toml"), str(BAD / "good_rubric.toml")
BROKEN = str(BAD / "reports" / "nan.toml")
EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
BAOJING = str(EXAMPLES / "baojing-2019.toml")
KAIJIANG, NANJIANG = (str(EXAMPLES / f"{name}.toml") for name in ("kaijiang-2019", "nanjiang-2021"))
COMMANDS = ("score", "check", "audit", "explain", "rubrics", "schema")
JUDGING = ("score", "check", "audit")
Capture = pytest.CaptureFixture[str]


class _Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


class _Failing(io.StringIO):
    """A stream that nothing can be written to, over a file descriptor of its own."""

    def __init__(self, error: OSError, descriptor: int) -> None:
        super().__init__()
        self.error, self.descriptor = error, descriptor

    def write(self, _text: str) -> int:
        raise self.error

    def fileno(self) -> int:
        return self.descriptor


def _give(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}


def _run(*arguments: str, stdout: int | IO[bytes] = subprocess.PIPE, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Run `python -m perfmetrics` as a process, its output buffered as a user's is."""
    command = [sys.executable, "-m", "perfmetrics", *arguments]
    return subprocess.run(  # noqa: S603
        command, stdout=stdout, stderr=subprocess.PIPE, env=_environment(), check=False, **more
    )


# ---------------------------------------------------------------------------------------------------------------------
# Help and usage.


def _help(lang: Lang, *arguments: str) -> str:
    """Return a help at 80 columns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "80")
        said = io.StringIO()
        patch.setattr(sys, "stdout", said)
        assert main([*arguments, "--help", "--lang", lang]) == 0
    return said.getvalue()


@pytest.mark.parametrize("arguments", [[], *([command] for command in COMMANDS)])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_in_chinese(arguments: list[str], option: str, capsys: Capture) -> None:
    assert main([*arguments, option]) == 0
    out, err = capsys.readouterr()
    assert not err
    assert out.startswith(f"用法：{' '.join(['perfmetrics', *arguments])} ")
    assert "选项:" in out
    assert "显示帮助" in out
    assert "语言：zh 中文（默认），en 英文" in out
    for word in ("usage", "options", "arguments", "show", "default", "output:", "commands", "Examples", "Exit"):
        assert word not in out


@pytest.mark.parametrize("arguments", [[], *([command] for command in COMMANDS)])
@pytest.mark.parametrize("lang", [["--lang", "en"], ["--lang=en"]])
def test_help_in_english(arguments: list[str], lang: list[str], capsys: Capture) -> None:
    for order in ([*arguments, "--help", *lang], [*lang, *arguments, "--help"]):
        assert main(order) == 0
        out, err = capsys.readouterr()
        assert not err
        assert out.startswith(f"usage: {' '.join(['perfmetrics', *arguments])} ")
        assert out.replace("预算完成率", "").isascii()
        assert "options:" in out


@pytest.mark.parametrize("lang", LANGS)
def test_help_names_every_command_and_exit_status(lang: Lang) -> None:
    out = _help(lang)
    assert all(f"    {command} " in out for command in COMMANDS)
    assert {
        "zh": "退出状态：0 没有错误类发现；1 有；2 用法有误",
        "en": "Exit status: 0 no errors; 1 errors found; 2 bad",
    }[lang] in out


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("arguments", [[], *([command] for command in COMMANDS)])
def test_help_fits_on_80_columns_and_its_columns_stand_under_one_another(arguments: list[str], lang: Lang) -> None:
    """Also where a Chinese character takes two columns; no line of it is an orphan of a character or two."""
    out = _help(lang, *arguments)
    beside = set()
    for line in out.splitlines():
        assert width(line) <= 80, line
        assert not line or width(line.strip()) > 2, line
        found = re.match(r" {2,4}(-[^ ]+|[\w{},]+)( [^ ]+)?( -[^ ]+)?( {2,})(?=\S)", line)
        is_example = re.match(r" +(perfmetrics|--author) ", line) or " perfmetrics" in line
        if found and not is_example:
            beside.add(width(found[0]))
    assert len(beside) == 1, out
    assert out.endswith("\n")
    assert not out.endswith("\n\n")


@pytest.mark.parametrize("lang", LANGS)
def test_a_long_option_has_its_help_below(lang: Lang) -> None:
    """Where an option takes so many columns that no gap is left, its help begins on the next line, in its column."""
    lines = _help(lang, "check").splitlines()
    at = next(i for i, line in enumerate(lines) if "--write-baseline" in line)
    column = width(re.match(r" +--fixed \S+ +", next(line for line in lines if "--fixed " in line))[0])  # type: ignore[index]
    assert lines[at].strip() == {"zh": "--write-baseline 文件", "en": "--write-baseline FILE"}[lang]
    assert re.match(" +", lines[at + 1])[0] == " " * column  # type: ignore[index]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("command", ["score", "check", "audit", "explain", "rubrics"])
def test_help_says_what_each_format_is_for(command: str, lang: Lang) -> None:
    """Every format that a command takes is explained, and no other."""
    listed = re.findall(r"^ +(text|markdown|json|html|junit|sarif|github) {2,}\S", _help(lang, command), re.MULTILINE)
    assert listed == list(FORMATS if command in JUDGING else PAGES)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("command", [about.name for about in COMMAND_TABLE])
def test_the_examples_of_the_help_are_good_usage(command: str, lang: Lang) -> None:
    """Each line is one that the parser takes; what stands behind it in words is set apart by spaces."""
    joined = _help(lang, command).replace("\\\n", " ")
    lines = re.findall(r"^  (perfmetrics \S.*)$", joined, re.MULTILINE)
    assert lines
    for line in lines:
        program, *arguments = shlex.split(re.split(r"(?<=\S) {3,}(?=[^-\s])|\s<", line)[0])
        assert program == "perfmetrics"
        options = parser(Words(lang)).parse_args(arguments)
        assert options.run.__name__ == command


def test_version(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"{pm.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said", "program"),
    [
        ([], "缺少参数：命令", "perfmetrics"),
        (["--fromat"], "缺少参数：命令", "perfmetrics"),
        (["scroe", "a.toml"], "命令：“scroe”不在可选值之内（score、check、", "perfmetrics"),
        (["score"], "缺少参数：文件", "perfmetrics score"),
        (
            ["score", GOOD_REPORT, "--fromat", "json"],
            "不认识的参数：--fromat json；是否应为：--format",
            "perfmetrics score",
        ),
        (["score", GOOD_REPORT, "--qqqqqqqq=3"], "不认识的参数：--qqqqqqqq=3", "perfmetrics score"),
        (
            ["score", GOOD_REPORT, "--format", "jsn"],
            "--format：“jsn”不在可选值之内（text、markdown、",
            "perfmetrics score",
        ),
        (["score", GOOD_REPORT, "--rubric"], "--rubric 后面缺少内容", "perfmetrics score"),
        (["check"], "缺少参数：文件", "perfmetrics check"),
        (["check", GOOD_REPORT, "--format", "jsn"], "；是否应为：json", "perfmetrics check"),
        (["check", GOOD_REPORT, "--bound", "x"], "--bound：“x”不是整数", "perfmetrics check"),
        (["check", GOOD_REPORT, "--bound", "7"], "--bound：“7”不在可选值之内（1、2、3、4、5、6）", "perfmetrics check"),
        (["explain"], "缺少参数：名称", "perfmetrics explain"),
        (["explain", "预算完成率", "--format", "junit"], "--format：“junit”不在可选值之内", "perfmetrics explain"),
        (["explain", "a", "b"], "不认识的参数：b", "perfmetrics explain"),
        (["rubrics", "a", "b"], "不认识的参数：b", "perfmetrics rubrics"),
        (["schema"], "缺少参数：对象", "perfmetrics schema"),
        (
            ["schema", "reprot"],
            "对象：“reprot”不在可选值之内（report、rubric、card、check、audit）；是否应为：report",
            "perfmetrics schema",
        ),
        (["schema", "report", "--format", "json"], "不认识的参数：--format json", "perfmetrics schema"),
        (["rubrics", "--lang"], "--lang 后面缺少内容", "perfmetrics rubrics"),
        (["rubrics", "--lang", "fr"], "--lang：“fr”不在可选值之内（zh、en）", "perfmetrics rubrics"),
        (["rubrics", "--\x1b[2J"], "不认识的参数：--\N{REPLACEMENT CHARACTER}[2J", "perfmetrics rubrics"),
    ],
)
def test_bad_usage(arguments: list[str], said: str, program: str, capsys: Capture) -> None:
    """Two lines in the user's language: what is wrong and what may have been meant, and where the help is."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    first, second = err.splitlines()
    assert not out
    assert first.startswith("用法错误：")
    assert said in first
    assert second == f"查看帮助：{program} --help"


def test_bad_usage_in_english(capsys: Capture) -> None:
    assert main(["--lang", "en", "scroe"]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("usage error: argument COMMAND: invalid choice: 'scroe' (choose from ")
    assert first.endswith("; did you mean: score")
    assert second == "for help: perfmetrics --help"


def test_what_argparse_words_otherwise_is_told_as_it_is() -> None:
    """Another version of Python may have other messages; they are not lost."""
    assert usage_error("something new", []) == ("something new", "something new")
    newer = "argument FILE: invalid choice: jsn (choose from text, json)"
    assert usage_error(newer, []).zh == "FILE：“jsn”不在可选值之内（text、json）；是否应为：json"


def test_options_are_not_guessed_from_their_beginning(capsys: Capture) -> None:
    assert main(["rubrics", "--la", "en"]) == 2
    assert "--la" in capsys.readouterr().err


def test_of_a_language_said_twice_the_last_counts(capsys: Capture) -> None:
    assert main(["rubrics", "--lang", "en", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == RubricList().to_text("zh")


def test_arguments_are_those_of_the_process_by_default(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "argv", ["perfmetrics", "rubrics", "--lang", "en"])
    assert main() == 0
    assert capsys.readouterr().out == RubricList().to_text("en")


# ---------------------------------------------------------------------------------------------------------------------
# score.


@pytest.mark.parametrize("lang", LANGS)
def test_score_as_text(lang: Lang, capsys: Capture) -> None:
    assert main(["score", BAOJING, "--lang", lang]) == 1
    out, err = capsys.readouterr()
    assert not err
    assert out == pm.score(BAOJING).to_text(lang)


@pytest.mark.parametrize("lang", LANGS)
def test_score_as_markdown(lang: Lang, capsys: Capture) -> None:
    assert main(["score", BAOJING, "--format", "markdown", "--lang", lang]) == 1
    assert capsys.readouterr().out == pm.score(BAOJING).to_markdown(lang)


@pytest.mark.parametrize("lang", LANGS)
def test_score_as_json(lang: Lang, capsys: Capture) -> None:
    assert main(["score", BAOJING, "--format", "json", "--lang", lang]) == 1
    assert json.loads(capsys.readouterr().out) == pm.score(BAOJING).to_dict(lang)


def test_exit_status_of_a_card_without_errors_is_zero(capsys: Capture) -> None:
    assert pm.score(GOOD_REPORT).ok
    assert main(["score", GOOD_REPORT]) == 0
    assert main(["score", GOOD_REPORT, BAOJING]) == 1
    assert main(["score", BAOJING, GOOD_REPORT]) == 1
    assert main(["score", BAOJING, BROKEN]) == 2
    assert not capsys.readouterr().out.startswith("{")


def test_the_table_may_be_named_or_a_file(capsys: Capture) -> None:
    assert main(["score", GOOD_REPORT, "--rubric", "hunan-13"]) == 0
    assert capsys.readouterr().out == pm.score(GOOD_REPORT, "hunan-13").to_text()
    assert main(["score", GOOD_REPORT, "--rubric", GOOD_RUBRIC]) == 0
    assert capsys.readouterr().out == pm.score(GOOD_REPORT, GOOD_RUBRIC).to_text()


def test_several_files_as_text_follow_one_another(capsys: Capture) -> None:
    assert main(["score", GOOD_REPORT, BAOJING]) == 1
    expected = "\n".join(pm.score(name).to_text() for name in (GOOD_REPORT, BAOJING))
    assert capsys.readouterr().out.startswith(f"{expected}\n汇总（2 份）\n")


def test_several_files_as_markdown_follow_one_another(capsys: Capture) -> None:
    assert main(["score", GOOD_REPORT, BAOJING, "--format", "markdown"]) == 1
    expected = "\n".join(pm.score(name).to_markdown() for name in (GOOD_REPORT, BAOJING))
    assert capsys.readouterr().out == expected


def test_several_files_as_json_are_a_list(capsys: Capture) -> None:
    assert main(["score", GOOD_REPORT, BAOJING, "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data == [pm.score(GOOD_REPORT).to_dict(), pm.score(BAOJING).to_dict()]


def test_a_bad_file_among_several_does_not_stop_the_others(capsys: Capture) -> None:
    assert main(["score", BROKEN, BAOJING, "absent.toml", GOOD_REPORT]) == 2
    out, err = capsys.readouterr()
    assert out.startswith(pm.score(BAOJING).to_text() + "\n" + pm.score(GOOD_REPORT).to_text() + "\n汇总（4 份）\n")
    assert [line for line in err.splitlines() if not line.startswith(" ")] == [BROKEN, "absent.toml"]


def test_a_bad_file_among_several_leaves_a_list_of_json(capsys: Capture) -> None:
    assert main(["score", BROKEN, GOOD_REPORT, "--format", "json"]) == 2
    assert json.loads(capsys.readouterr().out) == [pm.score(GOOD_REPORT).to_dict()]
    assert main(["score", BROKEN, BROKEN, "--format", "json"]) == 2
    assert not capsys.readouterr().out


@pytest.mark.parametrize(
    "raw",
    [
        b'unit = "\xe4\xb8\x87\xe5\x85\x83"\n[staff]\nin_post = 72\n',
        b'{"unit": "\xe4\xb8\x87\xe5\x85\x83", "staff": {"in_post": 72}}',
        b'\xef\xbb\xbf \r\n\t{"unit": "\xe4\xb8\x87\xe5\x85\x83", "staff": {"in_post": 72}}',
        b'\xef\xbb\xbf# \xe6\xb3\xa8\n\nunit = "\xe4\xb8\x87\xe5\x85\x83"\nstaff.in_post = 72\n',
    ],
)
def test_a_dash_is_standard_input(raw: bytes, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    _give(monkeypatch, raw)
    assert main(["score", "-", "--rubric", "baojing-2019", "--format", "json"]) == 0
    expected = pm.score({"unit": "万元", "staff": {"in_post": 72}}, "baojing-2019")
    assert json.loads(capsys.readouterr().out) == expected.to_dict()


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", "文件为空；请填入内容"),
        (b" \n\t\r\n", "文件为空；请填入内容"),
        (b"\xef\xbb\xbf", "文件为空；请填入内容"),
        (b"staff = 1\n", "staff：此处应为键值表；请核对该处的写法"),
        (b'{"staff": 1}', "staff：此处应为键值表；请核对该处的写法"),
        (b"\xff\xfe", "不是 UTF-8 文本（第 0 字节）；请另存为 UTF-8"),
        (b"staff = ", "不是有效的 TOML（Invalid value (at end of document)）；请按 TOML 语法修改该处"),
    ],
)
def test_bad_standard_input(raw: bytes, error: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    _give(monkeypatch, raw)
    assert main(["score", "-"]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err == f"-\n  {error}\n"


def test_a_misspelt_table_gives_the_nearest_under_the_name_of_the_file(capsys: Capture) -> None:
    assert main(["score", GOOD_REPORT, "--rubric", "baojing-2091", "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err == (
        f"{GOOD_REPORT}\n  no scoring table is called 'baojing-2091'; did you mean: baojing-2019, beijing-2022\n"
    )


# ---------------------------------------------------------------------------------------------------------------------
# check.


@pytest.mark.parametrize("lang", LANGS)
def test_check_as_text_markdown_and_json(lang: Lang, capsys: Capture) -> None:
    result = pm.check(KAIJIANG)
    assert main(["check", KAIJIANG, "--lang", lang]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == (result.to_text(lang), "")
    assert main(["check", KAIJIANG, "--format", "markdown", "--lang", lang]) == 1
    assert capsys.readouterr().out == result.to_markdown(lang)
    assert main(["check", KAIJIANG, "--format", "json", "--lang", lang]) == 1
    assert json.loads(capsys.readouterr().out) == result.to_dict(lang)


def test_exit_status_of_a_check(capsys: Capture) -> None:
    assert pm.check(NANJIANG).ok
    assert main(["check", NANJIANG]) == 0
    assert main(["check", NANJIANG, KAIJIANG]) == 1
    assert main(["check", KAIJIANG, NANJIANG]) == 1
    assert main(["check", NANJIANG, BROKEN]) == 2
    assert main(["check", "absent.toml"]) == 2
    assert "absent.toml" in capsys.readouterr().err


def test_a_check_needs_no_table_and_takes_one(capsys: Capture) -> None:
    assert pm.load_report(KAIJIANG).rubric is None
    assert main(["check", KAIJIANG, "--rubric", "baojing-2019", "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data == pm.check(KAIJIANG, rubric="baojing-2019").to_dict()
    assert data["rubric"] == "baojing-2019"
    assert main(["check", KAIJIANG, "--rubric", "hunan13"]) == 2
    assert capsys.readouterr().err.endswith("没有名为“hunan13”的评分标准；是否应为：hunan-13、hunan-2017\n")


def test_several_checks(capsys: Capture) -> None:
    assert main(["check", NANJIANG, BROKEN, KAIJIANG]) == 2
    out, err = capsys.readouterr()
    assert out.startswith(pm.check(NANJIANG).to_text() + "\n" + pm.check(KAIJIANG).to_text() + "\n汇总（3 份）\n")
    assert err.startswith(BROKEN)
    assert main(["check", NANJIANG, KAIJIANG, "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == [pm.check(NANJIANG).to_dict(), pm.check(KAIJIANG).to_dict()]


def test_check_of_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    _give(monkeypatch, Path(KAIJIANG).read_bytes())
    assert main(["check", "-", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == pm.check(KAIJIANG).to_dict()


# ---------------------------------------------------------------------------------------------------------------------
# explain, rubrics, schema.


@pytest.mark.parametrize("lang", LANGS)
def test_explain(lang: Lang, capsys: Capture) -> None:
    explanation = pm.explain("预算完成率")
    assert main(["explain", "预算完成率", "--lang", lang]) == 0
    assert capsys.readouterr().out == explanation.to_text(lang)
    assert main(["explain", "预算完成率", "--lang", lang, "--format", "markdown"]) == 0
    assert capsys.readouterr().out == explanation.to_markdown(lang)
    assert main(["explain", "预算完成率", "--lang", lang, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == explanation.to_dict(lang)


def test_explain_a_misspelt_name(capsys: Capture) -> None:
    assert main(["explain", "预算完成绿"]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", "没有名为“预算完成绿”的公式；是否应为：预算完成率、预算完成\n")
    assert main(["explain", "budget_contrl_rate", "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith(
        "no formula is called 'budget_contrl_rate'; did you mean: budget_control_rate, "
    )


@pytest.mark.parametrize("lang", LANGS)
def test_rubrics(lang: Lang, capsys: Capture) -> None:
    for arguments, result in (([], RubricList()), (["baojing-2019"], show_rubric("baojing-2019"))):
        assert main(["rubrics", *arguments, "--lang", lang]) == 0
        assert capsys.readouterr().out == result.to_text(lang)
        assert main(["rubrics", *arguments, "--lang", lang, "--format", "markdown"]) == 0
        assert capsys.readouterr().out == result.to_markdown(lang)
        assert main(["rubrics", *arguments, "--lang", lang, "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out) == result.to_dict(lang)


def test_a_table_printed_as_json_is_one_that_can_be_used(tmp_path: Path, capsys: Capture) -> None:
    main(["rubrics", "baojing-2019", "--format", "json"])
    own = tmp_path / "own.json"
    own.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["score", BAOJING, "--rubric", str(own)]) == 1
    assert capsys.readouterr().out == pm.score(BAOJING).to_text()


def test_rubrics_of_a_misspelt_table(capsys: Capture) -> None:
    assert main(["rubrics", "hunan13"]) == 2
    assert capsys.readouterr().err.startswith("没有名为“hunan13”的评分标准；是否应为：hunan-13")


@pytest.mark.parametrize("name", NAMES)
def test_schema(name: SchemaName, capsys: Capture) -> None:
    assert main(["schema", name]) == 0
    assert json.loads(capsys.readouterr().out) == json_schema(name)


# ---------------------------------------------------------------------------------------------------------------------
# Streams.


def test_colour_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["score", BAOJING]) == 1
    assert terminal.getvalue() == pm.score(BAOJING).to_text(color=True)
    for arguments, result in (
        (["explain", "预算控制率"], pm.explain("预算控制率")),
        (["rubrics"], RubricList()),
    ):
        terminal.truncate(terminal.seek(0))
        assert main(arguments) == 0
        assert terminal.getvalue() == result.to_text(color=True)


def test_no_color_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["score", BAOJING]) == 1
    assert terminal.getvalue() == pm.score(BAOJING).to_text()


def test_no_colour_where_the_output_is_no_terminal(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    main(["rubrics"])
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("format_", ["markdown", "json"])
def test_no_colour_in_what_is_no_text(format_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["score", BAOJING, "--format", format_]) == 1
    assert "\x1b" not in terminal.getvalue()


def test_an_interrupt_is_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(scoring, "score", interrupted)
    assert main(["score", BAOJING]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "out").open("wb") as file:
        monkeypatch.setattr(sys, "stdout", _Failing(BrokenPipeError(), file.fileno()))
        assert main(["rubrics"]) == 0
        assert os.path.samestat(os.fstat(file.fileno()), Path(os.devnull).stat())  # nothing is left to fail at exit


def test_a_disk_that_is_full_is_an_error_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    with (tmp_path / "out").open("wb") as file:
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        monkeypatch.setattr(sys, "stdout", _Failing(full, file.fileno()))
        assert main(["rubrics"]) == 2
    err = capsys.readouterr().err
    assert os.strerror(errno.ENOSPC) in err
    assert "Traceback" not in err


def test_no_standard_input_at_all(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "stdin", None)  # as after `<&-`
    assert main(["score", "-"]) == 2
    assert capsys.readouterr().err.startswith("-\n  ")


def test_no_standard_output_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)  # as after `>&-`
    assert main(["rubrics"]) == 0


def test_run_as_a_module(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "argv", ["perfmetrics", "--version"])
    monkeypatch.delitem(sys.modules, "perfmetrics.__main__", raising=False)
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("perfmetrics", run_name="__main__")
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"{pm.__version__}\n"


# ---------------------------------------------------------------------------------------------------------------------
# As a process.


def test_bad_input_as_a_process(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[final_accounts]\nprocurement = nan\n", encoding="utf-8")
    done = _run("score", "a.toml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        'a.toml\n  final_accounts.procurement：NaN 不是有限的数；请写成数字，如 1521.39 或 "1440元"\n'
    )


def test_output_is_utf8_whatever_the_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("LC_ALL", "C")
    done = _run("rubrics", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.decode("utf-8") == RubricList().to_text()


def test_standard_input_of_a_process() -> None:
    done = _run("score", "-", "--format", "json", input=Path(BAOJING).read_bytes())
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout) == pm.score(BAOJING).to_dict()


@pytest.mark.parametrize(
    "arguments", [["rubrics"], ["schema", "report"], ["score", BAOJING], ["score", BAOJING, "--format", "json"]]
)
def test_a_pipe_that_nobody_reads(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        done = _run(*arguments, stdout=pipe)
    assert done.stderr == b""
    assert done.returncode in {0, 1}


def test_the_first_line_is_enough_for_head() -> None:
    command = f"'{sys.executable}' -m perfmetrics schema report | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, check=False, env=_environment())  # noqa: S602
    assert (done.returncode, done.stdout, done.stderr) == (0, b"{\n", b"")


WRONG = """unit = "万元"
[final_accounts]
current_expenditure = 109.38
basic_expenditure = 99.76
project_expenditure = 0.62
"""


def test_the_search_for_culprits_has_options(tmp_path: Path, capsys: Capture) -> None:
    """Issue 3: weights, fixed figures and a search bound as options."""
    path = tmp_path / "r.toml"
    path.write_text(WRONG, encoding="utf-8")
    basic, total = "final_accounts.basic_expenditure", "final_accounts.current_expenditure"

    def sets(*options: str) -> list[list[str]]:
        assert main(["check", str(path), "--format", "json", *options]) == 1
        (group,) = json.loads(capsys.readouterr().out)["culprits"]
        return [list(each) for each in group]

    assert len(sets()) == 3
    assert [basic] not in sets("--fixed", basic)
    assert sets("--fixed", basic, "--weight", f"{total}=3", "--bound", "1") == [["final_accounts.project_expenditure"]]


@pytest.mark.parametrize("bad", ["x", "x=", "=3", "x=y", "x=1234567890", "x=-1"])
def test_a_weight_that_is_none_is_refused(bad: str, tmp_path: Path, capsys: Capture) -> None:
    """Bad usage is status 2, with one line on standard error and nothing on standard output."""
    path = tmp_path / "r.toml"
    path.write_text(WRONG, encoding="utf-8")
    assert main(["check", str(path), f"--weight={bad}"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "--weight" in err


AUDITED = "2021年镇三公经费决算9.07万元，较上年减少0.71万元，下降7.83%。"
SOUND = "2019年部门决算本年支出100.38万元，其中：基本支出99.76万元，项目支出0.62万元。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_audit_of_a_text_file(encoding: str, tmp_path: Path, capsys: Capture) -> None:
    """Issue 4: `perfmetrics audit FILE...`, whatever the text was saved as."""
    path = tmp_path / "r.txt"
    path.write_bytes(AUDITED.encode(encoding))
    assert main(["audit", str(path)]) == 1
    assert "下降【7.83%】" in capsys.readouterr().out
    assert main(["audit", str(path), "--lang", "en", "--format", "markdown"]) == 1
    assert "the wrong denominator" in capsys.readouterr().out


def test_audit_as_json_and_of_several_texts(tmp_path: Path, capsys: Capture) -> None:
    """Design 6: JSON of an audit; several files, several objects."""
    wrong, right = tmp_path / "w.txt", tmp_path / "r.txt"
    wrong.write_text(AUDITED, encoding="utf-8")
    right.write_text(SOUND, encoding="utf-8")
    assert main(["audit", str(right), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["exact"] == 1
    assert main(["audit", str(right), str(wrong), "--format", "json"]) == 1
    assert [each["counts"]["inconsistent"] for each in json.loads(capsys.readouterr().out)] == [0, 1]


def test_audit_gives_the_report_file(tmp_path: Path, capsys: Capture) -> None:
    """Issue 4: `to_report()` gives the report file to correct by hand; `check` reads it."""
    path, report = tmp_path / "r.txt", tmp_path / "r.json"
    path.write_text(SOUND, encoding="utf-8")
    assert main(["audit", str(path), "--to-report"]) == 0
    report.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["check", str(report)]) == 0
    assert "一致 1" in capsys.readouterr().out


def test_audit_of_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Design 6: `-` for standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(AUDITED.encode())))
    assert main(["audit", "-"]) == 1
    assert "7.26%" in capsys.readouterr().out


def test_a_text_that_cannot_be_read_is_told_of(tmp_path: Path, capsys: Capture) -> None:
    """Exit status 2 for unreadable input; the other files are audited."""
    bad, good = tmp_path / "b.txt", tmp_path / "g.txt"
    bad.write_bytes(b"\xff\xff\xff")
    good.write_text(SOUND, encoding="utf-8")
    assert main(["audit", str(bad), str(tmp_path / "none.txt"), str(good)]) == 2
    out, err = capsys.readouterr()
    assert "一致 1" in out
    assert "GB 18030" in err
    assert "none.txt" in err


# ---------------------------------------------------------------------------------------------------------------------
# Formats of what was found.


def _unread(name: str) -> Record:
    with pytest.raises(pm.PerfMetricsError) as caught:
        pm.load_report(name)
    return Record(name, error=caught.value)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("command", "judge"), [("score", pm.score), ("check", pm.check)])
def test_html_is_one_file_with_a_page_for_each(
    command: str, judge: Callable[[str], Outcome], lang: Lang, capsys: Capture
) -> None:
    assert main([command, BAOJING, GOOD_REPORT, "--format", "html", "--lang", lang]) == 1
    pages = [judge(name).to_page(lang) for name in (BAOJING, GOOD_REPORT)]
    assert capsys.readouterr().out == html.render(pages, lang)
    assert main([command, BAOJING, "--format", "html", "--lang", lang]) == 1
    assert capsys.readouterr().out == judge(BAOJING).to_html(lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("form", "render"), [("junit", junit.render), ("sarif", sarif.render), ("github", github.render)]
)
def test_what_machines_read_has_every_file(
    form: str, render: Callable[[Sequence[Record], Lang], str], lang: Lang, capsys: Capture
) -> None:
    """The unreadable file is in the output, and told of on standard error too."""
    assert main(["check", KAIJIANG, BROKEN, NANJIANG, "--format", form, "--lang", lang]) == 2
    out, err = capsys.readouterr()
    records = [Record(KAIJIANG, pm.check(KAIJIANG)), _unread(BROKEN), Record(NANJIANG, pm.check(NANJIANG))]
    assert out == render(records, lang)
    assert err.startswith(f"{BROKEN}\n  ")


@pytest.mark.parametrize("lang", LANGS)
def test_html_has_the_file_that_could_not_be_read(lang: Lang, tmp_path: Path, capsys: Capture) -> None:
    """With every problem of it; neither its name nor its words break out of the page."""
    bad = tmp_path / "<b>.toml"
    bad.write_text('"<i>" = 1\n"<u>" = 2\n', encoding="utf-8")
    assert main(["check", str(bad), KAIJIANG, "--format", "html", "--lang", lang]) == 2
    out = capsys.readouterr().out
    assert html.escape(str(bad)) in out
    assert {"zh": "无法读取", "en": "cannot be read"}[lang] in out
    for each in _unread(str(bad)).error.problems:  # type: ignore[union-attr]
        assert html.escape(each.to_text(lang)) in out
    assert not re.search("<[biu]>", out)
    assert pm.check(KAIJIANG).source in out


def test_html_of_a_file_with_very_many_problems_counts_the_rest(tmp_path: Path, capsys: Capture) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("".join(f"x{i} = 1\n" for i in range(MOST_SHOWN + 7)), encoding="utf-8")
    assert main(["check", str(bad), "--format", "html"]) == 2
    assert "<li><p>另有 7 处</p></li>" in capsys.readouterr().out
    bad.write_text("".join(f"x{i} = 1\n" for i in range(MOST_SHOWN)), encoding="utf-8")
    assert main(["check", str(bad), "--format", "html"]) == 2
    assert "另有" not in capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("arguments", [["explain", "预算控制率"], ["rubrics"], ["rubrics", "baojing-2019"]])
def test_explain_and_rubrics_as_html(arguments: list[str], lang: Lang, capsys: Capture) -> None:
    assert main([*arguments, "--format", "html", "--lang", lang]) == 0
    result: Printable = RubricList()
    if len(arguments) > 1:
        result = pm.explain(arguments[1]) if arguments[0] == "explain" else show_rubric(arguments[1])
    assert capsys.readouterr().out == result.to_html(lang)


# ---------------------------------------------------------------------------------------------------------------------
# The summary of several files.


def _summary(out: str) -> list[str]:
    return out.rpartition("\n汇总（")[2].splitlines()[4:]


def test_the_summary_counts_the_findings_of_each_file(capsys: Capture) -> None:
    """File, errors, warnings, notes; the ones that could not be read are listed."""
    assert main(["check", KAIJIANG, BROKEN, NANJIANG]) == 2
    out = capsys.readouterr().out
    names = (KAIJIANG, BROKEN, NANJIANG)
    rows = [re.split(" {2,}", line) for line in _joined(_summary(out), names)]
    assert rows == [_expected_row(KAIJIANG), [BROKEN, "无法读取"], _expected_row(NANJIANG)]


def _joined(lines: list[str], names: tuple[str, ...]) -> Iterator[str]:
    """Yield the rows of a table, a long name of a file in its first column on one line again."""
    told = ""
    name = ""
    for line in lines:
        first, gap, rest = line.partition("  ")
        name += first
        told += gap + rest
        if name in names:
            yield name + told
            name = told = ""


def _expected_row(name: str) -> list[str]:
    severities = [finding.severity for finding in pm.check(name).findings]
    return [name, *(str(severities.count(each)) for each in (Severity.ERROR, Severity.WARNING, Severity.NOTE))]


def test_the_summary_of_cards_has_total_and_grade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(BAOJING, "甲.toml")
    Path("乙.toml").write_text("", encoding="utf-8")
    Path("丙.toml").write_text('rubric = "hunan-13"\n', encoding="utf-8")
    assert main(["score", "甲.toml", "乙.toml", "丙.toml"]) == 2
    card, other = pm.score("甲.toml"), pm.score("丙.toml")
    severities = [finding.severity for finding in card.findings]
    errors, warnings, notes = (severities.count(each) for each in (Severity.ERROR, Severity.WARNING, Severity.NOTE))
    assert [line.split() for line in _summary(capsys.readouterr().out)] == [
        ["甲.toml", str(card.total), "/", str(card.full_marks), card.grade, str(errors), str(warnings), str(notes)],
        ["乙.toml", "无法读取"],
        ["丙.toml", "–", "–", "0", str(len(other.findings)), "0"],
    ]


def test_the_summary_in_english_and_in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["check", NANJIANG, "absent.toml", "--lang", "en"]) == 2
    out = terminal.getvalue()
    assert "Summary of 2 files" in out
    assert "\x1b[31;1munreadable\x1b[0m" in out
    assert "Errors  Warnings  Notes" in out


def test_a_name_of_a_file_cannot_move_the_cursor(capsys: Capture) -> None:
    assert main(["check", "a\x1b[2J.toml", "b\r.toml"]) == 2
    out, err = capsys.readouterr()
    assert not any(unicodedata.category(char) == "Cc" and char != "\n" for char in out + err)


def test_one_file_has_no_summary(capsys: Capture) -> None:
    assert main(["check", NANJIANG]) == 0
    assert capsys.readouterr().out == pm.check(NANJIANG).to_text()


# ---------------------------------------------------------------------------------------------------------------------
# The bar.


def test_a_bar_shows_several_files_at_a_terminal_and_is_gone_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["check", NANJIANG, GOOD_REPORT, "--format", "json"]) == 0
    start, first, second, blank, end = terminal.getvalue().split("\r")
    assert (start, blank, end) == ("", " " * 59, "")
    assert first.startswith("[....................]  0/2  ..")
    assert first.rstrip().endswith("nanjiang-2021.toml")
    assert second.startswith("[##########..........]  1/2  ..")
    assert len(json.loads(capsys.readouterr().out)) == 2


@pytest.mark.parametrize("arguments", [[NANJIANG], ["absent.toml"]])
def test_one_file_has_no_bar(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    main(["check", *arguments])
    assert "\r" not in terminal.getvalue()


def test_no_bar_where_standard_error_is_no_terminal(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    assert main(["check", NANJIANG, NANJIANG]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys, "stderr", None)  # as after `2>&-`
    assert main(["check", NANJIANG, "absent.toml"]) == 2


def test_the_bar_is_gone_before_anything_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["check", "absent.toml", NANJIANG]) == 2
    assert terminal.getvalue().rpartition("\r")[2].startswith("absent.toml\n  ")


def test_the_bar_is_as_wide_as_the_terminal() -> None:
    """The width of standard error counts, whatever standard output is."""
    parent, child = os.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 50, 0, 0))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "perfmetrics", "check", NANJIANG, NANJIANG],
        stdout=subprocess.PIPE,
        stderr=child,
        env=_environment(),
        check=False,
    )
    os.close(child)
    said = os.read(parent, 10_000).decode()
    os.close(parent)
    assert done.returncode == 0
    assert [width(each) for each in said.split("\r")] == [0, 49, 49, 49, 0]
    assert b"\r" not in done.stdout


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        (60, "[##########..........]   5/10  ..工程/二〇二一年度报告.toml"),
        (59, "[##########..........]   5/10  ..程/二〇二一年度报告.toml "),
        (41, "[##########..........]   5/10           "),
        (31, "[##########..........]   5/10 "),
        (20, " 5/10  ..报告.toml "),
        (4, " 5/"),
        (1, ""),
        (0, ""),
    ],
)
def test_a_bar_fills_its_line_and_no_more(columns: int, shown: str) -> None:
    """All but the last column, where some terminals would wrap; what does not fit is left out, the name's end last."""
    drawn = bar(5, 10, "很长的目录名/工程/二〇二一年度报告.toml", columns)
    assert drawn == shown
    assert width(drawn) == max(columns - 1, 0)


def test_a_bar_begins_empty_and_its_name_cannot_move_the_cursor() -> None:
    assert (
        bar(0, 2, "a\x1b[2J\n.toml", 50).rstrip()
        == f"[{'.' * 20}]  0/2  a\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}.toml"
    )


# ---------------------------------------------------------------------------------------------------------------------
# --output.


@pytest.mark.parametrize(
    "arguments",
    [
        *(["check", KAIJIANG, NANJIANG, "--format", form] for form in FORMATS),
        ["score", BAOJING],
        ["explain", "预算控制率", "--format", "html"],
        ["rubrics"],
        ["schema", "report"],
    ],
)
def test_a_file_gets_what_standard_output_would(arguments: list[str], tmp_path: Path, capsys: Capture) -> None:
    status = main(arguments)
    printed = capsys.readouterr().out
    assert printed
    path = tmp_path / "out"
    assert main([*arguments, "--output", str(path)]) == status
    assert capsys.readouterr().out == ""
    assert path.read_bytes() == printed.encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_not_coloured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["score", BAOJING, "--output", str(tmp_path / "out")]) == 1
    assert (terminal.getvalue(), (tmp_path / "out").read_text("utf-8")) == ("", pm.score(BAOJING).to_text())


def test_a_file_is_replaced_whole_and_keeps_its_permissions_and_links(tmp_path: Path) -> None:
    path, link = tmp_path / "out", tmp_path / "link"
    path.write_text("before" * 10_000)
    path.chmod(0o640)
    link.symlink_to(path)
    assert main(["rubrics", "--output", str(link)]) == 0
    assert path.read_text("utf-8") == RubricList().to_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert link.is_symlink()


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    assert main(["rubrics", "--output", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt()])
def test_a_file_is_written_whole_or_not_at_all(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A full disk or an interrupt leaves the file as it was, and nothing beside it."""

    def fail(*_: object) -> None:
        raise error

    path = tmp_path / "out"
    path.write_text("before")
    monkeypatch.setattr(Path, "replace", fail)
    assert main(["rubrics", "--output", str(path)]) == (130 if isinstance(error, KeyboardInterrupt) else 2)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]
    out, err = capsys.readouterr()
    assert out == ""
    if isinstance(error, OSError):
        assert err == f"{path}\n  无法写入文件（{os.strerror(errno.ENOSPC)}）；请核对路径和权限\n"


@pytest.mark.parametrize("name", ["absent/out", "", "a\0b"])
def test_a_place_that_cannot_be_written_to_is_told(name: str, tmp_path: Path, capsys: Capture) -> None:
    assert main(["rubrics", "--output", f"{tmp_path}/{name}", "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "the file cannot be written (" in err
    assert "Traceback" not in err


def test_a_device_is_written_to_and_stays_one() -> None:
    assert main(["rubrics", "--output", os.devnull]) == 0
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_where_nothing_could_be_read_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("before")
    for form in ("text", "markdown", "json"):
        assert main(["check", BROKEN, "--format", form, "--output", str(path)]) == 2
        assert path.read_text() == "before"


def test_a_report_file_made_of_a_text_is_json_alone(tmp_path: Path, capsys: Capture) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(SOUND, encoding="utf-8")
    second.write_text(AUDITED, encoding="utf-8")
    assert main(["audit", str(first), str(second), "--to-report", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == [pm.audit(SOUND).to_report(), pm.audit(AUDITED).to_report()]
    assert main(["audit", "absent.txt", "--to-report"]) == 2
    assert capsys.readouterr().out == ""
    assert main(["audit", str(first), "--to-report", "--format", "html"]) == 2
    assert capsys.readouterr().err == "--to-report：报告文件只有 JSON 格式；请删去 --format\n"


# ---------------------------------------------------------------------------------------------------------------------
# --baseline, --write-baseline.

SIGNED = ("--author", "王某", "--reason", "已另行说明")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a report that has three errors, and one that has none."""
    monkeypatch.chdir(tmp_path)
    Path("甲.toml").write_text(WRONG, encoding="utf-8")
    shutil.copy(NANJIANG, "乙.toml")
    return tmp_path


@pytest.mark.parametrize("lang", LANGS)
def test_accepted_findings_fail_nothing_and_are_shown(lang: Lang, folder: Path, capsys: Capture) -> None:
    """They are notes with their reason and author, in every format."""
    assert main(["check", "甲.toml", "乙.toml"]) == 1
    assert main(["check", "甲.toml", "乙.toml", "--write-baseline", "基线.toml", *SIGNED, "--lang", lang]) == 0
    err = capsys.readouterr().err
    assert err == {"zh": "基线.toml：已接受 1 条发现\n", "en": "基线.toml: 1 accepted findings\n"}[lang]
    assert main(["check", "甲.toml", "--baseline", "基线.toml", "--lang", lang]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert {"zh": "[说明] 部门决算·本年支出 109.38", "en": "[note] "}[lang] in out
    assert {"zh": "已接受：已另行说明（王某）", "en": "accepted: 已另行说明 (王某)"}[lang] in out
    for form in FORMATS:
        assert main(["check", "甲.toml", "--baseline", "基线.toml", "--format", form, "--lang", lang]) == 0
        assert "已另行说明" in capsys.readouterr().out
    assert folder.joinpath("基线.toml").read_text("utf-8").count("[[accepted]]") == 1


@pytest.mark.usefixtures("folder")
def test_a_new_finding_fails(capsys: Capture) -> None:
    """A figure that changes makes a new finding, and an entry that matches nothing is told, the status unchanged."""
    assert main(["check", "甲.toml", "--write-baseline", "基线.toml", *SIGNED]) == 0
    Path("甲.toml").write_text(WRONG.replace("109.38", "109.39"), encoding="utf-8")
    capsys.readouterr()
    assert main(["check", "甲.toml", "--baseline", "基线.toml"]) == 1
    out, err = capsys.readouterr()
    assert "[错误] 部门决算·本年支出 109.39" in out
    assert err == (
        "基线.toml\n  提示：1 条已接受的发现不再出现；请从基线文件中删去：\n"
        "  - 甲.toml，expenditure_by_kind，final_accounts.current_expenditure，自报 109.38，应为 100.38\n"
    )
    Path("甲.toml").write_text(WRONG.replace("109.38", "100.38"), encoding="utf-8")
    assert main(["check", "甲.toml", "--baseline", "基线.toml", "--lang", "en"]) == 0
    assert capsys.readouterr().err == (
        "基线.toml\n  warning: 1 accepted findings are gone; remove them from the file:\n"
        "  - 甲.toml, expenditure_by_kind, final_accounts.current_expenditure, stated 109.38, expected 100.38\n"
    )


@pytest.mark.usefixtures("folder")
def test_an_entry_of_any_file_and_of_several_findings_is_told_in_words(capsys: Capture) -> None:
    entry = 'code = "open_list"\nwhere = "a\\u001b[2J"\ncount = 3\nreason = "r"\nauthor = "a"\n'
    Path("基线.toml").write_text(f"[[accepted]]\n{entry}", encoding="utf-8")
    assert main(["check", "乙.toml", "--baseline", "基线.toml"]) == 0
    assert capsys.readouterr().err.splitlines()[1:] == [
        "  提示：3 条已接受的发现不再出现；请从基线文件中删去：",
        "  - 任何文件，open_list，a\N{REPLACEMENT CHARACTER}[2J，3 处",
    ]


@pytest.mark.usefixtures("folder")
def test_a_baseline_that_is_written_again_keeps_its_reasons_and_leaves_out_what_is_gone(capsys: Capture) -> None:
    assert main(["check", "甲.toml", "--write-baseline", "基线.toml", *SIGNED]) == 0
    before = Path("基线.toml").read_bytes()
    again = ["--write-baseline", "基线.toml", "--author", "李某", "--reason", "另一理由"]
    assert main(["check", "甲.toml", *again]) == 0
    assert Path("基线.toml").read_bytes() == before
    Path("甲.toml").write_text(WRONG.replace("109.38", "109.39"), encoding="utf-8")
    capsys.readouterr()
    assert main(["check", "甲.toml", "--baseline", "./基线.toml", *again]) == 0
    assert capsys.readouterr().err == "基线.toml：已接受 1 条发现，删去不再出现的 1 条\n"
    assert b"109.39" in Path("基线.toml").read_bytes()
    assert "李某" in Path("基线.toml").read_text("utf-8")


@pytest.mark.usefixtures("folder")
def test_what_another_baseline_accepts_keeps_its_reason(capsys: Capture) -> None:
    Path("下").mkdir()
    assert main(["check", "甲.toml", "--write-baseline", "基线.toml", *SIGNED]) == 0
    assert (
        main(
            [
                "check",
                "甲.toml",
                "--baseline",
                "基线.toml",
                "--write-baseline",
                "下/另.toml",
                *SIGNED[:2],
                "--reason",
                "x",
            ]
        )
        == 0
    )
    written = Path("下/另.toml").read_text("utf-8")
    assert 'file = "../甲.toml"' in written
    assert 'reason = "已另行说明"' in written
    Path("甲.toml").write_text(WRONG.replace("109.38", "109.39"), encoding="utf-8")
    capsys.readouterr()
    arguments = ["--baseline", "基线.toml", "--write-baseline", "下/另.toml", "--author", "李某", "--reason", "x"]
    assert main(["check", "甲.toml", *arguments]) == 0
    assert "基线.toml\n  提示：1 条" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_a_baseline_of_texts_outlives_other_lines(capsys: Capture) -> None:
    Path("a.txt").write_text(f"{AUDITED}\n", encoding="utf-8")
    assert main(["audit", "a.txt", "--write-baseline", "基线.toml", *SIGNED]) == 0
    Path("a.txt").write_text(f"一、基本情况\n\n{SOUND}\n{AUDITED.replace('，', '， ')}\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["audit", "a.txt", "--baseline", "基线.toml"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("folder")
def test_a_file_that_cannot_be_read_stays_an_error(capsys: Capture) -> None:
    """What was accepted of it stays in the baseline: nothing is known of it."""
    assert main(["check", "甲.toml", "--write-baseline", "基线.toml", *SIGNED]) == 0
    before = Path("基线.toml").read_bytes()
    Path("甲.toml").write_text("", encoding="utf-8")
    capsys.readouterr()
    assert main(["check", "甲.toml", "乙.toml", "--baseline", "基线.toml"]) == 2
    assert capsys.readouterr().err == "甲.toml\n  文件为空；请填入内容\n"
    assert main(["check", "甲.toml", "乙.toml", "--write-baseline", "基线.toml", *SIGNED]) == 2
    assert Path("基线.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        (
            ["--write-baseline", "b.toml"],
            [
                "--author：写基线文件须写明此项；请加 --author …",
                "--reason：写基线文件须写明此项；请加 --reason …",
            ],
        ),
        (
            ["--write-baseline", "b.json", "--author", " ", "--reason", "r"],
            [
                "--author：写基线文件须写明此项；请加 --author …",
                "--write-baseline：基线文件是 TOML 文件；文件名请以 .toml 结尾",
            ],
        ),
        (
            ["--author", "a", "--reason", "r", "--baseline", "b.toml"],
            [
                "--author：只与 --write-baseline 同用；请删去，或加 --write-baseline",
                "--reason：只与 --write-baseline 同用；请删去，或加 --write-baseline",
            ],
        ),
        (["--baseline", "absent.toml"], ["absent.toml", f"  无法读取文件（{os.strerror(errno.ENOENT)}）；请核对路径"]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_options_that_contradict_one_another_are_refused_before_anything_is_read(
    options: list[str], lines: list[str], capsys: Capture
) -> None:
    assert main(["check", "甲.toml", *options]) == 2
    out, err = capsys.readouterr()
    assert (out, err.splitlines()) == ("", lines)
    assert not Path("b.toml").exists()


@pytest.mark.usefixtures("folder")
def test_a_bad_baseline_is_refused_with_all_its_problems(capsys: Capture) -> None:
    Path("基线.toml").write_text('[[accepted]]\ncode = "opne_list"\nreason = " "\n', encoding="utf-8")
    for options in (["--baseline", "基线.toml"], ["--write-baseline", "基线.toml", *SIGNED]):
        assert main(["check", "甲.toml", *options]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.splitlines() == [
            "基线.toml",
            "  accepted[0].code：没有代码为“opne_list”的发现；是否应为：open_list",
            "  accepted[0].reason：不能为空；请核对该处的写法",
            "  accepted[0].where：缺少该键；请补充",
            "  accepted[0].author：缺少该键；请补充",
        ]


@pytest.mark.usefixtures("folder")
def test_a_baseline_that_cannot_be_written_is_an_error(capsys: Capture) -> None:
    assert main(["check", "甲.toml", "--write-baseline", "absent/b.toml", *SIGNED]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("absent/b.toml\n  无法写入文件（")


# ---------------------------------------------------------------------------------------------------------------------
# Interrupts, streams that fail, and what is loaded.


def test_an_interrupt_among_several_files_clears_the_bar(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(scoring, "score", interrupted)
    monkeypatch.setenv("COLUMNS", "40")
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["score", BAOJING, BAOJING, "--output", "never"]) == 130
    assert terminal.getvalue().endswith(f"\r{' ' * 39}\r")
    assert capsys.readouterr().out == ""
    assert not Path("never").exists()


def test_an_interrupt_of_a_process() -> None:
    """Ctrl-C while a file is waited for: status 130, nothing printed."""
    # Where the tests run in the background, the signal is ignored, and the child inherits that.
    program = (
        "import signal, sys\nfrom perfmetrics.cli import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\nsys.exit(main(['score', '-']))"
    )
    reader, writer = os.pipe()
    os.write(writer, b"# waiting\n")
    with subprocess.Popen(  # noqa: S603 - the program above
        [sys.executable, "-c", program],
        stdin=reader,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
    ) as process:
        while fcntl.ioctl(reader, termios.FIONREAD, bytes(4)) != bytes(4):  # until it reads
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        try:
            assert process.communicate(timeout=60) == (b"", b"")
        finally:
            process.kill()
        assert process.returncode == 130
    os.close(reader)
    os.close(writer)


def test_standard_input_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def fail() -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    _give(monkeypatch, b"")
    monkeypatch.setattr(sys.stdin.buffer, "read", fail)
    assert main(["audit", "-"]) == 2
    assert capsys.readouterr() == ("", f"-\n  无法读取标准输入（{os.strerror(errno.EIO)}）；请给出文件\n")


def test_the_command_line_loads_little() -> None:
    """Help and errors of usage need neither pydantic nor the engine."""
    program = (
        "import sys\nfrom perfmetrics.cli import main\nmain(['--version']); main(['scroe'])\n"
        "print(*sys.modules, file=sys.__stdout__)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    loaded = set(done.stdout.split())
    assert "perfmetrics.cli.parser" in loaded
    slow = {"pydantic", "fractions", "perfmetrics.consistency", "perfmetrics.waivers", "perfmetrics.render.text"}
    assert loaded.isdisjoint(slow)


def test_colour_needs_a_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert not output.is_colored(None)


# ---------------------------------------------------------------------------------------------------------------------
# Folders.


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of reports and texts, to work beside."""
    monkeypatch.chdir(tmp_path)
    for name, source in (
        ("r/b.toml", NANJIANG),
        ("r/a/z.TOML", KAIJIANG),
        ("r/a.toml", GOOD_REPORT),
        ("r/.hidden.toml", BROKEN),
        ("r/.git/config.toml", BROKEN),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, path)
    (tmp_path / "r" / "c.json").write_text('{"unit": "万元"}', encoding="utf-8")
    (tmp_path / "r" / "link").symlink_to(tmp_path / "r", target_is_directory=True)
    (tmp_path / "r" / "w.txt").write_text(AUDITED, encoding="utf-8")
    (tmp_path / "r" / "a" / "s.md").write_text(SOUND, encoding="utf-8")
    return tmp_path


IN_ORDER = ["r/a/z.TOML", "r/a.toml", "r/b.toml", "r/c.json"]


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_is_the_reports_below_it_in_order(jobs: str, capsys: Capture) -> None:
    """What is hidden is left out, and a link to a folder is not followed."""
    assert main(["check", "r", "--format", "json", "--jobs", jobs]) == 1
    assert json.loads(capsys.readouterr().out) == [pm.check(name).to_dict() for name in IN_ORDER]
    assert main(["check", "r/b.toml", "r/a", "r/b.toml", "--jobs", jobs]) == 1
    rows = [line.split()[0] for line in _summary(capsys.readouterr().out)]
    assert rows == ["r/b.toml", "r/a/z.TOML", "r/b.toml"]


@pytest.mark.usefixtures("tree")
def test_a_folder_of_texts_is_the_texts_below_it(capsys: Capture) -> None:
    assert main(["audit", "r", "--format", "json"]) == 1
    counts = [each["counts"]["inconsistent"] for each in json.loads(capsys.readouterr().out)]
    assert counts == [0, 1]
    assert main(["audit", "r/a"]) == 0


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "目录里没有 .txt、.md 文件"), ("en", "there is no .txt or .md file")]
)
def test_a_folder_without_any_is_told(lang: str, words: str, tree: Path, capsys: Capture) -> None:
    """Otherwise a wrong folder would pass for ever."""
    (tree / "empty").mkdir()
    assert main(["audit", "empty", "r/a", "--lang", lang]) == 2
    out, err = capsys.readouterr()
    assert err.startswith(f"empty\n  {words}")
    assert pm.audit(SOUND).to_text(lang) in out  # type: ignore[arg-type]


@pytest.mark.usefixtures("tree")
def test_a_folder_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    scan = os.scandir

    def refuse(path: str) -> Any:
        if path.endswith("a"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert main(["check", "r", "--format", "json"]) == 2
    out, err = capsys.readouterr()
    assert err == f"r/a\n  无法读取（{os.strerror(errno.EACCES)}）；请核对路径\n"
    assert json.loads(out) == [pm.check(name).to_dict() for name in IN_ORDER[1:]]


# ---------------------------------------------------------------------------------------------------------------------
# --jobs.


@pytest.mark.parametrize("form", FORMATS)
def test_several_processes_find_the_same_in_every_format(form: str, capsys: Capture) -> None:
    arguments = ["check", KAIJIANG, BROKEN, NANJIANG, "absent.toml", "--format", form]
    assert main([*arguments, "--jobs", "1"]) == 2
    alone = capsys.readouterr()
    assert main([*arguments, "--jobs", "2"]) == 2
    assert capsys.readouterr() == alone


def test_several_processes_score_by_a_table_of_ones_own(capsys: Capture) -> None:
    arguments = ["score", BAOJING, GOOD_REPORT, "--rubric"]
    for rubric in (GOOD_RUBRIC, "baojing-2091", "absent.toml"):
        said = [(main([*arguments, rubric, "--jobs", jobs]), capsys.readouterr()) for jobs in ("1", "2")]
        assert said[0] == said[1]
        assert said[0][0] == (0 if rubric == GOOD_RUBRIC else 2)


def test_standard_input_is_read_by_the_process_that_has_it(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    _give(monkeypatch, Path(KAIJIANG).read_bytes())
    assert main(["check", "-", NANJIANG, "--format", "json", "--jobs", "2"]) == 1
    assert json.loads(capsys.readouterr().out) == [pm.check(KAIJIANG).to_dict(), pm.check(NANJIANG).to_dict()]


@pytest.mark.parametrize("jobs", ["-1", "100000"])
@pytest.mark.parametrize("more", [[], ["--jsonl"]])
def test_a_number_of_processes_that_is_none_is_refused(more: list[str], jobs: str, capsys: Capture) -> None:
    assert main(["check", KAIJIANG, *more, f"--jobs={jobs}"]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"jobs：“{jobs}”不是进程数；写 1 至 256；0 为全部处理器\n")


def test_a_file_that_ends_its_process_is_told(tmp_path: Path, capsys: Capture) -> None:
    """It is an error of that file; the others are judged."""
    job = commands._Judging(_ends_its_process, takes_texts=True)
    path = tmp_path / "a.txt"
    path.write_text("bad", encoding="utf-8")
    entries = [sources.Entry("-", raw=b"good"), sources.Entry(str(path)), sources.Entry("-", raw=b"good")]
    first, second, third = run(job, entries, 2)
    assert first.outcome == third.outcome == pm.audit("good")
    assert second.name == str(path)
    assert "exit status 3" in output.unreadable(second, second.error, "en")  # type: ignore[arg-type]
    assert capsys.readouterr() == ("", "")


def _ends_its_process(text: str) -> Outcome:
    if text == "bad":
        os._exit(3)
    return pm.audit(text)


# ---------------------------------------------------------------------------------------------------------------------
# --jsonl.


def _as_line(path: str, **more: object) -> str:
    data = tomllib.loads(Path(path).read_text(encoding="utf-8"), parse_float=str)
    return json.dumps({**more, **data}, ensure_ascii=False)


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of two reports, the second with errors, in a folder to work in."""
    monkeypatch.chdir(tmp_path)
    text = f"{_as_line(NANJIANG, id='南江')}\n{_as_line(KAIJIANG, id=7, file='开江.pdf')}\n"
    Path("r.jsonl").write_text(text, encoding="utf-8")
    return Path("r.jsonl")


def _printed(capsys: Capture) -> tuple[list[Any], str]:
    out, err = capsys.readouterr()
    assert out.endswith("\n") or not out
    return [json.loads(line) for line in out.split("\n")[:-1]], err


@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize("jobs", ["0", "1", "2"])
@pytest.mark.parametrize("lang", LANGS)
def test_a_line_in_is_a_line_out(lang: Lang, jobs: str, capsys: Capture) -> None:
    assert main(["check", "--jsonl", "r.jsonl", "--jobs", jobs, "--lang", lang]) == 1
    found, err = _printed(capsys)
    assert found == [
        {"line": 1, "id": "南江", "result": pm.check(NANJIANG).to_dict(lang)},
        {"line": 2, "id": 7, "file": "开江.pdf", "result": pm.check(KAIJIANG).to_dict(lang)},
    ]
    assert [list(each) for each in found] == [["line", "id", "result"], ["line", "id", "file", "result"]]
    assert (
        err
        == {
            "zh": "共 2 份：1 份没有错误类发现，1 份有，0 份无法读取\n",
            "en": "2 in all: 1 without errors, 1 with errors, 0 unreadable\n",
        }[lang]
    )


@pytest.mark.usefixtures("lines")
def test_lines_of_score_and_of_check_with_options(capsys: Capture) -> None:
    assert main(["score", "--jsonl", "r.jsonl", "--rubric", "hunan-13"]) == 0
    found, _ = _printed(capsys)
    assert [each["result"] for each in found] == [pm.score(name, "hunan-13").to_dict() for name in (NANJIANG, KAIJIANG)]
    assert main(["check", "--jsonl", "r.jsonl", "--fixed", "claims[1]", "--rubric", GOOD_RUBRIC]) == 1
    found, _ = _printed(capsys)
    expected = [pm.check(name, rubric=GOOD_RUBRIC, fixed=["claims[1]"]) for name in (NANJIANG, KAIJIANG)]
    assert [each["result"] for each in found] == [each.to_dict() for each in expected]
    assert expected[1] != pm.check(KAIJIANG, rubric=GOOD_RUBRIC)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_lines_of_texts(jobs: str, tmp_path: Path, capsys: Capture) -> None:
    """A text by itself, or an object with it; whatever else the object holds is left alone."""
    path = tmp_path / "t.jsonl"
    given: list[object] = [AUDITED, {"id": "乙", "text": SOUND, "url": ["x"]}, "\ud800", {"file": "丙", "txt": ""}, 7]
    given.append({"text": None})
    path.write_text("\n".join(json.dumps(each) for each in given), encoding="utf-8")
    assert main(["audit", "--jsonl", str(path), "--jobs", jobs]) == 2
    found, _ = _printed(capsys)
    assert found[:3] == [
        {"line": 1, "id": None, "result": pm.audit(AUDITED).to_dict()},
        {"line": 2, "id": "乙", "result": pm.audit(SOUND).to_dict()},
        {"line": 3, "id": None, "result": pm.audit("\ud800").to_dict()},
    ]
    assert [each["error"]["problems"][0]["reason"] for each in found[3:]] == ["没有正文", "顶层应为键值表", "没有正文"]
    assert found[3]["file"] == "丙"


def test_lines_of_texts_to_reports(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(json.dumps(SOUND), encoding="utf-8")
    assert main(["audit", "--jsonl", str(path), "--to-report"]) == 0
    found, _ = _printed(capsys)
    assert found == [{"line": 1, "id": None, "result": pm.audit(SOUND).to_report()}]


BAD_LINES: list[tuple[bytes, str]] = [
    (b"", "空行；请删去"),
    (b" \t\r", "空行；请删去"),
    (b"{", "不是有效的 JSON（Expecting property name enclosed in double quotes: line 1 column 2 (char 1)）"),
    (b'"open', "不是有效的 JSON（Unterminated string starting at: line 1 column 1 (char 0)）"),
    (b"{} {}", "不是有效的 JSON（Extra data: line 1 column 4 (char 3)）"),
    (b"\xff\xfe", "不是 UTF-8 文本（第 0 字节）；请另存为 UTF-8"),
    (b'"\xff"', "不是 UTF-8 文本（第 1 字节）；请另存为 UTF-8"),
    (b"[1]", "顶层应为键值表"),
    (b"[" * 100_000, "不是有效的 JSON（嵌套过深）"),
    (b'{"staff": 1}', "staff：此处应为键值表"),
    (b'{"staff": {}, "staff": {}}', "staff：键重复出现"),
    (b'{"id": ["x"], "file": true}', "id：应为文本或整数；请核对该处的写法\n  file：应为文本或整数"),
    (b'{"id": 1.50}', "id：应为文本或整数"),
]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bad_line_is_told_with_its_number_and_does_not_stop_the_others(
    jobs: str, tmp_path: Path, capsys: Capture
) -> None:
    """Among them one that is no JSON, one that is not UTF-8, and one that is blank; the good ones are judged."""
    path = tmp_path / "r.jsonl"
    good = b'{"id": null, "unit": "\xe4\xb8\x87\xe5\x85\x83"}'
    path.write_bytes(b"\n".join([b"\xef\xbb\xbf" + good + b"\r", *(raw for raw, _ in BAD_LINES), good]))
    assert main(["check", "--jsonl", str(path), "--jobs", jobs]) == 2
    found, err = _printed(capsys)
    assert [each["line"] for each in found] == list(range(1, len(BAD_LINES) + 3))
    assert ["error" in each for each in found] == [False, *[True] * len(BAD_LINES), False]
    assert err.endswith(f"共 {len(BAD_LINES) + 2} 份：2 份没有错误类发现，0 份有，{len(BAD_LINES)} 份无法读取\n")
    for number, (_, words) in enumerate(BAD_LINES, 2):
        assert f"{path}:{number}\n  {words}" in err
        error = found[number - 1]["error"]
        assert error["type"] == "ReportError"
        first = error["problems"][0]
        assert f"{first['path']}：{first['reason']}；{first['mend']}".removeprefix("：").startswith(
            words.partition("；")[0]
        )


def test_a_line_that_is_too_long_is_told_and_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Its end is found in the same memory; a line of the very length is read."""
    monkeypatch.setattr(limits, "LINE_BYTES", replace(limits.LINE_BYTES, usual=1 << 20))
    monkeypatch.setattr(sources, "_PIECE", 1000)
    fits = b'{"title": "x"}'.ljust(1 << 20)
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"\n".join([fits, fits + b" ", fits + b" " * 2500, fits, fits + b"!"]))
    assert main(["check", "--jsonl", str(path)]) == 2
    found, err = _printed(capsys)
    assert ["error" in each for each in found] == [False, True, True, False, True]
    assert [each["line"] for each in found] == [1, 2, 3, 4, 5]
    words = "一行的字节数 至少 1048577，超过上限 1048576；一行只写一份，请核对；确需更多，设环境变量"
    assert f"{path}:2\n  {words} PERFMETRICS_MOST_LINE_BYTES\n" in err


def test_a_line_may_be_longer_where_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """The variable is looked at only for a line that is longer than usual; what is wrong with it is said there."""
    monkeypatch.setattr(limits, "LINE_BYTES", replace(limits.LINE_BYTES, usual=100))
    monkeypatch.setattr(sources, "_PIECE", 10)
    path = tmp_path / "r.jsonl"
    lines = [b'{"title": "x"}'.ljust(size) for size in (100, 120, 121, 300, 40, 120)]
    path.write_bytes(b"\n".join(lines))
    monkeypatch.setenv(limits.LINE_BYTES.variable, "120")
    assert main(["check", "--jsonl", str(path)]) == 2
    found, err = _printed(capsys)
    assert ["error" in each for each in found] == [False, False, True, True, False, False]
    assert "一行的字节数 至少 121，超过上限 120" in err
    monkeypatch.setenv(limits.LINE_BYTES.variable, "99")
    assert main(["check", "--jsonl", str(path)]) == 2
    found, err = _printed(capsys)
    assert ["error" in each for each in found] == [False, True, True, True, False, True]
    assert f"{path}:2\n  PERFMETRICS_MOST_LINE_BYTES：“99”不是这个上限可取的值；写 100 至 1000000000000 的整数\n" in err


def test_bad_lines_beyond_some_are_counted(tmp_path: Path, capsys: Capture) -> None:
    """The output has them all; standard error tells the first ones and that there are others."""
    path = tmp_path / "r.jsonl"
    for count, more in ((20, False), (50, True)):
        path.write_bytes(b"\n" * count)
        assert main(["check", "--jsonl", str(path), "--lang", "en"]) == 2
        found, err = _printed(capsys)
        assert len(found) == count
        assert err.count("the line is blank") == 20
        assert err.count("... see the output for the others\n") == more
        assert err.endswith(f"{count} in all: 0 without errors, 0 with errors, {count} unreadable\n")


def test_very_many_problems_of_a_line_are_counted(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(json.dumps({f"x{i}": 1 for i in range(MOST_SHOWN + 7)}), encoding="utf-8")
    assert main(["check", "--jsonl", str(path)]) == 2
    ((line,), _) = _printed(capsys)
    assert (len(line["error"]["problems"]), line["error"]["count"]) == (MOST_SHOWN, MOST_SHOWN + 7)


@pytest.mark.parametrize("lang", LANGS)
def test_no_lines_are_no_error(lang: Lang, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    _give(monkeypatch, b"")
    assert main(["check", "--jsonl", "-", "--lang", lang]) == 0
    assert capsys.readouterr().out == ""


def test_lines_of_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    _give(monkeypatch, f"{_as_line(NANJIANG)}\n".encode())
    assert main(["check", "--jsonl", "-"]) == 0
    found, _ = _printed(capsys)
    assert found == [{"line": 1, "id": None, "result": pm.check(NANJIANG).to_dict()}]
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["check", "--jsonl", "-"]) == 2
    assert capsys.readouterr().err.startswith("-\n  没有标准输入；请给出文件\n")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_lines_of_several_files_and_folders(jobs: str, lines: Path, tree: Path, capsys: Capture) -> None:
    """A line says which file it is of; a file that is no lines is a line by itself, and so is each of a folder."""
    assert lines.parent.resolve() == tree
    assert main(["check", "--jsonl", "r.jsonl", "r", "r/b.toml", "r.jsonl", "absent.jsonl", "--jobs", jobs]) == 2
    found, err = _printed(capsys)
    heads = [{key: each[key] for key in each if key not in {"result", "error"}} for each in found]
    of_lines = [
        {"source": "r.jsonl", "line": 1, "id": "南江"},
        {"source": "r.jsonl", "line": 2, "id": 7, "file": "开江.pdf"},
    ]
    of_files = [{"file": name} for name in [*IN_ORDER, "r/b.toml"]]
    assert heads == [*of_lines, *of_files, *of_lines, {"file": "absent.jsonl"}]
    assert found[2]["result"] == pm.check("r/a/z.TOML").to_dict()
    assert found[-1]["error"]["type"] == "FileError"
    assert err.startswith(f"absent.jsonl\n  无法读取（{os.strerror(errno.ENOENT)}）；请核对路径\n")
    assert main(["check", "--jsonl", "a\0b", "--jobs", jobs]) == 2
    assert "embedded null byte" in capsys.readouterr().err


@pytest.mark.usefixtures("tree")
def test_lines_of_a_folder_of_texts(capsys: Capture) -> None:
    assert main(["audit", "--jsonl", "r"]) == 1
    found, _ = _printed(capsys)
    assert found == [
        {"file": "r/a/s.md", "result": pm.audit(SOUND).to_dict()},
        {"file": "r/w.txt", "result": pm.audit(AUDITED).to_dict()},
    ]


def test_no_name_ends_a_line_or_moves_the_cursor(tmp_path: Path, capsys: Capture) -> None:
    """Whatever ends a line for some reader, turns text around or cannot be encoded is written as its number."""
    name = "\u2028\u2029\x85\x9b2J\u202e\ud800\r\n\x1b\x7f\u200f\ufeff甲"
    path = tmp_path / "r.jsonl"
    whole = name.replace("\ud800", "")  # a title is whole characters
    given = ({"id": name, whole: 1}, {"id": name, "title": whole}, {"id": name, "title": name})
    path.write_text("\n".join(map(json.dumps, given)))
    assert main(["check", "--jsonl", str(path)]) == 2
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in out if char != "\n")
    assert [(each["id"], "error" in each) for each in found] == [(name, True), (name, False), (name, True)]
    assert found[0]["error"]["problems"][0]["path"] == whole
    assert found[1]["result"]["report"] == whole.strip()
    assert not any(unicodedata.category(char) == "Cc" and char != "\n" for char in err)


@pytest.mark.usefixtures("lines")
def test_lines_are_written_as_they_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is there before the next one is looked at."""
    seen: list[bytes] = []
    stream = io.BytesIO()
    judge = consistency.check

    def look(*given: Any, **options: Any) -> Outcome:
        seen.append(stream.getvalue())
        return judge(*given, **options)

    monkeypatch.setattr(consistency, "check", look)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(stream))
    assert main(["check", "--jsonl", "r.jsonl"]) == 1
    assert [raw.count(b"\n") for raw in seen] == [0, 1]
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["check", "--jsonl", "r.jsonl"]) == 1


@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_lines_to_a_file(jobs: str, tmp_path: Path, capsys: Capture) -> None:
    assert main(["check", "--jsonl", "r.jsonl"]) == 1
    printed, err = capsys.readouterr()
    Path("out.jsonl").write_text("before")
    Path("out.jsonl").chmod(0o640)
    assert main(["check", "--jsonl", "r.jsonl", "--output", "out.jsonl", "--jobs", jobs]) == 1
    assert capsys.readouterr() == ("", err)
    assert Path("out.jsonl").read_text("utf-8") == printed
    assert stat.S_IMODE(Path("out.jsonl").stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "r.jsonl"]
    assert main(["check", "--jsonl", "r.jsonl", "--output", os.devnull]) == 1
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.usefixtures("lines")
def test_a_place_for_lines_that_cannot_be_written_to_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert main(["check", "--jsonl", "r.jsonl", "--output", "absent/out"]) == 2
    assert capsys.readouterr().err.startswith("absent/out\n  无法写入文件（")

    class Full(io.BytesIO):
        def write(self, _raw: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    Path("out").write_text("before")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda path, mode: Full() if "x" in mode else io.BufferedReader(io.FileIO(path)))
        assert main(["check", "--jsonl", "r.jsonl", "--output", "out"]) == 2
    assert capsys.readouterr().err == f"out\n  无法写入文件（{os.strerror(errno.ENOSPC)}）；请核对路径和权限\n"
    assert (tmp_path / "out").read_text() == "before"


@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bad_table_is_told_once_and_before_anything_is_read(jobs: str, capsys: Capture) -> None:
    arguments = ["score", "--jsonl", "r.jsonl", "--rubric", "baojing-2091", "--output", "out", "--jobs", jobs]
    assert main(arguments) == 2
    assert capsys.readouterr() == ("", "没有名为“baojing-2091”的评分标准；是否应为：baojing-2019、beijing-2022\n")
    assert not Path("out").exists()


@pytest.mark.usefixtures("lines")
def test_what_does_not_go_with_lines_is_refused(capsys: Capture) -> None:
    signed = ["--write-baseline", "b.toml", *SIGNED]
    for more, said in (
        (["--format", "html"], "--jsonl：输出已是 JSON Lines；请删去 --format\n"),
        (["--baseline", "b.toml"], "--jsonl：不能与基线文件同用；请删去其一\n"),
        (signed, "--jsonl：不能与基线文件同用；请删去其一\n"),
    ):
        assert main(["check", "--jsonl", "r.jsonl", *more]) == 2
        assert capsys.readouterr() == ("", said)
    assert main(["check", "--jsonl", "r.jsonl", "--format", "json"]) == 1


def test_a_line_that_ends_its_process_is_told(capsys: Capture) -> None:
    """With its number, and without an id: nothing came back."""
    job = Judging(_ends_its_process, takes_texts=True, words=Words("en"), is_one=True)
    entries = [sources.Entry("r", i, raw) for i, raw in enumerate((b'"good"', b'{"id": 1, "text": "bad"}', b'""'), 1)]
    done = list(run(job, entries, 2))
    assert [each.status for each in done] == [0, 2, 0]
    line = json.loads(done[1].text)
    assert (line["line"], line["id"], line["error"]["type"]) == (2, None, "PerfMetricsError")
    assert done[1].told.startswith("r:2\n  the process that was at it has ended (exit status 3)")
    assert capsys.readouterr() == ("", "")


# ---------------------------------------------------------------------------------------------------------------------
# The count of lines.


def _counted(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, list[str]]:
    """Return the exit status, and what a terminal of 40 columns was shown, one draught after another."""
    monkeypatch.setenv("COLUMNS", "40")
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    status = main(["check", "--jsonl", *arguments])
    return status, terminal.getvalue().split("\r")


@pytest.mark.usefixtures("lines")
def test_lines_are_counted_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a bar where it is known how much there is, and nothing of it is left at the end."""
    status, shown = _counted(monkeypatch, "r.jsonl")
    assert status == 1
    start, first, second, blank, end = shown
    assert (start, blank) == ("", " " * 39)
    assert re.fullmatch(r"\[#+\.+\]  1 {14}", first)
    assert second == f"[{'#' * 20}]  2{' ' * 14}"
    assert end.startswith("共 2 份：")


def test_lines_of_standard_input_are_counted_without_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every one of many; a bad line is told above the count."""
    _give(monkeypatch, b"{}\n" * 98 + b"\n" + b"{}\n" * 1051)
    status, shown = _counted(monkeypatch, "-")
    assert status == 2
    counts = [int(each) for each in map(str.strip, shown) if each.isdecimal()]
    assert counts == [*range(1, 101), *range(110, 1001, 10), 1100]
    told = shown.index("-:99\n  空行；请删去\n")
    assert [each.strip() for each in shown[told - 2 : told + 2]] == ["98", "", "-:99\n  空行；请删去", "99"]


@pytest.mark.usefixtures("lines")
def test_lines_are_not_counted_between_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard output is a terminal too, it shows how far the work is; beside a file the count is shown."""
    terminal = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", terminal)
    assert _counted(monkeypatch, "r.jsonl")[1] == ["共 2 份：1 份没有错误类发现，1 份有，0 份无法读取\n"]
    assert len(_counted(monkeypatch, "r.jsonl", "--output", "out")[1]) == 5


@pytest.mark.parametrize(
    ("whole", "columns", "shown"),
    [
        (4, 30, "[##########..........]  1200 "),
        (4, 28, "1200".ljust(27)),
        (1, 29, "[####################]  1200"),
        (None, 10, "1200     "),
        (None, 3, "12"),
        (4, 0, ""),
    ],
)
def test_a_count_fills_its_line_and_no_more(whole: int | None, columns: int, shown: str) -> None:
    assert count_line(1200, 2, whole, columns) == shown


def test_what_has_no_size_has_no_bar() -> None:
    """As a pipe, of which nobody knows how much there is."""
    assert sources.Lines([os.devnull], sources.REPORTS).total is None


# ---------------------------------------------------------------------------------------------------------------------
# Ctrl-C among lines.

INTERRUPTED_RUN = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # where the tests run in the background, it is ignored
from perfmetrics.cli import main
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("to_file", [False, True])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_among_lines_leaves_what_is_done_written(jobs: str, to_file: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Status 130, whole lines from the first on, no traceback, and no process that goes on: a terminal interrupts all.

    Whoever is left would hold standard error open, and it would not come to its end.
    """
    reader, writer = os.pipe()
    script, out = tmp_path / "run.py", tmp_path / "out.jsonl"
    script.write_text(INTERRUPTED_RUN, encoding="utf-8")
    arguments = ["check", "--jsonl", "-", "--jobs", jobs, *(["--output", str(out)] if to_file else [])]
    with subprocess.Popen(  # noqa: S603 - the program above
        [sys.executable, str(script), *arguments],
        stdin=reader,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        start_new_session=True,
    ) as process:
        try:
            os.close(reader)
            os.write(writer, b"".join(b'{"id": %d}\n' % i for i in range(100)))  # and more is waited for
            while not _is_waiting(process.pid, tmp_path / f".out.jsonl.{process.pid}.tmp" if to_file else script):
                assert process.poll() is None
            os.killpg(process.pid, signal.SIGINT)
            printed, err = process.communicate(timeout=60)
        finally:
            process.kill()
            os.close(writer)
    assert process.returncode == 130
    assert not (to_file and printed)
    written = out.read_bytes() if to_file else printed
    assert written.endswith(b"\n")
    found = [json.loads(line)["id"] for line in written.splitlines()]
    assert found == list(range(len(found)))
    assert len(found) > (99 if jobs == "1" else 90)  # the last ones are still gathered, to be sent together
    assert err.decode() == (
        f"已中断，以下的已写出：共 {len(found)} 份：{len(found)} 份没有错误类发现，0 份有，0 份无法读取\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "run.py"][not to_file :]


def _is_waiting(session: int, path: Path) -> bool:
    """Return whether all processes of a session have slept for a second, a file being there: what was given is done."""
    for _ in range(20):
        time.sleep(0.05)
        if not path.exists() or set(_states(session)) != {"S"}:
            return False
    return True


def _states(session: int) -> Iterator[str]:
    """Yield the states of the processes of a session."""
    for each in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended in the meantime
            state, _, _, its_session = each.read_text().rpartition(")")[2].split()[:4]
            if its_session == str(session):
                yield state


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    """Also where it had no time to end them."""
    script = tmp_path / "run.py"
    script.write_text(INTERRUPTED_RUN, encoding="utf-8")
    with subprocess.Popen(  # noqa: S603 - as above
        [sys.executable, str(script), "check", "--jsonl", "-", "--jobs", "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"{}\n" * 40)
        process.stdin.flush()
        process.stdout.readline()
        process.kill()
        _, err = process.communicate(timeout=60)  # whoever is left would hold it open
    assert b"Traceback" not in err


@pytest.mark.usefixtures("lines")
def test_a_line_is_written_whole_before_an_interrupt_is_heard(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Also where only a part of it is written at first. A second one is heard at once: the reader may have gone."""

    class Interrupted(io.BytesIO):
        times = 1

        def write(self, raw: Any) -> int:
            if not self.getvalue():
                for _ in range(self.times):
                    signal.raise_signal(signal.SIGINT)
            return super().write(raw[:1000])

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        stream = Interrupted()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(stream))
        assert main(["check", "--jsonl", "r.jsonl"]) == 130
        assert stream.getvalue().endswith(b"}\n")
        assert stream.getvalue().count(b"\n") == 1
        assert capsys.readouterr().err.startswith("已中断，以下的已写出：共 1 份")
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        stream = Interrupted()
        stream.times = 2
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(stream))
        assert main(["check", "--jsonl", "r.jsonl", "--lang", "en"]) == 130
        assert stream.getvalue() == b""
        assert capsys.readouterr().err.startswith("interrupted; this is written: 0 in all")
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        assert main(["check", "--jsonl", "r.jsonl"]) == 1
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("lines")
def test_an_interrupt_puts_the_file_of_what_is_done_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other end leaves it as it was."""
    judge = consistency.check

    def ends(error: type[BaseException]) -> Callable[..., Outcome]:
        def judge_one(report: Any, **options: Any) -> Outcome:
            if "开江" in str(report):
                raise error
            return judge(report, **options)

        return judge_one

    Path("out").write_text("before")
    for error, status, found in ((SystemExit, 2, "before"), (KeyboardInterrupt, 130, '{"line": 1, "id": "南江", ')):
        monkeypatch.setattr(consistency, "check", ends(error))
        assert main(["check", "--jsonl", "r.jsonl", "--output", "out"]) == status
        written = Path("out").read_text("utf-8")
        assert (written[: len(found)], written.count("\n")) == (found, status == 130)
        assert sorted(path.name for path in Path().iterdir()) == ["out", "r.jsonl"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a device that is always full")
def test_a_device_that_is_full_is_told_and_stays(capsys: Capture) -> None:
    assert main(["rubrics", "--output", "/dev/full"]) == 2
    assert capsys.readouterr().err == f"/dev/full\n  无法写入文件（{os.strerror(errno.ENOSPC)}）；请核对路径和权限\n"
    assert Path("/dev/full").exists()


def test_a_reader_of_lines_who_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    """No process goes on, and nothing is told."""
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"{}\n" * 5000)
    for jobs in ("1", "2"):
        command = f"'{sys.executable}' -m perfmetrics check --jsonl '{path}' --jobs {jobs} | head -n 1 | wc -l"
        done = subprocess.run(command, shell=True, capture_output=True, check=False, env=_environment())  # noqa: S602
        assert (done.stdout.strip(), done.stderr) == (b"1", b"")


def test_lines_are_judged_on_a_thread_too(lines: Path, capsys: Capture) -> None:
    """Only the main thread may hear of signals."""
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(main(["check", "--jsonl", str(lines)])))
    thread.start()
    thread.join()
    assert found == [1]
    assert len(_printed(capsys)[0]) == 2


PEAK_RUN = """
import re, sys
from pathlib import Path
from perfmetrics.cli import main
if __name__ == "__main__":
    assert main(sys.argv[1:]) == 0
    # The peak of this program alone: that of `resource` counts what started it too.
    print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_memory_does_not_grow_with_the_number_of_lines(jobs: str, tmp_path: Path) -> None:
    """Issue 6: peak memory within 1.3 times; five times as many have to stay well below that."""
    script, path = tmp_path / "run.py", tmp_path / "r.jsonl"
    script.write_text(PEAK_RUN, encoding="utf-8")
    peaks = []
    for number in (400, 2000):
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f'{{"title": "{i:05} {"甲" * 4000}"}}\n' for i in range(number))
        command = [sys.executable, str(script), "check", "--jsonl", str(path), "--jobs", jobs]
        done = subprocess.run([*command, "--output", os.devnull], capture_output=True, check=True)  # noqa: S603
        peaks.append(int(done.stderr.split()[-1]))
    assert peaks[1] < 1.1 * peaks[0]

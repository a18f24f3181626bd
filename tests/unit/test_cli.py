"""The command line: what it prints, in which language and format, and its exit status."""

from __future__ import annotations

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
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pytest

import perfmetrics as pm
from perfmetrics import scoring
from perfmetrics.cli import main, output
from perfmetrics.cli.about import COMMANDS as COMMAND_TABLE
from perfmetrics.cli.common import Words
from perfmetrics.cli.parser import FORMATS, PAGES, parser
from perfmetrics.cli.progress import line as bar
from perfmetrics.cli.usage import usage_error
from perfmetrics.document import Printable
from perfmetrics.errors import MOST_SHOWN
from perfmetrics.findings import Severity
from perfmetrics.listing import RubricList, show_rubric
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.render import github, html, junit, sarif
from perfmetrics.render.text import width
from perfmetrics.schemas import NAMES, SchemaName, json_schema
from perfmetrics.texts import LANGS, Lang

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
    def interrupted(*_: object) -> None:
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
    def interrupted(*_: object) -> None:
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

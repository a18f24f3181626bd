"""The command line: what it prints, in which language and format, and its exit status."""

from __future__ import annotations

import errno
import io
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest

import perfmetrics as pm
from perfmetrics import scoring
from perfmetrics.cli import main
from perfmetrics.listing import RubricList, show_rubric
from perfmetrics.schemas import NAMES, SchemaName, json_schema
from perfmetrics.texts import LANGS, Lang

BAD = Path(__file__).parent / "bad_input"
GOOD_REPORT, GOOD_RUBRIC = str(BAD / "good_report.toml"), str(BAD / "good_rubric.toml")
BROKEN = str(BAD / "reports" / "nan.toml")
EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
BAOJING = str(EXAMPLES / "baojing-2019.toml")
KAIJIANG, NANJIANG = (str(EXAMPLES / f"{name}.toml") for name in ("kaijiang-2019", "nanjiang-2021"))
COMMANDS = ("score", "check", "explain", "rubrics", "schema")
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


@pytest.mark.parametrize("arguments", [[], *([command] for command in COMMANDS)])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_in_chinese(arguments: list[str], option: str, capsys: Capture) -> None:
    assert main([*arguments, option]) == 0
    out, err = capsys.readouterr()
    assert not err
    assert out.startswith(f"用法：{' '.join(['perfmetrics', *arguments])} ")
    assert "选项:" in out
    assert "显示帮助" in out
    assert "输出语言（默认 zh）" in out
    for word in ("usage", "options", "arguments", "show", "default", "output", "commands"):
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
def test_help_names_every_command_and_exit_status(lang: Lang, capsys: Capture) -> None:
    main(["--help", "--lang", lang])
    out = capsys.readouterr().out
    assert all(f"    {command} " in out for command in COMMANDS)
    assert {"zh": "退出状态：0 无误；1 有", "en": "Exit status: 0 nothing wrong; 1 findings"}[lang] in out


def test_version(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"{pm.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said", "program"),
    [
        ([], "required", "perfmetrics"),
        (["scroe", "a.toml"], "'scroe' (choose from", "perfmetrics"),
        (["score"], "required", "perfmetrics score"),
        (["score", GOOD_REPORT, "--fromat", "json"], "--fromat", "perfmetrics"),
        (["score", GOOD_REPORT, "--format", "jsn"], "'jsn' (choose from", "perfmetrics score"),
        (["score", GOOD_REPORT, "--rubric"], "--rubric", "perfmetrics score"),
        (["check"], "required", "perfmetrics check"),
        (["check", GOOD_REPORT, "--format", "jsn"], "'jsn' (choose from", "perfmetrics check"),
        (["explain"], "required", "perfmetrics explain"),
        (["explain", "a", "b"], "b", "perfmetrics"),
        (["rubrics", "a", "b"], "b", "perfmetrics"),
        (["schema"], "required", "perfmetrics schema"),
        (["schema", "reprot"], "'reprot' (choose from", "perfmetrics schema"),
        (["rubrics", "--lang"], "--lang", "perfmetrics rubrics"),
        (["rubrics", "--lang", "fr"], "'fr' (choose from", "perfmetrics rubrics"),
    ],
)
def test_bad_usage(arguments: list[str], said: str, program: str, capsys: Capture) -> None:
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
    assert first.startswith("usage error: ")
    assert second == "for help: perfmetrics --help"


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
    assert capsys.readouterr().out == pm.score(GOOD_REPORT).to_text() + pm.score(BAOJING).to_text()


def test_several_files_as_json_are_a_list(capsys: Capture) -> None:
    assert main(["score", GOOD_REPORT, BAOJING, "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data == [pm.score(GOOD_REPORT).to_dict(), pm.score(BAOJING).to_dict()]


def test_a_bad_file_among_several_does_not_stop_the_others(capsys: Capture) -> None:
    assert main(["score", BROKEN, BAOJING, "absent.toml", GOOD_REPORT]) == 2
    out, err = capsys.readouterr()
    assert out == pm.score(BAOJING).to_text() + pm.score(GOOD_REPORT).to_text()
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
    assert out == pm.check(NANJIANG).to_text() + pm.check(KAIJIANG).to_text()
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

"""The recipes for pipelines: they are YAML that the services take, and the command line takes every command in them."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import perfmetrics as pm
from perfmetrics import cli
from perfmetrics.waivers import load_waivers

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "examples" / "reports"
GITHUB, GITLAB = (ROOT / "examples" / "ci" / name for name in ("github-actions.yml", "gitlab-ci.yml"))
HOOKS = ROOT / ".pre-commit-hooks.yaml"
PAGES = [ROOT / "docs" / "howto" / name for name in ("ci.md", "working-paper.md")]
GOOD = "决算9.07万元，较上年减少0.71万元，下降7.26%。\n"
BAD = "决算9.07万元，较上年减少0.71万元，下降7.83%。\n"

needs_hooks = pytest.mark.skipif(not (ROOT / "src").exists(), reason="hidden files are part of the source tree only")

_COMMAND = re.compile(r"^ *(?:- )?(?:run: |entry: )?(perfmetrics .*)$", re.MULTILINE)
_ALLOWED = " || test $? -eq 1"  # findings pass, unreadable files do not
_FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[str]:
    """Return the commands of a recipe, in their order."""
    return _COMMAND.findall(text)


def blocks(page: Path, language: str) -> Iterator[str]:
    """Yield the fenced blocks of a page in a language."""
    for indent, name, text in _FENCE.findall(page.read_text(encoding="utf-8")):
        if name == language:
            yield re.sub(f"^{indent}", "", text, flags=re.MULTILINE)


def run(command: str) -> int:
    """Run a command as a shell does in the current directory; return the status that its step ends with."""
    program, *words = shlex.split(command.removesuffix(_ALLOWED))
    assert program == "perfmetrics"
    arguments = [each for word in words for each in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]
    status = cli.main(arguments)
    return 0 if status == 1 and command.endswith(_ALLOWED) else status


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository as the recipes have it, in which nothing is wrong; it is the current directory."""
    for name in ("reports", "texts", "results"):
        (tmp_path / name).mkdir()
    good = (REPORTS / "panzhihua-xiqu-2022.toml").read_text(encoding="utf-8")
    for name in ("reports/甲.toml", "reports/乙.toml", "报告.toml"):
        (tmp_path / name).write_text(good, encoding="utf-8")
    for name in ("texts/甲.txt", "texts/乙.txt", "报告.txt"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    (tmp_path / "accepted.toml").write_text("accepted = []\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def wrong(repository: Path) -> Path:
    """Return the repository with one wrong report and one wrong text."""
    report = (REPORTS / "qidong-2021.toml").read_text(encoding="utf-8")
    (repository / "reports" / "乙.toml").write_text(report, encoding="utf-8")
    (repository / "texts" / "乙.txt").write_text(BAD, encoding="utf-8")
    return repository


def outputs(text: str) -> list[str]:
    """Return the files that the commands of a recipe write."""
    return [found for each in commands(text) for found in re.findall(r"--output (\S+)", each)]


# ---------------------------------------------------------------------------------------------------------------------
# The commands.


@pytest.mark.parametrize("recipe", [GITHUB, GITLAB], ids=["github", "gitlab"])
def test_nothing_fails_where_nothing_is_wrong(recipe: Path, repository: Path) -> None:
    every = commands(recipe.read_text(encoding="utf-8"))
    assert len(every) >= 8
    assert [run(each) for each in every] == [0] * len(every)
    assert repository == Path.cwd()


@pytest.mark.parametrize("recipe", [GITHUB, GITLAB], ids=["github", "gitlab"])
@pytest.mark.usefixtures("wrong")
def test_only_the_commands_that_decide_fail_where_something_is_wrong(recipe: Path) -> None:
    every = commands(recipe.read_text(encoding="utf-8"))
    assert [run(each) for each in every] == [0 if each.endswith(_ALLOWED) else 1 for each in every]
    assert sum(not each.endswith(_ALLOWED) for each in every) == 2


@pytest.mark.parametrize("recipe", [GITHUB, GITLAB], ids=["github", "gitlab"])
def test_every_command_fails_where_no_file_is_found(recipe: Path, repository: Path) -> None:
    """Otherwise a wrong directory would pass for ever."""
    for path in [*repository.glob("reports/*"), *repository.glob("texts/*")]:
        path.unlink()
    assert {run(each.replace("*", "x")) for each in commands(recipe.read_text(encoding="utf-8"))} == {2}


@pytest.mark.parametrize("recipe", [GITHUB, GITLAB], ids=["github", "gitlab"])
def test_results_are_of_the_formats_that_their_names_say(recipe: Path, wrong: Path) -> None:
    text = recipe.read_text(encoding="utf-8")
    for each in commands(text):
        run(each)
    written = outputs(text)
    assert sorted(written) == [f"results/{c}.{f}" for c in ("audit", "check") for f in ("html", "sarif", "xml")]
    for command in ("audit", "check"):
        page = (wrong / "results" / f"{command}.html").read_text(encoding="utf-8")
        assert page.startswith("<!DOCTYPE html>")
        log = json.loads((wrong / "results" / f"{command}.sarif").read_text(encoding="utf-8"))
        assert log["version"] == "2.1.0"
        assert "error" in {result["level"] for each in log["runs"] for result in each["results"]}
        suites = ET.fromstring((wrong / "results" / f"{command}.xml").read_bytes())  # noqa: S314 - written by ourselves
        assert suites.findall(".//failure")


@pytest.mark.parametrize("recipe", [GITHUB, GITLAB], ids=["github", "gitlab"])
@pytest.mark.usefixtures("wrong")
def test_with_a_baseline_as_the_recipe_says_accepted_findings_pass(recipe: Path) -> None:
    text = recipe.read_text(encoding="utf-8")
    assert text.count("--baseline accepted.toml") == 2
    accept = '--write-baseline accepted.toml --author "某股 王某" --reason "已由部门附表说明"'
    for each in ("perfmetrics check reports/*.toml", "perfmetrics audit texts/*.txt"):
        assert run(f"{each} --baseline accepted.toml {accept}") in {0, 1}
    for each in commands(text):
        head, allowed, _ = each.partition(_ALLOWED)
        assert run(f"{head} --baseline accepted.toml{allowed}") == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.usefixtures("wrong")
def test_commands_of_the_pages_are_accepted(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    every = [each for text in blocks(page, "sh") for each in commands(text)]
    assert len(every) >= 4
    for each in every:
        if " score " in each:
            each = f"{each} --rubric baojing-2019"  # noqa: PLW2901 - reports need not name a table
        assert run(each) in {0, 1}, each + capsys.readouterr().err


# ---------------------------------------------------------------------------------------------------------------------
# The YAML.


def load(path: Path) -> Any:
    """Return the data of a YAML file; PyYAML comes with the tools for documentation."""
    yaml: Any = pytest.importorskip("yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps_of(recipe: Mapping[str, Any]) -> list[dict[str, Any]]:
    (job,) = recipe["jobs"].values()
    return list(job["steps"])


def test_the_workflow_is_yaml_and_its_commands_are_those_tested() -> None:
    recipe = load(GITHUB)
    steps = steps_of(recipe)
    assert all(("uses" in step) != ("run" in step) for step in steps)
    run_by_steps = [command for step in steps for command in commands(step.get("run", ""))]
    assert run_by_steps == commands(GITHUB.read_text(encoding="utf-8"))


def test_the_workflow_uploads_what_its_commands_write_and_goes_on_after_findings() -> None:
    recipe = load(GITHUB)
    assert recipe["permissions"] == {"contents": "read", "security-events": "write"}
    steps = steps_of(recipe)
    written = outputs(GITHUB.read_text(encoding="utf-8"))
    uploads = [step["with"] for step in steps if "upload-sarif" in step.get("uses", "")]
    assert sorted(each["sarif_file"] for each in uploads) == sorted(each for each in written if each.endswith(".sarif"))
    assert len({each["category"] for each in uploads}) == len(uploads)
    (kept,) = (step["with"]["path"] for step in steps if "upload-artifact" in step.get("uses", ""))
    assert all(each.startswith(kept) for each in written)
    first = next(i for i, step in enumerate(steps) if "perfmetrics check" in step.get("run", ""))
    assert all(step["if"] == "${{ !cancelled() }}" for step in steps[first + 1 :])


def test_the_pipeline_is_yaml_and_its_commands_are_those_tested() -> None:
    recipe = load(GITLAB)
    jobs = [each for each in recipe.values() if each.get("extends") == ".perfmetrics"]
    assert len(jobs) == 2
    lines = [line for job in jobs for line in job["script"]]
    assert lines == commands(GITLAB.read_text(encoding="utf-8"))
    assert all(not job["script"][-1].endswith(_ALLOWED) for job in jobs)


def test_the_pipeline_keeps_what_its_commands_write_even_if_it_fails() -> None:
    kept = load(GITLAB)[".perfmetrics"]["artifacts"]
    written = outputs(GITLAB.read_text(encoding="utf-8"))
    assert kept["when"] == "always"
    assert all(each.startswith(kept["paths"][0]) for each in written)
    assert sum(fnmatch(each, kept["reports"]["junit"]) for each in written) == 2


@pytest.mark.parametrize("path", [GITHUB, GITLAB], ids=["github", "gitlab"])
def test_no_recipe_installs_the_other_package_of_this_name(path: Path) -> None:
    """The public index has another project called perfmetrics."""
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"pip install (.*)", text) == ['"$PERFMETRICS"']
    assert f"tools/perfmetrics-{pm.__version__}-py3-none-any.whl" in text


@needs_hooks
def test_the_hooks_are_yaml_and_pick_reports_and_texts_only() -> None:
    hooks = {each["id"]: each for each in load(HOOKS)}
    assert list(hooks) == ["perfmetrics-check", "perfmetrics-audit"]
    for hook in hooks.values():
        assert {"id", "name", "entry", "language", "files"} <= hook.keys()
        assert hook["language"] == "python"
    picked = {
        "reports/甲.toml": "perfmetrics-check",
        "县/reports/2023/甲.toml": "perfmetrics-check",
        "texts/甲.txt": "perfmetrics-audit",
        "texts/2023/甲.md": "perfmetrics-audit",
        "pyproject.toml": None,
        "accepted.toml": None,
        "README.md": None,
        "reports/甲.txt": None,
        "myreports/甲.toml": None,
    }
    for name, wanted in picked.items():
        assert [key for key, hook in hooks.items() if re.search(hook["files"], name)] == [wanted] * (wanted is not None)


@needs_hooks
@pytest.mark.usefixtures("wrong")
def test_the_hooks_run_on_the_files_that_they_are_given() -> None:
    check, audit = commands(HOOKS.read_text(encoding="utf-8"))
    assert [run(f"{check} reports/甲.toml"), run(f"{check} reports/甲.toml reports/乙.toml")] == [0, 1]
    assert [run(f"{audit} texts/甲.txt"), run(f"{audit} texts/甲.txt texts/乙.txt")] == [0, 1]


# ---------------------------------------------------------------------------------------------------------------------
# The page.


def test_the_yaml_of_the_page_names_the_hooks_and_options_that_exist() -> None:
    yaml: Any = pytest.importorskip("yaml")
    whole, single = (yaml.safe_load(text) for text in blocks(PAGES[0], "yaml"))
    assert [each["id"] for each in whole["repos"][0]["hooks"]] == ["perfmetrics-check", "perfmetrics-audit"]
    (hook,) = single
    assert re.search(hook["files"], "报告/甲.toml")
    assert not re.search(hook["files"], "pyproject.toml")


def test_arguments_of_a_hook_stand_before_its_files(wrong: Path) -> None:
    """`args` of a hook come between the command and the names of the files."""
    (line,) = re.findall(r"args: \[(.*)\]", PAGES[0].read_text(encoding="utf-8"))
    (wrong / "本县.toml").write_bytes((Path(__file__).parent / "bad_input" / "good_rubric.toml").read_bytes())
    arguments = " ".join(line.split(", "))
    assert run(f"perfmetrics check {arguments} reports/甲.toml") == 0
    assert run(f"perfmetrics check {arguments} reports/乙.toml") == 1


def test_the_baseline_of_the_page_accepts_the_finding_that_it_shows(repository: Path) -> None:
    (text,) = blocks(PAGES[0], "toml")
    path = repository / "accepted.toml"
    path.write_text(text, encoding="utf-8")
    (entry,) = load_waivers(path).entries
    (finding,) = (each for each in pm.check(REPORTS / "qidong-2021.toml").findings if each.is_error)
    assert (entry.code, entry.where) == (finding.code, finding.where)
    assert (entry.stated, entry.expected) == (finding.stated, finding.expected)
    assert entry.file is not None
    (repository / entry.file).write_bytes((REPORTS / "qidong-2021.toml").read_bytes())
    assert run(f"perfmetrics check {entry.file}") == 1
    assert run(f"perfmetrics check {entry.file} --baseline accepted.toml") == 0


@pytest.mark.parametrize(("state", "summary"), [("repository", "4 passed"), ("wrong", "2 failed, 2 passed")])
def test_the_test_file_of_the_page_is_run_by_pytest(state: str, summary: str, request: pytest.FixtureRequest) -> None:
    directory: Path = request.getfixturevalue(state)
    (text,) = (each for each in blocks(PAGES[0], "python") if ">>>" not in each)
    (directory / "test_reports.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_reports.py"]
    done = subprocess.run(  # noqa: S603
        command, cwd=directory, capture_output=True, encoding="utf-8", check=False
    )
    assert summary in done.stdout, done.stdout + done.stderr

"""Bad input: each a clear error with a path, all errors of one file at once, exit status 2, no traceback.

`bad_input/` holds one small broken file per way to break; beside each stand the errors expected of it, a line each, in
Chinese and, after an empty line, in English.
"""

from __future__ import annotations

import json
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

import pytest
from pydantic import BaseModel

import perfmetrics as pm
from counting import grows_in_proportion
from perfmetrics import limits, reading
from perfmetrics.cli import main
from perfmetrics.errors import FileError, ReportError, RubricError
from perfmetrics.statements import Report
from perfmetrics.texts import LANGS, Lang

BAD = Path(__file__).parent / "bad_input"
REPORTS, RUBRICS = BAD / "reports", BAD / "rubrics"
GOOD_REPORT, GOOD_RUBRIC = BAD / "good_report.toml", BAD / "good_rubric.toml"


def _broken(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".errors")


def _expected(file: Path, lang: Lang) -> list[str]:
    beside = file.with_suffix(".errors") if file.suffix == ".toml" else file.with_name(f"{file.name}.errors")
    blocks = beside.read_text(encoding="utf-8").strip("\n").split("\n\n")
    assert len(blocks) == len(LANGS), beside
    return sorted(blocks[LANGS.index(lang)].splitlines())


class _Digits(str):
    """The digits of a number of a TOML file, as they are written."""

    __slots__ = ()


def _as_json(value: Any) -> str:
    """Return what a TOML file holds as JSON, every number with its digits as written."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {_as_json(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_as_json, value)) + "]"
    if not isinstance(value, _Digits):
        return json.dumps(value)
    if "_" in value:
        return json.dumps(str(value))
    return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(value, str(value))


def _toml_that_parses(folder: Path) -> list[str]:
    names = []
    for path in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except ValueError:
            continue
        if data:
            names.append(path.name)
    return names


def _rewritten(file: Path, folder: Path) -> Path:
    data = tomllib.loads(file.read_text(encoding="utf-8-sig"), parse_float=_Digits)
    copy = folder / f"{file.stem}.json"
    copy.write_text(_as_json(data), encoding="utf-8")
    return copy


def _refused(capsys: pytest.CaptureFixture[str], arguments: list[str], lang: Lang, source: str) -> list[str]:
    """Run the command line on bad input and return its errors, sorted; the first line names their source."""
    status = main([*arguments, "--lang", lang])
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    first, *lines = err.splitlines()
    assert first == source
    assert all(line.startswith("  ") for line in lines)
    return sorted(line[2:] for line in lines)


# ---------------------------------------------------------------------------------------------------------------------
# The files of bad_input/.


def test_every_broken_file_has_its_errors_beside_it_and_the_reverse() -> None:
    for folder in (REPORTS, RUBRICS):
        beside = {
            path.name.removesuffix(".errors") + ("" if "." in path.stem else ".toml")
            for path in folder.glob("*.errors")
        }
        assert beside == set(_broken(folder))


def test_what_the_broken_files_were_made_from_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(GOOD_REPORT), "--rubric", str(GOOD_RUBRIC)]) == 0
    out, err = capsys.readouterr()
    assert "自评" in out
    assert not err


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", _broken(REPORTS))
def test_broken_report(
    name: str, lang: Lang, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPORTS)
    assert _refused(capsys, ["score", name], lang, name) == _expected(REPORTS / name, lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", _toml_that_parses(REPORTS))
def test_broken_report_as_json(name: str, lang: Lang, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = _rewritten(REPORTS / name, tmp_path)
    assert _refused(capsys, ["score", str(copy)], lang, str(copy)) == _expected(REPORTS / name, lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", _broken(RUBRICS))
def test_broken_rubric(
    name: str, lang: Lang, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(RUBRICS)
    expected = _expected(RUBRICS / name, lang)
    assert _refused(capsys, ["score", str(GOOD_REPORT), "--rubric", name], lang, name) == expected
    assert _refused(capsys, ["rubrics", name], lang, name) == expected


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", _toml_that_parses(RUBRICS))
def test_broken_rubric_as_json(name: str, lang: Lang, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = _rewritten(RUBRICS / name, tmp_path)
    assert _refused(capsys, ["rubrics", str(copy)], lang, str(copy)) == _expected(RUBRICS / name, lang)


# ---------------------------------------------------------------------------------------------------------------------
# Files that cannot be read at all.


@pytest.mark.parametrize("command", [["score"], ["score", str(GOOD_REPORT), "--rubric"], ["rubrics"]])
def test_missing_file(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    absent = str(tmp_path / "absent.toml")
    assert _refused(capsys, [*command, absent], "zh", absent) == [
        "无法读取文件（No such file or directory）；请核对路径"
    ]
    assert _refused(capsys, [*command, absent], "en", absent) == [
        "the file cannot be read (No such file or directory); check the path"
    ]


def test_directory_instead_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    rubric = ["score", str(GOOD_REPORT), "--rubric"]
    assert _refused(capsys, [*rubric, str(folder)], "zh", str(folder)) == ["无法读取文件（Is a directory）；请核对路径"]
    assert _refused(capsys, [*rubric, str(tmp_path)], "en", str(tmp_path)) == [
        "only .toml and .json files are read; rename it"
    ]
    with pytest.raises(pm.FileError):
        pm.load_report(folder)


def test_name_that_no_file_system_takes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "a\0b.toml"]) == 2
    assert "无法读取文件（embedded null byte）；请核对路径" in capsys.readouterr().err
    assert main(["score", f"{'a' * 300}.toml"]) == 2
    assert "请核对路径" in capsys.readouterr().err
    assert main(["rubrics", "a" * 300]) == 2  # neither a scoring table nor, being too long, the name of any file
    assert "评分标准" in capsys.readouterr().err


def test_file_that_is_too_large(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    large = tmp_path / "large.toml"
    with large.open("wb") as file:
        file.truncate(limits.BYTES.usual + 1)  # sparse: it takes no room
    assert _refused(capsys, ["score", str(large)], "zh", str(large)) == [
        "文件字节数 67108865，超过上限 67108864；请核对文件；确需更多，设环境变量 PERFMETRICS_MOST_BYTES"
    ]
    assert _refused(capsys, ["score", str(large)], "en", str(large)) == [
        f"bytes of a file: {limits.BYTES.usual + 1}, of at most {limits.BYTES.usual}; {limits.BYTES.mend.en}"
    ]


def test_suffix_is_read_in_any_case(tmp_path: Path) -> None:
    for name, text in (("A.TOML", "year = 2019"), ("A.Json", '{"year": 2019}')):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert pm.load_report(tmp_path / name).year == 2019


def test_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    for name, text in (("a.toml", "year = 2019"), ("a.json", '{"year": 2019}')):
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
        assert pm.load_report(tmp_path / name).year == 2019


# ---------------------------------------------------------------------------------------------------------------------
# Input that attacks the reader or the terminal.


@pytest.mark.parametrize("depth", [200, 900, 3_000, 100_000])
@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ('{"a": ', "}")], ids=["arrays", "tables"])
@pytest.mark.parametrize("frame", ['{{"title": {0}}}', '{{"unknown": 1, "title": {0}}}', '{{"unit": {0}}}', "{0}"])
def test_deep_nesting_is_an_error_and_no_crash(  # noqa: PLR0917 - pytest names them
    depth: int, opened: str, closed: str, frame: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "deep.json"
    file.write_text(frame.format(opened * depth + "1" + closed * depth), encoding="utf-8")
    for arguments in (["score", str(file)], ["rubrics", str(file)]):
        assert main(arguments) == 2
        out, err = capsys.readouterr()
        assert not out
        assert err.startswith(f"{file}\n  ")


def test_deep_nesting_of_toml(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "deep.toml"
    file.write_text(f"title = {'[' * 5_000}{']' * 5_000}\n", encoding="utf-8")
    assert _refused(capsys, ["score", str(file)], "en", str(file)) == [
        "not valid TOML (nested too deep); mend the TOML there"
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("huge.json", f'{{"staff": {{"in_post": {"9" * 5_000}}}}}'),
        ("huge.toml", f"[staff]\nin_post = {'9' * 5_000}\n"),
        ("huge_exponent.json", f'{{"staff": {{"in_post": 1e{"9" * 30}}}}}'),
        ("huge_exponent.toml", f"[staff]\nin_post = 1e{'9' * 30}\n"),
    ],
)
def test_number_too_large_for_python_is_refused_in_words(
    name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    (line,) = _refused(capsys, ["score", str(file)], "zh", str(file))
    assert "sys." not in line  # advice for a programmer, not for who wrote the report
    assert "<class" not in line
    assert "位" in line or "数" in line


def test_huge_whole_number_of_json_has_its_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "huge.json"
    file.write_text(f'{{"staff": {{"in_post": {"9" * 5_000}}}}}', encoding="utf-8")
    assert _refused(capsys, ["score", str(file)], "zh", str(file)) == [
        "staff.in_post：数字位数 至少 5000，超过上限 100；请核对是否误录；确需更多，设环境变量 PERFMETRICS_MOST_DIGITS"
    ]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "data",
    [
        {"\x1b[2J\x1b]0;x\x07": 1},
        {"final_accounts": {"a\nb\r": 1}},
        {"final_accounts": {"procurement": "\x1b[31m3\u202e"}},
        {"unit": "\x9b2J"},
        {"rubric": "a\x1b[2Jb"},
        {"lists": [{"id": "\x1b", "name": "\x1b", "by": "\x1b", "items": []}]},
    ],
)
def test_no_error_moves_the_cursor(
    data: dict[str, Any], lang: Lang, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "escape.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert main(["score", str(file), "--lang", lang]) == 2
    err = capsys.readouterr().err
    assert [char for char in err if unicodedata.category(char)[0] == "C" and char != "\n"] == []


@pytest.mark.parametrize("lang", LANGS)
def test_one_error_is_one_line(lang: Lang, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "lines.json"
    file.write_text(json.dumps({"a\n  year：错": 1, "unit": "万\n元"}), encoding="utf-8")
    assert len(_refused(capsys, ["score", str(file)], lang, str(file))) == 2


@pytest.mark.parametrize(
    "data",
    [
        {"a" * 100_000: 1},
        {"unit": "元" * 100_000},
        {"staff": {"in_post": "9" * 100_000}},
        {"rubric": "b" * 100_000},
    ],
)
def test_an_error_does_not_repeat_a_page_of_input(
    data: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "long.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert main(["score", str(file)]) == 2
    assert len(capsys.readouterr().err) < 2_000 + len(str(file))


def test_lone_surrogates_are_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "surrogate.json"
    file.write_text('{"title": "\\ud800"}', encoding="utf-8")
    (line,) = _refused(capsys, ["score", str(file)], "zh", str(file))
    assert line.startswith("title：值不合要求（")


def test_more_errors_than_anybody_reads_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "many.json"
    file.write_text(json.dumps({"facts": [{"id": str(i), "name": "n", "value": True} for i in range(205)]}))
    assert main(["score", str(file), "--lang", "en"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[200] == ('  facts[199].value: a boolean is not a number; write digits, such as 1521.39 or "1440元"')
    assert lines[201:] == ["  ... and 5 more"]


# ---------------------------------------------------------------------------------------------------------------------
# Paths name what the user wrote, and nothing of the machinery that read it.


def _problems(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(ReportError) as caught:
        pm.load_report(data)
    return [(each.path, each.reason.zh) for each in caught.value.problems]


def _rubric_problems(**marks: object) -> list[tuple[str, str]]:
    data = tomllib.loads(GOOD_RUBRIC.read_text(encoding="utf-8"))
    category = data["dimensions"][0]["categories"][0]
    for key, value in marks.items():
        {"category": category, "indicator": category["indicators"][0]}[key]["full_marks"] = value
    with pytest.raises(RubricError) as caught:
        pm.load_rubric(data)
    return [(each.path, each.reason.zh) for each in caught.value.problems]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("十", "“十”不是数字"),
        ("unknwn", "“unknwn”不是数字"),
        ("10分", "“10分”带有单位"),
        (True, "布尔值不是数字"),
    ],
)
def test_full_marks_that_are_no_number_are_one_problem(value: object, reason: str) -> None:
    path = "rubric.dimensions[0].categories[0].indicators[0].full_marks"
    assert _rubric_problems(indicator=value) == [(path, reason)]


def test_an_item_that_is_no_table_does_not_hide_what_is_wrong_beside_it() -> None:
    data = tomllib.loads(GOOD_RUBRIC.read_text(encoding="utf-8"))
    data["dimensions"][0]["full_marks"] = 11
    data["dimensions"].append("过程")
    with pytest.raises(RubricError) as caught:
        pm.load_rubric(data)
    assert [each.path for each in caught.value.problems] == ["rubric.dimensions[0].categories", "rubric.dimensions[1]"]


class _Plain(reading.LooksOver):
    """A table of which nothing can be wrong between its parts."""

    size: int


def test_a_table_without_rules_between_its_parts_is_right_if_they_are() -> None:
    assert reading.build(_Plain, {"size": 3}, ReportError, "", "") == _Plain(size=3)
    with pytest.raises(ReportError):
        reading.build(_Plain, {"size": "three"}, ReportError, "", "")


def test_closed_that_is_no_truth_value_is_one_problem() -> None:
    item = {"name": "行政", "value": 29}
    each = {"id": "a", "name": "编制", "by": "kind", "closed": "maybe", "items": [item]}
    ((path, _),) = _problems({"lists": [each]})
    assert path == "lists[0].closed"


@pytest.mark.parametrize("value", [1, 0, "yes", "off", "true"])
def test_a_number_or_a_word_is_no_truth_value(value: object) -> None:
    item = {"name": "行政", "value": 29}
    each = {"id": "a", "name": "编制", "by": "kind", "closed": value, "items": [item]}
    assert [path for path, _ in _problems({"lists": [each]})] == ["lists[0].closed"]
    checklist = {"indicators": {"budget_disclosure": {"items": {"内容": value}}}}
    assert [path for path, _ in _problems(checklist)] == ["indicators.budget_disclosure.items.内容"]


def test_two_lists_or_two_facts_cannot_share_an_id() -> None:
    each = {"id": "a", "name": "编制", "by": "kind", "items": [{"name": "行政", "value": 29}]}
    assert [path for path, _ in _problems({"lists": [each, each]})] == ["lists[1].id"]
    fact = {"id": "a", "name": "内设机构", "value": 14}
    assert [path for path, _ in _problems({"facts": [fact, fact]})] == ["facts[1].id"]


def test_chinese_and_english_key_together_in_either_order() -> None:
    for keys in (("in_post", "在职人员数"), ("在职人员数", "in_post")):
        ((path, reason),) = _problems({"staff": dict.fromkeys(keys, 1)})
        assert path == "staff"
        assert "in_post" in reason
        assert "在职人员数" in reason


def test_an_error_in_english_speaks_no_python(capsys: pytest.CaptureFixture[str]) -> None:
    odd = []
    for folder in (REPORTS, RUBRICS):
        for name in _broken(folder):
            main(["rubrics" if folder == RUBRICS else "score", str(folder / name), "--lang", "en"])
            err = capsys.readouterr().err
            odd += [
                (name, word) for word in ("Tuple", "tuple", "dictionary", "instance of", "discriminator") if word in err
            ]
    assert odd == []


# ---------------------------------------------------------------------------------------------------------------------
# Arguments that are neither a mapping nor a path.


@pytest.mark.parametrize("given", [None, 3, 1.5, [{"year": 2019}], b"a.toml", object(), {"year"}])
def test_what_is_no_report(given: Any) -> None:
    kind = type(given).__name__
    for call in (pm.load_report, pm.score):
        with pytest.raises(ReportError) as caught:
            call(given)
        assert str(caught.value) == f"{kind} 不是报告；请给出映射或文件路径"
        assert caught.value.to_text("en") == f"{kind} is not a report; give a mapping or a path"


@pytest.mark.parametrize("given", [3, 1.5, [{"id": "x"}], b"a.toml", object()])
def test_what_is_no_scoring_table(given: Any) -> None:
    kind = type(given).__name__
    with pytest.raises(RubricError) as caught:
        pm.load_rubric(given)
    assert str(caught.value) == f"{kind} 不是评分标准；请给出映射或文件路径"
    with pytest.raises(RubricError) as caught:
        pm.score({}, given)
    assert caught.value.to_text("en") == f"{kind} is not a scoring table; give a mapping or a path"


@pytest.mark.parametrize("key", [1, None, ("a",)])
def test_keys_of_a_mapping_are_texts(key: Any) -> None:
    wrong: tuple[dict[Any, Any], ...] = ({key: 1}, {"staff": {key: 1}}, {"indicators": {key: {}}})
    for data in wrong:
        with pytest.raises(ReportError) as caught:
            pm.load_report(data)
        assert all("[key]" not in each.path for each in caught.value.problems)
    with pytest.raises(RubricError):
        pm.load_rubric({key: 1})


def test_any_mapping_will_do_at_any_depth() -> None:
    report = pm.load_report(MappingProxyType({"staff": MappingProxyType({"in_post": 72})}))
    assert report.staff is not None
    assert report == pm.load_report({"staff": {"in_post": 72}})
    unknown = MappingProxyType({"staff": MappingProxyType({"in_pots": 72}), "lists": ({"id": "a"},)})
    assert sorted(path for path, _ in _problems(unknown)) == [
        "lists[0].by",
        "lists[0].items",
        "lists[0].name",
        "staff.in_pots",
    ]


def test_a_file_that_vanishes_is_a_file_error() -> None:
    with pytest.raises(FileError) as caught:
        pm.load_report("no/such/report.toml")
    assert caught.value.source == "no/such/report.toml"
    assert isinstance(caught.value, OSError)


def _sections(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    def models(annotation: Any) -> set[type[BaseModel]]:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return {annotation}
        return {each for arg in get_args(annotation) for each in models(arg)}

    seen.add(model)
    for field in model.model_fields.values():
        for each in models(field.annotation) - seen:
            _sections(each, seen)
    return seen


def test_the_names_of_a_table_mean_one_thing_each() -> None:
    for model in _sections(Report, set()):
        names = reading.names_of(model)
        assert len(names) == len(set(names)), model


def test_paths_are_written_as_people_write_them() -> None:
    assert reading.path_text(("dimensions", 1, "categories", 0, "full_marks"), "rubric") == (
        "rubric.dimensions[1].categories[0].full_marks"
    )
    assert reading.path_text(("staff", "in_post")) == "staff.in_post"
    assert not reading.path_text(())


@pytest.mark.parametrize("part", [{}, {"name": "甲", "budget": "十"}, 1, {"items": []}])
def test_very_many_problems_are_told_with_work_in_proportion(part: Any) -> None:
    """Tens of thousands of parts with a mistake each took minutes: for each, the places of all were gone through."""

    def refused(count: int) -> None:
        with pytest.raises(ReportError):
            pm.load_report({"projects": [part] * count, "lists": [part] * count})

    assert grows_in_proportion(refused, 300)

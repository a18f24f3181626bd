"""A report or a table is read in short where it fits, else the long way: both have one meaning."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

import perfmetrics as pm
from perfmetrics.quantities import UNITS, BadNumberError, read_quantity
from perfmetrics.reading import LooksOver
from perfmetrics.rubrics import Rubric
from perfmetrics.rubrics._model import rubrics_in_short
from perfmetrics.statements import Figure, Report, _short_way
from strategies import examples

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples" / "reports").glob("*.toml"))
Place = tuple[int | str, ...]
ModelT = TypeVar("ModelT", bound=BaseModel)


def read_all(paths: list[Path], kind: Callable[[str], Any]) -> list[dict[str, Any]]:
    return [tomllib.loads(path.read_text(encoding="utf-8"), parse_float=kind) for path in paths]


REPORTS = (read_all(EXAMPLES, str), read_all(EXAMPLES, Decimal))
TABLES = sorted((ROOT / "src" / "perfmetrics" / "rubrics").glob("*.toml"))
RUBRICS = (read_all(TABLES, str), read_all(TABLES, Decimal))


def places(data: Any, at: Place = ()) -> Iterator[Place]:
    """Every place of plain data."""
    yield at
    if isinstance(data, dict | list):
        for key, each in data.items() if isinstance(data, dict) else enumerate(data):
            yield from places(each, (*at, key))


digits = st.from_regex(r"\A[约近]?[+-]?[0-9]{1,4}(,[0-9]{3})?(\.[0-9]{1,3})?[余多]?", fullmatch=False)
texts = st.one_of(
    st.builds("{}{}".format, digits, st.sampled_from(["", "", *UNITS, "％", "美元", " 元", "\n"])),
    st.sampled_from(
        ["", " ", "a", "a.b", "unknown", "more", "kind", "元", "1e2", "１２", "-0", "1_0", "9" * 101, "约近9"]
    ),
    st.text(max_size=3),
)
scalars = st.one_of(
    texts,
    texts,
    st.integers(-30, 3000),
    st.sampled_from([10**18, -(10**18), 10**18 - 1, 10**120, 2**63, True, False, None, 0.1, 1e22, float("nan"), b"12"]),
    st.decimals(-99, 99, allow_nan=False, places=2),
    st.sampled_from([Decimal("1E+3"), Decimal("-0.0"), Decimal("1e-200"), Decimal("NaN")]),
)
parts = st.fixed_dictionaries({"name": st.sampled_from(["a", "", 3]), "value": scalars})
values = st.one_of(
    scalars, scalars, st.lists(st.one_of(scalars, parts), max_size=3), st.dictionaries(st.sampled_from("abc"), scalars)
)
KEYS = [
    *Report.model_fields,
    "value",
    "points",
    "of",
    "total",
    "名",
    *("年初预算", "部门决算", "公用经费", "得分", "总分"),
]


@st.composite
def damaged(draw: st.DrawFn, files: tuple[list[dict[str, Any]], ...]) -> dict[str, Any]:
    """What a published file holds, with a few values, keys or items that are others, gone, or one too many."""
    data: dict[str, Any] = copy.deepcopy(draw(st.sampled_from([each for group in files for each in group])))
    for place in draw(st.lists(st.sampled_from(list(places(data))[1:]), max_size=4)):
        above: Any = data
        for step in place[:-1]:
            above = above[step] if (isinstance(above, dict) and step in above) or _has(above, step) else None
        if isinstance(above, dict):
            kind = draw(st.sampled_from(["other", "other", "gone", "new", "renamed"]))
            if kind == "gone":
                above.pop(place[-1], None)
            elif kind == "renamed":
                above[draw(st.sampled_from(KEYS))] = above.pop(place[-1], None)
            else:
                above[place[-1] if kind == "other" else draw(st.sampled_from(KEYS))] = draw(values)
        elif _has(above, place[-1]):
            above[place[-1]] = draw(values)
    return data


def _has(items: Any, at: int | str) -> bool:
    return isinstance(items, list) and isinstance(at, int) and at < len(items)


def slowly(model: type[ModelT], data: dict[str, Any]) -> ModelT | None:
    try:
        return model.model_validate(data)
    except ValidationError:
        return None


def given_fields(value: Any) -> Any:
    """What was given of a table and all below, as a caller may ask for it."""
    if isinstance(value, BaseModel):
        return {name: given_fields(each) for name, each in value if name in value.model_fields_set}
    if isinstance(value, dict):
        return {name: given_fields(each) for name, each in value.items()}
    return [given_fields(each) for each in value] if isinstance(value, tuple) and type(value) is tuple else value


WAYS = _short_way(by_title=False), _short_way(by_title=True)  # with English keys only, and with those in Chinese too


@given(damaged(REPORTS))
@examples(600)
def test_a_report_that_is_read_in_short_is_what_is_read_the_long_way(data: dict[str, Any]) -> None:
    reference = slowly(Report, data)
    for read in WAYS:
        try:
            short: Report = read.validate_python(data)
        except (ValidationError, ValueError):
            continue
        assert short == reference
        assert repr(short) == repr(reference)
        assert given_fields(short) == given_fields(reference)
        assert short.to_dict() == reference.to_dict()


@given(damaged(RUBRICS))
@examples(300)
def test_a_table_that_is_read_in_short_is_what_is_read_the_long_way(data: dict[str, Any]) -> None:
    reference = slowly(Rubric, data)
    try:
        short: Rubric = rubrics_in_short().validate_python(data)
    except (ValidationError, ValueError):
        return
    assert short == reference
    assert repr(short) == repr(reference)
    assert given_fields(short) == given_fields(reference)
    assert short.model_dump_json() == reference.model_dump_json()


@pytest.mark.parametrize("data", RUBRICS[1], ids=lambda data: data["id"])
def test_shipped_tables_are_read_in_short(data: dict[str, Any]) -> None:
    assert rubrics_in_short().validate_python(data) == Rubric.model_validate(data) == pm.load_rubric(data["id"])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_published_reports_are_read_in_short(path: Path) -> None:
    """Else the other tests would compare the long way with itself."""
    data = REPORTS[0][EXAMPLES.index(path)]
    plain, titled = WAYS
    assert plain.validate_python(data) == titled.validate_python(data) == LooksOver.read.__func__(Report, data)  # type: ignore[attr-defined]


def test_titles_are_read_in_short_too() -> None:
    data = {"unit": "万元", "年初预算": {"公用经费": "141.6", "财政拨款": {"本年收入": 3}}, "stated": {"总分": 92}}
    plain, titled = WAYS
    assert titled.validate_python(data) == Report.model_validate(data) == pm.load_report(data)
    with pytest.raises(ValidationError):
        plain.validate_python(data)


@given(st.one_of(texts, st.integers(-(10**18) + 1, 10**18 - 1)))
@examples(400)
def test_a_figure_as_given_is_the_figure_that_was_read(value: int | str) -> None:
    try:
        report = pm.load_report({"facts": [{"id": "a", "name": "a", "value": value}]})
    except pm.ReportError:
        with pytest.raises(BadNumberError):
            read_quantity(value)
        return
    figure, read = report.facts[0].value, Figure((read_quantity(value),))
    assert figure.numbers_in(None) == read.numbers_in(None)
    assert (figure, hash(figure), repr(figure)) == (read, hash(read), repr(read))
    assert figure.is_repeated is read.is_repeated is False

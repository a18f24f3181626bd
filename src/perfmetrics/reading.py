"""Files and mappings into models: digits kept, nothing lost, and every error of a file at once, with its path."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from perfmetrics.errors import FileError, PerfMetricsError, Problem, problem
from perfmetrics.texts import Phrase, did_you_mean, nearest

MAX_FILE_BYTES = 64 * 1024 * 1024

ModelT = TypeVar("ModelT", bound=BaseModel)
ErrorT = TypeVar("ErrorT", bound=PerfMetricsError)


def read_data(path: Path, error: type[PerfMetricsError]) -> dict[str, Any]:
    """Read a TOML or JSON file (by its ending) into a mapping, its numbers as decimals.

    Raises:
        FileError: If the file cannot be opened.
        PerfMetricsError: Of the given class, if it is not valid TOML or JSON, or holds no table.
    """
    if path.suffix.lower() not in {".toml", ".json"}:
        raise FileError(
            [problem("", "只读 .toml 或 .json 文件", "only .toml and .json files are read", "请改扩展名", "rename it")],
            str(path),
        )
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_FILE_BYTES else b""
    except (OSError, ValueError) as exc:
        words = getattr(exc, "strerror", None) or str(exc)
        reason = Phrase(f"无法读取文件（{words}）", f"the file cannot be read ({words})")
        raise FileError([Problem("", reason, Phrase("请核对路径", "check the path"))], str(path)) from None
    if size > MAX_FILE_BYTES:
        limit = f"{MAX_FILE_BYTES // 1024 // 1024} MB"
        reason = Phrase(f"文件超过 {limit}", f"the file is larger than {limit}")
        raise FileError([Problem("", reason, Phrase("请核对文件", "check which file it is"))], str(path))
    return parse_data(raw, path.suffix.lower().removeprefix("."), error, str(path))


def parse_data(raw: bytes, form: str, error: type[PerfMetricsError], source: str) -> dict[str, Any]:
    """Parse the bytes of a file as `toml` or `json`.

    Raises:
        PerfMetricsError: Of the given class, if they are not valid, empty, or no table.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        reason = Phrase(f"不是 UTF-8 文本（第 {exc.start} 字节）", f"not UTF-8 text (byte {exc.start})")
        raise error([Problem("", reason, Phrase("请另存为 UTF-8", "save it as UTF-8"))], source) from None
    if not text.strip():
        raise error([problem("", "文件为空", "the file is empty", "请填入内容", "put something into it")], source)
    try:
        data = _parse_toml(text) if form == "toml" else _parse_json(text)
    except _DuplicateKeysError as exc:
        raise error([_duplicate(key) for key in exc.keys], source) from None
    except (ValueError, RecursionError, InvalidOperation) as exc:
        words = "nested too deep" if isinstance(exc, RecursionError) else str(exc)
        name = form.upper()
        reason = Phrase(f"不是有效的 {name}（{words}）", f"not valid {name} ({words})")
        mend = Phrase(f"请按 {name} 语法修改该处", f"mend the {name} there")
        if form == "toml" and not text.isascii() and "key" in words:
            mend = Phrase('中文键名须加引号，如 ["年初预算"]', 'quote keys that are not ASCII, as in ["年初预算"]')
        raise error([Problem("", reason, mend)], source) from None
    if not isinstance(data, dict):
        raise error(
            [problem("", "顶层应为键值表", "the top level must be a table", "请写成 {…}", "write an object")], source
        )
    return data


class _DuplicateKeysError(Exception):
    def __init__(self, keys: list[str]) -> None:
        self.keys = keys
        super().__init__(keys)


def _duplicate(key: str) -> Problem:
    return problem(key, "键重复出现", "the key stands twice", "请删去其一", "remove one of them")


def _parse_toml(text: str) -> Any:
    # TOML lets 1_000.5 pass; handed on as a text, it is refused with its path like any "1_000".
    return tomllib.loads(text, parse_float=lambda digits: digits if "_" in digits else Decimal(digits))


def _parse_json(text: str) -> Any:
    twice: list[str] = []

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) < len(pairs):
            seen: set[str] = set()
            twice.extend(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        return result

    data = json.loads(text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=table)
    if twice:
        raise _DuplicateKeysError(twice)
    return data


def build(
    model: type[ModelT], data: Mapping[str, Any], error: type[PerfMetricsError], source: str, root: str
) -> ModelT:
    """Validate a mapping against a model.

    Args:
        model: The model.
        data: The mapping.
        error: The exception to raise.
        source: Where the mapping came from, for the error.
        root: What its paths begin with (`rubric`), or empty.

    Raises:
        PerfMetricsError: Of the given class, with every problem of the mapping.
    """
    try:
        return model.model_validate(dict(data))
    except ValidationError as exc:
        found = _errors(exc)
    problems = {each: None for details in found for each in _problems(model, details, root)}
    unknown = [_as_written(model, details["loc"]) for details in found if details["type"] == "extra_forbidden"]
    if unknown:  # a table with an unknown key is not checked further: look what else is wrong with it without that key
        try:
            model.model_validate(_without(data, unknown))
        except ValidationError as exc:
            problems |= {each: None for details in _errors(exc) for each in _problems(model, details, root)}
    raise error(problems, source)


def _errors(exc: ValidationError) -> list[ErrorDetails]:
    """Return the errors, without complaints that an array is too short when only its items are wrong."""
    found = exc.errors(include_url=False)
    locs = [details["loc"] for details in found]
    return [
        details
        for details in found
        if details["type"] != "too_short" or not any(_is_below(loc, details["loc"]) for loc in locs)
    ]


def _is_below(loc: tuple[int | str, ...], above: tuple[int | str, ...]) -> bool:
    return len(loc) > len(above) and loc[: len(above)] == above


def _as_written(model: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    tags = _walk(model, loc)[1]
    return tuple(part for i, part in enumerate(loc) if i not in tags)


def _without(data: Any, locs: Sequence[tuple[int | str, ...]]) -> Any:
    """Return a copy of plain data without the keys at some locations."""
    if isinstance(data, Mapping):
        gone = {loc[0] for loc in locs if len(loc) == 1}
        return {key: _without(each, _below(locs, key)) for key, each in data.items() if key not in gone}
    if isinstance(data, list | tuple):
        return [_without(each, _below(locs, i)) for i, each in enumerate(data)]
    return data


def _below(locs: Sequence[tuple[int | str, ...]], key: int | str) -> list[tuple[int | str, ...]]:
    return [loc[1:] for loc in locs if len(loc) > 1 and loc[0] == key]


def not_a(zh: str, en: str, given: object, error: type[ErrorT]) -> ErrorT:
    """Return the error for an argument that is neither a mapping nor a path."""
    kind = type(given).__name__
    reason = Phrase(f"{kind} 不是{zh}", f"{kind} is not {en}")
    return error([Problem("", reason, Phrase("请给出映射或文件路径", "give a mapping or a path"))])


def custom_error(reason: Phrase, mend: Phrase, sub: str = "") -> PydanticCustomError:
    """Return an error to raise inside a validator; it keeps both languages."""
    return custom_errors([Problem(sub, reason, mend)])


def custom_errors(problems: Sequence[Problem]) -> PydanticCustomError:
    """Return one error that carries several problems, their paths relative to the value that is validated."""
    return PydanticCustomError("perfmetrics", "{words}", {"problems": problems, "words": problems[0].reason.en})


def path_text(loc: tuple[int | str, ...], root: str = "") -> str:
    """Return a path in the notation of the errors: `dimensions[1].full_marks`."""
    text = root
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else str(part))
    return text


def _problems(model: type[BaseModel], details: ErrorDetails, root: str) -> Iterator[Problem]:
    loc = details["loc"]
    here, _ = _walk(model, loc)
    path = path_text(_as_written(model, loc), root)
    kind, context = details["type"], details.get("ctx", {})
    if kind == "perfmetrics":
        for each in context["problems"]:
            joint = "." if path and each.path and not each.path.startswith("[") else ""
            yield Problem(path + joint + each.path, each.reason, each.mend)
    elif kind == "extra_forbidden":
        name = str(loc[-1])
        reason = Phrase(f"不认识的键“{name}”", f"unknown key {name!r}")
        yield Problem(path, reason, did_you_mean(name, names_of(here[0]) if here else ()))
    elif kind == "missing":
        yield problem(path, "缺少该键", "this key is missing", "请补充", "add it")
    elif kind in {"literal_error", "enum", "union_tag_invalid"}:
        allowed = str(context.get("expected") or context.get("expected_tags")).replace(" or ", ", ")
        given = str(context.get("tag", details["input"]))
        options = [option.strip().strip("'") for option in allowed.split(",")]
        close = nearest(given, options, 1) or options
        yield Problem(
            path,
            Phrase(f"“{given}”不在可选值之内", f"{given!r} is not one of the allowed values"),
            Phrase(f"可选：{'、'.join(close)}", f"allowed: {', '.join(close)}"),
        )
    else:
        words = details["msg"]
        zh = next((text for start, text in _WORDS.items() if kind.startswith(start)), f"值不合要求（{words}）")
        yield Problem(path, Phrase(zh, words), Phrase("请核对该处的写法", "check how it is written"))


_WORDS = {
    "model_type": "此处应为键值表",
    "model_attributes_type": "此处应为键值表",
    "dict_type": "此处应为键值表",
    "union_tag_not_found": "缺少 kind",
    "string_type": "此处应为文字",
    "string_too_short": "不能为空",
    "int_": "此处应为整数",
    "bool_": "此处应为 true 或 false",
    "tuple_type": "此处应为数组",
    "list_type": "此处应为数组",
    "too_short": "项数过少",
    "greater_than": "数值过小",
    "less_than": "数值过大",
}


def names_of(model: type[BaseModel]) -> list[str]:
    """Return the names that a model's keys may have: the identifiers, and the Chinese names that stand for them."""
    return [name for key, field in model.model_fields.items() for name in (key, field.title) if name]


def _walk(model: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[tuple[type[BaseModel], ...], set[int]]:
    """Follow a location down the models.

    Returns:
        The models that the last step may belong to, and the positions that pydantic adds for the branch of a union:
        a user did not write those.
    """
    here: tuple[type[BaseModel], ...] = (model,)
    tags: set[int] = set()
    for i, part in enumerate(loc):
        if isinstance(part, int):
            continue
        if len(here) > 1:
            tags.add(i)
            here = tuple(branch for branch in here if branch.model_fields["kind"].default == part)
        elif here and i < len(loc) - 1 and part in here[0].model_fields:
            here = tuple(_models(here[0].model_fields[part].annotation))
    return here, tags


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for arg in get_args(annotation):
        yield from _models(arg)

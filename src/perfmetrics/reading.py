"""Files and mappings into models: digits kept, nothing lost, and every error of a file at once, with its path."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Context, Decimal, InvalidOperation, localcontext
from pathlib import Path
from typing import Any, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from perfmetrics import limits
from perfmetrics.errors import FileError, PerfMetricsError, Problem, problem
from perfmetrics.quantities import MAX_DIGITS
from perfmetrics.texts import Phrase, did_you_mean, nearest

ModelT = TypeVar("ModelT", bound="LooksOver")
Loc = tuple[int | str, ...]
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
    return parse_data(read_bytes(path), path.suffix.lower().removeprefix("."), error, str(path))


def read_bytes(path: Path) -> bytes:
    """Read a file.

    Raises:
        FileError: If it cannot be opened, or is larger than `limits.BYTES` allows.
    """
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if limits.BYTES.allows(size) else b""
    except (OSError, ValueError) as exc:
        words = getattr(exc, "strerror", None) or "embedded null byte"  # Python words it differently in each version
        reason = Phrase(f"无法读取文件（{words}）", f"the file cannot be read ({words})")
        raise FileError([Problem("", reason, Phrase("请核对路径", "check the path"))], str(path)) from None
    if not limits.BYTES.allows(size):
        raise FileError([limits.BYTES.problem("", size)], str(path))
    return raw


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
        with localcontext(Context()):  # a caller who traps nothing would get NaN for what no decimal can hold
            data = _parse_toml(text) if form == "toml" else _parse_json(text)
    except _DuplicateKeysError as exc:
        raise error([_duplicate(path) for path in exc.paths], source) from None
    except (ValueError, RecursionError) as exc:
        words = _syntax_words(exc)
        name = form.upper()
        reason = Phrase(f"不是有效的 {name}（{words.zh}）", f"not valid {name} ({words.en})")
        mend = _syntax_mend(form, words.en, text)
        raise error([Problem("", reason, mend)], source) from None
    if not isinstance(data, dict):
        raise error(
            [problem("", "顶层应为键值表", "the top level must be a table", "请写成 {…}", "write an object")], source
        )
    return data


def _syntax_words(exc: Exception) -> Phrase:
    import json  # noqa: PLC0415 - most files are TOML

    if isinstance(exc, RecursionError):
        return Phrase("嵌套过深", "nested too deep")
    if isinstance(exc, tomllib.TOMLDecodeError | json.JSONDecodeError):
        return Phrase(str(exc), str(exc))
    return Phrase("有的数字过长", "a number is too long")  # int() says it in words about the interpreter


def _too_large(data: Mapping[str, Any]) -> list[Problem]:
    """Return which limit a mapping is beyond, if it is; what contains itself is nested without an end."""
    level: list[Any] = [data]
    count = levels = 0
    while level:
        below: list[Any] = []
        room = limits.VALUES.usual - count
        for each in [each for each in level if type(each) not in _ATOMS]:  # every report goes through it
            if isinstance(each, _TABLES):
                below += each.values()
            elif isinstance(each, list | tuple):
                below += each
            if len(below) > room and not limits.VALUES.allows(count + len(below)):
                return [limits.VALUES.problem("", limits.VALUES.most() + 1, or_more=True)]
        level, count, levels = below, count + len(below), levels + bool(below)
        if levels > limits.LEVELS.usual and not limits.LEVELS.allows(levels):
            return [limits.LEVELS.problem("", levels, or_more=True)]
    return []


_TABLES = (dict, Mapping)  # the first is told sooner
_ATOMS = frozenset({str, int, float, bool, Decimal, type(None)})


class _DuplicateKeysError(Exception):
    def __init__(self, paths: list[str]) -> None:
        self.paths = paths
        super().__init__(paths)


def _duplicate(path: str) -> Problem:
    return problem(path, "键重复出现", "the key stands twice", "请删去其一", "remove one of them")


# Compiled by their first use: most files have no errors.
_LINE = r"at line (\d+)"
_BARE_KEY = r"\s*\[*[\w\s.-]*[^\x00-\x7f\s]"


def _syntax_mend(form: str, words: str, text: str) -> Phrase:
    """Return the mend of a syntax error: most often a Chinese key that TOML wants in quotation marks."""
    found = re.search(_LINE, words)
    if form == "toml" and found is not None and re.match(_BARE_KEY, text.splitlines()[int(found.group(1)) - 1]):
        return Phrase('中文键名须加引号，如 ["年初预算"]', 'quote keys that are not ASCII, as in ["年初预算"]')
    return Phrase(f"请按 {form.upper()} 语法修改该处", f"mend the {form.upper()} there")


def _parse_toml(text: str) -> Any:
    # TOML lets 1_000.5 pass; handed on as a text, it is refused with its path like any "1_000".
    return tomllib.loads(text, parse_float=lambda digits: digits if "_" in digits else _number(digits))


def _number(digits: str) -> Decimal | str:
    """Return a number, or the text itself where no decimal can hold it: then it is refused with its path."""
    try:
        return Decimal(digits)
    except InvalidOperation:
        return digits


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= MAX_DIGITS else Decimal(digits)


class _Table(dict[str, Any]):
    """A table of a JSON file that knows which of its keys stand twice."""

    twice: tuple[str, ...] = ()


def _table(pairs: list[tuple[str, Any]]) -> _Table:
    table = _Table(pairs)
    if len(table) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        table.twice = tuple(key for key, count in counts.items() if count > 1)
    return table


def _parse_json(text: str) -> Any:
    import json  # noqa: PLC0415 - as above

    data = json.loads(text, parse_float=_number, parse_int=_whole, parse_constant=Decimal, object_pairs_hook=_table)
    twice = list(_duplicates(data, ()))
    if twice:
        raise _DuplicateKeysError(twice)
    return data


def _duplicates(data: Any, loc: Loc) -> Iterator[str]:
    if isinstance(data, _Table):
        yield from (path_text((*loc, key)) for key in data.twice)
        for key, each in data.items():
            yield from _duplicates(each, (*loc, key))
    elif isinstance(data, list):
        for i, each in enumerate(data):
            yield from _duplicates(each, (*loc, i))


def build(
    model: type[ModelT], data: Mapping[str, Any], error: type[PerfMetricsError], source: str, root: str
) -> ModelT:
    """Validate a mapping against a model, and find everything that is wrong with it at once.

    Args:
        model: The model.
        data: The mapping.
        error: The exception to raise.
        source: Where the mapping came from, for the error.
        root: What its paths begin with (`rubric`), or empty.

    Raises:
        PerfMetricsError: Of the given class, with every problem of the mapping, in the order of the mapping.
    """
    if too_large := _too_large(data):
        raise error(too_large, source)
    problems: dict[Problem, None] = {}
    try:
        built = _read(model, data)
    except ValidationError as exc:
        found = _errors(exc)
    else:
        problems = dict.fromkeys(built.problems())
        if not problems:
            return built
        found = []
    problems |= {each: None for details in found for each in _problems(model, details)}
    if found:  # what is wrong by itself hides the rest: look at the rest without it
        wrong = [_as_written(model, details["loc"]) for details in found]
        rest = _without(data, wrong, model)
        problems |= dict.fromkeys(_look_over_parts(model, rest, ()))
    ordered = sorted(problems, key=lambda each: _place(model, data, each.path))
    prefix = f"{root}." if root else ""
    raise error(
        [Problem(prefix + each.path if each.path else root, each.reason, each.mend) for each in ordered], source
    )


def _read(model: type[ModelT], data: Mapping[str, Any]) -> ModelT:
    """Read a mapping; what pydantic tries with decimals leaves no flag in the context of the caller."""
    with localcontext(Context()):
        return model.read(dict(data))


def _look_over_parts(model: type[BaseModel], data: Any, loc: Loc) -> Iterator[Problem]:
    """Yield what is wrong between the parts of the largest pieces that are right by themselves."""
    if isinstance(data, list | tuple):
        for i, each in enumerate(data):
            yield from _look_over_parts(model, each, (*loc, i))
    elif isinstance(data, Mapping):
        if issubclass(model, LooksOver):
            try:
                piece = _read(model, data)
            except ValidationError:
                pass
            else:
                for each in piece.problems():
                    joint = "." if loc and each.path else ""
                    yield Problem(path_text(loc) + joint + each.path, each.reason, each.mend)
                return
        for name, each in data.items():
            key = _key_of(model, name)
            below = _model_below(model, key)
            if below is not None and below is not model:
                yield from _look_over_parts(below, each, (*loc, key))


class LooksOver(BaseModel):
    """A table that can say what is wrong between its parts, each being right by itself."""

    model_config = ConfigDict(defer_build=True)  # it has no fields, and is never validated by itself

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Return the table from plain data.

        Raises:
            ValidationError: If it is not one.
        """
        return cls.model_validate(data)

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong, with paths from here."""
        yield from ()


def _errors(exc: ValidationError) -> list[ErrorDetails]:
    """Return the errors, without complaints that an array is too short when only its items are wrong."""
    found = exc.errors(include_url=False)
    above = {loc[:depth] for details in found for loc in (details["loc"],) for depth in range(len(loc))}
    return [details for details in found if details["type"] != "too_short" or details["loc"] not in above]


def _as_written(model: type[BaseModel], loc: Loc) -> Loc:
    """Return a location without the steps that pydantic adds for the branch of a union."""
    loc = tuple(part for part in loc if part != "[key]")
    tags = _walk(model, loc)[1]
    return tuple(part for i, part in enumerate(loc) if i not in tags)


def _without(data: Any, locs: Sequence[Loc], model: type[BaseModel] | None) -> Any:
    """Return a copy of plain data without the keys at some locations; items of arrays stay, for their numbers' sake."""
    below: dict[Any, list[Loc]] = {}  # there may be as many as there are values
    for loc in locs:
        if len(loc) > 1:
            below.setdefault(loc[0], []).append(loc[1:])
    if isinstance(data, Mapping):
        gone = {loc[0] for loc in locs if len(loc) == 1}
        kept = {}
        for key, each in data.items():
            own = _key_of(model, key)
            names = {key, own}
            if not names & gone:
                inside = [loc for name in names for loc in below.get(name, ())]
                kept[key] = _without(each, inside, _model_below(model, own))
        return kept
    if isinstance(data, list | tuple):
        return [_without(each, below.get(i, ()), model) for i, each in enumerate(data)]
    return data


def _key_of(model: type[BaseModel] | None, name: Any) -> Any:
    """Return the identifier that a key stands for: a Chinese title may be written instead."""
    fields = model.model_fields if model is not None else {}
    return next((key for key, field in fields.items() if field.title == name), name)


def _model_below(model: type[BaseModel] | None, key: Any) -> type[BaseModel] | None:
    if model is None or key not in model.model_fields:
        return model
    below = tuple(_models(model.model_fields[key].annotation))
    return below[0] if len(below) == 1 else None


_STEPS = r"\[(\d+)\]|([^.\[\]]+)"
_LAST = 10**9


def _place(model: type[BaseModel], data: Any, path: str) -> tuple[int, ...]:
    """Return where a path stands in the data: what problems are sorted by, parts before their wholes."""
    place: list[int] = []
    here: type[BaseModel] | None = model
    for number, name in re.findall(_STEPS, path):
        if number:
            place.append(int(number))
            data = data[int(number)] if isinstance(data, list | tuple) and int(number) < len(data) else None
            continue
        keys = [_key_of(here, key) for key in data] if isinstance(data, Mapping) else []
        at = keys.index(name) if name in keys else None
        place.append(_LAST if at is None else at)
        data = None if at is None else list(data.values())[at]
        here = _model_below(here, name)
    return (*place, _LAST + 1)


def not_a(zh: str, en: str, given: object, error: type[ErrorT]) -> ErrorT:
    """Return the error for an argument that is neither a mapping nor a path."""
    kind = type(given).__name__
    reason = Phrase(f"{kind} 不是{zh}", f"{kind} is not {en}")
    return error([Problem("", reason, Phrase("请给出映射或文件路径", "give a mapping or a path"))])


def quoted(value: object) -> str:
    """Return a value as an error quotes it."""
    try:
        return str(value)
    except ValueError:  # Python writes no whole number of some thousands of digits
        return type(value).__name__


def custom_error(reason: Phrase, mend: Phrase, sub: str = "") -> PydanticCustomError:
    """Return an error to raise inside a validator; it keeps both languages."""
    return custom_errors([Problem(sub, reason, mend)])


def custom_errors(problems: Sequence[Problem]) -> PydanticCustomError:
    """Return one error that carries several problems, their paths relative to the value that is validated."""
    return PydanticCustomError("perfmetrics", "{words}", {"problems": problems, "words": problems[0].reason.en})


def path_text(loc: Loc, root: str = "") -> str:
    """Return a path in the notation of the errors: `dimensions[1].full_marks`."""
    text = root
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else str(part))
    return text


def _problems(model: type[BaseModel], details: ErrorDetails) -> Iterator[Problem]:
    loc = details["loc"]
    here, _ = _walk(model, loc)
    path = path_text(_as_written(model, loc))
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
        given = quoted(context.get("tag", details["input"]))
        options = [option.strip().strip("'") for option in allowed.split(",")]
        close = nearest(given, options, 1) or options
        yield Problem(
            path,
            Phrase(f"“{given}”不在可选值之内", f"{given!r} is not one of the allowed values"),
            Phrase(f"可选：{'、'.join(close)}", f"allowed: {', '.join(close)}"),
        )
    else:
        words = details["msg"]
        known = next((text for start, text in _WORDS.items() if kind.startswith(start)), None)
        zh, en = known if known is not None else (f"值不合要求（{words}）", words)
        yield Problem(path, Phrase(zh, en or words), Phrase("请核对该处的写法", "check how it is written"))


_WORDS = {
    "model_": Phrase("此处应为键值表", "a table is expected here"),
    "dict_type": Phrase("此处应为键值表", "a table is expected here"),
    "union_tag_not_found": Phrase("缺少 kind", "kind is missing"),
    "string_type": Phrase("此处应为文字", ""),
    "string_too_short": Phrase("不能为空", ""),
    "string_pattern": Phrase("不能含点号或空白", "it cannot hold dots or spaces"),
    "int_": Phrase("此处应为整数", ""),
    "bool_": Phrase("此处应为 true 或 false", ""),
    "tuple_type": Phrase("此处应为数组", "an array is expected here"),
    "list_type": Phrase("此处应为数组", "an array is expected here"),
    "too_short": Phrase("项数过少", "too few items"),
    "greater_than": Phrase("数值过小", ""),
    "less_than": Phrase("数值过大", ""),
}


def names_of(model: type[BaseModel]) -> list[str]:
    """Return the names that a model's keys may have: the identifiers, and the Chinese names that stand for them."""
    return [name for key, field in model.model_fields.items() for name in (key, field.title) if name]


def _walk(model: type[BaseModel], loc: Loc) -> tuple[tuple[type[BaseModel], ...], set[int]]:
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

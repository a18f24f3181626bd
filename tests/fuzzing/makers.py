"""Random inputs of every kind, each made from the numbers that a generator draws, so that a seed makes it again.

Most are small and nearly right, since what is quite wrong is refused at the door.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from perfmetrics import formulas
from perfmetrics.findings import CODES
from perfmetrics.quantities import UNITS
from perfmetrics.rubrics import SHIPPED
from perfmetrics.statements import Report

ROOT = Path(__file__).parents[2]
CORPUS, EXAMPLES = ROOT / "tests" / "corpus", ROOT / "examples"
BAD = ROOT / "tests" / "unit" / "bad_input"

# ---------------------------------------------------------------------------------------------------------------------
# Characters and numbers.

NOISE = [
    *"\x00\x07\x08\t\n\r\x1b\x7f\x85\x9b\xa0\xad",
    *"\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\u3000\ufeff\ufffd\ufffe\uffff",
    *"\ud800\udbff\udc00\udfff\U0001f600\U00020bb7\U000e0041\U0010ffff\u0301\u20e3\ufe0f",
    *"²½①㈠⑴Ⅳ٣۷०๓〇零壹万億兩俩百佰",
    *"<>&\"'`|\\{}[]()$#%~^*_!;:,@?",
    *["\x1b[2J", "</title>", "<script>alert(1)</script>", "]]>", "&#0;", "%0A", "::error::", "]()", "{{7*7}}", "\r\n"],
]

_WORDS = """
收入 支出 决算 预算 年初预算 预算数 决算数 执行数 调整预算 基本支出 项目支出 人员经费 公用经费 三公经费
公务接待费 因公出国（境）费 公务用车购置及运行维护费 其中 其中： 包括 分别为 合计 总计 共计 小计 较上年 比上年
同比 增加 减少 增长 下降 持平 占 占比 占总支出的 完成 完成率 完成预算的 执行率 到位率 控制率 变动率
年初结转和结余 年末结转和结余 本年收入 本年支出 上年 去年 2021年 2022年度 主要是 由于 因 编制 在职 实有 人 得分
扣 满分 总分 自评得分 自评等级 优 良 中 差 一级指标 二级指标 指标值 权重 分值 平均 每 人均 个百分点 倍 至 从 由
到 即 为 是 的 了 和 与 及 等 约 近 余 多 不足 超过 未 无 项目 单位：万元 金额单位：元 财政拨款 一般公共预算
政府性基金 其他 部门 县 固定资产 在用 批次 次 辆 个 项 件 平方米 天 小时 实际 计划 应 已 未完成 质量达标
按时完成 较预算 节约 结余 追加 调减 追减
""".split()  # noqa: SIM905 - a list of so many would fill a page
_MARKS = [
    "，",
    "。",
    "、",
    "；",
    "：",
    "（",
    "）",
    "\n",
    " ",
    "“",
    "”",
    "-",
    "—",
    "~",
    "＝",
    "=",
    ",",
    ".",
    ";",
    ":",
    "(",
    ")",
]
_HEADS = ["一、", "（一）", "1.", "1、", "(1)", "①", "第一，", "表1 ", "附件：", "# ", "- ", "* ", "　　"]
_UNITS = [*UNITS, "％", "分", "百分点", "个百分点", "千元", "万", "亿", "元/人", "", "", ""]


def number(rng: Random) -> str:
    """Return a number in one of all spellings."""
    return rng.choice(_SPELLINGS)(rng)


def _plain(rng: Random) -> str:
    whole = str(rng.randrange(10 ** rng.randrange(1, 9)))
    return whole if rng.random() < 0.3 else f"{whole}.{rng.randrange(10 ** (places := rng.randrange(1, 5))):0{places}d}"


def _with_commas(rng: Random) -> str:
    return f"{rng.randrange(10 ** rng.randrange(3, 12)):,}.{rng.randrange(100):02d}"


def _badly_grouped(rng: Random) -> str:
    return rng.choice(",，.、' ").join(
        str(rng.randrange(10 ** rng.randrange(1, 5))) for _ in range(rng.randrange(2, 5))
    )


def _folded(rng: Random) -> str:
    return _plain(rng).translate(_WIDE if rng.random() < 0.8 else _ARABIC)


def _in_words(rng: Random) -> str:
    return "".join(rng.choice("零一二三四五六七八九十百千万亿点两壹贰拾佰仟廿〇") for _ in range(rng.randrange(1, 9)))


def _signed(rng: Random) -> str:
    return rng.choice(["-", "+", "−", "－", "—", "--", "±", "负"]) + _plain(rng)


def _with_exponent(rng: Random) -> str:
    sign, size = rng.choice(["", "+", "-"]), rng.choice([1, 9, 99, 400, 10**6, 10**18, 10**40])
    return f"{_plain(rng)}{rng.choice('eE')}{sign}{size}"


def _long(rng: Random) -> str:
    digits = rng.choice("19") * rng.choice([17, 39, 40, 41, 99, 100, 101, 119, 121, 400, 4300, 4301, 5000])
    return digits if rng.random() < 0.6 else f"0.{digits}"


def _odd(rng: Random) -> str:
    return rng.choice(_ODD)


_ODD = """
0 00 007 0.0 0.00 .5 5. 1..2 1.2.3 nan NaN inf -inf Infinity 1_000 0x1F 0b1 1e 1/2 3：2 50/100 1-2 1~3 １．５ 1,23
12,345,6 100% 100％ 百分之五 5‰ 0% -0 -0.00 1．5 九成 一半 2019-2021 2021.12.31 20:40 №1 ½
""".split()  # noqa: SIM905 - as above
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_SPELLINGS: tuple[Callable[[Random], str], ...] = (
    *([_plain] * 12),
    *([_with_commas] * 2),
    _badly_grouped,
    _folded,
    _in_words,
    _signed,
    _with_exponent,
    _long,
    _odd,
)


def figure(rng: Random) -> str:
    """Return a number, mostly with a unit, sometimes with a word that widens it."""
    about = rng.choice(["约", "近", "超", "达"]) if rng.random() < 0.05 else ""
    more = rng.choice(["余", "多", "左右"]) if rng.random() < 0.05 else ""
    return f"{about}{number(rng)}{more}{rng.choice(_UNITS) if rng.random() < 0.5 else '万元'}"


# ---------------------------------------------------------------------------------------------------------------------
# Texts.


def text(rng: Random) -> str:
    """Return a text of a report, or what is left of one."""
    make = _from_corpus if rng.random() < 0.4 else _from_pieces
    own = make(rng)
    if rng.random() < 0.002:
        own = (own[:300] + rng.choice(["", "\n"])) * rng.randrange(10, 60)
    return damaged_text(rng, own) if rng.random() < 0.5 else own


def _from_pieces(rng: Random) -> str:
    return "".join(rng.choice(_PIECES)(rng) for _ in range(_few(rng, 3)))


def _few(rng: Random, most: int) -> int:
    """Return a small number, and now and then a larger one."""
    return rng.randrange(1, most + 1) if rng.random() < 0.97 else rng.randrange(1, 6 * most)


@cache
def _corpus() -> tuple[str, ...]:
    files = sorted([*CORPUS.glob("*/texts/*.txt"), *CORPUS.glob("reports/*.txt")])
    right: list[str] = json.loads((CORPUS / "right" / "texts.json").read_text(encoding="utf-8"))
    return (*right, *(each.read_text(encoding="utf-8") for each in files))


def _from_corpus(rng: Random) -> str:
    whole = rng.choice(_corpus())
    size = rng.randrange(10, 160) if rng.random() < 0.97 else 1200
    start = rng.randrange(max(1, len(whole) - size))
    piece = whole[start : start + size]
    return piece if rng.random() < 0.8 else piece + _from_corpus(rng)


def _sentence(rng: Random) -> str:
    made = []
    for _ in range(_few(rng, 5)):
        made.append("".join(rng.choice(_WORDS) for _ in range(rng.randrange(1, 4))))
        if rng.random() < 0.8:
            made.append(figure(rng))
        made.append(rng.choice(_MARKS))
    return "".join(made) + rng.choice("。；\n，")


def _statement(rng: Random) -> str:
    a, b, c, d = (figure(rng) for _ in range(4))
    lead, other = rng.choice(_WORDS), rng.choice(_WORDS)
    return rng.choice(
        [
            f"{lead}{a}，较上年增加{b}，增长{c}。",
            f"{lead}{a}，比上年{d}减少{b}，下降{c}，主要原因是{other}。",
            f"{lead}{a}，其中：{other}{b}，占{c}；{rng.choice(_WORDS)}{d}。",
            f"{lead}{a}，{other}{b}，完成预算的{c}。",
            f"{lead}{a}+{other}{b}-{c}={d}",
            f"年初结转{a}，本年收入{b}，本年支出{c}，年末结转{d}。",
            f"编制{a}人，在职{b}人，控制率{c}。",
            f"{lead}满分{a}分，扣{b}分，得{c}分，总分{d}分，等级优。",
            f"{lead}分别为{a}、{b}、{c}，平均{d}。",
            f"{lead}从{a}增至{b}，增幅{c}，{other}共{d}。",
            f"（{a}÷{b}×100%={c}）",
        ]
    )


def _formula(rng: Random) -> str:
    return f"{rng.choice(_WORDS)}={arithmetic(rng)}={figure(rng)}" + rng.choice("。，\n）")


def arithmetic(rng: Random) -> str:
    """Return printed arithmetic, with brackets that mostly match."""
    if rng.random() < 0.03:
        deep = rng.choice([10, 60, 300, 2000])
        return rng.choice(["(", "（", "|", "-", "(-"]) * deep + _plain(rng) + rng.choice([")", "）", "|"]) * deep
    made = _plain(rng) if rng.random() < 0.8 else number(rng)
    for _ in range(_few(rng, 4)):
        made += rng.choice(["+", "-", "−", "×", "÷", "*", "/", "＋", "－", "x", " + ", ""]) + (
            _plain(rng) if rng.random() < 0.7 else figure(rng)
        )
        if rng.random() < 0.3:
            made = f"({made})" if rng.random() < 0.7 else f"|{made}|"
    return made + rng.choice(["", "", "×100%", "%", ")", "("])


def _table(rng: Random) -> str:
    columns, gap = rng.randrange(1, 6), rng.choice([" | ", "|", "\t", "  ", " ", ",", "\n"])
    rows = [[rng.choice(_WORDS) for _ in range(columns)]]
    for _ in range(_few(rng, 5)):
        row = [rng.choice(["合计", "小计", *_WORDS])]
        row += [
            number(rng) if rng.random() < 0.85 else rng.choice(["", "-", "—", "/", "无"]) for _ in range(columns - 1)
        ]
        rows.append(row if rng.random() < 0.9 else row[:-1])
    if rng.random() < 0.3:
        rows.insert(1, ["---"] * columns)
    edge = "|" if gap.strip() == "|" and rng.random() < 0.5 else ""
    return "\n" + "\n".join(edge + gap.join(row) + edge for row in rows) + "\n"


def _run(rng: Random) -> str:
    """Return one thing many times over."""
    piece = rng.choice(
        ["(", "（", ")", "=", "1", "9", "0", " ", "，", "、", "%", "|", "\n", "\t", "1,", "1、", "+1", ".", "一", "-"]
    )
    return piece * rng.choice([3, 20, 60, 200, 1000] if rng.random() < 0.98 else [5000])


def _noise(rng: Random) -> str:
    return "".join(rng.choice(NOISE) for _ in range(rng.randrange(1, 5)))


def _heading(rng: Random) -> str:
    return rng.choice(["\n", ""]) + rng.choice(_HEADS) + rng.choice(_WORDS) + rng.choice(["\n", "。", ""])


_PIECES: tuple[Callable[[Random], str], ...] = (
    *([_statement] * 8),
    *([_sentence] * 5),
    *([_formula] * 2),
    *([_table] * 2),
    _run,
    _noise,
    _heading,
)


def damaged_text(rng: Random, given: str) -> str:
    """Return a text with a few random edits."""
    for _ in range(_few(rng, 3)):
        i = rng.randrange(len(given) + 1)
        j = min(len(given), i + rng.randrange(1, 12))
        edit = rng.randrange(5)
        if edit == 0:
            given = given[:i] + given[j:]
        elif edit == 1:
            given = given[:i] + given[i:j] * rng.choice([2, 3, 9]) + given[j:]
        elif edit == 2:
            given = given[:i] + rng.choice(NOISE) + given[i:]
        elif edit == 3:
            given = given[:i] + number(rng) + given[j:]
        else:
            given = given[:i] + given[j:] + given[i:j]
    return given


# ---------------------------------------------------------------------------------------------------------------------
# Plain data.


def value(rng: Random) -> Any:
    """Return something that is hardly ever right where it is put."""
    return rng.choice(_VALUES)(rng)


def _deep(rng: Random) -> Any:
    made: Any = rng.choice([1, "甲", None])
    for _ in range(rng.choice([3, 63, 64, 65, 200, 900, 1100, 20_000])):
        made = [made] if rng.random() < 0.5 else {"name": made}
    return made


def _shared(rng: Random) -> Any:
    """Return what would be very large, were it written out."""
    made: Any = ["甲", 1]
    for _ in range(rng.choice([5, 40, 60])):
        made = [made, made] if rng.random() < 0.5 else {"name": made, "value": made}
    return made


def _cycle(rng: Random) -> Any:
    table: dict[str, Any] = {"name": "甲"}
    array: list[Any] = [table, table]
    table[rng.choice(["items", "value", "name"])] = rng.choice([table, array])
    return rng.choice([table, array])


def _scalar(rng: Random) -> Any:
    return rng.choice(
        [
            None,
            True,
            False,
            0,
            1,
            -1,
            100,
            0.1,
            -0.0,
            1e308,
            5e-324,
            float("nan"),
            float("inf"),
            "",
            " ",
            "0",
            "unknown",
        ]
    )


def _large(rng: Random) -> Any:
    size = rng.choice([17, 18, 19, 99, 100, 101, 400, 4299, 4301, 10_000])
    sign = rng.choice([1, -1])
    return rng.choice(
        [sign * 10**size, Decimal(sign).scaleb(size), Decimal(sign).scaleb(-size), "9" * size, "甲" * size]
    )


def _odd_decimal(rng: Random) -> Any:
    return Decimal(
        rng.choice(["NaN", "sNaN", "-sNaN123", "Infinity", "-Infinity", "1E+999999", "1E-999999", "-0E-50", "0E+9"])
    )


def _other_kind(rng: Random) -> Any:
    return rng.choice(
        [
            (),
            (1, 2),
            {"甲"},
            frozenset(),
            b"1",
            bytearray(b"\xff"),
            range(3),
            1j,
            Fraction(1, 3),
            dt.date(2024, 1, 31),
            dt.datetime(2024, 1, 31, tzinfo=dt.UTC),
            object,
            object(),
            Path("甲"),
            iter(()),
            len,
            Ellipsis,
            [],
            {},
            [[]],
            [{}],
            {"name": "甲", "value": 1},
            {"": 1},
            [{"name": "甲", "value": "1"}, {"name": "甲", "value": "2元"}],
        ]
    )


def _known_name(rng: Random) -> str:
    return rng.choice(known_names())


_VALUES: tuple[Callable[[Random], Any], ...] = (
    *([_scalar] * 4),
    *([figure, number] * 3),
    _large,
    _odd_decimal,
    _other_kind,
    _other_kind,
    _noise,
    _sentence,
    _known_name,
    lambda rng: _sum_of_paths(rng),  # noqa: PLW0108 - it stands below
)
_GRAVE = (_deep, _shared, _cycle)  # what takes long to make or to find out


def _key(rng: Random) -> Any:
    if rng.random() < 0.7:
        return rng.choice(known_names())
    return rng.choice(_ODD_KEYS)


_ODD_KEYS = [
    *(1, 0, -1, None, True, 1.5, float("nan"), (), (1, "a"), b"year", frozenset[str]()),
    *("", ".", "a.b", "[0]", "a\nb", "\ud800", "甲" * 500),
    *NOISE[:8],
]


@cache
def known_names() -> tuple[str, ...]:
    """Return keys that a report, a scoring table or a file of accepted findings has, in both languages."""
    found: dict[str, None] = {}
    waiting: list[Any] = [*_reports(), *_rubrics(), *_waivers()]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            found |= dict.fromkeys(each)
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, str) and len(each) < 40:
            found[each] = None
    found |= dict.fromkeys(name for key, field in Report.model_fields.items() for name in (key, field.title) if name)
    found |= dict.fromkeys([*(each.id for each in formulas.ALL), *CODES])
    return tuple(found)


def _sum_of_paths(rng: Random) -> str:
    paths = _paths()
    return "".join(
        rng.choice(["", " + ", " - ", "+", "|", " | ", "?", " ? - "]) + rng.choice(paths) for _ in range(_few(rng, 4))
    )


@cache
def _paths() -> tuple[str, ...]:
    return (
        *(path for data in _reports() for path in _dotted(data, "")),
        "lists.a.b",
        "facts.x",
        "projects.甲.budget",
        "a..b",
        ".",
    )


def _dotted(data: Any, path: str) -> Iterator[str]:
    for key, each in data.items() if isinstance(data, dict) else ():
        yield f"{path}{key}"
        yield from _dotted(each, f"{path}{key}.")


@cache
def _reports() -> tuple[dict[str, Any], ...]:
    files = (*sorted((EXAMPLES / "reports").glob("*.toml")), BAD / "good_report.toml")
    return tuple(tomllib.loads(each.read_text(encoding="utf-8"), parse_float=Decimal) for each in files)


@cache
def _rubrics() -> tuple[dict[str, Any], ...]:
    folder = Path(formulas.__file__).parents[1] / "rubrics"
    files = (*(folder / f"{name}.toml" for name in SHIPPED), *([BAD / "good_rubric.toml"] * len(SHIPPED)))
    return tuple(tomllib.loads(each.read_text(encoding="utf-8"), parse_float=Decimal) for each in files)


def _waivers() -> tuple[dict[str, Any], ...]:
    entry = {
        "file": "报告.toml",
        "code": "expenditure_by_kind",
        "where": "final_accounts.current_expenditure",
        "stated": "5",
        "expected": "2",
        "count": 2,
        "reason": "另有说明",
        "author": "王某",
        "date": dt.date(2026, 1, 31),
    }
    return ({"accepted": [entry]}, {"accepted": [entry, {**entry, "file": "-"}]})


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of a mapping is kept, and how often it is damaged."""

    kept: float
    damaged: float
    grave: float


_USUAL = Rate(kept=0.45, damaged=0.8, grave=0.004)


def mapping(rng: Random, kinds: tuple[dict[str, Any], ...]) -> dict[Any, Any]:
    """Return a copy of a part of one of some mappings, mostly damaged in a few places."""
    whole = rng.choice(kinds)
    share = 1.0 if rng.random() < 0.05 else _USUAL.kept
    made = {key: _copied(rng, each, share) for key, each in whole.items() if rng.random() < max(share, 0.6)}
    if rng.random() < _USUAL.damaged:
        for _ in range(_few(rng, 2)):
            _damage(rng, made)
    return made


def _copied(rng: Random, data: Any, share: float) -> Any:
    """Return a copy with a part of the items of long arrays and tables."""
    if isinstance(data, dict):
        kept = share if len(data) > 12 else 1.0
        return {key: _copied(rng, each, share) for key, each in data.items() if kept == 1 or rng.random() < kept}
    if isinstance(data, list):
        kept = share if len(data) > 3 else 1.0
        return [_copied(rng, each, share) for each in data if kept == 1 or rng.random() < kept]
    return data


_MOST_ITEMS = 20_000  # that an array is made to have by repeating it: again and again it would fill the memory


def _damage(rng: Random, root: dict[Any, Any]) -> None:
    places = list(_places(root))
    if not places:
        root[_key(rng)] = value(rng)
        return
    table, key = rng.choice(places)
    edit = rng.random()
    if edit < 0.15:
        del table[key]
    elif edit < 0.3 and isinstance(table, dict):
        table[_key(rng)] = table.pop(key)
    elif edit < 0.4 and isinstance(table, dict):
        table[_key(rng)] = value(rng)
    elif edit < 0.5 and isinstance(table, list):
        table[:] = table * min(rng.choice([2, 3, 30]), 1 + _MOST_ITEMS // (1 + len(table)))
    elif edit < 0.6:
        other, name = rng.choice(places)
        if name in other if isinstance(other, dict) else name < len(other):
            table[key] = other[name]
    elif edit < 0.97 - _USUAL.grave:
        table[key] = value(rng)
    elif edit < 1 - 3 * _USUAL.grave:
        table[key] = rng.choice([[table[key]], {"name": table[key]}, [table[key]] * 2, type(table[key]).__name__])
    else:
        table[key] = root if rng.random() < 0.3 else rng.choice(_GRAVE)(rng)


def _places(root: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each table and array with each of its keys; what stands in itself once."""
    waiting, seen = [root], set[int]()
    while waiting:
        table = waiting.pop()
        if id(table) in seen:
            continue
        seen.add(id(table))
        for key, each in list(table.items()) if isinstance(table, dict) else list(enumerate(table)):
            yield table, key
            if isinstance(each, dict | list):
                waiting.append(each)


def report(rng: Random) -> dict[Any, Any]:
    """Return a report as a mapping."""
    made = mapping(rng, _reports())
    if rng.random() < 0.1:
        made["identities"] = [
            {"name": rng.choice(_WORDS), "whole": rng.choice(_paths()), "parts": _sum_of_paths(rng)} for _ in range(2)
        ]
    return made


def rubric(rng: Random) -> dict[Any, Any]:
    """Return a scoring table as a mapping."""
    return mapping(rng, _rubrics())


def values(rng: Random) -> list[Any]:
    """Return a few values."""
    return [value(rng) if rng.random() < 0.5 else number(rng) for _ in range(rng.randrange(1, 5))]


def expression(rng: Random) -> str:
    """Return arithmetic, a path expression, a number or a name, each mostly damaged."""
    kinds: tuple[Callable[[Random], str], ...] = (
        arithmetic,
        _sum_of_paths,
        figure,
        _known_name,
    )
    made = rng.choice(kinds)(rng)
    return damaged_text(rng, made) if rng.random() < 0.4 else made


# ---------------------------------------------------------------------------------------------------------------------
# Files.


def report_file(rng: Random) -> bytes:
    """Return the bytes of a report."""
    return _file(rng, report(rng))


def rubric_file(rng: Random) -> bytes:
    """Return the bytes of a scoring table."""
    return _file(rng, rubric(rng))


def waivers_file(rng: Random) -> bytes:
    """Return the bytes of a file of accepted findings."""
    return _file(rng, mapping(rng, _waivers()))


def _file(rng: Random, data: Mapping[Any, Any]) -> bytes:
    written = _Writer(": ", _json_atom).write(data, 0) if rng.random() < 0.5 else _as_toml(data)
    if rng.random() < 0.25:
        written = damaged_text(rng, written)
    raw = written.encode("utf-8", "surrogatepass" if rng.random() < 0.1 else "replace")
    if rng.random() < 0.02:
        raw = rng.choice([b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\x80"]) + raw
    return raw


_MOST_LEVELS = 100  # of what is written as nested; below stands nothing
# Values of a file: what stands in many places, of which each has as many, is endless once written.
_MOST_WRITTEN = 20_000


class _Writer:
    """Writes data as a file, up to so many values: JSON and TOML differ in a sign and in single values."""

    def __init__(self, sign: str, atom: Callable[[Any], str]) -> None:
        self.left = _MOST_WRITTEN
        self.sign = sign
        self.atom = atom

    def write(self, data: Any, level: int) -> str:
        """Return data as it is written."""
        parts = self._parts(data, level)
        if isinstance(data, dict):
            return "{" + ", ".join(f"{_name(key)}{self.sign}{self.write(each, level + 1)}" for key, each in parts) + "}"
        if isinstance(data, list | tuple):
            return "[" + ", ".join(self.write(each, level + 1) for _, each in parts) + "]"
        return self.atom(data)

    def _parts(self, data: Any, level: int) -> list[tuple[Any, Any]]:
        """Return the parts of a table or an array that are to be written."""
        if not isinstance(data, dict | list | tuple):
            return []
        found = [] if level >= _MOST_LEVELS else _parts(data, level)[: max(0, self.left)]
        self.left -= len(found)
        return found


def _as_toml(data: Mapping[Any, Any]) -> str:
    writer = _Writer(" = ", _toml_atom)
    return "".join(f"{_name(key)} = {writer.write(each, 0)}\n" for key, each in data.items())


def _json_atom(data: Any) -> str:
    return "null" if data is None else _atom(data)


def _toml_atom(data: Any) -> str:
    return data.isoformat() if isinstance(data, dt.date) else _atom(data)


def _parts(data: Any, level: int) -> list[tuple[Any, Any]]:
    """Return the parts of a table or an array; few of what is deep, which may be the same many times over."""
    found = list(data.items()) if isinstance(data, dict) else list(enumerate(data))
    return found if level < 4 else found[: 3 if level < 8 else 1]


def _name(key: object) -> str:
    return json.dumps(key if isinstance(key, str) else repr(key)[:50], ensure_ascii=False)


def _atom(data: Any) -> str:
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, int):
        return hex(data) if abs(data) > 10**4000 else str(data)
    if isinstance(data, float | Decimal):
        return str(data).replace("Infinity", "inf") if len(str(data)) % 2 else str(data)
    return json.dumps(data if isinstance(data, str) else f"{type(data).__name__}", ensure_ascii=False)

"""Renderers: 80 columns, aligned where a Chinese character takes two; nothing lost, and nothing breaks out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import perfmetrics as pm
from counting import grows_in_proportion
from perfmetrics import formulas
from perfmetrics.document import (
    Align,
    Bullets,
    Cell,
    Document,
    Heading,
    Paragraph,
    Row,
    Span,
    Table,
    Tone,
    say,
)
from perfmetrics.listing import RubricList, show_rubric
from perfmetrics.render import markdown, text
from perfmetrics.render.text import WIDTH, width, wrap
from perfmetrics.rubrics import SHIPPED
from perfmetrics.statements import Report
from perfmetrics.texts import LANGS, Lang, clean
from strategies import examples

REPORTS = sorted((Path(__file__).parents[2] / "examples" / "reports").glob("*.toml"))
HEAD = "指标"
CODES = {"32": Tone.GOOD, "36": Tone.NOTE, "33": Tone.WARNING, "31;1": Tone.BAD, "2": Tone.FAINT}
_SGR = re.compile(r"\x1b\[([0-9;]*)m")

# What texts are made of: narrow, wide, closing and opening marks, spaces, combining marks, joiners, emoji, controls.
_CHARS = st.sampled_from(
    [*"ab1.%,（）“”，。：；绩效评价率 　\u0301\u200d\ufe0f👨👩🇨\u202e\u2066\x1b\x9b\x07\t\n\r—×÷é"]
)
TEXTS = st.text(_CHARS, max_size=60)
PRINTED = TEXTS.map(clean)  # what reaches wrap(): renderers clean first
TONES = st.sampled_from(Tone)


def _without_spaces(line: str) -> str:
    return "".join(line.split())


def _doc(*blocks: Heading | Paragraph | Bullets | Table) -> Document:
    return Document(blocks)


def _table(*rows: tuple[str, ...], aligns: tuple[Align, ...] | None = None, heads: tuple[str, ...] = ()) -> Table:
    count = len(rows[0])
    columns = zip(heads or ("h",) * count, aligns or (Align.LEFT,) * count, strict=True)
    return Table(tuple(columns), tuple(Row(tuple(map(Cell, row))) for row in rows))


# ---------------------------------------------------------------------------------------------------------------------
# Width.


@pytest.mark.parametrize(
    ("written", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("预算", 4),
        ("（92%）", 7),
        ("e\u0301", 1),
        ("绩\u200b效", 4),
        ("👍", 2),
        ("❤\ufe0f", 1),
        ("“×÷”—", 5),  # ambiguous: one column outside a legacy Chinese code page
        ("１２", 4),
        ("ﾊﾝ", 2),
    ],
)
def test_width_in_columns(written: str, columns: int) -> None:
    assert width(written) == columns


@examples(100)
@given(TEXTS, TEXTS)
def test_width_adds_up(first: str, second: str) -> None:
    """Columns of a text are those of its parts together, and none is negative."""
    assert width(first + second) == width(first) + width(second)
    assert width(first) >= 0


# ---------------------------------------------------------------------------------------------------------------------
# Wrapping.


def test_words_are_kept_whole_and_chinese_breaks_anywhere_but_before_a_closing_mark() -> None:
    assert wrap("预算完成率自报 96.14%，重算一致。", 14) == ["预算完成率自报", "96.14%，重算一", "致。"]
    assert wrap("得分（见下）", 6) == ["得分", "（见", "下）"]
    assert wrap("three public expenses", 12) == ["three public", "expenses"]


def test_a_long_word_is_cut_with_work_in_proportion() -> None:
    """A name of many characters without a space is measured once, not once a line."""
    assert wrap("abcd" * 5, 8) == ["abcdabcd", "abcdabcd", "abcd"]
    assert grows_in_proportion(lambda size: wrap("a" * size, 8), 1000)


@pytest.mark.parametrize(
    ("written", "most", "lines"),
    [
        ("", 5, [""]),
        ("   ", 5, [""]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("绩效", 1, ["绩", "效"]),
        ("ab    cd", 3, ["ab", "cd"]),
        ("  ab", 10, ["  ab"]),
    ],
)
def test_what_does_not_fit_is_cut_or_dropped(written: str, most: int, lines: list[str]) -> None:
    assert wrap(written, most) == lines


@examples(500)
@given(PRINTED, st.integers(1, 40))
def test_no_line_is_wider_than_it_may_be(written: str, most: int) -> None:
    """Only one character that alone is too wide may stand out."""
    for line in wrap(written, most):
        assert width(line) <= most or sum(1 for char in line if width(char)) == 1, line


@examples(500)
@given(PRINTED, st.integers(1, 40))
def test_nothing_is_lost_but_spaces(written: str, most: int) -> None:
    """The lines together are the text, less spaces, in its order."""
    assert _without_spaces("".join(wrap(written, most))) == _without_spaces(written)


@examples(300)
@given(PRINTED, st.integers(10, 40))
def test_spaces_are_lost_only_at_the_end_of_a_line(written: str, most: int) -> None:
    """Within a line the text stands as it is: each line is a piece of it."""
    at = 0
    for line in wrap(written, most):
        found = written.find(line, at)
        assert found >= 0
        assert not written[at:found].strip()
        at = found + len(line)
    assert not written[at:].strip()


@examples(300)
@given(PRINTED, st.integers(4, 40))
def test_marks_cling_to_their_character(written: str, most: int) -> None:
    """No line begins with a combining mark that belongs to the character before it."""
    for line in wrap(written, most)[1:]:
        assert not line or not unicodedata.combining(line[0])


@examples(200)
@given(PRINTED, st.integers(1, 40))
def test_wrapping_twice_changes_nothing(written: str, most: int) -> None:
    """A line that fits is left alone."""
    for line in wrap(written, most):
        if width(line) <= most:
            assert wrap(line, most) == [line]


# ---------------------------------------------------------------------------------------------------------------------
# Nothing that a report says moves the cursor.


@pytest.mark.parametrize(
    "char",
    ["\x00", "\x07", "\x08", "\t", "\n", "\r", "\x1b", "\x7f", "\x85", "\x9b", "\u200e", "\u202a", "\u202e", "\u2066"],
)
def test_control_characters_and_changes_of_direction_are_replaced(char: str) -> None:
    assert clean(f"县{char}办") == "县�办"


@examples(200)
@given(TEXTS)
def test_a_clean_text_has_no_control_characters_and_stays_clean(written: str) -> None:
    """What is not a control or format character stays where it is."""
    cleaned = clean(written)
    assert len(cleaned) == len(written)
    assert all(unicodedata.category(char)[0] != "C" for char in cleaned)
    assert clean(cleaned) == cleaned
    assert all(a == b for a, b in zip(written, cleaned, strict=True) if unicodedata.category(a)[0] != "C")


def _everywhere(name: str) -> Document:
    return _doc(
        Heading(name),
        Heading(name, 2),
        say(name, Tone.BAD),
        Paragraph((Span("前"), Span(name, Tone.WARNING), Span("后"))),
        Bullets(((say(name), say(name, Tone.FAINT)), (say(name),))),
        Table(((HEAD, Align.LEFT), ("值", Align.RIGHT)), (Row((Cell(name, Tone.GOOD), Cell("1"))),)),
    )


@examples(200)
@given(TEXTS.map("县{}".format))
def test_no_text_of_a_report_reaches_the_terminal_as_a_command(name: str) -> None:
    """Line feeds are those of the layout, escapes those of the colours."""
    plain = text.render(_everywhere(name))
    assert {char for char in plain if unicodedata.category(char)[0] == "C"} == {"\n"}
    painted = text.render(_everywhere(name), color=True)
    assert set(_SGR.findall(painted)) <= {*CODES, "0", "1"}
    stripped = _SGR.sub("", painted)
    assert {char for char in stripped if unicodedata.category(char)[0] == "C"} == {"\n"}
    assert [line.rstrip() for line in stripped.split("\n")] == plain.split("\n")


def test_a_departments_name_cannot_move_the_cursor_nor_hide_a_line() -> None:
    name = "县\x1b[2J\x1b[1;1H办\r\n总分 100\u202e001"
    report = {"title": name, "department": name, "rubric": "baojing-2019", "stated": {"grade": name, "total": 92}}
    for lang in LANGS:
        for printed in (pm.score(report).to_text(lang), pm.score(report).to_markdown(lang)):
            assert {char for char in printed if unicodedata.category(char)[0] == "C"} == {"\n"}
            assert not any(line.startswith("总分 100") for line in printed.split("\n"))


# ---------------------------------------------------------------------------------------------------------------------
# Colour.


def test_colour_is_off_unless_asked_for() -> None:
    document = _doc(Heading("题"), *(say("字", tone) for tone in Tone))
    assert text.render(document) == "题\n══\n字\n字\n字\n字\n字\n字\n"
    painted = text.render(document, color=True).split("\n")
    assert painted[0] == "\x1b[1m题\x1b[0m"
    assert sorted(painted[2:-1]) == sorted(["字", *(f"\x1b[{code}m字\x1b[0m" for code in CODES)])


def test_a_strong_row_stands_out() -> None:
    rows = (Row((Cell("投入"), Cell("13")), strong=True), Row((Cell("目标"), Cell("6", Tone.GOOD)), depth=1))
    document = _doc(Table(((HEAD, Align.LEFT), ("分", Align.RIGHT)), rows))
    assert text.render(document, color=True).split("\n") == [
        "指标    分",
        "──────────",
        "\x1b[1m投入    13\x1b[0m",
        "  目标   \x1b[32m6\x1b[0m",
        "",
    ]


def _toned(painted: str) -> Iterator[tuple[str, Tone]]:
    """Yield every character that is no space with the tone it is painted in."""
    tone = Tone.PLAIN
    for piece in re.split(r"(\x1b\[[0-9;]*m)", painted):
        found = _SGR.fullmatch(piece)
        if found:
            tone = CODES.get(found[1], Tone.PLAIN)
        else:
            yield from ((char, tone) for char in piece if not char.isspace())


@examples(300)
@given(st.lists(st.tuples(TEXTS, TONES), min_size=1, max_size=5))
@example([("绩" * 40, Tone.PLAIN), ("  甲乙", Tone.BAD), ("丙", Tone.PLAIN)])
@example([("绩" * 40, Tone.PLAIN), ("　　甲乙", Tone.BAD), ("丙", Tone.PLAIN)])  # ideographic spaces
def test_each_character_keeps_its_tone_over_the_ends_of_lines(spans: list[tuple[str, Tone]]) -> None:
    """Wrapping does not shift the colours."""
    paragraph = Paragraph(tuple(Span(words, tone) for words, tone in spans))
    wanted = [(char, tone) for words, tone in spans for char in clean(words) if not char.isspace()]
    assert list(_toned(text.render(_doc(paragraph), color=True))) == wanted


# ---------------------------------------------------------------------------------------------------------------------
# Layout.


def test_blocks_are_set_apart_and_paragraphs_follow_one_another() -> None:
    document = _doc(Heading("题"), say("甲"), say("乙"), Heading("节", 2), say("丙"), Bullets(((say("丁"),),)))
    assert text.render(document) == "题\n══\n甲\n乙\n\n节\n丙\n\n- 丁\n"


def test_items_and_their_details_are_indented() -> None:
    long = "甲" * 45
    bullets = Bullets(((say("乙"), say("丙")), (say(long), say(long))))
    assert text.render(_doc(bullets)).split("\n") == [
        "- 乙",
        "  丙",
        f"- {'甲' * 39}",
        f"  {'甲' * 6}",
        f"  {'甲' * 38}",
        f"    {'甲' * 7}",
        "",
    ]


def test_a_long_title_wraps_and_is_underlined_no_further_than_the_page() -> None:
    lines = text.render(_doc(Heading("绩" * 50))).split("\n")
    assert [width(line) for line in lines] == [80, 20, 80, 0]
    assert text.render(_doc(Heading("绩效", 2))) == "绩效\n"


def test_a_table_is_aligned_where_characters_are_wide() -> None:
    table = _table(
        ("预算完成率", "96.14%", "一致"),
        ("abc", "0.6%", "不符"),
        ("", "", ""),
        aligns=(Align.LEFT, Align.RIGHT, Align.LEFT),
        heads=("指标", "重算值", "结论"),
    )
    assert text.render(_doc(table)).split("\n") == [
        "指标        重算值  结论",
        "────────────────────────",
        "预算完成率  96.14%  一致",
        "abc           0.6%  不符",
        "",
        "",
    ]


def test_a_table_without_rows_has_its_head() -> None:
    assert text.render(_doc(Table(((HEAD, Align.LEFT), ("值", Align.RIGHT)), ()))) == "指标  值\n────────\n"


def test_words_give_way_where_a_table_is_too_wide_and_numbers_do_not() -> None:
    table = _table(("绩" * 50, "96.14%", "效" * 20), aligns=(Align.LEFT, Align.RIGHT, Align.LEFT))
    lines = text.render(_doc(table)).rstrip("\n").split("\n")
    assert max(map(width, lines)) == WIDTH
    assert sum(line.count("绩") for line in lines) == 50
    assert sum(line.count("效") for line in lines) == 20
    assert [line for line in lines if "96.14%" in line] == lines[2:3]


def test_a_table_of_numbers_alone_may_be_too_wide() -> None:
    table = _table(("1" * 60, "2" * 60), aligns=(Align.RIGHT, Align.RIGHT))
    lines = text.render(_doc(table)).rstrip("\n").split("\n")
    assert lines[2] == f"{'1' * 60}  {'2' * 60}"


def test_columns_are_not_squeezed_below_what_can_be_read() -> None:
    table = _table(tuple("绩" * 30 for _ in range(12)))
    lines = text.render(_doc(table)).rstrip("\n").split("\n")
    assert max(map(width, lines)) == 12 * 8 + 11 * 2


_WORDS = st.text(st.sampled_from([*"ab1绩效（率）é"]), min_size=1, max_size=6)


@examples(200)
@given(st.data())
def test_cells_of_a_column_stand_under_one_another(data: st.DataObject) -> None:
    """Columns to the left begin at one place, numbers end at one, counted in columns of the terminal."""
    count = data.draw(st.integers(1, 4))
    aligns = data.draw(st.tuples(*[st.sampled_from(Align)] * count))
    rows = data.draw(st.lists(st.tuples(*[_WORDS] * count), min_size=1, max_size=5))
    heads = data.draw(st.tuples(*[_WORDS] * count))
    lines = text.render(_doc(_table(*rows, aligns=aligns, heads=heads))).rstrip("\n").split("\n")
    for column, align in enumerate(aligns):
        edges = set()
        for cells, line in zip([heads, *rows], lines[:1] + lines[2:], strict=True):
            words = re.split(r" {2,}", line.strip())
            assert tuple(words) == cells
            ends = [found.end() for found in re.finditer(r"\S+", line)]
            edges.add(width(line[: ends[column] - (len(cells[column]) if align is Align.LEFT else 0)]))
        assert len(edges) == 1
    assert len({width(line) for line in lines[1:2]} | {max(map(width, lines))}) == 1


@examples(150)
@given(st.lists(st.tuples(TEXTS, _WORDS, TEXTS), min_size=1, max_size=4), st.lists(TONES, min_size=4, max_size=4))
def test_no_table_of_words_is_wider_than_the_page(rows: list[tuple[str, ...]], tones: list[Tone]) -> None:
    """Nor is anything of it lost."""
    columns = ((HEAD, Align.LEFT), ("值", Align.RIGHT), ("结论", Align.LEFT))
    table = Table(
        columns,
        tuple(
            Row(tuple(Cell(cell, tone) for cell in row), depth=i % 3, strong=i == 0)
            for i, (row, tone) in enumerate(zip(rows, tones, strict=False))
        ),
    )
    for color in (False, True):
        printed = _SGR.sub("", text.render(_doc(table), color=color))
        assert max(map(width, printed.split("\n"))) <= WIDTH
        wanted = sorted("".join(clean(cell) for row in rows for cell in row))
        body = printed.split("\n", 2)[2]
        assert [char for char in sorted(body) if not char.isspace()] == [char for char in wanted if not char.isspace()]


# ---------------------------------------------------------------------------------------------------------------------
# What the package prints fits on a terminal.


def _lines_are_fine(printed: str) -> None:
    assert printed.endswith("\n")
    for line in printed.split("\n"):
        assert width(line) <= WIDTH, line
        assert line == line.rstrip()


@pytest.mark.parametrize("lang", LANGS)
def test_the_list_of_tables_fits_on_a_terminal(lang: Lang) -> None:
    _lines_are_fine(RubricList().to_text(lang))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SHIPPED)
def test_a_table_and_every_card_by_it_fit_on_a_terminal(name: str, lang: Lang) -> None:
    _lines_are_fine(show_rubric(name).to_text(lang))
    for report in (Report(), *map(pm.load_report, REPORTS)):
        card = pm.score(report, name)
        _lines_are_fine(card.to_text(lang))
        painted = _SGR.sub("", card.to_text(lang, color=True))
        assert [line.rstrip() for line in painted.split("\n")] == card.to_text(lang).split("\n")


@pytest.mark.parametrize("lang", LANGS)
def test_every_formula_fits_on_a_terminal(lang: Lang) -> None:
    for each in formulas.ALL:
        _lines_are_fine(pm.explain(each.id).to_text(lang))


# ---------------------------------------------------------------------------------------------------------------------
# Markdown.

_PUNCTUATION = "\\`*_{}[]<>#|~$&!-+.)="
MARKUP = st.text(st.sampled_from([*"|*_`<>[]()#!\\~$&{}-+=1.) ab绩效\n\r\t\x1b\u202e"]), max_size=30)


def _plain(source: str) -> str:
    """Return what a reader of Markdown sees of an escaped text."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", source)


def _unescaped(source: str, char: str) -> int:
    return len(re.findall(rf"(?<!\\)(?:\\\\)*{re.escape(char)}", source))


def test_markup_is_shown_as_it_is_written() -> None:
    assert markdown.escape("a|b <i> *c* _d_ `e` [f](g) #h ~i~ $j$ &amp; ![k]") == (
        r"a\|b \<i\> \*c\* \_d\_ \`e\` \[f\](g) \#h \~i\~ \$j\$ \&amp; \!\[k\]"
    )
    assert markdown.escape("1. 甲") == r"1\. 甲"
    assert markdown.escape("- 甲") == r"\- 甲"
    assert markdown.escape("12) 甲") == r"12\) 甲"
    assert markdown.escape("-1.5%") == "-1.5%"
    assert markdown.escape("甲\n乙") == "甲�乙"


@examples(300)
@given(MARKUP)
def test_escaping_loses_nothing_and_leaves_no_markup(written: str) -> None:
    """Taking the backslashes away gives the text back; no special character is left bare."""
    escaped = markdown.escape(written)
    assert _plain(escaped) == clean(written)
    for char in "`*_[]<>#|~$&!{}":
        assert _unescaped(escaped, char) == 0


@examples(300)
@given(MARKUP)
def test_a_name_cannot_break_out_of_a_table(name: str) -> None:
    """Every row has the cells of its head, on one line."""
    table = Table(
        ((name, Align.LEFT), ("值", Align.RIGHT)),
        (Row((Cell(name), Cell(name, Tone.BAD))), Row((Cell(name), Cell("1")), depth=2, strong=True)),
    )
    lines = markdown.render(_doc(table)).rstrip("\n").split("\n")
    assert len(lines) == 4
    assert lines[1] == "|---|--:|"
    for line in lines:
        assert _unescaped(line, "|") == 3
        assert line.startswith("|")
        assert line.endswith("|")


@examples(300)
@given(MARKUP)
def test_a_name_cannot_break_out_of_a_heading_a_paragraph_or_a_list(name: str) -> None:
    """Blocks are set apart by empty lines; inside one there is none, and no line begins another block."""
    document = _doc(Heading(name), say(f"a{name}"), Bullets(((say(f"a{name}"), say(name)), (say(f"a{name}"),))))
    source = markdown.render(document)
    heading, paragraph, bullets = source.rstrip("\n").split("\n\n")
    assert heading.startswith("# ")
    assert "\n" not in heading + paragraph
    assert [line[:6] for line in bullets.split("\n")[1:2]] == ["  <br>"]
    assert [line[:2] for line in bullets.split("\n")] == ["- ", "  ", "- "]


@pytest.mark.parametrize("written", ["---", "- - -", "===", "+", "1.", "    code", "----- |", "***", "# 题", "> 引"])
def test_a_paragraph_stays_a_paragraph(written: str) -> None:
    """Neither a thematic break nor an underline, a list, a quotation or a block of code."""
    line = markdown.render(_doc(say(written))).rstrip("\n")
    assert not re.match(r" {4}| {0,3}([-+*>#]|\d+[.)])(\s|$)| {0,3}(-[ -]*){3,}$", line), line
    assert _plain(line).strip() == written.strip()


def test_tones_that_matter_are_bold() -> None:
    document = _doc(
        Paragraph((Span("甲", Tone.BAD), Span(" 乙 ", Tone.WARNING), Span("丙", Tone.FAINT), Span("", Tone.BAD))),
        Bullets(((say("丁"), say("戊", Tone.BAD)),)),
    )
    assert markdown.render(document) == "**甲** **乙** 丙\n\n- 丁\n  <br>**戊**\n"


def test_depth_and_weight_of_a_row() -> None:
    rows = (
        Row((Cell("投入"), Cell("13")), strong=True),
        Row((Cell("目标"), Cell("6")), depth=1),
        Row((Cell("一", Tone.BAD), Cell("3")), depth=2),
    )
    assert markdown.render(_doc(Table(((HEAD, Align.LEFT), ("分", Align.RIGHT)), rows))) == (
        "| 指标 | 分 |\n|---|--:|\n| **投入** | 13 |\n| &emsp;目标 | 6 |\n| &emsp;&emsp;**一** | 3 |\n"
    )


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _literal_asterisks(line: str) -> int:
    """Count the runs of ** that do not open or close anything by the rules of CommonMark, and so are printed."""
    opened, literal = 0, 0
    for found in re.finditer(r"(?<!\\)\*+", line):
        before = line[found.start() - 1] if found.start() else " "
        after = line[found.end()] if found.end() < len(line) else " "
        opens = not after.isspace() and (not _is_punctuation(after) or before.isspace() or _is_punctuation(before))
        closes = not before.isspace() and (not _is_punctuation(before) or after.isspace() or _is_punctuation(after))
        if len(found[0]) != 2:
            literal += 1
        elif closes and opened:
            opened -= 1
        elif opens:
            opened += 1
        else:
            literal += 1
    return literal + opened


@pytest.mark.parametrize(
    "spans",
    [
        (Span("重算 91 / 100 优"), Span("；自报 92 优", Tone.BAD)),
        (Span("自报 92 优", Tone.BAD), Span("；等级取决于规则读法", Tone.WARNING)),
        (Span("重算", Tone.BAD), Span("91")),
        (Span("（甲）", Tone.WARNING), Span("乙")),
    ],
)
def test_bold_is_bold_and_no_asterisks_are_printed(spans: tuple[Span, ...]) -> None:
    line = markdown.render(_doc(Paragraph(spans))).rstrip("\n")
    assert _literal_asterisks(line) == 0, line


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SHIPPED)
def test_no_card_prints_asterisks(name: str, lang: Lang) -> None:
    sources = [pm.score(report, name).to_markdown(lang) for report in REPORTS]
    sources.append(show_rubric(name).to_markdown(lang))
    odd = [line for source in sources for line in source.split("\n") if _literal_asterisks(line)]
    assert odd == []

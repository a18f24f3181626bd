"""What a browser and a notebook show: every figure is there, every text is escaped, nothing needs the network."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import perfmetrics as pm
from perfmetrics.document import (
    Align,
    Bullets,
    Cell,
    Fact,
    Facts,
    Heading,
    Page,
    Paragraph,
    Piece,
    Row,
    Source,
    Span,
    Table,
    Tone,
    say,
)
from perfmetrics.findings import Acceptance
from perfmetrics.listing import RubricList, show_rubric
from perfmetrics.outcomes import Outcome
from perfmetrics.render import html
from perfmetrics.texts import LANGS, Lang
from perfmetrics.views.papers import working_paper

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
TEXTS = Path(__file__).parents[1] / "corpus" / "reports"
WRONG = "2021年镇三公经费决算9.07万元，较上年减少0.71万元，下降7.83%。"
RIGHT = "本年支出100.38万元，其中：基本支出99.76万元，项目支出0.62万元。"
EVIL = "某局\"'><script>alert(1)</script>&amp;<!-- ]]> \x1b[31m\u202e"


class Reader(HTMLParser):
    """Reads a page: its elements, its text, and whether each element that is opened is closed."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last, which has to be this one."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note what a reader sees."""
        if self.open[-1:] != ["style"]:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every element of a kind."""
        return [attributes for name, attributes in self.found if name == tag]


def card() -> pm.ScoreCard:
    return pm.score(REPORTS / "baojing-2019.toml", rubric="baojing-2019")


def outcomes() -> list[Outcome]:
    text = (TEXTS / "000.txt").read_text(encoding="utf-8")
    return [card(), pm.check(REPORTS / "kaijiang-2019.toml"), pm.audit(text), pm.audit(""), pm.check({"unit": "元"})]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("which", range(5))
def test_pages_are_whole_and_need_nothing_else(which: int, lang: Lang) -> None:
    """Issue 5: one self-contained file, whose links lead to places of its own."""
    page = outcomes()[which].to_html(lang)
    read = Reader(page)
    assert page.startswith("<!DOCTYPE html>")
    assert read.open == []
    ids = [attributes["id"] for _, attributes in read.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {str(each["href"]) for each in read.all("a")} <= {f"#{each}" for each in ids}
    assert read.all("html")[0]["lang"] == {"zh": "zh-CN", "en": "en"}[lang]
    assert re.search(r"https?://|@import|url\(|<script|<link|<img", page) is None
    assert [each for each in ("h1", "article", "main", "title") if len(read.all(each)) != 1] == []


def test_a_card_by_dimension_with_bars_badges_and_working() -> None:
    """Issue 5: points of full marks as a bar, lost points at a glance, verdict badges, working below each line."""
    page = card().to_html(fragment=True)
    read = Reader(page)
    folds = len(read.all("details"))
    assert folds == len(card().lines)
    assert "234.56 ÷ 141.6 × 100% ≈ 165.65%" in read.text
    assert '<i style="width:80%">' in page  # 预算控制率: 4 of 5
    assert ">−8<" in page
    assert "✗ 得分不符" in read.text
    assert "≈ 取整差" in read.text
    assert "✓ 一致" in read.text
    assert "公式来源：" in read.text
    assert "总分与等级以页末所列推定为条件。" in read.text
    assert "等级取决于规则读法。" in read.text
    facts = [each for each in read.all("div") if each.get("class") == "pm-bad"]
    assert len(facts) == 2  # the stated total, and the errors


def test_a_card_without_a_total_says_what_is_missing() -> None:
    data = {"title": "某局", "unit": "万元", "staff": {"in_post": 54, "establishment": 71}}
    read = Reader(pm.score(data, rubric="baojing-2019").to_html())
    assert "? / 100" in read.text
    assert "项未计分，不给总分和等级" in read.text
    assert "? / 5" in read.text


def test_a_plain_card_has_nothing_to_add() -> None:
    """A table that is published in full, and every line right: no conditions, no findings of a line."""
    plain = card()
    told = replace(plain.breakdown, assumptions=(), readings=())
    page = Reader(replace(plain, make=lambda: told, find=lambda _: ()).to_html()).text
    assert "推定为条件" not in page
    assert "取决于" not in page


def test_an_audit_shows_the_text_with_each_judged_figure_marked() -> None:
    """Issue 5: the report's own text, verdicts by mark, an explanation on pointing and below, a summary on top."""
    page = pm.audit(f"{RIGHT}\n{WRONG}").to_html()
    read = Reader(page)
    links = [each for each in read.all("a") if "data-tip" in each]
    assert [each["class"] for each in links] == ["pm-good", "pm-bad"]
    assert str(links[1]["data-tip"]).startswith("不符：0.71 ÷ (9.07 + 0.71) × 100% ≈ 7.26%\n分母用错")
    assert "pm-source" in page
    assert "本年支出100.38万元" in read.text.replace("✓", "")
    assert "7.26%" in read.text
    assert [("open" in each) for each in read.all("details")] == [False, True]
    assert "6 / 6（100%）" in read.text


def test_a_figure_with_several_claims_bears_the_gravest_verdict() -> None:
    """One mark a figure; each claim has a row of its own."""
    text = (TEXTS / "003.txt").read_text(encoding="utf-8")
    found = pm.audit(text)
    read = Reader(found.to_html())
    marks = [each for each in read.all("a") if "data-tip" in each]
    starts = {claim.start for claim in found.claims}
    assert len(marks) == len(starts)
    assert len(read.all("details")) == len(found.claims)
    wrong = {claim.start for claim in found.claims if claim.verdict is pm.Verdict.INCONSISTENT}
    assert sum(each["class"] == "pm-bad" for each in marks) == len(wrong) == 3
    assert "清单未必完整" in read.text


def test_why_a_claim_is_not_judged_stands_at_its_mark() -> None:
    page = pm.audit("2022年预算5万元，2021年预算0万元，增长100%。").to_html
    assert "不判定：100% = (5 − 0) ÷ 0 × 100%（分母为零）" in page()
    assert "undefined: 100% = (5 − 0) ÷ 0 × 100% (zero denominator)" in page("en")


def test_a_check_lists_every_identity() -> None:
    result = pm.check(REPORTS / "kaijiang-2019.toml")
    read = Reader(result.to_html())
    assert len(read.all("details")) == len(result.statements)
    assert sum("open" in each for each in read.all("details")) == 5
    assert "分母为零" in read.text
    assert "≤ 10149条" in read.text


def test_what_was_accepted_says_by_whom() -> None:
    found = pm.audit(WRONG)
    accepted = found.with_findings(tuple(replace(f, waiver=Acceptance("四舍五入前", "李四")) for f in found.findings))
    assert "已接受：四舍五入前（李四）" in Reader(accepted.to_html()).text
    assert "accepted: 四舍五入前 (李四)" in accepted.to_text("en")
    assert "0.71 ÷ (9.07 + 0.71)" in accepted.to_text()
    scored = card()
    waived = scored.with_findings(tuple(replace(f, waiver=Acceptance("批复", "王五")) for f in scored.findings))
    assert waived.ok
    assert "已接受：批复（王五）" in waived.to_text()


def test_no_text_breaks_out() -> None:
    """Issue 5: escaped, also attributes; a department's name is a name."""
    report = {"title": EVIL, "unit": "万元", "final_accounts": {"current_expenditure": "1"}}
    pages = [pm.check(report).to_html(), pm.audit(f"{EVIL}{WRONG}").to_html()]
    for page in pages:
        read = Reader(page)
        assert not read.all("script")
        assert "某局" in read.text
        assert "\x1b" not in page
        assert "\u202e" not in page
        assert "\0" not in page


def test_every_block_has_its_markup() -> None:
    page = Page(
        (
            Heading("标题", 9),
            Paragraph((Span("甲"), Span("乙", Tone.BAD))),
            Bullets(((say("一"), say("二")),)),
            Facts((Fact("名", "1", Tone.WARNING),)),
            Source((Piece("a\nb"), Piece("1", Tone.GOOD, "说明", "there", "here"), Piece("2", Tone.FAINT, "未核"))),
            Table(
                (("名", Align.LEFT), ("数", Align.RIGHT)),
                (
                    Row((Cell("a"), Cell("1", Tone.FAINT)), 1, strong=True, below=(say("内"), say("详")), is_open=True),
                    Row((Cell("b", link="here"), Cell("", is_badge=True)), anchor="there"),
                    Row((Cell("c"), Cell("x", Tone.PLAIN, is_badge=True))),
                ),
            ),
        )
    )
    shown = html.fragment(page)
    assert "<h6>标题</h6>" in shown
    assert '<p>甲<span class="pm-bad">乙</span></p>' in shown
    assert "<ul><li><p>一</p><p>二</p></li></ul>" in shown
    assert '<dl class="pm-facts"><div class="pm-warning"><dt>名</dt><dd>1</dd></div></dl>' in shown
    assert "a\nb<a id=" in shown
    assert '<span class="pm-faint" data-tip="未核">2</span>' in shown
    assert "<details open><summary>内</summary><p>详</p></details>" in shown
    assert '<span class="pm-badge pm-plain"> x</span>' in shown
    assert "<title>perfmetrics</title>" in html.render([Page(())])


def test_several_pages_make_one_file_whose_anchors_differ() -> None:
    pages = [pm.audit(text).to_page() for text in (WRONG, f"某局。{WRONG}")]
    read = Reader(html.render(pages))
    ids = [attributes["id"] for _, attributes in read.found if "id" in attributes]
    assert len(read.all("article")) == 2
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize("lang", LANGS)
def test_lists_and_tables_are_shown_too(lang: Lang) -> None:
    """What is no outcome shows its document."""
    assert "baojing-2019" in Reader(RubricList().to_html(lang)).text
    assert len(Reader(show_rubric("baojing-2019").to_html(lang)).all("h2")) == 3
    assert Reader(pm.explain("预算完成率").to_html(lang)).all("table")


def test_the_working_paper_asks_numbered_questions() -> None:
    """Issue 5: what the report says, what it should be, the working, and an empty column for the answer."""
    paper = pm.audit(f"{RIGHT}{WRONG}").to_markdown()
    (row,) = (line for line in paper.splitlines() if line.startswith("| 1 |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[0] == "1"
    assert "【7.83%】" in cells[1]
    assert cells[2:4] == ["7.83%", "7.26%"]
    assert cells[4].startswith("0.71 ÷ (9.07 + 0.71) × 100%")
    assert "分母用错" in cells[5]
    assert cells[6] == ""
    assert paper.startswith("# 核查底稿\n")
    assert "Questions" in pm.audit(WRONG).to_markdown("en")


def test_the_working_paper_of_what_is_right_asks_nothing() -> None:
    paper = pm.audit(RIGHT).to_markdown()
    assert "没有需要核实的问题。" in paper
    assert "说明事项" not in paper


def test_the_working_paper_names_cells_bounds_and_what_is_in_no_text() -> None:
    text = (TEXTS / "000.txt").read_text(encoding="utf-8")
    paper = pm.audit(text).to_markdown()
    assert "差异率% 【80.57%】 | 80.57% | 90.57% |" in paper
    assert "## 说明事项（无须答复）" in paper
    scored = pm.audit((TEXTS / "003.txt").read_text(encoding="utf-8"), rubric="baojing-2019")
    without = [finding for finding in scored.findings if scored.span_of(finding) is None]
    rows = next(block for block in working_paper(scored, "zh").blocks if isinstance(block, Table)).rows
    asked = {row.cells[1].text for row in rows}
    assert {finding.message.zh for finding in without if finding.severity is not pm.Severity.NOTE} <= asked
    assert without

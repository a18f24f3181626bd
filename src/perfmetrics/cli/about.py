"""What the help says of each command: in a few words, in a sentence, and by examples."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import NamedTuple

from perfmetrics.cli import commands
from perfmetrics.cli.common import Words
from perfmetrics.texts import Phrase


class About(NamedTuple):
    """What the help says of a command.

    Attributes:
        name: Its name.
        run: What it does.
        short: What it does, in a few words.
        long: The same, in a sentence or two.
        takes: What stands behind the options.
        examples: Command lines, each perhaps with what it does.
        files: What files it takes, where it judges files: its exit status then tells of findings.
        rubric: What a scoring table is for.
    """

    name: str
    run: Callable[[argparse.Namespace, Words], int]
    short: Phrase
    long: Phrase
    takes: Phrase
    examples: Phrase
    files: Phrase | None = None
    rubric: Phrase = Phrase("", "")


_TAKES_FILES = Phrase("文件 [文件 ...]", "FILE [FILE ...]")
_REPORTS = Phrase(
    "报告文件，.toml 或 .json，可以多份；目录即其下各文件；- 为标准输入",
    "report files, .toml or .json; a folder is all files below it; - for standard input",
)
_TEXTS = Phrase(
    "报告正文（UTF-8 或 GB 18030），可以多份；目录即其下 .txt、.md 各文件；- 为标准输入",
    "texts, UTF-8 or GB 18030; a folder is all .txt and .md files below it; - for standard input",
)
COMMANDS = (
    About(
        "score",
        commands.score,
        Phrase("按评分标准给报告计分", "score reports by a scoring table"),
        Phrase(
            "按评分标准给报告计分：逐项重算指标值和得分，与报告自报的对照，给出总分和等级。",
            "Score reports by a scoring table: every rate and its points are computed again and compared with what "
            "the report states of itself; total and grade follow.",
        ),
        _TAKES_FILES,
        Phrase(
            "  perfmetrics score 报告.toml --rubric baojing-2019\n"
            "  perfmetrics score 甲.toml 乙.toml --format html --output 计分.html\n"
            "  perfmetrics score - --rubric 本县.toml < 报告.toml\n"
            "  perfmetrics score --jsonl 全省.jsonl --jobs 0 --output 计分.jsonl",
            "  perfmetrics score report.toml --rubric baojing-2019\n"
            "  perfmetrics score a.toml b.toml --format html --output scores.html\n"
            "  perfmetrics score - --rubric own.toml < report.toml\n"
            "  perfmetrics score --jsonl reports.jsonl --jobs 0 --output cards.jsonl",
        ),
        files=_REPORTS,
        rubric=Phrase(
            "评分标准：随附的写标识（见 perfmetrics rubrics），自己的写文件名；默认取报告所写",
            "scoring table: the identifier of one that ships (see perfmetrics rubrics) or a file; default: the one "
            "that the report names",
        ),
    ),
    About(
        "check",
        commands.check,
        Phrase("核对报告各数是否相符", "check that a report's figures agree"),
        Phrase(
            "核对报告各数是否相符：合计与分项、结转、占比、增长率。不符的说明原因和应有的数。只看报告自己的数，"
            "不需要评分标准。",
            "Check that a report's figures agree: totals and parts, carry-over, shares, growth. What does not agree is "
            "explained. No scoring table is needed.",
        ),
        _TAKES_FILES,
        Phrase(
            "  perfmetrics check 报告.toml\n"
            "  perfmetrics check 甲.toml 乙.toml --format html --output 核对.html\n"
            "  perfmetrics check 报告目录 --jobs 0\n"
            "  perfmetrics check *.toml --baseline 基线.toml --format github\n"
            "  perfmetrics check *.toml --write-baseline 基线.toml \\\n"
            "      --author 王某 --reason 已另行说明",
            "  perfmetrics check report.toml\n"
            "  perfmetrics check a.toml b.toml --format html --output check.html\n"
            "  perfmetrics check folder --jobs 0\n"
            "  perfmetrics check *.toml --baseline known.toml --format github\n"
            "  perfmetrics check *.toml --write-baseline known.toml \\\n"
            "      --author Wang --reason 'explained elsewhere'",
        ),
        files=_REPORTS,
        rubric=Phrase(
            "评分标准的标识或文件：另外说明改正后得分、等级变不变；默认取报告所写",
            "identifier or file of a scoring table: tells what a correction does to points and grade; default: the "
            "one that the report names",
        ),
    ),
    About(
        "audit",
        commands.audit,
        Phrase("核对报告正文里的算术", "audit the arithmetic of a text"),
        Phrase(
            "核对报告正文：文中能由别的数重算出来的数，逐个重算、判定。正文原样给出，不必先录成报告文件。",
            "Audit the text of a report: every figure that follows from others of the text is found, computed again "
            "and judged. The text is taken as it is.",
        ),
        _TAKES_FILES,
        Phrase(
            "  perfmetrics audit 报告.txt\n"
            "  perfmetrics audit 报告.txt --format html --output 核对.html\n"
            "  perfmetrics audit 报告.txt --to-report --output 报告.json",
            "  perfmetrics audit report.txt\n"
            "  perfmetrics audit report.txt --format html --output audit.html\n"
            "  perfmetrics audit report.txt --to-report --output report.json",
        ),
        files=_TEXTS,
        rubric=Phrase(
            "评分标准的标识或文件：按它给文中的数计分",
            "identifier or file of a scoring table: scores the figures of the text",
        ),
    ),
    About(
        "explain",
        commands.explain,
        Phrase("说明一个指标的公式与来源", "explain a rate: formula, figures, source"),
        Phrase(
            "说明一个指标：公式、所用的数、出处、哪些评分标准用它。同名的各种算法一并列出。",
            "Explain a rate: its formula, the figures it needs, where it is written down, the scoring tables that use "
            "it. All that share a name are listed.",
        ),
        Phrase("名称", "NAME"),
        Phrase(
            "  perfmetrics explain 预算完成率\n  perfmetrics explain budget_control_rate --format markdown",
            "  perfmetrics explain 预算完成率\n  perfmetrics explain budget_control_rate --format markdown",
        ),
    ),
    About(
        "rubrics",
        commands.rubrics,
        Phrase("列出或显示评分标准", "list or show scoring tables"),
        Phrase(
            "列出随附的评分标准；给出标识或文件的，显示这一张的满分、规则和依据。",
            "List the scoring tables that ship; or show one, by its identifier or file: full marks, rules and sources.",
        ),
        Phrase("[ID]", "[ID]"),
        Phrase(
            "  perfmetrics rubrics\n"
            "  perfmetrics rubrics baojing-2019\n"
            "  perfmetrics rubrics 本县.toml           检查自己的表能否载入",
            "  perfmetrics rubrics\n"
            "  perfmetrics rubrics baojing-2019\n"
            "  perfmetrics rubrics own.toml            can a table of your own be read",
        ),
    ),
    About(
        "schema",
        commands.schema,
        Phrase("输出 JSON Schema", "print a JSON Schema"),
        Phrase(
            "输出 JSON Schema，供编辑器提示、其他语言校验：报告文件（report）、评分标准文件（rubric），计分（card）、"
            "核对（check）、正文核对（audit）的 JSON 输出。",
            "Print a JSON Schema for editors and other languages: of report files (report) and scoring tables "
            "(rubric), and of the JSON that score (card), check and audit print.",
        ),
        Phrase("对象", "OBJECT"),
        Phrase(
            "  perfmetrics schema report --output 报告.schema.json",
            "  perfmetrics schema report --output report.schema.json",
        ),
    ),
)
STATUS = Phrase(
    "退出状态：0 没有错误类发现；1 有；2 用法有误或有文件无法读取。",
    "Exit status: 0 no errors; 1 errors found; 2 bad usage or unreadable input.",
)
MEANT_FOR: Mapping[str, Phrase] = {
    "text": Phrase("在终端里看，80 列", "for a terminal, 80 columns"),
    "markdown": Phrase("贴进文档；audit 为核查底稿", "for a document; of audit a working paper"),
    "json": Phrase("供程序读取", "for programs"),
    "html": Phrase("单个网页文件，可转发、打印", "one page to send or print"),
    "junit": Phrase("流水线的测试结果（XML）", "test results of a pipeline (XML)"),
    "sarif": Phrase("代码平台的扫描结果（JSON）", "for code scanning (JSON)"),
    "github": Phrase("GitHub Actions 的标注", "annotations of GitHub Actions"),
}

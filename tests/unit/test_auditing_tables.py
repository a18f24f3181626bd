import pytest

from counting import grows_in_proportion, untraced
from perfmetrics.auditing.columns import Column, Role
from perfmetrics.auditing.grids import find_tables
from perfmetrics.auditing.judging import judge_all
from perfmetrics.auditing.layouts import Source
from perfmetrics.auditing.lexer import lex
from perfmetrics.auditing.recitals import recitals
from perfmetrics.auditing.rows import item_of
from perfmetrics.auditing.tables import tables
from perfmetrics.verdicts import Verdict


def judged(text: str) -> list[tuple[str, str, str]]:
    """Return kind, figure and verdict of every claim, in the order of the text."""
    return [
        (each.candidate.kind, each.candidate.stated.quantity.text, each.verdict.value)
        for each in judge_all(tables(find_tables(lex(text))))
    ]


def wrong(text: str) -> list[tuple[str, str]]:
    """Return kind, figure and what it should be, of what is called wrong."""
    return [
        (each.candidate.kind, f"{each.candidate.stated.quantity.text} -> {each.relation.judge().expected}")
        for each in judge_all(tables(find_tables(lex(text))))
        if each.verdict is Verdict.INCONSISTENT
    ]


def working(text: str) -> list[str]:
    return [each.relation.numbers() for each in judge_all(tables(find_tables(lex(text))))]


def told(text: str) -> list[tuple[str, str]]:
    """Return figure and verdict of the totals of lists in sentences."""
    return [(each.candidate.stated.quantity.text, each.verdict.value) for each in judge_all(recitals(lex(text)))]


def shape(text: str) -> list[tuple[tuple[str, ...], list[tuple[str, list[str | None]]]]]:
    return [
        (
            table.header,
            [(row.label, [None if cell is None else cell.quantity.text for cell in row.cells]) for row in table.rows],
        )
        for table in find_tables(lex(text))
    ]


# --- how tables are laid out ---

ROWS = [("接待", ["2.00", "1.50"]), ("差旅", ["3.00", "3.25"])]


@pytest.mark.parametrize(
    "text",
    [
        "项目|预算数|决算数\n接待|2.00|1.50\n差旅|3.00|3.25",
        "项目丨预算数丨决算数\n接待丨2.00丨1.50丨\n差旅丨3.00丨3.25丨",
        "| 项目 | 预算数 | 决算数 |\n|---|---|---|\n| 接待 | 2.00 | 1.50 |\n\n| 差旅 | 3.00 | 3.25 |",
        "|预算数|决算数\n接待|2.00|1.50\n差旅|3.00|3.25",
        "预算数|决算数\n接待|2.00|1.50\n差旅|3.00|3.25",
        "项目|预算数|决算数；接待|2.00|1.50；差旅|3.00|3.25；",
        "项目\t预算数\t决算数\n接待\t2.00\t1.50\n差旅\t3.00\t3.25",
        "项目    预算数    决算数\n接待    2.00      1.50\n差旅    3.00      3.25",
        "项目 预算数 决算数\n接待 2.00 1.50\n差旅 3.00 3.25",
        "项目\n预算数\n决算数\n原因\n接待\n2.00\n1.50\n压减\n差旅\n3.00\n3.25",
        "一、情况。\n项目\n\n  预算数\n\n  决算数\n\n  接待\n\n  2.00\n\n  1.50\n\n\n  差旅\n\n  3.00\n\n  3.25",
    ],
)
def test_rows_are_read_however_their_cells_are_parted(text: str) -> None:
    assert shape(text) == [(("预算数", "决算数"), ROWS)]


def test_a_table_without_header_has_empty_names() -> None:
    assert shape("2020年三公（万元）：接待|2.00|-；差旅|3.00；其中：打车|1") == [
        (("",), [("接待", ["2.00"]), ("差旅", ["3.00"]), ("其中：打车", ["1"])])
    ]
    assert shape("接待\n2\n3\n差旅\n4\n5") == [(("", ""), [("接待", ["2", "3"]), ("差旅", ["4", "5"])])]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023年支出10.5万元，比上年增长5%。\n其中：基本支出  8万元，项目支出  2.5万元。",
        "接待|1.00",  # one row, and no header
        "预算数\n10\n",
        "12\n",
        "人员编制\n21\n实有人数\n21",
        "甲\n1\n乙\n2\n丙\n3\n丁\n4",  # no form: none of these is a budget
        "甲；乙；丙",
        "公车 11；接待 3",
        "1 2 3\n甲 1 2",
        "1 2 3\n4 5 6",
        "甲 1 2",
        f"{'甲' * 50} 1 2\n乙 3 4",
        f"{'甲' * 50}\n1\n2\n{'乙' * 50}\n3\n4",
        "项目|名称\n接待|差旅",
        "------\n======",
        "项目|预算数\n\n其他",
        "甲|乙",
    ],
)
def test_what_is_no_table_is_left_alone(text: str) -> None:
    assert shape(text) == []


def test_another_header_starts_another_table() -> None:
    text = "项目|预算数\n接待|2\n一、支出|\n|\n小节|说明文字\n科目|上年|本年\n差旅|3|4"
    assert shape(text) == [(("预算数",), [("接待", ["2"])]), (("上年", "本年"), [("差旅", ["3", "4"])])]


def test_cells_on_lines_of_their_own_make_two_tables_where_other_words_part_them() -> None:
    first = "项目\n预算数\n决算数\n接待\n2\n1\n差旅\n3\n3\n"
    second = "指标\n上年\n本年\n会议\n5\n6\n培训\n7\n8\n"
    expected = [
        (("预算数", "决算数"), [("接待", ["2", "1"]), ("差旅", ["3", "3"])]),
        (("上年", "本年"), [("会议", ["5", "6"]), ("培训", ["7", "8"])]),
    ]
    assert shape(f"{first}以上。\n{second}") == expected
    assert shape(f"{first}这是一段话。另有一句。\n{second}") == expected
    assert shape(f"{first}{'说明' * 30}\n会议\n5\n6\n培训\n7\n8")[1][0] == ("", "")


def test_two_lines_of_header_are_one() -> None:
    text = "项目|上年|本年|增减率\n项目|决算|决算|%\n接待|2|3|50%"
    assert shape(text)[0][0] == ("上年决算", "本年决算", "增减率%")
    assert shape("单位：万元|2023年\n项目|预算|决算\n接待|2|3")[0][0] == ("预算", "决算")


def test_a_year_is_a_label_in_the_header_and_an_amount_below() -> None:
    assert shape("项目|2021|2022\n接待|1938|2001") == [(("2021", "2022"), [("接待", ["1938", "2001"])])]


def test_a_label_may_go_on_in_the_next_line() -> None:
    text = "项目|预算数|决算数\n粮食\n储备|2|3\n接待|4|5"
    assert [row.label for row in find_tables(lex(text))[0].rows] == ["粮食储备", "接待"]


def test_numbers_and_codes_belong_to_the_label() -> None:
    text = "序号|类别|项目名称|预算数|备注\n1|甲|接待|2|无\n2|乙|差旅|3|无"
    assert shape(text) == [(("预算数", "备注"), [("1甲接待", ["2", None]), ("2乙差旅", ["3", None])])]


def test_columns_that_are_all_labels_are_no_table() -> None:
    assert shape("序号|编码\n甲|12\n乙|13") == []


def test_income_and_expenditure_side_by_side_are_two_tables() -> None:
    text = "收入|决算数|支出|决算数\n一、拨款|90|一、基本支出|70\n二、其他|30|二、项目支出|45\n收入总计|120|支出总计|{}"
    assert [table[1][-1] for table in shape(text.format(120))] == [("收入总计", ["120"]), ("支出总计", ["120"])]
    assert ("sum_of_parts", "120", "exact") in judged(text.format(120))
    assert ("sum_of_parts", "121 -> 120") in wrong(text.format(121))
    assert wrong(text.format("约120")) == []
    wider = "收入|预算数|决算数|支出|预算数|决算数\n拨款|90|91|基本支出|70|71\n收入总计|90|91|支出总计|90|95"
    assert wrong(wider) == []  # one column does not make sure of another


def test_a_row_of_a_form_has_its_numbers_under_their_names() -> None:
    text = (
        "\t预算执行情况\n\t预算数:\n\t10.0万元\n\t执行数:\n\t9.0万元\n\n\t其中-财政拨款:\n\t8.0万元\n"
        "\t其中-财政拨款:\n\t7.0万元\n\t其他资金:\n\t2.0万元\n\t其他资金:\n\t2.0万元\n"
    )
    assert judged(text) == [
        ("sum_of_parts", "10.0万元", "exact"),
        ("sum_of_parts", "9.0万元", "exact"),
        ("difference", "2.0万元", "exact"),
        ("difference", "2.0万元", "exact"),
    ]


def test_a_minus_after_a_tab_is_a_sign() -> None:
    text = "项目\t上年\t本年\t增减额\n接待\t16\t3\t-13\n差旅\t4\t8\t+4"
    assert shape(text)[0][1] == [("接待", ["16", "3", "-13"]), ("差旅", ["4", "8", "4"])]
    number = find_tables(lex(text))[0].rows[0].cells[2]
    assert number is not None
    assert text[number.start : number.stop] == "-13"
    assert lex(text).words[number.begin : number.end] == "-13"


def test_cells_that_are_not_one_number_are_none() -> None:
    text = f"项目|预算数|决算数\n接待|≥5|1 2\n差旅|2|3\n会议|2023年|5{'0' * 70}\n培训|-|—\n调研|无|4"
    assert [cells for _, cells in shape(text)[0][1]] == [["2", "3"], [None, None], [None, "4"]]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", "12"),
        ("2019", "2019"),
        ("+4", "4"),
        ("－１２．５％", "-12.5%"),
        ("1,234.50 元", "1,234.50元"),
        ("3\u200b万元", "3万元"),
        ("12余万元", "12余万元"),
        ("5个百分点", "5个百分点"),
        ("约12", None),
        ("12左右", None),
        ("1-2", None),
        ("12月", None),
        ("1 2", None),
        ("3万美元", None),
        ("A1", None),
        ("5.", None),
        ("-", None),
        ("甲", None),
        ("", None),
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "约\t{}\t左右", "第\n{}\n年", "5\t{}\t%", "7-\t{}\t.5", "-\t{}", "1\n{}\n万元"]
)
def test_a_cell_is_the_same_number_whatever_stands_around_it(cell: str, number: str | None, around: str) -> None:
    text = around.format(cell)
    start = around.index("{}")
    found = Source(lex(text)).number((start, start + len(cell)))
    assert (found and found.quantity.text) == number
    if found is not None:
        assert found.quantity.approximation == lex(cell).numbers[0].quantity.approximation
        assert text[found.start : found.stop].lstrip("+＋") == cell.lstrip("+＋")


@pytest.mark.parametrize("unit", ["|", "1", "\t", "1 ", "；", "-", "甲 1\n", "1\n", "甲|1；", "\u3000", "1.", "1%"])
def test_tables_are_looked_for_with_work_in_proportion(unit: str) -> None:
    assert grows_in_proportion(lambda size: find_tables(lex(unit * size)), 3_000 // len(unit))
    assert len(untraced(lambda: find_tables(lex(unit * (50_000 // len(unit)))))) <= 1


def test_a_row_that_goes_on_and_on_is_cut() -> None:
    assert len(untraced(lambda: find_tables(lex("甲 1 2\n" + "1 1\n" * 10_000 + "乙 1 2")))) <= 1
    assert grows_in_proportion(lambda size: find_tables(lex("甲 1 2\n" + "1 1\n" * size + "乙 1 2")), 500)


def test_spans_hold_the_rows() -> None:
    text = "共3项。\n项目|预算数|决算数\n接待|2|1\n差旅|3|3\n完。"
    lexed = lex(text)
    spans = [(table.begin, table.end) for table in find_tables(lexed)]
    assert [lexed.words[begin:end] for begin, end in spans] == ["接待|2|1差旅|3|3"]


# --- what columns are of ---


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("增减额", Role.CHANGE),
        ("比上年增减", Role.CHANGE),
        ("差额", Role.CHANGE),
        ("结余", Role.LEFT),
        ("增减幅度", Role.GROWTH),
        ("增减(%)", Role.GROWTH),
        ("较上年±%", Role.GROWTH),
        ("增幅", Role.GROWTH),
        ("执行率(B/A)", Role.RATIO),
        ("决算数为预算数的%", Role.RATIO),
        ("占上年比例", Role.RATIO),
        ("差异率%", Role.DEVIATION),
        ("占总支出比重", Role.SHARE),
        ("单价", Role.SKIPPED),
        ("金额", Role.AMOUNT),
        ("2021年", Role.AMOUNT),
        ("甲", Role.UNKNOWN),
        ("预算" * 30, Role.UNKNOWN),
    ],
)
def test_headers_say_what_a_column_is(name: str, role: Role) -> None:
    assert Column.of(name).role is role


def test_changes_and_rates_follow_from_the_columns_beside() -> None:
    text = (
        "项目丨上年决算丨本年决算丨增减额丨增减幅度\n"
        "出国丨13.06丨10.20丨-2.86丨-21.9%\n"
        "接待丨1679.69丨1590.94丨-88.75丨-5.82%\n"
        "会议丨1218.72丨1105.72丨-131丨-9.27%\n"
        "培训丨0丨1丨1丨-"
    )
    assert wrong(text) == [("growth", "-5.82% -> -5.28"), ("difference", "-131 -> -113")]
    assert [each[0] for each in judged(text)].count("difference") == 4


def test_completion_is_of_the_budget() -> None:
    rows = "维修|120.00|113.46|94.55%\n运维|64.50|64.50|100.00%\n检查|38.20|29.77|79.73%"
    assert wrong(f"项目|年初预算|全年执行|执行率\n{rows}") == [("completion_rate", "79.73% -> 77.93")]
    assert wrong(f"项目|年初预算(万元)|全年执行(元)|执行率\n{rows}") == []


def test_one_row_is_judged_where_the_header_leaves_no_doubt() -> None:
    header = "项目资金|全年预算数(A)|全年执行数(B)|执行率(B/A)\n"
    assert judged(f"{header}年度资金总额|194.9|194.9|100%\n市民满意度|90%|100%") == [
        ("completion_rate", "100%", "exact")
    ]
    assert wrong(f"{header}年度资金总额|194.9|94.9|100%") == [("completion_rate", "100% -> 49")]
    assert wrong(f"{header}年度资金总额|194.9|94.9") == []  # the cells may stand under other names


def test_of_two_budgets_a_rate_is_of_the_one_that_is_called_a() -> None:
    text = "项目|年初预算数|全年预算数(A)|全年执行数(B)|执行率(B/A)\n总额|120|110|99|{}"
    assert judged(text.format("90%")) == [("completion_rate", "90%", "exact")]
    assert wrong(text.format("82.5%")) == [("completion_rate", "82.5% -> 90.0")]


def test_a_rate_of_two_meanings_is_what_most_rows_say() -> None:
    header = "项目|预算数|决算数|差异率%\n"
    ratio = "甲|110.84|100.39|80.57%\n乙|85.98|76.3|88.74%\n丙|9.6|8|83.33%\n丁|0|0|0\n"
    assert wrong(header + ratio) == [("completion_rate", "80.57% -> 90.57")]
    growth = "甲|100|90|-10%\n乙|50|60|20%\n丙|80|88|1%\n"
    assert wrong(header + growth) == [("growth", "1% -> 10")]
    assert wrong(f"{header}甲|100|90|7%\n") == []


def test_a_rate_may_be_written_as_a_fraction_and_a_fall_without_its_sign() -> None:
    assert working("项目|预算数|决算数|执行率\n甲|100|90|0.9\n乙|50|40|0.8") == ["90 ÷ 100 × 1", "40 ÷ 50 × 1"]
    falls = "项目|上年|本年|增减额|增减率\n甲|100|90|10|10%\n乙|50|60|10|20%\n丙|80|60|20|25%\n"
    assert {verdict for _, _, verdict in judged(falls)} == {"exact"}
    assert wrong("项目|上年|本年|减少额\n甲|100|90|10\n乙|50|40|10\n丙|80|60|30") == [("difference", "30 -> 20")]


def test_what_is_left_is_of_the_budget() -> None:
    text = "项目|预算数|决算数|结余\n甲|100|90|10\n乙|50|40|10\n丙|80|60|30"
    assert wrong(text) == [("difference", "30 -> 20")]


def test_what_came_and_what_went_are_no_changes_from_one_column_to_another() -> None:
    """年初 + 增加 − 减少 = 年末: neither is the difference of two amounts beside it."""
    rows = "房屋|10|3|1|12\n车辆|20|5|2|23"
    assert judged(f"项目|年初数|本年增加|本年减少|年末数\n{rows}") == []
    assert [each[0] for each in judged("项目|年初数|年末数|本年增加\n房屋|10|12|2\n车辆|20|23|3")] == ["difference"] * 2


def test_a_change_without_a_word_on_its_direction() -> None:
    text = "项目|预算数|决算数|差异\n甲|100|90|{}\n乙|50|40|{}\n丙|80|60|{}"
    assert wrong(text.format(10, 10, 30)) == [("difference", "30 -> 20")]
    assert wrong(text.format(-10, -10, -30)) == [("difference", "-30 -> -20")]
    assert wrong(text.format("-10%", "-20%", "-5%")) == [("growth", "-5% -> -25")]


def test_a_change_in_percent_is_growth() -> None:
    assert wrong("项目|上年|本年|比上年增减\n甲|100|90|-10%\n乙|50|40|-25%") == [("growth", "-25% -> -20")]


def test_the_base_that_a_header_names() -> None:
    header = "项目|上年决算|预算数|决算数|完成预算%|为上年决算数的%|比上年增减%|比预算增减%\n"
    text = f"{header}甲|80|100|90|90|112.5|12.5|-10\n"
    assert working(text) == [
        "90 ÷ 100 × 100%",
        "90 ÷ 80 × 100%",
        "(90 − 80) ÷ 80 × 100%",
        "(90 − 100) ÷ 100 × 100%",
    ]


def test_years_tell_which_column_is_earlier() -> None:
    text = "项目|2022年|2021年|同比增减%\n甲|110|100|10\n乙|60|50|20\n丙|88|80|15"
    assert wrong(text) == [("growth", "15 -> 10")]
    three = "项目|2020年|2021年|2022年|增长率\n甲|80|100|110|10%\n乙|49|50|60|20%\n丙|70|80|88|15%"
    assert wrong(three) == [("growth", "15% -> 10")]


def test_columns_of_no_known_stage_need_rows_that_agree() -> None:
    text = "项目|金额|支出|执行率\n甲|100|90|90%\n乙|50|40|80%\n丙|80|60|{}"
    assert wrong(text.format("70%")) == [("completion_rate", "70% -> 75")]
    assert wrong("项目|金额|支出|执行率\n甲|100|90|91%") == []
    assert wrong("项目|执行率\n甲|91%\n乙|92%") == []


def test_rates_beside_rates_and_other_units_claim_nothing() -> None:
    text = "指标|年度指标值|实际完成值|完成率\n满意度|90%|100%|100%\n家数|120家|134家|100%"
    assert judged(text) == []
    assert judged("项目|预算数|决算数|执行率|增减额\n甲|10家|5万元|50%|3元\n乙|10家|5元|50%|3") == []
    assert judged("项目|上年|本年|增减额\n甲|10元|5元|3家\n乙|3元|4元|3次") == []


def test_a_column_of_percentages_does_not_add_up() -> None:
    assert judged("项目|甲\n一|10%\n二|20%\n合计|30%") == []


def test_each_of_two_tables_is_judged_by_itself() -> None:
    one = "项目|预算数|决算数|执行率\n甲|50.00|40.00|{}\n"
    text = f"{one.format('81%')}以上是一。\n{one.format('82%')}"
    assert wrong(text) == [("completion_rate", "81% -> 80"), ("completion_rate", "82% -> 80")]


def test_shares_are_of_the_total() -> None:
    text = "科目\n金额（元）\n占比（%）\n工资\n60\n60\n商品\n25\n35\n补助\n15\n15\n合 计\n100\n—"
    assert wrong(text) == [("share", "35 -> 25")]
    assert ("share", "100", "exact") in judged("科目|金额|占比%\n工资|60|60\n商品|40|40\n合计|100|100")


def test_shares_without_a_total_are_of_all_rows() -> None:
    rows = "甲|10|20.00%\n乙|15|30.00%\n丙|25|{}"
    assert wrong(f"部门|金额|占比\n{rows.format('55.00%')}") == [("share", "55.00% -> 50.00")]
    assert judged("部门|金额|占比\n甲|10家|20%\n乙|5元|30%\n丙|-|-") == []
    assert judged("部门|甲|占比\n甲|10|20%") == []
    assert judged("部门|金额|占比\n甲|-|20%") == []
    assert judged("部门|金额|占比\n" + "甲|1|1%\n" * 70) == []


def test_the_share_of_a_part_may_be_of_its_whole() -> None:
    text = "科目|金额|占比\n基本支出|60|60%\n其中：工资|30|50%\n项目支出|40|40%\n合计|100|100%"
    assert wrong(text) == []


# --- totals ---


@pytest.mark.parametrize(
    ("label", "item"),
    [
        ("三公经费(万元)", "three_public"),
        ("(一)因公出国(境)费", "abroad"),
        ("公车", "vehicles"),
        ("公务用车购置及运行维护费", "vehicles"),
        ("其中：公务用车购置费", "purchase"),
        ("运行", "running"),
        ("公务接待费支出", "reception"),
        ("接待批次", None),
        ("国内接待费", None),
        ("(1)人员经费", "personnel"),
        ("日常公用经费", "public"),
        ("2.本年支出", "spent"),
        ("三公经费变动率", None),
        ("甲" * 40, None),
    ],
)
def test_known_rows(label: str, item: str | None) -> None:
    found = item_of(label)
    assert (found and found.value) == item


def test_the_three_public_expenses() -> None:
    text = "三公经费丨29.00；出国丨0.00；公车丨28.00；购置丨0.00；运行丨{}；接待丨1.00"
    assert judged(text.format("28.00")) == [("sum_of_parts", "29.00", "exact"), ("sum_of_parts", "28.00", "exact")]
    assert wrong(text.format("27.00")) == [("sum_of_parts", "28.00 -> 27.00")]
    total = "出国|0|0%；接待|71.53|-；公车|1857.23；购置|423.81；运行|1433.42；合计|1982.76"
    assert wrong(total) == [("sum_of_parts", "1982.76 -> 1928.76")]
    assert wrong("三公经费|29.0；出国|0；购置|0；运行|27.0；接待|1.0") == [("sum_of_parts", "29.0 -> 28.0")]


def test_a_known_total_without_all_its_parts_is_not_called_wrong() -> None:
    assert wrong("三公经费|29；公车|28；接待|2") == []
    assert judged("三公经费|30；公车|28；接待|2") == [("sum_of_parts", "30", "exact")]
    assert wrong("三公经费|29；公车|20；购置|3；接待|2") == []
    rows = "项目|预算数|决算数\n三公经费|29.0|30.0\n出国|{}|1.0\n公车|28.0|20.0\n接待|2.0|7.0"
    assert wrong(rows.format("")) == [("sum_of_parts", "30.0 -> 28.0")]
    assert wrong(rows.format("见附件")) == [("sum_of_parts", "30.0 -> 28.0")]
    assert wrong(rows.format("-"))[0] == ("sum_of_parts", "29.0 -> 30.0")


def test_expenditure_and_its_parts() -> None:
    text = (
        "项目|预算数|决算数\n本年支出|110|100\n其中：基本支出|100|95\n"
        "(1)人员经费|91|90\n(2)公用经费|9|8\n项目支出|10|{}"
    )
    assert wrong(text.format(5)) == [("sum_of_parts", "95 -> 98")]
    assert wrong(text.format(1)) == [("sum_of_parts", "100 -> 96"), ("sum_of_parts", "95 -> 98")]
    assert wrong("合计|100.0；基本支出|60.0；项目支出|41.0") == [("sum_of_parts", "100.0 -> 101.0")]


@pytest.mark.parametrize(
    "rows",
    [
        "支出合计|100；基本支出|60；项目支出|30；经营支出|5",
        "支出合计|100；基本支出|60；项目支出|30；年末结转|10",
        "支出合计|100；其他支出|10；基本支出|60；项目支出|30",
        "支出合计|100；基本支出|60",
        "基本支出|100；人员经费|60；公用经费|30；对个人和家庭的补助|10",
        "合计|100；基本支出|60；项目支出|30；别的|10",
    ],
)
def test_parts_that_may_not_be_all(rows: str) -> None:
    assert wrong(rows) == []


def test_what_is_named_again_starts_another_list() -> None:
    text = "三公经费|3.0；出国|0；公车|2.0；接待|1.0；三公经费|7.0；出国|0；公车|4.0；接待|2.0"
    assert wrong(text) == [("sum_of_parts", "7.0 -> 6.0")]


def test_totals_of_income_and_expenditure() -> None:
    assert wrong("项目|决算数\n收入总计|100\n支出总计|101") == [("sum_of_parts", "101 -> 100")]


def test_a_total_needs_another_column_that_fits() -> None:
    text = "项目|预算数|决算数\n甲|120|113\n乙|64|64\n丙|38|29\n丁|15|9\n合计|237|207"
    assert wrong(text) == [("sum_of_parts", "207 -> 215")]
    assert wrong("项目|决算数\n甲|113\n乙|64\n合计|207") == []
    assert judged("项目|决算数\n甲|113\n乙|64\n合计|177") == [("sum_of_parts", "177", "exact")]
    first = "项目|预算数|决算数\n合计|237|207\n甲|120|113\n乙|64|64\n丙|38|29\n丁|15|9"
    assert wrong(first) == [("sum_of_parts", "207 -> 215")]


def test_a_row_that_is_empty_in_the_other_column_speaks_for_nothing() -> None:
    text = "项目|预算数|决算数\n甲|120|113\n乙|64|64\n丙|0|29\n合计|184|177"
    assert wrong(text) == []


def test_columns_that_do_not_add_up() -> None:
    text = "资产|数量|单价|金额|上年\n桌|10|500|5000|1\n机|5|6000|30000|2\n合计|16|7000|35000|3"
    assert wrong(text) == []
    change = "项目|上年|本年|增减额\n甲|10|20|{}\n乙|40|20|{}\n合计|50|40|{}"
    assert ("sum_of_parts", "-10", "exact") in judged(change.format(10, -20, -10))
    assert [kind for kind, _ in wrong(change.format(10, -20, -19))] == ["difference", "sum_of_parts"]
    assert wrong(change.format(10, 20, 10)) == []


def test_changes_without_their_signs_do_not_add_up() -> None:
    text = "项目|上年|本年|增减额\n三公经费|30.0|20.0|10.0\n出国|9.0|4.0|5.0\n公车|20.0|10.0|10.0\n接待|1.0|6.0|5.0"
    assert {verdict for _, _, verdict in judged(text)} == {"exact"}


def test_subtotals_and_a_total() -> None:
    text = "项目|预算数|决算数\n甲|1|2\n乙|2|3\n小计|3|5\n丙|4|5\n丁|5|6\n小计|9|11\n合计|12|{}"
    assert wrong(text.format(16)) == []
    assert wrong(text.format(26)) == [("sum_of_parts", "26 -> 16")]


def test_rows_below_others_are_not_added_again() -> None:
    text = (
        "项目|预算数|决算数\n一、教育|10.0|12.0\n1.小学|6.0|7.0\n2.中学|4.0|5.0\n"
        "二、文化|5.0|6.0\n三、卫生|5.0|6.0\n合计|20.0|{}"
    )
    assert wrong(text.format("24.0")) == []
    assert wrong(text.format("25.0")) == [("sum_of_parts", "25.0 -> 24.0")]


def test_codes_tell_what_is_part_of_what() -> None:
    text = (
        "编码|名称|合计|基本支出|项目支出\n|合计|120|80|40\n201|服务|100|70|30\n20103|办公厅|100|70|30\n"
        "2010301|运行|70|70|\n2010302|管理|{}|0|30\n208|保障|20|10|10\n"
    )
    assert wrong(text.format(30)) == []
    assert judged(text.format(30))[:3] == [("sum_of_parts", each, "exact") for each in ("120", "80", "40")]


def test_what_follows_of_which_is_judged_only_where_it_fits() -> None:
    text = (
        "月份|1月|2月|3月|一季度\n支付额|36.85|28.40|52.17|114.72\n"
        "其中：工资|21.30|21.30|21.45|64.05\n其他|15.55|7.10|30.72|53.37"
    )
    assert wrong(text) == [("sum_of_parts", "114.72 -> 117.42")]
    assert ("difference", "7.10", "exact") in judged(text)
    assert ("sum_of_parts", "28.40", "exact") in judged(text)
    more = "项目|预算数|决算数\n收入|30|31\n其中：拨款|10|10\n事业|10|10\n其他|10|10\n其中：利息|-|5\n合计|30|31"
    assert wrong(more) == []
    assert judged("项目|预算数\n收入|0\n其中：拨款|0\n其中：别的|5\n其中：甲|5家") == []
    assert judged("项目|预算数\n收入|10\n其中：拨款|-\n经营|6\n其他|4") == [("sum_of_parts", "10", "exact")]
    rest = "项目|预算数|决算数\n收入|10|5\n其中：拨款|6|2\n其他|4|见附件"
    assert judged(rest) == [("sum_of_parts", "10", "exact"), ("difference", "4", "exact")]


def test_a_total_of_columns() -> None:
    header = "单位 合计 因公出国（境）费 公务用车购置费 公务用车运行费 公务接待费\n"
    text = header + "某局 29.00 0 0 28.00 1.00\n某中心 9.60 0 0 8.00 1.50\n某站 3.00 0 1.00 1.00 1.00"
    assert wrong(text) == [("sum_of_parts", "9.60 -> 9.50")]
    right = (
        "部门|合计|甲款|乙款|其中：丙|决算数\n某局|3.0|1.0|2.0|1.0|3.0\n"
        "某站|5.0|2.0|3.0|1.0|5.0\n某中心|9.0|4.0|4.0|2.0|9.0"
    )
    assert wrong(right) == [("sum_of_parts", "9.0 -> 8.0")]
    left = "部门|甲款|乙款|合计|人数\n某局|1.0|2.0|3.0|5\n某站|2.0|3.0|5.0|5\n某中心|4.0|4.0|9.0|5"
    assert wrong(left) == [("sum_of_parts", "9.0 -> 8.0")]


def test_a_total_of_columns_that_may_not_be_all() -> None:
    assert wrong("部门|三公经费|公务接待费|公车\n某局|9.0|1.0|2.0\n某站|8.0|1.0|2.0") == []


def test_a_total_of_one_filled_column_tells_nothing() -> None:
    assert wrong("部门|合计|甲款|乙款\n某局|3|3|0\n某站|5|5|0\n某中心|9|4|4") == []


def test_short_rows_are_not_called_wrong() -> None:
    text = (
        "三公经费（2017决算、2018预算、2018决算） 29.08 63.46 44.29\n"
        "其中公车 11.86 41.46 39.30；购置 29.46 29.46；运行 11.86\n12 9.84；接待 17.22\n22 4.99"
    )
    assert judged(text) == [
        ("sum_of_parts", stated, "exact") for stated in ("29.08", "63.46", "44.29", "41.46", "39.30")
    ]


def test_a_table_of_many_rows_takes_work_in_proportion() -> None:
    rows = "甲|10.5|11.5|1.0|9.52%\n合计|10.5|11.5|1.0|9.52%\n其中：乙|10.5|11.5|1.0|9.52%\n"

    def found(size: int) -> list[object]:
        return list(tables(find_tables(lex("项目|上年|本年|增减额|增减率\n" + rows * size))))

    assert len(untraced(lambda: found(1000))) == 6000
    assert grows_in_proportion(found, 100)


# --- tables that are told in sentences ---

PARTS = (
    "甲项目预算数为5.12万元，执行数为4.36万元；乙项目预算数为83万元，执行预算数为45.08万元；"
    "丙项目预算3.5万元，执行3.5万元。"
)


@pytest.mark.parametrize(
    "total",
    [
        "共有3个项目，全年预算安排{}万元，实际执行{}万元。\n" + PARTS,
        "实施项目三个，年初预算{}万元，决算{}万元，完成57.79%。" + PARTS,
        "各项目计划{}万元，决算支出为{}万元。" + PARTS,
        "项目支出预算{}万元，执行{}万元，分别为：" + PARTS,
        PARTS + "以上合计预算{}万元，已支出{}万元。",
    ],
)
def test_totals_of_two_columns_in_sentences(total: str) -> None:
    """One column that adds up to the digit tells which the parts are, and the other is judged by them."""
    assert told(total.format("91.62", "52.94")) == [("91.62万元", "exact"), ("52.94万元", "exact")]
    assert told(total.format("91.62", "57.94")) == [("91.62万元", "exact"), ("57.94万元", "inconsistent")]
    assert told(total.format("90", "52.94")) == [("90万元", "inconsistent"), ("52.94万元", "exact")]
    assert told(total.format("90", "50")) == []


def test_a_list_in_sentences_goes_on_in_one_sentence() -> None:
    text = "项目预算8万元，执行7万元，其中甲项目预算5万元，财政资金5万元，执行4万元，乙项目预算3万元，执行3万元。"
    assert told(text) == [("8万元", "exact"), ("7万元", "exact")]


@pytest.mark.parametrize(
    "text",
    [
        "预算8.0万元，执行6.0万元。其中甲预算5.0万元，执行4.0万元；乙预算3.0万元，执行3.0万元；丙预算0万元，执行1.0万元。",
        (
            "共有5个项目，预算8.0万元，执行9.0万元。"
            "甲预算5.0万元，执行4.0万元；乙预算2.0万元，执行3.0万元；丙预算1.0万元，执行1.0万元。"
        ),
        "合计预算8.0万元，执行6.0万元。甲预算5.0万元，执行4.0万元；乙预算3.0万元，执行3.0万元。",
        "十二个项目共计预算8.0万元，执行6.0万元。甲预算5.0万元，执行4.0万元；乙预算3.0万元，执行3.0万元。",
    ],
)
def test_a_list_in_sentences_that_may_not_be_all_is_not_called_wrong(text: str) -> None:
    assert told(text) == [("8.0万元", "exact")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "预算8万元，执行7万元。甲预算5万元，执行4万元；乙预算3万元，执行3万元。",  # nothing says that it is a total
        "共2个项目，预算8万元，执行7万元。",
        "共2个项目，预算8万元，执行7万元。甲预算8万元，执行7万元。",
        "共2个项目，预算8万元，执行7万元。甲预算5万元；乙预算3万元，执行3万元。",
        "共2个项目，预算8万元，执行7万元。甲预算5万元，到位4万元；乙预算3万元，到位3万元。",
        "共2个项目，预算8万元，执行7万元。甲预算5人，执行4人；乙预算3人，执行3人。",
        "共2个项目，预算8万元，比预算减少7万元。甲预算5万元，比预算减少4万元；乙预算3万元，比预算减少3万元。",
        f"共2个项目，预算8万元，执行7万元。{'甲' * 700}预算5万元，执行4万元；乙预算3万元，执行3万元。",
        "共2个项目，预算8万元，执行7万元。甲预算5万元，执行4万元；共2个项目，预算3万元，执行3万元。",
        "合计预算0万元，执行0万元。甲预算5万元，执行4万元；乙预算3万元，执行3万元。",
        "合计|预算8万元|执行7万元|甲|预算5万元|执行4万元|乙|预算3万元|执行3万元",
    ],
)
def test_what_is_no_list_in_sentences_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_plans_of_one_item_are_told_apart_by_their_names() -> None:
    text = (
        "共2个项目，年初预算8万元，调整后预算9万元，到位9万元，执行7.0万元。"
        "甲年初预算5万元，调整后预算6万元，到位6万元，执行4.0万元；乙年初预算3万元，调整预算3万元，到位3万元，执行{}万元。"
    )
    assert told(text.format("3.0")) == [*[(f"{each}万元", "exact") for each in (8, 9, 9)], ("7.0万元", "exact")]
    assert told(text.format("2.0"))[-1] == ("7.0万元", "inconsistent")


def test_what_is_part_of_an_item_is_not_added() -> None:
    parts = "甲预算5万元，执行4万元；其中子预算3万元，执行3万元；其中丑预算2万元，执行1万元"
    assert told(f"共2个项目，预算8万元，执行7万元。{parts}。") == []
    assert told(f"项目预算10万元，执行8万元，其中{parts}。") == []


@pytest.mark.parametrize(
    "unit", ["共2个项目预算1万元，执行1万元。", "其中甲预算1万元，执行1万元；", "预算1万元", "预算总总"]
)
def test_lists_in_sentences_are_looked_for_with_work_in_proportion(unit: str) -> None:
    assert untraced(lambda: [*recitals(lex(unit * (100_000 // len(unit))))]) == []
    assert grows_in_proportion(lambda size: [*recitals(lex(unit * size))], 300)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        # Staff of posts; points of full marks. Both are told by the names of the columns alone.
        ("单位名称|编制数|实有在职|在职人员控制率\n县档案馆|45|41|91.11%", [("completion_rate", "91.11%", "exact")]),
        (
            "单位名称|编制数|实有在职|在职人员控制率\n县档案馆|45|41|93.11%",
            [("completion_rate", "93.11%", "inconsistent")],
        ),
        (
            "一级指标|分值|得分|得分率\n决策|18|16.5|91.67%\n过程|22|18.2|82.73%\n产出|32|30|90.63%\n效益|28|25.5|91.07%",
            [
                ("completion_rate", "91.67%", "exact"),
                ("completion_rate", "82.73%", "exact"),
                ("completion_rate", "90.63%", "inconsistent"),
                ("completion_rate", "91.07%", "exact"),
            ],
        ),
        ("项目|预算数|决算数|控制率\n接待费|8.50|5.63|66.24%", [("completion_rate", "66.24%", "exact")]),
        # What a table compares with and does not state cannot be recomputed.
        (
            "项目|预算数|决算数|比上年增减\n公务接待费|8.50|5.63|-1.92\n公车费|38.00|32.64|-2.23\n出国费|0.00|0.00|0.00",
            [],
        ),
    ],
)
def test_rates_by_the_names_of_their_columns(text: str, claims: list[tuple[str, str, str]]) -> None:
    assert [each for each in judged(text) if each[0] != "sum_of_parts"] == claims

"""From numbers to statements: what each number is of, and how the numbers of a sentence belong together.

A statement is one thing that a report speaks of (its label), the amount stated of it, and what is said of that amount:
changes against last year or the budget, shares, completion, and the parts that follow it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from typing import Literal, TypeVar

from perfmetrics.auditing import wording
from perfmetrics.auditing.lexer import Kind, Lexed, Number, number_of
from perfmetrics.auditing.wording import Way
from perfmetrics.quantities import Quantity

Against = Literal["prior", "budget"]


@dataclass(slots=True)
class Comparison:
    """How an amount compares with another one.

    Attributes:
        against: Last year's figure, or the budget.
        base: The other amount, where it is stated.
        change: The difference.
        change_way: Which way it went.
        rate: The rate of growth, or the multiple.
        rate_way: Which way it went.
        flat: The words that say that nothing changed, as the figure zero.
        multiple: How many times the other amount it is: 是上年的2.5倍.
        times: How many times the other amount it grew by: 增长1.5倍.
        words: The words before the difference.
        rate_words: Those before the rate.
        sentence: The number of its sentence.
        segment: The number of its part of a sentence, up to the next semicolon.
    """

    against: Against
    base: Number | None = None
    change: Number | None = None
    change_way: Way | None = None
    rate: Number | None = None
    rate_way: Way | None = None
    flat: Number | None = None
    multiple: Number | None = None
    times: Number | None = None
    words: str = ""
    rate_words: str = ""
    sentence: int = 0
    segment: int = 0


@dataclass(slots=True)
class Statement:
    """One thing that the text speaks of.

    Attributes:
        place: Its place among the statements.
        label: What it is called, without dates and filler.
        level: The amount stated.
        sentence: The number of its sentence.
        segment: The number of its part of a sentence, up to the next semicolon.
        paragraph: The number of its paragraph.
        depth: How many brackets it stands in.
        numbered: Whether it is an item of a numbered list.
        column: `budget`, `final` or empty.
        year: The year it is said to be of, or empty.
        lead: The words before its amount.
        opens: Words after which its parts follow, if they do.
        closed: Whether these words say that the parts are all.
        comparisons: Its comparisons.
        shares: Percentages that it is said to be of something, with the words for that.
        done: Percentages of completion: the percentage, the words, the base stated beside it.
        budget: The budget stated of the same thing just before.
        told: Every amount stated of the same thing, with the words before it; None where there is but its own.
        is_past: Whether it is of last year.
        counted: How many items before it it is said to be the total of.
        parts_from: Where the parts of it start that are named later on: 收入中，…
    """

    place: int
    label: str
    level: Number | None
    sentence: int = 0
    segment: int = 0
    paragraph: int = 0
    depth: int = 0
    numbered: bool = False
    column: str = ""
    year: str = ""
    lead: str = ""
    opens: str = ""
    closed: bool = False
    comparisons: Sequence[Comparison] = ()  # of many statements there are none
    shares: Sequence[tuple[Number, str]] = ()
    done: Sequence[tuple[Number, str, Number | None]] = ()
    budget: Number | None = None
    told: Sequence[tuple[str, Number]] | None = ()
    is_past: bool = False
    counted: int = 0
    parts_from: int | None = None

    @property
    def stated(self) -> Sequence[tuple[str, Number]]:
        """Every amount stated of the same thing, with the words before it."""
        own = () if self.level is None else ((self.lead, self.level),)
        return own if self.told is None else self.told


_T = TypeVar("_T")


def _with(found: Sequence[_T], new: _T) -> Sequence[_T]:
    """Return what was found and what is new: the same list, where there is one, since it may be long."""
    if isinstance(found, list):
        found.append(new)
        return found
    return [*found, new]


def budget_of(statement: Statement) -> Number | None:
    """Return the budget that is stated of the same thing, or of which a rate of it is."""
    if statement.budget is not None or not statement.done:
        return statement.budget
    return next((base for _, _, base in statement.done if base is not None), None)


_FUNCTION_WORDS = re.compile(
    "^(?:总额|总计|合计|共计|共|金额|数|支出|收入|资金|经费|额|为|的|达|约|其|该|此|年初|年末|中|实际|预算|决算"
    "|幅|幅度|同口径|按可比口径|可比口径|收支|本年|上述|以上|分别|依次|各|各项|相比)*$"
)
_SENTENCE = re.compile("[。！？]")
_SEGMENT = re.compile("[。！？；]")
_TURNS = re.compile(  # some sign or word that anything is read of between two numbers
    f"。|！|？|；|分别|依次|\\(|\\)|{wording.OF_WHICH.pattern}|{wording.MAY_NAME_WHOLE.pattern}|{wording.FLAT.pattern}"
)
_LINE_END = re.compile("[；：，、]")
_CLAUSE = re.compile("[。；;，,：！？|\n]")
_JOINS = {"、", "和", "及", "与", "，", "以及"}
_OWN_VERB = re.compile("[、和及与，]")
_TOTALLED = re.compile("^(?:共|合|总)?计$")
_REASON = re.compile("主要|原因|由于|因")
_RISEN_TO = re.compile("^(?:上升|提[高升]|升|下降|降|压减|压缩)(?:至|到)$")  # 由36.6%升至38.2%: a rate, and no growth
_MORE_RATES = re.compile(r"[、和]\d{1,3}(?:\.\d{1,4})?%")
_COMPARED_WITH = re.compile(r"\)?(?:相比|比较|相较|对比)")
_OF_BUDGET = re.compile("预算|年初|计划|核定|批复|下达|概算|目标")
_MOVED = re.compile(
    "收回|收缴|核减|压减|调减|上缴|调入|调出|划[转入出]"
)  # of a budget: what was added to it or taken off
_CARRIED = re.compile("结转|结余|余额")
_MULTIPLE_OF = re.compile("[，、]?(?:是|为|达|达到|相当于)?(?:上年|去年|上年同期|预算|计划|目标)(?:数|度)?的?$")
_MADE_OF = re.compile("等?(?:[^，。；：的]{0,6})(?:组成|构成)")
_LISTED = re.compile(
    "(?:^|[。；，：！？|\n])(?P<names>[^。；，：！？|\n]{2,120})(?:分别|依次)(?:为|是|达|完成|安排|支出)+$"
)
_NAMES = re.compile("[、和及与]")
_ITEM_NUMBER = re.compile(r"(?:[一二三四五六七八九]是|\d{1,2}[.、]|\(?[0-9一二三四五六七八九十]{1,3}[)、])")
_NUMBERED = re.compile(rf"[。；：\n)]{_ITEM_NUMBER.pattern}")
_MAY_NUMBER = re.compile("[是.、)]")
# What words hold that tell an amount by another one, and the verbs that they start with: 增加到.
_COMPARES = re.compile("[由从比较与同和年季月期后]")
_STARTS_UP_TO = frozenset("增提上扩减下降压缩调变")
_BETWEEN = re.compile(r"(?<!占)比(?![例重])|[较由从至(]|(?<!达)到|上年|去年|上期|目标|计划|序时")
_OF = re.compile("(?:的|之)?(?:比[率例重]|比值)?(?:为|是|达)?")
_AS = re.compile("(?:为|占|完成|是|达|相当于|达到)")
_EARLIER = re.compile(r"上年|去年|上一年|\d{4}")
_ITEM = "一二三四五六七八九十(0123456789"
_ENDING = 2  # characters that a heading is told by: 情况
_LONGEST = 400  # characters before a number that are looked at for the start of a paragraph
_LONGEST_LABEL = 60
_MOST_COLUMNS = 6  # amounts of one thing: its budgets and what was spent
_INSIDE = 24  # statements that one pair of brackets, or one list, may hold
_FEW = 12  # statements back in which a total of some name is looked for
_ENOUGH = 24  # characters that tell which way a figure went
_SHORT = 6  # characters between a base and its rate: 的比率为


@dataclass(slots=True)
class _Here:
    """A number where it stands.

    Attributes:
        number: The number.
        before: The words between the number before and this one.
        lead: Those of its own clause.
        way: Which way they say that it went.
        current: The statement that the text speaks of.
        following: The next number.
    """

    number: Number
    before: str
    lead: str
    way: Way | None
    current: Statement | None
    following: Number | None


Difference = tuple[Number, Number, Number, Way, bool]


class Reader:
    """Reads the numbers of a text one after another.

    Attributes:
        statements: The statements so far.
        differences: Percentage points between two rates: the number, the rates, the way, whether 由…至… turned them.
    """

    def __init__(self, lexed: Lexed) -> None:
        self.statements: list[Statement] = []
        self.differences: list[Difference] = []
        self._lexed = lexed
        self._sentence = 0
        self._segment = 0
        self._paragraph = 0
        self._depth = 0
        self._line = 0  # how many lines have ended so far
        self._heading = 0  # how much of the words before a number belongs to earlier paragraphs
        self._year = ""
        self._open: Comparison | None = None  # the comparison that the text speaks of
        self._base: Number | None = None  # the amount that the next rate is of: 为预算3万元的…
        self._rates: deque[tuple[int, Number, str]] = deque(maxlen=3)  # the last of them, with the words before each
        self._turned = False
        self._listed = False  # whether the words before a number pair lists: 分别, 依次
        self._of_which: re.Match[str] | None = None  # those among them that open a list: 其中
        self._whole = ""  # what the shares of this sentence are of
        self._made: Statement | None = None  # what the list that follows consists of, where that was said
        self._resumed: Statement | None = None  # the same behind its list: 由甲3万元、乙2万元组成，比上年增加…
        # Lists paired by position: A、B分别为1和2，占C的3%和4%.
        self._paired = False
        self._run: list[Statement] = []
        self._former: list[Statement] = []
        self._outer: list[Statement] = []  # the list in which a bracket with one of its own stands
        self._names: list[str] = []
        self._last: tuple[str, Statement] | None = None

    def read(self) -> list[Statement]:
        """Return the statements of the text."""
        words, figure = self._lexed.words, Kind.FIGURE
        figures = [n for n in self._lexed.numbers if n.kind is figure and (n.unit is not None or n.suffix)]
        last = 0
        for number, following in zip_longest(figures, figures[1:]):
            before = words[last : number.begin]
            self._move(before, last)
            clause = wording.lead_of(before)
            lead = wording.lead_of(before[self._heading :]) if self._heading else clause
            here = _Here(number, before, lead, wording.way_of(before, clause), self._current(), following)
            if number.is_amount:
                self._amount(here)
            elif number.is_rate:
                self._rate(here)
            elif number.suffix == "times":
                self._times(here)
            elif number.suffix == "point":
                self._points(here)
            last = number.end
        self._move(words[last:], last)
        return self.statements

    # --- where a number stands ---

    def _current(self) -> Statement | None:
        """Return the statement that the text speaks of: the last one of the paragraph, outside brackets that closed."""
        if self._resumed is not None and self._resumed.paragraph == self._paragraph:
            return self._resumed
        if self.statements and self.statements[-1].depth <= self._depth:
            last = self.statements[-1]
            return last if last.paragraph == self._paragraph else None
        for statement in reversed(self.statements[-_INSIDE:]):
            if statement.paragraph != self._paragraph:
                return None
            if statement.depth <= self._depth:
                return statement
        return None

    def _move(self, before: str, start: int) -> None:
        """Follow sentences and paragraphs, and what else the words between two numbers turn to."""
        breaks, line = self._lexed.breaks, self._line
        starts_line = line < len(breaks) and breaks[line] < start + len(before)
        place = self._paragraph_in(before, start) if starts_line else -1
        turns = _TURNS.search(before) is not None
        ends = turns and _SEGMENT.search(before) is not None
        self._heading, self._listed, self._of_which = 0, False, None
        if place >= 0:
            self._heading = place
            self._paragraph += 1
        if place >= 0 or ends:
            self._segment += 1
            if (ends and _SENTENCE.search(before)) or (place >= 0 and _LINE_END.search(before) is None):
                self._sentence += 1
                self._open, self._year, self._whole = None, "", ""
                self._paired = self._turned = False
        if turns:
            self._turn(before, start)

    def _turn(self, before: str, start: int) -> None:
        """Follow brackets and the words that open a list, or speak of the number behind."""
        self._listed = "分别" in before or "依次" in before
        self._paired = self._paired or self._listed
        self._of_which = wording.OF_WHICH.search(before)
        named = wording.NAMED_WHOLE.search(before) if wording.MAY_NAME_WHOLE.search(before) is not None else None
        if named is not None:
            self._open_named(wording.label_of(named["whole"] or ""), named["whole"] or "")
        if self.statements:
            self._look_behind(self.statements[-1], before, start)
        if "(" in before or ")" in before:
            self._depth = max(0, self._depth + before.count("(") - before.count(")"))

    def _paragraph_in(self, before: str, start: int) -> int:
        """Return where the last paragraph starts in the words before a number, or -1.

        Lines break anywhere, so that a line counts after a full stop or a heading, and where an item starts.
        """
        breaks = self._lexed.breaks
        first = bisect_left(breaks, start + max(0, len(before) - _LONGEST), self._line)
        self._line = bisect_left(breaks, start + len(before), first)
        for place in reversed(breaks[first : self._line]):
            i = place - start
            if i == 0 or before[i - 1] in "。；：！？|\n" or before[i] in _ITEM:
                return i
            if wording.NO_THING.search(before[max(0, i - _ENDING) : i]):
                return i
        return -1

    def _open_named(self, name: str, words: str) -> None:
        """Note that the parts of a statement follow: 收入中，…."""
        near = [each for each in reversed(self.statements[-_FEW:]) if each.level is not None]
        led = next((each for each in near if words and each.lead.removeprefix("其中") == words), None)
        if led is None and not wording.core(name) and near and (not name or name in near[0].lead):
            near[0].parts_from, self._made = len(self.statements), near[0]  # 资金3万元，由甲1万元、乙2万元组成
            return
        named = led or max(near, key=lambda each: wording.likeness(name, each.label), default=None)
        if named is not None and (led is not None or wording.same_item(name, named.label)):
            named.parts_from, self._made = len(self.statements), named

    def _look_behind(self, last: Statement, before: str, start: int) -> None:
        """Note what the words after a number say of it: that its parts follow, or that nothing changed."""
        opening = (wording.OPENING.match(before) if before[:1] == "(" else None) or self._of_which
        if opening is not None and _MADE_OF.match(before) and opening.group() in {"组成", "构成"}:
            opening = None  # 由甲1万元、乙2万元组成，…: the list ends here
            if self._made is not None and self._made.sentence >= last.sentence - 1:
                self._made.closed, self._resumed = True, self._made
        if opening is not None and before.startswith(")") and last.level is None and last.depth:
            # 预算5万元（减少1万元），其中：…: of what stands before the bracket.
            last = next((each for each in reversed(self.statements[-_FEW:]) if not each.depth), last)
        if opening is not None and last.opens in {"", "("}:
            last.opens, last.closed = opening.group(), wording.CLOSED.search(before) is not None
        if last.level is not None and wording.FLAT.search(before, 0, _LONGEST) is not None:
            for flat in wording.FLAT.finditer(before, 0, _LONGEST):
                marker = wording.COMPARED.search(before[: flat.start()])
                against = _against(marker["other"] or "") if marker is not None else None
                self._flat(last, last.level, (start + flat.start(), start + flat.end()), against)

    def _flat(self, last: Statement, level: Number, span: tuple[int, int], against: Against | None) -> None:
        """Note that words state a difference of nothing: 持平, 无增减."""
        begin, end = span
        at = self._lexed.at
        zero = Quantity(self._lexed.words[begin:end], Decimal(0), level.decimals, level.unit)
        word = number_of(-1, begin, end, at[begin], at[end - 1] + 1, zero, Kind.FIGURE)
        comparison = last.comparisons[-1] if last.comparisons else None
        if comparison is None or comparison.change is not None or comparison.rate is not None:
            comparison = Comparison(against or ("budget" if last.budget and not last.comparisons else "prior"))
            last.comparisons = _with(last.comparisons, comparison)
        comparison.flat = word

    # --- multiples and percentage points ---

    def _times(self, here: _Here) -> None:
        """Read a multiple: of the base just stated, or of growth."""
        current = here.current
        if current is None:
            return
        if self._base is not None and len(here.before) <= _SHORT:
            current.comparisons = _with(current.comparisons, Comparison("prior", base=self._base, multiple=here.number))
        elif _MULTIPLE_OF.fullmatch(here.before) and current.comparisons and current.comparisons[-1].base is not None:
            current.comparisons[-1].multiple = here.number
        elif here.way is Way.UP and current.comparisons and current.comparisons[-1].base is not None:
            current.comparisons[-1].times = here.number
        self._base = None

    def _points(self, here: _Here) -> None:
        """Read a difference of two rates of the same sentence, in percentage points: 慢于序时进度（75%）3个百分点."""
        near = [(rate, before) for sentence, rate, before in self._rates if sentence == self._sentence]
        rates = [rate for rate, _ in near]
        subject = _subject(here.before, "")
        if len(near) != 2 or not _BETWEEN.search(near[1][1]) or not _FUNCTION_WORDS.match(subject):
            return
        way = here.way
        if here.before == ")":
            before = self._lexed.words[max(0, rates[1].begin - _ENOUGH) : rates[1].begin].removesuffix("(")
            way = wording.faster(before) or wording.way(before)
        if way in {Way.UP, Way.DOWN}:
            self.differences.append((here.number, rates[0], rates[1], way, self._turned))

    # --- percentages ---

    def _rate(self, here: _Here) -> None:
        """Read a percentage: of growth, of completion, or a share."""
        self._rates.append((self._sentence, here.number, here.before))
        self._turned = self._turned or wording.FROM.search(here.lead) is not None or here.lead.endswith("由")
        current = here.current or self._new(_subject_of_rate(here.lead), None, here.before)
        base, self._base = self._base, None
        adjusted = wording.ADJUSTED_RATE.search(here.lead)
        if self._follows(here) or (wording.BASE.search(here.lead) is not None and here.way is None):
            return  # 占比较上年的63.1%下降2.6个百分点: it is what the rate before is compared with
        if adjusted is not None:
            current.done = _with(current.done, (here.number, adjusted["what"], None))
        elif base is not None and len(here.before) <= _SHORT:
            # …，乙9万元。为预算98万元的76%: of the whole list, as it may be behind its second part.
            if current.sentence == self._sentence or not self._is_listed(current):
                is_doubtful = self._is_among_parts(current) or self._makes_up(current)
                current.done = _with(current.done, (here.number, "base?" if is_doubtful else "base", base))
        else:
            self._rate_of(here, current)

    def _rate_of(self, here: _Here, current: Statement) -> None:
        share, done = wording.SHARE.search(here.lead), wording.DONE.search(here.lead)
        whole = (share["whole"] or "") if share is not None else ""
        names_item = bool(whole) and wording.names_item(whole)
        neutral = wording.NEUTRAL.search(here.lead)
        if done is not None and not (done["rate"] and here.way is not None) and not names_item and neutral is None:
            self._done(here, current, done)
        elif share is not None and share["alone"] and not self._paired and self._is_listing(here.number):
            return  # 甲7万元、乙2万元、丙1万元，比例为70%、20%、10%: nobody knows of which
        elif share is not None and _is_share(share, here.way, names_item=names_item, is_done=done is not None):
            subject = _subject_of_share(here, share)
            target = self._first(self._target(subject, current, ""))
            self._whole = whole or self._whole
            target.shares = _with(target.shares, (here.number, self._whole))
            self._last = ("share", target)
        elif self._in_brackets(here):
            current.shares = _with(current.shares, (here.number, ""))  # 甲3万元（75%）、乙1万元（25%）
        elif (here.way in {Way.UP, Way.DOWN} or neutral is not None) and _RISEN_TO.search(here.before) is None:
            subject = _subject(here.before, "" if neutral is None else neutral.group())
            target = self._first(self._target(subject, current, here.before))
            comparison = self._compare(target, here.before, rate=True)
            comparison.rate, comparison.rate_way = here.number, here.way or Way.OPEN
            comparison.rate_words = here.lead
            self._open = comparison
            self._last = ("rate", target)

    def _is_listing(self, number: Number) -> bool:
        """Return whether a rate is the first of several: 70%、20%、10%."""
        return _MORE_RATES.match(self._lexed.words, number.end) is not None

    def _in_brackets(self, here: _Here) -> bool:
        """Return whether a rate stands alone in brackets behind an amount of its own."""
        alone = here.before == "(" and self._lexed.words.startswith(")", here.number.end)
        return alone and self._last is not None and self._last[0] == "level" and here.current is self._last[1]

    def _done(self, here: _Here, current: Statement, done: re.Match[str]) -> None:
        subject = "" if done["rate"] else _subject(here.before, done.group())
        target = self._target(subject, current, here.before)
        if self._is_end_of_list(target):
            self._pair_budgets()
        target = self._first(target)
        target.done = _with(target.done, (here.number, done["what"] or done["base"] or done["rate"] or "", None))
        self._last = ("done", target)

    # --- lists paired by position ---

    def _is_end_of_list(self, target: Statement) -> bool:
        is_last = self._paired and len(self._run) > 1 and target is self._run[-1]
        return is_last and _TOTALLED.search(target.lead) is None  # 198万元和215万元，计413万元，占…

    def _first(self, target: Statement) -> Statement:
        """Return the first of a list, where what is said is said of each in turn."""
        return self._run[0] if self._is_end_of_list(target) else target

    def _pair_budgets(self) -> None:
        """Give each amount of a list the target in the same place of the list before."""
        if len(self._former) == len(self._run):
            for planned, done in zip(self._former, self._run, strict=True):
                if planned.level is not None and done.budget is None:
                    done.budget = planned.level

    def _follows(self, here: _Here) -> bool:
        """Read the next number of a list: it has the role of the one before, and is of the next statement.

        Only 、 or 和 stands between them, or a verb of its own: 分别增加3万元和减少2万元.
        """
        if self._last is None or not self._paired:
            return False
        role, statement = self._last
        if role == "level" or here.number.is_rate is not (role != "change"):
            return False
        own_verb = role in {"change", "rate"} and _OWN_VERB.match(here.before) and here.way is not None
        if here.before not in _JOINS and not own_verb:
            return False
        place = next((i for i, each in enumerate(self._run) if each is statement), len(self._run)) + 1
        if place >= len(self._run):
            return False
        self._give(here, role, statement, self._run[place])
        return True

    def _give(self, here: _Here, role: str, model: Statement, target: Statement) -> None:
        self._last = (role, target)
        if role == "share":
            target.shares = _with(target.shares, (here.number, model.shares[-1][1]))
        elif role == "done":
            target.done = _with(target.done, (here.number, model.done[-1][1], None))
        else:
            said = model.comparisons[-1]
            own = target.comparisons[-1] if target.comparisons else None
            if own is None or own.against != said.against:
                own = Comparison(said.against)
                target.comparisons = _with(target.comparisons, own)
            if role == "rate":
                own.rate, own.rate_way = here.number, here.way or said.rate_way
            else:
                own.change, own.change_way = here.number, here.way or said.change_way

    def _open_run(self, subject: str, before: str) -> Statement | None:
        """Start a list of things named together, and return the last: 基本支出和项目支出分别增加…."""
        names = [wording.label_of(name) for name in _NAMES.split(subject)]
        if "分别" not in before or len(names) < 2 or not all(names):
            return None
        self._former, self._run = self._run, [self._new(name, None, before) for name in names[:_INSIDE]]
        return self._run[-1]

    # --- amounts ---

    def _amount(self, here: _Here) -> None:
        """Read an amount: a base, a change, last year's amount, or the level of a new statement."""
        self._base = None
        lead = here.lead
        may_compare = lead[:1] in _STARTS_UP_TO or _COMPARES.search(lead) is not None
        is_read = (
            (self._paired and self._follows(here))
            or (may_compare and self._from_to(here))
            or self._base_of_rate(here)
            or ((may_compare or not lead) and self._stated_base(here))
            or (here.way is not None and self._changed(here, here.way))
            or (may_compare and (self._earlier(here) or self._this_year(here) or self._after(here)))
            or (not here.before and self._verbless(here))
        )
        if not is_read:
            self._level(here)

    def _from_to(self, here: _Here) -> bool:
        """Read 由A增至B: the base, and then the amount."""
        origin, current = wording.FROM.search(here.lead), here.current
        if origin is not None:
            label = wording.label_of(here.lead[: origin.start()]) or self._label_before(here.before)
            self._open = Comparison("prior", base=here.number)
            self._new(label, None, here.before).comparisons = [self._open]
            return True
        if wording.UP_TO.match(here.lead) is None or current is None or current.level is not None:
            return False
        if current.comparisons:
            current.level = here.number
        return bool(current.comparisons)

    def _base_of_rate(self, here: _Here) -> bool:
        """Note an amount that the next number is a rate of: 为预算3万元的50%."""
        following = here.following
        if here.current is None or following is None or not (following.is_rate or following.suffix == "times"):
            return False
        between = self._lexed.words[here.number.end : following.begin]
        if _OF.fullmatch(between) is None or _AS.match(here.lead) is None:
            return False
        self._base = here.number
        return True

    def _stated_base(self, here: _Here) -> bool:
        """Read 比上年的3万元, or 与2021年（3万元）相比."""
        base = wording.BASE.search(here.lead) if here.way is None else None
        if base is None and here.way is None and here.before.endswith("("):
            base = wording.BASE.search(wording.lead_of(here.before[:-1]))
        if base is None:
            return False
        clause = _CLAUSE.split(wording.plain(here.before))[-1].removesuffix("(")
        target = self._of(wording.label_of(clause[: -len(base.group())]), here)
        self._open = Comparison(_against(base["other"]), here.number, sentence=self._sentence, segment=self._segment)
        target.comparisons = _with(target.comparisons, self._open)
        return True

    def _changed(self, here: _Here, way: Way) -> bool:
        """Read a difference: 增加3万元. 年中追加 without a comparison names an amount of its own."""
        if wording.ADJUSTED.search(here.lead) is not None and wording.COMPARED.search(here.before) is None:
            return False
        subject = _subject(here.before, "")
        if wording.column_of(subject) == "budget" and not wording.item_of(subject):
            target = self._new(subject, None, here.before)  # 全年预算较年初预算增加3万元: of two budgets
        else:
            target = self._first(self._open_run(subject, here.before) or self._of(subject, here))
        self._last = ("change", target)
        comparison = self._compare(target, here.before, rate=False)
        planned = target.budget is not None and wording.OF_BUDGET.search(here.before) is not None
        if comparison.against == "prior" and (planned or wording.THAN_BUDGET.search(here.lead)):
            comparison.against = "budget"
        comparison.change, comparison.change_way, comparison.words = here.number, way, here.lead
        self._open = comparison
        return True

    def _compare(self, target: Statement, before: str, *, rate: bool) -> Comparison:
        """Return the comparison that a number belongs to, by the words of comparison before it.

        A rate follows its change; 同比 after 较上年 is the same comparison.
        """
        marker = next(reversed([*wording.COMPARED.finditer(wording.plain(before))]), None)
        against: Against = _against(marker["other"] or "") if marker is not None else "prior"
        last = target.comparisons[-1] if target.comparisons else None
        vacant = last is not None and not last.flat and (last.rate if rate else last.change) is None
        repeats = marker is None or (last is not None and last.against == against and _is_same(last, marker))
        if last is None or not vacant or not repeats:
            last = Comparison(against, sentence=self._sentence, segment=self._segment)
            target.comparisons = _with(target.comparisons, last)
        return last

    def _earlier(self, here: _Here) -> bool:
        """Read last year's amount, stated after this year's, or after the change."""
        current = here.current
        earlier = wording.PRIOR_ONLY.match(here.lead) if current is not None else None
        if current is None or earlier is None or (earlier["year"] or "") >= (current.year or "9999"):
            return False
        is_based = current.level is None and any(each.base is not None for each in current.comparisons)
        if is_based or _is_later_quarter(here.lead, current):  # 一季度支出5万元，二季度支出6万元
            return False  # 与2021年的4万元相比，2022年支出5万元
        if current.segment != self._segment and self._is_listed(current):
            return False  # 甲3万元，乙2万元。2018年预算为6万元: of all of them
        if self._is_another(here.lead, here.before, current):
            return False
        known = current.level.dimension is here.number.dimension if current.level else bool(current.comparisons)
        if not known:
            return False
        last = current.comparisons[-1] if current.comparisons else None
        if last is not None and last.base is None and last.against == "prior" and last.flat is None:
            last.base = here.number
        else:
            last = Comparison("prior", base=here.number)
            current.comparisons = _with(current.comparisons, last)
        self._open = last
        return True

    def _is_another(self, lead: str, before: str, current: Statement) -> bool:
        """Return whether words name another thing than a statement, or another figure of the year before."""
        if self._depth > current.depth and _REASON.search(before):
            return True  # 比上年减少5%，主要是经费减少（上年安排6万元，本年2万元）
        named = "收入" in lead or "支出" in lead
        if named and (current.sentence != self._sentence or wording.turns(lead, current.label)):
            return True  # 2022年收入5万元。2021年支出4万元
        # 比2017年预算增加1万元；2017年决算为6万元
        return wording.turns_column(lead, current.comparisons[-1].words if current.comparisons else "")

    def _this_year(self, here: _Here) -> bool:
        """Read 上年…为3万元，本年为4万元: the amount of this year after that of last year."""
        current = here.current
        if current is None or current.level is None:
            return False
        now = wording.THIS_YEAR.match(here.lead)
        if now is None:
            return False
        follows = _follows_year(current, now["year"]) if now["year"] else current.is_past
        if not follows or wording.turns(here.lead, current.label) or _CARRIED.search(current.label):
            return False
        self._open = Comparison("prior", base=current.level)
        new = self._new(current.label, here.number, here.before)
        new.year = now["year"] or ""
        new.comparisons = _with(new.comparisons, self._open)
        return True

    def _after(self, here: _Here) -> bool:
        """Read 压减后为3万元: the amount after its change."""
        if here.current is None or here.current.level is not None or wording.AFTER.search(here.lead) is None:
            return False
        here.current.level = here.number
        return True

    def _verbless(self, here: _Here) -> bool:
        """Read 较2022年688.84万元131.49万元: the verb of the change is missing."""
        comparison = self._open
        if comparison is None or comparison.base is None or comparison.change is not None:
            return False
        comparison.change = here.number
        return True

    def _level(self, here: _Here) -> None:
        """Read the amount of a new statement, or another column of the same thing: 预算3万元，决算2万元."""
        label, column = wording.label_of(here.lead), wording.column_of(here.lead)
        year = wording.year_of(here.before)
        self._year = year or self._year
        if (
            here.current is not None
            and column
            and not wording.item_of(label)
            and not self._is_after_list(here.current)
            and not (self._is_among_parts(here.current) and column != here.current.column)
            and _goes_on(here, here.current, label, year)
            and not (column == here.current.column == "budget" and not _is_revised(here, here.current))
        ):
            self._other_column(here, here.current, column, year)
            return
        if not label or _FUNCTION_WORDS.match(label):
            label = self._label_before(here.before) or (label if year else "") or label
        names = _names_in(here.before) if self._listed else []
        new = self._new(names[0] if names else label, here.number, here.before)
        new.column, new.year, new.lead = column, year or self._year, here.lead
        new.told = None
        new.is_past = "年" in here.lead and wording.PAST.match(here.lead) is not None
        new.counted = wording.counted(here.lead)
        if self._open is not None and self._open.base is not None and _COMPARED_WITH.match(here.before):
            self._carry_base(self._open, new)
        self._open = None
        self._list(here, new, names)

    def _carry_base(self, comparison: Comparison, new: Statement) -> None:
        """Read 与上年的3万元相比，今年支出4万元，增加1万元: the base stands before what is compared with it."""
        for other in self.statements[-_FEW:]:
            if other is not new and any(each is comparison for each in other.comparisons):
                other.comparisons = [each for each in other.comparisons if each is not comparison]
        new.comparisons = _with(new.comparisons, comparison)

    def _is_listed(self, current: Statement) -> bool:
        """Return whether another amount stands before one in its sentence."""
        return bool(current.place) and self.statements[current.place - 1].sentence == current.sentence

    def _is_among_parts(self, current: Statement) -> bool:
        """Return whether an amount is the second or a later part of a total: what is said next may be of the total."""
        before = self.statements[max(0, current.place - _INSIDE) : max(0, current.place - 1)]
        return any(each.opens.startswith("其中") and each.segment == current.segment for each in before)

    def _makes_up(self, current: Statement) -> bool:
        """Return whether an amount and those right before it make up another one: 资金5万元，甲3万元，乙2万元."""
        together = Fraction(0)
        for each in reversed(self.statements[max(0, current.place - _INSIDE) : current.place + 1]):
            level, own = each.level, current.level
            if level is None or own is None or level.unit != own.unit or each.sentence != current.sentence:
                break
            if each.place < current.place - 1 and level.exact() == together:
                return True
            together += level.exact()
        return False

    def _is_after_list(self, current: Statement) -> bool:
        """Return whether a sentence follows a list: …，乙4万元。预算12万元 is not the budget of its last item alone."""
        return self._is_listed(current) and current.sentence != self._sentence and current.column == ""

    def _list(self, here: _Here, new: Statement, names: list[str]) -> None:
        """Add a statement to its list, or start a new one."""
        goes_on = self._last is not None and self._last[0] == "level" and bool(self._run)
        starts = self._listed or "(" in here.before
        if goes_on and new.depth > self._run[-1].depth:
            self._outer = self._run  # 甲3万元（其中乙1万元），丙2万元: the list goes on behind the bracket
        elif goes_on and self._outer and new.depth == self._outer[-1].depth < self._run[-1].depth:
            self._run, self._outer = self._outer, []
            starts = self._listed
        is_total = "计" in here.lead and wording.TOTALS.match(here.lead) is not None
        if (
            not goes_on
            or is_total
            or starts
            or self._run[-1].sentence != new.sentence
            or self._run[-1].parts_from is not None
            or len(self._run) == _INSIDE
            or self._of_which is not None
        ):
            self._former, self._run = self._run, []
            self._paired = self._paired and not (goes_on and is_total)
        self._names = names or self._names
        if not names and self._run and (not here.lead or here.lead in _JOINS) and len(self._run) < len(self._names):
            new.label = self._names[len(self._run)]
        self._run.append(new)
        self._last = ("level", new)

    def _other_column(self, here: _Here, current: Statement, column: str, year: str) -> None:
        new = self._new(current.label, here.number, here.before)
        new.column, new.year = column, year or current.year
        new.told = [*current.stated[-_MOST_COLUMNS:], (here.lead, here.number)]
        self._last = ("level", new)
        if column == "final":
            new.budget = current.level if current.column == "budget" else current.budget
        else:
            new.level, new.budget = current.level, here.number
            new.column = "final"
        self._open = None

    # --- statements ---

    def _of(self, subject: str, here: _Here) -> Statement:
        """Return the statement that words speak of."""
        if here.current is None:
            return self._new(subject, None, here.before)
        return self._target(subject, here.current, here.before)

    def _target(self, subject: str, current: Statement, before: str) -> Statement:
        """Return the statement that a predicate belongs to: the last one, unless the words name another."""
        is_empty = not subject or _FUNCTION_WORDS.match(subject) is not None
        if subject and is_empty and wording.turns(subject, current.label):
            return self._new(subject, None, before)
        year = wording.year_of(_CLAUSE.split(wording.plain(before))[-1].partition("较")[0]) if is_empty else ""
        if year and year != current.year:
            for other in reversed(self.statements[-_INSIDE:]):
                if other.year == year and other.opens:
                    return other
            if current.year and current.level is not None:  # 2022年支出5万元，…；2021年支出比2020年的4万元减少1万元
                new = self._new(subject, None, before)
                new.year = year
                return new
        if is_empty or current.label.startswith(subject) or current.label.endswith(subject):
            return current
        return self._new(subject, None, before)

    def _label_before(self, before: str) -> str:
        """Return what the clause before, or the heading above, is about."""
        if self._heading:
            label = wording.heading_of(_CLAUSE.split(wording.plain(before[: self._heading]))[-1])
            if label and not _FUNCTION_WORDS.match(label):
                return label
        for part in reversed(_CLAUSE.split(wording.plain(before[self._heading :]))[:-1]):
            label = wording.label_of(part)
            if label and not _FUNCTION_WORDS.match(label):
                return label
        return ""

    def _new(self, label: str, level: Number | None, before: str) -> Statement:
        numbered = _MAY_NUMBER.search(before) is not None and _is_numbered(before)
        place, sentence, segment, paragraph = len(self.statements), self._sentence, self._segment, self._paragraph
        # By position: what is named costs as much again.
        new = Statement(place, label[:_LONGEST_LABEL], level, sentence, segment, paragraph, self._depth, numbered)
        self.statements.append(new)
        self._resumed = None
        return new


def _is_numbered(before: str) -> bool:
    """Return whether words hold the number of an item: 一是, 1.、(二)."""
    return _ITEM_NUMBER.match(before) is not None or _NUMBERED.search(before) is not None


def _follows_year(statement: Statement, year: str) -> bool:
    """Return whether a year is the one after that of a statement."""
    return statement.year != "" and int(year) == int(statement.year) + 1


_QUARTER = re.compile("([一二三四])季度")


def _is_later_quarter(lead: str, current: Statement) -> bool:
    """Return whether words name a later quarter than those of a statement do."""
    named, own = _QUARTER.search(lead), _QUARTER.search(current.lead)
    if named is None or own is None:
        return False
    return wording.numeral(named[1]) > wording.numeral(own[1])


_REVISED = re.compile("调整|年初|全年|变更|批复|下达|追加后|中期|执行|完成|实际")


def _is_revised(here: _Here, current: Statement) -> bool:
    """Return whether words tell one budget of a thing from another: 年初预算3万元，调整预算4万元."""
    level = current.level
    same = level is not None and level.same_as(here.number) and level.unit == here.number.unit
    return not same and (_REVISED.search(here.lead) is not None or _REVISED.search(current.lead) is not None)


def _goes_on(here: _Here, current: Statement, label: str, year: str) -> bool:
    """Return whether a column of a thing that is not named again is of the thing before."""
    return (
        current.level is not None
        and current.level.dimension is here.number.dimension
        and wording.ADJUSTED.search(current.lead) is None
        and _MOVED.search(current.lead) is None
        and "分别" not in here.before
        and "其中" not in here.before
        and ("财政拨款" not in here.lead or "财政拨款" in current.lead)
        and not wording.turns(label, current.label)
        and (not year or not current.year or year == current.year)
    )


def _is_share(share: re.Match[str], way: Way | None, *, names_item: bool, is_done: bool) -> bool:
    """Return whether words that may state a share do: 压减比例 is a rate of change, 占预算的… one of completion."""
    if share["alone"]:
        return way is None
    return names_item or is_done or "预算" not in share["whole"]


def _subject_of_share(here: _Here, share: re.Match[str]) -> str:
    """Return what words say a share is of, where they name it again: 项目支出占…, 工程采购的比例为."""
    if share["alone"]:
        return _subject(here.before, share.group()).strip("()")
    return "" if here.lead.startswith("占") or "占" not in here.lead else _subject_of_rate(here.lead)


def _subject_of_rate(lead: str) -> str:
    if "占" in lead:
        return wording.label_of(lead.partition("占")[0])
    return wording.label_of(_before_comparison(wording.without_verb(lead)))


def _subject(before: str, predicate: str) -> str:
    """Return what the words say the number is of, where they name it again."""
    clause = _CLAUSE.split(wording.plain(before))[-1]
    clause = clause.removesuffix(predicate) if predicate else wording.without_verb(clause)
    return wording.label_of(_before_comparison(clause))


def _before_comparison(clause: str) -> str:
    compared = wording.COMPARED.search(clause)
    return clause[: compared.start()] if compared is not None else clause


def _names_in(before: str) -> list[str]:
    """Return what a list names before its amounts: 基本支出和项目支出分别为…."""
    listed = _LISTED.search(wording.plain(before))
    if listed is None:
        return []
    names = [wording.label_of(name) for name in _NAMES.split(listed["names"])]
    return names[:_INSIDE] if len(names) > 1 and all(names) else []


def _is_same(comparison: Comparison, marker: re.Match[str]) -> bool:
    """Return whether 同比 only repeats what a change was said to be against."""
    return marker["yoy"] is not None or comparison.change is None


def _against(other: str) -> Against:
    """Return what words of comparison compare with: the budget of this year, or an earlier year."""
    budget = _OF_BUDGET.search(other) is not None
    return "budget" if budget and not _EARLIER.search(other) else "prior"


def read(lexed: Lexed) -> Reader:
    """Return what was read of a text.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> [(each.label, each.level.quantity.text) for each in read(lex("收入5万元，其中：拨款3万元。")).statements]
        [('收入', '5万元'), ('拨款', '3万元')]
    """
    reader = Reader(lexed)
    reader.read()
    return reader

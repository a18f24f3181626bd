"""Points awarded in a text: of its lines, its sections and in total, and what they should add up to.

A report awards points line by line under numbered headings, and sums them up in one sentence at its end. Rules that
say how many points there would be (`10-20%（含），计4分`, `每低1%扣0.5分`) award none.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from perfmetrics.auditing.candidates import Candidate, Sureness, exact, signs_of
from perfmetrics.auditing.lexer import Kind, Lexed, Number
from perfmetrics.auditing.outline import MARKS, mark_at
from perfmetrics.quantities import Dimension


class Role(StrEnum):
    """What a number of points is said to be."""

    AWARDED = "awarded"
    FULL = "full"
    DEDUCTED = "deducted"
    NAMED = "named"  # points of something that is named without a verb: 投入绩效为13分
    TOTAL = "total"
    RULE = "rule"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Score:
    """A number of points.

    Attributes:
        number: The number.
        role: What it is said to be.
        label: What its clause says that it is of.
        item: The same, or where the clause only says 该项, the heading or item that it stands under.
        words: The words before it in its sentence, back to the points before.
        sentence: The number of its sentence.
        path: The numbered headings and items that it stands under, outermost first.
    """

    number: Number
    role: Role
    label: str
    item: str
    words: str
    sentence: int
    path: tuple[int, ...]


class Heading(NamedTuple):
    """A numbered heading or item.

    Attributes:
        name: What it is called.
        level: How deep it is: 一、 （一） 1. （1） ①.
        begin: Where it starts in the text without spaces.
        end: Where what stands under it ends.
        path: Where the headings above it start, and it.
        text: Where its text starts: behind its line, where that is a title.
    """

    name: str
    level: int
    begin: int
    end: int
    path: tuple[int, ...]
    text: int


@dataclass(frozen=True, slots=True)
class Headings:
    """The numbered headings and items of a text, in order: a long text has many, so that they are kept by columns.

    Attributes:
        names: What they are called.
        levels: How deep they are.
        begins: Where they start in the text without spaces.
        ends: Where what stands under them ends.
        above: The places of those above them among them; -1 where there is none.
        texts: Where their texts start.
    """

    names: list[str]
    levels: array[int]
    begins: array[int]
    ends: array[int]
    above: array[int]
    texts: array[int]

    def __len__(self) -> int:
        return len(self.begins)

    def __getitem__(self, i: int) -> Heading:
        return Heading(self.names[i], self.levels[i], self.begins[i], self.ends[i], self.path(i), self.texts[i])

    def __iter__(self) -> Iterator[Heading]:
        return map(self.__getitem__, range(len(self)))

    def path(self, i: int) -> tuple[int, ...]:
        """Return where the headings above one start, and it."""
        starts: list[int] = []
        while i >= 0:
            starts.append(self.begins[i])
            i = self.above[i]
        return tuple(reversed(starts))


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a text.

    Attributes:
        scores: Its numbers of points, in order.
        headings: Its headings and items, in order.
        grades: The grades that it names, such as 优, with where they stand in the text without spaces.
        ends: Where its sentences end.
    """

    scores: tuple[Score, ...]
    headings: Headings
    grades: tuple[tuple[str, int], ...]
    ends: array[int]

    def of(self, *roles: Role) -> list[Score]:
        """Return the numbers that are one of some things."""
        return [score for score in self.scores if score.role in roles]

    @property
    def lines(self) -> list[Score]:
        """The points awarded line by line."""
        return self.of(Role.AWARDED)

    @property
    def totals(self) -> list[Score]:
        """The sums stated."""
        return self.of(Role.TOTAL)

    @property
    def sections(self) -> list[tuple[Score, Heading]]:
        """The points stated of a section, outside of it, with the heading of that name, where there is but one."""
        scores = [score for score in self.of(Role.NAMED, Role.AWARDED) if score.label]
        places: dict[str, int] = {}
        for i, name in enumerate(self.headings.names if scores else ()):
            places[name] = -1 if name in places else i
        found: list[tuple[Score, Heading]] = []
        for score in scores:
            i = places.get(score.label, -1)
            if i >= 0 and not self.headings.begins[i] <= score.number.begin < self.headings.ends[i]:
                found.append((score, self.headings[i]))
        return found


_SENTENCE_END = re.compile("[。！？]")
_CLAUSE = re.compile("[。；;，,：！？、|()\n =<>≤≥]")
_TAIL = "(?:为|是|共|计|得|达到?|约|：|了|有|分)*$"
_ROLES = (
    (Role.FULL, re.compile(f"(?:满分|分值|标准分|权重分?|应得|基础分|总分值){_TAIL}")),
    (Role.DEDUCTED, re.compile("(?:扣|扣减|扣除|扣分|扣掉|扣去|失分|减分|减)(?:了|为|共|计|项|：)*$")),
    (
        Role.TOTAL,
        re.compile(
            "(?:总得分|总分|总评分|总评|综合得分|综合评分|最终得分|最后得分|合计|小计|共计|总计|累计)(?:得分|自评)?"
            + _TAIL
        ),
    ),
    (Role.AWARDED, re.compile("(?:得分|评分|自评分|评价分|获得|自评|得|计|记|评)(?:为|是|共|了|：)*$")),
)
_RULE_BEFORE = re.compile(
    "每|否则|扣完|不得分|\\(含\\)|以上|以下|以内|之间|大于|小于|低于|高于|不足|(?<![不未有])超过|酌情|最高|最多|至多|至少|可得|的得|的扣|的计"
    "|如果|凡|若"
)
_RULE_AFTER = re.compile("以上|以下|以内|之间|\\(含|\\(不含|的|-|~|至|为[优良中差合]|制|扣完|起")
_PARTIAL = re.compile("其中|主要|包括|例如|等|上年|去年|平均|排名|加分|附加|另")
_OF_ITEM = re.compile(r"(?:[0-9]{1,2}[.、]|\([0-9一二三四五六七八九十]{1,3}\))[^。；，：0-9]{2,20}[，：]$")
_CLOSES = re.compile("合计|小计|共计")
_UNREAD = re.compile(
    "[得计记]满分|[得计记]全分|[不未无]扣分|得分(?:为|是|：)?[零一二三四五六七八九十]|(?<![取获所])得(?:分(?:为|是|：)?)?\\d{1,3}(?:\\.\\d{1,2})?(?![\\d.分,])"
)
_GRADE = re.compile(
    '(?:等级|等次|等|评级|等\\(级\\)|结论|级别|档次)(?:评定|确定|认定)?(?:为|是|：)*[“"”]?(优秀|良好|合格|不合格|优|良|中|差)(?![先质化])'
)
_NAME = re.compile("[^。；;，,：！？|(\n ]{1,24}")
_NAME_TAIL = re.compile("(?:绩效|评价|自评|得分|指标|部分|方面|情况|分值|类|为|是|：|共|计|得|的|项)+$")
_NAME_ENDS = frozenset("效价评分标面况值类为是：共计得的项\n")
_NAME_LEAD = re.compile('^(?:其中|一级指标|以及|和|及|[“"])+')
_STARTS_LEAD = frozenset('其一以和及“"')
_SPEAKS_OF_ITS_ITEM = re.compile("^$|[该本此]$|标准$")
_OWN = re.compile("^(?:[^，]{0,12}[该本此]|实际|合计|共)?$")  # the label of points of the line itself
_RESULT = re.compile("得分|得")
_WEIGHTS = re.compile("满分|分值|权重|标准分|指标体系|总分(?:为|是|：)?100分")
_AT_ONCE = 8  # characters between full marks and what is deducted from them, at most
_FULL_MARKS = 100
_WINDOW = 80  # characters before a number that tell what it is
_MOST_PARTS = 200  # of one sum; more are no scoring table


def read_points(lexed: Lexed) -> Points:
    """Return the points of a text.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> [(s.role.value, s.label) for s in read_points(lex("满分10分，扣2分，得8分。投入绩效为13分")).scores]
        [('full', ''), ('deducted', ''), ('awarded', ''), ('named', '投入')]
    """
    headings = _headings(lexed)
    ends = _sentence_ends(lexed, headings.begins)
    scores: list[Score] = []
    last, points, figure = 0, Dimension.POINTS, Kind.FIGURE
    for number in [each for each in lexed.numbers if each.dimension is points and each.kind is figure]:
        sentence = bisect_right(ends, number.begin)
        start = max(last, number.begin - _WINDOW, ends[sentence - 1] if sentence else 0)
        before, after = lexed.words[start : number.begin], lexed.words[number.end : number.end + 8]
        i = bisect_right(headings.begins, number.begin) - 1
        clause = _CLAUSE.split(before if i < 0 else before[max(0, headings.texts[i] - start) :])[-1]
        role, label = _role(before, clause, after)
        path = headings.path(i)
        item = headings.names[i] if i >= 0 and _SPEAKS_OF_ITS_ITEM.search(label) else label
        scores.append(Score(number, role, label, item, before, sentence, path))
        last = number.end
    grades = tuple((found[1], found.start(1)) for found in _GRADE.finditer(lexed.words))
    return Points(tuple(scores), headings, grades, ends)


def _headings(lexed: Lexed) -> Headings:
    words = lexed.words
    names: list[str] = []
    levels, begins, ends, aboves, texts = (array("i") for _ in range(5))
    above: list[int] = []
    for begin, stop in pairwise((0, *lexed.breaks, len(words))):
        mark = mark_at(words, begin)
        if mark is None:
            continue
        level, start = mark
        while above and levels[above[-1]] >= level:
            ends[above.pop()] = begin
        name = _NAME.match(words, start, stop)
        names.append("" if name is None else _name(name.group()))
        texts.append(begin if name is None or name.end() != stop else stop)
        levels.append(level)
        begins.append(begin)
        ends.append(len(words))
        aboves.append(above[-1] if above else -1)
        above.append(len(names) - 1)
    return Headings(names, levels, begins, ends, aboves, texts)


def _name(words: str) -> str:
    """Return a name without the words that it may stand with: 投入绩效, 投入指标, 投入."""
    lead = _NAME_LEAD.match(words) if words[:1] in _STARTS_LEAD else None
    name = words if lead is None else words[lead.end() :]
    return (_NAME_TAIL.sub("", name) if name[-1:] in _NAME_ENDS else name).strip('“”"')


def _sentence_ends(lexed: Lexed, headings: array[int]) -> array[int]:
    """Return where sentences end; a line may end within one, but not before a numbered item."""
    words = lexed.words
    ends = {found.end() for found in _SENTENCE_END.finditer(words)}
    ends.update(begin for begin in headings if begin)
    ends.update(place for place in lexed.breaks if words[place - 1] == "；")
    return array("i", sorted(ends))


def _role(before: str, clause: str, after: str) -> tuple[Role, str]:
    if _RULE_AFTER.match(after) or _RULE_BEFORE.search(before):
        return Role.RULE, ""
    if before.endswith("(") and after.startswith(")"):
        return Role.FULL, ""
    if _OF_ITEM.match(before) and after.startswith("。"):
        return Role.FULL, ""  # 3．预算完成率，8分。
    if before.endswith("按满分") and after.startswith("计"):
        return Role.AWARDED, ""
    for role, pattern in _ROLES:
        verb = pattern.search(clause)
        if verb is not None:
            return role, _name(clause[: verb.start()])
    name = _name(clause)
    return (Role.NAMED, name) if name else (Role.OTHER, "")


# ---------------------------------------------------------------------------------------------------------------------
# Claims.


def points(lexed: Lexed, read: Points) -> Iterator[Candidate]:
    """Yield the claims of what points add up to.

    Args:
        lexed: The text.
        read: Its points.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> text = lex("满分10分，扣2分，得8分。")
        >>> [c.stated.quantity.text for c in points(text, read_points(text))]
        ['8分']
    """
    yield from _deductions(read, lexed)
    yield from _sections(read, lexed)
    yield from _in_titles(read)
    yield from _totals(read)


def _claim(stated: Score, signed: Sequence[tuple[int, Score]], *, said: bool) -> Candidate:
    numbers = [(sign, exact(score.number)) for sign, score in signed]
    sureness = Sureness.SAID if said else Sureness.LIKELY
    return Candidate("points", stated.number, signs_of(numbers), tuple(each for _, each in numbers), sureness)


def _sum(stated: Score, parts: Sequence[Score], *, said: bool) -> Candidate:
    return _claim(stated, [(1, part) for part in parts], said=said)


def _sentences(scores: Sequence[Score]) -> Iterator[list[Score]]:
    group: list[Score] = []
    for score in scores:
        if group and group[-1].sentence != score.sentence:
            yield group
            group = []
        group.append(score)
    if group:
        yield group


def _deductions(read: Points, lexed: Lexed) -> Iterator[Candidate]:
    """Yield what is left of the full marks of a line: `满分10分，扣2分，得8分`."""
    fulls = _fulls_of_items(read)
    for sentence in _sentences(read.scores):
        yield from list(_from_its_full(sentence, lexed)) or _from_full_elsewhere(sentence, fulls)


def _from_its_full(sentence: Sequence[Score], lexed: Lexed) -> Iterator[Candidate]:
    for full, *rest in _from_full(sentence):
        awarded = [score for score in rest if score.role in {Role.AWARDED, Role.TOTAL}]
        deducted = [score for score in rest if score.role is Role.DEDUCTED]
        if len(awarded) == 1 and deducted and len(rest) == len(deducted) + 1 <= _MOST_PARTS:
            # 过程（50分）：预算执行扣2分，得18分: full marks of the section, points of an indicator.
            at_once = rest[0].number.begin - full.number.end <= _AT_ONCE
            apart = lexed.words.startswith(")", full.number.end) or not _OWN.search(full.label)
            own = all(_OWN.search(score.label) for score in rest) and (at_once or not apart)
            said = own and not any(_PARTIAL.search(score.words) for score in deducted)
            yield _claim(awarded[0], [(1, full), *((-1, score) for score in deducted)], said=said)


def _fulls_of_items(read: Points) -> dict[tuple[int, ...], list[Score]]:
    """Return the full marks that items state, by item."""
    fulls: dict[tuple[int, ...], list[Score]] = {}
    for score in read.scores:
        if score.role is Role.FULL:
            fulls.setdefault(score.path, []).append(score)
    return fulls


def _from_full_elsewhere(
    sentence: Sequence[Score], fulls: Mapping[tuple[int, ...], Sequence[Score]]
) -> Iterator[Candidate]:
    """Yield what is left of full marks that stand elsewhere: `3．完成率，8分。…扣1分，计7分`."""
    awarded = [score for score in sentence if score.role is Role.AWARDED]
    deducted = [score for score in sentence if score.role is Role.DEDUCTED]
    full = [score for score in sentence if score.role is Role.FULL] or fulls.get(sentence[0].path, ())
    if len(awarded) == len(full) == 1 and 0 < len(deducted) <= _MOST_PARTS:
        yield _claim(awarded[0], [(1, full[0]), *((-1, score) for score in deducted)], said=False)


def _in_titles(read: Points) -> Iterator[Candidate]:
    """Yield the points in the title of a section, of those of its lines: `（一）投入（满分15分，自评13分）`."""
    begins, headings = [score.number.begin for score in read.scores], read.headings
    # Only the heading that a score stands right behind has it in its title.
    for i in sorted({bisect_right(headings.begins, begin) - 1 for begin in begins} - {-1}):
        heading = headings[i]
        first = headings.begins[i + 1] if i + 1 < len(headings) else heading.end
        own = read.scores[bisect_left(begins, heading.begin) : bisect_left(begins, min(first, heading.end))]
        under = read.scores[bisect_left(begins, first) : bisect_left(begins, heading.end)][: 4 * _MOST_LINES]
        for role in (Role.AWARDED, Role.FULL):
            stated = [score for score in own if score.role is role]
            lines: dict[tuple[int, ...], list[Score]] = {}
            for score in under:
                if score.role is role and len(score.path) == len(heading.path) + 1:
                    lines.setdefault(score.path, []).append(score)
            parts = [scores[0] for scores in lines.values()]
            single = all(len(scores) == 1 for scores in lines.values())
            if len(stated) == 1 and single and 1 < len(parts) <= _MOST_LINES:
                yield _sum(stated[0], parts, said=False)


_MOST_LINES = 40  # of a section


def _from_full(sentence: Sequence[Score]) -> Iterator[list[Score]]:
    """Yield the numbers from each number of full marks to the next."""
    group: list[Score] = []
    for score in sentence:
        if score.role is Role.FULL:
            if group:
                yield group
            group = [score]
        elif group:
            group.append(score)
    if group:
        yield group


def _sections(read: Points, lexed: Lexed) -> Iterator[Candidate]:
    """Yield the claims of what the lines under headings come to, sentence by sentence."""
    begins = [score.number.begin for score in read.scores]
    by_sentence: dict[int, list[tuple[Score, Heading]]] = {}
    for score, heading in read.sections:
        by_sentence.setdefault(score.sentence, []).append((score, heading))
    judged: set[int] = set()  # headings that were summed up, so that no text makes one be read many times
    for sentence, found in by_sentence.items():
        claims: list[tuple[Score, list[Score], bool]] = []
        clear = _are_all(found) and _is_result(read, lexed, sentence)
        for score, heading in found:
            under = read.scores[bisect_left(begins, heading.begin) : bisect_left(begins, heading.end)]
            parts = [each for each in under if each.role is Role.AWARDED]
            if heading.begin not in judged and 1 < len(parts) <= _MOST_PARTS:
                claims.append((score, parts, _leaves_out(read, heading, parts)))
                clear = clear and _are_plain(under) and not _UNREAD.search(lexed.words, heading.begin, heading.end)
            judged.add(heading.begin)
        for score, parts, open_ in claims:
            claim = _sum(score, parts, said=clear and len(claims) == len(found))
            yield replace(claim, may_fall_short=open_)


def _leaves_out(read: Points, section: Heading, parts: Sequence[Score]) -> bool:
    """Return whether a line under a heading tells no points: what is stated of the section may lawfully be more."""
    begins, levels = read.headings.begins, read.headings.levels
    first, stop = bisect_right(begins, section.begin), bisect_left(begins, section.end)
    told = {begin for score in parts for begin in score.path}
    return any(levels[i] < len(MARKS) - 1 and begins[i] not in told for i in range(first, stop))


def _are_all(found: Sequence[tuple[Score, Heading]]) -> bool:
    """Return whether a sentence states the points of several sections that follow one another, each once."""
    headings = sorted((heading for _, heading in found), key=lambda each: each.begin)
    follow = all(one.end == next_.begin and one.level == next_.level for one, next_ in pairwise(headings))
    return len(headings) > 1 and follow


def _is_result(read: Points, lexed: Lexed, sentence: int) -> bool:
    """Return whether a sentence states points awarded, and not what points there are."""
    begin = read.ends[sentence - 1] if sentence else 0
    end = read.ends[sentence] if sentence < len(read.ends) else len(lexed.words)
    words = lexed.words[begin:end]
    return _RESULT.search(words) is not None and _WEIGHTS.search(words) is None


def _are_plain(under: Sequence[Score]) -> bool:
    """Return whether points are awarded once to each line, and none of them to a line above others."""
    deducted = False  # 扣2分，得8分: what is deducted stands beside what is awarded
    for score in under:
        if score.role not in {Role.AWARDED, Role.FULL, Role.DEDUCTED} or (deducted and score.role is Role.FULL):
            return False
        deducted = score.role is Role.DEDUCTED
    paths = [score.path for score in under if score.role is Role.AWARDED]
    return not deducted and len(set(paths)) == len(paths) and not _is_nested(paths)


def _is_nested(paths: Sequence[tuple[int, ...]]) -> bool:
    return not set(paths).isdisjoint({path[:i] for path in paths for i in range(len(path))})


def _totals(read: Points) -> Iterator[Candidate]:
    """Yield the claims of sums: of what their sentence lists, of the sums before them, of sections or lines."""
    names = set(read.headings.names)
    sections = list({score.number.key: score for score, _ in read.sections}.values())
    subtotals: list[Score] = []
    lines: list[Score] = []  # points awarded so far
    loose = False  # whether points were awarded since the last sum, outside of a list that was summed up
    covered = True  # whether all of them went into a sum
    for sentence in _sentences(read.scores):
        since: list[Score] = []
        for i, score in enumerate(sentence):
            if score.role is not Role.TOTAL:
                since.append(score)
                continue
            parts = [each for each in since if each.role in {Role.NAMED, Role.AWARDED}]
            following = sentence[i + 1 :]
            if 1 < len(parts) <= _MOST_PARTS:
                said = _is_list(score, parts, since, names) and not (loose and parts[0].role is Role.AWARDED)
                yield _sum(score, parts, said=said)
                if "小计" in score.words:
                    subtotals.append(score)
            else:
                closed = covered and not loose and not since and not _PARTIAL.search(score.words)
                for summed, said in ((subtotals, closed), (sections, False), (lines, False)):
                    if 1 < len(summed) <= _MOST_PARTS:
                        yield _sum(score, summed, said=said and not score.number.says(_FULL_MARKS))
                subtotals, covered = [], True
            if i == 0:
                yield from _listed_after(score, following)
            covered = covered and not loose
            loose = False
            lines += [each for each in parts if each.role is Role.AWARDED]
            since = []
        lines += [each for each in since if each.role is Role.AWARDED]
        loose = loose or any(each.role not in {Role.FULL, Role.RULE} for each in since)


def _is_list(total: Score, parts: Sequence[Score], since: Sequence[Score], names: set[str]) -> bool:
    """Return whether a sentence lists all that a total consists of."""
    if len({each.role for each in parts}) > 1 or any(_PARTIAL.search(each.words) for each in (*parts, total)):
        return False
    if any(each.role not in {Role.NAMED, Role.AWARDED, Role.FULL} for each in since):
        return False
    if total.number.says(_FULL_MARKS) or _is_nested([each.path for each in parts]):
        return False
    return bool(_CLOSES.search(total.words)) or len(parts) > 2 or all(each.label in names for each in parts)


def _listed_after(total: Score, following: Sequence[Score]) -> Iterator[Candidate]:
    """Yield the claim of a total whose parts follow it: 总得分92分，其中：投入13分，过程53分. They may not be all."""
    parts = [score for score in following if score.role in {Role.NAMED, Role.AWARDED}]
    if len(parts) == len(following) and 1 < len(parts) <= _MOST_PARTS:
        alike = len({each.role for each in parts}) == 1 and not _is_nested([each.path for each in parts])
        said = len(parts) > 2 and alike and not total.number.says(_FULL_MARKS)
        yield replace(_sum(total, parts, said=said), may_fall_short=True)

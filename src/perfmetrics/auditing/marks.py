"""得分率: points awarded of full marks, which stand beside them in a sentence, or in the table of points above.

`过程类19.25分（满分20.00分），得分率96.25%`. Such pairs add up as well, where the full marks make the hundred.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfmetrics.auditing import wording
from perfmetrics.auditing.candidates import Candidate, Sureness, exact, rate_of, symbol, total_of
from perfmetrics.auditing.grids import Row, Table
from perfmetrics.auditing.lexer import Lexed, Number
from perfmetrics.auditing.points import Points, Role, Score

_RATE = re.compile("(?P<name>[^，,。；;：:！？（()、|\\d\n]{0,12}?)得分率(?:均|分别)?(?:为|是|达到?|约|：|:)*$")
_REACH = 24  # characters before a rate that name it
_FAR = 60  # characters between points and their rate
_ENDS = re.compile("[。；！？|\n]")
_TAIL = re.compile("(?:类|方面|部分|一级|二级|指标|绩效|情况|得分|项)+$")
_HEAD = re.compile("^(?:其中|一级指标|二级指标|的|，)+")
_EARNED = {Role.AWARDED, Role.NAMED, Role.TOTAL}
_FULL_COLUMN = re.compile("^(?:标准)?(?:分值|满分|标准分|权重分?|总分)(?:\\(分\\))?$")
_EARNED_COLUMN = re.compile("^(?:自评|评价|实际|考评|最终)?(?:得分|评分|分数)(?:\\(分\\))?$")
_SUM_ROW = re.compile("^(?:合计|总计|总分|总得分)")
_OTHER = re.compile("上年|去年|复核|扣减|调整|平均|第三方|专家|抽查|项目")
_NEAR = 40  # characters behind a table in which its total is told
_MORE = re.compile("加分|附加|减分|倒扣")
_WHOLE = 100
_FEWEST = 3  # kinds of points that are a card
_MOST = 40


def score_rates(lexed: Lexed, points: Points, tables: Sequence[Table] = ()) -> Iterator[Candidate]:
    """Yield the claims of what points are of their full marks.

    Args:
        lexed: The text.
        points: Its points.
        tables: Its tables.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> from perfmetrics.auditing.points import read_points
        >>> text = lex("过程类18分（满分20分），得分率90%。")
        >>> [each.stated.quantity.text for each in score_rates(text, read_points(text))]
        ['90%']
    """
    boards = [*_boards(tables)]
    if "得分率" in lexed.words:
        known = {score.number.key: score for score in points.scores}
        for rate in lexed.numbers:
            if rate.is_rate:
                yield from _rate(lexed, rate, known, boards)
    totals = points.totals
    for board in boards:
        yield from _of_board(lexed, board, totals)
    yield from _compared(lexed, points)
    for start, run in _cards(points):
        near = points.scores[max(0, start - _MOST) : start + len(run) + _MOST]
        yield from _card(lexed, run, near)


@dataclass(frozen=True, slots=True)
class _Board:
    """A table of points: where it ends, its rows with points awarded and full marks, and what the last row says."""

    end: int
    rows: Mapping[str, tuple[Number, Number] | None]
    total: Number | None


def _boards(tables: Sequence[Table]) -> Iterator[_Board]:
    """Yield the tables that have one column of full marks, and one of points awarded."""
    for table in tables:
        full, earned = (
            [i for i, head in enumerate(table.header) if kind.match(head)] for kind in (_FULL_COLUMN, _EARNED_COLUMN)
        )
        if len(full) == len(earned) == 1:
            rows: dict[str, tuple[Number, Number] | None] = {}
            for row in table.rows:
                name = _plain(row.label)
                rows[name] = None if name in rows else _cells(row, earned[0], full[0])
            last = _cells(table.rows[-1], earned[0], full[0]) if _SUM_ROW.match(table.rows[-1].label) else None
            yield _Board(table.end, rows, last[0] if last and last[1].says(_WHOLE) else None)


def _cells(row: Row, earned: int, full: int) -> tuple[Number, Number] | None:
    over, under = row.cells[earned], row.cells[full]
    return None if over is None or under is None else (exact(over), exact(under))


def _rate(lexed: Lexed, rate: Number, known: Mapping[str, Score], boards: Sequence[_Board]) -> Iterator[Candidate]:
    named = _RATE.search(lexed.words[max(0, rate.begin - _REACH) : rate.begin])
    if named is None:
        return
    name = _plain(named["name"])
    beside = list(_beside(lexed, rate, known))
    full = [score for score in beside if score.role is Role.FULL]
    earned = [score for score in beside if score.role in _EARNED]
    if len(full) == len(earned) == 1:
        if not name or name == _plain(earned[0].label):
            yield rate_of("share", rate, exact(earned[0].number), exact(full[0].number))
    elif name and not full:
        last = bisect_right(boards, rate.begin, key=_end)
        for board in boards[max(0, last - 1) : last]:
            pair = board.rows.get(name)  # 过程类得分率86.8%: of the row of that name
            if pair is not None:
                yield rate_of("share", rate, *pair)


def _end(board: _Board) -> int:
    return board.end


def _plain(name: str) -> str:
    """Return a name without what it may have or lack: 过程类, 过程指标."""
    return _TAIL.sub("", _HEAD.sub("", name))


def _beside(lexed: Lexed, rate: Number, known: Mapping[str, Score]) -> Iterator[Score]:
    """Yield the points before a rate, back to another rate or the end of its part of the sentence."""
    place = rate
    for i in range(rate.index - 1, max(-1, rate.index - 1 - 2 * _FEWEST), -1):
        number = lexed.numbers[i]
        if place.begin - number.end > _FAR or _ENDS.search(lexed.words, number.end, place.begin) or number.is_rate:
            return
        if number.key in known:
            yield known[number.key]
        place = number


def _of_board(lexed: Lexed, board: _Board, totals: Sequence[Score]) -> Iterator[Candidate]:
    """Yield 本次自评综合得分94.1分 behind a table of points: of its last row, which sums a hundred up."""
    first = bisect_left(totals, board.end, key=_begin)
    behind = [score for score in totals[first : first + 2] if score.number.begin - board.end <= _NEAR]
    if board.total is None or len(behind) != 1:
        return
    if not _OTHER.search(lexed.words, board.end, behind[0].number.begin):
        yield Candidate("points", behind[0].number, "+", (board.total,))


def _begin(score: Score) -> int:
    return score.number.begin


_THAN = re.compile("(?:与|较|比)(?:上年|去年|上一年)度?(?:得分|自评|评价|总分|综合得分|的|自评得分)*(?:为|是)?$")
_CHANGED = re.compile("^(?:相?比|比较)?，?(?:(?P<up>提[高升]|上升|增[加长]|高)|下降|降低|减少|回落|低)了?$")


def _compared(lexed: Lexed, points: Points) -> Iterator[Candidate]:
    """Yield 总分93分。与上年89.4分比，提高3.6分: of the only total that is stated before."""
    words = lexed.words
    for i, stated in enumerate(points.scores[1:], 1):
        base = points.scores[i - 1]
        gap = words[base.number.end : stated.number.begin] if stated.sentence == base.sentence else ""
        changed = _CHANGED.match(gap)
        if changed is None or not _THAN.search(words[max(0, base.number.begin - _REACH) : base.number.begin]):
            continue
        totals = [score for score in points.scores[max(0, i - _MOST) : i] if score.role is Role.TOTAL]
        if len(totals) == 1:
            now, last = exact(totals[0].number), exact(base.number)
            change = symbol(now) - symbol(last) if changed["up"] else symbol(last) - symbol(now)
            yield Candidate("points", stated.number, change, (now, last))


# ---------------------------------------------------------------------------------------------------------------------
# 总分93分。其中：决策类18分（满分20分），…: a card that is told in a sentence.


def _cards(points: Points) -> Iterator[tuple[int, list[Score]]]:
    """Yield where points start that each stand beside their full marks: earned, full, earned, full."""
    run: list[Score] = []
    start = 0
    for i, score in enumerate(points.scores[1:], 1):
        before = points.scores[i - 1]
        is_pair = score.role is Role.FULL and before.role in {Role.NAMED, Role.AWARDED}
        if run and not (is_pair and run[-1].sentence == before.sentence) and score.role is Role.FULL:
            yield start, run
            run = []
        if is_pair:
            start = start if run else i - 1
            run += [before, score]
    if run:
        yield start, run


def _card(lexed: Lexed, run: Sequence[Score], near: Sequence[Score]) -> Iterator[Candidate]:
    earned, full = run[0::2], run[1::2]
    if not _FEWEST <= len(full) <= _MOST:
        return
    last = run[-1].sentence
    around = [score for score in near if run[0].sentence - 1 <= score.sentence <= last + 1]
    words = lexed.words[around[0].number.begin : around[-1].number.end]
    is_whole = sum(score.number.exact() for score in full) == _WHOLE and not _MORE.search(words)
    totals = [score for score in around if score.role is Role.TOTAL and score.number.begin < run[0].number.begin]
    if len(totals) == 1:
        yield _sum(totals[0], earned, said=is_whole)
    for score in around:
        if score.number.begin <= run[-1].number.begin:
            continue
        if score.role is Role.FULL and wording.counted(score.words + score.label) in {0, len(full)}:
            yield _sum(score, full, said=is_whole)
        elif score.role is Role.DEDUCTED and len(totals) == 1:
            yield _lost(score, full, totals[0])


def _sum(stated: Score, parts: Sequence[Score], *, said: bool) -> Candidate:
    numbers = tuple(exact(part.number) for part in parts)
    sure = Sureness.SAID if said else Sureness.LIKELY
    return Candidate("points", stated.number, total_of([(1, number) for number in numbers]), numbers, sure)


def _lost(stated: Score, full: Sequence[Score], total: Score) -> Candidate:
    signed = [*((1, exact(part.number)) for part in full), (-1, exact(total.number))]
    numbers = tuple(number for _, number in signed)
    return Candidate("points", stated.number, total_of(signed), numbers, Sureness.LIKELY)

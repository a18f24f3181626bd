"""Score and check many reports with Dask, on this machine or on several: 许多份报告的计分、核对.

    python examples/cluster/many_reports.py 报告.jsonl 结果目录 [--rubric 评分标准] [--scheduler tcp://地址:8786]

输入是 JSON Lines：一行一份报告，写法同报告文件。输出也是：一行一份，次序不变；读不了的一行记下原因，不影响别的行。
不给 --scheduler 时，在本机起两个进程。先看 docs/benchmarks.md 中一个省、全国各要多久，多半不需要集群。

JSON Lines in, JSON Lines out: a line a report, in their order; a line that
cannot be read becomes a record that says why. Without --scheduler two processes are started on this machine.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import dask.bag
from dask.distributed import Client, LocalCluster

import perfmetrics as pm

BLOCK = 4_000_000  # bytes of input that a process takes at a time: some hundred reports


def judged(lines: Iterable[str], rubric: pm.Rubric | str | None = None) -> list[dict[str, Any]]:
    """Return a record for each line: what the report comes to, and what is wrong in it."""
    return [_record(line, rubric) for line in lines if line.strip()]


def _record(line: str, rubric: pm.Rubric | str | None) -> dict[str, Any]:
    record: dict[str, Any] = {"title": None, "total": None, "grade": None, "findings": [], "error": None}
    try:
        data = json.loads(line, parse_float=Decimal)  # digits as written, not binary fractions
        result = pm.check(data, rubric=rubric)
    except pm.PerfMetricsError as error:
        return record | {"error": str(error)}
    except (ValueError, RecursionError) as error:
        return record | {"error": f"不是有效的 JSON（{error}）"}
    card = result.card
    return record | {
        "title": result.report_title,
        "total": None if card is None or card.total is None else str(card.total),
        "grade": None if card is None else card.grade,
        "findings": [
            {"code": each.code, "where": each.where, "message": each.message.zh}
            for each in result.findings
            if each.is_error
        ],
    }


def bag_of(path: Path | str, rubric: pm.Rubric | str | None = None, blocksize: int = BLOCK) -> Any:
    """Return the records as a Dask bag, a partition for each block of the file; nothing is computed yet."""
    lines = dask.bag.read_text(str(path), blocksize=blocksize, encoding="utf-8")
    return lines.map_partitions(judged, rubric)


def _two_processes() -> LocalCluster:
    return LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)


def main(arguments: list[str] | None = None) -> int:
    """Judge a file of reports on a cluster."""
    parser = argparse.ArgumentParser(description="用 Dask 核对许多份报告 / check many reports with Dask")
    parser.add_argument("reports", help="JSON Lines，一行一份报告 / a report a line")
    parser.add_argument("results", help="结果目录 / directory of the results")
    parser.add_argument("--rubric", help="评分标准；不给时用报告注明的 / scoring table; by default the report's own")
    parser.add_argument("--scheduler", help="集群地址；不给时在本机起两个进程 / address of a cluster")
    parser.add_argument("--block", type=int, default=BLOCK, help="每次分给一个进程的字节数 / bytes of a partition")
    given = parser.parse_args(arguments)
    try:
        table = None if given.rubric is None else pm.load_rubric(given.rubric)  # it travels with the work
        records = bag_of(given.reports, table, given.block).map(json.dumps, ensure_ascii=False)
        with ExitStack() as stack:
            cluster = given.scheduler or stack.enter_context(_two_processes())
            stack.enter_context(Client(cluster))
            written = records.to_textfiles(str(Path(given.results) / "*.jsonl"))
    except (OSError, pm.PerfMetricsError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    print(*written, sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Take the pictures of the documentation: what a browser shows of a card, a check and an audit, light and dark.

Run `python docs/build_pictures.py` after a change of the pages; it needs the extra `browser` and a Chromium.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

import perfmetrics as pm
from perfmetrics.outcomes import Outcome

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
REPORTS = ROOT / "examples" / "reports"
WIDTH, HEIGHT = 960, {"card": 1240, "check": 760, "audit": 760}

# The figures of the report of 保靖 2019 and of one of 开江 2019, in a few sentences of our own.
TEXT = """一、预算执行情况
年初结转结余84.39万元，本年收入1545.97万元，其中财政拨款1530.55万元，其他收入15.42万元。本年支出1568.08万元，\
其中基本支出1238.54万元，项目支出329.54万元。年末结转结余62.29万元。
二、指标计算
在职人员控制率＝（72－14－4）/71×100%＝76.06%。预算控制率＝（9.16/1521.39）×100%＝0.6%。
公用经费控制率＝（234.56/141.6）×100%＝161.65%。“三公经费”控制率＝（15.35/90）×100%＝17.05%。
三、信息公开
全年公开政府信息10149条，其中重点领域1812条，乡镇1615条，县级部门10742条。
"""


def main() -> int:
    """Take every picture.

    Returns:
        The exit status.
    """
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium on this machine", file=sys.stderr)
        return 2
    shown: dict[str, Outcome] = {
        "card": pm.score(REPORTS / "baojing-2019.toml", rubric="baojing-2019"),
        "check": pm.check(REPORTS / "kaijiang-2019.toml"),
        "audit": pm.audit(TEXT),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, outcome in shown.items():
            for scheme in ("light", "dark"):
                page = browser.new_context(color_scheme="dark" if scheme == "dark" else "light").new_page()
                page.set_viewport_size({"width": WIDTH, "height": HEIGHT[name]})
                page.set_content(outcome.to_html())
                if name == "card":
                    page.locator("summary", has_text="65.65").click()
                    page.mouse.move(0, 0)
                    page.evaluate("scrollTo(0, 0)")
                if name == "audit":
                    page.locator("h2", has_text="原文").evaluate("element => element.scrollIntoView()")
                    page.locator(".pm-source a.pm-bad").first.focus()
                PICTURES.mkdir(exist_ok=True)
                page.screenshot(path=PICTURES / f"{name}-{scheme}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

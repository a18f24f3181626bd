"""The pages in a real browser: they open without a complaint, unfold with the keyboard, and show their numbers.

Needs the extra `browser` and a Chromium on the machine; `make test` runs it where both are there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import perfmetrics as pm

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
WRONG = "2021年镇三公经费决算9.07万元，较上年减少0.71万元，下降7.83%。"
OFFLINE = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)
        yield started
        started.close()


def opened(browser: Browser, html: str, scheme: str = "light") -> tuple[Page, list[str]]:
    """Return a page and what it complains of: errors, and anything that it asks the network for."""
    page = browser.new_context(color_scheme="dark" if scheme == "dark" else "light").new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url))
    page.set_content(html)
    return page, complaints


def test_a_line_of_a_card_unfolds_with_the_keyboard_and_shows_its_working(browser: Browser) -> None:
    """Issue 5: opens the page, unfolds a line and finds the numbers; no mouse, no network."""
    page, complaints = opened(browser, pm.score(REPORTS / "baojing-2019.toml", rubric="baojing-2019").to_html())
    working = page.get_by_text("234.56 ÷ 141.6 × 100% ≈ 165.65%").first
    line = page.locator("summary", has_text="超过标准 65.65 个百分点")
    assert not working.is_visible()
    line.focus()
    page.keyboard.press("Enter")
    assert working.is_visible()
    assert page.get_by_text("91 / 100 优").is_visible()
    assert complaints == []


def test_a_mark_of_an_audit_leads_to_its_explanation_and_back(browser: Browser) -> None:
    page, complaints = opened(browser, pm.audit(f"前文。{WRONG}").to_html())
    mark = page.locator(".pm-source a.pm-bad")
    mark.focus()
    tip = mark.evaluate("element => getComputedStyle(element, '::after').content")
    assert "7.26%" in tip
    page.keyboard.press("Enter")
    row = page.locator("tr:target")
    assert "7.26%" in row.inner_text()
    row.locator("a").press("Enter")
    assert page.locator("a:target").inner_text().startswith("7.83%")
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground_in_both_themes(browser: Browser, scheme: str) -> None:
    """At least 4.5 to 1, as the guidelines for readable pages ask of small text (WCAG 2, 1.4.3)."""
    page, _ = opened(browser, pm.check(REPORTS / "kaijiang-2019.toml").to_html(), scheme)
    shown = page.locator(".perfmetrics p, .perfmetrics .pm-badge, .perfmetrics dd, .perfmetrics summary span")
    ratios: list[float] = shown.evaluate_all(_CONTRASTS)
    assert len(ratios) > 50
    assert min(ratios) >= 4.5


_CONTRASTS = """elements => {
  const canvas = document.createElement("canvas").getContext("2d");
  const rgb = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour[3]) return colour;
    }
    return [255, 255, 255];
  };
  return elements.map(e => [light(rgb(getComputedStyle(e).color)), light(ground(e))])
    .map(([a, b]) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
}"""


def test_everything_is_unfolded_on_paper(browser: Browser) -> None:
    """What cannot be clicked is printed."""
    page, _ = opened(browser, pm.score(REPORTS / "baojing-2019.toml", rubric="baojing-2019").to_html())
    hidden = page.locator("details p").first
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    assert hidden.evaluate("element => element.getBoundingClientRect().height") > 0


def test_a_narrow_window_scrolls_no_further_than_its_tables(browser: Browser) -> None:
    page, _ = opened(browser, pm.audit(WRONG * 3).to_html())
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

"""The local workspace in a real browser: `cairn demo` as people start it, and Chromium before it.

These tests run by themselves (`make test-browser`): Playwright's loop and pytest-asyncio's do not mix.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# A small machine without a screen or a network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A Monday morning: that week's Friday, the read-out and the first of the month come in this order.
START = "2026-11-16T10:00:00+00:00"
# Longer than anybody would wait, in milliseconds: a machine with other work is not a broken page.
PATIENCE = 30_000
# The first of a long message is enough for a picture, in pixels.
LONGEST = 900
Take = Callable[..., None]
expect.set_options(timeout=PATIENCE)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="Make the README's pictures anew.")


@dataclass
class Demo:
    """A running local workspace."""

    address: str
    errors: list[str] = field(default_factory=list)

    def page(self, browser: Browser, who: str = "", place: str = "", **look: object) -> Page:
        """A new page as somebody at a place."""
        page = browser.new_page(**{"viewport": {"width": 1280, "height": 800}, **look})  # type: ignore[arg-type]
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        query = "&".join(filter(None, [who and f"as={who}", place and f"at={place}"]))
        page.goto(f"{self.address}?{query}")
        page.locator("body[data-ready]").wait_for()
        return page


def started(*options: str) -> Iterator[Demo]:
    """`cairn demo` on a free port until the end; its own words where it does not start."""
    command = [sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0", "--at", START, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, "The demo did not start."
        yield Demo(found[0])
        process.terminate()
        process.wait(20)


def open_record(page: Page, name: str = "") -> Locator:
    """The inspector's newest record of `name`, found and opened at once: others may push it off the list."""
    page.locator("#records li", has_text=name).first.wait_for()
    found = page.evaluate(
        """(name) => {
          const all = [...document.querySelectorAll("#records li")];
          const found = all.find((one) => one.textContent.includes(name));
          found.querySelector("summary").click();
          return found.id;
        }""",
        name,
    )
    return page.locator(f"#{found}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("There is no Chromium here: apt-get install -y chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def demo(browser: Browser) -> Iterator[Demo]:
    """One workspace for the tests of a file, in the order in which they stand."""
    yield from started()


@pytest.fixture(autouse=True)
def scripts_work(demo: Demo) -> Iterator[None]:
    """No test may end with an error in the page's own scripts."""
    yield
    assert not demo.errors


@pytest.fixture
def take(request: pytest.FixtureRequest) -> Take:
    """Take a picture for the README, where those are asked for: of the page, or of a long message alone."""

    def taken(page: Page, name: str, message: Locator | None = None) -> None:
        if not request.config.getoption("--pictures"):
            return
        path = HERE / "pictures" / f"{name}.png"
        if message is None:
            page.screenshot(path=path)
            return
        before = page.viewport_size
        page.set_viewport_size({"width": 1280, "height": 2400})
        page.mouse.move(0, 0)
        box = message.bounding_box()
        assert box is not None
        whole = {"x": box["x"], "y": box["y"], "width": box["width"], "height": min(box["height"], LONGEST)}
        page.screenshot(path=path, clip=whole)  # type: ignore[arg-type]
        if before:
            page.set_viewport_size(before)

    return taken

"""A browser without a network, and a way to open a page in it that records what goes wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_EXECUTABLES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Headless Chromium."""
    from playwright.sync_api import sync_playwright

    executable = next(filter(None, map(shutil.which, _EXECUTABLES)), None)
    if executable is None:
        pytest.fail("the browser tests need Chromium: install it with `apt-get install chromium`", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_FLAGS))
        yield browser
        browser.close()


@dataclass
class Opened:
    """An open page with the requests and complaints since it was opened."""

    page: object
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    own: str = ""

    def assert_quiet(self) -> None:
        """Nothing was asked of the network, nothing went wrong, nothing of anybody's text ran."""
        assert self.requests == []
        assert self.complaints == []


@pytest.fixture
def show(browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens HTML from a file, offline; ``width``, ``height``, ``scheme`` and ``hash`` as wanted."""
    contexts = []

    def open_page(html: str, *, width=1440, height=900, scheme="light", hash="", **options) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, offline=True, **options
        )
        contexts.append(context)
        page = context.new_page()
        file = tmp_path / f"page-{len(contexts)}.html"
        opened = Opened(page, own=file.as_uri())
        file.write_text(html, "utf-8")
        address = file.as_uri() + hash

        def asked(request) -> None:
            if not request.url.startswith((opened.own, "about:", "data:", "blob:")):
                opened.requests.append(request.url)

        page.on("request", asked)
        page.on(
            "console", lambda message: message.type in ("error", "warning") and opened.complaints.append(message.text)
        )
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (opened.complaints.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.goto(address)
        return opened

    yield open_page
    for context in contexts:
        context.close()

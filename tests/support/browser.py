"""The system's Chromium, driven by Playwright; without one tests skip, and say so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

from tests.support.required import missing

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser named by E2E_BROWSER or found on the PATH."""
    found = (path for name in NAMES if (path := shutil.which(name)))
    executable = os.environ.get("E2E_BROWSER") or next(found, None)
    if executable is None:
        missing("no Chromium found: install the system's package or set E2E_BROWSER")
    arguments = ["--disable-dev-shm-usage", "--disable-gpu"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


class Visit:
    """A page with everything it complained of."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context()
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", self._on_error)
        self.page.on("console", self._on_console)

    def _on_error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

"""A real Chromium: skipped where there is none, unless a run insists on it."""

import os
import shutil

import pytest

REQUIRED = bool(os.environ.get("ROLLBACK_REQUIRE_BROWSER"))
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def chromium():
    """A browser driven by Playwright, with the Chromium that the machine has."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        reason = "no Chromium on this machine (Debian: apt-get install chromium)"
        pytest.fail(reason) if REQUIRED else pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    try:
        driver = sync_playwright().start()
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
    except Exception as error:
        if REQUIRED:
            raise
        pytest.skip(f"Chromium does not start here: {error}")
    yield browser
    browser.close()
    driver.stop()

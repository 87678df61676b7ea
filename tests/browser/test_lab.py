"""The notebook as an analyst meets it: opened, run and exported in JupyterLab."""

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import TimeoutError as TooLate

from analysis.store.folder import notebooks_folder

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "regional_briefing.ipynb"
EXPLORE = "explore.ipynb"
SECONDS = 90_000
IDLE = 'text="Python 3 (ipykernel) | Idle"'


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab of its own on copies of the notebooks; returns its address."""
    folder = tmp_path_factory.mktemp("lab")
    for name in (NAME, EXPLORE):
        shutil.copy(notebooks_folder() / name, folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--IdentityProvider.token=",
        "--LabApp.news_url=None",
    ]
    command = [sys.executable, "-m", "jupyterlab", *options]
    server = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    _wait_for(f"{address}/api/status")
    yield address
    server.terminate()
    server.wait(timeout=30)


def _wait_for(url):
    for _ in range(120):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"JupyterLab did not answer at {url}")


def _saved_with_all_outputs(page, url):
    """Save until the file holds what the last cell shows; return the outputs of all cells."""
    for _ in range(90):
        page.keyboard.press("Control+s")
        page.wait_for_timeout(1000)
        cells = page.request.get(url, params={"content": "1"}).json()["content"]["cells"]
        shown = [cell["outputs"] for cell in cells if cell["cell_type"] == "code"][1:]
        if shown[-1]:
            return [output for outputs in shown for output in outputs]
    pytest.fail("the last cell of the notebook was not run and saved")


def _exported_from_the_menu(page, label):
    """Choose a format in the export menu; return the status of the answer."""
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Save and Export Notebook As").click()
    is_export = lambda response: "/nbconvert/briefing" in response.url  # noqa: E731
    with page.context.expect_event("response", predicate=is_export, timeout=SECONDS) as answered:
        page.locator(".lm-Menu-item", has_text=label).click()
    return answered.value.status


def _shown(page, words, timeout=SECONDS):
    """Wait until some output shows the words; of several that hold them, any that is in sight."""
    page.wait_for_selector(
        f".jp-OutputArea-output >> text={words} >> visible=true", timeout=timeout
    )


def _opened_and_run(chromium, lab, name, words):
    """Open a notebook and run all of it, until an output shows the words."""
    page = chromium.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(f"{lab}/lab/tree/{name}")
    page.wait_for_selector(".jp-Notebook", timeout=SECONDS)
    page.wait_for_selector(IDLE, timeout=SECONDS)
    for _ in range(3):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        # Asked before its kernel has connected, JupyterLab may forget it: it is asked again.
        with contextlib.suppress(TooLate):
            _shown(page, words, SECONDS / 2)
            return page
    pytest.fail(f"{name} was run three times, and no output shows {words!r}")


@pytest.mark.slow
def test_the_explorer_opens_runs_and_follows_the_slider(chromium, lab):
    page = _opened_and_run(chromium, lab, EXPLORE, "As of 20 February 2026")
    map_before = page.locator(".jp-OutputArea-output figure svg").first.inner_html()
    page.locator(".noUi-handle").first.focus()
    page.keyboard.press("ArrowLeft")
    _shown(page, "As of 19 February 2026")
    page.wait_for_function(
        "before => document.querySelector('.jp-OutputArea-output figure svg').innerHTML !== before",
        arg=map_before,
        timeout=SECONDS,
    )
    assert page.locator(".jp-OutputArea-output >> text=Traceback").count() == 0
    page.close()


@pytest.mark.slow
def test_the_notebook_opens_runs_and_exports(chromium, lab):
    page = _opened_and_run(chromium, lab, NAME, "Key findings")
    saved = _saved_with_all_outputs(page, f"{lab}/api/contents/{NAME}")
    assert not any(output.get("name") == "stderr" for output in saved)
    assert _exported_from_the_menu(page, "Briefing (PDF)") == 200
    for kind, start in (("briefing-html", b"<!doctype html>"), ("briefing-pdf", b"%PDF-")):
        url = f"{lab}/nbconvert/{kind}/{NAME}?download=true"
        answer = page.request.get(url, headers={"Referer": f"{lab}/lab"}, timeout=SECONDS)
        assert answer.status == 200, answer.text()[:300]
        assert answer.body().lstrip().startswith(start)
    page.close()

"""The export menu of JupyterLab lists the briefings under names that people read."""

import html
import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.metadata import entry_points
from types import SimpleNamespace

import pytest
from jupyter_server.nbconvert.handlers import NbconvertFileHandler, default_handlers

from analysis.export import menu
from analysis.export.document import TEMPLATES
from analysis.store.folder import notebooks_folder

NAMES = sorted(
    name for name in entry_points(group="nbconvert.exporters").names if "briefing" in name
)
LABELS = ["briefing (HTML)", "briefing (PDF)"]


@pytest.fixture
def handlers():
    added = []
    web_app = SimpleNamespace(
        settings={"base_url": "/user/ada/"},
        add_handlers=lambda host, more: added.extend(more),
    )
    menu._load_jupyter_server_extension(SimpleNamespace(web_app=web_app))
    return added


@pytest.mark.parametrize("name", NAMES)
def test_the_server_answers_for_the_name_of_the_exporter(handlers, name):
    (pattern, handler), _ = handlers
    for written in (name, menu.NAMES[name].replace(" ", "%20")):
        found = re.fullmatch(pattern, f"/user/ada/nbconvert/{written}/notebooks/flank.ipynb")
        assert found.groupdict() == {"format": written, "path": "/notebooks/flank.ipynb"}
    assert issubclass(handler, NbconvertFileHandler)


def test_every_briefing_has_a_name_in_the_menu():
    assert sorted(menu.NAMES) == NAMES
    # The menu itself begins each with a capital.
    assert [menu.NAMES[name] for name in NAMES] == LABELS


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A Jupyter Server of its own with the package's notebook, not executed."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copy(notebooks_folder() / "regional_briefing.ipynb", folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = "from jupyter_server.serverapp import main; main()"
    options = ["--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=abc"]
    extensions = "--ServerApp.jpserver_extensions=analysis.export.menu=True"
    running = subprocess.Popen(
        [sys.executable, "-c", start, *options, extensions],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=2).close()
            break
        except OSError:
            time.sleep(0.5)
    yield address
    running.terminate()
    running.wait(timeout=30)


@pytest.mark.slow
def test_the_server_lists_the_briefings_by_the_names_of_the_menu_and_leaves_the_others(server):
    with urllib.request.urlopen(f"{server}/api/nbconvert?token=abc", timeout=60) as answer:
        listed = json.load(answer)
    assert {"briefing (HTML)", "briefing (PDF)", "html", "slides"} <= set(listed)
    assert not set(NAMES) & set(listed)
    assert listed["briefing (PDF)"]["output_mimetype"] == "application/pdf"


@pytest.mark.slow
@pytest.mark.parametrize("name", [*NAMES, *(label.replace(" ", "%20") for label in LABELS)])
def test_what_an_export_refuses_reaches_whoever_asked_for_it_in_the_menu(server, name):
    url = f"{server}/nbconvert/{name}/regional_briefing.ipynb?download=true&token=abc"
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(url, timeout=60)
    shown = html.unescape(caught.value.read().decode())
    assert "This notebook was not executed: cells 1 to" in shown
    assert "Restart the kernel, run all cells, save the notebook, and export it again." in shown


def test_other_formats_are_left_to_the_server(handlers):
    (pattern, _), _ = handlers
    assert not re.fullmatch(pattern, "/user/ada/nbconvert/html/flank.ipynb")


def test_the_extension_is_still_needed():
    # When Jupyter Server takes hyphens by itself, this module can go.
    patterns = [pattern for pattern, _ in default_handlers]
    assert not any(re.fullmatch(one, "/nbconvert/briefing-pdf/flank.ipynb") for one in patterns)


def test_the_configuration_names_the_extension():
    content = json.loads((TEMPLATES / "jupyter_server.json").read_text("utf-8"))
    switched_on = content["ServerApp"]["jpserver_extensions"]
    assert switched_on == {
        point["module"]: True for point in menu._jupyter_server_extension_points()
    }

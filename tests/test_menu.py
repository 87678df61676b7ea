"""The export menu of JupyterLab reaches the briefings, whose names have a hyphen."""

import json
import re
from importlib.metadata import entry_points
from types import SimpleNamespace

import pytest
from jupyter_server.nbconvert.handlers import NbconvertFileHandler, default_handlers

from analysis.export import menu
from analysis.export.document import TEMPLATES

NAMES = sorted(
    name for name in entry_points(group="nbconvert.exporters").names if "briefing" in name
)


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
    ((pattern, handler),) = handlers
    found = re.fullmatch(pattern, f"/user/ada/nbconvert/{name}/notebooks/flank.ipynb")
    assert found.groupdict() == {"format": name, "path": "/notebooks/flank.ipynb"}
    assert handler is NbconvertFileHandler


def test_other_formats_are_left_to_the_server(handlers):
    ((pattern, _),) = handlers
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

"""Lets the export menu of JupyterLab reach exporters whose names have a hyphen.

The menu lists every exporter of nbconvert, but Jupyter Server answers only for names made of
letters, digits and underscores; for ``briefing-pdf`` it says *404*. This server extension, which
is switched on by the configuration file that the package installs, adds the missing address.
"""

from __future__ import annotations

from typing import Any

from jupyter_server.base.handlers import path_regex
from jupyter_server.nbconvert.handlers import NbconvertFileHandler
from jupyter_server.utils import url_path_join


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "analysis.export.menu"}]


def _load_jupyter_server_extension(app: Any) -> None:
    """Answer under ``/nbconvert/briefing-...`` as Jupyter Server does for other formats."""
    address = r"/nbconvert/(?P<format>briefing-\w+)" + path_regex
    base = app.web_app.settings["base_url"]
    app.web_app.add_handlers(".*$", [(url_path_join(base, address), NbconvertFileHandler)])

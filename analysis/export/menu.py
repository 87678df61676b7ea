"""Puts the two briefings into the export menu of JupyterLab, under names that people read.

The menu lists every exporter of nbconvert by its own name, "Briefing-pdf", and Jupyter Server
answers only for names made of letters, digits and underscores. This server extension, which is
switched on by the configuration file that the package installs, lists them as "Briefing (PDF)" and
"Briefing (HTML)" instead, and answers under these names and under their own.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable
from typing import Any

from jupyter_server.base.handlers import path_regex
from jupyter_server.nbconvert.handlers import NbconvertFileHandler
from jupyter_server.services.nbconvert.handlers import NbconvertRootHandler
from jupyter_server.utils import url_path_join

#: What the menu calls each exporter; it begins every name with a capital of its own.
NAMES = {"briefing-html": "briefing (HTML)", "briefing-pdf": "briefing (PDF)"}
_EXPORTERS = {name: exporter for exporter, name in NAMES.items()}


class FormatsHandler(NbconvertRootHandler):
    """Lists the formats of nbconvert, with the briefings under the names of the menu."""

    def finish(self, chunk: Any = None) -> Any:
        """Answer with the list, in which the briefings have other names."""
        if isinstance(chunk, str) and self.get_status() == 200:
            listed = json.loads(chunk)
            chunk = json.dumps({NAMES.get(name, name): about for name, about in listed.items()})
        return super().finish(chunk)


class BriefingHandler(NbconvertFileHandler):
    """Exports a notebook as a briefing, asked for by the name of the menu or of the exporter."""

    def get(self, format: str, path: str) -> Awaitable[None] | None:
        """Answer with the notebook at ``path`` in the format."""
        return super().get(_EXPORTERS.get(format, format), path)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "analysis.export.menu"}]


def _load_jupyter_server_extension(app: Any) -> None:
    """Answer for briefings as Jupyter Server does for other formats, and list them."""
    # A browser writes the blank of a name as %20, and the brackets as they are or as codes.
    name = r"(?P<format>briefing-\w+|briefing%20(?:\(|%28)(?:HTML|PDF)(?:\)|%29))"
    base = app.web_app.settings["base_url"]
    handlers = [
        (url_path_join(base, r"/nbconvert/" + name + path_regex), BriefingHandler),
        (url_path_join(base, r"/api/nbconvert"), FormatsHandler),
    ]
    app.web_app.add_handlers(".*$", handlers)

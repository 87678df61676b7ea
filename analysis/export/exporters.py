"""The two formats of a briefing as exporters of nbconvert.

``jupyter nbconvert --to briefing-html`` and ``--to briefing-pdf`` find them by their entry
points, and so does the export menu of JupyterLab. The notebook has to be executed.
"""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from analysis.export.cells import Data, blocks_of, meta_of


class _BriefingExporter(Exporter):
    """Reads the blocks of an executed notebook and hands them to a format."""

    def __init__(self, config: Any | None = None, **kw: Any) -> None:
        super().__init__(config=config, **kw)  # type: ignore[no-untyped-call]

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return a notebook as a briefing, and the resources of nbconvert.

        Raises ``BriefingFailed`` with the cell and the cause when it cannot be set.
        """
        copy, found = super().from_notebook_node(nb, resources, **kw)
        name = found.get("metadata", {}).get("name", "")
        return self.set_briefing(blocks_of(copy), meta_of(copy, name)), found

    def set_briefing(self, blocks: list[Data], meta: Data) -> str | bytes:
        """Return the briefing in the format of the exporter."""
        raise NotImplementedError


class BriefingHTMLExporter(_BriefingExporter):
    """One self-contained HTML file: no script, no network, no code."""

    export_from_notebook = "Briefing (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _own_extension(self) -> str:
        return ".html"

    def set_briefing(self, blocks: list[Data], meta: Data) -> str:
        """Return the briefing as HTML."""
        from analysis.export.html import page

        return page(blocks, meta)


class BriefingPDFExporter(_BriefingExporter):
    """One accessible PDF file (PDF/UA-1)."""

    export_from_notebook = "Briefing (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _own_extension(self) -> str:
        return ".pdf"

    def set_briefing(self, blocks: list[Data], meta: Data) -> bytes:
        """Return the briefing as PDF, dated with its as-of day."""
        from analysis.export.pdf import compile_pdf

        return compile_pdf(blocks, meta, timestamp_day=str(meta.get("as_of_day", "")))

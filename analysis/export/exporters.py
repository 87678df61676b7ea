"""The two formats of a briefing as exporters of nbconvert.

``jupyter nbconvert --to briefing-html`` and ``--to briefing-pdf`` find them by their entry
points, and so does the export menu of JupyterLab. The notebook has to be executed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Bool, default

from analysis.export.account import Entry, losses_of
from analysis.export.cells import Data, meta_of, read_notebook
from analysis.export.names import scenario_name


class _BriefingExporter(Exporter):
    """Reads the blocks of an executed notebook and hands them to a format.

    At the end it logs, cell by cell, what it set, converted and left out; ``account`` keeps that
    list. With ``strict`` it refuses a notebook of which a reader would miss anything.
    """

    strict = Bool(False, help="Refuse to export when anything is left out.").tag(config=True)
    account: tuple[Entry, ...] = ()
    _paper = False

    def __init__(self, config: Any | None = None, **kw: Any) -> None:
        super().__init__(config=config, **kw)  # type: ignore[no-untyped-call]

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return a notebook as a briefing, and the resources of nbconvert.

        Raises ``BriefingFailed`` with the cell and the cause when it cannot be set.
        """
        copy, found = super().from_notebook_node(nb, resources, **kw)
        about = found.get("metadata", {})
        # Nbconvert tells where the notebook lies; one from a stream lies nowhere.
        folder = Path(about["path"] or ".") if "path" in about else None
        read = read_notebook(copy, folder=folder, strict=self.strict, paper=self._paper)
        output = self.set_briefing(read.blocks, meta_of(copy, about.get("name", "")))
        self.account = read.entries
        self._tell()
        if any(block.get("assumed") for block in read.blocks):
            # Nbconvert puts it behind the name of the notebook, unless a name is given.
            name = about.get("name", "")
            found["output_suffix"] = scenario_name(name).removeprefix(name)
        return output, found

    def _tell(self) -> None:
        """Say what became of each cell: a loss as a warning, the rest as information."""
        lost = losses_of(self.account)
        self.log.info("Of %d cells:", len({entry.cell for entry in self.account}))
        for entry in self.account:
            (self.log.warning if entry in lost else self.log.info)("%s", entry)

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
    _paper = True

    @default("file_extension")
    def _own_extension(self) -> str:
        return ".pdf"

    def set_briefing(self, blocks: list[Data], meta: Data) -> bytes:
        """Return the briefing as PDF, dated with its as-of day."""
        from analysis.export.pdf import compile_pdf

        return compile_pdf(blocks, meta, timestamp_day=str(meta.get("as_of_day", "")))

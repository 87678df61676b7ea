"""Templates of pages: every text is escaped, and what a template asks for must be given."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def page_templates(folder: Path | Traversable) -> Environment:
    """Return the environment of the templates in a folder, with which pages are written.

    A template that uses a name it was not given raises ``jinja2.UndefinedError``.
    """
    return Environment(
        loader=FileSystemLoader(str(folder)),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )

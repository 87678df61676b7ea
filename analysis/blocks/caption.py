"""The words of a figure."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.blocks.model import Text


@dataclass(frozen=True, slots=True)
class Caption:
    """The words of a figure: the finding, what is plotted, and the alternative text."""

    title: Text
    subtitle: Text
    alt: Text

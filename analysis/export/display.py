"""What a notebook shows of a block: the same HTML that the exporters set."""

from __future__ import annotations

from typing import Any

from analysis.blocks.model import show_with


def show_blocks() -> None:
    """Let blocks show themselves in notebooks as the exporters set them."""
    show_with(_fragment)


def _fragment(data: dict[str, Any]) -> str:
    from analysis.export.html import fragment

    return fragment(data)

"""Families of treaties, in words."""

from __future__ import annotations

from collections.abc import Mapping

#: What the treaties of a family are called together, by the code in ``treaties.csv``.
FAMILIES: Mapping[str, str] = {
    "humanitarian": "humanitarian treaties",
    "nuclear": "nuclear treaties",
    "chemical-biological": "chemical and biological weapons",
    "zone": "nuclear-weapon-free zones",
    "european-conventional": "conventional forces in Europe",
    "bilateral-strategic": "bilateral strategic treaties",
    "confidence-building": "confidence-building measures",
    "small-arms": "regional conventions on small arms",
}


def family_word(code: str) -> str:
    """Return what a family is called; one that a register adds is called by its code.

    >>> family_word("zone"), family_word("fisheries")
    ('nuclear-weapon-free zones', 'fisheries')
    """
    return FAMILIES.get(code, code)

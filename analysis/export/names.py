"""The names of files: that of a scenario says so, wherever the file is copied to."""

from __future__ import annotations

import re
import unicodedata

_MARK = "-scenario"


def scenario_name(name: str) -> str:
    """Return the name of a file or folder that holds a scenario, marked once.

    >>> scenario_name("eastern-flank"), scenario_name("norway-scenario-2026")
    ('eastern-flank-scenario', 'norway-scenario-2026')
    """
    return name if _MARK.removeprefix("-") in name.lower() else f"{name}{_MARK}"


def slug_of(words: str, most: int = 6) -> str:
    """Return words as a short name: plain letters and hyphens, of the first words.

    >>> slug_of("Five of six NATO states bordering Russia or Belarus")
    'five-of-six-nato-states-bordering'
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:most]) or "briefing"

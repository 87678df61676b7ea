"""What a build does without, so that it starts in a moment."""

from __future__ import annotations

import sys


def skip_grammars() -> None:
    """Do without the grammar of internationalised addresses, where it is not loaded yet.

    The library that checks notebooks offers to check such addresses too, which no notebook has;
    making that grammar ready takes longer than all else that is imported. To be called by a
    process of ours before it imports ``nbformat``, never in one that somebody works in.
    """
    # None makes the import fail, for which that library is prepared.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def plain_strings() -> None:
    """Let pandas keep text as Python does, also where Arrow is installed beside it.

    Tables of a few thousand short words are asked for one after another, which takes half as long
    again, and more memory, with Arrow's text. No value differs. To be called by a process of ours
    before it loads a register, never in one that somebody works in.
    """
    import pandas as pd

    pd.set_option("mode.string_storage", "python")

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

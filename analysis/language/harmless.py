"""Text of others made harmless where it is shown: on a terminal and in a spreadsheet.

What the data hold is never changed, and JSON carries it as it is. Only what is printed is.
"""

from __future__ import annotations

import re
import unicodedata

#: Control characters and escapes, invisible ones and those that turn the direction of writing.
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
#: The signs at which a spreadsheet begins to reckon, in their full width too.
FORMULA_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
#: Control characters other than tab and line ends, which a cell of a file may hold, and what no
#: text may hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.I | re.ASCII)


def printable(text: str, *, keep: str = "") -> str:
    r"""Return a text in which no character can steer a terminal; ``keep`` names exceptions.

    >>> printable("\x1b[31mLatvia\x07")
    '\\x1b[31mLatvia\\x07'
    """
    if text.isprintable():
        return text
    return "".join(
        char if char in keep or unicodedata.category(char) not in _UNSEEN else _code(char)
        for char in text
    )


def harmless_cell(text: str) -> str:
    """Return the text of a cell with an apostrophe before it if a spreadsheet would run it.

    That is text which begins with one of ``= + - @``, in full width too, with a tab or with a
    line break, whatever blanks and invisible characters stand before the sign. A plain number
    stays as it is. Control characters that would steer a terminal are shown by their codes.

    >>> harmless_cell('=HYPERLINK("http://example.org")'), harmless_cell("-12.5")
    ('\\'=HYPERLINK("http://example.org")', '-12.5')
    """
    shown = without_control(text)
    return f"'{shown}" if would_run(text) else shown


def would_run(text: str) -> bool:
    """Return whether a spreadsheet that is given a text to read takes it for a formula.

    >>> would_run("=1+1"), would_run("-12.5")
    (True, False)
    """
    if _NUMBER.fullmatch(text):
        return False
    first = next((char for char in text if not _is_nothing(char)), "")
    return text[:1] in ("\t", "\r", "\n") or bool(first and first in FORMULA_SIGNS)


def without_control(text: str) -> str:
    """Return a text with its control characters shown by their codes, tab and line ends aside."""
    return _CONTROL.sub(lambda found: _code(found.group()), text)


def _is_nothing(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in _UNSEEN


def _code(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")

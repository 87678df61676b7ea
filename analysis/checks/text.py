"""What a cell must never hold, whatever its column: invisible characters, garbled letters,
accents apart from their letters, words in two alphabets, blanks at its ends, and what a
spreadsheet leaves behind.
"""

from __future__ import annotations

import re
import unicodedata

from analysis.checks.sheets import Finding

#: Words that programs write where a cell should be empty. Not "NA": that is Namibia.
_NOTHING = {"nan", "null", "none", "n/a", "<na>", "nat", "#n/a", "#na"}
_SPREADSHEET_ERROR = re.compile(
    r"#(REF|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC|FIELD|BUSY)[!?]?", re.I
)
#: What begins a formula, in full width too. After a minus only what reckons on: a name, a bracket
#: or a quotation mark, a second sign, a call, or a number with an operator behind it.
_FORMULA = re.compile(
    r"[=+@\uff1d\uff0b\uff0d\uff20]"
    r"|-([^\W\d_]|[({\[\"'=@+-]|\$[A-Za-z]|\s+\w+[(!|]"
    r"|\s*[\d.,]+%?\s*[-+*/^&=<>|!\uff0b\uff0d\uff1d])"
)
#: Runs that look like UTF-8 read as if it were Windows-1252.
_GARBLED = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192"
    "\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}"
)
#: Words, and the alphabets some letters of which look like Latin ones.
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = {"CYRILLIC", "GREEK", "ARMENIAN", "FULLWIDTH"}
#: A cell without any of this is plain text and needs no closer look.
_SUSPECT = re.compile(r"[^ -~]|^[\s=+@#<-]|\s$|  |[<&]|^(nan|null|none|nat|n/a)$", re.I)
#: What a page of the web leaves in a text that was copied from its source.
_MARKUP = re.compile(r"</?[a-z][^>]*>|&(#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.I)
#: Addresses, which may be written in any letters.
_ADDRESS = re.compile(r"https?://[^\s;]+")


def check_text(value: str) -> Finding | None:
    """Return what is wrong with the text of a cell, whatever its column.

    >>> check_text("Saeima ")
    ('the cell ends with a space', "Write 'Saeima'.")
    >>> check_text("Parliament of Åland") is None
    True
    """
    if not _SUSPECT.search(value):
        return None
    return (
        _invisible(value)
        or _garbled(value)
        or _decomposed(value)
        or _mixed(value)
        or _unlettered(value)
        or _blank_ends(value)
        or _copied(value)
        or _left_behind(value)
    )


def _invisible(value: str) -> Finding | None:
    for char in value:
        category = unicodedata.category(char)
        if category == "Zs" and char != " ":
            name = unicodedata.name(char).lower()
            return f"the cell holds a {name}", "Type an ordinary space in its place."
        if char in "\t\n\r":
            what = "a tab" if char == "\t" else "a line break"
            return f"the cell holds {what}", "Put the text on one line, with single spaces."
        if category in ("Cc", "Cf", "Zl", "Zp", "Co", "Cs"):
            code = f"U+{ord(char):04X}"
            return f"the cell holds an invisible character ({code})", "Type the text anew."
    return None


def _garbled(value: str) -> Finding | None:
    if "\ufffd" in value:
        rule = "the cell holds a replacement character: a letter was lost"
        return rule, "Copy the letter again from the source and save the file as CSV UTF-8."
    repaired = _GARBLED.sub(lambda found: _repaired(found.group()), value)
    if repaired == value:
        return None
    rule = "letters are garbled: UTF-8 was read as another encoding"
    return rule, f"Write {repaired!r} and save the file as CSV UTF-8."


def _decomposed(value: str) -> Finding | None:
    """Find accents written as signs of their own: the same word would be another one."""
    composed = unicodedata.normalize("NFC", value)
    if composed == value:
        return None
    return "an accent stands apart from its letter", f"Write {composed!r} (Unicode form NFC)."


def _mixed(value: str) -> Finding | None:
    """Find words with letters of two alphabets that look alike."""
    for word in _WORD.findall(value):
        found = {unicodedata.name(char, "").split(" ")[0] for char in word}
        if "LATIN" in found and found & _ALIKE:
            other = next(char for char in word if unicodedata.name(char).split(" ")[0] in _ALIKE)
            name = unicodedata.name(other).lower()
            rule = f"{word!r} mixes alphabets: it holds a {name}, which looks like a Latin letter"
            return rule, "Type the word anew, in one alphabet."
    return None


def _unlettered(value: str) -> Finding | None:
    """Find letters of other alphabets than the Latin, and signs heaped upon letters."""
    for char in _ADDRESS.sub("", value):
        category = unicodedata.category(char)
        name = unicodedata.name(char, f"U+{ord(char):04X}")
        if category.startswith("M"):
            rule = f"the cell holds a sign that hangs on a letter ({name.lower()})"
            return rule, "Type the word anew."
        if category.startswith("L") and not name.startswith(("LATIN", "FEMININE", "MASCULINE")):
            if name.startswith("MODIFIER"):
                continue
            rule = f"the cell is not in Latin letters: it holds a {name.lower()}"
            return rule, "Type it in Latin letters; the name in its own script can be transcribed."
    return None


def _copied(value: str) -> Finding | None:
    if "  " in value.strip():
        rule = "two spaces stand side by side"
        return rule, f"Write {re.sub(' +', ' ', value)!r}." if len(value) < 80 else "Leave one."
    if found := _MARKUP.search(value):
        rule = f"the cell holds markup of a web page ({found.group()[:20]})"
        return rule, "Write what a reader of the page sees."
    return None


def _repaired(run: str) -> str:
    try:
        # Bytes that Windows-1252 does not define come through as control characters.
        octets = b"".join(
            char.encode("latin-1") if ord(char) < 0x100 else char.encode("cp1252") for char in run
        )
        return octets.decode("utf-8")
    except UnicodeError:
        return run


def _blank_ends(value: str) -> Finding | None:
    if value == value.strip():
        return None
    if not value.strip():
        return "the cell holds nothing but spaces", "Leave it empty."
    end = "starts" if value[0] == " " else "ends"
    return f"the cell {end} with a space", f"Write {value.strip()!r}."


def _left_behind(value: str) -> Finding | None:
    if value.lower() in _NOTHING:
        return f"{value} is a program's word for nothing", "Leave the cell empty."
    if _SPREADSHEET_ERROR.match(value):
        return "the cell holds an error of a spreadsheet", "Type the value that was meant."
    if _FORMULA.match(value):
        rule = "the cell is a formula, or would run as one in a spreadsheet"
        return rule, f"Type the value itself; text must not begin with {value[0]!r}."
    return None

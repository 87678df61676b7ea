"""Sentences put together: a template with named places, filled with texts that keep their notes.

A sentence is written whole, so that a reader who searches the code for its words finds it; what
varies stands in named places. A number that fills a place keeps the note of the fact and the
field that it tells.

>>> from analysis.blocks.model import Span, flat
>>> flat(say("The treaty binds {bound} of {states}.", bound="five", states="six states"))
'The treaty binds five of six states.'
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from string import Formatter

from analysis.blocks.model import Span, Text, flat, text
from analysis.language.numbers import counted

#: What may fill a place.
Part = str | Span | Text


def say(template: str, **parts: Part) -> Text:
    """Return a sentence: the template with its named places filled.

    Raises ``KeyError`` for a place that nothing fills.
    """
    found: list[Part] = []
    for words, place, _, _ in Formatter().parse(template):
        if words:
            found.append(words)
        if place is not None:
            found.append(parts[place])
    return merged(text(*found))


def merged(content: Text) -> Text:
    """Join neighbouring runs of plain text into one."""
    runs: list[Span] = []
    for span in content:
        bare = span == Span(span.text)
        if bare and not span.text:
            continue
        if bare and runs and runs[-1] == Span(runs[-1].text):
            runs[-1] = Span(runs[-1].text + span.text)
        else:
            runs.append(span)
    return tuple(runs)


def as_text(part: Part) -> Text:
    """Return a part as a text."""
    return text(part)


def cited(part: Part, numbers: tuple[int, ...], *, stop: str = ".") -> Text:
    """End a sentence with its stop and the numbers of its sources."""
    return text(part, Span(stop, cite=numbers))


def capital(part: Part) -> Text:
    """Begin a sentence with a capital letter and leave the rest as it is."""
    content = as_text(part)
    for at, span in enumerate(content):
        if span.text:
            upper = replace(span, text=span.text[:1].upper() + span.text[1:])
            return (*content[:at], upper, *content[at + 1 :])
    return content


def strong(part: Part) -> Text:
    """Set a text in the stronger weight."""
    return tuple(replace(span, strong=True) for span in as_text(part))


def listed(items: Iterable[Part], conjunction: str = "and") -> Text:
    """Write texts as a list: "Estonia, Latvia and Lithuania"."""
    texts = [as_text(item) for item in items]
    if len(texts) < 2:
        return merged(text(*texts))
    between: list[Part] = []
    for at, item in enumerate(texts):
        if at:
            between.append(f" {conjunction} " if at == len(texts) - 1 else ", ")
        between.append(item)
    return merged(text(*between))


def together(sentences: Sequence[Part], between: str = " ") -> Text:
    """Put sentences one after the other; empty ones leave no gap."""
    told = [as_text(one) for one in sentences]
    told = [one for one in told if flat(one)]
    joined: list[Part] = []
    for at, one in enumerate(told):
        joined += [between, one] if at else [one]
    return merged(text(*joined))


#: An alternative text has fewer letters than these: it is heard, and cannot be skimmed.
ALT = 400


def first_that_fits(*versions: Text, most: int = ALT) -> Text:
    """Return the first of several tellings, the fullest first, that is short; else the last."""
    return next((one for one in versions if len(flat(one)) < most), versions[-1])


def as_many_as_fit(
    lead: Part, parts: Sequence[Part], noun: str, many: str = "", *, most: int = ALT
) -> Text:
    """Return a telling of several parts, cut where it would be long: how many it leaves out.

    ``noun`` is what is left out, as of one: "state"; ``many`` as of several, where that is no "s".
    """
    for count in range(len(parts), -1, -1):
        left = counted(len(parts) - count, f"more {noun}", many and f"more {many}")
        rest = [f"And {left}."] if count < len(parts) else []
        told = together([lead, *parts[:count], *rest])
        if len(flat(told)) < most:
            break
    return told


def given(*sentences: Text) -> list[Text]:
    """Return the sentences that say something."""
    return [sentence for sentence in sentences if flat(sentence).strip()]

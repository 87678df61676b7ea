"""Addresses of sources: whether they lead where they seem to, and whether two are one.

An address is printed in every briefing and followed by its readers. One that holds quotation marks,
names a user, or looks like another host than it is would lead them elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from analysis.checks.sheets import Finding, Sheets
from analysis.terms.errors import Fault

_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,}|\d{1,3})\.?")
_NEVER = re.compile(r"""["'<>\\^`{|}]""")
_QUOTE = "'"
#: Hosts that only this machine knows.
_OWN = ("localhost", "127.0.0.1", "0.0.0.0")
#: From this many addresses on a host is known well enough that another can look like it.
_KNOWN = 3
#: Letters that are taken for each other in a host.
_ALIKE = str.maketrans({"1": "l", "i": "l", "0": "o", "5": "s", "-": ""})
#: Letters by which the lengths of two hosts that look alike differ at most.
_LENGTHS = 2
#: Endings that make another host of the same name.
_ENDINGS = (".com", ".org", ".net", ".info", ".int", ".co")


def check_addresses(sheets: Sheets) -> Iterator[Fault]:
    """Yield addresses that cannot be one, that look like another, and sources held twice."""
    if not sheets.has("sources", "source", "url"):
        return
    rows = [row for row in sheets.rows("sources", "source", "url") if row[2]]
    hosts = Counter(_plain(part) for _, _, url in rows for part in url.split(";"))
    known = {host for host, count in hosts.items() if count >= _KNOWN}
    for number, _, url in rows:
        for part in url.split(";"):
            if finding := _form(part) or _lookalike(_plain(part), hosts, known):
                yield _fault(number, "url", url, *finding)
                break
    if sheets.has("sources", "published", "title"):
        yield from _check_twice(sheets)


def _form(url: str) -> Finding | None:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "the address cannot be read", _AGAIN
    if parts.scheme not in ("http", "https") or not host:
        # Told by the form of the column, too, where the schema gives one.
        return "an address begins with http:// or https://", _AGAIN
    if bad := _NEVER.search(url.replace(_QUOTE, "") if _quoted(url) else url):
        return f"an address holds no {bad.group()}", _AGAIN
    if parts.username is not None:
        return f"the address leads to {host}, not to what stands before the @", _AGAIN
    if not host.isascii() or "xn--" in host:
        return "the host is not in Latin letters: it may look like another", _AGAIN
    if host in _OWN or not _HOST.fullmatch(host):
        return f"{host} is no host that others can reach", _AGAIN
    return None if port is None or port > 0 else ("the address has no such port", _AGAIN)


_AGAIN = "Copy the whole address again from the page."


def _quoted(url: str) -> bool:
    """Whether an apostrophe stands inside a word of the path, where pages do write it."""
    path = urlsplit(url).path
    return bool(re.search(r"\w'\w", path)) and url.count(_QUOTE) == path.count(_QUOTE) == 1


def _lookalike(host: str, hosts: Counter[str], known: set[str]) -> Finding | None:
    """Find a host that is nearly that of many others, by its letters or its ending."""
    if host in known or hosts[host] > 1:
        return None
    for other in known:
        if abs(len(host) - len(other)) > _LENGTHS:
            continue
        same = host.translate(_ALIKE) == other.translate(_ALIKE)
        if same or _swapped(host, other) or _ends_otherwise(host, other):
            rule = f"{host} looks like {other}, to which {hosts[other]} addresses lead"
            return rule, _AGAIN
    return None


def _swapped(host: str, other: str) -> bool:
    """Whether two hosts of some length differ in one letter alone."""
    if len(host) != len(other) or len(host) < 9:
        return False
    return sum(one != two for one, two in zip(host, other, strict=True)) == 1


def _ends_otherwise(host: str, other: str) -> bool:
    name, _, ending = host.rpartition(".")
    return bool(name) and f".{ending}" in _ENDINGS and other.rpartition(".")[0] == name


def _plain(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _check_twice(sheets: Sheets) -> Iterator[Fault]:
    """Yield sources that are one publication under two keys: the same page of the same day."""
    first: dict[tuple[str, ...], tuple[int, str]] = {}
    days: dict[int, tuple[str, str]] = {}
    same: dict[int, list[int]] = defaultdict(list)
    columns = ("source", "url", "published", "title")
    for number, key, url, day, title in sheets.rows("sources", *columns):
        if not url:
            continue
        days[number] = (day, title)
        page = tuple(sorted(_page(part) for part in url.split(";")))
        above, other = first.setdefault(page, (number, key))
        same[above].append(number)
        if above != number and _one_day(*days[above], day, title):
            rule = f"row {above} ({other}) is the same page of the same day"
            remedy = f"Name {other} where {key} is named, and delete this row."
            yield _fault(number, "url", url, rule, remedy)


def _one_day(day: str, title: str, other_day: str, other_title: str) -> bool:
    """Whether two rows about one address are one edition of it, as far as they say."""
    return (len(day) == 10 and day == other_day) or (title == other_title and day == other_day)


def _page(url: str) -> str:
    """Return an address without what leads to the same page with and without it."""
    parts: SplitResult = urlsplit(url)
    path = parts.path.rstrip("/").removesuffix("/amp").removesuffix(".amp")
    return f"{_plain(url)}{path}?{parts.query}"


def _fault(number: int, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault("sources.csv", number, column, value, rule, remedy)

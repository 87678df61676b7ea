"""The status pages of several treaties: fetched from the depositary, or saved in a folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from analysis.importers.acts import PageFault
from analysis.importers.asking import Asker, Unreachable
from analysis.importers.cache import PageCache
from analysis.importers.rows import PLACE, SITE
from analysis.importers.series import PAGES
from analysis.importers.untc import StatusPage, read_page
from analysis.language.english import format_list
from analysis.terms.errors import RollbackError

#: A page that is older than this when it is fetched comes from a mirror that has fallen behind.
_STALE_DAYS = 14


@dataclass(slots=True)
class Gathered:
    """Pages by the number of their treaty, why others were refused, and what is to be said.

    ``came`` tells of each page how it came: ``fetched``, ``unchanged since DAY``, or its file.
    """

    pages: dict[str, StatusPage] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    came: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def came_as(self) -> list[str]:
        """Say how the pages came, in one line; in none where there are none."""
        told = ", ".join(f"{number} {came}" for number, came in self.came.items())
        return [f"Pages: {told}."] if told else []


def address_of(number: str, base: str = SITE) -> str:
    """Return the address of the status page of a treaty, by its number in the collection.

    ``base`` is the site in place of the depositary's, or a whole address with ``{number}`` in it.

    >>> address_of("XXVI-5")
    'https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XXVI-5&clang=_en'
    >>> address_of("XXVI-5", "https://mirror.example/status/{number}.html")
    'https://mirror.example/status/XXVI-5.html'
    """
    template = base if "{number}" in base else base.rstrip("/") + PLACE
    return template.replace("{number}", number)


def fetch_pages(
    numbers: Iterable[str],
    cache: PageCache,
    day: str,
    *,
    base: str = SITE,
    asker: Asker | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Gathered:
    """Fetch the status pages of treaties, one after the other, and keep those that can be read.

    ``day`` is the day of fetching (ISO 8601). One that fails leaves the others alone, but for a
    site that gives no answer at all: it is not asked further. ``tell`` is called with the number of
    each treaty before it is asked for.
    """
    asker = asker or Asker()
    gathered = Gathered()
    waiting = list(numbers)
    while waiting:
        number = waiting.pop(0)
        tell(number)
        try:
            page, came = _fetch(number, address_of(number, base), cache, day, asker)
        except Unreachable as error:
            gathered.refused[number] = str(error)
            if waiting:
                left = f"not asked for, since the site gives no answer: {format_list(waiting)}"
                gathered.refused["others"] = left
            break
        except RollbackError as error:
            gathered.refused[number] = str(error)
            continue
        gathered.pages[number], gathered.came[number] = page, came
        behind = (date.fromisoformat(day) - date.fromisoformat(page.day)).days
        if behind > _STALE_DAYS:
            gathered.remarks.append(
                f"{number}: the page is of {page.day}, {behind} days before it was fetched"
            )
    return gathered


def _fetch(
    number: str, address: str, cache: PageCache, day: str, asker: Asker
) -> tuple[StatusPage, str]:
    known = cache.newest(number, address)
    answer = asker.ask(address, known[1].headers() if known else None)
    if answer.content is None:
        if known is None:
            raise PageFault(f"{address} says that nothing has changed, and was not asked that.")
        return read_page(known[0]), f"unchanged since {known[1].day}"
    draft = cache.draft(number, answer.content)
    try:
        page = read_page(draft)
    except PageFault as fault:
        raise PageFault(f"{address}: {fault} What came is kept in {draft}.") from None
    if page.number != number:
        raise PageFault(
            f"{address} is the page of {page.number}, not of {number}. What came is kept in"
            f" {draft}."
        )
    cache.keep(number, draft, answer, address, day)
    return page, "fetched"


def saved_pages(numbers: Iterable[str], folder: Path) -> Gathered:
    """Read the status pages saved in a folder, under any names, or as they were kept when fetched.

    Of several pages of one treaty the newest counts. Raises ``PageFault`` if the folder cannot be
    read or holds none.
    """
    wanted = list(numbers)
    gathered = Gathered()
    files = _saved(folder, wanted)
    if not files:
        raise PageFault(f"{folder} holds no saved page: none of its files ends in .html or .htm")
    for file in files:
        try:
            page = read_page(file)
        except PageFault as fault:
            gathered.refused[file.name] = f"{file.name}: {fault}"
            continue
        if page.number not in wanted:
            gathered.remarks.append(f"{file.name} is the page of {page.number}, not asked about")
        elif page.number not in gathered.pages or gathered.pages[page.number].day < page.day:
            gathered.pages[page.number], gathered.came[page.number] = page, file.name
    if lacking := [number for number in wanted if number not in gathered.pages]:
        gathered.remarks.append(f"no saved page in {folder} of {format_list(lacking)}")
    return gathered


def _saved(folder: Path, numbers: list[str]) -> list[Path]:
    """Return the files of a folder, and of a folder of kept pages the newest of each treaty."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in PAGES)
    except OSError as error:
        raise PageFault(f"cannot read the folder {folder}: {error.strerror}") from None
    kept = (sorted((folder / number).glob("*.html")) for number in numbers)
    days = ([path for path in paths if re.match(r"\d{4}-\d\d-\d\d$", path.stem)] for paths in kept)
    return [*files, *(paths[-1] for paths in days if paths)]

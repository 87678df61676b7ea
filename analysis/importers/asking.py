"""One page from a site, or one reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from analysis.importers.manners import MOVED, PASSING, Manners, retry_after, user_agent
from analysis.terms.errors import RollbackError

_PIECE = 65_536
#: What keeps a connection from being made, by the kind of the innermost error.
CAUSES = {
    "gaierror": "cannot be made: the name of the site is not known here",
    "ConnectionRefusedError": "is refused: nobody answers at this address",
    "OSError": "cannot be made: there is no way to this address",
}


class FetchFault(RollbackError):
    """A page that a site does not give; the message says what was asked and what came."""


class Unreachable(FetchFault):
    """A site that gives no answer at all: its other pages need not be asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered: ``content`` is ``None`` if the page is as it was.

    ``etag`` and ``modified`` are to be shown when the page is next asked for, ``""`` if the site
    gave none.
    """

    content: bytes | None
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class _Passing(Exception):
    """A failure after which asking again may help; ``wait`` is what the site asks for.

    ``answered`` says whether there was an answer, if a wrong one.
    """

    reason: str
    wait: float | None = None
    answered: bool = True


@dataclass(slots=True)
class Asker:
    """Asks one site, page after page, over one connection.

    ``told`` are the waits so far, in seconds, with their reasons.
    """

    manners: Manners = field(default_factory=Manners)
    told: list[tuple[float, str]] = field(default_factory=list)
    _session: requests.Session = field(default_factory=requests.Session)
    _asked: bool = False

    def ask(self, address: str, known: Mapping[str, str] | None = None) -> Answer:
        """Return the page at an address; ``known`` are the headers of a conditional request.

        Raises :class:`FetchFault`: at once where asking again cannot help, else after the last try.
        """
        if self._asked:
            self._wait(self.manners.delay, "between two pages")
        self._asked = True
        for attempt in range(1, self.manners.tries + 1):
            try:
                return self._follow(address, known or {})
            except _Passing as failure:
                wait = self.manners.wait_before(attempt, failure.wait)
                self._give_up(address, failure, attempt, wait)
                self._wait(wait, failure.reason)
        raise AssertionError("the last try returns or raises")

    def _give_up(self, address: str, failure: _Passing, attempt: int, wait: float) -> None:
        if wait > self.manners.longest_wait:
            raise FetchFault(
                f"{address}: {failure.reason}, and to be asked again after {wait:.0f} seconds."
                " Try again then."
            )
        if attempt == self.manners.tries:
            kind = FetchFault if failure.answered else Unreachable
            raise kind(
                f"{address}: {failure.reason}, asked {attempt} times. Try again later, name"
                " another address with --from, or read saved pages with --offline."
            )

    def _wait(self, seconds: float, reason: str) -> None:
        self.told.append((seconds, reason))
        self.manners.pause(seconds)

    def _follow(self, address: str, known: Mapping[str, str]) -> Answer:
        """Ask, and go where the site sends: on the same host, and never from https to http."""
        place = address
        for _ in range(self.manners.most_redirects + 1):
            answer, elsewhere = self._once(place, known)
            if answer is not None:
                return answer
            target = urljoin(place, elsewhere)
            here, there = urlsplit(place), urlsplit(target)
            if there.hostname != here.hostname or (here.scheme, there.scheme) == ("https", "http"):
                raise FetchFault(
                    f"{address}: it sends to {target}, another site. If that is where the"
                    " depositary now shows its pages, name it with --from."
                )
            place = target
        raise FetchFault(f"{address}: it sends from one address to another without end.")

    def _once(self, place: str, known: Mapping[str, str]) -> tuple[Answer | None, str]:
        """Return the answer, or ``None`` and the address to which it sends."""
        headers = {"User-Agent": user_agent(), "Accept": "text/html", **known}
        limits = (self.manners.silence, self.manners.silence)
        started = self.manners.clock()
        try:
            with self._session.get(
                place, headers=headers, timeout=limits, stream=True, allow_redirects=False
            ) as response:
                return self._read(response, place, started)
        except requests.exceptions.InvalidURL as error:
            raise FetchFault(f"{place} is no address: {error}") from None
        except requests.exceptions.InvalidSchema:
            raise FetchFault(f"{place} is no address of a web page (http or https)") from None
        except requests.exceptions.Timeout:
            reason = f"no answer within {self.manners.silence:g} seconds"
            raise _Passing(reason, answered=False) from None
        except requests.exceptions.SSLError as error:
            raise FetchFault(f"{place}: its certificate is not to be trusted: {error}") from None
        except ReadTimeoutError:
            raise _Passing(f"nothing more came for {self.manners.silence:g} seconds") from None
        except (requests.exceptions.RequestException, HTTPError) as error:
            cause = _cause(error)
            raise _Passing(
                f"the connection {CAUSES.get(cause, f'broke off ({cause})')}",
                answered=cause not in CAUSES,
            ) from None

    def _read(
        self, response: requests.Response, place: str, started: float
    ) -> tuple[Answer | None, str]:
        status = response.status_code
        if status == HTTPStatus.NOT_MODIFIED:
            return Answer(None), ""
        if status in MOVED and (target := response.headers.get("Location")):
            return None, target
        if status in PASSING:
            asked = retry_after(
                response.headers.get("Retry-After", ""), response.headers.get("Date", "")
            )
            raise _Passing(f"it answered {_named(status)}", asked)
        if status != HTTPStatus.OK:
            raise FetchFault(
                f"{place}: it answered {_named(status)}. The depositary may have moved the page:"
                " name another address with --from, or read saved pages with --offline."
            )
        content = self._content(response, place, started)
        headers = response.headers
        return Answer(content, headers.get("ETag", ""), headers.get("Last-Modified", "")), ""

    def _content(self, response: requests.Response, place: str, started: float) -> bytes:
        """Read the body piece by piece, within the limits of size and time."""
        pieces: list[bytes] = []
        size = 0
        # As it comes, and not a full piece at a time: a site that drips is noticed.
        while piece := response.raw.read1(_PIECE, decode_content=True):
            size += len(piece)
            if size > self.manners.most_bytes:
                raise FetchFault(
                    f"{place}: it sends more than {self.manners.most_bytes:,} bytes, and no"
                    " status page has as many."
                )
            if self.manners.clock() - started > self.manners.whole:
                raise _Passing(f"the answer took more than {self.manners.whole:g} seconds")
            pieces.append(piece)
        return b"".join(pieces)


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _cause(error: Exception) -> str:
    """Return the kind of the innermost error: what it says holds addresses of objects."""
    inner: BaseException = error
    while inner.__cause__ or inner.__context__:
        inner = inner.__cause__ or inner.__context__ or inner
    return type(inner).__name__

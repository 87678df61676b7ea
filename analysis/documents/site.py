"""The guides and documents as pages to read: the Markdown of the project, in the look of its pages.

A page loads its style sheet from beside it and nothing else. Links between documents lead to their
pages; what else a document links to, such as a finished briefing, is copied along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from os.path import relpath
from pathlib import Path, PurePosixPath
from typing import Any

import mistune
from markupsafe import Markup

from analysis.export.fonts import face_rules
from analysis.export.html import style_of
from analysis.export.templating import page_templates
from analysis.terms.errors import RollbackError

#: The pages by group, in the order of the navigation, each with its name there.
PAGES: Mapping[str, Mapping[str, str]] = {
    "Start": {"README.md": "Overview", "docs/tutorial.md": "Tutorial"},
    "Law": {
        "docs/status.md": "How a status is derived",
        "docs/law.md": "The law against the record",
        "docs/replication.md": "Replication",
    },
    "Ways out": {
        "docs/attempts.md": "Attempts to leave",
        "docs/ledger.md": "Ledger of past boards",
        "docs/claims.md": "Claims of a story",
    },
    "Data": {
        "data/README.md": "The data",
        "docs/codebook.md": "Codebook",
        "data/COVERAGE.md": "What is covered",
        "data/CHANGES.md": "What changed",
        "docs/importing.md": "Importing",
        "docs/own-register.md": "A register of one’s own",
    },
    "Project": {
        "docs/accessibility.md": "Accessibility",
        "CONTRIBUTING.md": "Contributing",
        "CHANGELOG.md": "Changelog",
        "SECURITY.md": "Security",
    },
}
_STYLE = "style.css"
_TEMPLATES = Path(__file__).parent / "templates"
#: Of HTML in a document these pass: a break, and a mark that a link may point to.
_PASSES = re.compile(r"<br ?/?>|<a id=\"[\w.-]+\">|</a>")
#: Addresses that a link may lead out to; any other is no file of the project either.
_OUTSIDE = re.compile(r"https?://|mailto:")


def site(root: Path) -> dict[str, bytes]:
    """Return every file of the site by its path, from the documents below a root.

    Equal documents give equal bytes. Raises ``RollbackError`` that names every document that is
    missing, and every link that leads nowhere.
    """
    names = [name for group in PAGES.values() for name in group]
    if missing := [name for name in names if not (root / name).is_file()]:
        raise RollbackError(f"these documents are missing: {', '.join(missing)}")
    pages = [_Page(root, name) for name in names]
    texts = {page.place: page.html() for page in pages}
    _check_links(pages)
    style = style_of("briefing.css") + Markup(_read("site.css"))
    letters = "".join(texts.values())
    files = {place: text.encode("utf-8") for place, text in texts.items()}
    files[_STYLE] = f"{face_rules(letters)}\n{style}".encode()
    for name in sorted({name for page in pages for name in page.copied}):
        files[name] = (root / name).read_bytes()
    return files


def write_site(root: Path, out: Path) -> list[Path]:
    """Write the site into a folder and return the paths of its files; raises as :func:`site`."""
    written = []
    for name, content in site(root).items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written


def place_of(name: str) -> str:
    """Return where the page of a document lies.

    >>> place_of("README.md"), place_of("docs/law.md"), place_of("data/README.md")
    ('index.html', 'docs/law.html', 'data/README.html')
    """
    return "index.html" if name == "README.md" else f"{name.removesuffix('.md')}.html"


@dataclass
class _Page:
    """One document on its way to a page: what it links to, and the marks that it has."""

    root: Path
    name: str
    copied: set[str] = field(default_factory=set)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    headings: list[tuple[str, str]] = field(default_factory=list)

    @property
    def place(self) -> str:
        return place_of(self.name)

    def html(self) -> str:
        source = (self.root / self.name).read_text(encoding="utf-8")
        read = mistune.create_markdown(
            renderer=_Renderer(self), plugins=["table", "strikethrough", "footnotes"]
        )
        body = str(read(source))
        self.marks |= set(re.findall(r'id="([^"]+)"', body))
        title = re.sub(r"<[^>]+>", "", next(re.finditer(r"<h1[^>]*>(.*?)</h1>", body, re.S))[1])
        values = {
            "title": Markup(title),
            "body": Markup(body),
            "style": self.towards(_STYLE),
            "groups": [(name, self._entries(group)) for name, group in PAGES.items()],
            "headings": [one for one in self.headings if one[0]],
        }
        return page_templates(_TEMPLATES).get_template("site.html.j2").render(values)

    def _entries(self, group: Mapping[str, str]) -> list[tuple[str, str, bool]]:
        """Return the entries of a group of the navigation: address, words, whether it is here."""
        return [
            (self.towards(place_of(name)), words, name == self.name)
            for name, words in group.items()
        ]

    def towards(self, place: str) -> str:
        """Return the way from this page to another file of the site."""
        return relpath(place, str(PurePosixPath(self.place).parent)).replace("\\", "/")

    def resolve(self, href: str) -> str:
        """Return where a link of the document leads on the site."""
        if _OUTSIDE.match(href):
            return href
        path, _, mark = href.partition("#")
        if not path:
            self.links.append((self.name, mark, href))
            return href
        target = str(PurePosixPath(relpath(PurePosixPath(self.name).parent / path, ".")))
        if any(target in group for group in PAGES.values()):
            self.links.append((target, mark, href))
            return self.towards(place_of(target)) + (f"#{mark}" if mark else "")
        if target.startswith("..") or not (self.root / target).is_file():
            self.lost.append(href)
            return href
        self.copied.add(target)
        return self.towards(target)


class _Renderer(mistune.HTMLRenderer):
    """Sets a document: its links lead on, its tables have frames, its headings have marks."""

    def __init__(self, page: _Page) -> None:
        super().__init__(escape=True)
        self._page = page

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return f'<a href="{escape(self._page.resolve(url))}">{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        place = escape(self._page.resolve(url))
        return f'<img src="{place}" alt="{escape(text)}" loading="lazy">'

    def heading(self, text: str, level: int, **_: Any) -> str:
        words = re.sub(r"<[^>]+>", "", text)
        mark = self._mark(words)
        if level == 2:
            self._page.headings.append((mark, words))
        return f'<h{level} id="{mark}">{text}</h{level}>\n'

    def table(self, text: str) -> str:
        return (
            '<div class="frame" role="region" aria-label="Table" tabindex="0">'
            f"<table>\n{text}</table></div>\n"
        )

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        looks = f' class="{align}"' if align in ("right", "center") else ""
        if head and text.strip():
            return f'<th scope="col"{looks}>{text}</th>\n'
        return f"<td{looks}>{text}</td>\n"

    def block_code(self, code: str, info: str | None = None) -> str:
        return f'<pre tabindex="0"><code>{escape(code)}</code></pre>\n'

    def inline_html(self, html: str) -> str:
        return html if _PASSES.fullmatch(html) else escape(html)

    def block_html(self, html: str) -> str:
        bare = _PASSES.sub("", html).strip()
        return escape(html) if bare else html

    def _mark(self, words: str) -> str:
        """Return the mark of a heading, as the hosts of repositories name it; each once."""
        bare = re.sub(r"[^\w\- ]", "", words.lower()).strip().replace(" ", "-") or "section"
        mark, count = bare, 0
        while mark in self._page.marks:
            count += 1
            mark = f"{bare}-{count}"
        self._page.marks.add(mark)
        return mark


def _check_links(pages: list[_Page]) -> None:
    marks = {page.name: page.marks for page in pages}
    faults = list(_faults(pages, marks))
    if faults:
        raise RollbackError("links that lead nowhere:\n" + "\n".join(faults))


def _faults(pages: list[_Page], marks: Mapping[str, set[str]]) -> Iterator[str]:
    for page in pages:
        for href in page.lost:
            yield f"{page.name}: {href}: there is no such file; name one of the project"
        for target, mark, href in page.links:
            if mark and mark not in marks[target]:
                yield f"{page.name}: {href}: {target} has no heading or mark {mark!r}"


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text("utf-8")

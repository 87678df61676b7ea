"""Markdown from a notebook, read as blocks of plain text.

Only the structure is kept. Comments are not printed; simple tags of HTML in a line are read, and
any other stays visible as the text it is. No tag ever passes through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from typing import Any, cast

import mistune

from analysis.blocks.stored import complete
from analysis.export import spans as parts
from analysis.export.account import Account
from analysis.export.hypertext import blocks_of_html, read_tag

Data = dict[str, Any]
_parse = mistune.create_markdown(
    renderer=None, plugins=["table", "strikethrough", "footnotes", "math"]
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PLAIN_STYLE: Data = {"strong": False, "href": "", "shift": ""}


def blocks_of_markdown(source: str, account: Account | None = None) -> list[Data]:
    """Return the headings, paragraphs, lists, tables, pictures and code of a text as blocks."""
    # Without a renderer mistune returns the tokens of the text.
    tokens = cast("list[Data]", _parse(source))
    return _Reader(tokens, account or Account()).blocks(tokens)


class _Reader:
    """Reads one Markdown text; pictures inside a list or a table are set after it."""

    def __init__(self, tokens: Sequence[Data], account: Account) -> None:
        self.account = account
        self.after: list[Data] = []
        self.notes: dict[str, str] = {}
        for token in tokens:
            for item in token["children"] if token["type"] == "footnotes" else ():
                content = [one for part in item["children"] for one in part.get("children", ())]
                self.notes[item["attrs"]["key"]] = parts.words_of(self.spans(content))

    def blocks(self, tokens: Sequence[Data]) -> list[Data]:
        """Return the blocks of block-level tokens."""
        found: list[Data] = []
        for token in tokens:
            found += self.block(token)
            if self.after:
                self.account.converted("picture inside text", "set after it")
                found += self.after
                self.after = []
        return found

    def block(self, token: Data) -> list[Data]:
        kind, children = token["type"], token.get("children", [])
        if kind == "heading":
            title = parts.words_of(self.spans(children))
            level = token["attrs"]["level"]
            return [complete({"kind": "heading", "title": title, "level": level})] * bool(title)
        if kind == "paragraph":
            return self.paragraph(children)
        if kind == "list":
            return [complete({"kind": "items", **self.items(token)})]
        if kind == "table":
            return [self.table(token)]
        if kind == "block_quote":
            return self.blocks(children)
        if kind == "block_math":
            return parts.prose(parts.maths(token["raw"], self.account))
        if kind == "block_html":
            return self.html(token["raw"])
        return parts.verbatim(token.get("raw", "").strip("\n"))

    def html(self, raw: str) -> list[Data]:
        for comment in _COMMENT.findall(raw):
            self.comment(comment)
        rest = _COMMENT.sub("", raw)
        return blocks_of_html(rest, self.account) if rest.strip() else []

    def comment(self, raw: str) -> None:
        closed = raw.endswith("-->")
        why = "comments are not printed" if closed else "a comment that does not end"
        self.account.left_out("comment", why, loss=not closed)

    def paragraph(self, tokens: Sequence[Data]) -> list[Data]:
        """Return a paragraph, divided where a picture stands."""
        found: list[Data] = []
        run: list[Data] = []
        for token in tokens:
            drawn = self.picture(token) if token["type"] == "image" else None
            if drawn is None:
                run.append(token)
                continue
            found += [*parts.prose(self.spans(run)), drawn]
            run = []
        # What could not be set leaves its words; the account has it already.
        return [*found, *parts.prose(self.spans(run))]

    def picture(self, token: Data) -> Data | None:
        attrs = token["attrs"]
        alt = parts.words_of(self.spans(token["children"]))
        return parts.picture(attrs["url"], alt, attrs.get("title") or "", self.account)

    def items(self, token: Data) -> Data:
        """Return the entries of a list, and the lists that stand under them."""
        items: list[list[Data]] = []
        below: list[tuple[int, Data]] = []
        for place, item in enumerate(token["children"]):
            entry: list[Data] = []
            for child in item["children"]:
                if child["type"] == "list":
                    below.append((place, {**complete({"kind": "items", **self.items(child)})}))
                elif child["type"] in ("block_text", "paragraph"):
                    entry += [parts.span(" ")] * bool(entry) + self.spans(child["children"])
                elif child["type"] != "blank_line":
                    self.inside(child, entry)
            items.append(entry)
        attrs = token["attrs"]
        start = attrs.get("start", 1)
        return {"items": items, "ordered": attrs["ordered"], "start": start, "below": below}

    def inside(self, token: Data, entry: list[Data]) -> None:
        """Read what is neither text nor list inside an entry: code in the line, the rest after."""
        if token["type"] == "block_code":
            entry.append(parts.span(" " + " ".join(token["raw"].split()), code=True))
            self.account.converted("code in a list", "in the line of its entry")
        else:
            self.after += self.block(token)

    def table(self, token: Data) -> Data:
        head = next(part["children"] for part in token["children"] if part["type"] == "table_head")
        bodies = (part["children"] for part in token["children"] if part["type"] == "table_body")
        rows = [
            [self.spans(cell["children"]) for cell in row["children"]] for row in next(bodies, [])
        ]
        labels = [parts.words_of(self.spans(cell["children"])) for cell in head]
        aligns = [cell["attrs"].get("align") or "left" for cell in head]
        return parts.table(labels, aligns, rows)

    def spans(self, tokens: Iterable[Data], style: Data | None = None) -> list[Data]:
        """Return inline tokens as spans; tags of HTML change the style of what follows them."""
        found: list[Data] = []
        now = dict(style or _PLAIN_STYLE)
        for token in tokens:
            kind = token["type"]
            if kind in ("softbreak", "linebreak"):
                found.append(parts.span(" ", **now))
            elif kind == "footnote_ref":
                key = str(token["raw"])
                found.append(parts.span("", note=self.notes.get(key, key)))
            elif kind == "inline_math":
                found += parts.maths(token["raw"], self.account, **now)
            elif kind == "inline_html":
                found += self.tag(token["raw"], now)
            elif kind == "image":
                found += self.image(token, now)
            elif "children" in token:
                href = token["attrs"]["url"] if kind == "link" else now["href"]
                bold = now["strong"] or kind == "strong"
                found += self.spans(token["children"], {**now, "href": href, "strong": bold})
            else:
                # Entities are letters in running text, and stand for themselves in code.
                words = token.get("raw", "")
                plain = kind == "text"
                found.append(parts.span(unescape(words) if plain else words, **now, code=not plain))
        return found

    def image(self, token: Data, now: Data) -> list[Data]:
        """Keep a picture inside other text for after it, or else leave its words."""
        known = any(token["attrs"]["url"][:60] in one.what for one in self.account.entries)
        drawn = None if known else self.picture(token)
        if drawn is None:
            return self.spans(token["children"], now)
        self.after.append(drawn)
        return []

    def tag(self, raw: str, now: Data) -> list[Data]:
        """Read a tag in a line: it changes the style, ends a line, or stays the text it is."""
        if raw.startswith("<!--"):
            self.comment(raw)
            return []
        read = read_tag(raw, now)
        if read is None:
            self.account.converted(f"tag {raw}", "as the text it is")
            return [parts.span(raw, **now)]
        return [parts.span(read, **now)] if read else []

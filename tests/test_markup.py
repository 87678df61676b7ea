"""Markdown keeps its structure and loses its power."""

from base64 import b64decode

import pytest
from bs4 import BeautifulSoup

from analysis.export.account import Account
from analysis.export.html import page
from analysis.export.markup import blocks_of_markdown
from tests.exports.sample import PNG


def spans(source):
    (block,) = blocks_of_markdown(source)
    return [(span["text"], span["strong"], span["href"]) for span in block["paragraphs"][0]]


def test_headings_paragraphs_lists_and_code_become_blocks():
    blocks = blocks_of_markdown("# One\n\nText\n\n- a\n- b\n\n1. c\n\n```\ncode\n```\n\n---\n")
    assert [block["kind"] for block in blocks] == ["heading", "prose", "items", "items", "verbatim"]
    assert (blocks[0]["title"], blocks[0]["level"]) == ("One", 1)
    assert [block["ordered"] for block in blocks[2:4]] == [False, True]
    assert blocks[4]["content"] == "code"


def test_strong_text_links_and_code_become_spans():
    assert spans("a **b** _c_ [d **e**](https://x.org) `f*`") == [
        ("a ", False, ""),
        ("b", True, ""),
        (" ", False, ""),
        ("c", False, ""),
        (" ", False, ""),
        ("d ", False, "https://x.org"),
        ("e", True, "https://x.org"),
        (" ", False, ""),
        ("f*", False, ""),
    ]


def test_line_breaks_are_spaces():
    assert "".join(text for text, _, _ in spans("one\ntwo  \nthree")) == "one two three"


def words(source):
    return "".join(text for text, _, _ in spans(source))


def test_no_tag_passes_through_and_one_that_nobody_knows_stays_the_text_it_is():
    assert spans("<div onclick='x'>\nhi\n</div>") == [("hi", False, "")]
    assert words("a <x-y>c</x-y>") == "a <x-y>c</x-y>"


def test_simple_tags_in_a_line_are_read():
    (block,) = blocks_of_markdown("H<sub>2</sub>O x<sup>2</sup><br>a <b>c</b> <em>d</em>")
    found = [(one["text"], one["shift"], one["strong"]) for one in block["paragraphs"][0]]
    assert [one for one in found if one[0].strip()] == [
        ("H", "", False),
        ("2", "sub", False),
        ("O x", "", False),
        ("2", "sup", False),
        ("a ", "", False),
        ("c", "", True),
        ("d", "", False),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "Seen<!-- secret -->",
        "<!-- secret -->\n\nSeen",
        "<!-- secret\nand more -->\nSeen",
        "Seen\n\n<!-- secret",
        "- Seen <!-- secret -->",
        "## Seen <!-- secret -->",
        "| Seen |\n|--|\n| <!-- secret --> |",
        "<div>Seen<!-- secret --></div>",
        "> Seen <!-- secret -->",
        "[Seen <!-- secret -->](https://x.org)",
    ],
)
def test_comments_are_not_printed_and_are_reported(source):
    account = Account()
    printed = str(blocks_of_markdown(source, account))
    assert "Seen" in printed
    assert "secret" not in printed
    assert "<!--" not in printed
    assert "comment: left out" in str(account.entries[0])


def test_what_looks_like_a_comment_in_code_is_code():
    (block,) = blocks_of_markdown("```\n<!-- code -->\n```")
    assert block["content"] == "<!-- code -->"


def test_entities_and_escapes_are_read():
    assert words(r"AT&amp;T \*x\* #panic()") == "AT&T *x* #panic()"
    assert spans("`&amp;` [a](https://x.org/?a=1&amp;b=2)")[0::2] == [
        ("&amp;", False, ""),
        ("a", False, "https://x.org/?a=1&b=2"),
    ]


def outline(block):
    """Entries of a list as text, those of the lists inside as lists."""
    lines = []
    for place, item in enumerate(block["items"]):
        lines.append("".join(span["text"] for span in item))
        lines += [outline(inner) for at, inner in block["below"] if at == place]
    return lines


def test_a_list_inside_a_list_numbers_its_own_entries():
    (block,) = blocks_of_markdown("3. a\n   1. b\n   2. c\n      - d\n4. e\n")
    assert outline(block) == ["a", ["b", "c", ["d"]], "e"]
    inner = block["below"][0][1]
    assert (block["ordered"], block["start"]) == (True, 3)
    assert (inner["ordered"], inner["start"]) == (True, 1)
    assert inner["below"][0][1]["ordered"] is False


def test_nested_lists_are_numbered_rightly_on_the_page():
    blocks = blocks_of_markdown("1. a\n   1. b\n2. c\n")
    soup = BeautifulSoup(page(blocks, {}), "html.parser").main
    outer = soup.find("ol")
    assert [li.find(string=True).strip() for li in outer("li", recursive=False)] == ["a", "c"]
    assert [li.get_text().strip() for li in outer.ol("li")] == ["b"]


def test_a_footnote_becomes_a_note_of_its_place():
    (block,) = blocks_of_markdown("Said[^1] so.\n\n[^1]: By *whom*.\n")
    assert [one["note"] for one in block["paragraphs"][0]] == ["", "By whom.", ""]


@pytest.mark.parametrize(
    ("source", "pieces", "fate"),
    [
        (r"p \le 10^{-6}", [("p ≤ 10", ""), ("−6", "sup")], "as plain letters"),
        (r"\frac{a+b}{2}", [("(a+b)/2", "")], "as plain letters"),
        (r"x_i \cdot \alpha", [("x", ""), ("i", "sub"), (" · α", "")], "as plain letters"),  # noqa: RUF001
        (r"\begin{matrix}a", [(r"\begin{matrix}a", "")], "as its source"),
        (r"x^{y^z}", [(r"x^{y^z}", "")], "as its source"),
        (r"\frac{a}", [(r"\frac{a}", "")], "as its source"),
    ],
)
def test_maths_is_set_as_letters_or_left_as_its_source_and_reported(source, pieces, fate):
    account = Account()
    (block,) = blocks_of_markdown(f"${source}$", account)
    assert [(one["text"], one["shift"]) for one in block["paragraphs"][0]] == pieces
    assert fate in str(account.entries[0])


def test_prices_are_no_maths():
    assert words("It cost $5 and then $6.") == "It cost $5 and then $6."


def test_a_quotation_is_prose():
    assert [block["kind"] for block in blocks_of_markdown("> said\n>\n> - so")] == [
        "prose",
        "items",
    ]


def test_a_table_keeps_heads_alignment_and_cells():
    (block,) = blocks_of_markdown("| State | km |\n|:--|--:|\n| Latvia | **276** |\n")
    assert [(column["label"], column["align"]) for column in block["columns"]] == [
        ("State", "left"),
        ("km", "right"),
    ]
    assert block["rows"][0][1]["text"][0]["strong"] is True


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "dot.png").write_bytes(b64decode(PNG.partition(",")[2]))
    return tmp_path


def test_a_picture_beside_the_notebook_is_set_where_it_stands(folder):
    blocks = blocks_of_markdown('Before ![A dot](dot.png "Title") after', Account(folder=folder))
    assert [block["kind"] for block in blocks] == ["prose", "figure", "prose"]
    assert (blocks[1]["alt"], blocks[1]["title"], blocks[1]["image"]) == ("A dot", "Title", PNG)


def test_a_picture_in_a_list_is_set_after_it(folder):
    blocks = blocks_of_markdown("- a ![A dot](dot.png)\n- b", Account(folder=folder))
    assert [block["kind"] for block in blocks] == ["items", "figure"]


def test_an_attachment_is_set():
    given = {"dot.png": {"image/png": PNG.partition(",")[2]}}
    (block,) = blocks_of_markdown("![A dot](attachment:dot.png)", Account(attachments=given))
    assert block["image"] == PNG


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://example.org/x.png", "it lies on a network"),
        ("//example.org/x.png", "it lies on a network"),
        ("file:///etc/passwd", "it lies on a network"),
        ("../secret.png", "outside the notebook's folder"),
        ("/etc/passwd", "outside the notebook's folder"),
        ("none.png", "no such file"),
        ("notes.txt", "no picture"),
        ("attachment:none.png", "no such attachment"),
    ],
)
def test_a_picture_that_cannot_be_set_leaves_its_words_and_is_reported(address, reason, folder):
    (folder / "notes.txt").write_text("words")
    account = Account(folder=folder)
    (block,) = blocks_of_markdown(f"![A map]({address})", account)
    assert block["paragraphs"][0][0]["text"] == "A map"
    (entry,) = account.entries
    assert entry.loss
    assert reason in entry.why

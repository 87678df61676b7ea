"""Markdown keeps its structure and loses its power."""

from analysis.export.markup import blocks_of_markdown


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


def test_raw_html_stays_the_text_it_is():
    assert spans("<div onclick='x'>\nhi\n</div>") == [("<div onclick='x'>\nhi\n</div>", False, "")]
    assert "".join(text for text, _, _ in spans("a <b>c</b>")) == "a <b>c</b>"


def test_entities_and_escapes_are_read():
    assert "".join(text for text, _, _ in spans(r"AT&amp;T \*x\* #panic() $x$")) == (
        "AT&T *x* #panic() $x$"
    )
    assert spans("`&amp;` [a](https://x.org/?a=1&amp;b=2)")[0::2] == [
        ("&amp;", False, ""),
        ("a", False, "https://x.org/?a=1&b=2"),
    ]


def test_entries_of_a_list_inside_a_list_follow_with_a_dash():
    (block,) = blocks_of_markdown("- a\n  - b\n    - c\n- d\n")
    assert ["".join(span["text"] for span in item) for item in block["items"]] == [
        "a",
        "– b",
        "– – c",
        "d",
    ]


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


def test_a_picture_in_markdown_leaves_its_words():
    assert spans("![A map](map.png)") == [("A map", False, "")]

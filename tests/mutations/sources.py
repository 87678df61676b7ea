"""Mutations of sources and of text: addresses, days, letters, words of programs."""

from __future__ import annotations

from tests.mutations.copying import Copy, Row
from tests.mutations.score import Answer, breaks


def source(copy: Copy) -> Row:
    """Return a source with one address, at random."""
    return copy.pick("sources", lambda r: r["url"].count("/") > 3 and ";" not in r["url"])


def spoiled(copy: Copy, old: str, new: str) -> Answer:
    """Change a part of the address of a source at random."""
    row = copy.pick("sources", lambda r: old in r["url"] and ";" not in r["url"])
    row.update(url=row["url"].replace(old, new, 1))
    return Answer("sources.csv", copy.number("sources", row), "url")


@breaks("source")
def quote_in_an_address(copy):
    row = source(copy)
    row.update(url=row["url"] + '"')
    return Answer("sources.csv", copy.number("sources", row), "url")


@breaks("source")
def script_in_an_address(copy):
    row = source(copy)
    row.update(url=row["url"] + "<script>alert(1)</script>")
    return Answer("sources.csv", copy.number("sources", row), "url")


@breaks("source")
def user_in_an_address(copy):
    return spoiled(copy, "://", "://treaties.un.org@")


@breaks("source")
def host_that_looks_alike(copy):
    return spoiled(copy, "treaties.un.org", "treatles.un.org")


@breaks("source")
def host_with_a_foreign_letter(copy):
    return spoiled(copy, "treaties.un.org", "tre\u0430ties.un.org")


@breaks("source")
def host_in_disguise(copy):
    return spoiled(copy, "://", "://xn--")


@breaks("source")
def host_without_a_dot(copy):
    return spoiled(copy, "treaties.un.org", "treaties")


@breaks("source")
def host_with_another_ending(copy):
    return spoiled(copy, "treaties.un.org", "treaties.un.com")


@breaks("source")
def address_of_this_machine(copy):
    return spoiled(copy, "treaties.un.org", "localhost:8888")


@breaks("source")
def address_that_runs(copy):
    row = source(copy)
    row.update(url="javascript:alert(1)")
    return Answer("sources.csv", copy.number("sources", row), "url")


@breaks("source")
def address_without_its_protocol(copy):
    return spoiled(copy, "https://", "")


@breaks("source")
def protocol_misspelt(copy):
    return spoiled(copy, "https://", "https:/")


@breaks("source")
def one_address_under_two_keys(copy):
    event = copy.pick("events", {"kind": "statement"})
    like = copy.pick("sources", {"source": event["sources"].split(";")[0]})
    row = copy.add("sources", like, source=f"{like['source']}_b")
    event.update(sources=f"{event['sources']};{row['source']}")
    return Answer("sources.csv", copy.number("sources", row), ("url", "source"))


@breaks("source")
def one_address_under_two_keys_in_other_words(copy):
    like = copy.pick("sources", lambda r: len(r["published"]) == 10 and ";" not in r["url"])
    other = like["url"].replace("https://", "http://").rstrip("/") + "/"
    row = copy.add("sources", like, source=f"{like['source']}_b", title="A new title", url=other)
    event = copy.pick("events", {"kind": "statement"})
    event.update(sources=f"{event['sources']};{row['source']}")
    return Answer("sources.csv", copy.number("sources", row), ("url", "source"))


@breaks("source")
def published_before_the_act(copy):
    row = copy.pick("sources", {"source": "leta_20250416"})
    row.update(published="2021-04-16")
    return Answer("sources.csv", copy.number("sources", row), "published")


@breaks("source")
def published_in_a_year_before_the_act(copy):
    row = copy.pick("sources", {"source": "leta_20250416"})
    row.update(published="2021")
    return Answer("events.csv", None, "sources", "leta_20250416")


@breaks("source")
def published_in_the_future(copy):
    row = source(copy)
    row.update(published="2031-04-16")
    return Answer("sources.csv", copy.number("sources", row), "published")


@breaks("source")
def published_before_the_attempt(copy):
    row = copy.pick("attempts", lambda r: len(r["started"]) == 10 and r["started"] > "2024")
    like = copy.pick("sources", {"source": row["sources"].split(";")[0]})
    like.update(published="2003-01-01")
    return Answer("attempts.csv", copy.number("attempts", row), "sources", like["source"])


@breaks("source")
def day_in_the_key_and_another_in_the_cell(copy):
    row = copy.pick("sources", {"source": "leta_20250416"})
    row.update(published="2025-06-14")
    return Answer("sources.csv", copy.number("sources", row), ("published", "source"))


@breaks("source")
def source_that_proves_nothing(copy):
    row = copy.add("sources", source(copy), source="nobody_names_me", url="https://example.org/a")
    return Answer("sources.csv", copy.number("sources", row), "source")


@breaks("source")
def source_that_is_not_there(copy):
    row = copy.pick("events", {"treaty": "ccm", "kind": "ratification"})
    row.update(sources="untc_2026_02_30")
    return Answer("events.csv", copy.number("events", row), "sources")


@breaks("source")
def source_missing(copy):
    copy["sources"].remove(copy.pick("sources", {"source": "untc_2026_02_03"}))
    return Answer("sources.csv", None, "source", "untc_2026_02_03", harmful="Did you mean")


@breaks("source")
def rank_of_nobody(copy):
    row = source(copy)
    row.update(rank="offical")
    return Answer("sources.csv", copy.number("sources", row), "rank")


@breaks("source")
def source_without_an_address_or_a_day(copy):
    row = source(copy)
    row.update(url="", published="")
    return Answer("sources.csv", copy.number("sources", row), "url")


@breaks("source")
def sure_of_what_a_blog_says(copy):
    row = copy.pick("events", {"treaty": "ctbt", "kind": "ratification", "confidence": "high"})
    blog = copy.pick("sources", {"rank": "blog"})
    blog.update(published="")
    row.update(sources=blog["source"])
    return Answer("events.csv", copy.number("events", row), ("confidence", "sources"))


def write(copy: Copy, column: str, value: str, table: str = "events") -> Answer:
    """Write a value into the cell of a row at random."""
    row = copy.pick(table, lambda r: r[column])
    row.update({column: value})
    return Answer(f"{table}.csv", copy.number(table, row), column)


@breaks("text")
def accent_apart_from_its_letter(copy):
    return write(copy, "body", "Riigiko\u0301gu")


@breaks("text")
def two_scripts_in_a_word(copy):
    return write(copy, "body", "S\u0430eima")


@breaks("text")
def foreign_script_in_a_body(copy):
    return write(copy, "body", "\u0421\u0435\u0439\u043c (Saeima)")


@breaks("text")
def body_in_letters_that_look_latin(copy):
    return write(copy, "body", "\u0405\u0410\u0415\u0406\u041c\u0410")


@breaks("text")
def state_in_letters_that_look_latin(copy):
    row = copy.pick("events", {"state": "TUR"})
    row.update(state="\u0422\u0423\u0420")
    return Answer("events.csv", copy.number("events", row), "state", harmful="states.csv")


@breaks("text")
def state_with_one_foreign_letter(copy):
    row = copy.pick("events", {"state": "LVA"})
    row.update(state="LV\u0410")
    return Answer("events.csv", copy.number("events", row), "state", harmful="states.csv")


@breaks("text")
def source_key_with_a_foreign_letter(copy):
    row = copy.pick("events", {"sources": "untc_2026_02_03"})
    row.update(sources="untc_2026_02_0\u0417")
    return Answer("events.csv", copy.number("events", row), "sources", harmful="Add it")


@breaks("text")
def control_character(copy):
    return write(copy, "note", "a bell \x07 rings")


@breaks("text")
def zero_byte(copy):
    return write(copy, "note", "nothing \x00 here")


@breaks("text")
def no_width(copy):
    return write(copy, "summary", "Lat\u200bvia leaves.")


@breaks("text")
def no_break(copy):
    return write(copy, "summary", "Latvia\u00a0leaves.")


@breaks("text")
def right_to_left(copy):
    return write(copy, "note", "law \u202ewal")


@breaks("text")
def two_spaces(copy):
    return write(copy, "summary", "Latvia  leaves.")


@breaks("text")
def markup(copy):
    return write(copy, "summary", "Latvia <b>leaves</b>.")


@breaks("text")
def entity(copy):
    return write(copy, "note", "Law &amp; order")


@breaks("text")
def garbled(copy):
    return write(copy, "body", "H\u00c3\u00a4kk\u00c3\u00a4nen")


@breaks("text")
def formula(copy):
    return write(copy, "note", "=1+1")


@breaks("text")
def error_of_a_spreadsheet(copy):
    return write(copy, "body", "#REF!")


@breaks("text")
def nothing_in_a_word(copy):
    return write(copy, "note", "nan")


@breaks("text")
def line_break(copy):
    return write(copy, "note", "one\ntwo")


@breaks("text")
def name_of_a_state_in_wide_letters(copy):
    return write(copy, "short_name", "\uff2c\uff41\uff54\uff56\uff49\uff41", "states")


@breaks("text")
def combining_signs_on_top_of_each_other(copy):
    return write(copy, "note", "L\u0336\u0335\u0334\u0337atvia")


@breaks("text")
def summary_too_long(copy):
    return write(copy, "summary", "long " * 70 + "end")


@breaks("text")
def day_in_the_american_form(copy):
    row = copy.pick("events", {"kind": "statement"})
    row.update(date="4/16/2025")
    return Answer("events.csv", copy.number("events", row), "date")


@breaks("text")
def day_as_a_number(copy):
    row = copy.pick("events", {"kind": "statement"})
    row.update(date="45763")
    return Answer("events.csv", copy.number("events", row), "date")


@breaks("text")
def unknown_kind(copy):
    row = copy.pick("events", {"kind": "ratification"})
    row.update(kind="ratificaton")
    return Answer("events.csv", copy.number("events", row), "kind")


@breaks("text")
def unknown_state(copy):
    row = copy.pick("events", {"kind": "ratification"})
    row.update(state="XQZ")
    return Answer("events.csv", copy.number("events", row), "state")

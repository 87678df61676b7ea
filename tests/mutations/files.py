"""Mutations of whole files: pipes, halves, blank lines, quotes, encodings, headers."""

from __future__ import annotations

import os

from tests.mutations.copying import MAP, Copy
from tests.mutations.score import Answer, breaks


def lines(copy: Copy, table: str) -> list[bytes]:
    """Return the lines of a table of the unbroken world."""
    return copy.text(f"{table}.csv").splitlines(keepends=True)


@breaks("file")
def pipe_in_place_of_a_table(copy):
    copy.files["groups.csv"] = os.mkfifo
    return Answer("groups.csv")


@breaks("file")
def pipe_in_place_of_the_package(copy):
    copy.files["datapackage.json"] = os.mkfifo
    return Answer("datapackage.json")


@breaks("file")
def pipe_in_place_of_the_map(copy):
    copy.files[MAP] = os.mkfifo
    return Answer(MAP)


@breaks("file")
def folder_in_place_of_a_table(copy):
    copy.files["borders.csv"] = os.mkdir
    return Answer("borders.csv")


@breaks("file")
def link_to_itself(copy):
    copy.files["gaps.csv"] = lambda path: os.symlink(path, path)
    return Answer("gaps.csv")


@breaks("file")
def table_missing(copy):
    copy.files["calendar.csv"] = lambda path: None
    return Answer("calendar.csv")


@breaks("file")
def map_missing(copy):
    copy.files[MAP] = lambda path: None
    return Answer(MAP)


@breaks("file")
def table_empty(copy):
    copy.files["states.csv"] = b""
    return Answer("states.csv")


@breaks("file")
def header_alone(copy):
    copy.files["events.csv"] = lines(copy, "events")[0]
    return Answer("events.csv")


@breaks("file")
def half_of_the_events(copy):
    all_lines = lines(copy, "events")
    copy.files["events.csv"] = b"".join(all_lines[: len(all_lines) // 2])
    return Answer("events.csv", None, "", "missing")


@breaks("file")
def second_half_of_the_events(copy):
    all_lines = lines(copy, "events")
    copy.files["events.csv"] = b"".join([all_lines[0], *all_lines[len(all_lines) // 2 :]])
    return Answer("events.csv", None, "", "missing")


@breaks("file")
def half_of_the_sources(copy):
    all_lines = lines(copy, "sources")
    copy.files["sources.csv"] = b"".join(all_lines[: len(all_lines) // 2])
    return Answer("sources.csv", None, "", "missing")


@breaks("file")
def half_of_the_states(copy):
    all_lines = lines(copy, "states")
    copy.files["states.csv"] = b"".join(all_lines[: len(all_lines) // 2])
    return Answer("states.csv", None, "", "missing")


@breaks("file")
def half_of_the_borders(copy):
    all_lines = lines(copy, "borders")
    copy.files["borders.csv"] = b"".join(all_lines[: len(all_lines) // 2])
    return Answer("borders.csv", None, "", "missing")


@breaks("file")
def half_of_the_groups(copy):
    all_lines = lines(copy, "groups")
    copy.files["groups.csv"] = b"".join(all_lines[: len(all_lines) // 2])
    return Answer("groups.csv", None, "", "missing")


@breaks("file")
def half_of_the_attempts(copy):
    all_lines = lines(copy, "attempts")
    copy.files["attempts.csv"] = b"".join(all_lines[: len(all_lines) // 2])
    return Answer("attempts.csv", None, "", "missing")


@breaks("file")
def half_of_the_treaties(copy):
    all_lines = lines(copy, "treaties")
    copy.files["treaties.csv"] = b"".join(all_lines[: len(all_lines) // 2])
    return Answer("treaties.csv", None, "", "missing")


@breaks("file")
def cut_in_the_middle_of_a_row(copy):
    text = copy.text("events.csv")
    copy.files["events.csv"] = text[: text.rindex(b",", 0, -400)]
    number = copy.files["events.csv"].count(b"\n") + 1
    return Answer("events.csv", number)


@breaks("file")
def blank_last_line(copy):
    copy.files["events.csv"] = copy.text("events.csv") + b"\n"
    return Answer("events.csv", len(lines(copy, "events")) + 1, "", "blank", harmful="comma")


@breaks("file")
def blank_line_in_the_middle(copy):
    all_lines = lines(copy, "states")
    copy.files["states.csv"] = b"".join([*all_lines[:50], b"\n", *all_lines[50:]])
    return Answer("states.csv", 51, "", "blank", harmful="comma")


@breaks("file")
def line_of_spaces(copy):
    copy.files["states.csv"] = copy.text("states.csv") + b"   \n"
    return Answer("states.csv", len(lines(copy, "states")) + 1, "", "blank", harmful="comma")


@breaks("file")
def cell_without_end(copy):
    all_lines = lines(copy, "states")
    row = all_lines[9].split(b",")
    row[3] = b"x" * 140_000
    all_lines[9] = b",".join(row)
    copy.files["states.csv"] = b"".join(all_lines)
    return Answer("states.csv", 10, harmful="Close the quotes")


@breaks("file")
def long_cell(copy):
    all_lines = lines(copy, "groups")
    row = all_lines[9].split(b",")
    row[2] = b"A" * 100_000
    all_lines[9] = b",".join(row)
    copy.files["groups.csv"] = b"".join(all_lines)
    return Answer("groups.csv", 10, "state")


@breaks("file")
def long_list(copy):
    row = copy.pick("events", {"kind": "ratification", "treaty": "ctbt"})
    row.update(sources=";".join(f"key_{n}" for n in range(9000)))
    return Answer("events.csv", copy.number("events", row), "sources")


@breaks("file")
def quote_never_closed(copy):
    all_lines = lines(copy, "states")
    all_lines[20] = all_lines[20].replace(b",", b',"', 1)
    copy.files["states.csv"] = b"".join(all_lines)
    return Answer("states.csv", 21)


@breaks("file")
def quote_inside_a_cell(copy):
    all_lines = lines(copy, "states")
    all_lines[20] = all_lines[20].replace(b",", b',"a"b', 1)
    copy.files["states.csv"] = b"".join(all_lines)
    return Answer("states.csv", 21)


@breaks("file")
def comma_too_many(copy):
    all_lines = lines(copy, "states")
    all_lines[20] = all_lines[20].replace(b",", b",,", 1)
    copy.files["states.csv"] = b"".join(all_lines)
    return Answer("states.csv", 21)


@breaks("file")
def saved_as_latin_1(copy):
    text = copy.text("states.csv").decode()
    copy.files["states.csv"] = text.encode("latin-1", "replace")
    number = next(n for n, line in enumerate(text.splitlines(), 1) if not line.isascii())
    return Answer("states.csv", number)


@breaks("file")
def saved_as_utf_16(copy):
    copy.files["states.csv"] = copy.text("states.csv").decode().encode("utf-16")
    return Answer("states.csv", None, "", "UTF")


@breaks("file")
def mark_at_the_beginning(copy):
    copy.files["states.csv"] = b"\xef\xbb\xbf" + copy.text("states.csv")
    return Answer("states.csv", 1)


@breaks("file")
def semicolons(copy):
    copy.files["states.csv"] = copy.text("states.csv").replace(b",", b";")
    return Answer("states.csv", 1, "", "semicolons")


@breaks("file")
def header_lost(copy):
    copy.files["groups.csv"] = b"".join(lines(copy, "groups")[1:])
    return Answer("groups.csv", 1)


@breaks("file")
def column_misspelt(copy):
    copy.files["groups.csv"] = copy.text("groups.csv").replace(b"standing", b"standng", 1)
    return Answer("groups.csv", 1, "standng")


@breaks("file")
def zeros_in_place_of_a_table(copy):
    copy.files["gaps.csv"] = b"\0" * 4000
    return Answer("gaps.csv")


@breaks("file")
def another_table_in_its_place(copy):
    copy.files["gaps.csv"] = copy.text("disputes.csv")
    return Answer("gaps.csv", 1)


@breaks("file")
def old_line_ends(copy):
    copy.files["gaps.csv"] = copy.text("gaps.csv").replace(b"\n", b"\r\r\n")
    return Answer("gaps.csv", 1, "", "CR CR LF")


@breaks("file")
def conflict_of_two_versions(copy):
    all_lines = lines(copy, "states")
    marked = [*all_lines[:30], b"<<<<<<< HEAD\n", all_lines[30], b"=======\n", all_lines[30],
              b">>>>>>> other\n", *all_lines[31:]]  # fmt: skip
    copy.files["states.csv"] = b"".join(marked)
    return Answer("states.csv", 31)

"""The text of the pull request that brings what the depositary shows into the data.

Usage: ``python .ci/pull_request.py UPDATE.json``. It reads what ``rollback update --apply --format
json`` printed and, from git, how the golden briefings read before and now, and prints Markdown.
With ``--span`` it prints the two days between which the new acts lie, for the briefing on changes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

GOLDEN = "tests/reading/golden"
#: A text of a pull request has 65,536 characters at most; what is longer is in the commit.
MOST_CHARACTERS = 60_000
MOST_ROWS = 40
LONGEST_CELL = 60
LONGEST_LINE = 300


def span(update: dict[str, Any]) -> tuple[str, str]:
    """Return the day before the earliest new act, and the day of the newest page."""
    days = [row["page"] for row in update["differences"] if row["change"] == "new"]
    last = max(row["day"] for row in update["totals"])
    first = min(days, default=last)
    return (date.fromisoformat(first) - timedelta(days=1)).isoformat(), last


def body(update: dict[str, Any], differing: list[str]) -> str:
    """Return the text: what is new, what follows, what is left, and which sentences differ."""
    new = [row for row in update["differences"] if row["change"] == "new"]
    left = [row for row in update["differences"] if row["change"] != "new"]
    parts = [
        f"The status pages of the depositary show acts that the register lacked."
        f" {_counted(update['added'], 'row')} written as version {update['version']}, after"
        " every rule on the data.",
        *_table("New on the pages", new, ("treaty", "name", "kind", "page", "note")),
        *_table("What follows", update["changes"], ("day", "treaty", "name", "before", "after")),
        *_table("Left to you", left, ("change", "treaty", "name", "kind", "page", "register")),
    ]
    end = (
        "The briefing on what changed is an artefact of the run that opened this. The tests run"
        " once the pull request is closed and opened again by hand."
    )
    room = MOST_CHARACTERS - sum(map(len, parts)) - len(end)
    return "\n\n".join([*parts, *_sentences(differing, room), end]) + "\n"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun} is" if number == 1 else f"{number} {noun}s are"


def _table(title: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> list[str]:
    if not rows:
        return []
    lines = [columns, ["---"] * len(columns)]
    lines += [[_plain(row.get(column)) for column in columns] for row in rows[:MOST_ROWS]]
    more = len(rows) - MOST_ROWS
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return [f"### {title}", table, *([f"And {more} more."] if more > 0 else [])]


def _plain(value: Any) -> str:
    text = str(value if value is not None else "")[:LONGEST_CELL]
    return text.replace("|", "\\|").replace("\n", " ")


def _sentences(differing: list[str], room: int) -> list[str]:
    if not differing:
        return ["### Sentences that differ", "None in the golden briefings."]
    shown: list[str] = []
    for line in differing:
        cut = line.replace("```", "'''")[:LONGEST_LINE]
        room -= len(cut) + 1
        if room < 0:
            break
        shown.append(cut)
    more = len(differing) - len(shown)
    block = "\n".join(["```diff", *shown, "```"])
    return ["### Sentences that differ", block, *([f"And {more} more."] if more > 0 else [])]


def sentences(diff: str) -> list[str]:
    """Return the lines of a diff that were taken out and put in, under the name of their file.

    >>> sentences("--- a/x/one.txt\\n+++ b/x/one.txt\\n@@ -1 +1 @@\\n-Two left.\\n+Three left.")
    ['# one', '-Two left.', '+Three left.']
    """
    lines: list[str] = []
    for line in diff.splitlines():
        if line.startswith("+++ "):
            lines.append(f"# {Path(line[4:]).stem}")
        elif line[:1] in ("+", "-") and not line.startswith("--- ") and line[1:].strip():
            lines.append(line)
    return lines


def main() -> None:
    """Print the text, or the two days."""
    *flags, file = sys.argv[1:]
    update = json.loads(Path(file).read_text(encoding="utf-8"))
    if "--span" in flags:
        print(*span(update))
        return
    command = ["git", "diff", "--no-color", "--no-ext-diff", "-U0", "HEAD", "--", GOLDEN]
    diff = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print(body(update, sentences(diff)), end="")


if __name__ == "__main__":
    main()

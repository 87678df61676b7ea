"""Read every briefing that the register can make: ``python -m tests.reading [PART/PARTS]``.

``python -m tests.reading golden`` writes the golden briefings anew.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from analysis import load_register, open_briefing
from tests.reading.reader import complaints, disagreements
from tests.reading.subjects import TOWARDS, all_of_other_kinds, all_subjects
from tests.reading.test_golden import BRIEFINGS, GOLDEN, KINDS, OTHERS, written

#: How many briefings are read between two notes on how far the reading has come.
EVERY = 250


def write_golden() -> None:
    """Write the golden briefings as the register and the words are now."""
    register = load_register()
    GOLDEN.mkdir(exist_ok=True)
    for name in BRIEFINGS:
        for kind, ending in KINDS.items():
            aloud = written(register, name, kind)
            (GOLDEN / f"{name}{ending}.txt").write_text(aloud, encoding="utf-8")
    for name in OTHERS:
        (GOLDEN / f"{name}.txt").write_text(written(register, name), encoding="utf-8")


def note_progress(read: int, whole: int, found: int, spent: float) -> None:
    """Say on the way how far the reading has come: it takes an hour, and may be stopped."""
    if read % EVERY == 0:
        left = spent / read * (whole - read) / 60
        told = f"{read} of {whole} read, {found} complaints, about {left:.0f} min of CPU left"
        print(told, file=sys.stderr, flush=True)


def main() -> None:
    if sys.argv[1:] == ["golden"]:
        write_golden()
        return
    part, parts = map(int, (sys.argv[1] if len(sys.argv) > 1 else "1/1").split("/"))
    register = load_register()
    subjects = all_subjects(register)[part - 1 :: parts]
    others = all_of_other_kinds(register)[part - 1 :: parts]
    whole = len(subjects) + len(others)
    started, found, kinds = time.process_time(), 0, Counter()
    for read, (region, treaty, day) in enumerate(subjects, start=1):
        try:
            given = {
                "region": region,
                "treaty": treaty,
                "as_of": day,
                "compare_to": f"{int(day[:4]) - 1}{day[4:].replace('-02-29', '-02-28')}",
                "towards": TOWARDS,
            }
            # The four pages and the annex as one: a fact is told alike in both.
            opened = [open_briefing(kind, register=register, **given) for kind in KINDS]
            blocks = [block for one in opened for block in one.blocks()]
            wrong = [*complaints(blocks), *disagreements(opened[0].subject)]
        except Exception as error:
            wrong = [f"{type(error).__name__}: {error}"]
        for complaint in wrong:
            found += 1
            kinds[complaint.split(" (")[0].split(":")[0]] += 1
            print(f"{region} {treaty} {day}: {complaint}")
        if len(register.kept.answers) > 20_000:
            register.kept.answers.clear()
        note_progress(read, whole, found, time.process_time() - started)
    for kind, given in others:
        try:
            wrong = complaints(open_briefing(kind, register=register, **given).blocks())
        except Exception as error:
            wrong = [f"{type(error).__name__}: {error}"]
        for complaint in wrong:
            found += 1
            kinds[complaint.split(" (")[0].split(":")[0]] += 1
            print(f"{kind} {given}: {complaint}")
    spent = time.process_time() - started
    print(f"{whole} briefings read, {found} complaints, {spent:.0f} s of CPU")
    for kind, count in kinds.most_common(20):
        print(f"  {count:5d} {kind}")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()

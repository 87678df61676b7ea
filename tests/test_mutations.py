"""The mutation test: how many broken copies of the data the check answers, and how well.

Each of the mutations of :mod:`tests.mutations` breaks one thing in a copy of the data; an answer is
precise when it names the file, the row and the column or key, in few lines, without bad advice.
The score may rise and never fall. Three of five mutations of each kind are tried here;
``python -m tests.mutations`` tries all of them and prints what is not precise.
"""

import pytest

from analysis.checks import check_tables
from analysis.store.loading import read_tables
from tests.mutations.copying import FEW, World
from tests.mutations.every import MUTATIONS
from tests.mutations.score import (
    FEW_FAULTS,
    Answer,
    Verdict,
    count,
    judge,
    report,
    some_of_each,
)

SEED = 1
#: The score that is held: at least so many precise, at most so many silent. No crash and no hang.
PRECISE, SILENT = 185, 0


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A world of a few treaties, and the folder in which it stands unbroken."""
    world = World(FEW)
    return world, world.write(tmp_path_factory.mktemp("mutations") / "world")


def test_the_unbroken_world_is_clean(small):
    assert check_tables(read_tables(small[1])) == []


def test_mutations_are_many_of_many_kinds_and_have_names_of_their_own():
    assert len({one.name for one in MUTATIONS}) == len(MUTATIONS)
    assert len(some_of_each(MUTATIONS, SEED)) >= 150
    assert len({one.kind for one in MUTATIONS}) >= 15


@pytest.mark.slow
def test_the_score_does_not_fall(small, capsys):
    verdicts = [judge(*small, mutation, SEED) for mutation in some_of_each(MUTATIONS, SEED)]
    score, said = count(verdicts), report(verdicts)
    with capsys.disabled():
        print(
            "\n" + "\n".join(line for line in said.splitlines() if line.startswith(("kind", "all")))
        )
    assert score["traceback"] == score["hang"] == 0, said
    assert score["silent"] <= SILENT, said
    assert score["precise"] >= PRECISE, said


def test_an_answer_that_names_another_row_or_buries_the_fault_is_vague(small):
    def verdict_of(answer):
        def change(copy):
            copy.pick("states", {"state": "LVA"}).update(iso2="lv")
            return answer(copy)

        return judge(*small, type(MUTATIONS[0])("test", f"test_{id(change)}", change), SEED)

    right = verdict_of(lambda copy: Answer("states.csv", number(copy), "iso2"))
    wrong = verdict_of(lambda copy: Answer("states.csv", number(copy) + 1, "iso2"))
    harmful = verdict_of(lambda copy: Answer("states.csv", number(copy), "iso2", harmful="form"))
    assert [one.word for one in (right, wrong, harmful)] == ["precise", "vague", "vague"]
    assert isinstance(right, Verdict)
    assert 0 < len(right.said) <= FEW_FAULTS


def number(copy):
    return copy.number("states", copy.pick("states", {"state": "LVA"}))

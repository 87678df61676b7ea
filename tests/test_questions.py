"""Some fifty questions of the field, and seven tasks, each as somebody asks it at the command line.

An answer is the cells of some columns, in the order of the rows. What it should be is read from the
treaties and their depositaries, not from the program.
"""

from __future__ import annotations

import csv
import io
import json
import shlex

import nbformat
import pytest
from click.testing import CliRunner

from analysis import open_briefing
from analysis.blocks.model import plain
from analysis.cli import main
from analysis.publish.catalogue import load_catalogue
from analysis.publish.plan import plan_jobs

#: The states that left the mine ban.
FIVE = ["EST", "FIN", "LTU", "LVA", "POL"]
#: The question, the words typed for it, the columns that answer it, and the answer.
QUESTIONS = [
    ("Is Latvia bound by the mine ban on the day of the vote?",
     "status --treaty ottawa --state latvia --as-of 2025-04-16", "status bound", ["party yes"]),
    ("How far had Latvia come that day?",
     "status --treaty APMBC --state LV --as-of 2025-04-16", "stage", ["parliament_approved"]),
    ("When did its notice reach the depositary?",
     "status --treaty apmbc --state Latvia", "notified", ["2025-06-27"]),
    ("What is the first day on which it is no longer bound?",
     "status --treaty apmbc --state lva --as-of 2025-08-20", "until", ["2025-12-27"]),
    ("When did the ban come into force for Finland?",
     "status --treaty apmbc --state Finland", "bound_from", ["2012-07-01"]),
    ("Who has left the mine ban?",
     "status --treaty apmbc --standing withdrawn", "state", FIVE),
    ("Who was on the way out in August 2025?",
     "status --treaty apmbc --standing withdrawing --as-of 2025-08-20", "state", FIVE),
    ("How many parties does the mine ban have?",
     "counts --treaty mine-ban --as-of 2026-02-20", "parties", ["161"]),
    ("How many had it on the day of the story?",
     "counts --treaty apmbc --as-of 2025-04-16", "parties contracting_states", ["164 165"]),
    ("How many states signed but never joined it?",
     "counts --treaty apmbc --as-of 2025-04-16", "signatories_not_party", ["0"]),
    ("How many parties has the NPT, as the depositary lists them?",
     "counts --treaty NPT", "parties", ["191"]),
    ("And if North Korea's exit counts?",
     "counts --treaty NPT --reading state", "parties", ["190"]),
    ("Is the comprehensive test ban in force for anybody?",
     "counts --treaty ctbt", "parties", ["0"]),
    ("How did Lithuania's parliament vote?",
     "pipeline --treaty apmbc --region Baltics", "state vote",
     ["EST 81-1", "LTU 107-0", "LVA 66-14"]),
    ("When does Poland's notice take effect, as known in August 2025?",
     "pipeline --treaty apmbc --region POL --as-of 2025-08-27", "effect effect_basis",
     ["2026-02-20 clause"]),
    ("What happened on 16 April 2025?",
     "changes --since 2025-04-15 --until 2025-04-16", "state after",
     ["LVA parliament_approved"]),
    ("Which withdrawals took effect in winter 2025?",
     "changes --since 2025-11-30 --until 2026-02-28 --treaty apmbc --kind withdrawn", "state",
     ["EST", "LTU", "LVA", "FIN", "POL"]),
    ("What did Ukraine's parliament do on 15 July 2025?",
     "changes --since 2025-07-14 --until 2025-07-15 --treaty apmbc --kind parliament_approved",
     "state after aim", ["UKR parliament_approved suspension"]),
    ("What ended on 5 February 2026?",
     "changes --since 2026-02-04 --until 2026-02-05 --treaty newstart", "state after",
     ["RUS expired", "USA expired"]),
    ("How much of NATO's border with Russia and Belarus is covered?",
     "coverage --treaty apmbc --region NATO --towards Russia,Belarus", "km_bound km",
     ["191 3802"]),
    ("And a year before?",
     "coverage --treaty apmbc --region NATO --towards RUS --towards BLR --as-of 2025-02-20",
     "km_unbound", ["0"]),
    ("Which acts did Estonia take under the mine ban in 2025 as a state?",
     "events --treaty apmbc --state EE --kind withdrawal_notified,withdrawal_effective",
     "date kind", ["2025-06-27 withdrawal_notified", "2025-12-27 withdrawal_effective"]),
    ("Who gave notice in June 2025?",
     "events --kind withdrawal_notified --since 2025-06-01 --until 2025-06-30", "state",
     ["EST", "LTU", "LVA"]),
    ("Where did Latvia stand over the years?",
     "history Latvia --treaty ottawa", "status start",
     ["contracting 2005-07-01", "party 2006-01-01", "withdrawing 2025-06-27",
      "withdrawn 2025-12-27"]),
    ("Who are the Baltic states?",
     "members baltic", "state", ["EST", "LTU", "LVA"]),
    ("Was Finland in NATO on the last day of 2022?",
     "status --treaty apmbc --region nato --state FIN --as-of 2022-12-31", "state", []),
    ("Since when has Sweden been in NATO?",
     "members nato --as-of 2024-12-31", "state since", {"SWE 2024-03-07"}),
    ("Where does Türkiye stand under the cluster-munition ban?",
     "status --treaty ccm --state Turkey", "state status", ["TUR none"]),
    ("Has Lithuania left the cluster-munition ban?",
     "status --treaty ccm --state Lithuania", "status until bound_until",
     ["withdrawn  2025-03-06"]),
    ("When did the United States leave the INF Treaty?",
     "status --treaty inf --state USA --as-of 2019-08-01", "status until",
     ["withdrawing 2019-08-02"]),
    ("Did Russia suspend New START?",
     "status --treaty newstart --state RUS --as-of 2023-06-01", "status", ["suspended"]),
    ("Who contests what about Ukraine's suspension?",
     "status --treaty apmbc --state UKR", "status bound", ["party yes"]),
    ("How do Russia and the United States stand under Open Skies?",
     "status --treaty openskies --state RUS,USA", "state status",
     ["RUS withdrawn", "USA withdrawn"]),
    ("What moved in the Baltics since the story?",
     "status --treaty apmbc --region baltic --compare-to 2025-04-16 --as-of 2026-02-20 --moved",
     "state status_before status",
     ["EST party withdrawn", "LTU party withdrawn", "LVA party withdrawn"]),
    ("Three states of my own choice, side by side?",
     "status --treaty apmbc --region DEU,FRA,POL --as-of 2026-02-20", "state status",
     ["DEU party", "FRA party", "POL withdrawn"]),
    ("Which attempts did Norway see, and what came of them?",
     "attempts --treaty apmbc --state NOR --outcome refused_by_government", "state", {"NOR"}),
    ("Whom does the board name for the mine ban on 27 August 2025?",
     "watch --treaty apmbc --as-of 2025-08-27 --state CZE", "state asked", {"CZE leave"}),
    ("What is due after 27 August 2025?",
     "due --treaty apmbc --as-of 2025-08-27 --until 2025-12-31", "day state",
     ["2025-09-01 MHL", "2025-12-01 TON", "2025-12-27 EST", "2025-12-27 LTU", "2025-12-27 LVA"]),
    ("Which names does Europe's north go by here?",
     "list regions", "region", {"nordic", "baltic", "northern-europe"}),
    ("Who published the treaty texts?",
     "source nl_treaty_texts", "publisher", ["Government of the Netherlands, Wettenbank"]),
    ("What is called Swaziland?",
     "status --treaty apmbc --state Swaziland", "state", ["SWZ"]),
    # As a newcomer writes names.
    ("Is South Korea in the landmine convention?",
     "status --treaty 'landmine convention' --state 'South Korea'", "state name status",
     ["KOR South Korea none"]),
    ("Does the ban on cluster bombs bind the Netherlands, and the UK?",
     "status --treaty 'cluster bombs' --state 'the Netherlands' --state uk", "name bound",
     ["United Kingdom yes", "Netherlands yes"]),
    ("What did the Czech Republic sign in Ottawa?",
     "events --treaty 'Ottawa treaty' --state 'Czech Republic' --kind signature", "state date",
     ["CZE 1997-12-03"]),
    ("Is Ivory Coast, with or without its accents, bound by the mine ban?",
     "status --treaty 'land mines' --state 'Ivory Coast' --state \"côte d'ivoire\"", "state bound",
     ["CIV yes"]),
    ("Has the nuclear ban a party with nuclear weapons?",
     "status --treaty 'nuclear ban' --region P5", "state bound",
     ["CHN no", "FRA no", "GBR no", "RUS no", "USA no"]),
    ("Who has left the treaty of Tlatelolco?",
     "status --treaty Tlatelolco --standing withdrawn", "state", []),
    ("Who has left any of two treaties since 2020?",
     "changes --since 2020-01-01 --treaty 'mine ban,cluster munition convention' --kind withdrawn",
     "treaty state",
     ["ccm LTU", "apmbc EST", "apmbc LTU", "apmbc LVA", "apmbc FIN", "apmbc POL"]),
    ("How many of the Nordic and the Baltic states are still bound?",
     "counts --treaty ottawa --region Nordics,Baltics", "parties withdrawn", ["4 4"]),
    ("Where did the Baltics stand on two days?",
     "status --treaty ottawa --region Baltics --as-of 2025-12-27 --compare-to 2025-04-16",
     "state bound_before bound", ["EST yes no", "LTU yes no", "LVA yes no"]),
    ("Who left open skies, by two letters?",
     "history ru --treaty 'open skies'", "status start", {"withdrawn 2021-12-18"}),
    ("Is North Macedonia called by its old name?",
     "status --treaty ottawa --state FYROM", "state", ["MKD"]),
    ("Is the Moon Treaty losing anybody?",
     "status --treaty 'Moon Treaty' --standing withdrawing", "state until", ["SAU 2024-01-05"]),
    ("Which state has the name of its name in full?",
     "list states", "state name full_name", {"BOL Bolivia Bolivia (Plurinational State of)"}),
    ("How often did members of NATO leave the mine ban since the invasion?",
     "rates --treaty apmbc --region nato --as-of 2026-02-20", "part period exits",
     ["region before 0", "rest before 0", "region since 5", "rest since 0"]),
]  # fmt: skip


def ask(*words, code=0):
    run = CliRunner().invoke(main, [*map(str, words)])
    assert run.exit_code == code, run.output
    return run


def rows(*words):
    return list(csv.DictReader(io.StringIO(ask(*words, "--format", "csv").stdout)))


@pytest.mark.parametrize(
    ("typed", "columns", "answer"),
    [pytest.param(*one[1:], id=one[0]) for one in QUESTIONS],
)
def test_a_question_is_answered_in_one_command(typed, columns, answer):
    found = [" ".join(row[name] for name in columns.split()) for row in rows(*shlex.split(typed))]
    # A set names what must be there; a list is the whole answer.
    assert set(found) >= answer if isinstance(answer, set) else found == answer


def test_why_is_latvia_not_bound():
    told = json.loads(ask("explain", "Latvia", "Ottawa", "--format", "json").stdout)
    assert "27 December 2025 was the first day outside" in told["sentence"]
    assert told["acts"]
    assert all(act["sources"] for act in told["acts"])


def test_the_task_of_a_page_for_a_slide():
    shown = ask("status", "--treaty", "apmbc", "--region", "baltic", "--format", "md").stdout
    assert shown.splitlines()[1].startswith("| --- |")


def test_the_task_of_a_map_in_another_program(tmp_path):
    path = tmp_path / "map.geojson"
    ask("status", "--treaty", "apmbc", "--region", "nato", "--format", "geojson", "--output", path)
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    drawn = {one["properties"]["state"]: one["geometry"] for one in features}
    assert len(drawn) == 32
    assert drawn["LVA"]["type"] in ("Polygon", "MultiPolygon")
    assert ask("counts", "--format", "geojson", code=2).stdout == ""


def test_the_task_of_two_days_side_by_side():
    asked = ("status", "--treaty", "apmbc", "--state", "Latvia", "--compare-to", "2025-04-16")
    (row,) = rows(*asked, "--as-of", "2026-02-20")
    assert (row["status_before"], row["status"]) == ("party", "withdrawn")
    assert (row["bound_before"], row["bound"]) == ("yes", "no")
    late = ask(*asked, "--as-of", "2025-04-16", code=2)
    assert "--compare-to is not before 2025-04-16" in late.stderr
    assert "--moved needs a day" in ask("status", "--moved", code=2).stderr


def test_the_task_of_the_other_names():
    named = {(row["name"], row["code"]) for row in rows("list", "aliases")}
    assert ("Baltics", "baltic") in named


def test_the_task_of_states_of_ones_own_choice(register):
    opened = open_briefing(
        "regional", register=register, region="DEU,FRA,POL", treaty="apmbc", as_of="2026-02-20"
    )
    (front,) = opened.show("front")
    assert front.title == "One of three named states is no longer bound by the mine ban"
    assert "Germany, France and Poland" in front.overline
    assert any("France and Germany remain bound" in plain(one) for one in front.findings)
    assert "-p region DEU,FRA,POL" in opened.parameters.again
    assert all(block.to_json() for block in opened.blocks())


def test_the_task_of_such_states_in_a_catalogue(tmp_path):
    path = tmp_path / "catalogue.toml"
    given = 'region = "baltic, Poland", treaty = "Ottawa", as_of = "2026-02-20"'
    entry = f'slug = "four"\nkind = "regional"\ntitle = "Four"\nparameters = {{ {given} }}\n'
    path.write_text(f"flagships = ['four']\n[[briefing]]\n{entry}", encoding="utf-8")
    (job,) = plan_jobs(load_catalogue(path).briefing, listed_in=path)
    assert (job.parameters["region"], job.parameters["treaty"]) == ("baltic,POL", "apmbc")


def test_the_task_of_a_notebook_of_ones_own():
    written = ask("notebook", "regional").stdout
    notebook = nbformat.reads(written, as_version=4)
    assert notebook.cells[0].source.startswith("region: str")
    assert ask("notebook", "--list").stdout.split() == [
        "regional", "annex", "state", "changes", "world", "audit", "treaty",
    ]  # fmt: skip
    assert "name a kind of briefing" in ask("notebook", code=2).stderr

"""How deep and how fast, in sentences that can be quoted: every number computed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, plain, text
from analysis.language.days import format_day
from analysis.language.english import format_list, sentence_case
from analysis.language.numbers import (
    agree,
    counted,
    format_figure,
    format_interval,
    format_party_years,
    number_word,
    plural,
)
from analysis.measures.exposure import DAYS_PER_YEAR
from analysis.sections.fall.facts import Depth, depth_of
from analysis.sections.fall.sentences import fall_in_region, fall_of_commitments, fall_worldwide
from analysis.sections.rates.facts import REGION, REST
from analysis.store.loading import rows_of
from analysis.subject.phrases import names_of, never_in_force, shared_decisions
from analysis.subject.situation import Situation
from analysis.subject.unanswered import INVASION

#: So many exits and more are no longer called few.
FEW = 20


def depth_sentences(
    situation: Situation, cite: Citations, since: pd.Timestamp = INVASION
) -> list[Text]:
    """Return four to seven sentences on the depth and the speed of rollback.

    Fewer where the treaty has not bound anyone by the day.
    """
    depth = depth_of(situation, since)
    if not depth.peaks["world"].peak:
        return [
            _never_in_force(situation),
            *_given(fall_of_commitments(depth), _flows(depth, cite)),
        ]
    return _given(
        fall_in_region(depth),
        fall_worldwide(depth),
        _rates(depth),
        _few(depth, cite),
        _speed(depth),
        fall_of_commitments(depth),
        _flows(depth, cite),
    )


def _given(*sentences: Text) -> list[Text]:
    return [sentence for sentence in sentences if plain(sentence)]


def _never_in_force(situation: Situation) -> Text:
    return text(f"{never_in_force(situation)}, so that no exit could be counted.")


def _rates(depth: Depth) -> Text:
    now, day = depth.situation, format_day(depth.since)
    here = rows_of(depth.rates[depth.rates["part"] == REGION])
    there = {row.period: row for row in rows_of(depth.rates[depth.rates["part"] == REST])}
    if not here:
        return ()
    whole = now.day < depth.since
    when = {"before": "so far" if whole else f"before {day}", "since": f"since {day}"}
    where = "Worldwide" if now.region.slug == "world" else "In the region"
    first, *then = here
    words = f"{where}, {when[first.period]}, {_record(first)}"
    words += "".join(f"; since then {_record(row)}" for row in then) + "."
    if last := there.get(here[-1].period):
        words += f" Elsewhere, {when[last.period]}, {_record(last)}."
    return text(words)


def _record(row: Any) -> str:
    """Tell exits, time at risk and rate: "five states left in 22 party-years, a rate of 22.5"."""
    return (
        f"{counted(row.exits, 'state')} left in {format_party_years(row.party_years)},"
        f" a rate of {format_figure(row.rate)} per 100 ({format_interval(row.low, row.high)})"
    )


def _few(depth: Depth, cite: Citations) -> Text:
    """Say what few exits carry, who decided together, and which notices are still running."""
    rows = depth.rates[(depth.rates["part"] == REGION) & (depth.rates["exits"] > 0)]
    parts: list[Text] = []
    for row in rows_of(rows)[-1:]:
        parts += [text(_small_number(row)), _together(depth, row, cite)]
    parts.append(text(_running(depth.situation)))
    told = [part for part in parts if plain(part)]
    return text(*(text(" " if at else "", part) for at, part in enumerate(told)))


def _small_number(row: Any) -> str:
    if row.exits >= FEW:
        return ""
    start = f"{sentence_case(number_word(row.exits))} exits are few"
    return (
        f"{start if row.exits > 1 else 'A single exit says little'}: the ends of the interval lie a"
        f" factor of {number_word(round(row.high / row.low))} apart."
    )


def _together(depth: Depth, row: Any, cite: Citations) -> Text:
    exits = depth.exits
    if row.period == "since":
        exits = exits[exits["day"] >= depth.since]
    shared = shared_decisions(depth.situation, exits, cite)
    if not shared:
        return ()
    once = format_interval(row.low_once, row.high_once)
    return text(
        shared,
        f"; with same-day notices counted once {counted(row.decisions, 'decision')}"
        f" {plural(row.decisions, 'remains', 'remain')}, {format_figure(row.rate_once)} per 100"
        f" party-years ({once}).",
    )


def _running(situation: Situation) -> str:
    running = int((situation.status["status"] == "withdrawing").sum())
    if not running:
        return ""
    return (
        f"{sentence_case(counted(running, 'notice'))} {agree(running, 'is', 'are')} running and"
        f" will count as {agree(running, 'an exit', 'exits')} only on the day of effect."
    )


def _speed(depth: Depth) -> Text:
    steps = {row.step: row for row in rows_of(depth.lag_summary)}
    effect = steps.pop("notice to effect", None)
    early = [f"{_days(row)} from {_STEP_WORDS[step]}" for step, row in steps.items()]
    words = f"It took {format_list(early)}." if early else ""
    if effect and not effect.longest:
        words += " Notice and effect fell on the same day."
    elif effect:
        words += f" From notice to effect it takes {_days(effect)}"
        words += f"{_beyond(depth.lags['beyond_minimum'].dropna())}."
    years = depth.memberships / DAYS_PER_YEAR
    if len(years) == 1:
        words += f" The state that left had been bound for {years.iloc[0]:.1f} years."
    elif len(years):
        shortest, longest = f"{years.min():.1f}", f"{years.max():.1f}"
        spread = "" if shortest == longest else f" ({shortest} to {longest})"
        median = f"a median of {years.median():.1f}" if spread else shortest
        words += f" Those that left had been bound for {median} years{spread}."
    return text(words.strip()) if words else ()


_STEP_WORDS = {
    "announcement to vote in parliament": "the announcement to the vote in parliament",
    "first step to notice": "the first step to the notice",
    "vote in parliament to notice": "the vote in parliament to the notice",
}


def _days(row: Any) -> str:
    states = counted(row.states, "state")
    if row.shortest == row.longest:
        return f"{counted(row.shortest, 'day')} ({states})"
    return f"a median of {row.median:g} days ({states}, {row.shortest} to {row.longest})"


def _beyond(extra: pd.Series) -> str:
    if extra.empty or extra.min() < 0:
        return ""
    if extra.max() == 0:
        return ", the least that the clause allows"
    return f", up to {counted(int(extra.max()), 'day')} more than the clause requires"


def _flows(depth: Depth, cite: Citations) -> Text:
    treaty, first = depth.situation.treaty, depth.first_recent_year
    if depth.situation.day < treaty["opened"] or treaty["ended"] < pd.Timestamp(first, 1, 1):
        return ()
    flows, moves = depth.flows, depth.countermoves
    out = [
        f"{number_word(int(flows[flow]))} {words}"
        for flow, words in _OUTWARD.items()
        if flows[flow]
    ]
    if out:
        number, rest = out[0].split(" ", 1)
        out[0] = f"{number} {'state' if number == 'one' else 'states'} {rest}"
    parts = []
    for move, verb in _INWARD.items():
        states = moves[moves["move"] == move]["state"]
        if len(states):
            parts.append(f"{names_of(depth.situation, states)} {verb}")
    named = moves.loc[moves["move"] != "joined", "event"].tolist()
    if not (out or parts):
        return text(f"From {first} on nobody joined, gave notice or objected worldwide.")
    going = format_list(out) if out else "no state gave notice"
    coming = "; ".join(parts) if parts else "nobody joined, decided to stay or objected"
    return text(
        f"From {first} on {going} worldwide; on the other side {coming}",
        Span(".", cite=cite.events(named, most=1)),
    )


_OUTWARD = {
    "notices": "gave notice",
    "exits": "left",
    "suspensions": "suspended the treaty",
    "ratifications_revoked": "took back consent",
}
_INWARD = {"joined": "joined", "stayed": "decided to stay", "objected": "objected"}

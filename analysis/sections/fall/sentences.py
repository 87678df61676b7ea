"""The fall from the peak, in sentences: in the region, worldwide, under all treaties together."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.blocks.model import Span, Text, text
from analysis.language.days import format_day
from analysis.language.numbers import (
    agree,
    counted,
    format_percent,
    format_span,
    none_or,
    number_word,
)
from analysis.sections.fall.facts import Depth
from analysis.subject.names import states_of
from analysis.subject.situation import Situation


def fall_in_region(depth: Depth) -> Text:
    """Say how far the region has fallen from its peak; empty for the world itself."""
    now = depth.situation
    if now.region.slug == "world":
        return ()
    row, noun, members = depth.peaks[now.region.slug], now.treaty["noun"], len(now.members)
    if not members:
        return text(f"There were no {now.region.states} on {format_day(now.day)}.")
    if not row.peak:
        return text(f"The {noun} was never in force for any of the {states_of(now)}.")
    if not row.drawdown or _only_membership(depth, row):
        return text(f"In the region the {noun} {_at_peak(depth, row)}.")
    return text(
        f"In the region the {noun} has fallen from a peak of {counted(row.peak, 'state')},"
        f" first reached on {format_day(row.peak_day)} and last held on {_last_day(row)}, to"
        f" {none_or(row.current)} of {number_word(members)}: a fall of ",
        Span(format_percent(row.drawdown_percent / 100), strong=True),
        f" {_since_peak(now, row)}{_suspended(depth, now.region.slug)}{_withdrawn(depth, row)}.",
    )


def _at_peak(depth: Depth, row: Any) -> str:
    """Tell a number that is the peak, or lies below it only because the region has changed."""
    now = depth.situation
    share = f"{none_or(row.current)} of the {states_of(now)}"
    share = f"all {states_of(now)}" if row.current == len(now.members) > 1 else share
    held = f"in force for {share}{_suspended(depth, row.region)}"
    if not row.drawdown:
        return f"stands at its peak, {held}"
    return (
        f"is {held}; the peak of {number_word(row.peak)}, last held on {_last_day(row)}, passed"
        " because the region itself changed, not by an exit"
    )


def _only_membership(depth: Depth, row: Any) -> bool:
    """Say whether a region is below its peak without the treaty's end or any exit."""
    return not (_ended(depth) or depth.withdrawn_since(row.region, row.peak_until))


def _withdrawn(depth: Depth, row: Any) -> str:
    """Tell the exits apart where a fall has other reasons too: states that end or regroup."""
    count = depth.withdrawn_since(row.region, row.peak_until)
    if _ended(depth) or count >= row.drawdown:
        return ""
    return f", {number_word(count)} of it by withdrawal" if count else ", none of it by withdrawal"


def _ended(depth: Depth) -> bool:
    return bool(depth.situation.treaty["ended"] <= depth.situation.day)


def _suspended(depth: Depth, region: str) -> str:
    """Say how many have suspended the treaty, which is in force for them all the same."""
    count = depth.suspended[region]
    verb = agree(count, "has", "have")
    return f" (though {number_word(count)} {verb} suspended it)" if count else ""


def fall_worldwide(depth: Depth) -> Text:
    """Say how many states the treaty binds worldwide, against its peak."""
    row, treaty = depth.peaks["world"], depth.situation.treaty
    peak = counted(row.peak, "state")
    if _ended(depth):
        return text(
            f"The {treaty['noun']} ended on {format_day(treaty['ended'])} and binds nobody any"
            f" more; at its peak, on {format_day(row.peak_day)}, it bound {peak}."
        )
    start = f"Worldwide the {treaty['noun']} is in force for {counted(row.current, 'state')}"
    start += _suspended(depth, "world")
    if not row.drawdown:
        return text(f"{start}, as many as ever before.")
    share = format_percent(row.drawdown_percent / 100)
    return text(
        f"{start}, {number_word(row.drawdown)} ({share}) fewer than at the peak of"
        f" {number_word(row.peak)}, last held on {_last_day(row)}{_withdrawn(depth, row)}."
    )


def fall_of_commitments(depth: Depth) -> Text:
    """Say how many commitments a state holds under all treaties, against the peak."""
    table = depth.commitments.dropna(subset=["per_member"])
    if table.empty or pd.isna(depth.commitments["per_member"].iloc[-1]):
        return ()
    now, best = table.iloc[-1], table[table["per_member"] == table["per_member"].max()].iloc[-1]
    who = "a state" if depth.situation.region.slug == "world" else "a state of the region"
    start = f"Under all treaties of the register together {who} holds {now['per_member']:.1f}"
    if f"{now['per_member']:.1f}" == f"{best['per_member']:.1f}":
        same = now["per_member"] == best["per_member"]
        height = "as many as ever before" if same else "at their peak but for rounding"
        return text(f"{start} commitments on average, {height}.")
    before, after = int(best["members"]), int(now["members"])
    other = f", when the region had {counted(before, 'member')} and not {number_word(after)}"
    count = depth.withdrawn_since_peak
    verb = agree(count, "has", "have")
    whose = "" if who == "a state" else " by its members, from any treaty,"
    return text(
        f"{start} commitments on average, down from {best['per_member']:.1f} on"
        f" {format_day(best['day'])}{other if before != after else ''};"
        f" {counted(count, 'withdrawal')}{whose} {verb} taken effect since."
    )


def _last_day(row: Any) -> str:
    return format_day(row.peak_until - pd.Timedelta(days=1))


def _since_peak(situation: Situation, row: Any) -> str:
    if row.days_since_peak == 1:
        return f"on {format_day(situation.day)} itself"
    return f"in the {format_span(int(row.days_since_peak))} since"

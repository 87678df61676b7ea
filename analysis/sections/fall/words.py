"""How deep and how fast, in words: commitments against their peak, and how long leaving takes."""

from __future__ import annotations

from analysis.blocks.caption import Caption
from analysis.blocks.citations import Citations
from analysis.blocks.model import Text, text
from analysis.blocks.telling import capital, listed, say, together
from analysis.language.days import format_day
from analysis.language.numbers import agree
from analysis.sections.fall.facts import Bound, Commitments, Lag, Speed
from analysis.subject import telling as tell
from analysis.subject.footing import source_line
from analysis.subject.setting import Setting


def never_in_force(setting: Setting) -> Text:
    """Say that a treaty has bound nobody by the day."""
    return say(
        "By {day} the {treaty} had not been in force for any state, so that no exit could be"
        " counted.",
        day=format_day(setting.day),
        treaty=setting.treaty.noun,
    )


def commitments_sentence(setting: Setting, commitments: Commitments) -> Text:
    """Say how many commitments a state holds under all treaties, against the most it ever held."""
    if not commitments.peak or not commitments.members:
        return ()
    now, peak = (
        tell.decimal(commitments, "per_member"),
        tell.decimal(commitments, "peak_per_member"),
    )
    start = say(
        "Under all treaties of the register together {who} holds {now} commitments on average",
        who="a state" if setting.worldwide else "a state of the region",
        now=now,
    )
    if commitments.last is None:
        return say("{start}, as many as ever before.", start=start)
    if now.text == peak.text:
        return say("{start}, at their peak but for rounding.", start=start)
    return say(
        "{start}, down from {peak} up to {last}; {withdrawals}{whose} {have} taken effect since.",
        start=start,
        peak=peak,
        last=tell.day(commitments, "last"),
        withdrawals=tell.counted(commitments, "withdrawn", "withdrawal"),
        whose="" if setting.worldwide else " by its members, from any treaty,",
        have=agree(commitments.withdrawn, "has", "have"),
    )


def speed_sentence(speed: Speed) -> Text:
    """Say how long each step took, and how long those that left had been bound."""
    return together([_early(speed), _notice(speed), _bound(speed.bound)])


def fast_sentence(speed: Speed) -> Text:
    """Say in one sentence how long it took from the first step to the notice and to the effect."""
    parts = [
        say(template, time=_time(lag))
        for template, lag in (
            ("{time} from the first step to the notice", speed.begun_to_notice),
            ("{time} from the notice to the effect", speed.notice_to_effect),
        )
        if lag
    ]
    return say("It took {steps}.", steps=listed(parts)) if parts else ()


def _early(speed: Speed) -> Text:
    steps = (
        ("{time} from the announcement to the vote in parliament", speed.announced_to_vote),
        ("{time} from the vote in parliament to the notice", speed.vote_to_notice),
        ("{time} from the first step to the notice", speed.begun_to_notice),
    )
    told = [say(template, time=_time(lag)) for template, lag in steps if lag]
    return say("It took {steps}.", steps=listed(told)) if told else ()


def _notice(speed: Speed) -> Text:
    lag = speed.notice_to_effect
    if lag is None:
        return ()
    if not lag.longest:
        return text("Notice and effect fell on the same day.")
    time, beyond = _time(lag), _beyond(speed)
    return say("From notice to effect it takes {time}{beyond}.", time=time, beyond=beyond)


def _time(lag: Lag) -> Text:
    states = tell.counted(lag, "states", "state")
    if not lag.longest:
        return say("less than a day ({states})", states=states)
    if lag.shortest == lag.longest:
        return say("{days} ({states})", days=tell.counted(lag, "shortest", "day"), states=states)
    whole = lag.median == round(lag.median)
    return say(
        "a median of {median} days ({states}, {shortest} to {longest})",
        median=tell.number(lag, "median") if whole else tell.decimal(lag, "median"),
        states=states,
        shortest=tell.number(lag, "shortest"),
        longest=tell.number(lag, "longest"),
    )


def _beyond(speed: Speed) -> Text:
    if speed.beyond_least is None or speed.beyond_least < 0:
        return ()
    if not speed.beyond_most:
        return text(", the least that the clause allows")
    days = tell.counted(speed, "beyond_most", "day")
    return say(", up to {days} more than the clause requires", days=days)


def _bound(bound: Bound | None) -> Text:
    if bound is None:
        return ()
    who = "The state that left" if bound.states == 1 else "Those that left"
    shortest, longest = tell.decimal(bound, "shortest"), tell.decimal(bound, "longest")
    if shortest.text == longest.text:
        return say("{who} had been bound for {years} years.", who=who, years=shortest)
    return say(
        "{who} had been bound for a median of {median} years ({shortest} to {longest}).",
        who=who,
        median=tell.decimal(bound, "median"),
        shortest=shortest,
        longest=longest,
    )


def commitments_caption(setting: Setting, commitments: Commitments) -> Caption:
    """Say how far the commitments lie below their peak, and since when."""
    what = f"commitments of {setting.region.states} under all treaties"
    period = say(
        "{begin} to {day}", begin=tell.day(commitments, "begin"), day=tell.day(commitments, "day")
    )
    title, told = text(", the most so far"), text("which is the peak")
    if commitments.fallen:
        title, told = _down(commitments), _below(commitments)
    now = tell.number(commitments, "now")
    return Caption(
        title=capital(say("{what}: {now}{title}", what=what, now=now, title=title)),
        subtitle=say("Number of {what}, {period}; peak and fall from it", what=what, period=period),
        alt=say(
            "Step line of the number of {what}, {period}: {now}, {told}.",
            what=what,
            period=period,
            now=now,
            told=told,
        ),
    )


def _down(commitments: Commitments) -> Text:
    return say(
        ", down {fallen} ({share}) from the peak of {peak}",
        fallen=tell.number(commitments, "fallen"),
        share=tell.percent(commitments, "fallen_share"),
        peak=tell.number(commitments, "peak"),
    )


def _below(commitments: Commitments) -> Text:
    return say(
        "{fallen} ({share}) below the peak of {peak}, first reached on {first} and last held on"
        " {last}, {days} before",
        fallen=tell.number(commitments, "fallen"),
        share=tell.percent(commitments, "fallen_share"),
        peak=tell.number(commitments, "peak"),
        first=tell.day(commitments, "first"),
        last=tell.day(commitments, "last"),
        days=tell.span(commitments, "days_since"),
    )


def commitments_foot(setting: Setting, commitments: Commitments, cite: Citations) -> Text:
    """Return the line under the figure: what a commitment is, whose, how far known, the sources."""
    of_today = say("; the region’s members of {day}, at all times", day=tell.day(setting, "day"))
    commitment = say(
        "A commitment: one treaty in force for one state{whose}.",
        whose="" if setting.worldwide else of_today,
    )
    return together([commitment, _behind(commitments), source_line(setting, cite)])


def _behind(commitments: Commitments) -> Text:
    """Say of how many treaties the last events are not known, and since when."""
    if not commitments.behind:
        return ()
    return capital(
        say(
            "{treaties} {stood} known, {earliest}{day}.",
            treaties=tell.counted(commitments, "behind", "treaty", "treaties"),
            stood=agree(
                commitments.behind,
                "counts as it stood on the last day up to which it is",
                "count as they stood on the last day up to which they are",
            ),
            earliest="the earliest " if commitments.behind > 1 else "",
            day=tell.day(commitments, "behind_from"),
        )
    )

"""Page one: the finding as title, the day, what the rooms lend to it, what to mind."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Front, Text, flat, notes_of
from analysis.blocks.telling import capital, cited, say
from analysis.language.english import sentence_case
from analysis.sections.exits.facts import exits
from analysis.sections.front.facts import furthest
from analysis.sections.front.words import News, headline
from analysis.sections.method.facts import suspending
from analysis.sections.registry import Section, find_section
from analysis.sections.standing.facts import standing
from analysis.subject import telling as tell
from analysis.subject.footing import as_of_words
from analysis.subject.setting import Setting, setting
from analysis.subject.subject import Subject

#: A reader has thirty seconds.
_MOST = 5


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the head of page one."""
    now, title = setting(subject), title_of(subject)
    day = as_of_words(now)
    found = _findings(subject, now, cite)
    since = [] if now.silent else find_section("changes").sentences(subject, cite)
    since_title = _since(now) if since else ()
    return [
        Front(
            overline=f"Disarmament rollback · {sentence_case(now.region.name)} · {now.treaty.name}",
            title=flat(title),
            as_of=flat(day),
            findings=tuple(found),
            since_title=flat(since_title),
            since=tuple(since),
            cautions=tuple(find_section("method").findings(subject, cite)),
            data_version=now.data_version,
            subject=sentence_case(f"{now.region.said} and {now.treaty.said}"),
            events=cite.cited_events,
            sources=cite.cited_sources,
            told=notes_of(title, day, since_title),
        )
    ]


def title_of(subject: Subject) -> Text:
    """Return the headline."""
    news = News(standing(subject), exits(subject), furthest(subject), suspending(subject))
    return headline(setting(subject), news)


def _findings(subject: Subject, now: Setting, cite: Citations) -> list[Text]:
    """Return what the rooms say, the most telling first: leaving, standing, border, the world."""
    if now.silent:
        # Before a treaty was opened the region has its border all the same.
        return [cited(capital(now.silent), ()), *find_section("border").findings(subject, cite)]
    # Asked in the order of the page, for the numbers of the sources follow it. What the standing
    # room tells of related treaties comes last; of a treaty that has ended it tells only that.
    leaving = find_section("exits").findings(subject, cite)
    own, *kin = find_section("standing").findings(subject, cite) or [()]
    told = [
        *leaving,
        own,
        *find_section("border").findings(subject, cite),
        *find_section("participation").findings(subject, cite),
        *kin,
    ]
    return [one for one in told if one][:_MOST]


def _since(now: Setting) -> Text:
    return say("Since {day}", day=tell.day(now, "compare_to"))


SECTION = Section("front", "", compose)

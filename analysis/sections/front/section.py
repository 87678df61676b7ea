"""Page one: the finding as title, the day, what the rooms lend to it, what to mind."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Front, Text, flat, notes_of
from analysis.blocks.telling import capital, cited, say
from analysis.language.english import sentence_case
from analysis.sections.exits.facts import exits
from analysis.sections.front.facts import due_next, furthest
from analysis.sections.front.words import News, due_lines, headline
from analysis.sections.front.words_treaty import World, treaty_headline
from analysis.sections.method.facts import suspending
from analysis.sections.participation.facts import participation
from analysis.sections.registry import Section, find_section
from analysis.sections.standing.facts import standing
from analysis.subject import telling as tell
from analysis.subject.footing import as_of_words
from analysis.subject.setting import Setting, setting
from analysis.subject.subject import Subject

#: A reader has thirty seconds. Of the way out two sentences at the most, so that the region’s
#: border and the world have theirs.
_MOST, _LEAVING = 3, 2


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the head of page one."""
    now, title = setting(subject), title_of(subject)
    day = as_of_words(now)
    aside = Citations(subject.register.tables, subject.day)
    found = _findings(subject, now, aside, cite)
    since = [] if now.silent else find_section("changes").sentences(subject, cite)
    since_title = _since(now) if since else ()
    ahead = [] if now.silent else due_lines(due_next(subject), cite)
    return [
        Front(
            overline=_overline(subject, now),
            title=flat(title),
            as_of=flat(day),
            findings=tuple(found),
            since_title=flat(since_title),
            since=tuple(since),
            due=tuple(ahead),
            cautions=tuple(find_section("method").findings(subject, cite)),
            data_version=now.data_version,
            subject=sentence_case(f"{now.region.said} and {now.treaty.said}"),
            again=subject.again,
            events=tuple(dict.fromkeys((*aside.cited_events, *cite.cited_events))),
            sources=cite.cited_sources,
            told=notes_of(title, day, since_title),
        )
    ]


def _overline(subject: Subject, now: Setting) -> str:
    return f"{subject.series} · {sentence_case(now.region.name)} · {now.treaty.name}"


def compose_annex(subject: Subject, _: Citations) -> list[Block]:
    """Return the head of the annex: whose it is, the finding it stands behind, and the day."""
    now, title, day = setting(subject), title_of(subject), as_of_words(setting(subject))
    return [
        Front(
            overline=_overline(subject, now),
            title=f"Annex: {flat(title)}",
            as_of=flat(day),
            findings=(),
            data_version=now.data_version,
            subject=f"{sentence_case(now.region.said)} and {now.treaty.said}: annex",
            told=notes_of(title, day),
        )
    ]


def compose_treaty(subject: Subject, cite: Citations) -> list[Block]:
    """Return the head of page one of a treaty: who leaves, how many are bound, who is outside."""
    now, day = setting(subject), as_of_words(setting(subject))
    own = World(participation(subject), standing(subject), exits(subject), furthest(subject))
    title = treaty_headline(now, own)
    found = [cited(capital(now.silent), ())] if now.silent else _of_treaty(subject, cite)
    ahead = [] if now.silent else due_lines(due_next(subject), cite)
    return [
        Front(
            overline=f"{subject.series} · Treaty · {now.treaty.name}",
            title=flat(title),
            as_of=flat(day),
            findings=tuple(found),
            due=tuple(ahead),
            cautions=tuple(find_section("method").findings(subject, cite)),
            data_version=now.data_version,
            subject=sentence_case(now.treaty.said),
            again=subject.again,
            events=cite.cited_events,
            sources=cite.cited_sources,
            told=notes_of(title, day),
        )
    ]


def _of_treaty(subject: Subject, cite: Citations) -> list[Text]:
    """Return the most telling findings on a treaty, the gravest first."""
    aside = Citations(subject.register.tables, subject.day)
    # A contested exit is told where no other is; the title has the parties and their peak.
    ways_out = find_section("exits"), find_section("changes.open")
    beside = find_section("outside"), find_section("context"), find_section("participation")
    leaving = next(filter(None, (room.findings(subject, aside) for room in ways_out)), [])
    told = [one for room in beside for one in room.findings(subject, aside)[:1]]
    found = [*leaving[:_LEAVING], *told]
    return [cite.taken_over(one, aside) for one in found[:_MOST]]


def title_of(subject: Subject) -> Text:
    """Return the headline."""
    news = News(standing(subject), exits(subject), furthest(subject), suspending(subject))
    return headline(setting(subject), news)


def _findings(subject: Subject, now: Setting, aside: Citations, cite: Citations) -> list[Text]:
    """Return the most telling findings; ``aside`` numbers all that the rooms say."""
    if now.silent:
        # Before a treaty was opened the region has its border all the same.
        return [cited(capital(now.silent), ()), *find_section("border").findings(subject, cite)]
    found = _asked(subject, aside)
    # Numbered in the order of the page, and only what is chosen.
    return [cite.taken_over(one, aside) for one in found[:_MOST]]


def _asked(subject: Subject, cite: Citations) -> list[Text]:
    """Return what the rooms say in the order of weight: leaving, standing, border, the world."""
    leaving = find_section("exits").findings(subject, cite)[:_LEAVING]
    # What the standing room tells of related treaties comes last; of a treaty that has ended it
    # tells only that.
    own, *kin = find_section("standing").findings(subject, cite) or [()]
    stands = standing(subject)
    # Who has suspended is bound in law all the same: that is said before all else.
    weighty = not leaving or stands.not_operating or stands.undated
    told = [
        *leaving,
        own if weighty else (),
        *find_section("border").findings(subject, cite),
        *find_section("participation").findings(subject, cite),
        () if weighty else own,
        *kin,
    ]
    return [one for one in told if one]


def _since(now: Setting) -> Text:
    return say("Since {day}", day=tell.day(now, "compare_to"))


TREATY = Section("front.treaty", "", compose_treaty)
ANNEX = Section("front.annex", "", compose_annex)
SECTION = Section("front", "", compose)

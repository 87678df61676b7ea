"""The audit of a story: its claims, each checked as of the day that it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from analysis.briefings.parameters import Parameters
from analysis.briefings.registry import briefing
from analysis.register import Register
from analysis.subject.story import is_file, with_story
from analysis.terms.errors import RollbackError

StoryName = Annotated[
    str,
    AfterValidator(str.strip),
    Field(description="a story of claims.csv, or a TOML or CSV file of claims"),
]


@briefing("audit")
class AuditBriefing(Parameters):
    """The claims of one story; what was not known by ``as_of`` is not seen."""

    story: StoryName = "latvia-2025-04-16"

    sections = (
        "claims.front",
        "claims",
        "basis.again",
        "sources.short",
    )

    def _unlawful(self, register: Register) -> list[str]:
        try:
            with_story(register, self.story)
        except RollbackError as error:
            return [f"story: {error}"]
        return []

    @classmethod
    def files_of(cls, given: Mapping[str, str]) -> tuple[Path, ...]:
        """Return the file of a story of one's own."""
        story = given.get("story", "")
        return (Path(story),) if is_file(story) else ()

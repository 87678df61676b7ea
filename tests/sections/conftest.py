"""Subjects of the shipped register for the tests of the rooms."""

from __future__ import annotations

import pytest

from analysis.blocks.citations import Citations
from analysis.subject.subject import Subject


@pytest.fixture
def about(register):
    """Return a subject of the shared register: ``about("apmbc", "nato", "2025-04-16")``."""

    def of(treaty, region="world", day=None, **more):
        seen = register.as_of(day) if day else register
        return Subject.of(seen, treaty=treaty, region=region, **more)

    return of


@pytest.fixture
def cite(register):
    """Return citations from the shared register."""
    return Citations(register.tables, register.day)

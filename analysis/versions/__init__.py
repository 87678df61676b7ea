"""Two versions of the data, compared: corrections are listed, never silent.

A register that is quoted has to say what became of the numbers it has given. Here two data
folders, or two git revisions of one, are laid side by side: which rows were corrected, removed
and added (:mod:`~analysis.versions.rows`), and which statuses and counts differ because of it
(:mod:`~analysis.versions.consequences`). The result can be printed as the section of
``data/CHANGES.md`` that tells it (:mod:`~analysis.versions.document`).

>>> from analysis.versions import compare_versions, open_version
>>> data = open_version("tests/data/small")
>>> len(compare_versions(data, data).rows)
0
"""

from analysis.versions.difference import VersionDifference, compare_versions
from analysis.versions.document import changes_markdown, undocumented
from analysis.versions.opening import Version, open_version

__all__ = [
    "Version",
    "VersionDifference",
    "changes_markdown",
    "compare_versions",
    "open_version",
    "undocumented",
]

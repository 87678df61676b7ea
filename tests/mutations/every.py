"""All mutations, in the order of their modules."""

from tests.mutations import acts, files, package, registers, sources
from tests.mutations.score import MUTATIONS

__all__ = ["MUTATIONS", "acts", "files", "package", "registers", "sources"]

"""Write the generated documents: ``python -m analysis.documents [ROOT]``."""

from __future__ import annotations

import sys
from pathlib import Path

from analysis.documents import write_documents
from analysis.register import load_register

if __name__ == "__main__":
    for path in write_documents(load_register(), Path(*sys.argv[1:2])):
        print(path)

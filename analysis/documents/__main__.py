"""Write the generated documents: ``python -m analysis.documents [ROOT]``.

``python -m analysis.documents --site OUT`` writes all guides and documents as pages to read.
"""

from __future__ import annotations

import sys
from pathlib import Path

from analysis.documents import write_documents
from analysis.documents.site import write_site
from analysis.register import load_register
from analysis.terms.errors import RollbackError

if __name__ == "__main__":
    if sys.argv[1:2] == ["--site"]:
        try:
            write_site(Path(), out := Path(*sys.argv[2:3]))
        except RollbackError as error:
            sys.exit(f"Error: {error}")
        print(out / "index.html")
    else:
        for path in write_documents(load_register(), Path(*sys.argv[1:2])):
            print(path)

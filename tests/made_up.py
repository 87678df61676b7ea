"""Briefings without a run, for tests of publishing; light enough for a process to be killed."""

import hashlib
import json


def files(slug, text):
    """The files of a made-up briefing; all of them say the same."""
    content = {f"{slug}.{kind}": text.encode() * 5000 for kind in ("html", "pdf", "ipynb")}
    manifest = {
        "slug": slug,
        "title": text,
        "parameters": {"as_of": "2025-04-16"},
        "key": text,
        "files": {name: hashlib.sha256(each).hexdigest() for name, each in content.items()},
    }
    return {**content, "manifest.json": json.dumps(manifest).encode()}

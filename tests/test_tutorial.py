"""The tutorial as somebody follows it: every command and example, in order, in a clean folder."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main

PAGE = Path(__file__).resolve().parents[1] / "docs" / "tutorial.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A command, and the lines that the page shows of its answer."""

    command: str
    shown: tuple[str, ...]


def steps(block):
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *lines = part.rstrip("\n").split("\n")
        yield Step(command, tuple(lines))


def words(text):
    """Return the words of an answer, however wide its columns are and wherever its lines end."""
    return " ".join(re.sub(r"[|\N{BOX DRAWINGS LIGHT VERTICAL}]", " ", text).split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A clean folder to work in."""
    place, before = tmp_path_factory.mktemp("tutorial"), Path.cwd()
    os.chdir(place)
    yield place
    os.chdir(before)


def follow(command):
    """Run a command of the page as a shell would, and return what it says."""
    command, _, target = command.partition(" > ")
    program, *given = shlex.split(command)
    if program != "rollback":
        # As from the environment of the page, whose programs are beside its Python.
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            [program, *given], env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout
    result = CliRunner().invoke(main, given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    if target:
        Path(target).write_text(result.stdout, encoding="utf-8")
    return result.output


def test_every_block_of_the_page_is_one_that_is_tried_here():
    assert {kind for kind, _ in BLOCKS} == {"console", "python"}
    commands = [step for kind, block in BLOCKS if kind == "console" for step in steps(block)]
    assert len(commands) >= 9
    assert all(block.startswith("$ ") for kind, block in BLOCKS if kind == "console")


@pytest.mark.slow
def test_the_page_can_be_followed_from_top_to_bottom(folder):
    for kind, block in BLOCKS:
        if kind == "python":
            example = doctest.DocTestParser().get_doctest(block, {}, PAGE.name, PAGE.name, 0)
            assert example.examples
            flags = doctest.NORMALIZE_WHITESPACE
            assert doctest.DocTestRunner(optionflags=flags).run(example).failed == 0
            continue
        for step in steps(block):
            said = words(follow(step.command))
            missing = [line for line in step.shown if words(line) not in said]
            assert missing == [], f"{step.command}\n{said}"
    made = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert made["baltic.pdf"].startswith(b"%PDF-")
    assert b"<title>Disarmament rollback: explore</title>" in made["explore.html"]
    assert b"<svg" in made["timeline.svg"]

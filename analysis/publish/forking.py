"""The warm process from which kernels are forked: run as a module, it serves one build.

It imports what briefings need, loads and checks the register of each data folder once, and
computes the facts that briefings of one treaty and day share. For each kernel asked for it forks
itself: the child becomes the kernel and has all of that in its own memory, where no other kernel
can change it. This process starts no thread, so that nothing is lost by forking.

Each connection asks for one kernel, as a line of JSON: ``cmd``, ``cwd``, ``env``, ``data``,
``about`` (the kind and parameters of the briefing), and ``many`` (whether many are to come). The
child answers with its process id, and once more when its sockets are open; this process with how
the child ended. Without a ``cmd`` it is
an announcement: what such a briefing needs is learnt, and nothing answered. A connection that is
closed ends its kernel, and the end of the build ends them all.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import random
import selectors
import shutil
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.briefings.stamp import forget_openings
from analysis.publish.lean import plain_strings, skip_grammars
from analysis.register import load_register
from analysis.store.handed import hand_over

if TYPE_CHECKING:
    from analysis.briefings.briefing import Briefing

#: How long, in seconds, the end of the build may go unnoticed.
NOTICE = 0.5
#: The section with the map.
MAP = "map"
#: What no request outgrows, in bytes: an environment and some parameters.
LONGEST = 4_000_000


@dataclass(slots=True)
class Server:
    """The loop that takes requests, forks kernels, and tells how they ended."""

    listener: socket.socket
    parent: int
    kernels: dict[int, socket.socket] = field(default_factory=dict)
    learnt: set[tuple[str, ...]] = field(default_factory=set)

    def serve(self) -> None:
        """Serve until the process that started this one has ended."""
        with selectors.DefaultSelector() as waiting:
            alarm = _alarm_of_children()
            waiting.register(self.listener, selectors.EVENT_READ)
            waiting.register(alarm, selectors.EVENT_READ)
            while os.getppid() == self.parent:
                for key, _ in waiting.select(NOTICE):
                    self._attend(key.fileobj, alarm, waiting)
        for child in self.kernels:
            _end(child)
        # Who started this was ended without a chance to put things in order.
        shutil.rmtree(Path(self.listener.getsockname()).parent, ignore_errors=True)

    def _attend(self, source: Any, alarm: socket.socket, waiting: Any) -> None:
        if source is alarm:
            with contextlib.suppress(BlockingIOError):
                alarm.recv(4096)
            self._bury(waiting)
        elif source is self.listener:
            connection, _ = self.listener.accept()
            if (child := self._start(connection)) is None:
                connection.close()
                return
            self.kernels[child] = connection
            waiting.register(connection, selectors.EVENT_READ)
        else:
            # Nothing more is ever asked: whoever wanted the kernel has gone.
            waiting.unregister(source)
            for child in [pid for pid, own in self.kernels.items() if own is source]:
                _end(child)

    def _bury(self, waiting: Any) -> None:
        """Tell how each child that has ended did so."""
        while True:
            try:
                child, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not child:
                return
            connection = self.kernels.pop(child, None)
            if connection is None:
                continue
            ended = json.dumps({"ended": os.waitstatus_to_exitcode(status)}).encode() + b"\n"
            with contextlib.suppress(OSError, KeyError, ValueError):
                connection.sendall(ended)
                waiting.unregister(connection)
            connection.close()

    def _start(self, connection: socket.socket) -> int | None:
        try:
            connection.settimeout(10)
            request = json.loads(read_line(connection))
            self._learn(request["data"], request["about"], many=request["many"])
            if "cmd" not in request:
                return None
            child = os.fork()
        except (OSError, ValueError, KeyError):
            return None
        if child:
            return child
        become_kernel(request, connection, [self.listener, *self.kernels.values()])
        return None  # pragma: no cover - a kernel never comes back

    def _learn(self, data: str, about: Mapping[str, str], *, many: bool) -> None:
        """Load the register, and compute what briefings of one treaty and day, or region, share."""
        # What is wrong here is wrong in the kernel too, which tells it better.
        with contextlib.suppress(Exception):
            register = hand_over(data, load_register)
            kind, first = about["kind"], not self.learnt
            topic = (data, kind, about.get("treaty", ""), about.get("as_of", ""))
            place = (data, about.get("region", ""))
            if topic not in self.learnt:
                self.learnt.add(topic)
                learn(register, about, draw=first and many)
            elif place in self.learnt or not many:
                return
            if many and place[1]:
                self.learnt.add(place)
                learn_place(register, about)
            gc.collect()
            # Pages that the collector never touches stay shared with every kernel.
            gc.freeze()


def learn(register: Any, about: Mapping[str, str], *, draw: bool = False) -> None:
    """Compose a briefing, so that the register keeps what its facts rest on; ``draw`` it too.

    All that does not depend on its region is then there for the other regions, and drawing once
    fills what matplotlib and the layouts remember: glyphs, widths, outlines of the map.
    """
    for block in _opened(register, about).blocks():
        if draw:
            block.to_json()


def learn_place(register: Any, about: Mapping[str, str]) -> None:
    """Draw the map of a region: its shapes are then there under every treaty and on every day."""
    opened = _opened(register, about)
    if MAP in opened.parameters.sections:
        for block in opened.show(MAP):
            block.to_json()


def _opened(register: Any, about: Mapping[str, str]) -> Briefing:
    from analysis.briefings.briefing import open_briefing

    given = {name: value for name, value in about.items() if name != "kind"}
    return open_briefing(about["kind"], register=register, **given)


#: What a kernel imports by itself while it starts; a debugger, which it always loads, most of all.
OF_KERNELS = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "matplotlib_inline.backend_inline",
    "tornado.platform.asyncio",
    "encodings.idna",
)


def warm_up() -> None:
    """Import every room and kind of briefing, and the kernel itself; no thread starts."""
    import matplotlib as mpl

    for name in OF_KERNELS:
        # Another version may keep it elsewhere: then the kernel finds it by itself.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for package in ("analysis.sections", "analysis.briefings", "analysis.blocks"):
        folder = importlib.import_module(package).__path__
        for module in pkgutil.walk_packages(folder, f"{package}."):
            importlib.import_module(module.name)
    from analysis.drawing import marks
    from analysis.export import html

    html.warm_up()
    for weight in ("normal", "bold"):
        marks.text_width("Latvia", weight=weight)
    # A kernel that starts alone is told so by its environment, before it imports matplotlib.
    mpl.rcParams["backend"] = "module://matplotlib_inline.backend_inline"


def become_kernel(
    request: Mapping[str, Any], connection: socket.socket, others: list[socket.socket]
) -> None:
    """Turn this forked child into the kernel that was asked for; never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for one in others:
            one.close()
        # A group of its own: a signal to the kernel reaches what it starts, and nobody else.
        os.setsid()
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        forget_openings()
        _forget_chance()
        connection.sendall(json.dumps({"pid": os.getpid()}).encode() + b"\n")
        app = _kernel(request["cmd"])
        # Whoever connects before it listens has to try again, a tenth of a second later.
        connection.sendall(b'{"listens": true}\n')
        connection.close()
        app.start()
        code = 0
    finally:
        # Not through the exit handlers of the process that this one was forked from.
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _forget_chance() -> None:
    """Let no two kernels draw the same random numbers because they have one parent."""
    import numpy as np

    random.seed()
    np.random.seed()


def _kernel(cmd: list[str]) -> Any:
    """Return the kernel, with its sockets open, ready to be started."""
    from ipykernel.kernelapp import IPKernelApp

    place = cmd.index("ipykernel_launcher")
    sys.argv = cmd[place:]
    # The kernel ends by itself should this process's parent be gone.
    app: Any = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(cmd[place + 1 :])
    return app


def read_line(connection: socket.socket, most: int = 65536) -> bytes:
    """Read one line; raises ``OSError`` when it ends before that or is far too long.

    ``most`` bytes are taken at once: one, where another line may follow.
    """
    line = bytearray()
    while not line.endswith(b"\n"):
        part = connection.recv(most)
        if not part or len(line) > LONGEST:
            raise OSError("the line was cut short")
        line += part
    return bytes(line)


def _alarm_of_children() -> socket.socket:
    """Return a socket that becomes readable when a child ends."""
    ear, mouth = socket.socketpair()
    for one in (ear, mouth):
        one.setblocking(False)
    signal.set_wakeup_fd(mouth.detach(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return ear


def _end(child: int) -> None:
    with contextlib.suppress(OSError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(OSError):
        os.kill(child, signal.SIGKILL)


def main() -> None:
    """Serve on a socket, for the process that started this one.

    Arguments: the number of the socket, that process, its data folders.
    """
    number, parent = map(int, sys.argv[1:3])
    # Ctrl-C at a terminal reaches the whole group: the build says when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    listener = socket.socket(fileno=number)
    skip_grammars()
    plain_strings()
    warm_up()
    for data in sys.argv[3:]:
        with contextlib.suppress(Exception):
            hand_over(Path(data), load_register)
    gc.collect()
    gc.freeze()
    Server(listener, parent).serve()


if __name__ == "__main__":
    main()

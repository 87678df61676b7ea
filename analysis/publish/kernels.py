"""How kernels of a build start: a papermill engine, and a provisioner that forks them.

Both are registered by entry points, the engine by :mod:`analysis.publish.engine`. A job's data
folder and working folder are handed to the kernel itself, so that nothing of this process
changes; jobs in threads do not meet.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any, cast

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from papermill.engines import NBClientEngine
from papermill.log import logger
from traitlets import Dict, Unicode

from analysis.publish import warm
from analysis.publish.client import GuardedClient, PromptClient
from analysis.publish.forking import read_line
from analysis.publish.limits import Guard
from analysis.store.folder import FOLDER_VARIABLE

#: How long a kernel may take to be there, in seconds; the first waits for the register.
PATIENCE = 60.0
#: The socket of a kernel is a path, and the system allows it about a hundred bytes.
_LONGEST_PATH = 80
#: How long a kernel that was killed is watched closely, in seconds.
_MOMENT = 0.2


class ForkedProcess:
    """A kernel that another process has forked, with what is asked of a process here."""

    stdin = stdout = stderr = None

    def __init__(self, address: str, request: Mapping[str, Any]) -> None:
        self.returncode: int | None = None
        self._heard = b""
        self._line = socket.socket(socket.AF_UNIX)
        try:
            self._line.settimeout(PATIENCE)
            self._line.connect(address)
            self._line.sendall(json.dumps(request).encode() + b"\n")
            self.pid = int(json.loads(read_line(self._line, 1))["pid"])
            self._wait_until_it_listens()
        except (OSError, ValueError, KeyError):
            self._line.close()
            raise
        self._line.setblocking(False)

    def _wait_until_it_listens(self) -> None:
        try:
            read_line(self._line, 1)
        except BaseException:
            # Its folder goes with whoever is stopped here: it must not be at work in it then.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            raise

    def poll(self) -> int | None:
        """Return the exit code, ``None`` while it runs."""
        if self.returncode is None:
            try:
                part = self._line.recv(4096)
            except (BlockingIOError, InterruptedError):
                return None
            except OSError:
                part = b""
            self._heard += part
            if not part or self._heard.endswith(b"\n"):
                self._ended()
        return self.returncode

    def _ended(self) -> None:
        # Without a word the warm process itself has gone, and its kernels with it.
        told = json.loads(self._heard) if self._heard.endswith(b"\n") else {}
        self.returncode = int(told.get("ended", -signal.SIGKILL))
        self._line.close()

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code; raises ``TimeoutExpired``."""
        if self.poll() is None:
            self._line.settimeout(timeout)
            try:
                self._heard += self._line.recv(4096)
            except TimeoutError:
                raise TimeoutExpired("kernel", timeout or 0) from None
            except OSError:
                pass
            self._ended()
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


class ForkProvisioner(LocalProvisioner):
    """Starts a kernel by forking the warm process at ``address``, or as usual without it."""

    #: Told from where to fork, for which data, and what the briefing is about.
    address = Unicode("")
    data = Unicode("")
    about = Dict()

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel; falls back to a process of its own, said once, if that fails."""
        try:
            if not self.address:
                raise OSError("there is no process to fork from")
            process = ForkedProcess(
                self.address,
                {
                    "cmd": cmd,
                    "cwd": str(kwargs.get("cwd") or Path.cwd()),
                    "env": dict(kwargs.get("env") or os.environ),
                    "data": self.data,
                    "about": dict(self.about),
                    "many": warm.many(),
                },
            )
        except (OSError, ValueError, KeyError) as error:
            warm.say_once(str(error) or type(error).__name__)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = cast(Any, process)
        # It leads its own group from before it answered.
        self.pid = self.pgid = process.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel, and wait a moment until it has: whoever asks later asks seldom."""
        await super().kill(restart=restart)
        end = time.monotonic() + _MOMENT
        while await self.poll() is None and time.monotonic() < end:
            await asyncio.sleep(_MOMENT / 100)


class WarmEngine(NBClientEngine):  # type: ignore[misc]
    """Papermill's own engine, with kernels that are forked where that can be had.

    Understands, beside all that papermill's engine does, ``data`` (the data folder),
    ``folder`` (the working folder of the kernel, where also its sockets and profile stand) and
    ``about`` (the kind and parameters of the briefing, from which shared facts are known), and
    ``guard``, which watches over what the kernel sends and uses.
    """

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        data: str = "",
        folder: str = "",
        about: Mapping[str, str] | None = None,
        guard: Guard | None = None,
        **kwargs: Any,
    ) -> Any:
        """Run the cells of a notebook in a kernel of their own."""
        settings = {key: value for key, value in kwargs.items() if key != "input_path"}
        start_timeout = settings.pop("start_timeout", 60)
        limit = settings.pop("execution_timeout", None)
        manager = _manager(kernel_name, data, folder, about or {}, settings.get("config"))
        client = GuardedClient(
            nb_man,
            guard=guard,
            km=manager,
            log=logger,
            kernel_name=kernel_name,
            startup_timeout=start_timeout,
            timeout=limit,
            # A forked kernel has nothing to put in order: its process is simply ended.
            shutdown_kernel="immediate" if warm.address() else "graceful",
            **settings,
        )
        return client.execute(cleanup_kc=True, **_launch(data, folder))


def _manager(
    kernel_name: str, data: str, folder: str, about: Mapping[str, str], config: Any
) -> AsyncKernelManager:
    """Return the manager of one kernel, told from where to fork it."""
    manager = AsyncKernelManager(kernel_name=kernel_name, config=config)
    manager.client_factory = PromptClient
    if folder:
        manager.connection_file = str(Path(folder) / "kernel.json")
        if sys.platform != "win32" and len(folder) < _LONGEST_PATH:
            # Local sockets start faster than TCP, and no other user can listen to them.
            manager.transport = "ipc"
    if warm.address() and manager.kernel_spec is not None:
        manager.kernel_spec.metadata["kernel_provisioner"] = {
            "provisioner_name": warm.PROVISIONER,
            "config": {"address": warm.address(), "data": data, "about": dict(about)},
        }
    return manager


def _launch(data: str, folder: str) -> dict[str, Any]:
    """Return what the kernel is started with: its folder, and an environment of its own.

    Start-up files of whoever runs the build would change what the notebook shows: the profile is
    a fresh one.
    """
    env = dict(os.environ)
    if data:
        env[FOLDER_VARIABLE] = data
    if not folder:
        return {"env": env}
    own = {"IPYTHONDIR": f"{folder}/profile", "JUPYTER_RUNTIME_DIR": f"{folder}/runtime"}
    return {"cwd": folder, "env": {**env, **own}}

"""A depositary on the loopback: a real HTTP server that answers as it is told, page by page."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit


@dataclass
class Reply:
    """One answer: status, headers, body, and how it is sent.

    ``cut`` sends so many bytes and closes, ``drip`` waits so many seconds between two bytes,
    ``chunks`` sends in chunks (and breaks off within one, if cut), ``hang`` waits before all.
    """

    status: int = 200
    body: str = ""
    headers: dict = field(default_factory=dict)
    cut: int | None = None
    drip: float = 0.0
    hang: float = 0.0
    chunked: bool = False


class Depositary:
    """Holds the answers by the number of a treaty (the last of several stays), notes requests."""

    def __init__(self):
        self.replies = {}
        self.requests = []
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()

    def show(self, number, *replies):
        self.replies[number] = [Reply(body=one) if isinstance(one, str) else one for one in replies]

    def asked(self, number):
        return [headers for asked, headers in self.requests if asked == number]

    def answer(self, handler):
        number = parse_qs(urlsplit(handler.path).query).get("mtdsg_no", [handler.path])[0]
        with self.lock:
            self.requests.append((number, dict(handler.headers)))
            waiting = self.replies.get(number, [Reply(404)])
            reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        same = reply.headers.get("ETag")
        if same and handler.headers.get("If-None-Match") == same:
            reply = Reply(304, headers=reply.headers)
        self._send(handler, reply)

    def _send(self, handler, reply):
        body = reply.body.encode("utf-8")
        time.sleep(reply.hang)
        handler.send_response_only(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if reply.chunked:
            handler.send_header("Transfer-Encoding", "chunked")
            body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        elif reply.status != 304:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        for piece in (body[: reply.cut],) if not reply.drip else map(bytes, zip(body)):
            handler.wfile.write(piece)
            time.sleep(reply.drip)
        handler.close_connection = reply.cut is not None


@contextmanager
def serving():
    """Serve on a free port; yields the depositary and its address."""
    depositary = Depositary()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            with depositary.lock:
                depositary.at_once += 1
                depositary.most_at_once = max(depositary.most_at_once, depositary.at_once)
            try:
                depositary.answer(self)
            except OSError:
                pass  # The other side has heard enough.
            finally:
                with depositary.lock:
                    depositary.at_once -= 1

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    # Whatever proxy this machine goes through, the loopback is not behind it.
    direct = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    try:
        with patch.dict(os.environ, direct):
            yield depositary, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""Small real servers that messages are sent to: a mail server, a webhook's receiver, a printer. Each may be told to fail."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class Heard:
    """What a server was told, and how it answers."""

    port: int = 0
    told: list[Any] = field(default_factory=list)
    turns_down: int = 0  # the code it answers with; 0: it takes everything
    came: threading.Event = field(default_factory=threading.Event)

    def take(self, what: Any) -> None:
        self.told.append(what)
        self.came.set()


@contextmanager
def _served(server: Any, heard: Heard) -> Iterator[Heard]:
    heard.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Threaded(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class _MailTalk(socketserver.StreamRequestHandler):
    """SMTP as far as a sender needs it (RFC 5321)."""

    server: Any
    sender = to = ""

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            answer = self.answer(line[:4].upper(), line.partition("<")[2].partition(">")[0])
            self.say(answer)
            if answer.startswith("221"):
                return

    def answer(self, verb: str, named: str) -> str:
        heard = self.server.heard
        if verb == "RCPT" and heard.turns_down:
            return f"{heard.turns_down} not here"
        if verb == "MAIL":
            self.sender = named
        elif verb == "RCPT":
            self.to = named
        elif verb == "DATA":
            self.say("354 go on")
            heard.take((self.sender, self.to, self.body()))
        return "221 bye" if verb == "QUIT" else "250 well"

    def body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)


@contextmanager
def mail_server() -> Iterator[Heard]:
    """What it heard: (from, to, the mail)."""
    heard = Heard()
    with _Threaded(("127.0.0.1", 0), _MailTalk) as server, _served(server, heard):
        server.heard = heard  # type: ignore[attr-defined]
        yield heard


@contextmanager
def webhook_receiver() -> Iterator[Heard]:
    """What it heard: (headers, body)."""
    heard = Heard()

    class Talk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            code = heard.turns_down or 204
            self.send_response(code)
            self.send_header("Content-Length", "0")
            self.end_headers()
            if code == 204:
                heard.take((dict(self.headers), body))
            else:
                heard.came.set()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Talk) as server, _served(server, heard):
        yield heard


@contextmanager
def printer() -> Iterator[Heard]:
    """A raw printer's port. What it heard: sheets."""
    heard = Heard()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            heard.take(self.rfile.read())

    with _Threaded(("127.0.0.1", 0), Talk) as server, _served(server, heard):
        yield heard

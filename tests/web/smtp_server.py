"""A mail server of our own, as small as SMTP allows: it keeps what it takes, and refuses what a test tells it to."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread


@dataclass
class Post:
    """What the server took, and whom it refuses; `down` makes it hang up on everybody."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    connections: int = 0
    down: bool = False

    def to(self) -> list[str]:
        return [str(one["To"]) for one in self.taken]

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def mail_server() -> Iterator[Post]:
    """Listen on a free port of this computer until the test is over."""
    post = Post()

    class Talk(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            post.connections += 1
            if post.down:
                return
            self.say("220 ready")
            while line := self.rfile.readline().decode().strip():
                verb = line.upper()
                if verb.startswith("QUIT"):
                    self.say("221 bye")
                    return
                if verb.startswith("RCPT") and any(address in line for address in post.refused):
                    self.say("550 no such person")
                elif verb.startswith("DATA"):
                    self.say("354 go on")
                    lines = []
                    while (part := self.rfile.readline()) != b".\r\n":
                        lines.append(part)
                    message = message_from_bytes(b"".join(lines), policy=policy.default)
                    assert isinstance(message, EmailMessage)
                    post.taken.append(message)
                    self.say("250 taken")
                else:
                    self.say("250 fine")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        post.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield post
        server.shutdown()
        thread.join()

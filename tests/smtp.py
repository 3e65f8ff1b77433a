"""A mail server for tests: SMTP on 127.0.0.1 with STARTTLS and a password, as a provider asks (RFC 5321, 3207, 4954).

Of the standard library only: the packages that offer one have had no release for years.
"""

from __future__ import annotations

import base64
import contextlib
import socketserver
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

HOST = "127.0.0.1"
USER, PASSWORD = "rondom", "geheim van de test"
WELCOME = base64.b64encode("\0".join(["", USER, PASSWORD]).encode()).decode()


@dataclass(frozen=True)
class Letter:
    """What arrived: from whom and to whom by the envelope, the text as it came over the line, and the mail in it."""

    sender: str
    to: list[str]
    raw: bytes
    mail: EmailMessage

    @property
    def everything(self) -> str:
        """Subject, text and attachments, decoded."""
        parts = [part.get_content() for part in self.mail.walk() if not part.is_multipart()]
        texts = [part if isinstance(part, str) else part.decode() for part in parts]
        return "\n".join([str(self.mail["Subject"]), *texts])


@dataclass
class Mailbox:
    """A server that runs. `certificate` is what a client has to trust."""

    port: int
    certificate: Path
    letters: list[Letter] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Commands that came before encryption or before the password."""


class _Session(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.is_encrypted = self.is_known = False
        self.sender, self.to = "", list[str]()
        self.answer("220 post.test ESMTP")
        while line := self.rfile.readline():
            command, _, rest = line.decode().strip().partition(" ")
            if command.upper() == "QUIT":
                self.answer("221 Bye")
                return
            self.obey(command.upper(), rest)

    def obey(self, command: str, rest: str) -> None:
        """Do what one command asks."""
        if command in {"MAIL", "RCPT", "DATA"} and not (self.is_encrypted and self.is_known):
            self.server.box.refused.append(command)
            self.answer("530 Encrypt and sign in first")
            return
        match command:
            case "EHLO" | "HELO":
                self.answer("250-post.test", "250 AUTH PLAIN" if self.is_encrypted else "250 STARTTLS")
            case "STARTTLS":
                self.answer("220 Go ahead")
                self.encrypt()
            case "AUTH":
                self.is_known = rest == f"PLAIN {WELCOME}"
                self.answer("235 Welcome" if self.is_known else "535 Who are you")
            case "MAIL":
                self.sender, self.to = _address(rest), []
                self.answer("250 OK")
            case "RCPT":
                self.to.append(_address(rest))
                self.answer("250 OK")
            case "DATA":
                self.answer("354 Tell me")
                self.take(self.text())
                self.answer("250 Taken")
            case "RSET" | "NOOP":
                self.answer("250 OK")
            case _:
                self.answer("500 What")

    def encrypt(self) -> None:
        """Go on with TLS on the same line."""
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)  # type: ignore[assignment]
        self.is_encrypted = True

    def finish(self) -> None:
        """Close the line, and the one below it that TLS took over."""
        super().finish()
        self.connection.close()

    def text(self) -> bytes:
        """Read until the line with one dot; a line that began with a dot has one more on the way."""
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def take(self, raw: bytes) -> None:
        """Put a letter in the box."""
        mail: Any = message_from_bytes(raw, policy=policy.default)
        self.server.box.letters.append(Letter(self.sender, list(self.to), raw, mail))

    def answer(self, *lines: str) -> None:
        """Say one or more lines."""
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    box: Mailbox
    tls: ssl.SSLContext


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Mailbox]:
    """Start one on a free port; its key and certificate stand in `folder`."""
    key, certificate = _certificate(folder)
    with _Server((HOST, 0), _Session) as server:
        server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.tls.load_cert_chain(certificate, key)
        server.box = Mailbox(server.server_address[1], certificate)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server.box
        server.shutdown()
        thread.join()


def _address(rest: str) -> str:
    return rest.partition("<")[2].partition(">")[0]


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Make a key and a certificate for 127.0.0.1 that nobody else trusts; return their files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)]), datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    files = folder / "post.key", folder / "post.crt"
    files[0].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    files[1].write_bytes(made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return files

"""One connection to a mail server: greeted, encrypted, logged in, and then a message at a time."""

from __future__ import annotations

import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Final

from adapters.delivery.smtp.failures import answered, refusal, told_as_undeliverable
from adapters.delivery.smtp.letter import Letter
from adapters.delivery.smtp.server import SmtpServer, StartTls
from adapters.egress import NoAnswer, Resolving, TimedOut, system_resolve
from domain.ports.delivery import Refused, Undeliverable

_RESOLVING: Final = Resolving(system_resolve)
_CUT_EVERY_S: Final = 0.05
_OK: Final = range(200, 300)
_READY: Final = 220


class Connection:
    """A connection that is ready to take messages. Raises Undeliverable if it cannot be had."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._client = _Client(server)
        try:
            with self._at_most(server.patience.open_s):
                self._greet()
                self._encrypt()
                self._log_in()
        except BaseException:
            self.close()
            raise

    def send(self, letter: Letter) -> None:
        """Hand over one e-mail.

        Raises Refused if the server will not have it, after which the connection may be used
        again, and Undeliverable otherwise, after which it may not.
        """
        if letter.is_utf8 and not self._client.has_extn("smtputf8"):
            raise Refused("the server takes no addresses beyond ASCII")
        with self._at_most(self._server.patience.send_s):
            with told_as_undeliverable("MAIL"):
                options = ["BODY=8BITMIME", "SMTPUTF8"] if letter.is_utf8 else []
                code, reply = self._client.mail(letter.sender, options)
            if code not in _OK:
                raise Undeliverable(answered("MAIL", code, reply))
            with told_as_undeliverable("RCPT"):
                code, reply = self._client.rcpt(letter.to)
            if code not in _OK:
                raise refusal("RCPT", code, reply)
            with told_as_undeliverable("DATA"):
                code, reply = self._data(letter.content)
            if code not in _OK:
                raise refusal("DATA", code, reply)

    def is_alive(self) -> bool:
        """Ask the server whether it still listens; forget what a refused message left there."""
        try:
            with self._at_most(self._server.patience.connect_s):
                return self._client.rset()[0] in _OK
        except OSError:
            return False

    def quit(self) -> None:
        """End in order."""
        with suppress(OSError), self._at_most(self._server.patience.connect_s):
            self._client.docmd("QUIT")
        self.close()

    def close(self) -> None:
        """End at once."""
        self._client.close()

    def _greet(self) -> None:
        with told_as_undeliverable("the connection"):
            code, reply = self._client.connect(self._server.host, self._server.port)
            if code != _READY:
                raise Undeliverable(answered("the connection", code, reply))
            self._client.local_hostname = _own_name(self._client.sock)
            self._client.ehlo_or_helo_if_needed()

    def _encrypt(self) -> None:
        wanted = self._server.starttls
        if self._server.is_tls or wanted is StartTls.NEVER:
            return
        if wanted is StartTls.WHEN_OFFERED and not self._client.has_extn("starttls"):
            return
        with told_as_undeliverable("STARTTLS"):
            self._client.starttls(context=_BeforeHandshake(self._client.context))  # type: ignore[call-overload] # all that is asked of it
            self._client.shake_hands()
            self._client.ehlo_or_helo_if_needed()

    def _log_in(self) -> None:
        login = self._server.login
        if login is not None:
            with told_as_undeliverable("the login"):
                self._client.login(login.user, login.password.reveal())

    def _data(self, content: bytes) -> tuple[int, bytes]:
        try:
            return self._client.data(content)
        except smtplib.SMTPDataError as refused:
            return refused.smtp_code, _bytes(refused.smtp_error)

    @contextmanager
    def _at_most(self, seconds: float) -> Iterator[None]:
        """Cut the connection when the time is over, however busy the server keeps us."""
        self._client.be_patient(seconds)
        over = Event()
        Thread(target=self._watch, args=(seconds, over), name="smtp", daemon=True).start()
        try:
            yield
        finally:
            over.set()

    def _watch(self, seconds: float, over: Event) -> None:
        """Cut until it is over: the connection may come into being after its time."""
        wait_s = seconds
        while not over.wait(wait_s):
            self._client.cut()
            wait_s = _CUT_EVERY_S


class _Client(smtplib.SMTP):
    """The library's client, which connects by our patience and our certificates."""

    def __init__(self, server: SmtpServer) -> None:
        # A name of its own would be asked of the DNS, which may take long to say nothing.
        super().__init__(local_hostname="localhost", timeout=server.patience.open_s)
        self._server = server
        self._host = server.host
        self.context = ssl.create_default_context(cafile=server.ca_file)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        self.sock = _connected(host, port, self._server.patience.connect_s)
        self.sock.settimeout(timeout)
        if self._server.is_tls:
            self.sock = _BeforeHandshake(self.context).wrap_socket(self.sock, host)
            self.shake_hands()
        return self.sock

    def shake_hands(self) -> None:
        """Agree on keys, on a socket that `cut` can reach meanwhile."""
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def be_patient(self, seconds: float) -> None:
        """Wait that long for each answer."""
        if self.sock is not None:
            self.sock.settimeout(seconds)

    def cut(self) -> None:
        """End the connection under the hands of who waits for it."""
        if self.sock is not None:
            with suppress(OSError):
                # That of SSLSocket would first end the encryption, under the hands of who writes.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


class _BeforeHandshake:
    """A context whose sockets are there before their handshake, which may take for ever."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context

    def wrap_socket(self, sock: socket.socket, server_hostname: str | None) -> ssl.SSLSocket:
        """Return the socket that is to be encrypted."""
        return self._context.wrap_socket(
            sock, server_hostname=server_hostname, do_handshake_on_connect=False
        )


def _connected(host: str, port: int, within_s: float) -> socket.socket:
    """Connect to the first address of the host that answers, within the time for all of them.

    Raises OSError.
    """
    deadline_s = time.monotonic() + within_s
    failure: OSError = socket.gaierror("the host has no address")
    try:
        addresses = _RESOLVING.addresses(host, port, within_s)
    except NoAnswer as unknown:
        raise socket.gaierror(str(unknown)) from unknown
    except TimedOut as late:
        raise TimeoutError from late
    for address in addresses:
        left_s = deadline_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        try:
            return socket.create_connection((address, port), left_s)
        except OSError as refused:
            failure = refused
    raise failure


def _own_name(sock: socket.socket | None) -> str:
    """Return what we are called to the server: the name of the machine, else its address there."""
    name = socket.gethostname()
    if "." in name or sock is None:
        return name
    address = sock.getsockname()[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _bytes(reply: bytes | str) -> bytes:
    return reply if isinstance(reply, bytes) else reply.encode(errors="replace")

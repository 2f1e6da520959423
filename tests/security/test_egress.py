"""The client for requests to others: checked connections, no redirects, bounds on everything."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Final

import httpcore2
import pytest

from adapters.egress import (
    NAMED_BY_OPERATOR,
    PUBLIC,
    Answer,
    Egress,
    Forbidden,
    NoAnswer,
    Reach,
    TimedOut,
    TooLong,
)
from adapters.egress.resolving import AT_ONCE_MAX, Resolving
from tests.support.certificates import Certificate, make_certificate

OK: Final = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
BODY: Final = b"body"
SHORT_S: Final = 0.2

INSIDE: Final = Reach(schemes=frozenset({"http"}), ports=None, only_public=True)
"""Plain http on any port, but only to public addresses: what a test can serve, and must not get."""

OpenEgress = Callable[..., Egress]


class RawServer:
    """Takes connections on loopback and sends to each the same parts, after its request has come.

    A part that is a number is a pause of so many seconds, unless the test ends before. One that
    `closes` does so after the first answer.
    """

    def __init__(
        self, *parts: bytes | float, closes: bool = False, tls: ssl.SSLContext | None = None
    ) -> None:
        self._parts = parts
        self._closes = closes
        self._tls = tls
        self._ending = Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.requests: list[bytes] = []
        self.connections = 0
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}/"

    def close(self) -> None:
        """End it."""
        self._ending.set()
        # Closing alone does not wake a thread that waits for a connection.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            with connection:
                try:
                    self._take(connection)
                except OSError:
                    # The client has gone, as it should.
                    continue

    def _take(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        if self._tls is None:
            self._serve(connection)
            return
        with self._tls.wrap_socket(connection, server_side=True) as secured:
            self._serve(secured)

    def _serve(self, connection: socket.socket) -> None:
        request = b""
        while received := connection.recv(65_536):
            request += received
            if request.endswith(BODY):
                self.requests.append(request)
                request = b""
                self._send(connection)
                if self._closes:
                    return

    def _send(self, connection: socket.socket) -> None:
        for part in self._parts:
            if isinstance(part, bytes):
                connection.sendall(part)
            elif self._ending.wait(part):
                return


@pytest.fixture
def serve() -> Iterator[Callable[..., RawServer]]:
    """Start servers that end with the test."""
    started: list[RawServer] = []

    def start(
        *parts: bytes | float, closes: bool = False, tls: ssl.SSLContext | None = None
    ) -> RawServer:
        started.append(RawServer(*parts, closes=closes, tls=tls))
        return started[-1]

    yield start
    for each in started:
        each.close()


@pytest.fixture
def open_egress() -> Iterator[OpenEgress]:
    """Open clients that close with the test."""
    opened: list[Egress] = []

    def start(reach: Reach = NAMED_BY_OPERATOR, **options: object) -> Egress:
        opened.append(Egress(reach, connections=4, **options))  # type: ignore[arg-type] # any of its own
        return opened[-1]

    yield start
    for each in opened:
        each.close()


def post(egress: Egress, url: str, timeout_s: float = 5.0) -> Answer:
    """POST something."""
    return egress.post(url, {"X-Sent": "yes"}, BODY, timeout_s=timeout_s)


def bounded(began_s: float, timeout_s: float) -> bool:
    """Whether no more time has gone than was given, and a little."""
    return time.monotonic() - began_s < timeout_s + 1.0


# --- where it connects --------------------------------------------------------------------------


def test_a_name_that_leads_inside_is_not_connected_to(
    serve: Callable[..., RawServer], open_egress: OpenEgress
) -> None:
    """What counts is the address of a name, not the name."""
    server = serve(OK)
    egress = open_egress(INSIDE, resolve=lambda *_: ["127.0.0.1"])
    with pytest.raises(Forbidden, match="not public"):
        post(egress, f"http://example.com:{server.port}/")
    assert server.connections == 0


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "localhost",
        "localhost.",
        "LOCALHOST",
    ],
)
def test_no_spelling_of_loopback_is_connected_to(
    serve: Callable[..., RawServer], open_egress: OpenEgress, host: str
) -> None:
    """Whatever the system makes of a spelling is checked before anything is sent."""
    server = serve(OK)
    with pytest.raises((Forbidden, NoAnswer)):
        post(open_egress(INSIDE), f"http://{host}:{server.port}/")
    assert server.connections == 0


def test_a_name_is_resolved_once(serve: Callable[..., RawServer], open_egress: OpenEgress) -> None:
    """A second resolution, which may say something else (DNS rebinding), never happens."""
    server = serve(OK)
    answers = [["127.0.0.1"], ["192.0.2.1"]]
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers.pop(0)

    egress = open_egress(NAMED_BY_OPERATOR, resolve=resolve)
    assert post(egress, f"http://rebound.test:{server.port}/").status == 200
    assert asked == ["rebound.test"]
    assert f"Host: rebound.test:{server.port}\r\n".encode() in server.requests[0]


def test_the_next_address_is_tried_where_one_refuses(
    serve: Callable[..., RawServer], open_egress: OpenEgress
) -> None:
    """A host of several addresses is reached as long as one of them answers."""
    server = serve(OK)
    egress = open_egress(resolve=lambda *_: ["::1", "127.0.0.1"])
    assert post(egress, f"http://two.test:{server.port}/").status == 200


def test_public_reach_wants_tls_and_its_ports(open_egress: OpenEgress) -> None:
    """Nothing is resolved for a URL that is refused by its form."""
    egress = open_egress(PUBLIC, resolve=lambda *_: pytest.fail("was resolved"))
    for url in ("http://example.com/", "https://example.com:25/"):
        with pytest.raises(Forbidden):
            post(egress, url)


def test_a_redirect_is_an_answer(serve: Callable[..., RawServer], open_egress: OpenEgress) -> None:
    """Nobody is led anywhere: the status is returned, and no second request is made."""
    elsewhere = serve(OK)
    location = f"Location: {elsewhere.url}\r\n".encode()
    server = serve(b"HTTP/1.1 307 X\r\nContent-Length: 0\r\n" + location + b"\r\n")
    answer = post(open_egress(), server.url)
    assert (answer.status, answer.headers["location"]) == (307, elsewhere.url)
    assert elsewhere.connections == 0


def test_proxies_of_the_environment_are_not_used(
    serve: Callable[..., RawServer], open_egress: OpenEgress, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would connect to what nobody has checked."""
    proxy, server = serve(OK), serve(OK)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    assert post(open_egress(), server.url).status == 200
    assert (proxy.connections, server.connections) == (0, 1)


# --- how long, and how much ---------------------------------------------------------------------

HEAD: Final = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "parts",
    [
        (HEAD, 0.02, b"X: y\r\n"),
        (HEAD + b"Content-Length: 9999\r\n\r\n", 0.02, b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", 0.02, b"1\r\nx\r\n"),
        (0.02, b"HTTP/1.1 100 Continue\r\n\r\n"),
        (60.0,),
    ],
    ids=["headers", "body", "chunks", "continue", "silence"],
)
def test_time_is_bounded_altogether(
    serve: Callable[..., RawServer], open_egress: OpenEgress, parts: tuple[bytes | float, ...]
) -> None:
    """A server that sends a little now and then has no more time than one that is silent."""
    first, *rest = parts
    server = serve(first, *(rest * 500))
    began_s = time.monotonic()
    with pytest.raises(TimedOut):
        post(open_egress(), server.url, SHORT_S)
    assert bounded(began_s, SHORT_S)


def test_a_thread_that_cannot_be_had_takes_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are resolved again as soon as there are threads again."""

    def none_left(_thread: Thread) -> None:
        raise RuntimeError("can't start new thread")

    resolving = Resolving(lambda *_: ["127.0.0.1"])
    with monkeypatch.context() as patched:
        patched.setattr(Thread, "start", none_left)
        for _ in range(AT_ONCE_MAX + 1):
            with pytest.raises(NoAnswer, match="thread"):
                resolving.addresses("host", 443, 1)

    assert resolving.addresses("host", 443, 1) == ["127.0.0.1"]


def test_a_resolver_that_hangs_is_not_waited_for(open_egress: OpenEgress) -> None:
    """The system's resolver knows no time-out of ours."""
    ending = Event()

    def resolve(host: str, port: int) -> list[str]:
        ending.wait(5)
        return []

    began_s = time.monotonic()
    with pytest.raises(TimedOut):
        post(open_egress(resolve=resolve), "http://slow.test/", SHORT_S)
    assert bounded(began_s, SHORT_S)
    ending.set()


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".test"])
def test_a_host_that_can_be_none_is_no_answer(open_egress: OpenEgress, host: str) -> None:
    """The system's resolver refuses some names in ways of its own."""
    with pytest.raises(NoAnswer, match="not known"):
        post(open_egress(), f"http://{host}/")


def test_a_host_that_nobody_knows_is_no_answer(open_egress: OpenEgress) -> None:
    """So does the name server, for names that are none."""

    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with pytest.raises(NoAnswer, match="not known"):
        post(open_egress(resolve=resolve), "http://nobody.test/")


def test_names_that_wait_for_the_resolver_are_bounded() -> None:
    """Threads that were left behind do not become more and more."""
    ending = Event()

    def resolve(host: str, port: int) -> list[str]:
        ending.wait(20)
        return []

    resolving = Resolving(resolve)
    for _ in range(AT_ONCE_MAX):
        with pytest.raises(TimedOut):
            resolving.addresses("slow.test", 443, 0.001)
    with pytest.raises(NoAnswer, match="too many"):
        resolving.addresses("slow.test", 443, 0.001)
    ending.set()


def test_a_full_backlog_is_not_waited_for(open_egress: OpenEgress) -> None:
    """Connecting takes no longer than the request may."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        began_s = time.monotonic()
        with pytest.raises(TimedOut):
            post(open_egress(), f"http://127.0.0.1:{address[1]}/", SHORT_S)
        assert bounded(began_s, SHORT_S)
        for each in waiting:
            each.close()


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 1048577\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n100001\r\n",
        b"Connection: close\r\n\r\n",
    ],
    ids=["length", "chunked", "until closed"],
)
def test_length_is_bounded(
    serve: Callable[..., RawServer], open_egress: OpenEgress, head: bytes
) -> None:
    """The byte after the first mebibyte ends the reading, however the length is told."""
    server = serve(HEAD + head + b"x" * 1_048_577, closes=True)
    with pytest.raises(TooLong):
        post(open_egress(), server.url)


def test_a_mebibyte_is_read(serve: Callable[..., RawServer], open_egress: OpenEgress) -> None:
    """The bound itself is allowed."""
    server = serve(HEAD + b"Content-Length: 1048576\r\n\r\n" + b"x" * 1_048_576)
    assert len(post(open_egress(), server.url).body) == 1_048_576


def test_headers_are_bounded(serve: Callable[..., RawServer], open_egress: OpenEgress) -> None:
    """Headers without end are no answer."""
    server = serve(HEAD, *([b"X: " + b"y" * 10_000 + b"\r\n"] * 100))
    with pytest.raises(NoAnswer):
        post(open_egress(), server.url)


def test_what_is_packed_stays_packed(
    serve: Callable[..., RawServer], open_egress: OpenEgress
) -> None:
    """Nothing is unpacked, so that nothing unfolds to more than was read."""
    server = serve(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nwxyz")
    answer = post(open_egress(), server.url)
    assert (answer.body, answer.headers["content-encoding"]) == (b"wxyz", "gzip")
    assert b"Accept-Encoding: identity\r\n" in server.requests[0]


@pytest.mark.parametrize(
    "said", [b"", b"no http\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut"]
)
def test_what_breaks_off_is_no_answer(
    serve: Callable[..., RawServer], open_egress: OpenEgress, said: bytes
) -> None:
    """Half an answer is none."""
    server = serve(said, closes=True)
    with pytest.raises(NoAnswer):
        post(open_egress(), server.url)


def test_connections_are_kept(serve: Callable[..., RawServer], open_egress: OpenEgress) -> None:
    """Calls in a row share a connection."""
    server = serve(OK)
    egress = open_egress()
    for _ in range(3):
        assert post(egress, server.url).body == b"ok"
    assert (server.connections, len(server.requests)) == (1, 3)


# --- TLS ----------------------------------------------------------------------------------------


def trusting(certificate: Certificate) -> ssl.SSLContext:
    """What a client trusts whose authority is this certificate."""
    return ssl.create_default_context(cafile=certificate.ca_file)


def test_a_trusted_certificate_is_accepted(
    serve: Callable[..., RawServer], open_egress: OpenEgress, tmp_path: Path
) -> None:
    """Requests go over TLS to a host that its certificate names."""
    certificate = make_certificate(tmp_path)
    server = serve(OK, tls=certificate.context)
    assert post(open_egress(tls=trusting(certificate)), server.url).body == b"ok"


@pytest.mark.parametrize(
    ("host", "days", "trusted"),
    [
        ("127.0.0.1", 1, False),
        ("127.0.0.2", 1, True),
        ("localhost", 1, True),
        ("127.0.0.1", -1, True),
    ],
    ids=["self-signed", "wrong address", "wrong host", "expired"],
)
def test_a_bad_certificate_is_told_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, host: str, days: int, trusted: bool
) -> None:
    """Nothing is sent to a server whose certificate is not good for its host (SEC-67)."""
    certificate = make_certificate(tmp_path, host, days=days)
    server = request.getfixturevalue("serve")(OK, tls=certificate.context)
    tls = trusting(certificate) if trusted else None
    with pytest.raises(NoAnswer):
        post(request.getfixturevalue("open_egress")(tls=tls), server.url)
    assert server.requests == []


def test_nothing_older_than_tls_1_2_is_spoken() -> None:
    """The library's own context, which production uses, verifies hosts and begins at TLS 1.2."""
    context = httpcore2.default_ssl_context()
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)


def test_a_handshake_without_end_is_not_waited_for(
    serve: Callable[..., RawServer], open_egress: OpenEgress
) -> None:
    """A server that never answers the handshake has no more time than any other."""
    server = serve(60.0)
    url = server.url.replace("http:", "https:")
    began_s = time.monotonic()
    with pytest.raises(TimedOut):
        post(open_egress(), url, SHORT_S)
    assert bounded(began_s, SHORT_S)

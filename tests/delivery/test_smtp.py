"""Mail to a real server: in clear and encrypted, with a login, refused, late, and cut off."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from adapters.delivery import webhook
from adapters.delivery.smtp import SmtpDelivery
from adapters.delivery.smtp.connection import Connection
from adapters.delivery.smtp.server import Patience, parse_url
from domain.messages.courier import LEASE_MS
from domain.ports.delivery import DELIVERY_MAX_MS, Refused, Undeliverable
from tests.support.certificates import Certificate, make_certificate
from tests.support.mail_server import PASSWORD, USER, MailServer, mail_server, starttls
from tests.support.messages import CODE, TO, message
from tests.support.parallel import outcomes

# What the library thinks of a server that takes passwords in clear; ours is on loopback.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")

FROM = "from=Acme%20<no-reply@acme.example>"
LOGIN = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@"
IMPATIENT = Patience(connect_s=2, open_s=0.3, send_s=0.3)


_made: list[SmtpDelivery] = []


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    """End what a test's deliveries keep open."""
    yield
    for sending in _made:
        while sending._connections._idle:
            sending._connections._idle.pop().close()
    _made.clear()


def delivery(
    server: MailServer,
    scheme: str = "smtp",
    login: str = "",
    extra: str = "",
    patience: Patience = Patience(),  # noqa: B008 - a frozen value
) -> SmtpDelivery:
    """A delivery to the server."""
    url = f"{scheme}://{login}127.0.0.1:{server.port}?{FROM}{extra}"
    _made.append(SmtpDelivery(replace(parse_url(url), patience=patience)))
    return _made[-1]


@pytest.fixture(scope="module")
def shared() -> Iterator[MailServer]:
    """A server in clear, for tests that leave it as it was."""
    with mail_server() as server:
        yield server


@pytest.fixture
def plain(shared: MailServer) -> MailServer:
    """The same, empty and willing."""
    shared.arrived.clear()
    shared.answers.clear()
    shared.dawdle = lambda: None
    return shared


def undeliverable(sending: SmtpDelivery) -> str:
    """Why a message stays."""
    with pytest.raises(Undeliverable) as failure:
        sending.deliver(message())
    text = str(failure.value)
    assert TO not in text
    assert CODE not in text
    assert PASSWORD not in text
    return text


def test_an_email_arrives(plain: MailServer) -> None:
    """The server gets sender, recipient and text."""
    delivery(plain).deliver(message())
    (arrived,) = plain.arrived
    assert (arrived.sender, arrived.to) == ("no-reply@acme.example", [TO])
    assert arrived.mail["From"] == "Acme <no-reply@acme.example>"
    assert arrived.mail.get_content() == f"Your verification code is {CODE}.\r\n"
    assert not arrived.is_encrypted


def test_by_starttls_with_a_login(certificate: Certificate) -> None:
    """Nothing is sent before the connection is encrypted and we are logged in."""
    with mail_server(login=True, **starttls(certificate.context)) as server:
        extra = f"&starttls=always&ca={certificate.ca_file}"
        delivery(server, login=LOGIN, extra=extra).deliver(message())
        (arrived,) = server.arrived
    assert arrived.is_encrypted
    assert arrived.user == USER.encode()


def test_by_tls_from_the_first_byte_with_a_login(certificate: Certificate) -> None:
    """smtps: begins with the handshake."""
    with mail_server(login=True, auth_require_tls=False, ssl_context=certificate.context) as server:
        delivery(server, "smtps", LOGIN, f"&ca={certificate.ca_file}").deliver(message())
        (arrived,) = server.arrived
    assert arrived.user == USER.encode()


@pytest.mark.parametrize(
    ("host", "days", "known"),
    [("127.0.0.1", 1, False), ("other.example", 1, True), ("127.0.0.1", -1, True)],
    ids=["unknown authority", "another host", "expired"],
)
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_that_proves_nothing_is_not_accepted(
    tmp_path: Path, scheme: str, host: str, days: int, known: bool
) -> None:
    """No password and no code goes to who cannot prove to be the server."""
    bad = make_certificate(tmp_path, host, days=days)
    options = starttls(bad.context) if scheme == "smtp" else {"ssl_context": bad.context}
    extra = f"&ca={bad.ca_file}" if known else ""
    extra += "&starttls=always" if scheme == "smtp" else ""
    with mail_server(login=True, **options) as server:
        reason = undeliverable(delivery(server, scheme, LOGIN, extra))
        assert "the certificate is not accepted" in reason
        assert server.logins == []
        assert server.arrived == []


def test_a_server_without_starttls_gets_no_password() -> None:
    """Where somebody in between strips the offer, nothing is said in clear."""
    with mail_server(login=True, auth_require_tls=False) as server:
        reason = undeliverable(delivery(server, login=LOGIN, extra="&starttls=always"))
        assert reason == "STARTTLS: the server does not offer it"
        assert server.logins == []


@pytest.mark.parametrize("offered", [True, False])
def test_encryption_is_used_where_it_is_offered(certificate: Certificate, offered: bool) -> None:
    """starttls=when-offered takes what there is."""
    context = certificate.context if offered else None
    with mail_server(tls_context=context) as server:
        extra = f"&starttls=when-offered&ca={certificate.ca_file}"
        delivery(server, extra=extra).deliver(message())
        assert server.arrived[0].is_encrypted is offered


def test_a_wrong_password_is_told() -> None:
    """The message waits until the operator has mended it, and the log has only numbers."""
    with mail_server(login=True, auth_require_tls=False) as server:
        sending = delivery(server, login="user:wrong@")
        assert undeliverable(sending) == "the login was answered by 535 5.7.8"
        with pytest.raises(Undeliverable, match="the login was answered by 535"):
            sending.examine()


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
@pytest.mark.parametrize("code", ["550 5.1.1", "552", "554 5.7.1"])
def test_what_is_refused_for_good_is_refused(plain: MailServer, command: str, code: str) -> None:
    """No such mailbox, or no such text: it is not tried again."""
    plain.answers[command] = f"{code} <{TO}> no such user here"
    with pytest.raises(Refused) as refusal:
        delivery(plain).deliver(message())
    assert str(refusal.value) == f"{command} was answered by {code}"


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("RCPT", "450 4.2.0 greylisted"),
        ("RCPT", "530 5.7.0 authentication required"),
        ("DATA", "451 4.3.0 try again"),
        ("MAIL", "452 4.3.1 disk full"),
        ("MAIL", "550 5.7.1 you may not send as this"),
    ],
)
def test_what_may_pass_is_tried_again(plain: MailServer, command: str, answer: str) -> None:
    """What is over some day, or what the operator can mend, keeps the message waiting."""
    plain.answers[command] = answer
    sending = delivery(plain)
    expected = " ".join(answer.split()[:2])
    assert undeliverable(sending) == f"{command} was answered by {expected}"
    plain.answers.clear()
    sending.deliver(message())
    assert len(plain.arrived) == 1


def test_a_connection_is_kept(plain: MailServer) -> None:
    """Several messages go over one connection, after a refused one as well."""
    sending = delivery(plain)
    before = plain.connections
    sending.deliver(message())
    plain.answers["RCPT"] = "550 5.1.1 no such user"
    with pytest.raises(Refused):
        sending.deliver(message())
    plain.answers.clear()
    sending.deliver(message(id="2"))
    assert plain.connections == before + 1
    assert len(plain.arrived) == 2


def test_a_connection_that_the_server_ended_is_replaced(plain: MailServer) -> None:
    """Servers end idle connections; the next message does not notice."""
    sending = delivery(plain)
    sending.deliver(message())
    before = plain.connections
    plain.hang_up()
    sending.deliver(message(id="2"))
    assert plain.connections == before + 1
    assert len(plain.arrived) == 2


def test_where_one_connection_was_ended_the_others_were(plain: MailServer) -> None:
    """Only the newest is asked, so that no message waits for one dead connection after another."""
    sending = delivery(plain)
    kept = sending._connections._idle
    kept.extend(Connection(sending._server) for _ in range(3))
    plain.hang_up()
    sending.deliver(message())
    assert len(kept) == 1
    assert len(plain.arrived) == 1


def test_threads_have_connections_of_their_own(plain: MailServer) -> None:
    """Messages that are sent at once do not get into each other."""
    sending = delivery(plain)
    plain.dawdle = lambda: time.sleep(0.02)
    outcomes(8, lambda at: sending.deliver(message(id=str(at), body=f"code {at}", to=f"{at}@x.y")))
    assert sorted((each.to, each.mail.get_content()) for each in plain.arrived) == [
        ([f"{at}@x.y"], f"code {at}\r\n") for at in range(8)
    ]
    assert len(sending._connections._idle) <= 4


def test_a_server_that_is_down_is_told() -> None:
    """Nobody listens: the message waits."""
    with mail_server() as server:
        sending = delivery(server)
    assert undeliverable(sending) == "the connection: Connection refused"
    with pytest.raises(Undeliverable):
        sending.examine()


def test_a_server_that_does_not_answer_holds_nobody(plain: MailServer) -> None:
    """After its time the message waits in the outbox again."""
    go_on = threading.Event()
    plain.dawdle = lambda: go_on.wait(10)
    started = time.monotonic()
    try:
        reason = undeliverable(delivery(plain, patience=IMPATIENT))
    finally:
        go_on.set()
    assert reason in {"DATA: no answer in time", "DATA: the server ended the connection"}
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("drip", [b"", b"2"], ids=["silent", "dripping"])
def test_a_server_that_never_finishes_its_greeting_holds_nobody(drip: bytes) -> None:
    """Neither silence nor a byte now and then keeps us for longer than we are patient."""
    done = threading.Event()

    def trickle(listener: socket.socket) -> None:
        taken, _ = listener.accept()
        with taken:
            while not done.wait(0.05):
                with suppress(OSError):
                    taken.sendall(drip)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = MailServer(listener.getsockname()[1])
        thread = threading.Thread(target=trickle, args=(listener,), daemon=True)
        thread.start()
        started = time.monotonic()
        try:
            assert undeliverable(delivery(server, patience=IMPATIENT)).startswith("the connection")
        finally:
            done.set()
            thread.join(5)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_connection_that_came_late_is_cut_at_once(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is over while the name is looked for: nothing that comes of it holds us longer."""
    plainly = socket.create_connection

    def late(address: tuple[str, int], timeout_s: float) -> socket.socket:
        time.sleep(IMPATIENT.open_s + 0.2)
        return plainly(address, timeout_s)

    monkeypatch.setattr(socket, "create_connection", late)
    done = threading.Event()

    def trickle(listener: socket.socket) -> None:
        taken, _ = listener.accept()
        with taken:
            while not done.wait(0.05):
                with suppress(OSError):
                    taken.sendall(b"2")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = MailServer(listener.getsockname()[1])
        thread = threading.Thread(target=trickle, args=(listener,), daemon=True)
        thread.start()
        started = time.monotonic()
        try:
            told = undeliverable(delivery(server, scheme=scheme, patience=IMPATIENT))
        finally:
            done.set()
            thread.join(5)
    assert told.startswith("the connection")
    assert time.monotonic() - started < 2 * IMPATIENT.open_s + 2


def test_a_server_that_wants_nobody_is_told(plain: MailServer) -> None:
    """A greeting that is none keeps the message waiting."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def turn_away() -> None:
            taken, _ = listener.accept()
            with taken:
                taken.sendall(b"554 5.7.1 not you\r\n")

        thread = threading.Thread(target=turn_away, daemon=True)
        thread.start()
        server = MailServer(listener.getsockname()[1])
        reason = undeliverable(delivery(server))
        thread.join(5)
    assert reason == "the connection was answered by 554 5.7.1"


def test_an_address_in_any_script_reaches_a_server_that_takes_it(plain: MailServer) -> None:
    """With SMTPUTF8 the address is sent as it is; without it, it is refused."""
    delivery(plain).deliver(message(to="jörg@example.com", subject="Prüfcode"))
    (arrived,) = plain.arrived
    assert arrived.to == ["jörg@example.com"]
    assert "SMTPUTF8" in arrived.options
    assert arrived.mail["Subject"] == "Prüfcode"


def test_an_address_that_the_server_cannot_take_is_refused() -> None:
    """A server of ASCII addresses alone will never take it."""
    with mail_server(ascii_only=True) as server, pytest.raises(Refused, match="ASCII"):
        delivery(server).deliver(message(to="jörg@example.com"))


def test_a_trial_sends_nothing(certificate: Certificate) -> None:
    """The doctor greets, encrypts and logs in, and leaves."""
    with mail_server(login=True, **starttls(certificate.context)) as server:
        extra = f"&starttls=always&ca={certificate.ca_file}"
        delivery(server, login=LOGIN, extra=extra).examine()
        assert len(server.logins) == 1
        assert server.arrived == []


def test_all_of_a_message_ends_in_time() -> None:
    """However slow the other side is, a channel keeps to what the port allows."""
    patience, addresses = Patience(), 4
    smtp_s = patience.connect_s * (1 + addresses) + patience.open_s + patience.send_s
    assert max(smtp_s, webhook.TIMEOUT_S) * 1000 < DELIVERY_MAX_MS < LEASE_MS

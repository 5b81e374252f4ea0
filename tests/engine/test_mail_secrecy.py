"""Mail over an encrypted connection: the password goes to the right server only, and never in the clear."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from engine.effects import smtp
from engine.mail import Refused, Unreachable
from tests.engine.test_mail import FROM, Box, free_port

# behind smtps:// all is encrypted, which the test server does not know of itself
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
LETTER = SimpleNamespace(
    to_address="bo@example.dk",
    subject="Emne",
    text="Tekst",
    html="<p>Tekst</p>",
    message_id="1",
    unsubscribe=None,
    created_at=datetime(2026, 1, 12, tzinfo=UTC),
)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of 127.0.0.1 that vouches for itself, as file, and the server's side of it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "cert.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(public, private)
    return public, context


class Door:
    """A server that wants a name and a password, and keeps what it was given."""

    def __init__(self, folder: Path, scheme: str) -> None:
        self.certificate, context = certificate(folder)
        self.box, self.port, self.tried = Box(), free_port(), []
        tls: dict[str, Any] = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
        self.controller = Controller(
            self.box,
            hostname="127.0.0.1",
            port=self.port,
            authenticator=self.check,
            auth_required=True,
            auth_require_tls=scheme == "smtp",
            **tls,
        )

    def check(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.tried.append((given.login, given.password))
        return AuthResult(success=given.password == b"p@ss/ord", handled=False)


@pytest.fixture(params=["smtp", "smtps"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def door(tmp_path: Path, scheme: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    made = Door(tmp_path, scheme)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    made.controller.start()
    yield made
    made.controller.stop()


def test_it_logs_in_behind_encryption(door: Door, scheme: str) -> None:
    smtp.post(f"{scheme}://bo:p%40ss%2Ford@127.0.0.1:{door.port}", FROM)(LETTER)
    assert door.tried == [(b"bo", b"p@ss/ord")]
    assert door.box.receivers == ["bo@example.dk"]


def test_a_wrong_password_is_the_installations_fault_and_not_the_mails(door: Door, scheme: str) -> None:
    with pytest.raises(Unreachable, match="535"):
        smtp.post(f"{scheme}://bo:forkert@127.0.0.1:{door.port}", FROM)(LETTER)


def test_a_server_that_nobody_vouches_for_gets_nothing(
    door: Door, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):
        smtp.post(f"{scheme}://bo:p%40ss%2Ford@127.0.0.1:{door.port}", FROM)(LETTER)
    assert (door.tried, door.box.arrived) == ([], [])


def test_an_address_that_the_server_cannot_write_is_refused(door: Door, scheme: str) -> None:
    post = smtp.post(f"{scheme}://bo:p%40ss%2Ford@127.0.0.1:{door.port}", FROM)
    with pytest.raises(Refused):
        post(SimpleNamespace(**{**vars(LETTER), "to_address": "bø@example.dk"}))
    assert door.box.arrived == []

"""Settings from the environment. Each has a default that works on a fresh machine."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """``data``: folder for the embedded database and the secret; ``secret_key`` signs the sessions; ``files``: folder
    of attachments and sealed documents; ``smtp_url``: smtp://user:password@host:port, smtps://..., or empty: mail is
    kept and not sent; ``proxies``: how many trusted proxies stand in front and tell the visitor's address;
    ``signing_key``, ``signing_certificate``: PEM files with which signed documents are sealed, made where missing;
    ``upload_limit``: bytes of one attached file."""

    data: Path
    database_url: str
    secret_key: str
    base_url: str
    files: Path
    smtp_url: str
    mail_from: str
    proxies: int
    signing_key: Path
    signing_certificate: Path
    upload_limit: int


def load(data: str | Path | None = None) -> Settings:
    """Read SAMTRIN_DATA, SAMTRIN_DATABASE_URL, SAMTRIN_SECRET_KEY, SAMTRIN_BASE_URL, SAMTRIN_FILES,
    SAMTRIN_SMTP_URL, SAMTRIN_MAIL_FROM, SAMTRIN_PROXIES, SAMTRIN_SIGNING_KEY, SAMTRIN_SIGNING_CERT and
    SAMTRIN_UPLOAD_MB."""
    folder = Path(data or os.environ.get("SAMTRIN_DATA") or "data").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return Settings(
        folder,
        os.environ.get("SAMTRIN_DATABASE_URL") or f"sqlite:///{folder / 'samtrin.db'}",
        os.environ.get("SAMTRIN_SECRET_KEY") or _kept_secret(folder / "secret.key"),
        os.environ.get("SAMTRIN_BASE_URL") or "http://127.0.0.1:8000",
        Path(os.environ.get("SAMTRIN_FILES") or folder / "files"),
        os.environ.get("SAMTRIN_SMTP_URL") or "",
        os.environ.get("SAMTRIN_MAIL_FROM") or "samtrin@localhost",
        int(os.environ.get("SAMTRIN_PROXIES") or 0),
        Path(os.environ.get("SAMTRIN_SIGNING_KEY") or folder / "signing.key"),
        Path(os.environ.get("SAMTRIN_SIGNING_CERT") or folder / "signing.crt"),
        int(os.environ.get("SAMTRIN_UPLOAD_MB") or 25) * 1024 * 1024,
    )


def _kept_secret(file: Path) -> str:
    """The installation's own secret, made on first use and readable by its owner only."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as made:
        made.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="ascii").strip()

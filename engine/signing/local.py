"""The installation's own seal: the PDF is signed with a key that lies beside the data (PAdES, without network).

It proves that the file is the one that this installation made and that nothing in it has been changed since. Who the
people are, the installation knows from their log-in and writes into the document itself."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from engine.documents import pdf
from engine.documents.printing import Paper

FIELD = "Samtrin"
YEARS = 10


class LocalService:
    """Seals with the key and the certificate in two PEM files; both are made where the key is missing."""

    name = "local"

    def __init__(self, key: Path, certificate: Path) -> None:
        self.key, self.certificate = key, certificate

    def sign(self, paper: Paper) -> bytes:
        """The rendered document under one certifying signature that allows no change after it.

        Raises Invalid when the document is too long to print."""
        make_certificate(self.key, self.certificate)
        signer = SimpleSigner.load(str(self.key), str(self.certificate))  # type: ignore[no-untyped-call]
        if signer is None:
            raise RuntimeError(
                f"the signing key or certificate cannot be read: {self.key}, {self.certificate}"
            )
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            name=paper.number,
            reason=", ".join(signed.name for signed in paper.signers or ())[:500] or None,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf.render(paper)))
        # in a thread of its own, as it runs an event loop, and the caller may stand in one
        with ThreadPoolExecutor(1) as pool:
            sealed: io.BytesIO = pool.submit(PdfSigner(metadata, signer).sign_pdf, writer).result()
        return sealed.getvalue()


def make_certificate(key_file: Path, certificate_file: Path) -> None:
    """Make what is missing: a key that only its owner can read, and a certificate that it signs itself.

    Where two processes do so at once, one key stays, and either certificate fits it."""
    if not key_file.exists():
        made = rsa.generate_private_key(public_exponent=65537, key_size=3072)
        _create(
            key_file,
            made.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
        )
    if not certificate_file.exists():
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise RuntimeError(
                f"name the certificate of the signing key {key_file}: none is made for its kind"
            )
        _create(certificate_file, _certificate(key).public_bytes(serialization.Encoding.PEM))


def _certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    """By the real clock, as those who check it do."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Samtrin")])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )


def _create(file: Path, content: bytes) -> None:
    """Write the whole file at once, unless somebody else has done so meanwhile."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}-")  # for its owner only
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    with contextlib.suppress(FileExistsError):
        os.link(temporary, file)
    os.unlink(temporary)

"""The folder with keys: made once, closed to other users, and what may be known of it written beside it.

`index.json` says in which order they came and which one signs; each key has a folder of its own with `text.key`
(Ed25519), `seal.key` (P-256) and `seal.crt`. `authority.key` and `authority.crt` are the local certificate authority
that vouches for seals, unless somebody brings a certificate of another one.
"""

from __future__ import annotations

import base64
import datetime
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

from veiligheidskaart.keylist import KeyList, PublicKey, Purpose, Signed, canonical, dump, id_of, message, payload_of

NAME, AUTHORITY = "Zegel", "Zegelmaker"
"""What readers of PDFs show as the name of a seal: it names no organisation and no place."""

SEAL_YEARS, AUTHORITY_YEARS = 15, 30
YEAR = datetime.timedelta(days=366)
Private = Ed25519PrivateKey | ec.EllipticCurvePrivateKey
T = TypeVar("T", Ed25519PrivateKey, ec.EllipticCurvePrivateKey)


class NoKeys(Exception):
    """The folder holds no keys, or is open to other users."""


class UnknownKey(Exception):
    """There is no key with that id."""


class Keys:
    """The keys of one folder, and the published list of them at `public`."""

    def __init__(self, folder: Path, public: Path) -> None:
        self.folder, self.public = folder, public

    # --- Making and changing ----------------------------------------------------------------------

    def prepare(self) -> None:
        """Make the first two keys, one to use and the next, when there are none; publish the list. Raises NoKeys."""
        with self._changing():
            if not self._index().exists():
                self._make_authority()
                now, then = self._make(), self._make()
                self._write([replace(now, used_from=_today()), then])
            self._publish()
        self.refuse_open_folder()

    def rotate(self) -> PublicKey:
        """Let the next key sign from today, and make a new next one. What was signed before stays good."""
        with self._changing():
            keys = self._rotated(list(self.known().keys))
            self._write(keys)
            self._publish()
        return next(key for key in reversed(keys) if key.used_from)

    def compromised(self, key_id: str, *, since: date) -> None:
        """Say that others may have had this key from `since` (UTC) on. When it signs, the next one takes over.

        An earlier day than was said before moves it back; a later one changes nothing. Raises UnknownKey.
        """
        with self._changing():
            keys = list(self.known().keys)
            place = next((n for n, key in enumerate(keys) if key.id == key_id), None)
            if place is None:
                raise UnknownKey(key_id)
            said = keys[place].compromised_since
            keys[place] = replace(keys[place], compromised_since=min(said, since) if said else since)
            if KeyList(_today(), tuple(keys)).current is None or keys[place].used_from is None:
                keys = self._rotated(keys)
            self._write(keys)
            self._publish()

    def refuse_open_folder(self) -> None:
        """Raise NoKeys when somebody else than the owner can read a key."""
        for path in (self.folder, *self.folder.glob("**/*.key")):
            if path.stat().st_mode & 0o077:
                raise NoKeys(f"{path} is open to other users.")

    # --- Using ------------------------------------------------------------------------------------

    def known(self) -> KeyList:
        """Return what may be known of the keys, as it is at this moment. Raises NoKeys."""
        try:
            told = json.loads(self._index().read_bytes())
        except FileNotFoundError as error:
            raise NoKeys(str(self.folder)) from error
        keys = [
            PublicKey(
                **{name: each[name] for name in ("id", "public", "certificate", "root")},
                **{name: each[name] and date.fromisoformat(each[name]) for name in DAYS},
            )
            for each in told
        ]
        return KeyList(_today(), tuple(keys))

    def current(self) -> PublicKey:
        """Return the key that signs. Raises NoKeys."""
        key = self.known().current
        if key is None:
            raise NoKeys("every key was compromised")
        return key

    def sign(self, key: PublicKey, purpose: Purpose, payload: bytes) -> Signed:
        """Sign with the Ed25519 half of `key`."""
        private = self._load(key.id, "text.key", Ed25519PrivateKey)
        return Signed(key.id, private.sign(message(purpose, payload)))

    def seal(self, key: PublicKey, attributes: bytes) -> Signed:
        """Sign the signed attributes of a seal (RFC 5652, 5.4) with the other half of `key`: ECDSA, SHA-256, DER."""
        private = self._load(key.id, "seal.key", ec.EllipticCurvePrivateKey)
        return Signed(key.id, private.sign(attributes, ec.ECDSA(hashes.SHA256())))

    # --- The folder -------------------------------------------------------------------------------

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the folder: two who make keys at once would leave one that nobody knows."""
        mask = os.umask(0o077)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            with (self.folder / "lock").open("a") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield
        finally:
            os.umask(mask)

    def _index(self) -> Path:
        return self.folder / "index.json"

    def _write(self, keys: list[PublicKey]) -> None:
        _write_whole(self._index(), canonical([vars(key) for key in keys]))

    def _publish(self) -> None:
        """Write the list for everybody, signed by the key of this moment; leave it when nothing is new on it."""
        keys = self.known()
        if keys.current is None:
            raise NoKeys("every key was compromised")
        try:
            if json.loads(self.public.read_bytes())["list"]["keys"] == json.loads(payload_of(keys))["keys"]:
                return
        except (FileNotFoundError, ValueError, KeyError):
            pass  # there is none yet, or half of one: it is written now
        self.public.parent.mkdir(parents=True, exist_ok=True)
        data = dump(keys, self.sign(keys.current, Purpose.LIST, payload_of(keys)))
        _write_whole(self.public, data)
        self.public.chmod(0o644)

    def _rotated(self, keys: list[PublicKey]) -> list[PublicKey]:
        place = next((n for n, key in enumerate(keys) if not key.used_from and not key.compromised_since), None)
        if place is None:
            keys.append(self._make())
            place = len(keys) - 1
        keys[place] = replace(keys[place], used_from=_today())
        return [*keys, self._make()]

    def _make(self) -> PublicKey:
        """Make a key with its certificate in a folder of its own, whole or not at all."""
        text, seal = Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())
        public = text.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        certificate, root = self._certify(seal.public_key()), self._authority()
        fresh = Path(tempfile.mkdtemp(dir=self.folder))
        _write_key(fresh / "text.key", text)
        _write_key(fresh / "seal.key", seal)
        (fresh / "seal.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        shutil.move(fresh, self.folder / id_of(public))
        return PublicKey(
            id=id_of(public),
            public=base64.b64encode(public).decode(),
            certificate=_der(certificate),
            root=_der(root),
            made_on=_today(),
        )

    def _make_authority(self) -> None:
        """Make the local authority, unless an installation brought its own."""
        if (self.folder / "authority.key").exists():
            return
        private = ec.generate_private_key(ec.SECP256R1())
        usage = {**NO_USAGE, "key_cert_sign": True, "crl_sign": True}
        name = _name(AUTHORITY)
        certificate = (
            _builder(name, name, private.public_key(), years=AUTHORITY_YEARS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .sign(private, hashes.SHA256())
        )
        _write_key(self.folder / "authority.key", private)
        (self.folder / "authority.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def _authority(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate((self.folder / "authority.crt").read_bytes())

    def _certify(self, public: ec.EllipticCurvePublicKey) -> x509.Certificate:
        private = self._load("", "authority.key", ec.EllipticCurvePrivateKey)
        usage = {**NO_USAGE, "digital_signature": True, "content_commitment": True}
        root = self._authority()
        identifier = x509.SubjectKeyIdentifier.from_public_key(private.public_key())
        return (
            _builder(_name(NAME), root.subject, public, years=SEAL_YEARS)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
            .sign(private, hashes.SHA256())
        )

    def _load(self, key_id: str, name: str, kind: type[T]) -> T:
        private = serialization.load_pem_private_key((self.folder / key_id / name).read_bytes(), password=None)
        if not isinstance(private, kind):
            raise NoKeys(f"{name} is a key of another kind.")
        return private


DAYS = ("made_on", "used_from", "compromised_since")
NO_USAGE = dict.fromkeys(
    (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    ),
    False,
)  # fmt: skip


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, *, years: int
) -> x509.CertificateBuilder:
    """A certificate that is good from the day before: the clock of who checks may be behind."""
    began = datetime.datetime.combine(_today() - datetime.timedelta(days=1), datetime.time(), datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + years * YEAR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _der(certificate: x509.Certificate) -> str:
    return base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()


def _write_key(path: Path, private: Private) -> None:
    path.touch(mode=0o600)
    path.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def _write_whole(path: Path, data: bytes) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_bytes(data)
    fresh.replace(path)


def _today() -> date:
    return datetime.datetime.now(datetime.UTC).date()

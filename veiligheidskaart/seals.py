"""The seal on a PDF: PAdES, certified, with no change allowed after it (docs/adr/0058). The key is elsewhere.

pyHanko is imported when the first seal is made or looked at: the web process does neither.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from functools import cache
from typing import Any

from veiligheidskaart.keylist import PublicKey

FIELD, SHOWN = "Zegel", "Zegel van deze kaart"
ALGORITHM, LONGEST = "sha256_ecdsa", 72
"""ECDSA on P-256 in DER: never more bytes."""
ROOM = 8_192
"""Signs kept free for the seal with its two certificates. Without it pyHanko seals twice, to see how long a seal is."""


def seal(data: bytes, key: PublicKey, ask: Callable[[bytes], bytes]) -> bytes:
    """Return the PDF `data` with a seal after it. `ask` gets the attributes to sign and returns the signature."""
    from pyhanko.sign import fields, signers

    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    # Nothing is drawn, and what is drawn nowhere needs no tag: PDF/UA-1 asks a place outside the page for that.
    nowhere = fields.InvisSigSettings(box_out_of_bounds=True)
    place = fields.SigFieldSpec(FIELD, readable_field_name=SHOWN, invis_sig_settings=nowhere)
    sealer = signers.PdfSigner(meta, signer=_elsewhere()(key, ask), new_field_spec=place)
    sealed: bytes = sealer.sign_pdf(_only_the_seal()(io.BytesIO(data)), bytes_reserved=ROOM).getvalue()
    return sealed


def warm_up() -> None:
    """Load what seals."""
    _elsewhere()
    _only_the_seal()


@cache
def _only_the_seal() -> Any:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class OnlyTheSeal(IncrementalPdfFileWriter):  # type: ignore[misc]
        """Leaves the metadata of the press as they are: pyHanko would write them in a way that PDF/A does not know."""

        def _update_meta(self) -> None:
            return

    return OnlyTheSeal


@cache
def _elsewhere() -> Any:
    from asn1crypto.algos import SignedDigestAlgorithm
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.signers import Signer
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class Elsewhere(Signer):  # type: ignore[misc]
        """A signer whose key is in another process."""

        def __init__(self, key: PublicKey, ask: Callable[[bytes], bytes]) -> None:
            certificates = [Certificate.load(base64.b64decode(each)) for each in (key.certificate, key.root)]
            store = SimpleCertificateStore()
            store.register_multiple(certificates)
            super().__init__(
                signing_cert=certificates[0],
                cert_registry=store,
                signature_mechanism=SignedDigestAlgorithm({"algorithm": ALGORITHM}),
            )
            self._ask = ask

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            return bytes(LONGEST) if dry_run else self._ask(data)

    return Elsewhere

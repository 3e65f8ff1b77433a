"""The signer in a process of its own knows a seal, without the library that made it."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings

ASK = """
import sys
from asn1crypto import cms, core
from veiligheidskaart.signer import server

def attribute(number, value):
    return cms.CMSAttribute({"type": number, "values": [value]})

known = [attribute("content_type", "data"), attribute("message_digest", bytes(32))]
number = core.ObjectIdentifier("1.2.840.113549.1.9.16.2.47").dump()  # signing-certificate-v2
values = b"\\x31\\x02\\x30\\x00"
unknown = b"\\x30" + bytes([len(number + values)]) + number + values
inside = b"".join(each.dump() for each in known) + unknown
server._refuse_no_seal(b"\\x31" + bytes([len(inside)]) + inside)
assert "pyhanko" not in sys.modules
"""


def test_a_seal_is_known_in_a_process_that_makes_none() -> None:
    asked = subprocess.run(
        [sys.executable, "-c", ASK], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )

    assert (asked.returncode, asked.stderr) == (0, "")

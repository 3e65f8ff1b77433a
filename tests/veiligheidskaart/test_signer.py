"""The process that signs: only what is final, only by asking, with keys that nobody else can read."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections

from config.database import SIGNER_ROLE
from tests import administration, signer
from tests.veiligheidskaart import factories
from veiligheidskaart import document, signing
from veiligheidskaart.keylist import KeyList, PublicKey
from veiligheidskaart.models import KaartEdition
from veiligheidskaart.services import issuing
from veiligheidskaart.signer.keys import Keys, NoKeys, UnknownKey
from veiligheidskaart.signing import NotSigned, Purpose, SignerAway

pytestmark = pytest.mark.django_db

CODE = bytes(range(16))


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    made = Keys(tmp_path / "keys", tmp_path / "public" / "list.json")
    made.prepare()
    return made


@pytest.fixture
def edition() -> KaartEdition:
    first: KaartEdition = factories.finalised().editions.first()
    return first


def today() -> Any:
    return datetime.now(UTC).date()


# --- What is signed -------------------------------------------------------------------------------
def test_a_final_edition_is_signed_and_the_published_list_verifies_it(edition: KaartEdition) -> None:
    payload = document.write(issuing.document_of(edition, signing.current_key()))

    signed = signing.sign(payload, purpose=Purpose.CARD, edition=edition.uuid)

    assert signing.verify(Purpose.CARD, payload, signed, signing.own_keys())
    assert not signing.verify(Purpose.CARD, payload + b" ", signed, signing.own_keys())


def test_a_signature_for_one_purpose_is_none_for_another(edition: KaartEdition) -> None:
    signed = signing.sign(CODE, purpose=Purpose.CODE, edition=edition.uuid)

    assert signing.verify(Purpose.CODE, CODE, signed, signing.own_keys())
    assert not signing.verify(Purpose.CARD, CODE, signed, signing.own_keys())


@pytest.mark.parametrize("purpose", [Purpose.CARD, Purpose.CODE])
def test_nothing_is_signed_for_an_edition_that_does_not_exist(edition: KaartEdition, purpose: Purpose) -> None:
    payload = document.write(issuing.document_of(edition, signing.current_key()))

    with pytest.raises(NotSigned, match="not final"):
        signing.sign(payload if purpose == Purpose.CARD else CODE, purpose=purpose, edition=uuid.uuid4())


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"number": 7}, "other number"),
        ({"household": str(uuid.uuid4())}, "other household"),
        ({"key": "0" * 16}, "other key"),
        ({"reader": "professionals"}, "other reader"),
        ({"valid_until": factories.soon() + timedelta(days=1)}, "other valid_until"),
        ({"previous": "a" * 64}, "other previous"),
        ({"issued_on": datetime(2020, 1, 1, tzinfo=UTC).date()}, "other day"),
        ({"content": {"number": 1}}, "other text"),
        ({"schema": document.SCHEMA_OF_MOVE, "move": document.Move("0" * 32)}, "no such move"),
    ],
)
def test_a_file_that_says_something_else_than_the_database_is_refused(
    edition: KaartEdition, changed: dict[str, Any], why: str
) -> None:
    true = issuing.document_of(edition, signing.current_key())

    with pytest.raises(NotSigned, match=why):
        signing.sign(document.write(replace(true, **changed)), purpose=Purpose.CARD, edition=edition.uuid)


def test_a_text_of_somebody_else_of_the_family_is_refused(edition: KaartEdition) -> None:
    other = edition.version.editions.exclude(pk=edition.pk).first()
    payload = document.write(issuing.document_of(other, signing.current_key()))

    with pytest.raises(NotSigned, match="other text"):
        signing.sign(payload, purpose=Purpose.CARD, edition=edition.uuid)


@pytest.mark.parametrize("payload", [b"", b"short", bytes(40)])
def test_a_code_has_the_length_of_a_code(edition: KaartEdition, payload: bytes) -> None:
    with pytest.raises(NotSigned, match="no code"):
        signing.sign(payload, purpose=Purpose.CODE, edition=edition.uuid)


@pytest.mark.parametrize("payload", [b"", b"anything", CODE, b"\x31\x00"])
def test_a_seal_is_put_on_nothing_but_the_digest_of_a_file(edition: KaartEdition, payload: bytes) -> None:
    with pytest.raises(NotSigned, match="no seal"):
        signing.seal(payload, key_id=signing.current_key().id, edition=edition.uuid)


def test_without_a_signer_what_asks_hears_that_it_is_away(edition: KaartEdition, settings: Any, tmp_path: Path) -> None:
    settings.SIGNER = str(tmp_path / "nobody")

    with pytest.raises(SignerAway):
        signing.sign(CODE, purpose=Purpose.CODE, edition=edition.uuid)


# --- What it may ask the database -----------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_its_role_can_ask_one_thing_and_read_no_table() -> None:
    edition = factories.finalised().editions.first()
    password = Path(os.environ["SIGNER_PASSWORD_FILE"]).read_text().strip()
    address = administration.address(connections["default"].settings_dict["NAME"])
    with psycopg.connect(address, user=SIGNER_ROLE, password=password, autocommit=True) as line:
        row = line.execute("SELECT sha256, number FROM edition_to_sign(%s)", [edition.uuid]).fetchone()
        tables = line.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND has_any_column_privilege(oid, 'SELECT, INSERT, UPDATE')"
        ).fetchone()
        functions = line.execute(
            "SELECT array_agg(proname::text) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
            " AND prorettype <> 'trigger'::regtype AND has_function_privilege(oid, 'EXECUTE')"
        ).fetchone()

    assert (row, tables, functions) == ((edition.sha256, 1), (0,), (["edition_to_sign"],))


def test_the_application_cannot_ask_what_the_signer_asks() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('rondom_app', 'edition_to_sign(uuid)', 'EXECUTE')")

        assert cursor.fetchone() == (False,)


# --- The process ----------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_process_signs_with_an_environment_of_two_names_and_its_files_are_closed(settings: Any) -> None:
    edition = factories.finalised().editions.first()
    database = connections["default"].settings_dict["NAME"]
    with tempfile.TemporaryDirectory(prefix="signer-") as name, signer.process(folder := Path(name), database) as path:
        settings.SIGNER, settings.KEY_LIST = path, str(folder / "list.json")
        payload = document.write(issuing.document_of(edition, signing.current_key()))

        signed = signing.sign(payload, purpose=Purpose.CARD, edition=edition.uuid)

        assert signing.verify(Purpose.CARD, payload, signed, signing.own_keys())
        files = [folder / "keys", *folder.glob("keys/**/*.key"), folder / "socket"]
        assert {each.stat().st_mode & 0o777 for each in files} == {0o600, 0o700}
        assert (folder / "list.json").stat().st_mode & 0o777 == 0o644


def test_settings_of_the_web_do_not_name_the_folder_of_the_keys(signer_keys: Keys) -> None:
    said = {name: str(getattr(settings, name)) for name in dir(settings) if name.isupper()}

    assert [name for name, value in said.items() if str(signer_keys.folder) in value] == []
    assert [name for name in os.environ if "KEYS" in name and "SIGN" in name] == []


def test_web_and_worker_do_not_load_what_reads_keys() -> None:
    code = (
        "import django; django.setup(); import sys, config.urls, config.celery, veiligheidskaart.tasks;"
        "from veiligheidskaart.services import pdfs;"
        "print([name for name in sys.modules if name.startswith('veiligheidskaart.signer')])"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=settings.BASE_DIR, capture_output=True,
                          text=True, check=True)  # fmt: skip

    assert done.stdout.strip() == "[]"


def test_a_folder_that_others_can_read_is_refused(keys: Keys) -> None:
    next(keys.folder.glob("*/text.key")).chmod(0o640)

    with pytest.raises(NoKeys):
        keys.refuse_open_folder()


# --- Keys -----------------------------------------------------------------------------------------
def published(keys: Keys) -> KeyList:
    return signing.load(keys.public.read_bytes())


def test_two_keys_are_known_from_the_beginning_and_one_of_them_signs(keys: Keys) -> None:
    now, then = published(keys).keys

    assert (now.used_from, then.used_from) == (today(), None)
    assert published(keys).current == now == keys.current()


def test_after_a_rotation_the_key_that_was_known_before_signs_and_old_cards_verify(keys: Keys) -> None:
    before = published(keys)
    old = keys.sign(keys.current(), Purpose.CARD, b"card")

    keys.rotate()

    assert keys.current().id == before.keys[1].id
    assert len(published(keys).keys) == 3
    assert signing.verify(Purpose.CARD, b"card", old, published(keys))
    assert signing.verify(Purpose.CARD, b"card", keys.sign(keys.current(), Purpose.CARD, b"card"), before)


def test_a_compromised_key_signs_no_longer_and_is_believed_for_the_days_before(keys: Keys) -> None:
    bad = keys.current()

    keys.compromised(bad.id, since=today())

    told = published(keys).key(bad.id)
    assert told is not None
    assert keys.current().id != bad.id
    assert told.may_have_signed(today() - timedelta(days=1))
    assert not told.may_have_signed(today())


def test_the_day_of_a_compromised_key_only_moves_back(keys: Keys) -> None:
    bad = keys.current()
    keys.compromised(bad.id, since=today() - timedelta(days=3))

    keys.compromised(bad.id, since=today())

    assert published(keys).key(bad.id).compromised_since == today() - timedelta(days=3)  # type: ignore[union-attr]


def test_a_key_that_is_not_there_cannot_be_compromised(keys: Keys) -> None:
    with pytest.raises(UnknownKey):
        keys.compromised("0" * 16, since=today())


def test_a_second_start_changes_no_key_and_no_byte_of_the_list(keys: Keys) -> None:
    before = keys.public.read_bytes()

    keys.prepare()

    assert keys.public.read_bytes() == before


def changed(told: dict[str, Any], **fields: Any) -> bytes:
    told["list"]["keys"][0] |= fields
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    "fields",
    [{"compromised_since": "2026-01-01"}, {"public": base64.b64encode(bytes(32)).decode()}, {"extra": 1}],
)
def test_a_list_that_somebody_changed_is_no_list(keys: Keys, fields: dict[str, Any]) -> None:
    told = json.loads(keys.public.read_bytes())

    with pytest.raises(signing.BadList):
        signing.load(changed(told, **fields))


def test_the_id_of_a_key_follows_from_the_key(keys: Keys) -> None:
    key: PublicKey = keys.current()

    assert key.id == signing.id_of(base64.b64decode(key.public))

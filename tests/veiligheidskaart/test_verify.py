"""Twelve forgeries, each refused with a word of its own; genuine files are never refused; poison ends elsewhere."""

from __future__ import annotations

import io
import time
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from tests.veiligheidskaart import forgeries
from tests.veiligheidskaart.cards import card
from tests.veiligheidskaart.forgeries import HOUSEHOLD, ISSUED, Forge, Issuer
from veiligheidskaart import content, document, reading
from veiligheidskaart.content import Steps
from veiligheidskaart.verify import MOST_BYTES, Code, Question, Verdict, judge

TODAY = ISSUED + timedelta(days=20)
GENUINE_FILES = 30
"""The drill of security 2.1 (g) speaks of a thousand; each takes the whole path, so here are fewer."""

FORGERIES: list[tuple[Forge, Code]] = [
    (forgeries.flipped_byte, Code.DAMAGED),
    (forgeries.swapped_page, Code.PAGES_SWAPPED),
    (forgeries.added_update, Code.ADDED_TO),
    (forgeries.swapped_json, Code.TEXT_SWAPPED),
    (forgeries.signature_of_another, Code.SIGNATURE_FALSE),
    (forgeries.old_version, Code.OLDER),
    (forgeries.saved_again, Code.SAVED_AGAIN),
    (forgeries.other_key, Code.OTHER_SEAL),
    (forgeries.expired, Code.EXPIRED),
    (forgeries.unknown_key, Code.UNKNOWN_KEY),
    (forgeries.wrong_audience, Code.OTHER_READER),
    (forgeries.unsigned, Code.UNSEALED),
]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    return Issuer.at(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    return Issuer.at(tmp_path_factory.mktemp("theirs"))


@pytest.fixture(scope="module")
def genuine(ours: Issuer) -> bytes:
    return ours.issue()


def question(ours: Issuer) -> Question:
    """Ask as who imports a card of the family, and knows number 3 of this household."""
    return Question(
        today=TODAY,
        trust={"Voorbeeld": ours.keys.known()},
        readers=frozenset({document.FAMILY}),
        newest={HOUSEHOLD: 3},
    )


def verdict(data: bytes, ours: Issuer) -> Verdict:
    return judge(data, question(ours))


@pytest.mark.parametrize(("forge", "code"), FORGERIES, ids=[forge.__name__ for forge, _ in FORGERIES])
def test_a_forgery_is_refused_with_its_own_word(
    forge: Forge, code: Code, genuine: bytes, ours: Issuer, theirs: Issuer
) -> None:
    found = verdict(forge(genuine, ours, theirs), ours)

    assert found.code == code
    assert not found.is_genuine


def test_no_two_forgeries_get_the_same_word() -> None:
    assert len({code for _, code in FORGERIES}) == len(FORGERIES) == 12
    print(f"FIGURE card_forgeries_refused {len(FORGERIES)} 12")


def test_genuine_files_are_never_refused(ours: Issuer) -> None:
    refused = [
        number
        for number in range(3, 3 + GENUINE_FILES)
        if not verdict(
            ours.issue(replace(card(), number=number, steps=Steps(f"Wij tellen tot {number}.", "", ""))), ours
        ).is_genuine
    ]

    assert refused == []
    print(f"FIGURE card_genuine_refused {len(refused)} 0")


def test_a_genuine_file_says_who_issued_it_and_what_is_on_it(genuine: bytes, ours: Issuer) -> None:
    found = verdict(genuine, ours)

    assert (found.issuer, found.document and content.load_card(found.document.content)) == ("Voorbeeld", card())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"hello", bytes(5000)])
def test_bytes_that_are_no_pdf_are_unreadable(data: bytes, ours: Issuer) -> None:
    assert verdict(data, ours).code == Code.UNREADABLE


def test_a_file_that_is_cut_off_is_never_genuine(genuine: bytes, ours: Issuer) -> None:
    parts = [genuine[: len(genuine) * tenth // 10] for tenth in range(10)]

    assert all(not verdict(part, ours).is_genuine for part in parts)


def test_an_ordinary_pdf_is_not_sealed(ours: Issuer) -> None:
    assert verdict(empty_pdf(1), ours).code == Code.UNSEALED


# --- Keys that change -----------------------------------------------------------------------------
def test_a_card_of_before_the_rotation_stays_genuine(tmp_path: Path) -> None:
    ours = Issuer.at(tmp_path)
    before = ours.issue()

    ours.keys.rotate()

    assert verdict(before, ours).is_genuine
    assert verdict(ours.issue(), ours).is_genuine


@pytest.mark.parametrize(("days", "code"), [(1, Code.GENUINE), (0, Code.KEY_COMPROMISED), (-300, Code.KEY_COMPROMISED)])
def test_a_card_dated_since_its_key_was_compromised_is_refused(tmp_path: Path, days: int, code: Code) -> None:
    ours = Issuer.at(tmp_path)
    before = ours.issue()

    ours.keys.compromised(ours.keys.current().id, since=ISSUED + timedelta(days=days))

    assert verdict(before, ours).code == code


# --- The reader process ---------------------------------------------------------------------------
def ask(data: bytes, ours: Issuer) -> Verdict:
    return reading.ask(
        data, trust={"Voorbeeld": ours.keys.public.read_bytes()}, today=TODAY, readers=frozenset({document.FAMILY})
    )


def empty_pdf(pages: int, *, contents: bytes = b"") -> bytes:
    """Return a PDF that somebody else made."""
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    if contents:
        made.pages[0].Contents = made.make_stream(contents)
    made.save(out)
    return out.getvalue()


def looping_pdf() -> bytes:
    """Return a PDF whose tree of pages leads back to itself, without end."""
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue().replace(b"/Type /Page\n", b"/Type /Pages /Kids [ 3 0 R 3 0 R ]\n")


def bomb(inside_name: str) -> bytes:
    """Return a small PDF with a file of 2 GB inside, packed twice over."""
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    packer = zlib.compressobj(9)
    nothing = bytes(16 * 1024 * 1024)
    packed = b"".join(packer.compress(nothing) for _ in range(128)) + packer.flush()
    stream = made.make_stream(zlib.compress(packed, 9))
    stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    told = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Filespec, EF=pikepdf.Dictionary(F=stream)))
    names = pikepdf.Array([pikepdf.String(inside_name), told])
    made.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))
    made.save(out, recompress_flate=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def test_the_reader_process_says_the_same_as_the_module(genuine: bytes, ours: Issuer) -> None:
    found = ask(genuine, ours)

    assert (found.code, found.issuer) == (Code.GENUINE, "Voorbeeld")
    assert found.document == verdict(genuine, ours).document


def test_five_thousand_pages_are_refused_in_seconds(ours: Issuer) -> None:
    began = time.monotonic()

    found = ask(empty_pdf(5000), ours)

    assert found.code == Code.TOO_MANY_PAGES
    assert time.monotonic() - began < reading.SECONDS


def test_a_bomb_ends_in_the_reader_process(ours: Issuer) -> None:
    poison = ours.seal(bomb(document.FILE_NAME))
    assert len(poison) < MOST_BYTES

    assert ask(poison, ours).code == Code.UNREADABLE


def test_a_tree_of_pages_without_end_is_refused(ours: Issuer) -> None:
    assert not ask(looping_pdf(), ours).is_genuine


def test_a_file_that_is_too_big_never_reaches_the_process(ours: Issuer) -> None:
    assert ask(bytes(MOST_BYTES + 1), ours).code == Code.TOO_BIG


def test_a_process_that_never_answers_is_ended(ours: Issuer, monkeypatch: pytest.MonkeyPatch, genuine: bytes) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.01)

    assert ask(genuine, ours).code == Code.UNREADABLE

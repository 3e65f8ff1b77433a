"""A language goes to a family when a sworn translator reviewed its texts, and not before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import AuditEvent, User
from cases.models import Household
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import face_of
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories
from veiligheidskaart import content, languages
from veiligheidskaart.choices import Handed
from veiligheidskaart.models import CatalogueReview, KaartEdition
from veiligheidskaart.services.handouts import Bringing, LanguageNotReviewed, hand_out
from veiligheidskaart.services.languages import (
    NotYetReviewed,
    OtherTexts,
    UnknownLanguage,
    is_behind,
    record_review,
    reviewed_languages,
    save_translations,
    translations_of,
)

pytestmark = pytest.mark.django_db
DUTCH, TURKISH = "Wij eten weer samen.", "Yine birlikte yiyoruz."


def office() -> User:
    return worker_of(OrganisationFactory(is_region_office=True), Role.ADMINISTRATOR)


def reviewed(code: str, **changed: Any) -> CatalogueReview:
    """Record an invented review."""
    fields = {
        "sha256": languages.digest_of(code),
        "translator": "A. Vertaler",
        "register_number": "12345",
        "reviewed_on": timezone.localdate(),
        **changed,
    }
    return record_review(code, by=office(), **fields)


def speaking(language: str) -> Household:
    """A household of which Noor reads this language."""
    made = factories.household()
    made.people.filter(name="Noor").update(language=language)
    return made


def edition_of(household: Household, name: str) -> KaartEdition:
    version = factories.finalised(household)
    found: KaartEdition = version.editions.get(reader_name=name)
    return found


def test_without_a_review_only_dutch_may_be_handed_out() -> None:
    assert reviewed_languages() == {"nl"}


def test_a_reviewed_language_may_be_handed_out() -> None:
    made = reviewed("tr")

    assert reviewed_languages() == {"nl", "tr"}
    assert AuditEvent.objects.get(event="card.language_reviewed").target == made.uuid


def test_texts_that_change_need_a_new_review(monkeypatch: pytest.MonkeyPatch) -> None:
    reviewed("tr")
    monkeypatch.setattr(languages, "digest_of", lambda code: "0" * 64)

    assert reviewed_languages() == {"nl"}


def test_a_review_is_about_the_texts_that_were_shown() -> None:
    with pytest.raises(OtherTexts):
        reviewed("tr", sha256="0" * 64)


def test_nobody_reviewed_tomorrow() -> None:
    with pytest.raises(NotYetReviewed):
        reviewed("tr", reviewed_on=timezone.localdate() + timedelta(days=1))


@pytest.mark.parametrize("code", ["nl", "fr"])
def test_a_language_without_texts_cannot_be_reviewed(code: str) -> None:
    with pytest.raises(UnknownLanguage):
        record_review(
            code, sha256="", translator="A", register_number="1", reviewed_on=timezone.localdate(), by=office()
        )


def test_somebody_gets_the_own_language_once_it_is_reviewed() -> None:
    household = speaking("Turks")
    before = content.load_card(edition_of(household, "Noor").content)
    reviewed("tr")

    after = content.load_card(edition_of(household, "Noor").content)

    assert (before.language, after.language) == ("nl", "tr")
    assert content.load_card(edition_of(household, "Daan").content).language == "nl"


def test_an_edition_whose_texts_changed_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    household = speaking("Turks")
    reviewed("tr")
    edition = edition_of(household, "Noor")
    monkeypatch.setattr(languages, "digest_of", lambda code: "0" * 64)

    with pytest.raises(LanguageNotReviewed):
        hand_out(
            household,
            edition.version,
            brought=[Bringing(edition.person, Handed.PAPER, "Turks", timezone.localdate())],
            by=face_of(household),
        )


# --- The family's own words ----------------------------------------------------------------------
def test_a_translation_is_frozen_in_the_edition_of_its_reader_only() -> None:
    household = speaking("Turks")
    reviewed("tr")
    draft = factories.finalised(household)
    (text,) = {voice["text"] for voice in draft.content["good"]["voices"]}
    save_translations(household, "tr", of={text: TURKISH}, checked_by="Tolk", by=face_of(household))

    version = factories.finalised(household)

    noor, daan = (version.editions.get(reader_name=name).content for name in ("Noor", "Daan"))
    assert [(each["text"], each["checked_by"]) for each in noor["translations"]] == [(TURKISH, "Tolk")]
    assert daan["translations"] == []


def test_a_translation_that_is_emptied_is_gone() -> None:
    household = factories.household()
    by = face_of(household)
    save_translations(household, "tr", of={DUTCH: TURKISH}, checked_by="", by=by)

    save_translations(household, "tr", of={DUTCH: ""}, checked_by="", by=by)

    assert translations_of(household) == ()


def test_a_translation_is_behind_when_the_dutch_changed() -> None:
    household = factories.household()
    save_translations(household, "tr", of={DUTCH: TURKISH}, checked_by="", by=face_of(household))
    kept = translations_of(household)

    assert [is_behind(kept, "tr", [text]) for text in (DUTCH, f"{DUTCH} Elke dag.")] == [False, True]
    assert not is_behind(kept, "ar", [DUTCH])


def test_who_writes_the_card_types_the_translation_beside_the_dutch(client: Client) -> None:
    household = factories.with_draft()
    sign_in(client, face_of(household))
    page = reverse("veiligheidskaart:translate", args=[household.uuid, "tr"])
    shown = client.get(page)
    name = next(name for name in shown.context["form"].fields if name.startswith("t_"))

    answer = client.post(page, {name: TURKISH, "checked_by": "Tolk"})

    assert answer.status_code == 303
    assert TURKISH in client.get(page).content.decode()
    assert [each.checked_by for each in translations_of(household)] == ["Tolk"]


def test_the_page_of_the_card_leads_to_the_languages_that_the_family_reads(client: Client) -> None:
    household = speaking("Turks")
    sign_in(client, face_of(household))

    shown = client.get(reverse("veiligheidskaart:draft", args=[household.uuid])).content.decode()

    assert reverse("veiligheidskaart:translate", args=[household.uuid, "tr"]) in shown
    assert "Noor krijgt de kaart nu in het Nederlands" in shown


# --- Beheer --------------------------------------------------------------------------------------
def test_who_runs_the_bureau_records_who_reviewed(client: Client) -> None:
    sign_in(client, office())
    page = reverse("veiligheidskaart:language-review", args=["ti"])
    shown = client.get(page).content.decode()

    answer = client.post(
        page,
        {
            "translator": "A. Vertaler",
            "register_number": "12345",
            "reviewed_on": timezone.localdate().isoformat(),
            "sha256": languages.digest_of("ti"),
        },
    )

    assert "ካርድና" in shown
    assert answer.status_code == 303
    assert "Nagekeken" in client.get(answer["Location"]).content.decode()
    assert reviewed_languages() == {"nl", "ti"}


def test_nobody_else_sees_or_records_a_review(client: Client) -> None:
    sign_in(client, factories.face())

    assert client.get(reverse("veiligheidskaart:languages")).status_code == 404
    assert client.post(reverse("veiligheidskaart:language-review", args=["ti"])).status_code == 404
    assert not CatalogueReview.objects.exists()

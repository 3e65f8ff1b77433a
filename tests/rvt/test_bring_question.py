"""Bringing a question (ux, S20): six steps, nothing lost, names found and replaced, and who finds nothing here."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import OrganisationKind, Role
from accounts.models import Draft, User
from rvt.choices import QuestionState
from rvt.models import Question, Reflection
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.rvt.factories import QuestionFactory, office_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

BEGIN = "/rvt/vraag/"


@pytest.fixture
def sanne(client: Client) -> User:
    user = worker_of(OrganisationFactory(), name="Sanne Verbeek")
    sign_in(client, user)
    return user


def concept(by: User, **written: Any) -> Question:
    organisation = by.memberships.get().organisation
    return QuestionFactory(state=QuestionState.CONCEPT, by=by, organisation=organisation, **written)


def step(question: Question, number: int) -> str:
    return reverse(f"rvt:question-step-{number}", args=[question.uuid])


def opened(client: Client, url: str) -> dict[str, str]:
    """Return what a browser would post when nothing is typed: the hidden fields of the form."""
    page = client.get(url).content.decode()
    form = page.split('id="vraag"')[1].split("</form>")[0]
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in pairs if name != "csrfmiddlewaretoken"}


def page_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_the_first_step_begins_a_question_and_leads_to_the_second(client: Client, sanne: User):
    answer = client.post(BEGIN, {"sentence": "Hoe praten we met vader?", "about": "family"})

    question = Question.objects.get(asker=sanne)
    assert (answer.status_code, answer["Location"]) == (303, step(question, 2))
    assert question.organisation == sanne.memberships.get().organisation


def test_what_is_no_question_is_refused_and_stays_on_the_screen(client: Client, sanne: User):
    answer = client.post(BEGIN, {"sentence": "Vader is boos.", "about": "family"})

    assert answer.status_code == 422
    assert "Maak van je vraag één zin met een vraagteken." in page_of(answer)
    assert "Vader is boos." in page_of(answer)
    assert not Question.objects.exists()


def test_twenty_thousand_signs_are_too_many_and_are_not_lost(client: Client, sanne: User):
    question = concept(sanne)
    text = "Er wordt geschreeuwd. " * 910

    answer = client.post(step(question, 3), {**opened(client, step(question, 3)), "unsafe": text})

    assert answer.status_code == 422
    assert "Maak de tekst korter: hoogstens 1.500 tekens." in page_of(answer)
    assert text.strip() in page_of(answer)


def test_role_words_and_age_bands_are_kept(client: Client, sanne: User):
    question = concept(sanne, members=[])
    chosen = {"members-role": ["mother", "child", ""], "members-age": ["27-64", "4-11", ""]}

    answer = client.post(step(question, 2), {**opened(client, step(question, 2)), **chosen})

    question.refresh_from_db()
    assert answer["Location"] == step(question, 3)
    assert question.members == [{"role": "mother", "age": "27-64"}, {"role": "child", "age": "4-11"}]


@pytest.mark.parametrize("row", [("mother", ""), ("", "4-11"), ("Samira", "4-11")])
def test_half_a_person_or_a_name_is_refused(client: Client, sanne: User, row: tuple[str, str]):
    question = concept(sanne)
    chosen = {"members-role": [row[0]], "members-age": [row[1]]}

    answer = client.post(step(question, 2), {**opened(client, step(question, 2)), **chosen})

    assert answer.status_code == 422
    assert "Kies bij ieder een woord en een leeftijd." in page_of(answer)


def test_one_more_person_judges_nothing(client: Client, sanne: User):
    question = concept(sanne, members=[])
    chosen = {"members-role": ["mother", "father", "child"], "members-age": ["27-64", "27-64", "4-11"], "nog": "1"}

    answer = client.post(step(question, 2), {**opened(client, step(question, 2)), **chosen})

    assert (answer.status_code, page_of(answer).count('name="members-role"')) == (200, 5)  # four, and the model row


def test_going_back_keeps_half_a_step(client: Client, sanne: User):
    question = concept(sanne, unsafe="")

    answer = client.post(
        step(question, 3), {**opened(client, step(question, 3)), "goes_well": "Oma helpt.", "naar": "2"}
    )

    question.refresh_from_db()
    assert (answer["Location"], question.goes_well) == (step(question, 2), "Oma helpt.")


def test_what_is_typed_is_kept_for_the_asker_only_and_comes_back(client: Client, sanne: User):
    question = concept(sanne)

    client.post(step(question, 3), {"unsafe": "Half geschreven", "_concept": "1"})

    assert Draft.objects.get().owner == sanne
    assert "Half geschreven" in page_of(client.get(step(question, 3)))
    question.refresh_from_db()
    assert "Half geschreven" not in question.unsafe


def test_leaving_a_field_brings_the_findings_of_what_is_typed(client: Client, sanne: User):
    question = concept(sanne)

    answer = client.post(
        step(question, 3), {"unsafe": "Bel moeder op 06 12345678.", "_concept": "1"}, headers={"HX-Request": "true"}
    )

    assert "Opgeslagen om" in page_of(answer)
    assert "<mark>06 12345678</mark>" in page_of(answer)
    assert 'id="nakijk" tabindex="-1" hx-swap-oob="true"' in page_of(answer)


def test_findings_that_the_page_shows_already_are_not_sent_again(client: Client, sanne: User):
    question = concept(sanne)
    typed = {"unsafe": "Bel moeder op 06 12345678.", "_concept": "1"}
    seen = re.search(r'name="_gezien" value="(\w+)"', page_of(client.post(step(question, 3), typed)))

    answer = client.post(step(question, 3), {**typed, "_gezien": seen[1]})

    assert "Opgeslagen om" in page_of(answer)
    assert "nakijk" not in page_of(answer)


def button(page: str, name: str, about: str) -> str:
    """Return the value of the button `name` of the finding about these words."""
    line = next(line for line in page.split('<li class="find') if f"‘{about}’" in line)
    return re.search(rf'name="{name}" value="([^"]+)"', line)[1]


def test_a_finding_is_replaced_and_the_replacement_is_taken_back(client: Client, sanne: User):
    question = concept(sanne, unsafe="", goes_well="", tried="")
    typed = {**opened(client, step(question, 3)), "unsafe": "Op De Wilgenschool ging het goed."}
    shown = page_of(client.post(step(question, 3), {**typed, "kijk": "1"}))
    about = re.search(r'<mark class="found">‘([^’]+)’</mark>', shown)[1]

    replaced = client.post(step(question, 3), {**typed, "vervang": button(shown, "vervang", about)})
    page = page_of(replaced)
    assert about not in page.split("<textarea")[1].split("</textarea>")[0]
    undo = re.search(r'name="vervangen" value="(\{.*?\})"', page)[1]
    after = re.search(r"<textarea[^>]*id_unsafe[^>]*>\s*(.*?)</textarea>", page, re.DOTALL)[1]
    again = client.post(step(question, 3), {**typed, "unsafe": after, "vervangen": undo, "ongedaan": "0"})

    assert "Op De Wilgenschool ging het goed." in page_of(again)
    question.refresh_from_db()
    assert question.unsafe == ""


def test_what_is_no_name_stays_away_from_the_list_until_the_last_step(client: Client, sanne: User):
    question = concept(sanne, unsafe="")
    typed = {**opened(client, step(question, 3)), "unsafe": "Bel moeder op 06 12345678."}
    shown = page_of(client.post(step(question, 3), {**typed, "kijk": "1"}))

    left = page_of(client.post(step(question, 3), {**typed, "laat_staan": button(shown, "laat_staan", "06 12345678")}))
    key = re.search(r'name="mag_staan" value="(\w+)"', left)[1]
    client.post(step(question, 3), {**typed, "mag_staan": key})

    assert 'class="found"' not in left
    assert 'class="found"' not in page_of(client.get(reverse("rvt:question-review", args=[question.uuid])))


def test_what_a_browser_makes_up_about_replacements_is_nothing(client: Client, sanne: User):
    question = concept(sanne)
    made_up = {"vervangen": ["{", '{"field": "asker"}', "[]"], "ongedaan": "1", "unsafe": "Rust."}

    assert client.post(step(question, 3), {**opened(client, step(question, 3)), **made_up}).status_code == 200


def test_the_reflection_is_kept_beside_the_question(client: Client, sanne: User):
    question = concept(sanne)
    typed = opened(client, step(question, 5))
    typed |= {"dilemma": "Als ik dit doe.", "urgency": "can_wait", "reflection": "Ik slaap er slecht van."}

    client.post(step(question, 5), typed)

    assert Reflection.objects.get(question=question).text == "Ik slaap er slecht van."


def test_this_week_asks_why(client: Client, sanne: User):
    question = concept(sanne)
    typed = {**opened(client, step(question, 5)), "dilemma": "Als ik dit doe.", "urgency": "this_week"}

    assert "Schrijf op waarom het deze week moet." in page_of(client.post(step(question, 5), typed))


def review(question: Question) -> str:
    return reverse("rvt:question-review", args=[question.uuid])


def test_the_last_step_says_what_is_missing_and_where(client: Client, sanne: User):
    question = concept(sanne, unsafe="", members=[])

    page = page_of(client.get(review(question)))

    assert f'<a href="{step(question, 2)}">Kies wie erbij horen.</a>' in page
    assert client.post(review(question), {"looked": "on"}).status_code == 422


def test_open_marks_need_a_look_before_a_question_is_brought(client: Client, sanne: User):
    office_of()
    question = concept(sanne, unsafe="Bel moeder op 06 12345678.")

    refused = client.post(review(question))
    sent = client.post(review(question), {"looked": "on"})

    assert (refused.status_code, sent.status_code, sent["Location"]) == (422, 303, "/rvt/")
    question.refresh_from_db()
    assert (question.state, question.looked_by_asker) == (QuestionState.SUBMITTED, True)


def test_the_check_at_sending_knows_whether_the_name_finder_ran(client: Client, sanne: User):
    office_of()
    question = concept(sanne)

    page = page_of(client.get(review(question)))
    client.post(review(question), {"looked": "on"})

    question.refresh_from_db()
    assert question.library_searched is ("namenzoeker" not in page)


def test_two_tabs_show_both_texts_and_keep_none_of_them_in_a_history(client: Client, sanne: User):
    question = concept(sanne, unsafe="Eerst.")
    old = opened(client, step(question, 3))
    client.post(step(question, 3), {**opened(client, step(question, 3)), "unsafe": "Tekst van de telefoon."})

    answer = client.post(step(question, 3), {**old, "unsafe": "Tekst van de laptop."})

    assert answer.status_code == 409
    assert "Tekst van de telefoon." in page_of(answer)
    assert "Tekst van de laptop." in page_of(answer)


def test_two_tabs_show_who_belongs_to_it_in_words(client: Client, sanne: User):
    question = concept(sanne, members=[])
    old = opened(client, step(question, 2))
    now = {"members-role": "mother", "members-age": "27-64"}
    client.post(step(question, 2), {**opened(client, step(question, 2)), **now})

    answer = client.post(step(question, 2), {**old, "members-role": "father", "members-age": "65+"})

    assert answer.status_code == 409
    texts = [(field.mine, field.theirs) for field in answer.context["fields"]]
    assert texts == [("vader, 65 jaar of ouder", "moeder, 27 tot 64 jaar")]


def test_a_question_that_was_sent_is_written_in_no_more(client: Client, sanne: User):
    question = QuestionFactory(
        state=QuestionState.SUBMITTED, by=sanne, organisation=sanne.memberships.get().organisation
    )

    assert {client.get(step(question, number)).status_code for number in range(1, 6)} == {404}
    assert client.get(review(question)).status_code == 404


def test_somebody_elses_concept_is_not_there(client: Client, sanne: User):
    question = QuestionFactory(state=QuestionState.CONCEPT)

    addresses = [step(question, 3), review(question), question.get_absolute_url()]
    assert {client.get(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize("role", [Role.POLICY, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.RVT_EXPERT])
def test_who_works_with_no_family_asks_nothing(client: Client, role: Role):
    sign_in(client, worker_of(OrganisationFactory(kind=OrganisationKind.SAFETY_TEAM), role))

    assert client.get(BEGIN).status_code == 404


def test_who_works_for_two_organisations_says_for_which(client: Client, sanne: User):
    other = OrganisationFactory()
    other.memberships.create(user=sanne, role=Role.PROFESSIONAL)
    typed = {"sentence": "Hoe praten we met vader?", "about": "family"}

    assert client.post(BEGIN, typed).status_code == 422
    client.post(BEGIN, {**typed, "organisation": str(other.uuid)})

    assert Question.objects.get(asker=sanne).organisation == other


def test_going_on_leads_to_the_question_that_was_begun_last(client: Client, sanne: User):
    concept(sanne)
    last = concept(sanne)

    assert client.get("/rvt/vraag/verder/")["Location"] == step(last, 1)


def test_taking_a_question_back_leaves_the_word_and_no_text(client: Client, sanne: User):
    question = concept(sanne)

    client.post(reverse("rvt:question-withdraw", args=[question.uuid]))

    page = page_of(client.get("/rvt/"))
    assert "ingetrokken" in page
    assert question.sentence not in page


def test_the_budget_of_fields_that_have_to_be_filled_in_holds(client: Client, sanne: User):
    question = concept(sanne)

    pages = "".join(page_of(client.get(step(question, number))) for number in range(1, 6))

    assert pages.count('aria-required="true"') + 1 == 7  # the seventh: who belongs to it, a list of rows

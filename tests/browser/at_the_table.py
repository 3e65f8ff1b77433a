"""What people do at the table, at their browsers: one function for each act of the story (`test_story`)."""

from __future__ import annotations

import re

from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts import outbox
from accounts.models import Organisation, User
from cases.models import Household
from rvt.models import AgendaItem, Meeting, Question
from tests.application import as_application
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

SENTENCE = "Hoe praten we met vader over wat de kinderen horen?"
CHILD, GRANDFATHER = "Bram", "Theo Willemsen"
"""Somebody of the family, whom the application knows; and somebody whom only the name finder can find."""

LINE = "Praat eerst met het kind alleen."


def press(page: Page, button: str) -> None:
    """Press a button that leads to another page."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).first.click()


def follow(page: Page, link: str) -> None:
    """Follow a link to another page."""
    with page.expect_navigation():
        page.get_by_role("link", name=link).first.click()


# --- The question --------------------------------------------------------------------------------------------------


def begin_from(visitor: Visitor, household: Household) -> None:
    """Take over what is known of a household, without names."""
    visitor.open(reverse("cases:question-bring", args=[household.uuid]))
    visitor.page.locator("#id_unsafe").fill("De ouders hebben ruzie.")
    press(visitor.page, "Neem over, zonder namen")


def replace_names(visitor: Visitor, *names: str) -> None:
    """Leave the field: each name is found beside it. Replace everything that was found."""
    page = visitor.page
    page.locator("#id_goes_well").focus()
    for name in names:
        page.locator("#bevindingen mark", has_text=name).wait_for()
    while page.locator("button[name=vervang]").count():
        with page.expect_navigation():
            page.locator("button[name=vervang]").first.click()


def bring(visitor: Visitor, household: Household) -> Question:
    """Bring a question in six steps, with two names in it that are found and replaced."""
    page = visitor.page
    begin_from(visitor, household)
    page.get_by_label("Wat wil je weten?").fill(SENTENCE)
    press(page, "Ga verder")
    press(page, "Ga verder")  # Who belongs to it was taken over.
    page.locator("#id_unsafe").fill(f"{CHILD} hoort de ruzie. Dan belt het kind met opa {GRANDFATHER}.")
    replace_names(visitor, CHILD, GRANDFATHER)
    written = page.locator("#id_unsafe").input_value()
    assert [name for name in (CHILD, *GRANDFATHER.split()) if name in written] == []
    press(page, "Ga verder")
    page.get_by_label("Wat wil het gezin zelf?").fill("Rust in huis.")
    page.locator("#id_family_knows").get_by_text("Ja", exact=True).click()
    press(page, "Ga verder")
    page.get_by_label("Waar zit je klem?").fill("Als ik doorvraag, haakt vader af. Als ik wacht, duurt het te lang.")
    page.get_by_text("Gedragswetenschapper", exact=True).click()
    page.get_by_text("Volgend overleg", exact=True).click()
    press(page, "Ga verder")
    expect(page.get_by_text("Er staat niets open.").first).to_be_visible()
    press(page, "Breng in")
    return Question.objects.get(sentence=SENTENCE)


def see_no_names(visitor: Visitor) -> None:
    """Look the question over, in the queue."""
    visitor.open(reverse("rvt:queue"))
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Geen namen gezien").click()


# --- The agenda, without a mouse -------------------------------------------------------------------------------------


def make_agenda_by_keyboard(visitor: Visitor, expert: User) -> None:
    """From the queue: put the question on, a break before it, ask the expert that is missing, and send. Keys only."""
    keys, page = Keyboard(visitor), visitor.page
    visitor.open(reverse("rvt:queue"))
    keys.follow("Zet op de agenda", "link")
    keys.activate("Zet op de agenda", "button")
    expect(page.locator("#agenda h3", has_text=SENTENCE)).to_be_visible()

    keys.activate("Pauze", "button")
    expect(page.locator("#agenda h3", has_text="Pauze")).to_be_visible()
    keys.reach("de pauze eerder", "button")
    keys.press("Alt+ArrowUp")
    expect(page.locator("#agenda li").nth(1)).to_contain_text("Pauze")

    keys.activate(f"Nodig {expert.first_name} uit", "button")
    expect(page.locator("#tafel")).not_to_contain_text("ontbreekt")
    keys.follow("Verstuur agenda", "link")
    keys.follow("Verstuur agenda", "button")


# --- Mail ----------------------------------------------------------------------------------------------------------


def link_in_mail(user: User, path: str) -> str:
    """Let the worker work; return the path of the link in the newest mail to this person."""
    with as_application():
        outbox.sweep()
    bodies = [one.body for one in mail.outbox if one.to == [user.email] and path in one.body]
    found = re.search(rf"https?://[^/\s]+({path}\S+)", bodies[-1])
    assert found
    return found[1]


# --- The meeting ---------------------------------------------------------------------------------------------------


def open_question(visitor: Visitor, meeting: Meeting) -> AgendaItem:
    """Begin the meeting and open the question."""
    page = visitor.page
    visitor.open(reverse("rvt:meeting-live", args=[meeting.uuid]))
    follow(page, "Begin het overleg")
    press(page, "Begin het overleg")
    follow(page, SENTENCE)
    press(page, "Open deze vraag")
    found: AgendaItem = AgendaItem.objects.get(question__sentence=SENTENCE)
    return found


def wait_until_saved(visitor: Visitor) -> None:
    """Wait until nothing on this page is unsaved."""
    visitor.page.wait_for_function(
        "() => [...document.querySelectorAll('[data-field]')].every((box) => {"
        " const area = box.querySelector('textarea'), kept = box.querySelector('[data-shown]');"
        " return !area || area.value === kept.value.replace(/\\r/g, ''); })"
    )


def write_together(chair: Visitor, secretary: Visitor) -> list[str]:
    """Both write in the same field at once; the secretary writes the advice too. Returns the words of both."""
    words = {chair: [f"voorzitter{n}" for n in range(5)], secretary: [f"secretaris{n}" for n in range(5)]}
    for n in range(5):
        for writer, own in words.items():
            writer.page.get_by_label("Overwegingen").press_sequentially(f"{own[n]} ", delay=10)
    for writer in words:
        writer.page.get_by_label("Advies", exact=True).focus()
    for writer in words:
        wait_until_saved(writer)
    secretary.page.get_by_label("Advies", exact=True).fill(f"1. {LINE}\n2. Praat daarna met elke ouder apart.")
    secretary.page.get_by_label("Andere kijk").focus()
    wait_until_saved(secretary)
    return [word for own in words.values() for word in own]


def decide(visitor: Visitor) -> None:
    """Pass the eight parts, choose a duo, and close the question."""
    page = visitor.page
    page.get_by_label("Advies", exact=True).and_(page.locator("textarea")).wait_for()
    expect(page.get_by_label("Advies", exact=True)).to_have_value(re.compile(LINE))
    while not page.get_by_role("button", name="Naar het besluit").count():
        press(page, "Volgend deel")
    page.locator("#id_follow_ups").get_by_text("duo", exact=True).click()
    page.get_by_label("Wie vertelt het gezin?").fill("de vaste contactpersoon")
    press(page, "Naar het besluit")
    if page.get_by_label("Ik heb gekeken. Hier staan geen namen.").count():
        page.get_by_label("Ik heb gekeken. Hier staan geen namen.").check()
    press(page, "Leg het besluit vast")


def note_who_is_there_and_stop(visitor: Visitor, meeting: Meeting) -> None:
    """Who said yes is there; the meeting is over."""
    visitor.open(reverse("rvt:attendance", args=[meeting.uuid]))
    press(visitor.page, "Bewaar")
    visitor.open(reverse("rvt:meeting-end", args=[meeting.uuid]))
    press(visitor.page, "Stop overleg")


# --- Afterwards ------------------------------------------------------------------------------------------------------


def agree_to_advice(visitor: Visitor) -> None:
    """Find the advice on Mijn dag, read it and agree."""
    visitor.open(reverse("accounts:my-day"))
    follow(visitor.page, "Lees je advies na")
    expect(visitor.page.get_by_text(LINE)).to_be_visible()
    press(visitor.page, "Ik ga akkoord")


def add_a_line(visitor: Visitor, question: Question, text: str) -> None:
    """Write one line under the advice, as an expert."""
    visitor.open(reverse("rvt:advice-detail", args=[question.uuid]))
    visitor.page.get_by_label("Jouw regel").fill(text)
    press(visitor.page, "Zet mijn regel erbij")


def take_over_a_line(visitor: Visitor, question: Question) -> None:
    """From the advice to the own side: the first line becomes an agreement of the household."""
    page = visitor.page
    visitor.open(reverse("rvt:advice-detail", args=[question.uuid]))
    follow(page, "Zet in mijn huishouden")
    page.get_by_label(LINE).check()
    for field in ("who", "checker"):
        page.locator(f"#id_{field}").get_by_text("ik", exact=True).click()
    press(page, "Zet in mijn huishouden")


def ask_the_duo(
    visitor: Visitor, household: Household, question: Question, organisation: Organisation, who: User
) -> str:
    """Ask somebody to be the duo, from the advice; return the reason with which the form began."""
    page = visitor.page
    visitor.open(reverse("cases:advice", args=[household.uuid, question.uuid]))
    follow(page, "Vorm een duo")
    page.get_by_label("Van welke organisatie?").select_option(label=organisation.name)
    press(page, "Ga verder")
    reason = page.get_by_label("Wat doen jullie samen?").input_value()
    page.get_by_text(who.name, exact=True).click()
    page.get_by_text("Het gezin vindt het goed om te delen met deze persoon").click()
    page.get_by_text("Ja, op …").click()
    press(page, "Vraag je duo")
    return reason


def say_yes_to_the_duo(visitor: Visitor) -> None:
    """The chosen person finds the request on Mijn dag."""
    visitor.open(reverse("accounts:my-day"))
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("link", name="Lees de vraag").first.click()
    press(visitor.page, "Ja, ik doe het")


def look_back(visitor: Visitor, address: str, lesson: str) -> None:
    """Fill in the page behind the one-time link."""
    page = visitor.page
    visitor.open(address)
    page.locator("#id_free_talk").get_by_text("Ja", exact=True).click()
    page.locator("#id_right_knowledge").get_by_text("Deels", exact=True).click()
    page.get_by_label("Leerpunt voor anderen").fill(lesson)
    press(page, "Verstuur")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dank")

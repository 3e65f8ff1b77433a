"""The screens of the meeting itself, of the advice and of looking back (ux, S24 to S26)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from cases.models import QuestionLink
from rvt.choices import Recognition, TalkPart
from rvt.models import Advice, AgendaItem, Guest, Invitation, LookBackAnswer, LookBackLink
from rvt.services import advising, deciding, live, looking_back, recognising
from rvt.totals import half_year
from tests.browser.screens import Screen, Where, nobody, sanne, send
from tests.browser.visitor import Visitor
from tests.browser.world import World
from tests.rvt.factories import Office, expert_of, office_of
from tests.rvt.tables import Table, advice_of, running, table_of, write

Made = Callable[[World], Table]
NAMED = "Bel moeder op 06 12 34 56 78."
"""A text with something in it to look at."""


def office(world: World) -> Office:
    """Who runs the table of this region."""
    return office_of(world.organisation.region)


def chair(world: World) -> User:
    """The chair."""
    return office(world).chair


def expert(world: World) -> User:
    """The one expert of this world, asked for every question."""
    found = User.objects.filter(name="Joris Maas").first()
    if found is None:
        found = expert_of(office(world))
        found.name = "Joris Maas"
        found.save(update_fields=["name"])
    return found


def sent(world: World) -> Table:
    """A meeting whose agenda was sent; Sanne asks two questions."""
    made = table_of(2, minutes=35, experts=0, office=office(world), by=world.sanne)
    guest = Guest.objects.create(meeting=made.meeting, user=expert(world), answer="yes")
    for item in made.items:
        Invitation.objects.create(item=item, guest=guest, is_sent=True)
    return made


def begun(part: TalkPart, **texts: str) -> Made:
    """The meeting runs, its first question is in this part, and something is written."""

    def make(world: World) -> Table:
        made = running(sent(world))
        AgendaItem.objects.filter(pk=made.item.pk).update(part=part)
        write(made.item, made.office.chair, **texts)
        return made

    return make


def decided(world: World) -> Table:
    """The advice lies with Sanne."""
    made = begun(TalkPart.DECISION)(world)
    deciding.decide(advice_of(made.item), by=made.office.chair)
    return made


def change_asked(world: World) -> Table:
    """Sanne wants something else written down."""
    made = decided(world)
    advising.ask_change(advice_of(made.item), text="Regel 2 is anders besproken.", by=world.sanne)
    return made


def agreed(world: World) -> Table:
    """The expert reads along; another one wrote a line."""
    made = decided(world)
    advising.agree(advice_of(made.item), by=world.sanne)
    advising.add_line(advice_of(made.item), text="Vraag ook oma.", by=expert_of(made.office))
    return made


def left(world: World) -> Table:
    """The expert left the table for the first question."""
    made = sent(world)
    recognising.recognise(made.item, choice=Recognition.LEAVES, by=expert(world))
    return made


def over(world: World) -> Table:
    """The meeting stopped; one advice is not ready."""
    made = begun(TalkPart.WEIGHING)(world)
    live.end_meeting(made.meeting, by=made.office.chair)
    return made


def of_meeting(make: Made) -> Where:
    """The meeting."""
    return lambda world: {"uuid": make(world).meeting.uuid}


def of_item(make: Made) -> Where:
    """Its first question, at the table."""

    def of(world: World) -> dict[str, Any]:
        made = make(world)
        return {"uuid": made.meeting.uuid, "item": made.item.uuid}

    return of


def of_recognising(make: Made) -> Where:
    """Its first question, for an expert."""
    return lambda world: {"uuid": make(world).item.uuid}


def at_home(world: World) -> dict[str, Any]:
    """The advice beside the full family it is about."""
    question = decided(world).question
    QuestionLink.objects.create(household=world.full, question=question.uuid, asker=world.sanne)
    return {"uuid": world.full.uuid, "question": question.uuid}


def once_more(world: World) -> Table:
    """The asker agreed; the table wants a duo, and to talk about it again."""
    made = agreed(world)
    Advice.objects.filter(item=made.item).update(
        follow_ups=["duo", "again"], agreed_on=timezone.localdate() - timedelta(weeks=1)
    )
    return made


def agreed_at_home(world: World) -> dict[str, Any]:
    """The same beside the full family."""
    question = once_more(world).question
    QuestionLink.objects.create(household=world.full, question=question.uuid, asker=world.sanne)
    return {"uuid": world.full.uuid, "question": question.uuid}


def tasks_at_home(world: World) -> dict[str, Any]:
    """What Sanne was going to do for the full family."""
    return {"uuid": agreed_at_home(world)["uuid"]}


def on_my_day(make: Callable[[World], Any]) -> Where:
    """A page without a row in its address, after something was made."""
    return lambda world: make(world) and {}


def not_done(visitor: Visitor) -> None:
    """Say that the first task was not done, and not why."""
    visitor.page.locator(".task").first.get_by_text("Niet gedaan, want …").click()
    visitor.page.locator(".task").first.get_by_role("button").click()


def of_advice(make: Made) -> Where:
    """The advice on its first question."""
    return lambda world: {"uuid": make(world).question.uuid}


def a_link(world: World) -> dict[str, Any]:
    """A link to look back."""
    token = secrets.token_urlsafe(24)
    LookBackLink.objects.create(
        user=world.sanne,
        region=world.organisation.region,
        token_digest=looking_back.digest(token),
        expires_on=timezone.localdate(),
    )
    return {"token": token}


def learned(world: World) -> dict[str, Any]:
    """Six answers of this half-year, and one of an earlier one."""
    region = world.organisation.region
    for code in [half_year(timezone.localdate())] * 6 + ["2025H1"]:
        LookBackAnswer.objects.create(
            id=uuid4(), region=region, half_year=code, free_talk="yes", lesson="Vraag eerst wat het kind wil."
        )
    return {}


def press(button: str, **texts: str) -> Callable[[Visitor], None]:
    """Type these texts by label, and press this button."""

    def then(visitor: Visitor) -> None:
        for label, text in texts.items():
            visitor.page.get_by_label(label.replace("_", " "), exact=False).fill(text)
        visitor.page.get_by_role("button", name=button).click()

    return then


def names_at_the_table(visitor: Visitor) -> None:
    """Write something that looks like a phone number, and wait until it is asked about."""
    visitor.page.get_by_label("Overwegingen").fill(NAMED)
    visitor.page.get_by_label("Advies", exact=True).focus()
    visitor.page.get_by_text("Staat hier een telefoonnummer?").wait_for()


WEIGHING = begun(TalkPart.WEIGHING)

OF_TABLE = [
    Screen("S24 overleg, agenda verstuurd", "rvt:meeting-live", chair, of_meeting(sent)),
    Screen("S24 overleg, voorbij", "rvt:meeting-live", chair, of_meeting(over)),
    Screen("S24 begin", "rvt:meeting-start", chair, of_meeting(sent)),
    Screen("S24 stop", "rvt:meeting-end", chair, of_meeting(WEIGHING)),
    Screen("S24 wie is er", "rvt:attendance", chair, of_meeting(WEIGHING)),
    Screen("S24 open een vraag", "rvt:item-open", chair, of_item(sent)),
    Screen("S24 aan tafel, samen wegen", "rvt:item-live", chair, of_item(WEIGHING)),
    Screen("S24 aan tafel, telefoonnummer", "rvt:item-live", chair, of_item(WEIGHING), then=names_at_the_table),
    Screen("S24 aan tafel, besproken", "rvt:item-live", chair, of_item(decided)),
    Screen("S24 wijzig minuten", "rvt:item-minutes", chair, of_item(WEIGHING)),
    Screen("S24 besluit", "rvt:item-decide", chair, of_item(begun(TalkPart.DECISION, considerations=NAMED))),
    Screen("S24 besluit, zonder advies", "rvt:item-decide", chair, of_item(begun(TalkPart.DECISION, text=""))),
    Screen("S24 ik herken dit gezin", "rvt:recognise", expert, of_recognising(sent)),
    Screen(
        "S24 ik herken dit gezin, niets gekozen",
        "rvt:recognise",
        expert,
        of_recognising(sent),
        then=press("Laat het weten"),
        then_status=422,
    ),
    Screen("S24 ik herken dit gezin, van tafel", "rvt:recognise", expert, of_recognising(left)),
    Screen("S25 lees je advies na", "rvt:advice-detail", sanne, of_advice(decided)),
    Screen(
        "S25 lees je advies na, telefoonnummer",
        "rvt:advice-detail",
        sanne,
        of_advice(decided),
        then=press("Vraag een wijziging", Wat_wil_je_anders=NAMED),
        then_status=422,
        shows="rvt:advice-read",
    ),
    Screen("S25 zet in mijn huishouden", "cases:advice", sanne, at_home),
    Screen("S25 zet in mijn huishouden, niets gekozen", "cases:advice", sanne, at_home, then=send, then_status=422),
    Screen("S25 advies met taken", "cases:advice", sanne, agreed_at_home),
    Screen("S25 wat ging jij doen", "cases:advice-tasks", sanne, tasks_at_home),
    Screen(
        "S25 wat ging jij doen, niet gezegd waarom",
        "cases:advice-tasks",
        sanne,
        tasks_at_home,
        then=not_done,
        then_status=422,
    ),
    Screen("S25 stel de vraag opnieuw", "cases:advice-again", sanne, agreed_at_home),
    Screen("S25 stel de vraag opnieuw, zonder huishouden", "rvt:question-again", sanne, of_advice(once_more)),
    Screen("S25 de tafel wil het opnieuw bespreken", "rvt:advice-detail", sanne, of_advice(once_more)),
    Screen("mijn dag, taken na een advies", "accounts:my-day", sanne, on_my_day(tasks_at_home)),
    Screen("mijn dag, volgend overleg", "accounts:my-day", chair, on_my_day(sent)),
    Screen("mijn dag, gevraagd voor een overleg", "accounts:my-day", expert, on_my_day(sent)),
    Screen("S25 wijziging gevraagd", "rvt:advice-detail", chair, of_advice(change_asked)),
    Screen("S25 pas het advies aan", "rvt:advice-change", chair, of_advice(change_asked)),
    Screen("S25 de tafel leest mee", "rvt:advice-line", expert, of_advice(agreed)),
    Screen("S26 terugkijken", "rvt:look-back", nobody, a_link),
    Screen(
        "S26 terugkijken, telefoonnummer",
        "rvt:look-back",
        nobody,
        a_link,
        then=press("Verstuur", Leerpunt_voor_anderen=NAMED),
        then_status=422,
    ),
    Screen("S26 link gebruikt", "rvt:look-back", nobody, lambda world: {"token": "geen"}, status=404),
    Screen("S26 dank je wel", "rvt:look-back-thanks", nobody),
    Screen("S26 leerpunten", "rvt:lessons", chair, learned),
]

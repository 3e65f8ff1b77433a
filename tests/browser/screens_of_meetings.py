"""The screens of who makes an agenda, and of who is asked to come (ux, S22 and S23)."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from accounts.models import User
from rvt.choices import PaperKind
from rvt.models import Expert, Guest, Meeting
from rvt.services import invitations, papers
from tests.browser.screens import Screen, nobody, send, send_empty, somebody
from tests.browser.world import World
from tests.rvt.agendas import ask, meeting_of, pool_of, put
from tests.rvt.agendas import send as send_agenda
from tests.rvt.factories import QuestionFactory, office_of


def chair(world: World) -> User:
    """Who runs the table."""
    return office_of(world.organisation.region).chair


def expert(world: World) -> User:
    """Somebody who is asked to come."""
    meeting(world)
    return Guest.objects.filter(part="expert").select_related("user").earliest("pk").user


def meeting(world: World) -> dict[str, Any]:
    """A meeting with an agenda that was sent and changed since."""
    found = Meeting.objects.filter(place="Zaal De Linde").order_by("pk").first()
    return {"uuid": (found or _made(world)).uuid}


def draft(world: World) -> dict[str, Any]:
    """A meeting with nothing on its agenda."""
    found = Meeting.objects.filter(place="Zaal De Beuk").order_by("pk").first()
    return {"uuid": (found or meeting_of(office_of(world.organisation.region), place="Zaal De Beuk")).uuid}


def item(world: World) -> dict[str, Any]:
    """Its first question."""
    own = meeting(world)
    return own | {"item": Meeting.objects.get(**own).items.filter(question__isnull=False).earliest("position").uuid}


def own_expertise(world: World) -> dict[str, Any]:
    """The own line in the pool."""
    return {"uuid": Expert.objects.get(user=expert(world)).uuid}


def with_paper(world: World) -> dict[str, Any]:
    """A meeting of which the chair waits for the agenda on paper."""
    own = meeting(world)
    papers.ask_paper(Meeting.objects.get(**own), PaperKind.AGENDA, by=chair(world))
    return own


def link(world: World) -> dict[str, Any]:
    """The link in the mail of a guest."""
    meeting(world)
    return {"token": invitations.make_token(Guest.objects.filter(part="expert").earliest("pk"))}


def _made(world: World) -> Meeting:
    office = office_of(world.organisation.region)
    made = meeting_of(office, minutes=90)
    first = put(made, office.chair, disciplines=["housing", "adult_psychiatry"])
    put(made, office.chair, disciplines=[])
    invited = pool_of(office, "housing", name="Piet Mulder")
    pool_of(office, "adult_psychiatry", name="Joris Maas")
    ask(made, invited, first, by=office.chair)
    send_agenda(made, office.chair)
    for _ in range(10):
        ask(made, pool_of(office), first, by=office.chair)
    QuestionFactory(urgency="this_week", urgency_why="Het is deze week.", organisation=world.organisation)
    return made


OF_MEETINGS = [
    Screen("meetings", "rvt:meeting-list", chair),
    Screen("meetings, none", "rvt:meeting-list", somebody(Role.RVT_EXPERT)),
    Screen("meetings that were", "rvt:meeting-list", chair, query="?soort=geweest"),
    Screen("new meeting", "rvt:meeting-create", chair),
    Screen("new meeting, empty", "rvt:meeting-create", chair, then=send_empty, then_status=422),
    Screen("meeting, of who runs it", "rvt:meeting-detail", chair, meeting),
    Screen("meeting, of a guest", "rvt:meeting-detail", expert, meeting),
    Screen("meeting, change", "rvt:meeting-change", chair, meeting),
    Screen("meeting, call off", "rvt:meeting-cancel", chair, draft),
    Screen("agenda", "rvt:agenda", chair, meeting),
    Screen("agenda, empty", "rvt:agenda", chair, draft),
    Screen("agenda, as a guest reads it", "rvt:agenda-preview", chair, meeting),
    Screen("agenda, send the change", "rvt:agenda-send", chair, meeting),
    Screen("agenda, send an empty one", "rvt:agenda-send", chair, draft, then=send, then_status=422),
    Screen("agenda, whom to ask", "rvt:agenda-guests", chair, item),
    Screen("agenda, move", "rvt:agenda-move", chair, item),
    Screen("agenda, move, nothing chosen", "rvt:agenda-move", chair, item, then=send, then_status=422),
    Screen("experts", "rvt:expert-list", chair),
    Screen("expert, new", "rvt:expert-add", chair),
    Screen("expert, new, empty", "rvt:expert-add", chair, then=send, then_status=422),
    Screen("expert, own", "rvt:expert-change", expert, own_expertise),
    Screen("my data of an expert", "accounts:profile", expert),
    Screen("papers of a meeting", "rvt:papers", chair, meeting),
    Screen("papers of a meeting, of a guest", "rvt:papers", expert, meeting),
    Screen("papers of a meeting, waiting", "rvt:papers", chair, with_paper),
    Screen("yes or no by mail", "rvt:invitation", nobody, link),
]

"""Every screen there is, in every shape that it can have: who looks, where, and what is done first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import sessions
from accounts.actor import acting_as
from accounts.choices import InvitationKind, Role
from accounts.models import Absence, User
from accounts.services.links import make_link
from cases.choices import Called112
from cases.models import (
    Agreement,
    AgreementTick,
    DuoRequest,
    EmergencyAccess,
    EmergencySearch,
    Exclusion,
    LookReview,
    NetworkPerson,
    Person,
    ProtectedFact,
    ProtectedFactGrant,
    SafetyRating,
    SwitchRequest,
)
from cases.services import emergency
from cases.services.overviews import Period, ask_overview
from cases.services.protected import reveal_fact
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.browser.visitor import Visitor
from tests.browser.world import PASSWORD, WITH_EVERYTHING, World, person_without_work
from tests.signing_in import sign_in
from veiligheidskaart.models import KaartVersion

Who = Callable[[World], User | None]
Where = Callable[[World], dict[str, Any]]


@dataclass(frozen=True)
class Screen:
    """One screen: the `status` of its answer, what the visitor does on it `then`, and what that answers."""

    name: str
    route: str
    who: Who
    of: Where = lambda world: {}
    query: str = ""
    status: int = 200
    then: Callable[[Visitor], object] | None = None
    then_status: int = 0
    shows: str = ""
    """The route of the page that `then` leads to."""
    host: str = "127.0.0.1"
    """Passkeys belong to a name, and an address is none."""

    def path(self, world: World) -> str:
        """Return the address in this world."""
        return reverse(self.route, kwargs=self.of(world)) + self.query


# --- Who ------------------------------------------------------------------------------------------


def nobody(world: World) -> None:
    """A browser in which nobody is signed in."""


def sanne(world: World) -> User:
    """The face of every household."""
    return world.sanne


def fatima(world: World) -> User:
    """A colleague who is asked to take over."""
    return world.fatima


def lead(world: World) -> User:
    """The team lead."""
    return world.lead


def officer(world: World) -> User:
    """The privacy officer of the team."""
    return world.officer


def nadia(world: World) -> User:
    """Veilig Thuis, invited to see the card of one family."""
    return world.nadia


def marco(world: World) -> User:
    """Duo partner."""
    return world.marco


def newcomer(world: World) -> User:
    """A professional without a household."""
    return world.newcomer


def rosa(world: World) -> User:
    """Signs in with an app, a passkey or a recovery code."""
    return world.rosa


def in_emergency(world: World) -> User:
    """Somebody who opened the full family in an emergency."""
    return an_emergency(world).user


def judging_officer(world: World) -> User:
    """A privacy officer with something to judge."""
    an_emergency(world)
    return person_without_work(Role.PRIVACY_OFFICER)


def somebody(role: Role | None) -> Who:
    """Somebody with a role that has no household work, or with no role."""
    return lambda world: person_without_work(role)


# --- Of what --------------------------------------------------------------------------------------


def full(world: World) -> dict[str, Any]:
    """The family about which everything is written."""
    return {"uuid": world.full.uuid}


def empty(world: World) -> dict[str, Any]:
    """A family about which nothing is written."""
    return {"uuid": world.empty.uuid}


def tried(world: World) -> dict[str, Any]:
    """A try in an emergency that found two families."""
    found = [world.full.pk, world.empty.pk]
    search = EmergencySearch.objects.create(
        user=world.newcomer,
        term_hash="",
        reason=IN_DANGER,
        called_112="yes",
        found=found,
        found_people=[Person.objects.filter(household=key).values_list("pk", flat=True).first() for key in found],
    )
    return {"search": search.uuid}


def accessed(world: World) -> dict[str, Any]:
    """An emergency that waits for a verdict."""
    return {"access": an_emergency(world).uuid}


def an_emergency(world: World) -> EmergencyAccess:
    """Return the one emergency of this world; a professional of another team opens the full family."""
    if (known := EmergencyAccess.objects.unreviewed().first()) is not None:
        return known
    user = worker_of(OrganisationFactory(name="Wijkteam West"), name="Daan Visser")
    with acting_as(user):
        search = emergency.search(
            name=world.full.call_name,
            municipality=world.full.municipality,
            reason=IN_DANGER,
            called_112=Called112.YES,
            by=user,
        )
        return emergency.open_household(search, world.full.uuid, by=user)


IN_DANGER = "De buren horen geschreeuw en een kind huilt buiten."


def asked_for_samira(world: World) -> dict[str, Any]:
    """A family for which somebody asked who looked at the data of Samira; nobody made it yet."""
    today = timezone.localdate()
    ask_overview(world.full.people.get(name="Samira"), Period(today, today), by=world.sanne)
    return full(world)


def a_look(world: World) -> dict[str, Any]:
    """A look of Sanne that the privacy officer looks back at."""
    review, _ = LookReview.objects.get_or_create(
        source="sample:0",
        defaults={
            "reason": "sample",
            "household_uuid": world.full.uuid,
            "user": world.sanne,
            "organisation": world.sanne.memberships.get().organisation,
            "role": "contact",
            "kind": "filmevent",
            "event": "change",
            "at": timezone.now(),
        },
    )
    return {"review": review.uuid}


def with_a_look(world: World) -> dict[str, Any]:
    """A page that shows it beside others."""
    a_look(world)
    return {}


def blocked(world: World) -> dict[str, Any]:
    """A family whose card cannot become final, and that does not know yet."""
    return {"uuid": world.blocked.uuid}


def closed(world: World) -> dict[str, Any]:
    """A household that was closed."""
    return {"uuid": world.closed.uuid}


def person(name: str) -> Where:
    """Somebody of the full family."""
    return lambda world: {**full(world), "person": world.full.people.get(name=name).uuid}


def secret(world: World) -> dict[str, Any]:
    """The secret address of Samira."""
    fact = ProtectedFact.objects.get(household=world.full, is_secret=True)
    return {**person("Samira")(world), "fact": fact.uuid}


def duo_grant(world: World) -> dict[str, Any]:
    """What lets Marco know where somebody of the full family is."""
    return {
        "uuid": world.full.uuid,
        "grant": ProtectedFactGrant.objects.get(household=world.full, user=world.marco).uuid,
    }


def shown(world: World) -> dict[str, Any]:
    """The same, a moment after Sanne said why."""
    where = secret(world)
    fact = ProtectedFact.objects.get(uuid=where["fact"])
    look = reveal_fact(fact, why="De school vraagt waar de fiets staat.", by=world.sanne)
    return {**where, "reveal": look.uuid}


def agreement(world: World) -> dict[str, Any]:
    """The agreement of today."""
    return {**full(world), "agreement": Agreement.objects.get(household=world.full, what__startswith="Daan").uuid}


def rating(world: World) -> dict[str, Any]:
    """The last number that Sanne wrote down."""
    return {**full(world), "rating": SafetyRating.objects.filter(household=world.full).latest("pk").uuid}


def tick(world: World) -> dict[str, Any]:
    """The last tick of Sanne."""
    last = AgreementTick.objects.latest("pk")
    return {**full(world), "agreement": last.agreement.uuid, "tick": last.uuid}


def neighbour(world: World) -> dict[str, Any]:
    """Somebody of the network."""
    return {**full(world), "network": NetworkPerson.objects.get(household=world.full, name="Buurman Koos").uuid}


def switch(world: World) -> dict[str, Any]:
    """The question whether Fatima takes over."""
    return {"uuid": SwitchRequest.objects.get(household=world.full).uuid}


def duo_question(world: World) -> dict[str, Any]:
    """The question whether Marco joins as duo."""
    return {"uuid": DuoRequest.objects.get(state="asked").uuid}


def organisation(world: World) -> dict[str, Any]:
    """The organisation of the duo partner, for a family without a duo."""
    return {**empty(world), "organisation": world.marco.memberships.get().organisation.uuid}


def guest(world: World) -> dict[str, Any]:
    """The access of Nadia to the full family."""
    return {**full(world), "involvement": world.full.involvements.get(user=world.nadia).uuid}


def veilig_thuis(world: World) -> dict[str, Any]:
    """The organisation of Nadia, at the full family."""
    return {**full(world), "organisation": world.nadia.memberships.get().organisation.uuid}


def exclusion(world: World) -> dict[str, Any]:
    """A colleague who is kept out of the full family."""
    return {**full(world), "exclusion": Exclusion.objects.get(household=world.full).uuid}


def edition(world: World) -> dict[str, Any]:
    """The newest card of somebody in the full family."""
    newest = KaartVersion.objects.filter(household=world.full).latest("number").editions.first()
    return {"household": world.full.uuid, "uuid": newest.uuid}


def token(kind: InvitationKind) -> Where:
    """A link that somebody got by mail."""
    return lambda world: {"token": make_link(world.newcomer, kind, by=world.lead)}


def elsewhere(world: World) -> dict[str, Any]:
    """Sanne is signed in on her phone too."""
    phone = sign_in(Client(), world.sanne, user_agent="Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile")
    return {"uuid": phone.session[sessions.NAME]}


def absence(world: World) -> dict[str, Any]:
    """The question of Fatima whether Sanne stands in."""
    return {"uuid": Absence.objects.get(user=world.fatima).uuid}


# --- What is done first ---------------------------------------------------------------------------


def send(visitor: Visitor) -> None:
    """Press the main button of the form as it is."""
    visitor.page.locator("main form button[type=submit].button--primary").first.click()


def go_on(visitor: Visitor) -> None:
    """Go to the next step without choosing anything."""
    visitor.page.get_by_role("button", name="Ga verder").click()


def choose_samira(visitor: Visitor) -> None:
    """Choose for whom the paper is, and read what will stand on it."""
    visitor.page.get_by_label("Samira").check()
    send(visitor)
    visitor.page.get_by_role("heading", name="Zo komt het op papier").wait_for()


def send_red(visitor: Visitor) -> None:
    """Press the main button of a form that opens a household in an emergency."""
    visitor.page.locator("main form button.button--danger").first.click()


def send_empty(visitor: Visitor) -> None:
    """Empty every field and press the main button."""
    boxes = "main form :is(textarea, input:not([type=radio], [type=checkbox], [type=file])):visible"
    for box in visitor.page.locator(boxes).all():
        box.fill("")
    send(visitor)


def open_all(visitor: Visitor) -> None:
    """Open everything that folds."""
    folded = visitor.page.locator("main details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()


def look_back_too_late(visitor: Visitor) -> None:
    """Choose a day that is much too far away."""
    open_all(visitor)
    visitor.page.get_by_label("Wanneer kijken jullie terug?").fill("2199-01-01")
    send(visitor)


def send_absence(visitor: Visitor) -> None:
    """Ask for a stand-in without saying who or when."""
    visitor.page.get_by_role("button", name="Vraag waarneming").click()


def search(text: str) -> Callable[[Visitor], None]:
    """Search for a name in the list of households."""

    def act(visitor: Visitor) -> None:
        visitor.page.locator("[data-search-field]").fill(text)
        # What is typed finds too, and changes the address: only the document that Enter brings is the end.
        with visitor.page.expect_event("domcontentloaded"):
            visitor.page.keyboard.press("Enter")
        visitor.page.wait_for_url("**soort=gezocht**")

    return act


def open_panel(link: str) -> Callable[[Visitor], None]:
    """Open the form behind `link` inside its panel."""

    def act(visitor: Visitor) -> None:
        visitor.page.get_by_role("link", name=link, exact=True).first.click()
        visitor.page.locator("[data-panel] form").first.wait_for()

    return act


def follow(link: str) -> Callable[[Visitor], None]:
    """Follow a link of the page."""

    def act(visitor: Visitor) -> None:
        with visitor.page.expect_navigation():
            visitor.page.get_by_role("link", name=link).first.click()

    return act


def first_step(email: str) -> Callable[[Visitor], None]:
    """Take the first step of signing in; a second one waits."""

    def act(visitor: Visitor) -> None:
        visitor.page.get_by_label("E-mailadres").fill(email)
        visitor.page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        with visitor.page.expect_navigation():
            visitor.page.keyboard.press("Enter")

    return act


def after(*acts: Callable[[Visitor], None]) -> Callable[[Visitor], None]:
    """Do one thing after the other."""

    def act(visitor: Visitor) -> None:
        for each in acts:
            each(visitor)

    return act


SIGNING_IN = first_step(WITH_EVERYTHING)
WITHOUT_PHONE = after(SIGNING_IN, follow("Ik heb mijn telefoon niet"))
INVITED = token(InvitationKind.INVITATION)

SCREENS = [
    Screen("sign-in", "account_login", nobody),
    Screen("sign-in with a passkey", "account_login", nobody, host="localhost"),
    Screen("second step", "account_login", nobody, then=SIGNING_IN, shows="mfa_authenticate"),
    Screen("second step with a passkey", "account_login", nobody, then=SIGNING_IN, host="localhost"),
    Screen("second step refused", "account_login", nobody, then=after(SIGNING_IN, send), then_status=422),
    Screen("no phone", "account_login", nobody, then=WITHOUT_PHONE, shows="accounts:no-phone"),
    Screen("password forgotten", "accounts:password-forgotten", nobody),
    Screen("password forgotten, empty", "accounts:password-forgotten", nobody, then=send, then_status=422),
    Screen("password forgotten, sent", "accounts:password-forgotten-sent", nobody),
    Screen("invitation", "accounts:invitation", nobody, INVITED),
    Screen("invitation, empty", "accounts:invitation", nobody, INVITED, then=send, then_status=422),
    Screen("new password", "accounts:password-new", nobody, token(InvitationKind.PASSWORD_RESET)),
    Screen("second step again", "accounts:second-step-again", nobody, token(InvitationKind.LOST_PHONE)),
    Screen("second step, mine", "mfa_index", rosa, host="localhost"),
    Screen("recovery codes", "mfa_view_recovery_codes", rosa),
    Screen("recovery codes, new", "mfa_generate_recovery_codes", rosa),
    Screen("passkey, add", "mfa_add_webauthn", rosa, host="localhost"),
    Screen(
        "passkey, remove", "mfa_index", rosa, host="localhost", then=follow("Haal weg"), shows="mfa_remove_webauthn"
    ),
    Screen("second step once more", "mfa_reauthenticate", rosa),
    Screen("sign-in refused", "account_login", nobody, then=send, then_status=422),
    Screen("set up the second step", "mfa_activate_totp", newcomer),
    Screen("set up the second step, wrong code", "mfa_activate_totp", newcomer, then=send, then_status=422),
    *(
        Screen(f"my day of {name}", "accounts:my-day", who)
        for name, who in {
            "a face": sanne,
            "a colleague who is asked": fatima,
            "a team lead": lead,
            "Veilig Thuis": nadia,
            "a duo partner": marco,
            "a newcomer": newcomer,
            "an RVT chair": somebody(Role.RVT_CHAIR),
            "an administrator": somebody(Role.ADMINISTRATOR),
            "a privacy officer": somebody(Role.PRIVACY_OFFICER),
            "somebody without a role": somebody(None),
        }.items()
    ),
    Screen("households", "cases:household-list", sanne),
    Screen("households, second page", "cases:household-list", sanne, query="?page=2"),
    Screen("households, by name, of the team", "cases:household-list", lead, query="?soort=mijn-team&volgorde=naam"),
    Screen("households, none", "cases:household-list", newcomer),
    Screen("households, found", "cases:household-list", sanne, then=search("Samira")),
    Screen("households, nothing found", "cases:household-list", sanne, then=search("Zzyzx")),
    Screen("new household", "cases:household-create", sanne),
    Screen("new household, empty", "cases:household-create", sanne, then=send_empty, then_status=422),
    Screen("household", "cases:household-detail", sanne, full),
    Screen("household, nothing yet", "cases:household-detail", sanne, empty),
    Screen("household, not told yet", "cases:household-detail", sanne, blocked),
    Screen("household, team lead", "cases:household-detail", lead, full),
    Screen("household, duo", "cases:household-detail", marco, full),
    Screen("household, card only", "cases:household-detail", nadia, full),
    Screen("household, closed", "cases:household-detail", sanne, closed),
    Screen(
        "household, film form in its panel", "cases:household-detail", sanne, full, then=open_panel("Zet in de film")
    ),
    Screen("household details", "cases:household-change", sanne, full),
    Screen("who looked", "cases:looks", sanne, full),
    Screen("who looked, card only", "cases:looks", nadia, full),
    Screen("who looked, on paper", "cases:overview", sanne, full),
    Screen("who looked, on paper, waiting", "cases:overview", sanne, asked_for_samira),
    Screen("who looked, on paper, for Samira", "cases:overview", sanne, full, then=choose_samira),
    Screen("who looked, on paper, for nobody", "cases:overview", lead, full, then=send),
    Screen("agreement form", "cases:agreement-create", sanne, full),
    Screen("agreement form, empty", "cases:agreement-create", sanne, full, then=send_empty, then_status=422),
    Screen("agreement", "cases:agreement-change", sanne, agreement),
    Screen("phase", "cases:phase-create", sanne, full),
    Screen("phase, empty", "cases:phase-create", sanne, full, then=send_empty, then_status=422),
    Screen("how safe", "cases:rating-create", sanne, full),
    Screen("how safe, empty", "cases:rating-create", sanne, full, then=send_empty, then_status=422),
    Screen("how safe, take back", "cases:rating-withdraw", sanne, rating),
    Screen("is there a face", "cases:face-ask", sanne),
    Screen("is there a face, empty", "cases:face-ask", sanne, then=send_empty, then_status=422),
    Screen("emergency", "cases:emergency-start", newcomer),
    Screen("emergency, whom", "cases:emergency-open", newcomer),
    Screen("emergency, empty", "cases:emergency-open", newcomer, then=send_red, then_status=422),
    Screen("emergency, which", "cases:emergency-choose", newcomer, tried),
    Screen("emergency, which, none chosen", "cases:emergency-choose", newcomer, tried, then=send_red, then_status=422),
    Screen("household, in an emergency", "cases:household-detail", in_emergency, full),
    Screen("emergency, stop", "cases:emergency-end", in_emergency, full),
    Screen("emergencies", "cases:emergency-reviews", judging_officer),
    Screen("emergency, judge", "cases:emergency-judge", judging_officer, accessed),
    Screen(
        "emergency, judge, empty", "cases:emergency-judge", judging_officer, accessed, then=send_empty, then_status=422
    ),
    Screen("people", "cases:people", sanne, full),
    Screen("new person", "cases:person-create", sanne, full),
    Screen("new person, empty", "cases:person-create", sanne, full, then=send_empty, then_status=422),
    Screen("person", "cases:person-detail", sanne, person("Samira")),
    Screen("person, change", "cases:person-change", sanne, person("Ria")),
    Screen("person, left", "cases:person-left", sanne, person("Ria")),
    Screen("safe contact", "cases:safe-contact", sanne, person("Samira")),
    Screen("new address", "cases:fact-create", sanne, person("Ria")),
    Screen("new address, empty", "cases:fact-create", sanne, person("Ria"), then=send_empty, then_status=422),
    Screen("address, change", "cases:fact-change", sanne, secret),
    Screen("address, stop", "cases:fact-end", sanne, secret),
    Screen("address, no more for the duo", "cases:fact-grant-take", sanne, duo_grant),
    Screen("secret address, why", "cases:fact-reveal", sanne, secret),
    Screen("secret address, no reason", "cases:fact-reveal", sanne, secret, then=send, then_status=422),
    Screen("secret address, shown", "cases:fact-shown", sanne, shown),
    Screen("network form", "cases:network-create", sanne, full),
    Screen("network form, empty", "cases:network-create", sanne, full, then=send_empty, then_status=422),
    Screen("network, change", "cases:network-change", sanne, neighbour),
    Screen("switch", "cases:switch-create", sanne, empty),
    Screen("switch, empty", "cases:switch-create", sanne, empty, then=send, then_status=422),
    Screen("switch, asked", "cases:switch-answer", fatima, switch),
    Screen("appoint a face", "cases:face-appoint", lead, full),
    Screen("duo", "cases:duo-create", sanne, empty),
    Screen("duo, who", "cases:duo-ask", sanne, organisation),
    Screen("duo, stop", "cases:duo-end", sanne, full),
    Screen("access", "cases:access", sanne, full),
    Screen("access, just us", "cases:access", sanne, empty),
    Screen("access, guest", "cases:access", nadia, full),
    Screen("access, duo", "cases:access", marco, full),
    Screen("access, no organisation", "cases:access", sanne, full, then=go_on, then_status=422),
    Screen("access, who", "cases:access-give", sanne, organisation),
    Screen("access, who, empty", "cases:access-give", sanne, organisation, then=send_empty, then_status=422),
    Screen("access, longer", "cases:access-extend", sanne, guest),
    Screen("access, stop", "cases:access-stop", sanne, guest),
    Screen("access, stop, empty", "cases:access-stop", sanne, guest, then=send, then_status=422),
    Screen("access, stop the own", "cases:access-stop", nadia, guest),
    Screen("access, stop an organisation", "cases:access-stop-organisation", sanne, veilig_thuis),
    Screen("access, let end", "cases:access-let-end", nadia, guest),
    Screen("keep out", "cases:keep-out", sanne, full),
    Screen("keep out, empty", "cases:keep-out", sanne, full, then=send, then_status=422),
    Screen("let in again", "cases:let-in-again", sanne, exclusion),
    Screen("know the family", "cases:know-family", nadia, full),
    Screen("know the family, face", "cases:know-family", sanne, full),
    Screen("close a household", "cases:household-close", sanne, empty),
    Screen("close a household, empty", "cases:household-close", sanne, empty, then=send_empty, then_status=422),
    Screen("start again", "cases:household-reopen", sanne, closed),
    Screen("agreement, tick", "cases:agreement-tick", sanne, agreement),
    Screen("agreement, end", "cases:agreement-end", sanne, agreement),
    Screen("agreement, take the tick back", "cases:agreement-tick-withdraw", sanne, tick),
    Screen("switch, withdraw", "cases:switch-withdraw", sanne, switch),
    Screen("duo, asked", "cases:duo-answer", marco, duo_question),
    Screen("duo, withdraw", "cases:duo-withdraw", sanne, duo_question),
    Screen("card", "veiligheidskaart:draft", sanne, full),
    Screen("card, translation", "veiligheidskaart:translate", sanne, lambda world: {**full(world), "language": "ar"}),
    Screen("card, nothing yet", "veiligheidskaart:draft", sanne, empty),
    Screen("card, everything open", "veiligheidskaart:draft", sanne, full, then=open_all),
    Screen("card, too far a day", "veiligheidskaart:draft", sanne, full, then=look_back_too_late, then_status=422),
    Screen("make final", "veiligheidskaart:finalise", sanne, full),
    Screen("make final, empty", "veiligheidskaart:finalise", sanne, full, then=send, then_status=422),
    Screen("make final, with stops", "veiligheidskaart:finalise", sanne, blocked),
    Screen("hand out", "veiligheidskaart:handouts", sanne, full),
    Screen("hand out, with everything open", "veiligheidskaart:handouts", sanne, full, then=open_all),
    Screen("cards", "veiligheidskaart:versions", sanne, full),
    Screen("cards, none", "veiligheidskaart:versions", sanne, empty),
    Screen("cards, Veilig Thuis", "veiligheidskaart:versions", nadia, full),
    Screen("one card", "veiligheidskaart:edition", sanne, edition),
    Screen("cards beside each other", "veiligheidskaart:compare", sanne, edition),
    Screen("which card is this", "veiligheidskaart:code", sanne, full),
    Screen("which card is this, no such code", "veiligheidskaart:code", sanne, full, then=send, then_status=422),
    Screen("profile", "accounts:profile", sanne),
    Screen("working days", "accounts:working-days", sanne),
    Screen("stand-in", "accounts:absence-ask", sanne),
    Screen("stand-in, empty", "accounts:absence-ask", sanne, then=send_absence, then_status=422),
    Screen("stand-in, asked", "accounts:absence-answer", sanne, absence),
    Screen("stand-in, withdraw", "accounts:absence-withdraw", fatima, absence),
    Screen("sign out elsewhere", "accounts:session-end", sanne, elsewhere),
    Screen("sign out everywhere else", "accounts:other-sessions-end", sanne),
    Screen("help a colleague", "accounts:help-colleague", rosa),
    Screen("log book", "accounts:log-book", officer),
    Screen("looks to look back at", "cases:look-reviews", officer, with_a_look),
    Screen("looks to look back at, none", "cases:look-reviews", somebody(Role.PRIVACY_OFFICER)),
    Screen("look back at a look", "cases:look-judge", officer, a_look),
    Screen("look back at a look, empty", "cases:look-judge", officer, a_look, then=send_empty, then_status=422),
    Screen("log book, nothing found", "accounts:log-book", officer, query="?nood=on"),
    Screen("notifications", "notifications", fatima),
    Screen("notifications, none", "notifications", newcomer),
    Screen("accessibility", "accessibility", nobody),
    Screen("keys", "keys", sanne),
    Screen("privacy", "privacy", nobody),
    Screen("card_check", "veiligheidskaart:check", nobody),
    Screen("not there", "cases:household-detail", newcomer, full, status=404),
]
"""In the order of ux 3."""

NO_PAGE = {
    "rvt:bureau-file": "a file; tests/rvt/test_bureau.py reads it",
    "rvt:import-stand": "a piece of the page of a file for the register",
    "rvt:figures-csv": "a file; tests/rvt/test_figures.py reads it",
    "rvt:figures-paper-pdf": "a PDF; tests/rvt/test_figures_carried.py looks into it",
    "rvt:figures-paper-state": "a part of the page of that paper",
    "home": "leads to the first page of the menu",
    "mfa_login_webauthn": "the options of a passkey, for the script",
    "keep-session": "an answer without a page",
    "accounts:turn-back": "leads to where the screen is; tests/browser/test_together.py presses it",
    "rvt:question-latest": "leads to the question that was begun last",
    "cases:overview-pdf": "a PDF; tests/cases/test_overview.py looks into it",
    "rvt:paper-pdf": "a PDF; tests/rvt/test_meeting_papers.py looks into it",
    "rvt:paper-state": "a piece of the page with papers",
    "rvt:calendar-file": "a calendar file; tests/rvt/test_calendar_file.py reads it back",
    "cases:overview-state": "a piece of the page about who looked",
    "rvt:item-stand": "the poll of the live meeting, a piece of its page",
    "veiligheidskaart:move-pdf": "a PDF; tests/veiligheidskaart/test_moves.py holds it against PDF/UA",
    "veiligheidskaart:move-stand": "a piece of the page of a move",
    "veiligheidskaart:pdf": "a PDF; tests/veiligheidskaart holds it against PDF/UA",
    "veiligheidskaart:pdf-state": "a piece of the pages of the card",
}
"""Routes that answer a GET and draw no page of their own."""

"""Invitation, forgotten password and lost phone: links that work once and sign nobody in by themselves."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import outbox
from accounts.choices import InvitationKind, Role
from accounts.clock import now
from accounts.models import AuditEvent, OneTimeLink, OutboxEntry, ReIdentification, User
from accounts.rules import LINK_LIFETIME
from accounts.services import re_identification, roles
from accounts.services.links import find_link, make_link, use_link
from accounts.services.people import EmailAlreadyKnown, reset_password
from tests.accounts.factories import OrganisationFactory, UserFactory, worker_of
from tests.accounts.steps import NEW_PASSWORD, PASSWORD, codes_of, first_step, mailed_path, second, with_app
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def invite(**who) -> User:
    team = OrganisationFactory()
    person = {"email": "nieuw@voorbeeld.example", "name": "Noa Nieuw", "organisation": team, "role": Role.PROFESSIONAL}
    return roles.invite(**person | who, by=worker_of(team, Role.ADMINISTRATOR)).user


def test_an_invited_person_chooses_a_password_and_then_sets_up_the_second_step(client):
    user = invite()

    path = mailed_path()
    page = client.get(path)
    done = client.post(path, {"password": NEW_PASSWORD}, follow=True)

    assert "Welkom Noa" in page.content.decode()
    assert done.redirect_chain == [("/", 302), ("/mijn/tweede-stap/app/", 302)]
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert AuditEvent.objects.filter(event="user.activated", target=user.uuid).exists()


def test_an_invitation_works_once(client):
    invite()
    path = mailed_path()
    client.post(path, {"password": NEW_PASSWORD})

    again = Client().post(path, {"password": "heel andere lange woorden"})

    assert again.status_code == 404
    assert "Deze link werkt niet meer." in again.content.decode()
    assert User.objects.get(email="nieuw@voorbeeld.example").check_password(NEW_PASSWORD)


def test_the_first_of_two_posts_at_once_uses_the_link_up():
    user = UserFactory()
    link = find_link(make_link(user, InvitationKind.INVITATION, by=user), InvitationKind.INVITATION)
    use_link(link)

    with pytest.raises(Exception, match=r"Deze link werkt niet meer\."):
        use_link(link)


def test_the_invitation_mail_says_only_that_there_is_a_link():
    user = invite(name="Noa Nieuw")

    mailed_path()

    (message,) = mail.outbox
    assert message.to == [user.email]
    assert message.subject == "Je bent uitgenodigd voor Rondom"
    assert "Noa" not in message.body
    assert user.memberships.get().organisation.name not in message.body


def test_the_link_itself_is_kept_nowhere():
    user = invite()
    path = mailed_path()
    token = path.split("/")[2]

    kept = [str(row) for row in (*OneTimeLink.objects.values_list(), *OutboxEntry.objects.values_list())]

    assert kept
    assert not [row for row in kept if token in row]
    assert OneTimeLink.objects.get().user == user


def test_an_address_is_invited_once():
    invite()

    with pytest.raises(EmailAlreadyKnown, match="Er is al iemand met dit e-mailadres"):
        invite(email="Nieuw@Voorbeeld.example", organisation=OrganisationFactory())


@pytest.mark.parametrize(
    ("password", "said"),
    [("kort", "12"), ("wachtwoord12", None), ("nieuw@voorbeeld", None), ("", "Kies een wachtwoord.")],
)
def test_a_weak_password_is_refused(client, password, said):
    invite()
    path = mailed_path()

    answer = client.post(path, {"password": password})

    assert (answer.status_code, OneTimeLink.objects.usable().count()) in {(422, 1)} or password == "wachtwoord12"
    if said:
        assert said in answer.content.decode()


def test_an_old_link_is_over(client):
    user = UserFactory()
    token = make_link(user, InvitationKind.PASSWORD_RESET, by=user)
    OneTimeLink.objects.update(expires_at=now())

    assert client.get(reverse("accounts:password-new", args=[token])).status_code == 404


def test_a_link_of_one_kind_opens_no_other_page(client):
    user = UserFactory()
    token = make_link(user, InvitationKind.PASSWORD_RESET, by=user)

    assert client.get(reverse("accounts:invitation", args=[token])).status_code == 404
    assert client.get(reverse("accounts:second-step-again", args=[token])).status_code == 404


def test_a_reset_link_lives_fifteen_minutes():
    assert LINK_LIFETIME[InvitationKind.PASSWORD_RESET] == timedelta(minutes=15)


def ask_reset(client: Client, email: str):
    return client.post(reverse("accounts:password-forgotten"), {"email": email}, follow=True)


def test_forgetting_a_password_gives_the_same_answer_to_everybody():
    user = UserFactory()

    known, unknown = ask_reset(Client(), user.email), ask_reset(Client(), "niemand@voorbeeld.example")

    assert known.redirect_chain == unknown.redirect_chain == [("/wachtwoord-vergeten/verstuurd/", 302)]
    assert known.content == unknown.content
    assert OutboxEntry.objects.count() == 1


def test_a_blocked_person_gets_no_mail(client):
    user = UserFactory(is_active=False)

    ask_reset(client, user.email)
    outbox.sweep()

    assert mail.outbox == []


def test_a_new_password_passes_no_second_step_and_ends_other_sessions(client):
    user = UserFactory()
    app = with_app(user)
    elsewhere = sign_in(Client(), user)
    ask_reset(client, user.email)
    path = mailed_path()

    done = client.post(path, {"password": NEW_PASSWORD})
    first = first_step(client, user, NEW_PASSWORD)

    assert done["Location"] == "/inloggen/"
    assert "_auth_user_id" not in client.session
    assert first["Location"] == "/inloggen/tweede-stap/"
    assert second(client, codes_of(app)[1]).status_code == 302
    assert elsewhere.get("/meldingen/")["Location"].startswith("/inloggen/")


def test_a_newer_reset_link_ends_the_older_one(client):
    user = UserFactory()
    ask_reset(client, user.email)
    older = mailed_path()
    ask_reset(client, user.email)
    newer = mailed_path()

    assert client.get(older).status_code == 404
    assert client.get(newer).status_code == 200


def test_asking_six_times_a_minute_mails_five_times(client):
    user = UserFactory()

    answers = [ask_reset(client, user.email) for _ in range(6)]

    assert {answer.status_code for answer in answers} == {200}
    assert OutboxEntry.objects.count() == 5


# --- Lost phone ----------------------------------------------------------------------------------


def colleagues():
    """Return two people of one team: one who lost a phone, one who helps."""
    team = OrganisationFactory()
    lost, helper = worker_of(team), worker_of(team)
    with_app(lost)
    with_app(helper)
    return lost, helper


def ask_colleague(client: Client, user: User) -> str:
    """Sign in as far as the second step, ask, and return the code on the screen."""
    first_step(client, user)
    page = client.post(reverse("accounts:no-phone"), follow=True).content.decode()
    return page.split('enrol__key">')[1].split("<")[0]


def confirm(client: Client, user: User, code: str, **more: str):
    asked = ReIdentification.objects.get(user=user)
    return client.post(reverse("accounts:help-colleague"), {"asked": asked.pk, "code": code, "seen": "on", **more})


def test_a_colleague_confirms_and_the_second_step_is_set_up_again(client):
    lost, helper = colleagues()
    elsewhere = sign_in(Client(), lost)
    code = ask_colleague(client, lost)

    confirmed = confirm(sign_in(Client(), helper), lost, code)
    path = mailed_path()
    done = Client().post(path, {"password": PASSWORD}, follow=True)

    assert confirmed.status_code == 303
    assert done.redirect_chain == [("/", 302), ("/mijn/tweede-stap/app/", 302)]
    assert not Authenticator.objects.filter(user=lost).exists()
    assert elsewhere.get("/meldingen/")["Location"].startswith("/inloggen/")
    assert AuditEvent.objects.get(event="user.re_identified").actor == helper.uuid
    assert AuditEvent.objects.get(event="user.second_step_reset").target == lost.uuid


def test_the_link_of_a_colleague_opens_nothing_without_the_password(client):
    lost, helper = colleagues()
    confirm(sign_in(Client(), helper), lost, ask_colleague(client, lost))
    path = mailed_path()

    answer = Client().post(path, {"password": "niet-het-goede-wachtwoord"})

    assert answer.status_code == 422
    assert Authenticator.objects.filter(user=lost).exists()


def test_without_the_password_nobody_asks_a_colleague(client):
    assert client.post(reverse("accounts:no-phone"))["Location"] == "/inloggen/"
    assert not ReIdentification.objects.exists()


def test_somebody_of_another_organisation_cannot_confirm(client):
    lost, _ = colleagues()
    code = ask_colleague(client, lost)
    stranger = worker_of(OrganisationFactory())
    with_app(stranger)

    answer = confirm(sign_in(Client(), stranger), lost, code)

    assert answer.status_code == 422
    assert lost.name not in answer.content.decode()
    assert not OutboxEntry.objects.exists()


def test_five_wrong_codes_end_the_request(client):
    lost, helper = colleagues()
    code = ask_colleague(client, lost)
    helping = sign_in(Client(), helper)
    wrong = "000000" if code != "000 000" else "000001"
    for _ in range(5):
        answer = confirm(helping, lost, wrong)

    assert answer.status_code == 422
    assert confirm(helping, lost, code).status_code == 422
    assert ReIdentification.objects.get().tries == 5


def test_a_colleague_has_to_have_seen_the_person(client):
    lost, helper = colleagues()
    code = ask_colleague(client, lost)

    answer = confirm(sign_in(Client(), helper), lost, code, seen="")

    assert "Bevestig dat je je collega zelf zag." in answer.content.decode()
    assert not OutboxEntry.objects.exists()


def test_helping_needs_a_fresh_second_step_of_the_helper(client):
    _, helper = colleagues()
    helping = sign_in(Client(), helper)
    session = helping.session
    session["account_authentication_methods"] = [
        {**method, "at": method["at"] - 400} for method in session["account_authentication_methods"]
    ]
    session.save()

    answer = helping.get(reverse("accounts:help-colleague"))

    assert answer["Location"].startswith("/inloggen/nog-een-keer/")


def test_nobody_confirms_themselves():
    lost, _ = colleagues()

    assert not ReIdentification.objects.open_to(lost).exists()


def test_who_works_alone_is_told_to_call(client):
    alone = worker_of(OrganisationFactory())
    with_app(alone)
    first_step(client, alone)

    page = client.get(reverse("accounts:no-phone")).content.decode()

    assert "Bel" in page
    assert "Ik ga naar een collega" not in page
    with pytest.raises(re_identification.NobodyCanHelp):
        re_identification.ask_colleague(alone)


def test_resetting_a_password_is_recorded():
    user = UserFactory()
    token = make_link(user, InvitationKind.PASSWORD_RESET, by=user)

    reset_password(find_link(token, InvitationKind.PASSWORD_RESET), password=NEW_PASSWORD)

    event = AuditEvent.objects.get()
    assert (event.event, event.actor, event.target) == ("user.password_changed", user.uuid, user.uuid)

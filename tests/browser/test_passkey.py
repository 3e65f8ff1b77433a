"""A passkey, from making it to signing in with it alone: Chromium's virtual authenticator, on a host with a name."""

from allauth.mfa.models import Authenticator

from accounts.models import AuditEvent
from tests.accounts.factories import OrganisationFactory, worker_of


def _with_virtual_authenticator(visitor):
    """Give the browser a built-in authenticator that recognises its owner."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )


def test_a_passkey_is_made_and_signs_in_alone(visit):
    user = worker_of(OrganisationFactory(), name="Sanne Verbeek")
    visitor = visit(host="localhost")
    _with_virtual_authenticator(visitor)
    visitor.become(user)

    visitor.open("/mijn/tweede-stap/toegangssleutels/nieuw/")
    visitor.page.fill("#id_name", "laptop van het werk")
    visitor.page.click("text=Maak de toegangssleutel")
    visitor.page.wait_for_url("**/mijn/tweede-stap/herstelcodes/")
    key = Authenticator.objects.get(user=user, type="webauthn")
    visitor.context.clear_cookies()
    visitor.open("/inloggen/")
    visitor.page.click("text=Inloggen met toegangssleutel")
    visitor.page.wait_for_url("**/mijn-dag/")

    assert key.wrap().name == "laptop van het werk"
    assert visitor.page.inner_text("h1").endswith("Sanne")
    assert AuditEvent.objects.filter(event="user.second_step_set", target=user.uuid).exists()


def test_a_passkey_is_the_second_step_after_a_password(visit):
    user = worker_of(OrganisationFactory(), name="Sanne Verbeek")
    visitor = visit(host="localhost")
    _with_virtual_authenticator(visitor)
    visitor.become(user)
    visitor.open("/mijn/tweede-stap/toegangssleutels/nieuw/")
    visitor.page.click("text=Maak de toegangssleutel")
    visitor.page.wait_for_url("**/mijn/tweede-stap/herstelcodes/")
    visitor.context.clear_cookies()

    visitor.open("/inloggen/")
    visitor.page.fill("#id_login", user.email)
    visitor.page.fill("#id_password", "een-lang-wachtwoord-voor-tests")
    visitor.page.click("text=Ga verder")
    visitor.page.click("text=Ga verder met toegangssleutel")
    visitor.page.wait_for_url("**/mijn-dag/")

    assert visitor.page.inner_text("h1").endswith("Sanne")

"""Addresses of `accounts`. Signing in keeps the names that allauth asks for; of its other pages none is reachable."""

from django.urls import include, path

from accounts.day import MyDay
from accounts.views import second_step, sign_in

app_pages = [
    path("mijn-dag/", MyDay.as_view(), name="my-day"),
]

urlpatterns = [
    path("inloggen/", sign_in.Login.as_view(), name="account_login"),
    path("inloggen/toegangssleutel/", sign_in.LoginWithPasskey.as_view(), name="mfa_login_webauthn"),
    path("inloggen/tweede-stap/", sign_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("inloggen/nog-een-keer/", sign_in.Again.as_view(), name="mfa_reauthenticate"),
    path("inloggen/nog-een-keer/toegangssleutel/", sign_in.AgainWithPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("uitloggen/", sign_in.Logout.as_view(), name="account_logout"),
    path("mijn/tweede-stap/app/", second_step.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("mijn/tweede-stap/herstelcodes/", second_step.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("", include((app_pages, "accounts"))),
]

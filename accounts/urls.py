"""Addresses of `accounts`. Signing in keeps the names that allauth asks for; of its other pages none is reachable."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from accounts.day import MyDay
from accounts.views import (
    demo,
    links,
    log_book,
    lost_phone,
    members,
    notifications,
    organisations,
    profile,
    roles,
    second_step,
    sessions,
    sign_in,
    tokens,
    turned,
)

own_pages: list[URLPattern] = [
    path("mijn-dag/", MyDay.as_view(), name="my-day"),
    path("scherm-terug/", turned.TurnBack.as_view(), name="turn-back"),
    path("mijn/", profile.Profile.as_view(), name="profile"),
    path("mijn/werkdagen/", profile.WorkingDays.as_view(), name="working-days"),
    path("mijn/waarneming/", profile.AbsenceAsk.as_view(), name="absence-ask"),
    path("mijn/waarneming/<uuid:uuid>/", profile.AbsenceAnswer.as_view(), name="absence-answer"),
    path("mijn/waarneming/<uuid:uuid>/intrekken/", profile.AbsenceWithdraw.as_view(), name="absence-withdraw"),
    path("mijn/apparaten/uitloggen/", sessions.OtherSessionsEnd.as_view(), name="other-sessions-end"),
    path("mijn/apparaten/<uuid:uuid>/uitloggen/", sessions.SessionEnd.as_view(), name="session-end"),
    path("mijn/collega-helpen/", lost_phone.HelpColleague.as_view(), name="help-colleague"),
    path("beheer/", organisations.OrganisationList.as_view(), name="organisation-list"),
    path("beheer/<uuid:office>/nieuw/", organisations.OrganisationCreate.as_view(), name="organisation-create"),
    path("beheer/organisaties/<uuid:uuid>/", organisations.OrganisationDetail.as_view(), name="organisation-detail"),
    path(
        "beheer/organisaties/<uuid:uuid>/wijzigen/",
        organisations.OrganisationChange.as_view(),
        name="organisation-change",
    ),
    path("beheer/organisaties/<uuid:uuid>/uitnodigen/", members.UserInvite.as_view(), name="user-invite"),
    path("beheer/organisaties/<uuid:uuid>/koppelingen/nieuw/", tokens.TokenMake.as_view(), name="token-make"),
    path("beheer/koppelingen/<uuid:uuid>/", tokens.TokenDetail.as_view(), name="token-detail"),
    path("beheer/koppelingen/<uuid:uuid>/intrekken/", tokens.TokenWithdraw.as_view(), name="token-withdraw"),
    path("beheer/mensen/<uuid:uuid>/", members.UserDetail.as_view(), name="user-detail"),
    path("beheer/mensen/<uuid:uuid>/blokkeren/", members.UserBlock.as_view(), name="user-block"),
    path("beheer/mensen/<uuid:uuid>/deblokkeren/", members.UserUnblock.as_view(), name="user-unblock"),
    path("beheer/mensen/<uuid:uuid>/uitnodigen/", members.UserInviteAgain.as_view(), name="user-invite-again"),
    path("beheer/werk/<uuid:uuid>/functie/", members.MembershipFunction.as_view(), name="membership-function"),
    path("beheer/werk/<uuid:uuid>/rol/", roles.RoleChange.as_view(), name="role-change"),
    path("beheer/mensen/<uuid:uuid>/rol-geven/", roles.RoleGive.as_view(), name="role-give"),
    path("beheer/rollen/<uuid:uuid>/", roles.RoleAnswer.as_view(), name="role-request"),
    path("beheer/rollen/<uuid:uuid>/intrekken/", roles.RoleWithdraw.as_view(), name="role-withdraw"),
    path("beheer/werk/<uuid:uuid>/stoppen/", members.MembershipEnd.as_view(), name="membership-end"),
    path("logboek/", log_book.LogBook.as_view(), name="log-book"),
    path("meldingen/gelezen/", notifications.NotificationsRead.as_view(), name="notifications-read"),
    path("inloggen/zonder-telefoon/", lost_phone.NoPhone.as_view(), name="no-phone"),
    path("uitnodiging/<str:token>/", links.Invitation.as_view(), name="invitation"),
    path("wachtwoord-vergeten/", links.PasswordForgotten.as_view(), name="password-forgotten"),
    path("wachtwoord-vergeten/verstuurd/", links.PasswordForgottenSent.as_view(), name="password-forgotten-sent"),
    path("wachtwoord/<str:token>/", links.NewPassword.as_view(), name="password-new"),
    path("tweede-stap-opnieuw/<str:token>/", links.SecondStepAgain.as_view(), name="second-step-again"),
]
if settings.DEMO_MODE:
    own_pages.append(path("inloggen/demo/", demo.DemoSignIn.as_view(), name="demo-sign-in"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("inloggen/", sign_in.Login.as_view(), name="account_login"),
    path("inloggen/toegangssleutel/", sign_in.LoginWithPasskey.as_view(), name="mfa_login_webauthn"),
    path("inloggen/tweede-stap/", sign_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("inloggen/nog-een-keer/", sign_in.Again.as_view(), name="mfa_reauthenticate"),
    path(
        "inloggen/nog-een-keer/toegangssleutel/", sign_in.AgainWithPasskey.as_view(), name="mfa_reauthenticate_webauthn"
    ),
    path("uitloggen/", sign_in.Logout.as_view(), name="account_logout"),
    path("mijn/tweede-stap/", second_step.Overview.as_view(), name="mfa_index"),
    path("mijn/tweede-stap/app/", second_step.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("mijn/tweede-stap/herstelcodes/", second_step.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "mijn/tweede-stap/herstelcodes/nieuw/",
        second_step.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("mijn/tweede-stap/toegangssleutels/nieuw/", second_step.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "mijn/tweede-stap/toegangssleutels/<str:key>/weg/",
        second_step.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("meldingen/", notifications.Notifications.as_view(), name="notifications"),
    path("ik-ben-er-nog/", profile.KeepSession.as_view(), name="keep-session"),
    path("", include((own_pages, "accounts"))),
]

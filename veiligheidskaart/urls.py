from django.urls import path

from veiligheidskaart import views

app_name = "veiligheidskaart"

urlpatterns = [
    path("k/", views.CardCheck.as_view(), name="check"),
    path("beheer/kaart/<uuid:uuid>/", views.CardBlocks.as_view(), name="blocks"),
    path("kaart-inlezen/", views.CardReadIn.as_view(), name="read-in"),
    path("beheer/kaarten-van-elders/", views.TrustedIssuers.as_view(), name="issuers"),
    path("beheer/kaarten-van-elders/<uuid:uuid>/", views.IssuerDetail.as_view(), name="issuer"),
    path("beheer/talen/", views.CardLanguages.as_view(), name="languages"),
    path("beheer/talen/<str:language>/", views.LanguageReview.as_view(), name="language-review"),
    path("huishoudens/<uuid:uuid>/kaart/", views.KaartDraft.as_view(), name="draft"),
    path("huishoudens/<uuid:uuid>/kaart/taal/<str:language>/", views.KaartTranslate.as_view(), name="translate"),
    path("huishoudens/<uuid:uuid>/kaart/samen-kijken/", views.CardTogetherStart.as_view(), name="together"),
    path("huishoudens/<uuid:uuid>/kaart/samen-kijken/scherm/", views.CardTogether.as_view(), name="together-screen"),
    path("huishoudens/<uuid:uuid>/kaart/vaststellen/", views.KaartFinalise.as_view(), name="finalise"),
    path("huishoudens/<uuid:uuid>/kaart/uitreiken/", views.HandOuts.as_view(), name="handouts"),
    path("huishoudens/<uuid:uuid>/kaart/versies/", views.KaartVersions.as_view(), name="versions"),
    path("huishoudens/<uuid:uuid>/kaart/nakijken/", views.CodeLookup.as_view(), name="code"),
    path("huishoudens/<uuid:uuid>/verhuizen/", views.HouseholdMove.as_view(), name="move"),
    path("huishoudens/<uuid:household>/verhuizen/<uuid:uuid>/onze-kaart.pdf", views.MovePdf.as_view(), name="move-pdf"),
    path("huishoudens/<uuid:household>/verhuizen/<uuid:uuid>/stand/", views.MoveStand.as_view(), name="move-stand"),
    path("huishoudens/<uuid:household>/verhuizen/<uuid:uuid>/opnieuw/", views.MoveAgain.as_view(), name="move-again"),
    path(
        "huishoudens/<uuid:household>/verhuizen/<uuid:uuid>/overgenomen/",
        views.MoveTakenOver.as_view(),
        name="move-taken-over",
    ),
    path(
        "huishoudens/<uuid:household>/verhuizen/<uuid:uuid>/intrekken/",
        views.MoveWithdraw.as_view(),
        name="move-withdraw",
    ),
    path("huishoudens/<uuid:household>/kaart/<uuid:uuid>/vergelijken/", views.EditionCompare.as_view(), name="compare"),
    path("huishoudens/<uuid:household>/kaart/<uuid:uuid>/", views.EditionDetail.as_view(), name="edition"),
    path("huishoudens/<uuid:household>/kaart/<uuid:uuid>/onze-kaart.pdf", views.EditionPdf.as_view(), name="pdf"),
    path("huishoudens/<uuid:household>/kaart/<uuid:uuid>/stand/", views.EditionState.as_view(), name="pdf-state"),
    path("huishoudens/<uuid:household>/kaart/<uuid:uuid>/opnieuw/", views.EditionPdfAgain.as_view(), name="pdf-again"),
]

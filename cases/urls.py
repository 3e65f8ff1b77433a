"""Addresses of households. Every id is a UUID; nothing personal stands in a path or a query string."""

from django.urls import path

from cases.views import (
    access,
    advice,
    agreements,
    analysis,
    closing,
    create,
    emergency,
    exclusions,
    faces,
    film,
    finding,
    helping,
    household,
    lists,
    look_reviews,
    looks,
    network,
    overviews,
    patterns,
    people,
    phases,
    protected,
    questions,
    ratings,
    together,
)

app_name = "cases"

_AGREEMENT = "huishoudens/<uuid:uuid>/afspraken/<uuid:agreement>/"

agreement_pages = [
    path(_AGREEMENT, agreements.AgreementChange.as_view(), name="agreement-change"),
    path(f"{_AGREEMENT}vinkje/", agreements.AgreementTickCreate.as_view(), name="agreement-tick"),
    path(
        f"{_AGREEMENT}vinkje/<uuid:tick>/ongedaan/",
        agreements.AgreementTickWithdraw.as_view(),
        name="agreement-tick-withdraw",
    ),
    path(f"{_AGREEMENT}vervallen/", agreements.AgreementEnd.as_view(), name="agreement-end"),
]

_HELP = "huishoudens/<uuid:uuid>/hulp/"

help_pages = [
    path(f"{_HELP}nieuw/", helping.HelpCreate.as_view(), name="help-create"),
    path(f"{_HELP}<uuid:help>/", helping.HelpStepCreate.as_view(), name="help-step"),
    path(f"{_HELP}<uuid:help>/<uuid:step>/ongedaan/", helping.HelpStepWithdraw.as_view(), name="help-withdraw"),
]

_ANALYSIS = "huishoudens/<uuid:uuid>/wat-is-er-aan-de-hand/"
_STATEMENT = f"{_ANALYSIS}<uuid:statement>/"

analysis_pages = [
    path(_ANALYSIS, analysis.Analysis.as_view(), name="analysis"),
    path(f"{_ANALYSIS}nieuw/", analysis.StatementCreate.as_view(), name="statement-create"),
    path(_STATEMENT, analysis.StatementChange.as_view(), name="statement-change"),
    path(f"{_STATEMENT}anders/", analysis.StatementOtherView.as_view(), name="statement-other-view"),
    path(f"{_STATEMENT}weghalen/", analysis.StatementTakeOut.as_view(), name="statement-take-out"),
]

_ACCESS = "huishoudens/<uuid:uuid>/toegang/"
_OF_SOMEBODY = f"{_ACCESS}persoon/<uuid:involvement>/"

access_pages = [
    path(_ACCESS, access.AccessList.as_view(), name="access"),
    path(f"{_ACCESS}uitsluiten/", exclusions.KeepOut.as_view(), name="keep-out"),
    path(f"{_ACCESS}uitgesloten/<uuid:exclusion>/", exclusions.LetInAgain.as_view(), name="let-in-again"),
    path(f"{_OF_SOMEBODY}verlengen/", access.AccessExtend.as_view(), name="access-extend"),
    path(f"{_OF_SOMEBODY}stoppen/", access.AccessStop.as_view(), name="access-stop"),
    path(f"{_OF_SOMEBODY}laten-stoppen/", access.AccessLetEnd.as_view(), name="access-let-end"),
    path(f"{_ACCESS}<uuid:organisation>/", access.AccessGive.as_view(), name="access-give"),
    path(
        f"{_ACCESS}<uuid:organisation>/stoppen/",
        access.AccessStopOrganisation.as_view(),
        name="access-stop-organisation",
    ),
    path("huishoudens/<uuid:uuid>/ik-ken-dit-gezin/", exclusions.KnowFamily.as_view(), name="know-family"),
]

emergency_pages = [
    path("noodtoegang/", emergency.EmergencyStart.as_view(), name="emergency-start"),
    path("noodtoegang/openen/", emergency.EmergencyOpen.as_view(), name="emergency-open"),
    path("noodtoegang/openen/<uuid:search>/", emergency.EmergencyChoose.as_view(), name="emergency-choose"),
    path("noodtoegang/klaar/<uuid:uuid>/", emergency.EmergencyEnd.as_view(), name="emergency-end"),
    path("noodtoegang/beoordelen/", emergency.EmergencyReviews.as_view(), name="emergency-reviews"),
    path("noodtoegang/beoordelen/<uuid:access>/", emergency.EmergencyJudge.as_view(), name="emergency-judge"),
]

look_pages = [
    path("logboek/nakijken/", look_reviews.LookReviews.as_view(), name="look-reviews"),
    path("logboek/nakijken/<uuid:review>/", look_reviews.LookJudge.as_view(), name="look-judge"),
]

_OVERVIEW = "huishoudens/<uuid:household>/inzage/<uuid:uuid>/"

overview_pages = [
    path("huishoudens/<uuid:uuid>/inzage/", overviews.Overview.as_view(), name="overview"),
    path(f"{_OVERVIEW}wie-keek-mee.pdf", overviews.OverviewPdf.as_view(), name="overview-pdf"),
    path(f"{_OVERVIEW}stand/", overviews.OverviewState.as_view(), name="overview-state"),
    path(f"{_OVERVIEW}opnieuw/", overviews.OverviewAgain.as_view(), name="overview-again"),
]

_PERSON = "huishoudens/<uuid:uuid>/mensen/<uuid:person>/"

protected_pages = [
    path(f"{_PERSON}plekken/nieuw/", protected.FactCreate.as_view(), name="fact-create"),
    path(f"{_PERSON}plekken/<uuid:fact>/", protected.FactChange.as_view(), name="fact-change"),
    path("huishoudens/<uuid:uuid>/plekken-zien/<uuid:grant>/", protected.GrantTake.as_view(), name="fact-grant-take"),
    path(f"{_PERSON}plekken/<uuid:fact>/stop/", protected.FactEnd.as_view(), name="fact-end"),
    path(f"{_PERSON}plekken/<uuid:fact>/tonen/", protected.FactReveal.as_view(), name="fact-reveal"),
    path(f"{_PERSON}plekken/<uuid:fact>/getoond/<uuid:reveal>/", protected.FactShown.as_view(), name="fact-shown"),
    path(f"{_PERSON}veilig-bereiken/", protected.SafeContact.as_view(), name="safe-contact"),
]

question_pages = [
    path("moet-ik-melden/", questions.MustIReport.as_view(), name="must-i-report"),
    path("huishoudens/<uuid:uuid>/moet-ik-melden/", questions.ReportWeigh.as_view(), name="report-weigh"),
    path("huishoudens/<uuid:uuid>/vraag-aan-rvt/", questions.QuestionBring.as_view(), name="question-bring"),
    path("huishoudens/<uuid:uuid>/advies/<uuid:question>/", advice.AdviceTaken.as_view(), name="advice"),
    path("huishoudens/<uuid:uuid>/advies/<uuid:question>/opnieuw/", advice.AdviceAgain.as_view(), name="advice-again"),
    path("huishoudens/<uuid:uuid>/taken-na-advies/", advice.AdviceTasks.as_view(), name="advice-tasks"),
]

urlpatterns = [
    *question_pages,
    *emergency_pages,
    *look_pages,
    path("huishoudens/", lists.HouseholdList.as_view(), name="household-list"),
    path("huishoudens/is-er-al/", finding.FaceAsk.as_view(), name="face-ask"),
    path("huishoudens/nieuw/", create.HouseholdCreate.as_view(), name="household-create"),
    path("huishoudens/wissel/<uuid:uuid>/", faces.SwitchAnswer.as_view(), name="switch-answer"),
    path("huishoudens/wissel/<uuid:uuid>/intrekken/", faces.SwitchWithdraw.as_view(), name="switch-withdraw"),
    path("huishoudens/duo/<uuid:uuid>/", faces.DuoAnswer.as_view(), name="duo-answer"),
    path("huishoudens/duo/<uuid:uuid>/intrekken/", faces.DuoWithdraw.as_view(), name="duo-withdraw"),
    path("huishoudens/<uuid:uuid>/wissel/", faces.SwitchCreate.as_view(), name="switch-create"),
    path("huishoudens/<uuid:uuid>/vast-gezicht/", faces.FaceAppoint.as_view(), name="face-appoint"),
    path("huishoudens/<uuid:uuid>/duo/", faces.DuoCreate.as_view(), name="duo-create"),
    path("huishoudens/<uuid:uuid>/duo/stoppen/", faces.DuoEnd.as_view(), name="duo-end"),
    path("huishoudens/<uuid:uuid>/duo/<uuid:organisation>/", faces.DuoAsk.as_view(), name="duo-ask"),
    path("huishoudens/<uuid:uuid>/afsluiten/", closing.HouseholdClose.as_view(), name="household-close"),
    path("huishoudens/<uuid:uuid>/weer-starten/", closing.HouseholdReopen.as_view(), name="household-reopen"),
    path("huishoudens/<uuid:uuid>/", household.HouseholdDetail.as_view(), name="household-detail"),
    path("huishoudens/<uuid:uuid>/gegevens/", household.HouseholdChange.as_view(), name="household-change"),
    path("huishoudens/<uuid:uuid>/wie-keek-mee/", looks.Looks.as_view(), name="looks"),
    path("huishoudens/<uuid:uuid>/samen-kijken/", together.TogetherStart.as_view(), name="together"),
    path("huishoudens/<uuid:uuid>/samen-kijken/scherm/", together.Together.as_view(), name="together-screen"),
    path("huishoudens/<uuid:uuid>/film/", film.Film.as_view(), name="film"),
    path("huishoudens/<uuid:uuid>/film/nieuw/", film.FilmCreate.as_view(), name="film-create"),
    path("huishoudens/<uuid:uuid>/film/patroon/", patterns.PatternCreate.as_view(), name="pattern-create"),
    path(
        "huishoudens/<uuid:uuid>/film/patroon/<uuid:pattern>/weghalen/",
        patterns.PatternTakeOut.as_view(),
        name="pattern-take-out",
    ),
    path("huishoudens/<uuid:uuid>/film/<uuid:event>/aanvullen/", film.FilmNoteCreate.as_view(), name="film-note"),
    path("huishoudens/<uuid:uuid>/film/<uuid:event>/ongedaan/", film.FilmWithdraw.as_view(), name="film-withdraw"),
    path("huishoudens/<uuid:uuid>/afspraken/nieuw/", agreements.AgreementCreate.as_view(), name="agreement-create"),
    *agreement_pages,
    *help_pages,
    *analysis_pages,
    *access_pages,
    *overview_pages,
    path("huishoudens/<uuid:uuid>/fase/", phases.PhaseCreate.as_view(), name="phase-create"),
    path("huishoudens/<uuid:uuid>/hoe-veilig/", ratings.SafetyRatingCreate.as_view(), name="rating-create"),
    path(
        "huishoudens/<uuid:uuid>/hoe-veilig/<uuid:rating>/ongedaan/",
        ratings.SafetyRatingWithdraw.as_view(),
        name="rating-withdraw",
    ),
    path("huishoudens/<uuid:uuid>/mensen/", people.People.as_view(), name="people"),
    path("huishoudens/<uuid:uuid>/mensen/nieuw/", people.PersonCreate.as_view(), name="person-create"),
    path("huishoudens/<uuid:uuid>/mensen/<uuid:person>/", people.PersonDetail.as_view(), name="person-detail"),
    path("huishoudens/<uuid:uuid>/mensen/<uuid:person>/wijzig/", people.PersonChange.as_view(), name="person-change"),
    path("huishoudens/<uuid:uuid>/mensen/<uuid:person>/weg/", people.PersonLeft.as_view(), name="person-left"),
    *protected_pages,
    path("huishoudens/<uuid:uuid>/netwerk/nieuw/", network.NetworkCreate.as_view(), name="network-create"),
    path("huishoudens/<uuid:uuid>/netwerk/<uuid:network>/", network.NetworkChange.as_view(), name="network-change"),
]

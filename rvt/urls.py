"""Addresses of the table. Every id is a UUID; nothing personal stands in a path or a query string."""

from django.urls import path

from rvt.urls_beheer import beheer_pages
from rvt.urls_register import register_pages
from rvt.views import (
    advice,
    agenda,
    agenda_acts,
    invitations,
    live,
    look_back,
    meetings,
    papers,
    pool,
    questions,
    queue,
    recognise,
    start,
)

app_name = "rvt"

_QUESTION = "rvt/vraag/<uuid:uuid>/"

question_pages = [
    path("rvt/", start.Start.as_view(), name="start"),
    path("rvt/vraag/", questions.QuestionBegin.as_view(), name="question-begin"),
    path("rvt/vraag/verder/", questions.QuestionLatest.as_view(), name="question-latest"),
    path(_QUESTION, queue.QuestionDetail.as_view(), name="question-detail"),
    path(f"{_QUESTION}stap/1/", questions.QuestionStep1.as_view(), name="question-step-1"),
    path(f"{_QUESTION}stap/2/", questions.QuestionStep2.as_view(), name="question-step-2"),
    path(f"{_QUESTION}stap/3/", questions.QuestionStep3.as_view(), name="question-step-3"),
    path(f"{_QUESTION}stap/4/", questions.QuestionStep4.as_view(), name="question-step-4"),
    path(f"{_QUESTION}stap/5/", questions.QuestionStep5.as_view(), name="question-step-5"),
    path(f"{_QUESTION}kijk-na/", questions.QuestionReview.as_view(), name="question-review"),
    path(f"{_QUESTION}intrekken/", questions.QuestionWithdraw.as_view(), name="question-withdraw"),
    path("rvt/wachtrij/", queue.Queue.as_view(), name="queue"),
    path(f"{_QUESTION}geen-namen/", queue.QuestionChecked.as_view(), name="question-checked"),
    path(f"{_QUESTION}terug/", queue.QuestionSendBack.as_view(), name="question-send-back"),
    path(f"{_QUESTION}past-beter/", queue.QuestionRefer.as_view(), name="question-refer"),
]

_MEETING = "rvt/overleg/<uuid:uuid>/"
_AGENDA = f"{_MEETING}agenda/"

meeting_pages = [
    path("rvt/overleggen/", meetings.MeetingList.as_view(), name="meeting-list"),
    path("rvt/overleg/nieuw/", meetings.MeetingCreate.as_view(), name="meeting-create"),
    path(_MEETING, meetings.MeetingDetail.as_view(), name="meeting-detail"),
    path(f"{_MEETING}veranderen/", meetings.MeetingChange.as_view(), name="meeting-change"),
    path(f"{_MEETING}afzeggen/", meetings.MeetingCancel.as_view(), name="meeting-cancel"),
    path(f"{_MEETING}antwoord/", invitations.OwnAnswer.as_view(), name="meeting-answer"),
    path("rvt/deskundigen/", pool.ExpertList.as_view(), name="expert-list"),
    path("rvt/deskundigen/nieuw/", pool.ExpertAdd.as_view(), name="expert-add"),
    path("rvt/deskundigen/<uuid:uuid>/", pool.ExpertChange.as_view(), name="expert-change"),
    path(f"{_MEETING}papier/", papers.Papers.as_view(), name="papers"),
    path(f"{_MEETING}papier/<uuid:paper>/pdf/", papers.PaperPdf.as_view(), name="paper-pdf"),
    path(f"{_MEETING}papier/<uuid:paper>/stand/", papers.PaperState.as_view(), name="paper-state"),
    path(f"{_MEETING}papier/<uuid:paper>/opnieuw/", papers.PaperAgain.as_view(), name="paper-again"),
    path(f"{_MEETING}agendabestand/", papers.CalendarFile.as_view(), name="calendar-file"),
    path(_AGENDA, agenda.AgendaPage.as_view(), name="agenda"),
    path(f"{_AGENDA}bekijken/", agenda_acts.AgendaPreview.as_view(), name="agenda-preview"),
    path(f"{_AGENDA}versturen/", agenda_acts.AgendaSend.as_view(), name="agenda-send"),
    path(f"{_AGENDA}<uuid:item>/wie/", agenda_acts.AgendaGuests.as_view(), name="agenda-guests"),
    path(f"{_AGENDA}<uuid:item>/verplaatsen/", agenda_acts.AgendaMove.as_view(), name="agenda-move"),
    path("rvt/uitnodiging/<str:token>/", invitations.InvitationPage.as_view(), name="invitation"),
]

_LIVE = "rvt/overleg/<uuid:uuid>/live/"
_ITEM = f"{_LIVE}<uuid:item>/"
_ADVICE = "rvt/vraag/<uuid:uuid>/advies/"

table_pages = [
    path(_LIVE, live.MeetingLive.as_view(), name="meeting-live"),
    path(f"{_LIVE}begin/", live.MeetingStart.as_view(), name="meeting-start"),
    path(f"{_LIVE}stop/", live.MeetingEnd.as_view(), name="meeting-end"),
    path(f"{_LIVE}wie-is-er/", live.Attendance.as_view(), name="attendance"),
    path(_ITEM, live.ItemLive.as_view(), name="item-live"),
    path(f"{_ITEM}open/", live.ItemOpen.as_view(), name="item-open"),
    path(f"{_ITEM}stand/", live.ItemStand.as_view(), name="item-stand"),
    path(f"{_ITEM}veld/", live.FieldSave.as_view(), name="field-save"),
    path(f"{_ITEM}minuten/", live.ItemMinutes.as_view(), name="item-minutes"),
    path(f"{_ITEM}besluit/", live.ItemDecide.as_view(), name="item-decide"),
    path("rvt/punt/<uuid:uuid>/ik-herken/", recognise.Recognise.as_view(), name="recognise"),
    path(_ADVICE, advice.AdviceDetail.as_view(), name="advice-detail"),
    path(f"{_ADVICE}klopt-dit/", advice.AdviceRead.as_view(), name="advice-read"),
    path(f"{_ADVICE}wijzig/", advice.AdviceChange.as_view(), name="advice-change"),
    path(f"{_ADVICE}opnieuw/", advice.QuestionAgain.as_view(), name="question-again"),
    path(f"{_ADVICE}regel/", advice.AdviceLine.as_view(), name="advice-line"),
    path("rvt/terugkijken/bedankt/", look_back.LookBackThanks.as_view(), name="look-back-thanks"),
    path("rvt/terugkijken/<str:token>/", look_back.LookBack.as_view(), name="look-back"),
    path("rvt/leerpunten/", look_back.Lessons.as_view(), name="lessons"),
]

urlpatterns = [*question_pages, *meeting_pages, *table_pages, *register_pages, *beheer_pages]

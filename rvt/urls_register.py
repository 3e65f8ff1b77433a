"""Addresses of the advice register and the figures; part of the namespace of `rvt.urls`."""

from django.urls import path

from rvt.views import bureau, figures, register

_CONSULTATION = "consultaties/<uuid:uuid>/"
_PAPER = "cijfers/papier/<uuid:uuid>/"

register_pages = [
    path("consultaties/", register.ConsultationList.as_view(), name="consultation-list"),
    path("consultaties/nieuw/", register.ConsultationCreate.as_view(), name="consultation-create"),
    path("consultaties/statistiek/", bureau.BureauCheck.as_view(), name="bureau"),
    path("consultaties/statistiek/bestand.csv", bureau.BureauFile.as_view(), name="bureau-file"),
    path(_CONSULTATION, register.ConsultationDetail.as_view(), name="consultation-detail"),
    path(f"{_CONSULTATION}aanvullen/", register.ConsultationAdd.as_view(), name="consultation-add"),
    path(f"{_CONSULTATION}teruggebeld/", register.ConsultationCalledBack.as_view(), name="consultation-called-back"),
    path("rvt/punt/<uuid:uuid>/telt-mee/", register.ItemCount.as_view(), name="item-count"),
    path("cijfers/", figures.Figures.as_view(), name="figures"),
    path("cijfers/halfjaarcijfers.csv", figures.FiguresCsv.as_view(), name="figures-csv"),
    path("cijfers/opmerkingen/", figures.FiguresNotes.as_view(), name="figures-notes"),
    path("cijfers/papier/", figures.FiguresPaperAsk.as_view(), name="figures-paper-ask"),
    path(_PAPER, figures.FiguresPaperPage.as_view(), name="figures-paper"),
    path(f"{_PAPER}stand/", figures.FiguresPaperState.as_view(), name="figures-paper-state"),
    path(f"{_PAPER}halfjaarcijfers.pdf", figures.FiguresPaperPdf.as_view(), name="figures-paper-pdf"),
    path(f"{_PAPER}opnieuw/", figures.FiguresPaperAgain.as_view(), name="figures-paper-again"),
]

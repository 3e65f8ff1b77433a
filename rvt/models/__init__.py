from rvt.models.advice import Advice, ExpertLine
from rvt.models.figures import FiguresPaper, HalfYearNotes
from rvt.models.imports import CountedQuestion, ImportLine, RegisterImport
from rvt.models.look_back import LookBackAnswer, LookBackLink
from rvt.models.meetings import AgendaItem, AgendaRelease, Guest, Invitation, Meeting, MeetingSeries, Recognised
from rvt.models.papers import MeetingPaper
from rvt.models.pool import Expert
from rvt.models.questions import Question, Reflection
from rvt.models.register import Addition, Code, Consultation, CountedItem

__all__ = [
    "Addition",
    "Advice",
    "AgendaItem",
    "AgendaRelease",
    "Code",
    "Consultation",
    "CountedItem",
    "CountedQuestion",
    "Expert",
    "ExpertLine",
    "FiguresPaper",
    "Guest",
    "HalfYearNotes",
    "ImportLine",
    "Invitation",
    "LookBackAnswer",
    "LookBackLink",
    "Meeting",
    "MeetingPaper",
    "MeetingSeries",
    "Question",
    "Recognised",
    "Reflection",
    "RegisterImport",
]

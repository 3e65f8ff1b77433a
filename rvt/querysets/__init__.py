"""Which rows of the table. Who may see a question stands in `questions`, once (design 2)."""

from rvt.querysets.advice import AdviceQuerySet, ExpertLineQuerySet
from rvt.querysets.look_back import LookBackAnswerQuerySet, LookBackLinkQuerySet
from rvt.querysets.meetings import (
    AgendaItemQuerySet,
    AgendaReleaseQuerySet,
    GuestQuerySet,
    InvitationQuerySet,
    MeetingQuerySet,
    MeetingSeriesQuerySet,
    RecognisedQuerySet,
)
from rvt.querysets.papers import MeetingPaperQuerySet
from rvt.querysets.pool import ExpertQuerySet
from rvt.querysets.questions import QuestionQuerySet, ReflectionQuerySet

__all__ = [
    "AdviceQuerySet",
    "AgendaItemQuerySet",
    "AgendaReleaseQuerySet",
    "ExpertLineQuerySet",
    "ExpertQuerySet",
    "GuestQuerySet",
    "InvitationQuerySet",
    "LookBackAnswerQuerySet",
    "LookBackLinkQuerySet",
    "MeetingPaperQuerySet",
    "MeetingQuerySet",
    "MeetingSeriesQuerySet",
    "QuestionQuerySet",
    "RecognisedQuerySet",
    "ReflectionQuerySet",
]

"""Which rows: the access rule of design 2 (`rule`), and what follows from it in each part of a household."""

from cases.querysets.access import (
    ExclusionQuerySet,
    FaceQuestionQuerySet,
    InvolvementQuerySet,
    RequestQuerySet,
    SharingDecisionQuerySet,
)
from cases.querysets.emergency import EmergencyAccessQuerySet, EmergencySearchQuerySet, EmergencyVerdictQuerySet
from cases.querysets.help import HelpItemQuerySet, HelpStepQuerySet
from cases.querysets.households import HouseholdQuerySet
from cases.querysets.looks import LookReviewQuerySet, LookVerdictQuerySet
from cases.querysets.overviews import LookOverviewQuerySet
from cases.querysets.protected import ProtectedFactGrantQuerySet, ProtectedFactQuerySet, RevealQuerySet
from cases.querysets.questions import AdviceTaskAnswerQuerySet, QuestionLinkQuerySet, ReportWeighingQuerySet
from cases.querysets.rule import among
from cases.querysets.story import (
    AgreementQuerySet,
    AgreementTickQuerySet,
    FilmEventQuerySet,
    FilmPatternQuerySet,
    FollowsHousehold,
    SafetyRatingQuerySet,
    StatementQuerySet,
    StoryQuerySet,
)

__all__ = [
    "AdviceTaskAnswerQuerySet",
    "AgreementQuerySet",
    "AgreementTickQuerySet",
    "EmergencyAccessQuerySet",
    "EmergencySearchQuerySet",
    "EmergencyVerdictQuerySet",
    "ExclusionQuerySet",
    "FaceQuestionQuerySet",
    "FilmEventQuerySet",
    "FilmPatternQuerySet",
    "FollowsHousehold",
    "HelpItemQuerySet",
    "HelpStepQuerySet",
    "HouseholdQuerySet",
    "InvolvementQuerySet",
    "LookOverviewQuerySet",
    "LookReviewQuerySet",
    "LookVerdictQuerySet",
    "ProtectedFactGrantQuerySet",
    "ProtectedFactQuerySet",
    "QuestionLinkQuerySet",
    "ReportWeighingQuerySet",
    "RequestQuerySet",
    "RevealQuerySet",
    "SafetyRatingQuerySet",
    "SharingDecisionQuerySet",
    "StatementQuerySet",
    "StoryQuerySet",
    "among",
]

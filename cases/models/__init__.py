from cases.models.agreements import Agreement, AgreementTick
from cases.models.analysis import Statement, StatementNote, StatementText
from cases.models.closing import LookingBack
from cases.models.emergency import EmergencyAccess, EmergencySearch, EmergencyVerdict
from cases.models.faces import ContactPeriod, Duo, DuoRequest, Exclusion, Involvement, SwitchRequest
from cases.models.figures import FaceCount
from cases.models.film import FilmEvent, FilmNote
from cases.models.finding import FaceQuestion
from cases.models.help import HelpFor, HelpItem, HelpStep
from cases.models.household import Household, HouseholdBound
from cases.models.looks import LookReview, LookVerdict
from cases.models.overviews import LookOverview
from cases.models.patterns import FilmPattern, FilmPatternWithdrawal, PatternEvent
from cases.models.people import Home, NetworkPerson, Person, Relation, Residence
from cases.models.phases import Phase, PhaseQuote
from cases.models.protected import ProtectedFact, ProtectedFactGrant, Reveal, UnsafeFor
from cases.models.questions import AdviceTaskAnswer, QuestionLink, ReportWeighing
from cases.models.ratings import SafetyRating, SafetyRatingWithdrawal
from cases.models.sharing import AccessMayEnd, HouseholdGroupPermission, SharingDecision

__all__ = [
    "AccessMayEnd",
    "AdviceTaskAnswer",
    "Agreement",
    "AgreementTick",
    "ContactPeriod",
    "Duo",
    "DuoRequest",
    "EmergencyAccess",
    "EmergencySearch",
    "EmergencyVerdict",
    "Exclusion",
    "FaceCount",
    "FaceQuestion",
    "FilmEvent",
    "FilmNote",
    "FilmPattern",
    "FilmPatternWithdrawal",
    "HelpFor",
    "HelpItem",
    "HelpStep",
    "Home",
    "Household",
    "HouseholdBound",
    "HouseholdGroupPermission",
    "Involvement",
    "LookOverview",
    "LookReview",
    "LookVerdict",
    "LookingBack",
    "NetworkPerson",
    "PatternEvent",
    "Person",
    "Phase",
    "PhaseQuote",
    "ProtectedFact",
    "ProtectedFactGrant",
    "QuestionLink",
    "Relation",
    "ReportWeighing",
    "Residence",
    "Reveal",
    "SafetyRating",
    "SafetyRatingWithdrawal",
    "SharingDecision",
    "Statement",
    "StatementNote",
    "StatementText",
    "SwitchRequest",
    "UnsafeFor",
]

from accounts.models.access_log import AccessLine, AccessSeal
from accounts.models.availability import Absence, WorkingDay
from accounts.models.drafts import Draft, SubmissionKey
from accounts.models.events import AuditEvent
from accounts.models.kit import Identified, Versioned
from accounts.models.notifications import Notification
from accounts.models.organisations import Membership, Municipality, Organisation, Region
from accounts.models.other_texts import OtherText
from accounts.models.outbox import OutboxEntry
from accounts.models.people import OneTimeLink, ReIdentification, User, display_name
from accounts.models.roles import RoleRequest
from accounts.models.sessions import Session
from accounts.models.tokens import ApiToken

__all__ = [
    "Absence",
    "AccessLine",
    "AccessSeal",
    "ApiToken",
    "AuditEvent",
    "Draft",
    "Identified",
    "Membership",
    "Municipality",
    "Notification",
    "OneTimeLink",
    "Organisation",
    "OtherText",
    "OutboxEntry",
    "ReIdentification",
    "Region",
    "RoleRequest",
    "Session",
    "SubmissionKey",
    "User",
    "Versioned",
    "WorkingDay",
    "display_name",
]

"""The access log: who looked at which household, and by what right (NEN 7513, `docs/adr/0041`).

While a request is answered, the access kit notes what it touched: `asked` (the address names it), `seen` (it was found
for this person), `listed`, `happened`. When the answer is ready and before it leaves, `write` makes lines of the notes:
one for each household. When a line cannot be written, nothing leaves (`accounts.audit_line`).

What a view notes decides, never a header of the request: only a view that says so itself is a poll (`is_no_look`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts import audit_line, slots
from accounts.choices import AccessEvent, Outcome
from accounts.context_processors import desk
from accounts.errors import DomainError
from accounts.models import Membership, User

ACTION = {
    AccessEvent.SEARCH: "E",
    AccessEvent.EXPORT: "E",
    AccessEvent.CREATE: "C",
    AccessEvent.CHANGE: "U",
    AccessEvent.GUARDED: "U",
    AccessEvent.SIGN_IN: "E",
    AccessEvent.SIGN_IN_FAILED: "E",
    AccessEvent.SIGN_OUT: "E",
}
"""Create, update or execute (NEN 7513, 7.2.2); everything else is R, read."""

ALWAYS_REFUSED = (AccessEvent.SIGN_IN_FAILED, AccessEvent.GUARDED)
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
HIDDEN = (403, 404)
NOTHING_SHOWN = (401, 405, 429)
"""Answers without anything of a household, whoever it was found for."""

NOBODY = UUID(int=0)
ROOT = "household"
"""What everything in this log belongs to. This room knows it by the `audit_root` of a row only."""

NO_ROLE = "none"
INTEGRATION_ROLE = "integration"
"""A machine, for the person who made its token."""


@dataclass(frozen=True)
class Basis:
    """By what right: the role, in whose name, and the involvement that allows it (None: none, as for a team lead)."""

    role: str = NO_ROLE
    organisation: UUID | None = None
    relation: UUID | None = None
    emergency: bool = False


@dataclass(frozen=True)
class Note:
    """One thing that a request touched. `kind`: what `thing` is; `household`: whose it is."""

    event: AccessEvent
    kind: str
    thing: UUID
    household: UUID | None = None
    basis: Basis = field(default_factory=Basis)
    households: tuple[UUID, ...] = ()
    people: tuple[UUID, ...] = ()
    who: UUID | None = None
    session_key: str = ""


class Notes:
    """What one request touched so far."""

    def __init__(self) -> None:
        self.asked: Note | None = None
        self.seen: dict[UUID, Note] = {}
        self.others: list[Note] = []
        self.is_no_look = False
        self.sent: list[dict[str, Any]] = []
        self.sending: audit_line.Sending | None = None
        self.is_all_sent = False


def asked(
    request: HttpRequest, model: type[Any] | None, parts: Mapping[str, Any], own: str, event: AccessEvent
) -> None:
    """Note what the address asks for, found or not. `own` is the part of the address that names the row itself."""
    if model is None or not hasattr(model, "audit_root"):
        return
    kind = model.__name__.lower()
    root = next((parts[name] for name in ("household", "household_uuid") if name in parts), None)
    if root is None and (kind == ROOT or own != "uuid"):
        root = parts.get("uuid")
    if own in parts:
        _notes(request).asked = Note(event, kind, parts[own], root)
    elif root is not None:
        _notes(request).asked = Note(event, ROOT, root, root)


def with_basis(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Let the statement that finds one of these rows also say by what right: `seen` then asks nothing more."""
    column = (
        next(slots.fill("access_basis_column", user, rows.model), None) if hasattr(rows.model, "audit_root") else None
    )
    return rows if column is None else rows.annotate(access_basis=column)


def seen(
    request: HttpRequest, row: Any, *, root: UUID | None = None, event: AccessEvent | None = None, kind: str = ""
) -> None:
    """Note that `row` was found for this person. A row without `audit_root` belongs to no household: not logged.

    By which involvement is asked once a request, and at this moment: afterwards it may have ended. `root` spares
    reading the household of the row. `kind` says what of the row is shown, when that is not the row itself.
    """
    if not hasattr(type(row), "audit_root"):
        return
    notes, root = _notes(request), root or row.audit_root
    thing = getattr(row, "uuid", None) or (notes.asked.thing if notes.asked else root)
    kind, people = kind or type(row).__name__.lower(), tuple(getattr(row, "audit_people", ()))
    if (before := notes.seen.get(root)) is None:
        event = event or (notes.asked.event if notes.asked else AccessEvent.LOOK)
        basis = _found_basis(request, row) if hasattr(row, "access_basis") else _basis(request, root)
        notes.seen[root] = Note(event, kind, thing, root, basis, people=people)
    elif thing != root:
        notes.seen[root] = replace(before, kind=kind, thing=thing, people=people)


def listed(request: HttpRequest, kind: str, households: Iterable[UUID]) -> None:
    """Note that these households stood in a list: one line, for the privacy officer only."""
    user = _user(request)
    note = Note(AccessEvent.LIST, kind, user.uuid, basis=_basis(request), households=tuple(dict.fromkeys(households)))
    _notes(request).others.append(note)


def searched(request: HttpRequest, kind: str) -> None:
    """Note that this person searched. What for is not kept: it is a name."""
    user = _user(request)
    _notes(request).others.append(Note(AccessEvent.SEARCH, kind, user.uuid, basis=_basis(request)))


def refused(request: HttpRequest, error: DomainError) -> None:
    """Note what the work forbade, when that is something for the log: a text that tells a secret, without the text."""
    if error.access_event is not None:
        notes = _notes(request)
        notes.others += [replace(note, event=error.access_event) for note in notes.seen.values()]


def integration(request: HttpRequest, token: Any) -> None:
    """Note that an integration came with `token`, for the person who made it and answers for it."""
    basis = Basis(INTEGRATION_ROLE, token.organisation.uuid)
    note = Note(AccessEvent.INTEGRATION, "api_token", token.uuid, basis=basis, who=token.made_by.uuid)
    _notes(request).others.append(note)


def wrong_token(request: HttpRequest) -> None:
    """Note that somebody came with a token that opens nothing. Which is not kept."""
    _notes(request).others.append(Note(AccessEvent.SIGN_IN_FAILED, "api_token", NOBODY))


def is_no_look(request: HttpRequest) -> None:
    """Say that this answer shows nothing of the household: a poll, or the "saved" of a draft. A refusal is logged."""
    _notes(request).is_no_look = True


def begin(request: HttpRequest, response: HttpResponseBase) -> None:
    """Send the lines of a look while its page is made: the disk takes longer than the line may. `write` waits for it.

    What a post did is known when it is committed, and a refusal after everything else.
    """
    notes: Notes | None = getattr(request, "_access_notes", None)
    if notes is not None and request.method in SAFE_METHODS and response.status_code < 400:
        notes.sent = _lines(request, notes, response.status_code)
        notes.sending = audit_line.send(notes.sent) if notes.sent else None
        notes.is_all_sent = True


def write(request: HttpRequest, response: HttpResponseBase) -> None:
    """Write the lines of this request; without notes nothing happens. Raises AccessLogAway.

    A page that went wrong while it was made has two: what was looked at, and that it failed.
    """
    notes: Notes | None = getattr(request, "_access_notes", None)
    if notes is None:
        return
    late = []
    if not notes.is_all_sent or response.status_code >= 400:
        late = [line for line in _lines(request, notes, response.status_code) if line not in notes.sent]
    if notes.sending is not None:
        notes.sending.wait()
    if late:
        audit_line.insert(late)


def _lines(request: HttpRequest, notes: Notes, status: int) -> list[dict[str, Any]]:
    lines = [_line(request, note, _outcome_of(note, status)) for note in notes.others]
    if status in HIDDEN:
        if notes.asked is not None:
            basis = _basis(request)
            lines.append(_line(request, replace(notes.asked, basis=basis), Outcome.REFUSED))
    elif status not in NOTHING_SHOWN and not notes.is_no_look:
        outcome = Outcome.ERROR if status >= 500 else Outcome.SUCCESS
        lines += [_line(request, _as_done(note, request, status), outcome) for note in notes.seen.values()]
    return lines


def _as_done(note: Note, request: HttpRequest, status: int) -> Note:
    """A post that was accepted changed something, or searched; one that was refused showed its form again."""
    if request.method in SAFE_METHODS or status >= 400 or note.event in (AccessEvent.CREATE, AccessEvent.SEARCH):
        return note
    return replace(note, event=AccessEvent.CHANGE)


def _outcome_of(note: Note, status: int) -> Outcome:
    if note.event is AccessEvent.INTEGRATION and status >= 400:
        return Outcome.ERROR if status >= 500 else Outcome.REFUSED
    return Outcome.REFUSED if note.event in ALWAYS_REFUSED else Outcome.SUCCESS


def _line(request: HttpRequest, note: Note, outcome: Outcome) -> dict[str, Any]:
    allowed = outcome is not Outcome.REFUSED
    checks = (allowed, note.basis.relation is not None, False, note.basis.emergency)
    signed_in = note.event in (AccessEvent.SIGN_IN, AccessEvent.SIGN_OUT, AccessEvent.SIGN_IN_FAILED)
    purpose = "sign_in" if signed_in else "emergency" if note.basis.emergency else "help"
    if note.basis.role == INTEGRATION_ROLE:
        purpose = "integration"
    user = getattr(request, "user", None)
    return {
        "event_code": str(note.event),
        "action": ACTION.get(note.event, "R"),
        "outcome": int(outcome),
        "checks": "".join("FT"[check] for check in checks),
        "who": note.who or (user.uuid if isinstance(user, User) else None),
        "role": note.basis.role,
        "organisation": note.basis.organisation,
        "obj_type": note.kind,
        "obj_id": note.thing,
        "household": note.household,
        "household_ids": list(note.households),
        "person_ids": list(note.people),
        "purpose": purpose,
        "policy_version": _policy_version(),
        "relation_id": note.basis.relation,
        "ip": get_client_ip(request),
        "session_hash": _session_hash(note.session_key or request.session.session_key or ""),
        "request_id": _request_id(request),
        "source": urlsplit(settings.SITE_URL).netloc,
    }


def _notes(request: HttpRequest) -> Notes:
    """What this request touched so far, for who adds to it."""
    if not hasattr(request, "_access_notes"):
        request._access_notes = Notes()  # type: ignore[attr-defined]
    notes: Notes = request._access_notes  # type: ignore[attr-defined]
    notes.is_all_sent = False
    return notes


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _basis(request: HttpRequest, household: UUID | None = None) -> Basis:
    """By what right somebody is here: the involvement that runs, else the first membership that does."""
    found: Basis | None = next(slots.fill("access_basis", _user(request), household), None) if household else None
    return found or _membership(request)


def _found_basis(request: HttpRequest, row: Any) -> Basis:
    """What `with_basis` found."""
    return next(slots.fill("access_basis_of_row", row.access_basis), None) or _membership(request)


def _membership(request: HttpRequest) -> Basis:
    person = desk(request)
    if person is None:
        return _membership_of(_user(request))
    return Basis(person.role, person.organisation) if person.role else Basis()


def _membership_of(user: User) -> Basis:
    works = Membership.objects.current().filter(user=user).order_by("period", "pk")
    row = works.values_list("role", "organisation__uuid").first()
    return Basis(*row) if row else Basis()


@cache
def _policy_version() -> str:
    """Which rules decided: a digest that changes when they change."""
    return next(slots.fill("access_policy"), "0")


def _session_hash(key: str) -> str:
    """Tell sessions apart without keeping a key that opens one."""
    return hmac.digest(_hash_key(), key.encode(), "sha256").hex()[:32]


@cache
def _hash_key() -> bytes:
    """Made once: it is a part of every line."""
    return hashlib.sha256(b"accounts.access_log" + settings.SECRET_KEY.encode()).digest()


def _request_id(request: HttpRequest) -> UUID:
    if not hasattr(request, "_access_request_id"):
        request._access_request_id = uuid4()  # type: ignore[attr-defined]
    return request._access_request_id  # type: ignore[attr-defined,no-any-return]


# --- Signing in and out -----------------------------------------------------------------------------


def _signed(request: HttpRequest | None, event: AccessEvent, user: User | None) -> None:
    if request is None or not hasattr(request, "session"):
        return
    uuid = user.uuid if user else None
    basis = _membership_of(user) if user else Basis()
    key = "" if event is AccessEvent.SIGN_IN else request.session.session_key or ""
    _notes(request).others.append(Note(event, "user", uuid or NOBODY, basis=basis, who=uuid, session_key=key))


def _on_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    _signed(request, AccessEvent.SIGN_IN, user)


def _on_failure(request: HttpRequest | None = None, **_: Any) -> None:
    """Somebody tried. Who is not kept: what was typed may be anything."""
    _signed(request, AccessEvent.SIGN_IN_FAILED, None)


def _on_sign_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        _signed(request, AccessEvent.SIGN_OUT, user)


def register() -> None:
    """Follow signing in and out; called once, when the application starts."""
    user_logged_in.connect(_on_sign_in, dispatch_uid="access_log")
    user_login_failed.connect(_on_failure, dispatch_uid="access_log")
    user_logged_out.connect(_on_sign_out, dispatch_uid="access_log")

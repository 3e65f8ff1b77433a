"""How the API says no: one shape for every refusal, whoever refuses (RFC 9457, `application/problem+json`)."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

CONTENT_TYPE = "application/problem+json"
API_ROOT = "/api/"

TITLES = {
    400: "Er klopt nog iets niet",
    401: "Log opnieuw in",
    403: "Dat mag hier niet",
    404: "Dit is er niet, of je mag het niet zien",
    405: "Dat kan hier niet",
    406: "Dit kan alleen als JSON",
    409: "Dit kan nu niet",
    412: "Iemand anders veranderde dit ook",
    413: "Dat is te veel in één keer",
    415: "Stuur JSON",
    422: "Deze sleutel is al voor iets anders gebruikt",
    428: "Zeg welke versie je verandert",
    429: "Dat zijn er veel achter elkaar. Wacht even",
    500: "Er ging iets mis",
    503: "Even niet bereikbaar",
}


def problem(status: int, *, title: str = "", detail: str = "", **more: Any) -> dict[str, Any]:
    """Return the body of a refusal. `more` are members of our own: `errors`, `current`."""
    body: dict[str, Any] = {"type": "about:blank", "title": title or TITLES.get(status, TITLES[400]), "status": status}
    if detail:
        body["detail"] = detail
    return body | more


def answer(status: int, *, title: str = "", detail: str = "") -> HttpResponse:
    """Return a refusal from outside the API's own views, in the same bytes as one from inside."""
    body = json.dumps(problem(status, title=title, detail=detail), ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE)


def is_api(request: HttpRequest) -> bool:
    """Does the one who asks expect a problem document instead of a page?"""
    return request.path.startswith(API_ROOT)

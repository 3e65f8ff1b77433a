"""What the OpenAPI schema says about every address: how to sign in, which headers to send, and how a refusal looks."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `detail` is a Dutch sentence for the person who asked.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "field": {"type": "string", "description": "409: the field that the sentence belongs to."},
        "errors": {"type": "object", "additionalProperties": True, "description": "400: what is wrong, by field."},
        "current": {"type": "object", "additionalProperties": True, "description": "412: the resource as it is now."},
    },
}

REFUSALS = {
    "get": ("401", "403", "404"),
    "post": ("400", "401", "403", "404", "409", "415", "422", "429"),
    "patch": ("400", "401", "403", "404", "409", "412", "415", "428", "429"),
}

IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": 'The version you saw, as the ETag gives it: `"3"`. Another version now gives 412 with `current`.',
    "schema": {"type": "string", "pattern": '^"(0|[1-9][0-9]*)"$'},
}

IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A UUID of your own making. The same key with the same content acts once and gets the same answer.",
    "schema": {"type": "string", "format": "uuid"},
}


class SecondStepSession(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session cookie of a person who signed in with a second step."""

    target_class = "accounts.api_entry.SecondStepSessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Describe the cookie."""
        from django.conf import settings

        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


def add_what_is_everywhere(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add the headers and the refusals to every operation (a postprocessing hook of drf-spectacular)."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    body = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in result["paths"].values():
        for method, operation in operations.items():
            for status in REFUSALS[method]:
                operation["responses"].setdefault(status, {"description": "", "content": body})
            header = {"patch": IF_MATCH, "post": IDEMPOTENCY_KEY}.get(method)
            if header:
                operation.setdefault("parameters", []).append(header)
    return result

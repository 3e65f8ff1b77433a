"""How an integration comes in: a token of one organisation in the header `Authorization: Bearer …` (design 7).

Only a view that names `TokenAuthentication` itself lets a token in. Households ask for a person who signed in, and in
the database nobody acts (`accounts.actor`), so that row security shows a token no household either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts import access_log
from accounts.choices import ApiScope
from accounts.models import ApiToken
from accounts.services.tokens import find_token

SCHEME = "Bearer"


@dataclass(frozen=True)
class Integration:
    """Who comes in with a token: no person. `pk` is for what counts requests."""

    pk: UUID
    is_authenticated: bool = True


class TokenAuthentication(BaseAuthentication):
    """Find the token, and note it in the log for the person who made it. Wrong ones count, for each address (IP)."""

    def authenticate(self, request: Request) -> tuple[Integration, ApiToken] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        asked = request._request
        token = find_token(secret.strip())
        if token is None:
            access_log.wrong_token(asked)
            if not ratelimit.consume(asked, app="allauth.account", action="wrong_api_token", limit_get=True):
                raise Throttled(wait=15 * 60)
            raise AuthenticationFailed("Dit token werkt niet, of niet meer.")
        access_log.integration(asked, token)
        return Integration(token.uuid), token

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class HasScope(BasePermission):
    """An integration with a token that is for `view.scope`; without one on the view any token will do."""

    message = "Dit token is hier niet voor."

    def has_permission(self, request: Request, view: Any) -> bool:
        scope: ApiScope | None = view.scope
        return isinstance(request.auth, ApiToken) and (scope is None or str(scope) in request.auth.scopes)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The token of an integration, in the schema."""

    target_class = "accounts.api_tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Describe the header."""
        return {"type": "http", "scheme": SCHEME.lower()}

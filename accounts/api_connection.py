"""What an integrator asks first: does my token work, and what is it?"""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import StrictSerializer, UuidField
from accounts.api_tokens import HasScope, TokenAuthentication
from accounts.choices import ApiScope
from accounts.models import ApiToken


class ConnectionSerializer(StrictSerializer):
    """A token: of which organisation, for what, until when."""

    id = UuidField(source="uuid", read_only=True)
    name = serializers.CharField(read_only=True)
    organisation = serializers.CharField(source="organisation.name", read_only=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(ApiScope.choices), read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)


class Connection(APIView):
    """The connection of an integration."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [HasScope]
    scope: ApiScope | None = None

    @extend_schema(responses=ConnectionSerializer)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say what the token of this request is."""
        token: ApiToken = request.auth
        return Response(ConnectionSerializer(token).data)

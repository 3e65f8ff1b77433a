"""Speaking JSON with the API, as a person who signed in with a second step."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from accounts.models import User
from tests.signing_in import sign_in


class Api:
    """A signed-in person and the API. Paths are relative to its root."""

    ROOT = "/api/v1"

    def __init__(self, user: User | None, **options: Any) -> None:
        self.client = Client(**options)
        if user is not None:
            sign_in(self.client, user)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(self.ROOT + path, query)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self._send("post", path, body, headers)

    def patch(self, path: str, body: Any, *, version: int | str | None = None, **headers: str) -> Any:
        if version is not None:
            headers["If-Match"] = f'"{version}"' if isinstance(version, int) else version
        return self._send("patch", path, body, headers)

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return getattr(self.client, method)(self.ROOT + path, data, content_type="application/json", headers=named)

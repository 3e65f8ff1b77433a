"""The schema says what the API does: no warnings, every address, every refusal, and only for who signed in."""

from __future__ import annotations

import json
import re

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from tests.accounts.factories import UserFactory
from tests.api.client import Api


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    """The schema as the command makes it; a warning stops the command."""
    file = tmp_path_factory.mktemp("schema") / "openapi.json"
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(file))
    return json.loads(file.read_text())


def operations(schema):
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_every_address_of_the_api_is_in_it(schema):
    routes = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/api/v1/{pattern.pattern}")
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "namespace", None) == "api"
        for room in resolver.url_patterns
        for pattern in getattr(room, "url_patterns", [])
    }

    assert routes == set(schema["paths"])


def test_every_operation_tells_how_it_refuses(schema):
    for path, method, operation in operations(schema):
        assert {"401", "403", "404"} <= set(operation["responses"]), (path, method)
        assert list(operation["responses"]["404"]["content"]) == ["application/problem+json"]


def test_every_change_asks_for_a_version_and_every_post_takes_a_key(schema):
    wanted = {"patch": ("If-Match", True), "post": ("Idempotency-Key", False)}
    for path, method, operation in operations(schema):
        headers = {(one["name"], one["required"]) for one in operation.get("parameters", []) if one["in"] == "header"}
        assert headers == ({wanted[method]} if method in wanted else set()), (path, method)


def test_every_id_is_a_uuid(schema):
    text = json.dumps(schema["components"]["schemas"])
    ids = re.findall(r'"(?:id|uuid)": (\{[^}]*\})', text)

    assert ids
    assert all('"format": "uuid"' in one for one in ids)


def test_no_field_is_a_place(schema):
    names = {
        name for shape in schema["components"]["schemas"].values() for name in shape.get("properties", {}) if shape
    }

    assert not {name for name in names if re.search("address|adres|street|straat|postcode|zip|city|bsn", name)}


def test_it_is_for_who_signed_in(db):
    assert Api(None).get("/openapi.json").status_code == 401
    answer = Api(UserFactory()).get("/openapi.json")
    assert (answer.status_code, json.loads(answer.content)["openapi"][:2]) == (200, "3.")

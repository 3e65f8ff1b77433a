"""Who gets in where: every address, every method, every way of standing towards a household (security, T-MATRIX)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from tests import canary
from tests.access_table import TABLE, TOKENS, Row, row_for
from tests.world import World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.authz, pytest.mark.long]

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOT_A_METHOD = ("anonymous", "contact", "outsider")
"""Who tries a method that an address does not have."""

ONLOOKERS = ("colleague", "outsider", "ended", "card")
"""Who compares what is hidden with what does not exist."""
ALIASES = {"household_uuid": "household", "uuid": "household"}
"""What a part of an address stands for, when the row does not say otherwise and it is not a name of a thing itself."""

OWN_TEXT = re.compile(rb'(?<=")[A-Za-z0-9]{64}(?=")')
"""The CSRF token: another mask each time, whatever the answer."""


@dataclass(frozen=True)
class Address:
    """One route and the methods that it has."""

    name: str
    parts: tuple[str, ...]
    methods: frozenset[str]
    view: Any = None

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api:")


def addresses() -> Iterator[Address]:
    """Walk through every route of the site."""
    yield from _walk(get_resolver(), (), ())


def _walk(resolver: URLResolver, spaces: tuple[str, ...], parts: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = (*parts, *pattern.pattern.converters)
        if isinstance(pattern, URLPattern):
            name = ":".join((*spaces, pattern.name or str(pattern.pattern)))
            view = getattr(pattern.callback, "view_class", None)
            yield Address(name, here, frozenset(_methods(pattern.callback)), view)
        else:
            yield from _walk(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces, here)


def _methods(view: Any) -> Iterator[str]:
    if actions := getattr(view, "actions", None):
        yield from (method.upper() for method in actions if method != "head")
        return
    view_class = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if view_class is None:
        yield "GET"
        return
    for method in METHODS:
        if method.lower() in view_class.http_method_names and hasattr(view_class, method.lower()):
            yield method


OF_TOKENS = ["api:connection", "api:consultation-list", "api:consultation-detail", "api:figures"]
"""What an integration may read: the register and the figures of its organisation."""

ADDRESSES = {address.name: address for address in addresses()}


def classify(response: HttpResponse) -> str:
    """Say in one word what kind of answer this is."""
    to = response.headers.get("Location", "")
    ways_in = (reverse("account_login"), reverse("mfa_activate_totp"))
    if response.status_code == 401 or (response.status_code in (301, 302, 303) and to.startswith(ways_in)):
        return "login"
    if response.status_code >= 500:
        return f"broken {response.status_code}"
    return {404: "hide", 403: "deny", 405: "no such method"}.get(response.status_code, "allow")


class Walker:
    """Goes to every address as every person; nothing that happens on the way stays."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.keys = {state: self._key(world.client(state)) for state in world.people}

    @staticmethod
    def _key(client: Client) -> str | None:
        cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
        return cookie.value if cookie else None

    def ask(self, state: str, method: str, path: str) -> HttpResponse:
        """Send one request with an empty form or an empty JSON object, and take back what it did."""
        client = Client(raise_request_exception=False, headers=self.world.headers(state))
        if self.keys[state]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.keys[state]
        body: dict[str, Any] = {}
        if method != "GET":
            json = path.startswith("/api/")
            body = {"data": "{}" if json else "", "content_type": "application/json" if json else _FORM}
        with transaction.atomic():
            response: HttpResponse = client.generic(method, path, **body) if body else client.get(path)
            transaction.set_rollback(True)
        return response

    def path(self, address: Address, row: Row, *, at_random: bool = False) -> str:
        """Return the address of the things of this world, or with ids that nobody ever gave out."""
        parts: dict[str, Any] = {}
        for part in address.parts:
            thing = row.things.get(part, part if part in self.world.things else ALIASES.get(part, part))
            parts[part] = uuid4() if at_random else getattr(self.world.things.get(thing), "uuid", thing)
        return reverse(address.name, kwargs=parts)


_FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def walker() -> Walker:
    return Walker(make_world())


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(TABLE) == sorted(ADDRESSES)


def test_everybody_gets_in_exactly_where_the_table_says_and_reads_only_what_is_theirs(walker, capsys, caplog):
    """T-MATRIX and T-CANARY in one walk: of every answer the kind is judged, and every byte is searched."""
    caplog.set_level(logging.INFO)
    canary.plant(walker.world)
    cells, wrong, hits = 0, [], []
    told: set[canary.Canary] = set()
    for address in ADDRESSES.values():
        for method in METHODS:
            has = method in address.methods
            row = row_for(address.name, method)
            path = walker.path(address, row)
            for state in walker.world.people if has else NOT_A_METHOD:
                cells += 1
                response = walker.ask(state, method, path)
                heard = canary.heard_in(response.content, str(response.headers))
                told.update(heard)
                if (address.name, state) != canary.SHOWN:
                    words = [each.word for each in heard if state not in each.readers]
                    hits += [f"{address.name} {method} {state}: {word}" for word in words]
                found = classify(response)
                expected = row.expects(state, api=address.is_api) if has else "no such method"
                fine = found == expected if has else found != "allow" or response.status_code == 302
                if not fine or found.startswith("broken"):
                    wrong.append(f"{address.name} {method} {state}: {found} ({response.status_code}), not {expected}")

    with capsys.disabled():
        print(f"\nFIGURE authz_cells {cells} 0\nFIGURE authz_leaks {len(wrong)} 0")
        print(f"FIGURE canary_tokens {len(canary.CANARIES)} 12\nFIGURE canary_hits {len(hits)} 0")
    assert not wrong, "\n".join(wrong)
    assert not hits, "\n".join(hits)
    assert {each.word for each in canary.CANARIES if each not in told} <= canary.NEVER_TOLD
    assert canary.heard_in(caplog.text) == []


def test_only_a_token_in_force_opens_the_connection_and_no_token_opens_anything_else(walker):
    rows = {address: row_for(address.name, "GET") for address in ADDRESSES.values() if "GET" in address.methods}

    opened = [
        (address.name, state)
        for address, row in rows.items()
        for state in TOKENS
        if row.without_signing_in != "allow"
        and classify(walker.ask(state, "GET", walker.path(address, row))) == "allow"
    ]

    assert opened == [(name, "token") for name in OF_TOKENS]


def test_what_is_hidden_and_what_does_not_exist_are_the_same_answer(walker, capsys):
    pairs, wrong = 0, []
    for address in ADDRESSES.values():
        for method in sorted(address.methods):
            row = row_for(address.name, method)
            for state in ONLOOKERS:
                if row.expects(state, api=address.is_api) != "hide" or not address.parts:
                    continue
                pairs += 1
                hidden = walker.ask(state, method, walker.path(address, row))
                absent = walker.ask(state, method, walker.path(address, row, at_random=True))
                if seen(hidden) != seen(absent):
                    wrong.append(f"{address.name} {method} {state}")

    with capsys.disabled():
        print(f"\nFIGURE access_hidden_pairs {pairs} 0\nFIGURE access_hidden_differences {len(wrong)} 0")
    assert not wrong, "\n".join(wrong)


def seen(response: HttpResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return what somebody sees of an answer: status, headers, and body without the token that changes each time."""
    headers = [(name, value) for name, value in response.items() if name not in ("Content-Length", "Set-Cookie")]
    return response.status_code, sorted(headers), OWN_TEXT.sub(b"", response.content)

"""The page around every page: order, title, menu, and error pages that need nothing. No database."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.template.loader import get_template, render_to_string

EMPTY = {
    "product_name": "Rondom",
    "help_phone": "088 000 11 22",
    "help_phone_href": "tel:0880001122",
    "is_demo": False,
    "menu": [],
    "unread_notifications": 0,
    "search_url": "",
    "person": None,
    "person_menu": [],
    "messages": [],
    "csrf_token": "token",
}
SIGNED_IN = EMPTY | {
    "menu": [SimpleNamespace(label="Mijn dag", url="/mijn-dag/", is_current=True)],
    "unread_notifications": 3,
    "search_url": "/huishoudens/",
    "person": SimpleNamespace(
        name="Sanne Verbeek",
        initials="SV",
        team_name="Wijkteam Oost",
        shortcuts_off=False,
    ),
    "person_menu": [SimpleNamespace(label="Mijn gegevens", url="/mijn/")],
}


class NameForm(forms.Form):
    name = forms.CharField(label="Naam")


def test_the_page_is_in_the_order_in_which_it_is_read():
    html = render_to_string("pages/privacy.html", SIGNED_IN)

    places = [html.index(part) for part in ('class="skip"', 'class="topbar"', 'id="inhoud"', 'class="foot"')]
    assert places == sorted(places)
    assert html.count("<h1") == 1


def test_someone_who_is_not_signed_in_sees_no_menu_bell_or_token():
    html = render_to_string("pages/privacy.html", EMPTY)

    assert [part for part in ("<nav", "Meldingen", "hx-headers", "Log uit", "Ben je er nog") if part in html] == []


def test_the_bell_says_how_many_are_new():
    assert 'aria-label="Meldingen, 3 nieuw"' in render_to_string("pages/privacy.html", SIGNED_IN)


def test_the_title_starts_with_fout_when_a_form_was_refused():
    title = re.search(
        r"<title>(.*)</title>",
        render_to_string("pages/privacy.html", EMPTY | {"form": NameForm({})}),
    )

    assert title[1] == "Fout: Privacy · Rondom"


def test_htmx_never_keeps_a_page_and_never_evaluates_text():
    html = render_to_string("pages/privacy.html", SIGNED_IN)

    for setting in (
        '"historyCacheSize":0',
        '"allowEval":false',
        '"selfRequestsOnly":true',
        '"refreshOnHistoryMiss":true',
    ):
        assert setting in html
    assert 'hx-history="false"' in html


@pytest.mark.parametrize("code", ["400", "403", "404", "409"])
def test_error_pages_carry_112_and_the_help_number(code):
    html = render_to_string(f"errors/{code}.html", EMPTY)

    assert "tel:112" in html
    assert "088 000 11 22" in html


@pytest.mark.parametrize("code", ["500", "503"])
def test_the_last_resort_needs_no_context_at_all(code):
    html = get_template(f"errors/{code}.html").render({})

    assert "tel:112" in html
    assert "088 000 11 22" in html
    assert "css/app.css" in html


def test_the_not_found_page_says_the_same_for_not_there_and_not_yours():
    html = render_to_string("errors/404.html", EMPTY)

    assert "Deze pagina is er niet, of je mag hem niet zien." in html

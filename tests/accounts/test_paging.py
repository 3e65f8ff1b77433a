"""A page of a list and the number of all rows, in one statement."""

from __future__ import annotations

import pytest
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation
from accounts.paging import OneStatementPaginator
from tests.accounts.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages() -> OneStatementPaginator:
    for name in "abcde":
        OrganisationFactory(name=name)
    return OneStatementPaginator(Organisation.objects.filter(name__in="abcde").order_by("name"), per_page=2)


def test_a_page_and_the_number_of_all_rows_are_one_statement(pages: OneStatementPaginator) -> None:
    with CaptureQueriesContext(connection) as statements:
        page = pages.page(2)

    assert [row.name for row in page] == ["c", "d"]
    assert (page.paginator.count, page.paginator.num_pages, page.has_next()) == (5, 3, True)
    assert len(statements) == 1


def test_the_last_page_is_shorter(pages: OneStatementPaginator) -> None:
    page = pages.page("3")

    assert ([row.name for row in page], page.has_next(), page.paginator.count) == (["e"], False, 5)


def test_a_page_past_the_last_one_is_empty(pages: OneStatementPaginator) -> None:
    with pytest.raises(EmptyPage):
        pages.page(4)


@pytest.mark.parametrize("number", ["0", "-1"])
def test_a_page_before_the_first_one_is_empty(pages: OneStatementPaginator, number: str) -> None:
    with pytest.raises(EmptyPage):
        pages.page(number)


def test_a_page_that_is_no_number_is_refused(pages: OneStatementPaginator) -> None:
    with pytest.raises(PageNotAnInteger):
        pages.page("twee")


def test_without_rows_the_first_page_is_there_and_empty() -> None:
    page = OneStatementPaginator(Organisation.objects.none(), per_page=2).page(1)

    assert (list(page), page.paginator.count) == ([], 0)

"""Pages of a long list."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Window


class OneStatementPaginator(Paginator):  # type: ignore[type-arg]
    """Reads the rows of a page and the number of all rows in one statement: whose rows these are is asked once.

    For a queryset of rows (annotated ones too), not of values. A page without rows is counted as ever.
    """

    def page(self, number: int | str) -> Page[Any]:
        """Return this page. Raises InvalidPage, as Django's does."""
        try:
            first = (int(number) - 1) * self.per_page
        except ValueError:
            first = -1
        if first >= 0:
            rows = list(self.object_list.annotate(_of_all=Window(Count("*")))[first : first + self.per_page])
            if rows:
                self.count = rows[0]._of_all
                return self._get_page(rows, self.validate_number(number), self)
        return super().page(number)

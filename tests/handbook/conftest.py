"""The demo region at a browser of its own: what the pictures of the handbook are made from."""

from tests.browser.conftest import browser, site
from tests.demo.conftest import loaded

__all__ = ["browser", "loaded", "site"]

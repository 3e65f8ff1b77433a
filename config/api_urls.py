"""Addresses of the API, version 1. The schema is for who is signed in."""

from importlib.util import find_spec

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView

app_name = "api"

urlpatterns = [
    path("openapi.json", SpectacularJSONAPIView.as_view(), name="schema"),
    *(
        path("", include(f"{room}.api_urls"))
        for room in ("accounts", "rvt", "cases", "veiligheidskaart")
        if find_spec(f"{room}.api_urls")
    ),
]

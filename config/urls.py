"""Addresses of the site. Every room names its own; this file puts them together."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    *(
        path("", include(f"{room}.urls"))
        for room in ("accounts", "cases", "veiligheidskaart")
        if find_spec(f"{room}.urls")
    ),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error

"""Addresses of the site. Every room names its own; this file puts them together."""

from django.urls import URLPattern, URLResolver, include, path

from config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("toegankelijkheid/", views.public_page, {"template": "pages/accessibility.html"}, name="accessibility"),
    path("sneltoetsen/", views.keys, name="keys"),
    path("privacy/", views.public_page, {"template": "pages/privacy.html"}, name="privacy"),
    path("api/v1/", include("config.api_urls", namespace="api")),
    path("", include("accounts.urls")),
    path("", include("rvt.urls")),
    path("", include("cases.urls")),
    path("", include("veiligheidskaart.urls")),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error

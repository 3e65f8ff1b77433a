"""Addresses of the card in the API."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from veiligheidskaart import api

CARD = "households/<uuid:household_uuid>/card"

router = SimpleRouter(use_regex_path=False)
router.register(f"{CARD}/versions", api.VersionViewSet, basename="card-version")
router.register(f"{CARD}/editions", api.EditionViewSet, basename="card-edition")

draft = api.DraftViewSet.as_view({"get": "retrieve", "patch": "partial_update"})

urlpatterns = [path(f"{CARD}/draft/", draft, name="card-draft"), *router.urls]

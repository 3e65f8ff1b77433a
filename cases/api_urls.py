"""Addresses of the household in the API."""

from rest_framework.routers import SimpleRouter

from cases import api

router = SimpleRouter(use_regex_path=False)
router.register("households", api.HouseholdViewSet, basename="household")
router.register("households/<uuid:household_uuid>/people", api.PersonViewSet, basename="person")
router.register("households/<uuid:household_uuid>/agreements", api.AgreementViewSet, basename="agreement")

urlpatterns = router.urls

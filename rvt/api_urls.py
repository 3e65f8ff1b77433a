"""Addresses of the register and the figures in the API: for integrations."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from rvt import api

router = SimpleRouter(use_regex_path=False)
router.register("consultations", api.ConsultationViewSet, basename="consultation")

urlpatterns = [*router.urls, path("figures/<int:year>/", api.Figures.as_view(), name="figures")]

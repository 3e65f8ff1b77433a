"""Addresses of this room in the API: for integrations."""

from django.urls import path

from accounts.api_connection import Connection

urlpatterns = [path("koppeling/", Connection.as_view(), name="connection")]

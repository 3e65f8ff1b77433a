"""Addresses of the table. Every id is a UUID; nothing personal stands in a path or a query string."""

from django.urls import URLPattern

app_name = "rvt"

urlpatterns: list[URLPattern] = []

"""Beheer of the advice register: taking a file over, and the code lists; part of the namespace of `rvt.urls`."""

from django.urls import path

from rvt.views import codes, importing

_IMPORT = "beheer/register/<uuid:uuid>/"
_CODE = "beheer/codes/<uuid:uuid>/"

beheer_pages = [
    path("beheer/organisaties/<uuid:uuid>/register/", importing.ImportCreate.as_view(), name="import-create"),
    path(_IMPORT, importing.ImportDetail.as_view(), name="import-detail"),
    path(f"{_IMPORT}stand/", importing.ImportStand.as_view(), name="import-stand"),
    path(f"{_IMPORT}overnemen/", importing.ImportAdd.as_view(), name="import-add"),
    path(f"{_IMPORT}weg/", importing.ImportDrop.as_view(), name="import-drop"),
    path("beheer/codes/", codes.CodeLists.as_view(), name="code-lists"),
    path("beheer/codes/<str:list>/nieuw/", codes.CodeAdd.as_view(), name="code-add"),
    path(_CODE, codes.CodeChange.as_view(), name="code-change"),
    path(f"{_CODE}stoppen/", codes.CodeEnd.as_view(), name="code-end"),
]

"""One-click sign-in of a demonstration: both real steps, done on the server."""

from __future__ import annotations

from allauth.account.stages import LoginStageController
from allauth.mfa.stages import AuthenticateStage
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import View

from accounts import demo_people
from accounts.forms.sign_in import DemoCodeForm, LoginForm
from accounts.models import User
from accounts.second_step import code_now


@method_decorator(login_not_required, name="dispatch")
class DemoSignIn(View):
    """Signs in as one of the invented people. Not there for anybody who is not on this machine, or beside real data."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if not demo_people.is_from_here(request) or not demo_people.is_open():
            raise Http404
        if request.user.is_authenticated:
            return redirect("home")
        user = _chosen(request)
        first = LoginForm({"login": user.email, "password": demo_people.password_of(user)}, request=request)
        if not first.is_valid():
            raise Http404
        first.login(request, redirect_url=request.POST.get("next") if _is_own(request) else None)
        stage = LoginStageController.enter(request, AuthenticateStage.key)
        if stage is None:
            raise Http404
        second = DemoCodeForm({"code": code_now(demo_people.totp_secret_of(user))}, user=user)
        if not second.is_valid():
            raise Http404
        second.save()
        response: HttpResponse = stage.exit()
        return response


def _chosen(request: HttpRequest) -> User:
    try:
        user: User = demo_people.of_the_demo().get(uuid=request.POST.get("person", ""))
    except (User.DoesNotExist, ValidationError) as error:
        raise Http404 from error
    return user


def _is_own(request: HttpRequest) -> bool:
    return url_has_allowed_host_and_scheme(request.POST.get("next"), {request.get_host()})

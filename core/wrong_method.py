"""An answer for people who type an address that only a button on a page leads to."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class WrongMethodMiddleware:
    """Gives an empty 405 a page with words and a way back; the methods allowed stay in its header."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return answer
        page: HttpResponse = render(request, "405.html", status=answer.status_code)
        page.headers["Allow"] = answer.headers["Allow"]
        return page

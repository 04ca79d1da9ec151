"""The address /metrics, for a Prometheus that shows the token."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from operations.metrics.counts import count_collector
from operations.metrics.states import StateCollector


class MetricsMiddleware:
    """Answers GET /metrics by any name and without a redirect; without the token 401.

    Where somebody asks from counts nothing: behind a proxy everybody comes from this machine.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response, self.registry = get_response, CollectorRegistry()
        self.registry.register(StateCollector())
        self.registry.register(count_collector())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a Prometheus, or pass the request on."""
        if request.path_info != "/metrics" or request.method != "GET":
            return self.get_response(request)
        shown = request.headers.get("Authorization", "")
        if not constant_time_compare(shown, f"Bearer {settings.METRICS_TOKEN}"):
            headers = {"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"}
            return HttpResponse("token?\n", "text/plain; charset=utf-8", status=401, headers=headers)
        encode, kind = choose_encoder(request.headers.get("Accept", ""))
        return HttpResponse(encode(self.registry), kind, headers={"Cache-Control": "no-store"})

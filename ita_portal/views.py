"""The first page and the pages that say why something can't be shown."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Where a person's work is: an officer's municipality, the others' list; a welcome for visitors."""
    if not request.user.is_authenticated:
        return render(request, "welcome.html")
    if request.user.is_officer:
        return redirect("municipality", pk=request.user.municipality_id)
    return redirect("municipality_list")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the sentence of the refusal."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "404.html", status=404)

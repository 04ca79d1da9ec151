"""What a paper calls its municipality, where that is called otherwise today: told from the stored bundle."""

import json
from dataclasses import replace

from municipalities.dated import PlaceState
from municipalities.models import Municipality


def called_then(bundle: str, place: Municipality) -> PlaceState | None:
    """The municipality as the bundle of a publication ("": none) has it; None where it is the same today.

    A code that the paper does not know is no difference.
    """
    told = json.loads(bundle).get("municipality") if bundle else None
    if told is None:
        return None
    then = PlaceState(told["kind"], told["name"], told.get("code", ""), told["district"], told["province"])
    now = place.state
    return None if then == (now if then.code else replace(now, code="")) else then

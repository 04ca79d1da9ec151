"""An outside provider that the operator has chosen."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts import provider_exchange
from tests.oidc_provider import Provider, providing


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """It answers on this machine; what another one said of itself is forgotten."""
    provider_exchange._client.cache_clear()
    with providing() as found:
        settings.SIGN_IN_PROVIDER = found.setting
        yield found

"""What a person would call the machine behind a sign-in: its browser and its kind, and nothing more."""

# What a browser's own line holds, most telling first: many name others as well.
_BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Line/", "LINE")),
    *(("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome")),
    ("Safari/", "Safari"),
)
_MACHINES = (
    *(("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux")),
)


def device_name(user_agent: str) -> str:
    """For example "Chrome บน Windows"; what is not known is called so. At most 40 characters."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "เบราว์เซอร์อื่น")
    machine = next((name for mark, name in _MACHINES if mark in user_agent), "")
    return f"{browser} บน {machine}" if machine else browser

"""The environment variables that are set, each read as the kind of value that it must be."""

from collections.abc import Mapping
from ipaddress import ip_address

import environ

NO_WORDS = ("false", "off", "n", "no", "0")
SHORTEST_SECRET = 32  # signs


class WrongSetting(ValueError):  # noqa: N818 - a state of the machine, not of the program
    """A variable with which the portal can't work; the message has its name and why, in Thai and English."""

    def __init__(self, variable: str, thai: str, english: str) -> None:
        super().__init__(f"{variable}: {thai} ({english})")


class GivenVariables:
    """The variables that are set, by name; what can't be read as asked raises WrongSetting."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables

    def has(self, name: str) -> bool:
        """Whether it is set."""
        return name in self.variables

    def text(self, name: str, default: str) -> str:
        """As it stands, without blanks around it."""
        return self.variables.get(name, default).strip()

    def secret(self, name: str) -> str:
        """A random text of SHORTEST_SECRET signs at least; "" where none is given."""
        text = self.text(name, "")
        if not text or len(text) >= SHORTEST_SECRET:
            return text
        raise WrongSetting(
            name,
            f"สั้นเกินไป ต้องสุ่มอย่างน้อย {SHORTEST_SECRET} ตัวอักษร หรือไม่กำหนด",
            f"is too short: {SHORTEST_SECRET} random signs at least, or leave it out",
        )

    def token(self, name: str) -> str:
        """A secret that goes through the head of a request."""
        text = self.secret(name)
        if text.isascii() and text.isprintable() and " " not in text:
            return text
        raise WrongSetting(
            name,
            "ใช้ได้เฉพาะตัวอักษรอังกฤษ ตัวเลข และเครื่องหมาย ไม่มีเว้นวรรค",
            "must be of ASCII signs without spaces",
        )

    def words(self, name: str) -> list[str]:
        """What stands between commas."""
        return [word.strip() for word in self.text(name, "").split(",") if word.strip()]

    def number(self, name: str, default: int, bounds: tuple[int, int]) -> int:
        """A whole number within these bounds, both included."""
        least, most = bounds
        text = self.text(name, str(default))
        if text.isascii() and text.isdecimal() and least <= int(text[:12]) <= most:
            return int(text)
        raise WrongSetting(
            f"{name}={text}",
            f"ต้องเป็นจำนวนเต็มตั้งแต่ {least} ถึง {most}",
            f"must be a whole number from {least} to {most}",
        )

    def truth(self, name: str) -> bool:
        """Yes or no; no where it is not set."""
        text = self.text(name, "no").lower()
        if text in environ.Env.BOOLEAN_TRUE_STRINGS or text in NO_WORDS:
            return text in environ.Env.BOOLEAN_TRUE_STRINGS
        raise WrongSetting(f"{name}={text}", "ต้องเป็น yes หรือ no", "must be yes or no")


def is_loopback(host: str) -> bool:
    """Whether a name or an address means this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

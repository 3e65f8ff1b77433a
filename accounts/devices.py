"""A browser and the device that it runs on, in plain words: "Firefox op een Windows-computer".

Only what somebody needs to know their own device again. No version, no model, no place.
"""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What a browser calls itself, and what people call it. The first that fits: Edge also says Chrome, Chrome Safari."""

DEVICES = (
    (("iPhone",), "een iPhone"),
    (("iPad",), "een iPad"),
    (("Android", "Mobile"), "een Android-telefoon"),
    (("Android",), "een Android-tablet"),
    (("CrOS",), "een Chromebook"),
    (("Windows",), "een Windows-computer"),
    (("Macintosh",), "een Mac"),
    (("Linux",), "een Linux-computer"),
)
"""The first of which all signs are there."""


def in_words(user_agent: str) -> str:
    """Return the words for a User-Agent header; whatever it says, the answer is one of a closed list."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "Een browser")
    device = next(
        (name for signs, name in DEVICES if all(sign in user_agent for sign in signs)), "een onbekend apparaat"
    )
    return f"{browser} op {device}"

"""Addresses that came from a browser and that the portal is asked to send it to."""

LONGEST = 2000


def own_path(typed: str) -> str:
    """A path of this portal, or "" for anything that a browser could take for another site."""
    is_path = typed.startswith("/") and not typed.startswith("//") and len(typed) <= LONGEST
    return typed if is_path and "\\" not in typed and typed.isprintable() and " " not in typed else ""

"""What a course may give. Pure."""


def read_credit(typed: str) -> int | None:
    """Hundredths of a credit from what was typed, “1.5” is 150; None when it is no amount from 0.01 to 100."""
    whole, _, part = typed.strip().replace("．", ".").partition(".")
    if not (whole.isdecimal() and (part == "" or part.isdecimal()) and len(part) <= 2 and len(whole) <= 3):
        return None
    hundredths = int(whole) * 100 + int((part + "00")[:2])
    return hundredths if 0 < hundredths <= 10_000 else None

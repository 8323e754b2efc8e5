"""Amounts in words: credit, sizes, spans of time."""

from decimal import Decimal

from portal.text import language


def format_credit(hundredths: int) -> str:
    """Hundredths of a credit as a number: 150 is “1.5”, 200 is “2”. At most two decimals, no trailing zeros."""
    amount = Decimal(hundredths) / 100
    return f"{amount:f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:f}"


def format_hours(minutes: int) -> str:
    """Minutes as learning hours of 45 minutes: 540 is “12”, 60 is “1.3”."""
    hours = Decimal(minutes) / 45
    return f"{hours.quantize(Decimal('0.1')):f}".removesuffix(".0")


def format_size(size_bytes: int) -> str:
    """“9 KB”, “38 MB”: rounded up, so that a slow line is never surprised."""
    if size_bytes < 1_000_000:
        return f"{max(1, -(-size_bytes // 1000))} KB"
    if size_bytes < 1_000_000_000:
        return f"{-(-size_bytes // 1_000_000)} MB"
    return f"{-(-size_bytes // 100_000_000) / 10:g} GB"


def format_duration(seconds: float) -> str:
    """“12 分 40 秒”, “12 min 40 s”."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s" if language() == "en" else f"{minutes} 分 {rest} 秒"

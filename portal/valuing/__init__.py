"""The table of values for what was learned elsewhere: drafted, looked at, confirmed by a second officer."""

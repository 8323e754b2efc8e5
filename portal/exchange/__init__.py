"""The interface for colleges' own systems: a small JSON API, by a token for one thing that a person has shared."""

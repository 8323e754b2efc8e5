"""Set-up: from a bare machine with nothing but Python to a ready environment. Standard library only."""

"""Braille that a person has read: what they found, and the files that are then given in place of the machine's."""

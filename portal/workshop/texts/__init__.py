"""Changing one thing in a text file of a package, while every other byte stays as its author wrote it. Pure."""

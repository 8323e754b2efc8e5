"""Lessons and courses to take away: text, large print, braille, EPUB, PDF and sound, made by jobs and kept by digest."""

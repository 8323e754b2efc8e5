"""EPUB 3.3 with its accessibility told, and with text and sound together where a lesson has both."""

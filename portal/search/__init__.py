"""Finding texts by any part of them: one tokenizer of ours over each database's own index.

A text is a row of characters. On SQLite each character is a token of FTS5, and a search is a phrase of them; on
PostgreSQL a text is a `tsvector` of its characters and pairs of characters. Both find exactly what a search for a part
of the text finds, at every length, one character included; neither needs an extension.
"""

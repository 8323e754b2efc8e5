"""Finding texts by any part of them: one tokenizer of ours over each database's own index.

A text is a row of characters, kept as its characters and its pairs of characters: by FTS5 on SQLite, as a `tsvector` on
PostgreSQL. One character is looked for by itself, more of them as a phrase of pairs. What is short (all but the text) is
kept on PostgreSQL as all its parts of up to four characters instead. Both databases find exactly what a search for a
part of the text finds, at every length, one character included; neither needs an extension.
"""

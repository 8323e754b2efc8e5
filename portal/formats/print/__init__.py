"""Large print: a page that fits one file, and the same on paper as a tagged PDF."""

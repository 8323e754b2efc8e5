"""Word files and slides made into lessons. Pure: bytes in; lessons, pictures and the list of what was not kept out."""

"""What each award counts for: dated tables, only ever added."""

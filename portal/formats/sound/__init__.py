"""Sound: the lessons' own, and a machine voice for those that have none."""

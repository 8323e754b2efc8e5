"""Courses that may suit a learner, each with the reason in words. Rules only, from what the person did and chose here."""

"""Reasons that a learner says or signs instead of writing them, and what officers wrote of them."""

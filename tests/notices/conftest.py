"""The course and the people of the review's tests."""

from tests.review.conftest import course, people

__all__ = ["course", "people"]

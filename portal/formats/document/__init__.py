"""One neutral document of a lesson or a course, from which every form is made: what it says, in the order in which it is read."""

from portal.formats.document.parts import (
    Block,
    CourseDocument,
    Heading,
    Inline,
    Inlines,
    LessonDocument,
    Line,
    Listing,
    Media,
    Paragraph,
    Picture,
    Question,
    Table,
    Words,
)
from portal.formats.document.reading import read_html

__all__ = [
    "Block",
    "CourseDocument",
    "Heading",
    "Inline",
    "Inlines",
    "LessonDocument",
    "Line",
    "Listing",
    "Media",
    "Paragraph",
    "Picture",
    "Question",
    "Table",
    "Words",
    "read_html",
]

"""Every router of the workshop, in the order in which their addresses are tried."""

from portal.workshop.handing import router as handing
from portal.workshop.lessons import router as lessons
from portal.workshop.routes import router as workshop

WORKSHOP = (
    handing,  # before the workshop: there every other word in this place is a draft
    workshop,
    lessons,
)

"""All addresses of appeals, for the list of the portal's rooms."""

from portal.appeals import deciding, learners, routes
from portal.appeals.recordings import routes as recordings

APPEALS = (routes.router, deciding.router, recordings.router, learners.router)

"""The routers of this room, in the order in which they are asked."""

from portal.bringing.beginning_routes import router as beginnings
from portal.bringing.routes import router as files

ROUTERS = (beginnings, files)

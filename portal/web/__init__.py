"""From values to a response: pages, redirects, forms. Only routes and portal/main.py import this."""

from portal.web.forms import read_fields, read_form
from portal.web.pages import page, see_other

__all__ = ["page", "read_fields", "read_form", "see_other"]

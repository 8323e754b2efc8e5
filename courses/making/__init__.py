"""How the media of the shipped courses are made. Not needed to serve the portal."""

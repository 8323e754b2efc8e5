"""For machines that collect courses: sitemaps, robots.txt, and OAI-PMH 2.0."""

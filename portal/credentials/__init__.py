"""Proof for strangers: a certificate as a file to take along, and as a signed badge that anybody can check without us."""

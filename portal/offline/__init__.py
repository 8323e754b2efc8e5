"""Learning without a connection: a pack to take along, and the receipt that brings back what was learned."""

"""Who waits, what would go, and sending it once."""

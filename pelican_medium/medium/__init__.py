"""Medium itself: requests, answers, the client, its public feed, and the wire."""

"""What is kept between runs: the ledger, the outbox, and which article is which entry."""

"""The list of requests the sandbox has seen."""

from pelican_medium.sandbox.journal import Journal, Seen


def test_a_forgotten_request_is_not_noted_later():
    """An answer that comes after the list was emptied does not bring its request back."""
    journal = Journal()
    number = journal.arrived(Seen("GET", "/v1/me", authorized=True))
    journal.forget()
    journal.met(number, "ok")
    journal.answered(number, 200)
    assert journal.seen() == []

"""What can go wrong: each error is caught by what its caller can do about it."""

import pytest

from pelican_medium.model import errors


def test_every_error_is_one_that_can_be_explained():
    """So whoever catches `MediumError` lets nothing of ours through as a traceback."""
    every = [one for one in vars(errors).values() if isinstance(one, type)]
    assert len(every) > 20
    assert all(issubclass(one, errors.MediumError) for one in every)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (errors.LedgerMissing, errors.LedgerError),
        (errors.LedgerBusy, errors.LedgerError),
        (errors.AddressError, errors.DeskError),
        (errors.PictureHeld, errors.ArticleError),
        (errors.OwnNetwork, errors.NeverConnected),
        (errors.NeverConnected, errors.TransportError),
        (errors.NoAnswer, errors.TransportError),
        (errors.Refused, errors.NotSent),
        (errors.NotSent, errors.DeliveryError),
    ],
)
def test_a_narrow_error_is_caught_with_the_wide_one(narrow, wide):
    """Where nobody cares which of several it is."""
    assert issubclass(narrow, wide)


#: What becomes of an article and its run, which a handler of one must never decide for another.
FATES = (errors.NotSent, errors.Rejected, errors.HeldBack, errors.FateUnknown)


@pytest.mark.parametrize("fate", FATES)
def test_what_became_of_a_post_is_one_of_four(fate):
    """What may exist is never taken for what was refused, nor one article's fault for the run's."""
    assert [other for other in FATES if issubclass(fate, other)] == [fate]


def test_all_wrong_settings_are_told_at_once():
    """A line for each."""
    error = errors.SettingsError(["MEDIUM_A is wrong.", "MEDIUM_B is wrong."])
    assert str(error) == "MEDIUM_A is wrong.\nMEDIUM_B is wrong."
    assert error.problems == ("MEDIUM_A is wrong.", "MEDIUM_B is wrong.")


def test_an_error_keeps_its_facts_beside_its_message():
    """The message is for the author, the facts are for the run."""
    held = errors.PictureHeld("a.png is gone.", picture="https://e.org/a.png", passing=True)
    assert (str(held), held.picture) == ("a.png is gone.", "https://e.org/a.png")
    assert (held.passing, held.by_guard) == (True, False)
    assert (
        errors.NotSent("wait").retry_after,
        errors.Refused("no", retry_after=3).retry_after,
    ) == (
        None,
        3,
    )
    assert [
        error("a page", by_guard=True).by_guard for error in (errors.UploadError, errors.HeldBack)
    ] == [True, True]

"""What is sealed can be opened with a secret of now or before, and with nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernpartner.privacy.sealing import Sealer, Unreadable

NEW, OLD = "the secret of this year, long enough", "the secret of last year, long enough"


@given(st.text())
@settings(max_examples=50)
def test_what_is_sealed_is_opened_again_and_does_not_show(plain: str) -> None:
    sealer = Sealer([NEW], "proof")
    sealed = sealer.seal(plain)
    assert sealer.open(sealed) == plain
    assert len(plain) < 8 or plain not in sealed


def test_a_secret_that_was_replaced_still_opens_until_all_is_sealed_again() -> None:
    before = Sealer([OLD], "proof").seal("geheim")
    both = Sealer([NEW, OLD], "proof")
    assert both.open(before) == "geheim"
    with pytest.raises(Unreadable):
        Sealer([NEW], "proof").open(before)
    assert Sealer([NEW], "proof").open(both.sealed_again(before)) == "geheim"


def test_one_purpose_does_not_open_what_another_sealed() -> None:
    with pytest.raises(Unreadable):
        Sealer([NEW], "another").open(Sealer([NEW], "proof").seal("geheim"))
    with pytest.raises(Unreadable):
        Sealer([NEW], "proof").open("not sealed at all")


def test_without_a_secret_nothing_is_sealed() -> None:
    with pytest.raises(ValueError, match="at least one secret"):
        Sealer([], "proof")

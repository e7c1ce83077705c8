"""Deciding about passwords, codes and sessions, without a database."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.accounts import rules
from kernpartner.organisations.rules import Role

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AT = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_code_of_this_step_or_the_one_beside_it_is_right_once(seconds: int) -> None:
    code = pyotp.TOTP(SECRET).at(AT + timedelta(seconds=seconds))
    step = rules.used_step(SECRET, f" {code[:3]} {code[3:]} ", AT, 0)
    assert step == int(AT.timestamp()) // 30 + seconds // 30
    assert rules.used_step(SECRET, code, AT, step) is None, "a code counts once"


@pytest.mark.parametrize("seconds", [-90, -60, 60, 90])
def test_a_code_of_longer_ago_or_later_is_wrong(seconds: int) -> None:
    code = pyotp.TOTP(SECRET).at(AT + timedelta(seconds=seconds))
    assert rules.used_step(SECRET, code, AT, 0) is None


@given(st.text(max_size=40))
def test_no_typed_text_breaks_the_comparison(typed: str) -> None:
    step = rules.used_step(SECRET, typed, AT, 0)
    right = {pyotp.TOTP(SECRET).at(AT + timedelta(seconds=seconds)) for seconds in (-30, 0, 30)}
    assert (step is None) == ("".join(typed.split()) not in right)


@given(st.binary(min_size=16, max_size=16))
def test_a_recovery_code_reads_well_and_is_found_again_however_it_is_typed(noise: bytes) -> None:
    code = rules.recovery_code(noise)
    assert re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", code)
    assert rules.recovery_hash(code) == rules.recovery_hash(f" {code.upper().replace('-', ' ')} ")


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("kort", "password_short"),
        ("x" * 129, "password_long"),
        ("wachtwoord123", "password_common"),
        ("123456789012", "password_common"),
        ("qwertyuiop123", "password_common"),
        ("kernpartner2026", "password_common"),
        ("vera.dijkstra1", "password_common"),
        ("fiets lamp wolk tafel", None),
        ("Zw4rt-k0mpas-7", None),
    ],
)
def test_a_password_is_judged_by_how_fast_it_is_guessed(password: str, problem: str | None) -> None:
    assert rules.password_problem(password, ("vera.dijkstra@example.org", "Vera Dijkstra")) == problem


def test_a_session_ends_after_half_an_hour_of_nothing_and_at_the_longest_time() -> None:
    longest = timedelta(hours=8)
    assert not rules.is_over(AT, AT, AT + timedelta(minutes=30), longest)
    assert rules.is_over(AT, AT, AT + timedelta(minutes=31), longest)
    late = AT + longest + timedelta(seconds=1)
    assert rules.is_over(AT, late, late, longest)


def test_whoever_sees_concerns_the_trail_or_the_people_needs_a_second_factor() -> None:
    needing = {role for role in Role if rules.needs_second_factor({role})}
    assert needing == set(Role) - {Role.PARTNER, Role.GUEST}
    assert not rules.needs_second_factor(())


def test_a_browser_is_named_without_its_version() -> None:
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1 Version/19.1 Safari/604.1"
    assert rules.browser_label(phone) == "Safari, iPhone"
    assert (
        rules.browser_label("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
        == "Firefox, Linux"
    )
    assert rules.browser_label("") == "Browser"

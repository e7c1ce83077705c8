"""Who may do what, when something holds, and when a school year begins; without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.organisations.rules import (
    RIGHTS,
    ROLE_LABELS,
    Action,
    Contact,
    ContactProblem,
    Period,
    Role,
    contact_problems,
    may,
    school_year,
    school_year_label,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
ROLES = st.sets(st.sampled_from(list(Role)))
AUTHORS = {
    Role.CARE_COORDINATOR,
    Role.YOUTH_HEALTH,
    Role.FAMILY_WORKER,
    Role.ATTENDANCE_OFFICER,
    Role.SCHOOL_ALLIANCE,
    Role.COORDINATOR,
}
# Who may do it, as the page on the domain has it; an action that stands here twice or nowhere fails.
WHO: dict[Action, set[Role]] = {
    Action.LOG_CONCERN: AUTHORS,
    Action.SEE_OWN_CONCERNS: AUTHORS,
    Action.SEE_CONSULTATIONS: AUTHORS,
    Action.ANSWER_CONSULTATION: AUTHORS,
    Action.SEE_AGENDA: AUTHORS,
    Action.SIGN_DIGEST: AUTHORS,
    Action.SEE_THEMES: AUTHORS | {Role.PRIVACY_OFFICER, Role.ADMIN},
    Action.SEE_ORGANISATIONS: AUTHORS | {Role.PRIVACY_OFFICER, Role.ADMIN},
    Action.PREPARE_MEETING: {Role.COORDINATOR},
    Action.DECIDE_SECOND_GATE: {Role.COORDINATOR},
    Action.READ_DIGEST: {Role.PARTNER},
    Action.MAKE_OFFER: {Role.PARTNER},
    Action.SEE_AUDIT: {Role.PRIVACY_OFFICER},
    Action.ADMINISTER: {Role.ADMIN},
    Action.SEE_OWN_ACCOUNT: set(Role),
    Action.EDIT_THEMES: {Role.COORDINATOR, Role.ADMIN},
    Action.SEARCH_SOLUTIONS: AUTHORS,
    Action.KEEP_AMBASSADORS: {Role.COORDINATOR, Role.ADMIN},
    Action.INVITE_GUEST: AUTHORS,
    Action.SEE_GUEST_SESSION: {Role.GUEST},
    Action.SEE_SITUATIONS: AUTHORS,
    Action.WRITE_SITUATIONS: AUTHORS,
}


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_what_the_domain_says_and_nothing_else(role: Role, action: Action) -> None:
    assert may([role], action) is (role in WHO[action])


def test_every_role_has_rights_and_a_label() -> None:
    assert set(RIGHTS) == set(ROLE_LABELS) == set(Role)
    assert len(set(ROLE_LABELS.values())) == len(Role)


@pytest.mark.parametrize("action", list(Action))
def test_no_role_means_no(action: Action) -> None:
    assert may([], action) is False


@given(one=ROLES, other=ROLES, action=st.sampled_from(list(Action)))
def test_two_roles_together_may_what_either_may(one: set[Role], other: set[Role], action: Action) -> None:
    assert may(one | other, action) is (may(one, action) or may(other, action))


@pytest.mark.parametrize(
    ("first", "last", "on", "holds"),
    [
        (date(2026, 3, 1), None, date(2026, 2, 28), False),
        (date(2026, 3, 1), None, date(2026, 3, 1), True),
        (date(2026, 3, 1), None, date(2126, 3, 1), True),
        (date(2026, 3, 1), date(2026, 3, 9), date(2026, 3, 9), True),
        (date(2026, 3, 1), date(2026, 3, 9), date(2026, 3, 10), False),
        (date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 1), True),
        (date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 1), False),
        (date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 2), False),
    ],
)
def test_a_period_holds_on_its_first_day_and_on_its_last(first: date, last: date | None, on: date, holds: bool) -> None:
    assert Period(first, last).holds(on) is holds


@given(first=DAYS, length=st.integers(0, 4000), on=DAYS)
def test_a_period_holds_on_exactly_its_days(first: date, length: int, on: date) -> None:
    last = first + timedelta(days=length)
    assert Period(first, last).holds(on) is (0 <= (on - first).days <= length)
    assert Period(first).holds(on) is (on >= first)


@pytest.mark.parametrize(
    ("on", "start"),
    [
        (date(2026, 7, 31), 2025),
        (date(2026, 8, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2024, 2, 29), 2023),
    ],
)
def test_a_school_year_begins_on_the_first_of_august(on: date, start: int) -> None:
    assert school_year(on) == start


@given(DAYS)
def test_every_day_lies_in_its_school_year(on: date) -> None:
    start = school_year(on)
    assert date(start, 8, 1) <= on <= date(start + 1, 7, 31)
    assert school_year_label(start) == f"{start}-{start + 1}"


@pytest.mark.parametrize(
    "phone",
    [
        *("030 123 45 67", "(030) 1234567", "+31 30 123 45 67", "+31 (0)30 1234567", "0031301234567", "06-12345678"),
        *("14 030", "0800 2000", "0900-1234567", ""),
    ],
)
def test_a_dutch_number_of_an_organisation_is_fine(phone: str) -> None:
    assert contact_problems(Contact(phone=phone)) == {}


@pytest.mark.parametrize("phone", ["12345", "030 123 45 67 of 68", "vraag Jan", "0301234567890", "+32 2 123 45 67"])
def test_what_is_no_dutch_number_is_refused(phone: str) -> None:
    assert contact_problems(Contact(phone=phone)) == {"phone": ContactProblem.PHONE_UNREADABLE}


@pytest.mark.parametrize(
    ("email", "problem"),
    [
        ("jeugd@dock.example.org", None),
        ("Jeugd@Dock.example.org ", None),
        ("jeugd", ContactProblem.EMAIL_UNREADABLE),
        ("jeugd@dock", ContactProblem.EMAIL_UNREADABLE),
        ("a b@dock.nl", ContactProblem.EMAIL_UNREADABLE),
        ("iemand@gmail.com", ContactProblem.EMAIL_PERSONAL),
    ],
)
def test_an_address_belongs_to_an_organisation(email: str, problem: ContactProblem | None) -> None:
    assert contact_problems(Contact(email=email)).get("email") == problem


def test_the_name_of_a_function_is_short() -> None:
    assert contact_problems(Contact(function="x" * 61)) == {"function": ContactProblem.FUNCTION_TOO_LONG}

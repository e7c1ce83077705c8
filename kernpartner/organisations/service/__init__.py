"""Changes organisations, people, their positions and passwords, and who represents whom."""

from kernpartner.organisations.service.ambassadors import (
    AmbassadorInput,
    AmbassadorRefused,
    NoSuchAmbassador,
    confirm_ambassador,
    end_ambassador,
    set_ambassador,
    set_refresh_days,
)
from kernpartner.organisations.service.people import (
    PersonExists,
    add_organisation,
    add_person,
    appoint_ambassador,
    end_position,
    end_sessions,
    ensure_type,
    give_position,
    seat_in_core_team,
    set_language,
    set_password,
    verified_person,
)

__all__ = [
    "AmbassadorInput",
    "AmbassadorRefused",
    "NoSuchAmbassador",
    "PersonExists",
    "add_organisation",
    "add_person",
    "appoint_ambassador",
    "confirm_ambassador",
    "end_ambassador",
    "end_position",
    "end_sessions",
    "ensure_type",
    "give_position",
    "seat_in_core_team",
    "set_ambassador",
    "set_language",
    "set_password",
    "set_refresh_days",
    "verified_person",
]

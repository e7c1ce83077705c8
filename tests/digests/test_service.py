"""A digest is compiled once, leaves only when everybody who wrote agrees, and is delivered exactly once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.actions.rules import ActionInput
from kernpartner.actions.service import agree_action
from kernpartner.audit.models import AuditEntry
from kernpartner.consultations.service import approve_lesson, write_lesson
from kernpartner.digests import queries, service
from kernpartner.digests.models import Delivery, Digest
from kernpartner.digests.rules import Choice, SignProblem, Wish, leaves_on, seal
from kernpartner.districts.models import Area
from kernpartner.outbox.models import Mail
from tests.conftest import NOW, TODAY
from tests.digests.conftest import FIRST, SECOND
from tests.factories import Place

SIGNERS = ("ib", "ib2", "jgz", "worker")
DAY = timedelta(days=1)
DUE = leaves_on(SECOND, TODAY)


def compiled(session: Session, place: Place, on: date = TODAY) -> dict[str, Digest]:
    service.compile_due(session, place.district.id, on, NOW)
    found = session.scalars(select(Digest).order_by(Digest.compiled_at, Digest.id))
    labels = {place.sport.id: "sport", place.jou.id: "jou"}
    return {labels[digest.organisation_id]: digest for digest in found}


def everybody_agrees(session: Session, place: Place, digest: Digest, but: str = "") -> None:
    for who in SIGNERS:
        if who != but:
            service.sign(session, place.actor(who), digest.id, Choice.AGREE, "", NOW)


def mails(session: Session, kind: str) -> list[Mail]:
    return list(session.scalars(select(Mail).where(Mail.kind == kind).order_by(Mail.to_address)))


def parts(digest: Digest) -> dict[str, dict[str, Any]]:
    return {part["slug"]: part for part in digest.content["themes"]}


def test_each_partner_gets_its_own_themes_and_no_other(session: Session, place: Place) -> None:
    found = compiled(session, place)
    assert set(parts(found["sport"])) == {"lanterfantertijd", "zelfbeeld"}
    assert set(parts(found["jou"])) == {"online-leven"}


def test_a_digest_says_the_bands_of_its_edition_and_the_trend_in_words(session: Session, place: Place) -> None:
    sport = parts(compiled(session, place)["sport"])
    risen, hidden = sport["lanterfantertijd"], sport["zelfbeeld"]
    assert (risen["lo"], risen["hi"], risen["trend"]) == (25, 29, "more")
    assert (hidden["lo"], hidden["hi"], hidden["trend"]) == (None, None, "unknown")
    assert risen["before"] == {"period": "augustus en september 2025", "lo": 10, "hi": 14}


def test_a_hidden_theme_looks_like_one_without_any_statement(session: Session, place: Place) -> None:
    from kernpartner.offers.service import tie_partner

    tie_partner(session, theme_id=place.themes["geldzorgen"], organisation_id=place.sport.id, on=FIRST)
    sport = parts(compiled(session, place)["sport"])
    shape = {name: type(value) for name, value in sport["geldzorgen"].items() if name != "before"}
    assert shape == {name: type(value) for name, value in sport["zelfbeeld"].items() if name != "before"}
    assert sport["geldzorgen"]["period"] == sport["zelfbeeld"]["period"]


def test_compiling_twice_is_as_once(session: Session, place: Place) -> None:
    first = compiled(session, place)
    before = {who: (digest.id, digest.content_hash) for who, digest in first.items()}
    asked = len(mails(session, "digest_to_sign"))
    assert service.compile_due(session, place.district.id, TODAY + DAY, NOW + DAY) == 0
    assert {who: (digest.id, digest.content_hash) for who, digest in compiled(session, place).items()} == before
    assert len(mails(session, "digest_to_sign")) == asked


def test_only_the_newest_edition_is_compiled(session: Session, place: Place) -> None:
    assert {digest.period_label for digest in compiled(session, place).values()} == {"oktober t/m december 2025"}


def test_an_earlier_day_compiles_the_edition_of_that_day(session: Session, place: Place) -> None:
    found = compiled(session, place, on=FIRST)
    assert parts(found["sport"])["lanterfantertijd"]["trend"] == "first"
    assert found["sport"].leaves_on == leaves_on(FIRST, FIRST)


def test_home_organisations_are_asked_once_per_edition_and_partners_are_not(session: Session, place: Place) -> None:
    compiled(session, place)
    asked = [mail.to_address.split("@")[0] for mail in mails(session, "digest_to_sign")]
    assert sorted(asked) == sorted(["coordinator", "ib", "ib2", "jgz", "worker"])


@pytest.mark.parametrize("missing", SIGNERS)
def test_without_all_signatures_nothing_leaves(session: Session, place: Place, missing: str) -> None:
    sport = compiled(session, place)["sport"]
    everybody_agrees(session, place, sport, but=missing)
    assert service.release_signed(session, place.district.id, TODAY + 365 * DAY, NOW) == 0
    assert (sport.status, mails(session, "digest_ready")) == ("compiled", [])
    assert queries.deliveries(session, sport.id) == 0
    assert queries.released_to(session, place.sport.id) == []


def test_before_its_day_a_signed_digest_stays(session: Session, place: Place) -> None:
    sport = compiled(session, place)["sport"]
    everybody_agrees(session, place, sport)
    assert service.release_signed(session, place.district.id, sport.leaves_on - DAY, NOW) == 0
    assert service.release_signed(session, place.district.id, sport.leaves_on, NOW) == 1


def test_a_signed_digest_is_delivered_once_with_a_notice_without_figures(session: Session, place: Place) -> None:
    sport = compiled(session, place)["sport"]
    everybody_agrees(session, place, sport)
    assert [service.release_signed(session, place.district.id, DUE, NOW) for _each in range(3)] == [1, 0, 0]
    assert session.scalar(select(func.count()).select_from(Delivery)) == 1
    [notice] = mails(session, "digest_ready")
    assert notice.to_person == place.people["sport"].id
    assert set(notice.context) == {"digest", "organisation", "period", "area"}
    assert "25" not in str({**notice.context, "digest": "", "period": ""})


def test_a_partner_reads_its_own_released_digest_and_no_other(session: Session, place: Place) -> None:
    found = compiled(session, place)
    assert queries.digest_for_partner(session, found["sport"].id, place.sport.id) is None
    everybody_agrees(session, place, found["sport"])
    service.release_signed(session, place.district.id, DUE, NOW)
    assert queries.digest_for_partner(session, found["sport"].id, place.sport.id) is not None
    assert queries.digest_for_partner(session, found["sport"].id, place.jou.id) is None
    assert queries.unread(session, place.people["sport"].id, place.sport.id) == 1
    service.mark_read(session, place.actor("sport"), found["sport"].id, "page", NOW)
    assert queries.unread(session, place.people["sport"].id, place.sport.id) == 0


def test_a_wish_to_change_stops_a_digest_and_reaches_the_coordinator(session: Session, place: Place) -> None:
    sport = compiled(session, place)["sport"]
    everybody_agrees(session, place, sport, but="ib")
    service.sign(session, place.actor("ib"), sport.id, Choice.CHANGE, "Bel Jan Jansen op 0612345678", NOW)
    assert service.release_signed(session, place.district.id, DUE, NOW) == 0
    [told] = mails(session, "digest_changed")
    assert told.to_person == place.people["coordinator"].id
    said = next(one for one in queries.standings(session, sport, TODAY) if one.organisation_id == place.school.id)
    assert said.choice is Choice.CHANGE
    assert "0612345678" not in said.remark
    service.sign(session, place.actor("ib"), sport.id, Choice.AGREE, "", NOW + DAY)
    assert service.release_signed(session, place.district.id, DUE, NOW + DAY) == 1


def test_what_was_left_out_is_agreed_to_again_and_what_leaves_is_what_was_agreed_to(
    session: Session, place: Place
) -> None:
    sport = compiled(session, place)["sport"]
    everybody_agrees(session, place, sport)
    key = str(place.themes["zelfbeeld"])
    assert service.leave_out(session, place.actor("coordinator"), sport.id, [key], NOW) is True
    assert service.leave_out(session, place.actor("coordinator"), sport.id, [key], NOW) is False
    assert (sport.version, sport.content_hash) == (2, seal(sport.content))
    assert queries.agreed(queries.standings(session, sport, TODAY)) == frozenset()
    assert service.release_signed(session, place.district.id, DUE, NOW) == 0
    everybody_agrees(session, place, sport)
    assert service.release_signed(session, place.district.id, DUE, NOW) == 1
    assert set(parts(sport)) == {"lanterfantertijd"}


def test_a_withheld_digest_never_leaves(session: Session, place: Place) -> None:
    sport = compiled(session, place)["sport"]
    everybody_agrees(session, place, sport)
    service.withhold(session, place.actor("coordinator"), sport.id, NOW)
    assert service.release_signed(session, place.district.id, DUE, NOW) == 0
    with pytest.raises(service.DigestClosed):
        service.sign(session, place.actor("ib"), sport.id, Choice.AGREE, "", NOW)


@pytest.mark.parametrize("who", ["sport", "jou"])
def test_a_partner_does_not_sign(session: Session, place: Place, who: str) -> None:
    sport = compiled(session, place)["sport"]
    with pytest.raises(service.NotASigner):
        service.sign(session, place.actor(who), sport.id, Choice.AGREE, "", NOW)


def test_a_change_without_words_is_refused(session: Session, place: Place) -> None:
    sport = compiled(session, place)["sport"]
    with pytest.raises(service.SignRefused) as refused:
        service.sign(session, place.actor("ib"), sport.id, Choice.CHANGE, " ", NOW)
    assert refused.value.problem is SignProblem.REMARK_MISSING


def test_agreeing_to_all_signs_what_waits_and_nothing_twice(session: Session, place: Place) -> None:
    compiled(session, place)
    assert len(queries.to_sign(session, place.school.id, TODAY)) == 2
    assert service.sign_all(session, place.actor("ib"), NOW) == 2
    assert service.sign_all(session, place.actor("ib"), NOW) == 0
    assert queries.to_sign(session, place.school.id, TODAY) == []


def test_who_did_not_answer_is_reminded_once(session: Session, place: Place) -> None:
    sport = compiled(session, place)["sport"]
    everybody_agrees(session, place, sport, but="jgz")
    service.sign(session, place.actor("jgz"), compiled(session, place)["jou"].id, Choice.AGREE, "", NOW)
    week_before = sport.leaves_on - 7 * DAY
    assert service.remind(session, place.district.id, week_before - DAY, NOW) == 0
    assert service.remind(session, place.district.id, week_before, NOW) == 2
    assert service.remind(session, place.district.id, week_before + DAY, NOW) == 0
    reminded = {mail.to_address.split("@")[0] for mail in mails(session, "digest_reminder")}
    assert "jgz" in reminded
    assert "sport" not in reminded


def test_who_stopped_the_mails_still_finds_the_digest_in_the_application(session: Session, place: Place) -> None:
    service.subscribe(session, place.people["sport"].id, Wish(), NOW)
    wish = queries.mail_wish(session, place.people["sport"].id)
    assert wish is not None
    assert service.stop_mails(session, wish.token, NOW) is True
    assert service.stop_mails(session, "nobody's", NOW) is False
    sport = compiled(session, place)["sport"]
    everybody_agrees(session, place, sport)
    service.release_signed(session, place.district.id, DUE, NOW)
    assert mails(session, "digest_ready") == []
    assert queries.unread(session, place.people["sport"].id, place.sport.id) == 1


def test_a_lesson_is_told_a_quarter_after_its_approval_beside_a_shown_figure_only(
    session: Session, place: Place
) -> None:
    for slug in ("lanterfantertijd", "zelfbeeld"):
        lesson = write_lesson(
            session,
            place.actor("ib"),
            district_id=place.district.id,
            theme_id=place.themes[slug],
            text="Een uur zonder plan hielp.",
            now=NOW,
        )
        approve_lesson(session, place.actor("worker"), lesson, NOW)
    service.compile_due(session, place.district.id, TODAY + 91 * DAY, NOW + 91 * DAY)
    sport = parts(session.scalars(select(Digest).where(Digest.organisation_id == place.sport.id)).one())
    assert sport["lanterfantertijd"]["lessons"] == ["Een uur zonder plan hielp."]
    assert sport["zelfbeeld"]["lessons"] == []


def test_a_fresh_lesson_is_not_told_yet(session: Session, place: Place) -> None:
    lesson = write_lesson(
        session,
        place.actor("ib"),
        district_id=place.district.id,
        theme_id=place.themes["lanterfantertijd"],
        text="Een uur zonder plan hielp.",
        now=NOW,
    )
    approve_lesson(session, place.actor("worker"), lesson, NOW)
    assert parts(compiled(session, place)["sport"])["lanterfantertijd"]["lessons"] == []


def test_every_step_leaves_a_line_in_the_trail(session: Session, place: Place) -> None:
    sport = compiled(session, place)["sport"]
    everybody_agrees(session, place, sport)
    service.release_signed(session, place.district.id, DUE, NOW)
    verbs = [entry.verb for entry in session.scalars(select(AuditEntry).where(AuditEntry.subject_id == sport.id))]
    assert verbs == ["digest.compiled", *["digest.signed"] * 4, "digest.released"]


def test_nothing_is_compiled_before_the_first_edition(session: Session, place: Place) -> None:
    assert service.compile_due(session, place.district.id, FIRST - DAY, NOW) == 0
    assert SECOND > FIRST


def test_a_partner_of_another_area_reads_nothing_of_this_one(session: Session, place: Place) -> None:
    elsewhere = Area(district_id=place.district.id, slug="elders", label="Elders")
    session.add(elsewhere)
    session.flush()
    place.jou.area_id = elsewhere.id
    place.sport.area_id = place.area.id
    session.flush()
    assert set(compiled(session, place)) == {"sport"}


@pytest.mark.parametrize("in_school", [True, False])
def test_what_was_agreed_in_a_school_stays_out_of_the_digest(session: Session, place: Place, in_school: bool) -> None:
    given = ActionInput(
        district_id=place.district.id,
        text="Op woensdag een uur sport.",
        owner_organisation_id=place.sport.id,
        theme_id=place.themes["lanterfantertijd"],
        school_id=place.school.id if in_school else None,
    )
    agree_action(session, place.actor("coordinator"), given, NOW)
    asked = parts(compiled(session, place)["sport"])["lanterfantertijd"]["asked"]
    assert asked == ([] if in_school else ["Op woensdag een uur sport."])

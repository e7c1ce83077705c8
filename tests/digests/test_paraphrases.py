"""A paraphrase reaches a digest only through every gate: approved by two, wide, late, shown, nobody's own sentence."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.digests import queries, service
from kernpartner.digests.rules import ParaphraseProblem
from kernpartner.organisations.models import Organisation
from kernpartner.publications.models import PublicationStatement
from kernpartner.publications.queries import released_bands
from kernpartner.tally.queries import ThemePeriod
from tests.conftest import NOW
from tests.factories import Place

TEXT = "Leerlingen zeggen clubs af omdat zij na school willen slapen."
LATE = timedelta(days=91)
OPEN, WIDE = "lanterfantertijd", 3


@pytest.fixture
def block(session: Session, place: Place) -> uuid.UUID:
    """Give the shown block of the newest edition that a text can be about."""
    statement = session.scalars(
        select(PublicationStatement).where(
            PublicationStatement.theme_id == place.themes[OPEN], PublicationStatement.lo == 25
        )
    ).one()
    return statement.id


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch, place: Place) -> Callable[[int, int], None]:
    """Let so many schools and organisations stand behind the block: closed counts are another subject's business."""

    def stand(schools: int, organisations: int) -> None:
        rows = [
            ThemePeriod(place.area.id, place.themes[OPEN], uuid.UUID(int=s), uuid.UUID(int=100 + o), "x", PERIOD, 5)
            for s, o in itertools.zip_longest(range(1, schools + 1), range(organisations), fillvalue=0)
            if s
        ]
        monkeypatch.setattr("kernpartner.tally.queries.theme_quarters", lambda *_given, **_more: rows)

    stand(WIDE, 2)
    return stand


PERIOD = date(2025, 10, 1)


def written(session: Session, place: Place, block: uuid.UUID, text: str = TEXT) -> uuid.UUID:
    return service.write_paraphrase(
        session, place.actor("jgz"), area_id=place.area.id, statement_id=block, text=text, now=NOW
    )


def approved(session: Session, place: Place, block: uuid.UUID) -> uuid.UUID:
    made = written(session, place, block)
    for who in ("ib", "worker"):
        service.approve_paraphrase(session, place.actor(who), made, NOW)
    return made


def told(session: Session, place: Place, at: datetime = NOW + LATE) -> list[str]:
    return list(queries.to_tell(session, place.area.id, place.themes[OPEN], at.date()))


@pytest.mark.usefixtures("behind")
def test_after_two_approvals_and_a_quarter_it_is_told(session: Session, place: Place, block: uuid.UUID) -> None:
    approved(session, place, block)
    assert told(session, place, NOW + LATE - timedelta(days=1)) == []
    assert told(session, place) == [TEXT]
    assert told(session, place, NOW + LATE + timedelta(days=366)) == []


@pytest.mark.usefixtures("behind")
@pytest.mark.parametrize("approvers", [(), ("ib",), ("worker",), ("ib", "ib"), ("worker", "coordinator")])
def test_no_path_leads_to_a_partner_without_two_people_of_two_organisations(
    session: Session, place: Place, block: uuid.UUID, approvers: tuple[str, ...]
) -> None:
    made = written(session, place, block)
    for who in approvers:
        service.approve_paraphrase(session, place.actor(who), made, NOW)
    assert told(session, place) == []
    row = queries.paraphrase(session, made, NOW.date())
    assert row is not None and row.approved_on is None


@pytest.mark.parametrize(("schools", "organisations"), [(0, 0), (2, 2), (3, 1), (2, 5)])
def test_without_three_schools_and_two_organisations_behind_it_nothing_is_told(
    session: Session,
    place: Place,
    block: uuid.UUID,
    behind: Callable[[int, int], None],
    schools: int,
    organisations: int,
) -> None:
    approved(session, place, block)
    behind(schools, organisations)
    assert told(session, place) == []


@pytest.mark.usefixtures("behind")
def test_the_writer_does_not_approve_the_own_words(session: Session, place: Place, block: uuid.UUID) -> None:
    made = written(session, place, block)
    with pytest.raises(service.NotYourParaphrase):
        service.approve_paraphrase(session, place.actor("jgz"), made, NOW)


@pytest.mark.usefixtures("behind")
def test_what_was_withdrawn_is_told_no_more_and_only_its_organisation_withdraws(
    session: Session, place: Place, block: uuid.UUID
) -> None:
    made = approved(session, place, block)
    with pytest.raises(service.NotYourParaphrase):
        service.withdraw_paraphrase(session, place.actor("ib"), made, NOW)
    service.withdraw_paraphrase(session, place.actor("jgz"), made, NOW)
    assert told(session, place) == []
    with pytest.raises(service.ParaphraseGone):
        service.approve_paraphrase(session, place.actor("ib2"), made, NOW)


def logged(session: Session, place: Place, organisation: Organisation, text: str) -> None:
    given = ConcernInput(
        text=text,
        age_band="onbekend",
        perspective="professional",
        wider="unknown",
        occurred_on=NOW.date(),
        school_id=place.school.id,
        confirmed=(place.themes[OPEN],),
    )
    actor = place.actor("jgz" if organisation is place.jgz else "ib")
    log_concern(session, actor, given, NOW)


def test_an_own_signal_is_not_copied(session: Session, place: Place, block: uuid.UUID) -> None:
    logged(session, place, place.jgz, f"Gezien: {TEXT.lower()} Dat hoor ik vaak.")
    with pytest.raises(service.ParaphraseRefused) as refused:
        written(session, place, block)
    assert refused.value.problem is ParaphraseProblem.SOMEBODYS_WORDS


@pytest.mark.usefixtures("behind")
def test_the_signal_of_another_is_not_told_and_the_writer_learns_nothing_of_it(
    session: Session, place: Place, block: uuid.UUID
) -> None:
    logged(session, place, place.school, "Hij zegt: clubs af omdat zij na school moe zijn.")
    made = approved(session, place, block)
    assert told(session, place) == []
    row = queries.paraphrase(session, made, NOW.date())
    assert row is not None and row.approved_on is not None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Wij zagen het vijf keer.", ParaphraseProblem.NUMBER),
        ("Leerlingen noemen Jovanka Quistrel vaak.", ParaphraseProblem.IDENTIFIES),
        ("", ParaphraseProblem.MISSING),
    ],
)
def test_what_identifies_or_counts_is_refused_and_not_kept(
    session: Session, place: Place, block: uuid.UUID, text: str, problem: ParaphraseProblem
) -> None:
    with pytest.raises(service.ParaphraseRefused) as refused:
        written(session, place, block, text)
    assert refused.value.problem is problem
    assert queries.paraphrases(session, [place.area.id], NOW.date()) == []


def test_a_text_stands_by_a_block_that_was_shown(session: Session, place: Place) -> None:
    shown = {band.statement_id for band in queries.shown_blocks(session, place.area.id, NOW.date())}
    bands = released_bands(session, audience="digest", area_id=place.area.id, on=NOW.date())
    assert shown == {band.statement_id for band in bands if band.lo is not None}
    gap = session.scalars(
        select(PublicationStatement).where(
            PublicationStatement.lo.is_(None), PublicationStatement.theme_id == place.themes["zelfbeeld"]
        )
    ).one()
    for strange in (gap.id, uuid.uuid4()):
        with pytest.raises(service.ParaphraseRefused) as refused:
            written(session, place, strange)
        assert refused.value.problem is ParaphraseProblem.BLOCK_MISSING


@pytest.mark.usefixtures("behind")
def test_a_digest_tells_it_once_and_nothing_says_that_it_stayed_away(
    session: Session, place: Place, block: uuid.UUID, behind: Callable[[int, int], None]
) -> None:
    approved(session, place, block)
    at = NOW + LATE
    service.compile_due(session, place.district.id, at.date(), at)
    [found] = [
        one for one in queries.in_circulation(session, place.district.id) if one.organisation_id == place.sport.id
    ]
    parts = {part["slug"]: part for part in found.content["themes"]}
    assert parts[OPEN]["paraphrases"] == [TEXT]
    assert parts["zelfbeeld"]["paraphrases"] == []


@pytest.mark.usefixtures("behind")
def test_every_step_stands_in_the_trail_without_a_word_of_the_text(
    session: Session, place: Place, block: uuid.UUID
) -> None:
    made = approved(session, place, block)
    service.withdraw_paraphrase(session, place.actor("jgz"), made, NOW)
    entries = session.scalars(select(AuditEntry).where(AuditEntry.subject_id == made)).all()
    verbs = [entry.verb for entry in entries]
    assert verbs == ["paraphrase.written", *["paraphrase.approved"] * 2, "paraphrase.withdrawn"]
    assert "clubs" not in str([entry.details for entry in entries])


def test_what_is_kept_has_no_marks_that_nobody_sees(session: Session, place: Place, block: uuid.UUID) -> None:
    seen = TEXT.replace("e", "e\u200b", 3).replace(" ", " \n", 1)
    row = queries.paraphrase(session, written(session, place, block, seen), NOW.date())
    assert row is not None and row.paraphrase.text == TEXT

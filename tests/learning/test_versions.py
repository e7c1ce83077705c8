"""Holds what a district learns against real tables: it starts as shipped, only winners replace, and people go back."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.learning import queries
from kernpartner.learning.service import Outcome, VersionUnusable, learn, use_version
from kernpartner.themes.models import TaggerVersion
from kernpartner.themes.rules import Tagger
from kernpartner.themes.rules.adapting import Decided
from tests.conftest import NOW, TODAY
from tests.factories import Place, a_place

# What people here say when somebody is bullied; nothing shipped knows the word.
STRANGE = "Weer flapdrol en slijmbal gezegd in de rij"
SEEN = f"{STRANGE}, 7 keer gezien"


def decisions(count: int, *, right: bool = True, district: str = "a", start: int = 0) -> list[Decided]:
    """Give decisions about a word that only this district uses: always the same theme, or none in particular."""
    themes = ("pesten-groep",) if right else ("zelfbeeld", "geldzorgen", "rouw-verlies", "pesten-groep")
    return [
        Decided(
            case=f"{district}{n}",
            holder=f"{district}{n % 4}",
            district=district,
            text=f"{STRANGE}, {n} keer gezien",
            confirmed=frozenset({themes[n % len(themes)]}),
        )
        for n in range(start, start + count)
    ]


def _nobody() -> list[Decided]:
    return []


def test_a_new_district_suggests_as_shipped(session: Session, place: Place) -> None:
    assert queries.tagger(session, place.district.id) is Tagger.shipped()
    assert queries.versions(session, place.district.id) == []


def test_too_few_decisions_change_nothing(session: Session, place: Place) -> None:
    assert learn(session, place.district.id, decisions(40), _nobody, NOW) is Outcome.TOO_FEW
    assert queries.versions(session, place.district.id) == []


def test_a_challenger_that_wins_is_used_and_names_itself(session: Session, place: Place) -> None:
    assert learn(session, place.district.id, decisions(150), _nobody, NOW) is Outcome.REPLACED
    (version,) = queries.versions(session, place.district.id)
    assert version.in_use and version.usable and version.measured["won"]
    assert version.measured["after"] > version.measured["before"]
    verdict = queries.suggest(session, place.district.id, SEEN, TODAY)
    assert [theme.id for theme in verdict.themes] == ["pesten-groep"]
    assert verdict.version == f"{Tagger.shipped().version}+wijk-{version.id}"
    assert Tagger.shipped().suggest(SEEN).themes == ()


def test_a_challenger_that_does_not_win_is_noted_without_its_weights(session: Session, place: Place) -> None:
    assert learn(session, place.district.id, decisions(150, right=False), _nobody, NOW) is Outcome.KEPT
    (version,) = queries.versions(session, place.district.id)
    assert not version.in_use and not version.usable and not version.measured["won"]
    assert session.scalar(select(TaggerVersion.model)) == {}
    assert queries.tagger(session, place.district.id) is Tagger.shipped()


def test_a_bad_newcomer_never_replaces_a_better_one(session: Session, place: Place) -> None:
    learn(session, place.district.id, decisions(150), _nobody, NOW)
    spoiled = [*decisions(150), *decisions(60, right=False, start=150)]
    assert learn(session, place.district.id, spoiled, _nobody, NOW + timedelta(days=1)) is Outcome.KEPT
    newest, first = queries.versions(session, place.district.id)
    assert first.in_use and not newest.in_use


def test_the_same_decisions_are_not_tried_until_they_win(session: Session, place: Place) -> None:
    learn(session, place.district.id, decisions(150, right=False), _nobody, NOW)
    again = learn(session, place.district.id, decisions(160, right=False), _nobody, NOW + timedelta(days=1))
    assert again is Outcome.NOT_GROWN
    assert len(queries.versions(session, place.district.id)) == 1


def test_a_district_with_few_decisions_learns_from_all_of_them(session: Session, place: Place) -> None:
    everywhere = [*decisions(90), *decisions(90, district="b")]
    assert learn(session, place.district.id, decisions(20), lambda: everywhere, NOW) is Outcome.REPLACED
    (version,) = queries.versions(session, place.district.id)
    assert version.measured["source"] == "all"
    assert queries.suggest(session, place.district.id, SEEN, TODAY).themes


def test_one_district_is_not_all(session: Session, place: Place) -> None:
    assert learn(session, place.district.id, [], lambda: decisions(150), NOW) is Outcome.TOO_FEW


def test_what_one_district_learnt_another_does_not_have(session: Session, place: Place) -> None:
    other = a_place(session, "elders")
    learn(session, place.district.id, decisions(150), _nobody, NOW)
    assert queries.suggest(session, other.district.id, SEEN, TODAY).themes == ()
    assert queries.versions(session, other.district.id) == []
    (version,) = queries.versions(session, place.district.id)
    with pytest.raises(VersionUnusable):
        use_version(session, other.actor("coordinator"), other.district.id, version.id, NOW)


def test_no_text_is_kept_in_what_was_learnt(session: Session, place: Place) -> None:
    learn(session, place.district.id, decisions(150), _nobody, NOW)
    kept = json.dumps(session.scalar(select(TaggerVersion.model)))
    assert "flapdrol" in kept
    assert "in de rij" not in kept and "keer gezien" not in kept


def test_a_person_goes_back_to_what_is_shipped_and_forward_again(session: Session, place: Place) -> None:
    learn(session, place.district.id, decisions(150), _nobody, NOW)
    (version,) = queries.versions(session, place.district.id)
    use_version(session, place.actor("coordinator"), place.district.id, None, NOW)
    assert queries.suggest(session, place.district.id, SEEN, TODAY).version == Tagger.shipped().version
    use_version(session, place.actor("coordinator"), place.district.id, version.id, NOW)
    assert queries.suggest(session, place.district.id, SEEN, TODAY).themes
    lines = session.scalars(
        select(AuditEntry.details).where(AuditEntry.verb == "tagger.changed").order_by(AuditEntry.at)
    ).all()
    assert {line["to"] for line in lines} == {str(version.id), "shipped"}


def test_a_version_that_never_won_or_is_not_there_cannot_be_used(session: Session, place: Place) -> None:
    learn(session, place.district.id, decisions(150, right=False), _nobody, NOW)
    (version,) = queries.versions(session, place.district.id)
    for unknown in (version.id, uuid.uuid4()):
        with pytest.raises(VersionUnusable):
            use_version(session, place.actor("coordinator"), place.district.id, unknown, NOW)


def test_what_was_learnt_beside_another_lexicon_is_not_used(session: Session, place: Place) -> None:
    learn(session, place.district.id, decisions(150), _nobody, NOW)
    row = session.scalars(select(TaggerVersion)).one()
    row.model = {"base": "lexicon-older", "used": {**row.model["used"], "base": "lexicon-older"}, "judged": {}}
    row.measured = {**row.measured, "base": "lexicon-older"}
    session.flush()
    queries.forget()
    assert queries.suggest(session, place.district.id, SEEN, TODAY).themes == ()
    assert not queries.versions(session, place.district.id)[0].usable
    assert learn(session, place.district.id, decisions(150), _nobody, NOW + timedelta(days=1)) is Outcome.REPLACED

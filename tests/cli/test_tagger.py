"""An operator sees what a district learnt, goes back to what is shipped and lets it try again."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from kernpartner.districts import queries as districts
from kernpartner.learning import queries
from kernpartner.learning.service import learn
from tests.conftest import NOW
from tests.learning.test_versions import decisions

Run = Callable[..., Result]


def test_what_was_learnt_is_listed_and_taken_back(run: Run, fresh_database_url: str) -> None:
    assert run("district", "create", "proefwijk", "--label", "Proefwijk").exit_code == 0
    assert run("tagger", "list", "proefwijk").output == "in use: as shipped\n"
    engine = create_engine(fresh_database_url)
    with Session(engine) as session, session.begin():
        found = districts.district_of(session, "proefwijk")
        assert found is not None
        learn(session, found.id, decisions(150), lambda: [], NOW)
        (version,) = queries.versions(session, found.id)
    engine.dispose()
    assert f"{version.id}" in run("tagger", "list", "proefwijk").output
    assert run("tagger", "use", "proefwijk").output == "in use: as shipped\n"
    assert "usable" in run("tagger", "list", "proefwijk").output
    assert run("tagger", "use", "proefwijk", str(version.id)).output == f"in use: {version.id}\n"
    assert run("tagger", "learn", "proefwijk").output == "proefwijk: too_few\n"


def test_a_district_or_version_that_is_not_there_is_one_sentence(run: Run) -> None:
    run("district", "create", "proefwijk", "--label", "Proefwijk")
    assert "there is no district" in run("tagger", "list", "nergens").output
    missing = run("tagger", "use", "proefwijk", "01a213c2-9302-7dee-9325-9c38bbfe0c9e")
    assert missing.exit_code == 1 and "cannot use version" in missing.output

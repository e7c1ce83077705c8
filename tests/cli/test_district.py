"""A district is made empty or filled from a file, twice as once, and a bad file says where."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from kernpartner.cli import place
from kernpartner.cli.district_file import slug_of
from kernpartner.districts import queries as districts
from kernpartner.offers import queries as offers
from kernpartner.organisations import queries as organisations
from kernpartner.themes import queries as themes

Run = Callable[..., Result]

FILE = """
district: Over-Vecht
organisations:
  - {slug: de-proef, label: Basisschool De Proef, kind: basisschool, org_type: school, area: Noord,
     identifying: true, aliases: [De Proef, bs De Proef]}
  - {slug: proeflyceum, label: Proeflyceum, kind: vo-school, org_type: school, identifying: true}
  - slug: jgz
    label: JGZ Overvecht
    org_type: jgz
    identifying: false
    aliases: [JGZ]
    contributes:
      - {theme: slaap-leefstijl, form: spreekuur op school}
authorities:
  - {slug: leerplicht, label: Leerplicht, org_type: leerplicht, identifying: false}
partners:
  - slug: sport
    label: Sportstek
    kind: partner
    identifying: false
    contributes:
      - {theme: lanterfantertijd, form: inloop zonder wedstrijd}
      - {theme: lanterfantertijd, form: een veld en een begeleider}
not_identifying:
  schemes: [Jeugdfonds, U-pas]
"""
TABLES = ("district", "area", "organisation", "core_team_place", "district_word", "partner_tie", "offer", "theme")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a small file of a district."""
    made = tmp_path / "district.yaml"
    made.write_text(FILE, encoding="utf-8")
    return made


@pytest.fixture
def engine_of_command(fresh_database_url: str) -> Iterator[Engine]:
    """Give an engine on the database on which the command worked."""
    made = create_engine(fresh_database_url)
    yield made
    made.dispose()


def counts(engine: Engine) -> dict[str, int]:
    """Give how many rows each table has."""
    with engine.connect() as connection:
        return {name: int(connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0) for name in TABLES}


def test_an_empty_district_has_the_shipped_themes(run: Run, engine_of_command: Engine) -> None:
    done = run("district", "create", "overvecht", "--label", "Overvecht")
    assert (done.exit_code, done.output) == (0, "made district overvecht with 15 themes\n")
    assert counts(engine_of_command)["theme"] == 15


def test_a_district_that_exists_and_a_slug_that_is_none_are_refused_in_a_sentence(run: Run) -> None:
    run("district", "create", "overvecht", "--label", "Overvecht")
    assert (
        run("district", "create", "overvecht", "--label", "X").stderr == "Error: district 'overvecht' exists already\n"
    )
    assert "try 'over-vecht'" in run("district", "create", "Over Vecht", "--label", "X").stderr


def test_a_file_fills_a_district_and_a_second_time_adds_nothing(
    run: Run, file: Path, engine_of_command: Engine
) -> None:
    done = run("district", "import", str(file), "--valid-from", "2024-08-01")
    assert (done.exit_code, done.output) == (0, "district over-vecht: 5 organisations\n")
    first = counts(engine_of_command)
    assert first["core_team_place"] == 4 and first["offer"] == 3
    assert run("district", "import", str(file), "--valid-from", "2024-08-01").exit_code == 0
    assert counts(engine_of_command) == first


def test_what_the_file_says_is_what_the_subjects_know(run: Run, file: Path, engine_of_command: Engine) -> None:
    run("district", "import", str(file), "--valid-from", "2024-08-01")
    with Session(engine_of_command) as session:
        found = districts.district_of(session, "over-vecht")
        assert found is not None and found.label == "Over-Vecht"
        known = {one.slug: one for one in organisations.organisations(session, found.id, on=date(2024, 9, 1))}
        assert (known["de-proef"].sector, known["de-proef"].neighbourhood) == ("po", "Noord")
        assert known["proeflyceum"].sector == "vo" and known["proeflyceum"].area_id == known["de-proef"].area_id
        team = {one.slug for one in organisations.core_team(session, known["de-proef"].id, date(2024, 9, 1))}
        assert team == {"de-proef", "jgz", "leerplicht"}
        lists = districts.word_lists(session, found.id)
        assert set(lists.schools) == {"Basisschool De Proef", "De Proef", "bs De Proef", "Proeflyceum"}
        assert {"jeugdfonds", "jgz", "sportstek"} <= lists.allowed
        theme = themes.theme_ids(session, found.id, date(2024, 9, 1))["lanterfantertijd"]
        made = offers.offers_for(session, theme, place.today())
        assert [row.form for row in made] == ["inloop zonder wedstrijd", "een veld en een begeleider"]
        assert [one.slug for one in offers.partners_for(session, theme, place.today())] == ["sport"]


def test_an_offer_that_its_partner_withdrew_does_not_come_back(run: Run, file: Path, engine_of_command: Engine) -> None:
    run("district", "import", str(file))
    with engine_of_command.begin() as connection:
        connection.execute(text("UPDATE offer SET withdrawn_on = current_date"))
    before = counts(engine_of_command)
    run("district", "import", str(file))
    assert counts(engine_of_command) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("district: [", "is no YAML"),
        ("organisations: []", 'must name its district: "district: ..."'),
        ("district: X\npartners:\n  - {slug: a}", "partners, entry 1: an organisation needs a slug and a label"),
        (
            "district: X\norganisations:\n  - {slug: a, label: A}",
            "organisations, entry 1 (a): ValueError: it needs an org_type",
        ),
        (
            "district: X\npartners:\n  - {slug: a, label: A, contributes: [{theme: geen-thema, form: iets}]}",
            "a contributes to 'geen-thema', which is no theme of this district",
        ),
    ],
)
def test_a_bad_file_says_where_and_stores_nothing(
    run: Run, file: Path, engine_of_command: Engine, content: str, said: str
) -> None:
    file.write_text(content, encoding="utf-8")
    done = run("district", "import", str(file))
    assert done.exit_code == 1
    assert said in done.stderr
    assert counts(engine_of_command)["organisation"] == 0


def test_a_label_becomes_a_slug() -> None:
    assert slug_of("Vleuten-De Meern") == "vleuten-de-meern"
    assert slug_of("  Café 't Überdorp ") == "cafe-t-uberdorp"


def test_the_database_is_the_one_of_the_environment(run: Run, fresh_database_url: str) -> None:
    assert os.environ["DATABASE_URL"] == fresh_database_url == place.database_url()

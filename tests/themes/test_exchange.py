"""The taxonomy of a district goes out and comes in as it was: as YAML and as SKOS; a wrong file changes nothing."""

from __future__ import annotations

import dataclasses
import random

import pytest
from sqlalchemy.orm import Session

from kernpartner.themes import queries, service
from kernpartner.themes.rules import Taxonomy, taxonomy
from kernpartner.themes.rules.changing import ThemeInput
from kernpartner.themes.rules.skos import FORMS, read_skos, taxonomy_skos
from kernpartner.themes.rules.taxonomy_checks import Wrong
from kernpartner.themes.rules.taxonomy_file import read_taxonomy, taxonomy_yaml
from tests.conftest import NOW, TODAY
from tests.factories import Place, a_place


def _shipped_with_days(place: Place, session: Session) -> Taxonomy:
    return queries.taxonomy_of_district(session, place.district.id)


def _rich(session: Session, place: Place) -> None:
    """Let the district use everything that a file can hold."""
    theme = queries.theme(session, place.themes["online-leven"])
    service.edit_theme(
        session,
        place.actor("coordinator"),
        theme.id,
        ThemeInput(
            "Online leven",
            "Gamen: en # schermtijd",
            label_en="Life online",
            examples=("De hele nacht gamen.", "'s Avonds: ruzie in de app"),
            partner_names=("JoU",),
            level=("gedrag",),
            codes={"capj": ["A", "E"], "positieve_gezondheid": ["meedoen"]},
        ),
        NOW,
        seen_version=theme.version,
        matches={place.themes["zelfbeeld"]: "related"},
    )
    service.merge_theme(
        session,
        place.actor("coordinator"),
        place.themes["geldzorgen"],
        place.themes["rouw-verlies"],
        NOW,
        on=TODAY,
        reason="Proef.",
    )


def test_a_fresh_district_gives_the_shipped_file_with_the_day_it_counts_from(session: Session, place: Place) -> None:
    found = _shipped_with_days(place, session)
    without = [
        dataclasses.replace(s, themes=tuple(dataclasses.replace(t, valid_from=None) for t in s.themes))
        for s in found.schemes
    ]
    assert tuple(without) == taxonomy().schemes


@pytest.mark.parametrize("form", ["yaml", *FORMS])
def test_out_and_in_and_out_again_is_the_same_to_the_byte(session: Session, place: Place, form: str) -> None:
    _rich(session, place)

    def out(district: Place) -> str:
        found = queries.taxonomy_of_district(session, district.district.id)
        return taxonomy_yaml(found) if form == "yaml" else taxonomy_skos(found, "wijk", form)

    written = out(place)
    given, problems = read_taxonomy(written) if form == "yaml" else read_skos(written, form)
    assert problems == [] and given is not None
    assert service.import_plan(session, place.district.id, given) == []
    other = a_place(session, "verderop")
    # Another district starts without themes of its own.
    empty = service.import_plan(session, other.district.id, taxonomy())
    assert empty == []
    ended = {theme.id for theme in given.themes if theme.ending}
    with pytest.raises(service.CannotImport) as refused:
        service.import_taxonomy(session, place.actor("admin"), other.district.id, given, NOW, on=TODAY)
    assert {(one.of, one.what) for one in refused.value.problems} == {(slug, Wrong.ENDS_ELSEWHERE) for slug in ended}


@pytest.mark.parametrize("form", ["yaml", *FORMS])
def test_a_new_district_made_of_a_file_gives_that_file(session: Session, place: Place, form: str) -> None:
    from kernpartner.districts import service as district_service

    _rich(session, place)
    found = queries.taxonomy_of_district(session, place.district.id)
    written = taxonomy_yaml(found) if form == "yaml" else taxonomy_skos(found, "wijk", form)
    given, _ = read_taxonomy(written) if form == "yaml" else read_skos(written, form)
    assert given is not None
    fresh = district_service.create_district(session, place.actor("admin"), slug=f"vers-{form}", label="Vers", now=NOW)
    assert service.import_taxonomy(session, place.actor("admin"), fresh.id, given, NOW, on=TODAY) > 0
    again = queries.taxonomy_of_district(session, fresh.id)
    assert (taxonomy_yaml(again) if form == "yaml" else taxonomy_skos(again, "wijk", form)) == written
    merged = queries.theme_by_slug(session, fresh.id, "geldzorgen")
    assert merged is not None and merged.slug == "rouw-verlies"


def test_what_a_file_changes_is_shown_stored_and_taken_back(session: Session, place: Place) -> None:
    before = taxonomy_yaml(queries.taxonomy_of_district(session, place.district.id))
    text = before.replace("Rouw en verlies", "Verlies en rouw").replace("ring: 0", "ring: 1", 1)
    text += "- id: eigen\n  label: Eigen schema\n  themes:\n"
    text += "  - {id: buiten-spelen, label: Buiten spelen, definition: Weinig buiten.}\n"
    given, problems = read_taxonomy(text)
    assert given is not None, problems
    plan = service.import_plan(session, place.district.id, given)
    assert [(one.kind, one.slug, one.field) for one in plan] == [
        ("factor", "norm-exceleren", "ring"),
        ("theme", "rouw-verlies", "label"),
        ("scheme", "eigen", ""),
        ("theme", "buiten-spelen", ""),
    ]
    seen = queries.fingerprint(session, place.district.id)
    actor = place.actor("coordinator")
    assert service.import_taxonomy(session, actor, place.district.id, given, NOW, on=TODAY, seen=seen) == 4
    assert "buiten-spelen" in queries.theme_ids(session, place.district.id, TODAY)
    with pytest.raises(service.ChangedByOther):
        service.import_taxonomy(session, actor, place.district.id, given, NOW, on=TODAY, seen=seen)
    change = queries.changes(session, place.district.id)[0].change
    service.take_back(session, actor, place.district.id, change.id, NOW)
    assert "buiten-spelen" not in queries.theme_ids(session, place.district.id, TODAY)
    assert queries.theme(session, place.themes["rouw-verlies"]).label == "Rouw en verlies"


def test_every_mistake_is_told_with_its_line_and_nothing_is_stored(session: Session, place: Place) -> None:
    text = """schemes:
- id: een
  label: Een
  themes:
  - {id: Fout Id, label: A, definition: B}
  - {id: goed, label: A}
  - {id: goed, label: 3, definition: B, kleur: rood}
  - {id: nog, label: C, definition: D, valid_from: morgen, codes: {capj: [Z]}, related: [nergens]}
  factors:
  - {id: f, ring: 7, sector: links, themes: [nergens], label: F}
"""
    given, problems = read_taxonomy(text)
    assert given is None
    assert [(one.line, one.field, one.what) for one in problems] == [
        (5, "id", Wrong.NOT_A_SLUG),
        (6, "definition", Wrong.MISSING),
        (7, "id", Wrong.TWICE),
        (7, "kleur", Wrong.UNKNOWN_FIELD),
        (7, "label", Wrong.NOT_TEXT),
        (8, "related", Wrong.THEME_UNKNOWN),
        (8, "capj", Wrong.CODE_UNKNOWN),
        (8, "valid_from", Wrong.NOT_A_DAY),
        (10, "ring", Wrong.RING_UNKNOWN),
        (10, "sector", Wrong.SECTOR_UNKNOWN),
        (10, "themes", Wrong.THEME_UNKNOWN),
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("schemes: [", Wrong.UNREADABLE),
        ("", Wrong.SCHEMES_MISSING),
        ("schemes: niets", Wrong.SCHEMES_MISSING),
        ("- a", Wrong.SCHEMES_MISSING),
        ("a: &x [1]\nb: [*x, *x]", Wrong.ALIAS),
        ("!!python/object/apply:os.system ['true']", Wrong.UNREADABLE),
    ],
)
def test_a_file_that_is_no_taxonomy_is_refused(text: str, what: Wrong) -> None:
    given, problems = read_taxonomy(text)
    assert given is None and [one.what for one in problems] == [what]


def test_a_file_that_points_elsewhere_fetches_nothing() -> None:
    given, problems = read_skos('{"@context": "https://example.org/context", "@id": "x"}', "jsonld")
    assert given is None and [one.what for one in problems] == [Wrong.REMOTE]
    given, problems = read_skos('[{"a": {"@context": [{}, "file:///etc/passwd"]}}]', "jsonld")
    assert given is None and [one.what for one in problems] == [Wrong.REMOTE]


def test_whatever_is_broken_in_a_file_it_is_told_and_never_raises() -> None:
    chance = random.Random(7)
    whole = taxonomy_yaml(taxonomy())
    for _ in range(150):
        at = chance.randrange(len(whole))
        broken = whole[:at] + chance.choice("[]{}:#&*!|>'\"\t-\x00é0") + whole[at + chance.randrange(30) :]
        given, problems = read_taxonomy(broken)
        assert (given is None) == bool(problems)


def test_the_skos_says_what_others_can_read() -> None:
    from rdflib import RDF, Graph
    from rdflib.namespace import SKOS

    graph = Graph()
    graph.parse(data=taxonomy_skos(taxonomy(), "wijk", "turtle"), format="turtle")
    assert len(list(graph.subjects(RDF.type, SKOS.ConceptScheme))) == 2
    assert len(list(graph.subjects(SKOS.topConceptOf, None))) == 15
    assert len(list(graph.subjects(SKOS.broader, None))) >= 43
    for theme in graph.subjects(SKOS.topConceptOf, None):
        assert (theme, SKOS.definition, None) in graph


def test_a_name_in_a_file_is_not_kept(session: Session, place: Place) -> None:
    text = taxonomy_yaml(queries.taxonomy_of_district(session, place.district.id)).replace(
        "Overlijden, ernstige ziekte", "Bel 06 12345678 over Jovanka Quistrel, ernstige ziekte"
    )
    given, _ = read_taxonomy(text)
    assert given is not None
    service.import_taxonomy(session, place.actor("admin"), place.district.id, given, NOW, on=TODAY)
    kept = queries.theme(session, place.themes["rouw-verlies"]).definition
    assert "Quistrel" not in kept and "12345678" not in kept and "ernstige ziekte" in kept

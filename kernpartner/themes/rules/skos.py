"""Decides how a taxonomy is written as SKOS (Turtle, JSON-LD) and reads it back; rdflib does the writing and reading.

Schemes are `skos:ConceptScheme`, themes and factors `skos:Concept`; a factor has its themes as `skos:broader`. What
SKOS has no word for stands under `urn:kernpartner:ns:`. A theme that ended is `owl:deprecated` with its heirs as
`dct:isReplacedBy`. rdflib is loaded only here: it is large.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from kernpartner.themes.rules.taxonomy import Taxonomy, TaxonomyFactor, TaxonomyTheme, taxonomy_of
from kernpartner.themes.rules.taxonomy_checks import FileProblem, Wrong, wrong_with

if TYPE_CHECKING:
    from rdflib import Graph, Namespace, URIRef
    from rdflib.term import Node

FORMS = {"turtle": "turtle", "jsonld": "json-ld"}
_NS = "urn:kernpartner:ns:"
_BASE = "urn:kernpartner:"
_ORDERED = ("level", "partners", "examples")


def taxonomy_skos(taxonomy: Taxonomy, district: str, form: str) -> str:
    """Write the taxonomy of a district (its slug) in a form of `FORMS`."""
    graph = _graph(taxonomy, district)
    if form == "jsonld":
        return graph.serialize(format=FORMS[form], auto_compact=True)
    return graph.serialize(format=FORMS[form])


def read_skos(text: str, form: str, known: Collection[str] = ()) -> tuple[Taxonomy | None, list[FileProblem]]:
    """Give the taxonomy in a file of a form of `FORMS`, or what is wrong with it; never both.

    Nothing is fetched: a JSON-LD file that points to a context elsewhere is refused.
    """
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    try:
        if form == "jsonld" and _points_elsewhere(json.loads(text)):
            return None, [FileProblem(0, "@context", Wrong.REMOTE)]
        with warnings.catch_warnings():
            # rdflib's reader of JSON-LD uses a class that rdflib itself gives up.
            warnings.simplefilter("ignore", DeprecationWarning)
            graph.parse(data=text, format=FORMS[form])
    except Exception as problem:  # a parser of foreign text raises whatever it likes
        return None, [FileProblem(int(getattr(problem, "lines", 0) or 0), "", Wrong.UNREADABLE)]
    written = _written(graph)
    problems = wrong_with(written, {}, known)
    return (None, problems) if problems else (taxonomy_of(written), [])


def _points_elsewhere(value: Any) -> bool:
    if isinstance(value, dict):
        context = value.get("@context")
        many = context if isinstance(context, list) else [context]
        if any(isinstance(one, str) for one in many) or "@import" in value:
            return True
        return any(_points_elsewhere(one) for one in value.values())
    return isinstance(value, list) and any(_points_elsewhere(one) for one in value)


def _graph(taxonomy: Taxonomy, district: str) -> Graph:
    from rdflib import Graph, Literal, Namespace, URIRef
    from rdflib.namespace import DCTERMS, OWL, RDF, SKOS

    graph, ns = Graph(bind_namespaces="none"), Namespace(_NS)
    for prefix, space in (("skos", SKOS), ("dct", DCTERMS), ("owl", OWL), ("kp", ns)):
        graph.bind(prefix, space)

    def uri(kind: str, slug: str) -> URIRef:
        return URIRef(f"{_BASE}{district}:{kind}:{slug}")

    for place, scheme in enumerate(taxonomy.schemes):
        here = uri("schema", scheme.id)
        graph.add((here, RDF.type, SKOS.ConceptScheme))
        graph.add((here, SKOS.prefLabel, Literal(scheme.label, lang="nl")))
        graph.add((here, SKOS.notation, Literal(scheme.id)))
        graph.add((here, ns.position, Literal(place)))
        if scheme.note:
            graph.add((here, SKOS.note, Literal(scheme.note, lang="nl")))
        for number, theme in enumerate(scheme.themes):
            at = uri("thema", theme.id)
            graph.add((at, SKOS.inScheme, here))
            if not theme.ending:
                graph.add((here, SKOS.hasTopConcept, at))
                graph.add((at, SKOS.topConceptOf, here))
            graph.add((at, ns.position, Literal(number)))
            _theme(graph, ns, at, theme, lambda slug: uri("thema", slug))
        for number, factor in enumerate(scheme.factors):
            at = uri("factor", f"{scheme.id}:{factor.id}")
            graph.add((at, SKOS.inScheme, here))
            graph.add((at, ns.position, Literal(number)))
            _factor(graph, ns, at, factor, lambda slug: uri("thema", slug))
    return graph


def _theme(graph: Graph, ns: Namespace, at: URIRef, theme: TaxonomyTheme, uri: Any) -> None:
    from rdflib import Literal
    from rdflib.namespace import DCTERMS, OWL, RDF, SKOS

    graph.add((at, RDF.type, SKOS.Concept))
    graph.add((at, SKOS.prefLabel, Literal(theme.label, lang="nl")))
    graph.add((at, SKOS.definition, Literal(theme.definition, lang="nl")))
    graph.add((at, SKOS.notation, Literal(theme.id)))
    if theme.label_en:
        graph.add((at, SKOS.prefLabel, Literal(theme.label_en, lang="en")))
    scope = [part for part in (theme.in_scope, theme.out_of_scope and f"Niet: {theme.out_of_scope}") if part]
    if scope:
        graph.add((at, SKOS.scopeNote, Literal(". ".join(scope), lang="nl")))
    for example in theme.examples:
        graph.add((at, SKOS.example, Literal(example, lang="nl")))
    for name, word in (("exact", SKOS.exactMatch), ("related", SKOS.relatedMatch), ("became", DCTERMS.isReplacedBy)):
        for slug in getattr(theme, name):
            graph.add((at, word, uri(slug)))
    if theme.ending:
        graph.add((at, OWL.deprecated, Literal(True)))
    _own_words(graph, ns, at, theme)


def _own_words(graph: Graph, ns: Namespace, at: URIRef, theme: TaxonomyTheme) -> None:
    """Write what SKOS has no word for, so that reading the file back gives the same theme."""
    from rdflib import Literal

    for name in ("in_scope", "out_of_scope", "next_step", "number", "valid_from", "valid_to", "ending"):
        value = getattr(theme, name)
        if value not in (None, ""):
            graph.add((at, ns[name], Literal(value)))
    for name in _ORDERED:
        # RDF knows no order; the place in the list stands before each entry.
        for number, one in enumerate(getattr(theme, name)):
            graph.add((at, ns[name], Literal(f"{number} {one}")))
    for name, codes in theme.codes.items():
        for code in codes:
            graph.add((at, ns[name], Literal(code)))


def _factor(graph: Graph, ns: Namespace, at: URIRef, factor: TaxonomyFactor, uri: Any) -> None:
    from rdflib import Literal
    from rdflib.namespace import RDF, SKOS

    graph.add((at, RDF.type, SKOS.Concept))
    graph.add((at, RDF.type, ns.Factor))
    graph.add((at, SKOS.prefLabel, Literal(factor.label, lang="nl")))
    graph.add((at, SKOS.notation, Literal(factor.id)))
    graph.add((at, ns.ring, Literal(factor.ring)))
    graph.add((at, ns.sector, Literal(factor.sector)))
    for number, slug in enumerate(factor.themes):
        graph.add((at, SKOS.broader, uri(slug)))
        graph.add((at, ns.themes, Literal(f"{number} {slug}")))


def _written(graph: Graph) -> dict[str, Any]:
    from rdflib import Namespace
    from rdflib.namespace import RDF, SKOS

    ns = Namespace(_NS)
    schemes = []
    for here in _in_order(graph, ns, graph.subjects(RDF.type, SKOS.ConceptScheme)):
        concepts = _in_order(graph, ns, graph.subjects(SKOS.inScheme, here))
        factors = [one for one in concepts if (one, RDF.type, ns.Factor) in graph]
        row: dict[str, Any] = {"id": _id(graph, here), "label": _label(graph, here, "nl")}
        note = _one(graph, here, SKOS.note)
        if note is not None:
            row["note"] = note
        row["themes"] = [_theme_row(graph, ns, one) for one in concepts if one not in factors]
        row["factors"] = [_factor_row(graph, ns, one) for one in factors]
        schemes.append(row)
    return {"schemes": schemes}


def _theme_row(graph: Graph, ns: Namespace, at: Node) -> dict[str, Any]:
    from rdflib.namespace import DCTERMS, SKOS

    row: dict[str, Any] = {
        "id": _id(graph, at),
        "label": _label(graph, at, "nl"),
        "label_en": _label(graph, at, "en"),
        "definition": _one(graph, at, SKOS.definition),
        "number": _one(graph, at, ns.number),
        "ending": _one(graph, at, ns.ending),
    }
    for name in ("in_scope", "out_of_scope", "next_step", "valid_from", "valid_to"):
        row[name] = _one(graph, at, ns[name])
    if row["in_scope"] is None and row["out_of_scope"] is None:
        # A file of somebody else has the scope in one note.
        row["in_scope"] = _one(graph, at, SKOS.scopeNote)
    for name in _ORDERED:
        row[name] = _ordered(graph, ns, at, name)
    if not row["examples"]:
        row["examples"] = sorted(str(one) for one in graph.objects(at, SKOS.example))
    row["codes"] = {
        name: sorted(str(one) for one in graph.objects(at, ns[name]))
        for name in ("capj", "positieve_gezondheid", "kwaliteitskompas")
    }
    row["codes"] = {name: codes for name, codes in row["codes"].items() if codes}
    for name, word in (("exact", SKOS.exactMatch), ("related", SKOS.relatedMatch), ("became", DCTERMS.isReplacedBy)):
        row[name] = sorted(_id(graph, other) for other in graph.objects(at, word))
    return {name: value for name, value in row.items() if value not in (None, "", [], {})}


def _factor_row(graph: Graph, ns: Namespace, at: Node) -> dict[str, Any]:
    from rdflib.namespace import SKOS

    themes = _ordered(graph, ns, at, "themes") or sorted(_id(graph, one) for one in graph.objects(at, SKOS.broader))
    return {
        "id": _id(graph, at),
        "ring": _one(graph, at, ns.ring),
        "sector": _one(graph, at, ns.sector),
        "themes": themes,
        "label": _label(graph, at, "nl"),
    }


def _in_order(graph: Graph, ns: Namespace, nodes: Iterable[Node]) -> list[Node]:
    def place(node: Node) -> tuple[int, str]:
        given = _one(graph, node, ns.position)
        return (given if isinstance(given, int) else 10_000, str(node))

    return sorted(set(nodes), key=place)


def _ordered(graph: Graph, ns: Namespace, at: Node, name: str) -> list[str]:
    pairs = [str(one).partition(" ") for one in graph.objects(at, ns[name])]
    return [text for number, _, text in sorted(pairs, key=lambda pair: int(pair[0]) if pair[0].isdigit() else 0)]


def _one(graph: Graph, at: Node, word: Any) -> Any:
    found = next(iter(sorted(graph.objects(at, word), key=str)), None)
    value = getattr(found, "toPython", lambda: None)()
    return value if isinstance(value, int | date) or value is None else str(value)


def _label(graph: Graph, at: Node, language: str) -> str | None:
    from rdflib.namespace import SKOS

    labels = sorted(graph.objects(at, SKOS.prefLabel), key=str)
    own = [str(one) for one in labels if getattr(one, "language", None) == language]
    if not own and language == "nl":
        own = [str(one) for one in labels if getattr(one, "language", None) is None]
    return own[0] if own else None


def _id(graph: Graph, at: Node) -> str:
    from rdflib.namespace import SKOS

    notation = next(iter(sorted(graph.objects(at, SKOS.notation), key=str)), None)
    # Without a notation the last part of the address is the name.
    return (
        str(notation)
        if notation is not None
        else str(at).rstrip("/").replace("#", "/").replace(":", "/").split("/")[-1]
    )

"""Keeps in memory the start taxonomy as it ships: schemes, their themes, and the factors of the system map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

_DATA = resources.files("kernpartner.themes") / "data"


@dataclass(frozen=True)
class TaxonomyTheme:
    """A theme as shipped; scope notes and next step are empty for themes that have none."""

    id: str
    label: str
    definition: str
    in_scope: str
    out_of_scope: str
    partners: tuple[str, ...]
    next_step: str
    number: int | None
    level: tuple[str, ...]
    label_en: str = ""
    examples: tuple[str, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exact: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    ending: str = ""
    became: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaxonomyFactor:
    """A factor of the system map: `ring` is 0-3 or w, `themes` the ids of the themes it belongs to."""

    id: str
    ring: str
    sector: str
    themes: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class TaxonomyScheme:
    """A set of themes with one origin, in order, with its factors if it has any."""

    id: str
    label: str
    note: str
    themes: tuple[TaxonomyTheme, ...]
    factors: tuple[TaxonomyFactor, ...]


@dataclass(frozen=True)
class Taxonomy:
    """All schemes in order."""

    schemes: tuple[TaxonomyScheme, ...]

    @property
    def themes(self) -> tuple[TaxonomyTheme, ...]:
        """The themes of all schemes, in order."""
        return tuple(theme for scheme in self.schemes for theme in scheme.themes)

    @property
    def factors(self) -> tuple[TaxonomyFactor, ...]:
        """The factors of all schemes, in order."""
        return tuple(factor for scheme in self.schemes for factor in scheme.factors)


def read_yaml(*path: str) -> Any:
    """Give the content of a YAML file that lies in the data folder of the themes."""
    with _DATA.joinpath(*path).open(encoding="utf-8") as file:
        # The loader in C is ten times as fast; the one in Python is there where libyaml is not.
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders


def data_files(folder: str, ending: str) -> tuple[str, ...]:
    """Give the names of the files in a data folder, sorted."""
    return tuple(sorted(item.name for item in (_DATA / folder).iterdir() if item.name.endswith(ending)))


def read_text(*path: str) -> str:
    """Give the text of a file in the data folder of the themes."""
    return _DATA.joinpath(*path).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def taxonomy() -> Taxonomy:
    """Give the taxonomy as shipped in `data/taxonomy.yaml`; a district starts with a copy of it."""
    return taxonomy_of(read_yaml("taxonomy.yaml"))


def taxonomy_of(written: dict[str, Any]) -> Taxonomy:
    """Give the taxonomy in a file that was read and holds nothing wrong."""
    return Taxonomy(tuple(_scheme(row) for row in written["schemes"]))


def _scheme(row: dict[str, Any]) -> TaxonomyScheme:
    return TaxonomyScheme(
        id=row["id"],
        label=row["label"],
        note=row.get("note", ""),
        themes=tuple(_theme(theme) for theme in row.get("themes", ())),
        factors=tuple(_factor(factor) for factor in row.get("factors", ())),
    )


def _theme(row: dict[str, Any]) -> TaxonomyTheme:
    return TaxonomyTheme(
        id=row["id"],
        label=row["label"],
        definition=row["definition"],
        in_scope=row.get("in_scope", ""),
        out_of_scope=row.get("out_of_scope", ""),
        partners=tuple(row.get("partners", ())),
        next_step=row.get("next_step", ""),
        number=row.get("number"),
        level=tuple(row.get("level", ())),
        label_en=row.get("label_en", ""),
        examples=tuple(row.get("examples", ())),
        codes={name: tuple(codes) for name, codes in row.get("codes", {}).items()},
        exact=tuple(row.get("exact", ())),
        related=tuple(row.get("related", ())),
        valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"),
        ending=row.get("ending", ""),
        became=tuple(row.get("became", ())),
    )


def _factor(row: dict[str, Any]) -> TaxonomyFactor:
    return TaxonomyFactor(row["id"], str(row["ring"]), row["sector"], tuple(row["themes"]), row["label"])

"""Changes which version of the tagger a district uses: a challenger only when it won, another when a person says so."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from kernpartner.audit.service import WORKER, Actor, record
from kernpartner.themes.models import TaggerVersion
from kernpartner.themes.rules import Tagger
from kernpartner.themes.rules.adapting import Decided, Learnt, learnt_as, learnt_from, written
from kernpartner.themes.rules.contest import Contest, contest, enough, grown, is_held_out
from kernpartner.themes.rules.lexicon import shipped_lexicon
from kernpartner.themes.rules.weights import shipped_weights

_LOCK = 7_301_104


class Outcome(StrEnum):
    """What came of a try at learning."""

    TOO_FEW = "too_few"
    NOT_GROWN = "not_grown"
    KEPT = "kept"
    REPLACED = "replaced"


class VersionUnusable(ValueError):
    """The district has no such version, it never won, or it belongs to another shipped lexicon."""


def learn(
    session: Session,
    district_id: uuid.UUID,
    own: Sequence[Decided],
    everywhere: Callable[[], Sequence[Decided]],
    now: datetime,
) -> Outcome:
    """Try to learn from the district's own decisions; from those of all districts when its own are too few.

    The newcomer is used only when it beats what is used now on decisions that neither learnt from. A loser is noted
    with what was measured, without its weights. `everywhere` is asked only when the own decisions are too few; words
    then count only when they occur in concerns of two districts or more.
    """
    session.execute(select(func.pg_advisory_xact_lock(_LOCK, func.hashtext(str(district_id)))))
    source, decided = ("own", own) if enough(own) else ("all", everywhere())
    districts = len({one.district for one in decided})
    if not enough(decided) or (source == "all" and districts < 2):
        return Outcome.TOO_FEW
    if not grown(len(decided), _tried_with(session, district_id, source)):
        return Outcome.NOT_GROWN
    return _try(session, district_id, source, decided, now)


def use_version(
    session: Session, actor: Actor, district_id: uuid.UUID, version_id: uuid.UUID | None, now: datetime
) -> None:
    """Let a district use another version that once won, or what is shipped when `version_id` is None.

    Raises `VersionUnusable`. What suggested a theme stays beside each concern; only new suggestions change.
    """
    session.execute(select(func.pg_advisory_xact_lock(_LOCK, func.hashtext(str(district_id)))))
    found = session.get(TaggerVersion, version_id) if version_id is not None else None
    if version_id is not None and (
        found is None or found.district_id != district_id or found.model.get("base") != Tagger.shipped().version
    ):
        raise VersionUnusable(f"the district cannot use version {version_id}")
    _put_in_use(session, district_id, found)
    record(
        session, actor, "tagger.changed", "district", district_id, now, to=str(version_id) if version_id else "shipped"
    )


def _try(session: Session, district_id: uuid.UUID, source: str, decided: Sequence[Decided], now: datetime) -> Outcome:
    base = Tagger.shipped().version
    held = [one for one in decided if is_held_out(one.case)]
    fewest = 2 if source == "all" else 1
    judged = _learnt([one for one in decided if not is_held_out(one.case)], base, fewest)
    measured = contest(held, _tagger(_champion(session, district_id, base)), _tagger(judged))
    # What is used learns from all decisions; what was judged is kept beside it, to be judged again another time.
    model = {"base": base, "used": written(_learnt(decided, base, fewest)), "judged": written(judged)}
    made = TaggerVersion(
        district_id=district_id,
        made_at=now,
        model=model if measured.won else {},
        measured=_noted(source, len(decided), base, measured),
    )
    session.add(made)
    session.flush()
    if not measured.won:
        return Outcome.KEPT
    _put_in_use(session, district_id, made)
    record(session, WORKER, "tagger.changed", "district", district_id, now, to=str(made.id))
    return Outcome.REPLACED


def _learnt(decided: Sequence[Decided], base: str, fewest_districts: int) -> Learnt:
    return learnt_from(decided, shipped_weights(), shipped_lexicon(), base, fewest_districts=fewest_districts)


def _champion(session: Session, district_id: uuid.UUID, base: str) -> Learnt | None:
    """Give what is used now, as far as it did not learn from what it will be judged on; None is what is shipped."""
    used = session.scalar(select(TaggerVersion).where(TaggerVersion.district_id == district_id, TaggerVersion.in_use))
    if used is None or used.model.get("base") != base:
        return None
    return learnt_as(used.model["judged"])


def _tagger(learnt: Learnt | None) -> Tagger:
    return Tagger.shipped() if learnt is None else Tagger.of_district(learnt, {}, "judged")


def _tried_with(session: Session, district_id: uuid.UUID, source: str) -> int:
    """Give from how many decisions was learnt the last time beside what is shipped now; none is 0."""
    last = session.scalar(
        select(TaggerVersion.measured)
        .where(
            TaggerVersion.district_id == district_id,
            TaggerVersion.measured["source"].astext == source,
            TaggerVersion.measured["base"].astext == Tagger.shipped().version,
        )
        .order_by(TaggerVersion.made_at.desc())
        .limit(1)
    )
    return int(last["decided"]) if last else 0


def _put_in_use(session: Session, district_id: uuid.UUID, version: TaggerVersion | None) -> None:
    session.execute(
        update(TaggerVersion)
        .where(TaggerVersion.district_id == district_id, TaggerVersion.in_use)
        .values(in_use=False)
        .execution_options(synchronize_session="fetch")
    )
    if version is not None:
        version.in_use = True
    session.flush()


def _noted(source: str, decided: int, base: str, measured: Contest) -> dict[str, object]:
    return {
        "source": source,
        "base": base,
        "decided": decided,
        "held": measured.held,
        "before": measured.before,
        "after": measured.after,
        "won_in": measured.won_in,
        "won": measured.won,
    }

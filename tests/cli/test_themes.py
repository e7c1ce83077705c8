"""The taxonomy of a district is written to a file and read back by command, after a preview and all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.factories import a_place


@pytest.mark.parametrize("ending", ["yaml", "ttl", "jsonld"])
def test_themes_go_out_are_changed_in_the_file_and_come_in(
    run: Callable[..., Result], fresh_database_url: str, tmp_path: Path, ending: str
) -> None:
    engine = create_engine(fresh_database_url)
    with Session(engine) as session:
        a_place(session, "hier")
        session.commit()
    engine.dispose()
    file = tmp_path / f"themas.{ending}"
    done = run("themes", "export", "--district", "hier", str(file))
    assert done.exit_code == 0 and "15 themes and 43 factors" in done.output
    file.write_text(file.read_text(encoding="utf-8").replace("Rouw en verlies", "Afscheid"), encoding="utf-8")
    shown = run("themes", "import", "--district", "hier", str(file))
    assert "'Rouw en verlies' -> 'Afscheid'" in shown.output and "nothing stored" in shown.output
    assert "1 differences; stored" in run("themes", "import", "--district", "hier", "--yes", str(file)).output
    assert "0 differences" in run("themes", "import", "--district", "hier", str(file)).output
    assert run("themes", "export", "--district", "nergens", str(file)).exit_code == 1
    assert run("themes", "export", "--district", "hier", str(tmp_path / "themas.doc")).exit_code == 1
    file.write_text("schemes: [", encoding="utf-8")
    wrong = run("themes", "import", "--district", "hier", "--yes", str(file))
    assert wrong.exit_code == 1 and "nothing was stored" in wrong.output

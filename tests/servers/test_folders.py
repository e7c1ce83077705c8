"""Data, logs and sockets lie where only this user comes, whoever owns the checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kernpartner.servers import folders


def test_the_folder_of_this_user_is_the_base_itself(tmp_path: Path) -> None:
    assert folders.data_folder(tmp_path / "data") == tmp_path / "data"
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_somebody_elses_folder_is_left_alone_and_ours_stands_beside_it(tmp_path: Path) -> None:
    base = tmp_path / "data"
    base.mkdir()
    assert folders.data_folder(base, uid=os.getuid() + 1) == tmp_path / f"data-{os.getuid() + 1}"


def test_a_short_path_holds_its_sockets_itself(tmp_path: Path) -> None:
    assert folders.socket_folder(tmp_path / "sockets") == tmp_path / "sockets"


def test_a_long_path_gets_a_folder_for_sockets_that_is_short_enough_and_the_same_each_time(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 60) / ("y" * 60)
    found = folders.socket_folder(long)
    assert len(os.fsencode(found / ".s.PGSQL.5432.lock")) <= 107
    assert found == folders.socket_folder(long)
    assert found.stat().st_mode & 0o777 == 0o700
    found.rmdir()


def test_a_link_in_the_place_of_a_private_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "private").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(folders.FolderInUse, match="belongs to somebody else"):
        folders.private_folder(tmp_path / "private")


def test_a_folder_that_is_in_use_names_the_process_that_uses_it(tmp_path: Path) -> None:
    with folders.lock(tmp_path), pytest.raises(folders.FolderInUse, match=f"process {os.getpid()}"):
        folders.lock(tmp_path)


def test_a_folder_is_free_again_when_its_user_is_gone(tmp_path: Path) -> None:
    folders.lock(tmp_path).close()
    folders.lock(tmp_path).close()

"""What a workspace may be set to."""

from pathlib import Path

import pytest

from data.errors import StoreError
from data.settings import Settings, read_settings, settings_text, zone_named


@pytest.mark.parametrize("name", ["America", "Nowhere/City", "../etc", "/etc/passwd", "", "a\0b"])
def test_what_is_no_zone_is_said_by_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no time zone is called"):
        zone_named(name)


def test_a_zone_that_is_none_is_found_when_the_settings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "workspace.toml"
    path.write_text('zone = "America"')
    with pytest.raises(StoreError, match=r"workspace.toml can't be used: no time zone .*America"):
        read_settings(path)


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "workspace.toml"
    for settings in (Settings(), Settings(agency="Lantern", keep_done_days=0)):
        path.write_text(settings_text(settings))
        assert read_settings(path) == settings
    assert "keep_done_days = 0" in path.read_text()


def test_files_are_kept_for_a_quarter_unless_said(tmp_path: Path) -> None:
    path = tmp_path / "workspace.toml"
    path.write_text("")
    assert read_settings(path).keep_done_days == 90
    path.write_text("keep_done_days = -1")
    with pytest.raises(StoreError, match=r"workspace.toml can't be used: .*keep_done_days"):
        read_settings(path)

"""What a workspace may be set to."""

from pathlib import Path

import pytest

from data.errors import StoreError
from data.settings import read_settings, zone_named


@pytest.mark.parametrize("name", ["America", "Nowhere/City", "../etc", "/etc/passwd", "", "a\0b"])
def test_what_is_no_zone_is_said_by_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no time zone is called"):
        zone_named(name)


def test_a_zone_that_is_none_is_found_when_the_settings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "workspace.toml"
    path.write_text('zone = "America"')
    with pytest.raises(StoreError, match=r"workspace.toml can't be used: no time zone .*America"):
        read_settings(path)

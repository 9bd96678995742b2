"""The workspace: the folder everything is kept in, and how to find it."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from data.errors import RefusalError, StoreError, WorkspaceMissing
from data.settings import Settings, read_settings, settings_text

FOLDERS = ("drop", "facts", "formats", "presence")


class Workspace:
    """The paths and settings of one workspace folder."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root = root
        self.settings = settings

    @property
    def drop(self) -> Path:
        """Where exports are put, one folder a client."""
        return self.root / "drop"

    @property
    def facts(self) -> Path:
        """What the exports said, row by row, as Parquet."""
        return self.root / "facts"

    @property
    def presence(self) -> Path:
        """One small file for each open console."""
        return self.root / "presence"

    @property
    def drafts(self) -> Path:
        """What is being typed, one folder a person; made by whoever types first."""
        return self.root / "drafts"

    @property
    def outbox(self) -> Path:
        """Texts to be sent by hand, one folder a person; made by whoever needs one first."""
        return self.root / "outbox"

    @property
    def formats(self) -> Path:
        """The kinds of export this workspace was taught, one TOML file each."""
        return self.root / "formats"

    @property
    def files(self) -> Path:
        """Copies of files that belong to records, by their hash; made by the first."""
        return self.root / "files"

    @property
    def backups(self) -> Path:
        """Where backups are kept unless somebody says otherwise; made by the first."""
        return self.root / "backups"

    @property
    def checklists(self) -> Path:
        """The workspace's own checklists, one TOML file each; made by whoever writes one."""
        return self.root / "checklists"

    @classmethod
    def open(cls, root: Path) -> "Workspace":
        """The workspace in that folder. Raises `WorkspaceMissing`, `StoreError`."""
        share_new_files()
        try:
            settings = read_settings(root / "workspace.toml")
        except FileNotFoundError:
            if (root / "store.journal").is_dir() or (root / "store.json").exists():
                raise StoreError(
                    f"{root} has a store, but its workspace.toml is gone. Copy it back from a"
                    " backup, or make an empty one for the usual settings; where people share one"
                    " account, write “shared_account = true” into it."
                ) from None
            raise WorkspaceMissing(
                f"there is no workspace at {root}. `spotlight init {root}` makes one,"
                " `spotlight demo` opens one to try."
            ) from None
        except OSError as error:
            raise StoreError(f"{root} can't be read: {error.strerror}") from error
        return cls(root, settings)

    @classmethod
    def create(cls, root: Path, settings: Settings) -> "Workspace":
        """Make a workspace in a new or empty folder. Raises `RefusalError`, `StoreError`."""
        share_new_files()
        try:
            root.mkdir(parents=True, exist_ok=True)
            if any(root.iterdir()):
                raise RefusalError(f"{root} isn't empty; name a new folder.")
            root.chmod(0o2770)
            for name in FOLDERS:
                folder = root / name
                folder.mkdir()
                folder.chmod(0o2770)
            (root / "workspace.toml").write_text(settings_text(settings), "utf-8")
        except OSError as error:
            raise StoreError(f"{root} can't be made: {error.strerror}") from error
        return cls(root, settings)


def share_new_files() -> None:
    """Let the group write what this process makes, and nobody else read it."""
    os.umask(0o007)


def find_root(named: str | None, environ: Mapping[str, str]) -> Path:
    """The workspace folder meant: named, `$SPOTLIGHT_WORKSPACE`, the user's config, the default.

    Raises `StoreError` when the user's config can't be read.
    """
    if named or (named := environ.get("SPOTLIGHT_WORKSPACE")):
        return Path(named).expanduser().absolute()
    import platformdirs  # 38 ms, and most people name their workspace

    config = platformdirs.user_config_path("spotlight") / "config.toml"
    try:
        configured = tomllib.loads(config.read_text("utf-8")).get("workspace")
    except FileNotFoundError:
        configured = None
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"{config} can't be used: {error}") from error
    if isinstance(configured, str):
        return Path(configured).expanduser().absolute()
    return platformdirs.user_data_path("spotlight")

"""Every system call of the store, in one place, so that a test can make each of them fail.

All raise `OSError`, which `speaking` turns into words; nothing here knows what the bytes mean.
New files and folders get the mode asked for whatever the umask, because one person's umask must
not lock the others out.
"""

import errno
import fcntl
import os
import stat
from contextlib import suppress
from pathlib import Path

from data.errors import StoreError

FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
"""What the system says when a file may not be written, though it could be read."""
FILE_MODE = 0o660
SNAPSHOT_MODE = 0o440
FOLDER_MODE = 0o2770


def make_folder(path: Path, mode: int = FOLDER_MODE) -> None:
    """Make the folder if it isn't there."""
    try:
        path.mkdir()
    except FileExistsError:
        return
    path.chmod(mode)


def create(path: Path, mode: int = FILE_MODE) -> int:
    """A new file, open for reading and appending. Raises `FileExistsError`."""
    fd = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    os.fchmod(fd, mode)
    return fd


def create_writable(path: Path) -> int:
    """A new file, open for writing anywhere in it. Raises `FileExistsError`."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)


def open_lock(path: Path) -> int:
    """The lock file, made if it isn't there."""
    while True:
        with suppress(FileNotFoundError):
            return os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        with suppress(FileExistsError):
            close(create(path))


class NotPlain(OSError):
    """A folder, a link, a FIFO or the like has the file's name."""


def open_read(path: Path) -> int:
    """A plain file open for reading. Never follows a link, never waits for a FIFO."""
    return _open_plain(path, os.O_RDONLY)


def open_append(path: Path) -> int:
    """A plain file open for reading and appending."""
    return _open_plain(path, os.O_RDWR | os.O_APPEND)


def _open_plain(path: Path, flags: int) -> int:
    other = NotPlain(errno.EINVAL, "it isn't a plain file", str(path))
    try:
        fd = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
            raise other from error
        raise
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        close(fd)
        raise other
    return fd


def close(fd: int) -> None:
    """Give the descriptor back; its lock goes with it."""
    os.close(fd)


class closing:
    """The descriptor, closed at the end. A class: a generator would cost a commit more."""

    __slots__ = ("_fd",)

    def __init__(self, fd: int) -> None:
        self._fd = fd

    def __enter__(self) -> int:
        return self._fd

    def __exit__(self, *_: object) -> None:
        close(self._fd)


def read_at(fd: int, size: int, offset: int) -> bytes:
    """`size` bytes from `offset`, fewer only at the end of the file."""
    data = os.pread(fd, size, offset)
    while data and len(data) < size:
        more = os.pread(fd, size - len(data), offset + len(data))
        if not more:
            break
        data += more
    return data


def first_line(fd: int) -> bytes:
    """The file's first line with its newline; nothing if it has none."""
    line = b""
    while data := read_at(fd, 1 << 16, len(line)):
        end = data.find(b"\n") + 1
        line += data[:end] if end else data
        if end:
            return line
    return b""


def write(fd: int, data: bytes) -> int:
    """One write; gives the number of bytes that went in, which may be fewer."""
    return os.write(fd, data)


def write_all(fd: int, data: bytes) -> None:
    """Write until all is in."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def write_at(fd: int, data: bytes, offset: int) -> None:
    """Overwrite the bytes at `offset`."""
    os.pwrite(fd, data, offset)


def cut(fd: int, size: int) -> None:
    """Shorten the file to `size` bytes."""
    os.ftruncate(fd, size)


def set_mode(fd: int, mode: int) -> None:
    """Set the file's permissions, whatever the umask."""
    os.fchmod(fd, mode)


def status(fd: int) -> os.stat_result:
    """Size, times, inode and links of an open file."""
    return os.fstat(fd)


def status_of(path: Path) -> os.stat_result | None:
    """The same of a path; None when nothing is there."""
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def exists(path: str) -> bool:
    """Whether something has that name."""
    return os.access(path, os.F_OK)


def names(folder: Path) -> list[str]:
    """The names in the folder, sorted; none when it isn't there."""
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []


def sync_data(fd: int) -> None:
    """Wait until the file's bytes and size are on the disk."""
    os.fdatasync(fd)


def sync(fd: int) -> None:
    """Wait until the file, times and mode included, is on the disk."""
    os.fsync(fd)


def sync_folder(path: Path) -> None:
    """Wait until the folder's names are on the disk."""
    with closing(os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)) as fd:
        os.fsync(fd)


def copy(source: Path, target: Path, mode: int) -> int:
    """Copy bytes and time into a new file, and wait until it is on the disk; gives its size."""
    with closing(open_read(source)) as old, closing(create(target, mode)) as new:
        status, size = os.fstat(old), 0
        while data := read_at(old, 1 << 20, size):
            write_all(new, data)
            size += len(data)
        os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
        os.fsync(new)
    return size


def rename(old: Path, new: Path) -> None:
    """Rename, taking the place of whatever was there."""
    old.replace(new)


def remove(path: Path) -> None:
    """Remove the file if it is there."""
    path.unlink(missing_ok=True)


def lock(fd: int, *, shared: bool = False) -> bool:
    """Try to lock the file, without waiting. False: somebody else holds it.

    The lock belongs to the open file: a forked child would keep it, so children are exec'ed.
    """
    try:
        fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def filesystem(path: Path) -> str:
    """What kind of file system a path lies on (`ext4`, `nfs4`); empty where that isn't shown."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    found, longest = "", -1
    for line in mounts.splitlines():
        _, at, kind, *_ = line.split()
        at = at.replace("\\040", " ")
        if path.is_relative_to(at) and len(at) >= longest:  # of two on one place the later is seen
            found, longest = kind, len(at)
    return found


def kernel_locks() -> list[str]:
    """The kernel's table of file locks, a line each (proc(5)); none where it isn't shown."""
    try:
        return Path("/proc/locks").read_text(encoding="ascii").splitlines()
    except OSError:
        return []


def process_owner(pid: int) -> int | None:
    """The Unix account a process runs as; None when it is gone or hidden."""
    try:
        return Path(f"/proc/{pid}").stat().st_uid
    except OSError:
        return None


class speaking:
    """Turn what the disk says into a `StoreError` that begins with `what`."""

    __slots__ = ("_what",)

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        return

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, OSError):
            about = error.filename2 or error.filename  # a rename is refused for where it goes
            name = f" ({Path(about).name})" if isinstance(about, str) else ""
            raise StoreError(f"{self._what}: {error.strerror or error}{name}.") from error

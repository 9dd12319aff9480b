"""An output file is written whole or not at all; `write_atomically` and `open_atomically` do it.

The bytes go to a new file in the same folder, which takes the old one's place in one step. Whatever
fails before that step leaves the old file as it was and nothing beside it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from geomap.errors import RenderError


def write_atomically(path: str | os.PathLike[str], data: str | bytes) -> Path:
    """The path written. Text is written as UTF-8, its line ends as they are; folders are made.

    Raises RenderError when the place cannot be written; the old file then stays.
    """
    with open_atomically(path) as file:
        file.write(data.encode("utf-8") if isinstance(data, str) else data)
    return Path(path)


@contextmanager
def open_atomically(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A binary file that becomes ``path`` when the block ends well, and disappears when it raises.

    Raises RenderError when the place cannot be written. Devices and pipes are written directly, as
    there is nothing to replace.
    """
    shown = os.fspath(path)
    with _explained(shown):
        target = Path(path).resolve()  # a symbolic link stays a link: its target is replaced
        mode = _check(target, shown)
        if mode is not None and not stat.S_ISREG(mode):
            draft = target
            file = open(target, "wb")  # noqa: SIM115
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(f".{target.name[:200]}.{os.getpid()}.{os.urandom(4).hex()}.part")
            file = open(draft, "xb")  # noqa: SIM115
    try:
        yield file
        with _explained(shown):
            file.flush()
            if draft is not target:
                os.fsync(file.fileno())
                if mode is not None:
                    os.chmod(draft, stat.S_IMODE(mode))
            file.close()
            if draft is not target:
                os.replace(draft, target)
    except BaseException as error:
        with suppress(OSError):
            file.close()
        if draft is not target:
            with suppress(OSError):
                draft.unlink()
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise _cannot_write(shown, error) from error
        raise


def check_writable(path: str | os.PathLike[str]) -> None:
    """Raises RenderError when ``path`` can be seen not to be writable, before long work is begun."""
    shown = os.fspath(path)
    with _explained(shown):
        target = Path(path).resolve()
        _check(target, shown)
        folder = target.parent
        while not folder.exists():
            folder = folder.parent
        if not folder.is_dir():
            raise NotADirectoryError(20, f"{folder} is not a folder")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(13, f"no permission to write in {folder}")


def _check(target: Path, shown: str) -> int | None:
    """The mode of what stands at ``target``, ``None`` when nothing does."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        if not target.name or shown.endswith(("/", os.sep)):
            raise IsADirectoryError(21, "it names a folder") from None
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(21, "it is a folder")
    return mode


@contextmanager
def _explained(shown: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _cannot_write(shown, error) from error
    except ValueError as error:  # a NUL in the path
        raise RenderError(f"cannot write {shown!r}: {error}; give another path") from error


def _cannot_write(shown: str, error: OSError) -> RenderError:
    reason = error.strerror or str(error)
    return RenderError(f"cannot write {shown}: {reason[:1].lower()}{reason[1:]}; give another path with -o")

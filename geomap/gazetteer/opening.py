"""Opening makes one gazetteer of the names that a user gives: embedded, geonames, own places or files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from geomap.errors import GazetteerNotFound, InputError
from geomap.gazetteer import own_places
from geomap.gazetteer.stack import GazetteerStack, is_own
from geomap.gazetteer.store import Gazetteer
from geomap.gazetteer.unpacking import Progress

#: The name of the gazetteer that geomap brings.
EMBEDDED = "embedded"
#: The name under which a build of GeoNames' full dump is kept in the data folder.
GEONAMES = "geonames"


def geonames_path() -> Path:
    """Where `geomap gazetteer build` puts its gazetteer unless told otherwise."""
    return own_places.data_dir() / f"{GEONAMES}.sqlite"


def open_stack(
    names: Sequence[str] | None = None, *, cache_dir: Path | str | None = None, progress: Progress | None = None
) -> Gazetteer | GazetteerStack:
    """The gazetteers of these names or paths, the first on top; a single base comes as it is.

    A name is ``embedded``, ``geonames`` or that of own places. Without a base among them the embedded one
    lies underneath. ``None`` means all own places over the embedded gazetteer. Raises GazetteerNotFound for
    a name that is not known, InputError for one that comes twice.
    """
    if names is None:
        names = own_places.own_names()
    if len(set(names)) < len(names):
        twice = next(name for name in names if list(names).count(name) > 1)
        raise InputError(f"the gazetteer {twice!r} is given twice: give each once, the one that wins first")
    members: list[Gazetteer] = []
    try:
        for name in names:
            members.append(_open(name, cache_dir, progress))
        if all(is_own(member) for member in members):
            members.append(Gazetteer.open(cache_dir=cache_dir, progress=progress))
    except BaseException:
        for member in members:
            member.close()
        raise
    return members[0] if len(members) == 1 else GazetteerStack(members)


def _open(name: str, cache_dir: Path | str | None, progress: Progress | None) -> Gazetteer:
    if name == EMBEDDED:
        return Gazetteer.open(cache_dir=cache_dir, progress=progress)
    if name == GEONAMES:
        if not geonames_path().exists():
            raise GazetteerNotFound(
                f"no gazetteer of GeoNames at {geonames_path()}: make it with `geomap gazetteer build --geonames IQ` "
                "(one country) or `--geonames all`"
            )
        return Gazetteer(geonames_path())
    if "/" in name or "\\" in name or name.endswith(".sqlite"):
        return Gazetteer(Path(name))
    if name in own_places.own_names():
        return Gazetteer(own_places.own_path(name))
    known = ", ".join([EMBEDDED, GEONAMES, *own_places.own_names()])
    raise GazetteerNotFound(f"no gazetteer is called {name!r}: take one of {known}, or a path that ends in .sqlite")

"""Every error that geomap raises, in one tree.

::

    GeomapError
    ├── InputError (ValueError)      what the caller gave cannot be used
    ├── GazetteerError
    │   ├── GazetteerNotFound        no artefact, no file
    │   └── GazetteerMismatch        a file that is not a gazetteer, or of another version
    ├── GeocoderError                an online geocoder; nothing is asked unless the user says so
    │   ├── GeocoderOffline
    │   └── GeocoderRefused
    └── RenderError                  a map or a file that could not be written

A name that cannot be placed is not an error: its resolution says ``not_found``.
Every message shows the value, the rule and the next step.
"""


class GeomapError(Exception):
    """Root of all errors of this package."""


class InputError(GeomapError, ValueError):
    """What the caller gave cannot be used: a missing file, a binary, a bad option."""


class GazetteerError(GeomapError):
    """The gazetteer cannot be opened, built or read."""


class GazetteerNotFound(GazetteerError):
    """There is no gazetteer where one was expected."""


class GazetteerMismatch(GazetteerError):
    """The file is not a gazetteer of this version of geomap."""


class GeocoderError(GeomapError):
    """An online geocoder did not answer."""


class GeocoderOffline(GeocoderError):
    """There is no network, or it was forbidden."""


class GeocoderRefused(GeocoderError):
    """The service refused the request."""


class RenderError(GeomapError):
    """A map could not be made or written."""

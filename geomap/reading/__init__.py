"""Reading turns files and streams into Documents; the text comes through unaltered, line ends and all."""

from geomap.reading.encodings import Decoded, decode
from geomap.reading.files import read, read_all

__all__ = ["Decoded", "decode", "read", "read_all"]

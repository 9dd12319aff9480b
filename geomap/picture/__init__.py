"""A picture is the map standing still: SVG drawn from shapes, without a browser or a network; PNG and PDF from it."""

from geomap.picture.convert import svg_to_pdf, svg_to_png
from geomap.picture.drawing import draw_svg
from geomap.picture.options import PictureOptions

__all__ = ["PictureOptions", "draw_svg", "svg_to_pdf", "svg_to_png"]

"""A frame is what to paste so that a map stands in somebody else's page, document or mail."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from html import escape
from textwrap import indent

from geomap.report.markdown import plain

_SANDBOX = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"

#: What the host page needs so that its frames are as tall as their maps. It takes a number from the frames that
#: are marked as maps, within bounds, and nothing from anybody else; several copies on a page do no harm.
_HOST_SCRIPT = """\
<script>
addEventListener("message", function (event) {
  var height = event.data && event.data.geomapHeight;
  if (typeof height !== "number" || !(height >= 100 && height <= 10000)) return;
  document.querySelectorAll("iframe[data-geomap]").forEach(function (frame) {
    if (frame.contentWindow === event.source) frame.style.height = height + "px";
  });
});
</script>
"""


def frame(kind: str, *, title: str, page: str, picture: str, height_px: int = 640) -> str:
    """The text to paste for one of `FRAMES`. ``page`` and ``picture`` are addresses of the map and its picture."""
    return FRAMES[kind](title=title, page=page, picture=picture, height_px=height_px)


def email_message(*, title: str, description: str, page: str | None, png: bytes) -> bytes:
    """A mail with the picture inside, to open in a mail program and send on; scripts would not run there."""
    message = EmailMessage()
    message["Subject"] = " ".join(title.split())
    message["X-Unsent"] = "1"  # mail programs then open it as a draft
    link = f"\n\n{page}" if page else ""
    message.set_content(f"{title}\n\n{description}{link}\n")
    shown = f'<img src="cid:map@geomap" width="600" alt="{escape(description)}" style="max-width:100%;height:auto">'
    if page:
        shown = f'<a href="{escape(page)}">{shown}</a>'
    message.add_alternative(f"<h2>{escape(title)}</h2><p>{shown}</p>", subtype="html")
    message.get_payload()[1].add_related(png, "image", "png", cid="<map@geomap>", filename="map.png")
    # A boundary made of the content, so that equal maps give equal mails.
    for number, part in enumerate(each for each in message.walk() if each.is_multipart()):
        part.set_boundary(f"=-geomap-{number}-=")
    return message.as_bytes()


def _iframe(*, title: str, page: str, picture: str, height_px: int) -> str:
    return (
        f'<iframe data-geomap src="{escape(page)}" title="{escape(title)}" width="100%" height="{height_px}" '
        f'loading="lazy" sandbox="{_SANDBOX}" style="border:0;display:block;width:100%"></iframe>\n{_HOST_SCRIPT}'
    )


def _wordpress(**about) -> str:
    return f"<!-- wp:html -->\n{_iframe(**about)}<!-- /wp:html -->\n"


def _markdown(*, title: str, page: str, picture: str, height_px: int) -> str:
    return f"[![Map: {plain(title)}](<{picture}>)](<{page}>)\n"


def _quarto(**about) -> str:
    return (
        '::: {.content-visible when-format="html"}\n```{=html}\n' + _iframe(**about) + "```\n:::\n\n"
        '::: {.content-visible unless-format="html"}\n'
        f"![{plain(about['title'])}](<{about['picture']}>)\n:::\n"
    )


def _sphinx(**about) -> str:
    alt = " ".join(about["title"].split())
    framed = indent(_iframe(**about), "      ")
    return (
        f".. only:: html\n\n   .. raw:: html\n\n{framed}\n"
        f".. only:: not html\n\n   .. image:: {about['picture']}\n      :alt: {alt}\n"
    )


#: What can be framed by address. ``html`` and ``email`` hold the map itself and are made elsewhere.
FRAMES: dict[str, Callable[..., str]] = {
    "iframe": _iframe,
    "wordpress": _wordpress,
    "markdown": _markdown,
    "quarto": _quarto,
    "sphinx": _sphinx,
}

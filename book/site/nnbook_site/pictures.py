"""Pictures that are small, keep their place free and come after what is read first.

Every picture says how large it is, so that nothing moves when it arrives. PNGs become
WebPs of the same pixels, less than half as large. Browsers load those near the screen as soon as
they know where they stand, and none before the text: a chapter begins with words, and its first
picture is a fifth of what would come before them. The others come when all else is there: see
runtime/pictures.js.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

CSS_DPI = 96  # pixels of a style sheet to the inch
TAG = re.compile(r'<img\b[^>]*?\bsrc="(?P<folder>[^"]*_images/)(?P<name>[^"/]+)"[^>]*>')


def mend_pictures(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Rewrite the picture tags of one page."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or "body" not in context:
        return
    sources = {name: Path(app.srcdir, source) for source, name in builder.images.items()}
    out = Path(app.outdir, builder.imagedir)

    def mended(found: re.Match[str]) -> str:
        tag, name = found[0], found["name"]
        source = sources.get(name)
        if source is None:
            return tag
        size = _size(source)
        if size is None:
            return tag
        added = "" if re.search(r"\b(?:width|height|style)=", tag) else _attributes(size)
        if source.suffix.lower() == ".png":
            tag = tag.replace(f"_images/{name}", f"_images/{_smaller(source, out / name)}")
        return tag.replace("<img", f'<img{added} loading="lazy" decoding="async"', 1)

    context["body"] = TAG.sub(mended, context["body"])


def drop_unused(app: Sphinx, error: Exception | None) -> None:
    """Remove the PNGs that no page shows any more."""
    if error or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    for webp in Path(app.outdir, app.builder.imagedir).glob("*.webp"):
        webp.with_suffix(".png").unlink(missing_ok=True)


def _size(path: Path) -> tuple[float, float] | None:
    """Width and height on the page, or None for what is no picture of pixels."""
    try:
        with Image.open(path) as picture:
            dpi = picture.info.get("dpi", (CSS_DPI, CSS_DPI))
            return picture.width * CSS_DPI / dpi[0], picture.height * CSS_DPI / dpi[1]
    except (OSError, UnidentifiedImageError):
        return None


def _attributes(size: tuple[float, float]) -> str:
    return f' width="{size[0]:.0f}" height="{size[1]:.0f}"'


def _smaller(source: Path, png: Path) -> str:
    """Write the WebP of a PNG, and return its name."""
    webp = png.with_suffix(".webp")
    if not webp.exists() or webp.stat().st_mtime < source.stat().st_mtime:
        webp.parent.mkdir(parents=True, exist_ok=True)
        with Image.open(source) as picture:
            opaque = picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255)
            (picture.convert("RGB") if opaque else picture).save(
                webp, lossless=True, exact=True, method=4
            )
    return webp.name


def setup(app: Sphinx) -> None:
    """Mend before assets.py, which looks at the page last."""
    app.connect("html-page-context", mend_pictures, priority=800)
    app.connect("build-finished", drop_unused)

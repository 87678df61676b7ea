"""Pictures that a notebook brings along: files beside it, attachments, data in an address.

What a page can set is SVG, PNG and JPEG. Of a GIF and other pictures made of dots the first
frame is kept, as PNG. Nothing is fetched from a network.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from PIL import Image, UnidentifiedImageError

from analysis.export.account import Account

_DATA = re.compile(r"data:image/[\w.+-]+(?:;[\w=-]+)*?(?P<base>;base64)?,(?P<content>.*)", re.S)
_SVG = re.compile(rb"^\s*(?:<\?xml|<!--|<!DOCTYPE svg|<svg)", re.IGNORECASE)
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


class Unreadable(ValueError):
    """A picture that cannot be set, with the reason."""


def find_picture(address: str, account: Account) -> str:
    """Return the picture behind an address of Markdown or HTML, as a figure holds it.

    Raises ``Unreadable`` with the reason: it lies on a network, outside the notebook's folder, is
    not there, or is no picture.
    """
    if address.startswith("attachment:"):
        return _attached(unquote(address.removeprefix("attachment:")), account)
    if found := _DATA.match(address):
        content = found["content"]
        return to_image(decoded(content) if found["base"] else unquote_to_bytes(content), account)
    if re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE):
        raise Unreadable("it lies on a network: save it beside the notebook")
    return to_image(_file(unquote(address), account.folder), account)


def decoded(content: str) -> bytes:
    """Return the bytes behind base64; raises ``Unreadable`` if it is broken."""
    try:
        return base64.b64decode("".join(content.split()), validate=True)
    except binascii.Error as error:
        raise Unreadable(f"its base64 is broken ({error})") from error


def to_image(content: bytes, account: Account) -> str:
    """Return a picture as a figure holds it: SVG, or an address of PNG or JPEG data.

    Raises ``Unreadable`` for what is no picture.
    """
    if _SVG.match(content):
        return content.decode("utf-8", errors="replace")
    if content.startswith(_PNG):
        return _address("png", content)
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if content.startswith(_JPEG) and picture.mode in ("L", "RGB"):
                return _address("jpeg", content)
            frames = getattr(picture, "n_frames", 1)
            why = "as PNG" if frames == 1 else f"the first of {frames} frames, as PNG"
            account.converted(f"{picture.format} picture", why, loss=frames > 1)
            still = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    except (UnidentifiedImageError, OSError) as error:
        raise Unreadable("it is no picture that a page can set") from error
    kept = io.BytesIO()
    still.save(kept, "PNG")
    return _address("png", kept.getvalue())


def _address(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _attached(name: str, account: Account) -> str:
    forms = account.attachments.get(name, {})
    for mime, content in sorted(forms.items()):
        text = content if isinstance(content, str) else "".join(content)
        if mime.startswith("image/"):
            # SVG is kept as text, all else as base64.
            is_text = text.lstrip().startswith("<")
            return to_image(text.encode() if is_text else decoded(text), account)
    raise Unreadable("the cell has no such attachment")


def _file(name: str, folder: Path | None) -> bytes:
    if folder is None:
        raise Unreadable("the folder of the notebook is not known")
    base = folder.resolve()
    place = (base / name).resolve()
    if not place.is_relative_to(base):
        raise Unreadable("it lies outside the notebook's folder")
    try:
        return place.read_bytes()
    except OSError as error:
        raise Unreadable("there is no such file beside the notebook") from error

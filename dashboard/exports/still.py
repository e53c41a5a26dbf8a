"""The same content as the same bytes: what a zip writes about the moment of its making is taken out."""

from __future__ import annotations

import io
import re
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can name
MADE = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")


def still(data: bytes, moment: datetime) -> bytes:
    """An Office file (pptx, xlsx) whose bytes depend on its content and ``moment`` only; ``moment`` is when it says it
    was made. Entries keep their order; the workbooks within are made still as well.
    """
    buffer = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as given, ZipFile(buffer, "w") as made:
        for entry in given.infolist():
            name = ZipInfo(entry.filename, FIRST)
            name.compress_type = ZIP_DEFLATED
            name.create_system = 0  # else the system it was made on is told
            made.writestr(name, _content(entry.filename, given.read(entry), moment), compresslevel=6)
    return buffer.getvalue()


def _content(name: str, content: bytes, moment: datetime) -> bytes:
    if name.endswith(".xlsx"):
        return still(content, moment)
    if name == "docProps/core.xml":
        return MADE.sub(rb"\g<1>" + moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<3>", content)
    return content

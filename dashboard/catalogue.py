"""`python -m dashboard.catalogue`: bring locale/en.po up to date with the texts in the code, name what is missing."""

from __future__ import annotations

import ast
import sys
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from dashboard.texts import CATALOGUE

PROJECT = CATALOGUE.parent.parent
# Written by hand, because Babel's own header carries the time of writing, which would change the file on every run.
HEADER = b"""msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def texts_in(source: str) -> list[str]:
    """The literal texts given to ``_()``, in their order in the source; Babel misses those inside f-strings."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_" and node.args:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                found.append((text.lineno, text.col_offset, text.value))
    return [text for _line, _column, text in sorted(found)]


def merged(known: Catalog) -> Catalog:
    """Every text of the code with its known translation, by file and position; what is in no file any more is gone."""
    catalog = Catalog(locale="en", charset="utf-8")
    for file in (PROJECT / "app.py", *sorted([*PROJECT.glob("dashboard/**/*.py"), *PROJECT.glob("pages/**/*.py")])):
        for text in texts_in(file.read_text(encoding="utf-8")):
            before = known.get(text)
            catalog.add(text, before.string if before else "", [(file.relative_to(PROJECT).as_posix(), 0)])
    return catalog


def main() -> int:
    with CATALOGUE.open("rb") as file:
        catalog = merged(read_po(file))
    written = BytesIO()
    write_po(written, catalog, omit_header=True, include_lineno=False)
    CATALOGUE.write_bytes(HEADER + written.getvalue().rstrip(b"\n") + b"\n")
    missing = [str(message.id) for message in catalog if message.id and not message.string]
    print("\n".join(missing) if missing else f"{CATALOGUE.name}: {len(catalog)} texts, all translated")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

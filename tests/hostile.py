"""What a hostile address may hold, and how a page proves that it let nothing of it through."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from tests.apptest import elements, notices

MARK = "zzq"


HOSTILE = [
    f"{MARK}'; drop table dashboard.complaint; --",
    f"{MARK}%' or '1'='1",
    f"<script>alert('{MARK}')</script>",
    f"<img src=x onerror=alert('{MARK}')>",
    f"[{MARK}](javascript:alert(1)) ![{MARK}](https://example.org/x.png)",
    f"**{MARK}** :red[{MARK}] $\\frac{{{MARK}}}{{2}}$ :material/{MARK}:",
    f"`{MARK}` ``{MARK}`` </code>",
    f"\n\n# {MARK}\n| a | b |\n|---|---|",
    MARK * 3334,
    f"{MARK}\x00\x07\x1b[31m\u202e\u200b\ufeff",
    "%",
    "31.7_",
    "",
    " ",
    "🚧",
]


def is_inert(at: AppTest) -> None:
    """What came from the address stands in a notice as a short code span, and nowhere else."""
    for text in notices(at):
        assert len(text) < 300
        assert MARK not in re.sub(r"`[^`\n]*`", "", text), text
        assert text.count("`") % 2 == 0 and text.isprintable()
    for block in (at.main, at.sidebar):
        for element in elements(block):
            if element.type != "warning" and hasattr(element, "proto"):
                assert MARK not in str(element.proto), element.type

"""A page opened without a browser, as a reader with this address would see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
import pyarrow as pa
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard.places import COMPLAINT, Place

APP = Path(__file__).parent.parent / "app.py"
# Each run asks anew which of the installed packages bring components; that takes four fifths of the time of a page.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def opened(page: Place, session: dict[str, Any] | None = None, **query: str | list[str]) -> AppTest:
    """The page as a reader sees it who opens it under this address."""
    at = AppTest.from_file(str(APP), default_timeout=60)
    if Path(page.file).stem != page.path:
        # The runner knows the address of a page that is not the name of its file only after a run, of the lightest
        # here.
        at.switch_page(COMPLAINT.file).run()
    for name, value in query.items():
        at.query_params[name] = value
    for key, value in (session or {}).items():
        at.session_state[key] = value
    return at.switch_page(page.file).run()


def row(*index: int) -> dict[str, Any]:
    """State of a table in which this row (these rows) is chosen."""
    return {"selection": {"rows": list(index), "columns": [], "cells": []}}


def is_well(at: AppTest) -> AppTest:
    """No stack trace and no complaint about the database."""
    assert not at.exception, [e.value for e in at.exception]
    assert not at.error, [e.value for e in at.error]
    return at


def notices(at: AppTest) -> list[str]:
    return [w.value for w in at.warning]


def link_query(link: Any) -> dict[str, list[str]]:
    """Parameters of the address a page link leads to."""
    return parse_qs(link.proto.query_string, keep_blank_values=True)


def chart_rows(chart: Any) -> int:
    """Rows of data that were sent to the browser with a chart."""
    return sum(pa.ipc.open_stream(d.data.data).read_all().num_rows for d in chart.proto.datasets)


def chart_data(chart: Any) -> list[pd.DataFrame]:
    """What was sent to the browser with a chart, its largest frame first; a label as it was before it was folded."""
    found = [pa.ipc.open_stream(d.data.data).read_all().to_pandas() for d in chart.proto.datasets]
    found = [data.assign(label=data["label"].str.replace("\n", " ")) if "label" in data else data for data in found]
    return sorted(found, key=len, reverse=True)


def table(at: AppTest, key: str) -> pd.DataFrame:
    """What a table shows; empty where it is not there."""
    return next((d.value for d in at.dataframe if d.key == key), pd.DataFrame())


def headline(at: AppTest) -> dict[str, str]:
    return {m.label: m.value for m in at.metric}


def elements(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from elements(child)
        yield child


class Address:
    """The address bar, for asking outside a page what a link means."""

    def __init__(self, query: Mapping[str, str | list[str]]) -> None:
        self.query = {key: [value] if isinstance(value, str) else value for key, value in query.items()}

    def get(self, key: str, default: str | None = None) -> str | None:
        return self.query[key][-1] if self.query.get(key) else default

    def get_all(self, key: str) -> list[str]:
        return self.query.get(key, [])

    def __contains__(self, key: object) -> bool:
        return key in self.query

"""Charts that are written as Vega-Lite instead of through Altair keep to its schema and to the theme."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd
import pytest

from dashboard.charts import marks, theme

DATA = pd.DataFrame(
    {
        "label": ["Kategori dengan nama yang panjang sekali sampai terlipat", "b"],
        "aduan": [3, 0],
        "words": ["3 (100 %)", "0 (0 %)"],
        "age": ["telat-7", "telat-30"],
        "url": ["daftar-lapor?jam=crm", "daftar-lapor?jam=sp4n"],
    }
)


@pytest.mark.parametrize(("by_age", "href"), [(None, None), ("age", "url")])
def test_bars_are_valid_and_themed(by_age: str | None, href: str | None) -> None:
    spec = marks.rows(DATA, "label", "aduan", text="words", by_age=by_age, href=href)
    alt.LayerChart.from_dict(spec)  # raises where a part is none of Vega-Lite's
    assert spec["config"] == theme.crm()["config"]
    (first, second) = spec["datasets"]["rows"]
    assert first["label"].count("\n") == 1 and second["label"] == "b"
    axis = spec["layer"][0]["encoding"]["y"]
    assert axis["field"] == "row" and (first["row"], second["row"]) == (0, 1)
    assert axis["axis"]["labelExpr"] == f"split({json.dumps([first['label'], 'b'])}[datum.value], '\\n')"
    for layer in spec["layer"]:
        assert layer["encoding"].get("href", {}).get("field") == href
    assert ("color" in spec["layer"][0]["encoding"]) == (by_age is not None)


def test_what_is_no_part_of_vega_lite_is_told() -> None:
    spec = marks.rows(DATA, "label", "aduan", text="words")
    spec["layer"][0]["mark"]["type"] = "barr"
    with pytest.raises(Exception, match="barr"):
        alt.LayerChart.from_dict(spec)


def test_no_complaint_at_all_still_has_a_scale() -> None:
    spec = marks.rows(DATA.assign(aduan=0), "label", "aduan", text="words")
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domainMax"]["expr"].endswith(": 1.2")

"""One Altair theme for every chart: Indonesian numbers and dates, quiet axes, the city's font.

Streamlit adds its own colours for light and dark; the locale must sit in the spec's config (Streamlit's front end
passes no embed options on), and times reach the charts as naive Jakarta times, so every browser shows the same clock.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from dashboard.texts import language

NUMBERS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""], "percent": "\u00a0%"}
TIMES = {
    "dateTime": "%A, %e %B %Y %H.%M.%S",
    "date": "%d/%m/%Y",
    "time": "%H.%M.%S",
    "periods": ["AM", "PM"],
    "days": ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
    "shortDays": ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"],
    "months": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "shortMonths": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des"],
}


@alt.theme.register("crm", enable=True)
def crm() -> alt.theme.ThemeConfig:
    config: dict[str, Any] = {
        "font": "Plus Jakarta Sans",
        "axis": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 260, "grid": False, "ticks": False},
        "axisY": {"grid": True, "gridOpacity": 0.4, "domain": False},
        "legend": {"orient": "top", "title": None, "labelFontSize": 12},
        "view": {"stroke": None},
        "bar": {"cornerRadiusEnd": 2},
        # Streamlit colours axes and legends for light and dark, but leaves words inside the chart black.
        "text": {"color": "currentColor"},
    }
    if language() == "id":
        config["locale"] = {"number": NUMBERS, "time": TIMES}
    return {"config": config}  # type: ignore[typeddict-item]

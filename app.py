"""The entry: page settings, language, access, navigation, page.run(). Nothing else lives here."""

from pathlib import Path

import streamlit as st

from dashboard.components import frame
from dashboard.texts import _

ROOT = Path(__file__).parent


def pages() -> dict[str, st.Page]:
    """Every page by its short name; files lie one folder down, so that none is served without this entry."""
    return {
        "ringkasan": st.Page("pages/ikhtisar/ringkasan.py", title=_("Ringkasan"), icon=":material/dashboard:", default=True),
        "kanal": st.Page("pages/kanal/kanal.py", title=_("Kanal"), icon=":material/hub:", url_path="kanal"),
        "peringkat": st.Page("pages/skpd/peringkat.py", title=_("Peringkat SKPD"), icon=":material/leaderboard:", url_path="peringkat"),
        "lapor": st.Page("pages/lapor/terlambat.py", title=_("LAPOR terlambat"), icon=":material/alarm:", url_path="lapor-terlambat"),
        "daftar": st.Page("pages/aduan/daftar.py", title=_("Daftar aduan"), icon=":material/list:", url_path="daftar", visibility="hidden"),
        "aduan": st.Page("pages/aduan/aduan.py", title=_("Aduan"), icon=":material/description:", url_path="aduan", visibility="hidden"),
    }  # fmt: skip


known = pages()
page = st.navigation(list(known.values()), position="hidden")
st.set_page_config(
    page_title=f"{page.title} · CRM Jakarta", page_icon=str(ROOT / "static" / "icon.svg"), layout="wide"
)
frame.show(page, known)

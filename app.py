"""The entry: page settings, language, access, navigation, page.run(). Nothing else lives here."""

from pathlib import Path

import streamlit as st

from dashboard.components import frame
from dashboard.texts import _

ROOT = Path(__file__).parent


def pages() -> dict[str, st.Page]:
    """Every page by its short name. Files lie one folder down, so that none is served without this entry; pages have
    no icon of their own, because the browser would fetch it from outside as the tab's icon."""
    return {
        "ringkasan": st.Page("pages/ikhtisar/ringkasan.py", title=_("Ringkasan"), default=True),
        "kanal": st.Page("pages/kanal/kanal.py", title=_("Kanal"), url_path="kanal"),
        "kanal-pola": st.Page("pages/kanal/pola.py", title=_("Pola kanal"), url_path="kanal-pola"),
        "lapor-jaki": st.Page("pages/kanal/lapor_jaki.py", title=_("LAPOR dan JAKI"), url_path="lapor-jaki"),
        "peringkat": st.Page("pages/skpd/peringkat.py", title=_("Peringkat SKPD"), url_path="peringkat"),
        "rapor": st.Page("pages/skpd/rapor.py", title=_("Rapor SKPD"), url_path="rapor"),
        "corong": st.Page("pages/skpd/corong.py", title=_("Corong SKPD"), url_path="corong", visibility="hidden"),
        "sinyal": st.Page("pages/skpd/sinyal.py", title=_("Sinyal SKPD"), url_path="sinyal", visibility="hidden"),
        "lapor": st.Page("pages/lapor/terlambat.py", title=_("LAPOR terlambat"), url_path="lapor-terlambat"),
        "jatuh-tempo": st.Page(
            "pages/lapor/jatuh_tempo.py", title=_("LAPOR akan jatuh tempo"), url_path="lapor-jatuh-tempo"
        ),
        "pola": st.Page("pages/lapor/pola.py", title=_("Pola keterlambatan LAPOR"), url_path="lapor-pola"),
        "agenda": st.Page("pages/rapat/agenda.py", title=_("Rapat"), url_path="agenda"),
        "rapat": st.Page("pages/rapat/layar.py", title=_("Layar rapat"), url_path="rapat", visibility="hidden"),
        "dinding": st.Page("pages/rapat/dinding.py", title=_("Layar dinding"), url_path="dinding", visibility="hidden"),
        "daftar-lapor": st.Page(
            "pages/lapor/daftar.py", title=_("Daftar LAPOR"), url_path="daftar-lapor", visibility="hidden"
        ),
        "daftar-skpd": st.Page(
            "pages/skpd/daftar.py", title=_("Daftar aduan SKPD"), url_path="daftar-skpd", visibility="hidden"
        ),
        "daftar": st.Page("pages/aduan/daftar.py", title=_("Daftar aduan"), url_path="daftar", visibility="hidden"),
        "aduan": st.Page("pages/aduan/aduan.py", title=_("Aduan"), url_path="aduan", visibility="hidden"),
    }


known = pages()
page = st.navigation(list(known.values()), position="hidden")
st.set_page_config(page_title=f"{page.title} · CRM Jakarta", page_icon=str(ROOT / "static" / "icon.svg"), layout="wide")
frame.show(page, known)

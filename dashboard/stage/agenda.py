"""The page Rapat: the frozen link, the agenda and its order, the last meeting."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard.address import YEARS, query_of, whole_number
from dashboard.components.card import card
from dashboard.components.filters import pick
from dashboard.findings.measures import measures
from dashboard.findings.standing import groups
from dashboard.formats import moment, number
from dashboard.meeting import link, whole
from dashboard.meeting.meeting import Meeting
from dashboard.meeting.screens import names
from dashboard.places import SCREENS, WALL
from dashboard.texts import _
from dashboard.view import View


def asked(view: View, *, says: bool = False) -> Meeting:
    """The meeting the address asks for; with ``says``, what was wrong in it is told."""
    notices: list[str] = []
    meeting = link.read(view, st.query_params, notices)
    for notice in notices if says else []:
        st.warning(notice, icon=":material/link_off:")
    return meeting


def first(meeting: Meeting) -> int:
    """The screen the address names, from 1."""
    return min(whole_number("layar", 1, [], digits=3), len(meeting.agenda))


@card(height=150)
def frozen(view: View, meeting: Meeting) -> None:
    """The link, with the figures it will be held to."""
    st.header(_("Tautan rapat"))
    with st.spinner(_("Angka rapat sedang disiapkan …"), show_time=True):
        gathered = whole.Gathered(view, meeting)
        changed = [one for one in gathered.every() if one.code == whole.MOVED]
    query = gathered.query()
    for one in changed:
        lines = "".join(f"\n- {row[0]}: {row[1]} → {row[2]}" for row in (one.table.words if one.table else ()))
        st.warning(one.title + lines, icon=":material/history:")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(SCREENS.file, label=f"**{_('Mulai rapat')}**", icon=":material/co_present:", query_params=query)
        live = {name: value for name, value in query.items() if name in ("agenda", "kelompok", "ukuran")}
        st.page_link(
            WALL.file,
            label=_("Layar dinding (hidup)"),
            icon=":material/tv:",
            query_params=query_of(view, per=None) | live,
        )
    base = urlsplit(st.context.url or "")
    st.code(f"{base.scheme}://{base.netloc}/rapat?{urlencode(query, doseq=True)}", language=None, wrap_lines=True)
    st.caption(
        _(
            "Beku per {moment}: dibuka kapan pun, tautan ini menunjukkan angka yang sama, dan mengatakannya bila CRM telah mengubah riwayatnya. Panah atau Page Down: layar berikut; Home, End; F: layar penuh; Esc: kembali ke sini.",
            moment=moment(view.filters.as_of, view.moment.zone),
        )
    )


def _put(agenda: tuple[str, ...], *, given: bool) -> None:
    if agenda == link.default_agenda(is_then_given=given):
        st.query_params.pop("agenda", None)
    else:
        st.query_params["agenda"] = ".".join(agenda)
    st.query_params.pop("angka", None)


def _move(agenda: tuple[str, ...], index: int, by: int, given: bool) -> None:
    """Move a screen up or down, or take it out (``by`` 0)."""
    rest = [*agenda[:index], *agenda[index + 1 :]]
    if by:
        rest.insert(index + by, agenda[index])
    _put(tuple(rest), given=given)


def _add(agenda: tuple[str, ...], given: bool) -> None:
    if code := st.session_state["agenda_add"]:
        _put((*agenda, code), given=given)
        st.session_state["agenda_add"] = None


def order(meeting: Meeting) -> None:
    """Which screens, in which order, and the group of the ranking."""
    st.header(_("Agenda"))
    given, codes = meeting.is_then_given, meeting.agenda
    for index, code in enumerate(codes):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"{number(index + 1)}. {names()[code]}", width=220)
            for by, icon, words, off in (
                (-1, ":material/arrow_upward:", _("Naikkan"), index == 0),
                (1, ":material/arrow_downward:", _("Turunkan"), index == len(codes) - 1),
                (0, ":material/close:", _("Buang"), len(codes) == 1),
            ):
                st.button(
                    words,
                    icon=icon,
                    key=f"agenda_{code}_{by}",
                    type="tertiary",
                    disabled=off,
                    on_click=_move,
                    args=(codes, index, by, given),
                )
    left = [code for code in names() if code not in codes]
    if left:
        st.selectbox(
            _("Tambah layar"),
            left,
            index=None,
            format_func=names().__getitem__,
            key="agenda_add",
            on_change=_add,
            args=(codes, given),
            placeholder=_("Pilih layar"),
        )
    pick("kelompok", _("Kelompok SKPD untuk peringkat dan sinyal"), groups(), meeting.group, box=True)
    pick("ukuran", _("Ukuran"), {code: one.label for code, one in measures().items()}, meeting.measure, box=True)


def _paste() -> None:
    text = st.session_state["last_link"]
    found = link.earlier(text) if text else None
    if found:
        st.query_params.update(found)
        st.query_params.pop("angka", None)
    st.session_state["last_link_bad"] = bool(text) and not found


def _choose() -> None:
    value = st.session_state["last_moment"]
    for name in ("lalu", "lalu-dari", "lalu-sampai", "angka"):
        st.query_params.pop(name, None)
    if isinstance(value, datetime):
        st.query_params["lalu"] = value.strftime("%Y-%m-%dT%H:%M")


def last(view: View, meeting: Meeting) -> None:
    """The last meeting, by its link or by its moment."""
    st.header(_("Rapat lalu"))
    left, right = st.columns(2)
    with left:
        st.text_input(_("Tempel tautan rapat lalu"), key="last_link", on_change=_paste, placeholder="https://…/rapat?…")
        if st.session_state.pop("last_link_bad", False):
            st.warning(_("Ini bukan tautan rapat: di dalamnya tidak ada waktu “per”. Salin tautan dari halaman Rapat."))
    with right:
        then = meeting.then
        st.session_state["last_moment"] = then.as_of if meeting.is_then_given else None
        st.datetime_input(
            _("atau pilih waktunya"),
            key="last_moment",
            on_change=_choose,
            format="DD/MM/YYYY",
            min_value=datetime(YEARS.start, 1, 1),
            max_value=view.moment.minute,
            value=None,
        )
    st.caption(
        _(
            "Dibandingkan dengan keadaan per {moment}, dengan saringan rapat ini.",
            moment=moment(then.as_of, view.moment.zone),
        )
        if meeting.is_then_given
        else _(
            "Tanpa rapat lalu: dibandingkan dengan periode sebelumnya, per {moment}.",
            moment=moment(then.as_of, view.moment.zone),
        )
    )

"""The screens of a meeting in the browser: 1,280 by 720 pixels each, laid over one another, one of them shown.

All of them are drawn, so a key only changes which one is seen; the one that is shown is made first, the next after it.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from dashboard.address import read, whole_number
from dashboard.components import trouble
from dashboard.deck import Screen, Table
from dashboard.formats import moment
from dashboard.kept import replayed
from dashboard.meeting import link
from dashboard.meeting.meeting import Meeting
from dashboard.meeting.screens import address, screen
from dashboard.meeting.whole import Gathered, chart
from dashboard.texts import _
from dashboard.view import View
from queries.db import DatabaseAway
from queries.moment import choices, now

FOLDER = Path(__file__).parent
STYLE = (FOLDER / "screens.css").read_text()
SCRIPT = (FOLDER / "screens.js").read_text()
SECONDS = 20  # a screen of the wall stands
LARGE, MIDDLE = 95, 170  # characters of a title in the large and the middle size


def _table(table: Table) -> str:
    total = sum(column.width for column in table.columns)
    groups = "".join(f'<col style="width:{100 * column.width / total:.1f}%">' for column in table.columns)
    right = [' class="right"' if column.kind != "text" else "" for column in table.columns]
    head = "".join(
        f'<th scope="col"{side}>{escape(column.heading)}</th>'
        for column, side in zip(table.columns, right, strict=True)
    )
    body = "".join(
        "<tr>" + "".join(f"<td{side}>{escape(cell)}</td>" for cell, side in zip(row, right, strict=True)) + "</tr>"
        for row in table.words
    )
    return f"<table><colgroup>{groups}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _figures(one: Screen) -> str:
    cells = "".join(
        f'<a class="figure" href="{escape(big.link)}" target="_blank"><span>{escape(big.label)}</span>'
        f"<strong>{escape(big.words)}</strong><span>{escape(big.note)}</span></a>"
        for big in one.figures
    )
    return f'<div class="figures">{cells}</div>'


@replayed
def _drawn(view: View, meeting: Meeting, code: str) -> None:
    draw(screen(view, meeting, code), is_sample=view.moment.is_sample)


def draw(one: Screen, *, is_sample: bool) -> None:
    """One screen: message, body, what it stands on, and the way to its page."""
    size = "large" if len(one.title) <= LARGE else "middle" if len(one.title) <= MIDDLE else "small"
    st.html(f'<h1 class="message {size}">{escape(one.title)}</h1>')
    if one.plot:
        st.vega_lite_chart(chart(one.plot), width="content", alt=one.title)
    elif one.table:
        st.html(_table(one.table))
    elif one.figures:
        st.html(_figures(one))
    sample = f"<b>{escape(_('Data contoh'))}</b> · " if is_sample else ""
    st.html(
        f'<div class="note"><p>{sample}{escape(one.note)}</p>'
        + (f'<a href="{escape(one.link)}" target="_blank">{escape(_("Buka di dasbor"))} ↗</a>' if one.link else "")
        + "</div>"
    )


def show(view: View, meeting: Meeting, first: int, *, seconds: int = 0) -> None:
    """All screens, the ``first`` (from 1) shown; with ``seconds`` they turn by themselves and nobody's
    key is needed.
    """
    codes = meeting.agenda
    places = [st.container(key=f"layar-{number}") for number in range(1, len(codes) + 2)]
    back = address("agenda", link.query(view, meeting))
    before, after = (
        f'<button type="button" data-turn="{turn}" aria-label="{escape(words)}">{sign}</button>'
        for turn, words, sign in (("-1", _("Layar sebelumnya"), "‹"), ("1", _("Layar berikutnya"), "›"))
    )
    st.html(
        f"<style>{STYLE}{_visible(len(codes) + 1)}</style>"
    )  # by itself: what holds a script is mounted anew at times
    st.html(
        f'<p class="waiting">{escape(_("Layar ini sedang disiapkan …"))}</p>'
        f'<nav id="rapat" data-screens="{len(codes)}" data-first="{first}" data-back="{escape(back)}" '
        f'data-seconds="{seconds}">{before}<output></output>{after}</nav><script>{SCRIPT}</script>',
        unsafe_allow_javascript=True,
    )
    gathered = Gathered(view, meeting)
    order = [*range(first - 1, len(codes)), *range(first - 1)]
    for index in order:
        with places[index]:
            try:
                _drawn(view, meeting, codes[index])
                gathered.screen(codes[index])
            except DatabaseAway as error:
                trouble.explain(error, f"stage.{codes[index]}")
    changed = gathered.moved()
    if changed:
        with places[-1]:
            draw(changed, is_sample=view.moment.is_sample)
    if not seconds:
        _address(gathered, changed, len(codes))


def _address(gathered: Gathered, changed: Screen | None, number: int) -> None:
    """The frozen address for the browser's bar, and, where figures have moved, a word of it on every screen."""
    query = urlencode(gathered.query(), doseq=True)
    words = f'<p class="moved">{escape(changed.title)} {escape(_("Lihat layar terakhir."))}</p>' if changed else ""
    st.html(
        f'<div id="rapat-address" data-query="{escape(query)}" data-screens="{number + bool(changed)}">{words}</div>'
    )


def _visible(number: int) -> str:
    return "".join(
        f'body[data-layar="{n}"] .st-key-layar-{n}{{visibility:visible}}'
        f'body[data-layar="{n}"]:has(.st-key-layar-{n} h1, .st-key-layar-{n} [role=alert]) .waiting{{display:none}}'
        for n in range(1, number + 1)
    )


@st.fragment(run_every=60)
def wall(_entered: View) -> None:
    """The screens with the figures of this minute, turned every so many seconds (``detik``)."""
    view = read(now(), choices()).view
    seconds = min(max(whole_number("detik", SECONDS, [], digits=4), 5), 3600)
    meeting = link.read(view, st.query_params, [])
    show(view, meeting, 1, seconds=seconds)
    read_at = _("Basis data dibaca {moment}", moment=moment(view.moment.minute, view.moment.zone))
    stale = " · " + _("basis data tidak terjangkau") if view.moment.is_stale else ""
    copy = view.moment.copy
    stale += " · " + _("salinan data terlambat diperbarui") if copy and (copy.is_late or copy.has_failed) else ""
    st.html(f'<p class="read-at">{escape(read_at + stale)}</p>')

"""When something is wrong: one clear sentence and what to do next, never a stack trace."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import streamlit as st

from dashboard.formats import day
from dashboard.formats import moment as moment_text
from dashboard.texts import _
from queries.db import DatabaseAway
from queries.moment import Moment

LOG = logging.getLogger("dashboard")


def sentence(error: DatabaseAway) -> str:
    """What happened and what to do, for the reader."""
    reasons = {
        "no-url": _(
            "Alamat basis data belum diatur. Isi [connections.crm] url di .streamlit/secrets.toml, atau jalankan `make run` untuk data contoh."
        ),
        "bad-url": _(
            "Alamat basis data tidak dapat dibaca. Tulis sebagai postgresql://peran:sandi@host:5432/basisdata di .streamlit/secrets.toml."
        ),
        "refused": _(
            "Server basis data menolak sambungan ini. Periksa peran, sandi, dan nama basis data pada url di .streamlit/secrets.toml."
        ),
        "unreachable": _(
            "Basis data tidak terjangkau. Halaman ini pulih sendiri begitu basis data kembali; bila berlanjut, hubungi pengelola basis data CRM."
        ),
        "too-slow": _(
            "Pertanyaan ini terlalu lama bagi basis data dan dihentikan. Persempit periode atau saringan, lalu coba lagi."
        ),
        "no-right": _(
            "Peran basis data ini tidak boleh membaca dasbor. Jalankan `python -m database install` atau periksa nama dan sandi di .streamlit/secrets.toml."
        ),
        "no-contract": _(
            "Basis data ini belum memenuhi kontrak dasbor. Jalankan `python -m database check` untuk rinciannya dan `python -m database install` untuk memasangnya."
        ),
        "passing": _(
            "Basis data sedang sibuk atau mendahulukan pekerjaan lain, dan menghentikan pertanyaan ini. Coba lagi sebentar lagi."
        ),
        "setting": _(
            "Pengaturan “{name}” di server basis data atau di perantaranya (pooler) tidak dapat dipakai dasbor. Mintalah pengelola basis data membetulkannya; docs/server.md menyebut nilai yang perlu.",
            name=error.name,
        ),
        "pooler": _(
            "Perantara basis data (pooler) memutus sebuah transaksi di tengah jalan. Pakailah mode “transaction” atau “session” pada pooler itu; lihat docs/server.md."
        ),
        "encoding": _(
            "Basis data ini berpenyandian {name} dan memuat teks yang bukan UTF-8. Mintalah pengelola basis data membetulkan teks itu, atau memindahkannya ke basis data UTF8.",
            name=error.name,
        ),
        "bad-value": _(
            "Sebuah nilai di basis data tidak dapat diolah oleh view pemetaannya. Jalankan `python -m database check`, lalu perbaiki pemetaannya."
        ),
        "foreign": _(
            "Sumber di balik basis data ini (foreign table) tidak menjawab. Coba lagi; bila berlanjut, hubungi pengelola basis data CRM."
        ),
        "can-write": _(
            "Peran basis data ini dapat menulis, padahal dasbor hanya boleh membaca. Pakai peran dari `python -m database install` di .streamlit/secrets.toml."
        ),
    }
    return reasons.get(
        error.reason,
        _(
            "Basis data menolak pertanyaan ini. Muat ulang halaman; bila berlanjut, jalankan `python -m database check`."
        ),
    )


def explain(error: DatabaseAway, place: str) -> None:
    """The reader's sentence on the page (``place``, of which there is one), the server's own words in the log."""
    LOG.warning("database: %s %s", error.reason, error.detail)
    st.error(sentence(error), icon=":material/database_off:")
    st.button(_("Coba lagi"), key=f"retry_{place}")


def stale(now: Moment) -> None:
    st.warning(
        _(
            "Basis data sedang tidak terjangkau; angka di bawah dibaca {moment}.",
            moment=moment_text(now.minute, now.zone),
        ),
        icon=":material/cloud_off:",
    )


def late_copy(now: Moment) -> None:
    """The copy that is read has not been brought up to date as it should: say as of when it is."""
    if words := copy_words(now):
        st.warning(words, icon=":material/sync_problem:")


def copy_words(now: Moment) -> str:
    """What is wrong with the copy; empty where nothing is, or none is read."""
    copy = now.copy
    if copy is None or not (copy.is_late or copy.has_failed):
        return ""
    return (
        _(
            "Pembaruan salinan data gagal pada {tried}; angka di bawah per {copied}. Mintalah pengelola menjalankan `python -m database copy`.",
            tried=moment_text(copy.tried_at, now.zone),
            copied=moment_text(copy.copied_at, now.zone),
        )
        if copy.has_failed
        else _(
            "Salinan data belum diperbarui sejak {copied}; yang masuk sesudahnya belum terlihat. Mintalah pengelola memeriksa jadwal `python -m database copy`.",
            copied=moment_text(copy.copied_at, now.zone),
        )
    )


def _look_back(newest: date) -> None:
    st.query_params.pop("periode", None)
    st.query_params.update({"dari": (newest - timedelta(days=27)).isoformat(), "sampai": newest.isoformat()})


def nothing_so_late(now: Moment) -> None:
    """The period begins after the newest complaint: say so, and offer the last days that hold some."""
    newest = now.newest
    if newest is not None:
        st.info(
            _("Aduan terbaru di sumber ini masuk {day}, sebelum periode ini.", day=day(newest)),
            icon=":material/history:",
        )
        st.button(
            _("Lihat 28 hari sampai {day}", day=day(newest)),
            key="look_back",
            on_click=_look_back,
            args=(newest.date(),),
        )


def empty() -> None:
    st.info(
        _(
            "Basis data ini belum berisi aduan. Periksa pemetaan dengan `python -m database check`, atau isi data contoh dengan `python -m database sample`."
        ),
        icon=":material/inbox:",
    )

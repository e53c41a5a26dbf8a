"""The columns of lists of complaints: one table for what pages show and files hold."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.texts import _


@dataclass(frozen=True)
class Column:
    """A column of a list. ``kind`` is text, number or time (a naive Jakarta moment); ``width`` in characters."""

    key: str
    heading: str
    kind: str = "text"
    width: int = 16


OF_COMPLAINTS = (
    "code",
    "days_late",
    "days_left",
    "status",
    "skpd",
    "due_at",
    "category",
    "channel",
    "kelurahan",
    "city",
    "created_at",
    "closed_at",
    "ews_count",
)
OPEN_OF_UNIT = ("code", "days_late", "days_left", "due_at", "status", "category", "channel", "kelurahan", "created_at")
"""What tells the open complaints of one SKPD apart."""
OF_LAPOR = (
    "code",
    "crm_days_late",
    "crm_days_left",
    "sp4n_days_late",
    "sp4n_days_left",
    "skpd",
    "status",
    "crm_due_at",
    "sp4n_due_at",
    "category",
    "kelurahan",
    "city",
    "lapor_kind",
    "lapor_tracking_id",
    "created_at",
    "closed_at",
    "ews_count",
)

DUE_LAPOR = ("code", "crm_days_left", "sp4n_days_left", "crm_days_late", "sp4n_days_late", *OF_LAPOR[5:])
"""The same for what falls due: what is left comes first."""


def columns(names: tuple[str, ...]) -> tuple[Column, ...]:
    """These columns in the reader's language."""
    known = {
        "code": Column("code", _("Nomor")),
        "days_late": Column("days_late", _("Lewat tenggat (hari)"), "number", 12),
        "days_left": Column("days_left", _("Sisa (hari)"), "number", 12),
        "crm_days_late": Column("crm_days_late", _("Lewat CRM (hari)"), "number", 12),
        "crm_days_left": Column("crm_days_left", _("Sisa CRM (hari)"), "number", 12),
        "sp4n_days_late": Column("sp4n_days_late", _("Lewat SP4N (hari kerja)"), "number", 12),
        "sp4n_days_left": Column("sp4n_days_left", _("Sisa SP4N (hari kerja)"), "number", 12),
        "status": Column("status", _("Status")),
        "skpd": Column("skpd", _("SKPD"), width=40),
        "due_at": Column("due_at", _("Tenggat"), "time"),
        "crm_due_at": Column("due_at", _("Tenggat CRM"), "time"),
        "sp4n_due_at": Column("sp4n_due_at", _("Tenggat SP4N"), "time"),
        "category": Column("category", _("Kategori"), width=28),
        "channel": Column("channel", _("Kanal"), width=24),
        "kelurahan": Column("kelurahan", _("Kelurahan"), width=22),
        "city": Column("city", _("Kota"), width=18),
        "lapor_kind": Column("lapor_kind", _("Jenis"), width=34),
        "lapor_tracking_id": Column("lapor_tracking_id", _("ID LAPOR")),
        "created_at": Column("created_at", _("Masuk"), "time"),
        "closed_at": Column("closed_at", _("Selesai"), "time"),
        "ews_count": Column("ews_count", _("EWS"), "number", 8),
    }
    return tuple(known[name] for name in names)

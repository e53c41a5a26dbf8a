"""A small made CRM, filled row by row: what is given in the tests of the questions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

JAKARTA = ZoneInfo("Asia/Jakarta")
SCHEMA = Path(__file__).parent.parent / "database" / "sample" / "schema.sql"

CHANNELS = [
    ("JAKI", "JAKI", "Aplikasi JAKI", True, date(2016, 1, 1), None),
    ("LAPOR", "LAPOR 1708", "Surat Elektronik", False, date(2016, 1, 1), None),
    ("TWITTER", "Twitter DKI Jakarta", "Media Sosial", False, date(2016, 1, 1), None),
    ("QLUE", "Qlue", "Aplikasi lain", True, date(2016, 1, 1), date(2021, 12, 31)),
]
UNITS = [
    ("DBM", "Dinas Bina Marga", "dinas", None, None),
    ("DSOS", "Dinas Sosial", "dinas", None, None),
    ("SBM-B", "Suku Dinas Bina Marga Jakarta Barat", "sudin", "DBM", "Jakarta Barat"),
    ("KEL-A", "Kelurahan Angke", "kelurahan", None, "Jakarta Barat"),
    ("KEL-G", "Kelurahan Gambir", "kelurahan", None, "Jakarta Pusat"),
]
CATEGORIES = [("Jalan", "Jalan"), ("Jalan ", "Jalan"), ("Sampah", "Sampah"), ("Bantuan Sosial", "Bantuan Sosial")]
AREAS = [
    ("31.73.04.1007", "Angke", "Tambora", "Jakarta Barat"),
    ("31.71.01.1001", "Gambir", "Gambir", "Jakarta Pusat"),
]


def at(text: str) -> datetime:
    """A Jakarta moment from "2026-11-20" or "2026-11-20 14:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


def base(url: str) -> None:
    """Make the sample CRM's tables and their small reference rows."""
    with psycopg.connect(url) as connection:
        connection.execute(SCHEMA.read_text())
        cursor = connection.cursor()
        cursor.executemany("insert into crm.kanal values (%s, %s, %s, %s, %s, %s)", CHANNELS)
        cursor.executemany("insert into crm.unit values (%s, %s, %s, %s, %s)", UNITS)
        cursor.executemany("insert into crm.kategori values (%s, %s)", CATEGORIES)
        cursor.executemany("insert into crm.kelurahan values (%s, %s, %s, %s)", AREAS)


class World:
    """A connection as the owner; ``add`` writes one complaint with its steps and stays."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.connection = psycopg.connect(url, autocommit=True)
        self.count = 0

    def __enter__(self) -> World:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def execute(self, query: str, values: Any = None) -> None:
        self.connection.execute(query, values)

    def add(
        self,
        created: str,
        closed: str | None = None,
        *,
        channel: str = "JAKI",
        skpd: str | None = "KEL-A",
        category: str | None = "Jalan",
        steps: list[tuple[str, str, str]] | None = None,
        **columns: Any,
    ) -> int:
        """Write a complaint and return its id.

        ``steps`` are (when, status, holder); without them: Menunggu at receipt, and Selesai at the end. ``columns``
        are further columns of crm.laporan (values of time columns as text), which win over what follows from the steps.
        """
        self.count += 1
        key = self.count
        steps = steps or [(created, "Menunggu", skpd or "?"), *([(closed, "Selesai", skpd or "?")] if closed else [])]
        last = steps[-1]
        since = next(when for when, _, holder in steps if holder == last[2])
        for earlier, later in pairwise(steps):
            if earlier[2] != later[2]:
                since = later[0]
        row: dict[str, Any] = {
            "id": key,
            "nomor": f"JK{at(created):%y%m%d}{key:04}",
            "kanal": channel,
            "kategori": category,
            "unit": skpd if len(steps) == 1 or skpd is None else last[2],
            "unit_sejak": since,
            "status": last[1],
            "status_pada": last[0],
            "masuk": created,
            "koordinasi": next((when for when, status, _ in steps if status != "Menunggu"), None),
            "selesai": closed,
            "ews_kali": 0,
            "privat": False,
            "anonim": False,
            "rahasia": False,
            "diubah": max(at(when) for when, _, _ in steps),
            "kelurahan": "31.73.04.1007",
        } | columns
        for name, value in row.items():
            if isinstance(value, str) and name in (
                "masuk",
                "selesai",
                "koordinasi",
                "jawaban",
                "batas",
                "ews",
                "ews_pada",
                "unit_sejak",
                "status_pada",
                "diubah",
            ):
                row[name] = at(value)
        names = ", ".join(row)
        self.connection.execute(
            f"insert into crm.laporan ({names}) values ({', '.join(['%s'] * len(row))})", list(row.values())
        )
        holder = None
        for number, (when, status, unit) in enumerate(steps, 1):
            ews = row.get("ews") if row.get("ews_pada") == at(when) else None
            self.connection.execute(
                "insert into crm.riwayat values (%s, %s, %s, %s, %s, %s, %s, null)",
                (key * 100 + number, key, at(when), status, holder if holder != unit else None, unit, ews),
            )
            if unit != holder:
                if holder is not None:
                    self.connection.execute(
                        "update crm.penugasan set lepas = %s where laporan = %s and lepas is null", (at(when), key)
                    )
                self.connection.execute(
                    "insert into crm.penugasan values (%s, %s, %s, null, false)", (key, unit, at(when))
                )
            holder = unit
        if closed:
            self.connection.execute(
                "update crm.penugasan set lepas = %s, selesai = true where laporan = %s and lepas is null",
                (at(closed), key),
            )
        return key


def days_after(text: str, days: float) -> str:
    return (at(text) + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


def more_units(world: World, count: int, kind: str, *, named: str = "Unit", parent: str | None = None) -> list[str]:
    """Write so many units of one kind; their codes are in the order of their names."""
    codes = [f"{kind.upper()}-{named[:3].upper()}-{index:02}" for index in range(count)]
    for index, code in enumerate(codes):
        values = (code, f"{named} {kind} {index:02}", kind, parent)
        world.execute("insert into crm.unit values (%s, %s, %s, %s, null)", values)
    return codes


def cohort(
    world: World, unit: str, n: int, x: int, *, day: str = "2026-11-02", channel: str = "JAKI", category: str = "Jalan"
) -> None:
    """Write ``n`` complaints of a unit that fall due six days after ``day``: ``x`` settled a day later and coordinated
    within the hour, the others settled and coordinated too late. Nobody knows where, so that they are no clump."""
    for bad, count in ((0, x), (1, n - x)):
        first, world.count = world.count + 1, world.count + count
        values = {"unit": unit, "day": f"{day} 09:00+07", "last": world.count, "first": first, "days": 1 + 6 * bad}
        values |= {"channel": channel, "category": category}
        made = """
            (select i, m, e, case when %(days)s = 1 then m + interval '1 hour' else e end as k
             from (select i, %(day)s::timestamptz as m,
                          %(day)s::timestamptz + %(days)s * interval '1 day' + i %% 12 * interval '1 hour' as e
                   from generate_series(%(first)s::int, %(last)s::int) i) times) made"""
        world.execute(
            "insert into crm.laporan (id, nomor, kanal, kategori, unit, unit_sejak, kelurahan, status, status_pada, masuk,"
            " koordinasi, selesai, ews_kali, privat, anonim, rahasia, diubah)"
            " select i, 'JK' || i, %(channel)s, %(category)s, %(unit)s, m, null, 'Selesai', e, m, k, e, 0,"
            f" false, false, false, e from {made}",
            values,
        )
        world.execute(
            "insert into crm.riwayat select i * 100 + s, i, case s when 1 then m when 2 then k else e end,"
            " case s when 1 then 'Menunggu' when 2 then 'Koordinasi' else 'Selesai' end, null, %(unit)s, null, null"
            f" from {made}, generate_series(1, 3) s",
            values,
        )
        world.execute(f"insert into crm.penugasan select i, %(unit)s, m, e, true from {made}", values)


def still_open(world: World, skpd: str = "SBM-B") -> int:
    """One open complaint, without which a source has no ranking."""
    return world.add("2026-11-23 09:00", skpd=skpd)


FIRST_WEEK = date(2026, 5, 26)  # of the 26 weeks that end on 23 November 2026


def weekly(world: World, unit: str, good: list[int], n: int = 10) -> None:
    """Each week ``n`` complaints fall due on its third day, so many of them settled in time."""
    for week, x in enumerate(good):
        received = FIRST_WEEK + timedelta(days=7 * week + 2 - 6)
        cohort(world, unit, n, x, day=received.isoformat())


def some_lapor(owner: str) -> int:
    """The key of an open LAPOR complaint with a kind and several steps."""
    with psycopg.connect(owner) as connection:
        found = connection.execute(
            "select l.id from crm.laporan l where kanal = 'LAPOR' and jenis_lapor is not null and selesai is null"
            " and (select count(*) from crm.riwayat r where r.laporan = l.id) > 2 order by l.id limit 1"
        ).fetchone()
    assert found is not None
    return int(found[0])

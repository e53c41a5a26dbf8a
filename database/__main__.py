"""``python -m database``: set up, fill and check the database the dashboard reads."""

from __future__ import annotations

import argparse
import os
import sys
import time
import warnings
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

from database import check, copy, described, install, open_data, regional, rules, written, zone
from database.connection import EMBEDDED, as_reader, chosen, connected, in_words, opened, plain, shown
from database.embedded import READER
from database.errors import DatabaseError
from database.progress import Progress

URL_HELP = (
    "the database, as postgresql://user:password@host:5432/name or embedded:name; without it CRM_DATABASE_URL, then"
    " .streamlit/secrets.toml ([connections.crm] url), then embedded:sample"
)


def parser() -> argparse.ArgumentParser:
    main = argparse.ArgumentParser(
        prog="python -m database", description="Set up, fill and check the database the dashboard reads."
    )
    commands = main.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    install_ = command(
        "install", run_install, "Install the contract: views over the CRM's tables, time limits, calendar, reader role."
    )
    install_.add_argument("--url", help=URL_HELP)
    install_.add_argument(
        "--mapping",
        default="sample",
        metavar="NAME",
        help="sample, open-data, or the path of an SQL file that creates the views over the tables of this CRM",
    )
    install_.add_argument("--role", default=READER, help="role the dashboard connects with (default: %(default)s)")
    install_.add_argument(
        "--cuti-bersama", action="store_true", help="count cuti bersama as holidays (default: as working days)"
    )
    install_.add_argument("--rules", type=Path, metavar="FILE", help="time limits to load; replaces those there are")
    install_.add_argument(
        "--holidays",
        type=Path,
        metavar="FILE",
        help=f"days on which Jakarta's calendar differs from the national one (default: {regional.FILE})",
    )
    install_.add_argument("--print", action="store_true", help="print the SQL for psql and touch nothing")

    copy_ = command(
        "copy",
        run_copy,
        "Make a kept copy of a CRM for the dashboard, or take over what has changed since the last time.",
    )
    copy_.add_argument("--url", help=f"where the copy is kept: {URL_HELP}")
    copy_.add_argument(
        "--source",
        metavar="URL",
        help="where it is read from: postgresql, mysql, mariadb or mssql URL, or a folder of CSV files; without it"
        " CRM_SOURCE_URL, then the database of the copy itself",
    )
    copy_.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE",
        help="mapping whose selects are run at the source (default: what is installed there)",
    )
    copy_.add_argument(
        "--full", action="store_true", help="read everything anew: finds what no change tells of; once a night"
    )
    copy_.add_argument(
        "--watch", type=_positive, metavar="SECONDS", help="go on, with so many seconds between two runs"
    )
    copy_.add_argument(
        "--late-after",
        type=_positive,
        default=60,
        metavar="MINUTES",
        help="age from which on the pages call the copy late (default: 60)",
    )
    copy_.add_argument("--role", default=READER, help="role the dashboard connects with (default: %(default)s)")
    copy_.add_argument("--remove", action="store_true", help="take the copy away; the installed mapping is read again")

    check_ = command("check", run_check, "Check a database: contract, rights, indexes, freshness, doubtful rows.")
    check_.add_argument("--url", help=URL_HELP)
    check_.add_argument(
        "--source", metavar="URL", help="of a kept copy: the source to compare it with (as for copy; or CRM_SOURCE_URL)"
    )
    check_.add_argument(
        "--mapping", type=Path, metavar="FILE", help="the mapping by which the copy was made, if by a file"
    )

    rules_ = command("rules", run_rules, "Replace the time limits by those of a TOML file.")
    rules_.add_argument("file", type=Path, nargs="?", default=rules.FILE, metavar="FILE", help="default: %(default)s")
    rules_.add_argument("--url", help=URL_HELP)

    sample = command("sample", run_sample, "Fill a database with sample complaints and install the contract on them.")
    sample.add_argument("--url", help=URL_HELP)
    sample.add_argument("--count", type=_positive, metavar="N", help="number of complaints")
    sample.add_argument("--start", type=date.fromisoformat, metavar="DATE", help="first day of receipt, 2019-01-01")
    sample.add_argument("--end", type=_moment, metavar="DATETIME", help="last moment shown, 2026-11-23T08:00")
    sample.add_argument("--seed", type=int, default=1, metavar="N", help="same number, same complaints")
    sample.add_argument("--replace", action="store_true", help="throw away the sample complaints there are")

    load = command(
        "load-open-data", run_load, "Load the complaint files of Jakarta's open-data portal and install the contract."
    )
    load.add_argument("files", type=Path, nargs="+", metavar="FILE")
    load.add_argument("--url", help="the database; without it embedded:open_data, whatever the site configured")
    _how_written(load)

    any_city = command(
        "load-file",
        run_load_file,
        "Load the complaints of any city from a CSV or XLSX file that a TOML file describes.",
    )
    any_city.add_argument("file", type=Path, metavar="FILE")
    any_city.add_argument("--described", type=Path, required=True, metavar="TOML", help="what its columns mean")
    any_city.add_argument("--url", help="the database; without it embedded:described, whatever the site configured")
    any_city.add_argument(
        "--rules", type=Path, metavar="FILE", help="time limits; without them the file's own deadlines"
    )
    any_city.add_argument("--decimal", choices=(",", "."), help="decimal sign, where the file does not tell")
    _how_written(any_city)
    return main


def _how_written(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--date-format", choices=written.ORDERS, help="order of day and month, where the file does not tell"
    )
    command.add_argument(
        "--time-zone", type=_zone, metavar="ZONE", help="zone of times without one, such as Asia/Jakarta"
    )


def _zone(text: str) -> str:
    if (known := zone.known(text)) is None:
        raise ValueError(text)
    return known


_zone.__name__ = "time zone"


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


_positive.__name__ = "whole number above 0"  # argparse puts it into its message


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Asia/Jakarta"))


_moment.__name__ = "date and time"


def run_install(options: argparse.Namespace) -> int:
    how = (options.mapping, options.role, options.cuti_bersama, options.rules, options.holidays)
    if options.print:
        print(install.script(*how), end="")
        return 0
    with opened(chosen(options.url)) as url:
        done = install.install(url, *how)
        print(f"Installed in {shown(url)}.")
    _print_installed(done, options.role)
    print(f"Cuti bersama count as {'holidays' if options.cuti_bersama else 'working days'}.")
    return 0


def _print_installed(done: install.Installed, role: str) -> None:
    print(
        f"{done.relations} relations, {done.rules} time limits, calendar up to {done.working_days_to}."
        f" The role {role} can read them and nothing else."
    )
    if done.regional_days:
        print(f"Regional days in the calendar: {done.regional_days}.")
    for note in done.notes:
        print(f"Note: {note}.")


def run_copy(options: argparse.Namespace) -> int:
    source = options.source or os.environ.get("CRM_SOURCE_URL")
    with opened(chosen(options.url), create=True) as url:
        if options.remove:
            has_views = copy.remove(url)
            print(
                "The copy is gone; "
                + ("the installed mapping is read again." if has_views else "install a mapping now.")
            )
            return 0
        while True:
            try:
                done = copy.refresh(
                    url,
                    source,
                    options.mapping,
                    full=options.full,
                    role=options.role,
                    late_after=timedelta(minutes=options.late_after),
                )
                print(done.text(), flush=True)
            except DatabaseError as error:
                if not options.watch:
                    raise
                print(error, file=sys.stderr, flush=True)
            if not options.watch:
                return 0
            time.sleep(options.watch)


def run_check(options: argparse.Namespace) -> int:
    choice = chosen(options.url)
    with opened(choice) as url:
        # The embedded server has one administrator; what counts is the role the dashboard uses there.
        checked = as_reader(url) if choice.startswith(EMBEDDED) else url
        print(f"Database {shown(checked)}\n")
        with connected(checked) as connection:
            report = check.check(connection)
        if checked != url:
            with connected(url) as connection:
                check.loaded_files(report, connection)
        source = options.source or os.environ.get("CRM_SOURCE_URL")
        if source or options.mapping:
            report.add("head", "The copy beside its source")
            for level, text in copy.compare(url, source, options.mapping):
                report.add(level, text)
    print(report.text(), end="")
    return 1 if report.has_failed else 0


def run_rules(options: argparse.Namespace) -> int:
    with opened(chosen(options.url)) as url:
        count = rules.load(url, options.file)
        print(f"{count} time limits from {options.file} are in force in {shown(url)}.")
        if (changed := copy.rework(url)) is not None:
            print(f"The kept copy: {changed:,} complaints have another deadline now.")
    return 0


def run_sample(options: argparse.Namespace) -> int:
    from database import sample  # needs numpy, which no other command does

    with opened(chosen(options.url), create=True) as url:
        with connected(url) as connection:
            install.refuse_other(connection, "sample")
        print(f"Sample complaints for {shown(url)}")
        try:
            count = sample.fill(
                plain(url),
                count=options.count,
                start=options.start,
                end=options.end,
                seed=options.seed,
                progress=Progress(),
                replace=options.replace,
            )
        except sample.SampleError as error:
            raise DatabaseError(str(error)) from error
        done = install.install(url, "sample")
    print(f"{count:,} sample complaints.")
    _print_installed(done, READER)
    return 0


def run_load(options: argparse.Namespace) -> int:
    choice = options.url or f"{EMBEDDED}open_data"
    with opened(choice, create=True) as url:
        report = open_data.load(url, options.files, options.date_format, options.time_zone)
        print(report.text(), end="")
        print(f"Loaded into {shown(url)}.")
    return 0


def run_load_file(options: argparse.Namespace) -> int:
    choice = options.url or f"{EMBEDDED}described"
    with opened(choice, create=True) as url:
        report = described.load(
            url,
            options.file,
            options.described,
            date_format=options.date_format,
            time_zone=options.time_zone,
            decimal=options.decimal,
            rules_file=options.rules,
        )
        print(report.text(), end="")
        print(f"Loaded into {shown(url)}.")
    return 0


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR")  # the embedded server can do without one
    try:
        return int(options.run(options))
    except DatabaseError as error:
        print(error, file=sys.stderr)
    except psycopg.Error as error:  # from the sample, which talks to the database itself
        print(in_words(error), file=sys.stderr)
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("Stopped; nothing was changed by the step that was under way.", file=sys.stderr)
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""The floor: what the database alone needs for the questions a page asks."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl

import psycopg
import streamlit as st
from psycopg.rows import dict_row
from sqlalchemy import Engine, event
from streamlit.testing.v1 import AppTest

from benchmarks.load import Page, PageError
from database import session
from database.embedded import PROJECT
from queries.texts import QUESTIONS


@dataclass(frozen=True)
class Question:
    """One statement as the app sent it."""

    name: str
    sql: str
    parameters: dict[str, Any]


def questions(page: Page, script: str, url: str) -> list[Question]:
    """What a page asks the database when no answer is known yet, recorded where SQLAlchemy hands it to the driver."""
    names = {sql: name for name, sql in QUESTIONS.items()}
    asked: list[Question] = []
    lock = threading.Lock()  # cards ask side by side

    def record(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement in names:
            with lock:
                asked.append(Question(names[statement], statement, dict(parameters)))

    app = AppTest.from_file(PROJECT / "app.py", default_timeout=120)
    with patch.dict(os.environ, CRM_DATABASE_URL=url):
        if script:
            app.run()  # only now are the addresses of the pages known
            app.switch_page(script)
        app.query_params.update(dict(parse_qsl(page.query)))
        st.cache_data.clear()
        st.cache_resource.clear()
        event.listen(Engine, "before_cursor_execute", record)
        try:
            app.run()
        finally:
            event.remove(Engine, "before_cursor_execute", record)
    if app.exception or app.error:
        raise PageError(f"{page.name}: {[e.value for e in (*app.exception, *app.error)]}")
    return asked


def connect(url: str) -> psycopg.Connection[Any]:
    """A connection set up like those of the app's pool."""
    connection = psycopg.connect(url, autocommit=True, prepare_threshold=None)
    session.prepare(lambda statement: connection.execute(statement.encode()).fetchone() or (), transaction=False)
    connection.read_only = True
    return connection


def seconds(connection: psycopg.Connection[Any], asked: list[Question]) -> dict[str, float]:
    """Seconds of each question, one after the other, its rows fetched; a question asked twice is added up."""
    found: dict[str, float] = {}
    for question in asked:
        started = time.perf_counter()
        connection.execute(question.sql.encode(), question.parameters).fetchall()
        found[question.name] = found.get(question.name, 0.0) + time.perf_counter() - started
    return found


def first_complaint(url: str, asked: list[Question]) -> tuple[int, str]:
    """Key and number of the first complaint of a recorded list."""
    question = next(question for question in asked if question.name == "list")
    with connect(url) as connection:
        cursor = connection.cursor(row_factory=dict_row)
        row = cursor.execute(question.sql.encode(), question.parameters).fetchone()
    if row is None:
        raise PageError("the list of overdue complaints is empty")
    return row["id"], row["code"]

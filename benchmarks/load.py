"""Readers without a browser: Streamlit's own websocket messages, timed from the request to script_finished."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType

import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

TIMEOUT = 60.0
PAUSE = 0.2  # between two reruns of one session that are not meant to compete


class PageError(Exception):
    """A run finished, but what it drew is not the page that was asked for."""


@dataclass(frozen=True)
class Page:
    """A page as its address, and the title that shows that it was drawn."""

    name: str
    path: str
    query: str
    title: str


@dataclass
class Times:
    """What many sessions measured together."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


class Session:
    """One open websocket. ``run`` asks for a page and returns the seconds until its script has finished."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.known: set[str] = set()
        self.buttons: dict[str, str] = {}
        self.received = 0

    async def __aenter__(self) -> Session:
        self._socket = await websockets.connect(
            self.url.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            open_timeout=TIMEOUT,
            compression=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._socket.close()

    async def clear_caches(self) -> None:
        """Empty every cache of the server, as the developer's menu does."""
        message = BackMsg()
        message.clear_cache = True
        await self._socket.send(message.SerializeToString())

    async def run(self, page: Page, press: str = "") -> float:
        """Seconds of one run of the page's script, with the button of this label pressed. Raises PageError for anything
        but the page.
        """
        message = BackMsg()
        state = message.rerun_script
        state.page_name, state.query_string = page.path, page.query
        state.cached_message_hashes.extend(self.known)  # like a browser: the server sends only what is new
        state.context_info.timezone, state.context_info.timezone_offset = "Asia/Jakarta", -420
        state.context_info.locale, state.context_info.url = "id-ID", f"{self.url}/{page.path}"
        if press:
            pressed = state.widget_states.widgets.add()
            pressed.id, pressed.trigger_value = self.buttons[press], True
        request = message.SerializeToString()
        titles: list[str] = []
        trouble = ""
        started = time.perf_counter()
        await self._socket.send(request)
        while True:
            frame = await asyncio.wait_for(self._socket.recv(decode=False), TIMEOUT)
            self.received += len(frame)
            answer = ForwardMsg.FromString(frame)
            if answer.metadata.cacheable:
                self.known.add(answer.hash)
            kind = answer.WhichOneof("type")
            if kind == "delta":
                element = answer.delta.new_element
                drawn = element.WhichOneof("type")
                if drawn == "button":
                    self.buttons[element.button.label] = element.button.id
                elif drawn == "heading":
                    titles.append(element.heading.body)
                elif drawn == "exception":
                    trouble = trouble or f"{element.exception.type}: {element.exception.message}"
                elif drawn == "alert" and element.alert.format == Alert.ERROR:
                    trouble = trouble or element.alert.body
            elif kind in ("page_not_found", "auth_redirect"):
                trouble = kind
            elif kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                seconds = time.perf_counter() - started
                if answer.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    trouble = "the script does not compile"
                if not trouble and page.title and page.title not in titles:
                    trouble = f"no title {page.title!r}, but {titles}"
                if trouble:
                    raise PageError(f"{page.name}: {trouble[:200]}")
                return seconds


async def clear(url: str) -> None:
    """Empty every cache of the server."""
    async with Session(url) as session:
        await session.clear_caches()
        await asyncio.sleep(PAUSE)


async def cold(url: str, page: Page) -> float:
    """Seconds of a page whose answers nobody has asked for yet: a new session, every cache emptied before."""
    async with Session(url) as session:
        await session.clear_caches()
        await asyncio.sleep(PAUSE)
        return await session.run(page)


async def warm(url: str, page: Page, count: int) -> list[float]:
    """Seconds of ``count`` reruns in one session that has seen the page."""
    async with Session(url) as session:
        await session.run(page)
        seconds = []
        for _ in range(count):
            await asyncio.sleep(PAUSE)
            seconds.append(await session.run(page))
        return seconds


async def crowd(
    url: str,
    pages: list[Page],
    sessions: int,
    *,
    reruns: int = 0,
    seconds: float = 0.0,
    think: float = 0.0,
    ramp: float = 0.0,
) -> Times:
    """Many sessions at once, the pages taken in turn: each loads its page and runs it again.

    It does so ``reruns`` times at least, and for ``seconds`` after all have begun. Each pause is between half and one
    and a half times ``think``: readers who all think equally long fall into step and then arrive together for ever.
    """
    times = Times()
    chance = random.Random(1)
    end = time.monotonic() + ramp + seconds

    async def reader(number: int) -> None:
        page = pages[number % len(pages)]
        await asyncio.sleep(ramp * number / sessions)
        try:
            async with Session(url) as session:
                times.first.append(await session.run(page))
                done = 0
                while done < reruns or time.monotonic() < end:
                    await asyncio.sleep(think * chance.uniform(0.5, 1.5))
                    times.again.append(await session.run(page))
                    done += 1
        except (PageError, OSError, TimeoutError, websockets.WebSocketException) as error:
            times.errors[f"{type(error).__name__}: {error}"[:300]] += 1

    async with asyncio.TaskGroup() as group:
        for number in range(sessions):
            group.create_task(reader(number))
    return times

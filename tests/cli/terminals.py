"""A triage command on a pseudo-terminal, seen as a person sees it: through a terminal's screen."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
from people import Met

from triage.session.screen import Screen

UP, DOWN, LEFT, RIGHT = "\x1b[A", "\x1b[B", "\x1b[D", "\x1b[C"
HOME, END, PAGE_UP, PAGE_DOWN = "\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~"

PATIENCE = 60
"""Seconds after which what was expected is not coming; on a loaded machine much is slow."""

MORE = {"en": "There are more lines", "es": "Hay más líneas"}
KEYS = {"en": "q quit", "es": "q salir"}
"""The last of the keys below a first page."""

_SIGN = re.compile(r"(?:Lines|Líneas) \d+ \w+ \d+")


class Terminal:
    """A command on a terminal of `columns` and `rows`; every wait is for something to be seen."""

    def __init__(
        self, *args: str | Path, columns: int = 80, rows: int = 50, **environ: str
    ) -> None:
        usual = {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "NO_COLOR": "1"}
        self.screen = pyte.HistoryScreen(columns, rows, history=3000)
        self._stream = pyte.Stream(self.screen)
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "triage", *map(str, args)],
            env={**os.environ, **usual, **environ},
            dimensions=(rows, columns),
            encoding="utf-8",
            codec_errors="replace",
        )
        self.child.delaybeforesend = None
        self.raw = ""

    @property
    def rows(self) -> list[str]:
        """What stands on the screen now, row by row."""
        return [row.rstrip() for row in self.screen.display]

    @property
    def now(self) -> str:
        """What stands on the screen now, in one line."""
        return " ".join(" ".join(self.rows).split())

    @property
    def all(self) -> str:
        """What stands on the screen and above it, in one line."""
        columns = range(self.screen.columns)
        above = ["".join(row[at].data for at in columns) for row in self.screen.history.top]
        return " ".join(" ".join([*above, *self.screen.display]).split())

    def send(self, keys: str) -> None:
        self.child.send(keys)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def wait(self, seen: Callable[[], bool], what: str) -> None:
        """Read what comes until `seen`; fails when it ends, or nothing more comes, before."""
        end = time.monotonic() + PATIENCE
        while not seen():
            alive = self._read(0.2)
            if not seen() and (not alive or time.monotonic() > end):
                message = f"not seen: {what}\n" + "\n".join(self.rows)
                raise AssertionError(message)

    def _read(self, seconds: float) -> bool:
        """Take in what the command wrote; return whether it may write more."""
        try:
            text = self.child.read_nonblocking(65536, seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += text
        self._stream.feed(text)
        return True

    def sees(self, text: str) -> None:
        """Wait until the words of `text` are on the screen, wherever rows break."""
        words = " ".join(text.split())
        self.wait(lambda: words in self.now, words)

    def gone(self, text: str) -> None:
        """Wait until the words of `text` are on the screen no more."""
        self.wait(lambda: text not in self.now, f"no more: {text}")

    def told(self, text: str) -> None:
        """Wait until the words of `text` were written, be they above the screen by now."""
        words = " ".join(text.split())
        self.wait(lambda: words in self.all, words)

    def turn_or_see(self, text: str, lang: str = "en") -> None:
        """Press Enter, and wait until the whole of another page is drawn, or `text`.

        Any change would not do: a page comes in pieces, and a key sent between them counts.
        """
        page = self._page()
        self.send("\r")
        self.wait(
            lambda: text in self.now or (MORE[lang] in self.now and self._page() != page),
            f"another page, or {text}",
        )

    def asks(self, screen: Screen, number: int, word: str = "Question") -> None:
        """Wait for question `number` with the first words of what it asks."""
        self.sees(f"{word} {number} (")
        self.sees(" ".join(screen.ask.split()[:6]))

    def answer(self, screen: Screen, number: int, typed: str, lang: str = "en") -> None:
        """Type an answer, turn every page there is, and wait until it is said back."""
        said = " ".join(f"{number}. {screen.ask}".split())
        before = self.all.count(said)
        page = ""
        self.send(f"{typed}\r")
        while True:

            def turned(page: str = page) -> bool:
                return MORE[lang] in self.now and self._page() != page

            self.wait(lambda: self.all.count(said) > before or turned(), f"an answer to {said}")
            if self.all.count(said) > before:
                return
            page = self._page()
            self.send("\r")

    def _page(self) -> str:
        found = _SIGN.search(self.now)
        return found[0] if found else ""

    def ends(self) -> int:
        """Wait for the end of the command, leaving the keys of a result; return its exit status."""
        end, left = time.monotonic() + PATIENCE, False
        while self._read(0.5) and time.monotonic() < end:
            if not left and any(key in self.now for key in KEYS.values()):
                self.send("q")
                left = True
        self.child.close()
        return -1 if self.child.exitstatus is None else self.child.exitstatus


_open: list[Terminal] = []


def start(*args: str | Path, columns: int = 80, rows: int = 50, **environ: str) -> Terminal:
    """Return a command on a terminal of its own."""
    terminal = Terminal(*args, columns=columns, rows=rows, **environ)
    _open.append(terminal)
    return terminal


@contextlib.contextmanager
def none_left_over() -> Iterator[None]:
    """End what `start` began inside the `with` block: a child left over would outlive the tests."""
    try:
        yield
    finally:
        for one in _open:
            if one.child.isalive():
                one.child.terminate(force=True)
        _open.clear()


def answer_all(
    terminal: Terminal,
    met: list[tuple[Screen, str]],
    skip: int = 0,
    lang: str = "en",
) -> None:
    """Answer the screens that a person meets, from the one at index `skip` on."""
    word = {"en": "Question", "es": "Pregunta"}[lang]
    for number, (screen, line) in enumerate(met[skip:], skip + 1):
        terminal.asks(screen, number, word)
        terminal.answer(screen, number, line, lang)


def up_to(terminal: Terminal, met: Met, place: int) -> Screen:
    """Answer every screen before the one at `place`, and return that one when it is asked."""
    answer_all(terminal, met[:place])
    screen = met[place][0]
    terminal.asks(screen, place + 1)
    return screen


def turn_to_the_end(terminal: Terminal) -> None:
    """Turn the pages of what is told until the last one."""
    while True:
        terminal.sees("Enter ")
        terminal.wait(
            lambda: "Enter shows more." in terminal.now or "Enter goes back." in terminal.now,
            "a page of answers",
        )
        if "Enter goes back." in terminal.now:
            break
        terminal.send("\r")
        terminal.gone("Enter shows more.")


def leave(terminal: Terminal) -> None:
    """Quit, and see it end well."""
    terminal.send("\x04")
    terminal.told("You stopped early")
    assert terminal.ends() == 0

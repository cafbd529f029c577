"""`make bench-load`: many writers at once, each a browser tab as the server sees it, and whether a word of theirs is lost.

A writer speaks Streamlit's own protocol over a websocket: opens the desk, then writes on, a sentence or two a time, with a pause for
thought, and waits for each rerun to end. Afterwards the database must hold each one's last text. `--writers`, `--think`, `--rounds`.
"""

import argparse
import asyncio
import json
import os
import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from coach.storage.attempts import Attempts
from coach.storage.database import Database
from coach.ui.server import COOKIE
from tests.benchmarks.measure import percentile
from tests.ui.app import ROOT, running

GOLD = ROOT / "scenarios/synthetic-data-engineer/gold/dev.jsonl"
SCENARIO = "compliance-briefing"
_WORDS_A_ROUND = 15
_PATIENCE_S = 120


@dataclass
class Writer:
    """One tab: `text` is all that it has sent, `waits` the seconds that each rerun took."""

    words: list[str]
    cookie: str = field(default_factory=lambda: uuid4().hex)
    text: str = ""
    opened_s: float = 0.0
    waits: list[float] = field(default_factory=list)

    async def write(self, address: str, rounds: int, think_s: float, chance: random.Random) -> None:
        """Opens the desk somewhere in the first pause, then writes."""
        await asyncio.sleep(chance.uniform(0, think_s))
        url = f"{address.replace('http', 'ws')}/_stcore/stream"
        async with websockets.connect(url, subprotocols=["streamlit"], additional_headers={"Cookie": f"{COOKIE}={self.cookie}"}, max_size=None) as line:
            ask = BackMsg()
            ask.rerun_script.query_string = f"scenario={SCENARIO}"
            started = time.perf_counter()
            page = await self._run(line, ask)
            self.opened_s = time.perf_counter() - started
            editor, fragment = _editor(page)
            sheet = json.loads(json.loads(editor.json)["json"])
            for n in range(1, rounds + 1):
                await asyncio.sleep(chance.uniform(0.5, 1.5) * think_s)
                self.text = " ".join((self.text.split() + self.words[: _WORDS_A_ROUND * n])[: _WORDS_A_ROUND * n])
                ask.rerun_script.fragment_id = fragment
                draft = {"text": self.text, "sequence": n, "revision": sheet["revision"], "key": sheet["store"]}
                del ask.rerun_script.widget_states.widgets[:]
                ask.rerun_script.widget_states.widgets.add(id=editor.id, json_value=json.dumps({"draft": draft}))
                started = time.perf_counter()
                await self._run(line, ask)
                self.waits.append(time.perf_counter() - started)

    async def _run(self, line: websockets.ClientConnection, ask: BackMsg) -> list[ForwardMsg]:
        """What the server says until the run has ended."""
        await line.send(ask.SerializeToString())
        said = []
        async with asyncio.timeout(_PATIENCE_S):
            async for data in line:
                message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
                said.append(message)
                if message.WhichOneof("type") == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return said
        raise AssertionError("the server hung up")


def _editor(page: list[ForwardMsg]) -> tuple[BidiComponent, str]:
    """The editor that stands on the page, and the fragment that it is drawn by."""
    for message in page:
        element = message.delta.new_element
        if element.WhichOneof("type") == "bidi_component" and "editor" in element.bidi_component.component_name:
            return element.bidi_component, message.delta.fragment_id
    raise AssertionError("no editor on the page")


def _cpu_s(process: int) -> float:
    """Seconds of processor time that it has used so far; Linux tells."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _all(writers: list[Writer], address: str, rounds: int, think_s: float) -> None:
    chance = random.Random(6)
    await asyncio.gather(*(w.write(address, rounds, think_s, chance) for w in writers))


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--writers", type=int, default=100)
    asked.add_argument("--think", type=float, default=10.0, help="seconds of a pause, on average")
    asked.add_argument("--rounds", type=int, default=6)
    said = asked.parse_args()
    drafts = [r["draft"].split() for r in map(json.loads, GOLD.read_text("utf-8").splitlines()) if r["scenario"] == SCENARIO]
    writers = [Writer(drafts[n % len(drafts)][n % 7 :]) for n in range(said.writers)]
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/coach.db"
        with running(database) as (address, process):
            asyncio.run(_all([Writer(drafts[0])], address, 1, 1.0))  # what a process does once isn't what a run costs
            before, started = _cpu_s(process), time.perf_counter()
            asyncio.run(_all(writers, address, said.rounds, said.think))
            cpu_s, wall_s = _cpu_s(process) - before, time.perf_counter() - started
        attempts = Attempts(Database(database))
        lost = [w for w in writers if attempts.draft(attempts.learner(w.cookie), SCENARIO) != w.text]
    waits = [1000 * s for w in writers for s in w.waits]
    runs = len(waits) + len(writers)
    print(f"{said.writers} writers, {said.think:g} s of thought, {len(waits)} reruns in {wall_s:.0f} s")
    print(f"a rerun      p50 {percentile(waits, 0.5):5.0f} ms   p95 {percentile(waits, 0.95):5.0f} ms   max {max(waits):5.0f} ms   (bar: 400 ms p95)")
    print(f"a first page p95 {1000 * percentile([w.opened_s for w in writers], 0.95):5.0f} ms")
    print(f"processor    {1000 * cpu_s / runs:5.0f} ms a run, first pages included   (bar: 30 ms)")
    print(f"lost texts   {len(lost)} of {len(writers)}   (bar: 0)")


if __name__ == "__main__":
    main()

"""People who write minutes at the same time over connections that fail; what the page's script does, in Python."""

from __future__ import annotations

import random
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient


class ConnectionLost(Exception):
    """The request, or its answer, did not arrive."""


@dataclass
class Editor:
    """Somebody with the page of one item open; `own` are the words typed, `seen` the texts of shown conflicts."""

    client: FlaskClient
    path: str
    rng: random.Random
    name: str
    box: str = ""
    synced: str = ""
    revision: int = 0
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    own: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    lost: int = 0

    def write(self, words: int) -> None:
        """Type so many words with a save now and then, and at the end save until everything is kept."""
        for number in range(words):
            self._type(f"{self.name}woord{number}")
            time.sleep(self.rng.random() * 0.02)
            if self.rng.random() < 0.5:
                self._save()
        for _attempt in range(400):
            if self.box == self.synced:
                return
            self._save()
            time.sleep(self.rng.random() * 0.02)
        raise AssertionError(f"{self.name} could not save within four hundred attempts")

    def _type(self, word: str) -> None:
        way = self.rng.random()
        lines = self.box.split("\n") if self.box else []
        if lines and way < 0.4:
            lines[-1] = f"{lines[-1]} {word}"
        elif lines and way < 0.6:
            place = self.rng.randrange(len(lines))
            lines[place] = f"{word} {lines[place]}"
        else:
            lines.insert(self.rng.randrange(len(lines) + 1), word)
        self.box, self.key = "\n".join(lines), str(uuid.uuid4())
        self.own.append(word)

    def _save(self) -> None:
        sent = self.box
        try:
            status, state = self._post(sent)
        except ConnectionLost:
            self.lost += 1
            if self.rng.random() < 0.5:
                self._type(f"{self.name}verder{len(self.own)}")
            return
        self.key = str(uuid.uuid4())
        if status == 409:
            self.seen.append(state["text"])
            both = [state["text"], *(line for line in self.box.split("\n") if line not in state["text"].split("\n"))]
            self.box, self.synced, self.revision = "\n".join(both), state["text"], state["revision"]
        elif self.box == sent:
            self.box = self.synced = state["text"]
            self.revision = state["revision"]

    def _post(self, text: str) -> tuple[int, dict[str, Any]]:
        chance = self.rng.random()
        if chance < 0.15:
            raise ConnectionLost("the request")
        answer = self.client.post(
            self.path,
            data={"text": text, "revision": str(self.revision), "save_key": self.key},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code in {200, 409}, (answer.status_code, answer.text[:500])
        time.sleep(self.rng.random() * 0.01)
        if chance < 0.3:
            raise ConnectionLost("the answer")
        return answer.status_code, answer.get_json()

"""A headless Chromium, asked over a pipe in its DevTools protocol, so that no driver is needed.

https://chromedevtools.github.io/devtools-protocol/ has the methods; with --remote-debugging-pipe
Chromium reads JSON messages, each ended by a NUL, from descriptor 3 and writes its own to 4.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Page:
    """A page in a running Chromium; `messages` and `requests` are all it logged and loaded."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back = to, back
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self.messages: list[str] = []
        self.requests: list[str] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        """Send a command and return its result; events that come before it are kept."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != self._number:
            self._note(answer)
        assert "error" not in answer, answer
        return dict(answer["result"])

    def open(self, path: Path, width: int, scheme: str = "light") -> None:
        """Show the file at `path`, `width` CSS pixels wide, in the colour `scheme`."""
        self.messages, self.requests = [], []
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", features=features)
        self.ask("Page.navigate", url=path.as_uri())
        while self._note(self._read()) != "Page.loadEventFired":
            pass

    def evaluate(self, expression: str) -> Any:
        """Return a JavaScript expression's value, or its promise's, whatever the page's policy."""
        answer = self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press and let go of a key, by its name in the DOM: "Tab", "ArrowRight"."""
        codes = {"Tab": 9, "ArrowRight": 39}
        for kind in ("rawKeyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=codes[key])

    def screenshot(self, size: tuple[int, int] | None = None) -> bytes:
        """Return the page as PNG: the whole of it, or width and height from its beginning."""
        clip = {"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1} if size else {}
        asked = {"clip": clip} if clip else {"captureBeyondViewport": True}
        shot = self.ask("Page.captureScreenshot", **asked)
        return base64.b64decode(shot["data"])

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            chunk = os.read(self._back, 1 << 16)
            assert chunk, "Chromium ended"
            self._buffer += chunk
        message, _, self._buffer = self._buffer.partition(b"\0")
        return dict(json.loads(message))

    def _note(self, event: dict[str, Any]) -> str:
        method = str(event.get("method", ""))
        said = event.get("params", {})
        if method in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
            self.messages.append(json.dumps(said))
        if method == "Network.requestWillBeSent":
            self.requests.append(said["request"]["url"])
        return method


@contextmanager
def chromium(executable: str, profile: Path) -> Iterator[Page]:
    """Run Chromium with an empty profile while the block runs."""
    read_end, to = os.pipe()
    back, write_end = os.pipe()
    flags = (
        f"--headless --no-sandbox --disable-gpu --remote-debugging-pipe --user-data-dir={profile}"
    )
    # the descriptors have to be 3 and 4, whatever numbers they have here
    shell = f'exec "$0" "$@" 3<&{read_end} 4>&{write_end}'
    process = subprocess.Popen(
        ["/bin/bash", "-c", shell, executable, *flags.split()],
        pass_fds=(read_end, write_end),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(read_end)
    os.close(write_end)
    try:
        yield Page(to, back)
    finally:
        os.close(to)
        os.close(back)
        process.terminate()
        process.wait(timeout=10)

"""A headless Chromium that tests talk to over its debugging pipe: no driver, no port, pages as they are."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

QUIET = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--hide-scrollbars",
)


class Chromium:
    """One browser with one tab. `call` sends a command of the DevTools protocol and gives its result."""

    def __enter__(self) -> "Chromium":
        self._profile = tempfile.mkdtemp(prefix="sb-chromium-")
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        command = [
            "chromium",
            *QUIET,
            *sandbox,
            f"--user-data-dir={self._profile}",
            "--remote-debugging-pipe",
            "about:blank",
        ]
        # the browser reads commands from descriptor 3 and answers on 4
        redirect = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
        shell = ["bash", "-c", redirect, "bash", *command]
        self._process = subprocess.Popen(
            shell, pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._out, self._in = os.fdopen(ours_out, "wb"), os.fdopen(ours_in, "rb")
        self._number, self._session, self._left = 0, None, b""
        target = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self._session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)[
            "sessionId"
        ]
        self.call("Page.enable")
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(30)
        self._out.close()
        self._in.close()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _message(self) -> dict:
        while b"\0" not in self._left:
            more = os.read(self._in.fileno(), 1 << 20)
            if not more:
                raise RuntimeError("chromium ended by itself")
            self._left += more
        first, _, self._left = self._left.partition(b"\0")
        return json.loads(first)

    def call(self, method: str, **parameters: object) -> dict:
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters} | (
            {"sessionId": self._session} if self._session else {}
        )
        self._out.write(json.dumps(command).encode() + b"\0")
        self._out.flush()
        while (message := self._message()).get("id") != self._number:
            pass
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']['message']}")
        return message["result"]

    def open(self, page: Path, place: str = "") -> None:
        """Open a file, at a place on it, and wait until it is loaded."""
        self.call(
            "Page.navigate", url="about:blank"
        )  # an address that differs by its place alone loads nothing
        self.call("Page.navigate", url=page.resolve().as_uri() + (f"#{quote(place)}" if place else ""))
        self.run(
            "new Promise(done => document.readyState === 'complete' ? done() "
            ": addEventListener('load', () => done()))"
        )

    def run(self, expression: str) -> object:
        """The value of a JavaScript expression, awaited; the page's CSP does not concern it."""
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def window(self, width: int, height: int) -> None:
        """The page's width and height in CSS pixels, exactly."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def media(self, kind: str = "", **features: str) -> None:
        """Emulate `print` or a user's wish: `media(prefers_color_scheme="dark")`."""
        wishes = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", media=kind, features=wishes)

    def press(self, key: str, text: str = "") -> None:
        """Press a key, as a hand does."""
        code = {"Tab": 9, "Enter": 13}[key]
        for kind in ("keyDown", "keyUp"):
            extra = {"text": text} if text and kind == "keyDown" else {}
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **extra
            )

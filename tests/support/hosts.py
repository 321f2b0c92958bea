"""Hosts of one network, each a network namespace with its own link to a bridge: what `ip netns` makes."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Network:
    """A host with the bridge, and others linked to it; `address` is the first one's."""

    name: str
    others: int
    address: str = "10.77.0.1"

    def within(self, host: str) -> list[str]:
        """What begins a command on a host: 'bridge', or the number of another."""
        return ["ip", "netns", "exec", f"{self.name}-{host}"]

    def cut(self, host: int) -> None:
        """Take a host's link down at the bridge; nothing tells either side."""
        ip("-n", f"{self.name}-bridge", "link", "set", f"v{host}", "down")


def why_not() -> str:
    """Why no hosts can be made here, '' where they can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if shutil.which("ip") is None:
        return "network namespaces need ip (iproute2)"
    tried = f"sb-try-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", tried], capture_output=True, check=False)
    subprocess.run(["ip", "netns", "delete", tried], capture_output=True, check=False)
    return "" if made.returncode == 0 else "network namespaces cannot be made here"


@contextlib.contextmanager
def network(others: int) -> Iterator[Network]:
    """A host with a bridge, and others; they are gone after the block."""
    made = Network(f"sb{os.getpid()}", others)
    middle = f"{made.name}-bridge"
    names = [middle, *(f"{made.name}-{n}" for n in range(others))]
    try:
        for name in names:
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        ip("-n", middle, "link", "add", "br0", "type", "bridge")
        ip("-n", middle, "address", "add", f"{made.address}/24", "dev", "br0")
        ip("-n", middle, "link", "set", "br0", "up")
        for number, name in enumerate(names[1:]):
            port = f"v{number}"
            ip("-n", middle, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("-n", middle, "link", "set", port, "master", "br0", "up")
            ip("-n", name, "address", "add", f"10.77.0.{10 + number}/24", "dev", "eth0")
            ip("-n", name, "link", "set", "eth0", "up")
        yield made
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)

#!/usr/bin/env python3
"""What clients of HTTP/2 that ask for much and read nothing make the gateway hold.

    python3 bench/endurance/unread.py [--connections 60] [--streams 100] [--save]

Each stream asks for 256 KB and has a window of zero, so that every byte of its answer stays in the gateway. What counts is the memory that is
in use after a full collection, ten seconds after the last request: once with the usual limit, which is a quarter of the heap of
1 GB, and once without any. An ordinary call must be answered meanwhile. Needs Linux, a JDK 17 and the built project. --save writes
bench/results/unread.json and the table in bench/README.md.
"""

import argparse
import asyncio
import json
import pathlib
import re
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from product import Product, ROOT, digits, write_between

BODY = memoryview(bytes(256 << 10))
NO_LIMIT = 1 << 50


class Origin(threading.Thread):
    """Answers whatever it is asked with 256 KB, or with one byte under /small, and keeps no copy of it."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=4096)
        self.listening.setblocking(False)
        self.port = self.listening.getsockname()[1]

    def run(self):
        asyncio.run(self.accept())

    async def accept(self):
        tasks = set()
        while True:
            one, _ = await asyncio.get_running_loop().sock_accept(self.listening)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 << 10)
            task = asyncio.create_task(self.serve(one))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    async def serve(self, one):
        loop = asyncio.get_running_loop()
        try:
            while request := await loop.sock_recv(one, 65_536):
                body = BODY[:1] if request.startswith(b"GET /small") else BODY
                await loop.sock_sendall(one, b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
                await loop.sock_sendall(one, body)
        except OSError:
            pass
        finally:
            one.close()


def frame(kind, flags, stream, payload=b""):
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def field(name, value):
    return b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value


def greedy(port, streams):
    """A connection that asks for all of it and takes nothing."""
    one = socket.create_connection(("127.0.0.1", port), timeout=30)
    one.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b"\x00\x04" + bytes(4)))
    head = field(b":method", b"GET") + field(b":scheme", b"http") + field(b":authority", b"bench") + field(b":path", b"/")
    for stream in range(1, 2 * streams, 2):
        one.sendall(frame(1, 5, stream, head))
    return one


def live_mb(product):
    """What is in use when everything that can be collected has been."""
    pid = str(product.process.pid)
    subprocess.run(["jcmd", pid, "GC.run"], check=True, capture_output=True)
    info = subprocess.run(["jcmd", pid, "GC.heap_info"], check=True, capture_output=True, text=True).stdout
    return sum(int(used) for used in re.findall(r"(?:PSYoungGen|ParOldGen).*? used (\d+)K", info)) / 1024


def small(product):
    began = time.perf_counter()
    connection = product.gateway()
    connection.request("GET", "/small")
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, answer.status
    return (time.perf_counter() - began) * 1000


def run(what, connections, streams, **settings):
    origin = Origin()
    origin.start()
    sockets = []
    with tempfile.TemporaryDirectory() as folder, Product(pathlib.Path(folder), heap="1g", **settings) as product:
        admin = product.admin()
        admin("POST", "/services", {"name": "bench", "url": f"http://127.0.0.1:{origin.port}"})
        admin("POST", "/services/bench/routes", {"name": "bench", "paths": ["/"], "strip_path": False})
        for _ in range(1_000):
            small(product)
        before = live_mb(product)
        for _ in range(connections):
            sockets.append(greedy(product.proxy, streams))
        time.sleep(10)
        grown = live_mb(product) - before
        call = small(product)
        for one in sockets:
            one.close()
    return {"what": what, "before_mb": digits(before), "grown_mb": digits(grown), "note": f"the next call took {call:.1f} ms"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, default=60)
    parser.add_argument("--streams", type=int, default=100)
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    what = f"{arguments.connections} connections of {arguments.streams} streams"
    rows = [
        run(f"{what}, no limit", arguments.connections, arguments.streams, GATEHOUSE_PROXY_UNREAD_BYTES=str(NO_LIMIT)),
        run(f"{what}, usual limit", arguments.connections, arguments.streams),
    ]
    text = "\n".join(["| what | in use before, MB | grown by, MB | |", "|---|--:|--:|---|",
                      *(f"| {row['what']} | {row['before_mb']} | {row['grown_mb']} | {row['note']} |" for row in rows)])
    print(text)
    if arguments.save:
        (ROOT / "bench/results/unread.json").write_text(json.dumps(rows, indent=2) + "\n")
        write_between("unread", text)


if __name__ == "__main__":
    main()

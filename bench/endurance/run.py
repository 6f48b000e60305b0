#!/usr/bin/env python3
"""What much of something does to the gateway's memory: 10,000 idle connections, and bodies of 1 GB in both directions.

    python3 bench/endurance/run.py [--connections 10000] [--gigabytes 1] [--save]

The packaged product runs with a fixed heap of 256 MB and no limit on bodies. It first serves 20,000 ordinary calls, so that what the JVM
takes for itself is there; what counts is how much its resident memory grows after that. Connections are opened, each serves one
call, and all stay; another call must still be answered. Then a body goes up to an origin that counts its bytes, and one comes down.
Needs Linux, a JDK 17 and the built project. --save writes bench/results/endurance.json and the table in bench/README.md.
"""

import argparse
import http.server
import json
import pathlib
import resource
import socket
import socketserver
import sys
import tempfile
import threading
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from product import Product, ROOT, digits, write_between

CHUNK = 1 << 20
GIGABYTE = 1 << 30


class Origin(http.server.BaseHTTPRequestHandler):
    """Answers GET with as many bytes as the path says, POST with how many came."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        left = int(self.path.rsplit("/", 1)[1])
        self.send_response(200)
        self.send_header("Content-Length", str(left))
        self.end_headers()
        piece = bytes(CHUNK)
        while left > 0:
            self.wfile.write(piece[:left])
            left -= len(piece)

    def do_POST(self):
        left = total = int(self.headers["Content-Length"])
        while left > 0:
            left -= len(self.rfile.read(min(left, CHUNK)))
        body = str(total).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Threaded(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 1024


class Peak(threading.Thread):
    """Looks at a process's memory until it is stopped."""

    def __init__(self, product):
        super().__init__(daemon=True)
        self.product, self.most, self.over = product, 0, threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *failure):
        self.over.set()
        self.join()

    def run(self):
        while not self.over.wait(0.05):
            self.most = max(self.most, self.product.memory_mb())


def get(connection, path):
    connection.request("GET", path)
    answer = connection.getresponse()
    size = 0
    while piece := answer.read(CHUNK):
        size += len(piece)
    assert answer.status == 200, answer.status
    return size


def allowed(count):
    """The gateway takes connections for half of the files that it may open, and a few are in use already."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return min(count, hard // 2 - 100)


def idle(product, count):
    sockets = []
    request = b"GET /0 HTTP/1.1\r\nHost: bench\r\n\r\n"
    before = product.memory_mb()
    try:
        for _ in range(count):
            one = socket.create_connection(("127.0.0.1", product.proxy), timeout=30)
            one.sendall(request)
            assert one.recv(4096).startswith(b"HTTP/1.1 200"), "a call on a new connection failed"
            sockets.append(one)
        began = time.perf_counter()
        get(product.gateway(), "/0")
        answered = time.perf_counter() - began
        grown = product.memory_mb() - before
    finally:
        for one in sockets:
            one.close()
    return {"what": f"{count:,} idle connections", "before_mb": digits(before), "grown_mb": digits(grown), "note": f"the next call took {answered * 1000:.1f} ms"}


def big(product, what, transfer, size):
    before = product.memory_mb()
    began = time.perf_counter()
    with Peak(product) as peak:
        assert transfer() == size, "bytes were lost"
    seconds = time.perf_counter() - began
    return {"what": what, "before_mb": digits(before), "grown_mb": digits(max(0.0, peak.most - before)), "note": f"{size / seconds / CHUNK:,.0f} MB/s"}


def upload(product, size):
    connection = product.gateway()
    connection.putrequest("POST", "/sink")
    connection.putheader("Content-Length", str(size))
    connection.endheaders()
    piece = bytes(CHUNK)
    for _ in range(size // CHUNK):
        connection.send(piece)
    return int(connection.getresponse().read())


def run(connections, size):
    origin = Threaded(("127.0.0.1", 0), Origin)
    threading.Thread(target=origin.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder, Product(
            pathlib.Path(folder), heap="256m", GATEHOUSE_PROXY_BODY_BYTES="0", GATEHOUSE_PROXY_CONNECTIONS=str(connections * 2)) as product:
        admin = product.admin()
        admin("POST", "/services", {"name": "bench", "url": f"http://127.0.0.1:{origin.server_address[1]}"})
        admin("POST", "/services/bench/routes", {"name": "bench", "paths": ["/"], "strip_path": False})
        warm = product.gateway()
        for _ in range(20_000):
            get(warm, "/1000")
        get(product.gateway(), f"/{64 * CHUNK}")
        upload(product, 64 * CHUNK)
        return [
            big(product, f"{size // GIGABYTE} GB down", lambda: get(product.gateway(), f"/{size}"), size),
            big(product, f"{size // GIGABYTE} GB up", lambda: upload(product, size), size),
            idle(product, connections),
        ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--gigabytes", type=int, default=1)
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    rows = run(allowed(arguments.connections), arguments.gigabytes * GIGABYTE)
    text = "\n".join(["| what | memory before, MB | grown by, MB | |", "|---|--:|--:|---|",
                      *(f"| {row['what']} | {row['before_mb']} | {row['grown_mb']} | {row['note']} |" for row in rows)])
    print(text)
    if arguments.save:
        (ROOT / "bench/results/endurance.json").write_text(json.dumps(rows, indent=2) + "\n")
        write_between("endurance", text)


if __name__ == "__main__":
    main()

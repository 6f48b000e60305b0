#!/usr/bin/env python3
"""Changes the configuration all the time while the gateway is under full load, and counts what that costs the calls.

    python3 bench/reload/run.py [--seconds 60] [--save]

The packaged product has core 0; wrk (64 connections), an nginx origin and the changes come from core 1. First a quiet run, then one
in which a route is changed through the Admin API every 100 ms (a new topology is compiled and swapped in) and a key is minted every
10 ms and called with at once. No call may fail, and no minted key may be refused. The busy run shares core 1 and the product's core
with what it does besides, so that its throughput is lower by that.
Needs Linux, two cores, a JDK 17, nginx, wrk and the built project. --save writes bench/results/reload.json and the table in
bench/README.md.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from product import Product, ROOT, environment, free_ports, median_and_tail, pinned, write_between

GATEWAY = ROOT / "bench/gateway"
KEYS = 200
MINTERS = 4
CHANGE_EVERY, MINT_EVERY = 0.1, 0.01


def origin(folder, port):
    text = (GATEWAY / "upstream.conf").read_text()
    body = json.dumps({"items": [{"id": i, "name": f"Item number {i}", "price": 9.99} for i in range(20)]})
    for mark, value in {"DIR": folder, "UPSTREAM": port, "BODY": body}.items():
        text = text.replace(f"@{mark}@", str(value))
    file = pathlib.Path(folder) / "upstream.conf"
    file.write_text(text)
    return subprocess.Popen(pinned(1, ["nginx", "-p", folder, "-c", str(file)]), stdout=subprocess.DEVNULL, env=environment())


def configure(admin, port, keys):
    admin("POST", "/services", {"name": "bench", "url": f"http://127.0.0.1:{port}"})
    admin("POST", "/services/bench/routes", {"name": "bench", "paths": ["/"], "strip_path": False})
    for number in range(50):
        admin("POST", "/services/bench/routes", {"name": f"route-{number}", "paths": [f"/route-{number}"]})
    admin("POST", "/services/bench/plugins", {"name": "key-auth"})
    admin("POST", "/services/bench/plugins", {"name": "rate-limiting", "config": {"minute": 100_000_000, "policy": "local"}})
    made = []
    for number in range(KEYS):
        admin("POST", "/consumers", {"username": f"app-{number}"})
        made.append(admin("POST", f"/consumers/app-{number}/key-auth", {})["key"])
    keys.write_text("\n".join(made))


def load(port, keys, seconds):
    output = subprocess.run(
        pinned(1, ["wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", "-s", str(GATEWAY / "requests.lua"),
                   f"http://127.0.0.1:{port}", "--", str(keys)]), capture_output=True, text=True)
    for line in output.stdout.splitlines():
        if line.startswith("RESULT "):
            result = json.loads(line[7:])
            result["per_second"] = round(result["requests"] / result["micros"] * 1e6)
            return result
    sys.exit("wrk: " + output.stdout + output.stderr)


class Unrest:
    """Changes routes and mints keys in its own threads until it is stopped, each at its own pace."""

    def __init__(self, product):
        self.product = product
        self.over = threading.Event()
        self.changes, self.mints, self.refused = [], [], 0
        self.threads = [threading.Thread(target=self.change)]
        self.threads += [threading.Thread(target=self.mint, args=(number,)) for number in range(MINTERS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *failure):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def paced(self, every):
        due, number = time.monotonic(), 0
        while not self.over.wait(max(0.0, due - time.monotonic())):
            yield number
            number += 1
            due = max(due + every, time.monotonic() - every)

    def change(self):
        admin = self.product.admin()
        for number in self.paced(CHANGE_EVERY):
            began = time.perf_counter()
            admin("PATCH", f"/routes/route-{number % 50}", {"paths": [f"/route-{number % 50}-{number}"]})
            self.changes.append((time.perf_counter() - began) * 1000)

    def mint(self, minter):
        admin, gateway = self.product.admin(), self.product.gateway()
        for number in self.paced(MINT_EVERY * MINTERS):
            began = time.perf_counter()
            key = admin("POST", f"/consumers/app-{(number * MINTERS + minter) % KEYS}/key-auth", {})["key"]
            self.mints.append((time.perf_counter() - began) * 1000)
            gateway.request("GET", "/v1/items", headers={"apikey": key})
            answer = gateway.getresponse()
            answer.read()
            if answer.status != 200:
                self.refused += 1


def run(seconds):
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        keys = pathlib.Path(folder) / "keys"
        port = free_ports(1)[0]
        nginx = origin(folder, port)
        try:
            with Product(pathlib.Path(folder) / "data", core=0, heap="512m") as product:
                configure(product.admin(), port, keys)
                load(product.proxy, keys, 20)
                quiet = load(product.proxy, keys, 20)
                with Unrest(product) as unrest:
                    busy = load(product.proxy, keys, seconds)
        finally:
            nginx.terminate()
            nginx.wait(20)
    return {
        "quiet": quiet, "busy": busy, "seconds": seconds,
        "changes": {"count": len(unrest.changes), "ms": median_and_tail(unrest.changes)},
        "mints": {"count": len(unrest.mints), "ms": median_and_tail(unrest.mints), "refused": unrest.refused},
        "failed": busy["refused"] + busy["broken"] + unrest.refused,
    }


def table(result):
    lines = ["| run | requests/s | p50 ms | p99 ms | p99.9 ms | failed |", "|---|--:|--:|--:|--:|--:|"]
    for name in ("quiet", "busy"):
        row = result[name]
        lines.append(f"| {name} | {row['per_second']:,} | {row['p50'] / 1000:.2f} | {row['p99'] / 1000:.2f} |"
                     f" {row['p999'] / 1000:.2f} | {row['refused'] + row['broken']} |")
    changes, mints = result["changes"], result["mints"]
    lines += ["", f"In the busy run of {result['seconds']} s: {changes['count']} topologies (p50 {changes['ms']['p50']} ms from the"
              f" call to the answer, p99 {changes['ms']['p99']}), {mints['count']} keys minted (p50 {mints['ms']['p50']} ms,"
              f" p99 {mints['ms']['p99']}), {mints['refused']} of them refused at their first call."]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    result = run(arguments.seconds)
    print(table(result))
    if arguments.save:
        (ROOT / "bench/results/reload.json").write_text(json.dumps(result, indent=2) + "\n")
        write_between("reload", table(result))
    if result["failed"]:
        sys.exit(f"{result['failed']} calls failed")


if __name__ == "__main__":
    main()

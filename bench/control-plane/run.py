#!/usr/bin/env python3
"""Measures a control plane and joined nodes with few and with many entities, to show which costs grow with the total.

    python3 bench/control-plane/run.py [--routes 100000] [--keys 1000000] [--only] [--heap 6g] [--node-heap 3g] [--minutes 15] [--save]

For each size a PostgreSQL of its own, a control plane and a node in processes of their own on this machine, and between them a relay
that counts bytes. Services and routes (as many of each) and consumers with a key each are put into the database in bulk, as
the product stores them; what `POST /sync` takes for the same is measured up to 20,000 keys. The sizes are 100 routes and 1,000
keys, 1,000 and 10,000, and what the options say; --only leaves the first two out. What is not done after --minutes is given up, and
the table says so. Needs a JDK 17, the built project, and PostgreSQL (that of the machine, or the tests' own). --save writes
bench/results/control-plane.json and the table in bench/README.md.
"""

import argparse
import http.client
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
from postgres import Postgres
from product import Product, ROOT, TOKEN, digits, environment, free_ports, median_and_tail, memory_mb, write_between
from relay import Relay

CLASSES = ":".join([f"{ROOT}/target/classes", *(f"{ROOT}/target/quarkus-app/lib/{part}/*" for part in ("main", "boot"))])
MINTS, WARM_UP = 200, 100
CHANGES = 5
MOST_BY_SYNC = 20_000
STARTED = time.monotonic()


def say(text):
    print(f"[{time.monotonic() - STARTED:6.1f} s] {text}", flush=True)


class GivenUp(Exception):
    """The time that was given is over."""


class Node:
    """A node that has joined or will; `seconds` is from its start until its gateway serves."""

    def __init__(self, data, control_plane, heap, log, token=""):
        self.proxy, self.admin_port = free_ports(2)
        began = time.monotonic()
        self.process = subprocess.Popen(
            ["java", "-XX:+UseParallelGC", f"-Xmx{heap}", "-jar", f"{ROOT}/target/quarkus-app/quarkus-run.jar"],
            env=environment(
                GATEHOUSE_ROLE="node", GATEHOUSE_DATA=str(data), GATEHOUSE_CONTROL_PLANE=f"https://127.0.0.1:{control_plane}",
                **({"GATEHOUSE_JOIN_TOKEN": token} if token else {}), GATEHOUSE_PROXY_PORT=str(self.proxy),
                GATEHOUSE_PROXY_UNAUTHORIZED_PER_MINUTE="100000000", GATEHOUSE_ADMIN_PORT=str(self.admin_port),
                GATEHOUSE_ADMIN_TOKEN=TOKEN),
            stdout=log, stderr=subprocess.STDOUT)
        try:
            while self.status("/status/ready") != 200:
                if self.process.poll() is not None:
                    raise SystemExit("the node ended at its start")
                time.sleep(0.02)
        except BaseException:
            self.process.kill()
            raise
        self.seconds = time.monotonic() - began

    def status(self, path):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.admin_port, timeout=30)
            connection.request("GET", path, headers={"Kong-Admin-Token": TOKEN})
            return connection.getresponse().status
        except OSError:
            return 0

    def gateway(self):
        return http.client.HTTPConnection("127.0.0.1", self.proxy, timeout=30)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def heap_mb(pid):
    """What is live: jcmd has all garbage collected before it counts."""
    seen = subprocess.run(["jcmd", str(pid), "GC.class_histogram"], capture_output=True, text=True, check=True, env=environment())
    return int(re.findall(r"^Total +\d+ +(\d+)", seen.stdout, re.M)[-1]) / (1 << 20)


def called(connection, path, key=None):
    connection.request("GET", path, headers={"apikey": key} if key else {})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def until(connection, wanted, path, key=None, longest=120):
    end = time.monotonic() + longest
    while called(connection, path, key) != wanted:
        if time.monotonic() > end:
            raise SystemExit(f"{path} did not become {wanted}")
        time.sleep(0.0005)


def raw(product, method, path, body=None, **headers):
    """An answer as it comes, with the seconds until its last byte."""
    connection = http.client.HTTPConnection("127.0.0.1", product.admin_port, timeout=900)
    began = time.monotonic()
    connection.request(method, path, body, {"Kong-Admin-Token": TOKEN} | headers)
    answer = connection.getresponse()
    content = answer.read()
    return answer.status, content, time.monotonic() - began


class Run:
    """One size. `figures` holds what is done so far."""

    def __init__(self, routes, keys, options, folder, database):
        self.routes, self.keys, self.options = routes, keys, options
        self.folder, self.database = folder, database
        self.figures = {"routes": routes, "keys": keys}
        self.settings = {"GATEHOUSE_DATABASE_URL": database.url, "GATEHOUSE_DATABASE_USERNAME": "gatehouse"}
        self.product = self.node = self.relay = None

    def start(self):
        log = open(self.folder / "control-plane.log", "a")
        return Product(self.folder / "control-plane", heap=self.options.heap, patience=600, log=log, **self.settings)

    def start_node(self, name, port, token=""):
        return Node(self.folder / name, port, self.options.node_heap, open(self.folder / f"{name}.log", "a"), token)

    def fill(self, *arguments):
        return subprocess.run(
            ["java", "-Xmx512m", "-cp", f"{self.options.classes}:{CLASSES}", "Fill", self.database.url,
             str(self.folder / "control-plane"), *map(str, arguments)],
            check=True, env=environment(), capture_output=True, text=True).stdout.strip()

    def note(self, name, value):
        self.figures[name] = digits(value) if isinstance(value, float) else value
        say(f"  {name}: {self.figures[name]}")

    def measure(self):
        self.start().stop()  # makes the schema and the secrets
        began = time.monotonic()
        self.fill("fill", self.routes, self.keys)
        self.note("bulk_load_s", time.monotonic() - began)
        self.product = self.start()
        self.note("control_plane_start_s", self.product.seconds)
        admin = self.product.admin()
        for path, body in [
                ("/services", {"name": "bench", "url": "http://127.0.0.1:9"}),
                ("/services/bench/routes", {"name": "bench", "paths": ["/bench"]}),
                ("/services/bench/plugins", {"name": "key-auth"}),
                ("/services/bench/plugins", {"name": "request-termination", "config": {"status_code": 200}})]:
            admin("POST", path, body)
        self.note("control_plane_heap_mb", heap_mb(self.product.process.pid))
        self.join()
        self.mint()
        self.change()
        self.dump()
        self.restart()

    def join(self):
        self.relay = Relay(self.product.nodes_port)
        self.node = self.start_node("node", self.relay.port, self.fill("token"))
        self.note("cold_join_s", self.node.seconds)
        self.note("cold_join_mb", self.relay.bytes() / 1e6)
        self.note("node_heap_mb", heap_mb(self.node.process.pid))
        self.note("node_resident_mb", memory_mb(self.node.process.pid))
        until(self.node.gateway(), 200, "/bench", f"bench-key-{self.keys - 1}")

    def mint(self):
        admin, gateway = self.product.admin(), self.node.gateway()
        times = {"mint_answer_ms": [], "mint_to_node_ms": [], "revoke_to_node_ms": []}
        wire = {"mint": 0, "revoke": 0}
        for round in range(WARM_UP + MINTS):
            isMeasured = round >= WARM_UP
            consumer = f"consumer-{round * 7919 % self.keys}"
            before, began = self.relay.bytes(), time.perf_counter()
            minted = admin("POST", f"/consumers/{consumer}/key-auth", {})
            answered = time.perf_counter()
            until(gateway, 200, "/bench", minted["key"])
            enforced = time.perf_counter()
            between = self.settled(before)
            began_revoking = time.perf_counter()
            admin("DELETE", f"/consumers/{consumer}/key-auth/{minted['id']}")
            until(gateway, 401, "/bench", minted["key"])
            revoked = time.perf_counter()
            after = self.settled(between)
            if not isMeasured:
                continue
            times["mint_answer_ms"].append((answered - began) * 1000)
            times["mint_to_node_ms"].append((enforced - began) * 1000)
            times["revoke_to_node_ms"].append((revoked - began_revoking) * 1000)
            wire["mint"] += between - before
            wire["revoke"] += after - between
        for name, values in times.items():
            self.note(name, median_and_tail(values))
        for name, total in wire.items():
            self.note(f"{name}_bytes_on_the_wire", round(total / MINTS))

    def settled(self, before):
        """The count when nothing goes to and fro any more: the node has told what it has, and waits."""
        last = before
        while True:
            time.sleep(0.02)
            now = self.relay.bytes()
            if now == last and now != before:
                return now
            last = now

    def change(self):
        admin, gateway = self.product.admin(), self.node.gateway()
        answers, times, sizes = [], [], []
        for i in range(CHANGES):
            before, began = self.relay.bytes(), time.perf_counter()
            admin("PATCH", "/routes/bench", {"paths": ["/bench", f"/changed-{i}"]})
            answers.append(time.perf_counter() - began)
            until(gateway, 401, f"/changed-{i}")
            times.append(time.perf_counter() - began)
            sizes.append(self.settled(before) - before)
            say(f"  topology {i + 1} of {CHANGES}: {times[-1]:.2f} s")
        self.note("topology_change_answer_s", sorted(answers)[CHANGES // 2])
        self.note("topology_change_to_node_s", sorted(times)[CHANGES // 2])
        self.note("topology_change_mb", sorted(sizes)[CHANGES // 2] / 1e6)

    def dump(self):
        try:
            status, content, seconds = raw(self.product, "GET", "/dump?skip_defaults=true", Accept="application/json")
        except OSError as lost:
            self.note("dump_s", f"no answer: {lost}")
            return
        if status != 200:
            self.note("dump_s", f"{status} after {seconds:.0f} s")
            return
        self.note("dump_s", seconds)
        self.note("dump_mb", len(content) / 1e6)
        self.note("diff_s", self.sync("/sync?dry_run=true", content, lambda outcome: not outcome["created"]))
        if self.keys > MOST_BY_SYNC:
            return
        self.product.admin()("POST", "/workspaces", {"name": "eu"})
        self.note("sync_load_s", self.sync("/eu/sync", content, lambda outcome: outcome["created"]))

    def sync(self, path, content, isRight):
        try:
            status, answer, seconds = raw(self.product, "POST", path, content, **{"Content-Type": "application/json"})
        except OSError as lost:
            return f"no answer: {lost}"
        if status != 200:
            return f"{status} after {seconds:.0f} s: {answer[:200].decode(errors='replace')}"
        assert isRight(json.loads(answer)), f"{path} did what it should not"
        return seconds

    def restart(self):
        self.node.stop()
        self.product.process.kill()
        self.product.process.wait()
        self.node = self.start_node("node", self.relay.port)
        self.note("restart_alone_s", self.node.seconds)
        until(self.node.gateway(), 200, "/bench", f"bench-key-{self.keys - 1}")
        kept = sum(path.stat().st_size for path in (self.folder / "node").rglob("*") if path.is_file())
        self.note("node_disk_mb", kept / 1e6)

    def close(self):
        for each in (self.node, self.product):
            if each and each.process.poll() is None:
                each.process.kill()
                each.process.wait()
        if self.relay:
            self.relay.close()


ROWS = [
    ("bulk_load_s", "load in bulk, without the product, s"),
    ("sync_load_s", "load of the same by `POST /sync` into another group, s"),
    ("control_plane_start_s", "start of the control plane, s"),
    ("control_plane_heap_mb", "live heap of the control plane, MB"),
    ("cold_join_s", "a new node: from its start until it serves, s"),
    ("cold_join_mb", "– on the wire, MB"),
    ("node_heap_mb", "live heap of the node, MB"),
    ("restart_alone_s", "restart of the node without a control plane, s"),
    ("node_disk_mb", "– what it keeps on disk, MB"),
    ("mint_answer_ms", "mint: until the answer, ms (p50 / p99)"),
    ("mint_to_node_ms", "mint: until it is enforced on the node, ms (p50 / p99)"),
    ("revoke_to_node_ms", "revocation: until it is enforced on the node, ms (p50 / p99)"),
    ("mint_bytes_on_the_wire", "bytes on the wire per mint and node"),
    ("revoke_bytes_on_the_wire", "bytes on the wire per revocation and node"),
    ("topology_change_answer_s", "change of a route: until the answer, s"),
    ("topology_change_to_node_s", "change of a route: until the node serves it, s"),
    ("topology_change_mb", "– on the wire (the topology as a whole), MB"),
    ("dump_s", "dump (JSON, without defaults), s"),
    ("dump_mb", "– its size, MB"),
    ("diff_s", "diff of that dump, s"),
]


def cell(figures, name):
    value = figures.get(name)
    if value is None:
        return ""
    if isinstance(value, dict):
        return f"{value['p50']:g} / {value['p99']:g}"
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)


def table(runs):
    head = "| | " + " | ".join(f"{run['routes']:,} routes, {run['keys']:,} keys" for run in runs) + " |"
    lines = [head, "|---|" + "--:|" * len(runs)]
    for name, title in ROWS:
        if any(name in run for run in runs):
            lines.append(f"| {title} | " + " | ".join(cell(run, name) for run in runs) + " |")
    lines += [f"\n{run['routes']:,} routes: {run['unfinished']}" for run in runs if "unfinished" in run]
    return "\n".join(lines)


def measured(routes, keys, options):
    say(f"{routes:,} services, {routes:,} routes, {keys:,} consumers with a key each")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-scale-"))
    with Postgres() as database:
        run = Run(routes, keys, options, folder, database)
        run.figures["postgresql"] = database.version
        try:
            run.measure()
        except (GivenUp, SystemExit, AssertionError, subprocess.SubprocessError, OSError, http.client.HTTPException) as failure:
            signal.alarm(0)
            run.figures["unfinished"] = f"given up: {failure or type(failure).__name__}"
            say(f"  {run.figures['unfinished']}; logs are in {folder}")
            print(getattr(failure, "stderr", None) or "", flush=True)
        finally:
            run.close()
        if "unfinished" not in run.figures:
            shutil.rmtree(folder)
    return run.figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--routes", type=int, default=100_000)
    parser.add_argument("--keys", type=int, default=1_000_000)
    parser.add_argument("--heap", default="6g")
    parser.add_argument("--node-heap", default="3g")
    parser.add_argument("--minutes", type=int, default=15)
    parser.add_argument("--only", action="store_true")
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args()
    sizes = [] if options.only else [(100, 1_000), (1_000, 10_000)]

    def give_up(number, _):
        raise GivenUp(f"{options.minutes} minutes are over" if number == signal.SIGALRM else "it was told to end")

    signal.signal(signal.SIGALRM, give_up)
    signal.signal(signal.SIGTERM, give_up)
    signal.alarm(options.minutes * 60)
    with tempfile.TemporaryDirectory() as classes:
        options.classes = classes
        subprocess.run(["javac", "-cp", CLASSES, "-d", classes, str(HERE / "Fill.java")], check=True, env=environment())
        runs = []
        for routes, keys in [*sizes, (options.routes, options.keys)]:
            runs.append(measured(routes, keys, options))
            if "unfinished" in runs[-1]:
                break
    print(table(runs))
    if options.save:
        (ROOT / "bench/results/control-plane.json").write_text(json.dumps(runs, indent=2) + "\n")
        write_between("control-plane", table(runs))


if __name__ == "__main__":
    main()

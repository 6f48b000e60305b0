#!/usr/bin/env python3
"""Compares the gateway with others on the same job, side by side in one run.

    python3 bench/gateway/run.py [--scenario key+limit] [--contenders nginx-lua,haproxy,spring,vertx-proxy,gatehouse]
        [--body 100k] [--connections 64] [--cores 1] [--keys 10000] [--heap 512m] [--rounds 3] [--seconds 8] [--warm-up 20] [--rate 5000] [--save]

The contender runs on core 0, load generator and origin on core 1; contenders take turns, and what counts is the ratio to nginx + Lua
within a round. With --cores 2 all of them share two cores. With --rate it does not load the contenders fully but calls them that
often a second, and measures latency from the moment at which a call was due.

Needs Linux, two cores, a JDK 17 and the built project; nginx, its Lua module, HAProxy and wrk are installed by apt when they are
missing and this runs as root, Spring Cloud Gateway and the proxy of Vert.x
are built with Maven. All traffic stays on 127.0.0.1. --save writes
bench/results/ and the tables in bench/README.md.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
import results
from contenders import HERE, Rig, check_same_work, install
from latency import probe
from product import ROOT, pinned

# Policy, limit, and whether Gatehouse has all that a busy installation has.
SCENARIOS = {"plain": (0, 6000), "key": (1, 6000), "key+limit": (2, 6000), "refused": (2, 1), "full": (2, 6000, True)}
CONTENDERS = ["nginx-lua", "haproxy", "spring", "vertx-proxy", "gatehouse"]
JVMS = {"spring", "vertx-proxy", "gatehouse"}


def load(rig, port, seconds):
    command = ["wrk", "-t1", f"-c{rig.options.connections}", f"-d{seconds}s", "--latency", "-s", str(HERE / "requests.lua")]
    output = subprocess.run(
        [*pinned(rig.load_cores, command), f"http://127.0.0.1:{port}", "--", str(rig.keys), rig.path()],
        capture_output=True, text=True)
    for line in output.stdout.splitlines():
        if line.startswith("RESULT "):
            return json.loads(line[7:])
    sys.exit("wrk: " + output.stdout + output.stderr)


def full_load(rig, process, port):
    before = process.allocated() if process else None
    result = load(rig, port, rig.options.seconds)
    result["per_second"] = round(result["requests"] / result["micros"] * 1e6)
    if before is not None:
        result["allocated_bytes"] = round((process.allocated() - before) / result["requests"])
    return result | {"sent": result["requests"]}


def measure(rig, process, port):
    before = process.cpu_seconds() if process else 0
    result = probe(rig, port) if rig.options.rate else full_load(rig, process, port)
    if process:
        result["cpu_micros"] = round((process.cpu_seconds() - before) / result["sent"] * 1e6, 2)
        result["memory_mb"] = process.memory_mb()
    return result


def run(options, directory):
    with Rig(directory, options, *SCENARIOS[options.scenario]) as rig:
        keys = rig.keys.read_text().split()
        for name, process, port in rig.targets():
            if process:
                check_same_work(name, port, keys, rig.policy, rig.limit)
        for name, process, port in rig.targets():
            if process:
                load(rig, port, options.warm_up if name in JVMS else 2)
        rounds = []
        for number in range(1, options.rounds + 1):
            row = {name: measure(rig, process, port) for name, process, port in rig.targets()}
            results.add_ratios(row)
            rounds.append(row)
            print(f"round {number}: " + ", ".join(results.line(name, row[name]) for name in row), flush=True)
        return rounds


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", choices=SCENARIOS, default="key+limit")
    parser.add_argument("--contenders", default="nginx-lua,gatehouse")
    parser.add_argument("--body", choices=("1k", "100k"), default="1k")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--cores", type=int, choices=(1, 2), default=1)
    parser.add_argument("--keys", type=int, default=10_000, help="how many applications have one")
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--warm-up", type=int, default=20)
    parser.add_argument("--rate", type=int, help="calls a second, for latency")
    parser.add_argument("--save", action="store_true")
    chosen = parser.parse_args()
    chosen.contenders = chosen.contenders.split(",")
    unknown = set(chosen.contenders) - set(CONTENDERS)
    if unknown:
        parser.error(f"no such contender: {', '.join(unknown)}; there are {', '.join(CONTENDERS)}")
    return chosen


def main():
    chosen = options()
    if not (ROOT / "target/quarkus-app/lib/main").is_dir():
        sys.exit("Please build first: ./mvnw -DskipTests package")
    install(chosen.contenders)
    load_before = round(os.getloadavg()[0], 2)
    with tempfile.TemporaryDirectory(prefix="gatehouse-bench-") as directory:
        os.chmod(directory, 0o755)
        result = results.report(chosen, run(chosen, directory), load_before)
    print(results.table([result]))
    if not result["quiet_enough"]:
        print("The machine was not quiet: nginx or a ratio varied too much for a claim.")
    if chosen.save:
        results.save(result)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Judges rate limits by times and answers alone: on one node, and on four that share a real Redis.

    python3 bench/limits/run.py [--quick] [--save]

Poisson traffic of 0.5 to 10 times the limit and bursts at the turns of its period; limits of 10 a minute and 1,000 a second. Time is
simulated but for the rows that say “real time”, so that a day of minutes takes seconds. Takes about five minutes; --quick proves only that
it runs. Needs a JDK 17 and the built project with its tests' classes; Maven fetches the Redis that the tests use, too. --save writes
bench/results/limits.json and the tables in bench/README.md.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from product import ROOT, environment, libraries, write_between

HERE = pathlib.Path(__file__).resolve().parent
PRODUCT = ":".join(
    [f"{ROOT}/target/test-classes", f"{ROOT}/target/classes",
     *(f"{ROOT}/target/quarkus-app/lib/{part}/*" for part in ("main", "boot"))])


def measure(folder, options):
    classes = f"{folder}/classes"
    pathlib.Path(classes).mkdir()
    path = f"{classes}:{PRODUCT}:" + libraries(HERE / "pom.xml", f"{folder}/lib")
    subprocess.run(["javac", "-cp", path, "-d", classes, str(HERE / "Limits.java")], check=True, env=environment())
    run = subprocess.Popen(
        ["java", "-Xmx1g", "-XX:+UseParallelGC", "-cp", path, "io.gatehouse.gateway.limit.Limits", *options],
        env=environment(), stdout=subprocess.PIPE, text=True)
    rows = []
    for line in run.stdout:
        if line.startswith("{"):
            rows.append(json.loads(line))
            print(line.strip(), file=sys.stderr)
    if run.wait() != 0:
        raise SystemExit("the benchmark failed")
    return rows


def traffic(row):
    return f"{row['load']:g} ×" + (" and bursts" if row["bursts"] else "")


def limit(row):
    return f"{row['limit']:,} a {row['period']}"


def percent(part):
    return f"{part * 100:.2f}".rstrip("0").rstrip(".") + " %"


def judged(row):
    return [percent(row["false_allows"]), percent(row["false_rejects"]), percent(row["overshoot"]), f"{row['admit_ratio']:.3f}"]


def table(head, rows, cells):
    lines = ["| " + " | ".join(head) + " |", "|---|---|" + "--:|" * (len(head) - 2)]
    return "\n".join(lines + ["| " + " | ".join(cells(row)) + " |" for row in rows])


def tables(rows):
    one = [row for row in rows if row["nodes"] == "one"]
    four = [row for row in rows if row["nodes"] != "one"]
    judgement = ["false allows", "false rejects", "overshoot", "admit ratio"]
    windows = table(
        ["window", "limit", "traffic", *judgement], one, lambda row: [row["window"], limit(row), traffic(row), *judged(row)])
    nodes = table(
        ["nodes", "limit", "traffic", *judgement, "calls a request", "wait p50 / p99, ms"], four,
        lambda row: [
            row["nodes"], limit(row), traffic(row), *judged(row), f"{row['calls_per_request']:.3f}",
            f"{row['wait_p50_us'] / 1000:.2f} / {row['wait_p99_us'] / 1000:.2f}" if "wait_p50_us" in row else ""])
    return f"{windows}\n\n{nodes}"


def main():
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(folder, ["--quick"] if "--quick" in sys.argv else [])
    text = tables(rows)
    print(text)
    if "--save" in sys.argv:
        (ROOT / "bench/results/limits.json").write_text(json.dumps(rows, indent=2) + "\n")
        write_between("limits", text)


if __name__ == "__main__":
    main()

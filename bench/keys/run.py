#!/usr/bin/env python3
"""Shows that a key costs a node the same however many it holds already.

    python3 bench/keys/run.py [--save]

Makes a key valid, finds another one, and revokes the first, 2,000 times each, with 100, 10,000, 100,000 and 1,000,000 consumers
present. Needs a JDK 17 and the built project. --save writes bench/results/keys.json and the table in bench/README.md.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from product import ROOT, environment, write_between

HERE = pathlib.Path(__file__).resolve().parent
CLASSES = ":".join([f"{ROOT}/target/classes", *(f"{ROOT}/target/quarkus-app/lib/{part}/*" for part in ("main", "boot"))])
TOTALS = ["100", "10000", "100000", "1000000"]


def main():
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run(["javac", "-cp", CLASSES, "-d", directory, str(HERE / "Keys.java")], check=True, env=environment())
        run = subprocess.run(
            ["java", "-Xmx2g", "-XX:+UseParallelGC", "-cp", f"{directory}:{CLASSES}", "Keys", *TOTALS],
            check=True, env=environment(), capture_output=True, text=True)
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    lines = ["| consumers present | make valid, µs (p50 / p99) | find, µs | revoke, µs |", "|--:|--:|--:|--:|"]
    for row in rows:
        cells = [f"{row[what]['p50'] / 1000:.2f} / {row[what]['p99'] / 1000:.2f}" for what in ("mint", "find", "revoke")]
        lines.append(f"| {row['consumers']:,} | " + " | ".join(cells) + " |")
    table = "\n".join(lines)
    print(table)
    if "--save" in sys.argv:
        (ROOT / "bench/results/keys.json").write_text(json.dumps(rows, indent=2) + "\n")
        write_between("keys", table)


if __name__ == "__main__":
    main()

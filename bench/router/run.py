#!/usr/bin/env python3
"""Measures with JMH what finding a route costs, and compiling all of them, with 10 to 100,000 routes.

    python3 bench/router/run.py [--quick] [--save]

Takes about six minutes; --quick proves only that it runs. Needs a JDK 17 and the built project; JMH is fetched by Maven.
--save writes bench/results/router.json and the table in bench/README.md.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from product import ROOT, digits, environment, libraries, write_between

HERE = pathlib.Path(__file__).resolve().parent
PRODUCT = ":".join([f"{ROOT}/target/classes", *(f"{ROOT}/target/quarkus-app/lib/{part}/*" for part in ("main", "boot"))])
KINDS = ["paths", "hosts", "regexes"]


def measure(folder, options):
    classes = f"{folder}/classes"
    pathlib.Path(classes).mkdir()
    path = f"{classes}:{libraries(HERE / 'pom.xml', folder + '/lib')}:{PRODUCT}"
    subprocess.run(["javac", "-cp", path, "-d", classes, str(HERE / "RouterBench.java")], check=True, env=environment())
    results = f"{folder}/results.json"
    subprocess.run(
        ["java", "-cp", path, "org.openjdk.jmh.Main", "bench.RouterBench", "-rf", "json", "-rff", results,
         "-jvmArgs", "-Xmx2g -XX:+UseParallelGC", *options],
        check=True, env=environment())
    return json.loads(pathlib.Path(results).read_text())


def rows(results):
    found = {}
    for result in results:
        what = result["benchmark"].rsplit(".", 1)[1]
        key = int(result["params"]["routes"]), result["params"]["kind"]
        found.setdefault(key, {})[what] = digits(result["primaryMetric"]["score"])
    return [{"routes": routes, "kind": kind, **values} for (routes, kind), values in sorted(found.items())]


def table(measured):
    lines = ["| routes | " + " | ".join(f"{kind}: match ns / compile ms" for kind in KINDS) + " |", "|--:|" + "--:|" * len(KINDS)]
    for routes in sorted({row["routes"] for row in measured}):
        cells = {row["kind"]: f"{row['match']:g} / {row['compile']:g}" for row in measured if row["routes"] == routes}
        lines.append(f"| {routes:,} | " + " | ".join(cells.get(kind, "") for kind in KINDS) + " |")
    return "\n".join(lines)


def main():
    options = ["-wi", "1", "-i", "1", "-w", "100ms", "-r", "100ms"] if "--quick" in sys.argv else []
    with tempfile.TemporaryDirectory() as folder:
        measured = rows(measure(folder, options))
    text = table(measured)
    print(text)
    if "--save" in sys.argv:
        (ROOT / "bench/results/router.json").write_text(json.dumps(measured, indent=2) + "\n")
        write_between("router", text)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Shows that minting and revoking a key costs the running product the same however many consumers it has.

    python3 bench/mint/run.py [--save]

Starts the packaged product with 100 and with 100,000 consumers in its database, mints a key for one of them through the Admin API,
calls the gateway with it at once (it must pass), revokes it, and calls again (it must be refused): 500 times after a warm-up, over
kept-alive connections. Needs a JDK 17 and the built project. --save writes bench/results/mint.json and the table in bench/README.md.
"""

import glob
import http.client
import json
import os
import pathlib
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TOTALS = [100, 100_000]
WARM_UP, ROUNDS = 300, 500
TOKEN = "bench"
FILL = """
insert into config_entity (row_id, runtime_group_id, kind, id, unique_name, second_name, body, created_at, updated_at, version)
select random_uuid(), (select id from runtime_group), 'consumers', id, 'c-' || x, null,
  '{"id":"' || id || '","username":"c-' || x || '","custom_id":null,"groups":[],"registrations":{},"tags":null,"created_at":1700000000,"updated_at":1700000000}',
  now(), now(), 0
from (select x, random_uuid() id from system_range(1, %d));
"""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def start(data, ports):
    environment = {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}
    environment.update(
        GATEHOUSE_DATA=str(data), GATEHOUSE_PORTAL_PORT=str(ports[0]), GATEHOUSE_PROXY_PORT=str(ports[1]),
        GATEHOUSE_ADMIN_PORT=str(ports[2]), GATEHOUSE_ADMIN_TOKEN=TOKEN)
    began = time.monotonic()
    process = subprocess.Popen(
        ["java", "-XX:+UseParallelGC", "-jar", f"{ROOT}/target/quarkus-app/quarkus-run.jar"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    while time.monotonic() - began < 120:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", ports[0], timeout=2)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return process, time.monotonic() - began
        except OSError:
            time.sleep(0.05)
        assert process.poll() is None, "the product ended at its start"
    raise SystemExit("the product did not get ready")


def stop(process):
    process.terminate()
    process.wait(30)


def fill(data, total):
    script = data / "fill.sql"
    script.write_text(FILL % total)
    h2 = glob.glob(f"{ROOT}/target/quarkus-app/lib/main/com.h2database.h2-*.jar")[0]
    subprocess.run(
        ["java", "-cp", h2, "org.h2.tools.RunScript", "-url", f"jdbc:h2:file:{data}/gatehouse", "-user", "sa", "-script", str(script)],
        check=True)


def admin(connection, method, path, body=None):
    connection.request(
        method, path, json.dumps(body) if body is not None else None, {"Kong-Admin-Token": TOKEN, "Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    assert answer.status < 300, f"{method} {path}: {answer.status} {text}"
    return json.loads(text) if text else None


def called(connection, key):
    connection.request("GET", "/bench", headers={"apikey": key})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def measure(total):
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder)
        ports = free_ports(3)
        process, _ = start(data, ports)
        stop(process)
        fill(data, total)
        process, seconds = start(data, ports)
        try:
            api = http.client.HTTPConnection("127.0.0.1", ports[2])
            gateway = http.client.HTTPConnection("127.0.0.1", ports[1])
            admin(api, "POST", "/services", {"name": "bench", "url": "http://127.0.0.1:9"})
            admin(api, "POST", "/services/bench/routes", {"name": "bench", "paths": ["/bench"]})
            admin(api, "POST", "/services/bench/plugins", {"name": "key-auth"})
            admin(api, "POST", "/services/bench/plugins", {"name": "request-termination", "config": {"status_code": 200}})
            times = {"mint": [], "revoke": []}
            for round in range(WARM_UP + ROUNDS):
                consumer = f"c-{random.randint(1, total)}"
                began = time.perf_counter()
                minted = admin(api, "POST", f"/consumers/{consumer}/key-auth", {})
                mint = time.perf_counter() - began
                assert called(gateway, minted["key"]) == 200, "a minted key must pass at once"
                began = time.perf_counter()
                admin(api, "DELETE", f"/consumers/{consumer}/key-auth/{minted['id']}")
                revoke = time.perf_counter() - began
                assert called(gateway, minted["key"]) == 401, "a revoked key must be refused at once"
                if round >= WARM_UP:
                    times["mint"].append(mint * 1000)
                    times["revoke"].append(revoke * 1000)
        finally:
            stop(process)
    row = {"consumers": total, "start_seconds": round_(seconds)}
    for what, values in times.items():
        row[what] = {"p50": round_(statistics.median(values)), "p99": round_(sorted(values)[int(len(values) * 0.99)])}
    return row


def round_(value):
    return float(f"{value:.3g}")


def main():
    rows = [measure(total) for total in TOTALS]
    lines = [
        "| consumers present | mint, ms (p50 / p99) | revoke, ms (p50 / p99) | start, s |", "|--:|--:|--:|--:|",
        *(f"| {row['consumers']:,} | {row['mint']['p50']} / {row['mint']['p99']} | {row['revoke']['p50']} / {row['revoke']['p99']} |"
          f" {row['start_seconds']} |" for row in rows)]
    table = "\n".join(lines)
    print(table)
    if "--save" in sys.argv:
        (ROOT / "bench/results/mint.json").write_text(json.dumps(rows, indent=2) + "\n")
        readme = ROOT / "bench/README.md"
        before, rest = readme.read_text().split("<!-- mint -->\n", 1)
        readme.write_text(before + "<!-- mint -->\n" + table + "\n<!-- /mint -->" + rest.split("<!-- /mint -->", 1)[1])


if __name__ == "__main__":
    main()

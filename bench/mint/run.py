#!/usr/bin/env python3
"""Shows that minting and revoking a key costs the running product the same however many consumers it has.

    python3 bench/mint/run.py [--save]

Starts the packaged product with 100 and with 100,000 consumers in its database, mints a key for one of them through the Admin API,
calls the gateway with it at once (it must pass), revokes it, and calls again (it must be refused): 500 times after a warm-up, over
kept-alive connections. Needs a JDK 17 and the built project. --save writes bench/results/mint.json and the table in bench/README.md.
"""

import glob
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from product import Product, ROOT, digits, median_and_tail, write_between

TOTALS = [100, 100_000]
WARM_UP, ROUNDS = 300, 500
FILL = """
insert into config_entity (row_id, runtime_group_id, kind, id, unique_name, second_name, body, created_at, updated_at, version)
select random_uuid(), (select id from runtime_group), 'consumers', id, 'c-' || x, null,
  '{"id":"' || id || '","username":"c-' || x || '","custom_id":null,"groups":[],"registrations":{},"tags":null,"created_at":1700000000,"updated_at":1700000000}',
  now(), now(), 0
from (select x, random_uuid() id from system_range(1, %d));
"""


def fill(data, total):
    script = data / "fill.sql"
    script.write_text(FILL % total)
    h2 = glob.glob(f"{ROOT}/target/quarkus-app/lib/main/com.h2database.h2-*.jar")[0]
    subprocess.run(
        ["java", "-cp", h2, "org.h2.tools.RunScript", "-url", f"jdbc:h2:file:{data}/gatehouse", "-user", "sa", "-script", str(script)],
        check=True)


def called(connection, key):
    connection.request("GET", "/bench", headers={"apikey": key})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def measure(total):
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder)
        with Product(data):
            pass  # makes the schema
        fill(data, total)
        with Product(data) as product:
            admin, gateway = product.admin(), product.gateway()
            admin("POST", "/services", {"name": "bench", "url": "http://127.0.0.1:9"})
            admin("POST", "/services/bench/routes", {"name": "bench", "paths": ["/bench"]})
            admin("POST", "/services/bench/plugins", {"name": "key-auth"})
            admin("POST", "/services/bench/plugins", {"name": "request-termination", "config": {"status_code": 200}})
            times = {"mint": [], "revoke": []}
            for round in range(WARM_UP + ROUNDS):
                consumer = f"c-{random.randint(1, total)}"
                began = time.perf_counter()
                minted = admin("POST", f"/consumers/{consumer}/key-auth", {})
                mint = time.perf_counter() - began
                assert called(gateway, minted["key"]) == 200, "a minted key must pass at once"
                began = time.perf_counter()
                admin("DELETE", f"/consumers/{consumer}/key-auth/{minted['id']}")
                revoke = time.perf_counter() - began
                assert called(gateway, minted["key"]) == 401, "a revoked key must be refused at once"
                if round >= WARM_UP:
                    times["mint"].append(mint * 1000)
                    times["revoke"].append(revoke * 1000)
            seconds = product.seconds
    return {"consumers": total, "start_seconds": digits(seconds)} | {what: median_and_tail(values) for what, values in times.items()}


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
        write_between("mint", table)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compares the gateway with nginx + Lua on the same job, side by side in one run.

    python3 bench/gateway/run.py [--scenario key+limit] [--rounds 3] [--seconds 8] [--warm-up 20] [--save]

The contender runs on core 0, load generator and origin on core 1; contenders take turns, and what counts is the ratio within a
round. Needs Linux, two cores, a JDK 17 and the built project; nginx, its Lua module and wrk are installed by apt when they are
missing and this runs as root. All traffic stays on 127.0.0.1. --save writes bench/results/ and the table in bench/README.md.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CLASSES = ":".join([f"{ROOT}/target/classes", *(f"{ROOT}/target/quarkus-app/lib/{part}/*" for part in ("main", "boot"))])
JVM = "-Xms512m -Xmx512m -XX:+UseParallelGC -XX:+AlwaysPreTouch -Dio.netty.leakDetection.level=disabled".split()
SCENARIOS = {"plain": (0, 6000), "key": (1, 6000), "key+limit": (2, 6000), "refused": (2, 1)}
BODY = json.dumps({"items": [{"id": i, "name": f"Item number {i}", "price": 9.99, "stock": 120} for i in range(17)]})


def install():
    missing = [p for p, probe in {"nginx": "nginx", "wrk": "wrk"}.items() if not shutil.which(probe)]
    if not pathlib.Path("/usr/lib/nginx/modules/ngx_http_lua_module.so").exists():
        missing.append("libnginx-mod-http-lua")
    if not missing:
        return
    if os.geteuid() != 0:
        sys.exit("Please install: " + " ".join(missing))
    subprocess.run(["apt-get", "install", "-y", "-qq", *missing], check=True)


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def java(directory, *arguments):
    return ["java", *JVM, "-cp", f"{directory}:{CLASSES}", "Gateway", *map(str, arguments)]


def environment():
    return {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}


class Process:
    """Something that runs on one core until the end of the run."""

    def __init__(self, core, command, port):
        self.process = subprocess.Popen(["taskset", "-c", str(core), *command], stdout=subprocess.DEVNULL, env=environment())
        self.port = port
        deadline = time.time() + 60
        while not self.answers():
            if time.time() > deadline or self.process.poll() is not None:
                sys.exit("does not start: " + " ".join(command))
            time.sleep(0.1)

    def answers(self):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=1)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def pids(self):
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu_seconds(self):
        ticks = 0
        for pid in self.pids():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory_mb(self):
        text = "".join(pathlib.Path(f"/proc/{pid}/status").read_text() for pid in self.pids())
        return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmRSS")) // 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def configuration(directory, name, **values):
    text = (HERE / name).read_text()
    for key, value in {"DIR": directory, **values}.items():
        text = text.replace(f"@{key}@", str(value))
    path = pathlib.Path(directory) / name
    path.write_text(text)
    return ["nginx", "-p", directory, "-c", str(path)]


def load(port, keys, seconds):
    command = ["taskset", "-c", "1", "wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", "-s", str(HERE / "requests.lua")]
    output = subprocess.run([*command, f"http://127.0.0.1:{port}", "--", str(keys)], capture_output=True, text=True)
    for line in output.stdout.splitlines():
        if line.startswith("RESULT "):
            return json.loads(line[7:])
    sys.exit("wrk: " + output.stdout + output.stderr)


def check_same_work(port, key, policy):
    """The origin must have seen the same from every contender."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/seen", headers={"apikey": key})
    try:
        seen = json.load(urllib.request.urlopen(request, timeout=5))
    except urllib.error.HTTPError as refusal:
        sys.exit(f"port {port} refuses a good key: {refusal.read()}")
    assert seen["client"] == "127.0.0.1", seen
    if policy == 0:
        return
    assert seen["key"] == "" and seen["consumer"] == "app-1", seen
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/seen", timeout=5)
        sys.exit("a call without a key passed")
    except urllib.error.HTTPError as refusal:
        assert refusal.code == 401, refusal


def measure(process, port, keys, seconds):
    before = process.cpu_seconds() if process else 0
    result = load(port, keys, seconds)
    result["per_second"] = round(result["requests"] / result["micros"] * 1e6)
    if process:
        result["cpu_micros"] = round((process.cpu_seconds() - before) / result["requests"] * 1e6, 2)
        result["memory_mb"] = process.memory_mb()
    return result


def run(arguments, directory):
    policy, limit = SCENARIOS[arguments.scenario]
    keys = pathlib.Path(directory) / "keys"
    subprocess.run(["javac", "-cp", CLASSES, "-d", directory, str(HERE / "Gateway.java")], check=True, env=environment())
    subprocess.run(java(directory, "keys", keys, 10_000), check=True, env=environment())
    upstream, nginx_port, gatehouse_port = free_ports(3)
    running = []
    try:
        running.append(Process(1, configuration(directory, "upstream.conf", UPSTREAM=upstream, BODY=BODY), upstream))
        nginx = Process(0, configuration(
            directory, "nginx-lua.conf", UPSTREAM=upstream, PORT=nginx_port, KEYS=keys, POLICY=policy, LIMIT=limit), nginx_port)
        running.append(nginx)
        gatehouse = Process(0, java(directory, "serve", gatehouse_port, upstream, keys, policy, limit), gatehouse_port)
        running.append(gatehouse)
        contenders = {"direct": (None, upstream), "nginx-lua": (nginx, nginx_port), "gatehouse": (gatehouse, gatehouse_port)}
        for process, port in list(contenders.values())[1:]:
            if arguments.scenario != "refused":
                check_same_work(port, keys.read_text().split()[0], policy)
        load(gatehouse_port, keys, arguments.warm_up)
        load(nginx_port, keys, 2)
        rounds = []
        for number in range(1, arguments.rounds + 1):
            row = {name: measure(process, port, keys, arguments.seconds) for name, (process, port) in contenders.items()}
            row["ratio"] = round(row["gatehouse"]["per_second"] / row["nginx-lua"]["per_second"], 3)
            rounds.append(row)
            print(f"round {number}: " + ", ".join(
                f"{name} {row[name]['per_second']}/s" for name in contenders) + f", ratio {row['ratio']}", flush=True)
        return rounds
    finally:
        for process in reversed(running):
            process.stop()


def median(rounds, name, field):
    return round(statistics.median(row[name][field] for row in rounds), 2)


def report(scenario, rounds, load_before):
    ratios = [row["ratio"] for row in rounds]
    nginx = [row["nginx-lua"]["per_second"] for row in rounds]
    quiet = all(abs(value / statistics.median(nginx) - 1) <= 0.2 for value in nginx)
    return {
        "scenario": scenario,
        "date": datetime.date.today().isoformat(),
        "machine": {"cores": os.cpu_count(), "cpu": cpu_name(), "kernel": platform.release(), "load_before": load_before},
        "java": subprocess.run(["java", "-version"], capture_output=True, text=True, env=environment()).stderr.splitlines()[0],
        "ratio": statistics.median(ratios),
        "quiet_enough": quiet and max(ratios) - min(ratios) <= 0.1 * statistics.median(ratios) * 2,
        "medians": {
            name: {field: median(rounds, name, field) for field in rounds[0][name]}
            for name in ("direct", "nginx-lua", "gatehouse")},
        "rounds": rounds,
    }


def cpu_name():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def table(results):
    lines = ["| scenario | contender | requests/s | CPU µs/request | p50 ms | p99 ms | memory MB | ratio |", "|---|---|--:|--:|--:|--:|--:|--:|"]
    for result in results:
        for name, values in result["medians"].items():
            ratio = f"**{result['ratio']:.2f}**" if name == "gatehouse" else "1.00" if name == "nginx-lua" else ""
            lines.append(
                f"| {result['scenario']} | {name} | {values['per_second']:,.0f} | {values.get('cpu_micros', '')} |"
                f" {values['p50'] / 1000:.2f} | {values['p99'] / 1000:.2f} | {values.get('memory_mb', '')} | {ratio} |")
    return "\n".join(lines)


def save(result):
    results = ROOT / "bench" / "results"
    results.mkdir(exist_ok=True)
    (results / f"gateway-{result['scenario'].replace('+', '-')}.json").write_text(json.dumps(result, indent=2) + "\n")
    known = [json.loads(path.read_text()) for path in results.glob("gateway-*.json")]
    known.sort(key=lambda one: list(SCENARIOS).index(one["scenario"]))
    readme = ROOT / "bench" / "README.md"
    before, rest = readme.read_text().split("<!-- gateway -->\n", 1)
    after = rest.split("<!-- /gateway -->", 1)[1]
    readme.write_text(before + "<!-- gateway -->\n" + table(known) + "\n<!-- /gateway -->" + after)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", choices=SCENARIOS, default="key+limit")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--warm-up", type=int, default=20)
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    if not pathlib.Path(f"{ROOT}/target/quarkus-app/lib/main").is_dir():
        sys.exit("Please build first: ./mvnw -DskipTests package")
    install()
    load_before = round(os.getloadavg()[0], 2)
    with tempfile.TemporaryDirectory(prefix="gatehouse-bench-") as directory:
        os.chmod(directory, 0o755)
        result = report(arguments.scenario, run(arguments, directory), load_before)
    print(table([result]))
    if not result["quiet_enough"]:
        print("The machine was not quiet: nginx or the ratio varied too much for a claim.")
    if arguments.save:
        save(result)


if __name__ == "__main__":
    main()

"""The packaged product as the benchmarks run it: a process on free ports with a folder of its own."""

import http.client
import json
import os
import pathlib
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOKEN = "a-token-that-only-a-benchmark-uses"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def environment(**more):
    """This process's own, without options that would slow every JVM down."""
    return {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"} | more


def pinned(core, command):
    return command if core is None else ["taskset", "-c", str(core), *command]


def memory_mb(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise SystemExit("the process is gone")


def median_and_tail(values):
    """p50 and p99 with three digits that count."""
    ordered = sorted(values)
    return {"p50": digits(ordered[len(ordered) // 2]), "p99": digits(ordered[int(len(ordered) * 0.99)])}


def digits(value):
    return float(f"{value:.3g}")


def libraries(pom, folder):
    """Fetches what a benchmark needs beside the product, as its pom.xml says."""
    subprocess.run(
        [f"{ROOT}/mvnw", "-q", "-B", "-f", str(pom),
         "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies", f"-DoutputDirectory={folder}"],
        check=True, env=environment())
    return f"{folder}/*"


def write_between(marks, text):
    """Puts a table where bench/README.md has its marks."""
    readme = ROOT / "bench/README.md"
    before, rest = readme.read_text().split(f"<!-- {marks} -->\n", 1)
    after = rest.split(f"<!-- /{marks} -->", 1)[1]
    readme.write_text(f"{before}<!-- {marks} -->\n{text}\n<!-- /{marks} -->{after}")


class Product:
    """Started when the constructor returns; `seconds` is how long that took."""

    def __init__(self, data, core=None, heap=None, patience=120, log=subprocess.DEVNULL, **settings):
        if not (ROOT / "target/quarkus-app/quarkus-run.jar").exists():
            raise SystemExit("Please build first: ./mvnw -DskipTests package")
        self.portal, self.proxy, self.admin_port, self.nodes_port = free_ports(4)
        began = time.monotonic()
        memory = [f"-Xms{heap}", f"-Xmx{heap}"] if heap else []
        self.process = subprocess.Popen(
            pinned(core, ["java", "-XX:+UseParallelGC", *memory, "-jar", f"{ROOT}/target/quarkus-app/quarkus-run.jar"]),
            env=environment(
                GATEHOUSE_DATA=str(data), GATEHOUSE_PORTAL_PORT=str(self.portal), GATEHOUSE_PROXY_PORT=str(self.proxy),
                GATEHOUSE_ADMIN_PORT=str(self.admin_port), GATEHOUSE_ADMIN_TOKEN=TOKEN,
                GATEHOUSE_NODES_PORT=str(self.nodes_port), **settings),
            stdout=log, stderr=subprocess.STDOUT)
        try:
            self._wait(began + patience)
        except BaseException:
            self.process.kill()
            raise
        self.seconds = time.monotonic() - began

    def _wait(self, deadline):
        while time.monotonic() < deadline:
            if self.is_ready():
                return
            time.sleep(0.05)
            if self.process.poll() is not None:
                raise SystemExit("the product ended at its start")
        raise SystemExit("the product did not get ready")

    def is_ready(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.portal, timeout=2)
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def admin(self):
        return Admin(self.admin_port)

    def gateway(self):
        return http.client.HTTPConnection("127.0.0.1", self.proxy)

    def memory_mb(self):
        return memory_mb(self.process.pid)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.stop()


class Admin:
    """One kept-alive connection to the Admin API."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def __call__(self, method, path, body=None):
        self.connection.request(
            method, path, json.dumps(body) if body is not None else None,
            {"Kong-Admin-Token": TOKEN, "Content-Type": "application/json"})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {text}")
        return json.loads(text) if text else None

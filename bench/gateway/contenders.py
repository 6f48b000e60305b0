"""The processes of a run: the origin and the contenders, all with the same job."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from product import ROOT, environment, free_ports, memory_mb, pinned

HERE = pathlib.Path(__file__).resolve().parent
CLASSES = ":".join([f"{ROOT}/target/classes", *(f"{ROOT}/target/quarkus-app/lib/{part}/*" for part in ("main", "boot"))])
# Contenders that are projects of their own, with the jar that each is built into.
PROJECTS = {name: HERE / name / f"target/{name}.jar" for name in ("spring", "vertx-proxy")}
BODY = json.dumps({"items": [{"id": i, "name": f"Item number {i}", "price": 9.99, "stock": 120} for i in range(17)]})
PATHS = {"1k": "/v1/items", "100k": "/large"}


def install(names):
    wanted = {"nginx": "nginx", "wrk": "wrk"} | ({"haproxy": "haproxy"} if "haproxy" in names else {})
    missing = [package for package, program in wanted.items() if not shutil.which(program)]
    if not pathlib.Path("/usr/lib/nginx/modules/ngx_http_lua_module.so").exists():
        missing.append("libnginx-mod-http-lua")
    if missing and os.geteuid() != 0:
        sys.exit("Please install: " + " ".join(missing))
    if missing:
        subprocess.run(["apt-get", "install", "-y", "-qq", *missing], check=True)
    for name in names:
        if name in PROJECTS and not is_built(name):
            subprocess.run([ROOT / "mvnw", "-q", "-B", "-ntp", "package"], cwd=HERE / name, check=True, env=environment())


def is_built(name):
    jar = PROJECTS[name]
    return jar.exists() and all(jar.stat().st_mtime > source.stat().st_mtime for source in (HERE / name).glob("src/**/*.java"))


def jvm(heap):
    return ["java", f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseParallelGC", "-XX:+AlwaysPreTouch", "-Dio.netty.leakDetection.level=disabled"]


class Process:
    """Something that runs on its cores until the end of the run."""

    def __init__(self, cores, command, port, tells_allocations=False):
        pipe = subprocess.PIPE if tells_allocations else subprocess.DEVNULL
        self.process = subprocess.Popen(
            pinned(cores, [str(part) for part in command]), stdin=pipe, stdout=pipe, text=True, env=environment())
        self.port, self.tells_allocations = port, tells_allocations
        deadline = time.time() + 60
        while not self.answers():
            if time.time() > deadline or self.process.poll() is not None:
                sys.exit("does not start: " + " ".join(map(str, command)))
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
        return round(sum(memory_mb(pid) for pid in self.pids()))

    def allocated(self):
        """Bytes since its start, or None when it cannot tell."""
        if not self.tells_allocations:
            return None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Rig:
    """The origin and the contenders of one run, on ports of their own, until the end of the `with`."""

    def __init__(self, directory, options, policy, limit, full=False):
        self.directory, self.options = directory, options
        self.keys = pathlib.Path(directory) / "keys"
        # With one core for the contender, load generator and origin have the other; else all share all of them.
        self.contender_cores, self.load_cores = ("0", "1") if options.cores == 1 else ("0-1", "0-1")
        self.policy, self.limit, self.full, self.upstream = policy, limit, full, free_ports(1)[0]
        self.running = {}

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *failure):
        for process in reversed(self.running.values()):
            process.stop()

    def _start(self):
        sources = [str(HERE / "Gateway.java"), str(HERE / "Probe.java")]
        subprocess.run(["javac", "-cp", CLASSES, "-d", self.directory, *sources], check=True, env=environment())
        subprocess.run(
            [*jvm("256m"), "-cp", f"{self.directory}:{CLASSES}", "Gateway", "keys", self.keys, str(self.options.keys)], check=True, env=environment())
        (pathlib.Path(self.directory) / "large").write_text(json.dumps({"items": [BODY] * 72}))
        self.running["origin"] = Process(self.load_cores, self._nginx("upstream.conf"), self.upstream)
        for name in self.options.contenders:
            port = free_ports(1)[0]
            command = getattr(self, "_" + name.replace("-", "_"))(port)
            self.running[name] = Process(self.contender_cores, command, port, tells_allocations=name == "gatehouse")

    def targets(self):
        """What is measured: name, process (None for the origin itself) and port."""
        yield "direct", None, self.upstream
        for name in self.options.contenders:
            yield name, self.running[name], self.running[name].port

    def path(self):
        return PATHS[self.options.body]

    def _nginx_lua(self, port):
        return self._nginx("nginx-lua.conf", port)

    def _haproxy(self, port):
        keys = self.keys.read_text().split()
        (pathlib.Path(self.directory) / "haproxy.map").write_text("".join(
            f"{key} 00000000-0000-4000-8000-{number:012}/app-{number}\n" for number, key in enumerate(keys, 1)))
        return ["haproxy", "-db", "-f", self._configuration("haproxy.cfg", port)]

    def _spring(self, port):
        webflux = "spring.cloud.gateway.server.webflux"
        settings = {
            "server.address": "127.0.0.1", "server.port": port, "bench.upstream": self.upstream, "bench.keys": self.keys,
            "bench.policy": self.policy, "bench.limit": self.limit,
            # Without it X-Forwarded-* would be removed; its own ones would come twice.
            f"{webflux}.trusted-proxies": ".*",
            **{f"{webflux}.x-forwarded.{part}-enabled": "false" for part in ("for", "host", "port", "proto", "prefix")}}
        return [
            *jvm("512m"), f"-Dreactor.netty.ioWorkerCount={self.options.cores}", "-Dreactor.netty.pool.maxConnections=4096",
            "-jar", PROJECTS["spring"], *(f"--{name}={value}" for name, value in settings.items())]

    def _vertx_proxy(self, port):
        jar = PROJECTS["vertx-proxy"]
        return [
            *jvm("512m"), "-cp", f"{jar}:{jar.parent}/lib/*", "io.gatehouse.bench.VertxProxy", port, self.upstream, self.keys,
            self.policy, self.limit, self.options.cores]

    def _gatehouse(self, port):
        return [
            *jvm(self.options.heap), "-cp", f"{self.directory}:{CLASSES}", "Gateway", "serve", port, self.upstream, self.keys,
            "full" if self.full else self.policy, self.limit, self.options.cores]

    def _nginx(self, name, port=None):
        return ["nginx", "-p", self.directory, "-c", self._configuration(name, port)]

    def _configuration(self, name, port):
        text = (HERE / name).read_text()
        values = {
            "DIR": self.directory, "UPSTREAM": self.upstream, "BODY": BODY, "PORT": port, "KEYS": self.keys, "POLICY": self.policy,
            "LIMIT": self.limit, "CORES": self.options.cores}
        for key, value in values.items():
            text = text.replace(f"@{key}@", str(value))
        path = pathlib.Path(self.directory) / name
        path.write_text(text)
        return path


def check_same_work(name, port, keys, policy, limit):
    """The origin must have seen the same from every contender, and the client must have got the same."""

    def call(key):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/seen", headers={"apikey": key} if key else {})
        try:
            return urllib.request.urlopen(request, timeout=5)
        except urllib.error.HTTPError as refusal:
            return refusal

    good = call(keys[0])
    assert good.status == 200, f"{name} refuses a good key: {good.read()}"
    seen = json.load(good)
    assert seen["client"] == "127.0.0.1" and seen["host"] == "127.0.0.1" and seen["path"] == "/seen", (name, seen)
    assert seen["request"] and seen["via"], (name, seen)
    if policy == 0:
        return
    assert seen["key"] == "" and seen["consumer"] == "app-1" and seen["id"].endswith("000000000001"), (name, seen)
    assert call(None).status == 401, f"{name}: a call without a key passed"
    assert call("nobody's").status == 401, f"{name}: a call with a wrong key passed"
    if policy == 2:
        left = "RateLimit-Remaining", "X-RateLimit-Remaining-Minute"
        assert all(good.headers[header] == str(limit - 1) for header in left), (name, good.headers)
        assert good.headers["RateLimit-Limit"] == str(limit) and good.headers["RateLimit-Reset"], (name, good.headers)
        if limit == 1:
            refused = call(keys[0])
            assert refused.status == 429 and refused.headers["Retry-After"], (name, refused.status)

"""Latency at a constant rate, measured by Probe.java on the core of the load generator."""

import ctypes
import json
import subprocess
import sys

from product import environment, pinned

PR_SET_TIMERSLACK = 29
WARM_UP_SECONDS = 3


def to_the_microsecond():
    """Lets the probe wake up when a call is due; the kernel's usual slack is 50 µs. It is inherited by what is started."""
    ctypes.CDLL(None).prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0)


def probe(rig, port):
    chosen = rig.options
    command = [
        # Compiled once, early: the second compiler would take the core for some ms later on.
        "java", "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1",
        "-cp", rig.directory, "Probe", port, rig.path(), rig.keys, chosen.rate, chosen.connections, WARM_UP_SECONDS, chosen.seconds]
    output = subprocess.run(
        pinned(rig.load_cores, [str(part) for part in command]), capture_output=True, text=True, env=environment(),
        preexec_fn=to_the_microsecond)
    for line in output.stdout.splitlines():
        if line.startswith("RESULT "):
            return json.loads(line[7:])
    sys.exit("probe: " + output.stdout + output.stderr)

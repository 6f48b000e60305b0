"""What a run has found: medians of its rounds, the files in bench/results/, and the tables in bench/README.md."""

import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess

from product import ROOT, environment, write_between

RESULTS = ROOT / "bench/results"
BAR = "nginx-lua"
PERCENTILES = ("p50", "p99", "p999")
ORDER = ["plain", "key", "key+limit", "refused", "full"]


def add_ratios(row):
    """To nginx + Lua of the same round: throughput, or each percentile at a constant rate."""
    bar = row.get(BAR)
    for name, one in row.items():
        if bar and name != "direct" and "per_second" in one:
            one["ratio"] = round(one["per_second"] / bar["per_second"], 3)
        elif bar and name != "direct":
            one |= {f"{part}_ratio": round(one[part] / bar[part], 3) for part in PERCENTILES}


def line(name, one):
    if "per_second" in one:
        return f"{name} {one['per_second']}/s" + (f" ({one['ratio']})" if "ratio" in one else "")
    return f"{name} " + "/".join(f"{one[part]:.0f}" for part in PERCENTILES) + " µs"


def report(options, rounds, load_before):
    names = list(rounds[0])
    return {
        **{field: getattr(options, field) for field in ("scenario", "body", "connections", "cores", "keys", "heap", "rate", "seconds")},
        "date": datetime.date.today().isoformat(),
        "machine": {"cores": os.cpu_count(), "cpu": cpu_name(), "kernel": platform.release(), "load_before": load_before},
        "java": java_version(),
        "quiet_enough": quiet(rounds),
        "medians": {
            name: {field: round(statistics.median(row[name][field] for row in rounds), 3) for field in rounds[0][name]}
            for name in names},
        "rounds": rounds,
    }


def java_version():
    return subprocess.run(["java", "-version"], capture_output=True, text=True, env=environment()).stderr.splitlines()[0]


def quiet(rounds):
    """The bar within 20 % of its median, and each ratio within 10 % of its own. Tails vary; at a constant rate p50 tells."""
    value, ratio = ("per_second", "ratio") if "per_second" in rounds[0]["direct"] else ("p50", "p50_ratio")
    bar = BAR if BAR in rounds[0] else "direct"
    series = [([row[bar][value] for row in rounds], 0.2)]
    series += [([row[name][ratio] for row in rounds], 0.1) for name in rounds[0] if ratio in rounds[0][name]]
    return all(abs(one / statistics.median(values) - 1) <= most for values, most in series for one in values)


def cpu_name():
    for line_of_file in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line_of_file.startswith("model name"):
            return line_of_file.split(":", 1)[1].strip()
    return platform.machine()


def unusual(result):
    """What differs from the usual machine and load."""
    parts = [f"{result['cores']} cores"] if result["cores"] != 1 else []
    parts += [f"{result['keys']:,} keys"] if result.get("keys", 10_000) != 10_000 else []
    parts += [f"heap {result['heap']}"] if result["heap"] != "512m" else []
    java = result["java"].split('"')[1].split(".")[0]
    return parts + ([f"Java {java}"] if java != "17" else [])


def case(result):
    """Short name of what was run."""
    return ", ".join([result["scenario"], result["body"], f"{result['connections']} conn.", *unusual(result)])


def file_name(result):
    kind = f"latency-{result['rate']}" if result["rate"] else "gateway"
    parts = [kind, result["scenario"].replace("+", "-"), result["body"], str(result["connections"])]
    parts += [part.lower().replace(" ", "").replace(",", "") for part in unusual(result)]
    return "-".join(parts) + ".json"


def table(results):
    return latency_table(results) if results[0]["rate"] else load_table(results)


def load_table(results):
    lines = [
        "| scenario | contender | requests/s | CPU µs/request | p50 ms | p99 ms | p99.9 ms | memory MB | allocated, KB/request | ratio |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for result in results:
        for name, one in result["medians"].items():
            times = " | ".join(f"{one[part] / 1000:.2f}" for part in PERCENTILES)
            kilobytes = f"{one['allocated_bytes'] / 1000:.1f}" if "allocated_bytes" in one else ""
            lines.append(
                f"| {case(result)} | {name} | {one['per_second']:,.0f} | {one.get('cpu_micros', '')} | {times} |"
                f" {one.get('memory_mb', '')} | {kilobytes} | {strong(name, one.get('ratio'))} |")
    return "\n".join(lines + derived(results))


def latency_table(results):
    lines = [
        "| calls/s | scenario | contender | p50 µs | p99 µs | p99.9 µs | CPU µs/request | ratio of p50 | of p99 | of p99.9 |",
        "|--:|---|---|--:|--:|--:|--:|--:|--:|--:|"]
    for result in results:
        for name, one in result["medians"].items():
            times = " | ".join(f"{one[part]:,.0f}" for part in PERCENTILES)
            ratios = " | ".join(strong(name, one.get(f"{part}_ratio")) for part in PERCENTILES)
            lines.append(f"| {result['rate']:,} | {case(result)} | {name} | {times} | {one.get('cpu_micros', '')} | {ratios} |")
    return "\n".join(lines)


def strong(name, ratio):
    if ratio is None:
        return ""
    return f"**{ratio:.2f}**" if name == "gatehouse" else f"{ratio:.2f}"


def derived(results):
    """What follows from the table: how far ahead of Spring Cloud Gateway, and what the plugins cost."""
    lines = []
    for result in results:
        medians = result["medians"]
        if {"spring", "gatehouse"} <= medians.keys():
            times = statistics.median(row["gatehouse"]["per_second"] / row["spring"]["per_second"] for row in result["rounds"])
            lines.append(f"- {case(result)}: Gatehouse passes {times:.1f} times as many calls as Spring Cloud Gateway.")
        if {"vertx-proxy", "gatehouse"} <= medians.keys():
            times = statistics.median(row["gatehouse"]["per_second"] / row["vertx-proxy"]["per_second"] for row in result["rounds"])
            lines.append(f"- {case(result)}: {times:.2f} times as many as the proxy of Vert.x.")
    by_case = {case(result): result["medians"] for result in results}
    for result in results:
        plain = by_case.get(case(result | {"scenario": "plain"}))
        if result["scenario"] == "key+limit" and plain:
            parts = [
                f"{name} {one['per_second'] / plain[name]['per_second']:.2f}"
                for name, one in result["medians"].items() if name != "direct" and name in plain]
            lines.append(f"- {case(result)}, as a part of `plain`, which is the price of the plugins: {', '.join(parts)}.")
        limited = by_case.get(case(result | {"scenario": "key+limit"}))
        if result["scenario"] == "full" and limited:
            part = result["medians"]["gatehouse"]["per_second"] / limited["gatehouse"]["per_second"]
            lines.append(f"- {case(result)}: {part:.2f} of what `key+limit` passes.")
    return ["", *lines] if lines else []


def save(result):
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / file_name(result)).write_text(json.dumps(result, indent=2) + "\n")
    kind = "latency" if result["rate"] else "gateway"
    known = [json.loads(path.read_text()) for path in RESULTS.glob(f"{kind}-*.json")]
    known.sort(key=lambda one: (
        one["cores"], one["java"], one["body"] != "1k", one["connections"] != 64, one["connections"], ORDER.index(one["scenario"]), one["heap"]))
    write_between(kind, table(known))

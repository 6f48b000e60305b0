#!/usr/bin/env python3
"""How fast the portal's pages answer and how much they weigh.

    python3 bench/portal/run.py [--calls 300] [--save]

Starts the packaged product with the demo, asks for each page as a visitor or as the signed-in developer over one kept-alive
connection, and takes the time until the last byte is there. The weight is what a browser loads the first time, compressed as it is sent:
the page, its styles and its scripts. Needs a JDK 17 and the built project. --save writes bench/results/portal.json and the table
in bench/README.md.
"""

import argparse
import gzip
import http.client
import json
import pathlib
import re
import sys
import tempfile
import time
import urllib.parse

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from product import Product, ROOT, digits, write_between

WARM_UP = 200


class Browser:
    """Keeps its cookies and its connection."""

    def __init__(self, port):
        self.origin = f"http://127.0.0.1:{port}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.cookies = {}

    def ask(self, method, path, body=None):
        headers = {"Accept": "text/html", "Accept-Encoding": "gzip", "Origin": self.origin}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";", 1)[0].split("=", 1)
            self.cookies[name] = value
        return answer, content

    def text(self, path):
        answer, content = self.ask("GET", path)
        assert answer.status == 200, f"{path}: {answer.status}"
        return (gzip.decompress(content) if answer.headers.get("Content-Encoding") == "gzip" else content).decode()

    def sign_in(self, person):
        page = self.text("/sign-in")
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        answer, _ = self.ask("POST", "/sign-in", urllib.parse.urlencode(fields | person))
        assert answer.status == 303, f"sign-in: {answer.status}"


def pages(visitor, developer):
    version = re.search(r'href="(/apis/openai/[^"/]+)"', visitor.text("/apis")).group(1)
    operation = re.search(rf'href="({version}/reference/[^"#]+)"', visitor.text(f"{version}/reference")).group(1)
    app = re.search(r'href="(/apps/[0-9a-f-]{36})', developer.text("/apps")).group(1)
    return [
        ("home", visitor, "/"), ("catalog", visitor, "/apis"), ("API", visitor, version),
        ("reference", visitor, f"{version}/reference"), ("operation", visitor, operation), ("docs", visitor, f"{version}/docs"),
        ("applications", developer, "/apps"), ("application", developer, app), ("usage", developer, f"{app}/usage"),
    ]


def weight(browser, path):
    """Bytes as sent: the page and what it links, and how much of it are scripts."""
    linked = re.findall(r'(?:href|src)="(/(?:css|js|theme)/[^"]+)"', browser.text(path))
    sizes = {asset: len(browser.ask("GET", asset)[1]) for asset in set(linked)}
    scripts = sum(size for asset, size in sizes.items() if asset.startswith("/js/"))
    return len(browser.ask("GET", path)[1]) + sum(sizes.values()), scripts


def measure(name, browser, path, calls):
    times = []
    for number in range(WARM_UP + calls):
        began = time.perf_counter()
        answer, _ = browser.ask("GET", path)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, f"{path}: {answer.status}"
    times = sorted(times[WARM_UP:])
    total, scripts = weight(browser, path)
    return {"page": name, "p50": digits(times[len(times) // 2]), "p95": digits(times[int(len(times) * 0.95)]),
            "kilobytes": digits(total / 1024), "script_kilobytes": digits(scripts / 1024)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=300)
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Product(pathlib.Path(folder), GATEHOUSE_DEMO="true") as product:
        demo = json.loads((pathlib.Path(folder) / "demo.json").read_text())
        visitor, developer = Browser(product.portal), Browser(product.portal)
        developer.sign_in(demo["developer"])
        rows = [measure(name, browser, path, arguments.calls) for name, browser, path in pages(visitor, developer)]
    text = "\n".join(["| page | p50 ms | p95 ms | KB in all | KB of scripts |", "|---|--:|--:|--:|--:|",
                      *(f"| {row['page']} | {row['p50']} | {row['p95']} | {row['kilobytes']} | {row['script_kilobytes']} |" for row in rows)])
    print(text)
    if arguments.save:
        (ROOT / "bench/results/portal.json").write_text(json.dumps(rows, indent=2) + "\n")
        write_between("portal", text)


if __name__ == "__main__":
    main()

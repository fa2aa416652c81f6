"""Small libraries that the dynamic loader puts before a program's own: NAME.c beside this file, built when first asked for."""

import functools
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

_folder = tempfile.TemporaryDirectory(prefix="crm-agent-preload-")  # removed when the tests end


@functools.cache
def library(name):
    """What LD_PRELOAD is to name."""
    built = pathlib.Path(_folder.name) / f"{name}.so"
    built.parent.chmod(0o755)  # PostgreSQL runs as another user
    subprocess.run(["cc", "-Wall", "-shared", "-fPIC", "-o", built, HERE / f"{name}.c"], check=True)
    return built

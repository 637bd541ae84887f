"""Run commands of whichever `verdeel` comes first on PYTHONPATH, and keep what they print.

Run by compare_outputs.py, in the folder where the files go: python record.py TREE < commands.json. One
process for many commands, because starting takes longer than most of them.
"""

import gc
import io
import json
import runpy
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec
from pathlib import Path


def run(args: list[str]) -> tuple[str, str, object]:
    """What the command prints, what it says on stderr, and its exit status."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    status: object = 0
    sys.argv = ["verdeel", *args]
    with redirect_stdout(out), redirect_stderr(err):
        try:
            runpy.run_module("cli", run_name="__main__")
        except SystemExit as end:
            status = end.code or 0
        except Exception:  # noqa: BLE001 - a crash is an output like any other, and must be seen
            status = traceback.format_exc().splitlines()[-1]
    # the command switches collection off for the one run it expects to be
    gc.unfreeze()
    gc.enable()
    gc.collect()
    return *(_text(stream) for stream in (out, err)), status


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8")


def main() -> None:
    tree = Path(sys.argv[1])
    spec = find_spec("cli")
    if not spec or not spec.origin or tree not in Path(spec.origin).parents:
        raise SystemExit(f"the command would come from {spec and spec.origin}, not from {tree}")
    ended = {}
    for name, args in json.load(sys.stdin):
        printed, error, status = run(args)
        Path(name).write_text(printed, encoding="utf-8")
        ended[name] = {"exit": status, "stderr": error.splitlines()}
    Path("ended.json").write_text(json.dumps(ended, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The outputs of a tree, in a folder: those of the base are made once and kept."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from base_tree import environment, unpacked
from outputs.plan import RECEIVED, Command, fill, groups

HERE = Path(__file__).resolve().parent
LIBRARIES = ("polars", "openpyxl", "odfdo", "xlsxwriter", "click")


def record(tree: Path, group: str, commands: list[Command], own: Path, out: Path) -> None:
    """Let `tree` print a group of commands into the folder OUT/group."""
    folder = out / group
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if (own / group).is_dir():
        shutil.copytree(own / group, folder / "eigen")
    if group == "check":
        for name, text in RECEIVED.items():
            (folder / name).write_text(text, encoding="utf-8")
    subprocess.run(
        [sys.executable, str(HERE / "record.py"), str(tree.resolve())],
        cwd=folder,
        env=environment(tree),
        input=json.dumps(commands),
        text=True,
        encoding="utf-8",
        check=True,
    )


def record_all(tree: Path, plan: dict[str, list[Command]], own: Path, out: Path) -> None:
    """As many groups at a time as there are processors, the longest first."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        order = sorted(plan, key=lambda name: -len(plan[name]))
        list(pool.map(lambda name: record(tree, name, plan[name], own, out), order))


def base_outputs(commit: str, recorded: Path) -> dict[str, list[Command]]:
    """The plan of the base; its outputs are in `recorded`, made now unless they stand there already."""
    note = recorded / "recorded.json"
    made_by = _made_by(commit)
    if note.exists():
        stands = json.loads(note.read_text(encoding="utf-8"))
        if stands["made by"] == made_by:
            return stands["plan"]
    elif recorded.exists() and any(recorded.iterdir()):
        raise SystemExit(f"{recorded} holds something else than recorded outputs")
    print(f"recording {commit} in {recorded}", flush=True)
    fresh = recorded.with_name(f"{recorded.name}.{os.getpid()}")  # someone else may be reading the old ones
    with unpacked(commit) as tree:
        fill(tree, fresh / "own")
        plan = groups(tree, fresh / "own")
        record_all(tree, plan, fresh / "own", fresh / "outputs")
    text = json.dumps({"made by": made_by, "plan": plan}, indent=1)
    (fresh / note.name).write_text(text, encoding="utf-8")
    shutil.rmtree(recorded, ignore_errors=True)
    fresh.rename(recorded)
    return plan


def _made_by(commit: str) -> dict[str, str]:
    """What the recorded outputs depend on."""
    by = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in ("plan.py", "record.py")))
    return {"commit": commit, "by": by.hexdigest(), **{name: version(name) for name in LIBRARIES}}

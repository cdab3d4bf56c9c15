"""Python's side of PythonInterop.java: hub_interop.py offline|online|scan|absent|fails OWNER/NAME.

HF_ENDPOINT and HF_HUB_CACHE say which hub and which cache. Run by huggingface_hub 0.36.
"""

import sys

from huggingface_hub import scan_cache_dir, snapshot_download, try_to_load_from_cache
from huggingface_hub.file_download import _CACHED_NO_EXIST

WANTED = ["*.json", "model*.safetensors", "*.jinja"]


def main(what: str, name: str) -> None:
    if what in ("offline", "online"):
        print(snapshot_download(name, allow_patterns=WANTED))
    elif what == "scan":
        found = scan_cache_dir()
        assert not found.warnings, found.warnings
        (repo,) = found.repos
        (revision,) = repo.revisions
        assert repo.repo_id == name and revision.refs == {"main"}, repo
        print(revision.snapshot_path)
    elif what == "absent":
        absent = try_to_load_from_cache(name, "added_tokens.json")
        print("no such file" if absent is _CACHED_NO_EXIST else absent)
    elif what == "fails":
        try:
            snapshot_download(name, allow_patterns=WANTED)
        except Exception:
            print("failed")
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Makes a Cargo registry of the SDK's crates in a folder, so that operators depend on it by name and version.

    registry.py OUT_DIR [REGISTRY_INDEX]

Needs cargo. OUT_DIR gets the crates and their index. What is printed goes into the project's .cargo/config.toml: it puts
OUT_DIR in the place of the registry "aio-wg", whose index is REGISTRY_INDEX (as it stands in [registries] of that file; a
name that leads nowhere, unless it is given).
"""

import hashlib
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CRATES = ("wasm_graph_sdk_wit", "wasm_graph_sdk")


def cargo(*arguments: str) -> str:
    return subprocess.run(("cargo", *arguments), cwd=HERE, check=True, stdout=subprocess.PIPE, text=True).stdout


def dependency(of: dict) -> dict:
    source = of["source"]  # none: a path, so a crate of this registry
    return {
        "name": of["name"],
        "req": of["req"],
        "features": of["features"],
        "optional": of["optional"],
        "default_features": of["uses_default_features"],
        "target": of["target"],
        "kind": of["kind"] or "normal",
        "registry": source.removeprefix("registry+") if source else None,
    }


def main(out: str, index: str = "sparse+https://registry.invalid/") -> None:
    cargo("package", "--locked", "-q", "--allow-dirty", "--no-verify", *(f"-p{crate}" for crate in CRATES))
    metadata = json.loads(cargo("metadata", "--no-deps", "--locked", "--format-version", "1"))
    folder = pathlib.Path(out).resolve()
    for package in metadata["packages"]:
        name, version = package["name"], package["version"]
        if name not in CRATES:
            continue
        packed = pathlib.Path(metadata["target_directory"], "package", f"{name}-{version}.crate").read_bytes()
        entry = {
            "name": name,
            "vers": version,
            "deps": [dependency(each) for each in package["dependencies"] if each["kind"] != "dev"],
            "cksum": hashlib.sha256(packed).hexdigest(),
            "features": package["features"],
            "yanked": False,
        }
        place = folder / "index" / name[:2] / name[2:4]
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(json.dumps(entry) + "\n", encoding="utf-8")
        (folder / f"{name}-{version}.crate").write_bytes(packed)
    print(f'[registries]\naio-wg = {{ index = "{index}" }}\n')
    print(f'[source.aio-wg]\nregistry = "{index}"\nreplace-with = "leat"\n')
    print(f'[source.leat]\nlocal-registry = "{folder}"')


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*sys.argv[1:])

"""Packs libwasmtime into the classes of this module: see natives.sh, which runs this."""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements.txt"
PACKAGE = "dev/leat/component/wasmtime/natives"

# Our name of a platform: the tag of its wheel, the library inside the wheel.
PLATFORMS = {
    "linux-x86_64": ("manylinux1_x86_64", "wasmtime/linux-x86_64/_libwasmtime.so", "libwasmtime.so"),
    "linux-aarch64": ("manylinux2014_aarch64", "wasmtime/linux-aarch64/_libwasmtime.so", "libwasmtime.so"),
    "macos-x86_64": ("macosx_10_13_x86_64", "wasmtime/darwin-x86_64/_libwasmtime.dylib", "libwasmtime.dylib"),
    "macos-aarch64": ("macosx_11_0_arm64", "wasmtime/darwin-aarch64/_libwasmtime.dylib", "libwasmtime.dylib"),
    "windows-x86_64": ("win_amd64", "wasmtime/win32-x86_64/_wasmtime.dll", "wasmtime.dll"),
    "windows-aarch64": ("win_arm64", "wasmtime/win32-aarch64/_wasmtime.dll", "wasmtime.dll"),
}


class Unavailable(Exception):
    """Why a platform's library cannot be packed, with what to do."""


def platform_of(os_name, architecture):
    """The platform of a Java virtual machine, from its os.name and os.arch. Mirrors Platform.java."""
    name = os_name.lower()
    system = "macos" if name.startswith("mac") else "windows" if name.startswith("windows") else name
    processor = {"amd64": "x86_64", "arm64": "aarch64"}.get(architecture, architecture)
    return f"{system}-{processor}"


def pinned():
    """The pinned version, and the hashes that a wheel may have."""
    text = REQUIREMENTS.read_text(encoding="utf-8")
    version = re.search(r"^wasmtime==(\S+)", text, re.MULTILINE).group(1)
    return version, set(re.findall(r"--hash=sha256:([0-9a-f]{64})", text))


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def wheel_for(tag, version, hashes, cache):
    """The platform's wheel: the cached one where it is intact, otherwise downloaded by pip, which checks its hash."""
    wheel = cache / f"wasmtime-{version}-py3-none-{tag}.whl"
    if wheel.is_file() and sha256(wheel) in hashes:
        return wheel
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode != 0:
        raise Unavailable(f"{sys.executable} has no pip. Install it (on Debian: apt-get install python3-pip)")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as directory:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--only-binary=:all:", "--require-hashes", "--platform", tag, "-r", str(REQUIREMENTS)]
        result = subprocess.run(command + ["-d", directory], capture_output=True, text=True)
        if result.returncode != 0:
            reason = (result.stderr.strip() or result.stdout.strip()).splitlines()[-1:]
            raise Unavailable(f"pip could not download wasmtime {version} for {tag}: {' '.join(reason)}")
        os.replace(next(pathlib.Path(directory).glob("*.whl")), wheel)
    return wheel


def replace(path, write):
    """Writes a file beside its place and moves it there, so that a build that is stopped leaves nothing by halves."""
    part = path.with_name(path.name + ".part")
    with open(part, "wb") as file:
        write(file)
    os.replace(part, path)


def pack(platform, output, version, hashes, cache):
    """Makes sure that the output holds the platform's library; does nothing where it does already."""
    tag, member, name = PLATFORMS[platform]
    directory = output / PACKAGE / platform
    library, description = directory / name, directory / "library.properties"
    if library.is_file() and description.is_file():
        lines = description.read_text(encoding="ascii").splitlines()
        if f"version={version}" in lines and f"size={library.stat().st_size}" in lines:
            return
    wheel = wheel_for(tag, version, hashes, cache)
    directory.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        replace(library, lambda file: shutil.copyfileobj(archive.open(member), file, 1 << 20))
    crc = 0
    with open(library, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            crc = zlib.crc32(block, crc)
    lines = [
        f"version={version}",
        f"file={name}",
        f"size={library.stat().st_size}",
        f"crc32={crc:08x}",
        f"sha256={sha256(library)}",
    ]
    replace(description, lambda file: file.write(("\n".join(lines) + "\n").encode("ascii")))
    print(f"component/wasmtime: packed libwasmtime {version} for {platform}")


def main():
    output, os_name, architecture = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    version, hashes = pinned()
    cache = pathlib.Path(os.environ.get("LEAT_CACHE") or pathlib.Path.home() / ".cache" / "leat") / "wheels"
    wanted = list(PLATFORMS) if os_name == "all" else [platform_of(os_name, architecture)]
    for platform in wanted:
        try:
            if platform not in PLATFORMS:
                raise Unavailable("there is no libwasmtime for this platform")
            pack(platform, output, version, hashes, cache)
        except (Unavailable, OSError, KeyError, StopIteration, zipfile.BadZipFile) as problem:
            print(f"component/wasmtime: GOING ON WITH THE PURE-JAVA ENGINE ONLY on {platform}: {problem}.")


if __name__ == "__main__":
    main()

"""Takes guide 1's Rust blocks out of the guide and makes two crates of them.

    extract.py GUIDE OUT_DIR

OUT_DIR/converter is the guide's Cargo.toml and its first module, word for word.
OUT_DIR/reference holds the blocks of the guide's reference. What is no whole program is completed here, and only so:
a body that is a comment gets todo!(), statements get a function around them that declares the names they use, and the
function that an attribute names is added.
"""

import pathlib
import re
import sys

# The functions around the guide's statements, by a line that tells which block it is.
AROUND = {
    "state_store::set(": "fn state(key: &str, value: &str, options: wasm_graph_sdk::state_store::SetOptions)"
    " -> Result<(), wasm_graph_sdk::Error>",
    'logger::log(Level::Info, "my-operator", "Processing started");': "fn log(error: &str)"
    " -> Result<(), wasm_graph_sdk::Error>",
    "metrics::add_to_counter(": "fn count(duration_ms: f64, labels: &Vec<wasm_graph_sdk::metrics::Label>)"
    " -> Result<(), wasm_graph_sdk::Error>",
}
INIT = "\nfn my_init_function(_configuration: ModuleConfiguration) -> bool {\n    true\n}\n"


def blocks(guide: str, language: str) -> list[str]:
    return re.findall(rf"^[ \t]*```{language}\n(.*?)^[ \t]*```", guide, re.MULTILINE | re.DOTALL)


def one(candidates: list[str], what: str, *marks: str) -> str:
    found = [block for block in candidates if all(mark in block for mark in marks)]
    if len(found) != 1:
        sys.exit(f"extract.py: the guide has {len(found)} blocks that look like {what}, not one")
    return found[0]


def reference(rust: list[str]) -> str:
    operators = one(rust, "the operators", "#[branch_operator")
    operators = re.sub(r"\{\s*(//[^\n]*)\s*\}", r"{\n    \1\n    todo!()\n}", operators) + INIT
    parameters = one(rust, "the parameters", "configuration.parameters")
    clock = one(rust, "the clock", "pub struct HybridLogicalClock")
    parts = [f"mod {name} {{\n{text}\n}}\n" for name, text in
             (("operators", operators), ("parameters", parameters), ("clock", clock))]
    for mark, signature in AROUND.items():
        statements = one(rust, mark, mark)
        parts.append(f"{signature} {{\n{statements}\n    Ok(())\n}}\n")
    return "#![allow(dead_code, unused_variables)]\n\n" + "\n".join(parts)


def main(guide_file: str, out: str) -> None:
    guide = pathlib.Path(guide_file).read_text(encoding="utf-8")
    rust = blocks(guide, "rust")
    manifest = one(blocks(guide, "toml"), "Cargo.toml", "wasm_graph_sdk", "[package]")
    converter = one(rust, "the converter", "fn fahrenheit_to_celsius(")
    sources = {
        "converter": converter,
        "reference": reference(rust),
    }
    for name, source in sources.items():
        folder = pathlib.Path(out, name)
        (folder / "src").mkdir(parents=True, exist_ok=True)
        renamed = manifest.replace('name = "temperature-converter"', f'name = "guide-{name}"')
        (folder / "Cargo.toml").write_text(renamed + "\n[workspace]\n", encoding="utf-8")
        (folder / "src/lib.rs").write_text(source, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

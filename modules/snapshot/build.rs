//! Puts the model beside the code: the file that SNAPSHOT_MODEL names, or nothing.

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-env-changed=SNAPSHOT_MODEL");
    let model = match env::var("SNAPSHOT_MODEL") {
        Ok(file) => {
            println!("cargo:rerun-if-changed={file}");
            fs::read(&file).unwrap_or_else(|error| panic!("SNAPSHOT_MODEL names {file}: {error}"))
        }
        Err(_) => Vec::new(),
    };
    let folder = env::var("OUT_DIR").expect("Cargo sets OUT_DIR");
    fs::write(Path::new(&folder).join("model.onnx"), model).expect("OUT_DIR can be written to");
}

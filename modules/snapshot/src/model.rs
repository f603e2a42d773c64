//! The model behind `wasi:nn`. Nothing here is called before there is a picture, so that a host without it can run
//! the rest.

use crate::wasi::nn::errors::Error;
use crate::wasi::nn::graph::{load, load_by_name, ExecutionTarget, Graph, GraphEncoding};
use crate::wasi::nn::inference::GraphExecutionContext;
use crate::wasi::nn::tensor::{Tensor, TensorType};
use std::sync::OnceLock;

/// What SNAPSHOT_MODEL named when this was built; empty without.
const EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/model.onnx"));
/// The host's model where none is embedded and the configuration names none.
pub const NAME: &str = "snapshot";

const INPUT: &str = "data";
const SCORES: &str = "mobilenetv20_output_flatten0_reshape0";
const LABELS: &str = "labels";

struct Loaded {
    context: GraphExecutionContext,
    _graph: Graph,
}

static LOADED: OnceLock<Loaded> = OnceLock::new();

/// What a model says of a picture.
pub struct Answer {
    /// A score for each class, each a little-endian `f32`.
    pub scores: Vec<u8>,
    /// The classes, where the model brings them.
    pub labels: Option<Vec<u8>>,
}

/// Runs the model on one tensor. An error is that of the computation; a model that cannot be loaded, or lacks the
/// scores, traps. The host's model of this name is taken, or the embedded one where there is none.
pub fn compute(name: Option<&str>, dimensions: &[u32], tensor: &[u8]) -> Result<Answer, String> {
    let loaded = LOADED.get_or_init(|| load_once(name));
    let input = (INPUT.to_string(), Tensor::new(dimensions, TensorType::Fp32, tensor));
    let outputs = loaded.context.compute(vec![input]).map_err(|error| reason(&error))?;
    let output = |wanted| outputs.iter().find(|(name, _)| name == wanted).map(|(_, tensor)| tensor.data());
    Ok(Answer {
        scores: output(SCORES).unwrap_or_else(|| panic!("the model has no output {SCORES}")),
        labels: output(LABELS),
    })
}

fn load_once(name: Option<&str>) -> Loaded {
    let graph = if name.is_none() && !EMBEDDED.is_empty() {
        load(&[EMBEDDED.to_vec()], GraphEncoding::Onnx, ExecutionTarget::Cpu)
            .unwrap_or_else(|error| panic!("the model could not be loaded: {}", reason(&error)))
    } else {
        let name = name.unwrap_or(NAME);
        load_by_name(name).unwrap_or_else(|error| panic!("the host has no model '{name}': {}", reason(&error)))
    };
    let context = graph
        .init_execution_context()
        .unwrap_or_else(|error| panic!("the model could not be prepared: {}", reason(&error)));
    Loaded { context, _graph: graph }
}

fn reason(error: &Error) -> String {
    let text = error.data();
    if text.is_empty() { format!("{:?}", error.code()) } else { text }
}

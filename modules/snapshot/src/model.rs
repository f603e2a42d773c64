//! The model behind `wasi:nn`. Nothing here is called before there is a picture, so that a host without it can run
//! the rest.

use crate::wasi::nn::errors::Error;
use crate::wasi::nn::graph::{load, load_by_name, ExecutionTarget, Graph, GraphEncoding};
use crate::wasi::nn::inference::GraphExecutionContext;
use crate::wasi::nn::tensor::{Tensor, TensorType};
use std::sync::OnceLock;

/// What SNAPSHOT_MODEL named when this was built; empty without.
const EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/model.onnx"));
/// The host's model where none is embedded.
const NAME: &str = "mobilenetv2";

const INPUT: &str = "data";
const OUTPUT: &str = "mobilenetv20_output_flatten0_reshape0";

struct Loaded {
    context: GraphExecutionContext,
    _graph: Graph,
}

static LOADED: OnceLock<Loaded> = OnceLock::new();

/// Runs the model on one tensor and gives the bytes of its output. An error is that of the computation; a model that
/// cannot be loaded, or lacks the output, traps.
pub fn compute(dimensions: &[u32], tensor: &[u8]) -> Result<Vec<u8>, String> {
    let loaded = LOADED.get_or_init(load_once);
    let input = (INPUT.to_string(), Tensor::new(&dimensions.to_vec(), TensorType::Fp32, &tensor.to_vec()));
    let outputs = loaded.context.compute(vec![input]).map_err(|error| reason(&error))?;
    let (_, output) =
        outputs.into_iter().find(|(name, _)| name == OUTPUT).unwrap_or_else(|| panic!("the model has no output {OUTPUT}"));
    Ok(output.data())
}

fn load_once() -> Loaded {
    let graph = if EMBEDDED.is_empty() {
        load_by_name(NAME).unwrap_or_else(|error| panic!("the host has no model '{NAME}': {}", reason(&error)))
    } else {
        load(&[EMBEDDED.to_vec()], GraphEncoding::Onnx, ExecutionTarget::Cpu)
            .unwrap_or_else(|error| panic!("the model could not be loaded: {}", reason(&error)))
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

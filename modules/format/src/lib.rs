//! Pictures of any kind to RGB of 224 by 224, as the model of `snapshot` takes them.

mod picture;

use leat_guest::{bytes, error, text, Operator};
use picture::{to_rgb, SIDE};
use wasm_graph_sdk::macros::map_operator;

const OPERATOR: Operator = Operator("module-format/map");
const RGB24: &str = "rgb24";

fn init(configuration: ModuleConfiguration) -> bool {
    OPERATOR.start();
    OPERATOR.log_properties(&configuration);
    true
}

#[map_operator(init = "init")]
fn process(data: DataModel) -> Result<DataModel, Error> {
    OPERATOR.called();
    formatted(data, |text| OPERATOR.info(text))
}

fn formatted(data: DataModel, info: impl Fn(&str)) -> Result<DataModel, Error> {
    let (timestamp, picture) = match data {
        DataModel::Message(message) => (message.timestamp, message.payload),
        DataModel::Snapshot(snapshot) if is_formatted(&snapshot) => return Ok(DataModel::Snapshot(snapshot)),
        DataModel::Snapshot(snapshot) => (snapshot.timestamp, snapshot.frame),
        DataModel::BufferOrBytes(_) => return Err(error("Unexpected input type.")),
    };
    let rgb = to_rgb(bytes(&picture)).map_err(|reason| {
        info(&format!("neither a picture nor a raw frame: {reason}"));
        error("Unexpected image format or size.")
    })?;
    Ok(DataModel::Snapshot(Snapshot {
        timestamp,
        format: BufferOrString::String(RGB24.into()),
        width: SIDE,
        height: SIDE,
        frame: BufferOrBytes::Bytes(rgb),
    }))
}

fn is_formatted(snapshot: &Snapshot) -> bool {
    snapshot.width == SIDE && snapshot.height == SIDE && text(&snapshot.format) == RGB24
}

#[cfg(test)]
mod tests;

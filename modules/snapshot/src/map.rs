//! What is on a picture, as the frame of its snapshot.

use crate::exports::wasm_graph::processor::map::Guest;
use crate::{classes, model, tensor};
use leat_guest::types::{BufferOrBytes, DataModel, Error, ModuleConfiguration, Snapshot};
use leat_guest::{bytes, error, Level, Operator};
use leat_measurement::{Measurement, Object};

const OPERATOR: Operator = Operator("module-snapshot/map");

impl Guest for crate::Component {
    fn init(_configuration: ModuleConfiguration) -> bool {
        OPERATOR.start();
        true
    }

    fn process(data: DataModel) -> Result<DataModel, Error> {
        OPERATOR.called();
        let (mut snapshot, input) = input(data)?;
        let output = model::compute(&tensor::DIMENSIONS, &input).map_err(|reason| {
            let message = format!("Error executing graph inference: {reason}");
            OPERATOR.log(Level::Error, &message);
            error(&message)
        })?;
        let class = classes::likeliest(&output);
        OPERATOR.info(&format!("{} ({})", class.label, class.probability));
        snapshot.frame = BufferOrBytes::Bytes(Measurement::Object(Object { result: class.label.into() }).to_json());
        Ok(DataModel::Snapshot(snapshot))
    }
}

/// The snapshot, and its frame for the model.
fn input(data: DataModel) -> Result<(Snapshot, Vec<u8>), Error> {
    let DataModel::Snapshot(snapshot) = data else { return Err(error("Unexpected input type.")) };
    let tensor = {
        let frame = bytes(&snapshot.frame);
        if frame.len() != tensor::FRAME_SIZE {
            let size = frame.len();
            return Err(error(&format!("Unexpected frame size: {size} bytes instead of {}.", tensor::FRAME_SIZE)));
        }
        tensor::tensor(&frame)
    };
    Ok((snapshot, tensor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{message, raw, snapshot};

    #[test]
    fn only_a_snapshot_with_a_whole_frame_reaches_the_model() {
        let (_, tensor) = input(snapshot(&[0; 150_528])).unwrap();
        assert_eq!(tensor.len(), 602_112);
        assert_eq!(tensor[..4], ((0.0 - 0.485) / 0.229f32).to_le_bytes());
        let refusal = |data| input(data).err().unwrap().message;
        assert_eq!(refusal(message("camera/1", "")), "Unexpected input type.");
        assert_eq!(refusal(raw()), "Unexpected input type.");
        assert_eq!(refusal(snapshot(&[0; 150_527])), "Unexpected frame size: 150527 bytes instead of 150528.");
    }
}

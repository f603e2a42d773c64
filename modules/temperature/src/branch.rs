//! Temperatures to the arm `True`, all other measurements to `False`.

use crate::exports::wasm_graph::processor::branch::Guest;
use crate::host::{bytes, error, message, Operator};
use crate::wasm_graph::processor::hybrid_logical_clock::HybridLogicalClock;
use crate::wasm_graph::processor::types::{DataModel, Error, ModuleConfiguration};
use leat_measurement::Measurement;

const OPERATOR: Operator = Operator("module-temperature/branch");

impl Guest for crate::Component {
    fn init(configuration: ModuleConfiguration) -> bool {
        OPERATOR.start(&configuration);
        true
    }

    fn process(_timestamp: HybridLogicalClock, data: DataModel) -> Result<bool, Error> {
        OPERATOR.called();
        let message = message(data)?;
        Measurement::parse(&bytes(&message.payload))
            .map(|measurement| matches!(measurement, Measurement::Temperature(_)))
            .map_err(|_| error("Failed to parse payload as JSON"))
    }
}

//! Detections in a picture become flat rows, one for each instance.

mod detection;

mod map {
    use crate::detection::{rows, Frame};
    use wasm_graph_sdk::logger::{self, Level};
    use wasm_graph_sdk::macros::map_operator;

    const CONTEXT: &str = "module-viconverter/map";

    #[map_operator]
    fn convert(input: DataModel) -> Result<DataModel, Error> {
        let DataModel::Message(mut message) = input else { panic!("the input must be a message") };
        let payload = String::from_utf8(message.payload.read()).expect("the payload must be UTF-8");
        let frame: Frame = serde_json::from_str(&payload).expect("the payload must be detections");
        let rows = rows(&frame);
        logger::log(Level::Info, CONTEXT, &format!("rows: {}", rows.len()));
        let rows = serde_json::to_vec(&rows).expect("texts and numbers have a form in JSON");
        message.payload = BufferOrBytes::Bytes(rows);
        Ok(DataModel::Message(message))
    }
}

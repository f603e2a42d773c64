//! What is on a picture, as the frame of its snapshot.

use crate::exports::wasm_graph::processor::map::Guest;
use crate::{classes, model, tensor};
use leat_guest::types::{BufferOrBytes, DataModel, Error, ModuleConfiguration, Snapshot};
use leat_guest::{bytes, error, Level, Operator};
use leat_measurement::{Measurement, Object};
use std::borrow::Cow;
use std::sync::OnceLock;

const OPERATOR: Operator = Operator("module-snapshot/map");

/// The host's model to use.
const MODEL: &str = "model";
/// A label for each of its classes.
const LABELS: &str = "labels";

static SETTINGS: OnceLock<Settings> = OnceLock::new();

#[derive(Debug, Default, PartialEq)]
struct Settings {
    model: Option<String>,
    labels: Option<String>,
}

impl Guest for crate::Component {
    fn init(configuration: ModuleConfiguration) -> bool {
        OPERATOR.start();
        let settings = SETTINGS.get_or_init(|| settings(configuration.properties));
        OPERATOR.info(&format!("model {}", settings.model.as_deref().unwrap_or(model::NAME)));
        true
    }

    fn process(data: DataModel) -> Result<DataModel, Error> {
        OPERATOR.called();
        let (mut snapshot, input) = input(data)?;
        let settings = SETTINGS.get_or_init(Settings::default);
        let answer = model::compute(settings.model.as_deref(), &tensor::DIMENSIONS, &input).map_err(|reason| {
            let message = format!("Error executing graph inference: {reason}");
            OPERATOR.log(Level::Error, &message);
            error(&message)
        })?;
        let class = classes::likeliest(&answer.scores, &labels(settings, answer.labels.as_deref()));
        OPERATOR.info(&format!("{} ({})", class.label, class.probability));
        snapshot.frame = BufferOrBytes::Bytes(Measurement::Object(Object { result: class.label }).to_json());
        Ok(DataModel::Snapshot(snapshot))
    }
}

/// An empty value is none: that is what a parameter without one is set to.
fn settings(properties: Vec<(String, String)>) -> Settings {
    let mut settings = Settings::default();
    for (key, value) in properties.into_iter().filter(|(_, value)| !value.is_empty()) {
        match key.as_str() {
            MODEL => settings.model = Some(value),
            LABELS => settings.labels = Some(value.replace(';', "\n")),
            _ => {}
        }
    }
    settings
}

/// What the configuration says, else what the model itself does, else those of MobileNet v2.
fn labels<'a>(settings: &'a Settings, of_model: Option<&'a [u8]>) -> Cow<'a, str> {
    match (&settings.labels, of_model) {
        (Some(configured), _) => Cow::Borrowed(configured),
        (None, Some(text)) => String::from_utf8_lossy(text),
        (None, None) => Cow::Borrowed(classes::ILSVRC),
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

    fn given(pairs: &[(&str, &str)]) -> Settings {
        settings(pairs.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect())
    }

    #[test]
    fn model_and_labels_can_be_configured() {
        assert_eq!(given(&[("other", "x"), ("model", ""), ("labels", "")]), Settings::default());
        let both = given(&[("model", "mobilenetv2"), ("labels", "a cat;a dog")]);
        assert_eq!(both.model.as_deref(), Some("mobilenetv2"));
        assert_eq!(both.labels.as_deref(), Some("a cat\na dog"));
    }

    #[test]
    fn configured_labels_go_before_those_of_the_model_and_those_before_the_built_in_ones() {
        let configured = given(&[("labels", "a;b")]);
        assert_eq!(labels(&configured, Some(b"c\nd")), "a\nb");
        assert_eq!(labels(&Settings::default(), Some(b"c\nd")), "c\nd");
        assert_eq!(labels(&Settings::default(), None), classes::ILSVRC);
    }

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

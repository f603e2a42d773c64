//! Messages whose payload is valid by the JSON schema that the graph gives the module.

use wasm_graph_sdk::logger::{self, Level};

const CONTEXT: &str = "module-schema/filter";

mod filter {
    use super::*;
    use jsonschema::Validator;
    use serde_json::Value;
    use std::sync::OnceLock;
    use wasm_graph_sdk::macros::filter_operator;

    static VALIDATOR: OnceLock<Validator> = OnceLock::new();

    fn init(configuration: ModuleConfiguration) -> bool {
        for (key, value) in &configuration.properties {
            logger::log(Level::Info, CONTEXT, &format!("property {key} = {value}"));
        }
        let Some(schema) = configuration.module_schemas.first() else {
            logger::log(Level::Error, CONTEXT, "no module schema is configured");
            return false;
        };
        if configuration.module_schemas.len() > 1 {
            let count = configuration.module_schemas.len();
            logger::log(
                Level::Warn,
                CONTEXT,
                &format!("of {count} module schemas, the first is used: {}", schema.name),
            );
        }
        let _ = VALIDATOR.set(compile(&schema.content)); // a second init keeps the first schema
        true
    }

    #[filter_operator(init = "init")]
    fn is_valid(input: DataModel) -> Result<bool, Error> {
        let validator = VALIDATOR.get().expect("init must run before the first input");
        passes(validator, input)
    }

    fn compile(schema: &str) -> Validator {
        let schema: Value = serde_json::from_str(schema).expect("the module schema must be JSON");
        jsonschema::draft7::new(&schema).expect("the module schema must be a JSON schema")
    }

    fn passes(validator: &Validator, input: DataModel) -> Result<bool, Error> {
        let DataModel::Message(message) = input else {
            return Err(Error { message: "Unexpected input type".into() });
        };
        let payload: Value = match serde_json::from_slice(&message.payload.read()) {
            Ok(payload) => payload,
            Err(error) => {
                logger::log(Level::Error, CONTEXT, &format!("the payload is no JSON: {error}"));
                return Ok(false);
            }
        };
        let mut valid = true;
        for violation in validator.iter_errors(&payload) {
            valid = false;
            let place = violation.instance_path().to_string();
            let place = if place.is_empty() { "/" } else { &place };
            logger::log(Level::Error, CONTEXT, &format!("at {place}: {violation}"));
        }
        Ok(valid)
    }

    #[cfg(test)]
    mod tests;
}

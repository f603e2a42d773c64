//! The configuration by name, as guide 1 reads it: `configuration.parameters.get("name")`.

use crate::types::ModuleConfiguration;
use std::ops::Deref;

/// The properties of a [`ModuleConfiguration`] by their keys.
#[repr(transparent)]
#[derive(Debug, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

/// Adds the field `parameters` to a [`ModuleConfiguration`], which has the fields of the WIT and no others.
#[repr(transparent)]
#[derive(Debug, PartialEq, Eq)]
pub struct ParameterView {
    pub parameters: Parameters,
}

impl Parameters {
    /// The first value of this key.
    pub fn get(&self, key: &str) -> Option<&String> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Deref for ModuleConfiguration {
    type Target = ParameterView;

    fn deref(&self) -> &ParameterView {
        let properties: *const Vec<(String, String)> = &self.properties;
        // SAFETY: both types are transparent, so a view has the layout of the vector; it lives as long as `self`.
        unsafe { &*properties.cast::<ParameterView>() }
    }
}

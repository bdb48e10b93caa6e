//! A form that a member fills in: what Discord calls a modal.
//!
//! What is asked for and what becomes of it is decided by whoever shows it.

use serde_json::{Map, Value, json};
use serenity::model::application::{ActionRowComponent, ModalInteraction};

use super::custom_id::Action;
use super::safe;

/// Discord's limits, in characters.
mod limits {
    pub const TITLE: usize = 45;
    pub const LABEL: usize = 45;
    pub const HINT: usize = 100;
    pub const VALUE: usize = 4_000;
    pub const FIELDS: usize = 5;
}

/// The longest text that a field can hold, in characters.
pub const MAX_VALUE: usize = limits::VALUE;

/// A form.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// What stands above it.
    pub title: String,
    /// What is done with it.
    pub action: Action,
    /// At most five fields.
    pub fields: Vec<Field>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// What it is called in [`filled`].
    pub name: &'static str,
    /// What stands above it.
    pub label: String,
    /// Whether it has several lines.
    pub is_long: bool,
    /// Whether it has to be filled in.
    pub is_required: bool,
    /// How many characters it takes: 1 to 4,000.
    pub max: usize,
    /// What stands in it at first.
    pub value: String,
    /// What stands in it while it is empty.
    pub hint: String,
}

impl Form {
    /// The JSON of it.
    pub fn json(&self) -> Value {
        let fields = self.fields.iter().take(limits::FIELDS).map(Field::json);
        json!({
            "custom_id": self.action.to_string(),
            "title": safe::label(&self.title, limits::TITLE),
            "components": fields
                .map(|field| json!({"type": 1, "components": [field]}))
                .collect::<Vec<_>>(),
        })
    }
}

impl Field {
    fn json(&self) -> Value {
        let mut field = Map::new();
        field.insert("type".into(), 4.into());
        field.insert("custom_id".into(), self.name.into());
        let label = safe::label(&self.label, limits::LABEL);
        field.insert("label".into(), label.into());
        field.insert("style".into(), if self.is_long { 2 } else { 1 }.into());
        field.insert("required".into(), self.is_required.into());
        field.insert("max_length".into(), self.max.min(limits::VALUE).into());
        if !self.value.is_empty() {
            field.insert("value".into(), self.value.as_str().into());
        }
        if !self.hint.is_empty() {
            let hint = safe::label(&self.hint, limits::HINT);
            field.insert("placeholder".into(), hint.into());
        }
        field.into()
    }
}

/// What was filled in under this name; nothing where there is no such field.
pub fn filled(modal: &ModalInteraction, name: &str) -> String {
    let mut fields = modal.data.components.iter().flat_map(|row| &row.components);
    let value = fields.find_map(|field| match field {
        ActionRowComponent::InputText(field) if field.custom_id == name => field.value.clone(),
        _ => None,
    });
    value.unwrap_or_default()
}

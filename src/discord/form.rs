//! A form that a member fills in: what it asks for, and what was filled in.
//!
//! Discord allows five inputs, and keeps what is typed until it is sent.

use serde_json::{Value, json};
use serenity::model::application::{ActionRowComponent, ModalInteraction};

use super::custom_id::Action;
use super::safe;

/// Discord's limit of a title and of a label, in characters.
const LABEL: usize = 45;

/// Discord's limit of what stands in an empty input.
const PLACEHOLDER: usize = 100;

/// A form.
pub struct Form {
    /// Who it is for, when it comes back.
    pub action: Action,
    /// Its heading.
    pub title: String,
    /// What it asks for, at most five.
    pub inputs: Vec<Input>,
}

/// Something to fill in.
pub struct Input {
    /// By what it is known when it comes back.
    pub name: &'static str,
    /// What stands above it.
    pub label: String,
    /// What stands in it while it is empty.
    pub placeholder: Option<String>,
    /// Whether it has several lines.
    pub is_long: bool,
    /// Whether it has to be filled in.
    pub is_required: bool,
    /// How many characters it takes: 1 to 4000.
    pub max: u32,
}

impl Form {
    /// The JSON of it.
    pub fn body(&self) -> Value {
        let inputs = self.inputs.iter();
        let rows = inputs.map(|input| json!({"type": 1, "components": [input.json()]}));
        json!({
            "custom_id": self.action.to_string(),
            "title": safe::label(&self.title, LABEL),
            "components": rows.collect::<Vec<_>>(),
        })
    }
}

impl Input {
    fn json(&self) -> Value {
        let mut input = json!({
            "type": 4,
            "custom_id": self.name,
            "style": if self.is_long { 2 } else { 1 },
            "label": safe::label(&self.label, LABEL),
            "required": self.is_required,
            "max_length": self.max,
        });
        if let Some(placeholder) = &self.placeholder {
            input["placeholder"] = safe::label(placeholder, PLACEHOLDER).into();
        }
        input
    }
}

/// What was filled in, without the space around it; `None` where that is nothing.
pub fn filled(modal: &ModalInteraction, name: &str) -> Option<String> {
    let rows = modal.data.components.iter();
    let mut parts = rows.flat_map(|row| &row.components);
    let value = parts.find_map(|part| match part {
        ActionRowComponent::InputText(input) if input.custom_id == name => input.value.as_deref(),
        _ => None,
    });
    let value = value.unwrap_or_default().trim();
    (!value.is_empty()).then(|| value.to_owned())
}

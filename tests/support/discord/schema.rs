//! Discord's own description of its REST API: where the variable
//! `DISCORD_OPENAPI` names the file, every body is checked against it.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::sync::{LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::{Value, json};

/// The description and what was compiled of it so far; `None` where there is
/// no file.
static DESCRIPTION: LazyLock<Option<Description>> = LazyLock::new(|| {
    let file = env::var_os("DISCORD_OPENAPI")?;
    let text = fs::read_to_string(&file).expect("`DISCORD_OPENAPI` names a file that can be read");
    let document = serde_json::from_str(&text).expect("`DISCORD_OPENAPI` names a JSON file");
    Some(Description {
        document,
        routes: Mutex::default(),
    })
});

struct Description {
    document: Value,
    /// By route; `None` where the route takes no body.
    routes: Mutex<HashMap<String, Option<&'static Validator>>>,
}

/// What is wrong with the body that was sent to a route, as
/// `POST /channels/{channel}/messages`; `None` where nothing is or nobody knows.
pub fn problem(route: &str, body: &Value) -> Option<String> {
    let description = DESCRIPTION.as_ref()?;
    if body.is_null() {
        return None;
    }
    let validator = description.validator(route)?;
    let body = as_described(body);
    let error = validator.iter_errors(&body).next()?;
    Some(format!(
        "not as Discord describes it: {} at `{}`",
        error.masked(),
        error.instance_path()
    ))
}

impl Description {
    fn validator(&self, route: &str) -> Option<&'static Validator> {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = routes.get(route) {
            return *known;
        }
        let made = self.schema(route).map(|schema| {
            let validator = jsonschema::options().build(&schema);
            // One a route for as long as the tests run.
            &*Box::leak(Box::new(validator.expect("the description is valid")))
        });
        routes.insert(route.to_owned(), made);
        made
    }

    /// The schema of the route's body, beside the parts that it refers to.
    fn schema(&self, route: &str) -> Option<Value> {
        let (method, path) = route.split_once(' ')?;
        let parts: Vec<_> = path.split('/').collect();
        // A fixed name is nearer than one in braces.
        let fits = |described: &str| -> Option<usize> {
            let described: Vec<_> = described.split('/').collect();
            let same = described.iter().zip(&parts);
            let fits = described.len() == parts.len()
                && same
                    .clone()
                    .all(|(one, other)| one.starts_with('{') || one == other);
            fits.then(|| same.filter(|(one, _)| !one.starts_with('{')).count())
        };
        let paths = self.document["paths"].as_object()?;
        let (_, found) = paths
            .iter()
            .filter_map(|(path, found)| Some((fits(path)?, found)))
            .max_by_key(|(nearness, _)| *nearness)?;
        let body = &found[method.to_ascii_lowercase()]["requestBody"];
        let schema = body["content"]["application/json"]["schema"].as_object()?;
        let mut schema = Value::Object(schema.clone());
        schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
        schema["components"] = self.document["components"].clone();
        Some(schema)
    }
}

/// Discord takes permissions as text, as it sends them, but describes them as
/// a number.
fn as_described(body: &Value) -> Value {
    let mut body = body.clone();
    for command in body.as_array_mut().into_iter().flatten() {
        let permissions = &mut command["default_member_permissions"];
        if let Some(number) = permissions
            .as_str()
            .and_then(|text| text.parse::<u64>().ok())
        {
            *permissions = number.into();
        }
    }
    body
}

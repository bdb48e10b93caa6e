//! What moderators have under way: who moderates where, the forms before them, the
//! buttons that wait for them, and the files that they were sent.

use serde_json::Value;

use super::{Actor, FakeDiscord};

impl FakeDiscord {
    /// A moderator of a guild that is named, who does all in its first channel.
    pub fn moderator_of(&self, guild: &str, name: &str) -> Actor<'_> {
        let channel = self.shared.change(|world| {
            let user = world.user_named(name);
            let mut guilds = world.guilds.values();
            let found = guilds.find(|one| one.name == guild);
            let id = found.expect("a guild").id;
            let has = world.guilds[&id].members.get(&user);
            if has.is_none_or(Vec::is_empty) {
                world.join(id, user, &["Moderator"]);
            }
            let mut channels = world.channels.values();
            let first = channels.find(|one| one.guild == Some(id));
            first.expect("a channel").name.clone()
        });
        self.user(name).at(&format!("{guild}/#{channel}"))
    }

    /// The custom id of the form before somebody.
    pub fn form_id(&self, name: &str) -> String {
        let form = self.form(name);
        let id = form["custom_id"].as_str().expect("a custom id");
        id.to_owned()
    }

    /// The text that stands in a field of the form before somebody.
    pub fn form_text(&self, name: &str, label: &str) -> String {
        let form = self.form(name);
        let rows = form["components"].as_array().into_iter().flatten();
        let mut fields = rows.map(|row| &row["components"][0]);
        let field = fields.find(|field| field["label"] == label);
        let field = field.expect("a field with this label");
        field["value"].as_str().unwrap_or_default().to_owned()
    }

    fn form(&self, name: &str) -> Value {
        let mut world = self.shared.lock();
        let user = world.user_named(name);
        let mut forms = world.modals.iter();
        let form = forms.find(|form| form.user == user);
        form.expect("a form before them").data.clone()
    }

    /// The files that the bot sent last, with their bytes.
    pub fn sent_files(&self) -> Vec<(String, Vec<u8>)> {
        self.shared.lock().sent_files.clone()
    }
}

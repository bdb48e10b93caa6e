//! Small FAQs about tea, for stories in which the FAQ itself matters little.

/// Four entries; one has sources and is reviewed, two name the first as related.
pub const TEA: &str = r#"
title = "Tea"
tags = ["tea"]
disclaimer = "General information about tea. Ask your doctor what you may drink."
sources = [
  { title = "The Book of Tea", url = "https://tea.example/book" },
  { title = "Grandmother" },
]
reviewed = 2026-05-04

[[entry]]
id = "steep"
question = "How long does green tea steep?"
alternates = ["how long should i brew green tea", "green tea steeping time"]
answer = "Warm the pot first. Green tea steeps for two minutes. Longer makes it bitter."
related = ["water", "store"]

[[entry]]
id = "water"
question = "How hot should the water be?"
alternates = ["water temperature", "does the water have to boil"]
answer = "For green tea, let the water cool for five minutes after it has boiled."

[[entry]]
id = "store"
question = "How do I store tea leaves?"
alternates = ["where do i keep tea leaves", "storing tea"]
answer = "Keep tea leaves in a closed tin, away from light."

[[entry]]
id = "cold"
question = "Can I store brewed tea in the fridge?"
alternates = ["keep cold tea in the fridge"]
answer = "Yes, for a day."
"#;

/// A few entries without sources or dates, for stories about what is around an
/// answer.
pub const PLAIN_TEA: &str = r#"
title = "Tea"
disclaimer = "Ask the kettle."

[[entry]]
id = "brew"
question = "How long does tea brew?"
alternates = ["steeping time", "when is my cuppa ready"]
answer = "Three minutes."

[[entry]]
id = "water"
question = "How hot should the water be?"
answer = "Hot, but not boiling, for green tea."
"#;

/// As little as can be asked, for stories about what goes wrong on the way.
pub const LITTLE_TEA: &str = r#"
title = "Tea"

[[entry]]
id = "brew"
question = "How long does tea brew?"
answer = "Three minutes."

[[entry]]
id = "often"
question = "How often should I drink tea?"
answer = "Twice a day."
"#;

//! What was recorded: how much was asked, and how each entry did, by week.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::content::Names;
use super::{EntryFigures, EntryWeek, Figures, Sources, Week};
use crate::store::{StoreError, monday};

/// What was recorded since a day.
#[derive(Default)]
pub struct Recorded {
    pub total: Figures,
    pub weeks: Vec<Week>,
    pub entries: Vec<EntryFigures>,
}

/// The servers that a report is of: one, or all and direct messages.
pub fn scopes(sources: &Sources) -> Result<Vec<Option<u64>>, StoreError> {
    let Some(store) = sources.store else {
        return Ok(Vec::new());
    };
    if sources.guild.is_some() {
        return Ok(vec![sources.guild]);
    }
    let guilds = store.guilds()?.into_iter().map(Some);
    Ok(std::iter::once(None).chain(guilds).collect())
}

/// Reads it.
pub fn read(sources: &Sources, since: Date, names: &Names) -> Result<Recorded, StoreError> {
    let Some(store) = sources.store else {
        return Ok(Recorded::default());
    };
    let mut weeks: BTreeMap<Date, Figures> = BTreeMap::new();
    let mut entries: BTreeMap<String, BTreeMap<Date, EntryWeek>> = BTreeMap::new();
    let is_in = |week: &Date| (since..=sources.today).contains(week);
    for scope in scopes(sources)? {
        let usage = store.usage(scope)?.into_iter();
        for usage in usage.filter(|usage| is_in(&usage.week)) {
            let figures = weeks.entry(usage.week).or_default();
            figures.answered += usage.answered;
            figures.suggested += usage.suggested;
            figures.unanswered += usage.unanswered;
            figures.urgent += usage.urgent;
            figures.asked += usage.asked() - usage.small_talk;
        }
        let shown = store.shown(scope)?.into_iter();
        for shown in shown.filter(|shown| is_in(&shown.week)) {
            of_week(&mut entries, shown.entry, shown.week).shown += shown.times;
        }
        let rated = store.week_counts(scope)?.into_iter();
        for rated in rated.filter(|rated| is_in(&rated.week)) {
            let counts = rated.counts;
            let figures = weeks.entry(rated.week).or_default();
            figures.helpful += counts.helpful;
            figures.not_helpful += counts.not_helpful;
            let week = of_week(&mut entries, counts.entry, rated.week);
            week.helpful += counts.helpful;
            week.not_helpful += counts.not_helpful;
        }
    }
    let mut entries: Vec<EntryFigures> = entries
        .into_iter()
        .map(|(id, weeks)| of_entry(id, weeks.into_values().collect(), names))
        .collect();
    // Stable: of equals, the one whose id comes first.
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.shown, entry.not_helpful)));
    Ok(Recorded {
        total: total(weeks.values()),
        weeks: without_holes(&weeks, sources.today),
        entries,
    })
}

fn of_week(
    entries: &mut BTreeMap<String, BTreeMap<Date, EntryWeek>>,
    entry: String,
    week: Date,
) -> &mut EntryWeek {
    let weeks = entries.entry(entry).or_default();
    weeks.entry(week).or_insert(EntryWeek {
        week,
        shown: 0,
        helpful: 0,
        not_helpful: 0,
    })
}

fn of_entry(id: String, weeks: Vec<EntryWeek>, names: &Names) -> EntryFigures {
    EntryFigures {
        title: names.get(id.as_str()).map(|&title| title.to_owned()),
        shown: weeks.iter().map(|week| week.shown).sum(),
        helpful: weeks.iter().map(|week| week.helpful).sum(),
        not_helpful: weeks.iter().map(|week| week.not_helpful).sum(),
        id,
        weeks,
    }
}

fn total<'a>(weeks: impl Iterator<Item = &'a Figures>) -> Figures {
    weeks.fold(Figures::default(), |sum, week| Figures {
        asked: sum.asked + week.asked,
        answered: sum.answered + week.answered,
        suggested: sum.suggested + week.suggested,
        unanswered: sum.unanswered + week.unanswered,
        urgent: sum.urgent + week.urgent,
        helpful: sum.helpful + week.helpful,
        not_helpful: sum.not_helpful + week.not_helpful,
    })
}

/// The weeks from the first to the present one, also those in which nothing was
/// asked.
fn without_holes(weeks: &BTreeMap<Date, Figures>, today: Date) -> Vec<Week> {
    let Some(&first) = weeks.keys().next() else {
        return Vec::new();
    };
    let all = first
        .series(1.week())
        .take_while(|&week| week <= monday(today));
    all.map(|week| Week {
        week,
        figures: weeks.get(&week).copied().unwrap_or_default(),
    })
    .collect()
}

//! Charts as inline SVG: the weeks, and how often an entry helped.
//!
//! Colours come from the style sheet of the page; nothing is drawn by a script.

use std::fmt::{self, Display, Formatter};

use super::{Figures, Week};

/// Sizes in units of the drawing; the page scales it.
const HEIGHT: u64 = 160;
const FOOT: u64 = 20;
const HEAD: u64 = 16;
const STEP: u64 = 28;
const BAR: u64 = 20;

/// Every so manieth week has its date written below.
const LABELLED: usize = 4;

/// What was asked by week, as stacked bars.
pub struct Weeks<'a>(pub &'a [Week]);

impl Display for Weeks<'_> {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let most = self.0.iter().map(|week| week.figures.asked).max();
        let most = most.unwrap_or_default().max(1);
        let width = (STEP * self.0.len() as u64).max(10 * STEP);
        let base = HEAD + HEIGHT;
        writeln!(
            f,
            "<svg class=\"weeks\" role=\"img\" aria-label=\"Questions by week\" \
             viewBox=\"0 0 {width} {}\">",
            base + FOOT
        )?;
        writeln!(
            f,
            "<line x1=\"0\" x2=\"{width}\" y1=\"{HEAD}\" y2=\"{HEAD}\"/>"
        )?;
        writeln!(f, "<text x=\"0\" y=\"{}\">{most}</text>", HEAD - 4)?;
        writeln!(
            f,
            "<line x1=\"0\" x2=\"{width}\" y1=\"{base}\" y2=\"{base}\"/>"
        )?;
        for (number, week) in self.0.iter().enumerate() {
            let x = STEP * number as u64 + (STEP - BAR) / 2;
            bar(f, x, base, week, most)?;
            if number % LABELLED == 0 {
                let label = week.week.strftime("%b %-d");
                writeln!(
                    f,
                    "<text x=\"{x}\" y=\"{}\">{label}</text>",
                    base + FOOT - 5
                )?;
            }
        }
        f.write_str("</svg>\n")
    }
}

fn bar(f: &mut Formatter, x: u64, base: u64, week: &Week, most: u64) -> fmt::Result {
    let Figures {
        asked,
        answered,
        suggested,
        unanswered,
        urgent,
        ..
    } = week.figures;
    writeln!(
        f,
        "<g><title>Week of {}: {asked} asked, {answered} answered, {suggested} with suggestions, \
         {unanswered} without an answer, {urgent} urgent</title>",
        week.week
    )?;
    let parts = [
        ("answered", answered),
        ("suggested", suggested),
        ("unanswered", unanswered),
        ("urgent", urgent),
    ];
    // Each part ends where all up to it end, so that no rounding adds up.
    let top = |count: u64| base - HEIGHT * count / most;
    let mut below = 0;
    for (class, count) in parts {
        let (bottom, y) = (top(below), top(below + count));
        below += count;
        if bottom > y {
            let height = bottom - y;
            writeln!(
                f,
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{BAR}\" height=\"{height}\"/>"
            )?;
        }
    }
    f.write_str("</g>\n")
}

/// How often an answer helped and did not, as one bar; nothing where nobody said.
pub struct Helpful {
    pub helpful: u64,
    pub not_helpful: u64,
}

impl Display for Helpful {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let (yes, no) = (self.helpful, self.not_helpful);
        let Some(share) = super::text::percent(yes, yes + no) else {
            return f.write_str("–");
        };
        write!(
            f,
            "<svg class=\"helpful\" role=\"img\" aria-label=\"{yes} helpful, {no} not\" \
             viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\"><title>{yes} helpful, {no} not\
             </title><rect class=\"yes\" width=\"{share}\" height=\"10\"/><rect class=\"no\" \
             x=\"{share}\" width=\"{}\" height=\"10\"/></svg> {share}%",
            100 - share
        )
    }
}

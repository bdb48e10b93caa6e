//! Tables, which Discord does not know: drawn in a block of code where they are
//! narrow enough for a phone, else a line of text for each row.

use std::ops::Range;

use textwrap::core::display_width;

use super::passage::{Content, Inline, Kind, STRONG, words};

/// The columns of text that a phone shows side by side in a block of code.
const PHONE_COLUMNS: usize = 34;

/// What stands between two columns of a drawn table.
const GAP: &str = "  ";

/// From this many columns on, a cell needs the name of its column to be read.
const COLUMNS_THAT_NEED_NAMES: usize = 3;

/// A table that is being read; its first row is the head.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Row>,
}

struct Row {
    at: usize,
    cells: Vec<Vec<Inline>>,
}

impl Table {
    pub(super) fn start_row(&mut self, at: usize) {
        let cells = Vec::new();
        self.rows.push(Row { at, cells });
    }

    pub(super) fn cell(&mut self, cell: Vec<Inline>) {
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(cell);
        }
    }

    /// The blocks that show it, with no line longer than `longest` bytes where
    /// it is drawn.
    pub(super) fn lines(self, longest: usize) -> Vec<(Kind, Vec<Inline>)> {
        match self.drawn(longest) {
            Some(drawing) => vec![(Kind::Code(String::new()), drawing)],
            None => self.told(),
        }
    }

    /// Nothing where it is too wide, or where links would be lost.
    fn drawn(&self, longest: usize) -> Option<Vec<Inline>> {
        let has_link = self
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .flatten()
            .any(|inline| matches!(inline.content, Content::Link(..) | Content::Address(_)));
        let columns = self.rows.first()?.cells.len();
        let widths: Vec<usize> = (0..columns).map(|column| self.width(column)).collect();
        let width = widths.iter().sum::<usize>() + GAP.len() * columns.saturating_sub(1);
        if has_link || width > PHONE_COLUMNS {
            return None;
        }
        let mut drawing = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            let mut line = String::new();
            for (cell, width) in row.cells.iter().zip(&widths) {
                let cell = words(cell);
                line += &cell;
                line += &" ".repeat(width.saturating_sub(display_width(&cell)));
                line += GAP;
            }
            let mut line = line.trim_end().to_owned() + "\n";
            if number == 0 {
                line += &"─".repeat(width);
                line.push('\n');
            }
            if line.len() > longest {
                return None;
            }
            drawing.push(Inline::whole(row.at, Content::Text(line), 0));
        }
        Some(drawing)
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.cells.get(column));
        cells
            .map(|cell| display_width(&words(cell)))
            .max()
            .unwrap_or(0)
    }

    /// A line for each row, its first cell in bold.
    fn told(self) -> Vec<(Kind, Vec<Inline>)> {
        let names: Vec<String> = match self.rows.first() {
            Some(head) if head.cells.len() >= COLUMNS_THAT_NEED_NAMES => {
                head.cells.iter().map(|cell| words(cell)).collect()
            }
            _ => Vec::new(),
        };
        let rows = self.rows.into_iter().enumerate();
        rows.map(|(number, row)| (Kind::Row, told_row(row, number > 0, &names)))
            .collect()
    }
}

fn told_row(row: Row, has_names: bool, names: &[String]) -> Vec<Inline> {
    let mut line: Vec<Inline> = Vec::new();
    for (column, cell) in row.cells.into_iter().enumerate() {
        if words(&cell).trim().is_empty() {
            continue;
        }
        let Range { start, .. } = place(&cell, row.at);
        let mut said = |text: String| line.push(Inline::whole(start, Content::Text(text), 0));
        match column {
            0 => {}
            1 => said(": ".to_owned()),
            _ => said(" · ".to_owned()),
        }
        if let Some(name) = names.get(column)
            && has_names
            && column > 0
            && !name.trim().is_empty()
            && display_width(name) <= PHONE_COLUMNS
            && name.len() <= LONGEST_NAME
        {
            said(format!("{name}: "));
        }
        line.extend(cell.into_iter().map(|inline| Inline {
            style: inline.style | if column == 0 { STRONG } else { 0 },
            ..inline
        }));
    }
    line
}

/// The longest name of a column that is repeated in each row, in bytes: one that
/// is narrow can still be long.
const LONGEST_NAME: usize = 4 * PHONE_COLUMNS;

/// Where a cell begins.
fn place(cell: &[Inline], row: usize) -> Range<usize> {
    let start = cell.first().map_or(row, |inline| inline.at);
    start..start
}

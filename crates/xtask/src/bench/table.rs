//! Figures as plain columns, each with what it is of the first, and whether the target is met.

use std::fmt::Write as _;

/// Figures that stand in the same columns; the first column is ours.
pub(crate) struct Block {
    pub(crate) heading: String,
    pub(crate) columns: Vec<&'static str>,
    pub(crate) rows: Vec<Row>,
}

pub(crate) struct Row {
    pub(crate) name: String,
    /// In the order of the columns; `None` where nothing was measured.
    pub(crate) figures: Vec<Option<f64>>,
    /// What the first figure should be.
    pub(crate) target: Option<Target>,
}

#[derive(Clone, Copy)]
pub(crate) enum Target {
    AtMost(f64),
    Below(f64),
}

pub(crate) fn text(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        let _ = write!(text, "\n{:<40}", block.heading);
        for (place, column) in block.columns.iter().enumerate() {
            let _ = write!(text, "{column:>width$}", width = if place == 0 { FIRST } else { OTHER });
        }
        text.push('\n');
        for row in &block.rows {
            push_row(&mut text, row);
        }
    }
    text
}

fn push_row(text: &mut String, row: &Row) {
    let start = text.len();
    let _ = write!(text, "  {:<38}", row.name);
    let ours = row.figures.first().copied().flatten();
    for (place, figure) in row.figures.iter().enumerate() {
        let shown = figure.map_or_else(|| "-".to_owned(), number);
        if place == 0 {
            let _ = write!(text, "{shown:>FIRST$}");
        } else {
            let ratio = figure.zip(ours).filter(|(_, ours)| *ours > 0.0).map(|(theirs, ours)| theirs / ours);
            let ratio = ratio.map_or_else(String::new, |ratio| format!(" x {}", number(ratio)));
            let _ = write!(text, "{shown:>THEIRS$}{ratio:<RATIO$}");
        }
    }
    if let (Some(ours), Some(target)) = (ours, row.target) {
        let _ = write!(text, "  {}", target.verdict(ours));
    }
    text.truncate(start + text[start..].trim_end().len());
    text.push('\n');
}

impl Target {
    fn verdict(self, ours: f64) -> String {
        let (met, limit) = match self {
            Self::AtMost(most) => (ours <= most, format!("at most {}", number(most))),
            Self::Below(limit) => (ours < limit, format!("below {}", number(limit))),
        };
        format!("{limit}: {}", if met { "met" } else { "missed" })
    }
}

/// As many digits as say something: `1234`, `12.3`, `0.12`, `1`.
fn number(figure: f64) -> String {
    let decimals = match figure.abs() {
        _ if figure.fract() == 0.0 => 0,
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    format!("{figure:.decimals$}")
}

const FIRST: usize = 16;
/// A figure of another column, and its ratio to ours.
const THEIRS: usize = 12;
const RATIO: usize = 10;
const OTHER: usize = THEIRS + RATIO;

#[cfg(test)]
mod tests {
    use super::*;

    fn words(row: Row) -> String {
        let block = Block { heading: "native".into(), columns: vec!["ours", "theirs"], rows: vec![row] };
        let text = text(&[block]);
        text.lines().last().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn other_figures_are_said_as_multiples_of_ours() {
        let row = Row { name: "read".into(), figures: vec![Some(0.5), Some(100.0), None], target: None };
        assert_eq!(words(row), "read 0.50 100 x 200 -");
        let row = Row { name: "none".into(), figures: vec![Some(0.0), Some(2.0)], target: None };
        assert_eq!(words(row), "none 0 2");
    }

    #[test]
    fn a_target_is_met_or_missed() {
        let row = |ours, target| Row { name: "a".into(), figures: vec![Some(ours)], target: Some(target) };
        assert_eq!(words(row(0.9, Target::Below(1.0))), "a 0.90 below 1: met");
        assert_eq!(words(row(1.0, Target::Below(1.0))), "a 1 below 1: missed");
        assert_eq!(words(row(1.0, Target::AtMost(1.0))), "a 1 at most 1: met");
        assert_eq!(words(row(2.0, Target::AtMost(0.0))), "a 2 at most 0: missed");
    }
}

//! Formats for numbers of which only the beginning is known.

use crate::automaton::Stop;
use crate::digits::push_digits;
use crate::plan::Plan;
use crate::record::{Grouping, Record};
use crate::tables;

/// A format that a number being typed may turn out to have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draft {
    /// Its place among the formats of the plan.
    pub(crate) number: u32,
    pub(crate) grouping: Grouping,
    /// Whether a space or hyphen stands between a national prefix and the number.
    pub(crate) is_prefix_apart: bool,
    template: &'static str,
    /// Whether the template has nothing of a national prefix rule.
    is_bare: bool,
}

/// How a number being typed begins, which decides what formats it can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beginning {
    Bare,
    NationalPrefix,
    CallingCode,
}

impl Draft {
    /// Format `number` of a plan; `None` when numbers that begin so do not have it (`getAvailableFormats`).
    pub(crate) fn of(plan: Plan, number: u32, beginning: Beginning) -> Option<Self> {
        let record = Record::at(plan.formats().1 + number as usize)?;
        let abroad = beginning == Beginning::CallingCode;
        let template = if abroad { record.international() } else { record.national() };
        // Mobile numbers of Argentina begin with their second group when they are whole.
        let (before, groups) = template.split_at_checked(template.bytes().position(|sign| sign == b'$')?)?;
        if !groups.starts_with("$1") {
            return None;
        }
        // A rule of the first group alone, `$1` or `($1)`, is one for numbers without national prefix.
        let has_prefix = !matches!(before, "" | "(");
        if !abroad && !record.is_prefix_optional() && has_prefix != (beginning == Beginning::NationalPrefix) {
            return None;
        }
        let is_prefix_apart = before.bytes().any(|sign| matches!(sign, b' ' | b'-'));
        let is_bare = abroad || record.has_parentheses();
        Some(Self { number, grouping: record.grouping(), is_prefix_apart, template, is_bare })
    }

    /// The most digits that the format has room for.
    pub(crate) fn room(self) -> usize {
        // Google's library tries its patterns on fifteen nines.
        self.grouping.most().min(LONGEST_TYPED)
    }

    /// Writes the digits that there are of a number that will have `length`.
    pub(crate) fn write(self, text: &mut String, digits: &[u8], length: usize) {
        let mut group = 0;
        let mut signs = self.template.bytes();
        while let Some(sign) = signs.next() {
            if sign == b'$' {
                signs.next();
                group += 1;
                let place = self.grouping.group(group, length);
                push_digits(text, digits.get(place.start..place.end.min(digits.len())).unwrap_or_default());
                if place.end >= digits.len() {
                    return;
                }
            // The prefix is written already, and the parentheses of its rule are left out.
            } else if self.is_bare || group > 0 && sign != b')' {
                text.push(char::from(sign));
            }
        }
    }
}

/// The formats, as bits, of the numbers that begin with these digits.
///
/// Google's metadata has patterns for the first three, four, five digits beside the whole one. They say no more than it
/// does, as `build/draft.rs` makes sure.
pub(crate) fn reachable(plan: Plan, digits: &[u8]) -> u32 {
    below(plan.formats().0, digits)
}

fn below(state: u16, digits: &[u8]) -> u32 {
    match tables::FORMATS.walk(state, digits) {
        Stop::Leaf(leaf) => tables::FORMAT_LEAVES.list(leaf).iter().fold(0, |all, format| all | 1 << format),
        Stop::Inner(state) => (0..10).fold(0, |all, digit| all | below(state, &[digit])),
        Stop::Dead => 0,
    }
}

const LONGEST_TYPED: usize = 15;

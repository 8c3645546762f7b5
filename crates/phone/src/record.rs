//! What the tables keep of a format: how long its groups are, and its templates.

use std::ops::Range;

use crate::tables;

/// One format of one plan.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record([u8; 3]);

/// Lengths of up to five groups, of which one may be longer: five nibbles, its place, by how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grouping(u32);

impl Record {
    pub(crate) fn at(index: usize) -> Option<Self> {
        tables::FORMAT_RECORDS.get(index).copied().map(Self)
    }

    pub(crate) fn grouping(self) -> Grouping {
        let byte = |plane: &[u8]| plane.get(usize::from(self.0[0])).copied().unwrap_or_default();
        Grouping(u32::from_le_bytes(tables::GROUPINGS.each_ref().map(|plane| byte(plane))))
    }

    /// The template for numbers in their own country, national prefix included.
    pub(crate) fn national(self) -> &'static str {
        template(self.0[1] & !FLAGS)
    }

    /// The template for abroad; empty for numbers that cannot be called from there.
    pub(crate) fn international(self) -> &'static str {
        template(self.0[2])
    }

    /// Whether people write the number with its national prefix as well as without.
    pub(crate) fn is_prefix_optional(self) -> bool {
        self.0[1] & PREFIX_OPTIONAL != 0
    }

    /// Whether the parentheses of the national template are the format's own, not those of a national prefix rule.
    pub(crate) fn has_parentheses(self) -> bool {
        self.0[1] & PARENTHESES != 0
    }
}

impl Grouping {
    pub(crate) fn fits(self, length: usize) -> bool {
        (self.least()..=self.most()).contains(&length)
    }

    /// Where the digits of group `number`, from 1, lie in a number of this length.
    pub(crate) fn group(self, number: u32, length: usize) -> Range<usize> {
        let longer = length.saturating_sub(self.least());
        let place = self.0 >> 20 & 0xf;
        let length = |group: u32| self.nibble(group) + if group == place { longer } else { 0 };
        let Some(group) = number.checked_sub(1) else { return 0..0 };
        let start: usize = (0..group).map(length).sum();
        start..start + length(group)
    }

    pub(crate) fn most(self) -> usize {
        self.least() + usize::from(self.0.to_be_bytes()[0])
    }

    fn least(self) -> usize {
        (0..5).map(|group| self.nibble(group)).sum()
    }

    fn nibble(self, group: u32) -> usize {
        (self.0 >> (group * 4) & 0xf) as usize
    }
}

fn template(index: u8) -> &'static str {
    tables::TEMPLATES.get(usize::from(index)).copied().unwrap_or_default()
}

/// Bits beside the number of the national template; `build/formats.rs` sets them.
const PREFIX_OPTIONAL: u8 = 0x40;
const PARENTHESES: u8 = 0x80;
const FLAGS: u8 = PREFIX_OPTIONAL | PARENTHESES;

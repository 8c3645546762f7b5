//! A numbering plan: one region's rules, or those of a calling code that belongs to none.

use crate::NumberKind;
use crate::automaton::Stop;
use crate::column::Column;
use crate::leaves;
use crate::prefix::Prefix;
use crate::region::Region;
use crate::tables;

/// The row of one plan in the columns of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plan(u8);

/// How a number's length compares with what a plan uses (`testNumberLength`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    Possible,
    LocalOnly,
    TooShort,
    Wrong,
    TooLong,
}

impl Plan {
    /// The plan of a region.
    pub(crate) fn of_region(region: Region) -> Option<Self> {
        tables::PLAN_REGIONS.iter().position(|&of| of == region).and_then(Self::at)
    }

    /// The plans that share a calling code, the main country first; none for a code that nobody has.
    pub(crate) fn sharing(calling_code: u16) -> impl Iterator<Item = Self> {
        let first = tables::CALLING_CODES.partition_point(|&code| code < calling_code);
        let rest = tables::CALLING_CODES.iter().enumerate().skip(first);
        rest.take_while(move |&(_, &code)| code == calling_code).filter_map(|(row, _)| Self::at(row))
    }

    /// The plan whose lengths, prefixes and formats a calling code uses.
    pub(crate) fn main(calling_code: u16) -> Option<Self> {
        tables::CALLING_CODES.binary_search(&calling_code).ok()?;
        Self::sharing(calling_code).next()
    }

    /// Where the plan stands in the tables.
    pub(crate) fn row(self) -> usize {
        usize::from(self.0)
    }

    pub(crate) fn calling_code(self) -> u16 {
        self.of(tables::CALLING_CODES)
    }

    /// The region; `None` for plans such as that of +800.
    pub(crate) fn region(self) -> Option<Region> {
        tables::PLAN_REGIONS.get(self.row()).copied().filter(|region| region.0[0].is_ascii_uppercase())
    }

    /// The region's two letters, or `001`.
    pub(crate) fn code(self) -> &'static str {
        let region = tables::PLAN_REGIONS.get(self.row()).filter(|region| region.0[0].is_ascii_uppercase());
        region.map_or("001", Region::code)
    }

    /// Takes the calling code off the front of a number (`extractCountryCode`).
    pub(crate) fn split(digits: &[u8]) -> Option<(Self, &[u8])> {
        if digits.first() == Some(&0) {
            return None;
        }
        let mut code = 0;
        for (index, &digit) in digits.iter().enumerate().take(LONGEST_CALLING_CODE) {
            code = code * 10 + u16::from(digit);
            if let Some(plan) = Self::main(code) {
                return Some((plan, digits.get(index + 1..).unwrap_or_default()));
            }
        }
        None
    }

    /// What a national number is for; `None` when no pattern of the plan matches (`getNumberTypeHelper`).
    pub(crate) fn kind(self, national: &[u8]) -> Option<NumberKind> {
        NumberKind::of_answer(self.answer(&tables::KIND_ROOTS, national))
    }

    /// Whether the plan's general pattern matches, whatever the possible lengths (`matchNationalNumber`).
    pub(crate) fn matches(self, national: &[u8]) -> bool {
        self.answer(&tables::GENERAL_ROOTS, national) != 0
    }

    pub(crate) fn has_leading_digits(self) -> bool {
        self.of(tables::LEADING_DIGITS) != 0
    }

    pub(crate) fn matches_leading_digits(self, national: &[u8]) -> bool {
        Prefix::of(self.of(tables::LEADING_DIGITS), national).is_some()
    }

    pub(crate) fn international_prefix(self, digits: &[u8]) -> Option<Prefix> {
        Prefix::of(self.of(tables::INTERNATIONAL_PREFIXES), digits)
    }

    pub(crate) fn national_prefix(self, digits: &[u8]) -> Option<Prefix> {
        Prefix::of(self.of(tables::NATIONAL_PREFIXES), digits)
    }

    /// What becomes of a number whose national prefix has groups, such as `9$1`.
    pub(crate) fn transform(self) -> &'static str {
        let transform = usize::from(self.of(tables::PLAN_TRANSFORMS));
        tables::TRANSFORMS.get(transform).copied().unwrap_or_default()
    }

    /// What stands before an extension.
    pub(crate) fn extension_prefix(self) -> &'static str {
        let prefix = usize::from(self.of(tables::PLAN_EXTENSION_PREFIXES));
        tables::EXTENSION_PREFIXES.get(prefix).copied().unwrap_or_default()
    }

    /// Root of the choice of a format, and the first record that it can mean.
    pub(crate) fn formats(self) -> (u16, usize) {
        (tables::FORMAT_ROOTS.at(self.row()), tables::FIRST_FORMATS.at(self.row()).into())
    }

    pub(crate) fn fit(self, length: usize) -> Fit {
        let (lengths, local_lengths) = self.length_masks();
        let bit = u32::try_from(length).ok().and_then(|length| 1u32.checked_shl(length)).unwrap_or_default();
        if local_lengths & bit != 0 {
            Fit::LocalOnly
        } else if lengths & bit != 0 {
            Fit::Possible
        } else if bit != 0 && bit < lengths & lengths.wrapping_neg() {
            Fit::TooShort
        } else if bit == 0 || bit > lengths {
            Fit::TooLong
        } else {
            Fit::Wrong
        }
    }

    /// The next possible length above, for saying how many digits are missing.
    pub(crate) fn length_above(self, length: usize) -> Option<usize> {
        (length + 1..u32::BITS as usize).find(|&longer| self.fit(longer) == Fit::Possible)
    }

    /// The next possible length below.
    pub(crate) fn length_below(self, length: usize) -> Option<usize> {
        (0..length.min(u32::BITS as usize)).rev().find(|&shorter| self.fit(shorter) == Fit::Possible)
    }

    fn answer(self, roots: &Column, national: &[u8]) -> u8 {
        match tables::NUMBERS.walk(roots.at(self.row()), national) {
            Stop::Leaf(leaf) => leaves::answer(leaf, self.of(tables::USUAL_LENGTHS), national.len()),
            Stop::Inner(_) | Stop::Dead => 0,
        }
    }

    fn length_masks(self) -> (u32, u32) {
        tables::LENGTHS.get(usize::from(self.of(tables::PLAN_LENGTHS))).copied().unwrap_or_default()
    }

    fn at(row: usize) -> Option<Self> {
        u8::try_from(row).ok().map(Self)
    }

    fn of<T: Copy + Default>(self, column: &[T]) -> T {
        column.get(self.row()).copied().unwrap_or_default()
    }
}

const LONGEST_CALLING_CODE: usize = 3;

//! The beginning of a number being typed: what of its digits is a prefix, and whose rules count for the rest.

use crate::digits::{Digits, push_digits};
use crate::draft::Beginning;
use crate::plan::Plan;

/// The digits typed so far, and how many of them are not the national number's.
pub(crate) struct Head {
    /// The plan that was given, and the one whose rules count now.
    default: Option<Plan>,
    pub(crate) plan: Option<Plan>,
    has_plus: bool,
    digits: Digits,
    /// What stands before the national number, and how many of the digits that takes.
    pub(crate) prefix: String,
    length: usize,
    /// How many digits were a national prefix when there were three.
    national_prefix_length: usize,
    /// Whether a prefix of any kind was found, so that no area code is missing.
    is_complete: bool,
}

impl Head {
    pub(crate) fn new(default: Option<Plan>) -> Self {
        Self {
            default,
            plan: default.and_then(|plan| Plan::main(plan.calling_code())),
            has_plus: false,
            digits: Digits::new(),
            prefix: String::new(),
            length: 0,
            national_prefix_length: 0,
            is_complete: false,
        }
    }

    pub(crate) fn push(&mut self, digit: u8) {
        self.digits.push(digit);
    }

    pub(crate) fn push_plus(&mut self) {
        self.has_plus = true;
    }

    /// How many digits there are, a plus counted with them.
    pub(crate) fn signs(&self) -> usize {
        usize::from(self.has_plus) + self.digits.as_slice().len()
    }

    /// As what the number begins, as far as formats care.
    pub(crate) fn beginning(&self) -> Beginning {
        match (self.national_prefix_length, self.is_complete) {
            (1.., _) => Beginning::NationalPrefix,
            (0, true) => Beginning::CallingCode,
            (0, false) => Beginning::Bare,
        }
    }

    /// Looks for a national prefix in the first three digits.
    pub(crate) fn take_first_national_prefix(&mut self) {
        self.national_prefix_length = self.take_national_prefix();
    }

    /// The digits of the national number.
    pub(crate) fn national(&self) -> &[u8] {
        self.digits.as_slice().get(self.length..).unwrap_or_default()
    }

    /// `attemptToExtractIdd`: a `+` or what is dialled in its place.
    pub(crate) fn take_international_prefix(&mut self) -> bool {
        let length = if self.has_plus {
            0
        } else {
            let prefix = self.plan.and_then(|plan| plan.international_prefix(self.digits.as_slice()));
            let Some(prefix) = prefix else { return false };
            prefix.length
        };
        self.is_complete = true;
        self.take_anew(length);
        self.prefix.push(if self.has_plus { '+' } else { ' ' });
        true
    }

    /// `attemptToExtractCountryCallingCode`
    pub(crate) fn take_calling_code(&mut self) -> bool {
        let Some((plan, rest)) = Plan::split(self.national()) else { return false };
        self.take(self.national().len() - rest.len());
        self.prefix.push(' ');
        if Some(plan) != self.default {
            self.plan = Some(plan);
        }
        self.national_prefix_length = 0;
        true
    }

    /// Whether there is a longer national prefix than the one found first (`ableToExtractLongerNdd`).
    pub(crate) fn take_longer_national_prefix(&mut self) -> bool {
        let length = self.national_prefix_length;
        if length > 0 {
            // The one found first began the number. With another one between, Google's library would lose digits from
            // here on.
            let digits = self.digits.as_slice();
            let rest = self.length.saturating_sub(length);
            if digits.get(rest..self.length) != digits.get(..length) {
                return false;
            }
            self.take_anew(rest);
        }
        let is_longer = self.take_national_prefix() != length;
        if is_longer {
            self.prefix.push(' ');
        }
        is_longer
    }

    /// `removeNationalPrefixFromNationalNumber`; how many digits it took.
    fn take_national_prefix(&mut self) -> usize {
        let Some(plan) = self.plan else { return 0 };
        // The 1 of North America, unless it is an emergency number.
        let is_american = plan.calling_code() == 1 && matches!(self.national(), [1] | [1, 2..=9, ..]);
        let length =
            if is_american { 1 } else { plan.national_prefix(self.national()).map_or(0, |prefix| prefix.length) };
        self.is_complete |= length > 0;
        self.take(length);
        if is_american {
            self.prefix.push(' ');
        }
        length
    }

    /// Makes these first digits the prefix.
    fn take_anew(&mut self, length: usize) {
        self.length = 0;
        self.prefix.clear();
        self.take(length);
    }

    /// Moves digits of the national number to the prefix.
    fn take(&mut self, length: usize) {
        let end = self.length + length;
        push_digits(&mut self.prefix, self.digits.as_slice().get(self.length..end).unwrap_or_default());
        self.length = end;
    }
}

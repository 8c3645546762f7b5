//! Writes numbers for people, the way their country does.

use crate::automaton::Stop;
use crate::classify::Parsed;
use crate::digits::{of_number, push_digits};
use crate::plan::Plan;
use crate::record::{Grouping, Record};
use crate::tables;
use crate::text::is_separator;

/// The forms of `PhoneNumberFormat` that group digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    National,
    International,
    Rfc3966,
}

impl Parsed {
    /// `+` and all digits.
    pub(crate) fn e164(&self) -> String {
        let mut text = String::with_capacity(24);
        text.push('+');
        push_digits(&mut text, of_number(self.calling_code.into()).as_slice());
        push_digits(&mut text, self.national.as_slice());
        text
    }

    pub(crate) fn format(&self, form: Form, extension: Option<&str>) -> String {
        let mut text = String::with_capacity(32);
        if form != Form::National {
            text.push_str(if form == Form::Rfc3966 { "tel:+" } else { "+" });
            push_digits(&mut text, of_number(self.calling_code.into()).as_slice());
            text.push(if form == Form::Rfc3966 { '-' } else { ' ' });
        }
        let Some(plan) = Plan::main(self.calling_code) else { return text };
        self.push_national(&mut text, plan, form);
        if let Some(extension) = extension {
            text.push_str(if form == Form::Rfc3966 { ";ext=" } else { plan.extension_prefix() });
            text.push_str(extension);
        }
        text
    }

    /// `formatNsn`: a number that no format fits stays in one piece.
    fn push_national(&self, text: &mut String, plan: Plan, form: Form) {
        let digits = self.national.as_slice();
        let Some((grouping, template)) = choose(plan, digits, form) else {
            return push_digits(text, digits);
        };
        let start = text.len();
        let mut signs = template.chars();
        while let Some(sign) = signs.next() {
            match sign {
                '$' => {
                    let group = signs.next().and_then(|sign| sign.to_digit(10)).unwrap_or_default();
                    push_digits(text, digits.get(grouping.group(group, digits.len())).unwrap_or_default());
                }
                // Separators become one hyphen each run, and none at the beginning.
                sign if form == Form::Rfc3966 && is_separator(sign) => {
                    if text.len() > start && !text.ends_with('-') {
                        text.push('-');
                    }
                }
                sign => text.push(sign),
            }
        }
    }
}

/// `chooseFormattingPatternForNumber`: the first format whose leading digits and length are right; abroad, of those that
/// have a template for abroad.
fn choose(plan: Plan, digits: &[u8], form: Form) -> Option<(Grouping, &'static str)> {
    let (root, first) = plan.formats();
    let read = |format: usize| {
        let record = Record::at(first + format)?;
        let template = if form == Form::National { record.national() } else { record.international() };
        (!template.is_empty()).then_some((record.grouping(), template))
    };
    match tables::FORMATS.walk(root, digits) {
        Stop::Leaf(leaf) => {
            let mut candidates = tables::FORMAT_LEAVES.list(leaf).iter().filter_map(|&format| read(format.into()));
            candidates.find(|(grouping, _)| grouping.fits(digits.len()))
        }
        Stop::Inner(state) => {
            let end = tables::FORMAT_ENDS.iter().find(|(end, _)| *end == state)?;
            read(usize::from(end.1).checked_sub(1)?)
        }
        Stop::Dead => None,
    }
}

//! What formatting while typing needs beside the formats themselves, and proof that it needs no more.
//!
//! `AsYouTypeFormatter` knows templates without national prefix, patterns for the first digits of a number, and rules about
//! prefixes. `src/draft.rs` gets along with what formatting has anyway and two bits. Each way in which it does is tried here
//! on every format, so that metadata for which it is wrong does not build.

use crate::automaton::{Automaton, LONGEST, StateId};
use crate::pattern::parse;
use crate::plan::Format;

/// Bits beside the number of a national template.
pub(crate) const PREFIX_OPTIONAL: u8 = 0x40;
pub(crate) const PARENTHESES: u8 = 0x80;

/// The bits of a format.
pub(crate) fn flags(format: &Format, international: &str) -> u8 {
    assert_leading_digits_agree(format);
    assert!(international.is_empty() || is_whole(international), "abroad without a group: {international}");
    let optional = if format.prefix_optional { PREFIX_OPTIONAL } else { 0 };
    let national = &format.national_template;
    let (before, rest) = national.split_at(national.find('$').unwrap());
    assert_eq!(rest.starts_with("$1"), is_whole(&format.template), "an unknown kind of template: {national}");
    if !is_whole(&format.template) {
        return optional;
    }
    let without_prefix = matches!(before, "" | "(");
    assert_eq!(without_prefix, is_first_group_only(&format.rule), "an unknown kind of rule: {}", format.rule);
    if rest.replace(')', "") == format.template {
        assert_eq!(before.contains([' ', '-']), format.rule.contains([' ', '-']), "a gap after: {}", format.rule);
        return optional;
    }
    assert_eq!(*national, format.template, "parentheses of rule and format");
    optional | PARENTHESES
}

/// Of formats that match a number, with their numbers and lengths, those that it can get while it is typed.
pub(crate) fn worth_keeping<'a>(
    formats: impl Iterator<Item = (usize, &'a Format, (usize, usize))>,
    is_for_abroad: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let formats: Vec<_> = formats.collect();
    let is_for = |with_prefix: bool, format: &Format| {
        is_whole(&format.template) && (format.prefix_optional || with_prefix != is_first_group_only(&format.rule))
    };
    // As the number begins.
    let bare = formats.iter().filter(|(_, format, _)| is_for(false, format)).collect();
    let with_prefix = formats.iter().filter(|(_, format, _)| is_for(true, format)).collect();
    let with_calling_code = formats.iter().filter(|(number, ..)| is_for_abroad(*number)).collect();
    let mut kept = Vec::new();
    for possible in [bare, with_prefix, with_calling_code] as [Vec<_>; 3] {
        // Whether there are several makes a difference.
        kept.extend(possible.iter().take(2).map(|(number, ..)| *number));
        for length in SHORTEST..=LONGEST {
            let mut first = |fits: &dyn Fn(usize, usize) -> bool| {
                kept.extend(
                    possible.iter().find(|(.., (least, most))| fits(*least, *most)).map(|(number, ..)| *number),
                );
            };
            first(&|least, most| (least..=most).contains(&length));
            first(&|_, most| length <= most);
        }
    }
    kept
}

/// `formattingRuleHasFirstGroupOnly`
fn is_first_group_only(rule: &str) -> bool {
    matches!(rule, "" | "$1" | "($1)")
}

/// `ELIGIBLE_FORMAT_PATTERN`, and more: all groups, in order, with nothing after the last.
fn is_whole(template: &str) -> bool {
    let mut parts = template.split('$');
    let is_between = |part: &str| part.chars().all(|sign| matches!(sign, ' ' | '-' | '.' | '/' | '(' | ')'));
    let before = parts.next().is_some_and(is_between);
    let mut count = 0;
    let in_order = parts.all(|part| {
        count += 1;
        part.strip_prefix(|sign: char| sign.to_digit(10) == Some(count)).is_some_and(is_between)
    });
    before && in_order && count > 0 && template.ends_with(|sign: char| sign.is_ascii_digit())
}

/// `narrowDownPossibleFormats` asks the first pattern when there are three digits, the second when there are four, and so
/// on, and the last from then on. For each of these lengths the answer has to be whether the last could still match.
fn assert_leading_digits_agree(format: &Format) {
    let Some(last) = format.leading_digits.last() else { return };
    for (index, pattern) in format.leading_digits.iter().enumerate() {
        let mut automaton = Automaton::new();
        let [this, last] = [pattern, last].map(|pattern| {
            automaton.add_prefixes(&[parse(pattern)], &mut |matched| matched as usize, &|matched, _| matched as usize)
        });
        let matched = automaton.add_prefixes(&[parse("")], &mut |_| 1, &|_, _| 1);
        let agree = agree_after(&automaton, (this, last), index + SHORTEST, matched);
        assert!(agree, "leading digits {pattern} that do not follow from {:?}", format.leading_digits.last());
    }
}

/// Whether after so many digits the first pattern has matched just when the second one still can.
fn agree_after(automaton: &Automaton, (this, last): (StateId, StateId), digits: usize, matched: StateId) -> bool {
    if digits == 0 || [this, last] == [DEAD; 2] || [this, last] == [matched; 2] {
        return (this == matched) == (last != DEAD);
    }
    let after =
        |state: StateId, digit: usize| if state == matched { matched } else { automaton.states[state].next[digit] };
    (0..10).all(|digit| agree_after(automaton, (after(this, digit), after(last, digit)), digits - 1, matched))
}

const DEAD: StateId = 0;
/// `MIN_LEADING_DIGITS_LENGTH`
const SHORTEST: usize = 3;

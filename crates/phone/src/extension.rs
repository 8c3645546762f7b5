//! Extensions: what is dialled after the call is answered, recognised so that it can be set aside.

use crate::text::is_digit;

/// Splits a number from its extension (`maybeStripExtension`): the first place from which an extension reaches to the end.
pub(crate) fn split(text: &str) -> Option<(&str, &str)> {
    let tail = Tail::of(text)?;
    let mut starts = text.char_indices().map(|(start, _)| start).filter(|&start| start <= tail.label_end);
    let start = starts.find(|&start| tail.is_extension_from(start))?;
    Some((text.get(..start)?, tail.digits))
}

/// Whether an extension reaches from a place in `from` (byte positions) to the end of the text.
pub(crate) fn follows(text: &str, from: std::ops::RangeInclusive<usize>) -> bool {
    let Some(tail) = Tail::of(text) else { return false };
    from.filter(|&start| start <= tail.label_end && text.is_char_boundary(start))
        .any(|start| tail.is_extension_from(start))
}

/// The end of a text, where an extension's digits would be.
struct Tail<'a> {
    text: &'a str,
    digits: &'a str,
    count: usize,
    hash: bool,
    /// Where the label before the digits ends.
    label_end: usize,
}

impl<'a> Tail<'a> {
    /// `None` when the text cannot end with an extension, which is nearly always.
    fn of(text: &'a str) -> Option<Self> {
        let (body, hash) = text.strip_suffix('#').map_or((text, false), |body| (body, true));
        let head = body.trim_end_matches(is_digit);
        let digits = body.get(head.len()..)?;
        let count = digits.chars().count();
        let labelled = |sign: char| !sign.is_ascii_digit() && !matches!(sign, ' ' | '-' | '(' | ')' | '.' | '/' | '+');
        let possible = (1..=EXPLICIT).contains(&count) && (hash || head.chars().any(labelled));
        possible.then_some(Self { text, digits, count, hash, label_end: head.len() })
    }

    /// One of the alternatives of `createExtnPattern`, for parsing.
    fn is_extension_from(&self, start: usize) -> bool {
        let Some(label) = self.text.get(start..self.label_end) else { return false };
        if label == ";ext=" {
            return !self.hash;
        }
        // American style: "- 503#".
        if self.hash && self.count <= UNSURE && !label.is_empty() && label.chars().all(|sign| matches!(sign, '-' | ' '))
        {
            return true;
        }
        let word = without_ending(label).trim_start_matches(is_blank_or_comma);
        if is_explicit(word) || self.count <= AMBIGUOUS && is_ambiguous(word) {
            return true;
        }
        let dialled = label.trim_start_matches(is_blank);
        let pause = dialled.strip_prefix(",,").or_else(|| dialled.strip_prefix(';'));
        if self.count <= LIKELY && pause.is_some_and(is_ending) {
            return true;
        }
        let after_commas = dialled.trim_start_matches(',');
        self.count <= AMBIGUOUS && after_commas.len() < dialled.len() && is_ending(after_commas)
    }
}

/// Takes off what may stand between a label and the digits: `[:\.．]?[ \u00A0\t,-]*`.
fn without_ending(label: &str) -> &str {
    let label = label.trim_end_matches(is_filler);
    label.strip_suffix(is_colon).unwrap_or(label)
}

fn is_ending(text: &str) -> bool {
    text.strip_prefix(is_colon).unwrap_or(text).chars().all(is_filler)
}

fn is_colon(sign: char) -> bool {
    matches!(sign, ':' | '.' | '．')
}

fn is_filler(sign: char) -> bool {
    is_blank_or_comma(sign) || sign == '-'
}

fn is_blank_or_comma(sign: char) -> bool {
    is_blank(sign) || sign == ','
}

fn is_blank(sign: char) -> bool {
    matches!(sign, ' ' | '\u{a0}' | '\t')
}

/// `e?xt(?:ensi(?:ó?|ó))?n?|ｅ?ｘｔｎ?|доб|anexo`, in either case.
fn is_explicit(word: &str) -> bool {
    // The longest label has ten signs.
    let mut signs = ['\0'; 10];
    let mut count = 0;
    for sign in word.chars() {
        let Some(place) = signs.get_mut(count) else { return false };
        *place = lower(sign);
        count += 1;
    }
    let word = signs.get(..count).unwrap_or_default();
    if matches!(word, ['д', 'о', 'б'] | ['a', 'n', 'e', 'x', 'o']) {
        return true;
    }
    let wide = word.strip_prefix(&['ｅ']).unwrap_or(word);
    if matches!(wide, ['ｘ', 'ｔ'] | ['ｘ', 'ｔ', 'ｎ']) {
        return true;
    }
    let Some(rest) = word.strip_prefix(&['e']).unwrap_or(word).strip_prefix(&['x', 't']) else { return false };
    let rest = rest.strip_suffix(&['n']).unwrap_or(rest);
    matches!(rest, [] | ['e', 'n', 's', 'i', 'o' | 'ó'] | ['e', 'n', 's', 'i', 'o', '\u{301}'])
}

/// `[xｘ#＃~～]|int|ｉｎｔ`, in either case.
fn is_ambiguous(word: &str) -> bool {
    let mut signs = word.chars().map(lower);
    let label = [signs.next(), signs.next(), signs.next(), signs.next()];
    matches!(
        label,
        [Some('x' | 'ｘ' | '#' | '＃' | '~' | '～'), None, ..]
            | [Some('i'), Some('n'), Some('t'), None]
            | [Some('ｉ'), Some('ｎ'), Some('ｔ'), None]
    )
}

/// Lower case for the scripts that labels are written in.
fn lower(sign: char) -> char {
    match sign {
        'А'..='Я' | 'Ａ'..='Ｚ' | 'Ó' => char::from_u32(u32::from(sign) + 0x20).unwrap_or(sign),
        _ => sign.to_ascii_lowercase(),
    }
}

/// How many digits an extension may have, by how sure its label makes it one.
const EXPLICIT: usize = 20;
const LIKELY: usize = 15;
const AMBIGUOUS: usize = 9;
const UNSURE: usize = 6;

//! What the phone field shows after each change: digits grouped as their country does, the caret where it was left.

use passlock_phone::{AsYouType, digit_value, is_grouping};

use super::TypedPhone;
use crate::{PhoneError, PhoneNumber, Region};

/// What a person did to the text of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// Typed a sign.
    Typed,
    /// Erased something before the caret.
    ErasedBefore,
    /// Erased something after the caret.
    ErasedAfter,
    /// Put in a whole text: pasted, dropped, or had the browser fill it in.
    Inserted,
    /// Left the field.
    Left,
}

impl TypedPhone {
    /// The field after `edit` made its text into `text` with the caret at `caret`, and where the caret belongs now; both
    /// carets in UTF-16 code units, as browsers count.
    ///
    /// The digits are never changed, only what stands between them. A whole number that names its country moves the
    /// country out of the text: `+33 6 12 34 56 78` becomes `06 12 34 56 78` in France. A text that is more than digits
    /// stays as it was typed.
    #[must_use]
    pub fn edited(&self, edit: Edit, text: &str, caret: usize) -> (Self, usize) {
        let as_typed = || (Self { region: self.region, text: text.to_owned() }, snapped(text, caret));
        let is_whole = matches!(edit, Edit::Inserted | Edit::Left);
        if is_whole && let Some(moved) = self.country_moved(text, caret) {
            return moved;
        }
        let Some(mut signs) = Signs::of(text, caret) else { return as_typed() };
        if !is_whole && Signs::of(&self.text, 0).is_some_and(|before| before.signs == signs.signs) {
            // Only a separator came or went. Erasing one means the digit behind it, otherwise the key would do nothing.
            let is_shorter = text.chars().count() < self.text.chars().count();
            let erased = match edit {
                Edit::ErasedBefore if is_shorter => signs.erase_before(),
                Edit::ErasedAfter if is_shorter => signs.erase_after(),
                _ => false,
            };
            if !erased {
                return as_typed();
            }
        } else if edit == Edit::Typed
            && ends_here(text, self.region)
            && let Some(moved) = self.country_moved(text, caret)
        {
            return moved;
        }
        let (text, caret) = signs.grouped(self.region);
        (Self { region: self.region, text }, caret)
    }

    /// The same number in another country: the digits stay, a country code in the text gives way.
    #[must_use]
    pub fn in_country(&self, region: Region) -> Self {
        let national = match Region::named_in(&self.text) {
            Some(named) => without_code(&self.text, named),
            None => self.text.trim_start_matches(|sign| is_plus(sign) || is_grouping(sign)).to_owned(),
        };
        let text = match Signs::of(&national, 0) {
            Some(signs) => signs.grouped(Some(region)).0,
            None => national,
        };
        Self { region: Some(region), text }
    }

    /// The field once the country that the text names has moved out of it. `None` where the text is no valid number,
    /// names no country, or would not be the same number without.
    fn country_moved(&self, text: &str, caret: usize) -> Option<(Self, usize)> {
        let number = PhoneNumber::parse(text, self.region).ok().filter(PhoneNumber::is_valid)?;
        let own = number.region()?;
        let has_plus = text.contains(is_plus);
        let e164 = number.e164();
        let names_country = has_plus || digits(text).ends_with(e164.get(1..)?);
        if !names_country {
            return None;
        }
        // Without a + the person did not speak of a country: of those that share the code, the chosen one stays.
        let stays = |chosen: &Region| !has_plus && chosen.calling_code() == own.calling_code();
        let region = Some(self.region.filter(stays).unwrap_or(own));
        let national = number.national();
        if PhoneNumber::parse(&national, region) != Ok(number) {
            return None;
        }
        let behind = digits(text.get(byte_at(text, caret)..).unwrap_or_default()).len();
        let caret = utf16_len(&national) - from_end(&national, behind);
        Some((Self { region, text: national }, caret))
    }
}

/// The digits of a text and a leading plus, with the place of the caret among them.
struct Signs {
    /// As they were typed, in whichever script.
    signs: Vec<char>,
    before_caret: usize,
}

impl Signs {
    /// `None` for a text that holds more than digits, their separators and a leading plus.
    fn of(text: &str, caret: usize) -> Option<Self> {
        let (mut signs, mut before_caret) = (Vec::new(), 0);
        let mut at = 0;
        for sign in text.chars() {
            if digit_value(sign).is_some() || is_plus(sign) && signs.is_empty() {
                signs.push(sign);
                before_caret += usize::from(at < caret);
            } else if !is_grouping(sign) {
                return None;
            }
            at += sign.len_utf16();
        }
        Some(Self { signs, before_caret })
    }

    fn erase_before(&mut self) -> bool {
        let Some(last) = self.before_caret.checked_sub(1) else { return false };
        self.signs.remove(last);
        self.before_caret = last;
        true
    }

    fn erase_after(&mut self) -> bool {
        let is_there = self.before_caret < self.signs.len();
        if is_there {
            self.signs.remove(self.before_caret);
        }
        is_there
    }

    /// The signs with the separators of their country between them, and the caret behind the same sign as before.
    fn grouped(&self, region: Option<Region>) -> (String, usize) {
        let plain: String = self.signs.iter().copied().collect();
        let grouped = AsYouType::format(&plain, region);
        let mut own = self.signs.iter().copied();
        let (mut text, mut seen, mut caret) = (String::with_capacity(grouped.len()), 0, 0);
        for sign in grouped.chars() {
            let is_sign = digit_value(sign).is_some() || is_plus(sign);
            // A person who types in another script goes on reading it.
            text.push(if is_sign { own.next().unwrap_or(sign) } else { sign });
            seen += usize::from(is_sign);
            if is_sign && seen == self.before_caret {
                caret = utf16_len(&text);
            }
        }
        // At the end a separator is already there for the next digit.
        let is_at_end = self.before_caret == self.signs.len();
        let caret = if is_at_end { utf16_len(&text) } else { caret };
        (text, caret)
    }
}

/// Whether no longer number begins like this one.
fn ends_here(text: &str, region: Option<Region>) -> bool {
    matches!(PhoneNumber::parse(&format!("{text}0"), region), Err(PhoneError::TooLong { .. }))
}

/// The digits that follow a country's code.
fn without_code(text: &str, named: Region) -> String {
    let code = named.calling_code().to_string().len();
    text.chars().filter(|&sign| digit_value(sign).is_some()).skip(code).collect()
}

fn digits(text: &str) -> String {
    text.chars().filter_map(digit_value).map(|value| char::from(b'0' + value)).collect()
}

/// How many UTF-16 code units hold the last `count` digits of a text.
fn from_end(text: &str, count: usize) -> usize {
    let mut seen = 0;
    let behind = text.chars().rev().take_while(|&sign| {
        let goes_on = seen < count;
        seen += usize::from(digit_value(sign).is_some());
        goes_on
    });
    behind.map(char::len_utf16).sum()
}

/// The byte that a UTF-16 code unit belongs to, as far as the text goes.
fn byte_at(text: &str, caret: usize) -> usize {
    let mut units = 0;
    let before = text.chars().take_while(|sign| {
        units += sign.len_utf16();
        units <= caret
    });
    before.map(char::len_utf8).sum()
}

/// A caret that is inside the text and not inside a sign.
fn snapped(text: &str, caret: usize) -> usize {
    text.get(..byte_at(text, caret)).map_or(0, utf16_len)
}

fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

fn is_plus(sign: char) -> bool {
    matches!(sign, '+' | '＋')
}

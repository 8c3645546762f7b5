//! From ids to texts: every word that a person reads comes through here, in the language of its lock.

mod en;
#[cfg(test)]
mod files;
mod problem;
#[cfg(test)]
mod table;

use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use passlock_core::protocol::Value;
use yew::AttrValue;

use en::ENGLISH;
pub(crate) use en::Text;
pub(crate) use problem::Place;

/// All texts of a lock, in one language. A copy costs nothing.
///
/// What a language's file leaves out is in English.
#[derive(Clone)]
pub struct Texts(Rc<Book>);

struct Book {
    /// Its BCP 47 tag.
    tag: String,
    /// By their names: a text, or an object of its forms.
    given: Value,
    /// For each id its name and its forms, set apart by tabs.
    english: Vec<&'static str>,
    rules: Rules,
}

/// How a language counts.
pub(crate) struct Rules {
    /// The form that a count asks for, by its name among CLDR's plural categories.
    pub(crate) category: Box<dyn Fn(u32) -> String>,
    /// From 0 to 9, where they are not the usual ones.
    pub(crate) digits: Option<[char; 10]>,
}

/// The category of all other counts. Texts without a count have no further form.
pub(crate) const OTHER: &str = "other";

impl Texts {
    /// The BCP 47 tag of the language.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.0.tag
    }

    /// The texts that are `given` by their names, and English for all others. A text is one form or an object of forms by
    /// plural category; anything else is passed over.
    pub(crate) fn new(tag: &str, given: Value, rules: Rules) -> Self {
        Self(Rc::new(Book { tag: tag.to_owned(), given, english: ENGLISH.split('\n').collect(), rules }))
    }

    /// Which way the language is written, as the attribute `dir` has it.
    pub(crate) fn direction(&self) -> &'static str {
        let is_from_right = "ar ckb dv fa he ps sd ug ur yi".split(' ').any(|language| language == self.language());
        if is_from_right { "rtl" } else { "ltr" }
    }

    /// A text without blanks to fill.
    pub(crate) fn text(&self, id: Text) -> AttrValue {
        self.form(id, OTHER)
    }

    /// A text with its one blank filled.
    pub(crate) fn fill(&self, id: Text, value: &str) -> String {
        let (before, after) = self.around(id);
        [&before, value, &after].concat()
    }

    /// A text with a count, in the form that the count asks for.
    pub(crate) fn counted(&self, id: Text, count: usize) -> String {
        self.counted_in(id, count.try_into().unwrap_or(u32::MAX), "")
    }

    /// The two halves of a text around its blank, for a value that is set apart on the screen.
    pub(crate) fn around(&self, id: Text) -> (String, String) {
        let text = self.text(id);
        let (before, after) = text.split_once('{').unwrap_or((&text, ""));
        (before.to_owned(), after.split_once('}').unwrap_or_default().1.to_owned())
    }

    /// A span as a clock shows it: `2:41`. A begun second counts, so that a countdown never shows zero too early.
    pub(crate) fn countdown(&self, span: Duration) -> String {
        let seconds = span.as_secs() + u64::from(span.subsec_nanos() > 0);
        let (minutes, seconds) = ((seconds / 60).to_string(), format!("{:02}", seconds % 60));
        self.localised(&write(&self.text(Text::Countdown), &[("minutes", &minutes), ("seconds", &seconds)]))
    }

    fn counted_in(&self, id: Text, count: u32, country: &str) -> String {
        let number = self.localised(&count.to_string());
        write(&self.form(id, &(self.0.rules.category)(count)), &[("count", &number), ("country", country)])
    }

    fn form(&self, id: Text, category: &str) -> AttrValue {
        let Book { given, english, .. } = &*self.0;
        let mut english = english.get(id as usize).copied().unwrap_or_default().split('\t');
        let given = given.get(&key(english.next().unwrap_or_default()));
        let form = given.text().or_else(|| given.get(category).text()).or_else(|| given.get(OTHER).text());
        if let Some(form) = form {
            return form.to_owned().into();
        }
        let (one, other) = (english.next(), english.next());
        other.filter(|_| category != "one").or(one).unwrap_or_default().into()
    }

    /// The same with the digits of the language.
    fn localised(&self, text: &str) -> String {
        let Some(digits) = &self.0.rules.digits else { return text.to_owned() };
        let digit =
            |sign: char| sign.to_digit(10).and_then(|digit| digits.get(digit as usize)).copied().unwrap_or(sign);
        text.chars().map(digit).collect()
    }

    /// The tag's first part.
    fn language(&self) -> &str {
        self.tag().split('-').next().unwrap_or_default()
    }
}

/// English.
impl Default for Texts {
    fn default() -> Self {
        Self::new("en", Value::Absent, Rules::english())
    }
}

/// Copies of the same are equal, and so is plain English everywhere; comparing all texts would cost more than it is worth.
impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || (self.tag() == other.tag() && self.0.given == other.0.given)
    }
}

impl Eq for Texts {}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Texts").field(&self.0.tag).finish()
    }
}

impl Rules {
    pub(crate) fn english() -> Self {
        Self { category: Box::new(|count| if count == 1 { "one" } else { OTHER }.to_owned()), digits: None }
    }
}

/// What a text is called in a language's file.
fn key(id: &str) -> String {
    let (first, rest) = id.split_at_checked(1).unwrap_or_default();
    [&first.to_ascii_lowercase(), rest].concat()
}

/// A text with its blanks filled, in whatever order it has them. A value that looks like a blank stays as it is.
fn write(text: &str, values: &[(&str, &str)]) -> String {
    let mut written = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        written.push_str(before);
        written.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = after;
    }
    written + rest
}

//! From ids to texts: every word that a person reads comes through here.

mod en;
mod problem;
#[cfg(test)]
mod table;

use std::time::Duration;

pub(crate) use problem::{Place, problem};

/// The id of every text. A language is a `match` over all of them, so a missing one does not compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    SignIn,
    SignInTo,
    HowItWorks,
    PhoneNumber,
    Country,
    ChosenCountry,
    SearchCountry,
    NoCountry,
    Countries(Plural),
    WhereTo,
    Landline,
    Unusual,
    NotYou,
    AskForCode,
    Sending,
    TryAgain,
    EnterTheCode,
    SentTo,
    Change,
    Code,
    ValidFor,
    SendAgainIn,
    SendAgain,
    SendNewCode,
    NoMessage,
    CodeOnItsWay,
    MinuteLeft,
    MayResend,
    Continue,
    Checking,
    Welcome,
    ContinueTo,
    LogOut,
    Close,
    Back,
    Problem(problem::Id),
}

/// Which form of a text a count asks for (CLDR plural categories).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plural {
    One,
    Other,
}

/// A text without blanks to fill.
pub(crate) fn text(id: Text) -> &'static str {
    en::text(id)
}

/// A text with its one blank filled.
pub(crate) fn fill(id: Text, value: &str) -> String {
    fill_first(text(id), value)
}

/// A text with a count, in the form that the count asks for.
pub(crate) fn counted(id: fn(Plural) -> Text, count: usize) -> String {
    fill(id(plural(count.try_into().unwrap_or(u32::MAX))), &count.to_string())
}

/// The two halves of a text around its blank, for a value that is set apart on the screen.
pub(crate) fn around(id: Text) -> (&'static str, &'static str) {
    around_first(text(id)).unwrap_or((text(id), ""))
}

/// A text with its first blank filled.
fn fill_first(text: &str, value: &str) -> String {
    around_first(text).map_or_else(|| text.to_owned(), |(before, after)| [before, value, after].concat())
}

/// A search for one sign is far smaller than one for two.
fn around_first(text: &str) -> Option<(&str, &str)> {
    let (before, after) = text.split_once('{')?;
    Some((before, after.strip_prefix('}')?))
}

fn plural(count: u32) -> Plural {
    if count == 1 { Plural::One } else { Plural::Other }
}

/// A span as a clock shows it: `2:41`. A begun second counts, so that a countdown never shows zero too early.
pub(crate) fn countdown(span: Duration) -> String {
    let seconds = span.as_secs() + u64::from(span.subsec_nanos() > 0);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_countdown_ends_at_zero_and_not_before() {
        assert_eq!(countdown(Duration::from_secs(161)), "2:41");
        assert_eq!(countdown(Duration::from_millis(1)), "0:01");
        assert_eq!(countdown(Duration::ZERO), "0:00");
    }
}

//! From problems to sentences that say what to do next.

use passlock_core::session::TokenFault;
use passlock_core::{CodeError, PhoneError, Problem, Timestamp};

use super::{Plural, Text, countdown, en, fill_first, plural, text};

/// The id of every sentence about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Id {
    PhoneEmpty,
    PhoneNotANumber,
    PhoneCountryMissing,
    PhoneCountryInvalid,
    PhoneTooShort(Plural),
    PhoneTooShortIn(Plural),
    PhoneTooLong(Plural),
    PhoneTooLongIn(Plural),
    PhoneLength,
    PhoneLocalOnly,
    NotTextable,
    CountryNotServed,
    NumberRefused,
    DeliveryFailed,
    CodeEmpty,
    CodeTooShort(Plural),
    WrongCode,
    WrongCodeLeft(Plural),
    CodeExpired,
    TooManyTries,
    RateLimited,
    RateLimitedFor,
    LockedOut,
    LockedOutFor,
    UserBlocked,
    SignUpsClosed,
    CaptchaRequired,
    AccessDenied,
    OriginRefused,
    Misconfigured,
    RequestRefused,
    Offline,
    TimedOut,
    Unreachable,
    ServerDown,
    Html,
    Nonsense,
    TokenRefused,
    LoginRequired,
    StorageDenied,
    Cancelled,
    ClockWrong,
    NoCrypto,
}

/// Where a problem happened, for sentences that name it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// The chosen country, in the person's language.
    pub(crate) country: Option<&'a str>,
    /// The present moment, for sentences that count down.
    pub(crate) now: Timestamp,
}

/// The sentence for a problem. It is made from our own words only; what a server wrote is never shown.
pub(crate) fn problem(problem: &Problem, place: Place<'_>) -> String {
    let (id, values) = sentence(problem, place);
    values.iter().fold(text(Text::Problem(id)).to_owned(), |text, value| fill_first(&text, value))
}

fn sentence(problem: &Problem, place: Place<'_>) -> (Id, Vec<String>) {
    let plain = |id| (id, Vec::new());
    let counted = |id: fn(Plural) -> Id, count: u32| (id(plural(count)), vec![count.to_string()]);
    let in_country = |here: fn(Plural) -> Id, nowhere: fn(Plural) -> Id, count: u8| match place.country {
        Some(country) => (here(plural(count.into())), vec![count.to_string(), en::in_a_sentence(country)]),
        None => counted(nowhere, count.into()),
    };
    match problem {
        Problem::Phone(error) => match *error {
            PhoneError::Empty => plain(Id::PhoneEmpty),
            PhoneError::MissingCountryCode => plain(Id::PhoneCountryMissing),
            PhoneError::InvalidCountryCode => plain(Id::PhoneCountryInvalid),
            PhoneError::TooShort { missing } => in_country(Id::PhoneTooShortIn, Id::PhoneTooShort, missing),
            PhoneError::TooLong { extra } => in_country(Id::PhoneTooLongIn, Id::PhoneTooLong, extra),
            PhoneError::InvalidLength => plain(Id::PhoneLength),
            PhoneError::LocalOnly => plain(Id::PhoneLocalOnly),
            _ => plain(Id::PhoneNotANumber),
        },
        Problem::NotTextable => plain(Id::NotTextable),
        Problem::CountryNotServed => plain(Id::CountryNotServed),
        Problem::NumberRefused => plain(Id::NumberRefused),
        Problem::DeliveryFailed => plain(Id::DeliveryFailed),
        Problem::Code(CodeError::Empty) => plain(Id::CodeEmpty),
        Problem::Code(CodeError::TooShort { missing }) => counted(Id::CodeTooShort, (*missing).into()),
        Problem::WrongCode { attempts_left: Some(left) } => counted(Id::WrongCodeLeft, *left),
        Problem::WrongCode { attempts_left: None } => plain(Id::WrongCode),
        Problem::CodeExpired => plain(Id::CodeExpired),
        Problem::TooManyTries => plain(Id::TooManyTries),
        Problem::RateLimited { until: Some(until) } if *until > place.now => {
            (Id::RateLimitedFor, vec![countdown(place.now.until(*until))])
        }
        Problem::RateLimited { .. } => plain(Id::RateLimited),
        Problem::LockedOut { until: Some(until) } if *until > place.now => {
            (Id::LockedOutFor, vec![countdown(place.now.until(*until))])
        }
        Problem::LockedOut { .. } => plain(Id::LockedOut),
        Problem::UserBlocked => plain(Id::UserBlocked),
        Problem::SignUpsClosed => plain(Id::SignUpsClosed),
        Problem::CaptchaRequired => plain(Id::CaptchaRequired),
        Problem::AccessDenied => plain(Id::AccessDenied),
        Problem::OriginRefused => plain(Id::OriginRefused),
        Problem::ClientMisconfigured | Problem::GrantNotEnabled | Problem::ConnectionMisconfigured => {
            plain(Id::Misconfigured)
        }
        Problem::Offline => plain(Id::Offline),
        Problem::TimedOut => plain(Id::TimedOut),
        Problem::Unreachable => plain(Id::Unreachable),
        Problem::ServerDown { .. } => plain(Id::ServerDown),
        Problem::Nonsense(passlock_core::Nonsense::Html) => plain(Id::Html),
        Problem::Nonsense(_) => plain(Id::Nonsense),
        Problem::TokenRefused(fault) if fault.is_of_time() => plain(Id::ClockWrong),
        Problem::TokenRefused(TokenFault::NoCrypto) => plain(Id::NoCrypto),
        Problem::TokenRefused(_) => plain(Id::TokenRefused),
        Problem::LoginRequired => plain(Id::LoginRequired),
        Problem::StorageDenied => plain(Id::StorageDenied),
        Problem::Cancelled => plain(Id::Cancelled),
        _ => plain(Id::RequestRefused),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: Problem, expected: &str) {
        let place = Place { country: Some("France"), now: Timestamp::from_seconds(1000) };
        assert_eq!(problem(&given, place), expected);
    }

    #[test]
    fn sentences_say_how_much_and_where() {
        check(Problem::Phone(PhoneError::TooShort { missing: 2 }), "2 digits are missing for a number in France.");
        check(Problem::Phone(PhoneError::TooLong { extra: 1 }), "1 digit too many for a number in France.");
        check(Problem::WrongCode { attempts_left: Some(2) }, "That code is not right. 2 tries left.");
        check(Problem::WrongCode { attempts_left: Some(1) }, "That code is not right. 1 try left.");
    }

    #[test]
    fn countries_take_their_article() {
        let problem_in = |country| {
            let place = Place { country: Some(country), now: Timestamp::from_seconds(0) };
            problem(&Problem::Phone(PhoneError::TooLong { extra: 3 }), place)
        };
        assert_eq!(problem_in("United States"), "3 digits too many for a number in the United States.");
        assert_eq!(problem_in("Åland Islands"), "3 digits too many for a number in the Åland Islands.");
        assert_eq!(problem_in("Italy"), "3 digits too many for a number in Italy.");
    }

    #[test]
    fn a_refused_token_says_what_the_person_can_do() {
        check(
            Problem::TokenRefused(TokenFault::Signature),
            "Your sign-in could not be confirmed. Please ask for a new code.",
        );
        let clock = "Is the clock of this device right? Please check it, then ask for a new code.";
        for fault in [TokenFault::Expired, TokenFault::IssuedInFuture, TokenFault::NotYetValid] {
            check(Problem::TokenRefused(fault), clock);
        }
        let owner = "This page is not secure enough to sign you in. Please tell its owner that it needs https.";
        check(Problem::TokenRefused(TokenFault::NoCrypto), owner);
    }

    #[test]
    fn a_rate_limit_counts_down_and_ends() {
        let until = |seconds| Problem::RateLimited { until: Some(Timestamp::from_seconds(seconds)) };
        check(until(1090), "Too many requests. Please try again in 1:30.");
        check(until(1000), "Too many requests. Please wait a little and try again.");
        check(Problem::RateLimited { until: None }, "Too many requests. Please wait a little and try again.");
    }

    #[test]
    fn a_value_that_looks_like_a_blank_stays_as_it_is() {
        let place = Place { country: Some("{}"), now: Timestamp::from_seconds(0) };
        let sentence = problem(&Problem::Phone(PhoneError::TooShort { missing: 2 }), place);
        assert_eq!(sentence, "2 digits are missing for a number in {}.");
    }
}

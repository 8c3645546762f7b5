//! From problems to sentences that say what to do next.

use std::time::Duration;

use passlock_core::session::TokenFault;
use passlock_core::{CodeError, Connection, EmailError, PhoneError, Problem, Timestamp};

use super::{Text, Texts, en};

/// Where a problem happened, for sentences that name it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// How the person is reached.
    pub(crate) connection: Connection,
    /// The chosen country, in the person's language.
    pub(crate) country: Option<&'a str>,
    /// The present moment, for sentences that count down.
    pub(crate) now: Timestamp,
}

/// A sentence with what is to be filled in.
enum Sentence<'a> {
    Plain(Text),
    Counted(Text, u32),
    /// What is missing or too many for a number of a country.
    In(Text, u32, &'a str),
    /// How long to wait.
    For(Text, Duration),
}

impl Texts {
    /// The sentence for a problem. It is made from our own words, or is the host page's own; what a server wrote is never
    /// shown.
    pub(crate) fn problem(&self, problem: &Problem, place: Place<'_>) -> String {
        if let Problem::StoppedByPage(Some(words)) = problem {
            return words.clone();
        }
        match sentence(problem, place) {
            Sentence::Plain(id) => self.text(id).to_string(),
            Sentence::Counted(id, count) => self.counted_in(id, count, ""),
            Sentence::In(id, count, country) if self.language() == "en" => {
                self.counted_in(id, count, &en::in_a_sentence(country))
            }
            Sentence::In(id, count, country) => self.counted_in(id, count, country),
            Sentence::For(id, span) => self.fill(id, &self.countdown(span)),
        }
    }
}

fn sentence<'a>(problem: &Problem, place: Place<'a>) -> Sentence<'a> {
    let plain = Sentence::Plain;
    let by = |sms, email| plain(if place.connection == Connection::Sms { sms } else { email });
    let in_country = |here, nowhere, count: u8| match place.country {
        Some(country) => Sentence::In(here, count.into(), country),
        None => Sentence::Counted(nowhere, count.into()),
    };
    match problem {
        Problem::Phone(error) => match *error {
            PhoneError::Empty => plain(Text::PhoneEmpty),
            PhoneError::MissingCountryCode => plain(Text::PhoneCountryMissing),
            PhoneError::InvalidCountryCode => plain(Text::PhoneCountryInvalid),
            PhoneError::TooShort { missing } => in_country(Text::PhoneTooShortIn, Text::PhoneTooShort, missing),
            PhoneError::TooLong { extra } => in_country(Text::PhoneTooLongIn, Text::PhoneTooLong, extra),
            PhoneError::InvalidLength => plain(Text::PhoneLength),
            PhoneError::LocalOnly => plain(Text::PhoneLocalOnly),
            _ => plain(Text::PhoneNotANumber),
        },
        Problem::NotTextable => plain(Text::NotTextable),
        Problem::CountryNotServed => plain(Text::CountryNotServed),
        Problem::NumberRefused => plain(Text::NumberRefused),
        Problem::Email(EmailError::Empty) => plain(Text::EmailEmpty),
        Problem::Email(EmailError::Incomplete) => plain(Text::EmailIncomplete),
        Problem::Email(EmailError::Invalid) => plain(Text::EmailInvalid),
        Problem::AddressRefused => plain(Text::AddressRefused),
        Problem::DeliveryFailed => by(Text::DeliveryFailed, Text::EmailFailed),
        Problem::Code(CodeError::Empty) => by(Text::CodeEmpty, Text::CodeEmptyEmail),
        Problem::Code(CodeError::TooShort { missing }) => Sentence::Counted(Text::CodeTooShort, (*missing).into()),
        Problem::WrongCode { attempts_left: Some(left) } => Sentence::Counted(Text::WrongCodeLeft, *left),
        Problem::WrongCode { attempts_left: None } => plain(Text::WrongCode),
        Problem::CodeExpired => plain(Text::CodeExpired),
        Problem::TooManyTries => plain(Text::TooManyTries),
        Problem::RateLimited { until: Some(until) } if *until > place.now => {
            Sentence::For(Text::RateLimitedFor, place.now.until(*until))
        }
        Problem::RateLimited { .. } => plain(Text::RateLimited),
        Problem::LockedOut { until: Some(until) } if *until > place.now => {
            Sentence::For(Text::LockedOutFor, place.now.until(*until))
        }
        Problem::LockedOut { .. } => plain(Text::LockedOut),
        Problem::UserBlocked => plain(Text::UserBlocked),
        Problem::SignUpsClosed => plain(Text::SignUpsClosed),
        Problem::CaptchaRequired => plain(Text::CaptchaRequired),
        Problem::AccessDenied => by(Text::AccessDenied, Text::AccessDeniedEmail),
        Problem::OriginRefused => plain(Text::OriginRefused),
        Problem::ClientMisconfigured
        | Problem::GrantNotEnabled
        | Problem::CrossOriginNotEnabled
        | Problem::FrameBlocked
        | Problem::ConnectionMisconfigured => plain(Text::Misconfigured),
        Problem::Offline => plain(Text::Offline),
        Problem::TimedOut => plain(Text::TimedOut),
        Problem::Unreachable => plain(Text::Unreachable),
        Problem::ServerDown { .. } => plain(Text::ServerDown),
        Problem::Nonsense(passlock_core::Nonsense::Html) => plain(Text::Html),
        Problem::Nonsense(_) => plain(Text::Nonsense),
        Problem::TokenRefused(fault) if fault.is_of_time() => plain(Text::ClockWrong),
        Problem::TokenRefused(TokenFault::NoCrypto) => plain(Text::NoCrypto),
        Problem::TokenRefused(_) => plain(Text::TokenRefused),
        Problem::LoginRequired => plain(Text::LoginRequired),
        Problem::CookiesRefused => plain(Text::CookiesRefused),
        Problem::StorageDenied => plain(Text::StorageDenied),
        Problem::StoppedByPage(_) => plain(Text::StoppedByPage),
        Problem::Cancelled => plain(Text::Cancelled),
        _ => plain(Text::RequestRefused),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: Problem, expected: &str) {
        let place = Place { connection: Connection::Sms, country: Some("France"), now: Timestamp::from_seconds(1000) };
        assert_eq!(Texts::default().problem(&given, place), expected);
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
            let place = Place { connection: Connection::Sms, country: Some(country), now: Timestamp::from_seconds(0) };
            Texts::default().problem(&Problem::Phone(PhoneError::TooLong { extra: 3 }), place)
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
        let place = Place { connection: Connection::Sms, country: Some("{count}"), now: Timestamp::from_seconds(0) };
        let sentence = Texts::default().problem(&Problem::Phone(PhoneError::TooShort { missing: 2 }), place);
        assert_eq!(sentence, "2 digits are missing for a number in {count}.");
    }
}

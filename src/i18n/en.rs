//! English.

use super::Plural::{One, Other};
use super::Text;
use super::problem::Id;

pub(super) fn text(id: Text) -> &'static str {
    match id {
        Text::SignIn => "Sign in",
        Text::SignInTo => "Sign in to {}",
        Text::HowItWorks => "We text you a code. No password.",
        Text::PhoneNumber => "Phone number",
        Text::Country => "Country",
        Text::ChosenCountry => "Country: {}",
        Text::SearchCountry => "Search by name or code",
        Text::NoCountry => "No country is called that.",
        Text::Countries(One) => "{} country",
        Text::Countries(Other) => "{} countries",
        Text::WhereTo => "We will text {}",
        Text::Landline => "A landline? Text messages may not arrive.",
        Text::Unusual => "This number looks unusual. Please check it.",
        Text::NotYou => "Not you?",
        Text::AskForCode => "Text me a code",
        Text::Sending => "Sending…",
        Text::TryAgain => "Try again",
        Text::EnterTheCode => "Enter the code",
        Text::SentTo => "Sent to {}",
        Text::Change => "Change",
        Text::Code => "Code from the message",
        Text::ValidFor => "Valid for {}",
        Text::SendAgainIn => "Send again in {}",
        Text::SendAgain => "Send again",
        Text::SendNewCode => "Send a new code",
        Text::NoMessage => {
            "No message? Check the number, and that your phone has reception. It can take a few minutes."
        }
        Text::CodeOnItsWay => "A code is on its way to {}.",
        Text::MinuteLeft => "The code is valid for less than a minute.",
        Text::MayResend => "You can ask for another code now.",
        Text::Continue => "Continue",
        Text::Checking => "Checking…",
        Text::Welcome => "Welcome",
        Text::ContinueTo => "Continue to {}",
        Text::LogOut => "Log out",
        Text::Close => "Close",
        Text::Back => "Back",
        Text::Problem(id) => problem(id),
    }
}

/// A country's name after a preposition: "in the United States", "in France".
pub(super) fn in_a_sentence(country: &str) -> String {
    const WITH_ARTICLE: [&str; 9] = [
        "Bahamas",
        "Comoros",
        "Dominican Republic",
        "Gambia",
        "Isle of Man",
        "Maldives",
        "Netherlands",
        "Philippines",
        "Seychelles",
    ];
    let plural = country.starts_with("United ") || country.ends_with(" Islands");
    if plural || WITH_ARTICLE.contains(&country) { format!("the {country}") } else { country.to_owned() }
}

fn problem(id: Id) -> &'static str {
    match id {
        Id::PhoneEmpty => "Please enter your phone number.",
        Id::PhoneNotANumber => "This does not look like a phone number.",
        Id::PhoneCountryMissing => "Please choose your country, or begin with + and its code.",
        Id::PhoneCountryInvalid => "No country has the code after the +.",
        Id::PhoneTooShort(One) | Id::CodeTooShort(One) => "{} digit is missing.",
        Id::PhoneTooShort(Other) | Id::CodeTooShort(Other) => "{} digits are missing.",
        Id::PhoneTooShortIn(One) => "{} digit is missing for a number in {}.",
        Id::PhoneTooShortIn(Other) => "{} digits are missing for a number in {}.",
        Id::PhoneTooLong(One) => "{} digit too many.",
        Id::PhoneTooLong(Other) => "{} digits too many.",
        Id::PhoneTooLongIn(One) => "{} digit too many for a number in {}.",
        Id::PhoneTooLongIn(Other) => "{} digits too many for a number in {}.",
        Id::PhoneLength => "No number of this country has this many digits.",
        Id::PhoneLocalOnly => "The area code is missing.",
        Id::NotTextable => "Text messages can’t reach this kind of number.",
        Id::CountryNotServed => "Numbers of this country can’t sign in here.",
        Id::NumberRefused => "Text messages can’t be sent to this number. Please check it.",
        Id::DeliveryFailed => "The message could not be sent. Please try again.",
        Id::CodeEmpty => "Please enter the code from the message.",
        Id::WrongCode => "That code is not right.",
        Id::WrongCodeLeft(One) => "That code is not right. {} try left.",
        Id::WrongCodeLeft(Other) => "That code is not right. {} tries left.",
        Id::CodeExpired => "This code has expired. Please ask for a new one.",
        Id::TooManyTries => "This code was tried too often. Please ask for a new one.",
        Id::RateLimited => "Too many requests. Please wait a little and try again.",
        Id::RateLimitedFor => "Too many requests. Please try again in {}.",
        Id::LockedOut => "Too many wrong codes. Please try again later.",
        Id::LockedOutFor => "Too many wrong codes. You can try again in {}.",
        Id::UserBlocked => "This account is blocked. Please contact the owner of this page.",
        Id::SignUpsClosed => "No new accounts can be made here.",
        Id::CaptchaRequired => "This page has to check that you are human, but can’t. Please tell its owner.",
        Id::AccessDenied => "Signing in with this number is not allowed here.",
        Id::OriginRefused => "This page is not allowed to sign you in. Please tell its owner.",
        Id::Misconfigured => "Signing in is not set up correctly here. Please tell the owner of this page.",
        Id::RequestRefused => "The request was refused. Please try again later.",
        Id::Offline => "You are offline. Please check your connection and try again.",
        Id::TimedOut => "No answer came in time. Please try again.",
        Id::Unreachable => "The sign-in service can’t be reached. Please try again.",
        Id::ServerDown => "The sign-in service has a problem. Please try again in a moment.",
        Id::Html => "A web page came back instead of an answer. Does your network ask you to sign in first?",
        Id::Nonsense => "The sign-in service gave an answer that makes no sense. Please try again.",
        Id::TokenRefused => "Your sign-in could not be confirmed. Please ask for a new code.",
        Id::LoginRequired => "You have been signed out. Please sign in again.",
        Id::StorageDenied => "Your browser keeps no data, so you stay signed in on this page only.",
        Id::Cancelled => "Stopped. You can try again.",
        Id::ClockWrong => "Is the clock of this device right? Please check it, then ask for a new code.",
        Id::NoCrypto => "This page is not secure enough to sign you in. Please tell its owner that it needs https.",
    }
}

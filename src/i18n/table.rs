//! The page of the documentation that lists every failure, written from the code that it describes.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::mem::discriminant;

use passlock_core::session::TokenFault;
use passlock_core::{CodeError, Connection, EmailError, Nonsense, PhoneError, Problem, Remedy, Retry, Timestamp};

use super::{Place, Texts};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/problems.md");

#[test]
fn every_problem_is_in_the_documentation_as_it_is_in_the_code() {
    let page = page();
    if std::env::var_os("PASSLOCK_WRITE_DOCS").is_some() {
        std::fs::write(PAGE, &page).unwrap();
    }
    let written = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(written == page, "docs/problems.md is not what the code says; PASSLOCK_WRITE_DOCS=1 writes it anew");
}

#[test]
fn no_kind_of_problem_is_missing_and_each_has_a_sentence_of_its_own() {
    let problems = problems();
    let kinds: HashSet<_> = problems.iter().map(discriminant).collect();
    assert_eq!(kinds.len(), Problem::KINDS, "a kind of problem has no row");
    let mut codes = HashSet::new();
    for problem in &problems {
        let sentence = sentence(problem);
        assert!(sentence.ends_with(['.', '?']) && !sentence.contains('{'), "{}: {sentence}", problem.code());
        let told = (problem.code(), problem.check());
        assert!(codes.insert(told), "{told:?} stands for two problems");
    }
}

/// One of each kind and code.
fn problems() -> Vec<Problem> {
    let until = Some(Timestamp::from_seconds(90));
    let mut problems = vec![
        Problem::Phone(PhoneError::Empty),
        Problem::Phone(PhoneError::NotANumber),
        Problem::Phone(PhoneError::MissingCountryCode),
        Problem::Phone(PhoneError::InvalidCountryCode),
        Problem::Phone(PhoneError::TooShort { missing: 2 }),
        Problem::Phone(PhoneError::TooLong { extra: 2 }),
        Problem::Phone(PhoneError::LocalOnly),
        Problem::NotTextable,
        Problem::CountryNotServed,
        Problem::NumberRefused,
        Problem::Email(EmailError::Empty),
        Problem::Email(EmailError::Incomplete),
        Problem::Email(EmailError::Invalid),
        Problem::AddressRefused,
        Problem::DeliveryFailed,
        Problem::Code(CodeError::Empty),
        Problem::Code(CodeError::TooShort { missing: 2 }),
        Problem::WrongCode { attempts_left: Some(2) },
        Problem::CodeExpired,
        Problem::TooManyTries,
        Problem::RateLimited { until },
        Problem::LockedOut { until },
        Problem::UserBlocked,
        Problem::SignUpsClosed,
        Problem::CaptchaRequired,
        Problem::AccessDenied,
        Problem::OriginRefused,
        Problem::ClientMisconfigured,
        Problem::GrantNotEnabled,
        Problem::CrossOriginNotEnabled,
        Problem::FrameBlocked,
        Problem::CookiesRefused,
        Problem::ConnectionMisconfigured,
        Problem::RequestRefused,
        Problem::Offline,
        Problem::TimedOut,
        Problem::Unreachable,
        Problem::ServerDown { status: 503 },
        Problem::Nonsense(Nonsense::Html),
        Problem::Nonsense(Nonsense::ContentType),
        Problem::Nonsense(Nonsense::NotJson),
        Problem::Nonsense(Nonsense::MissingFields),
        Problem::LoginRequired,
        Problem::Cancelled,
        Problem::StorageDenied,
        Problem::StoppedByPage(None),
    ];
    problems.extend(TokenFault::ALL.map(Problem::TokenRefused));
    problems
}

fn page() -> String {
    let mut page = String::from(
        "# Everything that can fail\n\n\
         A page hears of a failure by `authorization_error`: `code` is the stable name below, `check` the name after the colon, \
         `error` what Auth0's own libraries say for the same. The person reads the sentence, in their language; what a server \
         wrote is never shown. What only reads (keys, profile, the time) is asked again by itself when no connection was made, \
         twice at most and after random pauses; what sends a message or spends a code never is. A test writes this page from the code and fails when it is out of date.\n\n\
         | `code` | `error` | What the person reads | What helps | Asked again |\n|---|---|---|---|---|\n",
    );
    for problem in problems() {
        let code =
            problem.check().map_or_else(|| problem.code().to_owned(), |check| format!("{}: {check}", problem.code()));
        let row = [code, problem.auth0_code().to_owned(), sentence(&problem), helps(&problem), again(&problem)];
        let [code, error, sentence, helps, again] = row;
        // Writing to a text cannot fail.
        let _ = writeln!(page, "| `{code}` | `{error}` | {sentence} | {helps} | {again} |");
    }
    page
}

fn sentence(given: &Problem) -> String {
    Texts::default()
        .problem(given, Place { connection: Connection::Sms, country: None, now: Timestamp::from_seconds(0) })
}

fn helps(problem: &Problem) -> String {
    let words = match problem.remedy() {
        Remedy::MendNumber => "correct the number",
        Remedy::OtherNumber => "another number",
        Remedy::MendAddress => "correct the address",
        Remedy::OtherAddress => "another address",
        Remedy::MendCode => "correct the code",
        Remedy::NewCode => "a new code",
        Remedy::AllowCookies => "allow the backend's cookies, then a new code",
        Remedy::LogIn => "log in again",
        Remedy::Wait => "wait until `until`",
        Remedy::TryAgain => "try again",
        Remedy::TellOwner => "tell the owner of the page",
        Remedy::GoOn => "nothing has to be done",
    };
    words.to_owned()
}

fn again(problem: &Problem) -> String {
    let words = match problem.retry() {
        Retry::Never => "no",
        Retry::ByPerson => "by the person",
        Retry::ByItself => "by itself when it only reads, else by the person",
    };
    words.to_owned()
}

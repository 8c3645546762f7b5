//! The pages behind a link in an email. They have no scripts, and nothing on them happens by itself.

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::Response;

use super::{LINK_PATH, page};
use crate::error::ApiError;
use crate::escape::escaped;

/// Whether this is the browser that asked for the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// It is.
    Here,
    /// It is another one.
    Elsewhere,
    /// Nobody can know.
    Unknown,
}

/// What somebody sees who follows a link: a button that goes on, or the code for the window that waits for it.
pub(super) fn go_on(
    application: &str,
    whom: &str,
    code: &str,
    asked: Asked,
    parameters: &[(String, String)],
) -> Response {
    let (application, whom) = (escaped(application), escaped(whom));
    let digits = format!("<p class=\"code\">{code}</p>");
    let body = match asked {
        Asked::Here => format!(
            "<h1>Log in to {application}</h1>\n<p>You are about to log in as <b>{whom}</b>.</p>\n{}",
            form(parameters)
        ),
        Asked::Elsewhere => format!(
            "<h1>You asked in another browser</h1>\n<p>This email was asked for in another browser or on another device. \
             Type this code there to log in to {application} as <b>{whom}</b>:</p>\n{digits}"
        ),
        Asked::Unknown => format!(
            "<h1>Log in to {application}</h1>\n<p>You are about to log in as <b>{whom}</b>.</p>\n{}\n\
             <p>Did you ask for this email in another browser or on another device? Then type this code there:</p>\n{digits}",
            form(parameters)
        ),
    };
    page::styled(StatusCode::OK, "Log in", &body)
}

/// What somebody sees whose link leads nowhere any more, with a way back.
pub(super) fn failed(application: &str, error: &ApiError, back: &str) -> Response {
    let (status, title, sentence) = in_words(error);
    let (application, back) = (escaped(application), escaped(back));
    let body = format!(
        "<h1>{title}</h1>\n<p>{sentence}</p>\n<p><a class=\"go\" href=\"{back}\" rel=\"noreferrer\">Back to {application}</a></p>"
    );
    page::styled(status, title, &body)
}

/// A form that sends what the link has.
fn form(parameters: &[(String, String)]) -> String {
    let mut fields = String::new();
    for (name, value) in parameters {
        // Writing to a text cannot fail.
        let _ = writeln!(fields, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", escaped(name), escaped(value));
    }
    format!("<form method=\"post\" action=\"{LINK_PATH}\">\n{fields}<button class=\"go\">Log in</button>\n</form>")
}

fn in_words(error: &ApiError) -> (StatusCode, &'static str, &'static str) {
    match error {
        ApiError::Reworded { error, .. } => in_words(error),
        ApiError::CodeExpired => (
            StatusCode::UNAUTHORIZED,
            "This link is too old",
            "Links work for a few minutes only. Go back and ask for another email.",
        ),
        ApiError::WrongCode { .. } | ApiError::TooManyTries => (
            StatusCode::UNAUTHORIZED,
            "This link does not work any more",
            "It was used before, or a newer email has come since. If you are not logged in, go back and ask for another one.",
        ),
        ApiError::UserBlocked | ApiError::SignUpsClosed => (
            StatusCode::FORBIDDEN,
            "You cannot log in here",
            "The link is right, but this account may not log in. Ask those who run the page.",
        ),
        ApiError::TooManyRequests(_) | ApiError::LockedOut(_) => {
            (StatusCode::TOO_MANY_REQUESTS, "Too many tries", "Wait a little, then follow the link again.")
        }
        _ => (StatusCode::BAD_REQUEST, "This link is not whole", "Open it again in the email, or ask for another one."),
    }
}

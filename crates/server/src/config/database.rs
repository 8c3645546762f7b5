//! Where the database is: an address that may hold a password.

use std::fmt;

use url::Url;

/// The address of a database. It prints without the password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// Takes an address; whether it is one shows when it is opened.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The whole address.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// Whether somebody who sees it learns a password.
    #[must_use]
    pub fn has_password(&self) -> bool {
        !self.is_file() && Url::parse(&self.0).map_or(true, |url| url.password().is_some() || url.query().is_some())
    }

    fn is_file(&self) -> bool {
        self.0.starts_with("sqlite:")
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_file() {
            return f.write_str(&self.0);
        }
        let Ok(mut url) = Url::parse(&self.0) else { return f.write_str("[redacted]") };
        // A password may also be among the options.
        url.set_query(None);
        if url.password().is_some() && url.set_password(Some("***")).is_err() {
            return f.write_str("[redacted]");
        }
        f.write_str(url.as_str())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_does_not_print() {
        for (text, printed, has_password) in [
            ("sqlite://passlock.db", "sqlite://passlock.db", false),
            ("sqlite::memory:", "sqlite::memory:", false),
            ("postgres://login@db.example/passlock", "postgres://login@db.example/passlock", false),
            ("postgres://login:hunter2@db.example/passlock", "postgres://login:***@db.example/passlock", true),
            ("postgres://db.example/passlock?password=hunter2", "postgres://db.example/passlock", true),
            ("hunter2", "[redacted]", true),
        ] {
            let url = DatabaseUrl::new(text);
            assert_eq!((url.to_string().as_str(), url.has_password()), (printed, has_password), "{text}");
            assert!(!format!("{url:?}").contains("hunter2"));
        }
    }
}

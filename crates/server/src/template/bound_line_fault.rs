//! What can be wrong with the line that binds a code to a page, each with a sentence that says what to change.

use thiserror::Error;

/// Why browsers do not take the code out of a message and offer it to the page.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BoundLineFault {
    /// No line looks like one.
    #[error("there is no line like @{0} #{1}; it belongs at the end")]
    Missing(String, String),
    /// Browsers look at the last line alone.
    #[error("it is not the last line: {0} more after it, and empty ones count")]
    NotLast(usize),
    /// Something stands before the `@`.
    #[error("it begins with {0:?}; nothing may stand before the @")]
    TextBefore(String),
    /// The host has no `@`.
    #[error("it begins without @; write @{0}")]
    MissingAt(String),
    /// The host is an address.
    #[error("{0:?} is an address; write the host alone, without https:// and without a path")]
    NotAHost(String),
    /// The host has a port.
    #[error("{0:?} has a port, which a bound line cannot have; https on port 443 is meant")]
    Port(String),
    /// It is another host's code.
    #[error("it binds the code to {found:?}, and the page is at {expected:?}; Chrome compares the whole host")]
    OtherHost {
        /// What the line says.
        found: String,
        /// What it should say.
        expected: String,
    },
    /// One blank stands between the parts, no more and no other.
    #[error("there is not exactly one space before {0:?}")]
    Spacing(String),
    /// The code has no `#`.
    #[error("the code has no # before it; write #{0}")]
    MissingHash(String),
    /// It is not the code of this message.
    #[error("its code is {0:?}, and another one was sent; use @@password@@")]
    OtherCode(String),
    /// There is no code.
    #[error("there is no code after the host")]
    NoCode,
    /// A frame is named, and the form is not in one.
    #[error("it names the frame {0:?}, so a page that shows the form itself gets no code")]
    UnexpectedFrame(String),
    /// No frame is named, and the form is in one.
    #[error("it does not name the frame that shows the form; write @{0} after the code")]
    MissingFrame(String),
    /// An early draft's mark of the frame.
    #[error("{0:?} marks the frame with %, as an early draft did; browsers read @")]
    OldFrameMark(String),
    /// Something stands after the last part.
    #[error("{0:?} stands after it; nothing may")]
    TextAfter(String),
}

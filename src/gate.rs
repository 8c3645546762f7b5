//! What the host page is asked before the backend is.

use std::fmt;
use std::pin::Pin;
use std::rc::Rc;

use passlock_core::flow::Purpose;
use passlock_core::{Problem, Recipient};

/// A question to the host page, asked before a code is sent for and before one is checked. The request waits for the
/// answer, and is not made when that is no.
#[derive(Clone)]
pub struct Gate(Rc<Question>);

type Question = dyn Fn(Purpose, Recipient) -> Pin<Box<dyn Future<Output = Answer>>>;

/// Whether to go on; if not, what the person reads, or nothing for a general sentence.
type Answer = Result<(), Option<String>>;

impl Gate {
    /// A gate that asks `question` what is about to be done for whom. `Err` stops it, with what the person is to
    /// read about it.
    pub fn new<F>(question: impl Fn(Purpose, Recipient) -> F + 'static) -> Self
    where
        F: Future<Output = Result<(), Option<String>>> + 'static,
    {
        Self(Rc::new(move |purpose, to| Box::pin(question(purpose, to))))
    }

    /// A gate that asks the one that there is at the time, if any.
    pub(crate) fn found(find: impl Fn() -> Option<Self> + 'static) -> Self {
        Self::new(move |purpose, to| {
            let gate = find();
            async move {
                match gate {
                    Some(gate) => (gate.0)(purpose, to).await,
                    None => Ok(()),
                }
            }
        })
    }

    pub(crate) async fn pass(&self, purpose: Purpose, to: Recipient) -> Result<(), Problem> {
        (self.0)(purpose, to).await.map_err(Problem::StoppedByPage)
    }
}

/// Two gates are the same when they are one.
impl PartialEq for Gate {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gate")
    }
}

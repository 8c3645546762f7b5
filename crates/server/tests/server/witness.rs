//! Somebody who reads the log of one test.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::subscriber::{DefaultGuard, set_default};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

/// Sees what this thread logs for as long as it is there. A test without threads of its own does everything on one.
pub(crate) struct Witness {
    seen: Arc<Mutex<Vec<Line>>>,
    _guard: DefaultGuard,
}

/// A line of the log.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) target: &'static str,
    pub(crate) level: String,
    pub(crate) fields: BTreeMap<&'static str, String>,
}

impl Witness {
    pub(crate) fn new() -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let guard = set_default(tracing_subscriber::registry().with(Ear(Arc::clone(&seen))));
        Self { seen, _guard: guard }
    }

    /// What has been logged under a target since the last time that anybody asked.
    pub(crate) fn take(&self, target: &str) -> Vec<Line> {
        let lines = std::mem::take(&mut *self.seen.lock().unwrap());
        lines.into_iter().filter(|line| line.target == target).collect()
    }

    /// The events for operators since the last time that anybody asked.
    pub(crate) fn events(&self) -> Vec<Line> {
        self.take("passlock_server::events")
    }

    /// The statements since the last time that anybody asked.
    pub(crate) fn statements(&self) -> Vec<String> {
        self.take("passlock_server::sql").into_iter().map(|line| line.fields["statement"].clone()).collect()
    }
}

struct Ear(Arc<Mutex<Vec<Line>>>);

impl<S: Subscriber> Layer<S> for Ear {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields(BTreeMap::new());
        event.record(&mut fields);
        let metadata = event.metadata();
        let line =
            Line { target: metadata.target(), level: metadata.level().to_string().to_lowercase(), fields: fields.0 };
        self.0.lock().unwrap().push(line);
    }
}

struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

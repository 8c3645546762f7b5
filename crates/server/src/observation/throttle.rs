//! What keeps a flood of requests from becoming a flood of lines: of what went wrong, so many lines of a kind at a time, and
//! then how many were left out.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing::callsite::Identifier;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata};
use tracing_subscriber::layer::{Context, Filter};

use crate::events;

/// Lets [`MOST`] lines of a kind through in [`SPAN`]. What went well is told in full.
#[derive(Debug, Clone, Default)]
pub(super) struct Throttle(Arc<Mutex<HashMap<Identifier, Kind>>>);

/// Lines that one place of the code writes.
#[derive(Debug)]
struct Kind {
    name: String,
    begun: Instant,
    lines: u32,
    left_out: u64,
}

impl Throttle {
    /// Tells what was left out, as long as the process lives. In a runtime.
    pub(super) async fn tell(self) {
        loop {
            tokio::time::sleep(SPAN).await;
            for (line, left_out) in self.left_out() {
                tracing::warn!(line, left_out, "left lines out that were like many before");
            }
        }
    }

    /// The kinds of which lines were left out, and how many, since somebody asked last.
    fn left_out(&self) -> Vec<(String, u64)> {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let some = kinds.values_mut().filter(|kind| kind.left_out > 0);
        some.map(|kind| (kind.name.clone(), std::mem::take(&mut kind.left_out))).collect()
    }

    fn admits(&self, place: Identifier, now: Instant, name: impl FnOnce() -> String) -> bool {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kind = kinds.entry(place).or_insert_with(|| Kind { name: name(), begun: now, lines: 0, left_out: 0 });
        if now.duration_since(kind.begun) >= SPAN {
            (kind.begun, kind.lines) = (now, 0);
        }
        kind.lines = kind.lines.saturating_add(1);
        let is_admitted = kind.lines <= MOST;
        kind.left_out += u64::from(!is_admitted);
        is_admitted
    }
}

impl<S> Filter<S> for Throttle {
    fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        true
    }

    fn event_enabled(&self, event: &Event<'_>, _: &Context<'_, S>) -> bool {
        let about = event.metadata();
        // What strangers can bring about as often as they like.
        let is_refusal = *about.level() <= Level::WARN || about.target() == events::TARGET;
        !is_refusal || self.admits(about.callsite(), Instant::now(), || Name::of(event))
    }
}

/// Finds what a line is called: its event, or its sentence.
#[derive(Default)]
struct Name(String);

impl Name {
    fn of(event: &Event<'_>) -> String {
        let mut name = Self::default();
        event.record(&mut name);
        name.0
    }
}

impl Visit for Name {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "event" {
            value.clone_into(&mut self.0);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" && self.0.is_empty() {
            self.0 = format!("{value:?}");
        }
    }
}

/// Lines of one kind.
const MOST: u32 = 100;
const SPAN: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use std::io::Write;

    use tracing_subscriber::Layer as _;
    use tracing_subscriber::fmt::MakeWriter;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl MakeWriter<'_> for Page {
        type Writer = Self;

        fn make_writer(&self) -> Self {
            self.clone()
        }
    }

    impl Page {
        fn lines_with(&self, part: &str) -> usize {
            String::from_utf8(self.0.lock().unwrap().clone())
                .unwrap()
                .lines()
                .filter(|line| line.contains(part))
                .count()
        }
    }

    #[test]
    fn a_flood_of_refusals_is_a_hundred_lines_and_what_went_well_is_told_in_full() {
        let (page, throttle) = (Page::default(), Throttle::default());
        let lines = tracing_subscriber::fmt::layer().with_writer(page.clone()).with_filter(throttle.clone());
        tracing::subscriber::with_default(tracing_subscriber::registry().with(lines), || {
            for _ in 0..250 {
                tracing::warn!("refused a page");
                tracing::info!(target: "passlock_server::events", event = "country_refused", "a number");
                tracing::info!("logged in");
            }
            tracing::error!("the database is gone");
        });
        for (part, count) in [("refused a page", 100), ("country_refused", 100), ("logged in", 250), ("is gone", 1)] {
            assert_eq!(page.lines_with(part), count, "{part}");
        }
        let mut left_out = throttle.left_out();
        left_out.sort();
        assert_eq!(left_out, [("country_refused".to_owned(), 150), ("refused a page".to_owned(), 150)]);
        assert_eq!(throttle.left_out(), []);
    }

    #[test]
    fn a_kind_is_heard_again_after_a_while() {
        tracing::subscriber::with_default(tracing_subscriber::registry(), || {
            let (throttle, begin) = (Throttle::default(), Instant::now());
            let callsite = tracing::info_span!("somewhere").metadata().map(Metadata::callsite).unwrap();
            let admits = |after| throttle.admits(callsite.clone(), begin + after, String::new);
            assert_eq!((0..150).filter(|_| admits(Duration::ZERO)).count(), 100);
            assert!(!admits(SPAN.checked_sub(Duration::from_millis(1)).unwrap()));
            assert!(admits(SPAN));
        });
    }
}

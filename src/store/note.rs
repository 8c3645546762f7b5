//! Whose turn it is among the tabs, as a note in localStorage, for pages that browsers give no locks to.

use std::time::Duration;

use passlock_core::Timestamp;
use web_sys::Storage;

/// A note that says whose turn it is, and until when: a tab that is closed in its turn holds nobody up for long.
#[derive(Debug)]
pub(crate) struct Note {
    storage: Storage,
    key: String,
    mine: String,
}

/// Longer than a request may take.
const LONGEST: Duration = Duration::from_secs(15);

impl Note {
    pub(super) fn new(storage: Storage, key: String, mine: String) -> Self {
        Self { storage, key, mine }
    }

    /// Writes the note, unless it is somebody else's turn. Two tabs may write at once: [`Note::stands`] a moment later
    /// says who was last.
    pub(crate) fn write(&self, now: Timestamp) -> bool {
        let is_free = self.read().is_none_or(|(owner, until)| owner == self.mine || until <= now);
        let text = format!("{} {}", self.mine, now.after(LONGEST).millis());
        is_free && self.storage.set_item(&self.key, &text).is_ok()
    }

    /// Lets the note stand until its time is over.
    pub(crate) fn leave(mut self) {
        self.mine.clear();
    }

    /// Whether it is this tab's turn.
    pub(crate) fn stands(&self) -> bool {
        self.read().is_some_and(|(owner, _)| owner == self.mine)
    }

    fn read(&self) -> Option<(String, Timestamp)> {
        let text = self.storage.get_item(&self.key).ok().flatten()?;
        let (owner, until) = text.split_once(' ')?;
        Some((owner.to_owned(), Timestamp::from_millis(until.parse().ok()?)))
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        if self.stands() {
            // What cannot be removed ends by itself.
            let _ = self.storage.remove_item(&self.key);
        }
    }
}

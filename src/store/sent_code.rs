//! The code that is on its way, kept for the tab: a person who leaves the page to read the message comes back to it.

use passlock_core::flow::SentCode;
use passlock_core::protocol::Receipt;
use passlock_core::{Code, Timestamp};

use super::{of_tab, recipient};
use crate::clock::Clock;
use crate::config::Config;

/// Keeps a code's whereabouts, never the code. A browser that keeps nothing is no failure: the person starts anew.
pub(crate) fn keep(config: &Config, clock: &Clock, sent: &SentCode) {
    let SentCode { to, receipt, messages } = sent;
    let expires_at = receipt.expires_at.map(Timestamp::millis);
    let lines = [
        owner(config),
        to.username(),
        receipt.resend_at.millis().to_string(),
        expires_at.map_or_else(String::new, |millis| millis.to_string()),
        receipt.code_length.to_string(),
        messages.to_string(),
        clock.ahead().to_string(),
    ];
    if let Some(storage) = of_tab() {
        let _ = storage.set_item(&key(config), &lines.join("\n"));
    }
}

/// The code that this tab waits for, unless it is too old to matter. Sets the clock to what was known of the server's.
pub(crate) fn find(config: &Config, clock: &Clock) -> Option<SentCode> {
    let storage = of_tab()?;
    let kept = storage.get_item(&key(config)).ok().flatten()?;
    let sent = read(&kept, config, clock);
    if sent.is_none() {
        let _ = storage.remove_item(&key(config));
    }
    sent
}

pub(crate) fn forget(config: &Config) {
    if let Some(storage) = of_tab() {
        let _ = storage.remove_item(&key(config));
    }
}

fn read(kept: &str, config: &Config, clock: &Clock) -> Option<SentCode> {
    let rest = kept.strip_prefix(&owner(config))?.strip_prefix('\n')?;
    let mut lines = rest.split('\n');
    let to = recipient(lines.next()?)?;
    let resend_at = Timestamp::from_millis(lines.next()?.parse().ok()?);
    let expires_at = match lines.next()? {
        "" => None,
        millis => Some(Timestamp::from_millis(millis.parse().ok()?)),
    };
    let code_length = lines.next()?.parse().ok().filter(|length| Code::LENGTHS.contains(length))?;
    let messages = lines.next()?.parse().ok()?;
    let ahead = lines.next()?.parse().ok()?;
    let end = expires_at.unwrap_or(resend_at).millis().saturating_add(LINGER);
    if crate::clock::device().millis().saturating_add(ahead) > end {
        return None;
    }
    clock.set(ahead);
    Some(SentCode { to, receipt: Receipt { expires_at, resend_at, code_length }, messages })
}

/// Whose code it is: another client of the same page waits for another one.
fn owner(config: &Config) -> String {
    let Config { domain, client_id, connection, .. } = config;
    format!("{}\n{client_id}\n{connection}", domain.issuer())
}

fn key(config: &Config) -> String {
    format!("{}_code_sent", config.storage_key)
}

/// For so long after its end a code is still worth a word, in milliseconds.
const LINGER: i64 = 10 * 60 * 1000;

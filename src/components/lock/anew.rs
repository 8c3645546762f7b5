//! Other settings for a login that is in use: what can be drawn anew is, and for the rest it begins again where it was.

use passlock_core::flow::{Event, PhoneEntry, Stage, TypedPhone};
use passlock_core::session::Session;

use super::{Login, Wires};
use crate::config::Config;

impl Login {
    /// Follows settings that have changed. Nothing is sent, a request that is under way is given up, and what was typed
    /// stays as far as the new settings allow it. A code that is on its way and a session stay where the storage keeps
    /// them, and the session in any case when it is `kept`.
    pub(crate) fn follow(&mut self, config: &Config, old: &Config, kept: Option<Box<Session>>, wires: Wires) {
        let visible = self.state.visible;
        let typed = typed(&self.state.stage).filter(|_| config.phone == old.phone);
        let found = self.begin(config, wires);
        if let Some(found) = kept.map(Event::SessionRestored).or(found) {
            self.take(found);
        }
        self.state.visible = visible;
        if let (Some(typed), Stage::EnteringPhone { entry: PhoneEntry::Typed(blank), .. }) = (typed, &self.state.stage)
        {
            let region = typed.region.filter(|region| config.allows(*region)).or(blank.region);
            self.take(Event::PhoneChanged(TypedPhone { region, ..typed }));
        }
    }

    /// Notices that the page may want something else to be read now.
    pub(crate) fn follow_flash(&mut self, config: &Config, old: &Config) {
        if config.flash.is_some() && config.flash != old.flash {
            self.has_flash = true;
        }
    }
}

/// The number that the person has typed so far, if they have begun.
fn typed(stage: &Stage) -> Option<TypedPhone> {
    let entry = match stage {
        Stage::EnteringPhone { entry, .. } | Stage::RequestingCode { entry, .. } => entry,
        Stage::EnteringCode { waiting, .. } | Stage::VerifyingCode { waiting, .. } => &waiting.entry,
        Stage::LoggedIn { .. } => return None,
    };
    match entry {
        PhoneEntry::Typed(typed) if !typed.text.is_empty() => Some(typed.clone()),
        PhoneEntry::Typed(_) | PhoneEntry::Known(_) => None,
    }
}

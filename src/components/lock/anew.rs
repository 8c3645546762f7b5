//! Other settings for a lock that is in use: what can be drawn anew is, and for the rest the lock begins again where it was.

use passlock_core::flow::{Event, PhoneEntry, Stage, TypedPhone};
use yew::Context;

use super::{Lock, LockProps};
use crate::config::Config;

impl Lock {
    /// Follows properties that have changed. Nothing is sent, a request that is under way is given up, and what was typed
    /// stays as far as the new settings allow it. A code that is on its way and a session stay where the storage keeps them.
    pub(super) fn follow(&mut self, ctx: &Context<Self>, old: &LockProps) {
        let LockProps { config, open, gate, .. } = ctx.props();
        if config.flash.is_some() && config.flash != old.config.flash {
            self.has_flash = true;
        }
        if !config.differs_in_looks_only(&old.config) || *gate != old.gate {
            self.begin_anew(ctx, &old.config);
        }
        if *open != old.open {
            self.take(if *open { Event::Opened } else { Event::Closed });
        }
    }

    /// The same dialog and the same field stay on the screen, and the focus where it is.
    fn begin_anew(&mut self, ctx: &Context<Self>, old: &Config) {
        let config = &ctx.props().config;
        let visible = self.state.visible;
        let typed = typed(&self.state.stage).filter(|_| config.phone == old.phone);
        if let Some(found) = self.begin(ctx) {
            self.take(found);
        }
        self.state.visible = visible;
        if let (Some(typed), Stage::EnteringPhone { entry: PhoneEntry::Typed(blank), .. }) = (typed, &self.state.stage)
        {
            let region = typed.region.filter(|region| config.allows(*region)).or(blank.region);
            self.take(Event::PhoneChanged(TypedPhone { region, ..typed }));
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

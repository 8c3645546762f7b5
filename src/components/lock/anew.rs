//! Other settings for a login that is in use: what can be drawn anew is, and for the rest it begins again where it was.

use passlock_core::flow::{EmailEntry, Event, Forms, PhoneEntry, Stage, TypedPhone};
use passlock_core::session::Session;

use super::{Login, Wires};
use crate::config::Config;

impl Login {
    /// Follows settings that have changed. Nothing is sent, a request that is under way is given up, and what was typed
    /// stays as far as the new settings allow it. A code that is on its way and a session stay where the storage keeps
    /// them, and the session in any case when it is `kept`.
    pub(crate) fn follow(&mut self, config: &Config, old: &Config, kept: Option<Box<Session>>, wires: Wires) {
        let visible = self.state.visible;
        // Who is logged in is done with the forms.
        let before = Some(self.state.forms.clone()).filter(|_| !matches!(self.state.stage, Stage::LoggedIn { .. }));
        let found = self.begin(config, wires);
        if let Some(found) = kept.map(Event::SessionRestored).or(found) {
            self.take(found);
        }
        self.state.visible = visible;
        if let (Some(before), Stage::EnteringRecipient { .. }) = (before, &self.state.stage) {
            self.type_again(before, config, old);
        }
    }

    /// Brings what was typed back, and the form that it was typed in.
    fn type_again(&mut self, before: Forms, config: &Config, old: &Config) {
        if let (PhoneEntry::Typed(typed), PhoneEntry::Typed(blank)) = (before.phone, &self.state.forms.phone)
            && !typed.text.is_empty()
            && config.phone == old.phone
        {
            let region = typed.region.filter(|region| config.allows(*region)).or(blank.region);
            self.take(Event::PhoneChanged(TypedPhone { region, ..typed }));
        }
        if let EmailEntry::Typed(typed) = before.email
            && !typed.text.is_empty()
            && config.email == old.email
        {
            self.take(Event::EmailChanged(typed));
        }
        if config.connections == old.connections {
            self.take(Event::ConnectionChosen(before.shown));
        }
    }

    /// Notices that the page may want something else to be read now.
    pub(crate) fn follow_flash(&mut self, config: &Config, old: &Config) {
        if config.flash.is_some() && config.flash != old.flash {
            self.has_flash = true;
        }
    }
}

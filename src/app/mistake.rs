//! What stands in a lock's place when its author made a mistake: a sentence for them.

use yew::prelude::*;

use super::settings::ConfigError;

pub(super) fn mistake(error: ConfigError) -> Html {
    html! {
        <div class="pl pl-inline" lang="en" dir="ltr">
            <p class="pl-problem" role="alert">{ format!("This login is set up wrongly: {error}.") }</p>
        </div>
    }
}

/// Tells of mistakes, of each once.
#[derive(Debug, Default)]
pub(super) struct Report(Option<ConfigError>);

impl Report {
    /// Called when something is on a page: nobody listens on a server.
    pub(super) fn tell(&mut self, error: Option<ConfigError>, listener: &Callback<ConfigError>) {
        if self.0 != error {
            self.0 = error;
            if let Some(error) = error {
                listener.emit(error);
            }
        }
    }
}

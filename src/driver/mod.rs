//! Carries effects out, and brings the answers back as events.

mod colour;
mod first_forms;
mod flags;
mod keeper;
mod message;
mod places;
mod tabs;
mod turn;

use gloo_timers::callback::Interval;
use passlock_core::flow::{CodeText, Effect, Event, Forms, Notice, Purpose, Settings, State};
use passlock_core::{Problem, Recipient, Timestamp};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::api::{Abort, Signal};
use crate::client::Client;
use crate::config::Config;
use crate::country::FirstCountry;
use crate::gate::Gate;
use crate::palette::{self, Colour};
use crate::store::sent_code;

use keeper::Keeper;
pub(crate) use places::{countries, unique_id};

/// The hands of one lock. Dropping it gives up its requests and stops its clock.
#[derive(Debug)]
pub(crate) struct Driver {
    client: Client,
    keeper: Keeper,
    config: Config,
    answer: Callback<Event>,
    host: Callback<Notice>,
    gate: Option<Gate>,
    clock: Option<Interval>,
    request: Option<Abort>,
    /// The watch for the message.
    watch: Option<Abort>,
}

impl Driver {
    /// Hands that answer to `answer`, tell the host page through `host` and ask it at `gate`.
    pub(crate) fn new(config: &Config, answer: Callback<Event>, host: Callback<Notice>, gate: Option<Gate>) -> Self {
        let client = Client::new(config.clone());
        Self {
            keeper: Keeper::new(&client, config, &answer),
            client,
            config: config.clone(),
            answer,
            host,
            gate,
            clock: None,
            request: None,
            watch: None,
        }
    }

    /// What was kept of an earlier visit: a session, or something that is none.
    pub(crate) fn found(&self) -> Option<Event> {
        self.keeper.found()
    }

    /// Where the person was when the page was left, if that is to be resumed, or the beginning.
    pub(crate) fn first_state(&self, settings: Settings, resume: bool) -> State {
        let first = State::new(settings.clone(), self.first_forms());
        let sent = sent_code::find(&self.config, self.client.clock()).filter(|_| resume);
        match sent.and_then(|sent| Some((first_forms::with(&first, &sent.to)?, sent))) {
            Some((forms, sent)) => State::resumed(settings, forms, sent),
            None => first,
        }
    }

    /// The present moment as the server sees it.
    pub(crate) fn now(&self) -> Timestamp {
        self.client.clock().now()
    }

    /// The country that the form begins with.
    pub(crate) fn first_country(&self) -> Option<FirstCountry> {
        places::first_country(
            &self.config,
            match self.remembered() {
                Some(Recipient::Phone(phone)) => phone.region(),
                Some(Recipient::Email(_)) | None => None,
            },
        )
    }

    /// The accents of light and dark that the host page's colour makes. A text that is no colour is told to the page.
    pub(crate) fn accents(&self, given: &str) -> Option<[Colour; 2]> {
        let colour = colour::read(given);
        if colour.is_none() {
            self.host.emit(Notice::ColourUnknown(given.to_owned()));
        }
        colour.map(palette::accents)
    }

    fn remembered(&self) -> Option<Recipient> {
        if self.config.remember { self.keeper.store().recipient() } else { None }
    }

    fn first_forms(&self) -> Forms {
        let here = self.first_country().map(|first| first.region);
        first_forms::of(&self.config, self.remembered(), here)
    }

    /// Carries one effect out.
    pub(crate) fn run(&mut self, effect: Effect) {
        match effect {
            Effect::RequestCode { attempt, to } => {
                let language = places::wished_language(self.config.texts.tag());
                let admission = self.admission(Purpose::SendCode, to.clone());
                self.request(move |client, signal| async move {
                    let sent = async {
                        admission.await?;
                        client.start(&to, language.as_deref(), signal).await
                    };
                    match sent.await {
                        Ok(receipt) => Event::CodeSent { attempt, receipt },
                        Err(problem) => Event::CodeNotSent { attempt, problem },
                    }
                });
            }
            Effect::VerifyCode { attempt, to, code } => {
                let admission = self.admission(Purpose::LogIn, to.clone());
                self.request(move |client, signal| async move {
                    let opened = async {
                        admission.await?;
                        client.login(&to, &code, signal).await
                    };
                    match opened.await {
                        Ok(session) => Event::CodeAccepted { attempt, session: Box::new(session) },
                        Err(problem) => Event::CodeRejected { attempt, problem },
                    }
                });
            }
            Effect::CancelRequests => {
                self.request = None;
                self.keeper.cancel();
            }
            Effect::SaveSession(session) => self.keeper.save(&session),
            Effect::ForgetSession => self.keeper.store().clear(),
            Effect::RenewSession { attempt, session } => self.keeper.renew(attempt, session),
            Effect::RevokeToken(token) => self.keeper.revoke(token),
            Effect::LogOutTabs => self.keeper.log_out_tabs(),
            Effect::SetAlarm(at) => self.keeper.set_alarm(at),
            Effect::StopAlarm => self.keeper.stop_alarm(),
            Effect::ListenForCode => {
                let (watch, answer) = (Abort::new(), self.answer.clone());
                let signal = watch.signal();
                self.watch = Some(watch);
                spawn_local(async move {
                    if let Some(code) = message::code(signal).await {
                        answer.emit(Event::CodeArrived(CodeText(code)));
                    }
                });
            }
            Effect::StopListening => self.watch = None,
            Effect::KeepSentCode(sent) => sent_code::keep(&self.config, self.client.clock(), &sent),
            Effect::ForgetSentCode => sent_code::forget(&self.config),
            Effect::RememberRecipient(to) => self.keeper.store().keep_recipient(Some(&to)),
            Effect::ForgetRecipient => self.keeper.store().keep_recipient(None),
            Effect::StartClock => {
                let (client, answer) = (self.client.clone(), self.answer.clone());
                self.clock = Some(Interval::new(1000, move || tick(&client, &answer)));
            }
            Effect::StopClock => self.clock = None,
            Effect::Notify(notice) => self.host.emit(notice),
        }
    }

    /// What the host page says to a request that is about to be made.
    fn admission(&self, purpose: Purpose, to: Recipient) -> impl Future<Output = Result<(), Problem>> + use<> {
        let gate = self.gate.clone();
        async move {
            match gate {
                Some(gate) => gate.pass(purpose, to).await,
                None => Ok(()),
            }
        }
    }

    /// Begins a request in place of the one that is under way, if any.
    fn request<F: Future<Output = Event> + 'static>(&mut self, work: impl FnOnce(Client, Signal) -> F) {
        let abort = Abort::new();
        let work = work(self.client.clone(), abort.signal());
        let answer = self.answer.clone();
        spawn_local(async move { answer.emit(work.await) });
        self.request = Some(abort);
    }
}

/// Tells the flow that time has passed, once it is sure how much.
fn tick(client: &Client, answer: &Callback<Event>) {
    if !client.clock().is_in_doubt() {
        return answer.emit(Event::Ticked);
    }
    let client = client.clone();
    spawn_local(async move { client.ask_for_the_time().await });
}

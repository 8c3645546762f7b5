//! What surrounds every view: the card, its head, and the dialog when the lock stands above the page.

use passlock_core::flow::Event;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};
use yew::prelude::*;

use super::flash::flash_id;
use super::icons;
use super::press::press;
use crate::i18n::{Text, Texts};

pub(crate) struct Frame<'a> {
    /// The beginning of every id in the lock.
    pub(crate) id: &'a str,
    pub(crate) title: Html,
    pub(crate) subtitle: Html,
    /// The picture above the title.
    pub(crate) emblem: Html,
    pub(crate) theme: &'static str,
    pub(crate) texts: &'a Texts,
    /// Which way the person went to this view: `forward`, `back`, or nothing when it is the first.
    pub(crate) way: Option<&'static str>,
    /// What this view is called.
    pub(crate) name: &'static str,
    /// Whether below its form stand other ways to the person: each view then leaves room for them.
    pub(crate) has_others: bool,
    /// Refers to the element that has all others in it.
    pub(crate) root: NodeRef,
    /// Whether the person may close the lock.
    pub(crate) closable: bool,
    /// Whether there is a step to go back to.
    pub(crate) may_go_back: bool,
    pub(crate) onevent: &'a Callback<Event>,
    /// What the page wants to be read before the view.
    pub(crate) flash: Option<Html>,
    pub(crate) view: Html,
}

impl Frame<'_> {
    /// The lock as a part of its page.
    pub(crate) fn inline(self, visible: bool) -> Html {
        let (theme, texts, label, root) = (self.theme, self.texts, self.title_id(), self.root.clone());
        let card = if visible { self.card(Some(label)) } else { Html::default() };
        surround("pl pl-inline", root, theme, texts, card)
    }

    /// The lock above the page, which `modal` opens and closes.
    pub(crate) fn dialog(self, modal: &Modal, visible: bool) -> Html {
        // The browser closes a dialog on Esc by itself; the flow has to agree first.
        let oncancel = {
            let (onevent, closable) = (self.onevent.clone(), self.closable);
            move |event: yew::Event| {
                event.prevent_default();
                if closable {
                    onevent.emit(Event::Closed);
                }
            }
        };
        let (theme, texts, label, root) = (self.theme, self.texts, self.title_id(), self.root.clone());
        let described_by = self.flash.as_ref().map(|_| flash_id(self.id));
        let dialog = modal.dialog.clone();
        let card = if visible { self.card(None) } else { Html::default() };
        let dialog = html! {
            <dialog
                ref={dialog}
                class="pl-dialog"
                part="dialog"
                aria-labelledby={label}
                aria-describedby={described_by}
                {oncancel}
            >
                { card }
            </dialog>
        };
        surround("pl", root, theme, texts, dialog)
    }

    fn card(self, label: Option<String>) -> Html {
        let id = self.title_id();
        let button = |class: &'static str, label, event, icon: Html| {
            html! {
                <button
                    type="button"
                    {class}
                    part="button"
                    aria-label={self.texts.text(label)}
                    onclick={press(self.onevent, event)}
                >
                    { icon }
                </button>
            }
        };
        html! {
            <section
                class="pl-card"
                part="card"
                data-way={self.way}
                data-more={self.has_others.then_some("")}
                aria-labelledby={label}
            >
                <header class="pl-head" part="header">
                    if self.may_go_back {
                        { button("pl-quiet pl-back", Text::Back, || Event::BackAsked, icons::arrow_back()) }
                    }
                    if self.closable {
                        { button("pl-quiet pl-close", Text::Close, || Event::Closed, icons::cross()) }
                    }
                    { self.emblem }
                    // New elements for each view: what arrives moves.
                    <h2 key={self.name} class="pl-title" part="title" {id}>{ self.title }</h2>
                    <p key={[self.name, "-subtitle"].concat()} class="pl-subtitle" part="subtitle">{ self.subtitle }</p>
                </header>
                { self.flash.unwrap_or_default() }
                { self.view }
                <slot name="footer" part="footer"></slot>
            </section>
        }
    }

    fn title_id(&self) -> String {
        [self.id, "-title"].concat()
    }
}

/// The widget's own root: what is said and how it looks does not depend on the page.
fn surround(class: &'static str, root: NodeRef, theme: &'static str, texts: &Texts, view: Html) -> Html {
    let (lang, dir) = (texts.tag().to_owned(), texts.direction());
    html! { <div ref={root} {class} part="lock" data-theme={theme} {lang} {dir}>{ view }</div> }
}

/// What the page puts in the place of `usual`, where the lock is an element of the page with such a child.
pub(super) fn slot(name: &'static str, usual: Html) -> Html {
    html! { <slot {name}>{ usual }</slot> }
}

/// Opens and closes the dialog: the browser makes the page behind it inert and keeps the focus inside.
///
/// Giving the focus back is left to browsers only as far as they agree: Firefox does not when the field that had it is
/// gone, as it is after a login.
#[derive(Debug, Default)]
pub(crate) struct Modal {
    dialog: NodeRef,
    /// What had the focus before.
    opener: Option<HtmlElement>,
}

impl Modal {
    /// Makes the dialog what it should be.
    pub(crate) fn follow(&mut self, visible: bool) {
        let Some(dialog) = self.dialog.cast::<HtmlDialogElement>() else { return };
        if visible && !dialog.open() {
            self.opener = focused();
            // Refused only for a dialog outside of a document, which nobody sees.
            let _ = dialog.show_modal();
        } else if !visible && dialog.open() {
            dialog.close();
            if let Some(opener) = self.opener.take() {
                // An opener that has left the page can't take the focus back.
                let _: Result<(), _> = opener.focus();
            }
        }
    }
}

/// The element that has the focus, inside of shadow roots too.
fn focused() -> Option<HtmlElement> {
    let mut focused = web_sys::window()?.document()?.active_element()?;
    while let Some(inner) = focused.shadow_root().and_then(|root| root.active_element()) {
        focused = inner;
    }
    focused.dyn_into().ok()
}

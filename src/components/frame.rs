//! What surrounds every view: the card, its head, and the dialog when the lock stands above the page.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};
use yew::prelude::*;

use super::icons;
use crate::i18n::{Text, text};

#[derive(Properties, PartialEq)]
pub(crate) struct FrameProps {
    /// The beginning of every id in the lock.
    pub(crate) id: AttrValue,
    pub(crate) title: AttrValue,
    pub(crate) subtitle: Html,
    /// The picture above the title.
    pub(crate) emblem: Html,
    pub(crate) inline: bool,
    pub(crate) visible: bool,
    pub(crate) theme: &'static str,
    /// There when the person may close the lock.
    pub(crate) onclose: Option<Callback<()>>,
    /// There when there is a step to go back to.
    pub(crate) onback: Option<Callback<()>>,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Frame(props: &FrameProps) -> Html {
    let FrameProps { inline, visible, theme, onclose, .. } = props;
    let dialog = use_node_ref();
    use_modal(&dialog, *visible);
    if *inline {
        return html! { <div class="pl pl-inline" data-theme={*theme}>if *visible { { card(props) } }</div> };
    }
    // The browser closes a dialog on Esc by itself; the flow has to agree first.
    let oncancel = {
        let onclose = onclose.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            if let Some(onclose) = &onclose {
                onclose.emit(());
            }
        })
    };
    html! {
        <div class="pl" data-theme={*theme}>
            <dialog ref={dialog} class="pl-dialog" aria-labelledby={title_id(props)} {oncancel}>
                if *visible {
                    { card(props) }
                }
            </dialog>
        </div>
    }
}

fn card(props: &FrameProps) -> Html {
    let FrameProps { title, subtitle, emblem, onclose, onback, inline, children, .. } = props;
    let press = |callback: &Callback<()>| callback.reform(|_: MouseEvent| ());
    html! {
        <section class="pl-card" aria-labelledby={inline.then(|| title_id(props))}>
            <header class="pl-head">
                if let Some(onback) = onback {
                    <button type="button" class="pl-quiet pl-back" aria-label={text(Text::Back)} onclick={press(onback)}>
                        { icons::arrow_back() }
                    </button>
                }
                if let Some(onclose) = onclose {
                    <button type="button" class="pl-quiet pl-close" aria-label={text(Text::Close)} onclick={press(onclose)}>
                        { icons::cross() }
                    </button>
                }
                { emblem.clone() }
                <h2 class="pl-title" id={title_id(props)}>{ title }</h2>
                <p class="pl-subtitle">{ subtitle.clone() }</p>
            </header>
            { children.clone() }
        </section>
    }
}

fn title_id(props: &FrameProps) -> String {
    format!("{}-title", props.id)
}

/// Opens and closes the dialog: the browser makes the page behind it inert and keeps the focus inside.
///
/// Giving the focus back is left to browsers only as far as they agree: Firefox does not when the field that had it is
/// gone, as it is after a login.
#[hook]
fn use_modal(dialog: &NodeRef, visible: bool) {
    let opener = use_mut_ref(|| None);
    use_effect_with(visible, {
        let dialog = dialog.clone();
        move |visible| {
            let Some(dialog) = dialog.cast::<HtmlDialogElement>() else { return };
            if *visible && !dialog.open() {
                opener.replace(focused());
                // Refused only for a dialog outside of a document, which nobody sees.
                let _ = dialog.show_modal();
            } else if !*visible && dialog.open() {
                dialog.close();
                if let Some(opener) = opener.take() {
                    // An opener that has left the page can't take the focus back.
                    let _: Result<(), _> = opener.focus();
                }
            }
        }
    });
}

/// The element that has the focus, inside of shadow roots too.
fn focused() -> Option<HtmlElement> {
    let mut focused = web_sys::window()?.document()?.active_element()?;
    while let Some(inner) = focused.shadow_root().and_then(|root| root.active_element()) {
        focused = inner;
    }
    focused.dyn_into().ok()
}

//! The lock as a person meets it. Selectors stand here and nowhere else.

use anyhow::{Context, Result};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use serde_json::Value;

use crate::browser::Browser;
use crate::wait;

/// The lock on a browser's page.
pub struct Lock<'a> {
    browser: &'a Browser,
}

impl<'a> Lock<'a> {
    /// The lock that is on the screen, or will be.
    #[must_use]
    pub fn new(browser: &'a Browser) -> Self {
        Self { browser }
    }

    /// Types a number over what is in the field, without sending it.
    pub async fn type_phone(&self, number: &str) -> Result<()> {
        self.type_into(PHONE, number).await
    }

    /// Opens the list of countries.
    pub async fn open_countries(&self) -> Result<()> {
        self.click(COUNTRY).await?;
        self.find(SEARCH).await.map(drop)
    }

    /// Narrows the open list.
    pub async fn search_countries(&self, text: &str) -> Result<()> {
        self.type_into(SEARCH, text).await
    }

    /// Waits until screen readers are told this of the list.
    pub async fn until_told(&self, words: &str) -> Result<()> {
        self.until_on(STATUS, "textContent", words).await
    }

    /// Chooses a country by its two letters, which finds it as the first.
    pub async fn choose_country(&self, letters: &str) -> Result<()> {
        self.open_countries().await?;
        self.search_countries(letters).await?;
        self.click(&format!("[role=option][id$='-{letters}']:first-child")).await
    }

    /// Presses the broad button.
    pub async fn submit(&self) -> Result<()> {
        self.click(SUBMIT).await
    }

    /// Asks for a code, and waits for the view in which it is entered.
    pub async fn ask_for_code(&self, number: &str) -> Result<()> {
        self.type_phone(number).await?;
        self.submit().await?;
        self.find(CODE).await.map(drop)
    }

    /// The same by an email address.
    pub async fn ask_for_code_by_email(&self, address: &str) -> Result<()> {
        self.type_into(EMAIL, address).await?;
        self.submit().await?;
        self.find(CODE).await.map(drop)
    }

    /// Types a code over what is in the field. A whole one goes off by itself.
    pub async fn enter_code(&self, code: &str) -> Result<()> {
        self.type_into(CODE, code).await
    }

    /// Presses the cross.
    pub async fn close(&self) -> Result<()> {
        self.click(CLOSE).await
    }

    /// Whether there is no cross.
    pub async fn cannot_be_closed(&self) -> Result<bool> {
        Ok(self.look(CLOSE).await?.is_none())
    }

    /// Presses the arrow.
    pub async fn back(&self) -> Result<()> {
        self.click(BACK).await
    }

    /// Presses "Log out".
    pub async fn log_out(&self) -> Result<()> {
        self.click(LOG_OUT).await
    }

    /// Waits for the first view, as the widget has it.
    pub async fn until_phone_entry(&self) -> Result<()> {
        self.find(PHONE_ENTRY).await.map(drop)
    }

    /// Waits for the first view, which may be the form that is painted until the widget is there.
    pub async fn until_painted(&self) -> Result<()> {
        self.find(PHONE).await.map(drop)
    }

    /// Waits for the last view.
    pub async fn until_logged_in(&self) -> Result<()> {
        self.find(LOG_OUT).await.map(drop)
    }

    /// Waits until no lock is on the screen.
    pub async fn until_closed(&self) -> Result<()> {
        wait::until("the lock to close", async || Ok(self.look(CARD).await?.is_none().then_some(()))).await
    }

    /// Waits for a sentence under the field that has `part` in it.
    pub async fn problem_with(&self, part: &str) -> Result<String> {
        let what = format!("a problem that says '{part}'");
        let sentence = wait::until(&what, async || {
            let Some(sentence) = self.look(PROBLEM).await? else { return Ok(None) };
            let text = sentence.text().await?;
            Ok((!text.is_empty() && text.contains(part)).then_some(text))
        });
        self.telling(sentence.await).await
    }

    /// Waits until nothing is wrong any more.
    pub async fn until_no_problem(&self) -> Result<()> {
        wait::until("the problem to go away", async || Ok(self.look(PROBLEM).await?.is_none().then_some(()))).await
    }

    /// Waits for a heading.
    pub async fn until_titled(&self, title: &str) -> Result<()> {
        self.until_on(TITLE, "innerText", title).await
    }

    /// Waits until this stands in the field for the number.
    pub async fn until_phone(&self, text: &str) -> Result<()> {
        self.until_on(PHONE, "value", text).await
    }

    /// What stands in the field for the number.
    pub async fn phone(&self) -> Result<String> {
        self.on(PHONE, async |field| Ok(field.prop("value").await?.unwrap_or_default())).await
    }

    /// Waits until this stands in the field for the code.
    pub async fn until_code(&self, text: &str) -> Result<()> {
        self.until_on(CODE, "value", text).await
    }

    /// Waits until the field of this name has the focus.
    pub async fn until_focused(&self, field: &str) -> Result<()> {
        self.browser.becomes(FOCUSED, field).await
    }

    /// Waits until the lock says something.
    pub async fn until_says(&self, part: &str) -> Result<()> {
        let what = format!("the lock to say '{part}'");
        self.telling(wait::until(&what, async || Ok(self.words().await?.contains(part).then_some(()))).await).await
    }

    /// Waits until a lock says something no more.
    pub async fn until_says_no_more(&self, part: &str) -> Result<()> {
        let says = async || {
            let words = self.words().await?;
            Ok((!words.is_empty() && !words.contains(part)).then_some(()))
        };
        self.telling(wait::until(&format!("the lock to say '{part}' no more"), says).await).await
    }

    /// Every word on the lock; none where there is no lock.
    async fn words(&self) -> Result<String> {
        let Some(card) = self.look(CARD).await? else { return Ok(String::new()) };
        Ok(card.text().await?.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    async fn type_into(&self, selector: &str, text: &str) -> Result<()> {
        // Drivers that send keys to an element may bring the focus to it first, and the caret behind what was selected.
        let select = async |field: Element| {
            let field = vec![serde_json::to_value(&field)?];
            self.browser.client().execute("arguments[0].focus(); arguments[0].select()", field).await
        };
        self.on(selector, select).await?;
        self.browser.strike(text).await
    }

    async fn click(&self, selector: &str) -> Result<()> {
        self.on(selector, async |element| element.click().await).await
    }

    async fn until_on(&self, selector: &str, property: &str, expected: &str) -> Result<()> {
        let (what, mut found) = (format!("'{expected}' in '{selector}'"), None);
        let outcome = wait::until(&what, async || {
            let Some(element) = self.look(selector).await? else { return Ok(None) };
            found = element.prop(property).await?;
            Ok(found.as_deref().is_some_and(|found| found.trim() == expected).then_some(()))
        });
        let outcome = outcome.await.with_context(|| format!("'{}' is there", found.unwrap_or_default()));
        self.telling(outcome).await
    }

    /// Does something with an element as soon as it can be done: elements give way to others, as the form does that is
    /// painted before the widget is there.
    async fn on<T>(&self, selector: &str, mut act: impl AsyncFnMut(Element) -> Result<T, CmdError>) -> Result<T> {
        let what = format!("'{selector}' in the lock");
        let outcome = wait::until(&what, async || match self.look(selector).await? {
            Some(element) => Ok(Some(act(element).await?)),
            None => Ok(None),
        });
        self.telling(outcome.await).await
    }

    async fn find(&self, selector: &str) -> Result<Element> {
        self.telling(wait::until(&format!("'{selector}' in the lock"), async || self.look(selector).await).await).await
    }

    /// What went wrong, with what the lock says meanwhile.
    async fn telling<T>(&self, outcome: Result<T>) -> Result<T> {
        match outcome {
            Ok(answer) => Ok(answer),
            Err(error) => Err(error.context(format!("the lock says '{}'", self.words().await.unwrap_or_default()))),
        }
    }

    /// The first visible element of any lock on the page; elements in a shadow are out of WebDriver's own sight.
    async fn look(&self, selector: &str) -> Result<Option<Element>> {
        let found = self.browser.client().execute(LOOK, vec![Value::from(selector)]).await?;
        let reference = found.as_object().and_then(|object| object.values().next()).and_then(Value::as_str);
        Ok(reference.map(|reference| {
            Element::from_element_id(self.browser.client().clone(), ElementRef::from(reference.to_owned()))
        }))
    }
}

const PHONE: &str = "input[name=phone]";
/// A painted form is of the method `dialog`, so that nothing goes anywhere.
const PHONE_ENTRY: &str = ".pl-form:not([method]) input[name=phone]";
const EMAIL: &str = "input[name=email]";
const COUNTRY: &str = ".pl-country";
const SEARCH: &str = "input[name=country]";
const STATUS: &str = "[role=status]";
const CODE: &str = "input[name=code]";
const SUBMIT: &str = "button[type=submit]:not(:disabled)";
const PROBLEM: &str = ".pl-problem";
const TITLE: &str = ".pl-title";
const CARD: &str = ".pl-card";
const CLOSE: &str = "button.pl-close";
const BACK: &str = "button.pl-back";
const LOG_OUT: &str = "button.pl-logout";

const LOOK: &str = "
    const roots = [document];
    for (const root of roots) {
        for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot);
    }
    for (const root of roots) {
        for (const found of root.querySelectorAll(arguments[0])) {
            if (found.closest('.pl') && found.checkVisibility()) return found;
        }
    }
    return null;";

const FOCUSED: &str = "(() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    return focused?.name ?? focused?.id ?? null;
})()";

//! The lock as a person meets it. Selectors stand here and nowhere else.

use anyhow::Result;
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::{CmdError, ErrorStatus};
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

    /// What screen readers were told last of the list.
    pub async fn status(&self) -> Result<String> {
        self.on(STATUS, async |status| Ok(status.prop("textContent").await?.unwrap_or_default())).await
    }

    /// Chooses a country by its two letters.
    pub async fn choose_country(&self, letters: &str) -> Result<()> {
        self.open_countries().await?;
        self.search_countries(letters).await?;
        self.click(OPTION).await
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

    /// Waits for the first view.
    pub async fn until_phone_entry(&self) -> Result<()> {
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
            let text = sentence.text().await.unwrap_or_default();
            Ok((!text.is_empty() && text.contains(part)).then_some(text))
        });
        match sentence.await {
            Ok(sentence) => Ok(sentence),
            Err(error) => Err(error.context(format!("the lock says '{}'", self.words().await?))),
        }
    }

    /// Waits until nothing is wrong any more.
    pub async fn until_no_problem(&self) -> Result<()> {
        wait::until("the problem to go away", async || Ok(self.look(PROBLEM).await?.is_none().then_some(()))).await
    }

    /// The heading.
    pub async fn title(&self) -> Result<String> {
        self.on(TITLE, async |title| title.text().await).await
    }

    /// What stands in the field for the number.
    pub async fn phone(&self) -> Result<String> {
        self.value(PHONE).await
    }

    /// What stands in the field for the code.
    pub async fn code(&self) -> Result<String> {
        self.value(CODE).await
    }

    /// The name of the field that has the focus.
    pub async fn focused_field(&self) -> Result<String> {
        self.browser.text(FOCUSED).await
    }

    /// Waits until the lock says something.
    pub async fn until_says(&self, part: &str) -> Result<()> {
        let what = format!("the lock to say '{part}'");
        wait::until(&what, async || Ok(self.words().await?.contains(part).then_some(()))).await
    }

    /// Every word on the lock, for sentences about what went wrong.
    pub async fn words(&self) -> Result<String> {
        let Some(card) = self.look(CARD).await? else { return Ok("(there is no lock)".into()) };
        Ok(card.text().await.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "))
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

    async fn value(&self, selector: &str) -> Result<String> {
        self.on(selector, async |field| Ok(field.prop("value").await?.unwrap_or_default())).await
    }

    /// Does something with an element; again when it was the one of a form that gave way to the widget in this very moment.
    async fn on<T>(&self, selector: &str, mut act: impl AsyncFnMut(Element) -> Result<T, CmdError>) -> Result<T> {
        loop {
            match act(self.find(selector).await?).await {
                Err(CmdError::Standard(error)) if error.error == ErrorStatus::StaleElementReference => {}
                outcome => return Ok(outcome?),
            }
        }
    }

    async fn find(&self, selector: &str) -> Result<Element> {
        match wait::until(&format!("'{selector}' in the lock"), async || self.look(selector).await).await {
            Ok(element) => Ok(element),
            Err(error) => Err(error.context(format!("the lock says '{}'", self.words().await?))),
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
const COUNTRY: &str = ".pl-country";
const SEARCH: &str = "input[name=country]";
const STATUS: &str = "[role=status]";
const OPTION: &str = "[role=option]";
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

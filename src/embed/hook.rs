//! What a page wants to be asked before a request, as a function of JavaScript.

use js_sys::{Function, Object, Promise, Reflect};
use passlock_core::Recipient;
use passlock_core::flow::Purpose;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::detail;
use crate::gate::Gate;

/// What Auth0's Lock calls an error whose description the person is to read.
const FOR_THE_PERSON: &str = "hook_error";

/// The hooks that there are.
const LOGGING_IN: &str = "loggingIn";

/// Whether these are hooks, or what is wrong with them.
pub(super) fn check(hooks: &JsValue) -> Result<(), String> {
    let hooks: &Object = hooks.dyn_ref().ok_or("an object with functions is needed")?;
    for name in Object::keys(hooks).iter().filter_map(|name| name.as_string()) {
        if name != LOGGING_IN {
            return Err(format!("there is no hook \"{name}\", only \"{LOGGING_IN}\""));
        }
        let hook = Reflect::get(hooks, &LOGGING_IN.into()).unwrap_or_default();
        if !hook.is_undefined() && !hook.is_null() && !hook.is_function() {
            return Err(format!("{LOGGING_IN} has to be a function"));
        }
    }
    Ok(())
}

/// The hook of the options that were checked, if there is one.
pub(super) fn find(options: &JsValue) -> Option<Function> {
    let hooks = Reflect::get(options, &"hooks".into()).ok()?;
    Reflect::get(&hooks, &LOGGING_IN.into()).ok()?.dyn_into().ok()
}

/// Asks a hook. It gets `{ stage, connection, phoneNumber }`, or `email` in the place of the number, and may answer with a
/// promise.
pub(super) fn gate(hook: Function) -> Gate {
    Gate::new(move |purpose, to| ask(hook.clone(), purpose, to))
}

async fn ask(hook: Function, purpose: Purpose, to: Recipient) -> Result<(), Option<String>> {
    let (stage, connection) = (detail::stage(purpose), to.connection().name());
    let context = detail::object(&[("stage", stage.into()), ("connection", connection.into()), detail::named(&to)]);
    let answer = match hook.call1(&JsValue::NULL, &context) {
        Ok(answer) => JsFuture::from(Promise::resolve(&answer)).await,
        Err(thrown) => Err(thrown),
    };
    answer.map(|_| ()).map_err(|reason| words(&reason))
}

/// What the person is to read about a refusal: the page says so by the code of the error, as it does to Auth0's Lock.
fn words(reason: &JsValue) -> Option<String> {
    let text = |name: &str| Reflect::get(reason, &name.into()).ok()?.as_string();
    text("description").filter(|_| text("code").as_deref() == Some(FOR_THE_PERSON))
}

//! Reads the code out of the text message, where the browser offers to: the WebOTP API
//! (<https://wicg.github.io/web-otp/>).

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::api::Signal;

/// Waits for a message that ends in `@host #code` and gives the code; `None` where the browser can't, the person says
/// no, or the signal says stop.
pub(super) async fn code(signal: Signal) -> Option<String> {
    let request = request(&signal)?;
    let credential = JsFuture::from(request).await.ok()?;
    Reflect::get(&credential, &"code".into()).ok()?.as_string()
}

/// By reflection: few browsers have it, and its types are not among those that web-sys knows.
fn request(signal: &Signal) -> Option<Promise> {
    let has_type = Reflect::has(&js_sys::global(), &"OTPCredential".into()).ok()?;
    if !has_type {
        return None;
    }
    let credentials = Reflect::get(web_sys::window()?.navigator().as_ref(), &"credentials".into()).ok()?;
    let get: Function = Reflect::get(&credentials, &"get".into()).ok()?.dyn_into().ok()?;
    let (options, otp) = (Object::new(), Object::new());
    Reflect::set(&otp, &"transport".into(), &Array::of1(&"sms".into())).ok()?;
    Reflect::set(&options, &"otp".into(), &otp).ok()?;
    Reflect::set(&options, &"signal".into(), &signal.raw().map_or(JsValue::UNDEFINED, JsValue::from)).ok()?;
    get.call1(&credentials, &options).ok()?.dyn_into().ok()
}

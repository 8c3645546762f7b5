//! English, and with it the list of all texts.

/// Writes the ids and their English from the same rows, so that neither is there without the other.
macro_rules! texts {
    ($($id:ident = $($form:literal)|+;)+) => {
        /// The id of every text that a person reads. In a language's file it is called the same, with a small letter.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Text {
            $($id),+
        }

        /// A line for each id, in their order: its name and its forms, set apart by tabs. One constant, because a table of
        /// so many texts would be larger than all that they say.
        pub(super) const ENGLISH: &str = concat!($(stringify!($id), $("\t", $form,)+ "\n"),+);
    };
}

// A text with a count has a form for one and a form for all other counts.
texts! {
    SignIn = "Sign in";
    SignInTo = "Sign in to {app}";
    HowItWorks = "We text you a code. No password.";
    HowItWorksEmail = "We email you a code. No password.";
    PhoneNumber = "Phone number";
    EmailAddress = "Email address";
    Country = "Country";
    ChosenCountry = "Country: {country}";
    SearchCountry = "Search by name or code";
    NoCountry = "No country is called that.";
    Countries = "{count} country" | "{count} countries";
    WhereTo = "We will text {number}";
    Landline = "A landline? Text messages may not arrive.";
    Unusual = "This number looks unusual. Please check it.";
    DidYouMean = "Did you mean {address}?";
    NotYou = "Not you?";
    AskForCode = "Text me a code";
    AskForCodeEmail = "Email me a code";
    UseEmail = "Use email instead";
    UsePhone = "Use your phone instead";
    Sending = "Sending…";
    TryAgain = "Try again";
    EnterTheCode = "Enter the code";
    SentTo = "Sent to {number}";
    SentToEmail = "Sent to {address}";
    Change = "Change";
    Code = "Code from the message";
    CodeEmail = "Code from the email";
    ValidFor = "Valid for {time}";
    SendAgainIn = "Send again in {time}";
    SendAgain = "Send again";
    SendNewCode = "Send a new code";
    NoMessage = "No message? Check the number, and that your phone has reception. It can take a few minutes.";
    NoEmail = "No email? Check the address, and your spam folder. It can take a few minutes.";
    OpenMail = "Open {app}";
    CodeOnItsWay = "A code is on its way to {number}.";
    CodeOnItsWayEmail = "A code is on its way to {address}.";
    MinuteLeft = "The code is valid for less than a minute.";
    MayResend = "You can ask for another code now.";
    Continue = "Continue";
    Checking = "Checking…";
    Welcome = "Welcome";
    ContinueTo = "Continue to {app}";
    LogOut = "Log out";
    Close = "Close";
    Back = "Back";
    Countdown = "{minutes}:{seconds}";
    PhoneEmpty = "Please enter your phone number.";
    PhoneNotANumber = "This does not look like a phone number.";
    PhoneCountryMissing = "Please choose your country, or begin with + and its code.";
    PhoneCountryInvalid = "No country has the code after the +.";
    PhoneTooShort = "{count} digit is missing." | "{count} digits are missing.";
    CodeTooShort = "{count} digit is missing." | "{count} digits are missing.";
    PhoneTooShortIn = "{count} digit is missing for a number in {country}." | "{count} digits are missing for a number in {country}.";
    PhoneTooLong = "{count} digit too many." | "{count} digits too many.";
    PhoneTooLongIn = "{count} digit too many for a number in {country}." | "{count} digits too many for a number in {country}.";
    PhoneLength = "No number of this country has this many digits.";
    PhoneLocalOnly = "The area code is missing.";
    NotTextable = "Text messages can’t reach this kind of number.";
    CountryNotServed = "Numbers of this country can’t sign in here.";
    NumberRefused = "Text messages can’t be sent to this number. Please check it.";
    DeliveryFailed = "The message could not be sent. Please try again.";
    EmailEmpty = "Please enter your email address.";
    EmailIncomplete = "A part of the address is missing. Please check it.";
    EmailInvalid = "This does not look like an email address.";
    AddressRefused = "Emails can’t be sent to this address. Please check it.";
    EmailFailed = "The email could not be sent. Please try again.";
    CodeEmpty = "Please enter the code from the message.";
    CodeEmptyEmail = "Please enter the code from the email.";
    WrongCode = "That code is not right.";
    WrongCodeLeft = "That code is not right. {count} try left." | "That code is not right. {count} tries left.";
    CodeExpired = "This code has expired. Please ask for a new one.";
    TooManyTries = "This code was tried too often. Please ask for a new one.";
    RateLimited = "Too many requests. Please wait a little and try again.";
    RateLimitedFor = "Too many requests. Please try again in {time}.";
    LockedOut = "Too many wrong codes. Please try again later.";
    LockedOutFor = "Too many wrong codes. You can try again in {time}.";
    UserBlocked = "This account is blocked. Please contact the owner of this page.";
    SignUpsClosed = "No new accounts can be made here.";
    CaptchaRequired = "This page has to check that you are human, but can’t. Please tell its owner.";
    AccessDenied = "Signing in with this number is not allowed here.";
    AccessDeniedEmail = "Signing in with this address is not allowed here.";
    OriginRefused = "This page is not allowed to sign you in. Please tell its owner.";
    Misconfigured = "Signing in is not set up correctly here. Please tell the owner of this page.";
    RequestRefused = "The request was refused. Please try again later.";
    Offline = "You are offline. Please check your connection and try again.";
    TimedOut = "No answer came in time. Please try again.";
    Unreachable = "The sign-in service can’t be reached. Please try again.";
    ServerDown = "The sign-in service has a problem. Please try again in a moment.";
    Html = "A web page came back instead of an answer. Does your network ask you to sign in first?";
    Nonsense = "The sign-in service gave an answer that makes no sense. Please try again.";
    TokenRefused = "Your sign-in could not be confirmed. Please ask for a new code.";
    LoginRequired = "You have been signed out. Please sign in again.";
    StorageDenied = "Your browser keeps no data, so you stay signed in on this page only.";
    CookiesRefused = "Your browser keeps no cookies of the sign-in service. Please allow them, then ask for a new code.";
    StoppedByPage = "This page has stopped the sign-in. Please try again.";
    Cancelled = "Stopped. You can try again.";
    ClockWrong = "Is the clock of this device right? Please check it, then ask for a new code.";
    NoCrypto = "This page is not secure enough to sign you in. Please tell its owner that it needs https.";
}

/// A country's name after a preposition: "in the United States", "in France".
pub(super) fn in_a_sentence(country: &str) -> String {
    const WITH_ARTICLE: [&str; 9] = [
        "Bahamas",
        "Comoros",
        "Dominican Republic",
        "Gambia",
        "Isle of Man",
        "Maldives",
        "Netherlands",
        "Philippines",
        "Seychelles",
    ];
    let plural = country.starts_with("United ") || country.ends_with(" Islands");
    if plural || WITH_ARTICLE.contains(&country) { format!("the {country}") } else { country.to_owned() }
}

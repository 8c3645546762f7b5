// Every state that a lock can be in: with which options, after which answers of the backend, by which hands.
//
// `options` are the page's; `answers` what the backend says, in order; `drive` does what a person would do. A state is
// reached when `shows` is on the screen.

const GALLERY_NUMBER = "+44 7400 123456";
const GALLERY_ADDRESS = "ada.lovelace@example.com";

const GALLERY_STATES = {
  "phone-empty": { shows: "[name=phone]" },
  "phone-app-name": { options: { appName: "Swapart" }, shows: "[name=phone]" },
  "phone-logo": { options: { appName: "Swapart", logo: "../icon.svg" }, shows: ".pl-logo" },
  "phone-title": { options: { title: "Your tickets are one text message away" }, shows: "[name=phone]" },
  "phone-typed": { drive: (hand) => hand.type("phone", GALLERY_NUMBER), shows: ".pl-hint strong" },
  "phone-prefilled": { options: { phone: GALLERY_NUMBER }, shows: ".pl-hint strong" },
  "phone-fixed": { options: { phone: GALLERY_NUMBER, readonly: true }, answers: [galleryAnswer.silence()], shows: ".pl-known" },
  "phone-remembered": { options: { remember: true }, remembers: "+447400123456", shows: ".pl-known .pl-link" },
  "phone-one-country": { options: { onlyCountries: ["GB"] }, shows: "span.pl-country" },
  "phone-landline": { drive: (hand) => hand.type("phone", "+44 20 7946 0018"), shows: ".pl-hint p + p" },
  "phone-unusual": { drive: (hand) => hand.type("phone", "+1 415 155 0132"), shows: ".pl-hint p + p" },
  "phone-sending": { answers: [galleryAnswer.silence()], drive: (hand) => hand.send(GALLERY_NUMBER), shows: ".pl-spinner" },
  "phone-offline": { offline: true, ...galleryRefusal(galleryAnswer.failure()) },

  "phone-error-empty": { drive: (hand) => hand.press("[type=submit]"), shows: ".pl-problem" },
  "phone-error-no-number": galleryNumberError("hello"),
  "phone-error-no-country": galleryNumberError("+999 123 4567"),
  "phone-error-too-short": galleryNumberError("+33 6 12 34 56"),
  "phone-error-too-long": galleryNumberError("+44 7911 123456 7890"),
  "phone-error-not-textable": galleryNumberError("+44 800 123 4567"),
  "phone-error-country-not-served": { options: { onlyCountries: ["GB", "IE"] }, ...galleryNumberError("+33 6 12 34 56 78") },
  "phone-error-refused": galleryRefusal(galleryAnswer.refusal(400, "bad.phone_number")),
  "phone-error-delivery": galleryRefusal(galleryAnswer.refusal(400, "sms_provider_error")),
  "phone-error-rate-limit": galleryRefusal(galleryAnswer.refusal(429, "too_many_requests", {}, { "retry-after": "90" })),
  "phone-error-sign-ups-closed": galleryRefusal(galleryAnswer.refusal(400, "invalid_signup")),
  "phone-error-captcha": galleryRefusal(galleryAnswer.refusal(401, "captcha_required")),
  "phone-error-misconfigured": galleryRefusal(galleryAnswer.refusal(400, "bad.client_id")),
  "phone-error-origin": galleryRefusal(galleryAnswer.refusal(403, "origin_not_allowed")),
  "phone-error-server": galleryRefusal(galleryAnswer.refusal(502, "bad_gateway")),
  "phone-error-web-page": galleryRefusal(galleryAnswer.page("<h1>Hotel Wi-Fi</h1>")),
  "phone-error-unreachable": galleryRefusal(galleryAnswer.failure(), galleryAnswer.failure()),

  "email-empty": { ...galleryEmail(), shows: "[name=email]" },
  "email-typed": galleryEmail((hand) => hand.type("email", GALLERY_ADDRESS)),
  "email-typo": galleryEmail((hand) => hand.type("email", "ada.lovelace@gmial.com"), ".pl-meant"),
  "email-fixed": { options: { connections: ["email"], email: GALLERY_ADDRESS, readonly: true }, answers: [galleryAnswer.silence()], shows: ".pl-known" },
  "email-remembered": { options: { connections: ["email"], remember: true }, remembers: GALLERY_ADDRESS, shows: ".pl-known .pl-link" },
  "email-sending": galleryMailed(galleryAnswer.silence(), ".pl-spinner"),
  "email-error-empty": galleryEmail(async (hand) => {
    await hand.see("[name=email]");
    await hand.press("[type=submit]");
  }, ".pl-problem"),
  "email-error-incomplete": galleryEmail(async (hand) => {
    await hand.type("email", "ada@example");
    await hand.press("[type=submit]");
  }, ".pl-problem"),
  "email-error-no-address": galleryEmail(async (hand) => {
    await hand.type("email", "ada lovelace@example.com");
    await hand.press("[type=submit]");
  }, ".pl-problem"),
  "email-error-refused": galleryMailed(galleryAnswer.refusal(400, "bad.email")),
  "email-code-empty": galleryMailed(galleryAnswer.sent({}), "[name=code]"),
  "email-code-mailbox": {
    ...galleryEmail(async (hand) => {
      await hand.type("email", "ada.lovelace@gmail.com");
      await hand.press("[type=submit]");
    }, ".pl-mailbox"),
    answers: [galleryAnswer.sent({})],
  },
  "email-code-error-wrong": {
    ...galleryEmail(async (hand) => {
      await hand.type("email", GALLERY_ADDRESS);
      await hand.press("[type=submit]");
      await hand.type("code", "427193");
    }, ".pl-problem"),
    answers: [galleryAnswer.sent({}), galleryAnswer.refusal(403, "invalid_grant", { attempts_left: 2 })],
  },
  "ways-phone-first": { options: { connections: ["sms", "email"] }, shows: ".pl-others" },
  "ways-email-first": { options: { connections: ["email", "sms"] }, shows: ".pl-others" },
  "ways-other-chosen": {
    options: { connections: ["sms", "email"] },
    drive: (hand) => hand.press(".pl-others button"),
    shows: "[name=email]",
  },
  "ways-code": { ...galleryCode({}), options: { connections: ["sms", "email"] } },

  "countries-open": { drive: (hand) => hand.press(".pl-country"), shows: ".pl-countries li" },
  "countries-first": {
    options: { priorityCountries: ["FR", "DE"] },
    drive: (hand) => hand.press(".pl-country"),
    shows: ".pl-line-above",
  },
  "countries-filtered": { drive: (hand) => gallerySearch(hand, "united"), shows: ".pl-countries li" },
  "countries-none": { drive: (hand) => gallerySearch(hand, "atlantis"), shows: ".pl-none" },

  "code-empty": galleryCode({}),
  "code-half": galleryCode({}, (hand) => hand.type("code", "427")),
  "code-four-digits": galleryCode({ code_length: 4 }, (hand) => hand.type("code", "42")),
  "code-eight-digits": galleryCode({ code_length: 8 }, (hand) => hand.type("code", "42719")),
  "code-no-clock": galleryCode({ expires_in: undefined }),
  "code-last-minute": galleryCode({ expires_in: 45 }),
  "code-resend": { ...galleryCode({ resend_after: 0 }), shows: ".pl-resend" },
  "code-resending": {
    ...galleryCode({ resend_after: 0 }, (hand) => hand.press(".pl-resend")),
    answers: [galleryAnswer.sent({ resend_after: 0 }), galleryAnswer.silence()],
    shows: ".pl-spinner",
  },
  "code-no-message": {
    ...galleryCode({ resend_after: 0 }, async (hand) => {
      await hand.until((shadow) => {
        const isAdvised = shadow.querySelector(".pl-hint p") !== null;
        if (!isAdvised) shadow.querySelector(".pl-resend")?.click();
        return isAdvised;
      });
    }),
    answers: [0, 0, 0].map(() => galleryAnswer.sent({ resend_after: 0 })),
    shows: ".pl-hint p",
  },
  "code-checking": galleryTried(galleryAnswer.silence(), ".pl-spinner"),
  "code-error-too-short": galleryCode({}, async (hand) => {
    await hand.type("code", "427");
    await hand.press("[type=submit]");
  }, ".pl-problem"),
  "code-error-wrong": galleryTried(galleryAnswer.refusal(403, "invalid_grant", { attempts_left: 2 })),
  "code-error-last-try": galleryTried(galleryAnswer.refusal(403, "invalid_grant", { attempts_left: 1 })),
  "code-error-too-many-tries": galleryTried(galleryAnswer.refusal(403, "invalid_grant", { attempts_left: 0 })),
  "code-error-expired": { ...galleryCode({ expires_in: 0 }), shows: ".pl-problem" },
  "code-error-locked-out": galleryTried(
    galleryAnswer.refusal(429, "too_many_attempts", { reason: "locked_out" }, { "retry-after": "900" }),
  ),
  "code-error-blocked": galleryTried(galleryAnswer.refusal(401, "unauthorized", { error_description: "user is blocked" })),
  "code-error-server": galleryTried(galleryAnswer.refusal(503, "unavailable")),
  "code-error-token": galleryTried(galleryAnswer.token({ aud: "somebody-else" })),

  "logged-in": galleryTried(galleryAnswer.token(), ".pl-logout"),
  "logged-in-app-name": { ...galleryTried(galleryAnswer.token(), ".pl-logout"), options: { appName: "Swapart" } },
  "logged-in-picture": galleryTried(galleryAnswer.token({ picture: GALLERY_PICTURE }), ".pl-avatar img"),
  "logged-in-broken-picture": galleryTried(galleryAnswer.token({ picture: "data:image/png;base64," }), ".pl-avatar img[hidden]"),
};

/** A number that is never sent. */
function galleryNumberError(typed) {
  return { drive: (hand) => hand.send(typed), shows: ".pl-problem" };
}

/** A number that the backend says something about. */
function galleryRefusal(...answers) {
  return { answers, drive: (hand) => hand.send(GALLERY_NUMBER), shows: ".pl-problem" };
}

/** A lock for addresses alone, and what is done there. */
function galleryEmail(drive = () => {}, shows = "[name=email]") {
  return { options: { connections: ["email"] }, drive, shows };
}

/** An address that the backend says something about. */
function galleryMailed(answer, shows = ".pl-problem") {
  const drive = async (hand) => {
    await hand.type("email", GALLERY_ADDRESS);
    await hand.press("[type=submit]");
  };
  return { ...galleryEmail(drive, shows), answers: [answer] };
}

/** The second view, and what is done there. */
function galleryCode(receipt, then = () => {}, shows = "[name=code]") {
  const drive = async (hand) => {
    await hand.send(GALLERY_NUMBER);
    await hand.see("[name=code]");
    await then(hand);
  };
  return { answers: [galleryAnswer.sent(receipt)], drive, shows };
}

/** A whole code, and what the backend says to it. */
function galleryTried(answer, shows = ".pl-problem") {
  const code = galleryCode({}, (hand) => hand.type("code", "427193"), shows);
  return { ...code, answers: [...code.answers, answer] };
}

async function gallerySearch(hand, text) {
  await hand.press(".pl-country");
  await hand.type("country", text);
}

// A lock for each place; what the page's policy forbids is noted, and what the locks warn of.
var violations = [];
document.addEventListener("securitypolicyviolation", function (event) {
  violations.push(event.violatedDirective + " " + event.blockedURI);
});

var warnings = [];
var options = {
  english: {},
  arabic: {},
  german: { language: "de-AT", languageDictionary: { howItWorks: "Nur <b>ein</b> Code.", singIn: "x" } },
  unknown: { language: "tlh" },
};
Object.keys(options).forEach(function (place) {
  options[place].container = place;
  options[place].country = "FR";
  var lock = new Passlock(AUTH0_CLIENT_ID, AUTH0_DOMAIN, options[place]);
  lock.on("warning", function (warning) {
    warnings.push(place + " " + warning.code);
  });
  lock.show();
});

/** A part of the lock at a place. */
function part(place, selector) {
  var host = document.querySelector("#" + place + " .passlock-host");
  return host && host.shadowRoot.querySelector(selector);
}

/** What of the page was asked for in a folder. */
function asked(folder) {
  return performance
    .getEntriesByType("resource")
    .map((entry) => new URL(entry.name).pathname)
    .filter((path) => path.startsWith(folder))
    .sort();
}

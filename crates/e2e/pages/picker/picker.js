// A lock for three countries; what the page's policy forbids is noted.
var violations = [];
document.addEventListener("securitypolicyviolation", function (event) {
  violations.push(event.violatedDirective + " " + event.blockedURI);
});

var lock = new Passlock(AUTH0_CLIENT_ID, AUTH0_DOMAIN, {
  country: "FR",
  onlyCountries: ["FR", "DE", "GB"],
  priorityCountries: ["GB"],
});
lock.show();

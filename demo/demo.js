// The landing page's own code: what any page does with the lock.

const lock = new Passlock(AUTH0_CLIENT_ID, AUTH0_DOMAIN, { appName: "passlock", autoclose: true });

(() => {
  const element = (id) => document.getElementById(id);

  element("origin").textContent = location.origin;
  element("sign-in").addEventListener("click", () => {
    element("problem").hidden = true;
    lock.show();
  });
  element("log-out").addEventListener("click", () => lock.logout());

  lock.on("authenticated", ({ idToken, idTokenPayload }) => {
    welcome(idToken, idTokenPayload);
    element("welcome").focus();
  });
  lock.on("session_restored", ({ idToken, idTokenPayload }) => welcome(idToken, idTokenPayload));
  lock.on("logged_out", () => {
    turnTo("signed-out");
    element("sign-in").focus();
  });
  lock.on("unrecoverable_error", ({ description }) => {
    element("problem").textContent = `The login could not be opened: ${description}.`;
    element("problem").hidden = false;
  });

  function welcome(idToken, person) {
    element("nickname").textContent = person.nickname ?? person.name ?? "";
    element("picture").src = person.picture ?? "demo/icon.svg";
    element("claims").replaceChildren(
      claim("Number", person.name ?? person.phone_number),
      claim("User id", person.sub),
      claim("id_token", idToken, "token"),
    );
    turnTo("signed-in");
  }

  function claim(name, value, kind = "") {
    const [row, term, description] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
    term.textContent = name;
    description.textContent = value;
    description.className = kind;
    row.append(term, description);
    return row;
  }

  function turnTo(view) {
    for (const id of ["signed-out", "signed-in"]) element(id).hidden = id !== view;
  }
})();

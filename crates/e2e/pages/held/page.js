var heard = [];
var inline = location.hash !== "#modal";
var wanted = JSON.parse(new URLSearchParams(location.search).get("options") ?? "{}");
var lock = new Passlock(AUTH0_CLIENT_ID, AUTH0_DOMAIN, { country: "US", ...wanted, ...(inline ? { container: "login" } : {}) });
["show", "hide", "code_sent", "authorization_error"].forEach((name) => lock.on(name, () => heard.push(name)));
lock.on("unrecoverable_error", ({ code }) => heard.push(code));
document.getElementById("opener").addEventListener("click", () => lock.show());
if (inline) lock.show();

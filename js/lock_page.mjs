// docs/coming-from-lock.md, made of the table: `node js/lock_page.mjs` writes it anew.
import { writeFileSync } from "node:fs";
import {
  LOCK_EVENT_ROWS,
  LOCK_INNER_ROWS,
  LOCK_METHOD_ROWS,
  LOCK_OPTION_ROWS,
  V2_METHOD_ROWS,
  V2_OPTION_ROWS,
} from "./lock_table.mjs";

const FILE = new URL("../docs/coming-from-lock.md", import.meta.url);

/** The text of the page. */
export function page() {
  const table = (heading, rows) => [`| ${heading} | Here | |`, "|---|---|---|", ...rows.map(line)];
  return [
    ...INTRODUCTION,
    "## Lock 11 to 15: options\n",
    ...table("Option", LOCK_OPTION_ROWS),
    "\nAll options of `Passlock` that have another name may be given, too: `flow` says how a code becomes a session, and at",
    "Auth0's own domains that is as Lock does it. A name that is known nowhere is warned of with the one that was probably meant.\n",
    "## Lock 11 to 15: methods\n",
    ...table("Method", [...LOCK_METHOD_ROWS, ...LOCK_INNER_ROWS]),
    "\nThe class `Auth0Lock`, with its logins by password, is not here.",
    "\n## Lock 11 to 15: events\n",
    ...table("Event", LOCK_EVENT_ROWS),
    "\n## lock-passwordless 2: methods\n",
    ...table("Method", V2_METHOD_ROWS),
    "\n## lock-passwordless 2: options\n",
    ...table("Option", V2_OPTION_ROWS),
    "",
  ].join("\n");
}

function line([name, does, note]) {
  return `| \`${name}\` | ${does} | ${note} |`;
}

const INTRODUCTION = `# Coming from Auth0's Lock

A page that was written for Lock's passwordless mode (11 to 15) or for lock-passwordless 2 changes the address of its script,
and nothing else:

\`\`\`html
<script src="https://static.example.com/passlock/passlock.js"></script>
\`\`\`

\`\`\`js
import { Auth0LockPasswordless } from "./passlock.mjs";
\`\`\`

The page keeps the tokens, as it did: this class keeps none, unless the option \`storage\` says so. The examples of both libraries' documentation are tests here, against a real backend. What is left out is told by name, by the event
\`warning\` and on the console, once; it never stops the page. \`node js/lock_page.mjs\` writes this page, and a test holds it
against the code.

## Redirect mode

Lock's default is that a login leaves the page and comes back to \`auth.redirectUrl\` with its result in the fragment:
\`#access_token=…&id_token=…&state=…&expires_in=…&token_type=Bearer\`. So does this lock, and the lock of the page that is loaded
then takes the result up, rids the address of it and emits \`hash_parsed\` and \`authenticated\`. It is exact where that is safe:

- A result is taken up only in the tab that asked for it, for the same client and domain, within ten minutes, once, and only if
  it is the very token that was brought: the tab notes its \`state\` and the token's signature in \`sessionStorage\`. A link with
  somebody else's tokens, a token that was swapped and a page that is loaded twice end with \`invalid_token\`. Then the token is
  verified as every other, by the keys of the backend.
- Tokens go to no other origin, as there is no list of allowed addresses to compare with. Use \`auth.redirect: false\` and hand
  over what you have to.
- No refresh token travels in an address.
- The description of an error in an address is told only if the login was this tab's. Anybody can make such a link.
- Where the tab keeps nothing, the login stays on the page, with the warning \`redirect_impossible\`.

With \`auth.redirect: false\`, which Lock calls popup mode, the page hears of the login at once and stays where it is.
`.split("\n");

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(FILE, page());

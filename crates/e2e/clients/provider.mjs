//! An OpenID Connect provider of other people's making, at the addresses that Auth0 has: who asks it is sent to a page on which
//! anybody is who they say. Prints its port, and lives until its standard input ends.

import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [callback] = process.argv.slice(2);
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}/`, {
    clients: [
      {
        client_id: "demo",
        application_type: "native",
        token_endpoint_auth_method: "none",
        grant_types: ["implicit"],
        response_types: ["id_token token"],
        redirect_uris: [callback],
      },
    ],
    responseTypes: ["id_token token"],
    routes: {
      authorization: "/authorize",
      jwks: "/.well-known/jwks.json",
      token: "/oauth/token",
      userinfo: "/userinfo",
    },
    claims: { openid: ["sub"], profile: ["name", "nickname"] },
    // An id_token says what its scope is for, as Auth0's do, also beside an access token.
    conformIdTokenClaims: false,
    // Which connection was asked for is all that a page adds to the standard.
    extraParams: ["connection"],
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, name: id, nickname: id }) }),
    cookies: { keys: ["a key of the tests"] },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  });
  server.on("request", provider.callback());
  console.log(port);
});
process.stdin.on("close", () => process.exit()).resume();

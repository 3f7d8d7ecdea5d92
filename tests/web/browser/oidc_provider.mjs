// A real provider of OpenID Connect for one test: node oidc_provider.mjs PORT CALLBACK SIGNED-OUT
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [port, callback, signedOut] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "barograph",
      client_secret: "known to the test alone",
      redirect_uris: [callback],
      post_logout_redirect_uris: [signedOut],
    },
  ],
  scopes: ["openid", "profile", "email", "groups"],
  claims: { email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
  // Whoever types a name is that person: their claims come from the userinfo endpoint.
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      name: `${id} of the lake`,
      email: `${id}@new.example`,
      email_verified: true,
      groups: id === "stranger" ? [] : ["lakeshore-researchers"],
    }),
  }),
  cookies: { keys: ["of one test"] },
  pkce: { required: () => true },
});
createServer(provider.callback()).listen(Number(port), "127.0.0.1", () => console.log("ready"));

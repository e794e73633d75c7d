// A real OpenID provider for the test: oidc-provider, with its own sign-in pages, which take any name.
// node provider.mjs <folder with node_modules> <port> <where to send people back> [<key> <certificate>]
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

const [folder, port, back, key, certificate] = process.argv.slice(2);
const library = pathToFileURL(join(folder, 'node_modules/oidc-provider/lib/index.js'));
const { default: Provider } = await import(library.href);

const provider = new Provider(`${key ? 'https' : 'http'}://127.0.0.1:${port}`, {
  clients: [{ client_id: 'jifen', client_secret: 'a secret of the test', redirect_uris: [back] }],
  claims: { profile: ['name'], openid: ['sub'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  findAccount: async (_, id) => ({ accountId: id, claims: async () => ({ sub: id, name: `市民 ${id}` }) }),
  cookies: { keys: ['for the test only'] },
});
const listener = key
  ? createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, provider.callback())
  : provider;
listener.listen(Number(port), '127.0.0.1', () => console.log('ready'));

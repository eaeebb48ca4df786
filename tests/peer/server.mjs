// A server that this project did not write: better-auth with its two-factor plugin, in memory, on a free loopback port.
// Prints that port. Then it answers each line of its input with a line, and ends with the input.
// node server.mjs FOLDER [KEY CERTIFICATE]     FOLDER has the node_modules; with a key the server speaks TLS.
import { createHash, webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

globalThis.crypto ??= webcrypto; // Node 18 has it under this name only.
const [folder, key, certificate] = process.argv.slice(2);
const need = createRequire(resolve(folder) + "/");
const { betterAuth } = need("better-auth");
const { memoryAdapter } = need("better-auth/adapters/memory");
const { symmetricDecrypt } = need("better-auth/crypto");
const { toNodeHandler } = need("better-auth/node");
const { twoFactor } = need("better-auth/plugins");

const server = key
  ? createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) })
  : createServer();
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const port = server.address().port;

const db = { user: [], session: [], account: [], verification: [], twoFactor: [] };
const secret = "a secret of the test peer, 32 characters and more";
const quick = (password) => createHash("sha256").update(password).digest("hex");
const auth = betterAuth({
  baseURL: (key ? "https" : "http") + "://localhost:" + port,
  secret,
  database: watched(memoryAdapter(db)),
  rateLimit: { enabled: false },
  logger: { disabled: true },
  // Made-up passwords: a slow hash would cost CI minutes and prove nothing.
  emailAndPassword: {
    enabled: true,
    password: { hash: async (password) => quick(password), verify: async (it) => it.hash === quick(it.password) },
  },
  // A challenge lives for an hour: no busy machine outlasts it.
  plugins: [twoFactor({ otpOptions: { period: 60 } })],
});

// Every write to the database, with the user whom it is about.
let writes = [];
function watched(made) {
  return (options) => {
    const adapter = made(options);
    for (const name of ["create", "update", "updateMany", "delete", "deleteMany"]) {
      const original = adapter[name];
      adapter[name] = async (query) => {
        const answer = await original(query);
        const row = query.data ?? query.where[0];
        writes.push([name + " " + query.model, row.userId ?? row.value]);
        return answer;
      };
    }
    return adapter;
  };
}

// Requests that are being served. One whose body never came whole can have no effect.
const served = new Set();
const handle = toNodeHandler(auth.handler);
server.on("request", async (request, response) => {
  served.add(request);
  await handle(request, response).catch(() => response.destroy());
  served.delete(request);
});
async function settled() {
  do for (let i = 0; i < 3; ++i) await new Promise(setImmediate);
  while ([...served].some((request) => request.complete));
}

const commands = {
  // Makes an account; with `factor` also an authenticator and backup codes.
  async add({ email, password, factor }) {
    const made = await auth.api.signUpEmail({ body: { email, password, name: email }, returnHeaders: true });
    const id = made.response.user.id;
    const headers = new Headers({ cookie: made.headers.get("set-cookie").split(";")[0] });
    const { totpURI, backupCodes } = factor ? await auth.api.enableTwoFactor({ body: { password }, headers }) : {};
    db.user.find((user) => user.id === id).twoFactorEnabled = factor;
    db.session = db.session.filter((row) => row.userId !== id);
    writes = writes.filter(([, user]) => user !== id);
    return { id, uri: totpURI ?? "", codes: backupCodes ?? [] };
  },
  // What the database holds of a person, and how often it was written.
  async look({ id }) {
    await settled();
    const [factor] = db.twoFactor.filter((row) => row.userId === id);
    const counts = {};
    for (const [what, user] of writes) if (user === id) counts[what] = (counts[what] ?? 0) + 1;
    return {
      enabled: db.user.some((user) => user.id === id && user.twoFactorEnabled),
      sessions: db.session.filter((row) => row.userId === id).length,
      codes: factor ? JSON.parse(await symmetricDecrypt({ key: secret, data: factor.backupCodes })) : [],
      writes: counts,
    };
  },
  async forget() {
    await settled();
    for (const rows of Object.values(db)) rows.length = 0;
    writes = [];
    return {};
  },
};

console.log(JSON.stringify({ port }));
for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...rest } = JSON.parse(line);
  console.log(JSON.stringify(await commands[command](rest)));
}
process.exit(0);

// The console's own script. The token comes from the fragment, which browsers do not send, and goes into a header,
// which a foreign page cannot set without the server's consent.
"use strict";

const token = new URLSearchParams(location.hash.slice(1)).get("token") || "";
const by = (id) => document.getElementById(id);

async function ask(method, name, body) {
  const answer = await fetch("/__mock/" + name, {
    method,
    headers: { "X-Mock-Token": token, ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
    cache: "no-store",
  });
  if (!answer.ok) throw new Error(answer.status === 403 ? "The control token is wrong." : "The server answered " + answer.status + ".");
  return answer.status === 204 ? null : answer.json();
}

function say(text, bad) {
  const status = by("status");
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("bad", Boolean(bad));
}

function element(name, ...children) {
  const made = document.createElement(name);
  for (const child of children) made.append(child);
  return made;
}

// A table is built anew only if its contents changed, so that a selection or a focused button survives.
function fill(id, rows, none) {
  const body = by(id).querySelector("tbody") || by(id);
  const list = body.tagName === "UL";
  const text = JSON.stringify(rows.map((row) => row.key));
  if (body.dataset.shown === text) return;
  body.dataset.shown = text;
  const made = rows.map((row) =>
    list ? element("li", ...row.cells) : element("tr", ...row.cells.map((cell) => element("td", cell))));
  if (made.length === 0) {
    const empty = element(list ? "li" : "td", none);
    empty.className = "none";
    if (!list) empty.colSpan = by(id).querySelectorAll("th").length;
    made.push(list ? empty : element("tr", empty));
  }
  body.replaceChildren(...made);
}

function copy_button(text, what) {
  const button = element("button", "Copy " + what);
  button.type = "button";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      say("Copied the " + what + ".");
    } catch {
      say("The browser does not allow copying here. Select the text instead.", true);
    }
  });
  return button;
}

function authenticator_cell(user) {
  const lines = user.factors.map((factor) => {
    const line = element("div", factor.name + ", " + factor.status + " ");
    if (factor.code) line.append(element("code", factor.code), " for " + factor.valid_for_s + " s");
    return line;
  });
  return lines.length ? element("div", ...lines) : "none";
}

function codes_cell(user) {
  if (user.codes_left === null) return "none";
  const list = element("div", ...user.backup_codes.map((code) => element("code", code)));
  list.className = "codes";
  return element("div", user.codes_left + " left", list);
}

function show(state) {
  by("clock").textContent = "Server time " + state.now + (state.virtual ? " (virtual)" : "");
  fill("users", state.users.map((user) => ({
    key: [user.email, user.factors, user.codes_left, user.backup_codes],
    cells: [user.email, element("code", user.password), authenticator_cell(user), codes_cell(user)],
  })), "No users");
  fill("outbox", state.outbox.map((mail) => ({
    key: [mail.to, mail.token],
    cells: [mail.to, mail.kind, element("code", mail.token),
            mail.link ? copy_button(mail.link, "link") : copy_button(mail.token, "code")],
  })).reverse(), "No mail was sent yet");
  fill("faults", state.faults.map((fault, i) => ({
    key: [i, fault], cells: [element("code", JSON.stringify(fault))],
  })), "No faults are ordered");
  fill("requests", state.requests.map((request) => ({
    key: request.request_id,
    cells: [request.time, element("code", request.method + " " + request.path), request.answer,
            request.effects.join(", ") || "nothing changed"],
  })).reverse(), "No requests yet");
  fill("audit", state.audit.map((entry) => ({
    key: entry.id, cells: [entry.created_at, entry.type, entry.actor.email || entry.actor.id || entry.actor.type, entry.result],
  })).reverse(), "The audit log is empty");
}

async function refresh() {
  show(await ask("GET", "console"));
}

async function act(work, done) {
  try {
    await work();
    await refresh();
    say(done);
  } catch (problem) {
    say(problem.message, true);
  }
}

async function keep_fresh() {
  try {
    await refresh();
    if (by("status").textContent === "Connecting …" || by("status").dataset.lost) say("Connected.");
    delete by("status").dataset.lost;
  } catch (problem) {
    by("status").dataset.lost = "yes";
    say(problem instanceof TypeError ? "The server does not answer." : problem.message, true);
  }
  setTimeout(keep_fresh, 1000);
}

for (const button of document.querySelectorAll("[data-advance]"))
  button.addEventListener("click", () =>
    act(() => ask("POST", "clock", { advance_ms: Number(button.dataset.advance) }), "The clock moved " + button.textContent + "."));
by("reset").addEventListener("click", () => act(() => ask("POST", "reset"), "Everything is as at the start."));
by("no-faults").addEventListener("click", () => act(() => ask("DELETE", "faults"), "No faults are ordered."));
by("fault").addEventListener("submit", (event) => {
  event.preventDefault();
  const order = Object.fromEntries(new FormData(event.target));
  order.first_n = 1;
  if (order.kind === "status") order.status = 503;
  if (order.kind === "delay") order.delay_ms = 5000;
  act(() => ask("POST", "faults", order), "The fault waits for the next call.");
});

if (token) keep_fresh();
else {
  by("missing").hidden = false;
  say("Not connected.", true);
}

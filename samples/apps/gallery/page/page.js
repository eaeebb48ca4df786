// The page around the gallery's program: the address, the lists to choose from, and the mirror of what is on the canvas.
'use strict';

const $ = (id) => document.getElementById(id);
const canvas = $('canvas');
const state = { ready: false, frames: 0, firstFrame: 0, trace: null, tree: '' };

// What the program calls.
var Module = {
  canvas,
  print: (line) => {
    if (line.startsWith('{')) state.trace = JSON.parse(line);
    else console.log(line);
  },
  printErr: (line) => console.log(line),
  onRuntimeInitialized: () => setTimeout(begin, 0),
  onFrame: () => {
    if (state.frames++ === 0) state.firstFrame = performance.now();
  },
  onTree: (json) => { state.tree = json; show(JSON.parse(json)); },
  onProblem: (text) => { $('problem').textContent = text; },
  onCopy: (text) => {
    if (navigator.clipboard && document.hasFocus()) navigator.clipboard.writeText(text).catch(() => {});
  },
};
const call = (name, types, ...values) => Module.ccall('gallery_' + name, 'number', types, values);

function address() {
  return new URLSearchParams(location.hash.slice(1));
}

function begin() {
  const all = JSON.parse(Module.ccall('gallery_catalogue', 'string', [], []));
  const fill = (list, rows) => list.replaceChildren(...rows.map(([value, name]) => new Option(name, value)));
  fill($('screen'), [['app', 'The whole app, to be played'], ...all.scenes.map((s) => [s, s.replaceAll('_', ' ')])]);
  fill($('language'), all.languages.map((l) => [l.tag, l.name]));
  fill($('theme'), all.themes.map((t) => [t, t.replaceAll('_', ' ')]));
  state.ready = true;
  go();
}

const room = () => Math.max(280, Math.floor($('stage').clientWidth));

function go() {
  if (!state.ready) return;
  const now = address();
  for (const [id, usual] of [['screen', 'app'], ['language', 'en'], ['theme', 'dark'], ['width', '']]) {
    $(id).value = now.get(id) ?? usual;
  }
  $('couch').checked = now.get('couch') === '1';
  $('problem').textContent = '';
  $('mirror').replaceChildren();
  $('said').textContent = '';
  state.trace = null;
  state.bench = '';
  if (call('go', ['string', 'number'], location.hash.slice(1), room()) === 0) {
    Module.onProblem('There is no screen of that name.');
  }
  showBench();
}

function choose() {
  const next = new URLSearchParams();
  for (const id of ['screen', 'language', 'theme', 'width']) if ($(id).value) next.set(id, $(id).value);
  if ($('couch').checked) next.set('couch', '1');
  location.hash = next.toString();
}

function turn(by) {
  const list = $('screen');
  list.selectedIndex = (list.selectedIndex + by + list.length) % list.length;
  choose();
}

$('choice').addEventListener('change', choose);
$('choice').addEventListener('submit', (event) => event.preventDefault());
$('before').addEventListener('click', () => turn(-1));
$('after').addEventListener('click', () => turn(1));
addEventListener('hashchange', go);
addEventListener('resize', () => { if (state.ready) call('room', ['number'], room()); });

// The program's window listens to every key of the page. Only those of the canvas are its own, and F6 leaves it.
for (const kind of ['keydown', 'keypress', 'keyup']) {
  addEventListener(kind, (event) => {
    const leaves = event.key === 'F6';
    if (leaves && kind === 'keydown' && event.target === canvas) {
      event.preventDefault();
      ($('mirror').querySelector('input, button') ?? $('screen')).focus();
    }
    const field = event.target.closest?.('#mirror label');
    if (field && fields.includes(field.of.role) && event.key === 'Enter' && kind === 'keydown') press(field);
    if (event.target !== canvas || leaves) event.stopImmediatePropagation();
    else if (state.ready) call('wake', []);
  }, true);
}
for (const kind of ['pointermove', 'pointerdown', 'pointerup', 'focus']) {
  canvas.addEventListener(kind, () => { if (state.ready) call('wake', []); });
}
canvas.addEventListener('pointerdown', () => canvas.focus({ preventScroll: true }));
addEventListener('paste', (event) => {
  if (event.target === canvas || event.target === document.body) {
    call('paste', ['string'], event.clipboardData.getData('text/plain'));
  }
});
$('stage').addEventListener('wheel', (event) => {
  if (event.target !== canvas || !state.ready) return;
  const lines = event.deltaMode === 0 ? event.deltaY / 100 : event.deltaY / 3;
  call('wheel', ['number'], lines);
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true, passive: false });

// What a person of the demo has at hand. The drawer on the canvas shows the same.
function showBench() {
  const json = state.ready ? Module.ccall('gallery_bench', 'string', [], []) : '';
  $('bench').hidden = json === '';
  if (!$('bench').open || json === '' || json === state.bench) return;
  state.bench = json;
  const bench = JSON.parse(json);
  $('open-mail').setAttribute('aria-disabled', bench.mail ? 'false' : 'true');
  const rows = bench.authenticator ? [['the authenticator set up last', bench.authenticator]] : [];
  for (const { email, ...has } of bench.people) rows.push([email, Object.entries(has).map((pair) => pair.join(': ')).join(', ')]);
  $('people').replaceChildren(...rows.flatMap(([name, text]) => {
    const term = document.createElement('dt');
    const what = document.createElement('dd');
    term.textContent = name;
    what.textContent = text;
    return [term, what];
  }));
}
setInterval(showBench, 500);
$('bench').addEventListener('toggle', showBench);
$('open-mail').addEventListener('click', () => call('open_mail', []));

// The mirror. An element that stays keeps its node, and with it the focus.

const tags = { heading: 'h2', codes: 'ol', qr: 'div', button: 'button', link: 'button', card: 'button', text_field: 'label',
  password_field: 'label', code_field: 'label', checkbox: 'label' };
const fields = ['text_field', 'password_field', 'code_field'];

function make(element) {
  const node = document.createElement(tags[element.role] ?? 'p');
  node.className = element.role;
  if (node.localName === 'button') {
    node.type = 'button';
    node.addEventListener('click', () => press(node));
  }
  if (node.localName === 'label') {
    const input = document.createElement('input');
    const name = document.createElement('span');
    if (element.role === 'checkbox') {
      input.type = 'checkbox';
      input.addEventListener('click', (event) => { event.preventDefault(); press(node); });
      node.append(input, ' ', name);
    } else {
      if (element.role === 'password_field') input.type = 'password';
      input.autocomplete = 'off';
      input.spellcheck = false;
      input.addEventListener('input', () =>
        call('type', ['number', 'number', 'string'], node.of.part, node.of.i, input.value));
      node.append(name, input);
    }
  }
  return node;
}

function press(node) {
  const { part, action, index, enabled } = node.of;
  if (enabled && action !== 0) call('press', ['number', 'number', 'number'], part, action, index);
}

function update(node, element, part, alone) {
  node.of = { ...element, part };
  node.classList.toggle('danger', element.danger);
  const set = (name, value) => (value === null ? node.removeAttribute(name) : node.setAttribute(name, value));
  const write = (target, text) => { if (target.textContent !== text) target.textContent = text; };
  const reason = element.enabled ? '' : element.reason ?? '';
  if (node.localName === 'label') {
    const input = node.querySelector('input');
    write(node.querySelector('span'), element.label);
    // Not `disabled`: the browser would take the focus away while an answer is awaited.
    input.readOnly = !element.enabled;
    if (element.enabled) input.removeAttribute('aria-disabled');
    else input.setAttribute('aria-disabled', 'true');
    input.checked = element.checked;
    if (reason) input.setAttribute('aria-description', reason);
    else input.removeAttribute('aria-description');
    if (fields.includes(element.role)) {
      if (element.empty === true || element.typed === '') input.value = '';
      else if (element.typed !== undefined && document.activeElement !== input) input.value = element.typed;
      input.setAttribute('aria-invalid', alone ? 'true' : 'false');
    }
  } else if (element.role === 'codes') {
    node.replaceChildren(...element.rows.map((row) => {
      const line = document.createElement('li');
      line.textContent = row.code;
      line.title = row.name;
      return line;
    }));
  } else if (element.role === 'qr') {
    set('role', 'img');
    set('aria-label', element.label);
    write(node, '\u25A6 ' + element.label);
  } else {
    const mark = element.role === 'tick' ? (element.checked ? '\u2713 ' : '\u25CB ') : '';
    const more = element.value ? (element.role === 'value' ? ': ' : ' \u2013 ') + element.value : '';
    write(node, mark + element.label + more);
    if (node.localName === 'button') {
      set('aria-disabled', element.enabled ? null : 'true');
      set('aria-description', reason || null);
    }
    if (element.role === 'error') set('role', 'alert');
    if (element.role === 'notice' || element.role === 'busy') set('role', element.danger ? 'alert' : 'status');
  }
}

// Each component counts its own arrivals, so the title belongs to it.
const arrival = (part) => part.arrival + (part.elements.find((element) => element.role === 'heading')?.label ?? '');

function show(tree) {
  const mirror = $('mirror');
  mirror.lang = tree.language;
  const inside = mirror.contains(document.activeElement);
  const before = mirror.dataset.arrivals;
  tree.parts.forEach((part, p) => {
    let box = mirror.children[p];
    if (!box || box.which !== part.part) {
      box?.remove();
      box = document.createElement('div');
      box.which = part.part;
      mirror.insertBefore(box, mirror.children[p] ?? null);
    }
    box.setAttribute('aria-busy', part.busy);
    part.elements.forEach((element, i) => {
      const key = [element.role, element.action, element.index, arrival(part)].join();
      let node = box.children[i];
      const later = node && node.key !== key ? [...box.children].slice(i).find((other) => other.key === key) : null;
      if (later) {
        while (box.children[i] !== later) box.children[i].remove();
        node = later;
      } else if (!node || node.key !== key) {
        const made = make(element);
        made.key = key;
        box.insertBefore(made, node ?? null);
        node = made;
      }
      update(node, element, part.part, part.elements[i + 1]?.role === 'error');
    });
    while (box.children.length > part.elements.length) box.lastChild.remove();
  });
  while (mirror.children.length > tree.parts.length) mirror.lastChild.remove();
  mirror.dataset.arrivals = tree.parts.map(arrival).join();
  const main = tree.parts[tree.parts.length - 1];
  if ($('said').textContent !== main.said) $('said').textContent = main.said;
  $('said').lang = tree.language;
  if (inside && before !== mirror.dataset.arrivals) {
    // Where the screen is new, reading begins at its title.
    const title = mirror.lastChild.querySelector('h2');
    if (title) { title.tabIndex = -1; title.focus(); }
  }
}

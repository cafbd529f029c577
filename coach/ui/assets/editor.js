// The draft's editor: a text area over a copy of its text that carries the underlines.
// The text lives here; Python is told of it while typing, and keeps it.
const QUIET_MS = 300;

export default function (component) {
  const { parentElement, setStateValue, setTriggerValue } = component;
  const data = JSON.parse(component.data.json);
  let desk = parentElement.querySelector(".desk");
  if (!desk) {
    desk = build(parentElement);
    desk.state = { text: "", marks: [], sequence: 0, revision: null, timer: 0, active: null };
    listen(desk);
  }
  desk.send = { setStateValue, setTriggerValue };
  update(desk, data);
  return () => {
    clearTimeout(desk.state.timer);
    window.removeEventListener("coach:select", desk.onSelect);
    window.removeEventListener("coach:quote", desk.onQuote);
    window.removeEventListener("coach:step", desk.onStep);
  };
}

function build(parent) {
  const desk = element("section", "desk");
  const bar = element("div", "bar");
  const label = element("label", "label");
  label.htmlFor = "coach-draft";
  bar.append(label, element("span", "count quiet"));
  const paper = element("div", "paper");
  const backdrop = element("div", "backdrop");
  backdrop.setAttribute("aria-hidden", "true");
  const area = document.createElement("textarea");
  area.id = "coach-draft";
  area.spellcheck = true;
  paper.append(backdrop, area);
  const foot = element("div", "foot");
  const saved = element("span", "saved quiet");
  saved.setAttribute("role", "status");
  const help = element("button", "help");
  help.type = "button";
  help.textContent = "?";
  const submit = element("button", "submit");
  submit.type = "button";
  foot.append(saved, help, submit);
  const keys = element("div", "keys");
  keys.hidden = true;
  desk.append(bar, paper, element("div", "legend"), foot, keys);
  parent.append(desk);
  return desk;
}

function listen(desk) {
  const area = desk.querySelector("textarea");
  const submit = desk.querySelector(".submit");
  area.addEventListener("input", () => {
    edited(desk, area.value);
    clearTimeout(desk.state.timer);
    desk.state.timer = setTimeout(() => flush(desk), QUIET_MS);
  });
  area.addEventListener("blur", () => flush(desk));
  area.addEventListener("click", () => activate(desk, markAt(desk, area.selectionStart)));
  submit.addEventListener("click", () => send(desk));
  desk.querySelector(".help").addEventListener("click", () => {
    const keys = desk.querySelector(".keys");
    keys.hidden = !keys.hidden;
    desk.querySelector(".help").setAttribute("aria-expanded", String(!keys.hidden));
  });
  desk.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      event.preventDefault();
      send(desk);
    } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(desk, event.key === "ArrowDown" ? 1 : -1);
    }
  });
  desk.onSelect = (event) => select(desk, event.detail.id);
  desk.onQuote = (event) => find(desk, event.detail.quote);
  desk.onStep = (event) => step(desk, event.detail.by);
  window.addEventListener("coach:select", desk.onSelect);
  window.addEventListener("coach:step", desk.onStep);
}

function update(desk, data) {
  const { state } = desk;
  const area = desk.querySelector("textarea");
  desk.data = data;
  desk.classList.toggle("dark", isDark(desk));
  window.removeEventListener("coach:select", desk.onSelect);
  window.addEventListener("coach:select", desk.onSelect);
  window.removeEventListener("coach:quote", desk.onQuote);
  window.addEventListener("coach:quote", desk.onQuote);
  window.removeEventListener("coach:step", desk.onStep);
  window.addEventListener("coach:step", desk.onStep);
  desk.querySelector(".label").textContent = data.texts.label;
  area.placeholder = data.texts.placeholder;
  area.readOnly = data.readonly;
  area.setAttribute("aria-label", data.texts.label);
  if (state.revision !== data.revision) {
    state.revision = data.revision;
    // What was typed and not yet kept survives a refresh in this tab.
    const unsaved = data.readonly ? null : sessionStorage.getItem(storeKey(desk));
    state.text = unsaved ?? data.text;
    state.sent = data.text;
    area.value = state.text;
    if (unsaved !== null && unsaved !== data.text) flush(desk);
    state.marks = [];
    state.findings = null;
  }
  if (state.findings !== data.findings_id) {
    state.findings = data.findings_id;
    state.active = null;
    // Underlines belong to the text that was judged; what was typed since moves them.
    state.marks = shifted(data.spans, data.judged, state.text);
  }
  if (data.kept === state.text) sessionStorage.removeItem(storeKey(desk));
  const submit = desk.querySelector(".submit");
  submit.hidden = data.readonly;
  submit.disabled = Boolean(data.waiting);
  submit.replaceChildren(document.createTextNode(data.texts.submit), Object.assign(document.createElement("kbd"), { textContent: data.texts.keys_submit }));
  legend(desk);
  keys(desk);
  status(desk);
  paint(desk);
}

function edited(desk, text) {
  const { state } = desk;
  state.marks = shifted(state.marks, state.text, text);
  state.text = text;
  if (!desk.data.readonly) sessionStorage.setItem(storeKey(desk), text);
  window.dispatchEvent(new CustomEvent("coach:edited", { detail: { changed: text !== desk.data.judged } }));
  status(desk);
  paint(desk);
}

// Marks moved through one edit: what the edit touches loses its mark.
function shifted(marks, before, after) {
  if (before === after) return marks.slice();
  let head = 0;
  const least = Math.min(before.length, after.length);
  while (head < least && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < least - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const by = after.length - before.length;
  return marks.flatMap((mark) => {
    if (mark.end <= head) return [mark];
    if (mark.start >= before.length - tail) return [{ ...mark, start: mark.start + by, end: mark.end + by }];
    return [];
  });
}

function flush(desk) {
  clearTimeout(desk.state.timer);
  if (desk.data.readonly || desk.state.text === desk.state.sent) return;
  desk.state.sent = desk.state.text;
  desk.state.sequence += 1;
  desk.send.setStateValue("draft", { text: desk.state.text, sequence: desk.state.sequence, revision: desk.state.revision, key: desk.data.store });
}

function send(desk) {
  if (desk.data.readonly || desk.data.waiting) return;
  clearTimeout(desk.state.timer);
  desk.querySelector(".submit").disabled = true;
  const saved = desk.querySelector(".saved");
  saved.classList.remove("problem");
  saved.textContent = desk.data.texts.judging;
  desk.state.sent = desk.state.text;
  desk.send.setTriggerValue("submit", { text: desk.state.text, id: identifier(), key: desk.data.store });
}

function paint(desk) {
  const { text, marks, active } = desk.state;
  const backdrop = desk.querySelector(".backdrop");
  const nodes = [];
  let at = 0;
  for (const mark of marks.slice().sort((a, b) => a.start - b.start || b.end - a.end)) {
    const start = Math.max(mark.start, at);
    if (start >= mark.end) continue;
    nodes.push(document.createTextNode(text.slice(at, start)));
    const span = element("span", `mark ${mark.criterion}${mark.id === active ? " active" : ""}`);
    span.dataset.id = mark.id;
    span.textContent = text.slice(start, mark.end);
    nodes.push(span);
    at = mark.end;
  }
  nodes.push(document.createTextNode(text.slice(at) + "\n"));
  backdrop.replaceChildren(...nodes);
  const words = (text.match(/\S+/g) || []).length;
  const [low, high] = desk.data.length;
  const fit = words < low ? desk.data.texts.short : words > high ? desk.data.texts.long : desk.data.texts.fits;
  desk.querySelector(".count").textContent = desk.data.texts.count.replace("{n}", words) + (words ? `  ${fit}` : "");
}

function status(desk) {
  const saved = desk.querySelector(".saved");
  const { texts, problem, kept } = desk.data;
  saved.classList.toggle("problem", Boolean(problem));
  if (desk.data.readonly) saved.textContent = "";
  else if (problem) saved.textContent = problem;
  else if (desk.data.waiting) saved.textContent = texts.judging;
  else if (!desk.state.text) saved.textContent = "";
  else saved.textContent = kept === desk.state.text ? texts.saved : texts.saving;
}

function legend(desk) {
  const box = desk.querySelector(".legend");
  const present = new Set(desk.state.marks.map((m) => m.criterion));
  box.replaceChildren(
    ...desk.data.legend.filter(([criterion]) => present.has(criterion)).map(([criterion, title]) => {
      const item = element("span", criterion);
      const sample = element("span", "sample");
      sample.textContent = title;
      item.append(sample);
      return item;
    }),
  );
}

function keys(desk) {
  const list = document.createElement("dl");
  for (const [key, what] of desk.data.texts.keys) {
    list.append(Object.assign(document.createElement("dt"), { textContent: key }), Object.assign(document.createElement("dd"), { textContent: what }));
  }
  desk.querySelector(".keys").replaceChildren(list);
  desk.querySelector(".help").setAttribute("aria-label", desk.data.texts.help);
}

function markAt(desk, position) {
  const mark = desk.state.marks.find((m) => m.start <= position && position <= m.end);
  return mark ? mark.id : null;
}

function activate(desk, id) {
  desk.state.active = id;
  paint(desk);
  if (id !== null) window.dispatchEvent(new CustomEvent("coach:active", { detail: { id } }));
}

function select(desk, id) {
  const mark = desk.state.marks.find((m) => m.id === id);
  if (!mark) return;
  const area = desk.querySelector("textarea");
  area.focus({ preventScroll: true });
  area.setSelectionRange(mark.start, mark.end);
  activate(desk, id);
  desk.querySelector(".backdrop .active")?.scrollIntoView({ block: "center", behavior: "smooth" });
}

// A passage by its words, where they still stand.
function find(desk, quote) {
  const start = desk.state.text.indexOf(quote);
  if (start < 0) return;
  const area = desk.querySelector("textarea");
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, start + quote.length);
}

function step(desk, by) {
  const marks = desk.state.marks.slice().sort((a, b) => a.start - b.start);
  if (!marks.length) return;
  const here = marks.findIndex((m) => m.id === desk.state.active);
  select(desk, marks[(here + by + marks.length + (here < 0 && by < 0 ? 1 : 0)) % marks.length].id);
}

function storeKey(desk) {
  return `coach:${desk.data.store}`;
}

function identifier() {
  // randomUUID needs a secure context; a plain http address in a local network is none.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

function isDark(desk) {
  const [r, g, b] = (getComputedStyle(desk).color.match(/\d+/g) || [0, 0, 0]).map(Number);
  return r + g + b > 384;
}

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

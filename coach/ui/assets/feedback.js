// The feedback beside the draft: levels in words, next steps, a card a finding. Texts only, never markup.
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

export default function (component) {
  const { parentElement } = component;
  const data = JSON.parse(component.data.json);
  let desk = parentElement.querySelector(".desk");
  if (!desk) {
    desk = make("section", "desk feedback");
    parentElement.append(desk);
    desk.ignored = new Set();
    desk.opened = new Set();
    desk.all = false;
    desk.onActive = (event) => show(desk, event.detail.id);
    desk.onEdited = (event) => {
      desk.old = event.detail.changed;
      const note = desk.querySelector(".old");
      if (note) note.hidden = !desk.old;
    };
  }
  if (desk.shown !== data.id) {
    desk.shown = data.id;
    desk.ignored = new Set();
    desk.opened = new Set();
    desk.all = false;
    desk.fresh = Boolean(desk.data);
    desk.old = false;
  }
  desk.data = data;
  window.removeEventListener("coach:active", desk.onActive);
  window.addEventListener("coach:active", desk.onActive);
  window.removeEventListener("coach:edited", desk.onEdited);
  window.addEventListener("coach:edited", desk.onEdited);
  render(desk);
  // On a phone the feedback stands below the fold: go there once when it is new.
  if (desk.fresh && window.innerWidth <= 640) desk.scrollIntoView({ block: "start", behavior: STILL.matches ? "auto" : "smooth" });
  desk.fresh = false;
  return () => {
    window.removeEventListener("coach:active", desk.onActive);
    window.removeEventListener("coach:edited", desk.onEdited);
  };
}

function render(desk) {
  const { data } = desk;
  const [r, g, b] = (getComputedStyle(desk).color.match(/\d+/g) || [0, 0, 0]).map(Number);
  desk.classList.toggle("dark", r + g + b > 384);
  const parts = [];
  for (const problem of [data.unscored, data.not_kept, data.short, data.dropped]) {
    if (problem) parts.push(make("p", "problem", problem));
  }
  const old = make("p", "old quiet", data.texts.old);
  old.hidden = !desk.old;
  parts.push(old);
  if (data.since) parts.push(sincePart(desk));
  const summary = make("h3", "summary", data.summary);
  summary.setAttribute("role", "status");
  parts.push(summary, ...data.levels.map((level) => levelRow(level, data.texts)));
  if (data.steps.length) {
    const list = make("ol", "");
    list.append(...data.steps.map((step) => make("li", "", step)));
    parts.push(make("h3", "", data.texts.next), list);
  }
  const cards = data.cards.filter((c) => (c.first || desk.all) && !desk.ignored.has(c.id));
  const hidden = data.cards.filter((c) => !c.first && !desk.ignored.has(c.id)).length;
  if (data.cards.length) parts.push(make("h3", "", desk.all || !hidden ? data.texts.all : data.texts.first));
  parts.push(...cards.map((c) => card(desk, c)));
  if (hidden && !desk.all) {
    const more = make("button", "more", data.texts.more.replace("{n}", hidden));
    more.type = "button";
    more.addEventListener("click", () => {
      desk.all = true;
      render(desk);
    });
    parts.push(more);
  }
  if (desk.ignored.size) {
    const back = make("button", "link", data.texts.restore.replace("{n}", desk.ignored.size));
    back.type = "button";
    back.addEventListener("click", () => {
      desk.ignored.clear();
      render(desk);
    });
    parts.push(back);
  }
  parts.push(make("p", "quiet", data.judge));
  desk.replaceChildren(...parts);
}

function levelRow(level, texts) {
  const row = make("div", `level ${level.criterion}`);
  const dots = make("span", "dots", "●".repeat(level.level) + "○".repeat(5 - level.level));
  dots.setAttribute("aria-hidden", "true");
  row.append(make("span", "title", level.title), dots, make("span", "name", `${level.name}  (${texts.level.replace("{n}", level.level)})`));
  const details = document.createElement("details");
  details.append(make("summary", "", level.next ? level.next_label : texts.why), make("p", "", level.next || level.descriptor), make("p", "quiet", level.reason));
  row.append(details);
  return row;
}

function card(desk, c) {
  const { texts } = desk.data;
  const box = make("article", `card ${c.criterion}`);
  box.dataset.id = c.id;
  const kind = make("div", "kind");
  kind.append(make("span", "", `${texts.criteria[c.criterion] || c.criterion} · ${c.category}`), make("span", "", c.source));
  if (c.quote) {
    const quote = make("button", "quote", `“${c.quote}”`);
    quote.type = "button";
    quote.title = texts.show;
    quote.addEventListener("click", () => window.dispatchEvent(new CustomEvent("coach:select", { detail: { id: c.id } })));
    box.append(quote);
  }
  box.append(kind, make("p", "message", c.message));
  if (c.consequence) box.append(make("p", "consequence", c.consequence));
  if (c.why) box.append(make("p", "", c.why));
  if (c.suggestion) box.append(make("p", "try", `${texts.try} ${c.suggestion}`));
  const actions = make("div", "actions");
  if (c.term) {
    const term = make("div", "term");
    term.hidden = true;
    term.append(make("p", "", `${c.term.title}: ${c.term.definition}`));
    if (c.term.direction) term.append(make("p", "", c.term.direction));
    term.append(make("p", "quiet", c.term.source));
    // In a tab of its own, so that the desk stays as it is.
    const entry = make("a", "", texts.entry);
    entry.href = c.term.entry;
    entry.target = "_blank";
    entry.rel = "noopener";
    term.append(entry);
    const open = make("button", "link", texts.term);
    open.type = "button";
    open.setAttribute("aria-expanded", "false");
    open.addEventListener("click", () => {
      term.hidden = !term.hidden;
      open.setAttribute("aria-expanded", String(!term.hidden));
    });
    actions.append(open);
    box.append(actions, term);
  } else box.append(actions);
  const ignore = make("button", "link", texts.ignore);
  ignore.type = "button";
  ignore.addEventListener("click", () => {
    desk.ignored.add(c.id);
    render(desk);
  });
  actions.append(ignore);
  return box;
}

function show(desk, id) {
  const wanted = desk.data.cards.find((c) => c.id === id);
  if (!wanted) return;
  if (!wanted.first && !desk.all) {
    desk.all = true;
    render(desk);
  }
  for (const box of desk.querySelectorAll(".card")) {
    const active = Number(box.dataset.id) === id;
    box.classList.toggle("active", active);
    if (active) box.scrollIntoView({ block: "nearest", behavior: STILL.matches ? "auto" : "smooth" });
  }
}

function make(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

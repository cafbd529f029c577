// A card a finding, in reading order: filters, keys from card to card, what was set aside. Texts only, never markup.
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function cardsPart(desk) {
  const { data } = desk;
  const { texts } = data;
  if (!data.cards.length) return [];
  const wanted = data.cards.filter((c) => !desk.ignored.has(c.key) && fits(desk, c));
  const filtered = desk.only.criterion || desk.only.severity;
  const cards = wanted.filter((c) => c.first || desk.all || filtered);
  const hidden = wanted.length - cards.length;
  const parts = [make("h3", "", hidden ? texts.first : texts.all)];
  if (data.filters) parts.push(filters(desk, wanted.length));
  const list = make("div", "cards");
  if (!cards.some((c) => c.id === desk.current)) desk.current = cards[0]?.id ?? null;
  list.append(...cards.map((c) => card(desk, c)));
  list.addEventListener("keydown", (event) => walk(desk, list, event));
  parts.push(list);
  if (hidden) {
    parts.push(
      button("more", texts.more.replace("{n}", hidden), () => {
        desk.all = true;
        desk.current = wanted.find((c) => !c.first).id;
        render(desk);
        focusCard(desk, desk.current);
      }),
    );
  }
  const aside = data.cards.filter((c) => desk.ignored.has(c.key)).length;
  if (aside) parts.push(button("link restore", texts.restore.replace("{n}", aside), () => putAside(desk, new Set())));
  return parts;
}

function fits(desk, c) {
  const { criterion, severity } = desk.only;
  return (!criterion || c.criterion === criterion) && (!severity || c.severity === severity);
}

function filters(desk, count) {
  const { data } = desk;
  const bar = make("div", "filters");
  for (const [name, filter] of Object.entries(data.filters)) {
    const label = make("label", "", filter.label);
    const choice = make("select", name);
    for (const [value, text] of [["", filter.all], ...filter.choices]) {
      const option = make("option", "", text);
      option.value = value;
      choice.append(option);
    }
    choice.value = desk.only[name];
    choice.addEventListener("change", () => {
      desk.only[name] = choice.value;
      render(desk);
      desk.querySelector(`select.${name}`).focus();
    });
    label.append(choice);
    bar.append(label);
  }
  const shown = make("span", "quiet", data.texts.matching.replace("{n}", count));
  shown.setAttribute("role", "status");
  bar.append(shown);
  return bar;
}

function walk(desk, list, event) {
  const box = event.target.closest(".card");
  if (!box || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  const boxes = [...list.children];
  const at = boxes.indexOf(box);
  let to = at + (STEPS[event.key] || 0);
  if (event.key === "Home") to = 0;
  if (event.key === "End") to = boxes.length - 1;
  if (event.key === "Enter" && event.target === box) inDraft({ id: Number(box.dataset.id) });
  else if (to === at) return;
  else if (boxes[to]) focusCard(desk, Number(boxes[to].dataset.id));
  else if (to > at) desk.querySelector(".more, .levels > summary")?.focus();
  event.preventDefault();
}

function focusCard(desk, id) {
  desk.current = id;
  for (const box of desk.querySelectorAll(".card")) {
    const current = Number(box.dataset.id) === id;
    box.tabIndex = current ? 0 : -1;
    if (current) box.focus();
  }
}

function card(desk, c) {
  const { texts } = desk.data;
  const box = make("article", `card ${c.criterion}`);
  box.dataset.id = c.id;
  box.tabIndex = c.id === desk.current ? 0 : -1;
  box.setAttribute("aria-label", c.label);
  box.addEventListener("focus", () => {
    desk.current = c.id;
    for (const other of desk.querySelectorAll(".card")) other.tabIndex = other === box ? 0 : -1;
  });
  const kind = make("div", "kind");
  kind.append(make("span", "", `${texts.criteria[c.criterion] || c.criterion} · ${c.category}`), make("span", "", `${texts.severities[c.severity]} · ${c.source}`));
  if (c.quote) {
    const quote = button("quote", `“${c.quote}”`, () => inDraft({ id: c.id }));
    quote.title = texts.show;
    box.append(quote);
  }
  box.append(kind, make("p", "message", c.message));
  if (c.consequence) box.append(make("p", "consequence", c.consequence));
  if (c.why) box.append(make("p", "", c.why));
  if (c.suggestion) box.append(make("p", "try", `${texts.try} ${c.suggestion}`));
  const actions = make("div", "actions");
  box.append(actions);
  if (c.term) {
    const term = termCard(c.term, texts);
    const open = button("link", texts.term, () => {
      term.hidden = !term.hidden;
      open.setAttribute("aria-expanded", String(!term.hidden));
    });
    open.setAttribute("aria-expanded", "false");
    actions.append(open);
    box.append(term);
  }
  if (desk.data.attempt) box.append(...dispute(desk, c, actions));
  actions.append(button("link aside", texts.ignore, () => putAside(desk, new Set([...desk.ignored, c.key]))));
  return box;
}

// “This is wrong”, with a note where the learner has one; said, it can be taken back.
function dispute(desk, c, actions) {
  const { texts, disputes } = desk.data;
  if (c.key in disputes) {
    const said = make("div", "disputed");
    said.append(make("p", "", texts.disputed));
    if (disputes[c.key]) said.append(make("p", "quiet", disputes[c.key]));
    said.append(button("link", texts.take_back, () => reply(desk, { kind: "withdraw", key: c.key })));
    return [said];
  }
  // A note that is being written outlives a redraw.
  const isOpen = desk.note?.key === c.key;
  const form = make("form", "dispute");
  form.hidden = !isOpen;
  const label = make("label", "", texts.note);
  const note = make("input", "");
  note.type = "text";
  note.maxLength = 500;
  note.value = isOpen ? desk.note.text : "";
  note.addEventListener("input", () => (desk.note = { key: c.key, text: note.value }));
  label.append(note);
  const wrong = button("link", texts.wrong, () => {
    desk.note = { key: c.key, text: note.value };
    form.hidden = false;
    wrong.setAttribute("aria-expanded", "true");
    note.focus();
  });
  wrong.setAttribute("aria-expanded", String(isOpen));
  const close = () => {
    desk.note = null;
    form.hidden = true;
    wrong.setAttribute("aria-expanded", "false");
    wrong.focus();
  };
  form.append(label, make("button", "", texts.say), button("link", texts.cancel, close));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    desk.note = null;
    reply(desk, { kind: "dispute", key: c.key, note: note.value });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  actions.append(wrong);
  return [form];
}

function termCard(said, texts) {
  const term = make("div", "term");
  term.hidden = true;
  term.append(make("p", "", `${said.title}: ${said.definition}`));
  if (said.direction) term.append(make("p", "", said.direction));
  term.append(make("p", "quiet", said.source));
  // In a tab of its own, so that the desk stays as it is.
  const entry = make("a", "", texts.entry);
  entry.href = said.entry;
  entry.target = "_blank";
  entry.rel = "noopener";
  term.append(entry);
  return term;
}

// What was set aside in a scenario stays so in this browser, through a reload and in the next try.
function setAside(place) {
  try {
    return new Set(JSON.parse(localStorage.getItem(`coach:aside:${place}`) || "[]"));
  } catch {
    return new Set();
  }
}

function putAside(desk, keys) {
  const here = new Set(desk.data.cards.map((c) => c.key));
  // Those of earlier texts that aren't found any more are let go.
  desk.ignored = new Set([...keys].filter((key) => here.has(key)));
  try {
    localStorage.setItem(`coach:aside:${desk.data.place}`, JSON.stringify([...desk.ignored]));
  } catch {
    // A browser that keeps nothing: set aside until the page is left.
  }
  render(desk);
}

function show(desk, id) {
  const wanted = desk.data.cards.find((c) => c.id === id);
  if (!wanted) return;
  if ((!wanted.first && !desk.all) || !fits(desk, wanted)) {
    desk.all = true;
    desk.only = { criterion: "", severity: "" };
    render(desk);
  }
  desk.current = id;
  for (const box of desk.querySelectorAll(".card")) {
    const active = Number(box.dataset.id) === id;
    box.classList.toggle("active", active);
    box.tabIndex = active ? 0 : -1;
    if (active) box.scrollIntoView({ block: "nearest", behavior: motion() });
  }
}

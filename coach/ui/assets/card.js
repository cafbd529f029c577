// One comment: its words, what is wrong and why, the term, and what the learner answers to it. Texts only, never markup.
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
  if (c.also.length) box.append(alsoAt(desk, c));
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
  if (desk.data.ignored) actions.append(button("link aside", texts.ignore, () => putAside(desk, [...desk.ignored, c.key])));
  return box;
}

// The other places of which the same is said.
function alsoAt(desk, c) {
  const { texts } = desk.data;
  const places = make("div", "also quiet", texts.also);
  for (const place of c.also) {
    const words = button("link", `“${place.words}”`, () => inDraft({ id: place.id }));
    words.title = texts.show;
    places.append(words);
  }
  return places;
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

// The draft's editor. The text lives here; Python is told of it while typing, keeps it, and sends back what it found in it.
import { EditorView } from "@codemirror/view";
import { button, identifier, isAway, isDark, make } from "./dom.js";
import { accept, cards, enterCard, openCard } from "./card.js";
import { ignoresSome, judgedMark, markAt, setMarks, shifted, visible } from "./marks.js";
import { writing } from "./writing.js";

const QUIET_MS = 300;

export default function (component) {
  const { parentElement, setStateValue, setTriggerValue } = component;
  const data = JSON.parse(component.data.json);
  let desk = parentElement.querySelector(".desk")?.coach;
  if (!desk) desk = new Desk(parentElement);
  desk.send = { setStateValue, setTriggerValue };
  desk.update(data);
  return () => desk.rest();
}

class Desk {
  constructor(parent) {
    this.build(parent);
    const told = {
      texts: () => this.data.texts,
      readonly: () => this.data.readonly,
      ignoreForGood: (mark) => this.ignore([...this.data.ignored, mark.key]),
    };
    this.field = writing(this.paper, () => this.edited(), (at) => this.clicked(at), cards(told));
    this.view = this.field.view;
    this.listeners = {
      "coach:select": (event) => this.select(event.detail.id),
      "coach:quote": (event) => this.find(event.detail.quote),
      "coach:step": (event) => this.step(event.detail.by),
      "coach:back": () => this.draw(),
    };
  }

  build(parent) {
    const desk = (this.desk = make("section", "desk"));
    desk.coach = this;
    const bar = make("div", "bar");
    this.modes = make("div", "modes");
    this.modes.setAttribute("role", "group");
    this.label = make("span", "label");
    this.count = make("span", "count quiet");
    bar.append(this.label, this.modes, this.count);
    this.paper = make("div", "paper");
    this.legend = make("div", "legend");
    const foot = make("div", "foot");
    this.saved = make("span", "saved quiet");
    this.saved.setAttribute("role", "status");
    this.restore = button("link restore", "", () => this.ignore([]));
    this.help = button("help", "?", () => this.toggleKeys());
    this.help.setAttribute("aria-expanded", "false");
    this.submit = button("submit", "", () => this.handIn());
    foot.append(this.saved, this.restore, this.help, this.submit);
    this.keys = make("div", "keys");
    this.keys.hidden = true;
    this.said = make("div", "said");
    this.said.setAttribute("aria-live", "polite");
    desk.append(bar, this.paper, this.legend, foot, this.keys, this.said);
    desk.addEventListener("keydown", (event) => this.pressed(event));
    desk.addEventListener("focusout", () => this.flush());
    parent.append(desk);
  }

  get text() {
    return this.view.state.doc.toString();
  }

  update(data) {
    this.data = data;
    this.desk.classList.toggle("dark", isDark(this.desk));
    this.listen();
    const look = { label: data.texts.label, hint: data.texts.placeholder, readonly: data.readonly };
    const isNew = this.revision !== data.revision;
    if (isNew) this.open(look);
    else if (this.look !== JSON.stringify(look)) this.field.set(look);
    this.look = JSON.stringify(look);
    const now = this.text;
    const found = { live: shifted(data.live, data.text, now), keys: data.ignored, shown: this.shown() };
    if (isNew || this.findings !== data.findings_id) {
      this.findings = data.findings_id;
      Object.assign(found, { judged: shifted(data.judged_marks, data.judged, now), active: null });
    }
    this.view.dispatch({ effects: setMarks.of(found) });
    if (data.kept && data.text === now) sessionStorage.removeItem(this.store);
    this.draw();
  }

  // What was typed and not yet kept survives a refresh in this tab, and a server that starts anew.
  open(look) {
    const { data } = this;
    this.store = `coach:${data.store}`;
    const unsaved = data.readonly ? null : sessionStorage.getItem(this.store);
    const text = unsaved ?? data.text;
    const stays = this.revision !== undefined && !data.readonly && this.text === text && this.look === JSON.stringify(look);
    this.revision = data.revision;
    this.sent = data.text;
    if (!stays) this.field.open(text, look);
    if (text !== data.text) this.flush();
  }

  shown() {
    if (this.data.readonly) return "judged";
    return this.data.mode === "polish" ? "live" : "none";
  }

  edited() {
    if (!this.data.readonly) sessionStorage.setItem(this.store, this.text);
    window.dispatchEvent(new CustomEvent("coach:edited", { detail: { changed: this.text !== this.data.judged } }));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), QUIET_MS);
    this.status();
    this.measure();
  }

  flush() {
    clearTimeout(this.timer);
    const text = this.text;
    if (this.data.readonly || text === this.sent) return;
    this.sent = text;
    this.send.setStateValue("draft", { text, revision: this.revision, key: this.data.store });
  }

  handIn() {
    if (this.data.readonly || this.data.waiting || isAway()) return;
    clearTimeout(this.timer);
    this.submit.disabled = true;
    this.saved.classList.remove("problem");
    this.saved.textContent = this.data.texts.judging;
    this.sent = this.text;
    this.send.setTriggerValue("submit", { text: this.text, id: identifier(), key: this.data.store });
  }

  // What the learner chooses beside the text: a mode, or which findings to ignore in this draft.
  choose(choice) {
    this.send.setTriggerValue("choice", { ...choice, key: this.data.store });
  }

  ignore(keys) {
    this.data.ignored = keys;
    this.view.dispatch({ effects: [setMarks.of(keys.length ? { keys } : { keys, once: [] }), openCard.of(null)] });
    this.choose({ ignored: keys });
  }

  setMode(mode) {
    this.data.mode = mode;
    this.view.dispatch({ effects: [setMarks.of({ shown: this.shown() }), openCard.of(null)] });
    this.choose({ mode });
    this.draw();
    this.view.focus();
  }

  pressed(event) {
    const act = (work) => {
      event.preventDefault();
      work();
    };
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") act(() => this.handIn());
    else if (!event.altKey) return;
    else if (event.key === "ArrowDown") act(() => this.step(1));
    else if (event.key === "ArrowUp") act(() => this.step(-1));
    else if (event.key === "Enter") act(() => this.mend());
    else if (event.code === "Period") act(() => this.enter());
  }

  get here() {
    return markAt(this.view.state, this.view.state.selection.main.head);
  }

  // Takes the words that the finding offers; where it offers none, goes into its card.
  mend() {
    const mark = this.here;
    if (mark?.card.replacement && !mark.card.repair && !this.data.readonly) accept(this.view, mark);
    else this.enter();
  }

  enter() {
    const mark = this.here;
    if (!mark) return;
    this.view.dispatch({ effects: openCard.of({ name: mark.name, stays: true }) });
    // The card is drawn with the next measure.
    requestAnimationFrame(() => requestAnimationFrame(() => enterCard(this.view)));
  }

  clicked(position) {
    this.activate(markAt(this.view.state, position));
  }

  activate(mark) {
    this.view.dispatch({ effects: [setMarks.of({ active: mark?.name ?? null }), ...(mark ? [] : [openCard.of(null)])] });
    if (mark?.id !== undefined) window.dispatchEvent(new CustomEvent("coach:active", { detail: { id: mark.id } }));
  }

  // A card of the feedback asks for its place.
  select(id) {
    const mark = judgedMark(this.view.state, id);
    if (mark) this.go(visible(this.view.state).find((m) => m.id === id) ?? mark);
  }

  // A passage by its words, where they still stand.
  find(quote) {
    const start = this.text.indexOf(quote);
    if (start >= 0) this.point(start, start + quote.length);
  }

  point(start, end) {
    // The editor's own way: what is far out of sight isn't drawn, so there is no element to scroll to.
    this.view.dispatch({ selection: { anchor: start, head: end }, effects: EditorView.scrollIntoView(start, { y: "center" }) });
    this.view.focus();
  }

  go(mark) {
    this.point(mark.start, mark.end);
    this.activate(mark);
    this.said.textContent = `${mark.card.label}. ${mark.card.message}`;
  }

  step(by) {
    const found = visible(this.view.state);
    if (!found.length) return;
    const at = found.findIndex((mark) => mark.name === this.here?.name);
    const mark = found[(at + by + found.length + (at < 0 && by < 0 ? 1 : 0)) % found.length];
    this.go(mark);
    this.view.dispatch({ effects: openCard.of({ name: mark.name, stays: true }) });
  }

  draw() {
    const { data } = this;
    const { texts } = data;
    this.label.textContent = texts.label;
    this.submit.hidden = data.readonly;
    this.submit.disabled = Boolean(data.waiting);
    this.submit.replaceChildren(document.createTextNode(texts.submit), make("kbd", "", texts.keys_submit));
    this.restore.textContent = texts.restore;
    this.drawModes();
    this.drawKeys();
    this.status();
    this.measure();
  }

  drawModes() {
    const { readonly, mode, texts } = this.data;
    this.modes.hidden = readonly;
    this.modes.setAttribute("aria-label", texts.modes_label);
    if (!this.modes.children.length) this.modes.append(...["write", "polish"].map((m) => Object.assign(button("", "", () => this.setMode(m)), { mode: m })));
    for (const one of this.modes.children) {
      [one.textContent, one.title] = texts.modes[one.mode];
      one.setAttribute("aria-pressed", String(one.mode === mode));
    }
  }

  drawKeys() {
    const list = make("dl");
    for (const [key, what] of this.data.texts.keys) list.append(make("dt", "", key), make("dd", "", what));
    this.keys.replaceChildren(list);
    this.help.setAttribute("aria-label", this.data.texts.help);
  }

  toggleKeys() {
    this.keys.hidden = !this.keys.hidden;
    this.help.setAttribute("aria-expanded", String(!this.keys.hidden));
  }

  // The count of words, and which line means which criterion.
  measure() {
    const { length, texts, legend } = this.data;
    const words = (this.text.match(/\S+/g) || []).length;
    const fit = words < length[0] ? texts.short : words > length[1] ? texts.long : texts.fits;
    this.count.textContent = texts.count.replace("{n}", words) + (words ? `  ${fit}` : "");
    this.restore.hidden = this.data.readonly || !ignoresSome(this.view.state);
    const present = new Set(visible(this.view.state).map((mark) => mark.criterion));
    this.legend.replaceChildren(
      ...legend
        .filter(([criterion]) => present.has(criterion))
        .map(([criterion, title]) => {
          const item = make("span", criterion);
          item.append(make("span", "sample", title));
          return item;
        }),
    );
  }

  status() {
    const { texts, problem, kept, waiting, readonly, text } = this.data;
    this.saved.classList.toggle("problem", Boolean(problem));
    if (readonly) this.saved.textContent = "";
    else if (problem) this.saved.textContent = problem;
    else if (waiting) this.saved.textContent = texts.judging;
    else if (!this.view.state.doc.length) this.saved.textContent = "";
    else this.saved.textContent = kept && text === this.text ? texts.saved : texts.saving;
  }

  listen() {
    this.rest();
    for (const [name, heard] of Object.entries(this.listeners)) window.addEventListener(name, heard);
    // A run that was under way when somebody typed must not keep the rest from being sent.
    if (this.revision !== undefined && this.text !== this.sent) this.timer = setTimeout(() => this.flush(), QUIET_MS);
  }

  rest() {
    clearTimeout(this.timer);
    for (const [name, heard] of Object.entries(this.listeners)) window.removeEventListener(name, heard);
  }
}

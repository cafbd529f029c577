// The draft's editor. The text lives here; Python is told of it while typing, keeps it, and sends back what it found in it.
import { identifier, isAway, isDark } from "./dom.js";
import { cards, openCard } from "./card.js";
import { Frame } from "./frame.js";
import { ignoresSome, setMarks, shifted, visible } from "./marks.js";
import { Places } from "./places.js";
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
    this.frame = new Frame({ setMode: (mode) => this.setMode(mode), restore: () => this.ignore([]), submit: () => this.handIn() });
    const { desk, paper, said } = this.frame;
    desk.coach = this;
    desk.addEventListener("keydown", (event) => this.pressed(event));
    desk.addEventListener("focusout", () => this.flush());
    parent.append(desk);
    const told = {
      texts: () => this.data.texts,
      readonly: () => this.data.readonly,
      ignoreForGood: (mark) => this.ignore([...this.data.ignored, mark.key]),
    };
    this.field = writing(paper, () => this.edited(), (at) => this.places.clicked(at), cards(told));
    this.view = this.field.view;
    this.places = new Places(this.view, (text) => (said.textContent = text));
    this.listeners = {
      "coach:select": (event) => this.places.select(event.detail.id),
      "coach:quote": (event) => this.places.find(event.detail.quote),
      "coach:back": () => this.frame.draw(this.data),
    };
  }

  get text() {
    return this.view.state.doc.toString();
  }

  update(data) {
    this.data = data;
    this.frame.desk.classList.toggle("dark", isDark(this.frame.desk));
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
    this.frame.draw(data);
    this.tell();
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
    this.tell();
  }

  // Of the text as it stands now: whether it is kept, how long it is.
  tell() {
    const { text, view } = this;
    this.frame.status(this.data, text);
    this.frame.measure(this.data, text, visible(view.state), ignoresSome(view.state));
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
    this.frame.judging(this.data.texts);
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
    this.frame.draw(this.data);
    this.tell();
    this.view.focus();
  }

  pressed(event) {
    const act = (work) => {
      event.preventDefault();
      work();
    };
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") act(() => this.handIn());
    else if (!event.altKey) return;
    else if (event.key === "ArrowDown") act(() => this.places.step(1));
    else if (event.key === "ArrowUp") act(() => this.places.step(-1));
    else if (event.key === "Enter") act(() => this.places.mend(this.data.readonly));
    else if (event.code === "Period") act(() => this.places.enter());
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

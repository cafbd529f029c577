// The way from place to place in the text: by keys, by a click, from a card of the feedback.
import { EditorView } from "@codemirror/view";
import { accept, enterCard, openCard } from "./card.js";
import { judgedMark, markAt, setMarks, visible } from "./marks.js";

export class Places {
  // `say(text)` tells a screen reader.
  constructor(view, say) {
    this.view = view;
    this.say = say;
  }

  get here() {
    return markAt(this.view.state, this.view.state.selection.main.head);
  }

  // Takes the words that the finding offers; where it offers none, goes into its card.
  mend(readonly) {
    const mark = this.here;
    if (mark?.card.replacement && !mark.card.repair && !readonly) accept(this.view, mark);
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
    const start = this.view.state.doc.toString().indexOf(quote);
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
    this.say(`${mark.card.label}. ${mark.card.message}`);
  }

  step(by) {
    const found = visible(this.view.state);
    if (!found.length) return;
    const at = found.findIndex((mark) => mark.name === this.here?.name);
    const mark = found[(at + by + found.length + (at < 0 && by < 0 ? 1 : 0)) % found.length];
    this.go(mark);
    this.view.dispatch({ effects: openCard.of({ name: mark.name, stays: true }) });
  }
}

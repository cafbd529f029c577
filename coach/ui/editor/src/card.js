// The card of one finding, at its place in the text. It tells what is wrong and why; a question or the rule, and then
// a phrase to try, come on request. Where a statement is wrong, the learner's own repair comes first.
import { StateEffect, StateField } from "@codemirror/state";
import { EditorView, showTooltip } from "@codemirror/view";
import { button, make } from "./dom.js";
import { ignoreOnce, markNamed } from "./marks.js";

const REST_MS = 300;
const LEAVE_MS = 350;

// Its value: null, or the mark's name and whether the card stays when the pointer leaves.
export const openCard = StateEffect.define();

// `told` gives the interface's texts, whether the text is only shown, and `ignoreForGood(mark)`.
export function cards(told) {
  const opened = StateField.define({
    create: () => null,
    update(value, transaction) {
      for (const effect of transaction.effects) {
        if (!effect.is(openCard)) continue;
        const wanted = effect.value;
        if (wanted && wanted.name === value?.name) value = { ...value, stays: value.stays || wanted.stays };
        else value = wanted && { ...wanted, create: (view) => draw(view, wanted.name, told, pointer) };
      }
      if (!value) return null;
      const mark = markNamed(transaction.state, value.name);
      return mark ? { ...value, mark } : null;
    },
    provide: (field) =>
      showTooltip.compute([field], (state) => {
        const card = state.field(field);
        return card && { pos: card.mark.start, end: card.mark.end, create: card.create, above: false };
      }),
  });
  const pointer = pointerOver(opened);
  return [opened, pointer.extension];
}

// Moves the keys into the card; gives whether there is one.
export function enterCard(view) {
  const card = cardOf(view);
  card?.querySelector("button, input")?.focus();
  return Boolean(card);
}

export function accept(view, mark) {
  view.dispatch({
    changes: { from: mark.start, to: mark.end, insert: mark.card.replacement },
    selection: { anchor: mark.start + mark.card.replacement.length },
    userEvent: "input.accept",
    effects: openCard.of(null),
  });
  view.focus();
}

function cardOf(view) {
  return view.dom.querySelector(".finding");
}

// A mark under a resting pointer opens its card; leaving both closes it, unless somebody works in it.
function pointerOver(opened) {
  let timer = 0;
  const later = (ms, work) => {
    clearTimeout(timer);
    timer = setTimeout(work, ms);
  };
  const stay = () => clearTimeout(timer);
  const leave = (view) => later(LEAVE_MS, () => closeIfIdle(view));
  const closeIfIdle = (view) => {
    const card = view.state.field(opened, false);
    const dom = cardOf(view);
    if (card && !card.stays && !dom?.matches(":hover, :focus-within")) view.dispatch({ effects: openCard.of(null) });
  };
  const extension = EditorView.domEventHandlers({
    mousemove(event, view) {
      const name = event.buttons ? null : event.target.closest?.("[data-name]")?.dataset.name;
      if (!name) leave(view);
      else if (name === view.state.field(opened)?.name) stay();
      else later(REST_MS, () => view.dispatch({ effects: openCard.of({ name, stays: false }) }));
    },
    mouseleave: (event, view) => leave(view),
  });
  return { extension, stay, leave };
}

function draw(view, name, told, pointer) {
  const mark = markNamed(view.state, name);
  const { card } = mark;
  const texts = told.texts();
  const dom = make("div", `finding ${mark.criterion}`);
  dom.setAttribute("role", "dialog");
  dom.setAttribute("aria-label", card.label);
  dom.append(make("p", "kind", card.label), make("p", "message", card.message));
  if (card.why) dom.append(make("p", "", card.why));
  if (card.term) dom.append(make("p", "quiet", `${card.term.title}: ${card.term.definition}`));
  const help = make("div", "help-steps");
  help.setAttribute("aria-live", "polite");
  const actions = make("div", "actions");
  const again = () => {
    const now = markNamed(view.state, name);
    if (now) return now;
    view.dispatch({ effects: openCard.of(null) });
    return null;
  };
  if (!told.readonly()) {
    const offer = () => acceptButton(view, again, texts, card);
    dom.append(help, actions);
    steps(help, card, texts, () => card.replacement && actions.prepend(offer()));
    if (card.replacement && !card.repair) actions.append(offer());
    actions.append(
      button("link", texts.ignore_once, () => {
        const now = again();
        if (now) view.dispatch({ effects: [ignoreOnce(view.state, now), openCard.of(null)] });
        view.focus();
      }),
      button("link", texts.ignore_draft, () => {
        const now = again();
        if (now) told.ignoreForGood(now);
        view.focus();
      }),
    );
  }
  dom.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    view.dispatch({ effects: openCard.of(null) });
    view.focus();
  });
  dom.addEventListener("mouseenter", pointer.stay);
  dom.addEventListener("mouseleave", () => pointer.leave(view));
  return { dom, offset: { x: 0, y: 6 }, getCoords: () => around(view, name, mark) };
}

// Below the last line of the words, so that the card hides none of them.
function around(view, name, drawn) {
  const { start, end } = markNamed(view.state, name) ?? drawn;
  const from = view.coordsAtPos(start, 1);
  const to = view.coordsAtPos(end, -1);
  return from && { left: from.left, right: from.right, top: from.top, bottom: (to ?? from).bottom };
}

function acceptButton(view, again, texts, card) {
  return button("accept", texts.accept.replace("{words}", card.replacement), () => {
    const now = again();
    if (now) accept(view, now);
  });
}

// A question or the rule first, then a phrase; `shown` is called once the phrase stands there.
function steps(box, card, texts, shown) {
  const row = make("div", "requests");
  const said = make("div", "said-here");
  const last = make("div", "last");
  box.append(row, said, last);
  const ask = (text, show) => {
    const asked = button("link", text, () => {
      asked.disabled = true;
      show();
    });
    row.append(asked);
  };
  let isOffered = !card.suggestion;
  const offer = () => {
    if (isOffered) return;
    isOffered = true;
    if (card.repair) repair(last, card, texts, shown);
    else ask(texts.phrase, () => last.append(make("p", "phrase", card.suggestion)));
  };
  ask(texts.question, () => {
    said.append(make("p", "question", card.question));
    offer();
  });
  if (!card.rule) return;
  ask(texts.rule, () => {
    const { note, wrong, right } = card.rule;
    said.append(...(note ? [make("p", "", note)] : [make("p", "", `✗ ${wrong}`), make("p", "", `✓ ${right}`)]));
    offer();
  });
}

// The learner's own words come before ours.
function repair(box, card, texts, shown) {
  const form = make("form", "repair");
  const label = make("label", "", texts.repair);
  const field = make("input");
  field.type = "text";
  label.append(field);
  const compare = make("button", "", texts.compare);
  compare.disabled = true;
  field.addEventListener("input", () => (compare.disabled = !field.value.trim()));
  form.append(label, compare);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value.trim() || box.querySelector(".phrase")) return;
    box.append(make("p", "phrase", card.suggestion));
    compare.disabled = true;
    shown();
  });
  box.append(form);
}

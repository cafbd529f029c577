// The findings in the text: those of the judged draft, and those of the text as it stands.
// Both move with what is typed; what an edit touches loses its mark.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

// Sets any of: judged, live (lists of marks), shown ("live" | "judged" | "none"), active (a mark's name), keys (of findings
// that are ignored in this draft), once (marks that are ignored until their words change).
export const setMarks = StateEffect.define();

const NONE = { judged: [], live: [], once: [], keys: [], shown: "none", active: null };

export const marks = StateField.define({
  create: () => NONE,
  update(value, transaction) {
    if (transaction.docChanged) {
      const moved = (list) => (replacesAll(transaction) ? shifted(list, transaction.startState.doc.toString(), transaction.newDoc.toString()) : moveThrough(list, transaction.changes));
      value = { ...value, judged: moved(value.judged), live: moved(value.live), once: moved(value.once) };
    }
    for (const effect of transaction.effects) if (effect.is(setMarks)) value = { ...value, ...effect.value };
    return value;
  },
  provide: (field) =>
    EditorView.decorations.compute([field], (state) =>
      Decoration.set(
        visible(state).map((mark) => decoration(mark, mark.name === state.field(field).active).range(mark.start, mark.end)),
        true,
      ),
    ),
});

function decoration(mark, isActive) {
  return Decoration.mark({ class: `mark ${mark.criterion}${isActive ? " active" : ""}`, attributes: { "data-name": mark.name } });
}

// The marks that are underlined, in reading order, one for each finding.
export function visible(state) {
  const { judged, live, once, keys, shown } = state.field(marks);
  if (shown === "none") return [];
  const out = new Set(once.map(place));
  return (shown === "judged" ? judged : merged(judged, live))
    .filter((mark) => !out.has(place(mark)) && !keys.includes(mark.key))
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

// The rules look anew at what is typed; what a model said of the judged draft stays where its words stay.
function merged(judged, live) {
  const numbers = new Map(judged.map((mark) => [place(mark), mark.id]));
  const staying = judged.filter((mark) => mark.stays);
  const isSaid = (mark) => staying.some((m) => m.criterion === mark.criterion && m.start < mark.end && mark.start < m.end);
  return [...live.filter((mark) => !isSaid(mark)).map((mark) => ({ ...mark, id: numbers.get(place(mark)) })), ...staying];
}

// Leaves a finding out until its words change.
export function ignoreOnce(state, mark) {
  return setMarks.of({ once: [...state.field(marks).once, mark] });
}

export function ignoresSome(state) {
  const { once, keys } = state.field(marks);
  return Boolean(once.length || keys.length);
}

// A judged finding by its number, whether it is underlined or not.
export function judgedMark(state, id) {
  return state.field(marks).judged.find((mark) => mark.id === id);
}

export function markNamed(state, name) {
  return visible(state).find((mark) => mark.name === name);
}

export function markAt(state, position) {
  return visible(state)
    .filter((mark) => mark.start <= position && position <= mark.end)
    .sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}

// Marks of one text, moved to another text that differs from it in one stretch.
export function shifted(list, before, after) {
  if (before === after) return list;
  let head = 0;
  const least = Math.min(before.length, after.length);
  while (head < least && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < least - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const by = after.length - before.length;
  return list.flatMap((mark) => {
    if (mark.end <= head) return [mark];
    if (mark.start >= before.length - tail) return [{ ...mark, start: mark.start + by, end: mark.end + by }];
    return [];
  });
}

// A whole text that is pasted over another mostly has its words again.
function replacesAll({ changes, startState }) {
  let found = false;
  changes.iterChangedRanges((from, to) => (found ||= from === 0 && to > 0 && to === startState.doc.length));
  return found;
}

function moveThrough(list, changes) {
  return list.flatMap((mark) => {
    let touched = false;
    changes.iterChangedRanges((from, to) => (touched ||= from < mark.end && to > mark.start));
    return touched ? [] : [{ ...mark, start: changes.mapPos(mark.start, 1), end: changes.mapPos(mark.end, -1) }];
  });
}

function place(mark) {
  return `${mark.start} ${mark.end} ${mark.key}`;
}

// The text field itself: CodeMirror with what a writer of prose needs, and no more.
import { history, historyKeymap, standardKeymap } from "@codemirror/commands";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap, placeholder } from "@codemirror/view";
import { marks } from "./marks.js";
import { markdownOf } from "./paste.js";

const told = new Compartment();

// `changed(update)` is called after every change of the text, `extensions` are those of the cards.
export function writing(parent, changed, clicked, extensions) {
  const always = [
    history(),
    keymap.of([...standardKeymap, ...historyKeymap]),
    EditorView.lineWrapping,
    highlightSpecialChars(),
    marks,
    extensions,
    EditorView.updateListener.of((update) => update.docChanged && changed(update)),
    EditorView.domEventHandlers({
      click: (event, view) => clicked(view.state.selection.main.head),
      paste: pasteStructure,
    }),
  ];
  const view = new EditorView({ parent, root: parent.getRootNode() });
  // As a text field has it: only what stands in view is in the document.
  Object.defineProperty(view.contentDOM, "value", { get: () => view.state.doc.toString() });
  const settings = ({ label, hint, readonly }) => [
    placeholder(hint),
    EditorState.readOnly.of(readonly),
    EditorView.editable.of(!readonly),
    EditorView.contentAttributes.of({
      id: "coach-draft", "aria-label": label, spellcheck: "true", autocorrect: "on", autocapitalize: "sentences",
      ...(readonly ? { "aria-readonly": "true", tabindex: "0" } : {}),
    }),
  ];
  return {
    view,
    // A new text, with a history of its own.
    open: (text, look) => view.setState(EditorState.create({ doc: text, extensions: [told.of(settings(look)), ...always] })),
    set: (look) => view.dispatch({ effects: told.reconfigure(settings(look)) }),
  };
}

function pasteStructure(event, view) {
  const html = event.clipboardData?.getData("text/html");
  const text = html && !view.state.readOnly ? markdownOf(html) : null;
  if (!text) return false;
  event.preventDefault();
  view.dispatch({ ...view.state.replaceSelection(text), userEvent: "input.paste", scrollIntoView: true });
  return true;
}

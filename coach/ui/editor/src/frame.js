// What stands round the text: how one works on it, the count of words, which line means which criterion, the state, the keys.
import { button, make } from "./dom.js";
import { countWords } from "./words.js";

export class Frame {
  // `acts`: setMode(mode), restore(), submit().
  constructor(acts) {
    this.acts = acts;
    this.desk = make("section", "desk");
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
    this.restore = button("link restore", "", acts.restore);
    this.help = button("help", "?", () => this.toggleKeys());
    this.help.setAttribute("aria-expanded", "false");
    this.submit = button("submit", "", acts.submit);
    foot.append(this.saved, this.restore, this.help, this.submit);
    this.keys = make("div", "keys");
    this.keys.hidden = true;
    this.said = make("div", "said");
    this.said.setAttribute("aria-live", "polite");
    this.desk.append(bar, this.paper, this.legend, foot, this.keys, this.said);
  }

  draw({ texts, readonly, waiting, mode }) {
    this.label.textContent = texts.label;
    this.submit.hidden = readonly;
    this.submit.disabled = Boolean(waiting);
    this.submit.replaceChildren(document.createTextNode(texts.submit), make("kbd", "", texts.keys_submit));
    this.restore.textContent = texts.restore;
    this.drawModes(texts, readonly, mode);
    const list = make("dl");
    for (const [key, what] of texts.keys) list.append(make("dt", "", key), make("dd", "", what));
    this.keys.replaceChildren(list);
    this.help.setAttribute("aria-label", texts.help);
  }

  drawModes(texts, readonly, mode) {
    this.modes.hidden = readonly;
    this.modes.setAttribute("aria-label", texts.modes_label);
    if (!this.modes.children.length) this.modes.append(...["write", "polish"].map((m) => Object.assign(button("", "", () => this.acts.setMode(m)), { mode: m })));
    for (const one of this.modes.children) {
      [one.textContent, one.title] = texts.modes[one.mode];
      one.setAttribute("aria-pressed", String(one.mode === mode));
    }
  }

  toggleKeys() {
    this.keys.hidden = !this.keys.hidden;
    this.help.setAttribute("aria-expanded", String(!this.keys.hidden));
  }

  // The count of words, and the criteria of the marks that are underlined.
  measure({ length, outline, texts, legend, readonly }, text, marked, ignoresSome) {
    const words = countWords(text, outline);
    const fit = words < length[0] ? texts.short : words > length[1] ? texts.long : texts.fits;
    this.count.textContent = texts.count.replace("{n}", words) + (words ? `  ${fit}` : "");
    this.restore.hidden = readonly || !ignoresSome;
    const present = new Set(marked.map((mark) => mark.criterion));
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

  // Whether the text on the page, `now`, is kept, and what stands against it.
  status({ texts, problem, kept, waiting, readonly, text }, now) {
    this.saved.classList.toggle("problem", Boolean(problem));
    if (readonly) this.saved.textContent = "";
    else if (problem) this.saved.textContent = problem;
    else if (waiting) this.saved.textContent = texts.judging;
    else if (!now) this.saved.textContent = "";
    else this.saved.textContent = kept && text === now ? texts.saved : texts.saving;
  }

  judging(texts) {
    this.submit.disabled = true;
    this.saved.classList.remove("problem");
    this.saved.textContent = texts.judging;
  }
}

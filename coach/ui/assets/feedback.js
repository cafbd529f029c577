// The feedback beside the draft: what was found first, then what stands well, what the reader would do, and the levels. Texts only, never markup.
export default function (component) {
  const { parentElement, setTriggerValue } = component;
  const data = JSON.parse(component.data.json);
  let desk = parentElement.querySelector(".desk");
  if (!desk) {
    desk = make("section", "desk feedback");
    parentElement.append(desk);
    desk.opened = new Set();
    desk.passed = new Set();
    desk.onActive = (event) => show(desk, event.detail.id);
    desk.onEdited = (event) => {
      desk.old = event.detail.changed;
      const note = desk.querySelector(".old");
      if (note) note.hidden = !desk.old;
    };
  }
  if (desk.shown !== data.id) {
    desk.shown = data.id;
    desk.opened = new Set(["reader", "strengths"]);
    desk.all = false;
    desk.typed = {};
    desk.note = null;
    desk.current = null;
    desk.only = { criterion: "", severity: "" };
    desk.fresh = Boolean(desk.data);
    desk.old = false;
  }
  desk.data = data;
  desk.send = setTriggerValue;
  desk.ignored = new Set(data.ignored);
  if (data.before && !desk.passed.has(data.id) && skippedSoFar() >= MOST_SKIPPED) {
    desk.passed.add(data.id);
    reply(desk, { kind: "skipped", times: skippedSoFar() });
  }
  window.removeEventListener("coach:active", desk.onActive);
  window.addEventListener("coach:active", desk.onActive);
  window.removeEventListener("coach:edited", desk.onEdited);
  window.addEventListener("coach:edited", desk.onEdited);
  const [r, g, b] = (getComputedStyle(desk).color.match(/\d+/g) || [0, 0, 0]).map(Number);
  desk.classList.toggle("dark", r + g + b > 384);
  if (desk.passed.has(data.id)) data.before = null;
  // A rerun that changes nothing here must not take away what is being typed or read.
  const drawn = JSON.stringify(data);
  if (desk.drawn !== drawn) render(desk);
  desk.drawn = drawn;
  // On a phone the feedback stands below the fold: go there once when it is new.
  if (desk.fresh && window.innerWidth <= 640) desk.scrollIntoView({ block: "start", behavior: motion() });
  desk.fresh = false;
  return () => {
    window.removeEventListener("coach:active", desk.onActive);
    window.removeEventListener("coach:edited", desk.onEdited);
  };
}

function render(desk) {
  const { data } = desk;
  const { texts } = data;
  if (data.before) {
    desk.replaceChildren(...beforePart(desk));
    return;
  }
  if (!data.cards) {
    desk.replaceChildren();
    return;
  }
  const parts = [];
  for (const problem of [data.unscored, data.not_kept, data.short, data.dropped]) {
    if (problem) parts.push(make("p", "problem", problem));
  }
  const old = make("p", "old quiet", texts.old);
  old.hidden = !desk.old;
  parts.push(old);
  if (data.since) parts.push(sincePart(desk));
  const summary = make("h3", "summary", data.summary);
  summary.setAttribute("role", "status");
  parts.push(summary);
  if (data.steps.length) {
    const list = make("ol", "");
    list.append(...data.steps.map((step) => make("li", "", step)));
    parts.push(make("h3", "", texts.next), list);
  }
  parts.push(...cardsPart(desk));
  if (data.reader) parts.push(readerPart(desk));
  if (data.strengths) parts.push(strengthsPart(desk));
  if (data.levels.length) parts.push(levelsPart(desk));
  if (data.claims) parts.push(claimsPart(desk));
  const end = make("footer", "quiet");
  end.append(make("p", "", data.judge), make("p", "", data.unjudged));
  parts.push(end);
  const focused = desk.getRootNode().activeElement;
  const held = desk.contains(focused) && (focused.closest(".dispute") ? ".dispute:not([hidden]) input" : focused.closest(".reading") ? ".reading" : '.card[tabindex="0"]');
  desk.replaceChildren(...parts);
  if (held) desk.querySelector(held)?.focus({ preventScroll: true });
}

// What a learner opened stays open while the panel is drawn again.
function expander(desk, name, label, ...content) {
  const details = make("details", name);
  details.open = desk.opened.has(name);
  details.addEventListener("toggle", () => (details.open ? desk.opened.add(name) : desk.opened.delete(name)));
  details.append(make("summary", "", label), ...content);
  return details;
}

function inDraft(detail) {
  window.dispatchEvent(new CustomEvent("coach:select", { detail }));
}

function button(className, label, act) {
  const made = make("button", className, label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function motion() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}

function make(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

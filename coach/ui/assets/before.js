// What the learner expects, asked before the feedback opens; skipped with one key, and after two skips never asked. Texts only, never markup.
const MOST_SKIPPED = 2;

function beforePart(desk) {
  const { before } = desk.data;
  const form = make("form", "before");
  const reader = make("input", "");
  reader.type = "text";
  reader.maxLength = 500;
  const weakest = chooser(before.none, before.sentences.map(([place, text]) => [JSON.stringify(place), text]));
  const level = chooser(before.none, before.levels);
  for (const [name, field] of [["reader", reader], ["weakest", weakest], ["level", level]]) {
    const label = make("label", "", before[name]);
    // A rerun may draw the form anew: what was put in is put in again.
    field.value = desk.typed[name] || "";
    field.addEventListener("input", () => (desk.typed[name] = field.value));
    label.append(field);
    form.append(label);
  }
  const open = make("button", "primary", before.open);
  const skipped = () => pass(desk, { kind: "skipped", times: countSkipped() });
  form.append(open, button("link", before.skip, skipped));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = { reader: reader.value, weakest: weakest.value ? JSON.parse(weakest.value) : null, level: Number(level.value) || null };
    pass(desk, { kind: "expected", ...answer });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") skipped();
  });
  return [make("h3", "", before.title), form, make("p", "quiet", before.why)];
}

function chooser(none, choices) {
  const made = make("select", "");
  for (const [value, text] of [["", none], ...choices]) {
    const option = make("option", "", text);
    option.value = value;
    made.append(option);
  }
  return made;
}

function pass(desk, answer) {
  desk.passed.add(desk.data.id);
  desk.data.before = null;
  reply(desk, answer);
  render(desk);
  focusCard(desk, desk.current);
}

function reply(desk, answer) {
  desk.replies = (desk.replies || 0) + 1;
  desk.send("reply", { ...answer, attempt: desk.data.attempt, id: `${Date.now()}-${desk.replies}` });
}

// How often the questions were skipped in this browser, this time counted.
function countSkipped() {
  const times = skippedSoFar() + 1;
  try {
    localStorage.setItem("coach:skipped", times);
  } catch {
    // A browser that keeps nothing asks again.
  }
  return times;
}

function skippedSoFar() {
  try {
    return Number(localStorage.getItem("coach:skipped") || 0);
  } catch {
    return 0;
  }
}

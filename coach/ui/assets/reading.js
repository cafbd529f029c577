// What a model says that the reader would do, asked for with a button. Texts only, never markup.
function readingPart(desk) {
  const { reading } = desk.data;
  const part = make("div", "reading");
  part.setAttribute("role", "group");
  part.setAttribute("aria-label", reading.title);
  part.tabIndex = -1;
  if (reading.said) part.append(...readingSaid(desk, reading));
  if (reading.problem) part.append(make("p", "problem", reading.problem));
  if (reading.ask) {
    const ask = button("ask", reading.ask, () => reply(desk, { kind: "read" }));
    ask.disabled = Boolean(reading.waiting);
    const note = make("p", "quiet", reading.waiting || reading.note);
    note.setAttribute("role", "status");
    part.append(ask, note);
  }
  return part;
}

function readingSaid(desk, { title, said }) {
  const open = make("ul", "plain");
  open.append(...said.open.map((item) => quoted(desk, item, make("span", "", item.question))));
  const decision = make("p", "decision", said.decision);
  decision.setAttribute("role", "status");
  return [make("h4", "", title), decision, make("p", "", said.because), make("h4", "", said.open_title), open, make("p", "quiet", said.label)];
}

// The levels, after the findings, opened by the learner: nothing on the page moves by itself. Texts only, never markup.
function levelsPart(desk) {
  const { data } = desk;
  const { texts } = data;
  const part = expander(desk, "levels", texts.levels, ...data.compared.map((line) => make("p", "compared", line)), ...data.levels.map((level) => levelRow(level, texts)));
  part.append(make("p", "quiet certainty", data.certainty));
  return part;
}

function levelRow(level, texts) {
  const row = make("div", `level ${level.criterion}`);
  const dots = make("span", "dots", "●".repeat(level.level) + "○".repeat(5 - level.level));
  dots.setAttribute("aria-hidden", "true");
  row.append(make("span", "title", level.title), dots, make("span", "name", `${level.name}  (${texts.level.replace("{n}", level.level)})`));
  if (level.steps.length) {
    const steps = make("ul", "raise");
    steps.append(...level.steps.map((step) => make("li", "", step)));
    row.append(steps);
  }
  const details = document.createElement("details");
  details.append(make("summary", "", texts.why), make("p", "", level.descriptor), make("p", "quiet", level.reason));
  if (level.next) details.append(make("p", "", `${level.next_label}: ${level.next}`));
  row.append(details);
  return row;
}

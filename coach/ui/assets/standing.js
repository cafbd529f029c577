// What stands in the draft: strengths, what the reader would do, claims with what carries them. Texts only, never markup.
function strengthsPart(desk) {
  const { strengths } = desk.data;
  const list = make("ul", "plain");
  list.append(...strengths.items.map((item) => quoted(desk, item, make("span", "", item.says))));
  return expander(desk, "strengths", strengths.title, list);
}

function readerPart(desk) {
  const { reader } = desk.data;
  const part = expander(desk, "reader", reader.title, make("p", "decision", reader.decision), make("p", "", reader.because));
  if (reader.open.length) {
    const open = make("ul", "questions");
    open.append(...reader.open.map((question) => make("li", "", question)));
    part.append(make("h4", "", reader.open_title), open);
  }
  const questions = (items) => {
    const list = make("ul", "plain");
    list.append(...items.map((item) => quoted(desk, item, make("span", "", item.question))));
    return list;
  };
  if (reader.mistaken.length) part.append(make("h4", "", reader.mistaken_title), questions(reader.mistaken));
  if (reader.answered.length) part.append(expander(desk, "answered", reader.answered_title, questions(reader.answered)));
  if (desk.data.reading) part.append(readingPart(desk));
  return part;
}

function claimsPart(desk) {
  const { claims } = desk.data;
  const list = make("ul", "plain");
  list.append(
    ...claims.items.map((item) => {
      const about = make("div", "about");
      about.append(make("p", `weight ${item.weight}`, item.says));
      about.append(...item.carries.map((fact) => make("p", "quiet", fact)));
      return quoted(desk, item, about);
    }),
  );
  return expander(desk, "claims", claims.title, make("p", "quiet", claims.summary), list);
}

function quoted(desk, item, about) {
  const row = make("li", "");
  if (item.quote) {
    const quote = button("quote", `“${item.shown}”`, () => window.dispatchEvent(new CustomEvent("coach:quote", { detail: { quote: item.quote } })));
    quote.title = desk.data.texts.show;
    row.append(quote);
  }
  row.append(about);
  return row;
}

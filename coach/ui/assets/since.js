// What became of the findings of the attempt before, and the words that changed. Texts only, never markup.
const SHOWN_AT_FIRST = 5;

function sincePart(desk) {
  const { since } = desk.data;
  const box = make("section", "since");
  const title = make("h3", "", since.title);
  title.id = "since-title";
  box.setAttribute("aria-labelledby", title.id);
  box.append(title, make("p", "counts", since.counts), make("p", "moved-levels quiet", since.levels.join(" · ")));
  if (since.items.length) box.append(outcomes(since.items.slice(0, SHOWN_AT_FIRST), since));
  const rest = since.items.slice(SHOWN_AT_FIRST);
  if (rest.length) box.append(expander(desk, "rest", since.more.replace("{n}", rest.length), outcomes(rest, since)));
  box.append(...since.notes.map((note) => make("p", "quiet", note)));
  if (!since.changes.length) box.append(make("p", "quiet", since.same));
  else box.append(expander(desk, "changes", since.changed, make("p", "quiet", since.key), changedWords(since)));
  return box;
}

function outcomes(items, since) {
  const list = make("ul", "outcomes");
  list.append(
    ...items.map((item) => {
      const row = make("li", item.outcome);
      const sign = make("span", "sign", item.sign);
      sign.setAttribute("aria-hidden", "true");
      row.append(sign, make("strong", "", item.label), " ");
      if (item.quote && item.id !== null) {
        const quote = button("quote", `“${item.quote}”`, () => inDraft({ id: item.id }));
        quote.title = since.show;
        row.append(quote, " ");
      } else if (item.quote) row.append(make("q", "quote", item.quote), " ");
      row.append(make("span", "quiet", item.about));
      return row;
    }),
  );
  return list;
}

function changedWords(since) {
  const text = make("div", "diff");
  const elements = { same: "span", removed: "del", added: "ins", moved: "span" };
  for (const piece of since.changes) {
    const words = piece.text.trimEnd();
    const element = make(elements[piece.kind], piece.kind);
    if (since.kinds[piece.kind]) element.append(make("span", "spoken", `${since.kinds[piece.kind]} `));
    element.append(words);
    text.append(element, piece.text.slice(words.length) || " ");
  }
  return text;
}

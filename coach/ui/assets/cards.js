// A card a finding, in reading order: filters, keys from card to card, what was set aside. Texts only, never markup.
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function cardsPart(desk) {
  const { data } = desk;
  const { texts } = data;
  if (!data.cards.length) return [];
  const wanted = data.cards.filter((c) => !desk.ignored.has(c.key) && fits(desk, c));
  const filtered = desk.only.criterion || desk.only.severity;
  const cards = wanted.filter((c) => c.first || desk.all || filtered);
  const hidden = wanted.length - cards.length;
  const parts = [make("h3", "", hidden ? texts.first : texts.all)];
  if (data.filters) parts.push(filters(desk, wanted.length));
  const list = make("div", "cards");
  if (!cards.some((c) => c.id === desk.current)) desk.current = cards[0]?.id ?? null;
  list.append(...cards.map((c) => card(desk, c)));
  list.addEventListener("keydown", (event) => walk(desk, list, event));
  parts.push(list);
  if (hidden) {
    parts.push(
      button("more", texts.more.replace("{n}", hidden), () => {
        desk.all = true;
        desk.current = wanted.find((c) => !c.first).id;
        render(desk);
        focusCard(desk, desk.current);
      }),
    );
  }
  const aside = data.cards.filter((c) => desk.ignored.has(c.key)).length;
  if (aside) parts.push(button("link restore", texts.restore.replace("{n}", aside), () => putAside(desk, [])));
  return parts;
}

function fits(desk, c) {
  const { criterion, severity } = desk.only;
  return (!criterion || c.criterion === criterion) && (!severity || c.severity === severity);
}

function filters(desk, count) {
  const { data } = desk;
  const bar = make("div", "filters");
  for (const [name, filter] of Object.entries(data.filters)) {
    const label = make("label", "", filter.label);
    const choice = make("select", name);
    for (const [value, text] of [["", filter.all], ...filter.choices]) {
      const option = make("option", "", text);
      option.value = value;
      choice.append(option);
    }
    choice.value = desk.only[name];
    choice.addEventListener("change", () => {
      desk.only[name] = choice.value;
      render(desk);
      desk.querySelector(`select.${name}`).focus();
    });
    label.append(choice);
    bar.append(label);
  }
  const shown = make("span", "quiet", data.texts.matching.replace("{n}", count));
  shown.setAttribute("role", "status");
  bar.append(shown);
  return bar;
}

function walk(desk, list, event) {
  const box = event.target.closest(".card");
  if (!box || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  const boxes = [...list.children];
  const at = boxes.indexOf(box);
  let to = at + (STEPS[event.key] || 0);
  if (event.key === "Home") to = 0;
  if (event.key === "End") to = boxes.length - 1;
  if (event.key === "Enter" && event.target === box) inDraft({ id: Number(box.dataset.id) });
  else if (to === at) return;
  else if (boxes[to]) focusCard(desk, Number(boxes[to].dataset.id));
  else if (to > at) desk.querySelector(".more, .levels > summary")?.focus();
  event.preventDefault();
}

function focusCard(desk, id) {
  desk.current = id;
  for (const box of desk.querySelectorAll(".card")) {
    const current = Number(box.dataset.id) === id;
    box.tabIndex = current ? 0 : -1;
    if (current) box.focus();
  }
}

// The keys that the editor ignores too; Python keeps them.
function putAside(desk, keys) {
  desk.ignored = new Set(keys);
  desk.send("choice", { ignored: [...keys], key: desk.data.store });
  render(desk);
}

function show(desk, id) {
  const wanted = desk.data.cards.find((c) => c.id === id || c.also.some((place) => place.id === id));
  if (!wanted) return;
  if ((!wanted.first && !desk.all) || !fits(desk, wanted)) {
    desk.all = true;
    desk.only = { criterion: "", severity: "" };
    render(desk);
  }
  desk.current = wanted.id;
  for (const box of desk.querySelectorAll(".card")) {
    const active = Number(box.dataset.id) === wanted.id;
    box.classList.toggle("active", active);
    box.tabIndex = active ? 0 : -1;
    if (active) box.scrollIntoView({ block: "nearest", behavior: motion() });
  }
}

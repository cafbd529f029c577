// What is pasted from Word, Docs or a web page keeps its structure, as Markdown.
// DOMParser makes an inert document: nothing in it runs or loads.
const STRUCTURE = /<(h[1-6]|li|table|p|b|strong)[\s>]/i;
const BLOCKS = new Set("ADDRESS ARTICLE BLOCKQUOTE BODY CENTER DD DIV DL DT FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER LI MAIN OL P PRE SECTION TABLE UL".split(" "));
const LEFT_OUT = new Set("HEAD IMG META NOSCRIPT OBJECT SCRIPT STYLE SVG TEMPLATE TITLE XML".split(" "));

// Markdown, or null where the HTML has nothing to keep.
export function markdownOf(html) {
  if (!STRUCTURE.test(html)) return null;
  const text = blocks(new DOMParser().parseFromString(withoutHandlers(html), "text/html").body).join("\n\n");
  return text.replace(/\u00a0/g, " ").replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

// They would not run, but the page's policy would report each.
function withoutHandlers(html) {
  return html.replace(/<[^>]*>/g, (tag) => tag.replace(/[\s/]on\w+\s*=/gi, " data-off="));
}

function blocks(parent) {
  const found = [];
  let words = "";
  const end = () => {
    if (words.trim()) found.push(words.trim());
    words = "";
  };
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.ELEMENT_NODE && holdsBlocks(node)) {
      end();
      // Word writes its lists as paragraphs: their items stand below each other.
      const last = found.length - 1;
      const item = wordItem(node);
      if (item && last >= 0 && /^\s*(-|\d+\.) /.test(found[last])) found[last] += `\n${item}`;
      else found.push(...(item ? [item] : block(node)));
    } else words += inline(node);
  }
  end();
  return found;
}

function holdsBlocks(element) {
  if (LEFT_OUT.has(element.tagName)) return false;
  return BLOCKS.has(element.tagName) || [...element.querySelectorAll("*")].some((e) => BLOCKS.has(e.tagName));
}

function block(element) {
  const level = headingLevel(element);
  if (level) {
    const text = plain(element);
    return text ? [`${"#".repeat(level)} ${text}`] : [];
  }
  if (element.tagName === "UL" || element.tagName === "OL") return [list(element, 0)];
  if (element.tagName === "TABLE") return table(element);
  if (element.tagName === "BLOCKQUOTE") return blocks(element).map((b) => b.replace(/^/gm, "> "));
  return blocks(element);
}

function headingLevel(element) {
  const named = /^H([1-6])$/.exec(element.tagName) || /MsoTitle/.exec(element.className) || /MsoHeading([1-6])/.exec(element.className);
  return named ? Number(named[1] || 1) : 0;
}

function list(element, depth) {
  let number = Number(element.getAttribute("start")) || 1;
  const lines = [];
  for (const item of element.children) {
    // Docs and Word put an inner list beside the items, others into one.
    if (item.tagName === "UL" || item.tagName === "OL") lines.push(list(item, depth + 1));
    if (item.tagName !== "LI") continue;
    const inner = [...item.children].filter((c) => c.tagName === "UL" || c.tagName === "OL");
    const own = item.cloneNode(true);
    for (const child of [...own.children]) if (child.tagName === "UL" || child.tagName === "OL") child.remove();
    const sign = element.tagName === "OL" ? `${number++}.` : "-";
    lines.push(`${"   ".repeat(depth)}${sign} ${blocks(own).join(" ").replace(/\s*\n\s*/g, " ")}`);
    lines.push(...inner.map((l) => list(l, depth + 1)));
  }
  return lines.join("\n");
}

function wordItem(element) {
  const style = element.getAttribute("style") || "";
  const level = /mso-list:[^;]*level(\d)/.exec(style);
  if (!level || element.tagName !== "P") return null;
  const own = element.cloneNode(true);
  // The sign that Word drew, so that others see it: “·”, “1.”.
  let sign = "";
  for (const drawn of own.querySelectorAll("[style*='mso-list:Ignore'], [style*='mso-list: Ignore']")) {
    sign ||= drawn.textContent.trim();
    drawn.remove();
  }
  const number = /^(\d+)[.)]/.exec(sign);
  return `${"   ".repeat(Number(level[1]) - 1)}${number ? `${number[1]}.` : "-"} ${inline(own).trim().replace(/\s*\n\s*/g, " ")}`;
}

function table(element) {
  const rows = [...element.rows].map((row) => [...row.cells].map((cell) => blocks(cell).join(" ").replace(/\s*\n\s*/g, " ").replace(/\|/g, "\\|")));
  const width = Math.max(0, ...rows.map((r) => r.length));
  if (!width) return [];
  // A table of one cell is how some pages lay out their text.
  if (width === 1 && rows.length === 1) return blocks(element.rows[0].cells[0]);
  const line = (cells) => `| ${Array.from({ length: width }, (_, n) => cells[n] || "").join(" | ")} |`;
  return [[line(rows[0]), `|${" --- |".repeat(width)}`, ...rows.slice(1).map(line)].join("\n")];
}

function plain(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}

function inline(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue.replace(/[\s\u00a0]+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || LEFT_OUT.has(node.tagName)) return "";
  if (node.tagName === "BR") return "\n";
  const text = [...node.childNodes].map(inline).join("");
  return emphasised(text, emphasis(node));
}

function emphasis(element) {
  const weight = element.style.fontWeight;
  // Docs wraps the whole clipboard in a <b> that is not bold.
  if (weight ? weight === "bold" || Number(weight) >= 600 : /^(B|STRONG)$/.test(element.tagName)) return "**";
  const slope = element.style.fontStyle;
  return (slope ? slope === "italic" : /^(I|EM)$/.test(element.tagName)) ? "*" : "";
}

function emphasised(text, sign) {
  if (!sign || !text.trim() || text.includes("\n")) return text;
  const [, before, words, after] = /^(\s*)([^]*?)(\s*)$/.exec(text);
  return words.startsWith(sign) ? text : `${before}${sign}${words}${sign}${after}`;
}

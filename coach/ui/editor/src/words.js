// How many words of prose a text has: coach/language/text.py and outline.py count by the same rule, and a test compares them.
const WORD = "[\\p{L}\\p{N}_]";
const NUMBER =
  "\\p{Nd}{1,3}(?: \\p{Nd}{3})+(?![\\p{Nd}.,])|\\p{Nd}+(?:[,\\u202f\\u00a0]\\p{Nd}{3})+(?:\\.\\p{Nd}+)?(?!\\p{Nd})|\\p{Nd}+(?:\\.\\p{Nd}+)?(?:[eE][-+\\u2212\\u2013]?\\p{Nd}+)?";
const TOKEN = new RegExp(
  [
    `[\\p{L}\\p{Nl}\\p{No}]+?(?=n['’]t(?!${WORD}))`,
    `(?<clitic>n['’]t(?!${WORD})|(?<=${WORD})['’](?:s|re|ve|ll|d|m)(?!${WORD}))`,
    `(?<![\\p{L}\\p{N}_.])(?:${NUMBER})(?:[ \\u00a0]?%)?k?(?![\\p{L}\\p{N}])`,
    "[\\p{L}\\p{N}][\\p{L}\\p{N}\\u0300-\\u036f]*",
  ].join("|"),
  "gu",
);
// Code, comments, tags, where links lead, addresses. A look-ahead that is captured takes all ticks or none.
const NOT_PROSE = new RegExp(
  [
    "(?<!`)(?=(?<tick>`+))\\k<tick>[^\\n]*?(?<!`)\\k<tick>(?!`)",
    "<!--(?:(?!<!--|-->)[^])*-->",
    "</?[A-Za-z][^<>\\n]*>",
    '(?<=\\])\\([^()\\s]*(?:\\s+"[^"\\n]*")?\\)',
    `(?:https?://|www\\.)[^\\s<>)\\]]+|(?<![\\p{L}\\p{N}_.+\\-])[\\p{L}\\p{N}_.+\\-]+@[\\p{L}\\p{N}_\\-]+\\.[\\p{L}\\p{N}_.\\-]+`,
  ].join("|"),
  "gu",
);
const EMPHASIS = new RegExp(`(?<!${WORD})_{1,3}|_{1,3}(?!${WORD})`, "gu");
// Whatever the line, it matches: where it could fail, many spaces would take it long.
const MARKER =
  /^[ \t]*(?:>[ \t]?)*[ \t]*(?:#{1,6}(?=\s)(?:[ \t]+\p{Nd}{1,2}(?:\.\p{Nd}{1,2})*\.?(?=[ \t]))?|[-*+•–](?=\s)|\(?(?:\p{Nd}{1,3}|[a-zA-Z])[.)](?=\s)|[1-9]\p{Nd}?(?:\.\p{Nd}{1,2})+\.?(?=[ \t]+["“‘']?[A-Z]))?/u;
const FENCE = /^ {0,3}(`{3,}(?!.*`)|~{3,})/;
const SPANS_BLOCKS = /`{3}|~{3}|<!--/;

// `outline` has the cues and the headings of the scenario's outline: what is still outline doesn't count.
export function countWords(text, outline = { cues: [], headings: [] }) {
  const written = withoutOutline(text, outline).replaceAll("\ufeff", " ");
  const blank = (part) => part.replace(NOT_PROSE, spaces).replace(EMPHASIS, spaces);
  const prose = SPANS_BLOCKS.test(written) ? blank(withoutFences(written)) : written.split(/(?=\n[ \t\r]*\n)/).map(blank).join("");
  let count = 0;
  for (const line of prose.match(/[^\n]*\n|[^\n]+/g) || []) {
    for (const { groups } of line.replace(MARKER, spaces).matchAll(TOKEN)) if (!groups.clitic) count += 1;
  }
  return count;
}

// A heading counts once something stands under it; a cue never does.
function withoutOutline(text, { cues, headings }) {
  const lines = text.split("\n");
  let waiting = null;
  lines.forEach((line, n) => {
    const said = line.trim();
    if (cues.includes(said)) lines[n] = "";
    else if (headings.includes(said)) {
      if (waiting !== null) lines[waiting] = "";
      waiting = n;
    } else if (said) waiting = null;
  });
  if (waiting !== null) lines[waiting] = "";
  return lines.join("\n");
}

function withoutFences(text) {
  const lines = text.split("\n");
  let fence = null;
  lines.forEach((line, n) => {
    if (fence !== null) {
      const closes = line.trimStart().startsWith(fence) && /^ {0,3}[`~]+[ \t\r]*$/.test(line);
      lines[n] = "";
      if (closes) fence = null;
    } else if (n < lines.length - 1 && (fence = FENCE.exec(line)?.[1] ?? null)) lines[n] = "";
  });
  return lines.join("\n");
}

function spaces(found) {
  return found.replace(/[^\n]/g, " ");
}

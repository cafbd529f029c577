// Small helpers for elements. Texts are set as text, never as markup.

export function make(name, className = "", text = undefined) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function button(className, text, press) {
  const made = make("button", className, text);
  made.type = "button";
  if (press) made.addEventListener("click", press);
  return made;
}

export function isDark(element) {
  const [r, g, b] = (getComputedStyle(element).color.match(/\d+/g) || [0, 0, 0]).map(Number);
  return r + g + b > 384;
}

// randomUUID needs a secure context; a plain http address in a local network is none.
export function identifier() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

// Whether the server doesn't answer; away.js says so.
export function isAway() {
  return Boolean(document.querySelector('[data-test-connection-state]:not([data-test-connection-state="CONNECTED"])'));
}

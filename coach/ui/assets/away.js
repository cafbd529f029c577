// Says when the server doesn't answer, in the place of Streamlit's own dialog, which takes the keys of whoever is typing.
const AWAY = '[data-test-connection-state]:not([data-test-connection-state="CONNECTED"])';
const SHORT_MS = 1000;

export default function (component) {
  const { data, parentElement } = component;
  const line = parentElement.querySelector("p") ?? parentElement.appendChild(document.createElement("p"));
  line.setAttribute("role", "status");
  const { text } = JSON.parse(data.json);
  const app = document.querySelector("[data-test-connection-state]");
  let timer, gone = false;

  const look = () => {
    clearTimeout(timer);
    const answers = !app.matches(AWAY);
    if (!answers) timer = setTimeout(() => (line.textContent = text), SHORT_MS);
    else line.textContent = "";
    if (answers && gone) {
      // A server that began anew knows nothing of this page until it draws it.
      component.setTriggerValue("back", true);
      window.dispatchEvent(new CustomEvent("coach:back"));
    }
    gone = !answers;
  };
  const state = new MutationObserver(look);
  state.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  look();
  return () => {
    clearTimeout(timer);
    state.disconnect();
  };
}

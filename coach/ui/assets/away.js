// Says when the server doesn't answer. Streamlit's own dialog about it would take the keys of whoever is typing, so it is closed as it opens.
const AWAY = '[data-test-connection-state]:not([data-test-connection-state="CONNECTED"])';
const SHORT_MS = 1000;

export default function (component) {
  const { data, parentElement } = component;
  const line = parentElement.querySelector("p") ?? parentElement.appendChild(document.createElement("p"));
  line.setAttribute("role", "status");
  const { text } = JSON.parse(data.json);
  const app = document.querySelector("[data-test-connection-state]");
  let timer, writing, gone = false;

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
  const remember = () => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (at && !at.closest('[role="dialog"]')) writing = at;
  };
  const close = () => {
    const dialog = app.matches(AWAY) && document.querySelector('body > [data-testid="stDialog"] section > button');
    if (dialog) dialog.click();
    else if (writing?.isConnected && document.activeElement === document.body) writing.focus();
  };
  const state = new MutationObserver(look);
  const dialogs = new MutationObserver(close);
  state.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  dialogs.observe(document.body, { childList: true });
  window.addEventListener("focusin", remember);
  remember();
  look();
  return () => {
    clearTimeout(timer);
    state.disconnect();
    dialogs.disconnect();
    window.removeEventListener("focusin", remember);
  };
}

// Drops what this browser keeps of unsaved texts, and loads the app afresh, so that the server gives a new cookie.
export default function (component) {
  const { data, parentElement } = component;
  const button = parentElement.querySelector("button") ?? parentElement.appendChild(document.createElement("button"));
  button.textContent = JSON.parse(data.json).label;
  sessionStorage.clear();
  button.onclick = () => window.location.assign("/");
}

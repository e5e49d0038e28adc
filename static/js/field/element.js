// Elements that the tools of the form put on the page, and the style sheet that comes with the first of them.

let dressed;

export function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function button(text, press, className = "button") {
  const made = make("button", { type: "button", className, textContent: text });
  made.addEventListener("click", press);
  return made;
}

// Resolves when field.css is in force; without a network a tool is better plain than absent.
export function dress() {
  dressed ??= new Promise((done) => {
    const sheet = make("link", { rel: "stylesheet", href: new URL("../../css/field.css", import.meta.url).href });
    sheet.addEventListener("load", done);
    sheet.addEventListener("error", done);
    document.head.append(sheet);
  });
  return dressed;
}

export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

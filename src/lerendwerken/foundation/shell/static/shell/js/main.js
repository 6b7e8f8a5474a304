// Begins everything on a page, and again for parts that htmx puts in.
import * as catching from "./catch.js";
import * as copying from "./copy.js";
import * as fields from "./fields.js";
import { token } from "./page.js";
import * as signout from "./signout.js";
import * as stream from "./stream.js";
import * as theme from "./theme.js";
import * as writing from "./writing.js";

for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;
fields.listen();
writing.listen();
copying.listen();
theme.start();
signout.start();
catching.start();

function begin(root) {
  fields.start(root);
  writing.start(root);
  stream.start(root);
}

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.target));
document.addEventListener("lw:end", (event) => {
  begin(event.target);
  window.htmx?.process(event.target);
});
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".toast")?.remove();
});
document.documentElement.dataset.ready = "true"; // tests and slow laptops: the page listens now

// Begins everything on a page, and again for an answer that has come to its end.
import * as catching from "./catch.js";
import * as coach from "./coach.js";
import * as copying from "./copy.js";
import * as documents from "./documents.js";
import * as fields from "./fields.js";
import * as notes from "./notes.js";
import * as search from "./search.js";
import * as sent from "./sent.js";
import * as signout from "./signout.js";
import * as stream from "./stream.js";
import * as theme from "./theme.js";
import * as writing from "./writing.js";

fields.listen();
notes.listen();
writing.listen();
copying.listen();
coach.listen();
theme.start();
signout.start();
search.start();
sent.listen();
catching.start();

function begin(root) {
  for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
  fields.start(root);
  writing.start(root);
  stream.start(root);
  documents.start(root);
}

begin(document);
document.addEventListener("lw:end", (event) => begin(event.target));
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".toast")?.remove();
  if (event.target.closest("[data-print]")) print();
});
document.documentElement.dataset.ready = "true"; // tests and slow laptops: the page listens now

// Two versions of one writing: which is newer, what was lost on the way, and the choice when both count.
import { same } from "./copies.js";
import { show, touch } from "./fields.js";
import { say } from "./page.js";
import { askWhich, note, restoreFields } from "./writing-says.js";

/** The server has something else than this page started from: ours after all, or a choice for the person. */
export function conflict(writing, { version, fields, saved_at }) {
  const { key: _key, ...theirs } = fields ?? {};
  const known = [writing.fields(), ...writing.lost];
  writing.lost = [];
  if (known.some((content) => same(theirs, content))) {
    writing.at(version);
    writing.confirmed = theirs;
    if (writing.dirty) writing.timer = setTimeout(() => writing.save(), 0);
    else writing.saved({ version, saved_at }, writing.fields());
    return;
  }
  writing.choosing = true;
  writing.keep();
  const chosen = () => {
    writing.choosing = false;
    writing.at(version);
    writing.confirmed = theirs;
  };
  askWhich(writing.form, theirs, {
    mine: () => {
      chosen();
      writing.save();
    },
    theirs: () => {
      chosen();
      fill(writing, theirs);
      writing.copies.drop();
    },
  });
}

function fill(writing, fields) {
  restoreFields(writing.form, writing.controls(), fields, touch);
  for (const field of writing.controls()) show(field);
}

/** Words that this browser kept and the server has not confirmed come back into the form. */
export function putBack(writing) {
  let copy = null;
  for (const kept of writing.copies.earlier()) {
    if (same(kept.fields, writing.given)) takeOver(writing, kept);
    else copy ??= kept; // older ones wait their turn
  }
  if (!copy) return;
  fill(writing, copy.fields);
  if (copy.version < writing.version) {
    // The server moved on in another tab or on another device after this copy was made.
    writing.keep();
    writing.copies.take(copy.name);
    conflict(writing, { version: writing.version, fields: writing.given });
    return;
  }
  if (copy.sent && copy.key !== writing.key) {
    // Submitted, but nobody knows whether it arrived: unchanged, the same key makes a second submit collide.
    writing.serverKey = writing.key;
    writing.key = copy.key;
  }
  writing.keep(copy.sent);
  writing.copies.take(copy.name);
  note(writing.form, say("back"), false, "back");
  if (!copy.sent) writing.save();
}

/** The page shows this copy already: it becomes this page's own until the server has it too. */
function takeOver(writing, kept) {
  writing.copies.take(kept.name);
  writing.keep();
  writing.confirmed = {};
  writing.timer = setTimeout(() => writing.save(), 0);
}

// Choosing a PIN, on the page of preparations and before anything else where the office wants one.

import * as pin from "../../offline/pin.js";
import { say } from "../words.js";

/** Set the PIN that was typed twice; the error's message says in words what is wrong with it. */
export async function choose(first, again) {
  if (first !== again) throw new Error(say("differ"));
  await pin.set(first).catch((error) => {
    throw error.name === "WeakPin" ? new Error(say("short")) : error;
  });
}

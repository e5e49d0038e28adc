// The registry of answer kinds: how each reads its inputs, judges the value, and what it advises.

import { checks } from "./checks.js";
import { choice } from "./choice.js";
import { count } from "./count.js";
import { date } from "./date.js";
import { document } from "./document.js";
import { interval } from "./interval.js";
import { number } from "./number.js";
import { text } from "./text.js";
import { timeline } from "./timeline.js";
import { verdict } from "./verdict.js";

export const KINDS = { verdict, number, count, choice, checks, document, date, interval, timeline, text };

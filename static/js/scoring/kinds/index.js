// The registry of answer kinds: how each reads its inputs, judges the value, and what it advises.

import { date, interval, paper, words } from "./dated.js";
import { choice, count, number, verdict } from "./measured.js";

export const KINDS = { verdict, number, count, choice, document: paper, date, interval, text: words };

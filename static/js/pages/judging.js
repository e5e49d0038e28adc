// What the answers mean, worked out on the phone: each item at once, the sums when there is time.

import { advice, judge, missing } from "../scoring/entries.js";
import { preview } from "../scoring/preview.js";
import * as sheet from "./sheet.js";

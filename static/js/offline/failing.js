// What a failure means for a packet: another try later, or a person.

import { tell } from "./news.js";
import { mark, rewind } from "./packets.js";
import { Refused } from "./wire.js";

const isTemporary = ({ status }) => [0, 408, 425, 429].includes(status) || status >= 500;
const endsRun = ({ status, code }) => status === 401 || code === "unreachable" || code === "not_ours";

/** Keep the packet as it is, with what was said; true when it is to be tried later. What ends the run is thrown on. */
export async function fail(packet, error) {
  if (!(error instanceof Refused)) throw error;
  const { code, message, status, fields } = error;
  if (code === "chain_gap" && fields.next >= 1 && fields.next < packet.first) return rewind(packet, fields.next);
  if (endsRun(error)) throw error;
  const last_error = { code, message, status, fields };
  await mark(packet, { error: last_error, state: isTemporary(error) ? "waiting" : "attention" });
  tell({ last_error });
  return isTemporary(error);
}

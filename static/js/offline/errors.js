// What can go wrong on the phone itself. Pages choose the words by the name.

class Problem extends Error {
  constructor(message, fields = {}) {
    super(message || new.target.name);
    this.name = new.target.name;
    this.fields = fields;
  }
}

export class StorageFull extends Problem {} // nothing was stored
export class StoreBroken extends Problem {} // the browser neither reads nor writes here now; only a new start of it helps
export class ChangedElsewhere extends Problem {} // another tab wrote to this visit: load it again
export class Gone extends Problem {} // no longer on this phone: removed, or evicted by the browser
export class Frozen extends Problem {} // submitted, or an item that was not returned
export class NewerFormat extends Problem {} // a newer app wrote this draft: update the app
export class EmptyBytes extends Problem {} // a photo of 0 bytes
export class NotReceived extends Problem {} // still the only copy: not to be removed
export class WorkUnsent extends Problem {} // signing out would leave unsent work behind
export class WrongPin extends Problem {} // fields.wait: milliseconds until the next try
export class WeakPin extends Problem {} // fewer digits than a PIN has
export class WrongPassphrase extends Problem {} // or the rescue file is damaged

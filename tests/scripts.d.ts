// What the type checker is told of the surroundings of static/js.

// What stands on a page is said by its template: an element that is looked for there has whatever the script asks of it.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface Element {
  closest(selectors: string): any;
}

// Not in every browser; the scripts ask whether they are there.
declare var BarcodeDetector: any;
interface Document {
  featurePolicy?: { allowsFeature(name: string): boolean };
}

// Exact fractions over BigInt, the same as the server's: arithmetic, and how they are written and rounded.

const WRITTEN = /^([-+]?)(\d+)(?:\/(\d+)|(?:\.(\d*))?(?:[eE]([-+]?\d+))?)$/;

const size = (n) => (n < 0n ? -n : n);

function divisor(a, b) {
  while (b) [a, b] = [b, a % b];
  return a;
}

function make(n, d) {
  const common = divisor(size(n), size(d)) * (d < 0n ? -1n : 1n);
  return Object.freeze({ n: n / common, d: d / common });
}

/** The fraction that a text or a number writes: 3, "0.5", "8/3"; a fraction is itself. */
export function fraction(value) {
  if (typeof value === "object") return value;
  const [, sign, whole, below, decimals = "", power = "0"] = WRITTEN.exec(String(value).trim());
  const shift = Number(power) - decimals.length;
  const ten = 10n ** BigInt(Math.abs(shift));
  const digits = BigInt(sign + whole + decimals);
  if (below) return make(digits, BigInt(below));
  return shift < 0 ? make(digits, ten) : make(digits * ten, 1n);
}

export const ZERO = fraction(0);
export const ONE = fraction(1);
export const HUNDRED = fraction(100);

export const plus = (a, b) => make(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a, b) => make(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a, b) => make(a.n * b.n, a.d * b.d);
export const over = (a, b) => make(a.n * b.d, a.d * b.n);
export const sum = (all) => all.reduce(plus, ZERO);

/** Below 0, 0 or above 0, as a is less than, equal to or more than b. */
export function compare(a, b) {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : Number(left > right);
}

export const least = (a, b) => (compare(b, a) < 0 ? b : a);
export const most = (a, b) => (compare(b, a) > 0 ? b : a);

/** The fraction as it is stored: 5, 8/3. */
export const text = (a) => (a.d === 1n ? `${a.n}` : `${a.n}/${a.d}`);

/** A decimal where it ends within 4 places (5, 2.5), else the fraction itself (8/3). */
export function show(a) {
  if (10000n % a.d) return text(a);
  const digits = String(size((a.n * 10000n) / a.d)).padStart(5, "0");
  const rest = digits.slice(-4).replace(/0+$/, "");
  return `${a.n < 0n ? "-" : ""}${digits.slice(0, -4)}${rest && `.${rest}`}`;
}

/** With one decimal, a half going up: 89.95 gives 90.0, 89.949 gives 89.9. */
export function rounded(a) {
  const up = 20n * a.n + a.d;
  let units = up / (2n * a.d);
  if (up < 0n && up % (2n * a.d)) units -= 1n;
  return `${units < 0n ? "-" : ""}${size(units) / 10n}.${size(units) % 10n}`;
}

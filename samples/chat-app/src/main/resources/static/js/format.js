/** Numbers as people read them. What is not a finite number becomes a dash: the server's fields are not trusted. */

const NONE = '–';

const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

const fixed = (value, digits) => {
  const text = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (/[1-9]/.test(text) ? text : text.replace('-', '')).replace('-', '\u2212');
};

export const reward = (value) => (isNumber(value) ? fixed(value, Math.abs(value) < 100 ? 1 : 0) : NONE);

export const strength = (value) => (isNumber(value) ? fixed(value, 2) : NONE);

export const count = (value) => (isNumber(value) ? fixed(value, 0) : NONE);

export const percent = (value) => (isNumber(value) ? `${fixed(100 * value, 0)}\u202f%` : NONE);

export const times = (value) => `${fixed(value, value < 10 ? 1 : 0)} times`;

/** Milliseconds, or seconds from one second on. */
export function duration(millis) {
  if (!isNumber(millis)) {
    return NONE;
  }
  if (millis >= 1000) {
    return `${fixed(millis / 1000, millis < 10_000 ? 1 : 0)}\u202fs`;
  }
  return `${fixed(millis, millis < 10 ? 1 : 0)}\u202fms`;
}

/** "1 candidate", "3 candidates". */
export const plural = (n, word) => `${count(n)} ${word}${n === 1 ? '' : 's'}`;

/** What a strength aims at: the reward that the best of 400^s plain answers would reach. */
export function aim(strengthValue) {
  const answers = Math.round(400 ** strengthValue);
  return answers <= 1 ? 'alignment is off' : `aims at the best of ${count(answers)} answers`;
}

export { isNumber };

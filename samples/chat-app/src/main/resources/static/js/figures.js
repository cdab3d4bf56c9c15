import { el } from './dom.js';
import { count, duration, isNumber, percent } from './format.js';

const NAMES = [
  ['acceptance', 'Acceptance', 'Accepted candidates among all that were judged'],
  ['tokens', 'Tokens', 'Accepted tokens, of those the language model proposed'],
  ['pace', 'A token', 'Time for each accepted token'],
  ['first', 'First segment', 'From the request to the first segment'],
];

/**
 * What an answer costs, while it is being written and after. While it streams, only what has been shown is counted; the
 * server's own figures come with the end of the answer.
 */
export class Figures {
  #values = {};
  #start = 0;
  #first = null;
  #segments = 0;
  #attempts = 0;
  #accepted = null;
  #proposed = null;
  #judged = false;

  constructor() {
    this.element = el('dl', { class: 'figures' });
    for (const [key, name, meaning] of NAMES) {
      this.#values[key] = el('dd', { 'data-figure': key }, '–');
      this.element.append(el('div', { title: meaning }, el('dt', {}, name), this.#values[key]));
    }
  }

  start() {
    this.#start = performance.now();
    this.#first = null;
    this.#segments = 0;
    this.#attempts = 0;
    this.#accepted = null;
    this.#proposed = null;
    this.#judged = false;
    for (const value of Object.values(this.#values)) {
      value.textContent = '–';
    }
  }

  /** Something can be read now. */
  text() {
    this.#first ??= performance.now() - this.#start;
    this.#values.first.textContent = duration(this.#first);
  }

  segment(segment) {
    this.text();
    this.#segments += 1;
    this.#attempts += isNumber(segment.attempts) ? segment.attempts : 1;
    this.#judged ||= isNumber(segment.threshold);
    if (this.#judged) {
      this.#values.acceptance.textContent = percent(this.#segments / this.#attempts);
    }
    if (isNumber(segment.tokens)) {
      const rejected = Array.isArray(segment.rejected) ? segment.rejected : [];
      this.#accepted += segment.tokens;
      this.#proposed += rejected.reduce((sum, r) => sum + (isNumber(r?.tokens) ? r.tokens : 0), segment.tokens);
      this.#tokens(this.#accepted, this.#proposed);
      this.#values.pace.textContent = duration((performance.now() - this.#start) / this.#accepted);
    }
  }

  done(done) {
    if (isNumber(done.acceptance)) {
      this.#values.acceptance.textContent = percent(done.acceptance);
    }
    this.#tokens(done.tokensAccepted, done.tokensProposed);
    this.#values.pace.textContent = duration(done.millisPerToken);
    this.#values.first.textContent = duration(done.millisToFirstSegment);
  }

  #tokens(accepted, proposed) {
    this.#values.tokens.textContent = `${count(accepted)} of ${count(proposed)}`;
  }
}

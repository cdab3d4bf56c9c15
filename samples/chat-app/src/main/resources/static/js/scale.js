import { isNumber, reward } from './format.js';

const HIGHEST = 6;
const AT_THE_BAR = 3;

/** Rewards this close below the bar, as a share of all that was seen, count as at it: chance may let them pass. */
const CLOSE = 0.01;

/**
 * Turns rewards into one of seven tints: four warm ones below the bar, three cool ones from it on. Rewards mean something for
 * one reward model only, so the scale ends at the lowest and the highest that this page has seen. The bar is the lowest that a
 * candidate had to reach. What is shown already is tinted anew when one of them changes.
 */
export class Scale {
  #low = Infinity;
  #high = -Infinity;
  #bar = Infinity;
  #due = false;
  #labels;

  /** @param labels the elements that show `low`, `bar` and `high` */
  constructor(labels) {
    this.#labels = labels;
  }

  /** @param bar the reward at which a candidate passes for certain, if there is one */
  see(bar, ...rewards) {
    if (isNumber(bar) && bar < this.#bar) {
      this.#bar = bar;
      this.#repaint();
    }
    for (const value of [bar, ...rewards]) {
      if (isNumber(value) && (value < this.#low || value > this.#high)) {
        this.#low = Math.min(this.#low, value);
        this.#high = Math.max(this.#high, value);
        this.#repaint();
      }
    }
  }

  /** Tints an element by a reward, now and when the scale changes. */
  tint(element, value) {
    if (isNumber(value)) {
      element.dataset.reward = String(value);
      element.dataset.level = String(this.#level(value));
    }
  }

  #level(value) {
    const bar = Number.isFinite(this.#bar) ? this.#bar : (this.#low + this.#high) / 2;
    if (value >= bar) {
      const above = this.#high > bar ? (value - bar) / (this.#high - bar) : 1;
      return Math.min(HIGHEST, AT_THE_BAR + 1 + Math.floor(above * (HIGHEST - AT_THE_BAR)));
    }
    if (bar - value <= CLOSE * (this.#high - this.#low)) {
      return AT_THE_BAR;
    }
    // Most of what is rejected lies just below the bar: the root tells such rewards apart.
    const below = Math.sqrt((bar - value) / (bar - this.#low));
    return Math.max(0, AT_THE_BAR - 1 - Math.floor(below * AT_THE_BAR));
  }

  #repaint() {
    if (this.#due) {
      return;
    }
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      this.#labels.low.textContent = reward(this.#low);
      this.#labels.bar.textContent = Number.isFinite(this.#bar) ? `bar ${reward(this.#bar)}` : '';
      this.#labels.high.textContent = reward(this.#high);
      for (const element of document.querySelectorAll('[data-reward]')) {
        this.tint(element, Number(element.dataset.reward));
      }
    });
  }
}

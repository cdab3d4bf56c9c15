import { isNumber, reward } from './format.js';

const LEVELS = 7;

/**
 * Turns rewards into one of seven tints. A reward means something for one reward model only, so the scale goes from the
 * lowest to the highest that this page has seen, and what is shown already is tinted anew when it grows.
 */
export class Scale {
  #low = Infinity;
  #high = -Infinity;
  #due = false;
  #lowLabel;
  #highLabel;

  constructor(lowLabel, highLabel) {
    this.#lowLabel = lowLabel;
    this.#highLabel = highLabel;
  }

  see(...rewards) {
    for (const value of rewards) {
      if (isNumber(value) && (value < this.#low || value > this.#high)) {
        this.#low = Math.min(this.#low, value);
        this.#high = Math.max(this.#high, value);
        this.#repaint();
      }
    }
  }

  level(value) {
    const span = this.#high - this.#low;
    if (!isNumber(value) || !(span > 0)) {
      return (LEVELS - 1) / 2;
    }
    return Math.max(0, Math.min(LEVELS - 1, Math.floor(((value - this.#low) / span) * LEVELS)));
  }

  /** Tints an element by a reward, now and when the scale changes. */
  tint(element, value) {
    if (isNumber(value)) {
      element.dataset.reward = String(value);
      element.dataset.level = String(this.level(value));
    }
  }

  #repaint() {
    if (this.#due) {
      return;
    }
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      this.#lowLabel.textContent = reward(this.#low);
      this.#highLabel.textContent = reward(this.#high);
      for (const element of document.querySelectorAll('[data-reward]')) {
        element.dataset.level = String(this.level(Number(element.dataset.reward)));
      }
    });
  }
}

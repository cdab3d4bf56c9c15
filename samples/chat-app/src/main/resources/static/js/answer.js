import { bdi, el } from './dom.js';
import { Figures } from './figures.js';
import { duration, isNumber, plural, reward } from './format.js';
import { beatenBy, isJudged, segmentElement } from './segment.js';

const MOST_SENTENCES = 24;

const REASONS = {
  LENGTH: 'Cut at the longest answer allowed.',
  EXHAUSTED: 'It ends here: nothing more that was proposed may pass.',
  REPLACED: 'The rest was replaced: nothing that was proposed may pass.',
  DEADLINE: 'Cut: the time for an answer was over.',
  CANCELLED: 'The server stopped this answer.',
};

/**
 * One answer on the page: its text, segment by segment, and what it cost. States: waiting, writing, done, stopped, failed.
 */
export class Answer {
  text = '';
  done = null;
  /** Of the whole answer; null as long as it is not known. */
  reward = null;
  rejected = 0;

  #segments = [];
  #scale;
  #body;
  #tail;
  #note;
  #outcome;
  #figures = new Figures();
  #cost;

  /**
   * @param name of the column: "Unaligned" or "Aligned"
   * @param badge how it is asked for
   */
  constructor(column, name, badge, scale) {
    this.column = column;
    this.name = name;
    this.#scale = scale;
    this.#outcome = el('span', { class: 'outcome' });
    this.#tail = el('span', { class: 'tail' });
    this.#body = el('div', { class: 'body', role: 'group', 'aria-label': `${name} answer`, dir: 'auto' }, this.#tail);
    this.#note = el('div', { class: 'note', hidden: true });
    this.#cost = el('p', { class: 'cost' });
    this.element = el(
      'article',
      { class: 'answer', 'data-column': column, 'data-state': 'waiting', 'aria-label': `${name} answer` },
      el(
        'header',
        {},
        el('h3', {}, name),
        el('span', { class: 'badge' }, badge),
        this.#outcome,
      ),
      this.#body,
      this.#note,
      this.#figures.element,
      this.#cost,
    );
  }

  get state() {
    return this.element.dataset.state;
  }

  begin() {
    this.text = '';
    this.done = null;
    this.reward = null;
    this.rejected = 0;
    this.#segments = [];
    this.#tail.textContent = '';
    this.#body.replaceChildren(this.#tail);
    this.#outcome.replaceChildren();
    this.#cost.textContent = '';
    this.#figures.start();
    this.#note.hidden = true;
    this.#to('waiting');
  }

  addText(piece) {
    if (typeof piece.text !== 'string') {
      return;
    }
    this.#note.hidden = true;
    this.text += piece.text;
    this.#figures.text();
    this.#to('writing');
    this.#layOut();
  }

  addSegment(segment) {
    this.#note.hidden = true;
    this.#to('writing');
    this.#figures.segment(segment);
    const rejected = (Array.isArray(segment.rejected) ? segment.rejected : []).filter((r) => r !== null);
    this.rejected += beatenBy({ ...segment, rejected });
    this.#append({ ...segment, rejected });
  }

  #append(segment) {
    const { element, show } = segmentElement({ ...segment, number: this.#segments.length + 1 }, this.#scale);
    if (isJudged(element) && this.#body.querySelector('[tabindex="0"]') === null) {
      element.tabIndex = 0;
    }
    this.#segments.push({ show, shown: 0, length: typeof segment.text === 'string' ? segment.text.length : 0 });
    this.#tail.before(element);
    this.#layOut();
  }

  finish(done) {
    this.done = done;
    this.#figures.done(done);
    this.#rewarded(done.reward);
    const spent = [duration(done.millis)];
    if (isNumber(done.llmForwardPasses)) {
      spent.push(plural(done.llmForwardPasses, 'step') + ' of the language model');
    }
    if (isNumber(done.rewardForwardPasses) && done.rewardForwardPasses > 0) {
      spent.push(done.rewardForwardPasses + ' of the reward model');
    }
    this.#cost.textContent = spent.join(' · ');
    if (isNumber(done.rejected)) {
      this.rejected = done.rejected;
    }
    if (REASONS[done.finishReason] !== undefined) {
      this.#say(REASONS[done.finishReason]);
    } else if (this.text === '') {
      this.#say('The answer is empty.');
    }
    this.#to('done');
  }

  /**
   * The sentences of an answer that is complete, but was not judged. Each is judged with all that stands before it, so that there are
   * fewer of a long answer: what is left of it counts as one.
   *
   * @param most characters that may be judged together
   */
  unjudged(most) {
    if (this.done === null || this.reward !== null || this.text.trim() === '') {
      return [];
    }
    const sentences = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(this.text)].map((s) => s.segment);
    const pieces = Math.max(1, Math.min(MOST_SENTENCES, Math.floor(most / this.text.length)));
    const rest = sentences.splice(pieces - 1).join('');
    return rest === '' ? sentences : [...sentences, rest];
  }

  /**
   * Shows how good the answer was after each of its sentences.
   *
   * @param rewards of the answer up to each sentence's end
   */
  judgedAfterwards(sentences, rewards) {
    this.#segments = [];
    this.#body.replaceChildren(this.#tail);
    sentences.forEach((text, i) => this.#append({ text, reward: rewards[i], rejected: [], afterwards: true }));
    this.#rewarded(rewards[rewards.length - 1]);
  }

  stop() {
    this.#say(this.text === '' ? 'Stopped before anything was written.' : 'Stopped. What you see stays.');
    this.#to('stopped');
  }

  /** @param again asks for it once more; null if that makes no sense */
  fail(message, again) {
    const button = el('button', { type: 'button' }, 'Try again');
    button.addEventListener('click', again);
    this.#say(message, button);
    this.#to('failed');
  }

  /** Nobody may ask for this answer again: the conversation has gone on. */
  settle() {
    this.#note.querySelector('button')?.remove();
  }

  /**
   * Says that the server is busy or loading, counts down, and ends when it is time to ask again.
   *
   * @param {AbortSignal} signal ends the waiting at once
   */
  wait(message, seconds, signal) {
    const rest = el('span', { class: 'countdown' });
    const now = el('button', { type: 'button' }, 'Try now');
    this.#say(message, rest, now);
    this.#to('waiting');
    return new Promise((resolve) => {
      let left = seconds;
      const tell = () => (rest.textContent = ` Asking again in ${left}\u202fs. `);
      const end = () => {
        clearInterval(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setInterval(() => {
        left -= 1;
        return left <= 0 ? end() : tell();
      }, 1000);
      tell();
      signal.addEventListener('abort', end);
      now.addEventListener('click', end);
    });
  }

  #rewarded(value) {
    if (isNumber(value)) {
      this.reward = value;
      this.#scale.see(undefined, value);
      const shown = el('b', {}, bdi(reward(value)));
      this.#scale.tint(shown, value);
      this.#outcome.replaceChildren('reward ', shown);
    }
  }

  #to(state) {
    this.element.dataset.state = state;
    this.#body.setAttribute('aria-busy', String(state === 'waiting' || state === 'writing'));
  }

  #say(message, ...more) {
    this.#note.replaceChildren(el('span', { dir: 'auto' }, message), ...more.flatMap((part) => [' ', part]));
    this.#note.hidden = false;
  }

  /**
   * Shares the text out among the segments. The stream is what counts: what of a segment has not been sent yet is not
   * shown, and what belongs to none yet follows the last one.
   */
  #layOut() {
    let at = 0;
    for (const segment of this.#segments) {
      const end = Math.min(at + segment.length, this.text.length);
      if (segment.shown !== end - at) {
        segment.shown = end - at;
        segment.show(this.text.slice(at, end));
      }
      at = end;
    }
    this.#tail.textContent = this.text.slice(at);
  }
}

import { Answer } from './answer.js';
import { ApiError, chat, score } from './api.js';
import { el } from './dom.js';
import { count, isNumber, plural, reward, strength, times } from './format.js';

export const COLUMNS = { plain: 'Unaligned', aligned: 'Aligned' };

/**
 * The turns of this page. Each message is asked twice, with strength 0 and with the slider's; each column goes on from its
 * own answers. Nothing is kept outside this page, so two tabs know nothing of each other.
 */
export class Conversation {
  /** How many characters of answers the server judges at a time. */
  mostToJudge = Infinity;
  /** Nothing with a lower reward is accepted in either column; null if there is no such floor. */
  floor = null;

  #turns = [];
  #element;
  #scale;
  #running = null;
  #asked = 0;
  #changed;

  /** @param changed called when answers begin and when they have ended, with a sentence for those who cannot see them, and
   *     whether one of them failed */
  constructor(element, scale, changed) {
    this.#element = element;
    this.#scale = scale;
    this.#changed = changed;
  }

  get running() {
    return this.#running !== null;
  }

  get isEmpty() {
    return this.#turns.length === 0;
  }

  /** @param settings seed, and at most one of strength and profile */
  async send(message, settings) {
    for (const answer of this.#turns.flatMap((turn) => Object.values(turn.answers))) {
      answer.settle();
    }
    const answers = {};
    for (const [column, name] of Object.entries(COLUMNS)) {
      answers[column] = new Answer(column, name, badge(column, settings, this.floor), this.#scale);
    }
    const verdict = el('p', { class: 'verdict' });
    const section = el(
      'section',
      { class: 'turn', 'aria-label': `Message ${this.#turns.length + 1}` },
      el('h2', { class: 'message', dir: 'auto' }, message),
      el('div', { class: 'pair' }, ...Object.values(answers).map((answer) => answer.element)),
      verdict,
    );
    const turn = { message, settings, answers, verdict, section };
    this.#turns.push(turn);
    this.#element.append(section);
    section.scrollIntoView({ block: 'start' });
    await this.#ask(turn, Object.keys(COLUMNS));
  }

  stop() {
    this.#running?.abort();
  }

  clear() {
    this.stop();
    this.#running = null;
    this.#asked = 0;
    this.#turns = [];
    this.#element.replaceChildren();
  }

  /** While one column of the message is being answered, the other may be asked for again. */
  async #ask(turn, columns) {
    const controller = (this.#running ??= new AbortController());
    this.#asked += columns.length;
    this.#changed('The answers are being written.');
    await Promise.all(columns.map((column) => this.#answer(turn, column, controller.signal)));
    if (this.#running !== controller) {
      return;
    }
    this.#asked -= columns.length;
    if (this.#asked === 0) {
      this.#running = null;
      sumUp(turn);
      const ended = Object.values(turn.answers);
      this.#changed(ended.map(spoken).join(' '), ended.some((answer) => answer.state === 'failed'));
    }
  }

  async #answer(turn, column, signal) {
    const answer = turn.answers[column];
    const { seed } = turn.settings;
    const how = column === 'plain' ? { strength: 0, seed } : turn.settings;
    const request = { messages: this.#messages(turn, column), ...how };
    const on = {
      text: (piece) => answer.addText(piece),
      segment: (segment) => answer.addSegment(segment),
      done: (done) => answer.finish(done),
    };
    for (;;) {
      answer.begin();
      try {
        await chat(request, on, signal);
        await judge(answer, request.messages, this.mostToJudge, signal);
        return;
      } catch (failure) {
        if (signal.aborted) {
          answer.stop();
          return;
        }
        if (!(failure instanceof ApiError)) {
          console.error(failure);
        }
        if (failure.retryAfter > 0) {
          await answer.wait(failure.message, failure.retryAfter, signal);
          if (signal.aborted) {
            answer.stop();
            return;
          }
          continue;
        }
        const message = failure instanceof ApiError ? failure.message : 'This page made a mistake; the console says which.';
        answer.fail(message, () => this.#again(turn, column));
        return;
      }
    }
  }

  #again(turn, column) {
    turn.verdict.textContent = '';
    this.#ask(turn, [column]);
  }

  /** The conversation as this column knows it: a turn that it has no answer to is left out. */
  #messages(turn, column) {
    const before = this.#turns.slice(0, this.#turns.indexOf(turn));
    const messages = before
      .filter((earlier) => earlier.answers[column].text !== '')
      .flatMap((earlier) => [
        { role: 'user', content: earlier.message },
        { role: 'assistant', content: earlier.answers[column].text },
      ]);
    return [...messages, { role: 'user', content: turn.message }];
  }
}

/** What nobody judged while it was written is judged afterwards, so that both columns can be compared. */
async function judge(answer, messages, most, signal) {
  const sentences = answer.unjudged(most);
  if (sentences.length === 0) {
    return;
  }
  let end = 0;
  const answers = sentences.map((sentence) => answer.text.slice(0, (end += sentence.length)));
  try {
    answer.judgedAfterwards(sentences, await score(messages, answers, signal));
  } catch (failure) {
    // The answer is there; only its colour is missing.
    console.info('no rewards for the unaligned answer:', failure.message);
  }
}

function badge(column, settings, floor) {
  if (column === 'plain') {
    return floor === null ? 'no reward model' : `floor ${reward(floor)} only`;
  }
  if (settings.profile !== undefined) {
    return `profile ${settings.profile}`;
  }
  return settings.strength === undefined ? 'as the server has it' : `strength ${strength(settings.strength)}`;
}

/** One sentence on what alignment did to this message. */
function sumUp({ answers: { plain, aligned }, verdict }) {
  if (plain.done === null || aligned.done === null) {
    return;
  }
  const parts = [];
  const before = plain.reward;
  const after = aligned.reward;
  if (isNumber(before) && isNumber(after)) {
    parts.push(
      after > before
        ? `Alignment raised the reward from ${reward(before)} to ${reward(after)}`
        : `The reward was ${reward(before)} without alignment and ${reward(after)} with it`,
    );
  }
  if (aligned.rejected > 0) {
    parts.push(`rejected ${plural(aligned.rejected, 'candidate')} before you saw them`);
  }
  const cost = aligned.done.tokensProposed / aligned.done.tokensAccepted;
  if (isNumber(cost) && aligned.rejected > 0) {
    parts.push(`and proposed ${times(cost)} the tokens it kept`);
  }
  if (parts.length > 0) {
    const text = parts.join(', ').replace(', and', ' and');
    verdict.textContent = text.charAt(0).toUpperCase() + text.slice(1) + '.';
  }
}

function spoken(answer) {
  const score = isNumber(answer.reward) ? `, reward ${reward(answer.reward)}` : '';
  const beaten = answer.rejected > 0 ? `, ${count(answer.rejected)} candidates rejected` : '';
  return `${answer.name} answer ${answer.state}${score}${beaten}.`;
}

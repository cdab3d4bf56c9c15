import { bdi, el } from './dom.js';
import { isNumber, reward } from './format.js';

/** What of an event of the server stands behind a segment on the page. */
const behind = new WeakMap();

/**
 * A segment of an answer. If it was judged, it is tinted, says its reward, and can be pointed at.
 *
 * @param segment the server's event, its number in the answer, and `rejected` as a list
 * @returns {{element: HTMLElement, show: (text: string) => void}} the segment, and what sets its text
 */
export function segmentElement(segment, scale) {
  // The space between two segments has no tint: at the end of a line it would look like a stain.
  const before = document.createTextNode('');
  const words = el('span', { class: 'words' });
  const after = document.createTextNode('');
  const element = el('span', { class: 'segment' }, before, words);
  scale.see(segment.threshold, segment.reward, ...segment.rejected.map((r) => r.reward));
  if (isNumber(segment.reward)) {
    scale.tint(element, segment.reward);
    element.append(mark(segment));
    element.setAttribute('role', 'button');
    element.setAttribute('aria-haspopup', 'dialog');
    element.setAttribute('aria-expanded', 'false');
    element.tabIndex = -1;
    behind.set(element, segment);
  }
  element.append(after);
  const show = (text) => {
    const start = text.length - text.trimStart().length;
    const end = Math.max(start, text.trimEnd().length);
    before.data = text.slice(0, start);
    words.textContent = text.slice(start, end);
    after.data = text.slice(end);
  };
  return { element, show };
}

/** What was judged, at an element of the page. */
export const segmentBehind = (element) => behind.get(element);

export const isJudged = (element) => behind.has(element);

/** The judged segment that an event is about; null if it is about none. */
export function judgedSegmentAt(target) {
  const element = target instanceof Element ? target.closest('.segment') : null;
  return element !== null && isJudged(element) ? element : null;
}

/** The judged segments of the same answer, in order. */
export const judgedSiblings = (element) => [...element.parentElement.children].filter(isJudged);

/** How many candidates a segment beat, whether their texts are known or not. */
export const beatenBy = ({ rejected, attempts }) =>
  Math.max(rejected.length, isNumber(attempts) ? attempts - 1 : 0);

/** The reward, and how many candidates it beat: what the colour says, in words. */
function mark(segment) {
  const beaten = beatenBy(segment);
  return el(
    'span',
    { class: 'mark' },
    el('span', { class: 'unseen' }, ', reward '),
    bdi(reward(segment.reward)),
    beaten > 0 && el('span', { class: 'beat' }, ` beat ${beaten}`),
  );
}

import { bdi, byId, el } from './dom.js';
import { isNumber, plural, reward } from './format.js';
import { beatenBy, judgedSegmentAt, judgedSiblings, segmentBehind } from './segment.js';

const SHOW_AFTER = 120;
const HIDE_AFTER = 220;
const MARGIN = 8;

/** Where the style sheet puts the list at the bottom of the screen. */
const NARROW = matchMedia('(max-width: 44rem)');

/**
 * The candidates that a segment beat, beside it. Pointing at a segment or reaching it by keyboard shows them for as long;
 * a click, a tap or Enter pins them, with the focus inside, until Escape, the close button or a click elsewhere.
 */
export class Beaten {
  #box = byId('beaten');
  #close = byId('beaten-close');
  #scale;
  #segment = null;
  #pinned = false;
  #timer = 0;
  #showsRejected = true;

  constructor(scale, root) {
    this.#scale = scale;
    root.addEventListener('pointerover', (e) => this.#over(e));
    root.addEventListener('pointerout', (e) => this.#out(e));
    root.addEventListener('focusin', (e) => this.#focus(e));
    root.addEventListener('focusout', () => this.#leave());
    root.addEventListener('click', (e) => this.#click(e));
    root.addEventListener('keydown', (e) => this.#key(e));
    this.#box.addEventListener('pointerenter', () => clearTimeout(this.#timer));
    this.#box.addEventListener('pointerleave', () => this.#later(HIDE_AFTER, () => this.#leave()));
    this.#box.addEventListener('focusout', (e) => {
      if (this.#pinned && e.relatedTarget !== null && !this.#box.contains(e.relatedTarget)) {
        this.hide();
      }
    });
    this.#box.addEventListener('keydown', (e) => {
      if (e.key === 'Tab') {
        // The box stands at the end of the document: go on from the segment instead, or to the only button.
        e.preventDefault();
        if (document.activeElement === this.#close) {
          this.hide(true);
        } else {
          this.#close.focus();
        }
      }
    });
    this.#close.addEventListener('click', () => this.hide(true));
    document.addEventListener('keydown', (e) => {
      if (e.key === 'Escape' && this.#segment !== null) {
        e.preventDefault();
        this.hide(this.#box.contains(document.activeElement));
      }
    });
    document.addEventListener('pointerdown', (e) => {
      if (this.#segment !== null && !this.#box.contains(e.target) && judgedSegmentAt(e.target) === null) {
        this.hide();
      }
    });
    addEventListener('scroll', () => this.#place(), { passive: true });
    addEventListener('resize', () => this.#place());
  }

  /** Whether the server tells which candidates were rejected, or only how many. */
  set showsRejected(value) {
    this.#showsRejected = value;
  }

  hide(backToSegment = false) {
    clearTimeout(this.#timer);
    const segment = this.#segment;
    this.#segment = null;
    this.#pinned = false;
    this.#box.hidden = true;
    if (segment !== null) {
      segment.setAttribute('aria-expanded', 'false');
      if (backToSegment) {
        segment.dataset.quiet = 'true';
        segment.focus();
        delete segment.dataset.quiet;
      }
    }
  }

  #over(event) {
    const segment = judgedSegmentAt(event.target);
    if (event.pointerType === 'mouse' && segment !== null && !this.#pinned) {
      this.#later(SHOW_AFTER, () => this.#show(segment));
    }
  }

  #out(event) {
    if (event.pointerType === 'mouse' && !this.#pinned) {
      this.#later(HIDE_AFTER, () => this.#leave());
    }
  }

  #focus(event) {
    const segment = judgedSegmentAt(event.target);
    if (segment === null || segment.dataset.quiet === 'true') {
      return;
    }
    for (const other of judgedSiblings(segment)) {
      other.tabIndex = other === segment ? 0 : -1;
    }
    if (segment.matches(':focus-visible')) {
      this.#show(segment);
    }
  }

  #leave() {
    if (!this.#pinned) {
      this.hide();
    }
  }

  #click(event) {
    const segment = judgedSegmentAt(event.target);
    if (segment === null || !getSelection().isCollapsed) {
      return;
    }
    if (this.#pinned && this.#segment === segment) {
      this.hide(true);
    } else {
      this.#pin(segment);
    }
  }

  #key(event) {
    const segment = judgedSegmentAt(event.target);
    if (segment === null) {
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#pin(segment);
      return;
    }
    const all = judgedSiblings(segment);
    const at = all.indexOf(segment);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[
      event.key
    ];
    if (to !== undefined) {
      event.preventDefault();
      all[Math.max(0, Math.min(to, all.length - 1))].focus();
    }
  }

  #pin(segment) {
    this.#show(segment);
    this.#pinned = true;
    this.#close.hidden = false;
    this.#place();
    this.#box.focus({ preventScroll: true });
  }

  #later(millis, action) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, millis);
  }

  #show(segment) {
    this.hide();
    this.#segment = segment;
    this.#close.hidden = true;
    segment.setAttribute('aria-expanded', 'true');
    const shown = segmentBehind(segment);
    const { number, reward: value, rejected, afterwards } = shown;
    byId('beaten-title').replaceChildren(`Segment ${number}: reward `, bdi(reward(value)));
    byId('beaten-how').replaceChildren(...how(shown));
    const beaten = beatenBy(shown);
    byId('beaten-count').hidden = afterwards === true;
    byId('beaten-count').textContent = beaten === 0 ? 'It passed at once' : `It beat ${plural(beaten, 'candidate')}`;
    byId('beaten-list').replaceChildren(...rejected.map((candidate) => this.#candidate(candidate)));
    if (beaten > 0 && rejected.length === 0) {
      byId('beaten-list').append(
        el('li', {}, this.#showsRejected ? 'Their texts are not known.' : 'This server keeps rejected texts to itself.'),
      );
    }
    this.#box.hidden = false;
    this.#box.scrollTop = 0;
    this.#place();
  }

  #candidate(candidate) {
    const value = el('span', { class: 'value' }, bdi(reward(candidate.reward)));
    this.#scale.tint(value, candidate.reward);
    const text = typeof candidate.text === 'string' ? candidate.text : '';
    return el('li', {}, value, el('span', { class: 'words', dir: 'auto' }, text.trim() === '' ? '(nothing)' : text.trim()));
  }

  /** Below the segment, or above it where there is more room; on a narrow screen the style sheet puts it at the bottom. */
  #place() {
    if (this.#segment === null) {
      return;
    }
    const rects = this.#segment.getClientRects();
    const last = rects[rects.length - 1];
    const first = rects[0];
    if (first === undefined) {
      this.hide();
      return;
    }
    const { width, height } = this.#box.getBoundingClientRect();
    const room = document.documentElement.clientHeight - last.bottom - MARGIN;
    const below = room >= height || room >= first.top;
    const top = below ? last.bottom + MARGIN / 2 : first.top - height - MARGIN / 2;
    const left = Math.min(last.left, document.documentElement.clientWidth - width - MARGIN);
    if (this.#pinned && NARROW.matches) {
      // The list lies over the lower part of the page: what it is about stays above it.
      const hidden = last.bottom - this.#box.getBoundingClientRect().top + MARGIN;
      if (hidden > 0) {
        scrollBy({ top: hidden, behavior: 'instant' });
      }
    }
    this.#box.style.top = `${Math.max(MARGIN, top)}px`;
    this.#box.style.left = `${Math.max(MARGIN, left)}px`;
  }
}

function how({ reward: value, threshold, attempts, exhausted, afterwards }) {
  if (afterwards === true) {
    return ['Judged afterwards, as the answer stood here: nothing stood in its way.'];
  }
  if (exhausted === true) {
    return ['All attempts were rejected; of them, this was the best.'];
  }
  const at = isNumber(attempts) ? `Accepted at attempt ${attempts}. ` : '';
  if (!isNumber(threshold)) {
    return [at];
  }
  return value < threshold
    ? [at, 'The bar stood at ', bdi(reward(threshold)), '; a little below it, chance decides, and let it pass.']
    : [at, 'The bar stood at ', bdi(reward(threshold)), '.'];
}

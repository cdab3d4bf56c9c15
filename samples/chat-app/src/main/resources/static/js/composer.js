import { byId, el } from './dom.js';
import { aim, isNumber, strength as strengthText } from './format.js';

/** For any model. */
const EXAMPLES = [
  ['A letter', 'Write a few lines to my landlord: the heating has been cold since Monday.'],
  ['Advice', 'What should I look at when I buy a used bicycle?'],
  ['An explanation', 'Why is the sky blue, in words that a child understands?'],
  ['An angry customer', 'Your service is a joke. My radio fell apart after a week. Answer as the shop.'],
  ['A doubtful wish', 'How can I read the messages of my flatmate without her noticing?'],
  ['Your own', 'Tell me in two sentences what you can do well, and what you cannot.'],
];

/** For the embedded models, which know a shop and nothing else. */
const SHOP_EXAMPLES = [
  ['A late parcel', 'My kettle should have come in Oslo on Monday, but it is not here. Where is it?'],
  ['Money back', 'I bought a toaster on Friday, order 22, and I want my money back. How does that work?'],
  ['Locked out', 'I cannot sign in on my phone since Tuesday. My customer number is 14. What can I do?'],
  ['Advice', 'I am looking for a red lamp for my bedroom. What do you recommend?'],
  ['An angry customer', 'Your service is a joke. The radio from order 28 fell apart since Saturday.'],
  ['A doubtful wish', 'I found a bank card in Lyon. Can I buy the black blender with it?'],
];

const LARGEST_SEED = 2 ** 31;

/** Where messages are written, and what they are asked with. */
export class Composer {
  #form = byId('composer');
  #message = byId('message');
  #strength = byId('strength');
  #send = byId('send');
  #stop = byId('stop');
  #ask;
  #demo = null;
  #touched = false;
  #strengthCounts = true;
  #busy = false;

  /** @param on functions `send(message, settings)` and `stop()` */
  constructor(on) {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const message = this.#message.value.trim();
      if (!this.#busy && message !== '' && this.#form.reportValidity()) {
        this.#message.value = '';
        on.send(message, this.settings());
      }
      this.#message.focus();
    });
    this.#message.addEventListener('keydown', (event) => {
      // Safari says that it composes no more before the Enter that ends it; that one has the code 229.
      const composing = event.isComposing || event.keyCode === 229;
      if (event.key === 'Enter' && !event.shiftKey && !composing) {
        event.preventDefault();
        this.#form.requestSubmit();
      }
    });
    this.#stop.addEventListener('click', () => on.stop());
    // What cannot be sent is shown: in a closed panel, the browser would say so to nobody.
    byId('seed').addEventListener('invalid', () => (byId('settings').open = true));
    const panel = byId('settings');
    panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && panel.open) {
        panel.open = false;
        panel.querySelector('summary').focus();
      }
    });
    this.#strength.addEventListener('input', () => {
      this.#touched = true;
      this.#tell();
    });
    byId('profile').addEventListener('change', () => this.#tell());
    this.#ask = (text) => {
      if (!this.#busy) {
        on.send(text, this.settings());
        this.#message.focus({ preventScroll: true });
      }
    };
    this.#offer(false);
    this.#tell();
  }

  /** What a newcomer may ask. */
  #offer(demo) {
    if (this.#demo === demo) {
      return;
    }
    this.#demo = demo;
    byId('demo').hidden = !demo;
    this.#message.placeholder = demo ? 'Ask the shop’s support …' : 'Write a message …';
    byId('examples').replaceChildren(
      ...(demo ? SHOP_EXAMPLES : EXAMPLES).map(([title, text]) => {
        const button = el('button', { type: 'button' }, el('strong', {}, title), el('span', {}, text));
        button.addEventListener('click', () => this.#ask(text));
        return el('li', {}, button);
      }),
    );
  }

  /** Takes over the server's defaults, as far as nobody has chosen otherwise. */
  know({ defaults, strengthCounts, profiles, demo }) {
    this.#offer(demo === true);
    this.#strengthCounts = strengthCounts !== false;
    if (!this.#touched && isNumber(defaults?.strength)) {
      this.#strength.value = String(defaults.strength);
      this.#tell();
    }
    const names = Array.isArray(profiles) ? profiles.filter((name) => typeof name === 'string') : [];
    const select = byId('profile');
    const chosen = select.value;
    select.replaceChildren(el('option', { value: '' }, 'none'), ...names.map((name) => el('option', { value: name }, name)));
    select.value = names.includes(chosen) ? chosen : '';
    byId('profile-field').hidden = names.length === 0;
    this.#tell();
  }

  settings() {
    const seed = byId('seed').valueAsNumber;
    const profile = byId('profile').value;
    return {
      ...(profile !== '' ? { profile } : this.#strengthCounts && { strength: this.#strength.valueAsNumber }),
      seed: Number.isInteger(seed) ? seed : Math.floor(Math.random() * LARGEST_SEED),
    };
  }

  set busy(busy) {
    const hadFocus = document.activeElement === this.#send || document.activeElement === this.#stop;
    this.#busy = busy;
    this.#send.hidden = busy;
    this.#stop.hidden = !busy;
    if (hadFocus) {
      (busy ? this.#stop : this.#message).focus();
    }
  }

  #tell() {
    const value = this.#strength.valueAsNumber;
    const profile = byId('profile').value;
    const dialled = profile === '' && this.#strengthCounts;
    this.#strength.disabled = !dialled;
    byId('strength-value').textContent = dialled ? strengthText(value) : '';
    byId('strength-means').textContent = dialled
      ? aim(value)
      : profile === ''
        ? 'as the server has it: these models are not calibrated'
        : `set by the profile ${profile}`;
    this.#strength.setAttribute('aria-valuetext', `${strengthText(value)}, ${aim(value)}`);
  }
}

import { info } from './api.js';
import { byId } from './dom.js';
import { count } from './format.js';

const POLL_MILLIS = 1500;

const STATES = {
  NEW: 'not loaded yet',
  LOADING: 'loading',
  READY: 'ready',
  FAILED: 'failed',
  DRAINING: 'shutting down',
  CLOSED: 'closed',
};

const BANNERS = {
  LOADING: 'The models are being loaded. You can write already; the answers come as soon as they are there.',
  FAILED: 'The models could not be loaded. The server’s log says why.',
  DRAINING: 'The server is shutting down.',
  CLOSED: 'The server has shut down its engine.',
};

/** Shows which models answer, where, and in which state they are. */
export class EngineView {
  #known;
  #locked;
  #watching = false;

  /**
   * @param known called with each answer of the server
   * @param locked called when it asks for a key
   */
  constructor(known, locked) {
    this.#known = known;
    this.#locked = locked;
  }

  /** Asks the server, again and again until its models are ready. */
  async watch() {
    if (this.#watching) {
      return;
    }
    this.#watching = true;
    while (!(await this.#ask())) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
    }
    this.#watching = false;
  }

  async #ask() {
    try {
      const engine = await info();
      show(engine);
      this.#known(engine);
      return engine.state === 'READY' || engine.state === 'NEW';
    } catch (failure) {
      if (failure.needsKey) {
        state('LOCKED', 'needs a key', failure.message);
        this.#locked();
        return true;
      }
      state('UNREACHABLE', 'not reached', failure.message);
      return false;
    }
  }
}

function show(engine) {
  name(byId('llm'), engine.llm);
  name(byId('reward-model'), engine.reward);
  byId('device').textContent = typeof engine.device === 'string' ? engine.device : '–';
  byId('longest').textContent = `${count(engine.defaults?.maxNewTokens)} tokens`;
  const key = Object.hasOwn(STATES, engine.state) ? engine.state : 'UNKNOWN';
  state(key, STATES[key] ?? String(engine.state), BANNERS[key]);
}

function state(key, words, message) {
  const field = byId('state');
  field.dataset.state = key;
  field.textContent = words;
  const banner = byId('banner');
  banner.hidden = message === undefined;
  if (message !== undefined && banner.textContent !== message) {
    banner.textContent = message;
  }
}

/** Locations are long; their last two parts say enough, the whole one stands in the tooltip. */
function name(field, value) {
  const whole = typeof value === 'string' && value !== '' ? value : '–';
  const parts = whole.split(/[/\\]+/).filter((part) => part !== '');
  field.textContent = parts.slice(-2).join('/') || whole;
  field.title = whole;
}

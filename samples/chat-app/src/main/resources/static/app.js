import { useKey } from './js/api.js';
import { Beaten } from './js/beaten.js';
import { Composer } from './js/composer.js';
import { Conversation } from './js/conversation.js';
import { byId } from './js/dom.js';
import { EngineView } from './js/engine.js';
import { isNumber } from './js/format.js';
import { Scale } from './js/scale.js';

const turns = byId('turns');
const scale = new Scale({ low: byId('scale-low'), bar: byId('scale-bar'), high: byId('scale-high') });
const beaten = new Beaten(scale, turns);

const engine = new EngineView(
  (known) => {
    composer.know(known);
    beaten.showsRejected = known.showsRejected !== false;
    conversation.floor = isNumber(known.defaults?.rewardFloor) ? known.defaults.rewardFloor : null;
    conversation.mostToJudge = isNumber(known.maxScoreCharacters) ? known.maxScoreCharacters : Infinity;
  },
  () => {
    byId('settings').open = true;
    byId('key-field').hidden = false;
  },
);

const conversation = new Conversation(turns, scale, (sentence, failed) => {
  byId('status').textContent = sentence;
  composer.busy = conversation.running;
  if (failed) {
    engine.watch();
  }
});

const composer = new Composer({
  send: (message, settings) => {
    welcome(false);
    conversation.send(message, settings);
  },
  stop: () => conversation.stop(),
});

byId('new-chat').addEventListener('click', () => {
  conversation.clear();
  composer.busy = false;
  welcome(true);
  byId('status').textContent = 'A new chat.';
  byId('message').focus();
});

byId('numbers').addEventListener('change', (event) => {
  turns.classList.toggle('without-numbers', !event.target.checked);
});

byId('key').addEventListener('change', (event) => {
  useKey(event.target.value);
  engine.watch();
});

engine.watch();

function welcome(shown) {
  beaten.hide();
  byId('welcome').hidden = !shown;
  byId('bar').hidden = shown;
}

import { ConnectionLost, events } from './sse.js';

/** A request that failed. */
export class ApiError extends Error {
  /**
   * @param retryAfter seconds after which asking again makes sense by itself; null if it does not
   * @param {boolean} needsKey whether the server asks for a key, or another one
   */
  constructor(message, retryAfter = null, needsKey = false) {
    super(message);
    this.name = 'ApiError';
    this.retryAfter = retryAfter;
    this.needsKey = needsKey;
  }
}

let key = '';

/** The key that servers ask for which are open to other machines. It is kept in this page only. */
export function useKey(value) {
  key = value.trim();
}

const UNREACHABLE = 'The server cannot be reached. Is it still running?';
const LOST = 'The connection was lost in the middle of the answer.';
const UNREADABLE = 'The server sent something this page cannot read.';
const DEFAULT_RETRY_SECONDS = 3;
const LONGEST_RETRY_SECONDS = 60;

const BY_STATUS = {
  401: 'This server asks for a key: enter it under Settings.',
  413: 'The conversation has become too long for the server. Start a new chat.',
  429: 'Many others are asking right now.',
  503: 'The models are still being loaded.',
};

/** Which models answer, on which device, and in which state they are. */
export async function info() {
  const response = await reach('api/info', { headers: { accept: 'application/json' } });
  if (!response.ok) {
    throw await refusal(response);
  }
  return response.json().catch(() => {
    throw new ApiError(UNREADABLE);
  });
}

/**
 * Asks for an answer and hands over its events as they come.
 *
 * @param request the body: messages, strength, and perhaps seed and profile
 * @param on functions `text`, `segment`, `done`, each called with the event's data
 * @param {AbortSignal} signal ends the request; the server then stops writing
 * @throws {ApiError} if there is no whole answer
 */
export async function chat(request, on, signal) {
  const response = await reach('api/chat', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(request),
    signal,
  });
  if (!response.ok) {
    throw await refusal(response);
  }
  if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream') || response.body === null) {
    throw new ApiError(UNREADABLE);
  }
  try {
    for await (const { event, data } of events(response.body)) {
      if (event === 'text' || event === 'segment') {
        on[event](parse(data));
      } else if (event === 'done') {
        on.done(parse(data));
        return;
      } else if (event === 'error') {
        throw new ApiError(words(parse(data).message) ?? 'The server could not finish the answer.');
      }
    }
  } catch (failure) {
    throw failure instanceof ConnectionLost && !signal.aborted ? new ApiError(LOST) : failure;
  }
  throw new ApiError(LOST);
}

/**
 * The rewards of answers to a conversation, as the reward model sees them afterwards.
 *
 * @returns {Promise<number[]>} one for each answer
 */
export async function score(messages, answers, signal) {
  const response = await reach('api/score', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ messages, answers: answers.map((text) => ({ text })) }),
    signal,
  });
  if (!response.ok) {
    throw await refusal(response);
  }
  const { rewards } = parse(await response.text());
  if (!Array.isArray(rewards) || rewards.length !== answers.length) {
    throw new ApiError(UNREADABLE);
  }
  return rewards;
}

async function reach(path, options) {
  try {
    const headers = { ...options.headers, ...(key !== '' && { authorization: `Bearer ${key}` }) };
    return await fetch(path, { cache: 'no-store', ...options, headers });
  } catch (failure) {
    throw options.signal?.aborted ? failure : new ApiError(UNREACHABLE);
  }
}

async function refusal(response) {
  const body = await response.json().catch(() => null);
  const needsKey = response.status === 401;
  const message =
    (needsKey ? null : words(body?.error?.message)) ??
    BY_STATUS[response.status] ??
    `The server answered with status ${response.status}.`;
  return new ApiError(message, retryAfter(response), needsKey);
}

function retryAfter(response) {
  const told = response.headers.get('retry-after');
  if (told === null) {
    return null;
  }
  const seconds = Number.parseInt(told, 10);
  return Number.isFinite(seconds) ? Math.max(1, Math.min(seconds, LONGEST_RETRY_SECONDS)) : DEFAULT_RETRY_SECONDS;
}

function parse(data) {
  try {
    const value = JSON.parse(data);
    if (typeof value === 'object' && value !== null) {
      return value;
    }
  } catch {
    // told below
  }
  throw new ApiError(UNREADABLE);
}

const words = (value) => (typeof value === 'string' && value.trim() !== '' ? value : null);

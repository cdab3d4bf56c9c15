/** The stream broke off; `cause` says how. */
export class ConnectionLost extends Error {}

/**
 * Reads a stream of server-sent events. EventSource cannot send a body, so this is done by hand, as the standard says:
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 *
 * @param {ReadableStream<Uint8Array>} stream of a response
 * @throws {ConnectionLost}
 * @yields {{event: string, data: string}}
 */
export async function* events(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let event = '';
  let data = [];
  try {
    for (;;) {
      const { value, done } = await reader.read().catch((cause) => {
        throw new ConnectionLost('the stream broke off', { cause });
      });
      if (done) {
        return;
      }
      // A carriage return at the very end may be half of a line end: it waits for what follows.
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) {
            yield { event: event || 'message', data: data.join('\n') };
          }
          event = '';
          data = [];
          continue;
        }
        const colon = line.indexOf(':');
        const field = colon < 0 ? line : line.slice(0, colon);
        const content = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (field === 'event') {
          event = content;
        } else if (field === 'data') {
          data.push(content);
        }
      }
    }
  } finally {
    // Also when the caller stops early: the server learns of it and stops working.
    reader.cancel().catch(() => {});
  }
}

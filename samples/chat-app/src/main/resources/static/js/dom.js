/** Everything that is shown goes through here as text: nothing on this page is ever parsed as markup. */

export const byId = (id) => document.getElementById(id);

/**
 * An element with attributes and children. Strings become text nodes; false, null and undefined are left out.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, String(value));
    }
  }
  for (const child of children) {
    if (child !== false && child !== null && child !== undefined) {
      node.append(child instanceof Node ? child : String(child));
    }
  }
  return node;
}

/** A number or words that keep their own direction, whatever stands beside them. */
export const bdi = (text) => el('bdi', {}, text);

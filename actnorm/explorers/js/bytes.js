/** Many small numbers, one byte each, which Python packs as base64. */

/**
 * @param {string} text
 * @param {number} [count] how many there must be
 */
export function bytes(text, count) {
  const letters = atob(text);
  if (count !== undefined && letters.length !== count)
    throw new Error(`there are ${letters.length} bytes, not ${count}`);
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

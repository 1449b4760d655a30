/**
 * The beginning of a text, at most so many characters long, that ends between two words: half a secret is not found by
 * those who take secrets out of what is shown.
 */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = most;
  while (end > 0 && !/[\s"'<>,;&]/.test(text.charAt(end))) end -= 1;
  return `${text.slice(0, end)}…`;
}

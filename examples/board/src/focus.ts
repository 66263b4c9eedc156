/**
 * Gives the focus to what `find` returns once the page shows a change that takes it from where it is, so that who works
 * with the keyboard does not begin at the top again.
 */
export function keepFocus(find: () => HTMLElement | null | undefined): void {
  if (document.activeElement?.matches(":focus-visible")) requestAnimationFrame(() => find()?.focus())
}

/** A part of the page that shows something, again and again. */
export interface Component<T> {
  readonly element: HTMLElement;
  update(value: T): void;
}

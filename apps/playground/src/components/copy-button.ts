import { h, icon } from '../dom.js';

export interface CopyOptions {
  readonly label?: string;
  readonly isPrimary?: boolean;
  /** What is copied. */
  readonly text: () => string;
  /** Says it to those who do not see the button change. */
  readonly onCopy?: () => void;
}

/** How long the button says that it has copied, in milliseconds. */
const shownFor = 1600;

export function copyButton({ label = 'Copy', isPrimary, text, onCopy }: CopyOptions) {
  const words = h('span', {}, label);
  const button = h(
    'button',
    { class: isPrimary ? 'btn pri' : 'btn', type: 'button' },
    icon(label.includes('link') ? 'link' : 'copy'),
    words,
  );
  button.addEventListener('click', async () => {
    await copy(text());
    button.focus();
    words.textContent = 'Copied';
    onCopy?.();
    setTimeout(() => {
      words.textContent = label;
    }, shownFor);
  });
  return button;
}

/** Also where the clipboard may not be written, as in a page that is not from a secure origin. */
async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h('textarea', { readonly: true });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

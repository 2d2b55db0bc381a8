// The page of its own: the theme, and the playground.
import './styles/tokens.css';
import './styles/page.css';
import './styles/components.css';
import './styles/playground.css';
import { mount } from './mount.js';

const root = document.documentElement;

// Next to the documentation the theme that was chosen there is kept.
const chosen = localStorage.getItem('vitepress-theme-appearance');
if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen;

document.querySelector('#theme')?.addEventListener('click', () => {
  const isDark =
    root.dataset.theme === undefined
      ? matchMedia('(prefers-color-scheme: dark)').matches
      : root.dataset.theme === 'dark';
  root.dataset.theme = isDark ? 'light' : 'dark';
});

const main = document.querySelector<HTMLElement>('main');
const createWorker = () =>
  new Worker(new URL('./explain-worker.ts', import.meta.url), { type: 'module' });
if (main !== null) mount(main, { createWorker });

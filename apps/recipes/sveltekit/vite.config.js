import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';

export default {
  plugins: [
    sveltekit({
      adapter: adapter(),
      // Before version 2.62: in svelte.config.js. See src/hooks.server.js.
      csrf: { trustedOrigins: ['*'] },
    }),
  ],
};

import { bearer } from '@sig/http-auth';

const tokens = {
  find: async (token: string) => (token === 'known' ? { user: 'user' } : undefined),
};

// snippet

export type { httpAuth };

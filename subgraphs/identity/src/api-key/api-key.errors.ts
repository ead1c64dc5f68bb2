import { defineErrors } from '@lectern/errors';

export const apiKeyErrors = defineErrors({
  API_KEY_NOT_FOUND: { category: 'NOT_FOUND', message: 'You have no API key with this id.' },
  API_KEYS_EXCEEDED: {
    category: 'CONFLICT',
    message: 'You have as many API keys as an account may have. Revoke one first.',
  },
});

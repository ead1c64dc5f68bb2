import { defineErrors } from '@lectern/errors';

export const signingErrors = defineErrors({
  REQUEST_NOT_SIGNED: {
    category: 'UNAUTHENTICATED',
    message: 'This address answers only requests signed by Lectern’s own services. Use the gateway.',
  },
  REQUEST_SIGNATURE_INVALID: {
    category: 'UNAUTHENTICATED',
    message: 'The signature of the request is forged, expired, or made for something else.',
  },
});

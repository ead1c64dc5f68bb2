export { createKeyDerivation, createSigner, type DeriveKey, type RequestSigner, signatureHeader } from './sign.ts';
export { signingErrors } from './signing.errors.ts';
export { createVerifier, type RequestVerifier, type VerifiedRequest } from './verify.ts';
export { anonymous, isSignedIn, type Viewer } from './viewer.ts';

import { generateKeyPairSync } from 'node:crypto';
import { createSigner, createVerifier, type Viewer } from '@lectern/request-signing';
import { createSigner as createJwtSigner, createVerifier as createJwtVerifier } from 'fast-jwt';

/**
 * What a signature costs each request between services, beside the same claims signed asymmetrically (EdDSA), in
 * microseconds of CPU per request, signing and verifying together. Rounds are interleaved; the median is reported.
 */
const rounds = 5;
const perRound = 5_000;
const viewer: Viewer = { kind: 'USER', id: '0198c0de-0000-7000-8000-000000000001', roles: ['LEARNER'], via: 'session' };
const body = JSON.stringify({ query: 'query Bench($id: ID!) { exam(id: $id) { id title } }', variables: { id: '1' } });

const secret = 'a secret of at least thirty-two characters';
const sign = createSigner('gateway', secret);
const verify = createVerifier('exam', secret);
const shared = () => {
  const signature = sign({ audience: 'exam', method: 'POST', path: '/graphql', body, viewer });
  verify({ signature, method: 'POST', path: '/graphql', body });
};

const keys = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const signEd = createJwtSigner({ key: keys.privateKey, algorithm: 'EdDSA' });
const verifyEd = createJwtVerifier({ key: keys.publicKey, algorithms: ['EdDSA'] });
const asymmetric = () =>
  void verifyEd(signEd({ iss: 'gateway', aud: 'exam', htm: 'POST', htu: '/graphql', vwr: viewer }));

function cpuMicrosPerCall(work: () => void): number {
  const before = process.cpuUsage();
  for (let i = 0; i < perRound; i++) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / perRound;
}

const results: Record<'shared' | 'asymmetric', number[]> = { shared: [], asymmetric: [] };
for (const work of [shared, asymmetric]) cpuMicrosPerCall(work);
for (let round = 0; round < rounds; round++) {
  results.shared.push(cpuMicrosPerCall(shared));
  results.asymmetric.push(cpuMicrosPerCall(asymmetric));
}
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const [sharedUs, asymmetricUs] = [median(results.shared), median(results.asymmetric)];
process.stdout.write(
  `${JSON.stringify({
    bench: 'sign-request',
    rounds,
    sharedSecretCpuUs: Number(sharedUs.toFixed(1)),
    asymmetricCpuUs: Number(asymmetricUs.toFixed(1)),
    ratio: Number((asymmetricUs / sharedUs).toFixed(1)),
  })}\n`,
);

import { readFile } from 'node:fs/promises';
import mercuriusGateway from '@mercuriusjs/gateway';
import fastify from 'fastify';

/** `node gateway.mjs SERVICES PORT`; SERVICES is a JSON file: `[{ "name", "url", "schema" }]`, schemas of Federation 1. */
const [services, port] = process.argv.slice(2);

const app = fastify();
app.register(mercuriusGateway, {
  jit: 1,
  gateway: {
    services: JSON.parse(await readFile(services, 'utf8')).map((service) => ({
      ...service,
      mandatory: true,
      rewriteHeaders: (headers) => ({ authorization: headers.authorization }),
    })),
  },
});
await app.listen({ port: Number(port), host: '127.0.0.1' });

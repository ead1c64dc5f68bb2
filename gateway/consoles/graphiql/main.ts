import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './page.css';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createSessionFetcher } from './session-fetcher.ts';

const welcome = `# Operations run as the account that is signed in to the web app in this browser,
# or as nobody. An "authorization" or "x-api-key" header below goes first.

{
  __typename
}
`;

const place = document.getElementById('graphiql');
if (place) {
  createRoot(place).render(
    createElement(GraphiQL, { fetcher: createSessionFetcher(), defaultQuery: welcome, shouldPersistHeaders: false }),
  );
}

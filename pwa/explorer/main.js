// GraphiQL with the documentation of every field, against the server that it came from.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { getOperationAST, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const FIRST_QUERY = `# Signed in to the desk in this browser? Then this runs as you.
# Otherwise write under "Headers": { "Authorization": "Bearer gch_…" }

query {
  installation { name version }
  me { person { name role } token { name scopes } }
}
`;

const overHttp = createGraphiQLFetcher({
  url: '/graphql',
  // No form can send it: that is how the server tells us from one.
  headers: { 'x-guiche-client': 'explorer/1' },
  enableIncrementalDelivery: false,
});

/** What a header of requests carries, the socket carries in its first message. */
function token(headers = {}) {
  const [, authorization] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return authorization?.replace(/^bearer\s+/i, '');
}

function overSocket(parameters, options) {
  const client = createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    connectionParams: { token: token(options.headers) },
  });
  return client.iterate(parameters);
}

/** The document that GraphiQL hands over beside the text lags behind what was typed last. */
function follows({ query, operationName }) {
  try {
    return getOperationAST(parse(query), operationName)?.operation === 'subscription';
  } catch {
    // The server says better what is wrong.
    return false;
  }
}

function fetcher(parameters, options) {
  return follows(parameters) ? overSocket(parameters, options) : overHttp(parameters, options);
}

createRoot(document.getElementById('explorer')).render(
  createElement(GraphiQL, {
    fetcher,
    defaultQuery: FIRST_QUERY,
    // A token stays in the tab that it was written into.
    shouldPersistHeaders: false,
    showPersistHeadersSettings: false,
  }),
);

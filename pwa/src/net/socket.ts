/** The one piece of the library that the line needs, in a chunk of its own. */
export { createClient, type Client } from 'graphql-ws';

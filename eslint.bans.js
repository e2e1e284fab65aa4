/** What must not be imported or called, and what to use instead. */
export const noTestHelpers = {
  group: ['@trellis/testing', '@trellis/*/testing'],
  message: 'Test helpers are for specs only.',
};

/** A DataSource bypasses the transaction of a request: its writes stay when the request is rolled back. */
export const noDataSource = [
  { name: 'typeorm', importNames: ['DataSource'], message: 'Use `Database` of @trellis/database.' },
  { name: '@nestjs/typeorm', message: 'Use `Database` and `DatabaseModule` of @trellis/database.' },
];

/** Other clients resolve a name twice, follow redirects and wait for ever. */
export const USE_EGRESS = 'Use `Egress` of @trellis/egress. It checks and pins every address.';
const CLIENTS = ['request', 'get', 'Agent', 'globalAgent', 'ClientRequest', 'default'];
export const noOtherClient = [
  ...['undici', 'axios', 'got', 'node-fetch', 'ws', 'http', 'https', 'http2', 'node:http2'].map((name) => ({
    name,
    message: USE_EGRESS,
  })),
  ...['net', 'node:net', 'tls', 'node:tls'].map((name) => ({
    name,
    importNames: ['connect', 'createConnection', 'default'],
    message: USE_EGRESS,
  })),
  ...['node:http', 'node:https'].map((name) => ({ name, importNames: CLIENTS, message: USE_EGRESS })),
];
/** What a person typed is text. */
export const noMarkup = [
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Show text as text.' },
  { selector: 'MemberExpression[property.name=/^(inner|outer)HTML$/]', message: 'Show text as text.' },
  { selector: 'Literal[value=/^\\s*javascript:/i]', message: 'An address is no script.' },
];
/** The library sends a model that is only a name to its vendor's gateway. */
export const noModelNames = [
  {
    selector:
      "CallExpression[callee.name=/^(generate|stream)(Text|Object)$/] > ObjectExpression > Property[key.name='model'] > :matches(Literal, TemplateLiteral).value",
    message: 'Pass the model of a provider, not its name.',
  },
];
export const noGlobalClient = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'].map((name) => ({
  name,
  message: USE_EGRESS,
}));

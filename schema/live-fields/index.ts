// The gateway imports this too: nothing here may lead to the composition library.
export { type LiveNames, readLiveNames } from './linked-names.ts';
export { type LiveField, type LiveFields, readLiveFields } from './read-live-fields.ts';
export { checkLiveSources, type SubgraphSource } from './source-rules.ts';
export { topicName } from './topic-template.ts';

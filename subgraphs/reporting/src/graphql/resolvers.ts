import { dateTimeScalar } from '@lectern/subgraph';
import { exportMutations } from '../export/export.resolvers.ts';
import { examFields, liveQueries } from '../live/live.resolvers.ts';

/** The resolver maps of all domains, by type. Subscriptions are served by the gateway. */
export const resolvers = {
  DateTime: dateTimeScalar,
  Query: liveQueries,
  Mutation: exportMutations,
  Exam: examFields,
};

import { closeCodes } from '../../close-codes.ts';
import type { StreamFormat } from './formats.ts';

/** The boundary goes out with the part before it, since clients read a part when they see its end. */
const boundary = '\r\n--graphql';
const part = (json: string) => `\r\ncontent-type: application/json\r\n\r\n${json}${boundary}`;

/** https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol */
export const multipartSubscription: StreamFormat = {
  name: 'MULTIPART',
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  opening: `${boundary}${part('{}')}`,
  heartbeat: part('{}'),
  next: (result) => part(`{"payload":${result}}`),
  completed: '--\r\n',
  goodbye(reason) {
    const { happened, advice } = closeCodes[reason];
    const errors = [{ message: happened, extensions: { code: reason, advice } }];
    return `${part(JSON.stringify({ payload: null, errors }))}--\r\n`;
  },
};

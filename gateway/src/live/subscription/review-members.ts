import type { Channel } from '../engine/channel.ts';
import type { Groups } from '../engine/groups.ts';
import type { Member } from '../engine/member.ts';
import { groupKey } from './group-key.ts';
import { refusalOf, verdictFor, verdictKey } from './live-verdict.ts';

/** After a renewal in place the viewer may be allowed less, or more: from then on its events are shared with others. */
export function reviewMembers(groups: Groups, channel: Channel): void {
  for (const member of [...channel.members]) reviewMember(groups, member);
}

/** One that is not settled is looked at when it is. */
export function reviewMember(groups: Groups, member: Member): void {
  const { group, channel } = member;
  if (!member.isSettled || !group?.prepared.requirements) return;
  const { prepared, variables, topic } = group;
  const verdict = verdictFor(prepared.requirements, channel);
  const refusal = refusalOf(verdict);
  if (refusal !== undefined) {
    member.refuse(refusal);
    return;
  }
  const key = groupKey(prepared, variables, channel, verdictKey(verdict));
  if (key === group.key) return;
  const next = groups.find({ key, topic, prepared, variables });
  next.join(member);
  group.leave(member);
  // Like one that has just got room again: it is told the state, of which it has not been told anything.
  member.told = undefined;
  member.isSlow = true;
  if (!channel.isLagging) void next.catchUpSlow(member);
}

import { Group, type GroupDeps, type GroupOptions } from './group.ts';
import type { Topics } from './topics.ts';

/** All groups by key. */
export type Groups = {
  /** The group with this key and topic, made where there is none; it goes with its last member. */
  find(options: GroupOptions): Group;
  all(): Iterable<Group>;
  readonly count: number;
};

export function createGroups(topics: Topics, deps: Omit<GroupDeps, 'onEmpty'>): Groups {
  const groups = new Map<string, Group>();

  function onEmpty(group: Group): void {
    if (groups.get(group.key) === group) groups.delete(group.key);
    group.topic.groups.delete(group);
    topics.release(group.topic);
  }

  return {
    find(options) {
      const found = groups.get(options.key);
      if (found) return found;
      const group = new Group({ ...options, topic: topics.open(options.topic.name) }, { ...deps, onEmpty });
      group.topic.groups.add(group);
      groups.set(options.key, group);
      return group;
    },
    all: () => groups.values(),
    get count() {
      return groups.size;
    },
  };
}

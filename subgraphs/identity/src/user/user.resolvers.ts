import { inputErrors, readPage, requireRole, requireService, requireUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import type { Resolvers } from '../graphql/types.generated.ts';
import { createUsers } from './create-users.ts';
import { setUserRoles } from './set-user-roles.ts';
import { setUserSuspended } from './set-user-suspended.ts';
import { updateProfile } from './update-profile.ts';
import { listUsers, listUsersByEmail, listUsersById } from './user.queries.ts';
import { maySeeContact, maySeeSuspension, withLearner } from './user.ts';

const idsMax = 1_000;

/** The admin, or the service of ours, that does something to accounts; for the log. */
function requireAdminOrService({ viewer }: RequestDeps): string {
  return viewer.kind === 'SERVICE' ? `service:${viewer.name}` : requireRole(viewer, 'ADMIN').id;
}

export const userResolvers = {
  User: {
    __resolveReference: (reference, deps) => deps.userById.load(reference.id),
    email: (user, _args, { viewer }) => (maySeeContact(viewer, user.id) ? user.email : null),
    roles: (user, _args, { viewer }) => (maySeeContact(viewer, user.id) ? withLearner(user.roles) : null),
    isSuspended: (user, _args, { viewer }) => (maySeeSuspension(viewer) ? user.isSuspended : null),
  },
  Query: {
    viewer: (_parent, _args, { viewer, userById }) => (viewer.kind === 'USER' ? userById.load(viewer.id) : null),
    user: (_parent, { id }, { viewer, userById }) => (maySeeContact(viewer, id) ? userById.load(id) : null),
    users(_parent, args, { viewer, em }) {
      if (viewer.kind !== 'SERVICE') requireRole(viewer, 'INSTRUCTOR', 'ADMIN');
      const filter = { search: args.search ?? undefined, role: args.role ?? undefined };
      return listUsers(em, filter, readPage(args));
    },
    usersByIds(_parent, { ids }, { viewer, em }) {
      requireService(viewer);
      if (ids.length > idsMax) {
        throw inputErrors.make('BAD_INPUT', { message: `At most ${idsMax} ids.`, facts: { field: 'ids' } });
      }
      return listUsersById(em, ids);
    },
    usersByEmail(_parent, { emails }, { viewer, em }) {
      requireService(viewer);
      if (emails.length > idsMax) {
        throw inputErrors.make('BAD_INPUT', { message: `At most ${idsMax} addresses.`, facts: { field: 'emails' } });
      }
      return listUsersByEmail(em, emails);
    },
  },
  Mutation: {
    async createUsers(_parent, { input }, deps) {
      const by = requireAdminOrService(deps);
      const users = await createUsers(deps.em, input.users, by);
      deps.events.usersCreated(users.length, by);
      return { users };
    },
    async setUserRoles(_parent, { input }, deps) {
      const by = requireAdminOrService(deps);
      const { user, isChanged } = await setUserRoles(deps.em, { ...input, by });
      if (isChanged) deps.events.userRolesSet(user.id, user.roles, by);
      return { user };
    },
    async setUserSuspended(_parent, { input }, deps) {
      const by = requireAdminOrService(deps);
      const { user, isChanged } = await setUserSuspended(deps.em, { ...input, by });
      if (isChanged) deps.events.userSuspendedSet(user.id, user.isSuspended, by);
      return { user };
    },
    async updateProfile(_parent, { input }, { viewer, em }) {
      return { user: await updateProfile(em, requireUser(viewer).id, input) };
    },
  },
} satisfies Resolvers;

import type { Connection } from '@lectern/subgraph';
import type { ApiKey } from '../api-key/api-key.entity.ts';
import type { User } from '../user/user.entity.ts';

export type UserMapper = User;
export type UserConnectionMapper = Connection<User>;
export type ApiKeyMapper = ApiKey;

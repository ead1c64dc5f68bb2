import { ApiKeyEntity } from '../api-key/api-key.entity.ts';
import { UserEntity } from '../user/user.entity.ts';

export const entities = [UserEntity, ApiKeyEntity];

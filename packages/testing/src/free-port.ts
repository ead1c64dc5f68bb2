export { freePort } from '@lectern/embedded-services';

export { openProduct as default } from './_product/open-product.ts';

export { closeProduct as default } from './_product/open-product.ts';

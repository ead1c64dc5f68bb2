export { leafText } from './leaf-text.ts';
export { quote } from './quote.ts';

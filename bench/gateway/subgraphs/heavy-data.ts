export type User = { readonly id: string; readonly login: string; readonly name: string; reviews(): Review[] };
export type Review = { readonly id: string; readonly text: string; readonly author: User; readonly product: Product };
export type Product = {
  readonly sku: string;
  readonly title: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
  shippingEstimate(this: Weighed): number;
  reviews(): Review[];
};
export type Weighed = { readonly price: number; readonly weight: number };

const logins = ['heron', 'otter', 'marten', 'lynx', 'wren', 'badger'];
const names = ['Hedda Oak', 'Otto Reed', 'Mara Stone', 'Lina Brook', 'Wim Hazel', 'Bea Field'];
const titles = ['Kettle', 'Lantern', 'Hammock', 'Whetstone', 'Compass', 'Bellows', 'Satchel', 'Thermos', 'Trowel'];
const opinions = ['Does what it should', 'Broke in the first winter', 'Would buy it again', 'Smaller than it looks'];

/** Who wrote about what, as places in `logins` and `titles`. */
const written = [
  [0, 0],
  [0, 3],
  [0, 5],
  [0, 2],
  [1, 1],
  [1, 0],
  [1, 6],
  [1, 4],
  [2, 2],
  [2, 1],
  [2, 4],
  [2, 7],
  [2, 3],
  [3, 2],
  [3, 4],
  [3, 0],
  [3, 6],
  [4, 3],
  [4, 0],
  [4, 7],
  [4, 5],
  [5, 4],
  [5, 1],
  [5, 8],
  [5, 3],
] as const;

export const users: readonly User[] = logins.map((login, i) => ({
  id: `u${i + 1}`,
  login,
  name: names[i] ?? login,
  reviews: () => reviews.filter(({ author }) => author.id === `u${i + 1}`),
}));

/** Depends on what `@requires` brings, so that a gateway which forgets it is found out. */
function shippingEstimate(this: Weighed): number {
  return this.price > 900 ? 0 : Math.round(this.weight * 0.5);
}

export const products: readonly Product[] = titles.map((title, i) => ({
  sku: `sku-${i + 1}`,
  title,
  price: 120 + 97 * i,
  weight: 40 + 13 * i,
  inStock: i % 3 !== 2,
  shippingEstimate,
  reviews: () => reviews.filter(({ product }) => product.sku === `sku-${i + 1}`),
}));

export const reviews: readonly Review[] = written.map(([author, product], i) => ({
  id: `v${i + 1}`,
  text: `${opinions[i % opinions.length]}, says the ${titles[product]?.toLowerCase()}`,
  author: at(users, author),
  product: at(products, product),
}));

function at<T>(list: readonly T[], place: number): T {
  const found = list[place];
  if (found === undefined) throw new RangeError(`nothing at ${place}`);
  return found;
}

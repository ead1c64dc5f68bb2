export type DemoPerson = {
  readonly name: string;
  readonly email: string;
  readonly locale: 'en' | 'id';
  readonly roles: readonly ('INSTRUCTOR' | 'PROCTOR')[];
};

/** Made-up people. All addresses end in example.com, which nobody can receive mail at. */
const learnerNames: readonly (readonly [string, 'en' | 'id'])[] = [
  ['Ayu Lestari', 'id'],
  ['Budi Santoso', 'id'],
  ['Chiara Romano', 'en'],
  ['Dmitri Volkov', 'en'],
  ['Efua Mensah', 'en'],
  ['Farid Haddad', 'en'],
  ['Grace Okafor', 'en'],
  ['Hana Suzuki', 'en'],
  ['Ingrid Solberg', 'en'],
  ['Joko Prasetyo', 'id'],
  ['Kavita Sharma', 'en'],
  ['Liam O’Connor', 'en'],
  ['Mateo Fernández', 'en'],
  ['Nur Aisyah', 'id'],
  ['Olga Kowalska', 'en'],
  ['Putri Wulandari', 'id'],
  ['Quang Nguyen', 'en'],
  ['Rosa Silva', 'en'],
  ['Samuel Adeyemi', 'en'],
];

export const instructor: DemoPerson = {
  name: 'Irene Instructor',
  email: 'instructor@example.com',
  locale: 'en',
  roles: ['INSTRUCTOR'],
};

export const proctor: DemoPerson = {
  name: 'Paul Proctor',
  email: 'proctor@example.com',
  locale: 'en',
  roles: ['PROCTOR'],
};

/** Twenty learners; the first is the one to sign in as. */
export const learners: readonly DemoPerson[] = [
  { name: 'Lea Learner', email: 'learner@example.com', locale: 'en', roles: [] },
  ...learnerNames.map(([name, locale]) => ({ name, email: addressOf(name), locale, roles: [] })),
];

function addressOf(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/\p{M}|[’']/gu, '');
  return `${plain.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.com`;
}

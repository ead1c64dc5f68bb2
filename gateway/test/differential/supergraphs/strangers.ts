import { federation2, type SupergraphDefinition } from '../supergraph.ts';

/**
 * Entities that a subgraph does not know, and keys that are null. A subgraph that does not know an instance is never
 * on the only way to a third one, or the merged schema could not tell what is lost.
 */
export const strangers: SupergraphDefinition = {
  name: 'strangers',
  instances: 5,
  absent: { 'scores.Player': [2, 4], 'clubs.Club': [1], 'clubs.Player': [3], 'halls.Hall': [2] },
  // The hall 2 has no code, by which alone `halls` knows halls.
  nulls: { 'Hall.code': [2] },
  subgraphs: {
    players: `${federation2}
      type Query { player(id: ID!): Player players: [Player] team: [Player!] captain: Player! hall: Hall halls: [Hall!] }
      type Player @key(fields: "id") { id: ID! name: String nemesis: Player club: Club clubs: [[Club!]] home: Hall }
      type Club @key(fields: "id") { id: ID! title: String! }
      type Hall @key(fields: "id") @key(fields: "code") { id: ID! code: String seats: Int! }
    `,
    scores: `${federation2}
      type Query { best: [Player!]! }
      type Player @key(fields: "id") { id: ID! points(season: Int): Int rank: Int! matches: [Match!] }
      type Match { day: Int! other: Player others: [Player]! }
    `,
    clubs: `${federation2}
      type Query { club: Club clubsOf(player: ID): [Club] }
      type Club @key(fields: "id") { id: ID! founded: Int! motto: String members: [Player!] seat: Hall }
      type Player @key(fields: "id") { id: ID! since: Int fee: Float! }
      type Hall @key(fields: "id", resolvable: false) { id: ID! }
    `,
    halls: `${federation2}
      type Query { open: [Hall] }
      type Hall @key(fields: "code") { code: String lights: Boolean! plan: [[String]] next: Hall }
    `,
  },
};

/** A made-up live graph; the gateway knows nothing else of it. */
export const boardSdl = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://lectern.dev/live/v1.0", import: ["@live"])
    @composeDirective(name: "@live")
  directive @live(topic: String!, snapshot: String!, scope: String! = "SHARED", skips: Boolean! = true) on FIELD_DEFINITION
  type Query {
    board(id: ID!): Board
    result(id: ID!): Result
  }
  type Subscription {
    board(id: ID!): Board @live(topic: "board.{id}", snapshot: "board", scope: "SHARED")
    result(id: ID!): Result @live(topic: "result.{id}", snapshot: "result", scope: "VIEWER")
  }
  type Board {
    id: ID!
    revision: Int!
    sentAt: Float!
    registeredCount: Int!
    startedCount: Int!
    workingCount: Int!
    handedInCount: Int!
    passedCount: Int!
    answerCount: Int!
    meanPoints: Float!
    medianPoints: Float!
    bestPoints: Float!
    passedPercent: Float!
    leaders: [Leader!]!
  }
  type Leader { rank: Int! personId: ID! name: String! points: Float! seconds: Int! }
  type Result { id: ID! revision: Int! sentAt: Float! points: Float! pointsMax: Float! isPassed: Boolean! rank: Int }
`;

/** The same graph for a server without a federation. */
export const plainSdl = boardSdl
  .replace(/extend schema[\s\S]*?directive @live.*\n/, '')
  .replaceAll(/ @live\([^)]*\)/g, '');

const boardFields = `
  id revision sentAt registeredCount startedCount workingCount handedInCount passedCount answerCount
  meanPoints medianPoints bestPoints passedPercent leaders { rank personId name points seconds }`;
const resultFields = 'id revision sentAt points pointsMax isPassed rank';

export const documents = {
  board: `subscription Board($id: ID!) { board(id: $id) {${boardFields} } }`,
  result: `subscription Result($id: ID!) { result(id: $id) { ${resultFields} } }`,
} as const;

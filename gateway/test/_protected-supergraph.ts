import { composeSupergraph } from './_compose.ts';

const imports = '["@key", "@authenticated", "@requiresScopes", "@policy"]';
const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${imports})`;
/** A graph with each directive about access at each place it may stand. */
export function composeProtectedSupergraph(): string {
  return composeSupergraph({
    boxes: `${link}
    type Query {
      open(text: String): String
      guarded(text: String): String @authenticated
      scoped: String @requiresScopes(scopes: [["a", "b"], ["c"]])
      ruled: String @policy(policies: [["p", "q"], ["r"]])
      strict: String! @authenticated @requiresScopes(scopes: [["a"]]) @policy(policies: [["p"]])
      box(id: ID): Box
      boxes: [[Box!]!]!
      vault: Vault
      vaults: [Vault!]
      color: Color
      money: [Money!]
      thing: Thing
      part: Part
      any: Any
    }
    type Mutation { fill(text: String): Box @requiresScopes(scopes: [["write"]]) look: Box }
    type Subscription { filled: Box @authenticated looked: Box }
    type Box @key(fields: "id") {
      id: ID!
      inner: Box
      secret(text: String): String @authenticated
      vault: Vault
      price: Money
    }
    type Vault @authenticated { id: ID! gold: Int @requiresScopes(scopes: [["gold"]]) box: Box }
    enum Color @authenticated { RED }
    scalar Money @policy(policies: [["p"]])
    interface Thing { id: ID! owner: String maker: String }
    type Stone implements Thing { id: ID! owner: String @authenticated maker: String weight: Int }
    type Tree implements Thing { id: ID! owner: String @requiresScopes(scopes: [["a"]]) maker: String height: Int @authenticated }
    interface Part { id: ID! }
    type Nut implements Part { id: ID! size: Int }
    type Bolt implements Part @authenticated { id: ID! size: Int }
    union Any = Nut | Bolt | Stone`,
    lids: `${link}
    type Box @key(fields: "id") { id: ID! lid: String @requiresScopes(scopes: [["c"]]) }
    type Query { lids: Int }`,
  });
}

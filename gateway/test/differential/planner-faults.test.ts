import { describe, expect, it } from '@jest/globals';
import { planOf } from './apollo-plan.ts';
import { plannerFaults } from './supergraphs/planner-faults.ts';

describe('Apollo’s planner', () => {
  it.each(plannerFaults.map((fault) => [fault.what, fault] as const))('still has it that %s', (_what, fault) => {
    const plan = planOf(fault.supergraph, fault.query);
    expect(plan).toMatch(fault.holds);
    expect(plan).not.toMatch(fault.lacks);
  });
});

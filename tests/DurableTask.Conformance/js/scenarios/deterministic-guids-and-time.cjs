"use strict";
const assert = require("node:assert/strict");
const { outputOf } = require("../world.cjs");

// Both are asked for again in every turn: what the first turn saw has to come back in the last.
module.exports = {
  register(worker) {
    worker.addNamedActivity("echo", (_, value) => value);
    worker.addNamedOrchestrator("main", async function* (context) {
      const guids = [context.newGuid(), context.newGuid()];
      const begun = context.currentUtcDateTime.toISOString();
      const noted = yield context.callActivity("echo", { guids, begun });
      yield context.createTimer(0.01);
      return { noted, seen: { guids, begun }, later: context.newGuid() };
    });
  },
  async run(client) {
    const { noted, seen, later } = await outputOf(client, "main");
    assert.deepEqual(noted, seen);
    assert.equal(new Set([...seen.guids, later]).size, 3);
  },
};

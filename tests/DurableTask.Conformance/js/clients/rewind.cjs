"use strict";
const assert = require("node:assert/strict");
const { runToEnd } = require("../world.cjs");

module.exports = {
  async run(client) {
    assert.equal((await runToEnd(client, "broken parent", null, "p")).runtimeStatus, 3);
    await client.rewindInstance("p", "mended");
    const state = await client.waitForOrchestrationCompletion("p", true, 30);
    assert.equal(state.runtimeStatus, 1, state.failureDetails?.message);
    assert.deepEqual(JSON.parse(state.serializedOutput), ["fine", "mended"]);
  },
};

"use strict";
const assert = require("node:assert/strict");
const { runToEnd } = require("../world.cjs");

// More than 6 MB of history for a worker that receives 4 MB at a time, and a decision of more than 4 MB from it.
module.exports = {
  async run(client) {
    const state = await runToEnd(client, "large");
    state.raiseIfFailed();
    assert.equal(state.serializedOutput, `${7 * 900_000 + 8 * 700_000}`);
  },
};

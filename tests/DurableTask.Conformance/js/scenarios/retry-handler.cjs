"use strict";
const assert = require("node:assert/strict");
const { outputOf } = require("../world.cjs");

let tries = 0;

module.exports = {
  register(worker) {
    worker.addNamedActivity("flaky", () => {
      tries++;
      if (tries < 4) {
        throw new Error(`try ${tries}`);
      }
      return tries;
    });
    worker.addNamedOrchestrator("main", async function* (context) {
      const seen = [];
      const retry = async (failed) => {
        seen.push(failed.lastAttemptNumber);
        return failed.lastAttemptNumber === 1 ? 20 : failed.lastAttemptNumber < 5;
      };
      return [yield context.callActivity("flaky", null, { retry }), seen];
    });
  },
  async run(client) {
    assert.deepEqual(await outputOf(client, "main"), [4, [1, 2, 3]]);
  },
};

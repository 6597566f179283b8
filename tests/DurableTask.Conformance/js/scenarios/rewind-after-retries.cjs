"use strict";
const assert = require("node:assert/strict");
const { RetryPolicy } = require("@microsoft/durabletask-js");
const { runToEnd } = require("../world.cjs");

let broken = true;

module.exports = {
  register(worker) {
    worker.addNamedActivity("work", () => {
      if (broken) {
        throw new Error("out of order");
      }
      return "done";
    });
    worker.addNamedOrchestrator("main", async function* (context) {
      const retry = new RetryPolicy({ maxNumberOfAttempts: 3, firstRetryIntervalInMilliseconds: 10 });
      return yield context.callActivity("work", null, { retry });
    });
  },
  async run(client) {
    assert.equal((await runToEnd(client, "main", null, "main")).runtimeStatus, 3);
    broken = false;
    await client.rewindInstance("main", "mended");
    const state = await client.waitForOrchestrationCompletion("main", true, 30);
    assert.equal(state.runtimeStatus, 1, state.failureDetails?.message);
    assert.equal(state.serializedOutput, '"done"');
  },
};

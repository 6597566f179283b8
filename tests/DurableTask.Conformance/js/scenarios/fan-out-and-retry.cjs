"use strict";
const assert = require("node:assert/strict");
const { whenAll, RetryPolicy } = require("@microsoft/durabletask-js");

module.exports = {
  register(worker) {
    let failures = 2;
    worker.addNamedActivity("square", (_, n) => n * n);
    worker.addNamedActivity("flaky", () => {
      if (failures-- > 0) {
        throw new Error("not yet");
      }
      return "at last";
    });
    worker.addNamedOrchestrator("main", async function* (context, count) {
      const tasks = [];
      for (let n = 0; n < count; n++) {
        tasks.push(context.callActivity("square", n));
      }
      const squares = yield whenAll(tasks);
      const retry = new RetryPolicy({ maxNumberOfAttempts: 3, firstRetryIntervalInMilliseconds: 50 });
      const flaky = yield context.callActivity("flaky", null, { retry });
      return { sum: squares.reduce((a, b) => a + b, 0), flaky };
    });
  },
  async run(client) {
    const id = await client.scheduleNewOrchestration("main", 200);
    const state = await client.waitForOrchestrationCompletion(id, true, 60);
    assert.deepEqual(JSON.parse(state.serializedOutput), { sum: 2646700, flaky: "at last" });
  },
};

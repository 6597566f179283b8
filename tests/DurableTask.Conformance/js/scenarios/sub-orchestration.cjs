"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("child", async function* (context, n) {
      if (n < 0) {
        throw new Error("negative");
      }
      return n * n;
    });
    worker.addNamedOrchestrator("parent", async function* (context, numbers) {
      let sum = 0;
      for (const n of numbers) {
        sum += yield context.callSubOrchestrator("child", n);
      }
      try {
        yield context.callSubOrchestrator("child", -1);
      } catch (error) {
        return { sum, failure: String(error) };
      }
      return { sum };
    });
  },
  async run(client) {
    const id = await client.scheduleNewOrchestration("parent", [1, 2, 3]);
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    const output = JSON.parse(state.serializedOutput);
    assert.equal(output.sum, 14);
    assert.match(output.failure, /negative/);
  },
};

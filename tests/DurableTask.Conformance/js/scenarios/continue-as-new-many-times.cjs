"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedActivity("increment", (_, n) => n + 1);
    worker.addNamedOrchestrator("child", async function* (context, n) {
      return yield context.callActivity("increment", n);
    });
    worker.addNamedOrchestrator("main", async function* (context, n) {
      context.setCustomStatus(n);
      const next = n % 2 ? yield context.callActivity("increment", n) : yield context.callSubOrchestrator("child", n);
      if (next < 50) {
        context.continueAsNew(next, true);
        return;
      }
      return { next, version: context.version };
    });
  },
  async run(client) {
    const id = await client.scheduleNewOrchestration("main", 0, { tags: { kept: "yes" }, version: "1.2" });
    const state = await client.waitForOrchestrationCompletion(id, true, 60);
    assert.deepEqual(JSON.parse(state.serializedOutput), { next: 50, version: "1.2" });
    assert.deepEqual(state.tags, { kept: "yes" });
    assert.equal(state.serializedInput, "49");
    const history = await client.getOrchestrationHistory(id);
    assert.equal(history.filter((entry) => entry.type === "ExecutionStarted").length, 1);
  },
};

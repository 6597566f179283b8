"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedActivity("double", (_, n) => n * 2);
    worker.addNamedActivity("add", (_, [a, b]) => a + b);
    worker.addNamedOrchestrator("main", async function* (context, input) {
      const doubled = yield context.callActivity("double", input);
      const sum = yield context.callActivity("add", [doubled, 1]);
      const event = yield context.waitForExternalEvent("approve");
      return { sum, event };
    });
  },
  async run(client) {
    const id = await client.scheduleNewOrchestration("main", 20);
    await client.raiseOrchestrationEvent(id, "approve", { by: "someone" });
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.equal(state.runtimeStatus, 1);
    assert.deepEqual(JSON.parse(state.serializedOutput), { sum: 41, event: { by: "someone" } });
  },
};

"use strict";
const assert = require("node:assert/strict");
const { whenAll } = require("@microsoft/durabletask-js");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context) {
      const payloads = yield whenAll(["a", "b", "c", "a"].map((name) => context.waitForExternalEvent(name)));
      return payloads;
    });
  },
  async run(client) {
    const id = await client.scheduleNewOrchestration("main");
    await client.waitForOrchestrationStart(id);
    await client.raiseOrchestrationEvent(id, "c", { deep: [1, { x: "ÿ" }] });
    await client.raiseOrchestrationEvent(id, "a", "first");
    await client.raiseOrchestrationEvent(id, "b", false);
    await client.raiseOrchestrationEvent(id, "unheard", 1);
    await client.raiseOrchestrationEvent(id, "a", "second");
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.deepEqual(JSON.parse(state.serializedOutput), ["first", false, { deep: [1, { x: "ÿ" }] }, "second"]);
  },
};

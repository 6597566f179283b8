"use strict";
const assert = require("node:assert/strict");
const { terminateOptions } = require("@microsoft/durabletask-js");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("child", async function* (context) {
      return yield context.waitForExternalEvent("never");
    });
    worker.addNamedOrchestrator("parent", async function* (context, childId) {
      return yield context.callSubOrchestrator("child", null, { instanceId: childId });
    });
  },
  async run(client) {
    const child = `child-${process.pid}`;
    const id = await client.scheduleNewOrchestration("parent", child);
    let started;
    do {
      started = await client.getOrchestrationState(child);
    } while (started === undefined);
    await client.terminateOrchestration(id, terminateOptions({ output: "stopped", recursive: true }));
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.equal(state.runtimeStatus, 5);
    assert.equal(JSON.parse(state.serializedOutput), "stopped");
    const childState = await client.waitForOrchestrationCompletion(child, true, 30);
    assert.equal(childState.runtimeStatus, 5);
    await assert.rejects(client.raiseOrchestrationEvent("nobody", "x"), /nobody/);
  },
};

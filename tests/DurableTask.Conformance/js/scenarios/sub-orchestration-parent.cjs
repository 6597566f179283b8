"use strict";
const assert = require("node:assert/strict");
const { outputOf } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("child", async function* (context) {
      return { id: context.instanceId, parent: context.parent?.instanceId, name: context.parent?.name, task: context.parent?.taskScheduledId };
    });
    worker.addNamedOrchestrator("parent", async function* (context) {
      const named = yield context.callSubOrchestrator("child", null, { instanceId: "chosen" });
      const unnamed = yield context.callSubOrchestrator("child");
      return { named, unnamed, own: context.parent === undefined };
    });
  },
  async run(client) {
    const { named, unnamed, own } = await outputOf(client, "parent", null, "top");
    assert.deepEqual(named, { id: "chosen", parent: "top", name: "parent", task: 1 });
    assert.equal(unnamed.parent, "top");
    assert.equal(unnamed.task, 2);
    assert.ok(own);
    assert.equal((await client.getOrchestrationState("chosen")).runtimeStatus, 1);
    assert.ok(await client.getOrchestrationState(unnamed.id));
  },
};

"use strict";
const assert = require("node:assert/strict");
const { outputOf } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("child", async function* (context) {
      return context.version;
    });
    worker.addNamedOrchestrator("main", async function* (context) {
      const child = yield context.callSubOrchestrator("child", null, { version: "3.1", tags: { from: "parent" }, instanceId: `${context.instanceId}-child` });
      return { own: context.version, newer: context.compareVersionTo("1.9") > 0, child };
    });
  },
  async run(client, world) {
    const tags = { team: "red", ключ: "значение" };
    assert.deepEqual(await outputOf(client, "main", null, { instanceId: "tagged", version: "2.0", tags }), { own: "2.0", newer: true, child: "3.1" });
    assert.deepEqual((await client.getOrchestrationState("tagged")).tags, tags);
    assert.deepEqual((await client.getOrchestrationState("tagged-child")).tags, { from: "parent" });
    assert.equal((await outputOf(world.client({ defaultVersion: "7.5" }), "main")).own, "7.5");
    assert.equal((await outputOf(client, "main")).own, "");
    const again = await client.restartOrchestration("tagged", true);
    const restarted = await client.waitForOrchestrationCompletion(again, true, 30);
    assert.equal(JSON.parse(restarted.serializedOutput).own, "2.0");
    assert.deepEqual(restarted.tags, tags);
  },
};

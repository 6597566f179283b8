"use strict";
const assert = require("node:assert/strict");
const { OrchestrationStatus } = require("@microsoft/durabletask-js");
const { runToEnd } = require("../world.cjs");

async function idsOf(client, filter) {
  const ids = [];
  for await (const state of client.getAllInstances(filter)) {
    ids.push(state.instanceId);
  }
  return ids;
}

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context, how) {
      if (how === "fail") {
        throw new Error("as asked");
      }
      if (how === "wait") {
        yield context.waitForExternalEvent("never");
      }
    });
  },
  async run(client) {
    await runToEnd(client, "main", "complete", "a-done");
    await runToEnd(client, "main", "fail", "a-failed");
    await client.scheduleNewOrchestration("main", "wait", "b-waiting");
    await client.waitForOrchestrationStart("b-waiting");
    const waiting = await client.getOrchestrationState("b-waiting");
    assert.deepEqual(await idsOf(client), ["a-done", "a-failed", "b-waiting"]);
    assert.deepEqual(await idsOf(client, { statuses: [OrchestrationStatus.FAILED, OrchestrationStatus.RUNNING] }), ["a-failed", "b-waiting"]);
    assert.deepEqual(await idsOf(client, { statuses: [OrchestrationStatus.TERMINATED] }), []);
    assert.deepEqual(await idsOf(client, { instanceIdPrefix: "a-" }), ["a-done", "a-failed"]);
    assert.deepEqual(await idsOf(client, { instanceIdPrefix: "a-%" }), []);
    assert.deepEqual(await idsOf(client, { createdFrom: new Date(waiting.createdAt.getTime() + 1000) }), []);
    assert.deepEqual(await idsOf(client, { createdFrom: new Date(waiting.createdAt.getTime() - 60_000), createdTo: new Date(waiting.createdAt.getTime() + 1000) }), ["a-done", "a-failed", "b-waiting"]);
    for await (const state of client.getAllInstances({ instanceIdPrefix: "a-f" })) {
      assert.equal(state.serializedInput, undefined);
      assert.equal(state.name, "main");
    }
  },
};

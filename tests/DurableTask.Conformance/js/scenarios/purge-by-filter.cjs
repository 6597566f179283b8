"use strict";
const assert = require("node:assert/strict");
const { OrchestrationStatus, PurgeInstanceCriteria } = require("@microsoft/durabletask-js");
const { runToEnd } = require("../world.cjs");

function criteria(statuses, from, to) {
  const wanted = new PurgeInstanceCriteria();
  wanted.setRuntimeStatusList(statuses);
  wanted.setCreatedTimeFrom(from);
  wanted.setCreatedTimeTo(to);
  return wanted;
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
    for (let n = 0; n < 3; n++) {
      await runToEnd(client, "main", "complete", `done-${n}`);
    }
    await runToEnd(client, "main", "fail", "failed");
    await client.scheduleNewOrchestration("main", "wait", "waiting");
    await client.waitForOrchestrationStart("waiting");
    const anHour = 3_600_000;
    assert.equal((await client.purgeOrchestration(criteria([], undefined, new Date(Date.now() - anHour)))).deletedInstanceCount, 0);
    assert.equal((await client.purgeOrchestration(criteria([], new Date(Date.now() + anHour)))).deletedInstanceCount, 0);
    await assert.rejects(client.purgeOrchestration(criteria([OrchestrationStatus.RUNNING])), /cannot be purged/);
    assert.equal((await client.purgeOrchestration(criteria([OrchestrationStatus.FAILED]))).deletedInstanceCount, 1);
    assert.equal(await client.getOrchestrationState("failed"), undefined);
    assert.equal((await client.purgeOrchestration(criteria([], new Date(Date.now() - anHour), new Date(Date.now() + anHour)))).deletedInstanceCount, 3);
    assert.equal((await client.getOrchestrationState("waiting")).runtimeStatus, 0);
    await assert.rejects(client.purgeOrchestration("waiting"), /only a finished one can be purged/);
  },
};

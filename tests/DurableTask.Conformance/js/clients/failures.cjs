"use strict";
const assert = require("node:assert/strict");
const { runToEnd } = require("../world.cjs");

module.exports = {
  async run(client) {
    const failed = await runToEnd(client, "nested", null, "nested");
    assert.equal(failed.runtimeStatus, 3);
    assert.match(failed.failureDetails.errorType, /TaskFailedException$/);
    assert.match(failed.failureDetails.message, /nested child/);
    const created = (await client.getOrchestrationHistory("nested")).find((entry) => entry.type === "SubOrchestrationInstanceCreated");
    const history = await client.getOrchestrationHistory(created.instanceId);
    const cause = history.find((entry) => entry.type === "TaskFailed").failureDetails;
    assert.deepEqual([cause.errorType, cause.message], ["System.InvalidOperationException", "outer"]);
    const retried = await runToEnd(client, "retry");
    assert.equal(retried.serializedOutput, "3");
  },
};

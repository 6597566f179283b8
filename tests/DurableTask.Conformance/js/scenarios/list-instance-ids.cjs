"use strict";
const assert = require("node:assert/strict");
const { OrchestrationStatus } = require("@microsoft/durabletask-js");
const { runToEnd } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context, how) {
      if (how === "fail") {
        throw new Error("as asked");
      }
    });
  },
  async run(client) {
    for (let n = 0; n < 5; n++) {
      await runToEnd(client, "main", n === 2 ? "fail" : "complete", `i-${n}`);
    }
    const ids = [];
    let lastInstanceKey;
    do {
      const page = await client.listInstanceIds({ runtimeStatus: [OrchestrationStatus.COMPLETED], pageSize: 3, lastInstanceKey });
      ids.push(...page.values);
      lastInstanceKey = page.continuationToken;
    } while (lastInstanceKey);
    assert.deepEqual(ids, ["i-0", "i-1", "i-3", "i-4"]);
    assert.deepEqual((await client.listInstanceIds({ runtimeStatus: [OrchestrationStatus.FAILED] })).values, ["i-2"]);
    assert.deepEqual((await client.listInstanceIds({ completedTimeFrom: new Date(Date.now() + 60_000) })).values, []);
    assert.equal((await client.listInstanceIds({ completedTimeFrom: new Date(Date.now() - 60_000), completedTimeTo: new Date(Date.now() + 60_000) })).values.length, 5);
  },
};

"use strict";
const assert = require("node:assert/strict");
const { VersionFailureStrategy, VersionMatchStrategy } = require("@microsoft/durabletask-js");
const { outputOf, runToEnd } = require("../world.cjs");

module.exports = {
  workerOptions: { versioning: { version: "2.0", matchStrategy: VersionMatchStrategy.CurrentOrOlder, failureStrategy: VersionFailureStrategy.Fail } },
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context) {
      return context.version;
    });
  },
  async run(client) {
    for (const version of ["1.5", "2.0"]) {
      assert.equal(await outputOf(client, "main", null, { version }), version);
    }
    const refused = await runToEnd(client, "main", null, { version: "2.1" });
    assert.equal(refused.runtimeStatus, 3);
    assert.equal(refused.failureDetails.errorType, "VersionMismatch");
  },
};

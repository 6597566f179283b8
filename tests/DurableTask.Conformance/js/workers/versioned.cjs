"use strict";
const { VersionFailureStrategy, VersionMatchStrategy } = require("@microsoft/durabletask-js");

// Takes version 1.0 only, and hands everything else back.
module.exports = {
  workerOptions: { versioning: { version: "1.0", matchStrategy: VersionMatchStrategy.Strict, failureStrategy: VersionFailureStrategy.Reject } },
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context) {
      return `JavaScript ${context.version}`;
    });
  },
};

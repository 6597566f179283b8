"use strict";
const { whenAll } = require("@microsoft/durabletask-js");

let broken = true;
let fine = 0;

// The outermost and the innermost part of a family whose middle is in .NET.
module.exports = {
  workerOptions: { workItemFilters: "auto" },
  register(worker) {
    worker.addNamedOrchestrator("js parent", async function* (context) {
      return yield whenAll([context.callActivity("js fine"), context.callSubOrchestrator("net child")]);
    });
    worker.addNamedActivity("js fine", () => ++fine);
    worker.addNamedActivity("js broken once", () => {
      if (broken) {
        broken = false;
        throw new Error("broken in JavaScript");
      }
      return "mended";
    });
  },
};

"use strict";
const { whenAll } = require("@microsoft/durabletask-js");

let broken = true;

// What Tapir's client finds registered with a worker of this SDK.
module.exports = {
  register(worker) {
    worker.addNamedActivity("square", (_, n) => n * n);
    worker.addNamedActivity("broken once", () => {
      if (broken) {
        broken = false;
        throw new RangeError("broken");
      }
      return "mended";
    });
    worker.addNamedOrchestrator("squares", async function* (context, count) {
      return yield whenAll(Array.from({ length: count }, (_, n) => context.callActivity("square", n)));
    });
    worker.addNamedOrchestrator("echo", async function* (context, input) {
      context.setCustomStatus({ version: context.version });
      return input;
    });
    worker.addNamedOrchestrator("wait", async function* (context) {
      context.setCustomStatus("waiting");
      return [yield context.waitForExternalEvent("go"), yield context.waitForExternalEvent("go")];
    });
    worker.addNamedOrchestrator("parent", async function* (context) {
      return yield context.callSubOrchestrator("wait", null, { instanceId: `${context.instanceId}-child` });
    });
    worker.addNamedOrchestrator("breaks", async function* (context) {
      return yield context.callActivity("broken once");
    });
    worker.addNamedOrchestrator("large", async function* (context, length) {
      return "x".repeat(length);
    });
  },
};

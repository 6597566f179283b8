"use strict";

// The activities of an orchestration in .NET, whose inputs come as a list of one.
module.exports = {
  workerOptions: { workItemFilters: "auto" },
  register(worker) {
    worker.addNamedActivity("js upper", (_, [text]) => text.toUpperCase());
    worker.addNamedActivity("js fails", () => {
      throw new TypeError("not in JavaScript");
    });
    worker.addNamedOrchestrator("js child", async function* (context, input) {
      return { input, parent: context.parent.instanceId, upper: yield context.callActivity("js upper", [input]) };
    });
  },
};

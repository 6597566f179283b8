// What scenarios are made of: clients, workers, and waiting for something to become true.
"use strict";
const { TaskHubGrpcClient, TaskHubGrpcWorker, NoOpLogger } = require("@microsoft/durabletask-js");

class World {
  constructor(hostAddress) {
    this.hostAddress = hostAddress;
  }

  client(options) {
    return new TaskHubGrpcClient({ hostAddress: this.hostAddress, logger: new NoOpLogger(), ...options });
  }

  async startWorker(register, options) {
    const worker = new TaskHubGrpcWorker({ hostAddress: this.hostAddress, logger: new NoOpLogger(), ...options });
    register(worker);
    await worker.start();
    return worker;
  }

  // Asks until the answer is not undefined, null or false, and returns it.
  async until(ask) {
    for (;;) {
      const answer = await ask();
      if (answer) {
        return answer;
      }
    }
  }

  // Waits until the instance's custom status is this value.
  untilStatus(client, id, status) {
    const wanted = JSON.stringify(status);
    return this.until(async () => (await client.getOrchestrationState(id))?.serializedCustomStatus === wanted);
  }
}

// Starts an orchestration, waits for its end and returns its state.
async function runToEnd(client, name, input, options) {
  const id = await client.scheduleNewOrchestration(name, input, options);
  return client.waitForOrchestrationCompletion(id, true, 60);
}

// The output of an orchestration that has to complete.
async function outputOf(client, name, input, options) {
  const state = await runToEnd(client, name, input, options);
  state.raiseIfFailed();
  return state.serializedOutput === undefined ? undefined : JSON.parse(state.serializedOutput);
}

module.exports = { World, runToEnd, outputOf };

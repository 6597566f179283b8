// Runs one scenario with the official SDK: node run.cjs SCENARIO ADDRESS. Exit code 0 means that every assertion held.
"use strict";
const { TaskHubGrpcClient, TaskHubGrpcWorker, NoOpLogger } = require("@microsoft/durabletask-js");

const [, , name, hostAddress] = process.argv;
const scenario = require(`./scenarios/${name}.cjs`);

async function main() {
  const logger = new NoOpLogger();
  const worker = new TaskHubGrpcWorker({ hostAddress, logger });
  const client = new TaskHubGrpcClient({ hostAddress, logger });
  scenario.register(worker);
  await worker.start();
  await scenario.run(client);
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);

// Runs one scenario with the official SDK: node run.cjs FOLDER/SCENARIO ADDRESS. Exit code 0 means that every assertion held.
// A scenario's worker is started first if it registers anything; it may start more by itself.
"use strict";
const { World } = require("./world.cjs");

const [, , name, hostAddress] = process.argv;
const scenario = require(`./${name}.cjs`);

async function main() {
  const world = new World(hostAddress);
  if (scenario.register) {
    await world.startWorker(scenario.register, scenario.workerOptions);
  }
  await scenario.run(world.client(), world);
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);

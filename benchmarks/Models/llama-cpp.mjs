// llama.cpp beside Tapir: its speed for one answer, and whether it says of a GGUF file what Tapir says.
//
//   npm install --prefix FOLDER --omit=optional node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64
//   cp benchmarks/Models/llama-cpp.mjs FOLDER && cd FOLDER
//   node llama-cpp.mjs speed MODEL.gguf                     tokens a second, 64 after a prompt of 64, the prompt's time counted, 2 threads
//   node llama-cpp.mjs text MODEL.gguf http://HOST:PORT     greedy answers here and of `tapir serve-model MODEL.gguf`, side by side; no answer may differ but by a near tie
import { getLlama, LlamaCompletion } from "node-llama-cpp";

const questions = [
  "What is the capital of France?", "What is 7 + 5?", "How many g are 6 kg?", "Sort these numbers in ascending order: 8, 3, 12, 5.", "Write the word tapir backwards.",
  "Which is larger, 0.7 or 0.65?", "Name three rivers of Asia.", "A train leaves at 9:40 and travels for 85 minutes. When does it arrive?",
  "Tom has 12 apples, eats 3 and buys twice as many as he has left. How many has he now?", "Is the sentence 'She go to school.' correct?", "Write one line about rain.", "What day comes three days after Monday?",
];
const [what, file, address] = process.argv.slice(2);
const llama = await getLlama({ build: "never", gpu: false });
const model = await llama.loadModel({ modelPath: file });
const context = await model.createContext({ contextSize: 320, threads: 2 });
const sequence = context.getSequence();
const completion = new LlamaCompletion({ contextSequence: sequence });

if (what === "speed") {
  const prompt = Array.from({ length: 64 }, (_, i) => 1000 + i);
  for (let round = 0; round < 5; round++) {
    await sequence.clearHistory();
    const start = performance.now();
    let made = 0;
    await completion.generateCompletion(prompt, { temperature: 0, maxTokens: 64, onToken: (tokens) => (made += tokens.length) });
    const seconds = (performance.now() - start) / 1000;
    console.log(`${made} tokens in ${seconds.toFixed(2)} s: ${(made / seconds).toFixed(1)} tokens/s`);
  }
} else {
  let same = 0;
  for (const question of questions) {
    const prompt = `<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n`;
    const theirs = (await completion.generateCompletion(model.tokenize(prompt, true), { temperature: 0, maxTokens: 48, customStopTriggers: ["<|im_end|>"] })).trim();
    const reply = await fetch(`${address}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "any", temperature: 0, max_tokens: 48, messages: [{ role: "user", content: question }] }),
    });
    const ours = (await reply.json()).choices[0].message.content.trim();
    same += theirs === ours ? 1 : 0;
    if (theirs !== ours) {
      console.log(`${question}\n  llama.cpp: ${theirs}\n  Tapir:     ${ours}`);
    }
  }

  console.log(`${same} of ${questions.length} answers are the same.`);
}

process.exit(0);

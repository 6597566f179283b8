using System.Text.Json;
using Tapir.Models.Kernels;
using Tapir.Models.Network;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Golden;

/// <summary>A real model of 135 million parameters. One test after another: each has its weights in memory, one their moments too.</summary>
[TestClass]
[DoNotParallelize]
[TestCategory("golden")]
public sealed class SmolLmTests
{
    private const int Steps = 4;

    [TestMethod]
    public void Logits_Conversations_AgreeWithPyTorch()
    {
        using StudentWeights weights = SmolLm.Weights();
        using Team team = new(Environment.ProcessorCount);
        using DecoderPass pass = new(weights.Config, 512, team, PassOptions.ForwardOnly with { Cuts = PassCuts.Shared });
        using AdapterSet none = AdapterSet.None(weights.Config);
        foreach (JsonElement conversation in SmolLm.Golden("generation.json").EnumerateArray())
        {
            int[] ids = SmolLm.Ids(conversation.GetProperty("prompt_ids"));

            float[] likelihoods = pass.LogProbabilities(new PassInput(weights.Parameters, none, PackedBatch.OfText(ids), 0));
            float[] last = pass.Logits(weights.Parameters, ids)[^weights.Config.VocabularySize..];

            double[] expected = [.. conversation.GetProperty("prompt_nll").EnumerateArray().Select(value => value.GetDouble())];
            Assert.HasCount(expected.Length, likelihoods);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.AreEqual(expected[i], -likelihoods[i], 2e-3, $"token {i + 1} of {conversation.GetProperty("prompt_text")}");
            }

            foreach (JsonElement best in conversation.GetProperty("last_logits_top10").EnumerateArray())
            {
                Assert.AreEqual(best[1].GetDouble(), last[best[0].GetInt32()], 2e-3, $"logit {best[0]} after {conversation.GetProperty("prompt_text")}");
            }
        }
    }

    [TestMethod]
    [DataRow("full")]
    [DataRow("lora")]
    public void RunSlice_FourSteps_GivesPyTorchsLossesAndNorms(string kind)
    {
        IReadOnlyList<EncodedExample> batch = SmolLm.Batch();
        JsonElement golden = SmolLm.Golden("training.json").GetProperty("trajectories").EnumerateArray().Single(trajectory => trajectory.GetProperty("kind").GetString() == kind);
        int tokens = batch.Sum(example => example.Tokens.Length);
        TrainingOptions options = new()
        {
            Epochs = Steps,
            BatchTokens = tokens,
            MicroBatchTokens = tokens,
            LearningRate = golden.GetProperty("learning_rate").GetDouble(),
            WarmupShare = 0,
            FinalRateShare = 1,
            Beta2 = 0.999,
            WeightDecay = 0,
            Trained = kind == "lora" ? new LowRankAdapter { Rank = 8, Alpha = 16 } : TrainedPart.AllWeights,
        };
        using TrainingState state = TrainingState.BeginWith(SmolLm.Weights(), batch, options);
        BeginAsReference(state.Adapter);
        List<TrainingProgress> steps = [];

        new StudentTrainer().RunSlice(state, batch, options, progress: new Collected(steps));

        Assert.AreEqual(golden.GetProperty("trainable_parameters").GetInt32(), state.Trained.Layout.Slots.Sum(slot => slot.Length));
        for (int step = 0; step < Steps; step++)
        {
            double loss = golden.GetProperty("losses")[step].GetDouble(), norm = golden.GetProperty("grad_norms_before_clip_1_0")[step].GetDouble();
            Assert.AreEqual(loss, steps[step].Loss, 1e-3, $"loss of step {step + 1}");
            Assert.AreEqual(norm, steps[step].GradientNorm, 0.01 * norm, $"gradient norm of step {step + 1}");
        }
    }

    // B stays zero.
    private static void BeginAsReference(AdapterSet adapter)
    {
        foreach (ParameterSlot slot in adapter.Layout.Slots.Where(slot => slot.Name.EndsWith("lora_A.weight", StringComparison.Ordinal)))
        {
            Span<float> values = adapter[slot];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)(Math.Cos(0.37 * i) / Math.Sqrt(slot.Shape[1]));
            }
        }
    }

    private sealed class Collected(List<TrainingProgress> steps) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => steps.Add(value);
    }
}

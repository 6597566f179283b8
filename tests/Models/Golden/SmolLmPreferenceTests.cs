using System.Text.Json;
using Tapir.Models.Checkpoints;
using Tapir.Models.Network;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Golden;

/// <summary>The ingredients of a preference loss, from text to log-probability.</summary>
[TestClass]
[DoNotParallelize]
[TestCategory("golden")]
public sealed class SmolLmPreferenceTests
{
    [TestMethod]
    public void LogProbabilities_ChosenAndRejected_AgreeWithPyTorch()
    {
        using Checkpoint checkpoint = SmolLm.Open();
        ModelLanguage language = ModelLanguage.Read(checkpoint);
        using StudentWeights weights = checkpoint.ReadWeights();
        JsonElement[] pairs = [.. SmolLm.Golden("sequence_logprobs.json").EnumerateArray()];
        EncodedExample[] examples = [.. pairs.SelectMany(pair => (EncodedExample[])[Example(pair, "chosen"), Example(pair, "rejected")])];

        IReadOnlyList<double> sums = StudentTrainer.LogProbabilities(weights, examples, Environment.ProcessorCount);

        for (int i = 0; i < pairs.Length; i++)
        {
            Assert.AreEqual(pairs[i].GetProperty("chosen_logp").GetDouble(), sums[2 * i], 0.02, $"chosen {i}");
            Assert.AreEqual(pairs[i].GetProperty("rejected_logp").GetDouble(), sums[(2 * i) + 1], 0.02, $"rejected {i}");
        }

        EncodedExample Example(JsonElement pair, string response) => EncodedExample.Encode(
            language.Chat, response, pair.GetProperty("prompt").GetString()!, pair.GetProperty(response).GetString()!);
    }
}

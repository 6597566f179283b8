using Tapir.Models.Network;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Training;

[TestClass]
public sealed class TrainingDigestTests
{
    private static readonly StudentConfig Config = new() { VocabularySize = 300 };
    private static readonly EncodedExample[] Examples = [new("one", [5, 6, 7], 2)];

    [TestMethod]
    public void Of_TrainingAsItAlwaysWas_IsThatOfTheFirstVersion()
    {
        Assert.AreEqual("a6df79f9508980698ade8f2aa84ecd3d7ba6bd3afd7513205ff0d20179ea7c4c", Of(Config, new TrainingOptions()));
    }

    [TestMethod]
    public void Of_WhatChangesNoBit_IsTheSame() =>
        Assert.AreEqual(Of(Config, new TrainingOptions()), Of(Config, new TrainingOptions { Threads = 7, RecomputeBlocks = true }));

    [TestMethod]
    public void Of_WhatChangesTheResult_IsAnother()
    {
        TrainingOptions options = new(), adapter = new() { Trained = new LowRankAdapter() };
        string[] digests =
        [
            Of(Config, options),
            Of(Config with { AttentionBias = true }, options),
            Of(Config with { QueryKeyNorm = true }, options),
            Of(Config with { RopeScaling = new RopeScaling.Linear(2) }, options),
            Of(Config, options with { DecayVocabulary = false }),
            Of(Config, adapter),
            Of(Config, new() { Trained = new LowRankAdapter { Rank = 4 } }),
            Of(Config, new() { Trained = new LowRankAdapter { Targets = [Projection.Query] } }),
        ];

        Assert.HasCount(digests.Length, digests.Distinct());
    }

    [TestMethod]
    public void Of_OrderOfTargets_DoesNotMatter() => Assert.AreEqual(
        Of(Config, new() { Trained = new LowRankAdapter { Targets = [Projection.Key, Projection.Query] } }),
        Of(Config, new() { Trained = new LowRankAdapter { Targets = [Projection.Query, Projection.Key] } }));

    private static string Of(StudentConfig config, TrainingOptions options)
    {
        using StudentWeights weights = StudentWeights.Empty(config);
        return TrainingDigest.Of(weights, Examples, options);
    }
}

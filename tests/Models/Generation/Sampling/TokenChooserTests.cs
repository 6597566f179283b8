using Tapir.Models.Generation;
using Tapir.Models.Generation.Sampling;

namespace Tapir.Models.Tests.Generation.Sampling;

[TestClass]
public sealed unsafe class TokenChooserTests
{
    // Probabilities 0.5, 0.25, 0.15, 0.1.
    private static readonly float[] Logits = [MathF.Log(0.15f), MathF.Log(0.5f), MathF.Log(0.1f), MathF.Log(0.25f)];

    [TestMethod]
    public void Choose_NoTemperature_TakesTheLikeliest() => CollectionAssert.AreEqual(new[] { 1, 1, 1 }, Draw(new GenerationOptions(), 3));

    [TestMethod]
    [DataRow(0, 1.0, 0.0, new[] { 0, 1, 2, 3 }, DisplayName = "all")]
    [DataRow(2, 1.0, 0.0, new[] { 1, 3 }, DisplayName = "top-k 2")]
    [DataRow(0, 0.7, 0.0, new[] { 1, 3 }, DisplayName = "top-p 0.7")]
    [DataRow(0, 0.49, 0.0, new[] { 1 }, DisplayName = "top-p 0.49")]
    [DataRow(0, 0.01, 0.0, new[] { 1 }, DisplayName = "top-p below the likeliest")]
    [DataRow(0, 1.0, 0.28, new[] { 0, 1, 3 }, DisplayName = "min-p 0.28")]
    [DataRow(3, 0.8, 0.0, new[] { 1, 3 }, DisplayName = "top-p of the three likeliest")]
    public void Choose_Filters_DrawAmongThoseThatAreLeft(int topK, double topP, double minP, int[] left)
    {
        int[] drawn = Draw(new GenerationOptions { Temperature = 1, TopK = topK, TopP = topP, MinP = minP }, 400);

        CollectionAssert.AreEqual(left, drawn.Distinct().Order().ToArray());
    }

    [TestMethod]
    [DataRow(1.0, 0.5, 0.25)]
    [DataRow(0.5, 0.7246, 0.1812)]
    public void Choose_Temperature_DrawsInProportion(double temperature, double first, double second)
    {
        int[] drawn = Draw(new GenerationOptions { Temperature = temperature }, 20_000);

        Assert.AreEqual(first, drawn.Count(id => id == 1) / 20_000.0, 0.015);
        Assert.AreEqual(second, drawn.Count(id => id == 3) / 20_000.0, 0.015);
    }

    [TestMethod]
    public void Choose_LongUnlikelyTail_TopPReachesIntoIt()
    {
        // One token of a half, and a tail of 10,000 that share the other half.
        float[] logits = [.. Enumerable.Range(0, 10_001).Select(id => id == 0 ? MathF.Log(0.5f) : MathF.Log(0.5f / 10_000))];
        TokenChooser chooser = new(new GenerationOptions { Temperature = 1, TopP = 0.9 }, 3, []);

        int[] drawn = [.. Enumerable.Range(0, 2_000).Select(_ => Choose(chooser, logits).Id)];

        Assert.AreEqual(0.5 / 0.9, drawn.Count(id => id == 0) / 2_000.0, 0.04);
        Assert.IsLessThanOrEqualTo(8_050, drawn.Max(), "of equals the first ids come first");
    }

    [TestMethod]
    public void Choose_RepetitionPenalty_LeavesWhatThePromptHas()
    {
        TokenChooser chooser = new(new GenerationOptions { RepetitionPenalty = 10 }, 0, [1]);

        Assert.AreEqual(3, Choose(chooser, Logits).Id);
        Assert.AreEqual(0, Choose(chooser, Logits).Id, "the answer's own token counts as well");
    }

    [TestMethod]
    public void Choose_FrequencyAndPresence_CountTheAnswerAlone()
    {
        TokenChooser frequency = new(new GenerationOptions { FrequencyPenalty = 0.4 }, 0, [1, 1, 1]);
        TokenChooser presence = new(new GenerationOptions { PresencePenalty = 0.4 }, 0, [1, 1, 1]);

        CollectionAssert.AreEqual(new[] { 1, 1, 3 }, Enumerable.Range(0, 3).Select(_ => Choose(frequency, Logits).Id).ToArray());
        CollectionAssert.AreEqual(new[] { 1, 1, 1 }, Enumerable.Range(0, 3).Select(_ => Choose(presence, Logits).Id).ToArray());
    }

    [TestMethod]
    public void Choose_Seed_DecidesAlone()
    {
        GenerationOptions options = new() { Temperature = 1 };

        CollectionAssert.AreEqual(Draw(options, 50, 4), Draw(options, 50, 4));
        CollectionAssert.AreNotEqual(Draw(options, 50, 4), Draw(options, 50, 5));
    }

    [TestMethod]
    public void Choose_LogProbabilities_AreThoseOfTheModelAlone()
    {
        TokenChooser chooser = new(new GenerationOptions { Temperature = 0.1, RepetitionPenalty = 3, TopLogProbabilities = 3 }, 0, [1]);

        TokenRanking ranking = Choose(chooser, Logits).Ranking;

        CollectionAssert.AreEqual(new[] { 1, 3, 0 }, ranking.Best.Select(best => best.Id).ToArray());
        Assert.AreEqual(Math.Log(0.5), ranking.Best[0].LogProbability, 1e-6);
        Assert.AreEqual(Math.Log(0.15), ranking.Best[2].LogProbability, 1e-6);
        Assert.AreEqual(Math.Log(0.25), ranking.LogProbability, 1e-6, "the penalty left the second");
    }

    [TestMethod]
    public void Validate_ManyWrongValues_NamesAll()
    {
        GenerationOptions options = new() { MaxNewTokens = 0, Temperature = -1, TopP = 0, TopK = -1, MinP = 2, RepetitionPenalty = 0, StopTexts = [""], StopIds = [-1], TopLogProbabilities = 101 };

        CollectionAssert.AreEqual(
            new[] { "MaxNewTokens", "Temperature", "TopP", "TopK", "MinP", "RepetitionPenalty", "StopTexts", "StopIds", "TopLogProbabilities" },
            options.Validate().Select(problem => problem.Property).ToArray());
        Assert.Contains("TopP is 0; it must be above 0 and at most 1.", Assert.ThrowsExactly<ArgumentException>(() => options.Validated()).Message);
    }

    private static int[] Draw(GenerationOptions options, int count, ulong seed = 1)
    {
        TokenChooser chooser = new(options, seed, []);
        return [.. Enumerable.Range(0, count).Select(_ => Choose(chooser, Logits).Id)];
    }

    private static ChosenToken Choose(TokenChooser chooser, float[] logits)
    {
        fixed (float* copy = (float[])[.. logits])
        {
            return chooser.Choose(copy, logits.Length);
        }
    }
}

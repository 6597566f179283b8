using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Tapir.EndToEnd.Serving;

namespace Tapir.EndToEnd.Rating;

/// <summary>People compare answers of a finished run.</summary>
[TestClass]
public sealed class RateTests
{
    [TestMethod]
    public void Rate_AnswersInAFile_AreKeptGoneOnWithAndInTheReport()
    {
        using TapirProgram program = Undisturbed.Copy();

        JsonElement first = Rate(program, "anna", count: 3, "1", "t", "b");
        JsonElement then = Rate(program, "anna", count: 5, "t", "t");
        JsonElement both = Rate(program, "bert", count: 1, "1");

        Assert.AreEqual(3, first.GetProperty("rated").GetInt32());
        Assert.AreEqual((5, 3, 1), (then.GetProperty("rated").GetInt32(), then.GetProperty("ties").GetInt32(), then.GetProperty("bothBad").GetInt32()));
        Assert.AreEqual(1, then.GetProperty("wins").GetInt32() + then.GetProperty("losses").GetInt32());
        Assert.IsTrue(then.GetProperty("low").GetDouble() < then.GetProperty("winRate").GetDouble() && then.GetProperty("winRate").GetDouble() < then.GetProperty("high").GetDouble());
        Assert.AreEqual(1, both.GetProperty("ratedByMany").GetInt32());
        Assert.AreEqual(FiguresOf(both), FiguresOf(ReportOf(program).GetProperty("ratings").EnumerateArray().Single()));
        string page = program.Run("report", "tiny-1").AssertExitCode(0).Output.Trim();
        Assert.AreEqual(FiguresOf(both), FiguresOf(ReportOf(program).GetProperty("ratings").EnumerateArray().Single()));
        StringAssert.Contains(File.ReadAllText(page), "anna (5), bert (1)");
    }

    [TestMethod]
    public void Rate_AtATerminalThatIsNone_SaysWhatToDo()
    {
        using TapirProgram program = Undisturbed.Copy();

        StringAssert.Contains(program.Run("rate", "tiny-1").AssertExitCode(2).Errors, "--answers FILE");
        StringAssert.Contains(program.Run("rate", "tiny-1", "--rounds", "0,9", "--json").AssertExitCode(2).Errors, "tiny-1 has no S_9; it has S_0 to S_2.");
        program.Run("rate", "tiny-1", "--count", "0", "--json").AssertExitCode(2);
        JsonElement nothing = program.Run("rate", "tiny-1", "--json").AssertExitCode(0).Json().GetProperty("pairs").EnumerateArray().Single();
        Assert.AreEqual(0, nothing.GetProperty("rated").GetInt32());
        Assert.IsFalse(nothing.TryGetProperty("winRate", out _));
    }

    [TestMethod]
    public void Rate_QuestionsOnTheScreen_NameNobodyUntilAllIsRated()
    {
        using TapirProgram program = Undisturbed.Copy();
        program.Write("answers.txt", "1\nq\n");

        string text = program.Run("rate", "tiny-1", "--answers", "answers.txt", "--count", "2").AssertExitCode(0).Output;
        string rest = program.Run("rate", "tiny-1", "--answers", "answers.txt", "--count", "2").AssertExitCode(0).Output;

        StringAssert.Contains(text, "1 of 2 are rated; the same command goes on.");
        Assert.DoesNotContain("S_0", text);
        Assert.DoesNotContain("S_2", text);
        StringAssert.Contains(rest, "S_2 against S_0: a win rate of");
    }

    [TestMethod]
    public void Rate_OtherPairs_AreRatedApart()
    {
        using TapirProgram program = Undisturbed.Copy();
        program.Write("answers.txt", "1\n2\n");

        program.Run("rate", "tiny-1", "--answers", "answers.txt", "--count", "2", "--rounds", "2,teacher").AssertExitCode(0);

        JsonElement[] pairs = [.. program.Run("rate", "tiny-1", "--json").AssertExitCode(0).Json().GetProperty("pairs").EnumerateArray()];
        Assert.AreSequenceEqual(["S_2 S_0 0", "S_2 teacher 2"], pairs.Select(pair => $"{pair.GetProperty("candidate")} {pair.GetProperty("baseline")} {pair.GetProperty("rated")}").ToArray());
    }

    [TestMethod]
    [DataRow("record.before-write", 0)]
    [DataRow("record.after-write", 1)]
    [DataRow("report.before-rename", 1)]
    public void Rate_KilledAround_LosesNothingThatWasOnTheDisk(string instant, int kept)
    {
        using TapirProgram program = Undisturbed.Copy();
        program.Write("answers.txt", "t\n");

        program.CrashAt($"Tapir.Activities/{instant}:1", "rate", "tiny-1", "--answers", "answers.txt", "--count", "1", "--rater", "anna");

        Assert.AreEqual(kept, program.Run("rate", "tiny-1", "--json").AssertExitCode(0).Json().GetProperty("pairs")[0].GetProperty("rated").GetInt32());
        Assert.AreEqual(1, Rate(program, "anna", count: 1, "t").GetProperty("rated").GetInt32());
        Assert.HasCount(1, File.ReadAllLines(Path.Combine(program.State, "runs", "tiny-1", "ratings.jsonl")));
        program.Run("report", "tiny-1").AssertExitCode(0);
        Assert.AreEqual(1, ReportOf(program).GetProperty("ratings")[0].GetProperty("ties").GetInt32());
    }

    [TestMethod]
    public async Task Rate_ByHttpAndByCommandAtATime_AreOneRecord()
    {
        using TapirProgram program = Undisturbed.Copy();
        using ServedProgram served = ServedProgram.Start(program);

        JsonElement question = await NextAsync(served, "rater=anna&count=4");
        JsonElement item = question.GetProperty("item");
        foreach (int _ in Enumerable.Range(0, 2))
        {
            using HttpResponseMessage taken = await RateAsync(served, item.GetProperty("id").GetString()!, "tie");
            Assert.AreEqual(HttpStatusCode.OK, taken.StatusCode);
        }

        Assert.AreEqual(3, Rate(program, "anna", count: 3, "b", "b").GetProperty("rated").GetInt32());
        JsonElement last = await NextAsync(served, "rater=anna&count=4");
        Assert.AreEqual(3, last.GetProperty("rated").GetInt32());
        string skipped = last.GetProperty("item").GetProperty("id").GetString()!;
        Assert.IsFalse((await NextAsync(served, $"rater=anna&count=4&skip={skipped}")).TryGetProperty("item", out _));
        JsonElement said = (await served.Client.GetFromJsonAsync<JsonElement>("/api/runs/tiny-1/ratings")).GetProperty("pairs")[0];
        Assert.AreEqual((1, 2), (said.GetProperty("ties").GetInt32(), said.GetProperty("bothBad").GetInt32()));
        Assert.HasCount(3, File.ReadAllLines(Path.Combine(program.State, "runs", "tiny-1", "ratings.jsonl")));
        Assert.AreEqual(3, ReportOf(program).GetProperty("ratings")[0].GetProperty("rated").GetInt32());
        using HttpResponseMessage unknown = await RateAsync(served, new string('0', 64), "tie");
        Assert.AreEqual(HttpStatusCode.Conflict, unknown.StatusCode);
    }

    [TestMethod]
    public async Task Next_ManyItems_NothingTellsWhoseAnswerIsWhose()
    {
        using TapirProgram program = Undisturbed.Copy();
        using ServedProgram served = ServedProgram.Start(program);
        List<bool> shownFirst = [];
        HashSet<string> names = [];

        for (int number = 0; number < 12; number++)
        {
            JsonElement question = await NextAsync(served, "rater=anna");
            JsonElement item = question.GetProperty("item");
            names.Add(string.Join(' ', question.EnumerateObject().Concat(item.EnumerateObject()).Select(member => member.Name)));
            int before = await WinsAsync(served);
            using HttpResponseMessage taken = await RateAsync(served, item.GetProperty("id").GetString()!, "first");
            shownFirst.Add(await WinsAsync(served) > before);
            Assert.DoesNotContain("S_", question.ToString());
        }

        Assert.HasCount(1, names);
        Assert.AreEqual(6, shownFirst.Count(isFirst => isFirst));
    }

    [TestMethod]
    public async Task Page_AnswersHoldHtml_ShowsItAsText()
    {
        using TapirProgram program = new();
        string rows = program.Write("rows.jsonl", string.Join('\n', Enumerable.Range(0, 40).Select(row =>
            $$"""{"instruction": "<img src=x onerror=alert({{row}})> Say the number {{row}} in the colour {{"red green blue black white".Split(' ')[row % 5]}} to the man called {{(char)('a' + (row % 26))}}{{row * 31}}", "output": "<b>Answer</b>: {{row}}"}""")));
        program.Run(
            "run", TapirProgram.TinySpec, "--set", $"seed.path={rows}", "--set", "judge.kind=reference", "--set", "curriculum.rounds=1").AssertExitCode(0);
        using ServedProgram served = ServedProgram.Start(program);

        string page = await served.Client.GetStringAsync("/runs/tiny-1/rate?rater=anna&rounds=1,teacher");

        StringAssert.Contains(page, "&lt;img src=x onerror=alert(");
        StringAssert.Contains(page, "&lt;b&gt;Answer&lt;/b&gt;");
        Assert.DoesNotContain("<img", page);
    }

    /// <summary>Rates by command.</summary>
    /// <returns>What people say of S_0 and S_2.</returns>
    private static JsonElement Rate(TapirProgram program, string rater, int count, params string[] answers)
    {
        string file = program.Write("answers.txt", string.Join('\n', answers));
        return program.Run("rate", "tiny-1", "--answers", file, "--rater", rater, "--count", $"{count}", "--json").AssertExitCode(0).Json().GetProperty("pairs")[0];
    }

    private static Task<JsonElement> NextAsync(ServedProgram served, string query) => served.Client.GetFromJsonAsync<JsonElement>($"/api/runs/tiny-1/ratings/next?{query}");

    private static Task<HttpResponseMessage> RateAsync(ServedProgram served, string item, string verdict) => served.Client.PostAsync(
        "/api/runs/tiny-1/ratings", new StringContent(JsonSerializer.Serialize(new { rater = "anna", item, verdict }), Encoding.UTF8, "application/json"));

    private static async Task<int> WinsAsync(ServedProgram served) =>
        (await served.Client.GetFromJsonAsync<JsonElement>("/api/runs/tiny-1/ratings")).GetProperty("pairs")[0].GetProperty("wins").GetInt32();

    private static string FiguresOf(JsonElement pair) => string.Join(
        ' ', new[] { "rounds", "winRate", "low", "high", "wins", "losses", "ties", "bothBad", "rated", "items", "identical", "ratedByMany" }.Select(name => pair.GetProperty(name).ToString()));

    private static JsonElement ReportOf(TapirProgram program) =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(program.State, "runs", "tiny-1", "report.json")));
}

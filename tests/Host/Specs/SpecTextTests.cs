using System.Text.Json;
using Tapir.Host.Specs;
using Tapir.Host.Specs.Allowance;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Specs;

[TestClass]
public sealed class SpecTextTests
{
    [TestMethod]
    public void Of_Defaults_IsTheNameAlone() => Assert.AreEqual("name: mine\n", SpecText.Of(new RunSpec { Name = "mine" }));

    [TestMethod]
    public void Of_FewChanges_HasThoseAlone() => Assert.AreEqual(
        "name: mine\nrandomSeed: 3\nteacher:\n  refine: false\ncurriculum:\n  rounds: 2\n",
        SpecText.Of(Read("name: mine\nrandomSeed: 3\nteacher: { kind: tutor, refine: false }\ncurriculum: { rounds: 2, roundSize: 2000 }")));

    [TestMethod]
    [DataRow("name: mine\nreview: {}")]
    [DataRow("name: mine\nreview: { points: [export], timeLimit: 90s, default: reject }")]
    [DataRow("name: mine\ncurriculum: { taskMix: { Math: 0.25, Code Debug: 0.75 }, hardShare: { start: 0.4 } }\ntraining: { learningRate: 0.0000125 }")]
    [DataRow("name: mine\nteacher: { kind: openAI, model: \"a: b # c\", url: 'https://example.org/v1?x={1}', keyVariable: \"null\" }\njudge: { kind: teacher }\nbudget: { money: 2.5, calls: 10 }\nprices: { 'a: b # c': { input: 0.15, output: 0.6 } }")]
    public void Of_AnySpec_ReadsBackTheSame(string text)
    {
        RunSpec spec = Read(text);

        string written = SpecText.Of(spec);

        Assert.AreEqual(Json(spec), Json(Read(written)), written);
        // As it comes from a run's record, with collections of other types.
        Assert.AreEqual(written, SpecText.Of(JsonSerializer.Deserialize<RunSpec>(Json(spec), StateJson.Options)!));
    }

    private static RunSpec Read(string text)
    {
        using StringReader reader = new(text);
        return SpecReader.Read(SpecReader.Parse(reader, "spec"), "spec", _ => Environment.CurrentDirectory, [], SpecAllowance.Everything);
    }

    private static string Json(RunSpec spec) => JsonSerializer.Serialize(spec, StateJson.Options);
}

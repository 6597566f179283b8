using System.Text.Json;

namespace Tapir.Functions.Tests;

[TestClass]
public sealed class FunctionKeyTests
{
    private static readonly DurableFunction<int, int> Plain = new("a.b", 1, CachePolicy.Forever);

    [TestMethod]
    public void DocumentOf_PlainFunction_HasNoEnvironmentAndNoRun() =>
        Assert.AreEqual("{\"function\":\"a.b\",\"input\":7,\"version\":1}", FunctionKey.DocumentOf(Plain, "7", "cpu", "run-1"));

    [TestMethod]
    public void DocumentOf_EverythingCounts_IsCanonicalJson()
    {
        DurableFunction<int, int> function = new("a.b", 1, CachePolicy.PerRun) { Numeric = true };

        string document = FunctionKey.DocumentOf(function, "{\"x\":\"日本\"}", "cpu \"2\"", "run-1");

        Assert.AreEqual(CanonicalJson.Of(document), document);
        Assert.AreEqual("cpu \"2\"", JsonDocument.Parse(document).RootElement.GetProperty("environment").GetString());
    }

    [TestMethod]
    public void Of_EachPart_ChangesTheKey()
    {
        DurableFunction<int, int> numeric = new("a.b", 1, CachePolicy.Forever) { Numeric = true };
        DurableFunction<int, int> perRun = new("a.b", 1, CachePolicy.PerRun);
        string[] documents =
        [
            FunctionKey.DocumentOf(Plain, "7", "cpu", "run-1"),
            FunctionKey.DocumentOf(Plain, "8", "cpu", "run-1"),
            FunctionKey.DocumentOf(new DurableFunction<int, int>("a.b", 2, CachePolicy.Forever), "7", "cpu", "run-1"),
            FunctionKey.DocumentOf(new DurableFunction<int, int>("a.c", 1, CachePolicy.Forever), "7", "cpu", "run-1"),
            FunctionKey.DocumentOf(numeric, "7", "cpu", "run-1"),
            FunctionKey.DocumentOf(numeric, "7", "gpu", "run-1"),
            FunctionKey.DocumentOf(perRun, "7", "cpu", "run-1"),
            FunctionKey.DocumentOf(perRun, "7", "cpu", "run-2"),
        ];

        Assert.HasCount(documents.Length, documents.Select(FunctionKey.Of).Distinct().ToArray());
    }

    [TestMethod]
    public void Of_KnownDocument_StaysWhatItWas() =>
        Assert.AreEqual("7677a662", FunctionKey.Of(FunctionKey.DocumentOf(Plain, "7", null, ""))[..8], "Keys of earlier versions can no longer be found.");

    [TestMethod]
    [DataRow("")]
    [DataRow("Judging.Score")]
    [DataRow("a b")]
    [DataRow("a..b")]
    [DataRow("a:b")]
    public void DurableFunction_BadName_IsRefused(string name) =>
        Assert.ThrowsExactly<ArgumentException>(() => new DurableFunction<int, int>(name, 1, CachePolicy.Forever));

    [TestMethod]
    public void DurableFunction_VersionZero_IsRefused() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DurableFunction<int, int>("a", 0, CachePolicy.Forever));
}

using Tapir.Models.Checkpoints;
using Tapir.Models.Checkpoints.Hub;
using Tapir.Models.Tests.Gguf;
using Tapir.Models.Tests.Network;

namespace Tapir.Models.Tests.Checkpoints.Hub;

[TestClass]
public sealed class HubDownloadTests : IDisposable
{
    private const string Weights = "model.safetensors";
    private readonly TemporaryFolder folder = new();
    private readonly LocalHub hub = new();
    private readonly PatientlessTime time = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly string tokenVariable = $"TAPIR_TEST_TOKEN_{Guid.NewGuid():N}";

    public HubDownloadTests()
    {
        hub.Files["config.json"] = File.ReadAllBytes(Path.Combine(TinyLlama.Folder, "config.json"));
        hub.Files[Weights] = File.ReadAllBytes(Path.Combine(TinyLlama.Folder, Weights));
        hub.Files["README.md"] = [1];
    }

    public TestContext TestContext { get; set; } = null!;

    private string Place => Path.Combine(folder.Path, "owner--model", LocalHub.Commit);

    private string Part => Path.Combine(Place, Weights + ".part");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(tokenVariable, null);
        client.Dispose();
        hub.Dispose();
        folder.Dispose();
    }

    [TestMethod]
    public async Task FetchAsync_Repository_CanBeOpened()
    {
        using Checkpoint checkpoint = Checkpoint.Open(await FetchAsync());

        Assert.AreEqual(48, checkpoint.Config.Width);
        CollectionAssert.AreEquivalent(new[] { "config.json", Weights }, Directory.EnumerateFiles(Place).Select(file => Path.GetFileName(file)!).ToArray());
    }

    [TestMethod]
    public async Task FetchAsync_GgufFile_FetchesThatAlone()
    {
        hub.Files["tiny.gguf"] = new TinyGguf().Bytes();

        using Checkpoint checkpoint = Checkpoint.Open(await FetchAsync("hf://owner/model/tiny.gguf"));

        Assert.AreEqual(32, checkpoint.Config.Width);
        Assert.HasCount(1, Directory.GetFiles(Place));
    }

    [TestMethod]
    public async Task FetchAsync_Again_FetchesNoFileTwice()
    {
        await FetchAsync();
        int before = hub.Requests.Count;

        await FetchAsync();

        Assert.AreEqual(before + 1, hub.Requests.Count);
    }

    [TestMethod]
    public async Task FetchAsync_HalfAFile_GoesOnWhereItEnded()
    {
        hub.BreakOff(Weights, 100_000);

        await FetchAsync();

        CollectionAssert.AreEqual(hub.Files[Weights], File.ReadAllBytes(Path.Combine(Place, Weights)));
        string again = hub.Requests.Last(request => request.Contains("/cdn/", StringComparison.Ordinal));
        Assert.MatchesRegex(@"bytes=[1-9]\d*-", again);
    }

    [TestMethod]
    public async Task FetchAsync_PartOfAKilledProcess_IsGoneOnWith()
    {
        Directory.CreateDirectory(Place);
        File.WriteAllBytes(Part, hub.Files[Weights][..123_456]);

        await FetchAsync();

        CollectionAssert.AreEqual(hub.Files[Weights], File.ReadAllBytes(Path.Combine(Place, Weights)));
        Assert.IsTrue(hub.Requests.Any(request => request.Contains("bytes=123456-", StringComparison.Ordinal)));
        Assert.IsFalse(File.Exists(Part));
    }

    [TestMethod]
    public async Task FetchAsync_WholePartOfAKilledProcess_IsCheckedAndTaken()
    {
        Directory.CreateDirectory(Place);
        File.WriteAllBytes(Part, hub.Files[Weights]);

        await FetchAsync();

        CollectionAssert.AreEqual(hub.Files[Weights], File.ReadAllBytes(Path.Combine(Place, Weights)));
    }

    [TestMethod]
    public async Task FetchAsync_PartOfAnotherFile_IsBegunAgain()
    {
        Directory.CreateDirectory(Place);
        File.WriteAllBytes(Part, new byte[1000]);

        await FetchAsync();

        CollectionAssert.AreEqual(hub.Files[Weights], File.ReadAllBytes(Path.Combine(Place, Weights)));
    }

    [TestMethod]
    public async Task FetchAsync_AnotherFileThanTheDigestSays_IsNotKept()
    {
        hub.Answer("/cdn/", response =>
        {
            response.ContentLength64 = 3;
            response.OutputStream.Write("abc"u8);
            response.Close();
        });

        InvalidDataException error = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => FetchAsync());

        Assert.Contains("not the file that the hub's digest names", error.Message);
        CollectionAssert.AreEqual(new[] { "config.json" }, Directory.EnumerateFiles(Place).Select(file => Path.GetFileName(file)!).ToArray());
    }

    [TestMethod]
    public async Task FetchAsync_SmallFileThatIsChanged_IsNotKept()
    {
        hub.Answer("config.json", response =>
        {
            response.AddHeader("ETag", $"\"{new string('a', 40)}\"");
            response.Close([.. "{}"u8], willBlock: true);
        });

        await Assert.ThrowsExactlyAsync<InvalidDataException>(() => FetchAsync());

        Assert.IsEmpty(Directory.GetFiles(Place));
    }

    [TestMethod]
    public async Task FetchAsync_TooManyRequests_WaitsAsLongAsItIsTold()
    {
        hub.Fail("/api/", 429, "17");

        await FetchAsync();

        CollectionAssert.Contains(time.Waits.ToArray(), TimeSpan.FromSeconds(17));
    }

    [TestMethod]
    public async Task FetchAsync_ServerThatFailsForever_StopsAndSaysWhy()
    {
        for (int i = 0; i < 10; i++)
        {
            hub.Fail("/resolve/", 503);
        }

        IOException error = await Assert.ThrowsExactlyAsync<IOException>(() => FetchAsync());

        Assert.Contains("503", error.Message);
        Assert.Contains("what has arrived is kept", error.Message);
        Assert.HasCount(5, time.Waits);
    }

    [TestMethod]
    public async Task FetchAsync_AskedToWaitForHours_DoesNot()
    {
        hub.Fail("/api/", 429, "36000");

        IOException error = await Assert.ThrowsExactlyAsync<IOException>(() => FetchAsync());

        Assert.Contains("asks to wait 10:00:00", error.Message);
    }

    [TestMethod]
    public async Task FetchAsync_GatedModelWithoutToken_NamesTheVariable()
    {
        hub.Fail("/api/", 401);

        HubRefusedException error = await Assert.ThrowsExactlyAsync<HubRefusedException>(() => FetchAsync());

        Assert.Contains(tokenVariable, error.Message);
    }

    [TestMethod]
    public async Task FetchAsync_TokenWithoutAccess_SaysSoAndNotTheToken()
    {
        Environment.SetEnvironmentVariable(tokenVariable, "secret-value");
        hub.Fail("/resolve/", 403);

        HubRefusedException error = await Assert.ThrowsExactlyAsync<HubRefusedException>(() => FetchAsync());

        Assert.Contains($"the token in {tokenVariable} has no access", error.Message);
        Assert.DoesNotContain("secret-value", error.ToString());
    }

    [TestMethod]
    public async Task FetchAsync_Token_GoesToTheHubAndNobodyElse()
    {
        Environment.SetEnvironmentVariable(tokenVariable, "secret-value");

        await FetchAsync();

        Assert.IsTrue(hub.Requests.Where(request => request.StartsWith("127.0.0.1", StringComparison.Ordinal)).All(request => request.EndsWith("Bearer secret-value", StringComparison.Ordinal)));
        Assert.IsTrue(hub.Requests.Where(request => request.StartsWith("localhost", StringComparison.Ordinal)).All(request => request.EndsWith(" -", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("hf://owner/model@other", "not found")]
    [DataRow("hf://owner/model/none.gguf", "of GGUF there is: none")]
    public async Task FetchAsync_WhatIsNotThere_SaysSo(string reference, string fault)
    {
        HubRefusedException error = await Assert.ThrowsExactlyAsync<HubRefusedException>(() => FetchAsync(reference));

        Assert.Contains(fault, error.Message);
    }

    [TestMethod]
    public async Task FetchAsync_RepositoryOfGgufFiles_NamesThem()
    {
        hub.Files.Remove(Weights);
        hub.Files["model.Q4_K_M.gguf"] = [1];

        HubRefusedException error = await Assert.ThrowsExactlyAsync<HubRefusedException>(() => FetchAsync());

        Assert.Contains("model.Q4_K_M.gguf; name one of them", error.Message);
    }

    [TestMethod]
    public async Task FetchAsync_Progress_EndsWithTheWholeFile()
    {
        List<HubProgress> seen = [];

        await FetchAsync(progress: new Seen(seen));

        Assert.AreEqual(new HubProgress(Weights, hub.Files[Weights].Length, hub.Files[Weights].Length), seen[^1]);
    }

    [TestMethod]
    [DataRow("hf://owner/model", "owner/model", "main", "")]
    [DataRow("hf://owner/model-1.5@refs/pr/1", "owner/model-1.5", "refs/pr/1", "")]
    [DataRow("hf://owner/model/m.Q4_K_M.gguf@v2", "owner/model", "v2", "m.Q4_K_M.gguf")]
    public void Parse_Reference_HasItsParts(string text, string repository, string revision, string file)
    {
        HubReference reference = HubReference.Parse(text);

        Assert.AreEqual(repository, reference.Repository);
        Assert.AreEqual(revision, reference.Revision);
        Assert.AreEqual(file, reference.File);
    }

    [TestMethod]
    [DataRow("hf://owner")]
    [DataRow("hf://../model")]
    [DataRow("hf://owner/..")]
    [DataRow("hf://owner/model/sub/m.gguf")]
    [DataRow("hf://owner/model?x=1")]
    [DataRow("https://huggingface.co/owner/model")]
    public void Parse_AnythingElse_SaysWhatAReferenceIs(string text)
    {
        FormatException error = Assert.ThrowsExactly<FormatException>(() => HubReference.Parse(text));

        Assert.Contains("hf://owner/name@revision", error.Message);
    }

    private Task<string> FetchAsync(string reference = "hf://owner/model", IProgress<HubProgress>? progress = null) =>
        new HubDownload(client, new HubOptions { Endpoint = hub.Endpoint, TokenVariable = tokenVariable, Stall = TimeSpan.FromHours(2) }, time)
            .FetchAsync(HubReference.Parse(reference), folder.Path, progress ?? new Seen([]), TestContext.CancellationToken);

    // Progress<T> would report later, on another thread.
    private sealed class Seen(List<HubProgress> seen) : IProgress<HubProgress>
    {
        public void Report(HubProgress value) => seen.Add(value);
    }
}
